"""Taking back the merger of two records: what comes back, and what stays where it came to since."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from belediyye.core.display import money
from belediyye.core.period import format_date
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.register import ReasonForm
from belediyye.finance.revenue.queries.cases import called
from belediyye.finance.revenue.queries.staying import Staying, stays
from belediyye.finance.revenue.views.listing import Link
from belediyye.finance.revenue.views.pages import form_page


@require_http_methods(["GET", "POST"])
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    merge = access.get_merge_for(request.actor, pk)
    back = reverse("revenue_payer", args=[merge.kept.code])
    card = reverse("revenue_card", args=[merge.kept.code])
    why = actions.merging.why_not_taken_back(merge)
    staying = stays(merge)
    # Records that were merged are mostly of one name.
    names = {"kept": called(merge.kept), "merged": called(merge.merged)}

    def do(form: Any) -> tuple[str, str]:
        actions.undo_merge(
            actor=request.actor, merge=merge, on=timezone.localdate(), reason=form.cleaned_data["reason"]
        )
        if not staying:
            return back, _("The merger is taken back.")
        left = "; ".join(str(getattr(one, "text", one)) for one in _lines(staying))
        messages.warning(request, _("What came since the merger stays with %(kept)s: %(what)s. What belongs to %(merged)s is put right from this account card.") % {**names, "what": left})  # fmt: skip
        return card, _("The merger is taken back.")

    notes: list[Any] = []
    if why:
        intro = _("This merger cannot be taken back now. %(why)s") % {"why": why}
    else:
        intro = _("What was carried over from %(merged)s to %(kept)s goes back.") % names
        notes = _staying(staying, names)
        if staying:
            intro += " " + _("What came since stays with %(kept)s:") % names
    notes.append(Link(_("Account card"), card))
    return form_page(
        request, None if why else ReasonForm(request.POST or None), do, title=_("Take back the merger of %(merged)s") % names,
        button=_("Take back"), back=back, intro=intro, notes=notes,
        may=access.may_keep,
    )  # fmt: skip


def _staying(staying: Staying, names: Mapping[str, str]) -> list[Any]:
    """What stays, and how what belongs to the other record gets there."""
    notes = _lines(staying)
    if any(p.line_id for p in staying.payments):
        notes.append(_("A receipt that belongs to %(merged)s is reversed on the account card; its line of the bank then waits and is given to %(merged)s.") % names)  # fmt: skip
    if any(p.line_id is None for p in staying.payments):
        notes.append(_("Of a receipt whose money the payment portal has not passed on yet: if it belongs to %(merged)s, ask the portal to take it back and to post it anew under that YVÖK.") % names)  # fmt: skip
    if staying.runs:
        notes.append(_("What a run demanded for objects that go back is put right by another run of the year."))  # fmt: skip
    return notes


def _lines(staying: Staying) -> list[Any]:
    """Each thing that stays in words, with its page where it has one."""
    receipts = [
        Link(
            _("receipt %(number)s of %(day)s, %(amount)s") % {"number": p, "day": format_date(p.day), "amount": money(p.amount)},
            reverse("revenue_receipt", args=[p.pk]),
        )
        for p in staying.payments
    ]  # fmt: skip
    demanded = [
        Link(_("run %(run)s: %(amount)s") % {"run": run, "amount": money(amount)}, reverse("revenue_run", args=[run.number]))
        for run, amount in staying.runs
    ]  # fmt: skip
    return [
        *receipts, *demanded, *(f"{what}, {format_date(day)}, {money(amount)}" for what, day, amount in staying.entries)
    ]  # fmt: skip
