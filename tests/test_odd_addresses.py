"""Addresses that nobody would type on purpose: every list of revenue answers them, and none breaks."""

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
