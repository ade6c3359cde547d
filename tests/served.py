"""A clinic that is really served, by a program of its own, with a database of its own.

`served(folder)` starts `procerus serve`. With `fill`, a function of a module that takes nothing, the clinic
was filled by it before, in a process of its own; what it returns comes back as JSON in `said`.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from databases import a_database_of_its_own

ROOT = Path(__file__).parents[1]
SECONDS_TO_START = 90
MOST_TOLD = 4_000  # characters of a log
FILL = """
import importlib.util, json, sys
from procerus.clinic.ops import serving
serving.ready()
from django.conf import settings
settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
spec = importlib.util.spec_from_file_location("filling", sys.argv[1])
module = importlib.util.module_from_spec(spec)
sys.modules["filling"] = module
spec.loader.exec_module(module)
said = getattr(module, sys.argv[2])()
print("FILLED" + json.dumps(said))
"""


@dataclass(frozen=True)
class Served:
    """Where it is reached, where its data lie, and what the function that filled it returned."""

    address: str
    port: int
    folder: Path
    process: int
    said: Any = None
    database: str = ""

    def procerus(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command about this clinic."""
        command = [sys.executable, "-m", "procerus", *arguments, "--data", str(self.folder)]
        told = told_to(self.folder, self.database)
        return subprocess.run(command, capture_output=True, text=True, env=told, timeout=120, check=False)

    def link(self, *arguments: str) -> str:
        """The one-time link that `procerus administrator` prints."""
        said = self.procerus("administrator", *arguments, "--port", str(self.port))
        found = re.search(r"http://\S+", said.stdout)
        assert found, said.stdout + said.stderr
        return found[0]


@contextmanager
def served(folder: Path, fill: Callable[[], Any] | None = None, **environment: str) -> Iterator[Served]:
    """A clinic at a free port, filled if that is wanted, and stopped at the end.

    Its database is a file, or one of its own where the suite runs on PostgreSQL. `environment` says more
    to the server; what it would compute ahead of time is left out unless that asks for it.
    """
    folder.mkdir(exist_ok=True)
    with a_database_of_its_own() as database:
        told = told_to(folder, database)
        said = None if fill is None else filled(fill, told)
        with _running(folder, told | {"PROCERUS_RENEW": "0"} | environment) as (port, process):
            yield Served(f"http://localhost:{port}", port, folder, process, said, database)


@contextmanager
def _running(folder: Path, told: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The port and the process of a server, until the block ends."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "procerus", "serve", "--port", str(port), "--data", str(folder)]
    log = folder.parent / f"{folder.name}.log"
    with log.open("wb") as written:
        program = subprocess.Popen(command, stdout=written, stderr=written, env=told)
        try:
            answering(port, program, log)
            yield port, program.pid
        finally:
            program.terminate()
            with suppress(subprocess.TimeoutExpired):
                program.wait(20)
            if program.poll() is None:
                program.kill()
                program.wait()


def environment() -> dict[str, str]:
    """The environment of a program of its own: nothing of this installation, and our code."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PROCERUS_")}
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
    return kept | {"PYTHONPATH": path, "PYTHONWARNINGS": "ignore"}


def told_to(folder: Path, database: str) -> dict[str, str]:
    """The same, and which clinic it is about."""
    return environment() | {
        "PROCERUS_DATA": str(folder), "PROCERUS_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "procerus.clinic.settings",
    }  # fmt: skip


def filled(fill: Callable[[], Any], told: dict[str, str]) -> Any:
    """What a function returns that fills a clinic, run in a process of its own."""
    source = inspect.getsourcefile(fill)
    assert source is not None, "the function that fills a clinic stands in a file"
    command = [sys.executable, "-c", FILL, source, fill.__name__]
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
    line = next((one for one in done.stdout.splitlines() if one.startswith("FILLED")), None)
    assert line is not None, f"{fill.__name__} did not fill the clinic:\n{done.stderr}"
    return json.loads(line.removeprefix("FILLED"))


def answering(port: int, program: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers. Fails where it ends or takes too long."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        assert program.poll() is None, (
            f"the server ended at once:\n{log.read_text(errors='replace')[-MOST_TOLD:]}"
        )
        with suppress(URLError, OSError), urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
            return
        time.sleep(0.1)
    raise AssertionError(f"the server did not answer:\n{log.read_text(errors='replace')[-MOST_TOLD:]}")
