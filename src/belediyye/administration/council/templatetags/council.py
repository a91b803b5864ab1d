"""Filters of the council's pages: `{% load council %}`."""

from django import template
from django.utils.translation import get_language

from belediyye.administration.council.models import Decision, Item, effects
from belediyye.core.text import az_upper

register = template.Library()


@register.filter
def begun(value: object) -> str:
    """The text with its first letter as a capital, by the rules of the page's language: `icra` → `İcra` in Azerbaijani."""
    text = str(value)
    capital = az_upper if (get_language() or "az").startswith("az") else str.upper
    return capital(text[:1]) + text[1:]


@register.simple_tag
def effect_words(thing: Item | Decision) -> str:
    """What a question or a decision does elsewhere, in words."""
    return effects.words(thing.effect_kind, thing.effect_data)
