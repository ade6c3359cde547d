"""What somebody typed into the screens of the app cannot be read in the browser's profile on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from phone.joined import PIN, begin, clinic_that_may_be_killed, note, unlock
from phone.switched import APP, phones
from phone.test_keep_secret import readable

pytestmark = pytest.mark.ci

NOTE, MEDICINE, ERASURE = "CANARYNOTE6617", "CANARYGEPANT4402", "CANARYWISH9931"
WORDS = (NOTE, MEDICINE, ERASURE, PIN, "1984-05-02", "Ada Example")


def lives(page: Page) -> None:
    """A day in the app, by hand: notes, an own medicine, a wish to the clinic, and all screens."""
    for day in range(1, 4):
        note(page, f"2026-11-0{day}", f"{NOTE} {day}")
    page.locator("#add").click()
    page.locator("#medicine").fill(MEDICINE)
    page.locator("#add-this").click()
    page.locator("#state-of-day", has_text="Saved").wait_for()
    page.evaluate("() => { location.hash = '#/clinic' }")
    page.locator("#erasure-words").fill(ERASURE)
    page.locator("#erasure").click()
    page.locator(".said").wait_for()
    for screen in ("month", "numbers", "clinic", "files", "sheet", "settings", "open", "today"):
        page.evaluate("(screen) => { location.hash = `#/${screen}` }", screen)
        page.locator(f'#main[data-shown="{screen}"]').wait_for()


def test_nothing_that_was_typed_into_the_app_can_be_read_in_the_profile(
    browser: Browser, tmp_path: Path
) -> None:
    with clinic_that_may_be_killed(tmp_path) as clinic, phones(tmp_path, browser) as new:
        phone = new(clinic.address, APP)
        page = phone.start()
        begin(page, clinic.code)
        lives(page)
        phone.stop()
        page = phone.start()  # what was in the log of the database goes into its tables
        page.locator("#answer-yes").click()
        unlock(page)
        note(page, "2026-11-05", f"{NOTE} again")
        phone.stop()
        assert readable(phone.profile, (*WORDS, clinic.code)) == set()
        assert readable(phone.profile, ("procerus-diary", "iterations")) != set(), "the search sees"
