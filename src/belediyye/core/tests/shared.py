"""The reference library beside the repository; tests that read it are skipped where it is absent."""

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("BELEDIYYE_SHARED") or Path(__file__).parents[5] / "shared")


def shared_file(name: str) -> Path:
    """The file or folder of that name in the reference library; skips the test where it is missing."""
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"the reference library is not here: {name}")
    return path
