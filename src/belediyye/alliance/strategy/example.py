"""The project's own example plan: the structure, codes, dates and roles of the alliance's plan in other words."""

import re
import tempfile
from functools import cache
from pathlib import Path

from belediyye.alliance.strategy.planfile import Plan, read_plan

FILE = Path(__file__).parent / "data" / "example-plan.az.txt"


@cache
def example_plan(years_later: int = 0) -> Plan:
    """The example plan, as written (2009–2012) or with every year moved, for a demonstration of today."""
    if not years_later:
        return read_plan(FILE)
    moved = re.sub(r"\b20(09|1[0-2])\b", lambda m: str(int(m[0]) + years_later), FILE.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.txt"
        path.write_text(moved, "utf-8")
        return read_plan(path)
