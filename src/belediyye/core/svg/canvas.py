"""The drawing ground of the pictures: safe text, measured and wrapped, and shapes with presentation attributes only.

No style attribute and no class: a picture looks the same on a page under a strict content policy, on paper and alone.
"""

import re
from collections.abc import Iterable
from fractions import Fraction
from xml.sax.saxutils import escape, quoteattr
from zlib import crc32

# Lightness falls from tone to tone, so that a picture printed without colour still tells them apart.
TONES = {
    "deep": "#0f4452",
    "accent": "#f0a13a",
    "mid": "#5a8f9c",
    "pale": "#bcd3d9",
    "good": "#2f8f6b",
    "bad": "#b3261e",
    "grey": "#8a989c",
}
INK, MUTED, LINE, PAPER = "#12191b", "#46555a", "#c9d3d6", "#ffffff"
FONT = "Inter Variable, Inter, Noto Sans, sans-serif"
WIDTH = 360
SIZE = 13

# What XML 1.0 cannot hold, even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NARROW = frozenset("iıİjlftrI.,:;'!|()[]-· \u00a0")
_WIDE = frozenset("mwMWƏ@%₼—…ЖШЩЮжшщюҗ")


class Picture(str):
    """An SVG as text that a template may print as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def clean(text: object) -> str:
    """Any text as one line that XML can hold, not yet escaped."""
    return _FORBIDDEN.sub("\ufffd", str(text)).replace("\n", " ").replace("\r", " ").replace("\t", " ")


def width_of(text: str, size: float = SIZE) -> float:
    """About how wide `text` stands in Inter at `size`; errs on the wide side, so that nothing overlaps."""
    units = 0.0
    for sign in text:
        if sign in _NARROW:
            units += 0.36
        elif sign in _WIDE or (ord(sign) > 0x2FF and not 0x370 <= ord(sign) < 0x530):
            units += 0.98
        elif sign.isupper():
            units += 0.74
        else:
            units += 0.62
    return units * size


def fitted(text: str, width: float, size: float = SIZE) -> str:
    """`text` cut with an ellipsis so that it is not wider than `width`."""
    if width_of(text, size) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle].rstrip() + "…", size) <= width:
            low = middle
        else:
            high = middle - 1
    return (text[:low].rstrip() + "…") if low else "…"


def wrapped(text: str, width: float, lines: int = 2, size: float = SIZE) -> list[str]:
    """`text` broken at words into at most `lines` lines not wider than `width`; the last is cut where more is left."""
    words = [word for word in text.split(" ") if word]
    done: list[str] = []
    while words and len(done) < lines:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}", size) <= width:
            line = f"{line} {words.pop(0)}"
        done.append(line)
    if words:
        done[-1] = " ".join([done[-1], *words])
    return [fitted(line, width, size) for line in done] or [""]


def text_at(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    size: float = SIZE,
    fill: str = INK,
    bold: bool = False,
) -> str:
    """One line of text with its baseline at `y`."""
    weight = ' font-weight="650"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{fill}"{weight}>{escape(clean(text))}</text>'


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    *,
    stroke: str = "",
    radius: float = 0,
    title: str = "",
) -> str:
    """A rectangle; `title` is what a pointer resting on it is told. Its width is never under zero."""
    line = f' stroke="{stroke}" stroke-width="1"' if stroke else ""
    round_ = f' rx="{radius:g}"' if radius else ""
    shape = f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}" fill="{fill}"{line}{round_}'
    return f"{shape}><title>{escape(clean(title))}</title></rect>" if title else f"{shape}/>"


def rule(x1: float, y1: float, x2: float, y2: float, stroke: str = LINE) -> str:
    """A straight thin line."""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}" stroke-width="1"/>'
    )


def group(shapes: Iterable[str], title: str) -> str:
    """Shapes that belong together, with the whole of their text for whoever points at them or listens."""
    return f"<g><title>{escape(clean(title))}</title>{''.join(shapes)}</g>"


def share(value: object, whole: object) -> float:
    """value / whole as a number for drawing, between -1 and 1; 0 where the whole is nothing. Raises for NaN, infinity."""
    top, bottom = Fraction(value), Fraction(whole)  # type: ignore[arg-type]
    return float(max(min(top / bottom, Fraction(1)), Fraction(-1))) if bottom else 0.0


def picture(
    shapes: Iterable[str], *, title: str, description: str, height: float, width: float = WIDTH
) -> Picture:
    """The whole drawing with its name and description for those who cannot see it."""
    body = "".join(shapes)
    key = f"p{crc32(f'{title}{description}{body}'.encode('utf-8', 'replace')):08x}"
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width:g} {height:.0f}" '
        f'aria-labelledby="{key}t {key}d" font-family={quoteattr(FONT)} font-size="{SIZE}">'
        f'<title id="{key}t">{escape(clean(title))}</title><desc id="{key}d">{escape(clean(description))}</desc>{body}</svg>'
    )
