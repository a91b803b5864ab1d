"""Reading a list of municipalities as offices keep it: any order of columns, headings in either language."""

from pathlib import Path

from belediyye.core.documents.sheets import read_sheet
from belediyye.core.territory import Listed
from belediyye.core.text import fold

COLUMNS = {
    "area": ("rayon", "seher/rayon", "rayon (seher)", "area", "district"),
    "name": ("municipality", "belediyye", "belediyyenin adi", "name", "ad"),
    "kind": ("type", "kind", "nov", "tip", "status"),
    "population": ("population", "ehali", "ehalinin sayi"),
    "covers": ("territorial_units", "covers", "erazi vahidleri", "ehate etdiyi erazi", "yasayis menteqeleri"),
}


def read_municipalities(file: Path, area: str = "") -> list[Listed]:
    """The lines of a list. `area` stands in where the list names none.

    Raises ValueError, for people, when the file is no table or has no column of names.
    """
    sheet = read_sheet(file)
    headings = [fold(str(h or "")).replace("_", " ") for h in sheet.headings]
    wanted = {key: {name.replace("_", " ") for name in names} for key, names in COLUMNS.items()}
    place = {key: next((i for i, h in enumerate(headings) if h in names), None) for key, names in wanted.items()}
    if place["name"] is None:
        raise ValueError("No column is headed “municipality” / “bələdiyyə”.")

    def cell(row: list[object], key: str) -> str:
        at = place[key]
        value = row[at] if at is not None and at < len(row) else None
        return "" if value is None else str(value).strip()

    listed = []
    for row in sheet.rows:
        people = "".join(c for c in cell(row.cells, "population") if c.isdigit())
        covers = cell(row.cells, "covers")
        listed.append(
            Listed(
                area=cell(row.cells, "area") or area,
                name=cell(row.cells, "name"),
                kind=cell(row.cells, "kind") or covers.split(";")[0],
                population=int(people) if people else None,
                covers="\n".join(part.strip() for part in covers.split(";") if part.strip()),
            )
        )
    return listed
