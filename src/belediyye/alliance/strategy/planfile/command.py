"""`./run import-plan FILE [--dry-run] [--json]`: a plan in a file as a tree with its report, taken into the house."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from belediyye.alliance.strategy.planfile import Objective, Plan, UnreadablePlan, read_plan


def main(argv: Sequence[str]) -> int:
    """Prints the plan and what is doubtful; without --dry-run takes it into the database. 2 = cannot be read."""
    parser = argparse.ArgumentParser(
        prog="./run import-plan", description="Reads a strategic plan from .txt, .docx or .xlsx."
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="read and report, change nothing")
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object: counts, activities, findings"
    )
    parser.add_argument(
        "--code", default="", help="the plan's short name in addresses (made from the title otherwise)"
    )
    asked = parser.parse_args(argv)
    try:
        plan = read_plan(asked.file)
    except UnreadablePlan as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(
        (json.dumps(plan.as_json(), ensure_ascii=False, indent=1) if asked.json else told(plan)) + "\n"
    )
    if asked.dry_run:
        return 0
    from belediyye.cli import run_django

    # The report of the first reading is on the screen already; the house reads the file again, in one transaction.
    return run_django(
        "take_plan",
        [
            str(asked.file.resolve()),
            *(["--code", asked.code] if asked.code else []),
            *(["--quiet"] if asked.json else []),
        ],
    )


def told(plan: Plan) -> str:
    """The tree and the report as text."""
    years = f" ({plan.first_year}–{plan.last_year})" if plan.first_year else ""
    lines = [f"{plan.organisation}: {plan.title}{years}".strip(": "), f"Mission: {plan.mission}", ""]
    lines += [f"Direction {number}. {text}" for number, text in enumerate(plan.directions, 1)]
    for part in (*plan.areas, *plan.goals):
        kind = "Goal" if part in plan.goals else "Priority area"
        lines += ["", f"{kind} {part.number}. {part.text}"]
        for objective in part.objectives:
            lines += _objective(objective)
    counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in plan.counts().items())
    lines += ["", counts, "", f"Doubtful: {len(plan.findings)}"]
    lines += [f"  {f.rule:<20} {f.where}: {f.message}" for f in plan.findings]
    return "\n".join(lines)


def _objective(objective: Objective) -> list[str]:
    lines = [f"  {objective.code}. {objective.text}"]
    for activity in objective.activities:
        days = "; ".join(
            f"{p.first.isoformat()}…{p.last.isoformat()}" for p in activity.when.periods if p.last
        )
        when = activity.when.text.replace("\n", " / ")
        lines.append(
            f"    [{when}{f' = {days}' if days else ''}] {activity.result} — {', '.join(activity.responsible) or 'nobody'}"
        )
    return lines
