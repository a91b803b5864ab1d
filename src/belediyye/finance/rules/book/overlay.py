"""Values laid over the law: a council's decision, or a reform that is being studied. Data, never a copy."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from .columns import RELIEFS
from .parameters import NoValue, Parameter

Number = int | Decimal | Fraction


class NotAllowed(ValueError):
    """A council's decision goes beyond what the law leaves to it. `reason` has the words in az and en."""

    def __init__(self, az: str, en: str) -> None:
        self.reason = {"az": az, "en": en}
        super().__init__(en)


@dataclass(frozen=True)
class Reduction:
    """A council's exemption: `percent` of the tax is not taken from `category`, a code of relief or `everyone`.

    `percent` is 1–100; 100 exempts. It comes before the law's own relief in AZN."""

    tax: str
    category: str
    percent: int

    def __post_init__(self) -> None:
        if self.category not in (*RELIEFS, "everyone"):
            raise ValueError(f"{self.category!r} is no category: {', '.join(RELIEFS)}, everyone")
        if self.tax not in ("property", "vehicle", "land", "extraction", "profit"):
            raise ValueError(f"{self.tax!r} is no tax")
        if type(self.percent) is not int or not 1 <= self.percent <= 100:
            raise ValueError("a reduction is a whole percentage from 1 to 100")


@dataclass(frozen=True)
class Overlay:
    """Values that replace the book's, from a day, with their source.

    `values`: parameter id → a number, or a table of the keys that change. `reductions`: exemptions of categories.
    `rules`: (calculation, rule name) → function, for a reform only. `local` overlays are held to the law's ceiling
    by `check`; a reform (`local=False`) is free. Yearly taxes read what is in force on 1 January of their year.
    """

    source: str
    since: dt.date
    values: Mapping[str, Number | Mapping[Any, Number]] = field(default_factory=dict)
    reductions: tuple[Reduction, ...] = ()
    rules: Mapping[tuple[str, str], Callable[..., Any]] = field(default_factory=dict)
    local: bool = True
    until: dt.date | None = None

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise ValueError("an overlay without a source: name the decision or the study")
        for identifier, value in self.values.items():
            for number in value.values() if isinstance(value, Mapping) else (value,):
                if isinstance(number, bool) or not isinstance(number, int | Decimal | Fraction):
                    raise TypeError(
                        f"{identifier}: {number!r} must be a whole number or a Decimal, never a float"
                    )
                if Fraction(number) < 0:
                    raise ValueError(f"{identifier}: {number} is below zero")
        if self.local and self.rules:
            raise ValueError("a council cannot change a formula of the law; make a reform (local=False)")

    def in_force(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    @cached_property
    def fractions(self) -> dict[str, Fraction | dict[Any, Fraction]]:
        return {
            k: {key: Fraction(n) for key, n in v.items()} if isinstance(v, Mapping) else Fraction(v)
            for k, v in self.values.items()
        }

    @cached_property
    def key(self) -> str:
        """A digest of what the overlay says; runs record it beside the edition."""
        said = [self.source, self.since.isoformat(), str(self.until), str(self.local)]
        for identifier, value in sorted(self.fractions.items()):
            said.append(
                f"{identifier}={sorted(value.items(), key=str) if isinstance(value, dict) else value}"
            )
        said += sorted(map(repr, self.reductions))
        for (calculation, name), function in sorted(self.rules.items(), key=lambda kv: kv[0]):
            code = function.__code__
            said.append(f"{calculation}.{name}:{code.co_code.hex()}{code.co_consts!r}{code.co_names!r}")
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def check(overlay: Overlay, parameters: Mapping[str, Parameter], day: dt.date) -> None:
    """Holds an overlay to the law on a day. Raises KeyError (no such parameter or key) and, for a local one,
    NotAllowed where it goes above the law's ceiling or touches what is not the council's."""
    for identifier, value in overlay.fractions.items():
        parameter = parameters[identifier]
        try:
            law = parameter.on(day).value
        except NoValue:
            continue
        table: dict[Any, Fraction] = value if isinstance(value, dict) else {None: value}
        if isinstance(law, Mapping) != isinstance(value, dict):
            raise KeyError(
                f"{identifier}: {'a table by key' if isinstance(law, Mapping) else 'one number'} is needed"
            )
        for key, number in table.items():
            if isinstance(law, Mapping) and key not in law:
                raise KeyError(f"{identifier} has no key {key!r}")
            if overlay.local:
                _hold(parameter, number, law[key] if isinstance(law, Mapping) else law)


def _hold(parameter: Parameter, number: Fraction, law: Fraction | None) -> None:
    assert law is not None
    az, en = parameter.label["az"], parameter.label["en"]
    if parameter.council == "may_lower":
        if number > law:
            raise NotAllowed(
                f"{az}: qanunda {_text(law)}, qərarda {_text(number)}; bələdiyyə dərəcəni yalnız azalda bilər (VM 4.4).",
                f"{en}: {_text(law)} by law, {_text(number)} in the decision; a council may only lower it (TC 4.4).",
            )
        if parameter.lowest is not None and number < parameter.lowest:
            raise NotAllowed(
                f"{az}: {_text(parameter.lowest)}-dən az ola bilməz.",
                f"{en}: not below {_text(parameter.lowest)}.",
            )
    elif parameter.council == "may_raise":
        if number < law:
            raise NotAllowed(
                f"{az}: qanunda {_text(law)}; bələdiyyə güzəşti azalda bilməz.",
                f"{en}: {_text(law)} by law; a council cannot make a relief smaller.",
            )
    else:
        raise NotAllowed(f"{az}: bələdiyyənin səlahiyyətində deyil.", f"{en}: not in a council's power.")


def _text(number: Fraction) -> str:
    return f"{(Decimal(number.numerator) / number.denominator).normalize():f}"
