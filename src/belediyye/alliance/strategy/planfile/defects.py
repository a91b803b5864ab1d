"""What is wrong with a plan as a whole, named and explained: terms, years, order, words."""

import re
from collections import Counter
from collections.abc import Iterator

from belediyye.alliance.strategy.planfile.model import Activity, Finding, Objective, Plan
from belediyye.core.text import fold

NUMBERS = {"iki": 2, "uc": 3, "dord": 4, "bes": 5, "alti": 6, "yeddi": 7, "sekkiz": 8, "doqquz": 9, "on": 10,
           "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10}  # fmt: skip
SPAN = re.compile(r"\b(\d{1,2}|" + "|".join(NUMBERS) + r")[ -]?(?:illik|ilik|year)\b")
STUDY = ("oyren", "tehlil", "arasdir", "tedqiq", "muqayise", "study", "studied", "analys", "research")
DRAFT = ("hazirlan", "tertib", "islenib", "teklifler hazir", "draft", "prepare", "elaborat")
# Letters that alternate by the rules of the language, not by a slip: bacarıq – bacarığı.
ALTERNATE = {
    frozenset("qğ"),
    frozenset("ky"),
    frozenset("ıi"),
    frozenset("üu"),
    frozenset("aə"),
    frozenset("td"),
    frozenset("lr"),
    frozenset("ln"),
    frozenset("nm"),
    frozenset("mn"),
    frozenset("yn"),
}


def find_defects(plan: Plan, wordings: dict[str, list[str]]) -> list[Finding]:
    """Every defect of the plan as a whole, in the plan's order."""
    return [
        *_term(plan),
        *_years(plan),
        *_order(plan),
        *_empty(plan),
        *_wordings(wordings),
        *_roles(plan),
        *_spelling(plan, wordings),
    ]


def _term(plan: Plan) -> Iterator[Finding]:
    if plan.first_year is None or plan.last_year is None:
        return
    spans = plan.last_year - plan.first_year + 1
    said = set()
    for text in plan.introduction:
        for found in SPAN.finditer(fold(text)):
            years = int(found[1]) if found[1].isdigit() else NUMBERS[found[1]]
            near = fold(text)[found.end() : found.end() + 40]
            if (
                years != spans
                and years not in said
                and ("strateji" in near or "strategic" in near or "plan" in near)
            ):
                said.add(years)
                yield Finding(
                    "term-mismatch", "introduction",
                    f"The introduction speaks of a plan of {years} years; the title, {plan.first_year}–{plan.last_year}, spans {spans}.",
                )  # fmt: skip


def _numbered(plan: Plan) -> Iterator[tuple[bool, Objective, int, Activity]]:
    for of_goals, parts in ((False, plan.areas), (True, plan.goals)):
        for part in parts:
            for objective in part.objectives:
                for number, activity in enumerate(objective.activities, 1):
                    yield of_goals, objective, number, activity


def _years(plan: Plan) -> Iterator[Finding]:
    for of_goals, objective, number, activity in _numbered(plan):
        first, last = activity.when.first, activity.when.last
        if not first or not last:
            continue
        where = f"{objective.code}, activity {number}"
        section = plan.section_of(of_goals)
        if (
            section
            and section.first_year
            and section.last_year
            and not section.first_year <= first.year <= last.year <= section.last_year
        ):
            yield Finding(
                "outside-action-plan", where,
                f"“{activity.when.text}” is outside the action plan of {section.first_year}–{section.last_year} that lists it.",
            )  # fmt: skip
        if (
            plan.first_year
            and plan.last_year
            and not plan.first_year <= first.year <= last.year <= plan.last_year
        ):
            yield Finding(
                "outside-plan",
                where,
                f"“{activity.when.text}” is outside the plan's term {plan.first_year}–{plan.last_year}.",
            )


def is_study(text: str) -> bool:
    """Whether an activity studies and does not yet write anything."""
    plain = fold(text)
    return any(w in plain for w in STUDY) and not is_draft(text)


def is_draft(text: str) -> bool:
    """Whether an activity writes proposals, rules, mechanisms."""
    plain = fold(text)
    return any(w in plain for w in DRAFT)


def _order(plan: Plan) -> Iterator[Finding]:
    for objective in plan.objectives():
        studies = [
            (n, a) for n, a in enumerate(objective.activities, 1) if a.when.first and is_study(a.result)
        ]
        for number, activity in enumerate(objective.activities, 1):
            begins = activity.when.first
            if not begins or not is_draft(activity.result):
                continue
            for other, study in studies:
                if other < number and study.when.first and begins < study.when.first:
                    yield Finding(
                        "draft-before-study", f"{objective.code}, activity {number}",
                        f"Drafting begins {begins:%Y-%m}, before activity {other}, the study that it depends on, begins {study.when.first:%Y-%m}.",
                    )  # fmt: skip


def _empty(plan: Plan) -> Iterator[Finding]:
    for objective in plan.objectives():
        if not objective.activities:
            yield Finding("no-activity", objective.code, "The objective has no activity.")
        if not objective.text:
            yield Finding("no-text", objective.code, "The objective has a code and no text.")


def _even(text: str) -> str:
    return fold(text).strip(' .:;,“”"')


def _wordings(wordings: dict[str, list[str]]) -> Iterator[Finding]:
    for of, texts in wordings.items():
        ways = {}
        for text in texts:
            ways.setdefault(re.sub(r"\W+", " ", _even(text)), text)
        if len(ways) > 1:
            shown = "”, “".join(t if len(t) < 90 else t[:89] + "…" for t in ways.values())
            yield Finding("wording-differs", of, f"The same part is worded in {len(ways)} ways: “{shown}”.")


def _roles(plan: Plan) -> Iterator[Finding]:
    ways: dict[str, Counter[str]] = {}
    for _objective, activity in plan.activities():
        for name in activity.responsible:
            ways.setdefault(fold(name), Counter())[name] += 1
    for counted in ways.values():
        if len(counted) > 1:
            shown = ", ".join(f"“{name}” ({count})" for name, count in counted.most_common())
            yield Finding(
                "spelling-variant", "responsible", f"One role is written in {len(counted)} ways: {shown}."
            )


def _spelling(plan: Plan, wordings: dict[str, list[str]]) -> Iterator[Finding]:
    """Words one letter away from another word of the plan that is at least as frequent, the ending apart."""
    texts = [plan.mission, *plan.introduction, *plan.directions, *(a.result for _o, a in plan.activities())]
    texts += [t for ts in wordings.values() for t in ts] + [
        n for _o, a in plan.activities() for n in a.responsible
    ]
    words = Counter(
        w.replace("I", "ı").replace("İ", "i").lower() for t in texts for w in re.findall(r"[^\W\d_]{6,}", t)
    )
    near: dict[str, list[str]] = {}
    for word in words:
        # An ending is grammar, not spelling: only letters before it are left out in turn.
        for key in {word, *(word[:i] + word[i + 1 :] for i in range(1, len(word) - 2))}:
            near.setdefault(key, []).append(word)
    pairs = {
        tuple(sorted(p))
        for group in near.values()
        for i, a in enumerate(group)
        for b in group[i + 1 :]
        if a != b
        for p in [(a, b)]
    }
    for left, right in sorted(pairs):
        rare, common = sorted((left, right), key=lambda w: (words[w], w))
        if _slip(left, right) and words[common] >= words[rare]:
            yield Finding(
                "spelling-variant",
                "words",
                f"“{rare}” ({words[rare]}) and “{common}” ({words[common]}) differ by one letter.",
            )


def _slip(left: str, right: str) -> bool:
    """Whether two words differ by one letter or by two changed places, before the last three letters."""
    if len(left) == len(right):
        places = [i for i, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
        if len(places) == 2 and places[1] == places[0] + 1:
            return left[places[0]] == right[places[1]] and left[places[1]] == right[places[0]]
        return (
            len(places) == 1
            and places[0] < len(left) - 2
            and frozenset((left[places[0]], right[places[0]])) not in ALTERNATE
        )
    short, long = sorted((left, right), key=len)
    if len(long) - len(short) != 1:
        return False
    place = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    # One letter more may be the passive voice (hazırlamış, hazırlanmış).
    return (
        place < len(short) - 2
        and short[place:] == long[place + 1 :]
        and not (long[place] == "n" and place > 4)
    )
