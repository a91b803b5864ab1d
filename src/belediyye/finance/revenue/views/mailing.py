"""Papers by e-mail: a payer's consent, the sending of a lot, and what came back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from belediyye.core import mail
from belediyye.core.actions import Refused
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.mailing import CameBackForm, ConsentEndForm, ConsentForm
from belediyye.finance.revenue.models import Mailing
from belediyye.finance.revenue.queries import lots, mailing
from belediyye.finance.revenue.views.pages import form_page, paged
from belediyye.finance.revenue.views.printing import lot_of

GET_POST = require_http_methods(["GET", "POST"])
TAGS = {"sent": "done", "refused": "late", "unsure": "attention", "later": "waiting", "sending": "waiting"}


@GET_POST
def run_mail(request: HttpRequest, number: int) -> HttpResponse:
    return _mail(request, lot_of(request, run=number), reverse("revenue_run", args=[number]))


@GET_POST
def again_mail(request: HttpRequest, year: int, issued: str) -> HttpResponse:
    return _mail(request, lot_of(request, year=year, issued=issued), reverse("revenue_notices"))


@GET_POST
def reminders_mail(request: HttpRequest, day: str, step: int) -> HttpResponse:
    return _mail(request, lot_of(request, day=day, step=step), reverse("revenue_reminders"))


def _mail(request: HttpRequest, lot: lots.Lot, back: str) -> HttpResponse:
    """How a lot stands by e-mail, and the button that asks a worker to send what is left of it."""
    refused = ""
    if request.method == "POST":
        try:
            asked = actions.ask_mail(actor=request.actor, lot=lot)
        except Refused as fault:
            refused = str(fault)
        else:
            return redirect(reverse("job", args=[asked.pk]))
    rows = mailing.mailings_of(lot).order_by("state", "pk")
    assert request.actor.municipality is not None
    page = {
        "lot": lot, "back": back, "standing": mailing.standing(lot), "why_not": mail.why_no_mail(), "folder": mail.is_kept_in_folder(),
        "no_link": not mail.is_reachable(), "may_keep": access.may_keep(actor=request.actor) is None, "refused": refused,
        "page": paged(request, rows), "tags": TAGS, "job": mailing.jobs_of(request.actor.municipality, lot).first(),
        "print_url": lot.url("print"), "doubtful": mailing.mailings_of(lot).filter(state=Mailing.State.SENDING).exists(),
    }  # fmt: skip
    for one in page["page"]:
        one.tag, one.paper = TAGS[one.state], one.notice or one.reminder
    return render(request, "revenue/mail.html", page, status=409 if refused else 200)


@GET_POST
def came_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter that the server took and that came back later: it goes on foot."""
    letter = access.get_letter_for(request.actor, pk)
    paper = letter.notice or letter.reminder
    assert paper is not None
    back = lots.of_paper(paper).url("mail")

    def do(form: Any) -> tuple[str, str]:
        actions.letter_came_back(actor=request.actor, letter=letter, at=timezone.now(), reason=form.cleaned_data["reason"])  # fmt: skip
        return back, _("It is recorded that the letter came back; the paper goes on foot.")

    title = _("The letter came back: %(paper)s") % {"paper": paper}
    form = CameBackForm(request.POST or None)
    return form_page(
        request,
        form,
        do,
        title=title,
        button=_("Record"),
        back=back,
        intro=paper.taxpayer.name,
        may=access.may_keep,
    )


@GET_POST
def consent_give(request: HttpRequest, code: str) -> HttpResponse:
    one = access.get_payer_for(request.actor, code)
    back = reverse("revenue_payer", args=[code])

    def do(form: Any) -> tuple[str, str]:
        actions.give_consent(actor=request.actor, payer=one, **form.cleaned_data)
        return back, _("The consent is recorded.")

    intro = _("Notices and reminders then go by e-mail to %(email)s instead of on paper, until the consent is withdrawn or the address changes.")  # fmt: skip
    form = ConsentForm(request.POST or None, initial={"day": timezone.localdate(), "given_by": one.name})
    return form_page(
        request, form, do, title=_("Consent to letters by e-mail: %(name)s") % {"name": one.name}, button=_("Record"), back=back,
        intro=intro % {"email": one.email} if one.email else _("The record has no e-mail address. Enter it first; the consent is to that address."),
        may=access.may_keep,
    )  # fmt: skip


@GET_POST
def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    consent = access.get_consent_for(request.actor, pk)
    back = reverse("revenue_payer", args=[consent.taxpayer.code])

    def do(form: Any) -> tuple[str, str]:
        actions.withdraw_consent(actor=request.actor, consent=consent, **form.cleaned_data)
        return back, _("The consent is withdrawn; the papers go on foot from now on.")

    title = _("Withdraw the consent of %(name)s") % {"name": consent.taxpayer.name}
    form = ConsentEndForm(request.POST or None, initial={"on": timezone.localdate()})
    return form_page(request, form, do, title=title, button=_("Withdraw"), back=back, may=access.may_keep)
