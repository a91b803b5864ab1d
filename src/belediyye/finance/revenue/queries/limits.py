"""What a number of the register may be: bounds so wide that only a slip of the pen is refused; for forms and files alike."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from belediyye.core.display import money
from belediyye.finance.revenue.models import RANGES
from belediyye.finance.revenue.queries.import_words import natural
from belediyye.finance.rules.book.columns import COLUMN
from belediyye.finance.rules.queries import unit_in_words

# Where the range of the law's computation (`rules.book.columns`) is wider than anything that a municipality has:
# a kilometre square under one roof, a hundred million manats, an engine of two thousand litres.
MOST = {
    ("building", "area_dm2"): 10**8,
    ("building", "inventory_value_qepik"): 10**10,
    ("vehicle", "market_price_qepik"): 10**10,
    ("vehicle", "engine_cm3"): 2 * 10**6,
    ("extraction", "volume_litres"): 10**10,
    ("enterprise", "profit_qepik"): 10**11,
}
# What nothing can be: nobody owes a tax for no area.
LEAST = {"area_dm2": 1}
# One debt, overpayment or sanction of one payer, in qəpik: a hundred million manats.
DEBT = 10**10
# Five digits are a telephone inside a district.
SHORTEST_TELEPHONE = 5


def bounds(kind: str, name: str) -> tuple[int, int]:
    """The lowest and highest stored value of a measure of a kind of object."""
    column = COLUMN[name]
    high = MOST.get((kind, name), column.hi)
    return -high if column.lo < 0 else LEAST.get(name, column.lo), high


def outside(kind: str, facts: Mapping[str, Any]) -> Iterator[str]:
    """The names of the measures that cannot be true."""
    for name in RANGES:
        low, high = bounds(kind, name)
        if (value := facts.get(name)) not in (None, "") and not low <= value <= high:
            yield name


def sentence(kind: str, name: str) -> str:
    """Between what a measure must lie, in its natural unit."""
    column = COLUMN[name]
    low, high = (
        money(edge) if column.unit == "AZN" else natural(edge, column.scale, unit_in_words(column.unit))
        for edge in bounds(kind, name)
    )
    return _("Must lie between %(low)s and %(high)s: check the number.") % {"low": low, "high": high}


def both(kind: str, name: str) -> dict[str, str]:
    """The same in both languages, as the rows of a file keep it."""
    found = {}
    for lang in ("az", "en"):
        with override(lang):
            found[lang] = sentence(kind, name)
    return found


def last_day(today: date, since: date) -> date:
    """The last day on which a share may begin or end: what is registered has happened, in a year that can be assessed."""
    return date(max(today.year, since.year), 12, 31)


def is_name(text: str) -> bool:
    """Whether a text can be a name: a workbook shows an empty cell of another sheet as 0.

    >>> is_name("Nümunəli"), is_name("0"), is_name("– 12")
    (True, False, False)
    """
    return any(c.isalpha() for c in text)


def is_telephone(text: str) -> bool:
    """Whether a text can be a telephone, or several: mostly digits, and enough of them.

    >>> is_telephone("ev 2-14-55, mob. 050 123 45 67"), is_telephone("salam"), is_telephone("12")
    (True, False, False)
    """
    digits, letters = sum(c.isdigit() for c in text), sum(c.isalpha() for c in text)
    return digits >= SHORTEST_TELEPHONE and letters < digits
