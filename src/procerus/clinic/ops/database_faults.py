"""What the database says when it cannot be used, said to whoever runs the clinic."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from procerus.faults import BadInput, Fault


@contextmanager
def told() -> Iterator[None]:
    """Any error of the database becomes BadInput with what it said."""
    from django.db import DatabaseError, InterfaceError

    try:
        yield
    except (DatabaseError, InterfaceError, sqlite3.Error) as error:
        said = str(error).strip().splitlines()
        mend = "Is it the clinic's database, does it run, and may this user open it?"
        raise BadInput(
            [Fault("database", said[0].rstrip(".") if said else type(error).__name__, mend)]
        ) from None
