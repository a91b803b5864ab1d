"""Who is to be reminded, and by which step: the whole municipality in one pass of the database."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from belediyye.finance.revenue.models import Reminder
from belediyye.finance.revenue.queries import agreements

WAIT_DAYS = 15
"""How long a payer has after one step before the next; the office may choose another."""

# Of each late debt what is open and not disputed; then of each payer, with the last step that was taken.
DEBTORS = """
SELECT p.taxpayer_id, t.code, t.name, t.settlement, t.street, t.house, p.principal, p.interest, p.other, p.oldest, r.day, r.step
FROM (
  SELECT taxpayer_id, SUM(principal - CASE WHEN disputed < principal THEN disputed ELSE principal END) AS principal, SUM(interest) AS interest,
    SUM(other) AS other, SUM(CASE WHEN principal + interest + other > disputed THEN principal + interest + other - disputed ELSE 0 END) AS total,
    MIN(CASE WHEN principal + interest + other > disputed THEN due END) AS oldest
  FROM (
    SELECT e.taxpayer_id, b.id, b.due, SUM(CASE WHEN e.component = 0 THEN e.amount ELSE 0 END) AS principal,
      SUM(CASE WHEN e.component = 1 THEN e.amount ELSE 0 END) AS interest, SUM(CASE WHEN e.component = 2 THEN e.amount ELSE 0 END) AS other,
      COALESCE(MAX(o.disputed_qepik), 0) AS disputed
    FROM revenue_entry e JOIN revenue_entry b ON b.id = COALESCE(e.demand_id, e.id)
    LEFT JOIN revenue_objection o ON o.demand_id = b.id AND o.answered IS NULL
    WHERE e.municipality_id = %s AND e.day <= %s AND b.due < %s
    GROUP BY e.taxpayer_id, b.id, b.due
  ) AS debts GROUP BY taxpayer_id
) AS p
JOIN revenue_taxpayer t ON t.id = p.taxpayer_id
LEFT JOIN revenue_reminder r ON r.taxpayer_id = p.taxpayer_id AND r.id = (
  SELECT x.id FROM revenue_reminder x WHERE x.taxpayer_id = p.taxpayer_id ORDER BY x.day DESC, x.id DESC LIMIT 1)
WHERE p.total > 0
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
    """Everybody with undisputed debt past its day, by street; those who keep an agreement are left out."""
    spared = agreements.keeping(municipality_id, on)
    found = []
    with connection.cursor() as cursor:
        cursor.execute(DEBTORS, [municipality_id, on, on])
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
            if payer in spared:
                continue
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
