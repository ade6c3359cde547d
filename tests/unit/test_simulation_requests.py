"""Simulations that cannot be carried out are refused before anything is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from procerus.simulation.diaries import simulate_columns, simulate_diaries
from procerus.simulation.files import write_diaries
from procerus.simulation.scenario import Scenario, Treatment

LAST = date(2026, 3, 29)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"patients": 0}, "the number of patients must be a whole number from 1 to 10,000,000, not 0"),
        ({"patients": 10_000_001}, "the number of patients must be"),
        ({"patients": 2.0}, "the number of patients must be"),
        ({"days": -3}, "the number of days must be a whole number from 1 to 36,500, not -3"),
        ({"days": 36_501}, "the number of days must be"),
        ({"seed": -1}, "the seed must be a whole number from 0"),
        ({"last_day": date(1, 1, 9)}, "10 days up to 0001-01-09 would begin before the year 1"),
        ({"scenario": Scenario(gaps="some")}, "gaps are 'none', 'at-random' or 'informative', not 'some'"),
        ({"scenario": Scenario(treatment=Treatment(10))}, "the day of the first injection must be"),
        ({"scenario": Scenario(treatment=Treatment(1, "aspirin"))}, "the treatment is 'onabot' or 'placebo'"),
    ],
)
def test_an_impossible_request_is_refused_in_one_sentence(
    asked: dict[str, object], sentence: str, tmp_path: Path
) -> None:
    request = {"patients": 3, "days": 10, "seed": 1, "last_day": LAST} | asked
    for ask in (simulate_diaries, simulate_columns):
        with pytest.raises(ValueError) as refused:
            ask(**request)
        assert str(refused.value).startswith(sentence)
    with pytest.raises(ValueError):
        write_diaries(tmp_path / "out", **request)
    assert not (tmp_path / "out").exists()


def test_the_first_day_there_is_can_be_simulated() -> None:
    (diary,) = simulate_diaries(1, 1, 1, last_day=date(1, 1, 1), scenario=Scenario("none"))
    assert [row["date"] for row in diary] == ["0001-01-01"]
