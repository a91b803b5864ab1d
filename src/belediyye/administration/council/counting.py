"""Counting a vote: quorum, the votes that are needed, whether it passed, and why, in words. Pure, whole numbers."""

from __future__ import annotations

from dataclasses import dataclass

from belediyye.administration.council.law import Majority, Words


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted: members in office, those present, and their votes. All are whole and not negative."""

    members: int
    present: int
    votes_for: int
    against: int
    abstained: int
    invalid: int = 0

    @property
    def voted(self) -> int:
        return self.votes_for + self.against + self.abstained + self.invalid


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer: whether it passed, how many votes it needed, and each step in az and en."""

    passed: bool
    quorate: bool
    needed: int
    steps: tuple[Words, ...]


class BadCount(ValueError):
    """A count that cannot be: more votes than people, more people than members, numbers below zero."""


def quorum(members: int) -> int:
    """The least number of members that makes a session: more than half of those in office."""
    return members // 2 + 1


def is_quorate(members: int, present: int) -> bool:
    """Whether so many of so many members may decide. A council without members never may."""
    return members > 0 and present >= quorum(members)


def check(count: Count) -> None:
    """Raises BadCount for a count that no room of people can give."""
    numbers = (count.members, count.present, count.votes_for, count.against, count.abstained, count.invalid)
    if min(numbers) < 0:
        raise BadCount("a number below zero")
    if count.present > count.members:
        raise BadCount("more present than members")
    if count.voted > count.present:
        raise BadCount("more votes than present")


def outcome(count: Count, majority: Majority) -> Outcome:
    """Whether a vote passed under a majority, with the reasoning. Raises BadCount for an impossible count."""
    check(count)
    base = count.members if majority.of == "members" else count.present
    needed = majority.needed(base)
    quorate = is_quorate(count.members, count.present)
    passed = quorate and count.votes_for >= needed
    return Outcome(passed, quorate, needed, _steps(count, majority, base, needed, quorate, passed))


def _steps(
    count: Count, majority: Majority, base: int, needed: int, quorate: bool, passed: bool
) -> tuple[Words, ...]:
    least = quorum(count.members)
    share = f"{majority.top}/{majority.bottom}"
    whose = {
        "az": "vəzifədə olan bütün üzvlərin" if majority.of == "members" else "iştirak edən üzvlərin",
        "en": "all members in office" if majority.of == "members" else "members present",
    }
    result = {
        "az": "qərar qəbul olundu" if passed else "qərar qəbul olunmadı",
        "en": "passed" if passed else "did not pass",
    }
    held = {
        "az": "yetərsay var" if quorate else "yetərsay yoxdur",
        "en": "quorum" if quorate else "no quorum",
    }
    ways = {
        "az": f"{share} hissəsindən çoxu" if majority.over else f"ən azı {share} hissəsi",
        "en": f"more than {share}" if majority.over else f"at least {share}",
    }
    return (
        {
            "az": f"Vəzifədə {count.members} üzv var, {count.present} nəfər iştirak edir; ən azı {least} nəfər lazımdır: {held['az']}.",
            "en": f"{count.members} members are in office, {count.present} are present; at least {least} are needed: {held['en']}.",
        },
        {
            "az": f"Tələb olunan: {majority.words['az']} — {whose['az']} ({base}) {ways['az']}, yəni ən azı {needed} səs ({majority.source['az']}).",
            "en": f"Required: {majority.words['en']} — {ways['en']} of {whose['en']} ({base}), that is at least {needed} votes ({majority.source['en']}).",
        },
        {
            "az": f"Lehinə {count.votes_for}, əleyhinə {count.against}, bitərəf {count.abstained}"
            + (f", etibarsız {count.invalid}" if count.invalid else "")
            + f": {result['az']}.",
            "en": f"For {count.votes_for}, against {count.against}, abstained {count.abstained}"
            + (f", invalid {count.invalid}" if count.invalid else "")
            + f": {result['en']}.",
        },
    )
