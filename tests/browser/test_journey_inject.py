"""A first session: an extra site by keyboard on the map, a vial, and the record of what was given."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from browser.somebody import entrance, opened
from served import Served


def test_an_extra_site_is_added_on_the_map_by_keyboard_and_the_session_is_recorded(
    browser: Browser, day: Served
) -> None:
    page = opened(browser, day, "doctor", "ina")
    entrance(page, "Inject")
    expect(page.get_by_label("Year of birth, asked of the person")).to_be_focused()
    page.keyboard.type("1984")
    expect(page.locator("#summary .dose strong")).to_have_text("155 U")
    page.locator(".view [data-site='temporalis-2-left']").focus()
    page.keyboard.press("+")
    expect(page.locator("#aloud")).to_contain_text("One more extra site: temporalis, patient's left.")
    expect(page.locator("#summary .dose strong")).to_have_text("160 U")
    page.get_by_label("All asked, none apply").check()
    page.get_by_role("button", name="Opened now").first.click()
    expect(page.locator(".vial.picked")).to_contain_text("160 U given, 40 U discarded")
    page.get_by_label("I prescribe").check()
    page.get_by_label("spoken, today").check()
    page.get_by_role("button", name="Record: asked, nothing happened at once").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Session of")
    expect(page.locator("main")).to_contain_text("160 U of Botox in 32 sites")
    expect(page.locator("main")).to_contain_text("C8841")
    expect(page.locator("main")).to_contain_text("40 U discarded")
    page.get_by_role("navigation", name="About this patient").get_by_role("link", name="Overview").click()
    expect(page.locator("#next")).to_be_visible()


def test_without_a_birth_year_and_the_questions_nothing_is_recorded(browser: Browser, day: Served) -> None:
    page = opened(browser, day, "doctor", "noah")
    entrance(page, "Inject")
    page.get_by_role("button", name="Opened now").first.click()
    expect(page.locator(".vial.picked")).to_have_count(1)
    page.get_by_role("button", name="Record: asked, nothing happened at once").click()
    expect(page.locator(".faults")).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Inject")
    expect(page.locator(".vial.picked")).to_have_count(1)
