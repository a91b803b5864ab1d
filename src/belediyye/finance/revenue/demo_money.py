"""The money of the demonstration: two years of statements, what was matched, what waits, and the cases that follow."""

from datetime import date
from random import Random

from belediyye.core.actions import Refused
from belediyye.core.demo import World
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import BankLine, Entry, Payment, Taxpayer
from belediyye.finance.revenue.queries import balance
from belediyye.finance.revenue.queries.notices import reference_of

ACCOUNT = "AZ21NABZ00000000137010001944"
OPENING = 412_350
# Statement's last day, the tax year people pay then, and how many of a hundred pay.
STATEMENTS = (
    (date(2025, 8, 15), 2025, 55), (date(2025, 8, 29), 2025, 12), (date(2025, 11, 17), 2025, 58), (date(2025, 12, 15), 2025, 14),
    (date(2026, 3, 10), 2025, 8), (date(2026, 8, 17), 2026, 52), (date(2026, 9, 14), 2026, 15), (date(2026, 11, 16), 2026, 50),
)  # fmt: skip
OBJECTED, ANSWERED = date(2026, 11, 9), date(2026, 11, 12)
CLOSES = {
    date(2025, 8, 29): date(2025, 8, 31),
    date(2025, 12, 15): date(2025, 12, 31),
    date(2026, 3, 10): date(2026, 3, 31),
    date(2026, 9, 14): date(2026, 9, 30),
}


def build(world: World) -> None:
    """Statements as the bank gave them, month's closes between, then the cases. Only through actions."""
    chance = Random(world.seed + 1)
    payers = list(Taxpayer.objects.filter(municipality=world.home, merged_into__isnull=True).order_by("pk"))
    standing = OPENING
    for number, (day, year, part) in enumerate(STATEMENTS, 1):
        lines = [
            line for p in payers if chance.random() * 100 < part and (line := _line(chance, p, day, year))
        ]
        lines.append((day, -chance.randint(150, 900), "Nümunə Bank", "Xidmət haqqı"))
        if number % 2:
            lines.append((day, chance.randint(5, 30) * 100, "Naməlum Göndərən", "ödəniş"))
        content, standing = _statement(number, standing, lines)
        actions.take_statement(
            actor=world.actor("rauf", day), content=content, name=f"cixaris-{day:%Y-%m-%d}.sta"
        )
        if closed := CLOSES.get(day):
            actions.settle_accounts(actor=world.actor("rauf", closed), on=closed)
    _cases(world, payers)


def _line(chance: Random, payer: Taxpayer, day: date, year: int) -> tuple[date, int, str, str] | None:
    """What a payer sends: the half that is due, now and then a round sum; most write the payment reference."""
    first = Entry.objects.filter(taxpayer=payer, kind=Entry.Kind.DEMAND, year=year).order_by(
        "instalment", "head"
    )
    amounts = [e.amount for e in first if e.due and e.due <= day.replace(day=28)]
    if not amounts:
        return None
    amount = sum(amounts[: len(amounts) // 2 or 1])
    if chance.random() < 0.12:
        amount = -(-amount // 500) * 500
    said = chance.choices(
        (f"Vergi {reference_of(payer, year)}", f"Emlak ve torpaq vergisi, YVOK {payer.code}", "vergi"),
        (70, 20, 10),
    )[0]
    return day, amount, payer.name, said


def _statement(number: int, opening: int, lines: list[tuple[date, int, str, str]]) -> tuple[bytes, int]:
    """MT940 as banks write it, adding up; and the closing balance."""
    closing = opening + sum(amount for _d, amount, _n, _t in lines)
    money = lambda q: f"{q // 100},{q % 100:02d}"  # noqa: E731
    body = "".join(
        f":61:{d:%y%m%d}{d:%m%d}{'C' if a > 0 else 'D'}{money(abs(a))}NTRFNONREF//NB{number:02d}{n:06d}\n:86:000?20{t}?32{name}\n"
        for n, (d, a, name, t) in enumerate(lines)
    )
    day = lines[-1][0]
    head = f":20:NB{number}\n:25:{ACCOUNT}\n:28C:{number}/1\n:60F:C{day:%y%m%d}AZN{money(opening)}\n"
    return f"{head}{body}:62F:C{day:%y%m%d}AZN{money(closing)}\n-\n".encode(), closing


def _cases(world: World, payers: list[Taxpayer]) -> None:
    """One of each: reminders, an agreement, an objection, a reversal, a refund, a certificate, a line kept in suspense."""
    on = date(2026, 10, 20)
    debts = sorted(((balance.owed(p, on).overdue_total, p.pk, p) for p in payers), reverse=True)
    late = [p for debt, _pk, p in debts if debt][:6]
    for p in late[:4]:
        actions.remind(actor=world.actor("aynur", on), payer=p, on=on)
    for p in late[4:5]:
        debt = balance.owed(p, on).overdue_total
        parts = [(date(2026, 12, 1), debt // 2), (date(2027, 2, 1), debt - debt // 2)]
        actions.make_agreement(
            actor=world.actor("rauf", on),
            payer=p,
            parts=[x for x in parts if x[1]],
            on=on,
            reason="Ərizə 204",
        )
    demand = (
        Entry.objects.filter(taxpayer=payers[10], kind=Entry.Kind.DEMAND, year=2026, amount__gt=100)
        .order_by("pk")
        .first()
    )
    if demand:
        actions.open_objection(
            actor=world.actor("aynur", OBJECTED),
            demand=demand,
            disputed=demand.amount // 2,
            on=OBJECTED,
            reason="Sahə sənəddəkindən azdır",
        )
    granted = (
        Entry.objects.filter(taxpayer=payers[20], kind=Entry.Kind.DEMAND, year=2026, amount__gt=100)
        .order_by("pk")
        .first()
    )
    if granted:
        case = actions.open_objection(
            actor=world.actor("aynur", on),
            demand=granted,
            disputed=granted.amount // 2,
            on=on,
            reason="Güzəşt nəzərə alınmayıb, ərizə 207",
        )
        actions.answer_objection(
            actor=world.actor("rauf", ANSWERED),
            objection=case,
            granted=granted.amount // 4,
            on=ANSWERED,
            answer="Güzəşt qismən təsdiqləndi: vəsiqə martdan qüvvədədir.",
        )
    wrong = Payment.objects.filter(municipality=world.home, reversed_on__isnull=True).order_by("-pk").first()
    if wrong:
        actions.reverse_payment(
            actor=world.actor("rauf", world.today),
            payment=wrong,
            on=world.today,
            reason="Bank səhvən göndərib, məktub 88",
        )
    unknown = (
        BankLine.objects.filter(municipality=world.home, state=BankLine.State.QUEUE, taxpayer__isnull=True)
        .order_by("day")
        .first()
    )
    if unknown:
        actions.set_aside(
            actor=world.actor("aynur", on),
            line=unknown,
            state=BankLine.State.SUSPENSE,
            remark="Göndərən məlum deyil, bankdan soruşulub",
        )
    given = False
    for p in payers:
        try:
            if not given and not balance.clear_on(p, world.today):
                actions.give_clearance(actor=world.actor("aynur", world.today), payer=p, on=world.today)
                given = True
            if (credit := balance.owed(p, world.today).credit) > 0:
                actions.ask_refund(
                    actor=world.actor("aynur", world.today),
                    payer=p,
                    amount=credit,
                    account=ACCOUNT,
                    on=world.today,
                    reason="Ərizə 219",
                )
                break
        except Refused:
            continue
