"""Who is to be reminded, and by which step: the whole municipality in one pass of the database."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from belediyye.finance.revenue.models import Reminder
from belediyye.finance.revenue.queries import agreements
from belediyye.finance.revenue.queries.computation import Statement
from belediyye.finance.revenue.queries.posting import disputed_on, held_interest

WAIT_DAYS = 15
"""How long a payer has after one step before the next; the office may choose another."""

# The walk of who carries the letters: along the streets, houses as numbers.
WALK = "t.route, t.id"


def _late(vendor: str, municipality_id: int, on: date) -> str:
    """The statement (payer, principal, interest, other, oldest due day) of each late debt that no kept agreement covers, as
    far as it is open and not held by an objection. What stands at zero in every part is left out before its demand is
    looked at: in a municipality that pays that is nearly everything."""
    kept = ", ".join(map(str, sorted(agreements.keeping(municipality_id, on))))
    spared = f"AND NOT EXISTS (SELECT 1 FROM revenue_agreementdebt c WHERE c.demand_id = b.id AND c.agreement_id IN ({kept}))" if kept else ""  # fmt: skip
    held = held_interest(vendor, "interest", "disputed", "due", on)
    part = "SUM(CASE WHEN e.component = {} THEN e.amount ELSE 0 END)".format
    return f"""
SELECT taxpayer_id, SUM(principal) AS principal, SUM(interest) AS interest, SUM(other) AS other, MIN(due) AS oldest
FROM (
  SELECT taxpayer_id, due, principal - CASE WHEN disputed < principal THEN disputed WHEN principal > 0 THEN principal ELSE 0 END AS principal,
    interest - CASE WHEN disputed > 0 THEN {held} ELSE 0 END AS interest, other
  FROM (
    SELECT s.taxpayer_id, b.due, s.principal, s.interest, s.other, COALESCE(o.disputed, 0) AS disputed
    FROM (
      SELECT e.taxpayer_id, COALESCE(e.demand_id, e.id) AS demand, {part(0)} AS principal, {part(1)} AS interest, {part(2)} AS other
      FROM revenue_entry e WHERE e.municipality_id = %s AND e.day <= %s GROUP BY e.taxpayer_id, COALESCE(e.demand_id, e.id)
      HAVING {part(0)} <> 0 OR {part(1)} <> 0 OR {part(2)} <> 0
    ) AS s JOIN revenue_entry b ON b.id = s.demand AND b.due < %s {spared}
    LEFT JOIN {disputed_on(on)} o ON o.demand_id = b.id
  ) AS debts
) AS asked WHERE principal + interest + other > 0 GROUP BY taxpayer_id
"""


def _debtors(municipality_id: int, on: date, wait: int) -> Statement:
    """Everybody with such a debt and the step they are due for, in the order of `step_after`, which a test compares."""
    text = f"""
SELECT p.taxpayer_id, p.principal, p.interest, p.other, p.oldest, r.day, COALESCE(r.step, 0) AS step, CASE
    WHEN COALESCE(r.step, 0) = 0 OR r.day <= p.oldest THEN {int(Reminder.Step.REMINDER)}
    WHEN r.step >= {int(Reminder.Step.COURT)} OR r.day > %s THEN 0 ELSE r.step + 1 END AS next_step
FROM ({_late(connection.vendor, municipality_id, on)}) AS p
LEFT JOIN revenue_reminder r ON r.taxpayer_id = p.taxpayer_id AND r.id = (
  SELECT x.id FROM revenue_reminder x WHERE x.taxpayer_id = p.taxpayer_id ORDER BY x.day DESC, x.id DESC LIMIT 1)
"""
    return Statement(text, [on - timedelta(days=wait), municipality_id, on, on])


@dataclass(frozen=True)
class Debtor:
    """A payer with undisputed late debt; `next_step` is 0 where the steps are through or the next one must wait."""

    taxpayer_id: int
    code: str
    name: str
    address: str
    principal: int
    interest: int
    other: int
    oldest: date
    last_day: date | None
    last_step: int
    next_step: int

    @property
    def total(self) -> int:
        return self.principal + self.interest + self.other


def step_after(last_step: int, last_day: date | None, oldest: date, on: date, wait: int) -> int:
    """The step a payer is due for: the first where nothing was sent since the oldest debt fell due, then one further
    after `wait` days; 0 where it is too early or the last step was taken.

    >>> step_after(0, None, date(2025, 8, 15), date(2025, 9, 1), 15)
    1
    """
    if not last_step or last_day is None or last_day <= oldest:
        return int(Reminder.Step.REMINDER)
    if last_step >= Reminder.Step.COURT or on < last_day + timedelta(days=wait):
        return 0
    return last_step + 1


def debtors(
    municipality_id: int, on: date, wait: int = WAIT_DAYS, step: int | None = None, start: int = 0, limit: int | None = None
) -> list[Debtor]:  # fmt: skip
    """The debtors of a day, by street; of one step, or a part of them, where asked for."""
    return standing(municipality_id, on, wait, step, start, limit)[1]


def standing(
    municipality_id: int, on: date, wait: int, step: int | None, start: int = 0, limit: int | None = None
) -> tuple[dict[int, tuple[int, int]], list[Debtor]]:  # fmt: skip
    """({next step: (debtors, what they owe)}, the debtors asked for by street), from one pass over the entries."""
    asked = _debtors(municipality_id, on, wait)
    only = "" if step is None else f"WHERE d.next_step = {int(step)}"
    part = "" if limit is None else f" LIMIT {int(limit)} OFFSET {int(start)}"
    columns = "t.code, t.name, t.settlement, t.street, t.house, d.principal, d.interest, d.other, d.oldest, d.day, d.step, d.next_step"
    text = f"""WITH d AS MATERIALIZED ({asked.text}),
      chosen AS (SELECT d.taxpayer_id, {columns}, ROW_NUMBER() OVER (ORDER BY {WALK}) AS place FROM d JOIN revenue_taxpayer t ON t.id = d.taxpayer_id {only} ORDER BY place{part})
    SELECT 1, c.taxpayer_id, code, name, settlement, street, house, principal, interest, other, oldest, day, step, next_step, place FROM chosen c
    UNION ALL SELECT 0, COUNT(*), '', '', '', '', '', SUM(d.principal), SUM(d.interest), SUM(d.other), NULL, NULL, 0, d.next_step, 0 FROM d GROUP BY d.next_step"""
    with connection.cursor() as cursor:
        cursor.execute(text, asked.params)
        rows = cursor.fetchall()
    counts = {int(r[13]): (int(r[1]), int(r[7] + r[8] + r[9])) for r in rows if not r[0]}
    return counts, [_debtor(r[1:]) for r in sorted((r for r in rows if r[0]), key=lambda r: r[14])]


def _debtor(row: tuple[Any, ...]) -> Debtor:
    (
        payer,
        code,
        name,
        settlement,
        street,
        house,
        principal,
        interest,
        other,
        oldest,
        day,
        step,
        next_step,
        _place,
    ) = row
    first = _day(oldest)
    assert first is not None
    address = ", ".join(filter(None, [settlement, street, house]))
    return Debtor(payer, code, name, address, int(principal), int(interest), int(other), first, _day(day), step, next_step)  # fmt: skip


def round_of(municipality_id: int, on: date, step: int, wait: int) -> tuple[list[str], Statement]:
    """The statements that empty the work table of this connection, and the one that fills it with the payers due for a step."""
    asked = _debtors(municipality_id, on, wait)
    fill = f"""INSERT INTO reminder_round (taxpayer_id, place, principal, interest)
    SELECT d.taxpayer_id, ROW_NUMBER() OVER (ORDER BY {WALK}), d.principal, d.interest FROM ({asked.text}) AS d
    JOIN revenue_taxpayer t ON t.id = d.taxpayer_id WHERE d.next_step = {int(step)}"""
    begin = [
        "CREATE TEMPORARY TABLE IF NOT EXISTS reminder_round (taxpayer_id BIGINT, place BIGINT, principal BIGINT, interest BIGINT)",
        "DELETE FROM reminder_round",
    ]
    return begin, Statement(fill, asked.params)


def letters(municipality_id: int, on: date, step: int, first: int, at: datetime, by: int | None) -> Statement:
    """Makes the reminders of the round, numbered from `first` along the streets."""
    return Statement(
        """INSERT INTO revenue_reminder (municipality_id, taxpayer_id, day, step, number, principal_qepik, interest_qepik, reason, at, "by")
        SELECT %s, taxpayer_id, %s, %s, place + %s, principal, interest, '', %s, %s FROM reminder_round ORDER BY place""",
        [municipality_id, on, step, first - 1, at, by],
    )


def _day(value: date | str | None) -> date | None:
    # SQLite gives a day of an aggregate as text.
    return date.fromisoformat(value) if isinstance(value, str) else value
