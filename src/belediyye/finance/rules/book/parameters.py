"""Dated parameters with their sources, read from TOML as exact decimals.

A value holds from its day until the next value's day; a written end (`ended = true`) says that from a day there is
no value. Nothing is ever deleted, so an old year can always be recomputed.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

CONFIDENCES = ("read", "likely", "inferred")
Key = int | str


class NoValue(LookupError):
    """The book has no value of a parameter for a day."""

    def __init__(self, parameter: str, day: dt.date, ended: bool = False) -> None:
        self.parameter, self.day, self.ended = parameter, day, ended
        super().__init__(f"{parameter} has no value on {day.isoformat()}")


@dataclass(frozen=True)
class Dated:
    """One value of a parameter from a day on. `value` is a number, or a table by key, or None where it ended."""

    since: dt.date
    value: Fraction | Mapping[Key, Fraction] | None
    act: str
    article: str
    confidence: str
    note: Mapping[str, str]
    confidence_of_key: Mapping[Key, str]
    day_confidence: str
    until: dt.date | None = None

    @property
    def citation(self) -> str:
        return f"{self.act}, {self.article}" if self.article else self.act

    def confidence_at(self, key: object) -> str:
        found = {str(k): v for k, v in self.confidence_of_key.items()}
        return found.get(str(key), self.confidence)


@dataclass(frozen=True)
class Parameter:
    """A number of the law through time. `id` is `folder.name`; `council` says what a municipality may do with it:
    `may_lower` (a rate), `may_raise` (a relief) or empty (nothing)."""

    id: str
    label: Mapping[str, str]
    unit: str
    key: str
    council: str
    values: tuple[Dated, ...]
    lowest: Fraction | None = None

    def on(self, day: dt.date) -> Dated:
        """The value in force on a day. Raises NoValue."""
        found: Dated | None = None
        for dated in self.values:
            if dated.since <= day:
                found = dated
        if found is None or found.value is None:
            raise NoValue(self.id, day, found is not None)
        return found

    def number(self, day: dt.date, key: Key | None = None) -> Fraction:
        """The plain number in force on a day, of one key where the parameter has keys."""
        value = self.on(day).value
        if isinstance(value, Mapping):
            if key is None:
                raise KeyError(f"{self.id} needs one of {sorted(map(str, value))}")
            return value[key]
        assert value is not None
        return value


def exact(value: object, where: str) -> Fraction:
    """A number of a TOML file. Raises ValueError for anything that is not a whole number or a decimal."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError(f"{where}: {value!r} is not a number")
    number = Fraction(value)
    if number.denominator > 10**6:
        raise ValueError(f"{where}: {value} has more than six decimals")
    return number


def both_languages(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """{"az": …, "en": …} out of `<prefix>az` and `<prefix>en`."""
    return {lang: str(table.get(prefix + lang, "")) for lang in ("az", "en")}


def _confidence(value: str, where: str) -> str:
    if value not in CONFIDENCES:
        raise ValueError(f"{where}: confidence is {' | '.join(CONFIDENCES)}, not {value!r}")
    return value


def _dated(raw: Mapping[str, Any], parameter: Mapping[str, Any], where: str) -> Dated:
    key_is_number = parameter.get("key") == "baku_zone"

    def key(text: str) -> Key:
        return int(text) if key_is_number else text

    value: Fraction | Mapping[Key, Fraction] | None = None
    if not raw.get("ended"):
        if ("values" in raw) != bool(parameter.get("key")):
            raise ValueError(f"{where}: a parameter with a key has values, one without has a value")
        if "values" in raw:
            value = {key(k): exact(v, where) for k, v in raw["values"].items()}
        else:
            value = exact(raw["value"], where)
    if not raw.get("act"):
        raise ValueError(f"{where}: a value without its act")
    confidence = _confidence(raw.get("confidence", ""), where)
    return Dated(
        since=raw["from"],
        value=value,
        act=raw["act"],
        article=raw.get("article", ""),
        confidence=confidence,
        note=both_languages(raw, "note_"),
        confidence_of_key={key(k): _confidence(v, where) for k, v in raw.get("confidence_of", {}).items()},
        day_confidence=_confidence(raw.get("day_confidence", confidence), where),
    )


def _parameter(raw: Mapping[str, Any], folder: str) -> Parameter:
    where = f"{folder}.{raw.get('id')}"
    values = [_dated(v, raw, where) for v in raw["value"]]
    days = [v.since for v in values]
    if days != sorted(set(days)):
        raise ValueError(f"{where}: days must go up, each once")
    closed = [
        Dated(**{**vars(v), "until": nxt - dt.timedelta(days=1)})
        for v, nxt in zip(values, days[1:], strict=False)
    ]
    lowest = raw.get("lowest")
    return Parameter(
        id=where,
        label=both_languages(raw),
        unit=raw["unit"],
        key=raw.get("key", ""),
        council=raw.get("council", ""),
        values=(*closed, values[-1]),
        lowest=None if lowest is None else exact(lowest, where),
    )


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file with every decimal exact, as it is written."""
    return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)


def read_parameters(folder: Path) -> tuple[dict[str, Any], dict[str, Parameter]]:
    """The head of a tax's `parameters.toml` and its parameters by id. Raises ValueError, naming what is wrong."""
    raw = read_toml(folder / "parameters.toml")
    found: dict[str, Parameter] = {}
    for item in raw.get("parameter", []):
        parameter = _parameter(item, folder.name)
        if parameter.id in found:
            raise ValueError(f"{parameter.id} stands twice")
        found[parameter.id] = parameter
    return raw["tax"], found


def change_days(parameters: Mapping[str, Parameter]) -> Iterator[dt.date]:
    """The days on which any of the parameters changes, in order, each once."""
    yield from sorted({v.since for p in parameters.values() for v in p.values})
