"""A diary on a file: what it says is seen before anything is written, then the month, then its days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from browser.somebody import entrance, opened
from served import Served

ANSWERED, WITH_HEADACHE = 20, 6


def a_month_ago() -> date:
    """The first day of the last calendar month that is over."""
    return (datetime.now(UTC).date().replace(day=1) - timedelta(days=1)).replace(day=1)


def a_file(folder: Path) -> Path:
    """Twenty days of that month, six of them with headache."""
    lines = ["date,headache,hours,medicines,entered"]
    for number in range(ANSWERED):
        day = (a_month_ago() + timedelta(days=number)).isoformat()
        said = "yes,5,sumatriptan 50 mg" if number < WITH_HEADACHE else "no,,"
        lines.append(f"{day},{said},{day}T20:00")
    path = folder / "paper.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_file_is_looked_into_taken_in_and_every_number_leads_to_its_days(
    browser: Browser, day: Served, tmp_path: Path
) -> None:
    page = opened(browser, day, "nurse", "dina")
    entrance(page, "Diary")
    expect(page.get_by_text("No day of this year is written down.")).to_be_visible()
    page.get_by_role("link", name="Take in a file").click()
    looked_into(page, a_file(tmp_path))
    expect(page.get_by_text("yes on 6 days, no on 14 days")).to_be_visible()
    page.get_by_role("link", name="Diary", exact=True).click()
    expect(page.locator("figure")).to_have_count(0)

    page.get_by_role("link", name="Take in a file").click()
    looked_into(page, a_file(tmp_path))
    page.get_by_role("button", name="Add 20 days").click()
    if a_month_ago().year != datetime.now(UTC).year:
        page.get_by_role("link", name=str(a_month_ago().year)).click()
    month = page.locator("figure", has_text="20 of").first
    assert "6 to" in month.inner_text(), "open days make bounds, not a number"
    month.get_by_role("link", name="headache").first.click()
    expect(page.locator("tr.day-m, tr.day-h")).to_have_count(WITH_HEADACHE)
    page.go_back()
    page.locator("figure", has_text="20 of").first.locator("figcaption").get_by_role(
        "link", name="answered"
    ).click()
    expect(page.locator("tbody tr[data-row]").first).to_contain_text("not answered")
    page.go_back()
    page.locator("figure", has_text="20 of").first.locator("a.picture").click()
    expect(page.get_by_role("row")).to_have_count(1 + days_of(a_month_ago()))


def looked_into(page: Page, file: Path) -> None:
    """A file is chosen, and who kept the diary; nothing is chosen for anybody."""
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("radio", name="the patient on paper").check()
    page.get_by_role("button", name="Look into the file").click()


def days_of(first: date) -> int:
    """How many days a month has."""
    return ((first + timedelta(days=32)).replace(day=1) - first).days
