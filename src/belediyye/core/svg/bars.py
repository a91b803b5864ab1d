"""Bars: a list of amounts, a budget with its parts, one whole cut in parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from belediyye.core.svg.canvas import (
    INK,
    LINE,
    MUTED,
    PAPER,
    SIZE,
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
NEST = 18


@dataclass(frozen=True)
class Bar:
    """An amount with its name, its form for people (`1 234,50 ₼`), its tone and, in a nested picture, its parts."""

    label: str
    value: Value
    shown: str
    tone: str = "deep"
    children: tuple["Bar", ...] = ()


def _row(
    bar: Bar, y: float, indent: tuple[float, float], span: tuple[Value, Value], thick: float
) -> tuple[str, float]:
    """A bar under its own label, so that a long name never pushes the bar aside; gives the shape and the next y.

    `indent` = where the label and where the bar begins; bars that are compared must begin at the same place.
    """
    low, high = span
    left = indent[1]
    shown = fitted(clean(bar.shown), WIDTH * 0.6)
    lines = wrapped(clean(bar.label), WIDTH - indent[0] - width_of(shown) - 12)
    shapes = [text_at(indent[0], y + SIZE + 16 * i, line) for i, line in enumerate(lines)]
    shapes.append(text_at(WIDTH, y + SIZE + 16 * (len(lines) - 1), shown, anchor="end", bold=True))
    top = y + 16 * len(lines) + 3
    room = WIDTH - left
    zero = left + room * share(-low, high - low)
    length = room * share(abs(bar.value), high - low)
    shapes.append(box(left, top, room, thick, "#eef3f4"))
    shapes.append(
        box(
            zero - length if bar.value < 0 else zero,
            top,
            length,
            thick,
            TONES["bad" if bar.value < 0 else bar.tone],
        )
    )
    if low < 0:
        shapes.append(rule(zero, top - 2, zero, top + thick + 2, INK))
    return group(shapes, f"{bar.label}: {bar.shown}"), top + thick + 12


def _span(bars: Sequence[Bar]) -> tuple[Value, Value]:
    values = [bar.value for bar in bars] + [child.value for bar in bars for child in bar.children]
    low, high = min(0, 0, *values), max(0, 0, *values)
    return (low, high) if low != high else (low, low + 1)


def horizontal_bars(bars: Sequence[Bar], *, title: str, description: str) -> Picture:
    """Amounts one under another on one scale that begins at zero; an amount below zero goes to the left, in red."""
    span, y, shapes = _span(bars), 2.0, []
    for bar in bars:
        shape, y = _row(bar, y, (0, 0), span, 12)
        shapes.append(shape)
    return picture(shapes, title=title, description=description, height=max(y, 20))


def nested_bars(bars: Sequence[Bar], *, title: str, description: str) -> Picture:
    """Amounts with their parts under them, all on one scale: a budget's sections and paragraphs. Two levels."""
    span, y, shapes = _span(bars), 2.0, []
    for bar in bars:
        shape, y = _row(bar, y, (0, NEST), span, 14)
        shapes.append(shape)
        start = y
        for child in bar.children:
            shape, y = _row(child, y, (NEST, NEST), span, 7)
            shapes.append(shape)
        if bar.children:
            shapes.append(rule(6, start - 4, 6, y - 8, LINE))
            y += 6
    return picture(shapes, title=title, description=description, height=max(y, 20))


def stacked_bar(parts: Sequence[Bar], *, title: str, description: str) -> Picture:
    """One whole cut in parts, with its key below: arrears by age. Values below zero are refused (ValueError)."""
    if any(part.value < 0 for part in parts):
        raise ValueError("a part of a whole cannot be below zero")
    total = sum((Fraction(part.value) for part in parts), Fraction(0))
    x, y, shapes = 0.0, 46.0, []
    for part in parts:
        length = WIDTH * share(part.value, total)
        shapes.append(
            box(x, 4, length, 30, TONES[part.tone], stroke=PAPER, title=f"{part.label}: {part.shown}")
        )
        x += length
    shapes.append(
        f'<rect x="0.5" y="4.5" width="{WIDTH - 1}" height="29" fill="none" stroke="{INK}" stroke-width="1"/>'
    )
    for part in parts:
        of_whole = f"{round(share(part.value, total) * 100)}%"
        right = fitted(clean(f"{part.shown} · {of_whole}"), WIDTH * 0.6)
        lines = wrapped(clean(part.label), WIDTH - 36 - width_of(right))
        key = [box(0, y + 1, 14, 14, TONES[part.tone], stroke=INK)]
        key += [text_at(22, y + SIZE + 16 * i, line) for i, line in enumerate(lines)]
        key.append(text_at(WIDTH, y + SIZE, right, anchor="end", fill=MUTED))
        shapes.append(group(key, f"{part.label}: {part.shown} ({of_whole})"))
        y += 16 * len(lines) + 8
    return picture(shapes, title=title, description=description, height=max(y, 46))
