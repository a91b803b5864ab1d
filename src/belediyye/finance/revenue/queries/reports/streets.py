"""Where a payer is: the street of the own address, or of the first object that is held, without the number of the house."""

from belediyye.finance.revenue.queries.reports.tables import rows_of

# Rolls often carry street and house in one cell.
TAIL = " 0123456789,./-№"


def streets(municipality_id: int) -> str:
    """The statement (taxpayer_id, street) of every payer of a municipality; empty where no address is known."""
    place = int(municipality_id)
    return f"""(SELECT t.id AS taxpayer_id, RTRIM(CASE WHEN t.street <> '' THEN t.street ELSE COALESCE(o.street, '') END, '{TAIL}') AS street
      FROM revenue_taxpayer t
      LEFT JOIN (SELECT h.taxpayer_id, MIN(h.object_id) AS object_id FROM revenue_holding h
        WHERE h.municipality_id = {place} AND NOT h.withdrawn GROUP BY h.taxpayer_id) f ON f.taxpayer_id = t.id
      LEFT JOIN revenue_taxobject o ON o.id = f.object_id
      WHERE t.municipality_id = {place})"""


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
    return (
        f" AND {payer} IN (SELECT taxpayer_id FROM {streets(municipality_id)} s WHERE s.street = %s)",
        [street],
    )
