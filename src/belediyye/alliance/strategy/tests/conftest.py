"""The plan of the example, taken as of a fixed day, and the alliance's people beside the cast."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest
from django.test import Client

from belediyye.alliance.strategy import actions
from belediyye.alliance.strategy.example import example_plan
from belediyye.alliance.strategy.models import Plan
from belediyye.core.actors import Actor, actor_of, machine
from belediyye.core.cast import FIRST_DAY, PASSWORD, Cast
from belediyye.core.models import Role, User
from belediyye.core.people import open_account

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Alliance:
    """The coordinator of the cast, an operator's and a member's officer."""

    cast: Cast
    users: dict[str, User]

    def actor(self, name: str) -> Actor:
        return actor_of(self.users[name], TODAY)

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.users[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client


@pytest.fixture
def alliance(cast: Cast) -> Alliance:
    users = {"coordinator": cast.users["kamran"]}
    for key, role in (("operator", Role.OPERATOR), ("member", Role.MEMBER)):
        users[key] = open_account(
            actor=machine("test"),
            username=f"s-{key}",
            password=PASSWORD,
            surname="Sınaqlı",
            name=key.capitalize(),
            role=role,
            starts=FIRST_DAY,
        )
    return Alliance(cast, users)


@pytest.fixture
def plan(db: None) -> Plan:
    return actions.take_plan(
        actor=machine("test"), read=example_plan(16), on=date(2025, 1, 10), code="numune", public=True
    )


@pytest.fixture
def told(plan: Plan, alliance: Alliance) -> Plan:
    """The plan with an approved report, a waiting one, an indicator and a review."""
    boss, member = alliance.actor("coordinator"), alliance.actor("member")
    one = plan.activities.get(code="PV 2.3/1")
    done = actions.report(
        actor=member,
        activity=one,
        on=date(2026, 6, 30),
        text="Təklif <b>#hazırdır</b>",
        percent=100,
        achieved="Bir təklif",
        submit=True,
    )
    actions.add_evidence(
        actor=member, of=done, title="Protokol 7", on=date(2026, 6, 30), quote="Qəbul edildi"
    )
    actions.approve_update(actor=boss, of=done, on=TODAY)
    actions.report(
        actor=member,
        activity=plan.activities.get(code="PV 2.4/1"),
        on=TODAY,
        text="GÖZLƏYİR",
        percent=5,
        submit=True,
    )
    indicator = actions.add_indicator(
        actor=boss,
        node=one.node,
        name="Bələdiyyə sayı",
        baseline=Fraction(2),
        baseline_year=2024,
        groups=["şəhər"],
        dimension="yer",
    )
    span = actions.add_period(
        actor=boss,
        indicator=indicator,
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 31),
        target=Fraction(25, 2),
        locked=False,
    )
    value = actions.measure(actor=member, period=span, on=TODAY, top=7, group="şəhər")
    actions.review_measurement(actor=boss, of=value, approve=True, on=TODAY)
    actions.hold_review(
        actor=boss, plan=plan, year=2026, on=TODAY, summary="Yaxşı il", lessons="Dərs", changes="Dəyişiklik"
    )
    return plan
