"""A clinic that is really served, by a program of its own, with a database of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

SECONDS_TO_START = 60


@dataclass(frozen=True)
class Served:
    """Where it is reached, and where its data lie."""

    address: str
    port: int
    folder: Path
    process: int

    def procerus(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command about this clinic."""
        command = [sys.executable, "-m", "procerus", *arguments, "--data", str(self.folder)]
        return subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=120)

    def link(self, *arguments: str) -> str:
        """The one-time link that `procerus administrator` prints."""
        said = self.procerus("administrator", *arguments, "--port", str(self.port))
        found = re.search(r"http://\S+", said.stdout)
        assert found, said.stdout + said.stderr
        return found[0]


def environment(**said: str) -> dict[str, str]:
    """The environment of a program of its own: nothing of this installation, our code, and what is said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PROCERUS_")}
    return kept | {"PYTHONPATH": str(Path(__file__).parents[1] / "src"), "PYTHONWARNINGS": "ignore"} | said


@contextmanager
def served(folder: Path, **said: str) -> Iterator[Served]:
    """A clinic at a free port, stopped at the end; `said` is put into its environment."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "procerus", "serve", "--port", str(port), "--data", str(folder)]
    log = (folder.parent / f"{folder.name}.log").open("w")
    program = subprocess.Popen(command, stdout=log, stderr=log, env=environment(**said))
    try:
        _wait(port, program)
        yield Served(f"http://localhost:{port}", port, folder, program.pid)
    finally:
        program.terminate()
        program.wait(20)
        log.close()


def _wait(port: int, program: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        assert program.poll() is None, "the server ended at once"
        try:
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("the server did not answer")
