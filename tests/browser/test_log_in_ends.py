"""A log-in ends while somebody writes: what was written is saved after the next one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.somebody import somebody
from served import Served

WORDS = 'Is a "long" walk\nafter the session all right?'


def log_in(page: Page, day: Served) -> None:
    page.get_by_label("E-mail address").fill(day.said["email"])
    page.get_by_label("Password").fill(day.said["password"])
    page.get_by_role("button", name="Log in", exact=True).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_what_was_written_is_saved_after_the_next_log_in(
    browser: Browser, day: Served, scripts: bool
) -> None:
    page = somebody(browser, day, java_script_enabled=scripts)
    page.goto("/")
    log_in(page, day)
    box = page.locator("main textarea")
    words = f"{WORDS} {scripts}"
    box.fill(words)
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not saved yet")
    expect(page.locator("main")).to_contain_text("Pat Journey was logged out before this was saved.")

    with page.expect_popup() as opened:
        page.get_by_role("link", name="In another tab, log in as Pat Journey.").click()
    log_in(opened.value, day)
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Your account")
    page.get_by_role("button", name="Save now").click()
    if not scripts:
        expect(page.locator("main")).to_contain_text("You logged in again after this was opened.")
        page.get_by_role("button", name="Save now").click()
    expect(page.locator("main")).to_contain_text('Is a "long" walk')
    expect(page.get_by_role("heading", level=1)).to_have_text("My page")
