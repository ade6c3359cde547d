"""What the papers of the clinic promise: hazards have controls and tests that exist, keys are all named."""

from __future__ import annotations

import re

import pytest

from docs.fences import ROOT
from house.sources import named, tracked

PAGE = (ROOT / "docs/explanation/hazards.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (H\d\d) \|(.*)\|(.*)\|(.*)\|$", PAGE, re.MULTILINE)
TESTS = {
    node.name
    for path in tracked()
    if path.suffix == ".py" and path.is_relative_to(ROOT / "tests")
    for node in named(path)
    if node.name.startswith("test_")
}


def test_hazards_have_numbers_of_their_own_in_order() -> None:
    numbers = [row[0] for row in ROWS]
    assert len(numbers) == PAGE.count("\n| H")
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_hazard_has_a_control_and_tests_that_exist(row: tuple[str, str, str, str]) -> None:
    _, hazard, control, proved = row
    assert hazard.strip() and control.strip()
    proofs = re.findall(r"`(test_\w+)`", proved)
    assert proofs, "no test proves the control"
    assert [name for name in proofs if name not in TESTS] == []


def test_a_key_that_a_page_listens_to_stands_on_the_page_of_keys() -> None:
    script = (ROOT / "src/procerus/clinic/look/static/look/keys.js").read_text(encoding="utf-8")
    keys = re.findall(r'event\.key === "(.+?)"', script)
    page = (ROOT / "docs/reference/keys.md").read_text(encoding="utf-8")
    shown = (ROOT / "src/procerus/clinic/look/templates/look/keys.html").read_text(encoding="utf-8")
    assert len(keys) >= 4
    assert [key for key in keys if f"`{key}`" not in page or f"<kbd>{key}</kbd>" not in shown] == []
