"""What the tests of the roll share: a roll written, the command run in this process, its files read back."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from belediyye.finance.rules.roll.command import main

HEAD = (
    "taxpayer_id,taxpayer_name,object_id,object_kind,use,place_class,area_m2,share,owned_from,owned_to,relief"
)
GOOD = "77,Nümunə Əli,good,building,dwelling,village,130,,,,"


def shared(*parts: str) -> Path:
    """A path in the reference library; the test is skipped where there is none."""
    root = Path(os.environ.get("BELEDIYYE_SHARED") or Path(__file__).resolve().parents[5].parent / "shared")
    path = root.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no reference library: {path}")
    return path


@dataclass(frozen=True)
class Result:
    """What a run left: exit code, the folder, and its files as lists of rows."""

    code: int
    folder: Path

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def assessments(self) -> list[dict[str, str]]:
        return self.rows("assessments")

    @property
    def refused(self) -> list[dict[str, str]]:
        return self.rows("refused")

    @property
    def totals(self) -> list[dict[str, str]]:
        return self.rows("totals")

    @property
    def explanations(self) -> list[dict[str, Any]]:
        lines = (self.folder / "explanations.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    @property
    def summary(self) -> dict[str, Any]:
        return json.loads((self.folder / "summary.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def assess_file(path: Path, *options: str, year: int = 2025, out: str = "out") -> Result:
    """Run the command on a file, without notices unless the options say otherwise."""
    folder = path.parent / out
    wanted = options if "--notices" in options else (*options, "--no-notices")
    code = main(
        [str(path), "--year", str(year), "--out", str(folder), *(o for o in wanted if o != "--notices")]
    )
    return Result(code, folder)


def assess_text(
    folder: Path, text: str | bytes, *options: str, name: str = "roll.csv", year: int = 2025
) -> Result:
    """Run the command on a csv given as text or bytes."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return assess_file(path, *options, year=year)
