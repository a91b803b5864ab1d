"""No page of the room offers what the reader may not do: every link that an officer sees opens."""

from collections import Counter
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import reverse
from lxml import html

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ROOM = "/finance/revenue/"
# One object of a kind is as good as the next: so many addresses of each route are opened.
EACH = 2


def shape(address: str) -> str:
    """The address without what names an object: numbers and codes."""
    return "/".join("·" if any(c.isdigit() for c in part) else part for part in address.split("/"))


@pytest.mark.parametrize("who", ["aynur", "rauf", "leyla"])
def test_every_link_in_the_room_opens(whole_house: Any, who: str) -> None:
    client = whole_house.client(who)
    client.raise_request_exception = False
    waiting, shut = [reverse("revenue")], []
    opened: Counter[str] = Counter()
    found_on: dict[str, str] = {waiting[0]: ""}
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        if answer.status_code not in (200, 302):
            shut.append(f"{answer.status_code} {address} from {found_on[address]}")
        if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        for link in html.fromstring(answer.content).xpath("//main//a/@href"):
            to = urldefrag(urljoin(address, link)).url
            kind = shape(urlsplit(to).path)
            if not kind.startswith(ROOM) or to in found_on or opened[kind] >= EACH:
                continue
            opened[kind] += 1
            waiting.append(to)
            found_on[to] = address
    assert not shut, "\n".join(shut)
