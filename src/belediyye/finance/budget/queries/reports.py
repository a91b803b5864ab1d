"""Reports: the plan, what changed it and what became of it, by any classification, at any day. One table for all of them.

Plan columns come from lines and adopted amendments, outturn from the ledger; `agrees` proves that both tell the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from belediyye.finance.budget.models import (
    Account,
    Amendment,
    AmendmentLine,
    Axis,
    Budget,
    Code,
    Posting,
    Side,
)
from belediyye.finance.budget.queries.mapping import mapped

FEW = 500
"""Up to so many lines of a side the ledger is asked line by line."""
COLUMNS = ("initial", "adjusted", "period", "committed", "obliged", "paid")


@dataclass
class Row:
    """One row of a report: a code (or a line without one), its depth, and its sums in qəpik."""

    code: str
    name: str
    key: int | None = None
    depth: int = 0
    initial: int = 0
    adjusted: int = 0
    period: int = 0
    committed: int = 0
    obliged: int = 0
    paid: int = 0
    children: list["Row"] = field(default_factory=list)

    @property
    def indent(self) -> range:
        """As many steps as the row is deep, for a template."""
        return range(self.depth)

    @property
    def available(self) -> int:
        return self.adjusted - self.committed - self.obliged - self.paid

    @property
    def percent_bp(self) -> int | None:
        """Outturn of the adjusted plan, hundredths of a per cent, cut off."""
        return self.paid * 10_000 // self.adjusted if self.adjusted > 0 else None

    @property
    def percent(self) -> str:
        """The same for people: `83,5%`."""
        share = self.percent_bp
        return "" if share is None else f"{share // 100},{share % 100 // 10}%"

    @property
    def difference(self) -> int:
        """Outturn less the plan of the period."""
        return self.paid - self.period

    def add(self, sums: Iterable[int]) -> None:
        """Adds one line's sums, in the order of COLUMNS."""
        for name, amount in zip(COLUMNS, sums, strict=True):
            setattr(self, name, getattr(self, name) + amount)


@dataclass(frozen=True)
class Report:
    """A side of a budget by a classification, up to a day."""

    budget: Budget
    side: int
    axis: str
    on: date
    rows: list[Row]
    total: Row

    @property
    def tops(self) -> list[Row]:
        return [row for row in self.rows if row.depth == 0]


def quarters_of(budget: Budget, on: date) -> int:
    """How many quarters have begun by a day of the budget's year."""
    if on.year != budget.year:
        return 4 if on.year > budget.year else 0
    return (on.month - 1) // 3 + 1


def _plan(budget: Budget, side: int, axis: str, upto: int) -> dict[int | None, list[int]]:
    """Initial, adjusted, plan of the period by the id of the axis' code."""
    period = " + ".join(f"l.q{n}" for n in range(1, upto + 1)) or "0"
    # The column's name is one of ours, never a reader's: `axis` is checked by the enumeration.
    column = f"{Axis(axis).value}_id"
    sums: dict[int | None, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column}, SUM(l.initial), SUM({period}) FROM budget_line l WHERE budget_id = %s AND side = %s GROUP BY 1",
            [budget.pk, side],
        )
        for code, initial, part in cursor.fetchall():
            sums[code] = [int(initial), int(initial), int(part), 0, 0, 0]
    return sums


def _amendments(
    budget: Budget, side: int, axis: str, upto: int, on: date, sums: dict[int | None, list[int]]
) -> None:
    changes = AmendmentLine.objects.filter(
        amendment__budget=budget,
        amendment__state=Amendment.State.ADOPTED,
        amendment__adopted_on__lte=on,
        line__side=side,
    )
    for code, amount, *quarters in changes.values_list(f"line__{axis}", "amount", "q1", "q2", "q3", "q4"):
        cells = sums.setdefault(code, [0] * 6)
        cells[1] += amount
        cells[2] += sum(quarters[:upto])


_OUTTURN = {Account.COMMITTED: 3, Account.OBLIGED: 4, Account.PAID: 5, Account.RECEIVED: 5}


def _outturn(budget: Budget, side: int, axis: str, on: date, sums: dict[int | None, list[int]]) -> None:
    """What the ledger holds by code. The inner sum reads an index alone; only its short result meets the lines.

    A side of few lines is asked line by line, one of many through the whole budget's index.
    """
    accounts = (
        [Account.RECEIVED] if side != Side.EXPENDITURE else [Account.COMMITTED, Account.OBLIGED, Account.PAID]
    )
    marks = ", ".join(str(int(account)) for account in accounts)
    few = budget.lines.filter(side=side)[: FEW + 1].count() <= FEW
    which = (
        "line_id IN (SELECT id FROM budget_line WHERE budget_id = %s AND side = %s)"
        if few
        else "budget_id = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT l.{Axis(axis).value}_id, p.account, SUM(p.amount) FROM (
                    SELECT line_id, account, SUM(debit) - SUM(credit) AS amount FROM budget_posting
                    WHERE {which} AND account IN ({marks}) AND day <= %s GROUP BY line_id, account
                ) p JOIN budget_line l ON l.id = p.line_id WHERE l.side = %s GROUP BY 1, 2""",
            [budget.pk, *([side] if few else []), on, side],
        )
        for code, account, amount in cursor.fetchall():
            sums.setdefault(code, [0] * 6)[_OUTTURN[Account(account)]] += int(amount)


def sums_of(
    budget: Budget, side: int, axis: str, on: date, codes_of: date | None = None
) -> dict[int | None, list[int]]:
    """The sums of a side by the id of the classification's code, in the order of COLUMNS.

    With `codes_of`, money under a code that became another by that day is counted under the newer one.
    """
    upto = quarters_of(budget, on)
    sums = _plan(budget, side, axis, upto)
    _amendments(budget, side, axis, upto, on, sums)
    if budget.is_frozen:
        _outturn(budget, side, axis, on, sums)
    return mapped(sums, axis, budget.municipality_id, codes_of) if codes_of else sums


def report(
    budget: Budget, side: int, axis: str, on: date | None = None, codes_of: date | None = None
) -> Report:
    """A side of the budget by a classification with its levels, up to a day (the year's end when none is given)."""
    day = on or date(budget.year, 12, 31)
    rows, total = tree(axis, sums_of(budget, side, axis, day, codes_of), budget.municipality_id)
    return Report(budget, side, axis, day, rows, total)


def tree(axis: str, sums: dict[int | None, list[int]], place: int) -> tuple[list[Row], Row]:
    """Rows from the top down; a code's sums are its own and everything under it."""
    known = Code.objects.filter(Q(municipality=None) | Q(municipality=place), axis=axis)
    codes = {code.pk: code for code in known}
    rows: dict[int | None, Row] = {}
    total = Row("", _("Total"))

    def row_of(pk: int | None) -> Row:
        if pk not in rows:
            code = codes.get(pk) if pk else None
            rows[pk] = Row(code.code, code.name, pk) if code else Row("", _("without a code"))
            if code and code.parent_id:
                above = row_of(code.parent_id)
                above.children.append(rows[pk])
        return rows[pk]

    for pk, cells in sums.items():
        total.add(cells)
        row_of(pk).add(cells)
        above = codes[pk].parent_id if pk else None
        while above:
            row_of(above).add(cells)
            above = codes[above].parent_id
    tops = [row for pk, row in rows.items() if not (pk and codes[pk].parent_id)]
    return list(_walk(sorted(tops, key=_order), 0)), total


def _order(row: Row) -> tuple[object, ...]:
    return (
        row.code == "",
        [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in row.code.split(".")],
    )


def _walk(rows: list[Row], depth: int) -> Iterable[Row]:
    for row in rows:
        row.depth = depth
        yield row
        yield from _walk(sorted(row.children, key=_order), depth + 1)


@dataclass(frozen=True)
class Agreement:
    """A report's sum beside the ledger's, and whether they are the same."""

    what: str
    reported: int
    ledger: int

    @property
    def holds(self) -> bool:
        return self.reported == self.ledger


def agreement(budget: Budget, on: date | None = None) -> list[Agreement]:
    """Proves that reports and ledger tell the same to the qəpik: plan, outturn, and the bank."""
    from belediyye.finance.budget.queries.balances import trial_balance

    day = on or date(budget.year, 12, 31)
    rows = {row.account: row for row in trial_balance(budget, day)}

    def held(account: Account, sign: int = 1) -> int:
        row = rows.get(account)
        return sign * (row.debit - row.credit) if row else 0

    spent = report(budget, Side.EXPENDITURE, Axis.FUNCTIONAL, day).total
    come = report(budget, Side.REVENUE, Axis.REVENUE, day).total
    financed = report(budget, Side.FINANCING, Axis.REVENUE, day).total
    return [
        Agreement(_("Adjusted plan of expenditure"), spent.adjusted, held(Account.AUTHORISED, -1)),
        Agreement(
            _("Adjusted plan of revenue and financing"),
            come.adjusted + financed.adjusted,
            held(Account.ESTIMATED, -1),
        ),
        Agreement(_("Paid"), spent.paid, held(Account.PAID)),
        Agreement(_("Come in"), come.paid + financed.paid, held(Account.RECEIVED)),
        Agreement(
            _("Committed and owed"),
            spent.committed + spent.obliged,
            held(Account.COMMITTED) + held(Account.OBLIGED),
        ),
        Agreement(
            _("Come in less paid: the bank account"),
            come.paid + financed.paid - spent.paid,
            held(Account.BANK),
        ),
    ]


@dataclass(frozen=True)
class MonthRow:
    """A month of the cash plan."""

    month: int
    plan_in: int
    plan_out: int
    in_: int | None
    out: int | None
    balance: int
    planned: bool


def cash_plan(budget: Budget, on: date) -> list[MonthRow]:
    """By month: what the quarters plan (a third each), what came and went until `on`, and the account at the month's end."""
    from belediyye.core.money import split_equal

    planned = {True: [0] * 12, False: [0] * 12}
    quarters = {True: [0] * 4, False: [0] * 4}
    changes = AmendmentLine.objects.filter(amendment__budget=budget, amendment__state=Amendment.State.ADOPTED)
    for rows_of, name in ((budget.lines.all(), "side"), (changes, "line__side")):
        parts = rows_of.order_by().values_list(name).annotate(*(Sum(f"q{n}") for n in (1, 2, 3, 4)))
        for side, *amounts in parts:
            for place, amount in enumerate(amounts):
                quarters[side != Side.EXPENDITURE][place] += amount
    for incoming, four in quarters.items():
        planned[incoming] = [part for amount in four for part in split_equal(amount, 3)]
    real = _cash_by_month(budget, on)
    balance, rows = 0, []
    for month in range(1, 13):
        passed = date(budget.year, month, 1) <= on
        come, gone = real.get(month, (0, 0))
        plan_in, plan_out = planned[True][month - 1], planned[False][month - 1]
        balance += come - gone if passed else plan_in - plan_out
        rows.append(
            MonthRow(
                month,
                plan_in,
                plan_out,
                come if passed else None,
                gone if passed else None,
                balance,
                not passed,
            )
        )
    return rows


def _cash_by_month(budget: Budget, on: date) -> dict[int, tuple[int, int]]:
    """What came and went by month; the database adds up the days, of which there are few."""
    rows = Posting.objects.filter(budget=budget, account=Account.BANK, day__lte=on).order_by()
    found: dict[int, tuple[int, int]] = {}
    for day, come, gone in rows.values_list("day").annotate(d=Sum("debit"), c=Sum("credit")):
        before = found.get(day.month, (0, 0))
        found[day.month] = before[0] + come, before[1] + gone
    return found
