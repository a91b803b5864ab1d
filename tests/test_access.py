"""Who may open which page: one line a route. A route without a line fails; so does a line without a route."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from belediyye.core.cast import Cast

# What each of the cast gets. Columns: guest, resident, clerk, accountant, chair, neighbour's accountant,
# coordinator, supervisor. 2 = 200, 3 = goes elsewhere (302), 4 = 404, F = 403, 5 = 405 (the page only takes POST).
WHO = ("guest", "nigar", "aynur", "rauf", "leyla", "tural", "kamran", "zaur")
TABLE: dict[str, str] = {
    "strategy_public": "22222222",
    "strategy_public_calendar": "44444444",
    "strategy_plans": "3FFFFF22",
    "strategy_import": "3FFFFF2F",
    "strategy_my_work": "3FFFFF22",
    "strategy_activity": "3FFFFF44",
    "strategy_activity_change": "3FFFFF44",
    "strategy_report": "3FFFFF44",
    "strategy_update": "3FFFFF44",
    "strategy_evidence_activity": "3FFFFF44",
    "strategy_evidence_report": "3FFFFF44",
    "strategy_evidence_value": "3FFFFF44",
    "strategy_evidence_file": "3FFFFF44",
    "strategy_measure": "3FFFFF44",
    "strategy_activity_drop": "55555555",
    "strategy_update_submit": "55555555",
    "strategy_update_approve": "55555555",
    "strategy_update_return": "55555555",
    "strategy_lock": "55555555",
    "strategy_review_value": "55555555",
    "strategy_baseline": "55555555",
    "strategy_publish": "55555555",
    "strategy_check_reopen": "55555555",
    "strategy_plan": "3FFFFF44",
    "strategy_activities": "3FFFFF44",
    "strategy_node_add": "3FFFFF44",
    "strategy_activity_add": "3FFFFF44",
    "strategy_timeline": "3FFFFF44",
    "strategy_progress": "3FFFFF44",
    "strategy_indicators": "3FFFFF44",
    "strategy_risks": "3FFFFF44",
    "strategy_check": "3FFFFF44",
    "strategy_check_accept": "3FFFFF44",
    "strategy_reports": "3FFFFF44",
    "strategy_review": "3FFFFF44",
    "strategy_calendar": "3FFFFF44",
    "strategy_file": "3FFFFF44",
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
}
ARGUMENTS: dict[str, list[object]] = {
    "strategy_activity": [1],
    "strategy_activity_change": [1],
    "strategy_report": [1],
    "strategy_update": [1],
    "strategy_evidence_activity": [1],
    "strategy_evidence_report": [1],
    "strategy_evidence_value": [1],
    "strategy_evidence_file": [1],
    "strategy_measure": [1],
    "strategy_activity_drop": [1],
    "strategy_update_submit": [1],
    "strategy_update_approve": [1],
    "strategy_update_return": [1],
    "strategy_lock": [1],
    "strategy_review_value": [1],
    "strategy_baseline": ["yoxdur"],
    "strategy_publish": ["yoxdur"],
    "strategy_check_reopen": ["yoxdur"],
    "strategy_plan": ["yoxdur"],
    "strategy_activities": ["yoxdur"],
    "strategy_node_add": ["yoxdur"],
    "strategy_timeline": ["yoxdur"],
    "strategy_progress": ["yoxdur"],
    "strategy_indicators": ["yoxdur"],
    "strategy_risks": ["yoxdur"],
    "strategy_check": ["yoxdur"],
    "strategy_check_accept": ["yoxdur"],
    "strategy_reports": ["yoxdur"],
    "strategy_calendar": ["yoxdur"],
    "strategy_activity_add": ["yoxdur", 1],
    "strategy_review": ["yoxdur", 2026],
    "strategy_file": ["yoxdur", "board.pdf"],
    "tax": ["land_tax"],
    "job": [1],
    "municipality": ["quba-numunekend"],
}
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
