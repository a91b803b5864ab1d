"""Enforcement: debts taken to court, and every step until they are paid or given up."""

from datetime import date

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
from belediyye.finance.revenue.models import CourtCase, CourtDebt, CourtStep, Taxpayer
from belediyye.finance.revenue.queries import balance, enforcing

S = CourtCase.State


@action("revenue.court.open", says=gettext_lazy("applied to the court"), allow=access.may_run)
def open_case(
    *, actor: Actor, payer: Taxpayer, court: str, document: str, on: date, reason: str = ""
) -> CourtCase:
    """Takes the payer's undisputed late debts to court, interest brought up to the day. Refuses before the third letter
    unless the term of a debt ends within half a year, while an agreement is kept, and while another case is open."""
    posting.lock_accounts(payer.municipality_id)
    if other := enforcing.open_case_of(payer):
        raise Refused(_("Case %(number)s is still open.") % {"number": other})
    debts = enforcing.suable(payer, on)
    if not debts and balance.clear_on(payer, on) == "agreement":
        raise Refused(_("An instalment agreement is being kept: the debt is not taken to court."))
    if not debts:
        raise Refused(_("Nothing undisputed is past its day that could still be collected."))
    if not enforcing.ripe(payer, debts, on):
        raise Refused(_("The third letter comes first: the payer is taken to court after it, or when the term of a debt nears its end."))  # fmt: skip
    # Interest first: the application names what was posted, so that the case can be followed on the account.
    posting.interest_after_change([d.demand.pk for d in debts], on, actor)
    lines = [(d.demand, *_undisputed(d)) for d in debts]
    made = CourtCase.objects.create(
        municipality_id=payer.municipality_id, taxpayer=payer, day=on, court=court.strip()[:160], reason=reason[:200], by=actor.user_id,
        principal_qepik=sum(x[1] for x in lines), interest_qepik=sum(x[2] for x in lines), sanction_qepik=sum(x[3] for x in lines),
        number=take_number(owner=payer.municipality_id, code="revenue.court", year=0),
    )  # fmt: skip
    CourtDebt.objects.bulk_create(
        CourtDebt(case=made, demand=d, principal_qepik=p, interest_qepik=i, sanction_qepik=s)
        for d, p, i, s in lines
    )
    CourtStep.objects.create(
        case=made, state=S.APPLIED, day=on, document=document[:120], amount_qepik=made.total_qepik, by=actor.user_id
    )  # fmt: skip
    log(payer, number=made.number, amount=made.total_qepik, court=court)
    return made


def _undisputed(debt: balance.Debt) -> tuple[int, int, int]:
    """Principal, interest and sanction less what an open objection holds."""
    interest = debt.interest + debt.accruing - debt.held_interest
    return debt.principal - debt.held_principal, max(0, interest), debt.sanction


@action("revenue.court.step", says=gettext_lazy("recorded a step of the court case"), allow=access.may_run)
def record_step(
    *,
    actor: Actor,
    case: CourtCase,
    state: str,
    on: date,
    document: str = "",
    amount: int | None = None,
    executor: str = "",
    note: str = "",
    paper: StoredFile | None = None,
) -> CourtStep:
    """What happened next. Refuses what cannot follow, a day before the step before, an order without number and sum, a
    handing over without an executor, and "paid" while something is open on the case's debts."""
    case = CourtCase.objects.select_for_update().get(pk=case.pk)
    last = case.steps.last()
    if state not in enforcing.NEXT[S(case.state)]:
        raise Refused(_("That cannot follow “%(state)s”.") % {"state": case.get_state_display()})
    if last and on < last.day:
        raise Refused(_("The step before was on %(day)s: give that day or a later one.") % {"day": format_date(last.day)})  # fmt: skip
    if state == S.ORDER and (not document.strip() or not amount):
        raise Refused(_("Write the order's number and the sum that the court ordered."))
    if state == S.EXECUTOR and not executor.strip():
        raise Refused(_("Write to which executor the order was handed."))
    if state in (S.WITHDRAWN, S.REFUSED, S.RETURNED) and not note.strip():
        raise Refused(_("Say why, in a few words."))
    if state == S.PAID and (left := enforcing.open_of(case, on)) > 0:
        raise Refused(
            _("%(amount)s is still open on the debts of this case: record the payment first.")
            % {"amount": format_money(left)}
        )
    made = CourtStep.objects.create(
        case=case, state=state, day=on, document=document.strip()[:120], amount_qepik=amount, executor=executor.strip()[:160], note=note.strip()[:200],
        paper=paper, by=actor.user_id,
    )  # fmt: skip
    case.state = state
    case.save(update_fields=["state"])
    log(case.taxpayer, number=case.number, state=state, on=on, document=document, amount=amount)
    return made
