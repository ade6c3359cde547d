"""How heavy, how still and how soon: three pages that a clinic opens all day, on a slow machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from chromium import entered
from pace import at_quiet_pace
from served import Served

pytestmark = pytest.mark.alone
MOST_BYTES = 150_000
SLOWER = 4
MOST_MILLISECONDS = 1_000
PAGES = {
    "patient": "/at/north/patients/{ada}/", "today": "/at/north/today/",
    "inject": "/at/north/patients/{ada}/inject/",
}  # fmt: skip
WATCH = """
window.seen = {shift: 0, last: 0};
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.seen.shift += one.value;
}).observe({type: "layout-shift", buffered: true});
new PerformanceObserver((list) => {
  for (const one of list.getEntries())
    window.seen.last = Math.max(window.seen.last, one.startTime + one.duration);
}).observe({type: "longtask", buffered: true});
"""
TOLD = """() => {
  const [page] = performance.getEntriesByType("navigation");
  return {...window.seen, interactive: page.domInteractive, loaded: page.domContentLoadedEventEnd,
    first: page.responseStart};
}"""
SETTLED = 500  # milliseconds in which whatever would move has moved


@dataclass(frozen=True)
class Figures:
    """One page, opened for the first time by a fresh browser."""

    bytes: int
    shift: float
    interactive: float
    """Milliseconds from the first byte until it could be used: scripts have run, the last long task is over.

    How long the server takes before that byte is a figure of its own: bench/clinic.py."""


def measured(browser: Browser, clinic: Served, address: str) -> Figures:
    """Open a page with nothing kept from before, on a processor four times slower."""
    page = entered(
        browser, clinic, clinic.said["cookies"]["doctor"], viewport={"width": 1280, "height": 800}
    ).new_page()
    page.add_init_script(WATCH)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes: list[int] = []
    devtools.on("Network.loadingFinished", lambda one: sizes.append(int(one["encodedDataLength"])))
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(SETTLED)
    told = page.evaluate(TOLD)
    page.context.close()
    ready = max(told["loaded"], told["interactive"], told["last"])
    return Figures(sum(sizes), told["shift"], ready - told["first"])


@pytest.fixture(scope="module")
def table(browser: Browser, whole: Served) -> Iterator[dict[str, Figures]]:
    """Every page, and the table of what was measured, printed at the end (`pytest -s`)."""
    found, quiet = {}, browser.new_page()
    for name, address in PAGES.items():
        tries: list[Figures] = []

        def once(to: str = address.format(ada=whole.said["ada"]), tries: list[Figures] = tries) -> float:
            tries.append(measured(browser, whole, to))
            return tries[-1].interactive

        soonest = at_quiet_pace(quiet, MOST_MILLISECONDS, once)
        found[name] = Figures(max(one.bytes for one in tries), max(one.shift for one in tries), soonest)
    yield found
    quiet.close()
    print("\npage      kB over the wire   layout shift   interactive at 4x slower, ms")
    for name, one in found.items():
        print(f"{name:<9} {one.bytes / 1000:>16.1f}   {one.shift:>12.4f}   {one.interactive:>28.0f}")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light_still_and_soon_there(table: dict[str, Figures], name: str) -> None:
    one = table[name]
    assert 0 < one.bytes < MOST_BYTES
    assert one.shift == 0
    assert 0 < one.interactive < MOST_MILLISECONDS
