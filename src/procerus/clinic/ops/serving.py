"""Make an installation ready, and serve it until it is told to stop."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from datetime import date
from pathlib import Path
from socket import AF_INET, AF_INET6, SOCK_STREAM, socket

from procerus.clinic.ops.database_faults import told
from procerus.clinic.ops.renewal import beside
from procerus.faults import BadInput, Fault

MADE_ON = "made-on"  # the day for which the demonstration was made
WORKERS = 2
THREADS = 4
"""Each thread has a connection to the database, and SQLite has one writer at a time: few are quicker."""


def settle(folder: Path, demo: bool = False) -> None:
    """Tell the environment which installation this is, before Django is loaded. Raises BadInput."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadInput(
            [Fault(str(folder), f"cannot be made: {error.strerror}", "Name another --data.")]
        ) from None
    if not os.access(folder, os.W_OK):
        raise BadInput([Fault(str(folder), "cannot be written to", "Name another --data.")])
    choose(folder, demo)


def choose(folder: Path, demo: bool = False) -> None:
    """Tell the environment which installation this is, and touch nothing."""
    os.environ["PROCERUS_DATA"] = str(folder.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "procerus.clinic.settings"
    os.environ["PROCERUS_DEMO"] = "1" if demo else "0"


def load() -> None:
    """Load Django for the installation that was chosen."""
    import django

    django.setup()


def fresh_demo(folder: Path) -> None:
    """Throw a demonstration of another day away: its appointments would all lie in the past.

    Only a folder that says that it is a demonstration is emptied. BadInput where it is something else.
    """
    mark = folder / MADE_ON
    today = date.today().isoformat()
    if folder.exists() and any(folder.iterdir()) and not mark.exists():
        why = "holds something else than a demonstration, and a demonstration begins with an empty folder"
        raise BadInput([Fault(str(folder), why, "Name another --data.")])
    if mark.exists() and mark.read_text(encoding="utf-8").strip() != today:
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark.write_text(today + "\n", encoding="utf-8")


def with_database() -> None:
    """Load Django, and bring the database to this version: all that a command beside the server needs."""
    import django
    from django.core.management import call_command

    django.setup()
    with told():
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        call_command("createcachetable", verbosity=0)


def ready() -> str:
    """Bring the database and the static files to this version. Returns the log-ins of a demonstration.

    Raises BadInput with everything that the start-up checks find.
    """
    from django.conf import settings
    from django.core.checks import ERROR, run_checks
    from django.core.management import call_command
    from django.db import connections

    with_database()
    call_command("collectstatic", verbosity=0, interactive=False, clear=True, skip_checks=True)
    found = [one for one in run_checks(databases=["default"]) if one.level >= ERROR]
    if found:
        raise BadInput([Fault(one.id or "check", one.msg.rstrip("."), one.hint or "") for one in found])
    log_ins = ""
    if settings.DEMO:
        from procerus.clinic.demo.making import fill, log_ins_of

        log_ins = log_ins_of(settings.INSTALLATION.folder, fill())
    connections.close_all()
    return log_ins


def reachable(host: str, port: int) -> None:
    """Raises BadInput where the port cannot be listened on."""
    family = AF_INET6 if ":" in host else AF_INET
    with closing(socket(family, SOCK_STREAM)) as trial:
        try:
            trial.bind((host, port))
        except (OSError, OverflowError) as error:
            why = f"cannot be listened on: {getattr(error, 'strerror', None) or error}"
            mend = "Stop what listens there, or choose another with --port."
            raise BadInput([Fault("--port", why, mend, f"{host}:{port}")]) from None


def run(host: str, port: int) -> None:
    """Serve until interrupted."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "procerus.clinic.wsgi:application", address=host, port=port, interface=Interfaces.WSGI,
        workers=WORKERS, blocking_threads=THREADS, log_level=LogLevels.warning, log_access=False,
        respawn_failed_workers=True,
    )  # fmt: skip
    with beside():
        server.serve()
