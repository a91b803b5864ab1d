"""Who owes the tax of a year in which an object changed hands or was divided: SQL for the rows of an assessment run.

Vehicles are taxed with who has them on 1 January; buildings, and land before 2024, are not divided by months, so that the
year's tax is owed once: by who held on 1 January, or of what came into being within the year by its first holder
(Tax Code, 198.1.2, 200.5). Whoever takes over within the year owes from the next one. On the day of a transfer the one who
takes it counts as the holder. `h` is the holding of the row.
"""

from datetime import date

# Land is divided by the months of ownership since then (208.5-2); a building never.
LAND_DIVIDED_SINCE = 2024


def is_undivided(kind: str, year: int) -> bool:
    """Whether the year's tax of this kind of object is owed whole by one holder of a share."""
    return kind == "building" or (kind == "land" and year < LAND_DIVIDED_SINCE)


def _another(no: str, condition: str) -> str:
    return f"SELECT 1 FROM revenue_holding t WHERE t.object_id = h.object_id AND t.id <> h.id AND t.withdrawn = {no} AND {condition}"


def _divided(side: str, no: str, days: str) -> str:
    """Whether the object was divided or joined on one of the days: `before` it ended so, `after` it was made so."""
    return (
        f"SELECT 1 FROM revenue_objectevent_{side} b JOIN revenue_objectevent v ON v.id = b.objectevent_id "
        f"WHERE b.taxobject_id = h.object_id AND v.kind IN ('split', 'merge') AND v.undone IS NULL AND {days}"
    )


def held_on_1_january(year: int, no: str) -> str:
    """The condition that the holding counts on 1 January."""
    first = date(year, 1, 1).isoformat()
    later = _another(no, f"t.since = '{first}'")
    parts = _divided("before", no, f"v.day = '{first}'")
    return (
        f"(h.since IS NULL OR h.since <= '{first}') AND (h.until IS NULL OR h.until > '{first}' "
        f"OR (h.until = '{first}' AND NOT EXISTS ({later}) AND NOT EXISTS ({parts})))"
    )


def first_of_the_year(year: int, no: str) -> str:
    """The condition that a holding begun within the year is of something that nobody held before in it."""
    first, last = date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat()
    earlier = _another(
        no, f"(t.since IS NULL OR t.since < h.since) AND (t.until IS NULL OR t.until >= '{first}')"
    )
    made = _divided("after", no, f"v.day > '{first}' AND v.day <= '{last}'")
    return f"h.since > '{first}' AND NOT EXISTS ({earlier}) AND NOT EXISTS ({made})"
