"""A decision that departs from the computed answer: it needs a reason, and prints what both sign."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, expect

from browser.somebody import entrance, opened, printed
from served import Served

REASON = "She cannot come every twelve weeks."


def test_a_departing_decision_asks_for_its_reason_and_prints_the_shared_record(
    browser: Browser, day: Served
) -> None:
    page = opened(browser, day, "doctor", "ben")
    entrance(page, "Decide")
    page.locator("nav.questions a", has_text="start").first.click()
    assert page.locator("input[name=choice]:checked").count() == 0, "nothing is chosen for anybody"
    start = page.get_by_role("radio", name=re.compile("^Start treatment"))
    start.check()
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator(".faults")).to_contain_text("Write the reason")
    expect(start).to_be_checked()
    page.get_by_label("Reason", exact=True).fill(REASON)
    later = (datetime.now(UTC).date() + timedelta(days=60)).isoformat()
    page.get_by_label("Look again on").fill(later)
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("The decision departs from the computed answer.")).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    said = printed(page, page.get_by_role("link", name="Print the shared decision record"))
    assert REASON in said
    assert "Ben" in said
