"""The money side of `./run bench revenue`: a bank's statement of 100,000 lines matched and posted, the balances of a
whole municipality on a day, a month's interest, and a roll of 50,000 rows tried and taken in. Called by revenue.py.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

IMPORTED = 50_000
Timed = Callable[[Callable[[], Any]], tuple[float, Any]]


def statement(payers: list[tuple[int, str, str]], lines: int) -> bytes:
    """An MT940 statement: nine lines in ten name a payer by reference or code, the rest by name alone or not at all."""
    from belediyye.core.identifiers import make_reference

    body, total = [], 0
    for n in range(lines):
        _number, code, name = payers[n * 7919 % len(payers)]
        amount = 300 + n * 37 % 4000
        total += amount
        said = (f"Vergi {make_reference(code[:10] + '25')}", f"YVOK {code}", "emlak vergisi")[
            0 if n % 10 < 6 else 1 if n % 10 < 9 else 2
        ]
        day = date(2025, 8 + n % 4, 1 + n % 28)
        body.append(
            f":61:{day:%y%m%d}{day:%m%d}C{amount // 100},{amount % 100:02d}NTRFNONREF//BANK{n:08d}\n:86:000?20{said}?32{name}\n"
        )
    closing = f"{total // 100},{total % 100:02d}"
    return f":20:B\n:25:AZ21NABZ00000000137010001944\n:28C:1\n:60F:C250801AZN0,00\n{''.join(body)}:62F:C251130AZN{closing}\n-\n".encode()


def measure_money(cast: Any, table: Any, timed: Timed, lines: int) -> None:
    """Adds the measures to the table; the municipality has a posted run of 2025."""
    from django.db import connection, transaction
    from django_scopes import scope

    from belediyye.core.actors import machine
    from belediyye.finance.revenue import actions
    from belediyye.finance.revenue.actions import bank, posting
    from belediyye.finance.revenue.models import BankLine, Entry, Payment, Taxpayer
    from belediyye.finance.revenue.queries import balance

    actor = machine("bench", cast.home)
    spent: dict[str, float] = {}
    whole = bank._match_and_post

    def matched(*args: Any) -> dict[str, int]:
        spent["match"], counts = timed(lambda: whole(*args))
        return dict(counts)

    with scope(municipality=cast.home):
        found = Taxpayer.objects.filter(municipality=cast.home).order_by("pk")
        payers = list(found.values_list("number", "code", "name"))
        content = statement(payers, lines)
        bank._match_and_post = matched  # type: ignore[assignment]
        took, _made = timed(lambda: actions.take_statement(actor=actor, content=content, name="bench.sta"))
        bank._match_and_post = whole
        table.add(f"{lines:,} lines of a statement: read, kept, matched, posted", took, "s")
        table.add(f"{lines:,} lines matched and posted", spent["match"], "s", 30)
        assert BankLine.objects.count() == lines
        paid = -sum(Entry.objects.filter(kind=Entry.Kind.PAYMENT).values_list("amount", flat=True).iterator())
        assert paid == sum(Payment.objects.values_list("amount", flat=True).iterator()), (
            "every payment is spread to the last qəpik"
        )
        on = date(2025, 12, 31)
        took = min(timed(lambda: balance.balances(cast.home.pk, on))[0] for _ in range(3))
        table.add(f"balance of each of {len(payers):,} accounts on a day", took, "s")
        with transaction.atomic():
            took, made = timed(lambda: posting.accrue_all(cast.home.pk, on, actor))
        table.add(f"interest of a month's end, {made:,} entries", took, "s")
    print(f"({connection.vendor})", flush=True)


def roll_of(rows: int) -> bytes:
    """A roll as an office exports it: a dwelling a row, two rows in three of a payer of their own."""
    lines = ["taxpayer_id,taxpayer_name,object_id,object_kind,use,place_class,area_m2,relief,address"]
    for n in range(rows):
        payer = n if n % 3 else n + 1
        lines.append(
            f"Q-{payer},Sınaqov{payer % 9973} Nümunə Misal oğlu,YENI-{n},building,dwelling,village,{30 + n % 170},"
            f'{"pensioner" if n % 9 == 0 else ""},"Sınaq küçəsi, {n % 211}"'
        )
    return "\n".join(lines).encode()


def measure_import(cast: Any, table: Any, timed: Timed, rows: int = IMPORTED) -> None:
    """Tries and takes a roll into the smaller municipality, as the page's worker does."""
    from django_scopes import scope

    from belediyye.core.actors import machine
    from belediyye.finance.revenue import actions

    actor = machine("bench", cast.neighbour)
    day = date(2026, 1, 1)
    with scope(municipality=cast.neighbour):
        roll = actions.upload_roll(actor=actor, name="roll.csv", content=roll_of(rows), since=day)
        tried, _counts = timed(lambda: actions.check_import(actor=actor, roll=roll))
        taken, counts = timed(lambda: actions.take_import(actor=actor, roll=roll, on=day))
    assert counts.get("new") == rows, counts
    table.add(f"a roll of {rows:,} rows: tried", tried, "s", 60)
    table.add(f"a roll of {rows:,} rows: taken in", taken, "s", 60)


def measure_lowering(cast: Any, table: Any, timed: Timed, on: date) -> None:
    """The council lowers the rate for buildings in a village: everybody's year is assessed anew, and what was paid too much
    settles other debts. After the statement and the interest of a month's end, so that there is much to put right."""
    from django_scopes import scope

    from belediyye.core.actors import machine
    from belediyye.finance.revenue import actions
    from belediyye.finance.rules.queries import local

    with scope(municipality=cast.home):
        lower = local.overlay_with(cast.home.pk, on.year, {"property_tax.rate": {"village": "0.05"}}, [])
        seen, run = timed(
            lambda: actions.preview_run(actor=machine("bench", cast.home), year=on.year, on=on, overlay=lower)
        )
        posted, run = timed(lambda: actions.approve_run(actor=machine("bench 2", cast.home), run=run, on=on))
    table.add(
        f"a lower rate for {run.totals['posts']['payers']:,} payers who were billed: previewed", seen, "s"
    )
    table.add("the same posted, credit used and interest put right", posted, "s")
