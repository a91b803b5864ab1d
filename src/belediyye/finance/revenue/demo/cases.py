"""What follows when money does not come, or too much: a case of each kind in each of its states, only through actions."""

from datetime import date
from typing import Any

from belediyye.core.actions import Refused
from belediyye.core.demo import World
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.demo.money import one_payment
from belediyye.finance.revenue.demo.register import payer_of, thing_of
from belediyye.finance.revenue.models import (
    BankLine,
    Entry,
    Holding,
    Objection,
    Opening,
    Payment,
    Taxpayer,
    WriteOff,
)
from belediyye.finance.revenue.queries import balance

PAYERS_ACCOUNT = "AZ57NABZ00000000137010003333"
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LETTERS = date(2026, 10, 20)
# External number of the objector's payer, the day, the reason, what is granted of the half that is disputed, the answer.
OBJECTIONS: tuple[tuple[str, date, str, int | None, str], ...] = (
    ("K-011", date(2026, 11, 9), "Sahə sənəddəkindən azdır", None, ""),
    ("K-021", LETTERS, "Güzəşt nəzərə alınmayıb, ərizə 207", 2, "Güzəşt qismən təsdiqləndi: vəsiqə martdan qüvvədədir."),
    ("K-031", LETTERS, "Ev boşdur, ərizə 209", 0, "Boş ev də vergiyə cəlb olunur (VM 197)."),
    ("K-035", date(2026, 10, 27), "Ödəniş iki dəfə hesablanıb, ərizə 211", 1, "Təsdiqləndi: sahə iki dəfə yazılmışdı."),
)  # fmt: skip


def build(world: World) -> None:
    """From the letters of October to the certificates of today."""
    payers = list(Taxpayer.objects.filter(municipality=world.home, merged_into__isnull=True).exclude(charges__isnull=False).order_by("pk"))  # fmt: skip
    _letters_and_agreements(world, payers)
    _objections(world)
    _reassessed(world)
    _deferred_and_passed(world)
    _hopeless(world)
    _bank(world)
    _refunds(world, payers)
    _certificates(world, payers)


def _late(payers: list[Taxpayer], on: date) -> list[Taxpayer]:
    """Those whose debts are past their day, the largest first."""
    debts = sorted(((balance.owed(p, on).overdue_total, p.pk, p) for p in payers), reverse=True)
    return [p for debt, _pk, p in debts if debt]


def _letters_and_agreements(world: World, payers: list[Taxpayer]) -> None:
    """An agreement of September that was broken at once; letters; an agreement that is being kept."""
    late = _late(payers, LETTERS)[:8]
    for p in late[:4]:
        actions.remind(actor=world.actor("aynur", LETTERS), payer=p, on=LETTERS)
    for payer, on, first, last, reason in (
        (late[4], LETTERS, date(2026, 11, 6), date(2027, 2, 1), "Ərizə 204"),
        (late[5], date(2026, 9, 21), date(2026, 10, 15), date(2026, 12, 15), "Ərizə 188"),
    ):
        debt = balance.owed(payer, on).overdue_total
        parts = [(first, debt // 2), (last, debt - debt // 2)]
        actions.make_agreement(actor=world.actor("rauf", on), payer=payer, parts=parts, on=on, reason=reason)
        if on == LETTERS:
            one_payment(world, payer, debt // 2, date(2026, 11, 4), 91)


def _demand(payer: Taxpayer, **where: Any) -> Entry | None:
    rows = Entry.objects.filter(taxpayer=payer, kind=Entry.Kind.DEMAND, year=2026, amount__gt=40, **where)
    return rows.order_by("pk").first()


def _objections(world: World) -> None:
    """Open with a paper, granted in part, refused, satisfied."""
    for external, on, reason, share, answer in OBJECTIONS:
        # A relief may have left nothing to object to: then it is the neighbour in the book.
        near = (payer_of(f"K-{int(external[2:]) + n:03d}") for n in range(4))
        demand = next(filter(None, map(_demand, near)))
        clerk, answered = world.actor("aynur", on), date(2026, 11, 12)
        paper = actions.keep_paper(actor=clerk, name="erize.pdf", content=PAPER) if share is None else None
        case = actions.open_objection(actor=clerk, demand=demand, disputed=demand.amount // 2, on=on, reason=reason, paper=paper)  # fmt: skip
        if share is not None:
            granted = case.disputed_qepik // share if share else 0
            actions.answer_objection(actor=world.actor("rauf", answered), objection=case, granted=granted, on=answered, answer=answer)  # fmt: skip


def _reassessed(world: World) -> None:
    """An objection that was right: the house is measured anew, the year assessed again, the case answered by that run."""
    on, day = date(2026, 10, 15), date(2026, 10, 21)
    thing = next(t for n in (44, 55, 66, 57) if _demand((t := thing_of(f"B-{n:03d}")).holdings.get(withdrawn=False).taxpayer, head=1))  # fmt: skip
    demand = _demand(thing.holdings.get(withdrawn=False).taxpayer, head=1)
    assert demand is not None
    case = actions.open_objection(actor=world.actor("aynur", on), demand=demand, disputed=demand.amount // 2, on=on, reason="Sahə səhv ölçülüb, ərizə 206")  # fmt: skip
    state = thing.states.get(withdrawn=False, until__isnull=True)
    facts = {"use": state.use, "place_class": state.place_class, "area_dm2": (state.area_dm2 or 0) * 3 // 5}
    clerk, accountant = world.actor("aynur", day), world.actor("rauf", day)
    actions.change_object(actor=clerk, thing=thing, facts=facts, on=date(2026, 1, 1), reason="ölçü aktı 33")
    run = actions.preview_run(actor=accountant, year=2026, on=day, thing=thing, reason="ərizə 206")
    actions.approve_run(actor=world.actor("leyla", day), run=run, on=day)
    actions.answer_objection(actor=accountant, objection=Objection.objects.get(pk=case.pk), granted=0, on=day, answer="Yenidən ölçüldü və hesablandı.", run=run)  # fmt: skip


def _deferred_and_passed(world: World) -> None:
    """A due day moved before it came; and a sold house's unpaid half that its buyer owes now."""
    on = date(2026, 11, 5)
    demand = _demand(payer_of("K-026"), due__gt=on)
    if demand:
        actions.defer(actor=world.actor("rauf", on), demand=demand, until=date(2027, 2, 15), on=on, reason="Ərizə 214: müalicədədir")  # fmt: skip
    on = date(2026, 11, 18)
    sold = Holding.objects.get(object__external_id="B-019", until__isnull=False, withdrawn=False)
    try:
        actions.pass_unpaid(actor=world.actor("rauf", on), holding=sold, year=2026, on=on)
    except Refused:
        return  # a relief left nothing to pass


def _hopeless(world: World) -> None:
    """Old debts whose term has ended wait for the council; the one that a court wrote off is in the budget's share."""
    on = date(2026, 11, 17)
    old = Opening.objects.filter(municipality=world.home, year__lt=2020, reversed_on__isnull=True)
    demands = list(Entry.objects.filter(source_kind="revenue.opening", source_id__in=old.values("pk"), due__isnull=False))  # fmt: skip
    actions.propose_write_off(actor=world.actor("rauf", on), demands=demands, ground=WriteOff.Ground.TERM, on=on, reason="Müddət bitib")  # fmt: skip


def _bank(world: World) -> None:
    """A payment that the bank took back, a sender nobody knows."""
    wrong = Payment.objects.filter(municipality=world.home, channel=Payment.Channel.BANK, reversed_on__isnull=True, taxpayer__charges__isnull=True).order_by("-day", "-pk").first()  # fmt: skip
    if wrong:
        actions.reverse_payment(
            actor=world.actor("rauf", world.today), payment=wrong, on=world.today, reason="Bank səhvən göndərib, məktub 88"
        )  # fmt: skip
    queue = BankLine.objects.filter(
        municipality=world.home, state=BankLine.State.QUEUE, taxpayer__isnull=True
    )
    if unknown := queue.order_by("day").first():
        actions.set_aside(
            actor=world.actor("aynur", LETTERS), line=unknown, state=BankLine.State.SUSPENSE, remark="Göndərən məlum deyil, bankdan soruşulub"
        )  # fmt: skip


def _refunds(world: World, payers: list[Taxpayer]) -> None:
    """Two who paid too much ask it back: one has it already, one waits."""
    asked, paid = date(2026, 11, 9), date(2026, 11, 19)
    done = 0
    for p in payers:
        credit = balance.owed(p, asked).credit
        if credit <= 0 or balance.owed(p, world.today).credit < credit:
            continue
        try:
            refund = actions.ask_refund(actor=world.actor("aynur", asked), payer=p, amount=credit, account=PAYERS_ACCOUNT, on=asked, reason=f"Ərizə {216 + done}")  # fmt: skip
        except Refused:
            continue
        done += 1
        if done == 2:
            return
        actions.pay_refund(actor=world.actor("rauf", paid), refund=refund, on=paid)


def _certificates(world: World, payers: list[Taxpayer]) -> None:
    """Two certificates that nothing is owed; one was given to the wrong person and is revoked."""
    given = 0
    for p in payers:
        if balance.clear_on(p, world.today):
            continue
        made = actions.give_clearance(actor=world.actor("aynur", world.today), payer=p, on=world.today)
        actions.give_registration(actor=world.actor("aynur", world.today), payer=p, on=world.today)
        given += 1
        if given == 2:
            actions.revoke_clearance(actor=world.actor("rauf", world.today), clearance=made, on=world.today, reason="Başqa şəxsə verilib")  # fmt: skip
            return
