"""Who may open which page: one line a route. A route without a line fails; so does a line without a route."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from belediyye.core.cast import Cast

# What each of the cast gets. Columns: guest, resident, clerk, accountant, chair, neighbour's accountant,
# coordinator, supervisor. 2 = 200, 3 = goes elsewhere (302), 4 = 404, F = 403, 5 = 405 (the page only takes POST).
WHO = ("guest", "nigar", "aynur", "rauf", "leyla", "tural", "kamran", "zaur")
TABLE: dict[str, str] = {
    "home": "22222222",
    "search": "22222222",
    "style_guide": "22222222",
    "healthz": "22222222",
    "journal": "3F22222F",
    "job": "44444444",
    "choose_municipality": "55555555",
    "municipality": "22222222",
    "taxes": "22222222",
    "tax": "22222222",
    "calculator": "22222222",
    "set_language": "33333333",
}
ARGUMENTS: dict[str, list[object]] = {"tax": ["land_tax"], "job": [1], "municipality": ["quba-numunekend"]}
MEANING = {"2": 200, "3": 302, "4": 404, "F": 403, "5": 405}
# allauth guards its own pages and tests them; the house only decides that nobody signs up.
OTHERS = ("account_", "mfa_")


def routes(patterns: list[URLPattern | URLResolver] | None = None) -> set[str]:
    found = set()
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(one, URLResolver):
            found |= routes(one.url_patterns)
        elif one.name:
            found.add(one.name)
        else:
            raise AssertionError(f"a route without a name: {one.pattern}")
    return {name for name in found if not name.startswith(OTHERS)}


def test_every_route_has_a_line() -> None:
    assert routes() - set(TABLE) == set(), "routes without a line in the access table"
    assert set(TABLE) - routes() == set(), "lines without a route"


@pytest.mark.parametrize("route", sorted(TABLE))
def test_access(route: str, cast: Cast) -> None:
    from django.urls import reverse

    url = reverse(route, args=ARGUMENTS.get(route, []))
    got = {who: cast.client(None if who == "guest" else who).get(url).status_code for who in WHO}
    assert got == {who: MEANING[mark] for who, mark in zip(WHO, TABLE[route], strict=True)}


def test_nobody_signs_up(cast: Cast) -> None:
    page = cast.client().get("/hesab/signup/")
    assert page.status_code == 200 and "password1" not in page.content.decode()
