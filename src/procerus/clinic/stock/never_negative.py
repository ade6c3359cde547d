"""The database itself refuses a movement after which a vial would hold less than nothing, or too much."""

from __future__ import annotations

from typing import Any

from django.db import migrations

TRIGGER = "a_vial_holds_what_is_in_it"
REFUSAL = "a vial never holds less than nothing nor more than it held when it was received"
SUM = "(SELECT COALESCE(SUM(quarters), 0) FROM stock_movement WHERE vial_id = NEW.vial_id)"
FULL = "(SELECT 4 * units FROM stock_vial WHERE id = NEW.vial_id)"
WRONG = f"{SUM} NOT BETWEEN 0 AND {FULL}"


class NeverNegative(migrations.operations.base.Operation):
    """Make the ledger refuse impossible movements, on SQLite and on PostgreSQL, by a trigger."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing of it is in Django's models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in statements(schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        on = "" if schema_editor.connection.vendor == "sqlite" else " ON stock_movement"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TRIGGER}{on}")

    def describe(self) -> str:
        return "Keep what is in a vial between nothing and all"


def statements(vendor: str) -> list[str]:
    """What makes the trigger."""
    if vendor == "sqlite":
        then = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        return [f"CREATE TRIGGER {TRIGGER} AFTER INSERT ON stock_movement WHEN {WRONG} {then}"]
    return [
        "CREATE OR REPLACE FUNCTION procerus_vial_holds() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF {WRONG} THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation'; END IF;"
        " RETURN NEW; END $$",
        f"CREATE TRIGGER {TRIGGER} AFTER INSERT ON stock_movement FOR EACH ROW"
        " EXECUTE FUNCTION procerus_vial_holds()",
    ]
