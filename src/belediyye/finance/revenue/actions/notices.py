"""Notices: issued in one statement with numbers without gaps, and their delivery recorded."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import Municipality
from belediyye.core.numbering import take_numbers
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.models import AssessmentRun, Delivery, Notice
from belediyye.finance.revenue.queries.standing import OF_RUN, STILL_OWING, owing


def _issue(place: int, year: int, run: int | None, who: str, on: date, actor: Actor) -> range:
    """Brings interest up to the day and writes the notices; their numbers."""
    if not Municipality.objects.filter(pk=place).exclude(account="").exists():
        raise Refused(
            _(
                "The office has no account yet, so nobody would know where to pay. The chair or the accountant writes it under “Details of the office”; then issue the notices."
            )
        )
    posting.lock_accounts(place)
    posting.accrue_all(place, on, actor)
    about = {"place": place, "run": run, "year": year, "day": on.isoformat()}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({owing(who)}) AS o", about)  # noqa: S608
        (count,) = cursor.fetchone()
        if not count:
            raise Refused(_("Nobody is left to notify: nothing is owed, or it was notified as it stands."))
        numbers = take_numbers(owner=place, code="revenue.notice", year=year, count=count)
        cursor.execute(
            "INSERT INTO revenue_notice (municipality_id, taxpayer_id, run_id, year, number, issued, due_qepik, arrears_qepik, interest_qepik, sanction_qepik, paid_qepik) "  # noqa: S608
            f"SELECT %(place)s, taxpayer_id, %(run)s, %(year)s, {numbers[0] - 1} + place, {_date(on)}, due, arrears, interest, sanction, paid FROM ({owing(who)}) AS o",
            about,
        )
    return numbers


@action("revenue.notice.issue", says=gettext_lazy("issued the payment notices"), allow=access.may_run)
def issue_notices(*, actor: Actor, run: AssessmentRun, on: date) -> int:
    """Issues a notice to every payer whose amount the run changed, with arrears and interest as of the day. Numbers run
    on without a gap, street by street."""
    if run.state != AssessmentRun.State.POSTED:
        raise Refused(_("Notices are issued for what is posted: approve the run first."))
    if Notice.objects.filter(run=run).exists():
        raise Refused(_("The notices of this run have already been issued."))
    numbers = _issue(run.municipality_id, run.year, run.pk, OF_RUN, on, actor)
    log(run, count=len(numbers), first=numbers[0], last=numbers[-1])
    return len(numbers)


@action(
    "revenue.notice.again",
    says=gettext_lazy("issued notices of what is still open of a year"),
    allow=access.may_run,
)
def issue_notices_again(*, actor: Actor, year: int, on: date) -> int:
    """The notices before the second half falls due: to everybody who has not paid the year whole, with what was paid,
    arrears and interest as of the day; not to who has one since which only interest has grown. Refuses a second time on
    one day."""
    assert actor.municipality is not None
    place = actor.municipality.pk
    if Notice.objects.filter(municipality_id=place, year=year, run__isnull=True, issued=on).exists():
        raise Refused(_("Notices of this year were already issued again today."))
    numbers = _issue(place, year, None, STILL_OWING, on, actor)
    log(
        actor.municipality,
        municipality_id=place,
        year=year,
        count=len(numbers),
        first=numbers[0],
        last=numbers[-1],
    )
    return len(numbers)


def _date(day: date) -> str:
    return f"'{day.isoformat()}'" if connection.vendor == "sqlite" else f"DATE '{day.isoformat()}'"


def _delivered(notice: Notice, day: date, way: str, outcome: str, proof: str) -> Delivery:
    """An attempt that can be so. Raises Refused."""
    if outcome not in Delivery.BY_PEOPLE:
        raise Refused(_("That is recorded by the sending of e-mail itself."))
    if day < notice.issued:
        raise Refused(
            _("Notice %(notice)s cannot be delivered before it was issued (%(day)s).")
            % {"notice": notice, "day": f"{notice.issued:%d.%m.%Y}"}
        )
    if outcome == Delivery.Outcome.DELIVERED and not proof.strip():
        raise Refused(_("Write the proof: who signed the stub, or the number of the letter."))
    return Delivery(
        municipality_id=notice.municipality_id, notice=notice, day=day, way=way, outcome=outcome, proof=proof.strip()
    )  # fmt: skip


@action(
    "revenue.notice.deliver",
    says=gettext_lazy("recorded an attempt to deliver the notice"),
    allow=access.may_keep,
)
def record_delivery(
    *, actor: Actor, notice: Notice, day: date, way: str, outcome: str, proof: str = ""
) -> Delivery:
    """Records an attempt with its proof. A delivery by hand needs the name of who signed the stub."""
    delivery = _delivered(notice, day, way, outcome, proof)
    delivery.save()
    log(notice, day=day, way=way, outcome=outcome)
    return delivery


@action(
    "revenue.notice.deliver_many",
    says=gettext_lazy("recorded the delivery attempts of a walk"),
    allow=access.may_keep,
)
def record_deliveries(*, actor: Actor, day: date, way: str, tries: Sequence[tuple[Notice, str, str]]) -> int:
    """Records the attempts of a walk, (notice, outcome, proof) each: all of them, or none. Returns how many."""
    if any(n.municipality_id != actor.municipality_id for n, _outcome, _proof in tries) or not tries:
        raise Refused(_("Choose notices of your own municipality."))
    ids = [n.pk for n, _outcome, _proof in tries]
    done = Delivery.objects.filter(notice_id__in=ids, outcome=Delivery.Outcome.DELIVERED).select_related(
        "notice"
    )
    if already := done.first():
        raise Refused(
            _("Notice %(notice)s was delivered meanwhile; open the page again.") % {"notice": already.notice}
        )
    made = [_delivered(n, day, way, outcome, proof) for n, outcome, proof in tries]
    Delivery.objects.bulk_create(made)
    counts = Counter(d.outcome for d in made)
    log(actor.municipality, municipality_id=actor.municipality_id, day=day, way=way, outcomes=dict(counts), notices=[str(d.notice) for d in made])  # fmt: skip
    return len(made)
