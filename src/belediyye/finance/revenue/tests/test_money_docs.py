"""The tables of docs/algorithms/{matching,account,collecting}.md, run: by the actions and the functions themselves."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from belediyye.core.identifiers import REFERENCE
from belediyye.core.queries import working_calendar
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import BankLine, Entry
from belediyye.finance.revenue.queries import agreements, cases, overpaid, reminding
from belediyye.finance.revenue.queries import balance as asked
from belediyye.finance.revenue.queries.notices import reference_of
from belediyye.finance.revenue.queries.settling import would_settle
from belediyye.finance.revenue.tests.test_money import office  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.town import Town, balance, payer, take
from belediyye.finance.rules.book.collection import refund_due

PAGES = Path(__file__).parents[5] / "docs" / "algorithms"


def rows(page: str, first: str) -> list[dict[str, str]]:
    """The table of the page whose first heading is `first`, a mapping a row."""

    def found() -> Iterator[dict[str, str]]:
        headings: list[str] = []
        for line in (PAGES / page).read_text("utf-8").splitlines():
            cells = [c.strip() for c in line.strip("|").split("|")] if line.startswith("|") else []
            if not cells:
                headings = []
            elif cells[0] == first:
                headings = cells
            elif headings and set(line) - set("|-: "):
                yield dict(zip(headings, cells, strict=True))

    table = list(found())
    assert table, (page, first)
    return table


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_matching(office: Town) -> None:  # noqa: F811
    clerk = office.actor("aynur")
    a = payer(office, "Sınaqov Adlı Nümunə oğlu", fin="5XY01AB")
    b = actions.register_payer(
        actor=clerk, facts={"kind": "legal", "name": "Nümunə MMC", "voen": "1400057421"}, on=date(2024, 1, 1)
    )
    words = {
        "reference": REFERENCE.format(reference_of(a, 2025)), "code": a.code, "code_b": b.code, "fin": a.fin, "voen": b.voen, "name": a.name,
        "wrong": a.code[:-1] + str((int(a.code[-1]) + 1) % 10),
    }  # fmt: skip
    said = rows("matching.md", "text")
    lines = [
        (
            date(2025, 8, 1),
            r["amount"].replace(".", ","),
            r["name"].format(**words),
            r["text"].format(**words),
        )
        for r in said
    ]
    # The amount owed is asked before anything is posted: each line stands in a statement of its own, suggestions first.
    order = sorted(range(len(said)), key=lambda n: said[n]["becomes"] == "POSTED")
    for n in order:
        take(office, lines[n], number=str(n))
    for r, line in zip(said, lines, strict=True):
        amount = int(line[1].replace(",", ""))
        one = BankLine.objects.get(amount=amount)
        found = (BankLine.Reason(one.reason).name, str(one.confidence), BankLine.State(one.state).name)
        assert found == (r["reason"], r["confidence"], r["becomes"]), r


def test_the_account_on_every_day(office: Town) -> None:  # noqa: F811
    p = payer(office)
    for n, (on, amount) in enumerate(
        (("2025-12-01", "6,00"), ("2025-12-15", "4,61"), ("2025-12-20", "0,50"))
    ):
        take(office, (day(on), amount, p.name, p.code), number=str(n))
    for r in rows("account.md", "day"):
        standing = asked.owed(p, day(r["day"]))
        found = (balance(p, day(r["day"])), standing.total, standing.credit)
        assert found == (int(r["posted"]), int(r["owed"]), int(r["credit"])), r


def test_what_a_sum_would_settle(office: Town) -> None:  # noqa: F811
    p, on = payer(office), date(2025, 12, 1)
    first, second = (
        cases.said_of(d)
        for d in Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND).order_by("instalment")
    )
    for r in rows("account.md", "paid"):
        parts, left = would_settle(p, int(r["paid"]), on)
        found = {(s.what, s.stage): s.amount for s in parts}
        wanted = {
            (first, 0): int(r["first half"]), (second, 0): int(r["second half"]), (first, 1): int(r["interest of the first"]),
            (second, 1): int(r["interest of the second"]),
        }  # fmt: skip
        assert found == {k: v for k, v in wanted.items() if v} and left == int(r["credit"]), r


@pytest.mark.parametrize(
    "r", rows("collecting.md", "oldest due"), ids=lambda r: f"{r['last step']}-{r['day']}"
)
def test_steps(r: dict[str, str]) -> None:
    sent = None if r["last sent"] == "–" else day(r["last sent"])
    step = reminding.step_after(
        int(r["last step"]), sent, day(r["oldest due"]), day(r["day"]), int(r["wait"])
    )
    assert step == int(r["step"])


@pytest.mark.django_db
def test_parts() -> None:
    for r in rows("collecting.md", "debt"):
        found = agreements.proposed_parts(
            int(r["debt"]), day(r["first by"]), int(r["parts"]), working_calendar()
        )
        assert [a for _d, a in found] == [int(a) for a in r["amounts"].split()], r
        assert [d.isoformat() for d, _a in found] == r["days"].split(), r


@pytest.mark.parametrize("r", rows("collecting.md", "year"), ids=lambda r: f"{r['year']}-{r['day']}")
def test_terms(r: dict[str, str]) -> None:
    ended, near = cases.lapsing_years(day(r["day"]))
    year = int(r["year"])
    assert ("ended" if year in ended else "near" if year in near else "–") == r["state"]


def test_of_what_money_an_overpayment_is(office: Town) -> None:  # noqa: F811
    rauf = office.actor("rauf")
    portal, _token = actions.open_portal(
        actor=rauf, municipality=office.home, name="Portal", sender_account="", per_minute=9
    )
    for n, r in enumerate(rows("collecting.md", "advances")):
        p, on = payer(office, f"Sınaqov {n}", years=()), day(r["asked on"])
        for came in r["advances"].split(", "):
            then, amount = came.split()
            if amount == r["on its way"]:
                actions.take_portal_payment(
                    actor=rauf, portal=portal, key=f"{n}", payer=p, amount=int(amount), day=day(then), on=day(then)
                )  # fmt: skip
            else:
                line = (day(then), f"{amount[:-2]},{amount[-2:]}", p.name, p.code)
                take(office, line, number=f"{n} {then}")
        if used := int(r["set off"]):
            Entry.objects.create(
                municipality=office.home, taxpayer=p, kind=Entry.Kind.DEMAND, head=3, year=on.year, instalment=1, due=on, day=on, amount=used,
            )  # fmt: skip
            actions.set_off(actor=rauf, payer=p, on=on)
        credit = asked.owed(p, on).credit
        found = (credit - overpaid.lapsed(p, [], on), credit - overpaid.to_come(p))
        assert found == (int(r["may be asked back"]), int(r["may be paid"])), r


@pytest.mark.django_db
def test_days_to_answer() -> None:
    for r in rows("collecting.md", "came in on"):
        came = day(r["came in on"])
        assert cases.answer_due(came, working_calendar()).day == day(r["objection answered by"]), r
        assert refund_due(came) == day(r["refund paid by"]), r
