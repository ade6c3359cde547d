"""The log of hazards: each has a control, and each test that is to prove one exists."""

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
