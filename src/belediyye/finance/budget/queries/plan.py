"""What the plan says: budgets of a place, quarters as amended, checks in words, alternatives side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from belediyye.administration.council.models import Power
from belediyye.administration.council.queries import powers_on
from belediyye.core import display
from belediyye.core.models import Municipality
from belediyye.finance.budget.models import (
    Account,
    Amendment,
    AmendmentLine,
    Axis,
    Budget,
    Code,
    Line,
    Posting,
    Side,
)
from belediyye.finance.budget.queries.balances import Position, positions

BALANCE = "V.BALANCE"
FROZEN = (Budget.State.ADOPTED, Budget.State.CLOSED)
PUBLIC = (Budget.State.PUBLISHED, Budget.State.HEARING, *FROZEN)


def budgets_of(place: Municipality) -> QuerySet[Budget]:
    """Every version of every year."""
    return Budget.objects.filter(municipality=place)


def adopted(place: Municipality, year: int) -> Budget | None:
    """The adopted budget of a year."""
    return Budget.objects.filter(municipality=place, year=year, state__in=FROZEN).first()


def latest_adopted(place: Municipality) -> Budget | None:
    """The newest adopted budget."""
    return Budget.objects.filter(municipality=place, state__in=FROZEN).order_by("-year").first()


def codes(axis: str, place: Municipality | None, year: int) -> QuerySet[Code]:
    """The codes of a classification that hold in a year: national ones and the municipality's own."""
    rows = Code.objects.filter(
        Q(municipality=None) | Q(municipality=place), axis=axis, starts__lte=f"{year}-12-31"
    )
    return rows.filter(Q(ends=None) | Q(ends__gte=f"{year}-01-01"))


def adjusted_quarters(budget: Budget) -> dict[int, tuple[int, int, int, int]]:
    """Every line's quarters with the adopted amendments in them."""
    found = {pk: q for pk, *q in budget.lines.values_list("pk", "q1", "q2", "q3", "q4")}
    changes = AmendmentLine.objects.filter(amendment__budget=budget, amendment__state=Amendment.State.ADOPTED)
    for pk, *more in changes.values_list("line", "q1", "q2", "q3", "q4"):
        found[pk] = [a + b for a, b in zip(found[pk], more, strict=True)]
    return {pk: (q[0], q[1], q[2], q[3]) for pk, q in found.items()}


def expected_outturn(budget: Budget, today: date | None = None) -> dict[int, tuple[int, int, int, int]]:
    """Every line's quarters as they are expected to end: what moved in quarters that began, the plan of those to come."""
    on = min(today or timezone.localdate(), date(budget.year, 12, 31))
    current = (on.month - 1) // 3 if on.year == budget.year else -1
    found = {pk: list(quarters) for pk, quarters in adjusted_quarters(budget).items()}
    moved: dict[tuple[int, int], int] = {}
    rows = Posting.objects.filter(
        budget=budget, account__in=[Account.PAID, Account.RECEIVED], day__lte=on
    ).order_by()
    for pk, day, amount in rows.values_list("line", "day").annotate(amount=Sum(F("debit") - F("credit"))):
        key = pk, (day.month - 1) // 3
        moved[key] = moved.get(key, 0) + amount
    for pk, quarters in found.items():
        for quarter in range(current + 1):
            quarters[quarter] = moved.get((pk, quarter), 0)
    return {pk: (q[0], q[1], q[2], q[3]) for pk, q in found.items()}


def seed_words(year: int, standing: Position) -> str:
    """The reason that a line seeded from last year begins with."""
    return _("%(year)s: plan %(plan)s, adjusted %(adjusted)s, outturn %(outturn)s.") % {
        "year": year, "plan": display.money(standing.initial), "adjusted": display.money(standing.adjusted), "outturn": display.money(standing.paid),
    }  # fmt: skip


@dataclass(frozen=True)
class Totals:
    """The sums of a version, in qəpik."""

    revenue: int
    expenditure: int
    financing: int

    @property
    def gap(self) -> int:
        return self.expenditure - self.revenue

    @property
    def open_gap(self) -> int:
        return self.gap - self.financing


def totals(budget: Budget) -> Totals:
    """The initial plan's sums by side."""
    sums = dict(budget.lines.order_by().values_list("side").annotate(amount=Sum("initial")))
    return Totals(sums.get(Side.REVENUE, 0), sums.get(Side.EXPENDITURE, 0), sums.get(Side.FINANCING, 0))


@dataclass(frozen=True)
class Check:
    """One check in words: whether it holds, and whether adoption stops where it does not."""

    holds: bool
    words: str
    required: bool = True

    @property
    def stops(self) -> bool:
        return self.required and not self.holds


def checks(budget: Budget) -> list[Check]:
    """What must hold before adoption, and what one should look at, in words."""
    sums = totals(budget)
    return [
        _not_empty(sums),
        _balance(sums),
        *_gap(budget, sums),
        *_codes(budget),
        *_reasons(budget),
        *_delegated(budget),
    ]


def _not_empty(sums: Totals) -> Check:
    words = _("Revenue is %(revenue)s, expenditure %(expenditure)s.") % {
        "revenue": display.money(sums.revenue), "expenditure": display.money(sums.expenditure)
    }  # fmt: skip
    return Check(sums.revenue + sums.financing > 0 and sums.expenditure > 0, words)


def _balance(sums: Totals) -> Check:
    if sums.open_gap == 0:
        return Check(True, _("The budget balances: revenue and financing cover expenditure to the qəpik."))
    if sums.open_gap > 0:
        return Check(
            False,
            _("%(gap)s of expenditure is not covered: lower it, or plan its financing.")
            % {"gap": display.money(sums.open_gap)},
        )
    return Check(
        False,
        _("%(rest)s is not given a purpose: plan it, or lower the financing.")
        % {"rest": display.money(-sums.open_gap)},
    )


def _gap(budget: Budget, sums: Totals) -> list[Check]:
    if sums.gap <= 0:
        return []
    words = _(
        "Expenditure is %(gap)s over revenue. The draft must tell the causes of the gap and how it is financed."
    ) % {"gap": display.money(sums.gap)}
    return [Check(bool(budget.gap_words.strip()), words)]


def _codes(budget: Budget) -> list[Check]:
    without = budget.lines.filter(
        Q(side=Side.EXPENDITURE, functional=None)
        | Q(side=Side.EXPENDITURE, economic=None)
        | Q(side=Side.REVENUE, revenue=None)
    )
    count = without.count()
    if not count:
        return [Check(True, _("Every line has its codes."))]
    return [
        Check(
            False,
            _("Lines without a code of the classification: %(count)s.") % {"count": count},
            required=False,
        )
    ]


def _reasons(budget: Budget) -> list[Check]:
    count = budget.lines.filter(reason="").count()
    if not count:
        return [Check(True, _("Every line has its reason."))]
    return [Check(False, _("Lines without a reason: %(count)s.") % {"count": count}, required=False)]


def _delegated(budget: Budget) -> list[Check]:
    """A delegated power comes with its money (Constitution 144.II): transfers must cover what is planned for it.

    The powers are those that the council's matrix names for the year; a line may name one that the matrix does not have."""
    powers = powers_on(budget.municipality, date(budget.year, 1, 1)).filter(kind=Power.Kind.DELEGATED)
    known = {power.title: power for power in powers}
    sums: dict[tuple[str, int], int] = {
        (name, side): amount
        for name, side, amount in budget.lines.exclude(delegated="").order_by().values_list("delegated", "side").annotate(total=Sum("initial"))
    }  # fmt: skip
    found = []
    for name in sorted({*known, *(name for name, _side in sums)}):
        planned, given = sums.get((name, Side.EXPENDITURE), 0), sums.get((name, Side.REVENUE), 0)
        said = {"name": name, "amount": display.money(planned), "given": display.money(given)}
        if not planned:
            words = _(
                "Delegated power “%(name)s”: nothing is planned for it. Plan it, or end it in the powers matrix."
            )
            found.append(Check(False, words % said, required=False))
            continue
        words = _("Delegated power “%(name)s”: planned %(amount)s, money given with it %(given)s.") % said
        found.append(Check(given >= planned, words))
        money = known[name].money if name in known else None
        if money is not None and money != given:
            words = _("The powers matrix names %(money)s for “%(name)s”, the draft %(given)s.")
            found.append(Check(False, words % (said | {"money": display.money(money)}), required=False))
    return found


def delegated_names(budget: Budget) -> list[str]:
    """The delegated powers of the year that a line may name, and those that lines already name."""
    powers = powers_on(budget.municipality, date(budget.year, 1, 1)).filter(kind=Power.Kind.DELEGATED)
    used = budget.lines.exclude(delegated="").order_by().values_list("delegated", flat=True).distinct()
    return sorted({*(power.title for power in powers), *used})


def unbalanced_amendment(amendment: Amendment) -> str:
    """Why an amendment is not balanced, in words; empty when it is."""
    sums = dict(amendment.lines.order_by().values_list("line__side").annotate(amount=Sum("amount")))
    revenue, spent, financing = (
        sums.get(side, 0) for side in (Side.REVENUE, Side.EXPENDITURE, Side.FINANCING)
    )
    if amendment.kind == Amendment.Kind.VIREMENT:
        if Side.REVENUE in sums or Side.FINANCING in sums or spent:
            return _(
                "A virement moves money between lines of expenditure; what is given must equal what is taken."
            )
        return ""
    if revenue + financing != spent:
        return _("Revenue and financing change by %(come)s, expenditure by %(go)s: they must be equal.") % {
            "come": display.money(revenue + financing), "go": display.money(spent)
        }  # fmt: skip
    return ""


@dataclass(frozen=True)
class Beside:
    """One line of several versions side by side; None where a version does not have it."""

    side: int
    title: str
    amounts: tuple[int | None, ...]


def side_by_side(versions: Iterable[Budget]) -> list[Beside]:
    """The lines of several versions, matched by side, codes and title."""
    kept = list(versions)
    rows: dict[tuple[object, ...], list[int | None]] = {}
    for place, budget in enumerate(kept):
        for line in Line.objects.filter(budget=budget):
            key = (line.side, line.functional_id, line.economic_id, line.revenue_id, line.title)
            cells = rows.setdefault(key, [None] * len(kept))
            cells[place] = (cells[place] or 0) + line.initial
    return [Beside(int(str(key[0])), str(key[-1]), tuple(cells)) for key, cells in rows.items()]


def last_year(lines: Iterable[Line], before: Budget) -> dict[int, Position]:
    """Beside each line of a draft, the position of the line that had the same side, codes and title the year before."""

    def same(line: Line) -> tuple[object, ...]:
        return line.side, line.functional_id, line.economic_id, line.revenue_id, line.title

    old = {same(line): line for line in before.lines.all()}
    pairs = {line.pk: old[same(line)] for line in lines if same(line) in old}
    standing = positions(pairs.values())
    return {pk: standing[line.pk] for pk, line in pairs.items()}


def axis_of(side: int) -> str:
    """By which classification a side is told to residents."""
    return Axis.FUNCTIONAL if side == Side.EXPENDITURE else Axis.REVENUE
