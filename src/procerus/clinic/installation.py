"""Where an installation keeps its database and its keys, and how it is set up: read from the environment.

PROCERUS_DATA names the folder, PROCERUS_DATABASE another database than the SQLite file in it,
PROCERUS_HOSTS the names it is reached by, PROCERUS_HTTPS=1 says that a proxy in front speaks HTTPS,
PROCERUS_DEMO=1 that everybody in it is made up, PROCERUS_RENEW=0 that nothing is computed ahead of time
(docs/how-to/go-live.md).
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from procerus.faults import BadInput, Fault

SQLITE_FILE = "clinic.sqlite3"
SESSION = "session"
"""The name of the secret that every installation has made since it first ran."""
OWN_PROTOCOLS = "protocols"  # the folder of the clinic's own protocols and their signatures
MOST_WAITING_SECONDS = 20
"""How long one writer waits for another before it is told that the database is busy."""
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
    " PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
)
"""WAL with synchronous FULL is what keeps an acknowledged write through a power cut; `ops` checks it."""


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation: a folder, perhaps a database elsewhere, and how it is reached."""

    folder: Path
    database: str | None
    hosts: tuple[str, ...]
    https: bool
    demo: bool

    @classmethod
    def here(cls) -> Installation:
        """The installation that the environment names."""
        said = os.environ.get
        hosts = tuple(name.strip() for name in said("PROCERUS_HOSTS", "").split(",") if name.strip())
        return cls(
            default_folder(),
            said("PROCERUS_DATABASE") or None,
            ("127.0.0.1", "localhost", "[::1]", *hosts),
            said("PROCERUS_HTTPS") == "1",
            said("PROCERUS_DEMO") == "1",
        )

    @property
    def exists(self) -> bool:
        """Whether there is a clinic; a database elsewhere is not asked for it."""
        return (self.folder / (SQLITE_FILE if self.database is None else f"{SESSION}.key")).is_file()

    def secret(self, name: str, kind: str = "key") -> bytes:
        """A secret of this installation, made at its first use and readable by its owner only.

        A backup holds those of the kind `key`; of another kind a restored installation makes its own.
        """
        path = self.folder / f"{name}.{kind}"
        try:
            return path.read_bytes()
        except FileNotFoundError:
            pass
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        return path.read_bytes()

    def databases(self) -> dict[str, dict[str, Any]]:
        """What Django is told of the database."""
        return {"default": _sqlite(self.folder) if self.database is None else _postgres(self.database)}


def default_folder() -> Path:
    """Where data lie when no command says otherwise: where PROCERUS_DATA says, else among the user's own."""
    if named := os.environ.get("PROCERUS_DATA"):
        return Path(named)
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "procerus"


def _sqlite(folder: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / SQLITE_FILE),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": MOST_WAITING_SECONDS,
            "init_command": SQLITE_PRAGMAS,
        },
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": os.environ.get("PROCERUS_TEST_SQLITE")},
    }


def _postgres(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        mend = "Write it as postgresql://user:password@host:port/database."
        raise BadInput([Fault("PROCERUS_DATABASE", "is not an address of a PostgreSQL database", mend)])
    if find_spec("psycopg") is None:
        mend = "Install it: pip install 'procerus[postgres]' (it is LGPL, so it does not come unasked)."
        raise BadInput([Fault("PROCERUS_DATABASE", "needs the driver psycopg, which is not installed", mend)])
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
