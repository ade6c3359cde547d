"""The app joined to a clinic: both killed again and again, offline, in two tabs, renewed. Nothing is lost.

It is killed 3 times, on CI 8 times, in the nightly run 500 times; `PROCERUS_RUNS` says another number.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Error, Page

from phone.joined import JOURNAL, PIN, Clinic, begin, clinic_that_may_be_killed, note, sent, unlock
from phone.switched import APP, Phone, phones, until
from procerus.sync.days import rows

pytestmark = pytest.mark.ci

RUNS = int(os.environ.get("PROCERUS_RUNS") or (8 if os.environ.get("CI") else 3))
SAYS = """async (notes) => {
  window.saved = [];
  for (const [day, note] of notes) {
    await journal.say(day, { headache: "yes", note });
    window.saved.push(note);
  }
}"""
UPDATE = "() => { navigator.serviceWorker.getRegistration().then((one) => one?.update()).catch(() => {}) }"
# From the caches, as requests through the worker would keep the version before at work.
KEPT = """async () => {
  const found = await caches.match(new URL("keep/again.js", location.href));
  return [await found?.text() ?? "", (await caches.keys()).length];
}"""


class Life:
    """What somebody was told to be saved, and what they tried to say."""

    def __init__(self, seed: int) -> None:
        self.chance, self.saved, self.tried = Random(seed), set[str](), set[str]()

    def said(self) -> tuple[str, str]:
        """A day, and words that are said once."""
        words = f"n{len(self.tried) + 1}"
        self.tried.add(words)
        return f"2026-{self.chance.randint(1, 10):02}-{self.chance.randint(1, 28):02}", words

    def by_hand(self, page: Page) -> None:
        """On the screen, until it says that it is saved."""
        unlock(page)
        day, words = self.said()
        note(page, day, words)
        self.saved.add(words)

    def at_once(self, page: Page, other: Page | None) -> None:
        """Several in a row, in one tab or in two; returns after any number of them was saved."""
        tabs = [one for one in (page, other) if one]
        for one in tabs:
            one.evaluate(JOURNAL, PIN)
            one.evaluate(f"(notes) => {{ ({SAYS})(notes) }}", [self.said() for _ in range(4)])
        enough = self.chance.randint(1, 4)
        until(lambda: len(page.evaluate("() => window.saved")) >= enough, 30)
        for one in tabs:
            self.saved |= set(one.evaluate("() => window.saved"))


def goes_on(life: Life, phone: Phone, clinic: Clinic, number: int) -> None:
    """From switching the phone on to its sudden end, and what becomes of the server meanwhile."""
    happens, always = life.chance.random, number % 3
    if always == 0 or happens() < 0.1:
        clinic.renew()
    page = phone.start()
    other = phone.tab() if always == 1 or happens() < 0.2 else None
    if always == 0 or happens() < 0.2:
        page.evaluate(UPDATE)
    offline = always == 1 or happens() < 0.2
    page.context.set_offline(offline)
    dies = always == 2 or happens() < 0.2
    if dies and happens() < 0.5:
        clinic.stop()
    if other is None and happens() < 0.5:
        life.by_hand(page)
    else:
        life.at_once(page, other)
    if offline:
        page.context.set_offline(False)
    time.sleep(life.chance.random() / 4)
    if dies:
        clinic.stop()
    phone.kill()
    clinic.start()


def is_new(page: Page, newest: int) -> bool:
    """The phone holds one version of the app, the newest that was served."""
    time.sleep(0.5)
    try:
        page.evaluate(UPDATE)
        kept, versions = page.evaluate(KEPT)
    except Error:  # it loads itself anew
        return False
    return bool(versions == 1 and f"served = {newest};" in kept)


@pytest.mark.parametrize("runs", [RUNS, pytest.param(500, marks=pytest.mark.nightly)], ids=["few", "many"])
def test_what_the_app_said_to_be_saved_is_at_the_clinic_once_whoever_is_killed(
    browser: Browser, tmp_path: Path, runs: int
) -> None:
    life, began = Life(int(os.environ.get("PROCERUS_SEED", "6"))), time.monotonic()
    with clinic_that_may_be_killed(tmp_path) as clinic, phones(tmp_path, browser) as new:
        phone = new(clinic.address, APP)
        begin(phone.start(), clinic.code)
        phone.kill()
        for number in range(runs):
            goes_on(life, phone, clinic, number)
        page = phone.start()
        shown = sent(page)["days"]
        told = clinic.told()
        counted = Counter(words for words, _ in {(one.said["note"], one.origin) for one in told})
        lost, twice = life.saved - counted.keys(), {words for words, times in counted.items() if times > 1}
        print(
            f"{runs} runs in {time.monotonic() - began:.0f} s, load {os.getloadavg()[0]:.0f}: "
            f"{len(life.saved)} told to be saved, {len(life.tried)} tried, {len(told)} at the clinic; "
            f"lost {len(lost)}, twice {len(twice)}; version {clinic.versions}"
        )
        assert (lost, twice) == (set(), set())
        assert counted.keys() <= life.tried
        assert shown == rows(told), "phone and clinic show the same"
        until(lambda: is_new(page, clinic.versions), 60)
