"""Who is to be reminded, and by which step: the whole municipality in one pass of the database."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from belediyye.finance.revenue.models import Reminder
from belediyye.finance.revenue.queries import agreements
from belediyye.finance.revenue.queries.posting import disputed_on, held_interest

WAIT_DAYS = 15
"""How long a payer has after one step before the next; the office may choose another."""


def _debtors(vendor: str, municipality_id: int, on: date) -> str:
    """Of each late debt that no kept agreement covers what is open and not held by an objection; then of each payer, with
    the last step that was taken."""
    kept = ", ".join(map(str, agreements.keeping(municipality_id, on)))
    spared = f"AND NOT EXISTS (SELECT 1 FROM revenue_agreementdebt c WHERE c.demand_id = b.id AND c.agreement_id IN ({kept}))" if kept else ""  # fmt: skip
    held = held_interest(vendor, "interest", "disputed", "due", on)
    return f"""
SELECT p.taxpayer_id, t.code, t.name, t.settlement, t.street, t.house, p.principal, p.interest, p.other, p.oldest, r.day, r.step
FROM (
  SELECT taxpayer_id, SUM(principal) AS principal, SUM(interest) AS interest, SUM(other) AS other,
    MIN(CASE WHEN principal + interest + other > 0 THEN due END) AS oldest
  FROM (
    SELECT taxpayer_id, due, principal - CASE WHEN disputed < principal THEN disputed WHEN principal > 0 THEN principal ELSE 0 END AS principal,
      interest - CASE WHEN disputed > 0 THEN {held} ELSE 0 END AS interest, other
    FROM (
      SELECT e.taxpayer_id, b.id, b.due, SUM(CASE WHEN e.component = 0 THEN e.amount ELSE 0 END) AS principal,
        SUM(CASE WHEN e.component = 1 THEN e.amount ELSE 0 END) AS interest, SUM(CASE WHEN e.component = 2 THEN e.amount ELSE 0 END) AS other,
        COALESCE(MAX(o.disputed), 0) AS disputed
      FROM revenue_entry e JOIN revenue_entry b ON b.id = COALESCE(e.demand_id, e.id)
      LEFT JOIN {disputed_on(on)} o ON o.demand_id = b.id
      WHERE e.municipality_id = %s AND e.day <= %s AND b.due < %s {spared}
      GROUP BY e.taxpayer_id, b.id, b.due
    ) AS debts
  ) AS asked WHERE principal + interest + other > 0 GROUP BY taxpayer_id
) AS p
JOIN revenue_taxpayer t ON t.id = p.taxpayer_id
LEFT JOIN revenue_reminder r ON r.taxpayer_id = p.taxpayer_id AND r.id = (
  SELECT x.id FROM revenue_reminder x WHERE x.taxpayer_id = p.taxpayer_id ORDER BY x.day DESC, x.id DESC LIMIT 1)
ORDER BY t.route, t.id
"""


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


def debtors(municipality_id: int, on: date, wait: int = WAIT_DAYS) -> list[Debtor]:
    """Everybody with undisputed debt past its day, by street; debts that a kept agreement covers are left out."""
    found = []
    text = _debtors(connection.vendor, municipality_id, on)
    with connection.cursor() as cursor:
        cursor.execute(text, [municipality_id, on, on])
        for (
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
        ) in cursor.fetchall():
            first, last = _day(oldest), _day(day)
            assert first is not None
            found.append(
                Debtor(
                    payer, code, name, ", ".join(filter(None, [settlement, street, house])), int(principal), int(interest), int(other), first, last,
                    step or 0, step_after(step or 0, last, first, on, wait),
                )
            )  # fmt: skip
    return found


def _day(value: date | str | None) -> date | None:
    # SQLite gives a day of an aggregate as text.
    return date.fromisoformat(value) if isinstance(value, str) else value
