"""When money does not come, or too much came: refunds, reminders, certificates."""

from datetime import date
from secrets import choice

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.identifiers import IBAN, BadIdentifier
from belediyye.core.journal import log
from belediyye.core.money import format_money
from belediyye.core.numbering import take_number
from belediyye.core.period import format_date
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.actions.merging import refuse_merged
from belediyye.finance.revenue.models import Clearance, Entry, Refund, Reminder, Taxpayer
from belediyye.finance.revenue.queries import balance, overpaid, own_accounts
from belediyye.finance.rules.book.collection import overpayment_interest, refund_due

K = Entry.Kind
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@action(
    "revenue.refund.ask",
    says=gettext_lazy("recorded that an overpayment is asked back"),
    allow=access.may_keep,
)
def ask_refund(
    *, actor: Actor, payer: Taxpayer, amount: int, account: str, on: date, reason: str = ""
) -> Refund:
    """Records the application; the money is due within 45 days (87.3). Refuses more than the credit, and a debt that is due."""
    posting.lock_accounts(payer.municipality_id)
    refuse_merged(payer)
    standing = balance.owed(payer, on)
    open_refunds = list(
        balance.open_refunds(payer.municipality_id).filter(taxpayer=payer).order_by("day", "pk")
    )
    waiting = sum(r.amount_qepik for r in open_refunds)
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
    in_time = max(0, standing.credit - waiting - overpaid.lapsed(payer, open_refunds, on))
    if amount > in_time:
        raise Refused(
            _("%(amount)s of the overpayment may be asked back: the rest came too long ago, and the term is five years (Tax Code, 85.5).")
            % {"amount": format_money(in_time)}
        )  # fmt: skip
    try:
        iban = IBAN.validate(account)
    except BadIdentifier as error:
        raise Refused(error.words["en" if (get_language() or "az").startswith("en") else "az"]) from error
    if any(own_accounts.is_same(iban, own) for own in own_accounts.known(payer.municipality)):
        raise Refused(
            _("This is an account of the municipality: money is given back to the taxpayer's."),
            field="account",
        )
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


@action("revenue.refund.pay", says=gettext_lazy("refunded an overpayment"), allow=access.may_run)
def pay_refund(*, actor: Actor, refund: Refund, on: date) -> Refund:
    """Records that the money went. Late, the municipality owes interest on it (59.3); it is shown and logged.

    Refuses where a debt is past its day: the overpayment settles that first; and money that has not come yet."""
    posting.lock_accounts(refund.municipality_id)
    refund = Refund.objects.select_for_update().get(pk=refund.pk)
    if refund.paid or refund.dropped:
        raise Refused(_("This application is already closed."))
    if on < refund.day:
        raise Refused(
            _("The application came in on %(day)s: give that day or a later one.")
            % {"day": format_date(refund.day)}
        )
    credit = posting.credit_of(refund.taxpayer_id)
    if credit < refund.amount_qepik:
        raise Refused(_("The overpayment is no longer there."))
    if why := overpaid.why_it_waits(refund.taxpayer, credit, refund.amount_qepik):
        raise Refused(why)
    if due := balance.owed(refund.taxpayer, on).overdue_total:
        raise Refused(
            _(
                "%(amount)s is past its day: the overpayment settles it first. Use it on the account card, close this application, and let what is left be asked back."
            )
            % {"amount": format_money(due)}
        )
    refund.paid = on
    refund.interest_qepik = (
        overpayment_interest(refund.amount_qepik, refund.day, on).amount_qepik if on > refund.due else 0
    )
    refund.save(update_fields=["paid", "interest_qepik"])
    Entry.objects.create(
        municipality_id=refund.municipality_id, taxpayer_id=refund.taxpayer_id, kind=K.REFUND, amount=refund.amount_qepik, day=on, head=0,
        year=on.year, source_kind="revenue.refund", source_id=refund.pk, at=timezone.now(), by=actor.user_id,
    )  # fmt: skip
    log(refund.taxpayer, amount=refund.amount_qepik, interest=refund.interest_qepik, on=on)
    return refund


@action("revenue.reminder.send", says=gettext_lazy("sent a reminder"), allow=access.may_keep)
def remind(*, actor: Actor, payer: Taxpayer, on: date) -> Reminder:
    """The next step: reminder, warning, application to the court, of what no kept agreement covers. Refuses where nothing
    of that is late and undisputed."""
    refuse_merged(payer)
    standing = balance.owed(payer, on)
    late = standing.reminded
    if not standing.overdue:
        raise Refused(_("Nothing undisputed is past its day."))
    if not late:
        raise Refused(_("An instalment agreement is being kept: it is not reminded of."))
    last = Reminder.objects.filter(taxpayer=payer).order_by("-day", "-pk").first()
    if last and last.day >= on:
        raise Refused(_("The taxpayer was reminded on that day or later."))
    oldest = min(d.demand.due for d in late if d.demand.due)
    step = min(last.step + 1, Reminder.Step.COURT) if last and last.day > oldest else Reminder.Step.REMINDER
    made = Reminder.objects.create(
        municipality_id=payer.municipality_id, taxpayer=payer, day=on, step=step, by=actor.user_id,
        number=take_number(owner=payer.municipality_id, code="revenue.reminder", year=0),
        principal_qepik=sum(d.principal - d.held_principal for d in late), interest_qepik=sum(d.interest + d.accruing - d.held_interest for d in late),
    )  # fmt: skip
    log(payer, step=step, number=made.number)
    return made


@action("revenue.clearance.give", says=gettext_lazy("certified that nothing is owed"), allow=access.may_keep)
def give_clearance(*, actor: Actor, payer: Taxpayer, on: date) -> Clearance:
    """A certificate that nothing is past its day. Refuses where something is; a disputed part or credit hinders nothing."""
    refuse_merged(payer)
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


@action(
    "revenue.clearance.revoke", says=gettext_lazy("revoked a clearance certificate"), allow=access.may_run
)
def revoke_clearance(*, actor: Actor, clearance: Clearance, on: date, reason: str) -> Clearance:
    """Says from a day on that a certificate was given in error; the public check then says so to everybody. It stays."""
    clearance = Clearance.objects.select_for_update().get(pk=clearance.pk)
    if clearance.revoked:
        raise Refused(
            _("The certificate was already revoked on %(day)s.") % {"day": format_date(clearance.revoked)}
        )
    if on < clearance.day:
        raise Refused(
            _("The certificate was given on %(day)s: give that day or a later one.")
            % {"day": format_date(clearance.day)}
        )
    if not reason.strip():
        raise Refused(_("Say why, in a few words."))
    clearance.revoked, clearance.revoked_because = on, reason[:200]
    clearance.save(update_fields=["revoked", "revoked_because"])
    log(clearance.taxpayer, number=clearance.number, on=on, reason=reason)
    return clearance
