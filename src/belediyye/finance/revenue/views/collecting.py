"""Collecting on one page: what waits, and the ways to every list of cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from belediyye.core.counted import counted
from belediyye.finance.revenue import access
from belediyye.finance.revenue.models import BankLine
from belediyye.finance.revenue.queries import agreements, balance, cases, enforcing, reminding, waiting


@require_GET
def collecting(request: HttpRequest) -> HttpResponse:
    """What waits for the officer, then every list with how much stands in it."""
    place, today = access.require_reader(request.actor), timezone.localdate()
    # The three questions that read every account of the municipality.
    of_day = f"{place}:{today}"
    late_figures = counted(
        f"revenue-late-steps:{of_day}",
        lambda: reminding.standing(place, today, reminding.WAIT_DAYS, None, limit=0)[0],
    )
    lapsing = counted(f"revenue-lapsing-debts:{of_day}", lambda: cases.lapsing_debts(place, today).count())
    for_court = counted(f"revenue-for-court:{of_day}", lambda: len(enforcing.candidates(place, today)))
    late = late_figures.value
    in_force = agreements.standings(cases.agreements_of(place).filter(ended__isnull=True), today)
    lists = [
        (_("Due for a reminder"), reverse("revenue_reminders_due"), sum(count for step, (count, _sum) in late.items() if step)),
        (_("Instalment agreements"), reverse("revenue_agreements"), sum(s.state in (agreements.KEPT, agreements.BROKEN) for s in in_force)),
        (_("Deferrals"), reverse("revenue_deferrals") + "?state=force", cases.deferrals_of(place).filter(undone__isnull=True, until__gte=today).count()),
        (_("Objections"), reverse("revenue_objections") + "?state=open", cases.objections_of(place, "open").count()),
        (_("Refunds"), reverse("revenue_refunds") + "?state=open", balance.open_refunds(place).count()),
        (_("Debts near the end of their term"), reverse("revenue_limitation"), lapsing.value),
        (_("Proposals to write off"), reverse("revenue_proposals") + "?state=open", cases.proposals_of(place).filter(state="open").count()),
        (_("To be taken to court"), reverse("revenue_court_candidates"), for_court.value),
        (_("Court and enforcement"), reverse("revenue_court_cases") + "?state=open", enforcing.cases_of(place, "open").count()),
        (_("Financial sanctions"), reverse("revenue_sanctions") + "?state=proposed", enforcing.sanctions_of(place, "proposed").count()),
        (_("Lines that need a person"), reverse("revenue_bank_queue"), BankLine.objects.filter(municipality_id=place, state=BankLine.State.QUEUE).count()),
        (_("Kept, the payer unknown"), reverse("revenue_bank_queue") + "?state=suspense", BankLine.objects.filter(municipality_id=place, state=BankLine.State.SUSPENSE).count()),
    ]  # fmt: skip
    more = [
        (_("Receipts"), reverse("revenue_receipts")), (_("Reminders sent"), reverse("revenue_reminders")),
        (_("Local payments by contract"), reverse("revenue_charges")),
    ]  # fmt: skip
    if access.may_run(actor=request.actor) is None:
        more.append((_("Bring the accounts up to a day"), reverse("revenue_settle")))
    page = {
        "tasks": sorted(waiting.money_tasks(request.actor), key=lambda t: (t.due is None, t.due or today)),
        "lists": lists, "more": more, "late": sum(count for count, _sum in late.values()), "late_total": sum(owed for _count, owed in late.values()), "today": today,
        "counted_at": min((f.at for f in (late_figures, lapsing, for_court) if f.at), default=None),
    }  # fmt: skip
    return render(request, "revenue/collecting.html", page)
