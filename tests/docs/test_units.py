"""The systemd units: a failure reaches somebody, and the page installs every one of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNITS = sorted(one for one in (ROOT / "deploy").iterdir() if one.suffix in (".service", ".timer"))
GO_LIVE = (ROOT / "docs" / "how-to" / "go-live.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", UNITS, ids=lambda one: one.name)
def test_every_unit_is_installed_by_the_page(unit: Path) -> None:
    line = next(one for one in GO_LIVE.splitlines() if "/etc/systemd/system/" in one)
    assert f"deploy/{unit.name}" in line


@pytest.mark.parametrize("name", ["procerus.service", "procerus-drill.service"])
def test_a_unit_that_fails_starts_an_alarm_that_is_there(name: str) -> None:
    found = re.search(r"^OnFailure=(\S+)@%n\.service$", (ROOT / "deploy" / name).read_text(), re.MULTILINE)
    assert found is not None
    assert (ROOT / "deploy" / f"{found[1]}@.service").is_file()
