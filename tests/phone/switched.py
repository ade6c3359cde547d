"""A Chromium with a profile of its own that can be killed: a phone that is switched on and off."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserType, Page

from chromium import CHROMIUM, FLAGS

ALONE = (
    "--headless=new",
    "--remote-debugging-port=0",
    "--no-first-run",
    "--disable-sync",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-default-apps",
)
APP = "() => performance.getEntriesByName('ready').length > 0"
"""The app itself has drawn its first screen."""
READY = "() => window.version !== undefined"


class Phone:
    """A Chromium with a profile that outlives it, so that it can be killed in the middle of anything."""

    def __init__(self, kind: BrowserType, profile: Path, address: str, started: str = READY) -> None:
        self.kind, self.profile, self.address, self.started = kind, profile, address, started
        self.process: subprocess.Popen[bytes] | None = None
        self.browser: Browser | None = None

    def start(self) -> Page:
        """Switch it on and open the diary."""
        assert CHROMIUM
        port = self.profile / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        flags = [*FLAGS, *ALONE, f"--user-data-dir={self.profile}", "about:blank"]
        self.process = subprocess.Popen(
            [CHROMIUM, *flags], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until(lambda: port.exists() and port.read_text().count("\n") >= 1, 20)
        self.browser = self.kind.connect_over_cdp(f"http://127.0.0.1:{port.read_text().split()[0]}")
        return self.tab()

    def tab(self) -> Page:
        """Another tab with the diary."""
        assert self.browser
        page = self.browser.contexts[0].new_page()
        page.goto(self.address + "/phone/")
        page.wait_for_function(self.started, timeout=40_000)
        return page

    def kill(self) -> None:
        """SIGKILL to every process of it, at once."""
        assert self.process
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.browser:
            with contextlib.suppress(Exception):
                self.browser.close()
        self.browser = self.process = None

    def stop(self) -> None:
        """Switch it off in peace, so that everything is written."""
        assert self.process and self.browser
        with contextlib.suppress(Exception):
            self.browser.new_browser_cdp_session().send("Browser.close")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.kill()


@contextmanager
def phones(folder: Path, browser: Browser) -> Iterator[Callable[..., Phone]]:
    """Makes phones, and switches all off at the end. `browser` only brings Playwright along."""
    made: list[Phone] = []

    def new(address: str, started: str = READY) -> Phone:
        profile = folder / f"phone{len(made)}"
        profile.mkdir()
        made.append(Phone(browser.browser_type, profile, address, started))
        return made[-1]

    try:
        yield new
    finally:
        for one in made:
            if one.process:
                one.kill()


def ready(page: Page) -> None:
    """The diary has started on this page."""
    page.wait_for_function(READY, timeout=20_000)


def until(true: Callable[[], Any], seconds: float) -> Any:
    """Wait for what it gives."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not come to pass in time")
