"""The plan of the example, taken as of a fixed day, and the alliance's people beside the cast."""

from dataclasses import dataclass
from datetime import date

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
