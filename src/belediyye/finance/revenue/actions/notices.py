"""Notices: issued in one statement with numbers without gaps, and their delivery recorded."""

from datetime import date

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.numbering import take_numbers
from belediyye.finance.revenue import access
from belediyye.finance.revenue.models import AssessmentRun, Delivery, Notice

# Payers of a run who owe something, in the order of the streets, so that one walk delivers neighbours one after another.
OWING = """
    SELECT t.id AS taxpayer_id, s.due, COALESCE(a.arrears, 0) AS arrears, ROW_NUMBER() OVER (ORDER BY t.settlement, t.street, t.house, t.id) AS place
    FROM (SELECT taxpayer_id FROM revenue_entry WHERE municipality_id = %(place)s AND run_id = %(run)s GROUP BY taxpayer_id) r
    JOIN (SELECT taxpayer_id, SUM(amount) AS due FROM revenue_entry WHERE municipality_id = %(place)s AND year = %(year)s AND charge_id IS NULL
          AND kind IN (1, 2) AND day <= %(day)s GROUP BY taxpayer_id) s ON s.taxpayer_id = r.taxpayer_id
    JOIN revenue_taxpayer t ON t.id = r.taxpayer_id
    LEFT JOIN (SELECT taxpayer_id, SUM(amount) AS arrears FROM revenue_entry WHERE municipality_id = %(place)s AND year < %(year)s AND charge_id IS NULL
          AND day <= %(day)s GROUP BY taxpayer_id HAVING SUM(amount) > 0) a ON a.taxpayer_id = r.taxpayer_id
    WHERE s.due > 0
"""


@action("revenue.notice.issue", says=gettext_lazy("issued the payment notices of"), allow=access.may_run)
def issue_notices(*, actor: Actor, run: AssessmentRun, on: date) -> int:
    """Issues a notice to every payer whose amount the run changed. Numbers run on without a gap, street by street."""
    if run.state != AssessmentRun.State.POSTED:
        raise Refused(_("Notices are issued for what is posted: approve the run first."))
    if Notice.objects.filter(run=run).exists():
        raise Refused(_("The notices of this run have already been issued."))
    about = {"place": run.municipality_id, "run": run.pk, "year": run.year, "day": on.isoformat()}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({OWING}) AS o", about)  # noqa: S608
        (count,) = cursor.fetchone()
        if not count:
            raise Refused(_("Nobody owes anything by this run: there is nothing to notify."))
        numbers = take_numbers(owner=run.municipality_id, code="revenue.notice", year=run.year, count=count)
        cursor.execute(
            "INSERT INTO revenue_notice (municipality_id, taxpayer_id, run_id, year, number, issued, due_qepik, arrears_qepik, interest_qepik) "  # noqa: S608
            f"SELECT %(place)s, taxpayer_id, %(run)s, %(year)s, {numbers[0] - 1} + place, {_date(on)}, due, arrears, 0 FROM ({OWING}) AS o",
            about,
        )
    log(run, count=count, first=numbers[0], last=numbers[-1])
    return int(count)


def _date(day: date) -> str:
    return f"'{day.isoformat()}'" if connection.vendor == "sqlite" else f"DATE '{day.isoformat()}'"


@action(
    "revenue.notice.deliver",
    says=gettext_lazy("recorded a delivery attempt of notice"),
    allow=access.may_keep,
)
def record_delivery(
    *, actor: Actor, notice: Notice, day: date, way: str, outcome: str, proof: str = ""
) -> Delivery:
    """Records an attempt with its proof. A delivery by hand needs the name of who signed the stub."""
    if day < notice.issued:
        raise Refused(
            _("A notice cannot be delivered before it was issued (%(day)s).")
            % {"day": f"{notice.issued:%d.%m.%Y}"}
        )
    if outcome == Delivery.Outcome.DELIVERED and not proof.strip():
        raise Refused(_("Write the proof: who signed the stub, or the number of the letter."))
    delivery = Delivery.objects.create(
        municipality_id=notice.municipality_id, notice=notice, day=day, way=way, outcome=outcome, proof=proof
    )
    log(notice, day=day, way=way, outcome=outcome)
    return delivery
