"""Every task without a pointer: the focus is always on something, and goes on to the next thing."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.somebody import somebody
from served import Served

pytestmark = pytest.mark.ci

MOST_STEPS = 250
WHERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return "";
  if (!window.numbered) window.numbered = new Map();
  if (!window.numbered.has(one)) window.numbered.set(one, window.numbered.size + 1);
  return `${window.numbered.get(one)} ${one.outerHTML.slice(0, 90)}`;
}"""
PARTS = """() => ["date", "time"].includes(document.activeElement.type) ? 4 : 0"""
"""A field of a date has places for day, month and year, and for the calendar."""
STOPS = """() => {
  const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const groups = new Set();
  return [...document.querySelectorAll(wanted)].filter((one) => {
    if (!one.checkVisibility({visibilityProperty: true}) || one.disabled || one.tabIndex < 0) return false;
    if (one.type !== "radio") return true;
    const group = `${one.form && one.form.id} ${one.name}`;
    return !groups.has(group) && groups.add(group);
  }).length;
}"""


class Keys:
    """Hands on a keyboard, and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, found: Locator) -> None:
        """Tab until something has the focus. It is never nowhere, and never stays where it was."""
        expect(found.first).to_be_visible()
        before, stays = self.page.evaluate(WHERE), 0
        for _ in range(MOST_STEPS):
            if found.first.evaluate("(one) => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            now = self.page.evaluate(WHERE)
            assert now, f"the focus was lost after {before}"
            stays = stays + 1 if now == before else 0
            assert stays <= self.page.evaluate(PARTS), f"the focus is trapped on {before}"
            before = now
        raise AssertionError(f"{found} was not reached from the keyboard")

    def press(self, found: Locator, key: str = "Enter") -> None:
        """Go there, and press a key."""
        self.to(found)
        self.page.keyboard.press(key)

    def type(self, label: str, text: str) -> None:
        """Go to a field, and type."""
        self.to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)

    def choose(self, first: Locator, wanted: Locator) -> None:
        """Go to a group of choices, and along it with the arrows."""
        self.to(first)
        self.page.keyboard.press("Space")
        for _ in range(MOST_STEPS):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError("the arrows do not reach the choice")

    def pick(self, label: str, text: str) -> None:
        """Go to a list, and type what is wanted."""
        self.to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)


def opened_from_today(browser: Browser, day: Served, role: str, name: str) -> Keys:
    """A patient who comes today: down the rows with j, and Enter."""
    page = somebody(browser, day, role)
    page.goto("/at/north/today/")
    link = page.locator(f"a[href='/at/north/patients/{day.said['patients'][name]}/']").first
    for _ in range(MOST_STEPS):
        if link.evaluate("(one) => one === document.activeElement"):
            break
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".banner strong")).to_contain_text(name.title())
    return Keys(page)


def about(keys: Keys, name: str) -> None:
    """Open one of the pages about the patient."""
    nav = keys.page.get_by_role("navigation", name="About this patient")
    with keys.page.expect_navigation():
        keys.press(nav.get_by_role("link", name=name, exact=True))


def test_a_decision_is_recorded_by_keyboard(browser: Browser, day: Served) -> None:
    keys = opened_from_today(browser, day, "doctor", "cleo")
    page = keys.page
    about(keys, "Decide")
    keys.press(page.locator("nav.questions a", has_text="start").first)
    page.wait_for_load_state()
    choices = page.locator("input[name=choice]")
    keys.choose(choices.first, page.get_by_role("radio", name="Wait"))
    keys.type("Reason", "The diary first.")
    keys.to(page.get_by_label("Look again on"))
    page.keyboard.type(f"0102{date.today().year + 2}")
    keys.press(page.get_by_role("button", name="Record the decision"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Decision of")


def test_a_session_is_recorded_by_keyboard(browser: Browser, day: Served) -> None:
    keys = opened_from_today(browser, day, "doctor", "kit")
    page = keys.page
    about(keys, "Inject")
    expect(page.get_by_label("Year of birth, asked of the person")).to_be_focused()
    page.keyboard.type("1984")
    keys.to(page.locator(".view [data-site][tabindex='0']"))
    page.keyboard.press("End")
    page.keyboard.press("+")
    expect(page.locator("#aloud")).to_contain_text("One more extra site: trapezius")
    keys.press(page.get_by_label("All asked, none apply"), "Space")
    keys.press(page.get_by_role("button", name="Opened now").first)
    expect(page.locator(".vial.picked")).to_have_count(1)
    keys.choose(page.locator("input[name=authority]").first, page.get_by_label("I prescribe"))
    keys.choose(page.locator("input[name=consent]").first, page.get_by_label("spoken, today"))
    keys.press(page.get_by_role("button", name="Record: asked, nothing happened at once"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Session of")
    expect(page.locator("main")).to_contain_text("160 U of Botox in 32 sites")


def test_a_letter_is_written_by_keyboard(browser: Browser, day: Served) -> None:
    keys = opened_from_today(browser, day, "doctor", "dan")
    page = keys.page
    about(keys, "Letters")
    keys.press(page.get_by_role("region", name="Write a letter").get_by_role("link").first)
    page.wait_for_load_state()
    keys.type("In your own words", "As agreed.")
    keys.press(page.get_by_role("button", name="Keep this letter"))
    expect(page.locator("article.letter")).to_contain_text("As agreed.")


def test_a_vial_is_received_by_keyboard(browser: Browser, day: Served) -> None:
    page = somebody(browser, day, "coordinator")
    keys = Keys(page)
    page.goto("/at/north/today/")
    keys.press(page.get_by_role("navigation", name="Clinic").get_by_role("link", name="Stock"))
    keys.press(page.get_by_role("link", name="Receive"))
    page.wait_for_load_state()
    keys.pick("Product and size", "Botox 100")
    keys.type("Lot", "K4711")
    keys.type("Expiry", "2028-03")
    keys.type("Number of vials", "2")
    owners = page.locator("input[name=owner]")
    keys.choose(owners.first, owners.first)
    keys.press(page.get_by_role("button", name="Receive", exact=True))
    expect(page.locator("main")).to_contain_text("K4711")


def test_ask_for_an_authorisation_and_change_it(browser: Browser, day: Served) -> None:
    keys = opened_from_today(browser, day, "coordinator", "fay")
    page = keys.page
    about(keys, "Authorisations")
    keys.press(page.locator("main").get_by_role("link", name="New request"))
    page.wait_for_load_state()
    keys.to(page.locator("main input[name=payer]"))
    page.keyboard.type("Example Health Plan")
    keys.press(page.locator("main button.main"))
    expect(page.locator("main")).to_contain_text("Example Health Plan")
    keys.press(page.get_by_role("link", name="Change it"))
    page.wait_for_load_state()
    statuses = page.locator("main input[name=status]")
    keys.choose(statuses.first, page.get_by_role("radio", name="sent"))
    keys.press(page.get_by_role("button", name="Save the change"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("sent")


PAGES = {
    "today": "/at/north/today/", "overview": "/at/north/patients/{eve}/",
    "diary": "/at/north/patients/{eve}/diary/",
    "decide": "/at/north/patients/{eve}/decide/?policy=nice-ta260&question=continue",
    "inject": "/at/north/patients/{ada}/inject/", "record": "/at/north/patients/{ada}/record/",
    "letter": "/at/north/patients/{ada}/letters/write/gp/", "receive": "/at/north/stock/receive/",
    "audit": "/at/north/audit/", "person": "/at/north/patients/{ada}/person/",
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_the_tab_key_goes_through_the_whole_page_once_and_out_at_its_end(
    browser: Browser, whole: Served, name: str
) -> None:
    page = somebody(browser, whole, "doctor")
    page.goto(PAGES[name].format(**{who: whole.said[who] for who in ("ada", "eve")}))
    expected = page.evaluate(STOPS)
    page.evaluate("() => document.querySelector('.skip').focus()")
    seen, stays = [page.evaluate(WHERE)], 0
    for _ in range(6 * expected):
        page.keyboard.press("Tab")
        here = page.evaluate(WHERE)
        if not here or (here == seen[0] and len(seen) > 1):
            break
        stays = stays + 1 if here == seen[-1] else 0
        assert stays <= page.evaluate(PARTS), f"the focus is trapped on {here}"
        if not stays:
            seen.append(here)
    else:
        raise AssertionError("the end of the page is never reached")
    assert len(set(seen)) == len(seen)
    assert "Deutsch" in seen[-1], f"the focus was lost after {seen[-1]}"
