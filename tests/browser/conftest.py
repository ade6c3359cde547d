"""A real server with a clinic of its own, and a real browser, for tests of what somebody does by hand.

`running_clinic(tmp_path, fill)` starts `procerus serve` on an empty folder after `fill`, a function of a
module without arguments, was run in it by a process of its own. What `fill` returns comes back as JSON.
"""

from __future__ import annotations

import inspect
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from databases import a_database_of_its_own

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LONGEST_START_SECONDS = 90
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
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
class Running:
    """A server that answers: its address, its folder, and what the function that filled it returned."""

    url: str
    folder: Path
    said: Any
    database: str = ""


@contextmanager
def running_clinic(tmp_path: Path, fill: Callable[[], Any]) -> Iterator[Running]:
    """A server on a free port of this machine, with a clinic that `fill` made, until the block ends."""
    folder = tmp_path / "clinic"
    folder.mkdir()
    with a_database_of_its_own() as database, _served(tmp_path, _told(folder, database), fill) as (url, said):
        yield Running(url, folder, said, database)


@contextmanager
def _served(tmp_path: Path, told: dict[str, str], fill: Callable[[], Any]) -> Iterator[tuple[str, Any]]:
    """The address of the server, and what the function that filled it returned."""
    said = _filled(fill, told)
    port, folder = _free_port(), told["PROCERUS_DATA"]
    command = [sys.executable, "-m", "procerus", "serve", "--data", folder, "--port", str(port)]
    with (tmp_path / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=told, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url, server, tmp_path / "server.log")
            yield url, said
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(10)
            if server.poll() is None:
                server.kill()
                server.wait()


def _told(folder: Path, database: str = "") -> dict[str, str]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")])
    told = {key: value for key, value in os.environ.items() if not key.startswith("PROCERUS_")}
    return told | {
        "PYTHONPATH": path, "PROCERUS_DATA": str(folder), "PROCERUS_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "procerus.clinic.settings",
    }  # fmt: skip


def _filled(fill: Callable[[], Any], told: dict[str, str]) -> Any:
    source = inspect.getsourcefile(fill)
    assert source is not None, "the function that fills a clinic stands in a file"
    command = [sys.executable, "-c", FILL, source, fill.__name__]
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
    line = next((one for one in done.stdout.splitlines() if one.startswith("FILLED")), None)
    assert line is not None, f"{fill.__name__} did not fill the clinic:\n{done.stderr}"
    return json.loads(line.removeprefix("FILLED"))


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with (
            suppress(urllib.error.URLError, ConnectionError),
            urllib.request.urlopen(f"{url}/health") as said,
        ):
            if said.status == 200:
                return
        time.sleep(0.1)
    raise AssertionError(f"the server did not answer:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    assert CHROMIUM, "install chromium: these tests need a real browser"
    with sync_playwright() as play:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        one = play.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield one
        one.close()


def entered(browser: Browser, running: Running, cookie: str, **said: Any) -> BrowserContext:
    """A browser in which somebody is logged in; `cookie` is what `session_cookie` gave while filling."""
    context = browser.new_context(base_url=running.url, **said)
    context.add_cookies([{"name": "session", "value": cookie, "url": running.url}])
    return context
