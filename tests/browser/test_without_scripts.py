"""Without JavaScript: every page has its content, and what is done every day can be done."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from browser.somebody import entrance, opened, somebody
from browser.test_every_page import pages_of
from chromium import entered
from served import Served
from whole_roles import ROLE_BY_ROLE

pytestmark = pytest.mark.ci

LEAST_WORDS = 3
FOR_SCRIPTS = "[...document.querySelectorAll('main .keys')].map(one => one.innerText).join(' ')"
ONLY_BY_SCRIPT = ("Print the slip",)


@pytest.mark.parametrize("role", ROLE_BY_ROLE)
def test_every_page_can_be_read(browser: Browser, whole: Served, role: str) -> None:
    cookie = whole.said["cookies"].get(role, "")
    with_scripts = entered(browser, whole, cookie).new_page()
    without = entered(browser, whole, cookie, java_script_enabled=False).new_page()
    lacking = []
    for address in pages_of(whole, role):
        with_scripts.goto(address)
        without.goto(address)
        full, plain = (set(one.locator("main").inner_text().split()) for one in (with_scripts, without))
        full -= set(with_scripts.evaluate(FOR_SCRIPTS).split())  # what keys do where scripts heed them
        if len(plain) < LEAST_WORDS or len(full - plain) > len(full) / 10:
            lacking.append((role, address, sorted(full - plain)[:12]))
    assert lacking == []


def test_somebody_logs_in_without_scripts(browser: Browser, day: Served) -> None:
    page = somebody(browser, day, java_script_enabled=False)
    page.goto("/")
    page.get_by_label("E-mail address").fill(day.said["email"])
    page.get_by_label("Password").fill(day.said["password"])
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My page")


def test_somebody_is_found_decided_about_and_written_about(browser: Browser, day: Served) -> None:
    page = opened(browser, day, "doctor", "eve", java_script_enabled=False)
    expect(page.locator(".banner strong")).to_contain_text("Eve")
    entrance(page, "Decide")
    page.locator("nav.questions a", has_text="continue").first.click()
    page.get_by_role("radio", name="Wait").check()
    page.get_by_label("Reason", exact=True).fill("The diary first.")
    page.get_by_label("Look again on").fill(f"{date.today().year + 2}-02-01")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Decision of")

    entrance(page, "Letters")
    page.get_by_role("region", name="Write a letter").get_by_role("link").first.click()
    page.get_by_label("In your own words").fill("As agreed.")
    page.get_by_role("button", name="Keep this letter").click()
    expect(page.locator("article.letter")).to_contain_text("As agreed.")


def test_an_entry_is_recorded(browser: Browser, day: Served) -> None:
    page = opened(browser, day, "nurse", "kay", java_script_enabled=False)
    entrance(page, "Record")
    page.locator("#preventives").get_by_role("link", name="Add").click()
    page.locator("main input[name=drug]").fill("Topamax")
    page.locator("main button.main").click()
    expect(page.locator("#saved")).to_contain_text("topiramate")
