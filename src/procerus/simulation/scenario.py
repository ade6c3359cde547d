"""What is asked of a simulation: how many people, which days, which gaps, which treatment."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

MOST_PATIENTS = 10_000_000
MOST_DAYS = 36_500
CYCLE_DAYS = 84
"""Days from one injection to the next: twelve weeks."""

Arm = Literal["onabot", "placebo"]
GapKind = Literal["none", "at-random", "informative"]


@dataclass(frozen=True, slots=True)
class Treatment:
    """Injections every 84 days from `first_day` on; the diary's first day is day 0."""

    first_day: int
    arm: Arm = "onabot"


@dataclass(frozen=True, slots=True)
class Scenario:
    """How the diaries come about, apart from the figures of the pack.

    `gaps`: `none`, `at-random` (every day equally likely to be missing), or `informative` (days with a
    medicine are filled in more often, Fridays less, and some people have long gaps). With `dropout`
    people stop for good, two in three of them by day 90.
    """

    gaps: GapKind = "at-random"
    dropout: bool = False
    treatment: Treatment | None = None

    def as_json(self) -> dict[str, Any]:
        """The scenario with plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Request:
    """A simulation that can be carried out. Raises ValueError, in one sentence, where it cannot."""

    patients: int
    days: int
    seed: int
    last_day: date
    scenario: Scenario

    def __post_init__(self) -> None:
        _whole("the number of patients", self.patients, 1, MOST_PATIENTS)
        _whole("the number of days", self.days, 1, MOST_DAYS)
        _whole("the seed", self.seed, 0, 2**63 - 1)
        if self.last_day.toordinal() < self.days:
            raise ValueError(f"{self.days} days up to {self.last_day} would begin before the year 1")
        if self.scenario.gaps not in get_args(GapKind):
            raise ValueError(f"gaps are {_choices(GapKind)}, not '{self.scenario.gaps}'")
        treatment = self.scenario.treatment
        if treatment is None:
            return
        _whole("the day of the first injection", treatment.first_day, 0, self.days - 1)
        if treatment.arm not in get_args(Arm):
            raise ValueError(f"the treatment is {_choices(Arm)}, not '{treatment.arm}'")

    @property
    def first_day(self) -> date:
        """The diary's day 0."""
        return self.last_day - timedelta(days=self.days - 1)

    @property
    def injections(self) -> tuple[date, ...]:
        """The days on which everybody is injected."""
        treatment = self.scenario.treatment
        if treatment is None:
            return ()
        days = range(treatment.first_day, self.days, CYCLE_DAYS)
        return tuple(self.first_day + timedelta(days=day) for day in days)


def _whole(what: str, number: int, least: int, most: int) -> None:
    if type(number) is not int or not least <= number <= most:
        raise ValueError(f"{what} must be a whole number from {least:,} to {most:,}, not {number}")


def _choices(choices: Any) -> str:
    *first, last = (f"'{one}'" for one in get_args(choices))
    return f"{', '.join(first)} or {last}"
