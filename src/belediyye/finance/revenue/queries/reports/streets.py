"""Where a payer is: the street of the own address, or of the first object that is held, without the number of the house."""

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
    return f"""(SELECT t.id AS taxpayer_id, RTRIM(CASE WHEN t.street <> '' THEN t.street ELSE {of_object} END, '{TAIL}') AS street
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
