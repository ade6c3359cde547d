"""Somebody with a phone: a page with the diary open, at a moment and with a past that the test says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Browser, Page

NOON = "2026-11-23T13:00:00+01:00"
TODAY = date(2026, 11, 23)
QUIET = "A bad HTTP response code (404) was received when fetching the script."  # no service worker here


ATTACK = {"headache": "yes", "worst": "severe", "unilateral": "yes", "nausea": "yes", "hours": "6"}


def day(before: int) -> str:
    """The day so many days before today."""
    return (TODAY - timedelta(days=before)).isoformat()


def said(before: int, late: int = 0, **columns: str) -> dict[str, Any]:
    """A statement about a day, written that many days late."""
    return {"day": day(before), "said": columns, "at": f"{day(before - late)}T21:30:00.000+01:00"}


def some_weeks() -> list[dict[str, Any]]:
    """A past with every kind of day."""
    return [
        said(n, headache="no") if n % 3 == 0
        else said(n, medicines="sumatriptan 50 mg", **ATTACK) if n % 3 == 1
        else said(n, headache="yes", worst="mild", medicines="none")
        for n in range(70, 0, -1) if n not in (3, 5, 20)
    ] + [said(30, late=10, note="from memory", headache="no")]  # fmt: skip


@dataclass
class Somebody:
    """A page, and what its journal was told."""

    page: Page
    address: str
    troubles: list[str]

    def to(self, path: str) -> None:
        """Go to a screen."""
        self.page.goto(f"{self.address}/phone/#/{path}")
        shown = (path.partition("?")[0], "first", "locked")
        self.page.wait_for_selector(", ".join(f'#main[data-shown="{one}"]' for one in shown))

    def drawn(self) -> None:
        """Wait until nothing is being drawn."""
        self.page.evaluate("() => new Promise(done => setTimeout(done, 0))")
        self.page.wait_for_timeout(60)

    def tap(self, name: str) -> None:
        """Tap what has this id."""
        self.page.locator(f'[id="{name}"]').click()
        self.drawn()

    def days(self) -> dict[str, list[dict[str, str]]]:
        """What stands in the diary."""
        found: dict[str, list[dict[str, str]]] = self.page.evaluate("() => journal.days()")
        return found

    def of(self, before: int) -> dict[str, str]:
        """The one row of a day, without the moment."""
        (row,) = self.days()[day(before)]
        return {name: said for name, said in row.items() if name != "entered"}

    def calls(self, name: str) -> list[Any]:
        """What the journal was asked to do."""
        return [one for one in self.page.evaluate("() => journal.calls") if one[0] == name]

    def text(self) -> str:
        """Everything on the page."""
        return self.page.inner_text("body")


@contextmanager
def somebody(
    browser: Browser, address: str, seed: dict[str, Any] | None = None, **more: Any
) -> Iterator[Somebody]:
    """A phone of 390 pixels, at `time`, in `language` and `look`; at the end nothing has complained."""
    time, language, look = more.pop("time", NOON), more.pop("language", "en"), more.pop("look", "attack")
    width, text = more.pop("width", 390), more.pop("text", "100")
    context = browser.new_context(
        viewport={"width": width, "height": 844}, timezone_id="Europe/Berlin", locale="en-GB",
        accept_downloads=True, **more,
    )  # fmt: skip
    page = context.new_page()
    troubles: list[str] = []
    page.on(
        "console",
        lambda one: (
            troubles.append(one.text) if one.type in ("error", "warning") and QUIET not in one.text else None
        ),
    )
    page.on("pageerror", lambda one: troubles.append(str(one)))
    page.clock.install(time=time)
    worn = json.dumps({"look": look, "language": language, "text": text})
    page.add_init_script(
        f"localStorage.setItem('procerus-look', {json.dumps(worn)}); window.seed = {json.dumps(seed or {})};"
    )
    one = Somebody(page, address, troubles)
    one.to("today")
    yield one
    context.close()
    assert troubles == []
