"""The money of the demonstration: two years of statements in each of the forms that banks give, what was matched, what waits."""

import io
from datetime import date, datetime, time
from random import Random

import xlsxwriter

from belediyye.core.demo import World
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import BankLine, Charge, Entry, Head, Taxpayer
from belediyye.finance.revenue.queries.notices import reference_of

ACCOUNT = "AZ21NABZ00000000137010001944"
SECOND_ACCOUNT = "AZ81NABZ00000000137010002222"
OPENING = 412_350
# Statement's last day, the tax year people pay then, and how many of a hundred pay.
STATEMENTS = (
    (date(2025, 8, 15), 2025, 55), (date(2025, 8, 29), 2025, 12), (date(2025, 11, 17), 2025, 58), (date(2025, 12, 15), 2025, 14),
    (date(2026, 3, 10), 2025, 8), (date(2026, 8, 17), 2026, 52), (date(2026, 9, 14), 2026, 15), (date(2026, 11, 16), 2026, 50),
)  # fmt: skip
# These pay nothing in the second year: what follows is told by `cases` and the court.
SILENT = ("K-019", "K-026", "K-044", "K-055", "K-066", "K-077")
BANK = BankLine.State
CLOSES = {
    date(2025, 8, 29): date(2025, 8, 31),
    date(2025, 12, 15): date(2025, 12, 31),
    date(2026, 3, 10): date(2026, 3, 31),
    date(2026, 9, 14): date(2026, 9, 30),
}


def build(world: World) -> None:
    """Statements as the bank gave them, month's closes between. Only through actions."""
    chance = Random(world.seed + 1)
    payers = list(Taxpayer.objects.filter(municipality=world.home, merged_into__isnull=True).exclude(charges__isnull=False).order_by("pk"))  # fmt: skip
    standing = OPENING
    for number, (day, year, part) in enumerate(STATEMENTS, 1):
        lines = [
            line
            for p in payers
            if chance.random() * 100 < part and (year == 2025 or p.external_id not in SILENT) and (line := _line(chance, p, day, year))
        ]  # fmt: skip
        lines.append((day, -chance.randint(150, 900), "Nümunə Bank", "Xidmət haqqı"))
        if number % 2:
            lines.append((day, chance.randint(5, 30) * 100, "Naməlum Göndərən", "ödəniş"))
        content, standing = statement(f"NB{number}", standing, lines)
        actions.take_statement(
            actor=world.actor("rauf", day), content=content, name=f"cixaris-{day:%Y-%m-%d}.sta"
        )
        if closed := CLOSES.get(day):
            actions.settle_accounts(actor=world.actor("rauf", closed), on=closed)
    _of_contracts(world)
    _of_counter(world)


def _of_contracts(world: World) -> None:
    """Each quarter another bank's camt file: tenants, buyer and market pay by their day; the hotel stopped in August."""
    demands = Entry.objects.filter(municipality=world.home, kind=Entry.Kind.DEMAND, charge__isnull=False)
    due = [e for e in demands.select_related("charge", "taxpayer").order_by("due", "pk") if e.due and e.due <= date(2026, 11, 16)]  # fmt: skip
    due = [e for e in due if e.charge and not (e.charge.head in (Head.HOTEL, Head.ADVERTISING) and e.due > date(2026, 8, 20)) and not e.charge.ended]  # fmt: skip
    for quarter in range(8):
        year, last = 2025 + quarter // 4, quarter % 4 * 3 + 3
        rows = [e for e in due if e.due and e.due.year == year and last - 3 < e.due.month <= last]
        if not rows:
            continue
        day = max(e.due for e in rows if e.due)
        content = _camt(f"KB-{year}-{last // 3}", [(e.due, e.amount, e.taxpayer.name, f"{_said(e.charge)} {reference_of(e.taxpayer, e.year)}") for e in rows if e.due and e.charge])  # fmt: skip
        actions.take_statement(
            actor=world.actor("rauf", day),
            content=content,
            name=f"kommersiya-{year}-{last // 3}.xml",
            ours=True,
        )


def _said(charge: Charge) -> str:
    return f"{charge.basis}, ödəniş"


def _camt(number: str, lines: list[tuple[date, int, str, str]]) -> bytes:
    """camt.053 as banks write it."""
    azn = lambda q: f'<Amt Ccy="AZN">{q / 100:.2f}</Amt>'  # noqa: E731
    total = sum(amount for _d, amount, _n, _t in lines)
    balance = lambda code, q, d: (  # noqa: E731
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{azn(q)}<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{d}</Dt></Dt></Bal>"
    )
    entries = "".join(
        f"<Ntry>{azn(amount)}<CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{number}-{n}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>{name}</Nm></Dbtr></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        for n, (day, amount, name, text) in enumerate(lines, 1)
    )
    first, last = lines[0][0], lines[-1][0]
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
        f"<Id>{number}</Id><Acct><Id><IBAN>{SECOND_ACCOUNT}</IBAN></Id><Ccy>AZN</Ccy></Acct>{balance('OPBD', 0, first)}{balance('CLBD', total, last)}{entries}"
        "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _of_counter(world: World) -> None:
    """A post office's workbook with what no rule can settle: one sum for several payers, a stranger, another's money."""
    day = date(2026, 10, 26)
    family = list(Taxpayer.objects.filter(municipality=world.home, name__startswith="Misalov", external_id="", house="201").order_by("pk"))  # fmt: skip
    rows = [
        (600, "Misalov qardaşları", "üç qardaşın əmlak vergisi"), (1_250, "Poçt şöbəsi 4", "vergi, adı oxunmur"),
        (4_400, "Qonşu Kommunal MMC", "su haqqı, səhv hesab"), (900, "Nümunə Sığorta ASC", "sığorta ödənişi"),
    ]  # fmt: skip
    made = actions.take_statement(
        actor=world.actor("rauf", day), content=_workbook(day, rows), name="poct-2026-10.xlsx"
    )
    lines = list(BankLine.objects.filter(statement__in=[m.pk for m in made]).order_by("pk"))
    clerk = world.actor("aynur", day)
    actions.assign_line(actor=clerk, line=lines[0], parts=[(p, 200) for p in family])
    for line, state, remark in (
        (lines[1], BANK.SUSPENSE, "Poçtdan qəbzin surəti istənilib"), (lines[2], BANK.RETURNED, "Səhv göndərilib, qaytarıldı, məktub 61"),
        (lines[3], BANK.OUT, "Sığorta ödənişidir, vergi deyil"),
    ):  # fmt: skip
        actions.set_aside(actor=clerk, line=line, state=state, remark=remark)


def _workbook(day: date, rows: list[tuple[int, str, str]]) -> bytes:
    """The table of a post office; its properties carry the day, so that it is the same file every time."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime.combine(day, time())})
        sheet = book.add_worksheet("Ödənişlər")
        for n, heading in enumerate(("Tarix", "Məbləğ", "Göndərən", "Təyinat", "Sənəd №")):
            sheet.write(0, n, heading)
        for n, (amount, name, text) in enumerate(rows, 1):
            for column, value in enumerate((f"{day:%d.%m.%Y}", amount / 100, name, text, f"P-{n}")):
                sheet.write(n, column, value)
    return kept.getvalue()


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


def statement(
    number: str, opening: int, lines: list[tuple[date, int, str, str]], account: str = ACCOUNT
) -> tuple[bytes, int]:
    """MT940 as banks write it, adding up; and the closing balance."""
    closing = opening + sum(amount for _d, amount, _n, _t in lines)
    money = lambda q: f"{q // 100},{q % 100:02d}"  # noqa: E731
    body = "".join(
        f":61:{d:%y%m%d}{d:%m%d}{'C' if a > 0 else 'D'}{money(abs(a))}NTRFNONREF//{number}{n:06d}\n:86:000?20{t}?32{name}\n"
        for n, (d, a, name, t) in enumerate(lines)
    )
    day = lines[-1][0]
    head = (
        f":20:{number}\n:25:{account}\n:28C:{number.lstrip('NBQ')}/1\n:60F:C{day:%y%m%d}AZN{money(opening)}\n"
    )
    return f"{head}{body}:62F:C{day:%y%m%d}AZN{money(closing)}\n-\n".encode(), closing


def one_payment(world: World, payer: Taxpayer, amount: int, day: date, number: int) -> None:
    """A statement with one line: the payer names the payment reference."""
    content, _closing = statement(f"NB{number}", 0, [(day, amount, payer.name, f"Vergi {reference_of(payer, day.year)}")])  # fmt: skip
    actions.take_statement(
        actor=world.actor("rauf", day), content=content, name=f"cixaris-{day:%Y-%m-%d}-{number}.sta"
    )
