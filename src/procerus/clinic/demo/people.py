"""The made-up patients of the demonstration: the examples of the documentation, and simulated diaries.

Every date is moved so that today is the day on which the question is asked of each of them.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from procerus.simulation.diaries import simulate_diaries
from procerus.simulation.scenario import CYCLE_DAYS, Arm, Scenario, Treatment

FAMILY = "Example"
EXAMPLES = ("ada", "ben", "cleo", "dan", "eve", "fay")
NOT_YET = ("Ola", "Pia", "Quin", "Ray", "Ada", "Sue", "Tom", "Una", "Vic", "Wim", "Zoe")
MEN = ("Gus", "Hal", "Jan", "Ned", "Quin", "Ray", "Tom", "Vic", "Wim")
LOOK_ALIKE = "Ada"
"""Of those who have not begun: her birth date has the day and the month of the other Ada's the other way."""
DIARY_DAYS = 364
SEED = 20261101
GIVEN_BY_THE_CLINIC = ("toxin", "stops")
"""Lists of a file that follow from what the clinic records, and are not entered from the file."""
_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Course:
    """A course of treatment: how many sessions, how long ago the last one was, and of what arm.

    The seed was looked for: the criteria for starting are met by the simulated diary, and those for going on
    are, or are not in the arm that got no toxin.
    """

    sessions: int
    last_days_ago: int
    seed: int
    arm: Arm = "onabot"
    between: tuple[int, ...] = ()
    """Days from each session to the next, where they were not twelve weeks."""

    @property
    def days_ago(self) -> tuple[int, ...]:
        """How many days ago each session was, oldest first."""
        between = self.between or (CYCLE_DAYS,) * (self.sessions - 1)
        return tuple(self.last_days_ago + sum(between[at:]) for at in range(self.sessions))


ON_A_COURSE: Mapping[str, Course] = {
    "Gus": Course(3, CYCLE_DAYS, 20261123),
    "Hal": Course(3, CYCLE_DAYS + 15, 20261133, between=(84, 98)),
    "Ida": Course(3, 63, 20261155),
    "Jan": Course(2, CYCLE_DAYS + 23, 20261106, "placebo"),
    "Kit": Course(3, CYCLE_DAYS, 20261196, between=(84, 91)),
    "Lea": Course(1, 22, 20261102),
    "Mia": Course(2, CYCLE_DAYS + 8, 20261158, between=(105,)),
    "Ned": Course(2, CYCLE_DAYS + 1, 20261104, "placebo"),
}
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
    """Somebody who does not exist: a patient file as of one day, and the days of their sessions."""

    given: str
    born: str
    sex: str
    file: Mapping[str, Any]
    sessions: tuple[date, ...] = ()

    @property
    def first_day(self) -> date:
        """The first day of the diary: about then the clinic met them."""
        return date.fromisoformat(min(one["date"] for one in self.file["diary"]))


def everybody(today: date, examples: Path) -> Iterator[MadeUp]:
    """All of them, with diaries that end yesterday."""
    for name in EXAMPLES:
        yield _of_the_documentation(examples / f"{name}.json", name.title(), today)
    for number, (name, course) in enumerate(ON_A_COURSE.items()):
        begun = DIARY_DAYS - course.days_ago[0]
        one = _simulated(name, number, 3, today, course.seed, Treatment(begun, course.arm))
        days = tuple(today - timedelta(days=ago) for ago in course.days_ago)
        yield replace(one, sessions=days)
    for number, name in enumerate(NOT_YET, start=len(ON_A_COURSE)):
        one = _simulated(name, number, 1 + number % 3, today, SEED + number)
        yield replace(one, born="1984-02-05", sex="female") if name == LOOK_ALIKE else one


def _of_the_documentation(path: Path, name: str, today: date) -> MadeUp:
    file: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    with (path.parent / file["diary"]).open(encoding="utf-8", newline="") as rows:
        file["diary"] = [{key: value for key, value in row.items() if value} for row in csv.DictReader(rows)]
    moved = _moved(file, today - _asked_on(file))
    days = tuple(date.fromisoformat(one["date"]) for one in moved.get("toxin", ()))
    return MadeUp(name, file["born"], file["sex"], moved, days)


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


def _simulated(
    name: str, number: int, tried: int, today: date, seed: int, treatment: Treatment | None = None
) -> MadeUp:
    (rows,) = simulate_diaries(
        1, DIARY_DAYS, seed, last_day=today - timedelta(days=1),
        scenario=Scenario(gaps="informative", treatment=treatment),
    )  # fmt: skip
    born = date(1962 + (number * 7) % 38, 1 + (number * 5) % 12, 1 + (number * 11) % 28)
    diary = [{key: value for key, value in row.items() if value and key != "patient"} for row in rows]
    file = {
        "procerus": "patient/1", "id": name, "diary": diary,
        "history": {
            "lifetime_migraine_attacks": 100, "months_of_this_pattern": 12 + number,
            "other_cause_excluded": "yes", "diagnosed_by": "neurologist",
            "overuse_plan": "yes",
        },
        "preventives": list(TRIED[:tried]), "toxin": [], "medicines": [], "conditions": [],
    }  # fmt: skip
    return MadeUp(name, born.isoformat(), "male" if name in MEN else "female", file)
