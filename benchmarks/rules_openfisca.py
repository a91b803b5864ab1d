"""The same tax on buildings in OpenFisca, in floats, as its users write it: Parquet in, Parquet out, like our readers.

OpenFisca is AGPL: the application never imports it; this file is a yardstick in a process of its own.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
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
    return type(
        name,
        (Variable,),
        {"value_type": kind, "entity": Building, "definition_period": DateUnit.YEAR, "label": name},
    )


class taxable_area(Variable):
    value_type = float
    entity = Building
    definition_period = DateUnit.YEAR
    label = "Taxable area"

    def formula(building, period):
        area = building("area", period)
        return np.where(building("use", period) == 0, np.maximum(area - 30, 0), area)


class tax(Variable):
    value_type = float
    entity = Building
    definition_period = DateUnit.YEAR
    label = "Tax of the owner's share"

    def formula(building, period):
        place = building("place", period)
        coefficient = np.where(place == 0, ZONES[building("zone", period)], 1)
        owned = (building("from_month", period) <= 2025 * 12 + 11) * (
            building("to_month", period) >= 2025 * 12
        )
        whole = building("taxable_area", period) * RATES[place] * coefficient
        return np.round(owned * whole * building("share", period), 2)


class relief_right(Variable):
    value_type = float
    entity = Building
    definition_period = DateUnit.YEAR
    label = "Right to relief"

    def formula(building, period):
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


NAMES = {"use": "use", "place": "place_class", "zone": "baku_zone", "from_month": "from_month", "to_month": "to_month",
         "let": "let_or_business", "pensioner": "relief_pensioner", "list_102_2": "relief_list_102_2",
         "shehid": "relief_shehid_family", "conscript": "relief_conscript"}  # fmt: skip
ABSENT = {"from_month": 0, "to_month": 99_999}


def inputs(frame: pl.DataFrame) -> dict[str, np.ndarray]:
    """The columns as OpenFisca's arrays: int32, float32 and bool."""
    found = {}
    for ours, theirs in NAMES.items():
        series = frame[theirs]
        series = series.to_physical() if isinstance(series.dtype, pl.Enum) else series
        found[ours] = (
            series.fill_null(ABSENT.get(ours, 0)).to_numpy().astype(bool if KINDS[ours] is bool else np.int32)
        )
    found["area"] = (frame["area_dm2"].to_numpy() / 100).astype(np.float32)
    found["share"] = (frame["share_num"].to_numpy() / frame["share_den"].to_numpy()).astype(np.float32)
    return found


def written(frame: pl.DataFrame, out: Path, amounts: np.ndarray, relief: np.ndarray) -> None:
    qepik = [pl.Series(n, np.rint(a.astype(np.float64) * 100).astype(np.int64))
             for n, a in (("tax_qepik", amounts), ("relief_right_qepik", relief))]  # fmt: skip
    frame.select("id", "payer", "municipality").with_columns(qepik).write_parquet(out, compression="zstd")


def peak_mb() -> float:
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main() -> None:
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    built = system()
    read = ["id", "payer", "municipality", "area_dm2", "share_num", "share_den", *NAMES.values()]
    started = time.perf_counter()
    frame = pl.read_parquet(source, columns=read)
    simulation = SimulationBuilder().build_default_simulation(built, count=frame.height)
    for name, values in inputs(frame).items():
        simulation.set_input(name, YEAR, values)
    amounts, relief = simulation.calculate("tax", YEAR), simulation.calculate("relief_right", YEAR)
    written(frame, out, amounts, relief)
    seconds = time.perf_counter() - started
    five = {name: values[:5] for name, values in inputs(frame.head(5)).items()}
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
