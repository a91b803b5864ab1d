"""The pictures: always well-formed, never a script or a style, nothing outside the frame, whatever the words and sums."""

import re
from datetime import date
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belediyye.core import svg
from belediyye.core.svg.canvas import WIDTH, fitted, width_of, wrapped
from belediyye.core.svg.columns import ceiling

HOSTILE = "</title><script>alert(1)</script>\x00\x0b\ud800&amp;\"'<!--]]>"
words = st.one_of(st.text(max_size=60), st.just(HOSTILE), st.just("Bələdiyyə " * 20))
amounts = st.one_of(st.integers(-(10**18), 10**18), st.fractions())
tones = st.sampled_from(sorted(svg.TONES))
leaves = st.builds(svg.Bar, words, amounts, words, tones)
bars = st.builds(svg.Bar, words, amounts, words, tones, st.lists(leaves, max_size=3).map(tuple))
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
NAMES = {"title": HOSTILE, "description": HOSTILE}


def check(drawing: svg.Picture) -> ElementTree.Element:
    """Reads the drawing as XML and holds what every picture promises."""
    root = ElementTree.fromstring(drawing)
    space = "{http://www.w3.org/2000/svg}"
    width, height = (float(n) for n in root.attrib["viewBox"].split()[2:])
    assert root.attrib["role"] == "img"
    ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
    assert root.attrib["aria-labelledby"].split() == ids
    for element in root.iter():
        assert element.tag.removeprefix(space) in {
            "svg",
            "title",
            "desc",
            "g",
            "rect",
            "line",
            "text",
            "circle",
            "path",
        }
        assert not {"style", "class", "href"} & set(element.attrib)
        assert not [name for name in element.attrib if name.startswith("on")]
        if element.tag == f"{space}rect":
            x, y, w, h = (float(element.attrib[n]) for n in ("x", "y", "width", "height"))
            assert x >= -0.6 and y >= -0.6 and w >= 0 and h >= 0
            assert x + w <= width + 2.6 and y + h <= height + 0.6
        if element.tag == f"{space}text":
            _within(element, width)
    return root


def _within(text: ElementTree.Element, width: float) -> None:
    long = width_of(text.text or "", float(text.attrib["font-size"]))
    x = float(text.attrib["x"])
    left = {"start": x, "end": x - long, "middle": x - long / 2}[text.attrib["text-anchor"]]
    # One sign may be as wide as the room that is left; an ellipsis is never cut further.
    assert left >= -14 and left + long <= width + 14


@settings(max_examples=60)
@given(st.lists(bars, max_size=6))
def test_bars(given_bars: list[svg.Bar]) -> None:
    check(svg.horizontal_bars(given_bars, **NAMES))
    check(svg.nested_bars(given_bars, **NAMES))


@settings(max_examples=60)
@given(st.lists(leaves, max_size=6))
def test_stacked(parts: list[svg.Bar]) -> None:
    if any(part.value < 0 for part in parts):
        with pytest.raises(ValueError, match="below zero"):
            svg.stacked_bar(parts, **NAMES)
    else:
        check(svg.stacked_bar(parts, **NAMES))


@settings(max_examples=60)
@given(
    st.lists(
        st.builds(svg.Pair, words, st.none() | st.integers(0, 10**15), st.none() | st.integers(0, 10**15)),
        max_size=24,
    )
)
def test_columns(pairs: list[svg.Pair]) -> None:
    check(svg.month_columns(pairs, names=(HOSTILE, "İcra"), shown=str, **NAMES))


@settings(max_examples=60)
@given(
    st.lists(
        st.builds(
            svg.Step, words, words, words, words, st.none() | amounts, st.none() | amounts, st.booleans()
        ),
        max_size=6,
    )
)
def test_steps(steps: list[svg.Step]) -> None:
    check(svg.steps_picture(steps, **NAMES))


@settings(max_examples=60)
@given(
    st.lists(
        st.builds(
            svg.Row,
            words,
            st.none() | days,
            st.none() | days,
            st.integers(-5, 300),
            words,
            tones,
            st.booleans(),
        ),
        max_size=8,
    ),
    st.none() | days,
    st.sampled_from([760, 1500]),
)
def test_plan(rows: list[svg.Row], today: date | None, width: int) -> None:
    check(svg.timeline(rows, today=today, width=width, **NAMES))


def test_a_bar_is_as_long_as_its_amount() -> None:
    drawing = svg.horizontal_bars([svg.Bar("a", 100, "100"), svg.Bar("b", Fraction(25), "25")], **NAMES)
    lengths = [float(n) for n in re.findall(r'width="([\d.]+)" height="12.0" fill="#0f4452"', drawing)]
    assert lengths == [WIDTH, WIDTH / 4]


def test_the_whole_label_stays_in_the_title() -> None:
    long = "Bir sətrə sığmayan çox uzun ad " * 8
    root = check(svg.horizontal_bars([svg.Bar(long, 1, "1,00 ₼")], title="t", description="d"))
    titles = [e.text or "" for e in root.iter("{http://www.w3.org/2000/svg}title")]
    assert any(long.strip() in " ".join(title.split()) + " " for title in titles)


@given(words, st.floats(20, 400))
def test_cut_text_is_not_wider_than_its_room(text: str, room: float) -> None:
    shown = fitted(text, room)
    assert shown == "…" or width_of(shown) <= room
    for line in wrapped(text, room, 3):
        assert line == "…" or width_of(line) <= room


@given(st.one_of(st.integers(0, 10**20), st.fractions(min_value=0)))
def test_ceiling_is_round_and_not_far(value: int | Fraction) -> None:
    top = ceiling(value)
    assert top >= value
    assert top <= max(value * 3, 1) or value < 1


def test_a_picture_is_printed_as_it_is_and_text_is_not() -> None:
    from django.template import Context, Template

    drawing = svg.horizontal_bars([], title="t", description="d")
    assert str(drawing) in Template("{{ x }}").render(Context({"x": drawing}))
    assert "<svg" not in Template("{{ x }}").render(Context({"x": str(drawing)[:-1]}))
