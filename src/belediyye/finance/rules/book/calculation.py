"""A calculation: the rules by which one sort of object is taxed, year by year, and the access to parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from belediyye.finance.rules.engine.plan import Rule
from belediyye.finance.rules.engine.units import Quantity, Table, constant

from .parameters import Parameter

# What every calculation ends in. `tax_qepik` is the year's tax of the owner's share, before relief;
# `relief_right_qepik` is what the person may have taken off, once a year for the tax; `budget` 0 municipal, 1 state.
OUTPUTS = ("refusal", "tax_qepik", "relief_right_qepik", "budget")
MUNICIPAL, STATE = 0, 1


class Calculation:
    """The rules of one sort of object. `kind` and `uses` say which objects; `tax` names the tax in the results."""

    def __init__(
        self, name: str, *, folder: str, tax: str, kind: str, uses: tuple[str, ...], az: str, en: str
    ) -> None:
        self.name, self.folder, self.tax, self.kind, self.uses = name, folder, tax, kind, uses
        self.label: Mapping[str, str] = {"az": az, "en": en}
        self.rules: list[Rule] = []

    def rule(
        self, az: str = "", en: str = "", unit: str = "", *articles: str, since: int = 0, until: int = 9999
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Registers a function as the rule of its own name, for the years from `since` to `until`.

        The same name may be registered for several spans of years; everything after a double
        underscore is dropped from the function's name."""

        def register(function: Callable[..., Any]) -> Callable[..., Any]:
            name = function.__name__.split("__")[0]
            label = {"az": az, "en": en} if en else {}
            self.rules.append(Rule(name, function, label, unit, articles, since, until))
            return function

        return register

    def rules_of(self, year: int) -> dict[str, Rule]:
        """The rules in force in a year, by name. Two wordings for one year are an error of the book."""
        found: dict[str, Rule] = {}
        for rule in self.rules:
            if rule.since <= year <= rule.until:
                if rule.name in found:
                    raise ValueError(f"{self.name}: two wordings of {rule.name} for {year}")
                found[rule.name] = rule
        return found


class InForce:
    """The parameters on a day, as symbols: `p.rate.at(place_class)`, `p.allowance`, `p["collection.unit"]`.

    `changed` are the values of an overlay; it is asked first and nothing is copied."""

    def __init__(
        self,
        parameters: Mapping[str, Parameter],
        day: dt.date,
        folder: str,
        changed: Mapping[str, Fraction | Mapping[Any, Fraction]] | None = None,
    ) -> None:
        self._parameters, self._folder, self._changed = parameters, folder, changed or {}
        self.day = day

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[f"{self._folder}.{name}"]

    def __getitem__(self, identifier: str) -> Quantity | Table:
        value = self._changed.get(identifier)
        if value is None:
            value = self._parameters[identifier].on(self.day).value
        elif isinstance(value, Mapping):
            law = self._parameters[identifier].on(self.day).value
            value = {**law, **value} if isinstance(law, Mapping) else value
        if isinstance(value, Mapping):
            return Table(identifier, value)
        assert value is not None
        return constant(identifier, value)
