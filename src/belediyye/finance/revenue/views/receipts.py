"""Receipts and certificates: the list of what was received, each as PDF, and the page where anybody checks a receipt."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_scopes import scopes_disabled

from belediyye.core.models import Municipality
from belediyye.core.period import format_date
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.cases import ReceiptCheckForm, ReceiptFilter
from belediyye.finance.revenue.forms.objections import RevokeForm
from belediyye.finance.revenue.models import Clearance, Payment
from belediyye.finance.revenue.queries import cases, letters
from belediyye.finance.revenue.views.listing import Link, Listing, Tag, list_page
from belediyye.finance.revenue.views.pages import answer_pdf, form_page

GET_POST = require_http_methods(["GET", "POST"])


@require_GET
def receipt_list(request: HttpRequest) -> HttpResponse:
    place = access.require_reader(request.actor)
    form = ReceiptFilter(request.GET)
    form.is_valid()
    rows = cases.of_payer(cases.payments_of_place(place), form.cleaned_data.get("q", ""))
    if state := form.cleaned_data.get("state"):
        rows = rows.filter(reversed_on__isnull=state == "live")

    def cells(one: Payment) -> list[Any]:
        return [
            Link(str(one), reverse("revenue_receipt", args=[one.pk]), "PDF"), Link(one.taxpayer.name, reverse("revenue_card", args=[one.taxpayer.code])),
            one.day, one.amount, str(one.get_channel_display()), str(one.get_reason_display()),
            Tag("draft", _("reversed")) if one.reversed_on else Tag("done", _("standing")),
        ]  # fmt: skip

    listing = Listing(
        title=_("Receipts"), name="receipts", cells=cells,
        columns=[(_("Receipt"), "text"), (_("Taxpayer"), "text"), (_("Received on"), "date"), (_("Amount"), "money"), (_("Channel"), "text"),
                 (_("Match"), "text"), (_("State"), "text")],
        empty=(_("No receipt is found"), _("Receipts are made when lines of the bank are posted.")),
    )  # fmt: skip
    return list_page(request, listing, rows, form)


@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_payment_for(request.actor, pk)
    return answer_pdf(letters.receipt_pdf(one), f"receipt-{one.year}-{one.number}.pdf")


@require_GET
def clearance_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The payer's newest certificate."""
    payer = access.get_payer_for(request.actor, code)
    one = (
        Clearance.objects.filter(taxpayer=payer)
        .select_related("municipality", "taxpayer")
        .order_by("-pk")
        .first()
    )
    if one is None:
        raise Http404
    return answer_pdf(letters.clearance_pdf(one), f"clearance-{one.number}.pdf")


@GET_POST
def clearance_revoke(request: HttpRequest, number: int) -> HttpResponse:
    """A certificate that was given in error is revoked; the public check says so from then on."""
    one = access.get_clearance_for(request.actor, number)
    card = reverse("revenue_card", args=[one.taxpayer.code])

    def do(form: Any) -> tuple[str, str]:
        actions.revoke_clearance(actor=request.actor, clearance=one, **form.cleaned_data)
        return card, _("The certificate is revoked; whoever checks it is told so.")

    intro = _("%(name)s, certificate %(number)s of %(day)s. It is not deleted: whoever checks it reads when and why it was revoked.") % {
        "name": one.taxpayer.name, "number": one, "day": format_date(one.day)}  # fmt: skip
    form = RevokeForm(request.POST or None, initial={"on": timezone.localdate()})
    return form_page(
        request,
        form,
        do,
        title=_("Revoke a clearance certificate"),
        button=_("Revoke it"),
        back=card,
        intro=intro,
        may=access.may_run,
    )


@require_GET
def public_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a receipt with this number and code was given; says nothing but what stands printed on it."""
    place = get_object_or_404(Municipality, code=code)
    form = ReceiptCheckForm(request.GET or None)
    found, asked = None, bool(request.GET) and form.is_valid()
    if asked:
        c = form.cleaned_data
        with scopes_disabled():
            one = (
                Payment.objects.filter(municipality=place, year=c["il"], number=c["nomre"])
                .select_related("taxpayer")
                .first()
            )
        found = one if one and letters.is_receipt_code(one, c["kod"]) else None
    page = {"place": place, "form": form, "asked": asked, "found": found}
    return render(request, "revenue/public_receipt.html", page)
