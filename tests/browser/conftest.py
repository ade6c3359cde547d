"""Two served clinics that the tests here share: one with a patient for each journey, and a full one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chromium import CHROMIUM
from served import Served, served


def a_day_s_work() -> dict[str, Any]:
    """Staff, and a patient for each journey."""
    from days_work import a_day

    return a_day()


def everything() -> dict[str, Any]:
    """Something to show on every page."""
    from whole import a_whole_clinic

    return a_whole_clinic()


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The clinic of the journeys: each is about a patient of its own, so they do not meet."""
    yield from _running(tmp_path_factory, "day", a_day_s_work)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The clinic in which every page shows something; nothing is written there."""
    yield from _running(tmp_path_factory, "whole", everything)


def _running(places: pytest.TempPathFactory, name: str, fill: Any) -> Iterator[Served]:
    if CHROMIUM is None:
        pytest.skip("this test needs Chromium, and none is installed: apt-get install chromium")
    with served(places.mktemp(name) / "clinic", fill) as one:
        yield one
