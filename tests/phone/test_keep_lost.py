"""Killed right after "saved", again and again, with a bad network, two tabs, new versions: nothing is lost.

It is killed 5 times, on CI 20 times, in the nightly run 500 times; `PROCERUS_RUNS` says another number.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page

from phone.keeping import PIN, Clinic, clinic_on_loopback
from phone.switched import Phone, phones, until
from procerus.sync.days import rows

pytestmark = pytest.mark.ci

RUNS = int(os.environ.get("PROCERUS_RUNS") or (20 if os.environ.get("CI") else 5))

# What is said is called out when it is on the disk, one by one: `saved` is what a person was told.
SAYS = """(notes) => {
  window.saved = [];
  window.saying = (async () => {
    for (const [day, note, answer] of notes) {
      await journal.say(day, { headache: answer, note });
      window.saved.push(note);
    }
  })();
}"""
UPDATE = "() => navigator.serviceWorker.getRegistration().then((one) => one.update())"
DROPS = "([day, note]) => journal.drop(day, { headache: 'yes', note })"


class Life:
    """What was told to be saved, and what may have been."""

    def __init__(self, seed: int) -> None:
        self.chance, self.count = Random(seed), 0
        self.saved: set[str] = set()
        self.tried: set[str] = set()

    def notes(self, many: int) -> list[list[str]]:
        made = []
        for _ in range(many):
            self.count += 1
            made.append(
                [
                    f"2026-{self.chance.randint(1, 11):02}-{self.chance.randint(1, 28):02}",
                    f"n{self.count}",
                    self.chance.choice(("yes", "no")),
                ]
            )
        self.tried |= {note for _, note, _ in made}
        return made

    def says(self, page: Page) -> list[str]:
        """Some things in a row; returns once one of them, any of them, is told to be saved."""
        notes = self.notes(self.chance.randint(1, 6))
        page.evaluate(SAYS, notes)
        enough = self.chance.randint(1, len(notes))
        until(lambda: len(page.evaluate("() => window.saved")) >= enough, 20)
        return [note for _, note, _ in notes]

    def heard(self, page: Page) -> None:
        self.saved |= set(page.evaluate("() => window.saved ?? []"))


def goes_on(life: Life, phone: Phone, clinic: Clinic) -> None:
    """From switching it on to its sudden end."""
    chance = life.chance
    clinic.loses, clinic.loses_answer, clinic.hears_twice = (chance.choice((0, 0, 0.3)) for _ in range(3))
    clinic.down = False
    if chance.random() < 0.15:
        clinic.version = str(int(clinic.version) + 1)
    if chance.random() < 0.3:
        clinic.down = True  # from the start: the diary opens without a network
    page = phone.start()
    if chance.random() < 0.3:
        ((day, note, _),) = life.notes(1)
        page.evaluate(DROPS, [day, note])
        life.saved.add(note)
        if chance.random() < 0.5:
            phone.kill()  # while it is locked
            return
    page.evaluate("(pin) => journal.unlock({ pin })", PIN)
    other = None
    if chance.random() < 0.3:
        other = phone.tab()
        other.evaluate("(pin) => journal.unlock({ pin })", PIN)
        other.evaluate(SAYS, life.notes(3))
    if chance.random() < 0.4:
        clinic.down = not clinic.down
        page.evaluate("() => { dispatchEvent(new Event('online')) }")
    life.says(page)
    if chance.random() < 0.3:
        page.evaluate(f"() => {{ window.mayReload = false; ({UPDATE})().catch(() => {{}}) }}")
        life.heard(page)
        life.says(page)
    for each in filter(None, (page, other)):
        life.heard(each)
    phone.kill()


@pytest.mark.parametrize("runs", [RUNS, pytest.param(500, marks=pytest.mark.nightly)], ids=["few", "many"])
def test_what_was_told_to_be_saved_is_there_once_however_often_it_is_killed(
    browser: Browser, tmp_path: Path, runs: int
) -> None:
    life = Life(int(os.environ.get("PROCERUS_SEED", "8")))
    with clinic_on_loopback(chance=life.chance) as clinic, phones(tmp_path, browser) as new:
        phone = new(clinic.address)
        page = phone.start()
        page.evaluate("(pin) => journal.create({ pin })", PIN)
        page.evaluate("() => journal.meet('JOIN-ME').then(() => journal.agree())")
        phone.kill()
        for _ in range(runs):
            goes_on(life, phone, clinic)
        clinic.down, clinic.loses, clinic.loses_answer, clinic.hears_twice = False, 0, 0, 0
        page = phone.start()
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        assert page.evaluate("() => journal.sync()")["state"] == "ok"
        origins = {(one.said["note"], one.origin) for one in clinic.log}
        counted = Counter(note for note, _ in origins)
        lost, twice = life.saved - counted.keys(), {note for note, times in counted.items() if times > 1}
        print(
            f"{runs} kills: {len(life.saved)} told to be saved, {len(life.tried)} tried, "
            f"{len(clinic.log)} on the server; lost {len(lost)}, twice {len(twice)}; version {clinic.version}"
        )
        assert (lost, twice) == (set(), set())
        assert counted.keys() <= life.tried
        assert page.evaluate("() => journal.days()") == rows(clinic.log), "phone and server show the same"
        assert page.evaluate("() => journal.onlyHere()") == 0
        page.evaluate(f"() => {{ window.mayReload = true; ({UPDATE})() }}")
        page.wait_for_function(
            "(kind) => window.kept?.kind === kind", arg=clinic.version
        )  # no version was a dead end
