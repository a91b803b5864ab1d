"""Tables that may only grow: the database itself refuses UPDATE and DELETE, on both engines.

In a migration, after the table is made: `operations += append_only("core_logentry")`. Columns that may still be
filled in later (an end, a reversal) are named in `may_change`; everything else of the row stays as written.
"""

from collections.abc import Sequence

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MESSAGE = "%s is append-only"


def triggers(vendor: str, table: str, columns: Sequence[str], may_change: Sequence[str]) -> list[str]:
    """The statements that make `table` append-only on this engine. `columns` are all of its columns."""
    fixed = [c for c in columns if c not in may_change]
    if vendor == "sqlite":
        changed = " OR ".join(f'NEW."{c}" IS NOT OLD."{c}"' for c in fixed)
        stop = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE % table}'); END"
        return [
            f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" WHEN {changed} {stop}',
            f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {stop}',
        ]
    changed = " OR ".join(f'NEW."{c}" IS DISTINCT FROM OLD."{c}"' for c in fixed)
    return [
        f"""CREATE FUNCTION "{table}_refuse"() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{MESSAGE % table}' USING ERRCODE = 'restrict_violation'; END $$""",
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION "{table}_refuse"()',
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{table}_refuse"()',
        f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION "{table}_refuse"()',
    ]


def drops(vendor: str, table: str) -> list[str]:
    """The statements that take the triggers away: for a migration backwards and for emptying a test database."""
    if vendor == "sqlite":
        return [f'DROP TRIGGER IF EXISTS "{table}_no_{what}"' for what in ("update", "delete")]
    return [
        *(
            f'DROP TRIGGER IF EXISTS "{table}_no_{what}" ON "{table}"'
            for what in ("update", "delete", "truncate")
        ),
        f'DROP FUNCTION IF EXISTS "{table}_refuse"()',
    ]


TABLES: dict[str, Sequence[str]] = {}


def append_only(table: str, may_change: Sequence[str] = ()) -> list[migrations.RunPython]:
    """The migration operation that makes `table` append-only, and takes it back on the way backwards."""
    # A later migration may open a further column; migrations are imported in no fixed order.
    TABLES[table] = sorted({*TABLES.get(table, ()), *may_change})

    def forward(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        remove(editor.connection, table)
        install(editor.connection, table, may_change)

    def backward(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        remove(editor.connection, table)

    return [migrations.RunPython(forward, backward)]


def install(connection: object, table: str, may_change: Sequence[str]) -> None:
    """Makes the table append-only now."""
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        columns = [c.name for c in connection.introspection.get_table_description(cursor, table)]  # type: ignore[attr-defined]
        for statement in triggers(connection.vendor, table, columns, may_change):  # type: ignore[attr-defined]
            cursor.execute(statement)


def remove(connection: object, table: str) -> None:
    """Takes the triggers of the table away."""
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        for statement in drops(connection.vendor, table):  # type: ignore[attr-defined]
            cursor.execute(statement)
