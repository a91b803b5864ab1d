"""Plans in files: the seed to the last count, another organisation's plan, dates in every form, the way there and back."""

import json
from pathlib import Path

import pytest
from docx import Document

from belediyye.alliance.strategy.planfile import UnreadablePlan, read_plan, read_when, write_docx, write_xlsx
from belediyye.alliance.strategy.planfile.command import main

PER_OBJECTIVE = {
    "AV 1.1": 4, "AV 2.1": 8, "AV 3.1": 3, "AV 4.1": 6, "AV 5.1": 2, "PV 1.1": 2, "PV 1.2": 3, "PV 1.3": 2, "PV 1.4": 2,
    "PV 2.1": 2, "PV 2.2": 3, "PV 2.3": 2, "PV 2.4": 3, "PV 3.1": 2, "PV 3.2": 3, "PV 3.3": 2, "PV 3.4": 2,
}  # fmt: skip

OTHER = """Yaşıl Sahil Birliyi
Strateji Plan (2024-2026)
Missiya: «Sahil kəndlərində təmiz su üçün birlikdə çalışırıq»
Strateji istiqamətlər
1. Suyun qorunması
2. Kəndlərin gücü
Məqsəd 1. Kəndlərdə su təmizdir.
Vəzifə 1.1 Quyular yoxlanılır.
Vəzifə 1.2 Tullantı azaldılır.
Məqsəd 2. Kəndlər öz işini bilir.
Vəzifə 2.1 Kənd şuraları öyrədilir.
2024-2025-ci illər üçün Fəaliyyət Planı
\tTarix
\tNəticə
\tCavabdeh
\tMəqsəd 1: Kəndlərdə su təmizdir.
\tPV 1.1. Quyular yoxlanılır.
\tMart-may 2024
\tQuyuların vəziyyəti öyrənilir.
\tKoordinator; laboratoriya

\tHər rüb
\tSuyun göstəriciləri dərc edilir.
\tLaboratoriya
\tPV 1.2. Tullantı azaldılır.
\t15.01.2025 - 20.06.2026
\tTəkliflər hazırlanır.
\t
\tMəqsəd 2: Kəndlər öz işini bilir.
\tPV 2.1. Kənd şuraları öyrədilir.
\tII rüb, 2024
\tKurs keçirilir.
\tTəlimçi
\tnə vaxtsa
\tSərgi açılır.
\tTəlimçi
"""


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(OTHER, "utf-8")
    return path


def test_the_seed(shared: Path) -> None:
    plan = read_plan(shared / "seed" / "strategic-plan.az.txt")
    assert plan.counts() == {
        "directions": 3, "goals": 3, "objectives": 12, "priority_areas": 5, "development_objectives": 5, "activities": 51,
    }  # fmt: skip
    assert {o.code: len(o.activities) for o in plan.objectives()} == PER_OBJECTIVE
    assert sum(a.when.regular for _o, a in plan.activities()) == 20
    found = {(f.rule, f.where.split(" (")[0]) for f in plan.findings}
    assert ("term-mismatch", "introduction") in found
    assert {where for rule, where in found if rule == "outside-action-plan"} == {
        "PV 3.1, activity 2", "PV 3.2, activity 1", "PV 3.2, activity 2", "PV 3.2, activity 3",
    }  # fmt: skip
    assert {where for rule, where in found if rule == "no-responsible"} == {"PV 1.4, activity 2"}
    assert ("draft-before-study", "PV 2.2, activity 2") in found
    assert {where for rule, where in found if rule == "open-range"} == {"PV 1.1, activity 2"}
    assert any(rule == "spelling-variant" for rule, _where in found)
    assert any(f.rule == "spelling-variant" and "qanunveriçilik" in f.message for f in plan.findings)


@pytest.mark.parametrize("write, name", [(write_docx, "p.docx"), (write_xlsx, "p.xlsx")])
def test_the_seed_there_and_back(shared: Path, tmp_path: Path, write, name: str) -> None:  # type: ignore[no-untyped-def]
    plan = read_plan(shared / "seed" / "strategic-plan.az.txt")
    write(plan, tmp_path / name)
    assert read_plan(tmp_path / name) == plan


@pytest.mark.parametrize("write, name", [(write_docx, "p.docx"), (write_xlsx, "p.xlsx")])
def test_another_organisation_there_and_back(other: Path, tmp_path: Path, write, name: str) -> None:  # type: ignore[no-untyped-def]
    plan = read_plan(other)
    assert plan.organisation == "Yaşıl Sahil Birliyi" and (plan.first_year, plan.last_year) == (2024, 2026)
    assert plan.counts() == {
        "directions": 2, "goals": 2, "objectives": 3, "priority_areas": 0, "development_objectives": 0, "activities": 5,
    }  # fmt: skip
    rows = [
        (o.code, a.when.regular, [(str(p.first), str(p.last)) for p in a.when.periods], a.responsible)
        for o, a in plan.activities()
    ]
    assert rows[0] == ("PV 1.1", False, [("2024-03-01", "2024-05-31")], ["Koordinator", "laboratoriya"])
    assert rows[1][1] and rows[2] == ("PV 1.2", False, [("2025-01-15", "2026-06-20")], [])
    assert rows[3][2] == [("2024-04-01", "2024-06-30")] and rows[4][2] == []
    rules = {f.rule for f in plan.findings}
    assert {"no-responsible", "outside-action-plan", "date-unread"} <= rules
    assert (
        next(a.when.text for _o, a in plan.activities() if not a.when.regular and not a.when.periods)
        == "nə vaxtsa"
    )
    write(plan, tmp_path / name)
    assert read_plan(tmp_path / name) == plan


def test_a_word_table_made_by_hand(tmp_path: Path) -> None:
    """Heads not merged, a heading whose text stands below it, a row without a date: everything is kept."""
    document = Document()
    for text in (
        "Missiya",
        "Hamı üçün kitab",
        "Strateji plan 2025-2026",
        "Məqsəd 1",
        "Kitabxanalar açıqdır.",
    ):
        document.add_paragraph(text)
    table = document.add_table(rows=0, cols=3)
    for cells in (
        ("Tarix (Nə vaxt)", "Nəticə (Nə)", "Cavabdeh (Kim)"),
        ("PV 1.1. Oxucu çoxalır.", "", ""),
        ("Yanvar, 2025", "Gün keçirilir", "Müdir, oxucular"),
        ("", "Siyahı tərtib olunur", "Müdir"),
        ("qeyd: büdcə yoxdur", "", ""),
    ):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.save(str(tmp_path / "hand.docx"))
    plan = read_plan(tmp_path / "hand.docx")
    assert plan.mission == "Hamı üçün kitab" and plan.goals[0].text == "Kitabxanalar açıqdır."
    assert [a.result for _o, a in plan.activities()] == ["Gün keçirilir", "Siyahı tərtib olunur"]
    assert plan.notes == ["qeyd: büdcə yoxdur"]
    assert {"date-missing", "unplaced-text"} <= {f.rule for f in plan.findings}


@pytest.mark.parametrize(
    "text, regular, periods",
    [
        ("Müntəzəm", True, []),
        ("MÜNTƏZƏM", True, []),
        ("Mart, 2009\nDekabr, 2009\n\nDekabr, 2010", False, ["2009-03-01/2009-03-31", "2009-12-01/2009-12-31", "2010-12-01/2010-12-31"]),
        ("Aprel, May, 2009\nFevral, 2010", False, ["2009-04-01/2009-04-30", "2009-05-01/2009-05-31", "2010-02-01/2010-02-28"]),
        ("Oktyabr, 2009-Mart, 2010", False, ["2009-10-01/2010-03-31"]),
        ("Noyabr-Dekabr 2010", False, ["2010-11-01/2010-12-31"]),
        ("2010-2011", False, ["2010-01-01/2011-12-31"]),
        ("Noyabr-Fevral, 2010", False, ["2009-11-01/2010-02-28"]),
        ("2009-cu ilin mart ayı", False, ["2009-03-01/2009-03-31"]),
        ("2026-cı ilin II rübü", False, ["2026-04-01/2026-06-30"]),
        ("1-15 may 2010", False, ["2010-05-01/2010-05-15"]),
        ("15.03.2010-20.04.2010", False, ["2010-03-15/2010-04-20"]),
        ("2024-02-01", False, ["2024-02-01/2024-02-01"]),
        ("March – June 2024", False, ["2024-03-01/2024-06-30"]),
        ("31.02.2024", False, []),
        ("", False, []),
    ],
)  # fmt: skip
def test_dates(text: str, regular: bool, periods: list[str]) -> None:
    when = read_when(text)
    assert (when.regular, [f"{p.first}/{p.last}" for p in when.periods]) == (regular, periods)
    assert periods or regular or when.doubts


def test_the_command_prints_one_object(other: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(other), "--dry-run", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["counts"]["activities"] == 5
    assert said["activities"][0]["periods"] == [{"start": "2024-03-01", "end": "2024-05-31"}]
    assert set(said["findings"][0]) == {"rule", "where", "message"}
    assert main([str(other), "--dry-run"]) == 0
    assert "Priority" not in capsys.readouterr().out


def test_what_is_no_plan_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.docx").write_bytes(b"not a zip")
    (tmp_path / "b.txt").write_text("salam", "utf-8")
    for name in ("a.docx", "b.txt", "c.pdf", "d.xlsx"):
        with pytest.raises(UnreadablePlan):
            read_plan(tmp_path / name)
        assert main([str(tmp_path / name), "--dry-run"]) == 2


def test_every_rule_of_the_reader_is_explained_in_the_readers_language() -> None:
    import re

    from belediyye.alliance.strategy import doubts, planfile

    source = "".join(p.read_text("utf-8") for p in Path(planfile.__file__).parent.glob("*.py"))
    named = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source)) - {"import-plan", "dry-run"}
    assert named <= set(doubts.MEANS) and set(doubts.MEANS) <= named


def test_a_number_without_a_month_is_not_dropped_silently() -> None:
    assert any(rule == "date-unread" for rule, _words in read_when("Mart, 20277").doubts)
    assert not read_when("15 mart 2027 – 20 aprel 2027").doubts
