"""The database keeps what it acknowledged through a power cut, or the program does not start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

SQLITE: Mapping[str, tuple[str, ...]] = {
    "journal_mode": ("wal", "memory"),  # memory: a database that is in memory only, as in tests
    "synchronous": ("2", "3"),
    "foreign_keys": ("1",),
}
POSTGRES: Mapping[str, tuple[str, ...]] = {
    "fsync": ("on",),
    "synchronous_commit": ("on", "remote_write", "remote_apply"),
    "full_page_writes": ("on",),
}
"""Weaker settings lose acknowledged writes: docs/explanation/what-the-clinic-keeps.md says why."""


@register(Tags.database)
def acknowledged_writes_are_durable(databases: Any = None, **_: object) -> list[CheckMessage]:
    """An error for each setting that is weaker than it has to be."""
    return [fault for alias in databases or () for fault in _faults(connections[alias])]


def _faults(connection: Any) -> Iterator[CheckMessage]:
    sqlite = connection.vendor == "sqlite"
    for name, enough in (SQLITE if sqlite else POSTGRES).items():
        found = _setting(connection, f"PRAGMA {name}" if sqlite else f"SHOW {name}")
        if found not in enough:
            hint = f"Set it to {enough[0]}. With {found}, a power cut loses what was shown as saved."
            yield Error(f"The database's {name} is {found}.", hint=hint, id="ops.E001")
    if sqlite and connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        yield Error("Transactions of the database do not begin as IMMEDIATE.", id="ops.E002")


def _setting(connection: Any, statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
        return str(row[0]).lower() if row else "missing"
