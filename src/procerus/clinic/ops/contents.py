"""What a database holds, as one number a table: two databases that hold the same have the same numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps

AT_ONCE = 5_000


def tables() -> Iterator[tuple[str, str]]:
    """Every table of the clinic with its primary key, by name."""
    models = (model._meta for model in apps.get_models(include_auto_created=True))
    found = {one.db_table: str(one.pk.column) for one in models if one.managed and one.pk is not None}
    return iter(sorted(found.items()))


def contents(cursor: Any) -> Mapping[str, tuple[int, str]]:
    """For each table how many rows it has and the hash of all of them, in the order of their keys.

    `cursor` is of Python's database interface; what it sees should be one snapshot.
    """
    return {name: _table(cursor, name, key) for name, key in tables()}


def _table(cursor: Any, name: str, key: str) -> tuple[int, str]:
    digest, rows = hashlib.sha256(), 0
    cursor.execute(f'SELECT * FROM "{name}" ORDER BY "{key}"')
    columns = [one[0] for one in cursor.description]
    order = sorted(range(len(columns)), key=columns.__getitem__)
    while batch := cursor.fetchmany(AT_ONCE):
        for row in batch:
            rows += 1
            digest.update(repr([_plain(row[at]) for at in order]).encode())
    return rows, digest.hexdigest()


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def differences(before: Mapping[str, tuple[int, str]], after: Mapping[str, tuple[int, str]]) -> Iterator[str]:
    """One line for each table that does not hold the same."""
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            had, has = (one.get(name, (0, ""))[0] for one in (before, after))
            yield f"{name} held {had} rows and holds {has}" if had != has else f"{name} has rows that differ"
