"""The examples of docs/operations/portal.md, called one after another: the page cannot say what the door does not answer."""

import json
import re
from pathlib import Path
from typing import Any

from belediyye.finance.revenue.api import door
from belediyye.finance.revenue.queries.notices import reference_of
from belediyye.finance.revenue.tests.test_portal import Caller, caller  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.town import payer

PAGE = Path(__file__).parents[5] / "docs" / "operations" / "portal.md"
ANYTHING = "{…}"


def agrees(said: Any, found: Any) -> bool:
    """Whether an answer is the one printed; `{…}` is anything."""
    if said == ANYTHING:
        return True
    if isinstance(said, dict):
        return (
            isinstance(found, dict)
            and said.keys() == found.keys()
            and all(agrees(said[k], found[k]) for k in said)
        )
    if isinstance(said, list):
        return isinstance(found, list) and len(said) == len(found) and all(map(agrees, said, found))
    return bool(said == found)


def test_every_example_is_true(caller: Caller) -> None:  # noqa: F811
    p = payer(caller.town, "Sınaqov Nümunə Misal")
    reference = reference_of(p, 2025)
    examples = re.findall(r"```http\n(.*?)```\n```json\n(.*?)```", PAGE.read_text("utf-8"), re.S)
    assert len(examples) == 8
    for asked, printed in examples:
        head, _empty, body = asked.replace("{reference}", reference).partition("\n\n")
        first, *lines = head.strip().split("\n")
        method, path = first.split(" ")
        headers = dict(line.split(": ") for line in lines)
        if not path.endswith("/health"):
            headers["Authorization"] = f"Bearer {caller.token}"
        answer = caller.client.generic(
            method,
            path,
            body.strip(),
            content_type="application/json",
            headers={"Accept-Language": "az", **headers},
        )
        assert agrees(json.loads(printed), answer.json()), (path, answer.json())


def test_the_table_of_problems_is_whole() -> None:
    folder = Path(__file__).parents[1] / "api"
    text = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    used = set(re.findall(r'Problem\(\s*(?:\d{3}|error\.status_code), "([a-z-]+)"', text))
    page = PAGE.read_text("utf-8")
    assert used and not {code for code in used if code not in page}


def test_the_description_names_what_settled_nothing_and_the_call_without_a_token() -> None:
    described = door.document()
    part = described["components"]["schemas"]["Part"]["properties"]
    assert all("description" in part[name] for name in ("kind", "name", "year", "component"))
    free = [
        o["operationId"] for ops in described["paths"].values() for o in ops.values() if not o.get("security")
    ]
    assert free == ["health"] and "`health`" in described["info"]["description"]
