"""A plan as rows on a line of time: bars from day to day, single days as diamonds, today as a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from belediyye.core.svg.canvas import (
    INK,
    LINE,
    MUTED,
    PAPER,
    TONES,
    Picture,
    box,
    clean,
    fitted,
    group,
    picture,
    rule,
    text_at,
    width_of,
    wrapped,
)


@dataclass(frozen=True)
class Row:
    """An activity: its name, its days (one day = a milestone), how much of it is done in hundredths, its words.

    `heading` makes a row of a part of the plan, without a bar.
    """

    label: str
    starts: date | None = None
    ends: date | None = None
    done: int = 0
    shown: str = ""
    tone: str = "mid"
    heading: bool = False


def timeline(
    rows: Sequence[Row], *, title: str, description: str, today: date | None = None, width: float = 760
) -> Picture:
    """Rows of a plan between its first and last day; years and quarters above. `width` 1500 suits an A3 sheet."""
    days = [d for row in rows for d in (row.starts, row.ends) if d]
    if not days:
        return picture([text_at(0, 16, "–")], title=title, description=description, height=24, width=width)
    first, last = date(min(days).year, 1, 1), date(max(days).year, 12, 31)
    names = width * 0.34
    scale = _Scale(names, width, first, last)
    shapes: list[str] = []
    y = 46.0
    for row in rows:
        shape, deep = _row(row, y, names, scale)
        shapes.append(shape)
        y += deep
    ground = _years(scale, y)
    if today and first <= today <= last:
        x = scale.at(today)
        ground.append(
            f'<line x1="{x:.1f}" y1="40" x2="{x:.1f}" y2="{y:.1f}" stroke="{TONES["bad"]}" stroke-width="1.5"/>'
        )
    return picture([*ground, *shapes], title=title, description=description, height=y + 6, width=width)


@dataclass(frozen=True)
class _Scale:
    left: float
    right: float
    first: date
    last: date

    def at(self, on: date) -> float:
        whole = (self.last - self.first).days + 1
        return self.left + (self.right - self.left) * (on - self.first).days / whole


def _years(scale: _Scale, bottom: float) -> list[str]:
    shapes = []
    years = scale.last.year - scale.first.year + 1
    room = (scale.right - scale.left) / years
    # Where the line of time is very long, every year's number would run into the next one.
    every = max(1, -(-44 // max(int(room), 1)))
    for year in range(scale.first.year, scale.last.year + 1):
        x = scale.at(date(year, 1, 1))
        shapes.append(rule(x, 18, x, bottom, MUTED))
        if (year - scale.first.year) % every == 0 and x + 40 <= scale.right:
            shapes.append(text_at(x + 5, 14, str(year), bold=True))
        for quarter, month in enumerate((1, 4, 7, 10), 1):
            if room < 120:
                break
            at = scale.at(date(year, month, 1))
            shapes += [
                rule(at, 22, at, bottom),
                text_at(at + 4, 34, ["I", "II", "III", "IV"][quarter - 1], size=10, fill=MUTED),
            ]
    shapes.append(rule(0, 40, scale.right, 40, INK))
    return shapes


def _row(row: Row, y: float, names: float, scale: _Scale) -> tuple[str, float]:
    lines = wrapped(clean(row.label), names - 14, lines=2, size=13)
    deep = 10 + 16 * len(lines)
    shapes = [
        box(0, y, scale.right, deep, "#eef3f4")
        if row.heading
        else rule(0, y + deep, scale.right, y + deep, LINE)
    ]
    shapes += [
        text_at(4 if row.heading else 12, y + 17 + 16 * i, line, bold=row.heading)
        for i, line in enumerate(lines)
    ]
    words = row.label if row.heading else f"{row.label}: {row.shown}"
    if not row.heading and (row.starts or row.ends):
        shapes += _bar(row, y + deep / 2, scale)
    return group(shapes, words), deep


def _bar(row: Row, middle: float, scale: _Scale) -> list[str]:
    starts, ends = sorted((row.starts or row.ends or scale.first, row.ends or row.starts or scale.last))
    x1, x2 = scale.at(starts), scale.at(ends + timedelta(days=1)) if ends < scale.last else scale.right
    if starts == ends:
        x = min(max(scale.at(starts), scale.left + 6), scale.right - 6)
        after = x + 10
        shapes = [
            f'<path d="M{x:.1f} {middle - 6:.1f}l6 6l-6 6l-6 -6Z" fill="{TONES["accent"]}" stroke="{INK}"/>'
        ]
    else:
        after = x2 + 4
        full = (x2 - x1) * max(min(row.done, 100), 0) / 100
        shapes = [
            box(x1, middle - 6, max(x2 - x1, 2), 12, PAPER, stroke=TONES[row.tone], radius=2),
            box(x1, middle - 6, full, 12, TONES[row.tone], radius=2),
        ]
    # Words stand behind the bar, before it, or not at all: never over another bar or beyond the edge.
    shown = clean(row.shown)
    wide = width_of(shown, 11)
    if shown and after + wide <= scale.right:
        shapes.append(text_at(after, middle + 4, shown, size=11, fill=MUTED))
    elif shown and x1 - 12 - wide >= scale.left:
        shapes.append(
            text_at(
                x1 - 10,
                middle + 4,
                fitted(shown, x1 - 12 - scale.left, 11),
                anchor="end",
                size=11,
                fill=MUTED,
            )
        )
    return shapes
