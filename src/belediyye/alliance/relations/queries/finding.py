"""How lists are searched: every word of the question begins a word of the folded field."""

from django.db.models import Q

from belediyye.core.fields import beginning
from belediyye.core.text import fold


def matching(text: str, *fields: str) -> Q:
    """The rows in which each word of `text` begins a word of one of the folded `fields`. Empty text fits all."""
    wanted = Q()
    for word in fold(text).split()[:6]:
        one = Q()
        for field in fields:
            one |= beginning(field, word) | Q(**{f"{field}__contains": f" {word}"})
        wanted &= one
    return wanted
