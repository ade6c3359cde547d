"""The patient page in a real browser: one sheet of paper, one screen of a laptop, the width of a phone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connections
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from clinics import a_clinic, a_patient, example, page, signed_in, staff
from long_diaries import ten_years
from procerus.clinic.people.models import Patient

pytestmark = [pytest.mark.django_db, pytest.mark.ci]


@pytest.fixture(scope="module", autouse=True)
def own_connection(django_db_setup: None, browser: Browser) -> Iterator[None]:
    """While a browser runs, Django has a second connection, which nobody else would close."""
    yield
    connections.close_all()


def opened(
    browser: Browser, folder: Path, patient: Patient, on: str, width: int = 1280, height: int = 800
) -> Page:
    """The page as a nurse gets it, with its style, out of a folder."""
    clinic = patient.registrations.get().clinic
    html = signed_in(staff("nurse", clinic)).get(page("sheet", patient, clinic), {"on": on}).content.decode()
    for name in re.findall(r'"/static/([^"]+)"', html):
        path = Path(str(finders.find(name)))
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(path, folder / name)
    (folder / "sheet.html").write_text(html.replace('"/static/', '"'), encoding="utf-8")
    shown = browser.new_page(viewport={"width": width, "height": height})
    shown.goto((folder / "sheet.html").as_uri())
    return shown


def sheets(shown: Page) -> int:
    """How many sheets of paper it takes."""
    return len(PdfReader(BytesIO(shown.pdf(prefer_css_page_size=True))).pages)


@pytest.mark.parametrize(
    ("name", "on"), [("ada", "2026-11-01"), ("ben", "2026-11-01"), ("eve", "2026-08-17")]
)
def test_it_is_printed_on_one_sheet(browser: Browser, tmp_path: Path, name: str, on: str) -> None:
    assert sheets(opened(browser, tmp_path, example(name), on)) == 1


@pytest.mark.parametrize("policy", ["bcbs-nc", "wa-lni", "mbs-18377"])
def test_under_a_policy_of_many_criteria_it_is_one_sheet(
    browser: Browser, tmp_path: Path, policy: str
) -> None:
    patient = example("ben", a_clinic(policy, policy=policy))
    assert sheets(opened(browser, tmp_path, patient, "2026-11-01")) == 1


def test_after_ten_years_it_is_still_one_sheet(browser: Browser, tmp_path: Path) -> None:
    assert sheets(opened(browser, tmp_path, ten_years(), "2026-11-01")) == 1


def test_the_essentials_stand_on_a_laptop_without_scrolling(browser: Browser, tmp_path: Path) -> None:
    shown = opened(browser, tmp_path, example("eve"), "2026-08-17")
    for part in (".strip", "#answer", ".criteria", "table.compared", "table.medicines", "#next", "svg.line"):
        bottom = shown.locator(part).evaluate("one => one.getBoundingClientRect().bottom")
        assert bottom <= 800, (part, bottom)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("name", ["eve", "nobody"])
def test_no_width_has_to_be_scrolled_sideways(
    browser: Browser, tmp_path: Path, name: str, width: int
) -> None:
    patient = example("eve") if name == "eve" else a_patient()
    shown = opened(browser, tmp_path, patient, "2026-08-17", width)
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
