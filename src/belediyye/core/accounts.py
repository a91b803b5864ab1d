"""How accounts come to be: an office gives them; nobody signs up by himself."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class HouseAccountAdapter(DefaultAccountAdapter):
    """allauth's adapter with sign-up closed: a role is given by a decision, so is the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
