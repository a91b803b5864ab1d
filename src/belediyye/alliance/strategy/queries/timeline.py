"""A line of time of many rows, drawn fast: ten thousand activities in well under half a second.

Text is cut by counting letters, not by measuring each; several periods of one activity stand in one row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from belediyye.core.svg import TONES, Picture
from belediyye.core.svg.canvas import INK, LINE, MUTED, PAPER, clean, picture, rule, text_at

ROW = 20
HEAD = 44


@dataclass(frozen=True)
class Line:
    """A row: its words, the days of its bars, how much is done, its tone; `regular` runs through the whole time."""

    label: str
    periods: tuple[tuple[date, date], ...] = ()
    regular: bool = False
    percent: int = 0
    tone: str = "mid"
    heading: bool = False
    depth: int = 0


def draw(
    lines: Sequence[Line], *, first: date, last: date, today: date, width: int, title: str, description: str
) -> Picture:
    """The picture. `first` is the first day of a year, `last` the last day of one; `width` 1100 suits a page, 1500 A3."""
    left = int(width * 0.38)
    days = (last - first).days + 1
    ratio = (width - left) / days
    origin = first.toordinal()
    height = HEAD + ROW * len(lines) + 4
    shapes = _ground(first, last, left, ratio, width, height)
    y = HEAD
    for line in lines:
        shapes.append(_row(line, y, left, ratio, origin, width))
        y += ROW
    if first <= today <= last:
        x = left + (today.toordinal() - origin) * ratio
        shapes.append(
            f'<line x1="{x:.1f}" y1="{HEAD - 6}" x2="{x:.1f}" y2="{height}" stroke="{TONES["bad"]}" stroke-width="1.5"/>'
        )
    return picture(shapes, title=title, description=description, height=height, width=width)


def _ground(first: date, last: date, left: int, ratio: float, width: int, height: int) -> list[str]:
    shapes = [rule(0, HEAD - 4, width, HEAD - 4, INK)]
    origin = first.toordinal()
    for year in range(first.year, last.year + 1):
        x = left + (date(year, 1, 1).toordinal() - origin) * ratio
        shapes += [rule(x, 4, x, height, MUTED), text_at(x + 5, 16, str(year), bold=True)]
        if ratio * 365 >= 90:
            for quarter, month in enumerate((1, 4, 7, 10)):
                at = left + (date(year, month, 1).toordinal() - origin) * ratio
                shapes += [
                    rule(at, 24, at, height),
                    text_at(at + 4, 34, ("I", "II", "III", "IV")[quarter], size=10, fill=MUTED),
                ]
    return shapes


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _row(line: Line, y: int, left: int, ratio: float, origin: int, width: int) -> str:
    plain = clean(line.label)
    words = escape(plain)
    if line.heading:
        shown = escape(_cut(plain, max(20, (width - 20) // 8)))
        return (
            f'<rect x="0" y="{y}" width="{width}" height="{ROW}" fill="#eef3f4"/>'
            f'<text x="{4 + 8 * line.depth}" y="{y + 14}" font-size="12" fill="{INK}" font-weight="650">{shown}</text>'
        )
    fits = max(12, int(left / 6.2))
    shown = words if len(plain) <= fits else escape(_cut(plain, fits))
    parts = [
        f'<g><title>{words}</title><path d="M0 {y + ROW}H{width}" stroke="{LINE}"/>'
        f'<text x="12" y="{y + 14}" font-size="12" fill="{INK}">{shown}</text>'
    ]
    colour = TONES[line.tone]
    if line.regular:
        parts.append(
            f'<path d="M{left} {y + 10}H{width}" stroke="{colour}" stroke-width="3" stroke-dasharray="3 5"/>'
        )
    # What is done fills the periods one after the other, not a part of each.
    left_over = sum((e - s).days + 1 for s, e in line.periods) * line.percent / 100
    for starts, ends in line.periods:
        x = left + (starts.toordinal() - origin) * ratio
        days = (ends - starts).days + 1
        wide = max(days * ratio, 3)
        full = wide * min(left_over / days, 1)
        left_over = max(left_over - days, 0)
        parts.append(
            f'<rect x="{x:.1f}" y="{y + 4}" width="{wide:.1f}" height="12" rx="2" fill="{PAPER}" stroke="{colour}"/>'
            f'<rect x="{x:.1f}" y="{y + 4}" width="{full:.1f}" height="12" rx="2" fill="{colour}"/>'
        )
    return "".join(parts) + "</g>"
