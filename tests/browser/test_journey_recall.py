"""A lot is recalled: typed as it stands in the notice, it leads to everybody who got it."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from browser.somebody import somebody
from served import Served


def test_the_lot_of_a_notice_leads_to_the_patients_who_got_it(browser: Browser, day: Served) -> None:
    page = somebody(browser, day, "coordinator")
    page.goto("/at/north/today/")
    page.get_by_role("navigation", name="Clinic").get_by_role("link", name="Stock").click()
    page.get_by_role("link", name="Recall").click()
    page.get_by_label("Lot", exact=True).fill("r 7001")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 patient was given of it")).to_be_visible()
    listed = page.get_by_role("region", name="Patients who were given of the lot")
    expect(listed.get_by_role("link", name="Rhea")).to_be_visible()
    expect(listed).to_contain_text(day.said["numbers"]["rhea"])
    expect(listed.get_by_role("link")).to_have_count(1)
    listed.get_by_role("link", name="Rhea").click()
    expect(page.locator("main")).to_contain_text("R7001")
