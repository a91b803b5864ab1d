"""Plans in files: read from text, Word and Excel in the three-column form, checked for defects, written back.

Pure: no Django, no clock. `read_plan(path)` gives the plan with everything doubtful; `write_docx` and `write_xlsx`
give a file that reads back as the same plan.
"""

from belediyye.alliance.strategy.planfile.dates import When, read_when
from belediyye.alliance.strategy.planfile.model import Activity, Area, Finding, Goal, Objective, Plan, Section
from belediyye.alliance.strategy.planfile.reader import UnreadablePlan, read_plan
from belediyye.alliance.strategy.planfile.writer import write_docx, write_xlsx

__all__ = [
    "Activity",
    "Area",
    "Finding",
    "Goal",
    "Objective",
    "Plan",
    "Section",
    "UnreadablePlan",
    "When",
    "read_plan",
    "read_when",
    "write_docx",
    "write_xlsx",
]
