"""The portal's door attacked: by what its own description allows and forbids, and by two programs with one key at once."""

import json
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from hypothesis import HealthCheck, Phase
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from belediyye.finance.revenue.api import door
from belediyye.finance.revenue.tests.test_portal import Caller, caller  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.town import payer

CHECKS = (
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance, response_headers_conformance,
    negative_data_rejection,
)  # fmt: skip
EXAMPLES = 30
OPERATIONS = ("health", "debts", "pay", "register", "payment", "reverse")


def test_the_description_names_every_operation_and_is_open_to_all(caller: Caller) -> None:  # noqa: F811
    told = caller.client.get(f"/{door.ROOT}openapi.json")
    assert told.status_code == 200 and told.json()["openapi"].startswith("3.1")
    found = {op["operationId"] for path in told.json()["paths"].values() for op in path.values()}
    assert found == set(OPERATIONS)
    assert told.json() == json.loads(json.dumps(door.document(), default=str))


@pytest.fixture
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server gives its connection back between requests; here it holds the test's transaction, so it is kept."""
    monkeypatch.setattr(connections["default"], "close_if_unusable_or_obsolete", lambda: None)


def _made_real(case: Any, code: str) -> None:
    """Puts a payer and a payment that exist into a call, so that the attack goes past the first door."""
    if "reference" in (case.path_parameters or {}):
        case.path_parameters["reference"] = code
    if "key" in (case.path_parameters or {}):
        case.path_parameters["key"] = "real"
    if isinstance(case.body, dict) and "reference" in case.body:
        case.body |= {"reference": code, "paid_on": "2025-08-20"}


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda m: m.value)
def test_no_call_breaks_the_door(caller: Caller, name: str, mode: GenerationMode) -> None:  # noqa: F811
    """Bounded and the same at each run: whatever the description allows is answered as it says, what it forbids is refused."""
    if name == "health" and mode is GenerationMode.NEGATIVE:
        pytest.skip("it takes nothing that could be wrong")
    p = payer(caller.town)
    caller.pay(p, 100, "real")
    type(caller.portal).objects.update(per_minute=10**6)
    schema = schemathesis.openapi.from_wsgi(f"/{door.ROOT}openapi.json", WSGIHandler())
    operation = schema.find_operation_by_id(name)
    seen: list[int] = []

    @hypothesis.settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode), real=hypothesis.strategies.booleans())
    def attack(case: Any, real: bool) -> None:
        if real and mode is GenerationMode.POSITIVE:
            _made_real(case, p.code)
        answer = case.call(headers={"Authorization": f"Bearer {caller.token}"})
        seen.append(answer.status_code)
        case.validate_response(answer, checks=list(CHECKS))

    attack()
    assert len(seen) >= (1 if name == "health" else EXAMPLES // 2)
    if mode is GenerationMode.POSITIVE:
        assert {200, 201} & set(seen), "the attack never came past the first door"


def test_without_a_token_nothing_is_told(caller: Caller) -> None:  # noqa: F811
    for path in ("debts/00010000017", "payments?paid_on=2025-08-20", "payments/real"):
        for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic x"}):
            answer = caller.client.get(f"/{door.ROOT}{path}", headers=headers)
            assert answer.status_code == 401 and answer["Content-Type"].startswith("application/problem+json")


BUILD = """
from datetime import date
from django_scopes import scope
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.tests import town
from belediyye.core.models import Area, Municipality
t = town.Town.__new__(town.Town)
t.home = Municipality.objects.create(area=Area.objects.first(), name="N", code="numune-bir", place_class="village")
with scope(municipality=t.home):
    p = town.payer(t)
    portal, token = actions.open_portal(actor=t.actor("leyla"), municipality=t.home, name="P", sender_account="", per_minute=100000)
print(p.code, token)
"""
POST = """
import json
from datetime import date
from django.test import Client
from belediyye.finance.revenue.api import door
door.today = lambda: date(2025, 8, 20)
client, said = Client(HTTP_HOST="127.0.0.1"), []
for n in range(12):
    body = {"reference": CODE, "amount_qepik": 100 + n, "paid_on": "2025-08-20"}
    answer = client.post("/" + door.ROOT + "payments", body, content_type="application/json",
                         headers={"Authorization": "Bearer " + TOKEN, "Idempotency-Key": f"K-{n}"})
    assert answer.status_code == 201, answer.content
    said.append(answer.json())
print(json.dumps(said))
"""
COUNT = """
from django_scopes import scopes_disabled
from django.db.models import Sum
from belediyye.finance.revenue.models import Entry, Payment, Portal
with scopes_disabled():
    paid = -Entry.objects.filter(kind=3).aggregate(s=Sum("amount"))["s"]
    print(Payment.objects.count(), paid, sorted(Payment.objects.values_list("number", flat=True)) == list(range(1, 13)), Portal.objects.get().calls)
"""


def test_two_programs_with_one_key_at_once_make_one_payment(office: Any) -> None:
    code, token = office.run(BUILD).split()
    told = f"CODE, TOKEN = {code!r}, {token!r}\n" + POST
    programs = [office.start(told) for _n in range(2)]
    said = []
    for program in programs:
        out, error = program.communicate(timeout=200)
        assert program.returncode == 0, error
        said.append(json.loads(out))
    assert said[0] == said[1], "both were told the same receipts"
    count, paid, whole, calls = office.run(COUNT).split()
    assert (int(count), int(paid), whole) == (12, sum(100 + n for n in range(12)), "True")
    assert int(calls) <= 24
