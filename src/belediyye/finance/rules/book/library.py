"""The book itself: taxes with their words, parameters, formulas and cases, and the plans made of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from belediyye.finance.rules.engine.algebra import Expr, var
from belediyye.finance.rules.engine.columns import check_sql, ranges
from belediyye.finance.rules.engine.explain import Source
from belediyye.finance.rules.engine.plan import Plan, Rule, build, combine
from belediyye.finance.rules.engine.units import choose, money

from .calculation import OUTPUTS, Calculation, InForce
from .columns import BY_FACT, COLUMNS, FIRST_YEAR, LAST_YEAR
from .overlay import Overlay, check
from .parameters import NoValue, Parameter, both_languages, read_parameters, read_toml
from .refusals import BY_NUMBER, NUMBER, Refused

HERE = Path(__file__).parent
FOLDERS = ("property_tax", "vehicle_tax", "land_tax", "mining_tax", "profit_tax", "collection")
TEXT_READ_UNTIL = dt.date(2024, 1, 1)


@dataclass(frozen=True)
class Tax:
    """One chapter: `label` and plain-words `text` in az and en, `parameters`, `calculations`, raw `cases`."""

    id: str
    label: Mapping[str, str]
    text: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    calculations: tuple[Calculation, ...]
    cases: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Book:
    """All chapters. `edition` is the sha-256 of everything that decides an amount."""

    taxes: tuple[Tax, ...]
    acts: Mapping[str, Mapping[str, str]]
    edition: str
    _plans: dict[Any, Plan] = field(default_factory=dict, compare=False, repr=False)
    _found_sources: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    _of_object: dict[tuple[str, str | None], Calculation] = field(
        default_factory=dict, compare=False, repr=False
    )

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        return {p.id: p for t in self.taxes for p in t.parameters}

    @cached_property
    def calculations(self) -> Mapping[str, Calculation]:
        return {c.name: c for t in self.taxes for c in t.calculations}

    def tax(self, identifier: str) -> Tax:
        """A chapter by its folder's name. Raises KeyError."""
        return {t.id: t for t in self.taxes}[identifier]

    def checks(self) -> dict[str, tuple[int, int]]:
        """name → (lowest, highest) of each stored whole number, as the proof assumes them."""
        return ranges(COLUMNS)

    def check_constraints(self) -> dict[str, str]:
        """name → SQL condition for a CHECK constraint on each stored column."""
        return {c.name: check_sql(c) for c in COLUMNS}

    def cite(self, article: str, lang: str = "az") -> str:
        """An article in words: "TC 198.1.1" → "Vergi Məcəlləsi, 198.1.1"."""
        act, _, number = article.partition(" ")
        known = self.acts.get(act)
        if known is None:
            return article
        return f"{known[lang]}, {number}" if number else known[lang]

    def which(self, kind: str, use: str | None) -> Calculation:
        """The calculation of an object. Raises Refused where the kind or use is missing or they do not fit."""
        known = self._of_object.get((kind, use))
        if known is not None:
            return known
        if not kind:
            raise Refused("object_kind_missing")
        found = self._find(kind, use)
        self._of_object[kind, use] = found
        return found

    def _find(self, kind: str, use: str | None) -> Calculation:
        candidates = [c for c in self.calculations.values() if c.kind == kind]
        if len(candidates) == 1:
            return candidates[0]
        if not use:
            raise Refused("use_missing")
        for calculation in candidates:
            if use in calculation.uses:
                return calculation
        raise Refused("use_does_not_fit", "use", use)

    def plan(self, calculation: str, year: int, overlay: Overlay | None = None) -> Plan:
        """The proved plan of one calculation for a year. Raises Refused (no value for the year), NotAllowed (an
        overlay above the law's ceiling), Unproved."""
        if overlay is not None and not overlay.in_force(dt.date(year, 1, 1)):
            overlay = None
        key = (calculation, year, overlay.key if overlay else "")
        if key not in self._plans:
            self._plans[key] = self._make(self.calculations[calculation], year, overlay)
        return self._plans[key]

    def _make(self, calculation: Calculation, year: int, overlay: Overlay | None) -> Plan:
        day = dt.date(year, 1, 1)
        if overlay is not None:
            check(overlay, self.parameters, day)
        rules = calculation.rules_of(year)
        if overlay is not None:
            for (name, rule), function in overlay.rules.items():
                if name == calculation.name:
                    old = rules.get(rule, Rule(rule, function, {"az": rule, "en": rule}, "AZN"))
                    rules[rule] = replace(old, function=function, articles=(overlay.source,))
            rules = _with_reductions(rules, calculation, overlay)
        p = InForce(self.parameters, day, calculation.folder, overlay.fractions if overlay else None)
        key = f"{calculation.name}:{year}" + (f":{overlay.key}" if overlay else "")
        try:
            return build(key, COLUMNS, rules.values(), OUTPUTS, {"p": p, "year": year})
        except NoValue as missing:
            raise Refused("no_value_for_year", "year", year, {
                "az": f"({self.parameters[missing.parameter].label['az']})",
                "en": f"({self.parameters[missing.parameter].label['en']})"})  # fmt: skip

    def roll(self, year: int, overlay: Overlay | None = None, kinds: tuple[str, ...] = ()) -> Plan:
        """One plan for a mixed roll: every calculation that the book knows for the year, chosen by kind and use;
        or only those of the `kinds` named (a run over land alone need not carry the rest).

        Outputs: `refusal` (0, or the number of a reason), `tax_kind` (1 property, 2 vehicle, 3 land, 4 extraction,
        5 profit), `tax_qepik` (0 where refused), `relief_right_qepik`, `budget` (0 municipal, 1 state)."""
        in_year = overlay if overlay and overlay.in_force(dt.date(year, 1, 1)) else None
        key = ("roll", year, in_year.key if in_year else "", kinds)
        if key not in self._plans:
            self._plans[key] = self._make_roll(year, in_year, kinds)
        return self._plans[key]

    def _make_roll(self, year: int, overlay: Overlay | None, kinds: tuple[str, ...]) -> Plan:
        plans = {}
        wanted = {n: c for n, c in self.calculations.items() if not kinds or c.kind in kinds}
        for name in wanted:
            try:
                plans[name] = self.plan(name, year, overlay)
            except Refused as refused:
                if refused.code != "no_value_for_year":
                    raise
        dispatch = {output: _dispatcher(wanted, plans, output) for output in ROLL_OUTPUTS}
        return combine(
            ":".join(["roll", str(year), *kinds]) + (f":{overlay.key}" if overlay else ""),
            COLUMNS,
            plans,
            dispatch,
        )

    def sources(self, year: int, overlay: Overlay | None = None) -> Any:
        """A function (parameter, key) → Source, for explanations of a year."""
        over = overlay if overlay and overlay.in_force(dt.date(year, 1, 1)) else None
        key = (year, over.key if over else "")
        if key not in self._found_sources:
            self._found_sources[key] = _sources(self, dt.date(year, 1, 1), over)
        return self._found_sources[key]

    def warnings(self, year: int) -> list[dict[str, str]]:
        """What a reader of any amount of the year must know."""
        if year <= TEXT_READ_UNTIL.year:
            return []
        return [{
            "az": "Vergi Məcəlləsinin mətni 2024-cü ilin əvvəlinə olan vəziyyətdə oxunub; sonrakı dəyişikliklər yoxlanmalıdır.",
            "en": "The Tax Code was read as it stood at the beginning of 2024; later amendments must be checked.",
        }]  # fmt: skip


TAX_KINDS = {"property": 1, "vehicle": 2, "land": 3, "extraction": 4, "profit": 5}
ROLL_OUTPUTS = ("refusal", "tax_kind", "tax_qepik", "relief_right_qepik", "budget")


def _belongs(calculation: Calculation) -> Expr:
    kind = Expr("is", var("object_kind"), calculation.kind)
    if calculation.kind != "land":
        return kind
    test: Expr | None = None
    for use in calculation.uses:
        one = Expr("is", var("use"), use)
        test = one if test is None else Expr("or", test, one)
    assert test is not None
    return Expr("and", kind, test)


def _dispatcher(calculations: Mapping[str, Calculation], plans: Mapping[str, Plan], output: str) -> Any:
    def choose_among(get: Any) -> Expr:
        is_land = Expr("is", var("object_kind"), "land")
        result: Expr = Expr("int", 0)
        if output == "refusal":
            no_use = Expr("where", Expr("isnull", var("use")), Expr("int", NUMBER["use_missing"]),
                          Expr("int", NUMBER["use_does_not_fit"]))  # fmt: skip
            result = Expr("where", is_land, no_use, Expr("int", NUMBER["object_kind_missing"]))
        for name, calculation in calculations.items():
            result = Expr("where", _belongs(calculation), _value(name, calculation, output, get), result)
        return result

    def _value(name: str, calculation: Calculation, output: str, get: Any) -> Expr:
        if output == "tax_kind":
            return Expr("int", TAX_KINDS[calculation.tax])
        if name not in plans:
            return Expr("int", NUMBER["no_value_for_year"] if output == "refusal" else 0)
        if output in ("tax_qepik", "relief_right_qepik"):
            refused = Expr("eq", get(name, "refusal"), Expr("int", 0))
            return Expr("where", refused, get(name, output), Expr("int", 0))
        return get(name, output)  # type: ignore[no-any-return]

    return choose_among


def _with_reductions(rules: dict[str, Rule], calculation: Calculation, overlay: Overlay) -> dict[str, Rule]:
    """The calculation with a council's exemptions: the law's tax, the part not taken, the rest."""
    mine = [r for r in overlay.reductions if r.tax == calculation.tax]
    if not mine:
        return rules
    by_law = replace(rules["tax_qepik"], name="tax_by_law")
    facts = {f"relief_{r.category}" for r in mine if r.category != "everyone"}

    def part(tax_by_law: Any, **flags: Any) -> Any:
        percent: Any = 0
        for r in sorted(mine, key=lambda r: r.percent):
            percent = (
                r.percent
                if r.category == "everyone"
                else choose(flags[f"relief_{r.category}"], r.percent, percent)
            )
        return money(tax_by_law * percent / 100)

    part.__signature__ = _signature("tax_by_law", *sorted(facts))  # type: ignore[attr-defined]
    label = {"az": "Bələdiyyənin qərarı ilə güzəşt", "en": "Reduction by the council's decision"}
    reduction = Rule("local_reduction", part, label, "AZN", (overlay.source,))
    rest = replace(rules["tax_qepik"], function=lambda tax_by_law, local_reduction: tax_by_law - local_reduction,
                   label={"az": "Qərar tətbiq edildikdən sonra vergi", "en": "Tax after the decision"}, articles=())  # fmt: skip
    return {**rules, "tax_by_law": by_law, "local_reduction": reduction, "tax_qepik": rest}


def _signature(*names: str) -> Any:
    import inspect

    return inspect.Signature([inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY) for n in names])


def _sources(book: Book, day: dt.date, overlay: Overlay | None) -> Any:
    cache: dict[tuple[str, object], Source | None] = {}

    def find(identifier: str, key: object) -> Source | None:
        if (identifier, key) not in cache:
            cache[identifier, key] = _source(book, identifier, key, day, overlay)
        return cache[identifier, key]

    return find


def _source(book: Book, identifier: str, key: object, day: dt.date, overlay: Overlay | None) -> Source | None:
    parameter = book.parameters.get(identifier)
    if parameter is None:
        return None
    changed = overlay.fractions.get(identifier) if overlay else None
    if changed is not None and overlay is not None and (not isinstance(changed, dict) or key in changed):
        value = changed[key] if isinstance(changed, dict) else changed
        return Source(overlay.source, "read", parameter.label, str(value), parameter.unit)
    dated = parameter.on(day)
    law: Any = dated.value.get(key) if isinstance(dated.value, Mapping) else dated.value  # type: ignore[call-overload]
    article = f"{dated.act} {dated.article}".strip()
    return Source(article, dated.confidence_at(key), parameter.label, str(law), parameter.unit)


def _read_tax(folder: Path) -> Tax:
    head, parameters = read_parameters(folder)
    cases = folder / "cases.toml"
    calculations: tuple[Calculation, ...] = ()
    if (folder / "formulas.py").exists():
        calculations = importlib.import_module(f"{__package__}.{folder.name}.formulas").CALCULATIONS
    return Tax(
        folder.name,
        both_languages(head),
        both_languages(head, "text_"),
        tuple(parameters.values()),
        calculations,
        tuple(read_toml(cases)["case"]) if cases.exists() else (),
    )


def _edition() -> str:
    digest = hashlib.sha256()
    for path in sorted(HERE.rglob("*")):
        if path.name in ("parameters.toml", "formulas.py") or (path.parent == HERE and path.suffix == ".py"):
            digest.update(path.relative_to(HERE).as_posix().encode() + b"\0")
            digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


@lru_cache(maxsize=1)
def load_book() -> Book:
    """The book of this installation, read once. Raises ValueError when a file of it is wrong."""
    return Book(tuple(_read_tax(HERE / name) for name in FOLDERS), read_toml(HERE / "acts.toml"), _edition())


__all__ = [
    "BY_FACT",
    "BY_NUMBER",
    "COLUMNS",
    "FIRST_YEAR",
    "LAST_YEAR",
    "Book",
    "Tax",
    "load_book",
]
