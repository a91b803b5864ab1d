"""Questions about calls, proposals, awards and the reports due."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from belediyye.alliance.relations.models import (
    Award,
    Call,
    GrantReport,
    Proposal,
    ProposalLine,
    ProposalVersion,
)
from belediyye.alliance.relations.queries.finding import matching


def calls(on: date, text: str = "", state: str = "") -> QuerySet[Call]:
    """Calls by words; `open` (the usual) = the deadline has not passed."""
    rows = Call.objects.filter(matching(text, "folded", "donor__organisation__folded"))
    rows = rows.select_related("donor__organisation")
    if state == "past":
        return rows.filter(deadline__lt=on)
    return rows if state == "all" else rows.filter(deadline__gte=on).order_by("deadline", "pk")


def asked_for() -> Coalesce:
    """The sum of the last version's budget of a proposal, in qəpik."""
    last = (
        ProposalVersion.objects.filter(proposal=OuterRef(OuterRef("pk"))).order_by("-number").values("pk")[:1]
    )
    lines = ProposalLine.objects.filter(version=Subquery(last)).order_by().values("version")
    total = lines.annotate(total=Sum(F("quantity") * F("price") - F("own"), output_field=BigIntegerField()))
    return Coalesce(Subquery(total.values("total"), output_field=BigIntegerField()), 0)


def find_proposals(text: str = "", state: str = "") -> QuerySet[Proposal]:
    """Proposals by words and state, with `asked`: what the last version asks of the donor."""
    rows = Proposal.objects.filter(matching(text, "folded", "donor__organisation__folded"))
    rows = rows.select_related("donor__organisation", "call").annotate(asked=asked_for())
    return rows.filter(state=state) if state else rows


@dataclass(frozen=True)
class LineChange:
    """A budget line beside the same line (by code) of the version before; None where it is new or gone."""

    code: str
    title: str
    before: int | None
    now: int | None


def compare_budgets(version: ProposalVersion) -> list[LineChange]:
    """The version's budget against the one before, in the order of the codes."""
    before = ProposalVersion.objects.filter(proposal=version.proposal_id, number=version.number - 1).first()
    old = {line.code: line for line in before.lines.all()} if before else {}
    new = {line.code: line for line in version.lines.all()}
    return [
        LineChange(
            code,
            (new.get(code) or old[code]).title,
            old[code].amount if code in old else None,
            new[code].amount if code in new else None,
        )
        for code in sorted({*old, *new})
    ]


def find_awards(text: str = "", state: str = "", on: date | None = None) -> QuerySet[Award]:
    """Grants by words, with `granted` and `spent` in qəpik; `running` = not closed."""
    rows = Award.objects.filter(matching(text, "folded", "donor__organisation__folded"))
    lines = Award.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
    granted = lines.annotate(total=Sum("lines__amount")).values("total")
    spent = lines.annotate(total=Sum("lines__entries__amount")).values("total")
    rows = rows.select_related("donor__organisation").annotate(
        granted=Coalesce(Subquery(granted, output_field=BigIntegerField()), 0),
        spent=Coalesce(Subquery(spent, output_field=BigIntegerField()), 0),
    )
    if state == "closed":
        return rows.filter(closed_on__isnull=False)
    return rows.filter(closed_on__isnull=True) if state == "running" else rows


def reports_due() -> QuerySet[GrantReport]:
    """Reports not sent yet, the nearest day first."""
    rows = GrantReport.objects.filter(sent_on__isnull=True).select_related("award__donor__organisation")
    return rows.order_by("due", "pk")


def deadlines(on: date) -> tuple[list[Call], list[Proposal]]:
    """Calls that the alliance means to answer and has no proposal for, and proposals being written with a day."""
    answered = Proposal.objects.filter(call__isnull=False).values("call")
    open_calls = Call.objects.filter(followed=True, deadline__gte=on).exclude(pk__in=answered)
    writing = Proposal.objects.filter(state="writing", deadline__isnull=False)
    return (
        list(open_calls.select_related("donor__organisation").order_by("deadline", "pk")),
        list(writing.order_by("deadline", "pk")),
    )
