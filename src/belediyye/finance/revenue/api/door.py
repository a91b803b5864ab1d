"""The operations of the portal's door: debts, payments, reversals. Each acts as the portal, in the portal's municipality."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_scopes import scope, scopes_disabled
from ninja import Header, NinjaAPI, Path, Query, Status
from ninja.security import HttpBearer

from belediyye.core.actors import Actor, machine
from belediyye.core.identifiers import BadIdentifier
from belediyye.core.version import VERSION
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.actions.portals import KeyUsed, PassedOn, count_call
from belediyye.finance.revenue.api import problems
from belediyye.finance.revenue.api.problems import Problem, ProblemOut
from belediyye.finance.revenue.api.shapes import (
    KEY_PATTERN,
    Day,
    Debts,
    Health,
    PaymentIn,
    PaymentMade,
    PaymentNow,
    Register,
    ReversalIn,
)
from belediyye.finance.revenue.models import Payment, Portal, Taxpayer
from belediyye.finance.revenue.queries import portals
from belediyye.finance.revenue.queries.balance import owed
from belediyye.finance.revenue.queries.portal_answers import debts_of, made_of, now_of, register_of

ROOT = "finance/revenue/portal/v1/"
Key = Annotated[
    str, Path(pattern=KEY_PATTERN, description="The key under which the portal posted the payment.")
]
NewKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=KEY_PATTERN,
        description="The portal's own number of the payment: once for ever.",
    ),
]
ERRORS = {400: ProblemOut, 401: ProblemOut, 422: ProblemOut, 429: ProblemOut}


class PortalToken(HttpBearer):
    """`Authorization: Bearer …`; counts the call, and stops one that is too many for the running minute."""

    def authenticate(self, request: HttpRequest, token: str) -> Portal | None:
        at = timezone.now()
        counted = count_call(portals.digest_of(token), at)
        if counted is None:
            return None
        with scopes_disabled():
            portal = Portal.objects.select_related("municipality").get(pk=counted[0])
        if counted[1] > portal.per_minute:
            detail = _("This token may make %(count)s calls a minute.") % {"count": portal.per_minute}
            wait = {"Retry-After": str(60 - int(at.timestamp()) % 60)}
            raise Problem(429, "too-many-calls", _("Too many calls: wait a little."), detail, wait)
        return portal


api = NinjaAPI(
    title="belediyye: payment portal",
    version="1",
    description="Debts by payment reference or YVÖK, payments with an idempotency key, reversals. Money is whole qəpik. Every call but `health` needs the token.",
    docs_url=None,
    openapi_url=None,
    auth=PortalToken(),
    urls_namespace="portal",
)
problems.install(api)


def today() -> date:
    return timezone.localdate()


def _acting(portal: Portal) -> Actor:
    return machine(portal.name, portal.municipality)


def _payer(portal: Portal, reference: str) -> Taxpayer:
    try:
        payer = portals.payer_by(portal, reference)
    except BadIdentifier:
        title = _("This is no payment reference and no YVÖK: a digit may be wrong.")
        raise Problem(422, "bad-reference", title) from None
    if payer is None:
        raise Problem(404, "unknown-payer", _("No taxpayer of this municipality has this number."))
    return payer


def _payment(portal: Portal, key: str) -> Payment:
    payment = Payment.objects.select_related("taxpayer").filter(portal=portal, key=key).first()
    if payment is None:
        raise Problem(404, "unknown-payment", _("This portal posted no payment under this key."))
    return payment


@api.get(
    "health",
    response=Health,
    auth=None,
    url_name="revenue_portal_health",
    operation_id="health",
    summary="Is the door open?",
)
def health(request: HttpRequest) -> dict[str, Any]:
    return {"status": "ok", "version": VERSION, "day": today()}


@api.get(
    "debts/{reference}", response={200: Debts, 404: ProblemOut, **ERRORS}, url_name="revenue_portal_debts", operation_id="debts",
    summary="What is owed under a payment reference or YVÖK",
)  # fmt: skip
def debts(request: HttpRequest, reference: Annotated[str, Path(max_length=40)]) -> dict[str, Any]:
    portal: Portal = request.auth  # type: ignore[attr-defined]
    with scope(municipality=portal.municipality):
        payer = _payer(portal, reference)
        return debts_of(portal, payer, owed(payer, today()))


@api.post(
    "payments", response={201: PaymentMade, 404: ProblemOut, 409: ProblemOut, **ERRORS}, url_name="revenue_portal_payments",
    operation_id="pay", summary="Post a payment",
)  # fmt: skip
def pay(
    request: HttpRequest, response: HttpResponse, payload: PaymentIn, key: NewKey
) -> Status[dict[str, Any]]:
    """The same key with the same payer, amount and day gives the same answer, however often; with others, or after the
    payment was taken back, it is refused (422)."""
    portal: Portal = request.auth  # type: ignore[attr-defined]
    with scope(municipality=portal.municipality):
        payer = _payer(portal, payload.reference)
        wanted = {"amount": payload.amount_qepik, "day": payload.paid_on}
        before = Payment.objects.select_related("taxpayer").filter(portal=portal, key=key).first()
        if before is None:
            try:
                made = actions.take_portal_payment(
                    actor=_acting(portal), portal=portal, key=key, payer=payer, on=today(), **wanted
                )
                return Status(201, made_of(made))
            except KeyUsed as used:
                before = used.payment
        is_same = (before.amount, before.day) == (payload.amount_qepik, payload.paid_on)
        if not is_same or not portals.is_for(before, payer):
            raise Problem(
                422, "key-used", _("This key belongs to another payment."), _("Under this key a payment of another payer, amount or day was posted.")
            )  # fmt: skip
        if before.reversed_on:
            # Answered as made, a portal would tell its customer that he has paid.
            raise Problem(
                422, "key-reversed", _("The payment of this key was taken back."), _("A new payment needs a new key.")
            )  # fmt: skip
        response["Idempotent-Replayed"] = "true"
        return Status(201, made_of(before))


@api.get(
    "payments", response={200: Register, **ERRORS}, url_name="revenue_portal_payments", operation_id="register",
    summary="The portal's payments of a day",
)  # fmt: skip
def register(request: HttpRequest, paid_on: Annotated[Day, Query()]) -> dict[str, Any]:
    portal: Portal = request.auth  # type: ignore[attr-defined]
    with scope(municipality=portal.municipality):
        return register_of(portal, paid_on)


@api.get(
    "payments/{key}", response={200: PaymentNow, 404: ProblemOut, **ERRORS}, url_name="revenue_portal_payment", operation_id="payment",
    summary="A payment as it stands",
)  # fmt: skip
def payment(request: HttpRequest, key: Key) -> dict[str, Any]:
    portal: Portal = request.auth  # type: ignore[attr-defined]
    with scope(municipality=portal.municipality):
        return now_of(_payment(portal, key))


@api.post(
    "payments/{key}/reversal", response={200: PaymentNow, 404: ProblemOut, 409: ProblemOut, **ERRORS}, url_name="revenue_portal_reversal",
    operation_id="reverse", summary="Take a payment back",
)  # fmt: skip
def reverse(request: HttpRequest, key: Key, payload: ReversalIn) -> dict[str, Any]:
    """Only while the money has not arrived in the municipality's bank account. Taken back twice gives the same answer."""
    portal: Portal = request.auth  # type: ignore[attr-defined]
    with scope(municipality=portal.municipality):
        found = _payment(portal, key)
        if not found.reversed_on:
            try:
                found = actions.reverse_portal_payment(
                    actor=_acting(portal), portal=portal, payment=found, on=today(), reason=payload.reason
                )
            except PassedOn as refused:
                raise Problem(409, "passed-on", _("The money has already arrived."), str(refused)) from None
        return now_of(found)


def document() -> dict[str, Any]:
    """The OpenAPI document; problems are of their own media type."""
    schema: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=ROOT))
    for operations in schema["paths"].values():
        for operation in operations.values():
            for status, told in operation["responses"].items():
                if int(status) >= 400 and "application/json" in told.get("content", {}):
                    told["content"] = {problems.MEDIA_TYPE: told["content"]["application/json"]}
    return schema


@require_GET
def openapi(request: HttpRequest) -> JsonResponse:
    """The description of the door for machines, at a stable address and open to everybody."""
    return JsonResponse(document())
