"""The register goes along as a workbook and comes back by the import: untouched rows change nothing, touched ones what they say."""

import io
import zipfile
from datetime import date

import pytest
import python_calamine
import xlsxwriter
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.core.models import LogEntry
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import ImportRow, ObjectState, RollImport, TaxObject, Taxpayer
from belediyye.finance.revenue.queries import taking_along
from belediyye.finance.revenue.tests.test_year import payer

TODAY = date(2026, 11, 22)


@pytest.fixture
def office(cast: Cast):
    with scope(municipality=cast.home):
        yield cast


def registered(
    cast: Cast, *holders: object, kind: str = "building", street: str = "Sınaq küçəsi", **facts: object
) -> TaxObject:
    return actions.register_object(
        actor=cast.actor("aynur"), kind=kind, details={"settlement": "Nümunəkənd", "street": street, "house": "7a"},
        facts=facts, holders=holders, on=date(2025, 1, 1),
    )  # fmt: skip


def town(cast: Cast) -> dict[str, TaxObject]:
    """Objects of every kind, whole and shared, of two streets; one payer with a status."""
    first, second = payer(cast, "Sınaqov Birinci"), payer(cast, "@Örnəkli İkinci")
    for person in (first, second):
        Taxpayer.objects.filter(pk=person.pk).update(
            settlement="Nümunəkənd", street="Sınaq küçəsi", house="7a"
        )
    actions.add_status(
        actor=cast.actor("aynur"), payer=first, category="pensioner", since=date(2025, 1, 1), proof={}
    )
    return {
        "house": registered(cast, (first, 1, 3), (second, 2, 3), use="dwelling", place_class="village", area_dm2=13_050),
        "shop": registered(cast, (second, 1, 1), use="non_dwelling", place_class="village", area_dm2=4_000, let_or_business=True, street="Bazar küçəsi"),
        "field": registered(cast, (first, 1, 1), kind="land", use="agricultural", area_dm2=1_000_000, points_per_ha_tenths=745),
        "boat": registered(cast, (second, 1, 1), kind="vehicle", use="water", engine_cm3=2_400),
    }  # fmt: skip


def taken(cast: Cast, content: bytes, name: str = "reyestr.xlsx") -> RollImport:
    roll = actions.upload_roll(actor=cast.actor("aynur"), name=name, content=content, since=date(2026, 1, 1))
    actions.match_columns(actor=cast.actor("aynur"), roll=roll, mapping=roll.mapping)
    actions.check_import(actor=cast.actor("aynur"), roll=roll)
    roll.refresh_from_db()
    return roll


def cells_of(content: bytes) -> list[list[object]]:
    return python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def with_cell(content: bytes, heading: str, old: object, new: object) -> bytes:
    """The workbook as a person saved it again after writing into one cell."""
    rows = cells_of(content)
    place = next(row.index(heading) for row in rows if heading in row)
    next(row for row in rows if row[place] == old)[place] = new
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        day, sheet = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_worksheet()
        for n, row in enumerate(rows):
            for k, cell in enumerate(row):
                sheet.write_datetime(n, k, cell, day) if isinstance(cell, date) else sheet.write(n, k, cell)
    return target.getvalue()


@pytest.mark.parametrize("language", ["az", "en"])
def test_what_nobody_touched_changes_nothing(office: Cast, language: str) -> None:
    from django.utils import translation

    town(office)
    with translation.override(language):
        content = actions.take_along(actor=office.actor("aynur"))
        roll = taken(office, content)
    assert roll.counts == {"same": 5}, [r.problems or r.changes for r in ImportRow.objects.exclude(outcome=3)]


def test_what_was_written_on_the_way_comes_back_and_nothing_else(office: Cast) -> None:
    things = town(office)
    content = actions.take_along(actor=office.actor("aynur"), street="Bazar küçəsi")
    roll = taken(office, with_cell(content, "Sahə, m²", 40, "52,5"))
    assert roll.counts == {"changed": 1}
    actions.take_import(actor=office.actor("aynur"), roll=roll, on=TODAY)
    now = ObjectState.objects.get(object=things["shop"], until__isnull=True, withdrawn=False)
    assert (now.area_dm2, now.since, now.use, now.let_or_business) == (
        5_250,
        date(2026, 1, 1),
        "non_dwelling",
        True,
    )
    assert TaxObject.objects.count() == 4


def test_the_workbook_runs_nothing_and_names_no_identifier(office: Cast) -> None:
    things = town(office)
    content = actions.take_along(actor=office.actor("aynur"))
    cells = [c for row in cells_of(content) for c in row]
    assert "@Örnəkli İkinci" in cells and f"№{things['boat'].number}" in cells
    with zipfile.ZipFile(io.BytesIO(content)) as parcel:
        assert b"<f>" not in parcel.read("xl/worksheets/sheet1.xml")
    assert not {"FİN", "VÖEN"} & set(cells)


def test_who_took_it_along_stands_in_the_log(office: Cast) -> None:
    town(office)
    actions.take_along(actor=office.actor("aynur"), street="Bazar küçəsi")
    line = LogEntry.objects.filter(code="revenue.register.take_along").get()
    assert '"rows":1' in line.data.replace(" ", "") and "Bazar küçəsi" in line.data


def test_a_street_without_objects_and_too_many_rows_are_refused(
    office: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    town(office)
    with pytest.raises(Refused):
        actions.take_along(actor=office.actor("aynur"), street="Yoxdur küçəsi")
    monkeypatch.setattr(taking_along, "LARGEST", 4)
    with pytest.raises(Refused, match="5"):
        actions.take_along(actor=office.actor("aynur"))


def test_an_office_number_that_looks_like_a_register_number_counts(office: Cast) -> None:
    """Two objects of one name in a file: the office's own number is meant, the other stays as it is."""
    things = town(office)
    other = things["boat"]
    TaxObject.objects.filter(pk=things["shop"].pk).update(external_id=f"№{other.number}")
    from belediyye.finance.revenue.queries.rolls import Register

    assert Register(office.home.pk).objects[f"№{other.number}"].pk == things["shop"].pk
