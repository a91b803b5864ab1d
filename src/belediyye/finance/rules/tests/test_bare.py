"""Engine and book need only the standard library: a bare interpreter loads and uses them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[4]
PROGRAM = """
import sys
sys.path.insert(0, {source!r})
from belediyye.finance.rules.book import assess, load_book
from belediyye.finance.rules.book.cases import run_all
import belediyye.finance.rules.engine.sql
import belediyye.finance.rules.engine.frames
assert all(outcome.holds for _, _, outcome in run_all())
others = {{m.split(".")[0] for m in sys.modules}} - set(sys.stdlib_module_names) - {{"belediyye", "__main__", "__mp_main__"}}
print(sorted(others))
"""


def test_a_bare_interpreter_is_enough() -> None:
    program = PROGRAM.format(source=str(SOURCE))
    done = subprocess.run(
        [sys.executable, "-S", "-I", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
