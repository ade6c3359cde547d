"""The database itself keeps what is left in each vial: the sum of its movements, by a trigger.

With a constraint on that sum it refuses a movement after which a vial would hold less than nothing, or more
than it held when it was received.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

TRIGGER = "a_vial_holds_the_sum_of_its_movements"
UPDATE = "UPDATE stock_vial SET quarters = quarters + NEW.quarters WHERE id = NEW.vial_id"


class KeptSum(migrations.operations.base.Operation):
    """Keep `quarters` of a vial as the sum of its movements, on SQLite and on PostgreSQL."""

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
        return "Keep what is left in a vial as the sum of its movements"


def statements(vendor: str) -> list[str]:
    """What makes the trigger."""
    if vendor == "sqlite":
        return [f"CREATE TRIGGER {TRIGGER} AFTER INSERT ON stock_movement BEGIN {UPDATE}; END"]
    return [
        "CREATE OR REPLACE FUNCTION procerus_kept_sum() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {UPDATE}; RETURN NEW; END $$",
        f"CREATE TRIGGER {TRIGGER} AFTER INSERT ON stock_movement FOR EACH ROW"
        " EXECUTE FUNCTION procerus_kept_sum()",
    ]
