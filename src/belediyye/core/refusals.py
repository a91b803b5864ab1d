"""Refused: what a pure module says, in words for people, when a typed value cannot be taken."""

from __future__ import annotations

from typing import ClassVar


class Refused(ValueError):
    """A value that cannot be taken: ``reason`` for machines, ``words`` (az, en) for people.

    Subclasses fill ``WORDS``: reason code → sentence in both languages, each saying what is wrong and what
    to do. ``{value}`` in a sentence is replaced by the value, shortened to 60 characters.
    """

    WORDS: ClassVar[dict[str, dict[str, str]]] = {}

    def __init__(self, reason: str, value: object = "") -> None:
        shown = str(value)
        shown = shown if len(shown) <= 60 else shown[:59] + "…"
        self.reason = reason
        self.value = value
        self.words = {lang: text.replace("{value}", shown) for lang, text in self.WORDS[reason].items()}
        super().__init__(f"{reason}: {self.words['en']}")

    def __reduce__(self) -> tuple[type[Refused], tuple[str, object]]:
        return type(self), (self.reason, self.value)
