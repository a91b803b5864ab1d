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
    "accessibility": "22222222",
    "licence": "22222222",
    "healthz": "22222222",
    "journal": "3F22222F",
    "job": "44444444",
    "choose_municipality": "55555555",
    "municipality": "22222222",
    "taxes": "22222222",
    "tax": "22222222",
    "calculator": "22222222",
    "set_language": "33333333",
    "council_home": "3F2222FF",
    "council_sittings": "3F2222FF",
    "council_sittings_table": "3F2222FF",
    "council_sitting_new": "3FFF2FFF",
    "council_sitting": "3F4444FF",
    "council_sitting_call": "3F4444FF",
    "council_sitting_cancel": "3F4444FF",
    "council_sitting_repeat": "3F4444FF",
    "council_sitting_close": "55555555",
    "council_sitting_sign": "55555555",
    "council_minutes": "3F4444FF",
    "council_attend": "55555555",
    "council_open": "55555555",
    "council_item_new": "3F4444FF",
    "council_paper_new": "3F4444FF",
    "council_item": "3F4444FF",
    "council_item_move": "55555555",
    "council_item_discuss": "3F4444FF",
    "council_item_settle": "55555555",
    "council_item_again": "55555555",
    "council_ballot_open": "55555555",
    "council_vote": "55555555",
    "council_hands": "55555555",
    "council_count": "55555555",
    "council_ballot_close": "55555555",
    "council_paper": "44444444",
    "council_paper_withdraw": "55555555",
    "council_decisions": "3F2222FF",
    "council_decisions_table": "3F2222FF",
    "council_decision": "3F4444FF",
    "council_decision_sign": "55555555",
    "council_decision_publish": "55555555",
    "council_decision_send": "3F4444FF",
    "council_decision_answer": "3F4444FF",
    "council_decision_effect": "55555555",
    "council_bodies": "3F2222FF",
    "council_people_table": "3F2222FF",
    "council_body_new": "3FFFFFFF",
    "council_term_new": "3FFFFFFF",
    "council_body": "3F4444FF",
    "council_body_close": "3F4444FF",
    "council_seat_new": "3F4444FF",
    "council_post_new": "3F4444FF",
    "council_seat_end": "3F4444FF",
    "council_post_end": "55555555",
    "council_powers": "3F2222FF",
    "council_powers_table": "3F2222FF",
    "council_powers_seed": "55555555",
    "council_power_new": "3FFFFFFF",
    "council_power": "3F4444FF",
    "council_power_money": "3F4444FF",
    "council_power_release": "55555555",
    "council_apparatus": "3F2222FF",
    "public_sittings": "22222222",
    "council_calendar": "22222222",
    "public_decisions": "22222222",
    "council_feed": "22222222",
    "public_members": "22222222",
    "public_powers": "22222222",
    "oparl_body": "22222222",
    "public_sitting": "44444444",
    "public_minutes": "44444444",
    "public_decision": "44444444",
    "oparl_system": "22222222",
    "oparl_bodies": "22222222",
    "oparl_list": "22222222",
    "oparl_object": "44444444",
}
ARGUMENTS: dict[str, list[object]] = {
    "council_sitting": [1],
    "council_sitting_call": [1],
    "council_sitting_cancel": [1],
    "council_sitting_repeat": [1],
    "council_sitting_close": [1],
    "council_sitting_sign": [1],
    "council_minutes": [1],
    "council_attend": [1],
    "council_open": [1],
    "council_item_new": [1],
    "council_paper_new": [1],
    "council_item": [1],
    "council_item_move": [1],
    "council_item_discuss": [1],
    "council_item_settle": [1],
    "council_item_again": [1],
    "council_ballot_open": [1],
    "council_vote": [1],
    "council_hands": [1],
    "council_count": [1],
    "council_ballot_close": [1],
    "council_paper": [1],
    "council_paper_withdraw": [1],
    "council_decision": [1],
    "council_decision_sign": [1],
    "council_decision_publish": [1],
    "council_decision_send": [1],
    "council_decision_answer": [1],
    "council_decision_effect": [1],
    "council_body": [1],
    "council_body_close": [1],
    "council_seat_new": [1],
    "council_post_new": [1],
    "council_seat_end": [1],
    "council_post_end": [1],
    "council_power": [1],
    "council_power_money": [1],
    "council_power_release": [1],
    "public_sittings": ["quba-numunekend"],
    "council_calendar": ["quba-numunekend"],
    "public_decisions": ["quba-numunekend"],
    "council_feed": ["quba-numunekend"],
    "public_members": ["quba-numunekend"],
    "public_powers": ["quba-numunekend"],
    "oparl_body": ["quba-numunekend"],
    "public_sitting": ["quba-numunekend", 1],
    "public_minutes": ["quba-numunekend", 1],
    "public_decision": ["quba-numunekend", 2026, 1],
    "oparl_list": ["quba-numunekend", "meeting"],
    "oparl_object": ["quba-numunekend", "meeting", 1],
    "tax": ["land_tax"], "job": [1], "municipality": ["quba-numunekend"]}
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
