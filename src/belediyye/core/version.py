"""The version, read from the changelog, so that the two cannot disagree."""

import re
from pathlib import Path


def _read() -> str:
    changelog = Path(__file__).resolve().parents[3] / "CHANGELOG.md"
    found = (
        re.search(r"^## (\d+\.\d+\.\d+)", changelog.read_text("utf-8"), re.M) if changelog.exists() else None
    )
    return found[1] if found else "0"


VERSION = _read()
