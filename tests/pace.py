"""How fast the machine is just now: a limit in milliseconds is one for a machine of a known speed.

What else runs on the same processors makes everything slower, for minutes at a time. So the same piece of
work is done before and after each measurement, and what was measured is divided by how much longer that took
than on the quiet machine of docs/reference/figures.md. A faster machine gains nothing by it, nor does one
more than three times slower.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from playwright.sync_api import Page

QUIET = 80.0
"""Milliseconds that the work takes on the quiet machine."""
PIECES = 5
MOST_SLOW = 3.0
TRIES = 9
"""What else a machine does can only make a measurement longer, so the shortest of these counts."""
WORK = """() => {
  const begun = performance.now();
  const one = (at) => ({ day: String((at * 7919) % 60_000), note: `note ${at}` });
  const said = Array.from({ length: 60_000 }, (_, at) => one(at));
  const known = new Map(JSON.parse(JSON.stringify(said)).map((one) => [one.day, one.note]));
  const sorted = [...known].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.length && performance.now() - begun;
}"""
"""What a diary does of many days: write, read, look up, sort."""


def slowness(page: Page) -> float:
    """How many times slower than the quiet machine this one is now, from 1 to 3."""
    return min(MOST_SLOW, max(1.0, median(page.evaluate(WORK) for _ in range(PIECES)) / QUIET))


def at_quiet_pace(page: Page, limit: float, measure: Callable[[], float]) -> float:
    """What `measure` finds, in milliseconds as on the quiet machine: the first below the limit, or the least.

    `page` does the work and must not be made slower by the test.
    """
    found = []
    for _ in range(TRIES):
        before, took = slowness(page), measure()
        slower = (before + slowness(page)) / 2
        found.append(took / slower)
        print(f"{took:.0f} where a machine is {slower:.1f} times slower: {found[-1]:.0f}")
        if found[-1] < limit:
            break
    return min(found)
