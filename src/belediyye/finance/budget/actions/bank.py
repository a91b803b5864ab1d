"""The bank's statement against payment orders and receipts: lines taken once, the certain ones matched, the rest by a person."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import Municipality
from belediyye.core.money import format_money
from belediyye.finance.budget import access
from belediyye.finance.budget.actions.executing import pay_order, receive
from belediyye.finance.budget.models import BankLine, Line, PaymentOrder, Receipt
from belediyye.finance.budget.queries import bank
from belediyye.finance.revenue import statements
from belediyye.finance.revenue.models import BankLine as RevenueLine

OWN_CURRENCY = "AZN"


@dataclass(frozen=True)
class Took:
    """What taking a statement did: lines that are new, those known before, those matched, and those that wait."""

    new: int
    known: int
    matched: int
    waiting: int


@action(
    "budget.bank.take", says=gettext_lazy("took in a bank statement for the budget"), allow=access.may_account
)
def take_bank_statement(*, actor: Actor, municipality: Municipality, content: bytes, name: str) -> Took:
    """Takes every booked line of a file (camt.053/.054, MT940, workbook) and matches the certain ones.

    A line that is there already is not taken again. Refuses what cannot be read, another currency, and a statement
    that does not add up."""
    try:
        found = statements.read(content, name)
    except statements.BadStatement as fault:
        raise Refused(fault.words["en" if (get_language() or "az").startswith("en") else "az"]) from fault
    lines: list[tuple[BankLine, str]] = []
    for one in found:
        if any(line.currency != OWN_CURRENCY for line in one.lines):
            raise Refused(_("The accounts of a municipality are kept in AZN."))
        if one.difference:
            raise Refused(
                _(
                    "The statement %(number)s does not add up: %(amount)s apart. Ask the bank for the whole statement."
                )
                % {"number": one.number, "amount": format_money(one.difference)}
            )
        lines += [_line_of(municipality, one, line) for line in one.lines if line.is_booked]
    took = _keep(actor, municipality, lines)
    log(
        municipality,
        file=name,
        digest=hashlib.sha256(content).hexdigest(),
        new=took.new,
        known=took.known,
        matched=took.matched,
    )
    return took


def _line_of(place: Municipality, one: statements.Statement, line: statements.Line) -> tuple[BankLine, str]:
    day = line.booked or line.value
    if day is None:
        raise Refused(_("A line of the statement has no day."))
    said = f"{one.account}|{line.name}|{line.account}|{line.text}"
    reference = line.reference or hashlib.sha256(said.encode()).hexdigest()[:32]
    text = " · ".join(part for part in (line.name, line.text) if part)
    return BankLine(
        municipality=place, day=day, amount=line.amount, text=text[:300], reference=reference[:70]
    ), line.account


@action(
    "budget.bank.revenue",
    says=gettext_lazy("took over the bank lines of the revenue room"),
    allow=access.may_account,
)
def take_revenue_lines(*, actor: Actor, municipality: Municipality) -> Took:
    """Takes over the lines of the statements that the revenue room has already; nobody uploads a statement twice.

    What that room posted to taxpayers is settled by it; a line that it posted since is settled now."""
    rows = list(RevenueLine.objects.filter(municipality=municipality).order_by("pk"))
    lines = []
    posted = {}
    for row in rows:
        reference = row.reference[:70] or f"revenue:{row.pk}"
        day = row.booked or row.day
        # What a taxpayer wrote stays in the revenue room, encrypted; an outgoing line's payee is needed to find its order.
        text = f"{row.name} · {row.text}" if row.amount < 0 else ""
        line = BankLine(
            municipality=municipality, day=day, amount=row.amount, text=text[:300], reference=reference
        )
        if row.state == RevenueLine.State.POSTED:
            posted[reference, day, row.amount] = True
            line.why = bank.REVENUE
        lines.append((line, row.account))
    settled = 0
    for line in bank.waiting(municipality):
        if posted.get((line.reference, line.day, line.amount)):
            line.why = bank.REVENUE
            line.save(update_fields=["why"])
            settled += 1
    took = _keep(actor, municipality, lines)
    log(municipality, new=took.new, known=took.known, matched=took.matched, settled=settled)
    return took


def _keep(actor: Actor, place: Municipality, lines: Iterable[tuple[BankLine, str]]) -> Took:
    """Keeps the lines that are new, the same line of one file told apart by its turn, and matches what is certain."""
    Municipality.objects.select_for_update().get(pk=place.pk)
    turns: Counter[tuple[object, ...]] = Counter()
    wanted: list[tuple[BankLine, str]] = []
    for line, account in lines:
        key = line.reference, line.day, line.amount
        turns[key] += 1
        if turns[key] > 1:
            line.reference = f"{line.reference}#{turns[key]}"
        wanted.append((line, account))
    known = set(BankLine.objects.filter(municipality=place).values_list("reference", "day", "amount"))
    fresh = [pair for pair in wanted if (pair[0].reference, pair[0].day, pair[0].amount) not in known]
    BankLine.objects.bulk_create([line for line, _account in fresh], batch_size=1000)
    matched = sum(bool(line.why) or _match(actor, line, account) for line, account in fresh)
    return Took(len(fresh), len(wanted) - len(fresh), matched, len(fresh) - matched)


def _match(actor: Actor, line: BankLine, account: str) -> bool:
    found = bank.certain(line, account)
    if found is None:
        return False
    paper, reason = found
    try:
        _link(actor, line, paper, reason)
    except Refused:
        return False  # a person sees it in the list, with the refusal in words when trying
    return True


def _link(actor: Actor, line: BankLine, paper: PaymentOrder | Receipt, why: str) -> None:
    if isinstance(paper, PaymentOrder):
        if paper.state == PaymentOrder.State.SIGNED:
            pay_order(actor=actor, order=paper, day=line.day)
        line.order = paper
    else:
        line.receipt = paper
    line.why = why
    line.save(update_fields=["order", "receipt", "why"])


def _held(line: BankLine) -> BankLine:
    held = BankLine.objects.select_for_update().get(pk=line.pk)
    if held.order_id or held.receipt_id or held.why:
        raise Refused(_("This line is settled already. Free it first."))
    return held


@action("budget.bank.match", says=gettext_lazy("matched a bank line"), allow=access.may_account)
def match_bank_line(*, actor: Actor, line: BankLine, paper: PaymentOrder | Receipt) -> None:
    """Says that a line is this order (executing it, where it was only signed) or this receipt. The amounts must agree."""
    held = _held(line)
    choices = bank.free_orders(held) if isinstance(paper, PaymentOrder) else bank.free_receipts(held)
    if not choices.filter(pk=paper.pk).exists():
        raise Refused(_("This paper has another amount or day, or another bank line already."))
    _link(actor, held, paper, "person")
    log(held, paper=f"{paper._meta.model_name}:{paper.pk}")


@action(
    "budget.bank.receive", says=gettext_lazy("recorded a bank line as a receipt"), allow=access.may_account
)
def receive_bank_line(*, actor: Actor, line: BankLine, on: Line) -> Receipt:
    """Records money that came in, seen on the bank's statement, on a line of revenue or financing."""
    held = _held(line)
    if held.amount <= 0:
        raise Refused(_("This line is money that went out."))
    text = _("Bank, %(reference)s") % {"reference": held.reference}
    # No source is named: it is recorded as by hand, with everything that is refused by hand. The line is held, so once.
    made = receive(actor=actor, line=on, day=held.day, amount=held.amount, text=text)
    held.receipt, held.why = made, "person"
    held.save(update_fields=["receipt", "why"])
    log(held, receipt=made.pk)
    return made


@action("budget.bank.explain", says=gettext_lazy("explained a bank line"), allow=access.may_account)
def explain_bank_line(*, actor: Actor, line: BankLine, words: str) -> None:
    """Settles a line that is neither an order nor a receipt of the budget, with the words that say what it is."""
    held = _held(line)
    if len(words.strip()) < 5 or words.strip() in bank.WHY:
        raise Refused(_("Write what this line is."))
    held.why = words.strip()[:200]
    held.save(update_fields=["why"])
    log(held, words=held.why)


@action("budget.bank.free", says=gettext_lazy("freed a bank line"), allow=access.may_account)
def free_bank_line(*, actor: Actor, line: BankLine, reason: str) -> None:
    """Takes a wrong match back; the order or receipt itself stays as it is in the ledger."""
    held = BankLine.objects.select_for_update().get(pk=line.pk)
    if not (held.order_id or held.receipt_id or held.why):
        raise Refused(_("This line is not settled."))
    log(held, reason=reason, order=held.order_id, receipt=held.receipt_id, why=held.why)
    held.order = held.receipt = None
    held.why = ""
    held.save(update_fields=["order", "receipt", "why"])
