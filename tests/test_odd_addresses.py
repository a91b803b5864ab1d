"""The demonstration shows revenue in every kind and state; addresses that nobody would type on purpose break no list."""

from typing import Any

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

pytestmark = pytest.mark.django_db

ODD = ("0", "-1", "9" * 30, "abc", "\x00", "ə" * 3000, "%27", "2026-02-31")
NAMES = ("page", "q", "year", "day", "state", "kind", "tax", "sort", "line", "payer", "on", "next")


def lists() -> list[str]:
    """The pages of revenue that name no object."""
    found = []
    for name in get_resolver().reverse_dict:
        if isinstance(name, str) and name.startswith("revenue"):
            try:
                found.append(reverse(name))
            except NoReverseMatch:
                continue
    return sorted(set(found))


def test_odd_questions_are_answered(whole_house: Any) -> None:
    client = whole_house.client("rauf")
    client.raise_request_exception = False
    broken = [
        f"{address} {odd[:20]!r}"
        for address in lists()
        for odd in ODD
        if client.get(address, dict.fromkeys(NAMES, odd)).status_code >= 500
    ]
    assert not broken


def test_every_kind_is_there(whole_house: Any) -> None:
    """Each value of these columns stands in the home town's demonstration, and the neighbour has money to compare."""
    from django.apps import apps
    from django_scopes import scopes_disabled

    wanted = {
        ("TaxObject", "kind"): set(), ("Holding", "right"): {"use"}, ("Charge", "head"): set(), ("Delivery", "outcome"): set(), ("Delivery", "way"): set(),
        ("Objection", "outcome"): set(), ("BankLine", "state"): {0}, ("Reminder", "step"): set(), ("WriteOffProposal", "state"): {"dropped"},
        ("Payment", "channel"): set(), ("RollImport", "kind"): set(), ("AssessmentRun", "state"): {"approved"}, ("Taxpayer", "kind"): set(),
    }  # fmt: skip
    home, missing = whole_house.home.pk, {}
    with scopes_disabled():
        for (name, field), spared in wanted.items():
            model = apps.get_model("revenue", name)
            known = {value for value, _label in model._meta.get_field(field).flatchoices}
            there = set(model._base_manager.filter(municipality=home).values_list(field, flat=True))
            if lacks := known - there - spared:
                missing[name, field] = lacks
        count = lambda name, **where: apps.get_model("revenue", name)._base_manager.filter(**where).count()  # noqa: E731
        places = {place: count("Payment", municipality=place) for place in (home, whole_house.neighbour.pk)}
        undone = count("Merge", undone__isnull=False)
        revoked, paid = count("Clearance", revoked__isnull=False), count("Refund", paid__isnull=False)
        asked = count("Refund", paid__isnull=True)
        passed = count("Entry", source_kind="revenue.holding")
        lines = apps.get_model("revenue", "BankLine")._base_manager.filter(statement__municipality=home)
        kinds = set(lines.values_list("statement__kind", flat=True))
    assert not missing
    assert all(places.values()) and all((undone, revoked, paid, asked, passed)) and len(kinds) >= 3, (places, undone, revoked, paid, asked, passed, kinds)  # fmt: skip
