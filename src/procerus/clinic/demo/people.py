"""The made-up patients of the demonstration: the examples of the documentation, and simulated diaries.

Every date is moved so that today is the day on which the question is asked of each of them.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from procerus.simulation.diaries import simulate_diaries
from procerus.simulation.scenario import CYCLE_DAYS, Scenario, Treatment

FAMILY = "Example"
EXAMPLES = ("ada", "ben", "cleo", "dan", "eve", "fay")
ON_A_COURSE = ("Gus", "Hal", "Ida", "Jan", "Kit", "Lea", "Mia", "Ned")
NOT_YET = ("Ola", "Pia", "Quin", "Ray", "Sue", "Tom", "Una", "Vic", "Wim", "Zoe")
DIARY_DAYS = 364
SEED = 20261101
_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

TRIED = tuple(
    {"drug": drug, "from": begun, "to": ended, "mg_per_day": dose, "outcome": outcome}
    for drug, begun, ended, dose, outcome in (
        ("propranolol", "2023-02", "2023-08", 160, "ineffective"),
        ("amitriptyline", "2023-10", "2024-01", 50, "not_tolerated"),
        ("candesartan", "2024-03", "2024-09", 16, "ineffective"),
    )
)


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Somebody who does not exist, with a patient file as of one day."""

    given: str
    born: str
    sex: str
    file: Mapping[str, Any]


def everybody(today: date, examples: Path) -> Iterator[MadeUp]:
    """All of them, with diaries that end yesterday."""
    for name in EXAMPLES:
        file = _example(examples / f"{name}.json")
        moved = _moved(file, today - _asked_on(file))
        yield MadeUp(name.title(), file["born"], file["sex"], moved)
    yield from _simulated(ON_A_COURSE, today, Treatment(first_day=DIARY_DAYS - 3 * CYCLE_DAYS))
    yield from _simulated(NOT_YET, today, None)


def _example(path: Path) -> dict[str, Any]:
    file: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    with (path.parent / file["diary"]).open(encoding="utf-8", newline="") as rows:
        file["diary"] = [{key: value for key, value in row.items() if value} for row in csv.DictReader(rows)]
    return file


def _asked_on(file: Mapping[str, Any]) -> date:
    """The day on which the example's question is asked: the day after the last of the diary."""
    return date.fromisoformat(max(one["date"] for one in file["diary"])) + timedelta(days=1)


def _moved(value: Any, by: timedelta) -> Any:
    """The file with every full date moved; the birth date and partial dates stay as they are."""
    if isinstance(value, Mapping):
        return {key: one if key == "born" else _moved(one, by) for key, one in value.items()}
    if isinstance(value, list):
        return [_moved(one, by) for one in value]
    if isinstance(value, str):
        return _A_DAY.sub(lambda found: (date.fromisoformat(found[0]) + by).isoformat(), value)
    return value


def _simulated(names: tuple[str, ...], today: date, treatment: Treatment | None) -> Iterator[MadeUp]:
    diaries = simulate_diaries(
        len(names), DIARY_DAYS, SEED + len(names), last_day=today - timedelta(days=1),
        scenario=Scenario(gaps="informative", treatment=treatment),
    )  # fmt: skip
    for number, (name, rows) in enumerate(zip(names, diaries, strict=True)):
        born = date(1962 + (number * 7) % 38, 1 + (number * 5) % 12, 1 + (number * 11) % 28)
        sex = "male" if number % 4 == 3 else "female"
        yield MadeUp(name, born.isoformat(), sex, _file(name, rows, treatment, today, number))


def _file(
    name: str, rows: list[dict[str, str]], treatment: Treatment | None, today: date, number: int
) -> dict[str, Any]:
    diary = [{key: value for key, value in row.items() if value and key != "patient"} for row in rows]
    file: dict[str, Any] = {
        "procerus": "patient/1", "id": name, "diary": diary,
        "history": {
            "lifetime_migraine_attacks": 100, "months_of_this_pattern": 12 + number,
            "other_cause_excluded": "yes", "diagnosed_by": "neurologist",
        },
        "preventives": list(TRIED[: 1 + number % 4]), "toxin": [], "medicines": [], "conditions": [],
    }  # fmt: skip
    if treatment is not None:
        first = today - timedelta(days=DIARY_DAYS - treatment.first_day) - timedelta(days=7 * (number % 3))
        days = [first + timedelta(days=CYCLE_DAYS * cycle) for cycle in range(3)]
        file["toxin"] = [
            {"date": day.isoformat(), "product": "botox", "indication": "chronic-migraine", "units": 155}
            for day in days if day < today
        ]  # fmt: skip
        file["preventives"] = list(TRIED)
    return file
