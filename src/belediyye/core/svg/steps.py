"""A formula as a picture of steps: how an amount grows, line by line, to what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from belediyye.core.svg.canvas import (
    INK,
    LINE,
    MUTED,
    PAPER,
    TONES,
    WIDTH,
    Picture,
    box,
    clean,
    fitted,
    group,
    picture,
    rule,
    share,
    text_at,
    width_of,
    wrapped,
)

Value = int | Fraction


@dataclass(frozen=True)
class Step:
    """A line of a formula: its sign (`+`, `×`, `−`, `=`), what it is, its ground (an article), its value for people.

    `before` and `after` are the running amounts; where both are given a floating bar is drawn (a waterfall).
    `result` marks the line that is the answer.
    """

    label: str
    shown: str
    sign: str = ""
    detail: str = ""
    before: Value | None = None
    after: Value | None = None
    result: bool = False


def steps_picture(steps: Sequence[Step], *, title: str, description: str) -> Picture:
    """The steps one under another, joined by a line; with running amounts also a waterfall, all on one scale."""
    amounts = [v for s in steps for v in (s.before, s.after) if v is not None]
    low, high = min(0, 0, *amounts), max(0, 0, *amounts)
    y, shapes, middles = 2.0, [], []
    for step in steps:
        shape, deep = _line(step, y, (low, high))
        shapes.append(shape)
        middles.append(y + 16)
        y += deep + 6
    thread = [rule(14, a, 14, b, LINE) for a, b in pairwise(middles)]
    return picture([*thread, *shapes], title=title, description=description, height=max(y, 20))


def _line(step: Step, y: float, span: tuple[Value, Value]) -> tuple[str, float]:
    shown = fitted(clean(step.shown), WIDTH * 0.45, 14)
    room = WIDTH - 38 - 10 - width_of(shown, 14) - 8
    names = wrapped(clean(step.label), room)
    grounds = wrapped(clean(step.detail), WIDTH - 48, size=11) if step.detail else []
    deep = 12 + 16 * len(names) + 14 * len(grounds)
    floating = step.before is not None and step.after is not None
    deep += 14 if floating else 0
    fill = "#fdf0d9" if step.result else PAPER
    shapes = [box(0.5, y, WIDTH - 1, deep, fill, stroke=INK if step.result else LINE, radius=3)]
    if step.sign:
        shapes.append(f'<circle cx="14" cy="{y + 16:.1f}" r="9.5" fill="{TONES["deep"]}"/>')
        shapes.append(
            text_at(14, y + 20.5, fitted(clean(step.sign), 18), anchor="middle", fill=PAPER, bold=True)
        )
    shapes += [text_at(34, y + 20 + 16 * i, name, bold=step.result) for i, name in enumerate(names)]
    shapes.append(text_at(WIDTH - 10, y + 20, shown, anchor="end", size=14, bold=True))
    below = y + 20 + 16 * len(names)
    shapes += [
        text_at(34, below - 2 + 14 * i, ground, size=11, fill=MUTED) for i, ground in enumerate(grounds)
    ]
    if step.before is not None and step.after is not None:
        shapes += _float(step.before, step.after, y + deep - 13, span, step.result)
    return group(shapes, f"{step.sign} {step.label}: {step.shown}. {step.detail}".strip()), deep


def _float(before: Value, after: Value, y: float, span: tuple[Value, Value], result: bool) -> list[str]:
    left, room = 34.0, WIDTH - 44.0
    low, high = span
    ends = sorted((before, after))
    if result:
        ends = sorted((0, after))
    start = left + room * share(ends[0] - low, high - low)
    length = room * share(ends[1] - ends[0], high - low)
    tone = "deep" if result else "good" if after < before else "mid"
    return [rule(left, y + 7, left + room, y + 7), box(start, y, max(length, 1.5), 7, TONES[tone])]
