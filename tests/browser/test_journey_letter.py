"""A letter: looked at first, which keeps nothing; then kept, and printed with the patient's name."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Response, expect

from browser.somebody import entrance, opened, words
from served import Served

WORDS = "Thank you for seeing her so soon."


def is_a_print(answer: Response) -> bool:
    """Whether an answer is a PDF."""
    return answer.headers.get("content-type") == "application/pdf"


def test_a_letter_is_looked_at_kept_and_printed(browser: Browser, day: Served, tmp_path: Path) -> None:
    page = opened(browser, day, "doctor", "ada")
    entrance(page, "Letters")
    expect(page.get_by_text("None yet.")).to_be_visible()
    page.get_by_role("region", name="Write a letter").get_by_role("link").first.click()
    page.get_by_label("In your own words").fill(WORDS)
    with page.context.expect_event("response", is_a_print) as looked:
        page.get_by_role("button", name="Look at it first").click()
    assert looked.value.status == 200
    page.bring_to_front()
    page.get_by_role("link", name="Back to the letters").click()
    expect(page.get_by_text("None yet.")).to_be_visible()

    page.get_by_role("region", name="Write a letter").get_by_role("link").first.click()
    page.get_by_label("In your own words").fill(WORDS)
    page.get_by_role("button", name="Keep this letter").click()
    expect(page.locator("article.letter")).to_contain_text(WORDS)
    with page.expect_download() as got:
        page.get_by_role("link", name="Print (PDF)").click()
    printed = words(got.value, tmp_path)
    assert WORDS in printed
    assert "EXAMPLE, Ada" in printed
