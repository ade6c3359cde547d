"""Debian's Chromium without a window, and somebody in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from served import Served

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
CHROMIUM = next((found for found in map(shutil.which, NAMES) if found), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser. It brings an event loop along, which Django in the same process must not mind."""
    if CHROMIUM is None:
        pytest.skip("this test needs Chromium, and none is installed: apt-get install chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as play:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        one = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield one
        one.close()


def entered(browser: Browser, clinic: Served, cookie: str = "", **said: Any) -> BrowserContext:
    """A context in which somebody is logged in; `cookie` is what `session_cookie` gave while filling."""
    context = browser.new_context(base_url=clinic.address, **said)
    if cookie:
        context.add_cookies([{"name": "session", "value": cookie, "url": clinic.address}])
    return context
