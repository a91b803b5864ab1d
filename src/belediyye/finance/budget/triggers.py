# ruff: noqa: S608 - the text is made of our own column names and numbers only; values go as parameters
"""What the database itself refuses, on both engines: one-sided entries, a broken seal, a changed adopted plan."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FROZEN = ("adopted", "closed")
PLAN = (
    "budget_id",
    "side",
    "title",
    "functional_id",
    "economic_id",
    "revenue_id",
    "source_id",
    "programme_id",
    "place_id",
    "q1",
    "q2",
    "q3",
    "q4",
    "initial",
)

# name → (table, event, condition of refusal over NEW/OLD, what it says)
_UNBALANCED = """(SELECT COALESCE(SUM(debit), 0) FROM budget_posting WHERE entry_id = NEW.id) <> NEW.total
    OR (SELECT COALESCE(SUM(credit), 0) FROM budget_posting WHERE entry_id = NEW.id) <> NEW.total"""
_SEALED = "EXISTS (SELECT 1 FROM budget_seal WHERE id = NEW.entry_id)"
_STATES = ", ".join(f"'{state}'" for state in FROZEN)
_ADOPTED = f"EXISTS (SELECT 1 FROM budget_budget WHERE id = NEW.budget_id AND state IN ({_STATES}))"
_AMENDED = "EXISTS (SELECT 1 FROM budget_amendment WHERE id = NEW.amendment_id AND state = 'adopted')"


def _changed(vendor: str) -> str:
    different = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f"NEW.{c} {different} OLD.{c}" for c in PLAN)


def guards(vendor: str) -> list[tuple[str, str, str, str, str]]:
    """Name, table, event, condition, message."""
    return [
        (
            "budget_seal_balanced",
            "budget_seal",
            "INSERT",
            _UNBALANCED,
            "an entry is sealed only when debit equals credit",
        ),
        ("budget_posting_sealed", "budget_posting", "INSERT", _SEALED, "nothing is posted under a seal"),
        (
            "budget_line_frozen",
            "budget_line",
            "UPDATE",
            f"({_changed(vendor)}) AND {_ADOPTED}",
            "an adopted budget does not change",
        ),
        (
            "budget_line_no_new",
            "budget_line",
            "INSERT",
            f"NEW.initial <> 0 AND {_ADOPTED}",
            "an adopted budget takes no new amounts",
        ),
        (
            "budget_change_frozen",
            "budget_amendmentline",
            "UPDATE",
            _AMENDED,
            "an adopted amendment does not change",
        ),
        (
            "budget_change_no_new",
            "budget_amendmentline",
            "INSERT",
            _AMENDED,
            "an adopted amendment takes no new lines",
        ),
    ]


def forward(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Lays the guards."""
    vendor = editor.connection.vendor
    with editor.connection.cursor() as cursor:
        for name, table, event, condition, says in guards(vendor):
            if vendor == "sqlite":
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{says}'); END"
                )
            else:
                cursor.execute(
                    f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
                    f"RAISE EXCEPTION '{says}' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$"
                )
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_refuse()"
                )


def backward(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Takes them away."""
    vendor = editor.connection.vendor
    with editor.connection.cursor() as cursor:
        for name, table, *_rest in guards(vendor):
            if vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}_refuse()")
