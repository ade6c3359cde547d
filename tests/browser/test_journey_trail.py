"""The trail: whoever looked, wrote or was refused stands there, and the chain holds."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from browser.somebody import entrance, opened, somebody
from served import Served


def test_an_auditor_sees_who_looked_who_wrote_and_who_was_refused(browser: Browser, day: Served) -> None:
    nurse = opened(browser, day, "nurse", "tess")
    entrance(nurse, "Record")
    nurse.locator("#notes").get_by_role("link", name="Add").click()
    nurse.locator("main textarea").fill("Prefers mornings.")
    nurse.locator("main button.main").click()
    expect(nurse.locator("main")).to_contain_text("Prefers mornings.")
    auditor = somebody(browser, day, "auditor")
    refused = auditor.goto(f"/at/north/patients/{day.said['patients']['tess']}/")
    assert refused is not None and refused.status in (403, 404)

    auditor.goto("/at/north/trail/")
    auditor.get_by_label("Patient number").fill(day.said["numbers"]["tess"])
    auditor.keyboard.press("Enter")
    rows = auditor.locator("main tbody tr")
    expect(rows.filter(has_text="written").filter(has_text=day.said["names"]["nurse"])).to_have_count(1)
    expect(rows.filter(has_text="refused").filter(has_text=day.said["names"]["auditor"])).to_have_count(1)
    assert rows.filter(has_text="looked at").count() >= 2
    expect(auditor.locator("main")).not_to_contain_text("Prefers mornings")
    auditor.get_by_role("link", name="Verify the chain").click()
    expect(auditor.get_by_role("heading", name="none changed, lost or put in")).to_be_visible()
