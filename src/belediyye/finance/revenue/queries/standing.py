"""What stands on every account of a municipality on a day, of the taxes up to a year: two statements to be built upon, and
whom they give to be notified."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from belediyye.finance.revenue.queries.sources import says_paid

# What of an entry is demanded: the debt itself (a demand, one carried over from a merged record, one deferred) and what
# raised or lowered it since; not what was paid of it.
PAID = f"e.demand_id IS NOT NULL AND {says_paid()}"
# What stands on each account on the day, of taxes up to the year: the year's debts, what was paid on them, older debts,
# credit, interest, sanctions. Credit is of no year: it stands as a whole, whenever it came and went. It lowers older debts
# first, then the year's. `queries.notices` prints the same year by tax.
STANDING = f"""
    SELECT e.taxpayer_id,
      SUM(CASE WHEN e.year = %(year)s AND d.id IS NOT NULL AND e.component = 0 AND NOT ({PAID}) THEN e.amount ELSE 0 END) AS due,
      -SUM(CASE WHEN e.year = %(year)s AND d.id IS NOT NULL AND e.component = 0 AND {PAID} THEN e.amount ELSE 0 END) AS paid,
      SUM(CASE WHEN e.year < %(year)s AND d.id IS NOT NULL AND e.component = 0 THEN e.amount ELSE 0 END) AS older,
      -SUM(CASE WHEN d.id IS NULL THEN e.amount ELSE 0 END) AS credit,
      SUM(CASE WHEN d.id IS NOT NULL AND e.component = 1 THEN e.amount ELSE 0 END) AS interest,
      SUM(CASE WHEN d.id IS NOT NULL AND e.component = 2 THEN e.amount ELSE 0 END) AS sanction
    FROM revenue_entry e LEFT JOIN revenue_entry d
      ON d.id = COALESCE(e.demand_id, CASE WHEN e.kind = 1 OR (e.kind = 8 AND e.due IS NOT NULL) THEN e.id END)
    WHERE e.municipality_id = %(place)s AND (d.id IS NULL OR e.year <= %(year)s) AND e.charge_id IS NULL AND e.day <= %(day)s AND (d.id IS NULL OR d.charge_id IS NULL)
    GROUP BY e.taxpayer_id
"""
LEFT = f"""
    SELECT taxpayer_id, due, CASE WHEN older > credit THEN older - credit ELSE 0 END AS arrears, CASE WHEN interest > 0 THEN interest ELSE 0 END AS interest,
      CASE WHEN sanction > 0 THEN sanction ELSE 0 END AS sanction,
      paid + CASE WHEN credit <= older THEN 0 WHEN credit - older < due - paid THEN credit - older ELSE due - paid END AS paid
    FROM ({STANDING}) AS standing WHERE due > 0
"""
OF_RUN = "AND s.taxpayer_id IN (SELECT taxpayer_id FROM revenue_entry WHERE municipality_id = %(place)s AND run_id = %(run)s)"
# Whoever was notified so before and has paid nothing since nor owes anything else is left alone: only interest has grown.
STILL_OWING = """AND s.due > s.paid AND NOT EXISTS (SELECT 1 FROM revenue_notice n WHERE n.taxpayer_id = s.taxpayer_id AND n.year = %(year)s
  AND n.run_id IS NULL AND n.due_qepik = s.due AND n.paid_qepik = s.paid AND n.arrears_qepik = s.arrears AND n.sanction_qepik = s.sanction)"""


def owing(who: str) -> str:
    """Whom to notify of what; also who paid the year before he was told, of nothing less than nothing. In the order of the streets, so that one walk delivers neighbours one after another."""
    return f"""SELECT t.id AS taxpayer_id, t.settlement, s.due, s.paid, s.arrears, s.interest, s.sanction, ROW_NUMBER() OVER (ORDER BY t.route, t.id) AS place
      FROM ({LEFT}) AS s JOIN revenue_taxpayer t ON t.id = s.taxpayer_id
      WHERE t.merged_into_id IS NULL AND s.due - s.paid + s.arrears + s.interest + s.sanction >= 0 {who}"""


@dataclass(frozen=True)
class Owing:
    """The taxpayers of a settlement who have not paid a year whole: how many, what is left of the year, what is older."""

    settlement: str
    count: int
    left: int
    arrears: int


def still_owing(place: int, year: int, on: date) -> Sequence[Owing]:
    """Who would get a notice of what is still open of a year, settlement by settlement."""
    about = {"place": place, "year": year, "day": on.isoformat()}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT settlement, COUNT(*), SUM(due - paid), SUM(arrears) FROM ({owing(STILL_OWING)}) AS o GROUP BY settlement ORDER BY settlement",
            about,
        )
        return [Owing(name, int(count), int(left), int(arrears)) for name, count, left, arrears in cursor]
