"""Reading a list of municipalities as offices keep it: any order of columns, headings in either language."""

from pathlib import Path

from belediyye.core.documents.sheets import as_text, read_table
from belediyye.core.territory import Listed

COLUMNS = {
    "area": {"rayon", "şəhər/rayon", "rayon (şəhər)", "area", "district"},
    "name": {"municipality", "bələdiyyə", "bələdiyyənin adı", "name", "ad"},
    "kind": {"type", "kind", "növ", "tip", "status"},
    "population": {"population", "əhali", "əhalinin sayı"},
    "covers": {"territorial_units", "covers", "ərazi vahidləri", "əhatə etdiyi ərazi", "yaşayış məntəqələri"},
}


def read_municipalities(file: Path, area: str = "") -> list[Listed]:
    """The lines of a list. `area` stands in where the list names none.

    Raises ValueError, for people, when the file is no table or has no column of names.
    """
    table = read_table(file, COLUMNS)
    if "name" not in table.columns:
        raise ValueError("No column is headed “municipality” / “bələdiyyə”.")
    listed = []
    for row in table:
        cells = {key: as_text(cell).strip() for key, cell in row.cells.items()}
        people = "".join(c for c in cells.get("population", "") if c.isdigit())
        covers = cells.get("covers", "")
        listed.append(
            Listed(
                area=cells.get("area") or area,
                name=cells.get("name", ""),
                kind=cells.get("kind") or covers.split(";")[0],
                population=int(people) if people else None,
                covers="\n".join(part.strip() for part in covers.split(";") if part.strip()),
            )
        )
    return listed
