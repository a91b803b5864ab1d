"""What of a notice's page is left for its objects, where a long list ends in a row that counts the rest, and for its days."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from belediyye.finance.rules.roll.notice_words import WORDS

# Millimetres of the form: objects and sums together; what stands with the sums always (head, three codes, total, words, boxes)
# and a row of them; the head of the objects, a line of their text, what is above and below it. Signs that a line surely takes.
ROOM, SUMS, SUM_ROW, LONG_SUM_ROW = 164.0, 57.0, 5.1, 11.5
HEAD, LINE, GAP, SIGNS = 5.2, 2.9, 2.4, 28
# As many days to pay by as the form has room for.
BOXES = 3


def fitting(
    lines: list[dict[str, str]], sums: Sequence[Sequence[str]], lang: str
) -> tuple[list[dict[str, str]], float]:
    """The objects that the page has room for above its sums, and the room in millimetres; the rest is one row that counts
    them: nothing is lost without a word."""
    room = ROOM - SUMS - sum(SUM_ROW if len(row) < 3 else LONG_SUM_ROW for row in sums)
    heights = [LINE * (1 + max(1, *(-(-len(words) // SIGNS) for words in (one["what"], one["note"])))) + GAP for one in lines]  # fmt: skip
    if HEAD + sum(heights) <= room:
        return lines, room
    fit, left = 0, room - HEAD - 2 * LINE - GAP
    while heights[fit] <= left:
        left -= heights[fit]
        fit += 1
    empty = dict.fromkeys(("id", "tax", "article", "base", "note", "tax_amount", "relief", "due"), "")
    more = WORDS[lang]["more"].format(count=len(lines) - fit)
    return [*lines[:fit], {**empty, "place": "…", "what": more}], room


def boxed(parts: list[dict[str, Any]], issued: date) -> list[dict[str, Any]]:
    """Parts on as many days as the form has room for, nothing asked for before it is due.

    Of more days those that have passed share one, then the last ones: each time the latest of them."""
    if len(parts) <= BOXES:
        return parts
    passed = [part for part in parts if part["due"] < issued]
    coming = [part for part in parts if part["due"] >= issued]
    room = BOXES - bool(passed) - 1
    return [_together(some) for some in (passed, *([part] for part in coming[:room]), coming[room:]) if some]


def _together(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {**parts[0], "due": parts[-1]["due"], "amount": sum(part["amount"] for part in parts)}
