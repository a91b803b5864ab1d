"""What a roll brings of people and places, and that identifiers stand nowhere in clear."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden
from belediyye.core.cast import Cast
from belediyye.core.models import LogEntry, StoredFile
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import (
    Entry,
    Holding,
    ImportRow,
    Opening,
    PrivilegeStatus,
    RollImport,
    TaxObject,
    Taxpayer,
)
from belediyye.finance.revenue.queries import balance, import_words, rolls
from belediyye.finance.revenue.queries.cases import called
from belediyye.finance.revenue.tests.test_import import HEAD, TODAY, take

FULL = (
    "Şəxsi hesab;FİN;Ödəyicinin adı;Telefon;E-poçt;Doğum tarixi;Ödəyicinin ünvanı;Reyestr №;Növ;Təyinat;Yer;Ümumi sahə;Ünvan;"
    "Hüququn növü;Güzəşt;Güzəşt sənədi;Güzəşt sənədinin seriyası;Güzəşt sənədinin nömrəsi;Güzəştin başlanğıcı;Məsul şəxs"
)
ONE = (
    "H-1;5XY01AB;Sınaqov Nümunə;0501234567;ad@misal.az;01.02.1960;Örnək küç. 7;OB-1;bina;yaşayış;kənd;100;Nümunə küçəsi 30;"
    "mülkiyyət;pensiyaçı;vəsiqə;AA;123;01.05.2020;H-2"
)
TWO = "H-2;;Misalova Sınaq;;;;;OB-2;bina;yaşayış;kənd;80;Nümunə küç., ev 10, m. 5;icarə;;;;;;"


@pytest.fixture
def office(cast: Cast):
    with scope(municipality=cast.home):
        yield cast


def test_everything_that_an_office_has_of_a_person(office: Cast) -> None:
    roll = take(office, [ONE, TWO], FULL)
    assert roll.counts == {"new": 2}, list(ImportRow.objects.values_list("problems", flat=True))
    one, two = Taxpayer.objects.get(external_id="H-1"), Taxpayer.objects.get(external_id="H-2")
    assert (one.fin, one.email, one.born) == ("5XY01AB", "ad@misal.az", date(1960, 2, 1))
    assert one.telephone == "+994 50 123 45 67" and (one.street, one.house) == ("Örnək küçəsi", "7")
    assert one.responsible == two
    status = PrivilegeStatus.objects.get()
    assert (status.document, status.series, status.number, status.since) == (
        "vəsiqə",
        "AA",
        "123",
        date(2020, 5, 1),
    )
    thing = TaxObject.objects.get(external_id="OB-1")
    assert (thing.street, thing.house) == ("Nümunə küçəsi", "30")
    assert Holding.objects.get(taxpayer=two).right == Holding.Right.LEASE
    # A lessee does not get the address of what is leased.
    assert two.address == ""
    assert take(office, [ONE, TWO], FULL).counts == {"same": 2}


def test_who_has_no_address_gets_that_of_the_only_dwelling(office: Cast) -> None:
    row = "A-{0};Sınaqov {0};OB-{1};bina;{2};kənd;130;1;;Nümunə küçəsi {1}"
    lines = [
        row.format(*r)
        for r in (
            (1, 10, "yaşayış"),
            (1, 11, "mağaza"),
            (2, 2, "yaşayış"),
            (3, 3, "yaşayış"),
            (3, 4, "yaşayış"),
        )
    ]
    roll = take(office, lines)
    assert roll.counts == {"new": 5}
    assert [Taxpayer.objects.get(external_id=f"A-{n}").house for n in (1, 2, 3)] == ["10", "2", ""]
    assert [p.house for p in Taxpayer.objects.exclude(house="").order_by("route")] == ["2", "10"]
    told = [
        r.changes for r in ImportRow.objects.filter(roll_import=roll) if "address_of_dwelling" in r.changes
    ]
    assert [c["address_of_dwelling"][1] for c in told] == ["Nümunə küçəsi, 10", "Nümunə küçəsi, 2"]
    assert take(office, lines).counts == {"same": 5}
    actions.undo_import(actor=office.actor("aynur"), roll=roll, on=TODAY)


def test_a_changed_record_comes_back_with_the_undo(office: Cast) -> None:
    take(office, [ONE, TWO], FULL)
    roll = take(office, [ONE.replace("5XY01AB", "5XY01AC").replace("0501234567", "0551234567"), TWO], FULL)
    assert roll.counts == {"changed": 1, "same": 1, "payers": 1}
    assert Taxpayer.objects.get(external_id="H-1").fin == "5XY01AC"
    assert "5XY01A" not in str(list(ImportRow.objects.values_list("did", "changes", "cells")))
    actions.undo_import(actor=office.actor("aynur"), roll=roll, on=TODAY)
    one = Taxpayer.objects.get(external_id="H-1")
    assert (one.fin, one.telephone) == ("5XY01AB", "+994 50 123 45 67")


def test_a_corrected_fin_and_another_holder(office: Cast) -> None:
    head = HEAD.replace("Ödəyicinin kodu", "Vergi ödəyicisinin FİN-i")
    row = "{};{};OB-1;bina;yaşayış;kənd;130;1;;"
    first = take(office, [row.format("5XY01AB", "Sınaqov Nümunə")], head)
    assert first.mapping["fin"] == "Vergi ödəyicisinin FİN-i"
    fixed = take(office, [row.format("5XY01AC", "Sınaqov Nümunə")], head)
    assert fixed.counts == {"changed": 1, "payers": 1} and Taxpayer.objects.get().fin == "5XY01AC"
    sold = take(office, [row.format("6XY01AC", "Misalova Sınaq")], head)
    assert sold.counts == {"changed": 1}
    assert ImportRow.objects.get(roll_import=sold).changes["holder"] == ["Sınaqov Nümunə", "Misalova Sınaq"]
    assert Holding.objects.get(withdrawn=False, until__isnull=True).taxpayer.name == "Misalova Sınaq"
    assert Holding.objects.get(withdrawn=False, until__isnull=False).until == date(2026, 1, 1)
    actions.undo_import(actor=office.actor("aynur"), roll=sold, on=TODAY)
    assert Holding.objects.get(withdrawn=False).taxpayer.name == "Sınaqov Nümunə"
    half = take(office, [row.format("6XY01AC", "Misalova Sınaq").replace(";1;;", ";1/2;;")], head)
    assert half.counts == {"refused": 1}


def test_no_identifier_stands_in_clear(office: Cast, tmp_path: Path, settings: Any) -> None:
    settings.FILES_ROOT = tmp_path
    bad = ONE.replace("5XY01AB", "5XY01A").replace("OB-1", "OB-9").replace("H-1", "H-9")
    worse = ONE.replace("5XY01AB", "7ZZ01AB").replace(";100;", ";çox;").replace("H-1", "H-8")
    roll = take(office, [ONE, TWO, bad, worse], FULL)
    assert roll.counts == {"new": 2, "refused": 2}
    assert not Taxpayer.objects.filter(external_id__contains="5XY").exists()
    stored = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert stored and not any(fin in stored for fin in (b"5XY01AB", b"5XY01A", b"7ZZ01AB"))
    kept = str(list(ImportRow.objects.values_list("cells", "problems", "changes", "did")))
    assert "5XY01A" not in kept and "7ZZ01AB" not in kept
    content = actions.take_out_refused(actor=office.actor("aynur"), roll=roll)
    from belediyye.core.documents.sheets import read_table

    (tmp_path / "r.xlsx").write_bytes(content)
    table = read_table(tmp_path / "r.xlsx", {"fin": ("FİN",), "why": ("Səbəb", "Reason")})
    assert table.headings[:5] == FULL.split(";")[:5]
    rows = [row.cells for row in table]
    assert [r["fin"] for r in rows] == ["5XY01A", "7ZZ01AB"] and str(rows[1]["why"]).startswith(
        "Ümumi sahə: "
    )
    line = LogEntry.objects.filter(code="revenue.import.refused").latest("pk")
    told = json.loads(line.data)
    assert told["rows"] == 2 and told["with_identifiers"] == 2


def test_nothing_is_kept_of_a_file_that_cannot_be_read(office: Cast, tmp_path: Path, settings: Any) -> None:
    settings.FILES_ROOT = tmp_path
    with pytest.raises(Refused, match=r"siyahı\.xlsx"):
        actions.upload_roll(
            actor=office.actor("aynur"), name="siyahı.xlsx", content=b"PK\x03\x04 5XY01AB", since=TODAY
        )
    assert not [p for p in tmp_path.rglob("*") if p.is_file()] and not StoredFile.objects.exists()


def test_words(office: Cast) -> None:
    assert import_words.change("area_dm2", [10_000, 11_050], "az") == ("Sahə", "100 m²", "110,5 m²")
    roll = take(office, ["A-1;Sınaqov;OB-1;saray;yaşayış;kənd;130;1;;"])
    words = rolls.problem_text(ImportRow.objects.get(roll_import=roll).problems[0], "az")
    assert "bina, torpaq" in words and "building" not in words
    assert rolls.first_since(office.home.pk, TODAY) == date(2023, 1, 1)


BALANCES = "Şəxsi hesab;Ödəyicinin adı;Gəlir növü;İl;Ödəniş müddəti;Əsas borc;Faiz;Artıq ödəniş"


def bring(cast: Cast, lines: list[str], who: str = "rauf") -> RollImport:
    actor = cast.actor(who)
    text = "\n".join([BALANCES, *lines]).encode()
    roll = actions.upload_roll(
        actor=actor, name="borclar.csv", content=text, since=date(2026, 3, 1), kind="opening"
    )
    actions.match_columns(actor=actor, roll=roll, mapping=roll.mapping)
    actions.check_import(actor=actor, roll=roll)
    actions.take_import(actor=actor, roll=roll, on=TODAY)
    roll.refresh_from_db()
    return roll


def test_a_list_of_balances_comes_in_and_goes_back(office: Cast) -> None:
    take(office, [ONE, TWO], FULL)
    lines = ["H-1;;Əmlak vergisi;2025;17.11.2025;100,00;7,00;", "H-2;;;;;;;5", "H-3;Köhnə Borclu;torpaq;2024;;20;;", "H-4;;torpaq;2024;;20;;", "H-1;;çay;2025;;1;;", "H-1;;torpaq;2025;;1;;1"]  # fmt: skip
    roll = bring(office, lines)
    assert roll.counts == {"new": 3, "refused": 3}
    one = Taxpayer.objects.get(external_id="H-1")
    assert balance.owed(one, date(2026, 3, 1)).total == 10_700
    assert balance.owed(Taxpayer.objects.get(external_id="H-2"), TODAY).credit == 500
    assert Opening.objects.get(taxpayer__name="Köhnə Borclu").due == date(2024, 11, 15)
    assert bring(office, lines[:3]).counts == {"same": 3}
    assert bring(office, [lines[0].replace("100,00", "90,00")]).counts == {"refused": 1}
    with pytest.raises(Forbidden):
        bring(office, ["H-2;;torpaq;2025;;1;;"], "aynur")
    actions.undo_import(actor=office.actor("rauf"), roll=roll, on=TODAY)
    assert sum(Entry.objects.values_list("amount", flat=True)) == 0
    assert bring(office, lines[:3]).counts == {"new": 3}


def test_balances_that_were_used_stay(office: Cast) -> None:
    roll = bring(office, ["H-1;Sınaqov;torpaq;2025;;1;;", "H-1;;;;;;;5"])
    actions.settle_accounts(actor=office.actor("rauf"), on=TODAY)
    with pytest.raises(Refused):
        actions.undo_import(actor=office.actor("rauf"), roll=roll, on=TODAY)


def test_the_wizard_of_balances(office: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    rauf, url = office.client("rauf"), reverse("revenue_import_opening")
    assert rauf.get(url).status_code == 200
    file = SimpleUploadedFile("b.csv", "\n".join([BALANCES, "H-1;Sınaqov;torpaq;2025;;1;;"]).encode())
    rauf.post(url, {"file": file, "since": "01.03.2026"}, follow=True)
    roll = RollImport.objects.get()
    page = rauf.post(reverse("revenue_import_match", args=[roll.pk]), roll.mapping, follow=True)
    assert "1,00" in page.content.decode()
    rauf.post(reverse("revenue_import_take", args=[roll.pk]), follow=True)
    assert Opening.objects.get().principal_qepik == 100
    for show in ("new", "refused"):
        assert rauf.get(reverse("revenue_import", args=[roll.pk]), {"show": show}).status_code == 200
    assert office.client("tural").get(reverse("revenue_import", args=[roll.pk])).status_code == 404
    assert office.client("tural").get(reverse("revenue_import_refused", args=[roll.pk])).status_code == 404


def test_from_the_command_line(office: Cast, tmp_path: Path, settings: Any) -> None:
    from django.core.management import CommandError, call_command

    settings.FILES_ROOT = tmp_path / "files"
    file, refused = tmp_path / "roll.csv", tmp_path / "refused.xlsx"
    file.write_text("\n".join([FULL, ONE, TWO, ONE.replace(";100;", ";çox;")]))
    call_command("import_roll", file, municipality=office.home.code, refused=refused)
    assert Taxpayer.objects.count() == 2 and refused.read_bytes().startswith(b"PK")
    assert RollImport.objects.get().since == date(timezone.localdate().year - 3, 1, 1)
    for wrong in ({"since": "32.01.2026"}, {"file": tmp_path / "none.csv"}):
        with pytest.raises(CommandError, match=r"^(?!.*no_such_day)"):
            call_command("import_roll", wrong.pop("file", file), municipality=office.home.code, **wrong)
    file.write_text(f"{BALANCES}\nH-1;;torpaq;2025;;1;;\n")
    call_command("import_roll", file, municipality=office.home.code, balances=True)
    assert Opening.objects.get().principal_qepik == 100


def test_one_number_under_two_names_is_not_taken_for_one_person(office: Cast) -> None:
    """A shortened name may be the same person; a name that has no word in common is not attached without a word."""
    head = "Ödəyicinin kodu;Ödəyicinin adı;Reyestr №;Növ;Təyinat;Yer;Ümumi sahə"
    rows = [
        "Z-1;Sınaqov Nümunə Misal oğlu;ZB-1;bina;yaşayış;kənd;100",
        "Z-1;Sınaqov N. M.;ZB-2;bina;yaşayış;kənd;90",
        "Z-1;Başqayev Örnək;ZB-3;bina;yaşayış;kənd;80",
    ]
    roll = take(office, rows, head)
    assert roll.counts == {"new": 2, "refused": 1}
    (problem,) = ImportRow.objects.get(outcome=ImportRow.Outcome.REFUSED).problems
    assert problem[2] == "another_name" and "Sınaqov" in rolls.problem_text(problem, "az")
    assert set(TaxObject.objects.values_list("external_id", flat=True)) == {"ZB-1", "ZB-2"}


@pytest.mark.parametrize(
    ("column", "fact", "first", "second"),
    [("VÖEN", "voen", "9900000011", "1400057421"), ("FİN", "fin", "5XY01AB", "5XY01AC")],
)
def test_a_number_that_another_carries_by_now_is_not_given_back(
    office: Cast, column: str, fact: str, first: str, second: str
) -> None:
    head = f"Ödəyicinin kodu;{column};{HEAD.partition(';')[2]}"
    line = "A-1;{};Nümunə MMC;OB-1;bina;yaşayış;kənd;130;1;;Sınaq küçəsi 1"
    take(office, [line.format(first)], head)
    second_roll = take(office, [line.format(second)], head)
    actor, one = office.actor("aynur"), Taxpayer.objects.get(external_id="A-1")
    assert getattr(one, fact) == second
    other = actions.register_payer(actor=actor, facts={"name": "Misal QSC", fact: first}, on=TODAY)
    aynur, url = office.client("aynur"), reverse("revenue_import_undo", args=[second_roll.pk])
    for page in (
        aynur.get(url),
        aynur.get(reverse("revenue_import", args=[second_roll.pk])),
        aynur.post(url),
    ):
        assert page.status_code in (200, 422)
        said = page.content.decode()
        assert "2 nömrəli sətir" in said and called(other) in said and one.name in said
    second_roll.refresh_from_db()
    assert second_roll.state == RollImport.State.TAKEN
    actions.update_payer(actor=actor, payer=other, facts={fact: ""})
    actions.undo_import(actor=actor, roll=second_roll, on=TODAY)
    one.refresh_from_db()
    assert getattr(one, fact) == first
