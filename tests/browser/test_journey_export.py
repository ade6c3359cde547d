"""Tables that leave the clinic: what somebody is called stays a word, and is no formula."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.somebody import somebody
from served import Served

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
TABLES = {
    "recall": ("coordinator", "/at/north/stock/recall/?lot=R7002", "As a table (CSV)"),
    "ledger": ("coordinator", "/at/north/stock/ledger/", "CSV"),
    "trail": ("auditor", "/at/north/trail/", "CSV"),
    "audit": ("auditor", "/at/north/audit/", "CSV"),
}


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_of_a_table_is_a_formula(browser: Browser, day: Served, tmp_path: Path, name: str) -> None:
    role, address, link = TABLES[name]
    page = somebody(browser, day, role)
    page.goto(address)
    with page.expect_download() as got:
        page.get_by_role("link", name=link).or_(page.get_by_role("button", name=link)).first.click()
    path = tmp_path / "table.csv"
    got.value.save_as(path)
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) > 1
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell.startswith(STARTS_A_FORMULA) and not is_a_number(cell)] == []
    if name == "recall":
        assert any(day.said["formula"] in cell for cell in cells), "the name is there, as a word"


def is_a_number(cell: str) -> bool:
    """Whether a cell is a plain number, such as -45, which no program computes."""
    return cell.lstrip("-").replace(".", "", 1).isdigit()
