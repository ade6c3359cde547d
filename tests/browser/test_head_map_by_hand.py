"""The head map under a pointer and a keyboard: added, taken away, moved, left out; and said aloud."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from chromium import entered
from served import Served, served

pytestmark = pytest.mark.ci

LEAST_TARGET = 24  # CSS pixels, WCAG 2.5.8


def one_patient() -> dict[str, Any]:
    """A doctor and a patient of whom everything was asked."""
    from clinics import a_clinic, session_cookie
    from sessions_at import ready

    a_clinic("north", timezone="UTC")
    _, patient, doctor = ready()
    return {"cookie": session_cookie(doctor), "patient": str(patient.pk)}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The clinic, on a server of its own."""
    with served(tmp_path_factory.mktemp("map") / "clinic", one_patient) as one:
        yield one


def opened(browser: Browser, running: Served, **said: Any) -> Page:
    """The screen of the patient."""
    page = entered(browser, running, running.said["cookie"], **said).new_page()
    page.goto(f"/at/north/patients/{running.said['patient']}/inject/")
    return page


def site(page: Page, code: str) -> Locator:
    """A mark of the map."""
    return page.locator(f".view [data-site='{code}']")


def focused(page: Page) -> str:
    """The name of what has the focus."""
    return str(page.locator(":focus").get_attribute("aria-label"))


def test_the_keyboard_alone_adds_moves_takes_away_and_leaves_out(browser: Browser, running: Served) -> None:
    page = opened(browser, running)
    site(page, "temporalis-2-left").focus()
    assert focused(page) == "13. temporalis 2, 5 units, patient's left"
    page.keyboard.press("+")
    expect(site(page, "temporalis-extra-1-left")).to_be_focused()
    expect(page.locator("#aloud")).to_contain_text("One more extra site: temporalis, patient's left.")
    page.keyboard.press("+")
    expect(site(page, "temporalis-extra-2-left")).to_be_focused()
    page.keyboard.press("+")
    expect(page.locator("#aloud")).to_contain_text("3 is more than the 2 extra sites this protocol allows")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#aloud")).to_contain_text("One more extra site: occipitalis, patient's right.")
    expect(site(page, "occipitalis-extra-1-right")).to_be_focused()
    page.keyboard.press("-")
    expect(page.locator("#aloud")).to_contain_text("One extra site fewer: occipitalis, patient's right.")
    expect(site(page, "occipitalis-extra-1-right")).to_have_count(0)
    site(page, "frontalis-1-left").focus()
    page.keyboard.press("Delete")
    page.keyboard.type("ptosis last time")
    page.keyboard.press("Enter")
    expect(site(page, "frontalis-1-left").locator(".omitted")).to_have_count(1)
    expect(page.locator("tr[data-code='frontalis-1-left'] summary")).to_have_text("left out")
    expect(page.locator("#summary .dose strong")).to_have_text("155 U")


def test_arrow_keys_go_to_the_neighbour_on_the_drawing(browser: Browser, running: Served) -> None:
    page = opened(browser, running)
    site(page, "corrugator-1-right").focus()
    page.keyboard.press("ArrowRight")
    expect(site(page, "procerus-1-midline")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(site(page, "corrugator-1-left")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(site(page, "frontalis-1-left")).to_be_focused()
    page.keyboard.press("End")
    expect(site(page, "trapezius-3-left")).to_be_focused()
    assert page.locator(".view [data-site][tabindex='0']").count() == 1


def middle(found: Locator) -> tuple[float, float]:
    """The middle of something on the page."""
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_tap_on_a_muscle_adds_and_a_drag_moves(browser: Browser, running: Served) -> None:
    page = opened(browser, running, viewport={"width": 1280, "height": 1400})
    x, y = middle(page.locator("[data-view=left] .place[data-muscle=temporalis]"))
    page.mouse.click(x - 45, y + 30)
    expect(site(page, "temporalis-extra-1-left")).to_have_count(1)
    x, y = middle(page.locator("[data-view=back] .place[data-muscle=trapezius][data-side=right]"))
    start = middle(site(page, "temporalis-extra-1-left"))
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + x) / 2, (start[1] + y) / 2, steps=5)
    page.mouse.move(x, y, steps=5)
    page.mouse.up()
    expect(site(page, "trapezius-extra-1-right")).to_have_count(1)
    expect(site(page, "temporalis-extra-1-left")).to_have_count(0)


def test_a_tap_on_a_site_opens_it_and_what_is_typed_there_is_said_in_the_table(
    browser: Browser, running: Served
) -> None:
    page = opened(browser, running, viewport={"width": 1280, "height": 1400})
    page.mouse.click(*middle(site(page, "temporalis-1-left").locator(".dot")))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("12. temporalis 1, 5 units, patient's left")
    dialog.get_by_label("units given").fill("2")
    dialog.get_by_label("why").fill("needle blocked")
    dialog.get_by_role("button", name="OK").click()
    expect(page.locator("tr[data-code='temporalis-1-left'] summary")).to_have_text("given otherwise")
    expect(page.locator("input[name='given.temporalis-1-left']")).to_have_value("2")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_mark_is_large_enough_for_a_finger(browser: Browser, running: Served, width: int) -> None:
    page = opened(browser, running, viewport={"width": width, "height": 900})
    for one in page.locator(".view .mark .reach").all():
        box = one.bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= LEAST_TARGET


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_screen(browser: Browser, running: Served, width: int, scheme: Any) -> None:
    page = opened(browser, running, viewport={"width": width, "height": 900}, color_scheme=scheme)
    site(page, "temporalis-2-left").focus()
    page.keyboard.press("+")
    expect(site(page, "temporalis-extra-1-left")).to_be_focused()
    page.get_by_role("button", name="Opened now").first.click()
    expect(page.locator(".vial.picked")).to_have_count(1)
    assert not Axe().run(page).response["violations"]
    page.get_by_role("button", name="Record: asked").click()
    expect(page.locator(".faults")).to_be_visible()
    assert not Axe().run(page).response["violations"]


def test_what_was_typed_while_the_server_thought_is_not_lost(browser: Browser, running: Served) -> None:
    page = opened(browser, running)
    page.get_by_role("button", name="One extra site more: temporalis, patient's left").click()
    page.locator("input[name='extra.occipitalis:left']").fill("1")
    page.get_by_label("I prescribe").check()
    expect(site(page, "occipitalis-extra-1-left")).to_have_count(1)
    expect(site(page, "temporalis-extra-1-left")).to_have_count(1)
    expect(page.get_by_label("I prescribe")).to_be_checked()


def test_without_scripts_the_same_screen_works(browser: Browser, running: Served) -> None:
    page = opened(browser, running, java_script_enabled=False)
    page.get_by_role("button", name="One extra site more: temporalis, patient's left").click()
    assert site(page, "temporalis-extra-1-left").count() == 1
    page.locator("input[name='extra.occipitalis:left']").fill("1")
    page.get_by_role("button", name="Compute anew").click()
    assert site(page, "occipitalis-extra-1-left").count() == 1
