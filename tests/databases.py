"""The database of a server under test: a file, or one of its own on the PostgreSQL that the suite runs on."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4


@contextmanager
def a_database_of_its_own() -> Iterator[str]:
    """An address for PROCERUS_DATABASE, gone afterwards; empty where the suite runs on SQLite."""
    suite = os.environ.get("PROCERUS_TEST_DATABASE", "")
    if not suite:
        yield ""
        return
    import psycopg

    name = f"served_{uuid4().hex}"
    with psycopg.connect(suite, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            parts = urlsplit(suite)
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def counted(address: str, folder: Path, question: str) -> int:
    """A number out of the database of a server, wherever it is."""
    if address:
        import psycopg

        with psycopg.connect(address) as connection:
            row = connection.execute(question.encode()).fetchone()
            assert row is not None
            return int(row[0])
    with closing(sqlite3.connect(f"file:{folder}/clinic.sqlite3?mode=ro", uri=True)) as file:
        return int(file.execute(question).fetchone()[0])
