"""Which role of the house stands behind the plan's words for who answers."""

from belediyye.core.models import Role
from belediyye.core.text import fold

WORDS = (
    ("koordinator", Role.COORDINATOR),
    ("coordinator", Role.COORDINATOR),
    ("operator", Role.OPERATOR),
    ("ekspert", Role.EXPERT),
    ("expert", Role.EXPERT),
    ("uzv", Role.MEMBER),
    ("member", Role.MEMBER),
)


def role_of(words: str) -> str:
    """The role that the words name, or an empty text."""
    plain = fold(words)
    return next((role.value for word, role in WORDS if word in plain), "")
