"""Questions about members, their rights, their dues and those who wish to join."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import BigIntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from belediyye.alliance.relations.models import Application, DuesEntry, DuesRate, Member, MemberRole
from belediyye.alliance.relations.queries.finding import matching
from belediyye.alliance.relations.rights import rights_of

T = TypeVar("T", bound=Member)


def roles_on(on: date) -> QuerySet[MemberRole]:
    """The roles in force on a day."""
    return MemberRole.objects.filter(Q(ends__isnull=True) | Q(ends__gte=on), starts__lte=on)


def with_roles(rows: QuerySet[Member], on: date) -> QuerySet[Member]:
    """The members with `roles_now`: their roles in force on a day."""
    return rows.prefetch_related(Prefetch("roles", queryset=roles_on(on), to_attr="roles_now"))


def with_dues(rows: QuerySet[Member], on: date) -> QuerySet[Member]:
    """The members with `balance` (what is owed, qəpik; below zero = paid ahead) and `overdue` (of it, past its day)."""
    lines = DuesEntry.objects.filter(member=OuterRef("pk")).order_by().values("member")

    def summed(rows: QuerySet[DuesEntry]) -> Coalesce:
        total = rows.annotate(total=Sum("amount")).values("total")
        return Coalesce(Subquery(total, output_field=BigIntegerField()), 0)

    return rows.annotate(
        balance=summed(lines), overdue=summed(lines.filter(Q(due__isnull=True) | Q(due__lt=on)))
    )


def find_members(rows: QuerySet[Member], text: str = "", kind: str = "", state: str = "") -> QuerySet[Member]:
    """Members by name, kind and state: present (the usual), left, or owing (needs `with_dues`)."""
    rows = rows.filter(matching(text, "organisation__folded"))
    if kind:
        rows = rows.filter(kind=kind)
    if state == "owing":
        return rows.filter(overdue__gt=0)
    if state == "left":
        return rows.filter(left__isnull=False)
    return rows if state == "all" else rows.filter(left__isnull=True)


def public_members(on: date) -> QuerySet[Member]:
    """The members that visitors see: present on the day, with their roles."""
    rows = Member.objects.filter(Q(left__isnull=True) | Q(left__gte=on), joined__lte=on)
    return with_roles(rows.select_related("organisation", "municipality__area"), on)


def rights_on(member: Member, on: date) -> list[str]:
    """The rights that the member's roles bring on a day."""
    return rights_of([role.kind for role in roles_on(on).filter(member=member)])


def has_right_to_vote(member: Member, on: date) -> bool:
    """Whether the member votes at an assembly of that day: a full member."""
    return roles_on(on).filter(member=member, kind=MemberRole.Kind.FULL).exists()


@dataclass(frozen=True)
class DuesLine:
    """One line of a member's dues with the balance after it, in qəpik."""

    entry: DuesEntry
    balance: int
    can_reverse: bool


def dues_of(member: Member) -> list[DuesLine]:
    """The ledger of a member, oldest first, with the running balance."""
    entries = list(member.dues.select_related("reverses", "paper").order_by("day", "pk"))
    reversed_ = {entry.reverses_id for entry in entries if entry.reverses_id}
    lines, balance = [], 0
    for entry in entries:
        balance += entry.amount
        lines.append(DuesLine(entry, balance, entry.kind != "reversal" and entry.pk not in reversed_))
    return lines


@dataclass(frozen=True)
class DuesYear:
    """A year of dues: what was charged, paid (both above zero) and is still owed, in qəpik."""

    year: int
    charged: int
    paid: int
    owed: int
    rate: DuesRate | None


def dues_years() -> list[DuesYear]:
    """Every year that has a rate or a line, newest first. `charged − paid = owed` in each."""
    sums = DuesEntry.objects.values("year").annotate(
        charged=Coalesce(Sum("amount", filter=Q(kind="charge") | Q(reverses__kind="charge")), 0),
        paid=Coalesce(Sum("amount", filter=Q(kind="payment") | Q(reverses__kind="payment")), 0),
    )
    by_year = {row["year"]: row for row in sums.order_by("year")}
    rates = {rate.year: rate for rate in DuesRate.objects.all()}
    return [
        DuesYear(
            year,
            charged := by_year.get(year, {}).get("charged", 0),
            -(paid := by_year.get(year, {}).get("paid", 0)),
            charged + paid,
            rates.get(year),
        )
        for year in sorted({*by_year, *rates}, reverse=True)
    ]


def applications(text: str = "", state: str = "") -> QuerySet[Application]:
    """Applications by name and state; `open` = those that wait for the alliance."""
    rows = Application.objects.filter(matching(text, "folded"))
    if state == "open":
        return rows.filter(state__in=["received", "examined"]).order_by("decide_by", "pk")
    return rows.filter(state=state) if state else rows
