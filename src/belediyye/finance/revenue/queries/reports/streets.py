"""Where a payer is: the street of the own address, or of the first object that is held, without the number of the house.

And the streets and settlements where objects stand, from which a run of a part of the municipality is chosen."""

from django.db import connection

from belediyye.finance.revenue.queries.reports.tables import rows_of

# Rolls often carry street and house in one cell.
TAIL = " 0123456789,./-№"


def streets(municipality_id: int) -> str:
    """The statement (taxpayer_id, street) of every payer of a municipality; empty where no address is known.

    The first object is looked for only of payers whose own street is not known."""
    place = int(municipality_id)
    first = f"SELECT MIN(h.object_id) FROM revenue_holding h WHERE h.municipality_id = {place} AND h.taxpayer_id = t.id AND NOT h.withdrawn"
    of_object = f"COALESCE((SELECT o.street FROM revenue_taxobject o WHERE o.id = ({first})), '')"
    return f"""(SELECT t.id AS taxpayer_id, {plain(f"CASE WHEN t.street <> '' THEN t.street ELSE {of_object} END")} AS street
      FROM revenue_taxpayer t WHERE t.municipality_id = {place})"""


def names(municipality_id: int) -> list[str]:
    """The streets of a municipality's payers in order, without the unknown one."""
    rows = rows_of(
        f"SELECT DISTINCT street FROM {streets(municipality_id)} s WHERE street <> '' ORDER BY 1", []
    )
    return [name for (name,) in rows]


def only_in(municipality_id: int, street: str, payer: str) -> tuple[str, list[str]]:
    """The condition that keeps the payers of a street (column `payer`) with its parameters; nothing for no street."""
    if not street:
        return "", []
    inside = f"SELECT taxpayer_id FROM {streets(municipality_id)} s WHERE s.street = %s"
    # PostgreSQL cannot guess how few live in a street: as an array they are found first, and their entries by index.
    found = f"= ANY(ARRAY({inside}))" if connection.vendor == "postgresql" else f"IN ({inside})"
    return f" AND {payer} {found}", [street]


def plain(column: str) -> str:
    """A street's column without the number of the house that a roll may have put behind it."""
    return f"RTRIM({column}, '{TAIL}')"


def of_objects(municipality_id: int) -> list[str]:
    """The streets where a municipality's objects stand, in order."""
    rows = rows_of(
        f"SELECT DISTINCT {plain('street')} AS name FROM revenue_taxobject WHERE municipality_id = %s AND street <> '' ORDER BY 1",
        [municipality_id],
    )
    return [name for (name,) in rows]


def settlements(municipality_id: int) -> list[str]:
    """The settlements where a municipality's objects stand, in order."""
    rows = rows_of(
        "SELECT DISTINCT settlement FROM revenue_taxobject WHERE municipality_id = %s AND settlement <> '' ORDER BY 1",
        [municipality_id],
    )
    return [name for (name,) in rows]
