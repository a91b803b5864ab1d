"""Columns by month: two series side by side, plan against outturn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

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
)

Value = int | Fraction


@dataclass(frozen=True)
class Pair:
    """A month (or another step) with the plan and the outturn; None = not known yet, nothing is drawn."""

    label: str
    plan: Value | None
    outturn: Value | None


def ceiling(value: Value) -> Value:
    """The nearest round number (1, 2, 2.5 or 5 times a power of ten) at or over `value`; 1 for nothing."""
    if value <= 0:
        return 1
    step = Fraction(10) ** (len(str(int(value))) - 1) if value >= 1 else Fraction(1)
    return next(round_ for factor in (1, 2, Fraction(5, 2), 5, 10) if (round_ := step * factor) >= value)


def month_columns(
    pairs: Sequence[Pair],
    *,
    title: str,
    description: str,
    names: tuple[str, str],
    shown: Callable[[Value], str],
) -> Picture:
    """Plan (outlined) against outturn (full) on a scale from zero; `shown` makes the words of a value.

    Values below zero are refused (ValueError): a plan of a month is money that comes or goes, not both.
    """
    values = [v for pair in pairs for v in (pair.plan, pair.outturn) if v is not None]
    if any(v < 0 for v in values):
        raise ValueError("a column cannot be below zero")
    top = ceiling(max(values, default=0))
    marks = [top, Fraction(top) / 2, 0]
    left = min(max(width_of(clean(shown(_plain(m))), 11) for m in marks) + 6, WIDTH * 0.3)
    bottom, head = 200.0, 30.0
    shapes = _key(names)
    for mark in marks:
        y = bottom - (bottom - head) * share(mark, top)
        shapes.append(rule(left, y, WIDTH, y, INK if mark == 0 else LINE))
        shapes.append(
            text_at(
                left - 5,
                y + 4,
                fitted(clean(shown(_plain(mark))), left - 5, 11),
                anchor="end",
                size=11,
                fill=MUTED,
            )
        )
    step = (WIDTH - left) / max(len(pairs), 1)
    widest = max((width_of(clean(p.label), 11) for p in pairs), default=0)
    every = max(1, -(-int(widest + 4) // max(int(step), 1))) if step < widest + 4 else 1
    for i, pair in enumerate(pairs):
        shapes.append(_columns(pair, left + i * step, step, (bottom, head, top), names, shown))
        if i % every == 0:
            centre = left + (i + 0.5) * step
            room = min(step * every, 2 * centre, 2 * (WIDTH - centre))
            shapes.append(
                text_at(
                    centre,
                    bottom + 16,
                    fitted(clean(pair.label), room, 11),
                    anchor="middle",
                    size=11,
                )
            )
    return picture(shapes, title=title, description=description, height=bottom + 24)


def _plain(value: Value) -> Value:
    return int(value) if Fraction(value).denominator == 1 else value


def _key(names: tuple[str, str]) -> list[str]:
    half = WIDTH / 2
    return [
        box(0, 3, 13, 13, PAPER, stroke=TONES["deep"]),
        text_at(20, 14, fitted(clean(names[0]), half - 26, 12), size=12),
        box(half, 3, 13, 13, TONES["deep"]),
        text_at(half + 20, 14, fitted(clean(names[1]), half - 24, 12), size=12),
    ]


def _columns(
    pair: Pair,
    x: float,
    step: float,
    scale: tuple[float, float, Value],
    names: tuple[str, str],
    shown: Callable[[Value], str],
) -> str:
    bottom, head, top = scale
    thick = max(min(step * 0.36, 28), 0.5)
    start = x + step / 2 - thick
    shapes, words = [], []
    for i, value in enumerate((pair.plan, pair.outturn)):
        if value is None:
            continue
        tall = (bottom - head) * share(value, top)
        fill, stroke = (PAPER, TONES["deep"]) if i == 0 else (TONES["deep"], "")
        shapes.append(box(start + i * thick, bottom - tall, thick, tall, fill, stroke=stroke))
        words.append(f"{names[i]} {shown(value)}")
    return group(shapes, f"{pair.label}: {', '.join(words) or '–'}")
