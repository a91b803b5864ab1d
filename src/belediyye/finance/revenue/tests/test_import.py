"""A roll from an office: every problem in its row, good rows taken, again only what changed, undone as a whole."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.core.fields import index_of
from belediyye.core.identifiers import make_yvok
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import (
    Entry,
    Holding,
    ImportRow,
    ObjectState,
    PrivilegeStatus,
    RollImport,
    TaxObject,
    Taxpayer,
)
from belediyye.finance.revenue.queries import brought, papers, rolls
from belediyye.finance.revenue.queries.reports import quality

TODAY = date(2026, 11, 22)
HEAD = "Ödəyicinin kodu;Ödəyicinin adı;Obyektin nömrəsi;Obyektin növü;İstifadəsi;Yerin dərəcəsi;Sahə, m²;Pay;Güzəşt;Ünvan"
GOOD = ["A-1;Sınaqov Nümunə;OB-1;bina;yaşayış;kənd;130;1;;Sınaq küçəsi 1", "5XY01AB;Nümunəli Sınaq;OB-2;torpaq;kənd təsərrüfatı;kənd;2,5;1/2;pensiyaçı;", "A-1;Sınaqov Nümunə;OB-2;torpaq;kənd təsərrüfatı;kənd;2,5;1/2;;"]  # fmt: skip
BAD = ["A-3;Səhv Bir;OB-3;bina;yaşayış;kənd;çox;1;;", "A-4;Səhv İki;OB-2;torpaq;kənd təsərrüfatı;kənd;2,5;1/2;;", "A-1;Sınaqov Nümunə;OB-1;bina;yaşayış;kənd;130;1;;", "YVOK;Səhv Üç;OB-5;bina;yaşayış;kənd;1;1;;"]  # fmt: skip


@pytest.fixture
def office(cast: Cast):
    with scope(municipality=cast.home):
        yield cast


def take(cast: Cast, lines: list[str], head: str = HEAD) -> RollImport:
    clerk = cast.actor("aynur")
    text = "\n".join([head, *lines]).replace("YVOK;", make_yvok(cast.home.pk, 999) + ";")
    roll = actions.upload_roll(actor=clerk, name="roll.csv", content=text.encode(), since=date(2026, 1, 1))
    actions.match_columns(actor=clerk, roll=roll, mapping=roll.mapping)
    actions.check_import(actor=clerk, roll=roll)
    actions.take_import(actor=clerk, roll=roll, on=TODAY)
    roll.refresh_from_db()
    return roll


def test_good_rows_are_taken_and_bad_ones_told(office: Cast) -> None:
    roll = take(office, [*GOOD, *BAD])
    assert roll.counts == {"new": 3, "refused": 4, "to_see": 1}
    assert Taxpayer.objects.count() == 2 and TaxObject.objects.count() == 2 and Holding.objects.count() == 3
    assert PrivilegeStatus.objects.get().taxpayer.fin == "5XY01AB"
    codes = {
        r.row: [p[2] for p in r.problems] for r in ImportRow.objects.filter(outcome=ImportRow.Outcome.REFUSED)
    }
    assert codes == {
        5: ["not_a_number"],
        6: ["shares_exceed_object"],
        7: ["duplicate_object"],
        8: ["unknown_code"],
    }
    assert "5XY01AB" not in str(list(ImportRow.objects.values_list("cells", flat=True)))
    assert papers.refused_import_xlsx(roll)[0].startswith(b"PK")


def test_the_same_file_changes_nothing_and_a_corrected_one_only_what_differs(office: Cast) -> None:
    take(office, GOOD)
    states = ObjectState.objects.count()
    assert take(office, GOOD).counts == {"same": 3}
    assert ObjectState.objects.count() == states
    again = take(office, [GOOD[0].replace(";130;", ";140;"), *GOOD[1:]])
    assert again.counts == {"changed": 1, "same": 2}
    assert ImportRow.objects.get(roll_import=again, row=2).changes == {"area_dm2": [13000, 14000]}
    assert ObjectState.objects.get(object__external_id="OB-1", withdrawn=False).area_dm2 == 14000


def test_an_import_is_undone_while_nothing_depends_on_it(office: Cast) -> None:
    first = take(office, GOOD)
    second = take(
        office, [GOOD[0].replace(";130;", ";140;").replace("Sınaqov Nümunə", "Sınaqov Nümunə Misal oğlu")]
    )
    with pytest.raises(Refused):
        actions.undo_import(actor=office.actor("aynur"), roll=first, on=TODAY)
    actions.undo_import(actor=office.actor("aynur"), roll=second, on=TODAY)
    assert ObjectState.objects.get(object__external_id="OB-1", withdrawn=False).area_dm2 == 13000
    assert Taxpayer.objects.get(external_id="A-1").name == "Sınaqov Nümunə"
    actions.undo_import(actor=office.actor("aynur"), roll=first, on=TODAY)
    assert (
        not Holding.objects.filter(withdrawn=False).exists()
        and not TaxObject.objects.filter(ended__isnull=True).exists()
    )
    assert (
        take(office, GOOD).counts == {"new": 3, "to_see": 1}
        and Taxpayer.objects.filter(closed__isnull=True).count() == 2
    )


def test_what_is_assessed_cannot_be_undone(office: Cast) -> None:
    roll = take(office, GOOD)
    run = actions.preview_run(actor=office.actor("rauf"), year=2026, on=TODAY)
    actions.approve_run(actor=office.actor("leyla"), run=run, on=TODAY)
    assert Entry.objects.exists()
    with pytest.raises(Refused):
        actions.undo_import(actor=office.actor("aynur"), roll=roll, on=TODAY)


def test_columns_are_remembered(office: Cast) -> None:
    clerk, head = office.actor("aynur"), HEAD.replace("Obyektin nömrəsi", "Kart").replace("Sahə, m²", "Ölçü")
    roll = actions.upload_roll(
        actor=clerk, name="a.csv", content="\n".join([head, GOOD[0]]).encode(), since=TODAY
    )
    assert "object_id" not in roll.mapping
    with pytest.raises(Refused):
        actions.match_columns(actor=clerk, roll=roll, mapping=roll.mapping)
    actions.match_columns(
        actor=clerk, roll=roll, mapping=roll.mapping | {"object_id": "Kart", "area_m2": "Ölçü"}
    )
    again = actions.upload_roll(
        actor=clerk, name="b.csv", content="\n".join([head, GOOD[0]]).encode(), since=TODAY
    )
    assert again.mapping["object_id"] == "Kart" and rolls.remembered(office.home.pk, again.headings)


def test_what_changes_of_a_payer_is_counted_apart_and_found(office: Cast) -> None:
    head = "Ödəyicinin kodu;FİN;" + HEAD.partition(";")[2]
    one = "A-1;5XY01AB;Sınaqov Nümunə;OB-1;bina;yaşayış;kənd;130;1;;Sınaq küçəsi 1"
    two = "A-2;5XY01AC;Misalova Sınaq;OB-2;bina;yaşayış;kənd;130;1;;Sınaq küçəsi 2"
    assert take(office, [one, two], head).counts == {"new": 2}
    roll = take(office, [one.replace("A-1", "B-9"), two.replace("Misalova Sınaq", "Başqayev Örnək")], head)
    assert roll.counts == {"same": 1, "changed": 1, "payers": 1, "to_see": 2}
    renamed, again = rolls.shown_rows(roll, "payers").get(), rolls.shown_rows(roll, "to_see").get(row=2)
    assert renamed.changes["taxpayer_name"] == ["Misalova Sınaq", "Başqayev Örnək"]
    assert [p[2] for p in renamed.problems] == ["name_unlike"] and [p[2] for p in again.problems] == [
        "other_number"
    ]
    assert Taxpayer.objects.get(fin_index=index_of("5XY01AB")).external_id == "A-1"
    page = office.client("aynur").get(reverse("revenue_import", args=[roll.pk]), {"show": "payers"})
    text = page.content.decode()
    assert "Misalova Sınaq → Başqayev Örnək" in text and "?show=to_see" in text and "OB-1" not in text
    assert rolls.rows_in(roll.counts) == 2


def test_a_fin_of_one_record_with_the_number_of_another_is_refused_and_gives_nothing_away(
    office: Cast,
) -> None:
    head = "Ödəyicinin kodu;FİN;" + HEAD.partition(";")[2]
    row = "{};{};{};{};bina;yaşayış;kənd;130;1;;"
    take(
        office,
        [
            row.format("A-1", "5XY01AB", "Sınaqov Nümunə", "OB-1"),
            row.format("A-2", "", "Misalova Sınaq", "OB-2"),
        ],
        head,
    )
    lines = [
        row.format("A-2", "5XY01AB", "Sınaqov Nümunə", "OB-1"),
        row.format("A-2", "", "Misalova Sınaq", "OB-2"),
        row.format("", "5XY01AB", "Sınaqov Nümunə", "OB-1"),
    ]
    roll = take(office, lines, head)
    assert roll.counts == {"refused": 1, "same": 2}
    (problem,) = ImportRow.objects.get(roll_import=roll, row=2).problems
    said = rolls.problem_text(problem, "az")
    assert problem[2] == "fin_of_other" and said.index("Sınaqov Nümunə") < said.index("Misalova Sınaq")
    assert {p.external_id: p.fin for p in Taxpayer.objects.all()} == {"A-1": "5XY01AB", "A-2": ""}


def test_what_cannot_be_true_is_refused_in_its_row(office: Cast) -> None:
    head = HEAD + ";Mülkiyyətin başlanğıcı;Telefon;Bazar qiyməti"
    row = "A-{0};Sınaqov {0};OB-{0};{1};kənd;{2};1;;;{3};{4};{5}"
    lines = [
        row.format(1, "bina;yaşayış", "0", "", "", ""), row.format(2, "bina;yaşayış", "2000000", "", "", ""),
        row.format(3, "torpaq;yaşayış", "2000000", "01.01.2199", "", ""), row.format(4, "nəqliyyat;su", "", "", "", "200000000"),
        row.format(5, "bina;yaşayış", "100", "", "salam", ""), row.format(6, "bina;yaşayış", "100", "01.02.2026", "ev 2-14-55", ""),
    ]  # fmt: skip
    roll = take(office, lines, head)
    found = {r.row: [p[:1] + p[2:3] for p in r.problems] for r in ImportRow.objects.filter(roll_import=roll)}
    assert found == {
        2: [["area_m2", "outside_limits"]], 3: [["area_m2", "outside_limits"]], 4: [["owned_from", "day_to_come"]],
        5: [["market_price_azn", "outside_limits"]], 6: [["telephone", "bad_telephone"]], 7: [],
    }  # fmt: skip
    said = [rolls.problem_text(p, "az") for p in ImportRow.objects.get(roll_import=roll, row=3).problems]
    assert "1 000 000 m²" in said[0] and "0,01 m²" in said[0]
    with pytest.raises(Refused):
        actions.upload_roll(
            actor=office.actor("aynur"), name="a.csv", content=HEAD.encode(), since=date(2199, 1, 1)
        )


def test_one_bound_a_kind_is_told_however_far_beyond_it_a_number_lies(office: Cast) -> None:
    row = "A-{0};Sınaqov {0};OB-{0};{1};kənd;{2};1;;"
    roll = take(office, [row.format(n, kind, area) for n, kind, area in (
        (1, "bina;yaşayış", "2000000"), (2, "bina;yaşayış", "20000000"), (3, "bina;yaşayış", "-5"), (4, "torpaq;yaşayış", "20000000"),
    )])  # fmt: skip
    said = [
        rolls.problem_text(r.problems[0], "az")
        for r in ImportRow.objects.filter(roll_import=roll).order_by("row")
    ]
    assert roll.counts == {"refused": 4} and said[0] == said[1] == said[2] != said[3]
    assert "1 000 000 m²" in said[0] and "10 000 000 m²" in said[3]


def test_a_name_without_a_letter_is_none(office: Cast) -> None:
    roll = take(office, [GOOD[0].replace("Sınaqov Nümunə", "0"), GOOD[1].replace("Nümunəli Sınaq", "– 7")])
    problems = [r.problems for r in ImportRow.objects.filter(roll_import=roll)]
    assert [[p[0], p[2]] for (p,) in problems] == [["taxpayer_name", "no_name"]] * 2
    assert not Taxpayer.objects.exists()
    with pytest.raises(Refused) as refused:
        actions.register_payer(actor=office.actor("aynur"), facts={"name": "0"}, on=TODAY)
    assert refused.value.field == "name"


def test_what_no_run_could_assess_is_to_be_looked_at(office: Cast) -> None:
    empty, whole = GOOD[0].replace(";130;", ";;"), GOOD[0]
    roll = take(office, [empty, GOOD[1], GOOD[2].replace(";2,5;", ";;")])
    # A co-owner's row need not repeat what the first row said; area and points are written nowhere.
    assert roll.counts == {"new": 3, "to_see": 2}
    missing = {row.row: [p[:3] for p in row.problems] for row in rolls.shown_rows(roll, "to_see")}
    assert missing == {2: [["area_m2", "", "fact_missing"]], 3: [["points_per_ha", "", "fact_missing"]]}
    assert take(office, [whole]).counts == {"changed": 1}
    # Nothing of the area that is known is taken away by an empty cell.
    assert take(office, [empty]).counts == {"same": 1}


def test_a_known_holder_without_a_name_in_the_file_is_named_as_in_the_register(office: Cast) -> None:
    take(office, [GOOD[0], "A-2;Misalova Sınaq;OB-9;bina;yaşayış;kənd;90;1;;"])
    roll = take(office, [GOOD[0].replace("A-1;Sınaqov Nümunə", "A-2;")])
    row = ImportRow.objects.get(roll_import=roll)
    assert row.changes["holder"] == ["Sınaqov Nümunə", "Misalova Sınaq"]


def test_undoing_an_import_is_asked_first_with_what_goes(office: Cast) -> None:
    roll, aynur = take(office, GOOD), office.client("aynur")
    url = reverse("revenue_import_undo", args=[roll.pk])
    page = aynur.get(url)
    asked = page.content.decode()
    assert page.status_code == 200 and RollImport.objects.get().state == RollImport.State.TAKEN
    counts = dict(brought.going(roll))
    assert sorted(counts.values()) == [0, 0, 1, 2, 2, 2, 3] and f": {Holding.objects.count()}</li>" in asked
    assert office.client("leyla").post(url).status_code == 403
    assert aynur.post(url).status_code == 302 and RollImport.objects.get().state == RollImport.State.UNDONE
    assert "<form" not in aynur.get(url).content.decode().split("<main")[1]
    assert aynur.post(url).status_code == 422
    assert office.client("leyla").post(url).status_code == 403


def test_a_half_that_nobody_holds_and_a_second_number_at_one_address_are_told(office: Cast) -> None:
    take(office, GOOD)
    half = take(office, [GOOD[0].replace(";130;1;", ";130;1/2;")])
    assert half.counts == {"changed": 1, "to_see": 1}
    (warning,) = ImportRow.objects.get(roll_import=half).problems
    assert warning[2] == "share_left" and "1/2" in rolls.problem_text(warning, "az")
    assert quality.counts(office.home.pk, TODAY)["shares"] == 1
    beside = take(office, [GOOD[0].replace(";130;1;", ";130;1/2;"), GOOD[0].replace("OB-1", "OB-1B")])
    assert beside.counts == {"same": 1, "new": 1}  # a file that has both means two
    again = take(office, [GOOD[0].replace("OB-1", "OB-1A")])
    assert again.counts == {"new": 1, "to_see": 1}
    (warning,) = ImportRow.objects.get(roll_import=again).problems
    assert warning[2] == "looks_like" and "OB-1" in rolls.problem_text(warning, "az")


def test_a_number_that_a_spreadsheet_has_cut_is_told_in_words(office: Cast) -> None:
    import io

    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD.split(";"))
        sheet.write_row(1, 0, [1234567890123456789, *GOOD[0].split(";")[1:]])
    clerk = office.actor("aynur")
    roll = actions.upload_roll(actor=clerk, name="a.xlsx", content=target.getvalue(), since=date(2026, 1, 1))
    actions.check_import(actor=clerk, roll=roll)
    row = ImportRow.objects.get()
    assert [p[2] for p in row.problems] == ["digits_lost"] and "DIGITS" not in str([row.cells, row.problems])


def test_pages_say_by_which_row_of_which_file_something_came(office: Cast) -> None:
    take(office, GOOD)
    roll = take(
        office, [GOOD[0].replace(";130;", ";140;").replace("Sınaqov Nümunə", "Sınaqov Nümunə Misal oğlu")]
    )
    payer, thing = Taxpayer.objects.get(external_id="A-1"), TaxObject.objects.get(external_id="OB-1")
    for found in (brought.of_payer(payer), brought.of_object(thing)):
        assert [(one.row, one.first) for one in found] == [(2, True), (2, False)] and found[1].roll == roll
    aynur = office.client("aynur")
    for url in (reverse("revenue_payer", args=[payer.code]), reverse("revenue_object", args=[thing.number])):
        page = aynur.get(url).content.decode()
        assert page.count("roll.csv") == 2 and reverse("revenue_import", args=[roll.pk]) in page


def test_the_button_that_takes_an_import_back_stands_only_where_it_works(office: Cast) -> None:
    first, aynur = take(office, GOOD), office.client("aynur")
    url = reverse("revenue_import", args=[first.pk])
    undo = reverse("revenue_import_undo", args=[first.pk])
    assert undo in aynur.get(url).content.decode()
    take(office, [GOOD[0].replace(";130;", ";140;")])
    page = aynur.get(url)
    assert undo not in page.content.decode() and page.context["stands"] in page.content.decode()
    other = take(office, ["B-1;Misalova Sınaq;OB-7;bina;yaşayış;kənd;130;1;;"])
    actions.enter_opening(
        actor=office.actor("rauf"), payer=Taxpayer.objects.get(external_id="B-1"), facts={"credit": 500}, day=TODAY, document="kitab"
    )  # fmt: skip
    assert actions.importing.stands_on(other)


def test_the_wizard_in_the_browser(office: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    aynur = office.client("aynur")
    file = SimpleUploadedFile("roll.csv", "\n".join([HEAD, *GOOD, *BAD[:3]]).encode())
    page = aynur.post(reverse("revenue_import_new"), {"file": file, "since": "01.01.2026"}, follow=True)
    roll = RollImport.objects.get()
    page = aynur.post(reverse("revenue_import_match", args=[roll.pk]), roll.mapping, follow=True)
    assert page.status_code == 200 and "çox" in page.content.decode()
    aynur.post(reverse("revenue_import_take", args=[roll.pk]), follow=True)
    assert Holding.objects.count() == 3
    assert aynur.get(reverse("revenue_import", args=[roll.pk]), {"show": "refused"}).status_code == 200
    assert aynur.get(reverse("revenue_import_refused", args=[roll.pk])).status_code == 200
    assert office.client("tural").get(reverse("revenue_import", args=[roll.pk])).status_code == 404
