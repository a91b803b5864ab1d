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
HEAD, BOTTOM = 30.0, 200.0


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
    scale = _Scale(ceiling(max(values, default=0)), names, shown)
    left, marks = _marks(scale)
    shapes = [*_key(names), *marks]
    step = (WIDTH - left) / max(len(pairs), 1)
    widest = max((width_of(clean(p.label), 11) for p in pairs), default=0) + 4
    # Where the names of the months would run into each other, only every second, third … is written.
    every = max(1, -(-int(widest) // max(int(step), 1))) if step < widest else 1
    for i, pair in enumerate(pairs):
        shapes.append(_columns(pair, left + i * step, step, scale))
        if i % every == 0:
            centre = left + (i + 0.5) * step
            label = fitted(clean(pair.label), min(step * every, 2 * centre, 2 * (WIDTH - centre)), 11)
            shapes.append(text_at(centre, BOTTOM + 16, label, anchor="middle", size=11))
    return picture(shapes, title=title, description=description, height=BOTTOM + 24)


@dataclass(frozen=True)
class _Scale:
    top: Value
    names: tuple[str, str]
    shown: Callable[[Value], str]

    def height(self, value: Value) -> float:
        return (BOTTOM - HEAD) * share(value, self.top)


def _marks(scale: _Scale) -> tuple[float, list[str]]:
    """Where the columns begin, and the lines of the scale with their words."""
    values = [scale.top, Fraction(scale.top) / 2, 0]
    words = [clean(scale.shown(_plain(value))) for value in values]
    left = min(max(width_of(word, 11) for word in words) + 6, WIDTH * 0.3)
    shapes = []
    for value, word in zip(values, words, strict=True):
        y = BOTTOM - scale.height(value)
        shapes.append(rule(left, y, WIDTH, y, INK if value == 0 else LINE))
        shapes.append(text_at(left - 5, y + 4, fitted(word, left - 5, 11), anchor="end", size=11, fill=MUTED))
    return left, shapes


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


def _columns(pair: Pair, x: float, step: float, scale: _Scale) -> str:
    thick = max(min(step * 0.36, 28), 0.5)
    start = x + step / 2 - thick
    shapes, words = [], []
    for i, value in enumerate((pair.plan, pair.outturn)):
        if value is None:
            continue
        tall = scale.height(value)
        fill, stroke = (PAPER, TONES["deep"]) if i == 0 else (TONES["deep"], "")
        shapes.append(box(start + i * thick, BOTTOM - tall, thick, tall, fill, stroke=stroke))
        words.append(f"{scale.names[i]} {scale.shown(value)}")
    return group(shapes, f"{pair.label}: {', '.join(words) or '–'}")
