"""Payment portals: their tokens, the payments they post and take back, and the line of the bank that brings the money."""

from collections.abc import Iterable
from datetime import date, datetime
from secrets import token_urlsafe

from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.identifiers import IBAN, BadIdentifier
from belediyye.core.journal import log
from belediyye.core.models import Municipality
from belediyye.core.money import format_money
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.actions.payments import make_payments, undo_payment
from belediyye.finance.revenue.models import BankLine, Payment, Portal, Taxpayer
from belediyye.finance.revenue.queries import portals
from belediyye.finance.revenue.queries.matching import CONFIDENCE, rest_of

TOKEN_BYTES = 32
MARK = "bld_"
OLDEST_DAYS = 30
S, R = BankLine.State, BankLine.Reason


class KeyUsed(Refused):
    """The portal's key already made a payment; `payment` is that one."""

    def __init__(self, payment: Payment) -> None:
        super().__init__(_("A payment with this key was already posted."))
        self.payment = payment


class PassedOn(Refused):
    """The money of the payment is already in the municipality: the portal cannot take it back by itself."""


def _new_token() -> str:
    return MARK + token_urlsafe(TOKEN_BYTES)


def _account(typed: str) -> str:
    if not typed.strip():
        return ""
    try:
        return IBAN.validate(typed)
    except BadIdentifier as error:
        raise Refused(error.words["en" if (get_language() or "az").startswith("en") else "az"]) from error


@action(
    "revenue.portal.open",
    says=gettext_lazy("opened the door to the payment portal"),
    allow=access.may_keep_portals,
)
def open_portal(
    *, actor: Actor, municipality: Municipality, name: str, sender_account: str, per_minute: int
) -> tuple[Portal, str]:
    """Registers a portal of the municipality and gives its token: this once, only the hash is kept.

    Refuses a name or an account taken there."""
    account, name = _account(sender_account), name.strip()
    same = Portal.objects.filter(municipality=municipality)
    if not name or same.filter(name=name).exists():
        raise Refused(_("Give the portal a name that no other has."))
    if account and same.filter(sender_account=account).exists():
        raise Refused(_("Another portal passes its money on from this account."))
    token = _new_token()
    portal = Portal.objects.create(
        municipality=municipality,
        name=name,
        sender_account=account,
        per_minute=per_minute,
        token_hash=portals.digest_of(token),
    )
    log(portal, per_minute=per_minute, sender_account=account)
    return portal, token


@action(
    "revenue.portal.renew",
    says=gettext_lazy("gave a new token to the payment portal"),
    allow=access.may_keep_portals,
)
def renew_portal_token(*, actor: Actor, portal: Portal) -> str:
    """A new token; the old one works no longer, from this moment. The portal's payments and keys stay its own."""
    token = _new_token()
    portal.token_hash, portal.ended_at = portals.digest_of(token), None
    portal.save(update_fields=["token_hash", "ended_at"])
    log(portal)
    return token


@action(
    "revenue.portal.withdraw",
    says=gettext_lazy("withdrew the token of the payment portal"),
    allow=access.may_keep_portals,
)
def withdraw_portal_token(*, actor: Actor, portal: Portal, reason: str) -> None:
    """The door is shut at once; what the portal posted stays, and its transfer is still awaited."""
    if portal.ended_at:
        raise Refused(_("The token was already withdrawn."))
    portal.ended_at = timezone.now()
    portal.save(update_fields=["ended_at"])
    log(portal, reason=reason)


def count_call(digest: str, at: datetime) -> tuple[int, int] | None:
    """Counts a call of the living token with this hash: (portal, calls of the running minute), or None for no such token.

    One statement for all processes, so that two callers cannot share a number. No action: a counter is no change of
    anything that the office keeps."""
    minute = int(at.timestamp()) // 60
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE revenue_portal SET calls = CASE WHEN minute = %s THEN calls + 1 ELSE 1 END, minute = %s, last_call = %s "
            "WHERE token_hash = %s AND ended_at IS NULL RETURNING id, calls",
            [minute, minute, moment, digest],
        )
        rows = cursor.fetchall()
    return (int(rows[0][0]), int(rows[0][1])) if rows else None


@action(
    "revenue.portal.pay", says=gettext_lazy("took in a payment by portal"), allow=access.may_post_by_portal
)
def take_portal_payment(
    *, actor: Actor, portal: Portal, key: str, payer: Taxpayer, amount: int, day: date, on: date
) -> Payment:
    """Makes a payment and spreads it in the law's order, as money of the bank. Raises KeyUsed where the key made one before.

    The bank's line is missing until the portal passes the money on; `recognise_transfers` joins the two."""
    posting.lock_accounts(portal.municipality_id)
    if before := Payment.objects.select_related("taxpayer").filter(portal=portal, key=key).first():
        raise KeyUsed(before)
    if not 0 <= (on - day).days <= OLDEST_DAYS:
        raise Refused(
            _("The day of a payment is today or one of the last %(days)s days.") % {"days": OLDEST_DAYS}
        )
    facts = {"channel": Payment.Channel.PORTAL, "portal": portal, "key": key, "day": day, "reason": R.PORTAL}
    (made,) = make_payments(actor, portal.municipality_id, [{"taxpayer": payer, "amount": amount, **facts}])
    log(made, portal=portal.name, key=key, payer=payer.code, amount=amount, day=day)
    return made


@action(
    "revenue.portal.reverse",
    says=gettext_lazy("took back a payment of the portal"),
    allow=access.may_post_by_portal,
)
def reverse_portal_payment(
    *, actor: Actor, portal: Portal, payment: Payment, on: date, reason: str
) -> Payment:
    """Takes the payment back by opposite entries. Raises PassedOn where its money has already arrived."""
    posting.lock_accounts(portal.municipality_id)
    payment = Payment.objects.select_for_update().get(pk=payment.pk, portal=portal)
    if payment.reversed_on:
        raise Refused(
            _("The payment was already reversed on %(day)s.") % {"day": f"{payment.reversed_on:%d.%m.%Y}"}
        )
    if payment.line_id:
        raise PassedOn(
            _(
                "The money of this payment has already arrived; it can only be asked back from the municipality."
            )
        )
    undo_payment(payment, on, reason, actor)
    log(payment, portal=portal.name, key=payment.key, reason=reason, on=on)
    return payment


def recognise_transfers(municipality_id: int, statement_ids: Iterable[int] | None) -> int:
    """Joins new lines from portals' accounts with the payments that they bring; the number of lines joined.

    A line that no days of the portal make exactly waits for a person: it never becomes somebody's payment by itself,
    because its money was counted when the portal posted it. Call inside an action and under the lock."""
    joined = 0
    lines = BankLine.objects.filter(
        municipality_id=municipality_id, state=S.NEW, amount__gt=0, is_reversal=False
    )
    if statement_ids is not None:
        lines = lines.filter(statement_id__in=statement_ids)
    for portal in Portal.objects.filter(municipality_id=municipality_id).exclude(sender_account=""):
        for line in lines.filter(account=portal.sender_account).order_by("day", "pk"):
            span = portals.span_of(portal, line)
            if span:
                _join(portal, line, *span)
                joined += 1
            else:
                BankLine.objects.filter(pk=line.pk).update(state=S.QUEUE, reason=R.PORTAL, confidence=0)
    return joined


def _join(portal: Portal, line: BankLine, first: date, last: date) -> int:
    count = portals.not_passed_on(portal, last).filter(day__gte=first).update(line=line)
    BankLine.objects.filter(pk=line.pk).update(
        state=S.POSTED, reason=R.PORTAL, confidence=CONFIDENCE[R.PORTAL], taxpayer=None
    )
    return count


@action(
    "revenue.portal.settle",
    says=gettext_lazy("joined a line of the bank with payments of a portal"),
    allow=access.may_keep,
)
def settle_transfer(*, actor: Actor, portal: Portal, line: BankLine, first: date, last: date) -> int:
    """Joins a waiting line with the portal's payments of the days; the number of payments. Refuses what does not add up."""
    posting.lock_accounts(portal.municipality_id)
    line = BankLine.objects.select_for_update().get(pk=line.pk)
    if line.state not in (S.QUEUE, S.SUSPENSE):
        raise Refused(_("This line no longer waits: %(state)s.") % {"state": line.get_state_display()})
    if used := line.amount - rest_of(line):
        raise Refused(
            _(
                "%(amount)s of this line is already somebody's payment: only a whole line is joined. Give what is left of it to its payer."
            )
            % {"amount": format_money(used)}
        )
    total = sum(row["sum"] for row in portals.by_day(portal, last) if row["day"] >= first)
    if total != line.amount:
        raise Refused(
            _(
                "The payments of these days make %(total)s, the line is %(amount)s. Choose other days, or ask the portal for its list."
            )
            % {"total": format_money(total), "amount": format_money(line.amount)}
        )
    count = _join(portal, line, first, last)
    log(portal, line=line.pk, amount=line.amount, payments=count, first=first, last=last)
    return count
