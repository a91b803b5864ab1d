"""How accounts come to be, an office gives them and nobody signs up by himself; and where signing in leads."""

from inspect import getclosurevars, isfunction
from typing import Any
from urllib.parse import unquote, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import Resolver404, resolve


def opens(address: str) -> bool:
    """Whether an address of the house is a page; one that only takes what a button sends (`require_POST`) is none."""
    try:
        view: Any = resolve(unquote(urlsplit(address).path)).func
    except Resolver404:
        return False
    while isfunction(view):
        methods = getclosurevars(view).nonlocals.get("request_method_list")
        if methods and "GET" not in methods:
            return False
        view = getattr(view, "__wrapped__", None)
    return True


class HouseAccountAdapter(DefaultAccountAdapter):
    """allauth's adapter with sign-up closed: a role is given by a decision, so is the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Who has signed in goes on to where he wanted, if that is a page of this house; else to the front page."""
        return bool(url) and super().is_safe_url(url) and opens(url)
