"""How numbers look on a page: money, areas, shares. Pure text; knows nothing of Django.

The same in Azerbaijani and in English, because the paper beside the screen is the same paper. Between digits and
before a unit stands a no-break space, so that a number is never torn apart; the minus is a true minus, which a screen
reader says aloud and a line never breaks after.
"""

from decimal import Decimal
from fractions import Fraction

from belediyye.core.money import format_money

NBSP = "\u00a0"
MINUS = "\u2212"

Number = int | float | Decimal | Fraction


def _grouped(digits: str) -> str:
    return f"{int(digits):,}".replace(",", NBSP)


def money(qepik: int) -> str:
    """Whole qəpik as manat: 123450 -> `1 234,50 ₼`. Raises TypeError for anything but an int."""
    if isinstance(qepik, bool) or not isinstance(qepik, int):
        raise TypeError(f"money is a whole number of qəpik, not {type(qepik).__name__}")
    return format_money(qepik).replace("-", MINUS)


def number(value: Number, places: int | None = None) -> str:
    """A number with a decimal comma: 1234567.5 -> `1 234 567,5`. `places` rounds half up; without it nothing is cut
    but trailing zeros (a fraction without end is shown to six places). Raises ValueError for NaN and infinity."""
    if isinstance(value, Fraction):
        exact = _rounded(value, 6 if places is None else places)
    else:
        exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise ValueError("only a finite number can be shown")
    text = format(exact if places is None else _rounded(exact, places), "f")
    whole, _, part = text.lstrip("-").partition(".")
    part = part.rstrip("0") if places is None else part
    shown = _grouped(whole) + (f",{part}" if part else "")
    return MINUS + shown if text.startswith("-") and shown.strip("0,") else shown


def _rounded(value: Decimal | Fraction, places: int) -> Decimal:
    """`value` half up to `places`, by whole numbers, so that no context's precision can be too small."""
    top, bottom = value.as_integer_ratio()
    scale = 10**places
    units = (abs(top) * scale * 2 + bottom) // (bottom * 2)
    return Decimal((int(top < 0), tuple(int(d) for d in str(units)), -places))


def percent(value: Number, places: int = 1) -> str:
    """A share given in hundredths: 12.5 -> `12,5%`; a zero after the comma is not shown."""
    shown = number(value, places)
    return (shown.rstrip("0").rstrip(",") if "," in shown else shown) + "%"


def area(value: Number, unit: str = "m²") -> str:
    """An area in square metres (or in `unit`): 1234.5 -> `1 234,5 m²`."""
    return f"{number(value)}{NBSP}{unit}"


# Posts as offices write them before the name of who signs, and in English.
POSTS = {
    "Bələdiyyə sədrinin müavini": "Deputy chair of the municipality", "Bələdiyyə sədri": "Chair of the municipality", "Sədr müavini": "Deputy chair",
    "Sədr": "Chair", "Baş mühasib": "Chief accountant", "Mühasib": "Accountant",
}  # fmt: skip


def signer(text: str, lang: str) -> str:
    """Who signs, as the office wrote it; with a post that is known in the language of the paper. A name is not translated.

    >>> signer("Sədr L. S. Nümunəli", "en"), signer("Sədr L. S. Nümunəli", "az"), signer("L. S. Nümunəli", "en")
    ('Chair L. S. Nümunəli', 'Sədr L. S. Nümunəli', 'L. S. Nümunəli')
    """
    post = next((p for p in POSTS if lang != "az" and text.startswith(f"{p} ")), "")
    return POSTS[post] + text[len(post) :] if post else text
