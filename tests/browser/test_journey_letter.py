"""A letter: looked at first, which keeps nothing; then kept, and printed with the patient's name."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from browser.somebody import a_print, entrance, opened, printed
from served import Served

WORDS = "Thank you for seeing her so soon."


def test_a_letter_is_looked_at_kept_and_printed(browser: Browser, day: Served) -> None:
    page = opened(browser, day, "doctor", "ada")
    entrance(page, "Letters")
    expect(page.get_by_text("None yet.")).to_be_visible()
    page.get_by_role("region", name="Write a letter").get_by_role("link").first.click()
    page.get_by_label("In your own words").fill(WORDS)
    with page.context.expect_event("response", a_print) as looked:
        page.get_by_role("button", name="Look at it first").click()
    assert looked.value.status == 200
    page.bring_to_front()
    page.get_by_role("link", name="Back to the letters").click()
    expect(page.get_by_text("None yet.")).to_be_visible()

    page.get_by_role("region", name="Write a letter").get_by_role("link").first.click()
    page.get_by_label("In your own words").fill(WORDS)
    page.get_by_role("button", name="Keep this letter").click()
    expect(page.locator("article.letter")).to_contain_text(WORDS)
    said = printed(page, page.get_by_role("link", name="Print (PDF)"))
    assert WORDS in said
    assert "EXAMPLE, Ada" in said
