"""The same tax on buildings in OpenFisca, in floats, as its users write it. Runs alone, in a process of its own.

OpenFisca is AGPL: the application never imports it; this file is a yardstick and nothing else uses it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Building = build_entity(key="building", plural="buildings", label="A building", is_person=True)
YEAR = "2025"
RATES = np.array([0.4, 0.3, 0.2, 0.1], dtype=np.float32)
ZONES = np.array([0, 1.5, 1.4, 1.3, 1.2, 1.1, 1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7], dtype=np.float32)


def _input(name: str, kind: type) -> type[Variable]:
    return type(name, (Variable,), {"value_type": kind, "entity": Building, "definition_period": DateUnit.YEAR, "label": name})


class taxable_area(Variable):
    value_type = float
    entity = Building
    definition_period = DateUnit.YEAR
    label = "Taxable area"

    def formula(building, period):  # noqa: N805
        area = building("area", period)
        return np.where(building("use", period) == 0, np.maximum(area - 30, 0), area)


class tax(Variable):
    value_type = float
    entity = Building
    definition_period = DateUnit.YEAR
    label = "Tax of the owner's share"

    def formula(building, period):  # noqa: N805
        place = building("place", period)
        coefficient = np.where(place == 0, ZONES[building("zone", period)], 1)
        owned = (building("from_month", period) <= 2025 * 12 + 11) * (building("to_month", period) >= 2025 * 12)
        whole = building("taxable_area", period) * RATES[place] * coefficient
        return np.round(owned * whole * building("share", period), 2)


class relief_right(Variable):
    value_type = float
    entity = Building
    definition_period = DateUnit.YEAR
    label = "Right to relief"

    def formula(building, period):  # noqa: N805
        who = (building("pensioner", period) + building("list_102_2", period) + building("shehid", period)
               + building("conscript", period))  # fmt: skip
        return 30 * who * np.logical_not(building("let", period))


KINDS = {"use": int, "place": int, "zone": int, "area": float, "share": float, "from_month": int, "to_month": int,
         "let": bool, "pensioner": bool, "list_102_2": bool, "shehid": bool, "conscript": bool}  # fmt: skip


def system() -> TaxBenefitSystem:
    built = TaxBenefitSystem([Building])
    for name, kind in KINDS.items():
        built.add_variable(_input(name, kind))
    for variable in (taxable_area, tax, relief_right):
        built.add_variable(variable)
    return built


def inputs(folder: Path) -> dict[str, np.ndarray]:
    raw = {p.stem: np.fromfile(p, dtype=np.int32) for p in folder.glob("*.i32")}
    raw["area"] = (raw["area"] / 100).astype(np.float32)
    raw["share"] = (1 / raw.pop("share_den")).astype(np.float32)
    return {name: raw[name].astype(bool) if KINDS[name] is bool else raw[name] for name in KINDS}


def peak_mb() -> float:
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main() -> None:
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    built = system()
    started = time.perf_counter()
    simulation = SimulationBuilder().build_default_simulation(built, count=len(np.fromfile(folder / "use.i32", dtype=np.int32)))
    for name, values in inputs(folder).items():
        simulation.set_input(name, YEAR, values)
    amounts = simulation.calculate("tax", YEAR)
    simulation.calculate("relief_right", YEAR)
    np.rint(amounts.astype(np.float64) * 100).astype(np.int64).tofile(out)
    seconds = time.perf_counter() - started
    five = {name: values[:5] for name, values in inputs(folder).items()}
    best = 1.0
    for _ in range(200):
        began = time.perf_counter()
        small = SimulationBuilder().build_default_simulation(built, count=5)
        for name, values in five.items():
            small.set_input(name, YEAR, values)
        small.calculate("tax", YEAR)
        small.calculate("relief_right", YEAR)
        best = min(best, time.perf_counter() - began)
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb(), "five_ms": best * 1000}))


if __name__ == "__main__":
    main()
