"""From rows to a plan: nothing of the file is dropped; what fits nowhere is a note and a finding."""

import re
from collections.abc import Callable
from pathlib import Path

from belediyye.alliance.strategy.planfile import marks
from belediyye.alliance.strategy.planfile.blocks import Row, UnreadablePlan, read_rows
from belediyye.alliance.strategy.planfile.dates import looks_like_when, read_when
from belediyye.alliance.strategy.planfile.defects import find_defects
from belediyye.alliance.strategy.planfile.model import Activity, Area, Finding, Goal, Objective, Plan, Section
from belediyye.core.text import fold

__all__ = ["UnreadablePlan", "read_plan"]

DIRECTIONS = ("strateji istiqamet", "strategic direction")
AREAS = ("prioritet sahe", "priority area")
MISSIONS = {"missiya", "missiyamiz", "mission", "our mission"}
TARGETS = ("strateji meqsed", "strategic goal")


def read_plan(path: Path) -> Plan:
    """The plan in a file with its findings. Raises UnreadablePlan, for people, where there is nothing to read."""
    rows = read_rows(Path(path))
    reading = _Reading()
    for row in rows:
        reading.take(row)
    plan = reading.finish()
    if not any(True for _ in plan.activities()) and not plan.goals:
        raise UnreadablePlan(
            f"{Path(path).name}: no goals and no table of dates, results and responsible were found."
        )
    plan.findings = [*reading.findings, *find_defects(plan, reading.wordings)]
    return plan


class _Reading:
    """The state while rows go by: which list is open, which objective the next activity belongs to."""

    def __init__(self) -> None:
        self.plan = Plan()
        self.findings: list[Finding] = []
        self.wordings: dict[str, list[str]] = {}
        self.opened = ""
        self.area: Area | None = None
        self.goal: Goal | None = None
        self.objective: Objective | None = None
        self.loose: list[str] = []
        self.listed: list[Objective] = []
        self.last_paragraph = ""
        self.had_table = False
        self.waiting: Goal | Objective | None = None

    def say(self, rule: str, where: str, message: str) -> None:
        self.findings.append(Finding(rule, where, message))

    def take(self, row: Row) -> None:
        full = [marks.joined(c) for c in row.cells if c.strip()]
        if row.in_table and len(full) > 1 and all(marks.mark_of(c) for c in full):
            for cell in full:
                self._heading(cell, row.where)
        elif row.in_table and sum(marks.is_header(c) for c in full) >= 2:
            self.had_table = True
            self.opened = "table"
        elif len(full) == 1 and marks.mark_of(full[0]):
            self._heading(full[0], row.where)
        elif (
            row.in_table
            and len(row.cells) >= 2
            and not (len(full) == 1 and not looks_like_when(row.cells[0]))
        ):
            self._activity(row)
        elif (row.in_table and self.had_table and len(full) == 1 and marks.is_area_heading(full[0])) or (
            len(full) == 1
            and self.opened == "table"
            and marks.is_area_heading(full[0])
            and not re.match(r"\d+\s*[“\"«]", full[0])
        ):
            self._area_heading(full[0], row.where)
        else:
            for text in full:
                if row.in_table:
                    self._alone(text, row.where)
                else:
                    self._paragraph(text, row.where)

    def _alone(self, text: str, where: str) -> None:
        """A row of the table with one cell and no code: a priority area by its name, or a text kept as a note."""
        area = next((a for a in self.plan.areas if fold(a.text) == fold(text)), None)
        if area is not None:
            self.area, self.goal, self.objective = area, None, None
        elif self.waiting is not None:
            self.waiting.text, self.waiting = text, None
        else:
            self.plan.notes.append(text)
            self.say("unplaced-text", where, f"A row of one cell was kept as a note: {text[:80]}")

    # --- headings -------------------------------------------------------------------------------------------------
    def _heading(self, text: str, where: str) -> None:
        mark = marks.mark_of(text)
        assert mark is not None
        if mark.oddity:
            self.say(
                "spelling-variant",
                where,
                f"The heading is written “{mark.oddity}”, elsewhere with a space and small letters.",
            )
        steps: dict[str, Callable[[marks.Mark, str], None]] = {
            "goal": self._goal,
            "objective": self._listed,
            "coded": self._coded,
        }
        steps[mark.kind](mark, where)
        self.waiting = self._without_text(mark)
        if self.opened != "table":
            self.opened = ""

    def _without_text(self, mark: marks.Mark) -> Goal | Objective | None:
        """The part just named whose text stands in the next paragraph."""
        parts = [*self.plan.goals, *self.listed, *self.plan.objectives()]
        return next(
            (
                p
                for p in parts
                if not p.text and str(getattr(p, "number", getattr(p, "code", ""))) == mark.code
            ),
            None,
        )

    def _goal(self, mark: marks.Mark, where: str) -> None:
        number = int(mark.code)
        goal = next((g for g in self.plan.goals if g.number == number), None)
        if goal is None:
            goal = Goal(number, mark.text)
            self.plan.goals.append(goal)
        goal.text = goal.text or mark.text
        self._wording(f"Məqsəd {number}", mark.text)
        self.goal, self.objective = goal, None
        if self.opened == "table":
            self.area = None

    def _listed(self, mark: marks.Mark, where: str) -> None:
        """An objective in a list or grid, without a prefix: its goal is the number before the dot."""
        objective = next((o for o in self.listed if o.code == mark.code), None)
        if objective is None:
            objective = Objective(mark.code, mark.text)
            self.listed.append(objective)
        objective.text = objective.text or mark.text
        self._wording(f"Vəzifə {mark.code}", mark.text)
        self.objective = objective if self.opened == "table" else None

    def _coded(self, mark: marks.Mark, where: str) -> None:
        prefix, _, number = mark.code.partition(" ")
        listed = (
            next((o for o in self.listed if o.code == number), None)
            if self._of_goals(prefix, number)
            else None
        )
        known = next((o for o in self.plan.objectives() if o.code == mark.code), None)
        if known is None:
            known = Objective(mark.code, mark.text or (listed.text if listed else ""))
            if listed is not None:
                self.listed[self.listed.index(listed)] = known
            self._home(known, prefix, number, where)
        if listed is not None:
            self._wording(f"Vəzifə {number}", mark.text)
        self.objective = known

    def _of_goals(self, prefix: str, number: str) -> bool:
        return prefix != "AV" and (self.area is None or prefix == "PV")

    def _home(self, objective: Objective, prefix: str, number: str, where: str) -> None:
        first = int(number.split(".")[0])
        if self._of_goals(prefix, number):
            goal = next((g for g in self.plan.goals if g.number == first), None)
            if goal is None:
                goal = Goal(first, "")
                self.plan.goals.append(goal)
                self.say(
                    "goal-missing",
                    where,
                    f"{objective.code} belongs to goal {first}, which the plan does not state.",
                )
            goal.objectives.append(objective)
            return
        area = next((a for a in self.plan.areas if a.number == first), None)
        if area is None:
            area = Area(first, "")
            self.plan.areas.append(area)
            self.say(
                "area-missing",
                where,
                f"{objective.code} belongs to priority area {first}, which the plan does not state.",
            )
        area.objectives.append(objective)

    def _area_heading(self, text: str, where: str) -> None:
        number, rest = marks.numbered(text)
        assert number is not None
        area = next((a for a in self.plan.areas if a.number == number), None)
        if area is None:
            area = Area(number, rest)
            self.plan.areas.append(area)
        self._wording(f"Prioritet sahə {number}", rest)
        self.area, self.goal, self.objective = area, None, None

    def _wording(self, of: str, text: str) -> None:
        if text:
            self.wordings.setdefault(of, []).append(text)

    # --- rows -----------------------------------------------------------------------------------------------------
    def _activity(self, row: Row) -> None:
        self.waiting = None
        cells = [*row.cells, "", "", ""]
        when, result = read_when(cells[0]), marks.joined(cells[1])
        who = _people(cells[2])
        objective = self.objective
        if objective is None:
            objective = self._unplaced(row.where)
        where = f"{objective.code}, activity {len(objective.activities) + 1} ({row.where})"
        objective.activities.append(Activity(when, result, who))
        for rule, message in when.doubts:
            self.say(rule, where, message)
        if not result:
            self.say("no-result", where, "The activity states no result.")
        if not who:
            self.say("no-responsible", where, "The activity names nobody responsible.")
        for extra in (c for c in row.cells[3:] if c.strip()):
            self.plan.notes.append(f"{objective.code}: {marks.joined(extra)}")
            self.say(
                "extra-column",
                where,
                f"A column beyond the third was kept as a note: {marks.joined(extra)[:80]}",
            )

    def _unplaced(self, where: str) -> Objective:
        """An activity before any objective still gets a home, and a finding."""
        number = next((g.number for g in self.plan.goals if g is self.goal), 0)
        self.say(
            "no-objective",
            where,
            "The activity stands under no objective; it was put under one without a text.",
        )
        objective = Objective(f"PV {number}.0", "")
        goal = self.goal
        if goal is None:
            goal = next((g for g in self.plan.goals if g.number == 0), None) or Goal(0, "")
            if goal not in self.plan.goals:
                self.plan.goals.append(goal)
        goal.objectives.append(objective)
        self.objective = objective
        return objective

    # --- paragraphs -----------------------------------------------------------------------------------------------
    def _paragraph(self, text: str, where: str) -> None:
        plain, short = fold(text), len(text) <= 140 and not text.endswith((".", ";", ","))
        if found := marks.MISSION.match(text):
            said = found["text"].strip(' .“”"«»')
            self._wording("Missiya", said)
            self.plan.mission = self.plan.mission or said
            self.opened = ""
        elif self.waiting is not None:
            self.waiting.text, self.waiting = text, None
        elif plain.strip(" :") in MISSIONS:
            self.opened = "mission"
        elif self.opened == "mission":
            self.plan.mission, self.opened = self.plan.mission or text.strip(' .“”"«»'), ""
        elif len(text) <= 60 and plain.startswith(DIRECTIONS):
            self.opened = "directions"
        elif len(text) <= 60 and plain.startswith(AREAS):
            self.opened = "areas"
            self.area = None
        elif len(text) <= 60 and plain.startswith(TARGETS):
            self.opened = ""
        elif short and ("fealiyyet plani" in plain or "action plan" in plain):
            self._section(text)
        elif short and ("strateji plan" in plain or "strategic plan" in plain):
            self._title(text)
        elif short and self.plan.title and self.last_paragraph == "title" and marks.years_in(text):
            self._years(text)
        elif self.opened in {"directions", "areas"}:
            self._list_item(text, where)
        else:
            self._other(text)
            return
        self.last_paragraph = "title" if "plan" in plain and short else ""

    def _title(self, text: str) -> None:
        self.plan.title = self.plan.title or re.sub(r"\s*\(?\d{4}.*$", "", text).strip()
        self._years(text)
        self._organisation()
        self.opened = ""

    def _years(self, text: str) -> None:
        if (years := marks.years_in(text)) and self.plan.first_year is None:
            self.plan.first_year, self.plan.last_year = years

    def _section(self, text: str) -> None:
        first, last = marks.years_in(text) or (None, None)
        self._organisation()
        if not any(s.title == text for s in self.plan.sections):
            self.plan.sections.append(Section(text, first, last))
        self.area = self.goal = self.objective = None
        self.opened = ""

    def _organisation(self) -> None:
        """The paragraph just before a title is whose plan it is."""
        if self.loose and len(self.loose[-1]) <= 120:
            name = self.loose.pop()
            if self.plan.organisation in {"", name}:
                self.plan.organisation = name
            else:
                self.loose.append(name)

    def _list_item(self, text: str, where: str) -> None:
        number, rest = marks.numbered(text)
        if self.opened == "directions":
            if fold(rest) not in map(fold, self.plan.directions):
                self.plan.directions.append(rest)
            return
        if self.plan.sections:
            self.plan.sections[-1].of_goals = False
        self.plan.areas.append(Area(number or len(self.plan.areas) + 1, rest))
        self._wording(f"Prioritet sahə {self.plan.areas[-1].number}", rest)

    def _other(self, text: str) -> None:
        self.loose.append(text)
        if self.plan.title or self.had_table:
            self.plan.notes.append(text)
        else:
            self.plan.introduction.append(text)
        self.last_paragraph = ""

    # --- the end --------------------------------------------------------------------------------------------------
    def finish(self) -> Plan:
        """Objectives that were only listed find their goals; names of organisations leave the introduction."""
        plan = self.plan
        prefix = next((o.code.split(" ")[0] for g in plan.goals for o in g.objectives), "PV")
        homed = {id(o) for o in plan.objectives()}
        for objective in self.listed:
            if id(objective) not in homed:
                number = objective.code
                objective.code = f"{prefix} {number}"
                self._home(objective, prefix, number, "")
        for part in (*plan.goals, *plan.areas):
            part.objectives.sort(key=lambda o: [int(n) for n in o.code.split(" ")[-1].split(".")])
        plan.goals.sort(key=lambda g: g.number)
        plan.areas.sort(key=lambda a: a.number)
        own = {plan.organisation}
        plan.introduction = [t for t in plan.introduction if t not in own]
        plan.notes = list(dict.fromkeys(t for t in plan.notes if t not in own))
        return plan


def _people(cell: str) -> list[str]:
    """Who answers, one by one: separated by commas, semicolons or lines; repeated names once."""
    names = [marks.joined(part).strip(" .") for part in re.split(r"[,;\n]", cell)]
    return list(dict.fromkeys(n for n in names if n and n not in {"-", "–", "—"}))
