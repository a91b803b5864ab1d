"""Reminders in steps: who is due for which, sent in masses street by street, printed as letters."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from belediyye.core.actions import Refused
from belediyye.core.period import format_date, parse_date
from belediyye.core.refusals import Refused as BadText
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.cases import DueReminderFilter, ReminderFilter
from belediyye.finance.revenue.models import Reminder
from belediyye.finance.revenue.queries import cases, enforcing, letters, reminding
from belediyye.finance.revenue.views.listing import Link, Listing, Tag, list_page
from belediyye.finance.revenue.views.pages import PAGE, answer_pdf

MASS = 250
MOST_PARTS = 100_000
TAGS = {1: "info", 2: "attention", 3: "late"}


@require_GET
def reminder_list(request: HttpRequest) -> HttpResponse:
    place = access.require_reader(request.actor)
    form = ReminderFilter(request.GET)
    form.is_valid()
    rows = cases.of_payer(cases.reminders_of(place), form.cleaned_data.get("q", ""))
    if step := form.cleaned_data.get("step"):
        rows = rows.filter(step=step)

    def cells(one: Reminder) -> list[Any]:
        return [
            Link(f"№ {one.number}", reverse("revenue_reminder_pdf", args=[one.number]), "PDF"), Link(one.taxpayer.name, reverse("revenue_card", args=[one.taxpayer.code])),
            one.day, Tag(TAGS[one.step], str(one.get_step_display())), one.principal_qepik, one.interest_qepik,
        ]  # fmt: skip

    listing = Listing(
        title=_("Reminders sent"), name="reminders", cells=cells, button=(_("Who is due"), reverse("revenue_reminders_due")),
        columns=[(_("Number"), "text"), (_("Taxpayer"), "text"), (_("Sent on"), "date"), (_("Stage"), "text"), (_("Principal"), "money"), (_("Interest"), "money")],
        empty=(_("No reminder is found"), _("Who is late stands in the list of who is due for a reminder.")),
    )  # fmt: skip
    return list_page(request, listing, rows, form, **_last_sending(place))


def _last_sending(place: int) -> dict[str, Any]:
    """The last mass of letters, to print it at once or by a worker."""
    last = cases.reminders_of(place).first()
    if last is None:
        return {}
    count = Reminder.objects.filter(municipality_id=place, day=last.day, step=last.step).count()
    url = f"{reverse('revenue_reminders_pdf')}?day={format_date(last.day)}&step={last.step}"
    return {"letters_at_once": url if count <= MASS else "", "letters_of": last, "letters_count": count}


class Due:
    """Who is due for a step, for a list's paginator: counted and cut by the database, with the page asked for at hand."""

    def __init__(self, place: int, on: date, wait: int, step: int, page: str) -> None:
        self.asked = (place, on, wait, step)
        self.start = (max(1, int(page)) - 1) * PAGE if page.isdecimal() and len(page) < 7 else 0
        self.counts, self.page = reminding.standing(*self.asked, self.start, PAGE)

    def __len__(self) -> int:
        return self.counts.get(self.asked[-1], (0, 0))[0]

    def __getitem__(self, part: slice) -> list[reminding.Debtor]:
        if part.start == self.start:
            return self.page[: part.stop - part.start]
        return reminding.debtors(*self.asked, part.start, part.stop - part.start)

    def __iter__(self) -> Iterator[reminding.Debtor]:
        return iter(reminding.debtors(*self.asked))


@require_GET
def reminders_due(request: HttpRequest) -> HttpResponse:
    """Who is due for the chosen step today, and the button that sends it to all of them."""
    place, today = access.require_reader(request.actor), timezone.localdate()
    data = {"step": 1, "wait": reminding.WAIT_DAYS} | request.GET.dict()
    form = DueReminderFilter(data)
    form.is_valid()
    step = form.cleaned_data.get("step") or 1
    wait = form.cleaned_data.get("wait")
    wait = reminding.WAIT_DAYS if wait is None else wait
    due = Due(place, today, wait, step, request.GET.get("page", ""))
    court = enforcing.states_of(d.taxpayer_id for d in due.page)

    def cells(d: reminding.Debtor) -> list[Any]:
        return [
            Link(d.name, reverse("revenue_card", args=[d.code])),
            d.address,
            d.principal,
            d.interest,
            d.oldest,
            d.last_day,
            Link(
                str(court[d.taxpayer_id].get_state_display()),
                reverse("revenue_court_case", args=[court[d.taxpayer_id].number]),
            )
            if d.taxpayer_id in court
            else "",
        ]

    steps = [
        (
            f"{label} ({due.counts.get(value, (0, 0))[0]})",
            f"{reverse('revenue_reminders_due')}?step={value}&wait={wait}",
        )
        for value, label in Reminder.Step.choices
    ] + [(_("Who is to be taken to court"), reverse("revenue_court_candidates"))]
    listing = Listing(
        title=_("Due for: %(step)s") % {"step": Reminder.Step(step).label}, name="due-for-reminder", cells=cells, links=steps,
        intro=_("Undisputed debt past its day. Debts that an agreement covers which is being kept are left out. Interest is brought up to the day when the letters are made."),
        columns=[(_("Taxpayer"), "text"), (_("Address"), "text"), (_("Principal"), "money"), (_("Interest"), "money"), (_("Oldest due day"), "date"),
                 (_("Last reminded on"), "date"), (_("Court"), "text")],
        empty=(_("Nobody is due for this step"), _("Choose another step, or fewer days since the step before.")),
    )  # fmt: skip
    more = {
        "due_count": len(due),
        "step": step,
        "wait": wait,
        "may_keep": access.may_keep(actor=request.actor) is None,
    }
    return list_page(request, listing, due, form, template="revenue/reminders_due.html", **more)


@require_POST
def reminders_send(request: HttpRequest) -> HttpResponse:
    step, wait = request.POST.get("step", ""), request.POST.get("wait", "")
    if not (step.isdecimal() and int(step) in Reminder.Step.values and wait.isdecimal() and len(wait) < 4):
        raise Http404
    today = timezone.localdate()
    try:
        made = actions.remind_all(actor=request.actor, on=today, step=int(step), wait=int(wait))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('revenue_reminders_due')}?step={step}&wait={wait}")
    messages.success(request, _("Letters made: %(count)s. Print them below.") % {"count": made})
    return redirect(reverse("revenue_reminders"))


@require_GET
def reminders_pdf(request: HttpRequest) -> HttpResponse:
    """The letters of a day and step, in parts of MASS pages (`?day=01.10.2026&step=1&part=1`)."""
    place = access.require_reader(request.actor)
    step, part = request.GET.get("step", "1"), request.GET.get("part", "1")
    try:
        day = parse_date(request.GET.get("day", ""))
    except BadText as fault:
        raise Http404 from fault
    if not (step.isdecimal() and part.isdecimal() and 0 < int(part) <= MOST_PARTS):
        raise Http404
    start = (int(part) - 1) * MASS
    rows = Reminder.objects.filter(municipality_id=place, day=day, step=int(step)).order_by("number")
    chosen = list(
        rows.select_related("taxpayer__responsible", "taxpayer__municipality", "municipality")[
            start : start + MASS
        ]
    )
    if not chosen:
        raise Http404
    return answer_pdf(letters.reminders_pdf(chosen), f"reminders-{day:%Y-%m-%d}-{step}-{part}.pdf")


@require_GET
def reminder_pdf(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_reminder_for(request.actor, number)
    return answer_pdf(letters.reminders_pdf([one]), f"reminder-{number}.pdf")


@require_POST
def reminder_one(request: HttpRequest, code: str) -> HttpResponse:
    """The next step for one payer, from the account card."""
    payer = access.get_payer_for(request.actor, code)
    try:
        made = actions.remind(actor=request.actor, payer=payer, on=timezone.localdate())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(reminder)s is made; print it from the card.") % {"reminder": made})
    return redirect(reverse("revenue_card", args=[code]))
