"""Somebody at a screen of a served clinic, who does there what a person does."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Response, expect
from pypdf import PdfReader

from chromium import entered
from served import Served

PATIENCE = 20_000
"""Milliseconds: a page may be slow where many tests run at once; how soon it comes is test_figures.py's."""


expect.set_options(timeout=PATIENCE)


def somebody(browser: Browser, clinic: Served, role: str = "", **said: Any) -> Page:
    """A page of a fresh browser in which a role is logged in; nobody, if none is named."""
    cookie = clinic.said["cookies"][role] if role else ""
    page = entered(browser, clinic, cookie, **said).new_page()
    page.on("pageerror", lambda error: (_ for _ in ()).throw(AssertionError(str(error))))
    return page


def opened(browser: Browser, clinic: Served, role: str, name: str, **said: Any) -> Page:
    """The page of a patient, found as one does: the search, then the row."""
    page = somebody(browser, clinic, role, **said)
    page.goto("/at/north/patients/")
    page.get_by_role("searchbox", name="Find a patient").fill(clinic.said["numbers"][name])
    page.keyboard.press("Enter")
    page.locator("main tr[data-row] a").first.click()
    expect(page.locator(".banner strong")).to_be_visible()
    return page


def entrance(page: Page, name: str) -> None:
    """One of the pages about this patient."""
    page.get_by_role("navigation", name="About this patient").get_by_role("link", name=name).click()


def a_print(answer: Response) -> bool:
    """Whether an answer is a PDF."""
    return answer.headers.get("content-type") == "application/pdf"


def printed(page: Page, link: Locator) -> str:
    """The words of the PDF that a link opens. The browser shows it, so it is fetched once more to be read."""
    with page.context.expect_event("response", a_print) as opened:
        link.click()
    assert opened.value.status == 200
    sheets = PdfReader(BytesIO(page.context.request.get(opened.value.url).body())).pages
    return " ".join(" ".join(one.extract_text() for one in sheets).split())
