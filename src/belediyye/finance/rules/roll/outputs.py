"""The files of a run: written under a hidden name and moved to their places together, the summary last.

A folder with ``summary.json`` therefore always holds one whole set of results. A run that is stopped leaves nothing
behind but, when it is killed hard, a hidden folder that the next run sweeps away.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO

from belediyye.core.documents.sheets.harmless import CsvWriter
from belediyye.finance.rules.book.collection import Instalment
from belediyye.finance.rules.roll.reasons import Refusal
from belediyye.finance.rules.roll.stream import TAX_ORDER, Assessed, Payer

FILES: Final = ("assessments.csv", "totals.csv", "explanations.jsonl", "refused.csv", "notices.pdf")
SUMMARY: Final = "summary.json"
_HIDDEN: Final = ".unfinished-"

ASSESSMENT_COLUMNS: Final = (
    "row", "object_id", "taxpayer_id", "object_kind", "use", "tax", "budget", "share", "months", "tax_qepik",
    "relief_qepik", "due_qepik", "confidence", "explanation",
)  # fmt: skip
TOTAL_COLUMNS: Final = (
    "taxpayer_id", "taxpayer_name", "objects", *(f"{tax}_qepik" for tax in TAX_ORDER), "tax_qepik", "relief_qepik",
    "due_qepik", "instalment_1_qepik", "instalment_1_due", "instalment_2_qepik", "instalment_2_due",
)  # fmt: skip
REFUSED_COLUMNS: Final = ("row", "column", "value", "code", "reason_az", "reason_en")


class FolderInUse(Exception):
    """The folder already holds results and nobody said that they may be replaced."""


@contextmanager
def results_folder(folder: Path, *, replace: bool) -> Iterator[Path]:
    """A hidden folder to write in; what is in it moves to ``folder`` when the block ends well, the summary last.

    Raises FolderInUse before anything is written, OSError where the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    old = [p for p in folder.iterdir() if p.name in (*FILES, SUMMARY) or p.match("notices-[0-9]*.pdf")]
    if old and not replace:
        raise FolderInUse(str(folder))
    for left in folder.glob(f"{_HIDDEN}*"):
        shutil.rmtree(left, ignore_errors=True)
    hidden = Path(tempfile.mkdtemp(prefix=_HIDDEN, dir=folder))
    try:
        yield hidden
        (folder / SUMMARY).unlink(missing_ok=True)
        made = {p.name for p in hidden.iterdir()}
        for path in old:
            if path.name not in made:
                path.unlink(missing_ok=True)
        for path in sorted(hidden.iterdir(), key=lambda p: p.name == SUMMARY):
            path.replace(folder / path.name)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


class RowFiles:
    """assessments.csv, explanations.jsonl and refused.csv, written as rows come."""

    def __init__(self, folder: Path, *, explanations: bool = True) -> None:
        self._files: list[TextIO] = []
        self._assessments = self._csv(folder / "assessments.csv", ASSESSMENT_COLUMNS)
        self._refused = self._csv(folder / "refused.csv", REFUSED_COLUMNS)
        self._explanations = self._open(folder / "explanations.jsonl") if explanations else None
        self._line = 0

    def __enter__(self) -> RowFiles:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        for file in self._files:
            file.close()

    def _open(self, path: Path) -> TextIO:
        file = path.open("w", encoding="utf-8", newline="", buffering=1 << 20)
        self._files.append(file)
        return file

    def _csv(self, path: Path, columns: Sequence[str]) -> CsvWriter:
        writer = CsvWriter(self._open(path), line_end="\n")
        writer.writerow(columns)
        return writer

    def assessed(self, one: Assessed) -> None:
        """Write one object's line and its explanation."""
        facts, amounts = one.facts, one.amounts
        sort, stored = amounts.sort, one.facts.stored
        self._line += 1
        months = sort.months(stored)
        self._assessments.writerow((
            facts.row, facts.object_id, facts.taxpayer_id, stored["object_kind"], stored.get("use", ""), sort.tax,
            "state" if amounts.state else "municipal", f"{facts.share[0]}/{facts.share[1]}",
            "" if months is None else months, amounts.tax_qepik, one.relief_qepik, one.due_qepik,
            sort.confidence(amounts, stored), self._line if self._explanations else "",
        ))  # fmt: skip
        if self._explanations:
            who = f'{{"row":{facts.row},"object_id":{_text(facts.object_id)},"taxpayer_id":{_text(facts.taxpayer_id)},'
            self._explanations.write(f"{who}{sort.explanation(amounts, stored, one.spent)}}}\n")

    def refused(self, found: Sequence[Refusal]) -> None:
        """Write every reason against a row, a line each."""
        for one in found:
            self._refused.writerow((one.row, one.column, one.value, one.code, one.az, one.en))


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Dues:
    """How a payer's sum is parted over the two days of the year."""

    first: Instalment
    second: Instalment


def write_totals(path: Path, payers: Iterable[Payer], parted: Any) -> None:
    """totals.csv: a line a taxpayer, municipal money only; ``parted(qepik)`` gives the Dues of a sum."""
    with path.open("w", encoding="utf-8", newline="", buffering=1 << 20) as file:
        writer = CsvWriter(file, line_end="\n")
        writer.writerow(TOTAL_COLUMNS)
        for payer in payers:
            dues = parted(payer.due_qepik)
            writer.writerow((
                payer.taxpayer_id, payer.name, payer.objects, *payer.due, payer.tax_qepik,
                payer.relief_qepik, payer.due_qepik, dues.first.amount_qepik, dues.first.due.isoformat(),
                dues.second.amount_qepik, dues.second.due.isoformat(),
            ))  # fmt: skip


def write_summary(path: Path, summary: dict[str, Any]) -> None:
    """summary.json, readable by people and machines."""
    path.write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
