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
    "revenue": "3F2222FF",
    "revenue_payers": "3F2222FF",
    "revenue_payer_new": "3F2222FF",
    "revenue_objects": "3F2222FF",
    "revenue_object_new": "3F2222FF",
    "revenue_imports": "3F2222FF",
    "revenue_import_new": "3F2222FF",
    "revenue_runs": "3F2222FF",
    "revenue_run_new": "3F2222FF",
    "revenue_notices": "3F2222FF",
    "revenue_payer": "3F4444FF",
    "revenue_payer_edit": "3F4444FF",
    "revenue_payer_status": "3F4444FF",
    "revenue_payer_close": "3F4444FF",
    "revenue_payer_reopen": "3F4444FF",
    "revenue_payer_merge": "3F4444FF",
    "revenue_certificate": "3F4444FF",
    "revenue_charge_new": "3F4444FF",
    "revenue_charge_end": "3F4444FF",
    "revenue_status_withdraw": "3F4444FF",
    "revenue_merge_undo": "3F4444FF",
    "revenue_object": "3F4444FF",
    "revenue_object_change": "3F4444FF",
    "revenue_object_end": "3F4444FF",
    "revenue_object_split": "3F4444FF",
    "revenue_holding_transfer": "3F4444FF",
    "revenue_holding_withdraw": "3F4444FF",
    "revenue_import": "3F4444FF",
    "revenue_import_refused": "3F4444FF",
    "revenue_run": "3F4444FF",
    "revenue_run_pdf": "3F4444FF",
    "revenue_run_refused": "3F4444FF",
    "revenue_assessment": "3F4444FF",
    "revenue_notice_pdf": "3F4444FF",
    "revenue_notice_deliver": "3F4444FF",
    "revenue_payer_look": "55555555",
    "revenue_payer_apart": "55555555",
    "revenue_charges_raise": "55555555",
    "revenue_import_match": "55555555",
    "revenue_import_take": "55555555",
    "revenue_import_undo": "55555555",
    "revenue_run_approve": "55555555",
    "revenue_run_drop": "55555555",
    "revenue_run_replay": "55555555",
    "revenue_run_notices": "55555555",
    "revenue_public_notice": "22222222",
}
ARGUMENTS: dict[str, list[object]] = {"tax": ["land_tax"], "job": [1], "municipality": ["quba-numunekend"]}
ARGUMENTS |= {
    "revenue_payer": ["00010000017"],
    "revenue_payer_edit": ["00010000017"],
    "revenue_payer_status": ["00010000017"],
    "revenue_payer_close": ["00010000017"],
    "revenue_payer_reopen": ["00010000017"],
    "revenue_payer_merge": ["00010000017", "00010000025"],
    "revenue_certificate": ["00010000017"],
    "revenue_charge_new": ["00010000017"],
    "revenue_charge_end": [1],
    "revenue_status_withdraw": [1],
    "revenue_merge_undo": [1],
    "revenue_object": [1],
    "revenue_object_change": [1],
    "revenue_object_end": [1],
    "revenue_object_split": [1],
    "revenue_holding_transfer": [1],
    "revenue_holding_withdraw": [1],
    "revenue_import": [1],
    "revenue_import_refused": [1],
    "revenue_run": [1],
    "revenue_run_pdf": [1],
    "revenue_run_refused": [1],
    "revenue_assessment": [1],
    "revenue_notice_pdf": [2026, 1],
    "revenue_notice_deliver": [2026, 1],
    "revenue_payer_look": ["00010000017"],
    "revenue_payer_apart": ["00010000017", "00010000025"],
    "revenue_import_match": [1],
    "revenue_import_take": [1],
    "revenue_import_undo": [1],
    "revenue_run_approve": [1],
    "revenue_run_drop": [1],
    "revenue_run_replay": [1],
    "revenue_run_notices": [1],
    "revenue_object_new": ["land"],
    "revenue_public_notice": ["quba-numunekend"],
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
