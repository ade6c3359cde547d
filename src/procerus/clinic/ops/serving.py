"""Make an installation ready, and serve it until it is told to stop."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path


def settle(folder: Path, demo: bool) -> None:
    """Tell the environment which installation this is, before Django is loaded."""
    os.environ["PROCERUS_DATA"] = str(folder.resolve())
    if demo:
        os.environ["PROCERUS_DEMO"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "procerus.clinic.settings"


def ready() -> None:
    """Bring the database and the static files to this version's state. Raises what the checks find."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    call_command("check", databases=["default"], verbosity=0, stdout=StringIO())  # silent where all is well
    if settings.DEMO:
        from procerus.clinic.demo.making import fill

        fill()


def run(host: str, port: int) -> None:
    """Serve until interrupted."""
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        "procerus.clinic.wsgi:application", address=host, port=port, interface=Interfaces.WSGI,
        blocking_threads=4, log_access=False,
    ).serve()  # fmt: skip
