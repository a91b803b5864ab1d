"""Pictures for those who would rather look than read: SVG made on the server, each beside its table.

Every function gives a `Picture` (text that a template prints as it is) with a title and a description; widths are those
of a phone upwards, by viewBox. Pure Python: no Django, no drawing library.
"""

from belediyye.core.svg.bars import Bar, horizontal_bars, nested_bars, stacked_bar
from belediyye.core.svg.canvas import TONES, Picture
from belediyye.core.svg.columns import Pair, month_columns
from belediyye.core.svg.plan import Row, timeline
from belediyye.core.svg.steps import Step, steps_picture

__all__ = [
    "TONES",
    "Bar",
    "Pair",
    "Picture",
    "Row",
    "Step",
    "horizontal_bars",
    "month_columns",
    "nested_bars",
    "stacked_bar",
    "steps_picture",
    "timeline",
]
