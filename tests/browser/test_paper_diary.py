"""A paper diary typed in by keyboard alone: a month in less than a minute; looked at; and without scripts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.looked import everything_wrong
from browser.somebody import somebody
from chromium import CHROMIUM
from served import Served, served

pytestmark = pytest.mark.ci

A_KEY = 150
"""Milliseconds: a nurse who reads from paper and types."""
MOST_SECONDS = 60
WITH_HEADACHE = (1, 2, 5, 8, 9, 13, 17, 20, 24, 27)
FIRST_DAY = (datetime.now(UTC).date().replace(day=1) - timedelta(days=1)).replace(day=1)
MEDICINE = "sumatriptan 50 mg"


def a_ward() -> dict[str, Any]:
    """A nurse, a carer, and patients with and without something known."""
    from clinics import a_clinic, a_patient, session_cookie, staff
    from procerus.clinic.diaries.models import Source
    from procerus.clinic.diaries.writing import state
    from procerus.clinic.people.models import Account, Care

    north = a_clinic("north", timezone="UTC")
    nurse, carer = staff("nurse", north), Account.objects.create_user("carla@home.example", "Carla Example")
    made = {
        name: a_patient(north, name.title(), "Journey") for name in ("nell", "otto", "ida", "kay", "looked")
    }
    Care.objects.create(carer=carer, patient=made["ida"])
    day = (datetime.now(UTC).date().replace(day=1) - timedelta(days=1)).replace(day=1)
    for name in ("otto", "looked"):
        told: list[tuple[date, dict[str, Any]]] = [
            (day, {"headache": "no"}), (day + timedelta(days=1), {"headache": "yes", "hours": 4}),
        ]  # fmt: skip
        state(made[name], told, Source.PHONE, None)
    typed = [(day + timedelta(days=2), {"headache": "yes", "medicines": "ibuprofen"})]
    state(made["looked"], typed, Source.PAPER, nurse, role="nurse")
    return {
        "cookies": {"nurse": session_cookie(nurse), "carer": session_cookie(carer)},
        "patients": {name: str(one.pk) for name, one in made.items()},
    }  # fmt: skip


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A clinic of its own, in which diaries are typed in."""
    if CHROMIUM is None:
        pytest.skip("this test needs Chromium, and none is installed: apt-get install chromium")
    with served(tmp_path_factory.mktemp("ward") / "clinic", a_ward) as one:
        yield one


class Typist:
    """Hands on a keyboard at a steady pace, and how often they struck."""

    def __init__(self, page: Page, delay: int = 0) -> None:
        self.page, self.delay, self.struck = page, delay, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.struck += 1
            if self.delay:
                time.sleep(self.delay / 1000)

    def writes(self, text: str) -> None:
        self.press(*text)


def sheet(browser: Browser, ward: Served, name: str, role: str = "nurse", **said: Any) -> Page:
    """The sheet of last month's first 28 days."""
    page = somebody(browser, ward, role, **said)
    patient = ward.said["patients"][name]
    where = f"/my/{patient}/" if role == "carer" else f"/at/north/patients/{patient}/diary/"
    page.goto(f"{where}paper/?from={FIRST_DAY.isoformat()}&days=28")
    return page


def headaches(typist: Typist) -> None:
    """The first column, a key a day."""
    typist.press(*("y" if day in WITH_HEADACHE else "n" for day in range(28)))


def focused(page: Page) -> str:
    """The name of the cell that has the focus."""
    return str(page.evaluate("document.activeElement.name"))


def cell(column: str, day: int) -> str:
    return f"{column}.{(FIRST_DAY + timedelta(days=day)).isoformat()}"


def value(page: Page, column: str, day: int) -> str:
    return page.locator(f"[name='{cell(column, day)}']").input_value()


def test_a_month_is_typed_in_by_keyboard_in_less_than_a_minute(browser: Browser, ward: Served) -> None:
    page = sheet(browser, ward, "nell")
    typist, begun = Typist(page, A_KEY), time.monotonic()
    headaches(typist)
    assert typist.struck == 28 and focused(page) == cell("hours", WITH_HEADACHE[0])
    for _ in WITH_HEADACHE:
        typist.press("4", "Enter")
    assert focused(page) == cell("worst", WITH_HEADACHE[0])
    typist.press("End", *MEDICINE, "Enter")
    for _ in WITH_HEADACHE[1:]:
        typist.press(".", "Enter")
    typist.press("Control+Enter")
    expect(page.get_by_text("28 days were kept.")).to_be_visible()
    elapsed = time.monotonic() - begun
    hours = medicines = 2 * len(WITH_HEADACHE)
    assert typist.struck <= 28 + hours + medicines + len(MEDICINE) + 2
    assert elapsed < MOST_SECONDS, f"{elapsed:.0f} s for {typist.struck} keys"
    known = page.locator("td.known")
    expect(known.nth(WITH_HEADACHE[-1])).to_contain_text(f"headache, 4 h, {MEDICINE}")
    expect(known.nth(0)).to_contain_text("Paper (Nurse Example): no headache")


def test_a_month_with_every_column_takes_less_than_a_minute_too(browser: Browser, ward: Served) -> None:
    page = sheet(browser, ward, "kay")
    typist, begun = Typist(page, A_KEY), time.monotonic()
    headaches(typist)
    for number, day in enumerate(WITH_HEADACHE):
        assert focused(page) == cell("hours", day), "after a day the next one with headache comes"
        typist.press("6", "Tab", "s", *"yn1nyy0", "Space")
        typist.press(*(MEDICINE if number == 0 else "."), "Tab", "y")
    typist.press("Control+Enter")
    expect(page.get_by_text("28 days were kept.")).to_be_visible()
    elapsed = time.monotonic() - begun
    assert elapsed < MOST_SECONDS, f"{elapsed:.0f} s for {typist.struck} keys"
    felt = ("headache", "6 h", "severe", "pulsating", "nausea", "sensitive to light", "relieved by triptan")
    for word in (*felt, MEDICINE):
        expect(page.locator("td.known").nth(WITH_HEADACHE[-1])).to_contain_text(word)
    expect(page.locator("td.known").nth(WITH_HEADACHE[-1])).not_to_contain_text("vomiting")


def test_a_wrong_key_is_taken_back_and_an_arrow_goes_where_it_points(browser: Browser, ward: Served) -> None:
    page = sheet(browser, ward, "nell")
    typist = Typist(page)
    typist.press("y", "y", "Backspace")
    assert focused(page) == cell("headache", 1) and value(page, "headache", 1) == ""
    typist.press("n", "Space", "x", "ArrowUp", "ArrowUp", "Delete")
    assert [value(page, "headache", day) for day in range(4)] == ["yes", "no", "", "yes"]
    typist.press("ArrowUp", "ArrowRight")
    assert focused(page) == cell("hours", 1)
    typist.press("ArrowDown", "ArrowRight", "2", "q", "Home")
    assert focused(page) == cell("headache", 2)
    assert value(page, "worst", 2) == "moderate" and value(page, "nausea", 2) == ""
    page.on("dialog", lambda asked: asked.accept())


def test_the_keys_are_those_of_the_language(browser: Browser, ward: Served) -> None:
    page = sheet(browser, ward, "nell", locale="de-DE")
    expect(page.locator("#grid-keys")).to_contain_text("jja")
    typist = Typist(page)
    typist.press("j", "n", "ArrowUp", "ArrowRight", "ArrowRight", "ArrowUp", "m")
    assert value(page, "headache", 0) == "yes" and value(page, "worst", 0) == "moderate"


def test_a_row_says_at_once_where_it_differs_from_what_is_known(browser: Browser, ward: Served) -> None:
    page = sheet(browser, ward, "otto")
    row = page.locator("table.paper tbody tr")
    expect(row.nth(0)).to_contain_text("The phone: no headache")
    typist = Typist(page)
    typist.press("y", "y")
    expect(row.nth(0).locator(".otherwise")).to_have_text("The phone said: no headache.")
    expect(row.nth(1).locator(".otherwise")).to_be_empty()
    page.locator(f"[name='{cell('hours', 1)}']").focus()
    typist.press("4", ".", "0", "Enter")
    expect(row.nth(1).locator(".otherwise")).to_be_empty()
    page.locator(f"[name='{cell('hours', 1)}']").fill("5")
    typist.press("Enter")
    expect(row.nth(1).locator(".otherwise")).to_have_text("The phone said: 4 h.")
    typist.press("Control+Enter")
    expect(page.get_by_text("2 days have two answers that differ.")).to_be_visible()


LOOKED_AT = (("en-GB", "light"), ("de-DE", "dark"))


@pytest.mark.parametrize(("locale", "scheme"), LOOKED_AT)
@pytest.mark.parametrize("role", ["nurse", "carer"])
def test_nothing_is_wrong_with_the_sheet(
    browser: Browser, ward: Served, role: str, locale: str, scheme: Any
) -> None:
    name = "ida" if role == "carer" else "looked"
    page = sheet(browser, ward, name, role, locale=locale, color_scheme=scheme)
    assert list(everything_wrong(page, thorough=True)) == []
    if role == "nurse":
        page.locator("td.known a").first.click()
        expect(page.locator("table.paper tbody tr")).to_have_count(1)
        assert list(everything_wrong(page, thorough=True)) == []


def test_on_a_phone_a_carer_types_in_a_day_by_hand(browser: Browser, ward: Served) -> None:
    page = sheet(browser, ward, "ida", "carer", viewport={"width": 390, "height": 844}, has_touch=True)
    hours = page.locator(f"[name='{cell('hours', 0)}']")
    expect(hours).not_to_be_visible()
    page.locator(f"[name='{cell('headache', 0)}']").select_option("yes")
    hours.fill("3")
    assert hours.evaluate("(one) => one.getBoundingClientRect().height") >= 44
    page.get_by_role("button", name="Save 28 days").click()
    expect(page.get_by_text("1 day was kept.")).to_be_visible()
    expect(page.locator("td.known").first).to_contain_text("Paper (Carla Example): headache, 3 h")


def test_without_scripts_it_is_a_form(browser: Browser, ward: Served) -> None:
    page = sheet(browser, ward, "ida", "carer", java_script_enabled=False)
    expect(page.locator("#grid-keys")).to_be_hidden()
    page.locator(f"[name='{cell('headache', 5)}']").select_option("yes")
    page.locator(f"[name='{cell('hours', 5)}']").fill("99")
    page.get_by_role("button", name="Save 28 days").click()
    expect(page.locator(".faults")).to_contain_text("Hours: “99” cannot be hours of one day")
    page.locator(f"[name='{cell('hours', 5)}']").fill("9")
    page.get_by_role("button", name="Save 28 days").click()
    expect(page.locator("td.known").nth(5)).to_contain_text("headache, 9 h")
    page.locator("td.known").nth(5).get_by_role("link", name="Correct").click()
    page.locator(f"[name='{cell('headache', 5)}']").select_option("no")
    page.locator(f"[name='{cell('hours', 5)}']").fill("")
    page.get_by_role("button", name="Keep the correction").click()
    page.goto(page.url.partition("?")[0] + f"?from={FIRST_DAY.isoformat()}&days=28")
    expect(page.locator("td.known").nth(5)).to_contain_text("Paper (Carla Example): no headache")
