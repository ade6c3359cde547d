"""The way in, in a real browser: link, password, app, passkey, recovery code."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Literal
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from served import Served, served

pytestmark = pytest.mark.ci

PASSWORD = "four quiet teapots singing"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("login") / "data") as one:
        yield one


def a_page(browser: Browser) -> tuple[Page, list[str]]:
    """A fresh browser, and what its console complains of."""
    page, said = browser.new_context().new_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


def with_a_passkey_inside(page: Page) -> None:
    """The computer of this page has a place for passkeys, and somebody who always puts their finger on it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def six_digits(key: str, later: int = 0) -> str:
    """What an authenticator app shows (RFC 6238), counted independently of the program."""
    counter = struct.pack(">Q", int(time.time()) // 30 + later)
    digest = hmac.new(base64.b32decode(key), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def follow(page: Page, role: Literal["link", "button"], name: str) -> None:
    """Press it, and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).click()


def log_in(page: Page, clinic: Served, email: str) -> None:
    page.goto(f"{clinic.address}/account/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    follow(page, "button", "Log in")


def nothing_to_mend(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def wait_for_the_next_code() -> None:
    """A code is accepted once, so the next log-in needs the next one."""
    time.sleep(30 - time.time() % 30 + 0.5)


def test_the_first_administrator_comes_in_sets_up_an_app_and_a_passkey_and_uses_each(
    clinic: Served, browser: Browser
) -> None:
    page, complaints = a_page(browser)
    with_a_passkey_inside(page)
    link = clinic.link("Ida Example", "ida@clinic.example", "--clinic", "North")
    page.goto(link)
    nothing_to_mend(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password, once more").fill(PASSWORD)
    follow(page, "button", "Set the password")
    nothing_to_mend(page)
    log_in(page, clinic, "ida@clinic.example")
    page.wait_for_url("**/account/set-up-second-factor/")
    nothing_to_mend(page)
    page.goto(f"{clinic.address}/at/north/staff/")
    assert page.url.endswith("/account/set-up-second-factor/")

    follow(page, "link", "Set up an app")
    nothing_to_mend(page)
    page.get_by_text("The app cannot read it?").click()
    key = page.locator("code.key").inner_text()
    assert page.locator("img.square").bounding_box()["width"] == 220  # type: ignore[index]  # it is on the page
    page.get_by_label("The six digits").fill(six_digits(key))
    follow(page, "button", "Set up")
    nothing_to_mend(page)
    recovery = page.locator(".codes code").all_inner_texts()
    assert len(recovery) == 10
    follow(page, "link", "I have kept them; go on")
    assert page.get_by_role("heading", name="North", level=1).is_visible()

    page.goto(f"{clinic.address}/account/")
    nothing_to_mend(page)
    follow(page, "link", "Add a passkey")
    nothing_to_mend(page)
    follow(page, "button", "Add a passkey")
    page.wait_for_url("**/account/second-factor/**")
    nothing_to_mend(page)
    page.goto(f"{clinic.address}/account/second-factor/webauthn/")
    nothing_to_mend(page)
    follow(page, "button", "Log out")

    follow(page, "button", "Log in with a passkey")
    page.wait_for_url("**/at/north/")
    follow(page, "button", "Log out")

    wait_for_the_next_code()
    digits = six_digits(key)
    log_in(page, clinic, "ida@clinic.example")
    page.wait_for_url("**/account/second-factor/authenticate/")
    nothing_to_mend(page)
    page.get_by_label("Code").fill(digits)
    follow(page, "button", "Log in")
    page.wait_for_url("**/at/north/")
    follow(page, "button", "Log out")

    log_in(page, clinic, "ida@clinic.example")
    page.get_by_label("Code").fill(digits)
    follow(page, "button", "Log in")
    assert page.get_by_text("You are not logged in").is_visible(), "a code of the app worked twice"
    page.get_by_label("Code").fill(recovery[0])
    follow(page, "button", "Log in")
    page.wait_for_url("**/at/north/")
    follow(page, "button", "Log out")

    log_in(page, clinic, "ida@clinic.example")
    follow(page, "button", "Use a passkey")
    page.wait_for_url("**/at/north/")
    assert complaints == []

    assert (
        "This installation has one already" in clinic.procerus("administrator", "Eve", "eve@x.example").stderr
    )
    assert page.goto(link).status == 410  # type: ignore[union-attr]  # an address has an answer


def test_of_two_who_open_a_link_at_the_same_moment_one_gets_in(tmp_path: Path) -> None:
    with served(tmp_path / "data") as clinic:
        link = clinic.link("Ida Example", "ida@clinic.example", "--clinic", "North")
        visitors = [visitor(link) for _ in range(6)]
        with ThreadPoolExecutor(len(visitors)) as at_once:
            answers = list(at_once.map(lambda one: choose_a_password(*one, link), visitors))
        assert sorted(answers) == ["410"] * 5 + ["let in"]


def visitor(link: str) -> tuple[OpenerDirector, str]:
    """Somebody who has the page open, and the token that its form carries."""
    cookies = CookieJar()
    opener = build_opener(HTTPCookieProcessor(cookies))
    page = opener.open(link).read().decode()
    return opener, page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def choose_a_password(opener: OpenerDirector, token: str, link: str) -> str:
    form = urlencode({"csrfmiddlewaretoken": token, "password": PASSWORD, "again": PASSWORD}).encode()
    try:
        answer = opener.open(link, form)
    except HTTPError as refused:
        return str(refused.code)
    return "let in" if answer.url.endswith("/account/login/") else answer.url
