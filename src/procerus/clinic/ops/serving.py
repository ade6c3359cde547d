"""Make an installation ready, and serve it until it is told to stop."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from errno import EACCES, EADDRINUSE
from pathlib import Path
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

from procerus.clinic.installation import Installation
from procerus.clinic.ops.database_faults import told
from procerus.clinic.ops.renewal import beside
from procerus.faults import BadInput, Fault

MADE_ON = "made-on"  # the day for which the demonstration was made
MOST_PORT = 65535
SECONDS_TO_STOP = 5
"""How long a request that is under way may still take when the server is told to stop."""
WORKERS = 2
THREADS = 2
"""Few are quicker: threads of a worker take turns. A second goes on where the first sets a long letter."""


def settle(folder: Path, demo: bool = False, must_exist: bool = False) -> None:
    """Tell the environment which installation this is, before Django is loaded. Raises BadInput."""
    if must_exist and not replace(Installation.here(), folder=folder).exists:
        mend = (
            "Name the clinic's folder with --data, start it with procerus serve, or make one here with --new."
        )
        raise BadInput([Fault(str(folder), "holds no clinic", mend)])
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except FileExistsError:
        raise BadInput([Fault(str(folder), "is a file, and not a folder", "Name another --data.")]) from None
    except OSError as error:
        why = f"cannot be made: {error.strerror}"
        raise BadInput([Fault(str(folder), why, "Name another --data.")]) from None
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


Told = Callable[[int, int], None]
"""Hears how many steps of how many a demonstration has been made of."""


def ready(told: Told = lambda done, of: None) -> str:
    """Bring the database and the static files to this version. Returns the log-ins of a demonstration.

    Raises BadInput with everything that the start-up checks find.
    """
    from django.conf import settings
    from django.core.checks import ERROR, run_checks
    from django.core.management import call_command
    from django.db import connections

    # After a power cut a list of static files may lie there half written: it is made anew in any case.
    (settings.STATIC_ROOT / "staticfiles.json").unlink(missing_ok=True)
    with_database()
    call_command("collectstatic", verbosity=0, interactive=False, clear=True, skip_checks=True)
    found = [one for one in run_checks(databases=["default"]) if one.level >= ERROR]
    if found:
        raise BadInput([Fault(one.id or "check", one.msg.rstrip("."), one.hint or "") for one in found])
    log_ins = ""
    if settings.DEMO:
        from procerus.clinic.demo.making import fill, log_ins_of

        log_ins = log_ins_of(settings.INSTALLATION.folder, fill(told=told))
    connections.close_all()
    return log_ins


def nobody_manages() -> bool:
    """Whether nobody can let anybody in yet."""
    from procerus.clinic.login.links import administrators

    return not administrators()


def reachable(host: str, port: int) -> None:
    """Raises BadInput where the address cannot be listened on."""
    if not 1 <= port <= MOST_PORT:
        raise BadInput([Fault("--port", "is no port", f"Choose one from 1 to {MOST_PORT}.", str(port))])
    family = AF_INET6 if ":" in host else AF_INET
    with closing(socket(family, SOCK_STREAM)) as trial:
        trial.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)  # a server that was stopped a moment ago is no reason
        try:
            trial.bind((host, port))
        except (OSError, UnicodeError) as error:
            raise BadInput([_unreachable(host, port, error)]) from None


def _unreachable(host: str, port: int, error: Exception) -> Fault:
    number = getattr(error, "errno", None)
    if number == EADDRINUSE:
        mend = "Stop what listens there, or choose another with --port."
        return Fault(
            "--port",
            "is taken: another program, perhaps another Procerus, listens there",
            mend,
            f"{host}:{port}",
        )
    if number == EACCES:
        mend = "Choose one from 1024 on, with --port."
        return Fault("--port", "needs rights that this user has not", mend, str(port))
    mend = "Leave --host out for this machine alone, or name one of its addresses, such as 0.0.0.0 for all."
    return Fault("--host", "is no address of this machine", mend, host)


def run(host: str, port: int) -> None:
    """Serve until interrupted.

    Workers begin as new processes. Forked ones would hold the locks of threads that only this process has,
    such as the typesetter's once it has set a letter, and wait for them for ever.
    """
    import multiprocessing

    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        "procerus.clinic.wsgi:application", address=host, port=port, interface=Interfaces.WSGI,
        workers=WORKERS, blocking_threads=THREADS, log_level=LogLevels.warning, log_access=False,
        respawn_failed_workers=True, workers_kill_timeout=SECONDS_TO_STOP,
    )  # fmt: skip
    with beside():
        server.serve()
