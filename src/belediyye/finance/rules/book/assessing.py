"""One object, assessed: the tax, whose it is, what relief there is, and every step with its article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from belediyye.finance.rules.engine.explain import Step, Tampered, recompute, to_json, trace
from belediyye.finance.rules.engine.plan import Plan

from .calculation import STATE, Calculation
from .columns import FIRST_YEAR, LAST_YEAR
from .facts import stored
from .library import Book, load_book
from .overlay import Overlay
from .refusals import BY_NUMBER, Refused
from .relief import due_steps


@dataclass(frozen=True)
class Assessment:
    """What one object owes for a year.

    `tax` is property | vehicle | land | extraction | profit; `budget` municipal | state (a state amount is computed
    and never billed); `tax_qepik` is the tax before relief; `relief_right_qepik` what the person may have taken off,
    once a year for this tax (spend it with `spend_relief`). `steps` are computed when they are asked for.
    """

    calculation: Calculation
    year: int
    budget: str
    tax_qepik: int
    relief_right_qepik: int
    stored: Mapping[str, Any]
    edition: str
    _book: Book = field(repr=False)
    _plan: Plan = field(repr=False)
    _overlay: Overlay | None = field(repr=False)

    @property
    def tax(self) -> str:
        return self.calculation.tax

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return trace(self._plan, self.stored, self._book.sources(self.year, self._overlay))

    @property
    def confidence(self) -> str:
        """The weakest confidence among the steps: read, likely or inferred."""
        weight = {"read": 0, "likely": 1, "inferred": 2}
        return max((s.confidence for s in self.steps), key=weight.__getitem__, default="read")

    @property
    def notes(self) -> list[dict[str, str]]:
        """What must be said beside the amount, in az and en."""
        notes = self._book.warnings(self.year)
        if self.budget == "state":
            notes.append({"az": "Bu vergi dövlət büdcəsinə ödənilir; bələdiyyə onu tutmur.",
                          "en": "This tax is paid to the state budget; the municipality does not bill it."})  # fmt: skip
        first = self.year * 12
        began, ended = self.stored.get("from_month"), self.stored.get("to_month")
        if self.tax == "property" and began is not None and began >= first + 12:
            notes.append({
                "az": "Binanın vergisi aylara bölünmür: ilin vergisi 1 yanvarda bina kimdə idisə, ona hesablanır; il ərzində alan, "
                      "yaxud bölünmədən alan növbəti ildən ödəyir (Vergi Məcəlləsi, 200.5).",
                "en": "The tax on a building is not divided by months: the year is owed by who held it on 1 January; who took it "
                      "over within the year, or holds what it was divided into, owes from the next one (Tax Code, 200.5)."})  # fmt: skip
        elif self.tax == "property" and (
            (began is not None and began >= first) or (ended is not None and ended < first + 12)
        ):
            notes.append({
                "az": "Binanın vergisi aylara bölünmür: əvvəlki mülkiyyətçi ödəməyibsə, ödəniş günündəki mülkiyyətçi ödəyir "
                      "(Vergi Məcəlləsi, 200.5). Eyni bina üçün iki nəfərə hesablamayın.",
                "en": "The tax on a building is not divided by months: if the former owner has not paid, the owner at the due "
                      "day pays (Tax Code, 200.5). Do not bill two people for one building."})  # fmt: skip
        return notes

    def explanation(self, relief_spent_before: int = 0) -> dict[str, Any]:
        """Everything needed to compute the amount again without the book, as plain data for JSON.

        `relief_spent_before` is what the person's earlier rows have used of the right; the last steps are the
        relief and the amount due."""
        steps = [
            *self.steps,
            *due_steps(self.tax_qepik, self.relief_right_qepik, relief_spent_before, self.budget),
        ]
        return {
            "edition": self.edition, "overlay": self._overlay.source if self._overlay else "",
            "calculation": self.calculation.name, "tax": self.tax, "budget": self.budget, "year": self.year,
            "confidence": self.confidence, "steps": to_json(steps), "notes": self.notes,
        }  # fmt: skip


def assess_stored(
    facts: Mapping[str, Any], year: int, overlay: Overlay | None = None, book: Book | None = None
) -> Assessment:
    """As `assess`, for facts that are already stored columns (`area_dm2`, `share_num` …) within their ranges."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("no_value_for_year", "year", year)
    book = book or load_book()
    calculation = book.which(facts.get("object_kind") or "", facts.get("use"))
    plan = book.plan(calculation.name, year, overlay)
    refusal, tax, relief, budget = plan.exact(*map(facts.get, plan.names))
    if refusal:
        reason = BY_NUMBER[refusal]
        raise Refused(reason.code, reason.column, facts.get(reason.column))
    where = "state" if budget == STATE else "municipal"
    return Assessment(calculation, year, where, tax, relief, facts, book.edition, book, plan, overlay)


def assess(
    facts: Mapping[str, Any], year: int, overlay: Overlay | None = None, book: Book | None = None
) -> Assessment:
    """Assesses one object for a year.

    `facts` are the headings of a roll in natural units: `object_kind`, `use`, `place_class`, `baku_zone`, `area_m2`,
    `inventory_value_azn`, `points_per_ha`, `engine_cm3`, `market_price_azn`, `volume_m3`, `profit_azn`, `share`
    ("1/2"), `owned_from`, `owned_to`, `let_or_business`, `relief` ("pensioner, list_102_2"). Numbers are int, Decimal
    or decimal text; a float is refused.

    Raises Refused with `code`, `column`, `value`, `reason["az"|"en"]`; NotAllowed for an overlay above the law;
    KeyError for a fact that does not exist.
    """
    return assess_stored(stored(facts, year), year, overlay, book)


def recompute_due(explanation: Mapping[str, Any]) -> dict[str, int]:
    """tax_qepik, relief_qepik and due_qepik computed again from an explanation alone.

    Raises Tampered where a number does not follow from the others."""
    steps: Sequence[Mapping[str, Any]] = explanation["steps"]
    values = recompute(steps)
    for name in ("tax_qepik", "relief_qepik", "due_qepik"):
        if name not in values:
            raise Tampered(f"the explanation has no step {name}")
    return {name: values[name] for name in ("tax_qepik", "relief_qepik", "due_qepik")}


__all__ = ["Assessment", "assess", "assess_stored", "recompute_due"]
