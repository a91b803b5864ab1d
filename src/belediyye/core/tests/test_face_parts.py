"""Lists and small parts: filters and order survive, hostile words stay words, a due day opens to its reason."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from belediyye.core import components

HOSTILE = "<b onclick=x>&\"'"
words = st.text(max_size=20)


def render(source: str, address: str = "/", **context: object) -> str:
    context["request"] = RequestFactory().get(address)
    with translation.override("en"):
        return Template("{% load house %}" + source).render(Context(context))


@given(st.dictionaries(st.sampled_from(["q", "kind", "sort"]), words), st.integers(1, 40))
def test_pages_keep_every_filter(query: dict[str, str], number: int) -> None:
    request = RequestFactory().get("/", {**query, "page": str(number)})
    drawn = components.pagination(request, Paginator(range(400), 10).page(number), "page")
    for step in drawn["steps"]:
        if step["url"]:
            sent = parse_qs(urlsplit(step["url"]).query, keep_blank_values=True)
            assert sent.pop("page") == [str(step["number"])]
            assert sent == {key: [value] for key, value in query.items()}


def test_pagination_says_how_many_and_where() -> None:
    page = Paginator(range(41), 10).page(5)
    text = render("{% pagination page %}", "/?q=a%26b&page=5", page=page)
    assert "41 rows" in text and "41 to 41 shown" in text
    assert 'rel="next"' not in text and 'rel="prev"' in text and "q=a%26b" in text
    alone = render("{% pagination page %}", page=Paginator(range(1), 10).page(1))
    assert "1 row" in alone and "<nav" not in alone
    assert "0 rows" in render("{% pagination page %}", page=Paginator([], 10).page(1))


def test_sort_header_turns_round_and_goes_to_the_first_page() -> None:
    first = render('{% sort_header "name" label %}', "/?q=x&page=3", label=HOSTILE)
    assert "page" not in first and "sort=name" in first and "aria-sort" not in first and HOSTILE not in first
    assert 'aria-sort="ascending"' in render('{% sort_header "name" "N" %}', "/?sort=name")
    turned = render('{% sort_header "name" "N" numeric=True %}', "/?sort=name")
    assert "sort=-name" in turned and "govuk-table__header--numeric" in turned
    assert 'aria-sort="descending"' in render('{% sort_header "name" "N" %}', "/?sort=-name")


def test_filters_keep_the_order_and_can_be_cleared() -> None:
    class Sieve(forms.Form):
        q = forms.CharField(required=False)

    request_query = {"q": "x", "sort": "-name", "page": "3"}
    form = Sieve(request_query)
    text = render("{% filters form %}", "/?q=x&sort=-name&page=3", form=form)
    assert '<input type="hidden" name="sort" value="-name">' in text and 'name="page"' not in text
    assert 'href="?sort=-name"' in text
    assert "Clear filters" not in render("{% filters form %}", "/?sort=-name", form=Sieve({}))


def test_due_day_opens_to_its_reason() -> None:
    day = date(2026, 11, 22)
    source = "{% due day why today=today %}"
    assert "9 days left" in render(source, day=date(2026, 12, 1), why="because", today=day)
    assert "today" in render(source, day=day, why=["a", "b"], today=day)
    late = render(source, day=date(2026, 11, 21), why=[HOSTILE], today=day)
    assert "1 day late" in late and "house-due__late" in late and HOSTILE not in late and "<details" in late
    assert "left" not in render("{% due day why %}", day=day, why="because")


@pytest.mark.parametrize(
    "source",
    [
        "{% tag 'done' x %}",
        "{% empty_state x x '/' x %}",
        "{% stat x x source=x url='/' %}",
        "{% progress 1 2 x %}",
        "{% breadcrumbs x '/' x %}",
        "{% summary_list rows %}",
        "{% tabs items %}",
        "{% timeline events %}",
        "{% picture x x %}",
    ],
)
def test_hostile_words_stay_words(source: str) -> None:
    context = {
        "x": HOSTILE,
        "rows": [(HOSTILE, HOSTILE, "/", HOSTILE)],
        "items": [{"title": HOSTILE, "url": "/", "current": True, "count": 3}],
        "events": [{"when": date(2026, 1, 1), "title": HOSTILE, "text": HOSTILE, "who": HOSTILE}],
    }
    text = render(source, **context)
    assert HOSTILE not in text and "&lt;b onclick=x&gt;" in text


def test_progress_of_an_unknown_whole_shows_no_share() -> None:
    text = render("{% progress 17 0 'Rows' %}")
    assert "17" in text and "%" not in text and "value=" not in text
    assert "(33%)" in render("{% progress 1 3 %}")


def test_an_unknown_kind_of_tag_is_an_error() -> None:
    with pytest.raises(KeyError):
        render("{% tag 'unknown' 'x' %}")


def test_breadcrumbs_take_a_list_or_words() -> None:
    listed = render("{% breadcrumbs steps %}", steps=[("A", "/a/"), ("B", "")])
    assert listed == render("{% breadcrumbs 'A' '/a/' 'B' %}")
    assert 'aria-current="page">B<' in listed
