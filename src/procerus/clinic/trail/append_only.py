"""Tables whose rows are never changed and never removed: the database itself refuses it."""

from __future__ import annotations

from typing import Any

from django.db import migrations

REFUSAL = "rows of this table are never changed or removed"


class AppendOnly(migrations.operations.base.Operation):
    """Make a table append-only, on SQLite and on PostgreSQL, by triggers.

    `changeable` names the columns that may still change, such as a mark that is set later.
    A system check (`trail.checks`) sees at every start that the triggers are still there.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, changeable: tuple[str, ...] = ()) -> None:
        self.table, self.changeable = table, changeable

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.table, self.changeable], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing of it is in Django's models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        columns = [
            column.name
            for column in schema_editor.connection.introspection.get_table_description(
                schema_editor.connection.cursor(), self.table
            )
            if column.name not in self.changeable
        ]
        for statement in statements(schema_editor.connection.vendor, self.table, columns):
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in removals(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement)

    def describe(self) -> str:
        return f"Make {self.table} append-only"


def names(table: str) -> tuple[str, str]:
    """The names of the two triggers of a table."""
    return f"{table}_is_kept", f"{table}_is_never_changed"


def statements(vendor: str, table: str, columns: list[str]) -> list[str]:
    """What makes a table append-only. `columns` are those that never change."""
    kept, unchanged = names(table)
    listed = ", ".join(f'"{name}"' for name in columns)
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        return [
            f'CREATE TRIGGER {kept} BEFORE DELETE ON "{table}" {refuse}',
            f'CREATE TRIGGER {unchanged} BEFORE UPDATE OF {listed} ON "{table}" {refuse}',
        ]
    return [
        f"CREATE OR REPLACE FUNCTION procerus_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f'CREATE TRIGGER {kept} BEFORE DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION procerus_refuse()',
        f'CREATE TRIGGER {unchanged} BEFORE UPDATE OF {listed} ON "{table}" FOR EACH ROW'
        f" EXECUTE FUNCTION procerus_refuse()",
    ]


def removals(vendor: str, table: str) -> list[str]:
    """What takes the triggers of a table away again; only going back in migrations does it."""
    on = "" if vendor == "sqlite" else f' ON "{table}"'
    return [f"DROP TRIGGER IF EXISTS {name}{on}" for name in names(table)]
