"""Invented objects for the benchmarks: the same rows from the same seed on every machine with the same Polars."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from belediyye.finance.rules.book.columns import PLACES

SEED = 20_261_122
MUNICIPALITIES = 685
USES = ("dwelling", "non_dwelling")
LAND_USES = ("dwelling", "business", "agricultural")


def draw(n: int, salt: int, of: int) -> pl.Expr:
    """Whole numbers from 0 to `of` − 1, spread evenly, different for each salt."""
    return pl.int_range(n, dtype=pl.UInt64).hash(SEED + salt) % of


def _pick(n: int, salt: int, codes: tuple[str, ...]) -> pl.Expr:
    return (
        draw(n, salt, len(codes))
        .cast(pl.UInt32)
        .replace_strict(dict(enumerate(codes)), return_dtype=pl.Enum(codes))
    )


def _common(n: int, payers: int, kind: str) -> list[pl.Expr]:
    """Rows stand municipality by municipality and payer by payer, as a register exports its accounts."""
    den = draw(n, 5, 20)
    municipality = pl.int_range(n, dtype=pl.Int64) * MUNICIPALITIES // n
    of_each = max(1, payers // MUNICIPALITIES)
    return [
        pl.int_range(n, dtype=pl.Int32).alias("id"),
        (municipality * of_each + draw(n, 1, of_each).cast(pl.Int64)).cast(pl.Int32).alias("payer"),
        municipality.cast(pl.Int16).alias("municipality"),
        pl.lit(kind, dtype=pl.Enum([kind])).alias("object_kind"),
        _pick(n, 3, PLACES).alias("place_class"),
        pl.lit(1, dtype=pl.Int16).alias("share_num"),
        pl.when(den < 16).then(1).otherwise(den - 13).cast(pl.Int16).alias("share_den"),
        pl.when(draw(n, 6, 40) == 0)
        .then(2025 * 12 + draw(n, 7, 12))
        .otherwise(None)
        .cast(pl.Int32)
        .alias("from_month"),
        pl.when(draw(n, 8, 40) == 0)
        .then(2025 * 12 + draw(n, 9, 12))
        .otherwise(None)
        .cast(pl.Int32)
        .alias("to_month"),
        (draw(n, 10, 12) == 0).alias("relief_pensioner"),
        (draw(n, 11, 50) == 0).alias("relief_list_102_2"),
        (draw(n, 12, 80) == 0).alias("relief_shehid_family"),
        (draw(n, 13, 90) == 0).alias("relief_conscript"),
    ]


def buildings(n: int, payers: int) -> pl.DataFrame:
    """Dwellings and other buildings; one in fifty has no zone written where none is needed."""
    zone = (draw(n, 20, 12) + 1).cast(pl.Int8)
    return pl.select(
        *_common(n, payers, "building"),
        _pick(n, 21, USES).alias("use"),
        zone.alias("baku_zone"),
        (draw(n, 22, 30_000) + 1_000).cast(pl.Int32).alias("area_dm2"),
        (draw(n, 23, 9) == 0).alias("let_or_business"),
    )


def parcels(n: int, payers: int) -> pl.DataFrame:
    """Yards, business land and fields with their points."""
    return pl.select(
        *_common(n, payers, "land"),
        _pick(n, 31, LAND_USES).alias("use"),
        (draw(n, 32, 2_000_000) + 5_000).cast(pl.Int32).alias("area_dm2"),
        (draw(n, 33, 1_250) + 10).cast(pl.Int16).alias("points_per_ha_tenths"),
    )


def make(folder: Path, n_buildings: int, n_parcels: int) -> tuple[Path, Path]:
    """Writes both files (once) and gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    payers = max(10, n_buildings * 3 // 5)
    first, second = folder / f"buildings-{n_buildings}.parquet", folder / f"parcels-{n_parcels}.parquet"
    if not first.exists():
        buildings(n_buildings, payers).sort("payer").write_parquet(first, compression="zstd")
    if not second.exists():
        parcels(n_parcels, payers).sort("payer").write_parquet(second, compression="zstd")
    return first, second
