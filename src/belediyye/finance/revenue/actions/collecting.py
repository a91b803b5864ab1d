"""When money does not come, or too much came: refunds, agreements, objections, write-offs, reminders, certificates."""

from collections.abc import Sequence
from datetime import date
from secrets import choice

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.identifiers import IBAN, BadIdentifier
from belediyye.core.journal import log
from belediyye.core.models import StoredFile
from belediyye.core.money import format_money
from belediyye.core.numbering import take_number
from belediyye.core.period import format_date
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.actions.payers import merged_away
from belediyye.finance.revenue.models import (
    Agreement,
    AgreementPart,
    AssessmentRun,
    Clearance,
    Entry,
    Objection,
    Refund,
    Reminder,
    Taxpayer,
)
from belediyye.finance.revenue.queries import balance, cases
from belediyye.finance.rules.book.collection import (
    claim_refund_until,
    overpayment_interest,
    refund_due,
)

K = Entry.Kind
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def _entry(
    payer: Taxpayer,
    kind: int,
    amount: int,
    on: date,
    actor: Actor,
    demand: Entry | None = None,
    **more: object,
) -> Entry:
    facts = {
        "head": demand.head if demand else 0,
        "year": demand.year if demand else on.year,
        "instalment": demand.instalment if demand else 0,
    }
    return Entry.objects.create(
        municipality_id=payer.municipality_id,
        taxpayer=payer,
        kind=kind,
        amount=amount,
        day=on,
        demand=demand,
        at=timezone.now(),
        by=actor.user_id,
        **facts,
        **more,
    )


@action(
    "revenue.refund.ask",
    says=gettext_lazy("recorded that an overpayment is asked back by"),
    allow=access.may_keep,
)
def ask_refund(
    *, actor: Actor, payer: Taxpayer, amount: int, account: str, on: date, reason: str = ""
) -> Refund:
    """Records the application; the money is due within 45 days (87.3). Refuses more than the credit, and a debt that is due."""
    posting.lock_accounts(payer.municipality_id)
    standing = balance.owed(payer, on)
    waiting = sum(r.amount_qepik for r in balance.open_refunds(payer.municipality_id).filter(taxpayer=payer))
    if amount <= 0 or amount + waiting > standing.credit:
        raise Refused(
            _("The overpayment that may be asked back is %(amount)s.")
            % {"amount": format_money(max(0, standing.credit - waiting))}
        )
    if standing.overdue:
        raise Refused(
            _(
                "Debts are past their day: the overpayment settles them first (bring the accounts up to the day)."
            )
        )
    oldest = Entry.objects.filter(taxpayer=payer, kind=K.PAYMENT, demand__isnull=True).order_by("day").first()
    if oldest and on > claim_refund_until(oldest.day.year):
        raise Refused(_("An overpayment can be asked back within five years (Tax Code, 85.5)."))
    try:
        iban = IBAN.validate(account)
    except BadIdentifier as error:
        raise Refused(error.words["en" if (get_language() or "az").startswith("en") else "az"]) from error
    made = Refund.objects.create(
        municipality_id=payer.municipality_id,
        taxpayer=payer,
        day=on,
        reason=reason,
        amount_qepik=amount,
        due=refund_due(on),
        account=iban,
        by=actor.user_id,
    )
    log(payer, amount=amount, due=made.due)
    return made


@action("revenue.refund.pay", says=gettext_lazy("refunded an overpayment to"), allow=access.may_run)
def pay_refund(*, actor: Actor, refund: Refund, on: date) -> Refund:
    """Records that the money went. Late, the municipality owes interest on it (59.3); it is shown and logged."""
    posting.lock_accounts(refund.municipality_id)
    refund = Refund.objects.select_for_update().get(pk=refund.pk)
    if refund.paid or refund.dropped:
        raise Refused(_("This application is already closed."))
    if on < refund.day:
        raise Refused(
            _("The application came in on %(day)s: give that day or a later one.")
            % {"day": format_date(refund.day)}
        )
    if posting.credit_of(refund.taxpayer_id) < refund.amount_qepik:
        raise Refused(_("The overpayment is no longer there."))
    refund.paid = on
    refund.interest_qepik = (
        overpayment_interest(refund.amount_qepik, refund.day, on).amount_qepik if on > refund.due else 0
    )
    refund.save(update_fields=["paid", "interest_qepik"])
    _entry(
        refund.taxpayer,
        K.REFUND,
        refund.amount_qepik,
        on,
        actor,
        source_kind="revenue.refund",
        source_id=refund.pk,
    )
    log(refund.taxpayer, amount=refund.amount_qepik, interest=refund.interest_qepik, on=on)
    return refund


@action(
    "revenue.agreement.make", says=gettext_lazy("made an instalment agreement with"), allow=access.may_run
)
def make_agreement(
    *, actor: Actor, payer: Taxpayer, parts: Sequence[tuple[date, int]], on: date, reason: str = ""
) -> Agreement:
    """Old debt in parts; one part alone is a deferral. Refuses parts in the past, or that are not the overdue debt."""
    posting.lock_accounts(payer.municipality_id)
    debt = balance.owed(payer, on).overdue_total
    if not debt:
        raise Refused(_("Nothing is past its day: there is nothing to agree on."))
    if not parts or any(amount <= 0 or due <= on for due, amount in parts):
        raise Refused(_("Each part needs an amount and a day to come."))
    total = sum(amount for _due, amount in parts)
    if total != debt:
        raise Refused(
            _("The parts make %(total)s, the overdue debt is %(debt)s.")
            % {"total": format_money(total), "debt": format_money(debt)}
        )
    if Agreement.objects.filter(taxpayer=payer, ended__isnull=True).exists():
        raise Refused(_("An agreement is in force; end it first."))
    made = Agreement.objects.create(
        municipality_id=payer.municipality_id, taxpayer=payer, day=on, reason=reason, amount_qepik=debt, by=actor.user_id,
        number=take_number(owner=payer.municipality_id, code="revenue.agreement", year=0),
    )  # fmt: skip
    AgreementPart.objects.bulk_create(
        AgreementPart(agreement=made, due=due, amount_qepik=amount) for due, amount in sorted(parts)
    )
    log(payer, number=made.number, parts=[[d, a] for d, a in sorted(parts)])
    return made


@action(
    "revenue.agreement.end", says=gettext_lazy("ended the instalment agreement with"), allow=access.may_run
)
def end_agreement(*, actor: Actor, agreement: Agreement, on: date, reason: str) -> None:
    """Ends it, kept or broken; the debt is then collected as any other."""
    if agreement.ended:
        raise Refused(_("The agreement has already ended."))
    if not reason.strip():
        raise Refused(_("Say why, in a few words."))
    agreement.ended, agreement.ended_because = on, reason[:200]
    agreement.save(update_fields=["ended", "ended_because"])
    log(agreement.taxpayer, number=agreement.number, reason=reason)


@action("revenue.objection.open", says=gettext_lazy("took in an objection of"), allow=access.may_keep)
def open_objection(
    *, actor: Actor, demand: Entry, disputed: int, on: date, reason: str, paper: StoredFile | None = None
) -> Objection:
    """Stays the disputed part of one demand: it is not reminded of and hinders no certificate; the rest is collected.

    `paper` is the application as it came in (kept by `keep_paper`)."""
    if demand.kind != K.DEMAND:
        raise Refused(_("An objection is against a demand."))
    posting.lock_accounts(demand.municipality_id)
    standing = cases.stands_of(demand)
    if standing <= 0:
        raise Refused(_("Nothing of this demand stands any more: it was lowered or written off whole."))
    if not 0 < disputed <= standing:
        raise Refused(
            _("The disputed part is between one qəpik and %(amount)s.") % {"amount": format_money(standing)}
        )
    if Objection.objects.filter(demand=demand, answered__isnull=True).exists():
        raise Refused(_("An objection to this demand is already being examined."))
    made = Objection.objects.create(
        municipality_id=demand.municipality_id, taxpayer=demand.taxpayer, demand=demand, day=on, disputed_qepik=disputed, reason=reason, by=actor.user_id, paper=paper,
        number=take_number(owner=demand.municipality_id, code="revenue.objection", year=0),
    )  # fmt: skip
    log(demand.taxpayer, number=made.number, disputed=disputed, year=demand.year)
    return made


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


@action("revenue.objection.answer", says=gettext_lazy("answered the objection of"), allow=access.may_run)
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
    posting.lock_accounts(objection.municipality_id)
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    if objection.answered:
        raise Refused(_("The objection was already answered."))
    if run is not None:
        granted = -sum(
            Entry.objects.filter(demand=objection.demand, run=run, kind=K.ADJUSTMENT).values_list(
                "amount", flat=True
            )
        )
        if granted <= 0:
            raise Refused(_("This reassessment lowered nothing of the demand that is disputed."))
        granted = min(granted, objection.disputed_qepik)
    if not 0 <= granted <= objection.disputed_qepik or not answer.strip():
        raise Refused(_("Grant between nothing and the disputed part, and say why."))
    _check_answer(objection, granted, on, posts=run is None)
    full = granted == objection.disputed_qepik
    objection.outcome = (
        Objection.Outcome.UPHELD
        if full
        else Objection.Outcome.PARTLY
        if granted
        else Objection.Outcome.REFUSED
    )
    objection.answered, objection.answer, objection.granted_qepik, objection.run = (
        on,
        answer[:200],
        granted,
        run,
    )
    objection.save()
    if granted and run is None:
        demand = objection.demand
        _entry(
            objection.taxpayer,
            K.ADJUSTMENT,
            -granted,
            on,
            actor,
            demand,
            source_kind="revenue.objection",
            source_id=objection.pk,
        )
        posting.interest_after_change([demand.pk], on, actor)
    log(objection.taxpayer, number=objection.number, granted=granted, outcome=objection.outcome)
    return objection


@action("revenue.reminder.send", says=gettext_lazy("reminded"), allow=access.may_keep)
def remind(*, actor: Actor, payer: Taxpayer, on: date) -> Reminder:
    """The next step: reminder, warning, application to the court. Refuses where nothing undisputed is late or an agreement is kept."""
    standing = balance.owed(payer, on)
    if not standing.overdue_total:
        raise Refused(_("Nothing undisputed is past its day."))
    if balance.protected(payer, on):
        raise Refused(_("An instalment agreement is being kept: it is not reminded of."))
    last = Reminder.objects.filter(taxpayer=payer).order_by("-day", "-pk").first()
    if last and last.day >= on:
        raise Refused(_("The taxpayer was reminded on that day or later."))
    oldest = min(d.demand.due for d in standing.overdue if d.demand.due)
    step = min(last.step + 1, Reminder.Step.COURT) if last and last.day > oldest else Reminder.Step.REMINDER
    made = Reminder.objects.create(
        municipality_id=payer.municipality_id, taxpayer=payer, day=on, step=step, by=actor.user_id,
        number=take_number(owner=payer.municipality_id, code="revenue.reminder", year=0),
        principal_qepik=sum(d.principal for d in standing.overdue), interest_qepik=sum(d.interest + d.accruing for d in standing.overdue),
    )  # fmt: skip
    log(payer, step=step, number=made.number)
    return made


@action(
    "revenue.clearance.give", says=gettext_lazy("certified that nothing is owed by"), allow=access.may_keep
)
def give_clearance(*, actor: Actor, payer: Taxpayer, on: date) -> Clearance:
    """A certificate that nothing is past its day. Refuses where something is; a disputed part or credit hinders nothing."""
    if payer.merged_into_id:
        raise Refused(merged_away(payer))
    if why := balance.clear_on(payer, on):
        amount = format_money(balance.owed(payer, on).overdue_total)
        said = (
            _("%(amount)s is past its day.")
            if why == "overdue"
            else _("%(amount)s is past its day and being paid by agreement.")
        )
        raise Refused(said % {"amount": amount})
    made = Clearance.objects.create(
        municipality_id=payer.municipality_id, taxpayer=payer, day=on, by=actor.user_id, code="".join(choice(SIGNS) for _n in range(12)),
        number=take_number(owner=payer.municipality_id, code="revenue.clearance", year=0),
    )  # fmt: skip
    log(payer, number=made.number)
    return made
