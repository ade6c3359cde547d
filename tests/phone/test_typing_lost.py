"""The app itself, with what it keeps on the disk: nothing that was typed is lost with the tab."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from phone.phones import serving

PIN = "482915"
NOTE = "worse on the stairs"
LONG_BEFORE_IT_IS_SAVED = 150  # milliseconds
LONG_AFTER_IT_IS_BEGUN = 500
OTHERWISE = """async () => {
  const { open } = await import("/phone/keep/journal.js");
  const journal = await open();
  await journal.unlock({ pin: "482915" });
  await journal.say("2026-11-22", { nausea: "yes" });
}"""
STATEMENTS = """async () => {
  const { open } = await import("/phone/keep/journal.js");
  const journal = await open();
  await journal.unlock({ pin: "482915" });
  return journal.history("2026-11-22").map((one) => one.said.note);
}"""


@pytest.fixture
def address() -> Iterator[str]:
    with serving(keeps=True) as one:
        yield one


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(timezone_id="Europe/Berlin") as context:
        yield context.new_page()


def begun(page: Page, address: str) -> None:
    page.clock.install(time="2026-11-23T13:00:00+01:00")
    page.goto(f"{address}/phone/")
    page.locator("#next").click()
    page.locator("#pin-new").fill(PIN)
    page.locator("#pin-again").fill(PIN)
    page.locator("#begin").click()
    page.locator("#ways").wait_for()
    page.goto(f"{address}/phone/#/day/2026-11-22")
    page.locator("#note").press_sequentially(NOTE)
    page.wait_for_timeout(LONG_BEFORE_IT_IS_SAVED)
    assert "Saving" in page.inner_text("#state-of-day")


@pytest.mark.parametrize("ends", ["closed", "reloaded"])
def test_a_note_survives_the_tab_that_is_closed_before_it_is_saved(
    page: Page, address: str, ends: str
) -> None:
    begun(page, address)
    if ends == "closed":
        other = page.context.new_page()
        page.close()
        page = other
        page.goto(f"{address}/phone/empty.html")
    else:
        page.reload()
    assert page.evaluate(STATEMENTS) == [NOTE]


def test_a_note_that_was_saved_is_said_once(page: Page, address: str) -> None:
    begun(page, address)
    page.locator("#heading").click()  # the field has lost the focus: nobody waits for the clock
    page.locator("#state-of-day", has_text="Saved").wait_for()
    page.reload()
    assert page.evaluate(STATEMENTS) == [NOTE]


def test_a_pin_can_be_typed_at_once_after_an_answer_while_locked(page: Page, address: str) -> None:
    begun(page, address)
    page.reload()
    page.locator("#pin").press_sequentially(PIN[:3])
    page.evaluate("() => document.getElementById('answer-yes').click()")  # the focus stays in the field
    page.locator("#dropped", has_text="Yes").wait_for()
    assert page.get_attribute("#answer-yes", "aria-pressed") == "true"
    page.locator("#pin").press_sequentially(PIN[3:])
    page.locator("#unlock").click()
    page.locator("#ways").wait_for()


def test_a_screen_that_is_chosen_while_the_diary_is_begun_stays(page: Page, address: str) -> None:
    page.goto(f"{address}/phone/")
    page.locator("#next").click()
    page.locator("#pin-new").fill(PIN)
    page.locator("#pin-again").fill(PIN)
    page.evaluate(
        "() => { new MutationObserver(() => { const way = document.getElementById('way-month');"
        " if (way && !window.chosen) { window.chosen = true; way.click(); } })"
        ".observe(document.getElementById('ways'), { childList: true }) }"
    )
    page.locator("#begin").click()
    page.locator("#way-month[aria-current=page]").wait_for()
    page.wait_for_timeout(LONG_AFTER_IT_IS_BEGUN)
    assert page.url.endswith("#/month")
    assert page.get_attribute("#way-month", "aria-current") == "page"


def test_a_note_is_not_touched_when_another_tab_changes_the_day(page: Page, address: str) -> None:
    begun(page, address)
    page.evaluate("() => { document.getElementById('note').dataset.same = 'yes' }")
    page.evaluate(OTHERWISE)
    page.locator("#state-of-day", has_text="Saved").wait_for()
    page.wait_for_timeout(LONG_AFTER_IT_IS_BEGUN)
    assert page.get_attribute("#note", "data-same") == "yes"
