"""The drill: is the trail whole, can everything be brought back, and does it start?

A backup that was never restored is a hope. The drill makes one, restores it to a fresh place, compares every
table, verifies the trail there, and asks the restored program for a page.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlsplit, urlunsplit

from procerus.clinic.installation import Installation
from procerus.clinic.ops.backup import back_up, restore
from procerus.clinic.trail.chain import faults_of_the_chain, head
from procerus.faults import BadInput, Fault


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the drill, what it found, and how long it took."""

    name: str
    seconds: float
    says: str
    faults: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def drill(installation: Installation, into: Path, anchor: tuple[int, str] | None = None) -> Iterator[Step]:
    """The steps, one after the other. The backup it makes is kept in `into`."""
    yield _timed("trail", lambda: _trail(anchor))
    begun = perf_counter()
    backup = back_up(installation, into)
    yield Step("backup", perf_counter() - begun, f"{backup.rows:,} rows in {backup.folder}")
    with _fresh_place(installation) as fresh:
        begun = perf_counter()
        found = tuple(restore(backup, fresh))
        yield Step("restore", perf_counter() - begun, "every table as it was backed up", found)
        yield _timed("start", lambda: _started(fresh))


def _timed(name: str, step: Callable[[], tuple[str, tuple[str, ...]]]) -> Step:
    begun = perf_counter()
    says, faults = step()
    return Step(name, perf_counter() - begun, says, faults)


def _trail(anchor: tuple[int, str] | None) -> tuple[str, tuple[str, ...]]:
    faults = tuple(str(one) for one in faults_of_the_chain(anchor))
    seq, last = head()
    return f"{seq:,} events, the last is {seq}:{last}", faults


def _started(fresh: Installation) -> tuple[str, tuple[str, ...]]:
    """Start the program on the restored data, in a process of its own, and ask it."""
    environment = os.environ | {
        "PROCERUS_DATA": str(fresh.folder), "PROCERUS_DATABASE": fresh.database or "", "PROCERUS_DEMO": "0",
    }  # fmt: skip
    asked = subprocess.run(
        [sys.executable, "-m", "procerus.clinic.ops.restored"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if asked.returncode == 0:
        return asked.stdout.strip(), ()
    return "", (asked.stderr.strip()[-400:] or asked.stdout.strip(),)


@contextmanager
def _fresh_place(installation: Installation) -> Iterator[Installation]:
    """A new folder, and beside PostgreSQL a new database; both are gone afterwards."""
    with TemporaryDirectory(prefix="procerus-drill-") as folder:
        place = Path(folder, "restored")
        if installation.database is None:
            yield Installation(place, None, installation.hosts, False, False)
            return
        with _fresh_database(installation.database) as address:
            yield Installation(place, address, installation.hosts, False, False)


@contextmanager
def _fresh_database(address: str) -> Iterator[str]:
    import psycopg
    from psycopg import sql

    name = sql.Identifier(drilled := f"procerus_drill_{token_hex(4)}")
    with psycopg.connect(address, autocommit=True) as connection:
        try:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        except psycopg.errors.InsufficientPrivilege:
            mend = "Give it once: ALTER ROLE ... CREATEDB."
            raise BadInput([Fault("drill", "may not make a database to restore into", mend)]) from None
        try:
            yield urlunsplit(urlsplit(address)._replace(path=f"/{drilled}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
