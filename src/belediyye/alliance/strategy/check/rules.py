"""The rules of the plan check, each a function over the facts of a plan."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.text import fold

VAGUE = (
    "yaxsilas",
    "guclen",
    "guclendir",
    "artiril",
    "tekmilles",
    "inkisaf et",
    "genislen",
    "aktivles",
    "improve",
    "strengthen",
    "enhance",
    "raise awareness",
)
CONCRETE = (
    "hazirla",
    "tertib",
    "derc",
    "teskil edil",
    "kecirilir",
    "yaradil",
    "cap",
    "tetbiq",
    "imzala",
    "qebul edil",
    "mueyyen",
    "teqdim",
    "aparilir",
    "yazila",
    "prepared",
    "published",
    "held",
    "trained",
    "adopted",
    "drafted",
    "built",
)


@dataclass(frozen=True)
class One:
    """An activity as the rules see it."""

    pk: int
    code: str
    result: str
    regular: bool
    starts: date | None
    ends: date | None
    node: int
    of_goals: bool


@dataclass
class Facts:
    """A plan as the rules see it: plain values, read in a handful of queries."""

    first_year: int
    last_year: int
    parts: dict[bool, tuple[int, int]] = field(default_factory=dict)
    activities: list[One] = field(default_factory=list)
    answered: dict[int, list[tuple[str, bool]]] = field(default_factory=dict)
    waits: list[tuple[int, int]] = field(default_factory=list)
    objectives: list[tuple[int, str, bool, bool]] = field(default_factory=list)
    indicators: list[tuple[int, str, bool, bool]] = field(default_factory=list)
    loads: list[tuple[str, str, int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Remark:
    """What a rule says of one thing: `about` is the thing's steady name, for accepting the remark."""

    rule: str
    about: str
    message: str
    activity: int | None = None


@dataclass(frozen=True)
class Rule:
    """A rule: number, name, why it matters and what to do, and the function that finds."""

    number: str
    title: "str | Promise"
    why: "str | Promise"
    find: Callable[[Facts], Iterator[Remark]]


def _term(facts: Facts) -> Iterator[Remark]:
    for one in facts.activities:
        if (
            one.starts
            and one.ends
            and not facts.first_year <= one.starts.year <= one.ends.year <= facts.last_year
        ):
            years = f"{facts.first_year}–{facts.last_year}"
            yield Remark(
                "P01",
                one.code,
                _("The days are outside the plan's years %(years)s.") % {"years": years},
                one.pk,
            )


def _part(facts: Facts) -> Iterator[Remark]:
    for one in facts.activities:
        years = facts.parts.get(one.of_goals)
        if years and one.starts and one.ends and not years[0] <= one.starts.year <= one.ends.year <= years[1]:
            shown = f"{years[0]}–{years[1]}"
            yield Remark(
                "P02",
                one.code,
                _("The days are outside the action plan of %(years)s that lists it.") % {"years": shown},
                one.pk,
            )


def _nobody(facts: Facts) -> Iterator[Remark]:
    for one in facts.activities:
        if not facts.answered.get(one.pk):
            yield Remark("P03", one.code, _("Nobody answers for the activity."), one.pk)


def _order(facts: Facts) -> Iterator[Remark]:
    by_pk = {one.pk: one for one in facts.activities}
    for pk, after in facts.waits:
        one, other = by_pk.get(pk), by_pk.get(after)
        if not (one and other and one.starts and other.starts):
            continue
        if one.starts < other.starts:
            words, day = (
                _("It begins on %(day)s, before %(other)s, on which it depends, begins on %(other_day)s."),
                other.starts,
            )
        elif other.ends and one.starts <= other.ends:
            words, day = (
                _("It begins on %(day)s; %(other)s, on which it depends, is done only on %(other_day)s."),
                other.ends,
            )
        else:
            continue
        told = {"day": f"{one.starts:%d.%m.%Y}", "other": other.code, "other_day": f"{day:%d.%m.%Y}"}
        yield Remark("P04", one.code, words % told, one.pk)


def _empty(facts: Facts) -> Iterator[Remark]:
    for _pk, code, has_activity, _has_indicator in facts.objectives:
        if not has_activity:
            yield Remark("P05", code, _("The objective has no activity."))


def _unmeasured(facts: Facts) -> Iterator[Remark]:
    for _pk, code, _has_activity, has_indicator in facts.objectives:
        if not has_indicator:
            yield Remark("P06", code, _("The objective has no indicator."))


def _vague(facts: Facts) -> Iterator[Remark]:
    for one in facts.activities:
        plain = fold(one.result)
        vague = any(w in plain for w in VAGUE) and not any(w in plain for w in CONCRETE)
        if (vague or len(plain) < 15) and not any(c.isdigit() for c in plain):
            yield Remark(
                "P07",
                one.code,
                _("The result says that something gets better, not what will be there."),
                one.pk,
            )


def _load(facts: Facts) -> Iterator[Remark]:
    for words, month, count, most in facts.loads:
        message = _("%(count)s dated activities at once; %(most)s is much already.") % {
            "count": count,
            "most": most,
        }
        yield Remark("P08", f"{words}, {month}", message)


def _no_date(facts: Facts) -> Iterator[Remark]:
    for one in facts.activities:
        if not one.regular and not one.starts:
            yield Remark("P09", one.code, _("The activity has neither days nor is it regular."), one.pk)


def _no_target(facts: Facts) -> Iterator[Remark]:
    for _pk, name, has_baseline, has_target in facts.indicators:
        if not has_target or not has_baseline:
            missing = _("no target") if not has_target else _("no baseline")
            yield Remark("P10", name[:120], _("The indicator has %(missing)s.") % {"missing": missing})


def _twice(facts: Facts) -> Iterator[Remark]:
    seen: dict[str, str] = {}
    for one in facts.activities:
        first = seen.setdefault(fold(one.result), one.code)
        if first != one.code:
            yield Remark(
                "P11", one.code, _("The same result stands under %(code)s.") % {"code": first}, one.pk
            )


def _unknown(facts: Facts) -> Iterator[Remark]:
    for one in facts.activities:
        for words, known in facts.answered.get(one.pk, []):
            if not known:
                yield Remark(
                    "P12",
                    one.code,
                    _("“%(words)s” is no role, organisation or person that the house knows.")
                    % {"words": words},
                    one.pk,
                )
                break


RULES = (
    Rule("P01", gettext_lazy("Outside the plan's years"), gettext_lazy("What lies outside the plan is in nobody's budget and in no report. Move it, or lengthen the plan."), _term),
    Rule("P02", gettext_lazy("Outside its action plan"), gettext_lazy("An action plan of two years cannot promise the third. Move the activity to the next action plan."), _part),
    Rule("P03", gettext_lazy("Nobody responsible"), gettext_lazy("What everybody should do nobody does. Name one who answers."), _nobody),
    Rule("P04", gettext_lazy("Before what it depends on"), gettext_lazy("A proposal that is written before its study guesses. Change the order or take the dependency away."), _order),
    Rule("P05", gettext_lazy("Objective without activity"), gettext_lazy("An objective that nobody works on is a wish. Add an activity or drop the objective."), _empty),
    Rule("P06", gettext_lazy("Objective without indicator"), gettext_lazy("Without a measure nobody can say whether it was reached. Add at least one indicator."), _unmeasured),
    Rule("P07", gettext_lazy("Vague result"), gettext_lazy("Write what will be there at the end and could be shown to a stranger: a document, an event, a number."), _vague),
    Rule("P08", gettext_lazy("Too much at once for one role"), gettext_lazy("Move activities to quieter months or share them out."), _load),
    Rule("P09", gettext_lazy("No date"), gettext_lazy("Without a day nothing is ever late. Write months, or say that it is regular."), _no_date),
    Rule("P10", gettext_lazy("Indicator without baseline or target"), gettext_lazy("Change is measured from somewhere to somewhere. Fill in both."), _no_target),
    Rule("P11", gettext_lazy("The same result twice"), gettext_lazy("Two rows for one piece of work are reported twice or not at all. Join them."), _twice),
    Rule("P12", gettext_lazy("Unknown to the house"), gettext_lazy("The desk can remind only those whom the house knows. Tie the words to a role, an organisation or a person."), _unknown),
)  # fmt: skip
