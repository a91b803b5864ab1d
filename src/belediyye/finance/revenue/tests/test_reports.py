"""Every report agrees to the qəpik with the entries, at every day, on both engines; each finding leads to where it is mended."""

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db.models import Sum
from django.urls import reverse
from django_scopes import scope
from python_calamine import CalamineWorkbook

from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Entry, Payment, Taxpayer
from belediyye.finance.revenue.queries import balance
from belediyye.finance.revenue.queries.reports import (
    ageing,
    income,
    months,
    noticed,
    quality,
    reliefs,
    roll,
    supervision,
)
from belediyye.finance.revenue.queries.reports.tables import Table, share
from belediyye.finance.revenue.tests.town import Town, assess, payer, take

END = date(2031, 1, 1)
DAYS = (date(2025, 7, 31), date(2025, 12, 31), date(2026, 8, 31), date(2026, 11, 22), END)
IBAN = "AZ57NABZ00000000137010003333"


@pytest.fixture
def lived(db: None) -> Iterator[Town]:
    """A town to which everything happened: paid early, late, too much, taken back, refunded, raised, written off, merged."""
    town = Town()
    rauf = town.actor("rauf")
    with scope(municipality=town.home):
        people = [
            payer(town, f"Sınaqov {n}", area=13_000 + n * 1_000, years=(), street=street)
            for n, street in enumerate(
                ("Bulaq küçəsi 4", "Bulaq küçəsi 5", "Bağ döngəsi 12", "", "Bağ döngəsi", "")
            )
        ]
        actions.add_status(
            actor=rauf, payer=people[1], category="pensioner", since=date(2024, 1, 1), proof={}
        )
        assess(town, 2025)
        one, two, three, four, five, six = people
        take(
            town,
            (date(2025, 8, 10), "25,00", one.name, one.code),
            (date(2025, 8, 11), "4,00", two.name, two.code),
            (date(2025, 9, 12), "3,00", three.name, three.code),
            (date(2025, 10, 12), "7,00", "Naməlum", "vergi"),
        )
        actions.settle_accounts(actor=rauf, on=date(2025, 12, 31))
        assess(town, 2026)
        actions.settle_accounts(actor=rauf, on=date(2026, 8, 31))
        take(town, (date(2026, 9, 1), "90,00", four.name, four.code), number="2")
        actions.reverse_payment(
            actor=rauf, payment=Payment.objects.get(taxpayer=three), on=date(2026, 9, 5), reason="Səhv"
        )
        credit = balance.owed(four, date(2026, 9, 10)).credit
        asked = actions.ask_refund(
            actor=rauf, payer=four, amount=credit // 2, account=IBAN, on=date(2026, 9, 10)
        )
        actions.pay_refund(actor=rauf, refund=asked, on=date(2026, 9, 20))
        house = four.holdings.get().object
        actions.change_object(
            actor=rauf, thing=house, facts={"area_dm2": 9_000}, on=date(2026, 1, 1), reason="ölçü"
        )
        run = actions.preview_run(actor=rauf, year=2026, on=date(2026, 10, 1), thing=house, reason="ölçü")
        actions.approve_run(actor=town.actor("leyla"), run=run, on=date(2026, 10, 1))
        actions.settle_accounts(actor=rauf, on=date(2026, 11, 22))
        actions.merge_payers(actor=rauf, kept=five, merged=six, reason="eyni şəxs", on=date(2026, 11, 22))
        demands = list(Entry.objects.filter(taxpayer=three, kind=Entry.Kind.DEMAND, year=2025))
        actions.write_off(actor=rauf, payer=three, demands=demands, ground="term", decision="№ 1", on=END)
        yield town


def cells(table: Table, column: int) -> list[int]:
    return [line.cells[column] for line in table.lines]


def standing(town: Town, on: date) -> int:
    return sum(balance.balances(town.home.pk, on).values())


def test_the_roll_adds_up_across_down_and_from_period_to_period(lived: Town) -> None:
    place, before = lived.home.pk, 0
    for since, until in zip((date(2024, 1, 1), *(d + timedelta(days=1) for d in DAYS)), DAYS, strict=False):
        scope_ = roll.Scope(place, since, until)
        tables = [roll.by_tax(scope_), roll.by_street(scope_), roll.every_payer(scope_)]
        for table in tables:
            for line in table.lines:
                _first, opening, demanded, charged, paid, refunded, written, moved, closing = line.cells
                assert opening + demanded + charged - paid + refunded - written + moved == closing
        assert {sum(cells(t, 8)) for t in tables} == {standing(lived, until)}
        assert {sum(cells(t, 1)) for t in tables} == {before}
        assert tables[0].totals[1:] == tuple(sum(cells(tables[2], n)) for n in range(1, 9))
        before = standing(lived, until)
    whole = roll.by_tax(roll.Scope(place, date(2024, 1, 1), END))
    said = dict(
        zip(("demanded", "charged", "paid", "refunded", "written", "moved"), whole.totals[2:8], strict=True)
    )
    assert (
        all(said[key] > 0 for key in ("demanded", "charged", "paid", "refunded", "written"))
        and said["moved"] == 0
    )
    live = Payment.objects.filter(reversed_on__isnull=True).aggregate(s=Sum("amount"))["s"]
    assert said["paid"] == live


def test_the_roll_of_a_tax_and_a_street_is_a_part_of_it(lived: Town) -> None:
    wide = roll.Scope(lived.home.pk, date(2024, 1, 1), END)
    streets = dict(zip(cells(roll.by_street(wide), 0), cells(roll.by_street(wide), 8), strict=True))
    assert {"Bulaq küçəsi", "Bağ döngəsi", "Sınaq küçəsi", "Ünvan məlum deyil"} == set(streets)
    assert streets.pop("Ünvan məlum deyil") == 0  # who was merged away holds nothing and owes nothing
    for street, closing in streets.items():
        part = roll.Scope(lived.home.pk, date(2024, 1, 1), END, street=street)
        assert roll.by_tax(part).totals[8] == closing
        assert sum(cells(roll.by_payer(part, list(roll.payers_of(part))), 8)) == closing
    tax = roll.Scope(lived.home.pk, date(2024, 1, 1), END, tax=1)
    assert cells(roll.by_tax(tax), 8) == cells(roll.by_tax(wide), 8)[:1]
    assert sum(cells(roll.every_payer(tax), 8)) == cells(roll.by_tax(wide), 8)[0]


def test_ages_agree_with_every_single_account(lived: Town) -> None:
    for on in DAYS:
        scope_ = ageing.Scope(lived.home.pk, on)
        taxes, streets, debtors = ageing.by_tax(scope_), ageing.by_street(scope_), ageing.debtors(scope_)
        for table in (taxes, streets, debtors):
            for line in table.lines:
                _first, not_due, *buckets, overdue, disputed, credit, closing = line.cells
                assert sum(buckets) == overdue and not_due + overdue + disputed + credit == closing
        assert sum(cells(taxes, 10)) == sum(cells(streets, 10)) == standing(lived, on)
        late = {}
        for p in Taxpayer.objects.all():
            open_ = [d for d in balance.owed(p, on).debts if d.demand.due < on]
            if found := sum(max(0, d.principal + d.interest + d.sanction - d.held) for d in open_):
                late[f"{p.name} · {p.code}"] = found
        assert dict(zip(cells(debtors, 0), cells(debtors, 7), strict=True)) == late
        same, part, count = ageing.page(scope_, 1, 2)
        assert (same, count) == (taxes, len(late))
        assert cells(part, 7) == sorted(late.values(), reverse=True)[1:3]


def test_months_and_the_income_form_are_the_payments(lived: Town) -> None:
    place = lived.home.pk
    for year in (2025, 2026):
        until = date(year, 12, 31)
        found = months.collected(place, year, until)
        rows = Entry.objects.filter(day__year=year).select_related("reverses")
        paid = [e for e in rows if (e.reverses or e).kind == Entry.Kind.PAYMENT]
        assert sum(a for month in found.values() for a in month.values()) == -sum(e.amount for e in paid)
        by_hand = {m: -sum(e.amount for e in paid if e.day.month == m) for m in range(1, 13)}
        table = months.by_month(found, {}, 12)
        assert cells(table, len(table.columns) - 2) == list(by_hand.values())
        refunded = sum(e.amount for e in rows if e.kind == Entry.Kind.REFUND)
        form = income.form(place, until)
        waiting = {2025: 700, 2026: 300}[year]  # the unknown sender; what was taken back waits from that day
        assert form.totals[3] == -sum(e.amount for e in paid) - refunded + waiting
    later = income.form(place, date(2026, 12, 31))
    assert later.totals[1] == later.totals[2] == income.form(place, date(2025, 12, 31)).totals[3]
    assert later.totals[4] == later.totals[3] - later.totals[2]
    assert income.form(place, date(2026, 8, 31)).totals[2] < later.totals[1]


def test_a_line_that_is_zero_everywhere_says_nothing(lived: Town) -> None:
    empty = income.form(lived.home.pk, date(2020, 12, 31))
    assert [line.cells[1:5] for line in empty.lines] == [(0, 0, 0, 0)] * len(income.ALWAYS)
    full = income.form(lived.home.pk, date(2026, 12, 31)).lines
    assert all(any(line.cells[1:4]) for line in full[len(income.ALWAYS) :])


def test_the_plan_stands_beside_the_income(lived: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(income, "_plans", [lambda place, year: {1: 10_000, 11: 500} if year == 2026 else {}])
    form = income.form(lived.home.pk, date(2026, 12, 31))
    lines = {line.cells[0]: line.cells for line in form.lines}
    property_ = next(cells for name, cells in lines.items() if cells[6] == 10_000)
    assert property_[7] == share(property_[3], 10_000)
    assert form.totals[6] == 10_500 and form.totals[7] == share(property_[3], 10_500)
    assert share(1, 3) == 3333 and share(2, 3) == 6667 and share(1, 0) is None


def test_reliefs_are_those_of_the_runs_that_count(lived: Town) -> None:
    (line,) = reliefs.by_article(lived.home.pk, 2026).lines
    assert line.cells[0] == "199.3" and line.cells[3:5] == (1, 1)
    assert line.cells[5] == line.cells[6] == 1100
    assert reliefs.article(1, 2026, "shehid_family") == "199.3; 102.1-1"
    assert reliefs.by_article(lived.home.pk, 2030).lines == []


def test_several_statuses_count_once_under_the_first_in_the_laws_order(db: None) -> None:
    town = Town()
    with scope(municipality=town.home):
        p = payer(town, years=())
        for category in ("pensioner", "list_102_2"):
            actions.add_status(
                actor=town.actor("a"), payer=p, category=category, since=date(2024, 1, 1), proof={}
            )
        run = actions.preview_run(actor=town.actor("rauf"), year=2026, on=date(2026, 7, 20))
        actions.approve_run(actor=town.actor("leyla"), run=run, on=date(2026, 7, 20))
        assert list(run.totals["reliefs"]) == ["1:list_102_2"]
        ((key, found),) = reliefs.forgone(town.home.pk, 2026).items()
        assert (
            f"{key[0]}:{key[1]}" == "1:list_102_2"
            and found[2] == run.totals["reliefs"]["1:list_102_2"]["amount"]
        )
        assert reliefs.first_status(0b1111) == "shehid_family" and reliefs.first_status(0b1000) == "conscript"


def test_the_register_of_notices_has_every_sum(lived: Town) -> None:
    run = lived_run(2026)
    count = actions.issue_notices(actor=lived.actor("rauf"), run=run, on=date(2026, 11, 22))
    rows = noticed.notices_of(lived.home.pk, 2026)
    first = rows[0]
    actions.record_delivery(
        actor=lived.actor("aynur"),
        notice=first,
        day=date(2026, 11, 23),
        way="hand",
        outcome="delivered",
        proof="kötük 1",
    )
    table = noticed.register(list(rows), rows)
    assert len(table.lines) == count > 2
    assert table.totals[5:9] == tuple(sum(cells(table, n)) for n in range(5, 9))
    assert table.lines[0].cells[9] == date(2026, 11, 23) and "kötük 1" in table.lines[0].cells[10]
    assert table.lines[1].cells[9] is None


def lived_run(year: int):
    from belediyye.finance.revenue.models import AssessmentRun

    return AssessmentRun.objects.filter(year=year).order_by("pk")[0]


def test_the_supervisor_sees_what_the_office_sees(lived: Town) -> None:
    for on in DAYS[1:4]:
        table = supervision.table(supervision.Scope(on.year, on))
        mine, theirs = table.lines
        assert (mine.cells[0], theirs.cells[2:9]) == ("Nümunəkənd", (0, 0, 0, 0, None, 0, 0))
        year = Entry.objects.filter(year=on.year, day__lte=on).select_related("reverses")
        demanded = sum(e.amount for e in year if e.kind in (1, 2))
        paid = -sum(
            e.amount for e in year if (e.reverses or e).kind in (3, 8) and e.component == 0 and e.head
        )
        assert mine.cells[4:7] == (demanded, paid, share(paid, demanded))
        assert mine.cells[7] == sum(cells(ageing.by_tax(ageing.Scope(lived.home.pk, on)), 7))
        assert mine.cells[8] == sum(cells(reliefs.by_article(lived.home.pk, on.year), 5))
    assert supervision.table(supervision.Scope(2026, END, area_id=10**9)).lines == []


def test_every_defect_is_found_and_leads_to_its_page(cast: Cast) -> None:
    on, rauf = date(2026, 11, 22), cast.actor("rauf")
    facts = {"use": "dwelling", "place_class": "village", "area_dm2": 9_000}
    where = {"settlement": "Nümunəkənd", "street": "Sınaq küçəsi", "house": "7"}

    def thing(holders, facts=facts, where=where):  # type: ignore[no-untyped-def]
        return actions.register_object(
            actor=rauf, kind="building", details=where, facts=facts, holders=holders, on=date(2025, 1, 1)
        )

    def person(name: str, **more: object) -> Taxpayer:
        return actions.register_payer(actor=rauf, facts={"name": name, **more}, on=date(2025, 1, 1))

    with scope(municipality=cast.home):
        good = person("Tam Məlumatlı", fin="1A2B3C4", telephone="+994 50 000 00 00")
        one, two = person("Oxşar Adlı"), person("Oxşar Adlı", house="2")
        thing([(good, 1, 1)], where={**where, "house": "1"})
        thing([(one, 1, 3), (two, 1, 3)], where={**where, "house": "2"})
        thing([], where={**where, "house": "3"})
        thing(
            [(good, 1, 1)], facts={"use": "dwelling", "place_class": "village"}, where={**where, "house": "4"}
        )
        thing([(good, 1, 1)], where={})
        thing([(good, 1, 1)])
        thing([(good, 1, 1)])
        actions.add_status(
            actor=rauf,
            payer=good,
            category="pensioner",
            since=date(2025, 1, 1),
            until=date(2026, 12, 31),
            proof={},
        )
        gone = person("Getmiş Ödəyici", fin="7B2B3C4", telephone="0551234567")
        thing([(gone, 1, 1)], where={**where, "house": "5"})
        Taxpayer.objects.filter(pk=gone.pk).update(closed=date(2026, 1, 1))
        found = quality.counts(cast.home.pk, on)
    assert found == {
        "ownerless": 1, "shares": 1, "facts": 1, "address": 1, "alike": 2, "identifiers": 2, "contacts": 2, "duplicates": 1, "holders": 1, "statuses": 1,
    }  # fmt: skip
    client, neighbour = cast.client("rauf"), cast.client("tural")
    page = reverse("revenue_report", args=["quality"])
    for check in quality.CHECKS:
        table = quality.findings(cast.home.pk, on, check)
        assert len(table.lines) == found[check.key]
        assert client.get(page, {"check": check.key, "on": "22.11.2026"}).status_code == 200
        for line in table.lines:
            assert client.get(line.url).status_code == 200
            assert neighbour.get(line.url).status_code == 404
        # Who only reads is led to what it is about, not to the form that mends it.
        read = cast.client("leyla").get(page, {"check": check.key, "on": "22.11.2026"}).content.decode()
        ways = re.findall(r'href="(/finance/revenue/(?:payers|objects)/[^"?#]+)"', read)
        assert ways and all(cast.client("leyla").get(way).status_code == 200 for way in ways)
    assert quality.findings(cast.home.pk, on, quality.BY_KEY["shares"]).lines[0].cells[2].count("66,67") == 1
    assert len(quality.everything(cast.home.pk, on).lines) == sum(found.values())


PAGES = {"roll": 13, "income": 9, "months": 11, "ageing": 11, "notices": 11, "reliefs": 9, "quality": 8}


@pytest.fixture
def office(cast: Cast) -> Cast:
    with scope(municipality=cast.home):
        town = Town.__new__(Town)
        town.home = cast.home
        for n in range(3):
            payer(town, f"Sınaqov {n}", years=(), street="Bulaq küçəsi")
        assess(town, 2026)
        p = Taxpayer.objects.order_by("pk")[0]
        take(town, (date(2026, 8, 10), "25,00", p.name, p.code))
        actions.issue_notices(actor=town.actor("rauf"), run=lived_run(2026), on=date(2026, 8, 20))
    return cast


@pytest.mark.parametrize("key", sorted(PAGES))
def test_a_report_is_read_printed_and_taken_along(
    office: Cast, key: str, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    client = office.client("rauf")
    url = reverse("revenue_report", args=[key])
    with django_assert_max_num_queries(PAGES[key]):
        page = client.get(url, {"on": "22.11.2026", "year": "2026"})
    assert page.status_code == 200 and "<h1" in page.content.decode()
    answer = client.get(reverse("revenue_report_table", args=[key]), {"on": "22.11.2026", "year": "2026"})
    assert answer.status_code == 200
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    assert any(all(row) for row in sheet.to_python()[:6])  # title, place and day, then the headings
    with_mistakes = client.get(
        url, {"on": "99.99.2026", "since": "1", "year": "x", "tax": "77", "street": "?", "by": "?"}
    )
    assert with_mistakes.status_code == 200
    assert client.get(url, {"page": "99"}).status_code == 200
    empty = office.client("tural").get(url)
    assert empty.status_code == 200 and "Sınaqov" not in empty.content.decode()
    assert client.get(reverse("revenue_report", args=["yoxdur"])).status_code == 404


def test_streets_and_pages_of_a_report_stay_with_its_filters(office: Cast) -> None:
    client = office.client("rauf")
    for key in ("roll", "ageing"):
        page = client.get(
            reverse("revenue_report", args=[key]),
            {"by": "street", "on": "22.11.2026", "street": "Bulaq küçəsi"},
        )
        assert "Bulaq küçəsi" in page.content.decode()
        answer = client.get(reverse("revenue_report_table", args=[key]), {"by": "street", "on": "22.11.2026"})
        assert answer.status_code == 200


def test_the_supervisor_has_figures_and_nobody(office: Cast, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    client = office.client("zaur")
    with django_assert_max_num_queries(14):
        page = client.get(reverse("revenue_supervision"), {"year": "2026", "on": "22.11.2026"})
    text = page.content.decode()
    assert (
        page.status_code == 200
        and office.home.name in text
        and office.neighbour.name in text
        and "Sınaqov" not in text
    )
    assert client.get(reverse("revenue_supervision_table")).content[:2] == b"PK"
    assert office.client("rauf").get(reverse("revenue_supervision")).status_code == 403
    assert client.get(reverse("revenue_report", args=["roll"])).status_code == 403
