"""A roll from an office: every problem in its row, good rows taken, again only what changed, undone as a whole."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
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
from belediyye.finance.revenue.queries import papers, rolls

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
    assert roll.counts == {"new": 3, "refused": 4}
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
        take(office, GOOD).counts == {"new": 3} and Taxpayer.objects.filter(closed__isnull=True).count() == 2
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
