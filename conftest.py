"""What every test may use: the cast, a clean database that also empties append-only tables, the reference library."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import TransactionTestCase

ROOT = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("BELEDIYYE_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real inputs made by others. Not part of the repository: tests that read it are skipped without."""
    if not SHARED.is_dir():
        pytest.skip("the reference library is not here")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def _flush_append_only() -> Iterator[None]:
    """Between transactional tests everything is emptied; only for that the append-only triggers step aside."""
    from django.db import connection

    from belediyye.core import append_only

    plain = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        for table in append_only.TABLES:
            append_only.remove(connection, table)
        try:
            plain(self)
        finally:
            for table, may_change in append_only.TABLES.items():
                append_only.install(connection, table, may_change)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = plain


@pytest.fixture
def cast(db: None):
    """Leyla chairs, Rauf keeps accounts, Nigar lives there; Tural works next door and must see nothing."""
    from belediyye.core.cast import gather

    return gather()
