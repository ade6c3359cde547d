"""Every page, in the states a machine can bring about: axe, widths, letters, focus, colours, complaints.

The pages are made from the addresses (tests/whole.py), so a new page is looked at by itself. A page is
looked at as whoever sees most of it, what others see most of on CI; `nightly` looks at every address as
everybody who may open it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from browser.looked import everything_wrong, in_short, sideways, violations
from chromium import entered
from served import Served
from whole_roles import ROLE_BY_ROLE, ROLES, WITH_PATIENTS, WITHOUT_A_PAGE

FOUND, REFUSED = 200, 422
FAULTS = ".faults, .fault"


def looker(browser: Browser, clinic: Served, role: str, **said: Any) -> tuple[Page, list[str]]:
    """Somebody's browser, and what it complains of: console, content policy, or another machine asked."""
    page = entered(browser, clinic, clinic.said["cookies"].get(role, ""), **said).new_page()
    complaints: list[str] = []

    def heard(message: Any) -> None:
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            complaints.append(f"console: {message.text}")

    def asked(request: Any) -> None:
        if not request.url.startswith((clinic.address, "data:", "blob:")):
            complaints.append(f"asked of another machine: {request.url}")

    page.on("console", heard)
    page.on("request", asked)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    return page, complaints


def pages_of(clinic: Served, role: str, every: bool = False) -> list[str]:
    """Addresses that a role looks at: all of its own, or those of which nobody sees more than it does."""
    mine = [one for one in clinic.said["pages"] if one["role"] == role]
    if every:
        return [one["url"] for one in mine]
    most: dict[str, Any] = {}
    for one in clinic.said["pages"]:
        if one["first"] and one["size"] > most.get(one["url"], {"size": 0})["size"]:
            most[one["url"]] = one
    return [one["url"] for one in mine if most.get(one["url"]) is one]


def wrong_on(
    browser: Browser, clinic: Served, role: str, addresses: list[str], look: Any, **said: Any
) -> Any:
    """What is wrong on each page, with its address."""
    page, complaints = looker(browser, clinic, role, **said)
    found: list[str] = []
    for address in addresses:
        answer = page.goto(address)
        if answer is None or answer.status != FOUND:
            continue
        found += [f"{role} {address}: {one}" for one in look(page)]
        found += [f"{role} {address}: {one}" for one in complaints]
        complaints.clear()
    page.context.close()
    return found


def nothing_in(found: list[str]) -> None:
    """Each fault on a line of its own."""
    assert not found, "\n".join(["", *found])


def test_every_address_has_a_page_here_or_is_listed_as_having_none(whole: Served) -> None:
    assert set(whole.said["missing"]) == set(WITHOUT_A_PAGE)


@pytest.mark.parametrize("role", ROLE_BY_ROLE)
def test_nothing_is_wrong_on_any_page(browser: Browser, whole: Served, role: str) -> None:
    nothing_in(wrong_on(browser, whole, role, pages_of(whole, role), everything_wrong))


@pytest.mark.ci
@pytest.mark.parametrize("role", WITH_PATIENTS)
def test_nothing_is_wrong_in_german(browser: Browser, whole: Served, role: str) -> None:
    page, _ = looker(browser, whole, role, locale="de-DE")
    page.goto("/account/login/" if role == "anonymous" else "/")
    assert page.locator("html").get_attribute("lang") == "de"
    nothing_in(wrong_on(browser, whole, role, pages_of(whole, role), in_short, locale="de-DE"))


@pytest.mark.nightly
@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_wrong_on_any_address_for_anybody(
    browser: Browser, whole: Served, role: str, locale: str
) -> None:
    def look(page: Page) -> Iterator[str]:
        return everything_wrong(page, thorough=True)

    nothing_in(wrong_on(browser, whole, role, pages_of(whole, role, True), look, locale=locale))


WANTING = """() => [...document.querySelectorAll("main form")].findIndex((form) => form.method === "post" &&
  [...form.querySelectorAll("[required]")].some((one) => one.willValidate && !one.checkValidity()))"""
SEND = """(at) => {
  const form = document.querySelectorAll("main form")[at];
  form.noValidate = true;
  form.requestSubmit(form.querySelector("button.main") || undefined);
}"""


@pytest.mark.parametrize("role", ROLE_BY_ROLE)
def test_nothing_is_wrong_where_a_form_is_refused(browser: Browser, whole: Served, role: str) -> None:
    page, complaints = looker(browser, whole, role)
    found: list[str] = []
    for address in pages_of(whole, role):
        page.goto(address)
        if (at := page.evaluate(WANTING)) < 0:
            continue
        with page.expect_navigation() as sent:
            page.evaluate(SEND, at)
        if sent.value is None or sent.value.status != REFUSED or not page.locator(FAULTS).count():
            found.append(f"{role} {address}: sent without what it needs, {sent.value and sent.value.status}")
        found += [f"{role} {address}, refused: {one}" for one in (*everything_wrong(page), *complaints)]
        complaints.clear()
    nothing_in(found)


FAILURES = {
    "nothing there": ("doctor", "/at/north/nothing/", 404),
    "not a role for it": ("nurse", "/at/north/staff/", 403),
    "another clinic": ("doctor", "/at/south/patients/", 404),
    "nothing at all": ("anonymous", "/nothing/", 404),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
def test_nothing_is_wrong_on_a_page_that_says_what_went_wrong(
    browser: Browser, whole: Served, name: str
) -> None:
    role, address, status = FAILURES[name]
    page, complaints = looker(browser, whole, role)
    answer = page.goto(address)
    assert answer is not None and answer.status == status
    nothing_in([*everything_wrong(page), *complaints])


def test_nothing_is_wrong_where_two_patients_were_mixed_up(browser: Browser, whole: Served) -> None:
    page, complaints = looker(browser, whole, "doctor")
    page.goto(f"/at/north/patients/{whole.said['eve']}/letters/write/gp/")
    about = page.locator("main input[name=about]").get_attribute("value")
    page.goto(f"/at/north/patients/{whole.said['ada']}/letters/write/gp/")
    page.evaluate("(about) => { document.querySelector('main input[name=about]').value = about; }", about)
    with page.expect_navigation() as sent:
        page.get_by_role("button", name="Keep this letter").click()
    assert sent.value is not None and sent.value.status == 409
    nothing_in([*everything_wrong(page), *complaints])


def test_nothing_is_wrong_where_somebody_is_not_let_in(browser: Browser, whole: Served) -> None:
    page, complaints = looker(browser, whole, "anonymous")
    page.goto("/account/login/")
    nothing_in([*everything_wrong(page)])
    page.get_by_label("E-mail address").fill("nobody@clinic.example")
    page.get_by_label("Password").fill("not the password of anybody")
    page.keyboard.press("Enter")
    page.locator(FAULTS).first.wait_for()
    nothing_in([*everything_wrong(page), *complaints])


@pytest.mark.parametrize("opens", ["Enter", "Delete"])
def test_nothing_is_wrong_while_a_dialog_of_the_map_is_open(
    browser: Browser, whole: Served, opens: str
) -> None:
    page, complaints = looker(browser, whole, "doctor")
    page.goto(f"/at/north/patients/{whole.said['ada']}/inject/")
    page.locator(".view [data-site='temporalis-2-left']").focus()
    page.keyboard.press(opens)
    page.get_by_role("dialog").wait_for()
    nothing_in([*violations(page), *sideways(page, 390), *violations(page), *complaints])
    page.emulate_media(color_scheme="dark")
    nothing_in([*violations(page)])
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert page.locator(".view [data-site='temporalis-2-left']").evaluate(
        "(one) => one === document.activeElement"
    )
