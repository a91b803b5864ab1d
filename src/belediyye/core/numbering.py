"""Numbers without gaps: one statement takes the next, and a rolled-back transaction gives it back."""

from django.db import connection


def take_numbers(*, owner: int, code: str, year: int, count: int = 1) -> range:
    """The next `count` numbers of the series `code` of a municipality (0 = the house) in a year, from 1.

    Must run inside the transaction that uses them: the row stays locked to its end, so two takers never get the same
    number, and a failure leaves no gap. Take late, because others wait.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("numbers are taken inside the transaction that uses them")
    if count < 1:
        return range(0)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO core_series (owner, code, year, last) VALUES (%s, %s, %s, %s)
               ON CONFLICT (owner, code, year) DO UPDATE SET last = core_series.last + excluded.last
               RETURNING last""",
            [owner, code, year, count],
        )
        (last,) = cursor.fetchone()
    return range(last - count + 1, last + 1)


def take_number(*, owner: int, code: str, year: int) -> int:
    """One number of `take_numbers`."""
    return take_numbers(owner=owner, code=code, year=year)[0]
