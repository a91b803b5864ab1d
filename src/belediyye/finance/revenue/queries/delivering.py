"""The walk of whoever delivers papers: settlement by settlement, street by street, house by house."""

from django.db import connection

from belediyye.core.databases import COLLATION
from belediyye.finance.revenue.queries.lots import Lot
from belediyye.finance.revenue.queries.reports.streets import TAIL
from belediyye.finance.revenue.queries.reports.tables import rows_of


def _doors(lot: Lot) -> str:
    """(paper, number, settlement, street, house) of each paper of a lot: where its receiver lives, or where the first
    object stands of a payer whose address is not known. What follows the name in a street's cell is a house."""
    part = {
        name: f"CASE WHEN known = 1 THEN own_{name} ELSE COALESCE(o.{name}, '') END"
        for name in ("settlement", "street", "house")
    }
    street, house = part["street"], part["house"]
    after = f"LTRIM(SUBSTR({street}, LENGTH(RTRIM({street}, '{TAIL}')) + 1), ' ,.-№')"
    own = ", ".join(f"COALESCE(r.{name}, t.{name}) AS own_{name}" for name in part)
    address = "COALESCE(r.settlement || r.street || r.house, t.settlement || t.street || t.house)"
    return f"""(SELECT paper_id, q.number, {part["settlement"]} AS settlement, RTRIM({street}, '{TAIL}') AS street,
        CASE WHEN {house} <> '' THEN {house} ELSE {after} END AS house
      FROM (SELECT n.id AS paper_id, n.number, n.taxpayer_id, {own}, CASE WHEN {address} <> '' THEN 1 ELSE 0 END AS known
        FROM {lot.model._meta.db_table} n JOIN revenue_taxpayer t ON t.id = n.taxpayer_id LEFT JOIN revenue_taxpayer r ON r.id = t.responsible_id
        WHERE {lot.where}) AS q
      LEFT JOIN (SELECT taxpayer_id, MIN(object_id) AS object_id FROM revenue_holding
        WHERE municipality_id = {int(lot.municipality_id)} AND NOT withdrawn GROUP BY taxpayer_id) AS f ON f.taxpayer_id = q.taxpayer_id
      LEFT JOIN revenue_taxobject o ON o.id = f.object_id)"""


def places_of(lot: Lot) -> list[tuple[str, str, int]]:
    """(settlement, street, papers) of a lot, in the order of the walk."""
    order = f'settlement COLLATE "{COLLATION}", street COLLATE "{COLLATION}"'
    return [
        (settlement, street, int(count))
        for settlement, street, count in rows_of(
            f"SELECT settlement, street, COUNT(*) FROM {_doors(lot)} AS d GROUP BY settlement, street ORDER BY {order}", []
        )
    ]  # fmt: skip


def walk(lot: Lot, settlement: str | None, street: str | None) -> list[int]:
    """The papers of a lot, or of one settlement of it, or of one street there, in the order of the walk: by number."""
    wanted = {"settlement": settlement, "street": street}
    chosen = {name: value for name, value in wanted.items() if value is not None}
    where = " AND ".join(f"{name} = %s" for name in chosen) or "1 = 1"
    first = (
        "CAST(house AS INTEGER)"
        if connection.vendor == "sqlite"
        else "COALESCE(SUBSTRING(house FROM '^[0-9]{1,9}')::bigint, 0)"
    )
    # The alphabet's order is dear on SQLite: each place is weighed once, not each notice.
    order = f'settlement COLLATE "{COLLATION}", street COLLATE "{COLLATION}"'
    rows = rows_of(
        f"""WITH d AS MATERIALIZED (SELECT * FROM {_doors(lot)} AS doors WHERE {where}),
          places AS (SELECT settlement, street, ROW_NUMBER() OVER (ORDER BY {order}) AS place FROM (SELECT DISTINCT settlement, street FROM d) AS q)
        SELECT d.paper_id FROM d JOIN places p ON p.settlement = d.settlement AND p.street = d.street ORDER BY p.place, {first}, house, number""",
        [*chosen.values()],
    )
    return [pk for (pk,) in rows]
