"""Objections: one case disputes one demand or several; what is granted lowers each as if it had always been so."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import StoredFile
from belediyye.core.money import format_money
from belediyye.core.numbering import take_number
from belediyye.core.period import format_date
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.actions.merging import refuse_merged
from belediyye.finance.revenue.models import AssessmentRun, Entry, Objection
from belediyye.finance.revenue.queries import cases
from belediyye.finance.revenue.queries.sources import GRANTED

K = Entry.Kind
MOST_DEMANDS = 60


@action("revenue.objection.open", says=gettext_lazy("took in an objection"), allow=access.may_keep)
def open_objection(
    *, actor: Actor, demand: Entry, disputed: int, on: date, reason: str, paper: StoredFile | None = None
) -> Objection:
    """Stays the disputed part of one demand and its interest: not reminded of, no hindrance to a certificate; the rest is
    collected. `paper` is the application as it came in (kept by `keep_paper`)."""
    return _open(actor, [(demand, disputed)], on, reason, paper)[0]


@action("revenue.objection.open_many", says=gettext_lazy("took in an objection"), allow=access.may_keep)
def open_objections(
    *,
    actor: Actor,
    parts: Sequence[tuple[Entry, int]],
    on: date,
    reason: str,
    paper: StoredFile | None = None,
) -> list[Objection]:
    """One case that disputes several demands of one payer, an amount of each: all of it, or nothing."""
    return _open(actor, parts, on, reason, paper)


def _open(
    actor: Actor, parts: Sequence[tuple[Entry, int]], on: date, reason: str, paper: StoredFile | None
) -> list[Objection]:
    if not 0 < len(parts) <= MOST_DEMANDS or len({d.taxpayer_id for d, _amount in parts}) != 1:
        raise Refused(_("An objection is against one or more demands of one taxpayer."))
    first, payer = parts[0][0], parts[0][0].taxpayer
    posting.lock_accounts(first.municipality_id)
    refuse_merged(payer)
    for demand, disputed in parts:
        _check_disputed(demand, disputed)
    number = take_number(owner=first.municipality_id, code="revenue.objection", year=0)
    made = [
        Objection.objects.create(
            municipality_id=demand.municipality_id, taxpayer=payer, demand=demand, day=on, disputed_qepik=disputed, reason=reason,
            by=actor.user_id, paper=paper, number=number, part=part,
        )
        for part, (demand, disputed) in enumerate(parts, 1)
    ]  # fmt: skip
    log(payer, number=number, disputed=sum(a for _d, a in parts), year=first.year, demands=len(parts))
    return made


def _check_disputed(demand: Entry, disputed: int) -> None:
    if not demand.is_debt:
        raise Refused(_("An objection is against a demand."))
    standing, what = cases.stands_of(demand), cases.said_of(demand)
    if standing <= 0:
        raise Refused(_("Nothing of this demand stands any more: it was lowered or written off whole."))
    if not 0 < disputed <= standing:
        raise Refused(
            _("%(what)s: the disputed part is between one qəpik and %(amount)s.")
            % {"what": what, "amount": format_money(standing)}
        )
    if Objection.objects.filter(demand=demand, answered__isnull=True).exists():
        raise Refused(_("An objection to this demand is already being examined."))


@action("revenue.objection.answer", says=gettext_lazy("answered the objection"), allow=access.may_run)
def answer_objection(
    *,
    actor: Actor,
    objection: Objection,
    granted: int,
    on: date,
    answer: str,
    run: AssessmentRun | None = None,
) -> Objection:
    """Grants all, a part or nothing. What is granted lowers the demand as if it had always been so: interest falls with it,
    and what was paid becomes credit, which may be asked back.

    With `run` the register was put right and assessed anew: what that run took off the demand is what is granted, and
    nothing is posted a second time. Refuses a run that lowered nothing of this demand."""
    return _answer(actor, objection, granted, on, answer, run)


@action("revenue.objection.answer_many", says=gettext_lazy("answered the objection"), allow=access.may_run)
def answer_objections(
    *,
    actor: Actor,
    parts: Sequence[tuple[Objection, int]],
    on: date,
    answer: str,
    run: AssessmentRun | None = None,
) -> list[Objection]:
    """Answers several demands of one case together, each with what is granted of it: all of it, or nothing."""
    if not parts:
        raise Refused(_("Choose at least one demand to answer."))
    return [_answer(actor, one, granted, on, answer, run) for one, granted in parts]


def _granted_by(objection: Objection, run: AssessmentRun) -> int:
    """What a reassessment took off the disputed demand and its raises, at most the disputed part."""
    granted = -sum(e.amount for e in cases.reassessed(objection.demand) if e.run_id == run.pk)
    if not granted:
        raise Refused(
            _("This reassessment lowered nothing of the demand that is disputed: %(what)s.")
            % {"what": cases.said_of(objection.demand)}
        )
    return min(granted, objection.disputed_qepik)


def _check_answer(objection: Objection, granted: int, on: date, *, posts: bool) -> None:
    """Refuses an answer before the question, and one that takes off more than stands."""
    if on < objection.day:
        raise Refused(
            _("The objection came in on %(day)s: give that day or a later one.")
            % {"day": format_date(objection.day)}
        )
    # More would make an overpayment of money that nobody paid.
    if posts and granted > (standing := max(0, cases.stands_of(objection.demand))):
        raise Refused(
            _("Of this demand %(amount)s still stands: no more can be taken off.")
            % {"amount": format_money(standing)}
        )


def _answer(
    actor: Actor, objection: Objection, granted: int, on: date, answer: str, run: AssessmentRun | None
) -> Objection:
    posting.lock_accounts(objection.municipality_id)
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    if objection.answered:
        raise Refused(_("The objection was already answered."))
    if run is not None:
        granted = _granted_by(objection, run)
    if not 0 <= granted <= objection.disputed_qepik or not answer.strip():
        raise Refused(_("Grant between nothing and the disputed part, and say why."))
    _check_answer(objection, granted, on, posts=run is None)
    full = granted == objection.disputed_qepik
    outcome = Objection.Outcome
    objection.outcome = outcome.UPHELD if full else outcome.PARTLY if granted else outcome.REFUSED
    objection.answered, objection.answer = on, answer[:200]
    objection.granted_qepik, objection.run = granted, run
    objection.save()
    if granted and run is None:
        demand = objection.demand
        Entry.objects.create(
            municipality_id=objection.municipality_id, taxpayer_id=objection.taxpayer_id, kind=K.ADJUSTMENT, amount=-granted, day=on, demand=demand,
            head=demand.head, year=demand.year, instalment=demand.instalment, charge_id=demand.charge_id, source_kind=GRANTED,
            source_id=objection.pk, at=timezone.now(), by=actor.user_id,
        )  # fmt: skip
        posting.interest_after_change([demand.pk], on, actor)
    log(
        objection.taxpayer,
        number=objection.number,
        part=objection.part,
        granted=granted,
        outcome=objection.outcome,
    )
    return objection
