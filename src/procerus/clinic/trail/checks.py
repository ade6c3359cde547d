"""Every table that is append-only still is, or the program does not start."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from procerus.clinic.trail.append_only import AppendOnly, names


@register(Tags.database)
def append_only_tables_are_kept(databases: Any = None, **_: object) -> list[CheckMessage]:
    """An error for each trigger that a migration made and that is not there."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        loader = MigrationLoader(connection)
        there = _triggers(connection)
        for key in loader.applied_migrations:
            migration = loader.disk_migrations.get(key)
            for operation in migration.operations if migration else ():
                if isinstance(operation, AppendOnly) and not set(names(operation.table)) <= there:
                    hint = "Restore the database from a backup, or run the migration again."
                    why = f"The table {operation.table} could be changed: its triggers are gone."
                    found.append(Error(why, hint=hint, id="trail.E001"))
    return found


def _triggers(connection: Any) -> set[str]:
    table = "sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "pg_trigger"
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return {row[0] for row in cursor.fetchall()}
