"""100,000 lines of a bank in one statement, matched and posted; balances of a whole municipality on a day.

Run as `python benchmarks/revenue_money.py [--payers N] [--lines N]`; builds its database as benchmarks/revenue.py does.
Ends in var/bench/revenue_money.json.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from revenue import OUT, Table, build, timed


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


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--payers", type=int, default=600_000)
    parser.add_argument("--objects", type=int, default=1_000_000)
    parser.add_argument("--lines", type=int, default=100_000)
    chosen = parser.parse_args()
    table = Table()
    cast = build(chosen.payers, chosen.objects)
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
        return counts

    bank._match_and_post = matched
    with scope(municipality=cast.home):
        for year in (2025,):
            run = actions.preview_run(actor=actor, year=year, on=date(year, 7, 20))
            actions.approve_run(actor=machine("bench 2", cast.home), run=run, on=date(year, 7, 20))
        payers = list(
            Taxpayer.objects.filter(municipality=cast.home)
            .order_by("pk")
            .values_list("number", "code", "name")
        )
        content = statement(payers, chosen.lines)
        took, _made = timed(lambda: actions.take_statement(actor=actor, content=content, name="bench.sta"))
        table.add(f"{chosen.lines:,} lines of a statement: read, kept, matched, posted", took, "s")
        table.add(f"{chosen.lines:,} lines matched and posted", spent["match"], "s", 30)
        assert BankLine.objects.count() == chosen.lines
        paid = -sum(Entry.objects.filter(kind=Entry.Kind.PAYMENT).values_list("amount", flat=True).iterator())
        assert paid == sum(Payment.objects.values_list("amount", flat=True).iterator()), (
            "every payment is spread to the last qəpik"
        )
        for on in (date(2025, 9, 30), date(2025, 12, 31)):
            table.add(
                f"balances of {len(payers):,} accounts on {on}",
                min(timed(lambda on=on: balance.balances(cast.home.pk, on))[0] for _ in range(3)),
                "s",
                0.5,
            )
        with transaction.atomic():
            took, made = timed(lambda: posting.accrue_all(cast.home.pk, date(2025, 12, 31), actor))
        table.add(f"interest of a month's end, {made:,} entries", took, "s")
    table.rows.append({"measure": "database", "value": connection.vendor})
    (OUT / "revenue_money.json").write_text(
        json.dumps(table.rows, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    return 0 if all(row.get("holds") is not False for row in table.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
