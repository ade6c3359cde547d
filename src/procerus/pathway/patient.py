"""A patient: a diary and what was attested beside it. What nobody said is None, and None is unknown.

A list that is present is complete: an empty one means "asked, none". The file format is
docs/reference/patient-file.md;
`patient_keys` says which keys it has and `patient_file` reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from procerus.criteria.bounds import Answer, Between
from procerus.diary.diary import Diary
from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import Attested, Injection, RegularMedicine, Today

Sex = Literal["female", "male", "other"]
Diagnoser = Literal["neurologist", "headache specialist", "gp", "other"]
Outcome = Literal[
    "ineffective", "not_tolerated", "contraindicated", "unsuitable", "too_short", "refused", "ongoing"
]
StopReason = Literal[
    "improved", "no_response", "not_tolerated", "contraindicated", "limit", "patient_wish", "other"
]


@dataclass(frozen=True, slots=True)
class History:
    """What was asked about the past. ICHD-3 1.3 B and D and 8.2 need it; a diary cannot show it."""

    lifetime_migraine_attacks: int | None = None
    months_of_this_pattern: int | None = None
    other_cause_excluded: Answer = Answer.UNKNOWN
    diagnosed_by: Diagnoser | None = None
    overuse_plan: Answer = Answer.UNKNOWN  # is there a plan for medication overuse?
    overuse_withdrawn: Answer = Answer.UNKNOWN  # has withdrawal been done?
    months_of_overuse: int | None = None
    work_related: Answer = Answer.UNKNOWN  # is it part of an accepted work claim?


@dataclass(frozen=True, slots=True)
class PreventiveTrial:
    """One preventive medicine that was tried. `ended` None is an end nobody gave, or none yet."""

    drug: str | None = None
    started: PartialDate | None = None
    ended: PartialDate | None = None
    mg_per_day: Decimal | None = None
    outcome: Outcome | None = None

    def days(self, as_of: date) -> Between:
        """How many days it was taken before `as_of`, first and last day included.

        Partial dates widen it. Without a start there is no upper end. Without an end it may have been
        one day or may have lasted until now, unless it is ongoing: then it lasts until the day before.
        """
        last = as_of - timedelta(days=1)
        if self.started is None:
            return Between(0, None)
        first = self.started
        surely, perhaps = first.latest, last
        if self.ended is not None:
            surely, perhaps = self.ended.earliest, min(self.ended.latest, last)
        elif self.outcome == "ongoing":
            surely = last
        # A start and an end in one month are at least one day, whichever of the two seems earlier.
        surely = min(max(surely, first.latest), last)
        return Between(_length(first.latest, surely), _length(first.earliest, perhaps))


def _length(first: date, last: date) -> int:
    return max(0, (last - first).days + 1)


@dataclass(frozen=True, slots=True)
class AttestedCount:
    """Days counted by somebody who saw a diary that is not here. Without both dates it is of no window."""

    first: date | None = None
    last: date | None = None
    headache_days: Between | None = None
    migraine_days: Between | None = None
    source: str | None = None

    @property
    def days(self) -> int | None:
        """How long the window is, first and last day included."""
        return None if self.first is None or self.last is None else (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Score:
    """One score of a questionnaire, as the instrument's own rules give it."""

    date: PartialDate | None = None
    instrument: str | None = None
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A recorded end of a course of treatment."""

    date: date
    reason: StopReason | None = None


@dataclass(frozen=True, slots=True)
class SoFar:
    """What was recorded of lists that nobody called complete: surely so, and there may be more.

    No rule counts it as all there is. What harms, and what is shown, must not pass it over.
    """

    preventives: tuple[PreventiveTrial, ...] = ()
    toxin: tuple[Injection, ...] = ()
    medicines: tuple[RegularMedicine, ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Patient:
    """One person. Any list or record that is None was never asked."""

    id: str
    diary: Diary
    born: PartialDate | None = None
    sex: Sex | None = None
    history: History = History()
    preventives: tuple[PreventiveTrial, ...] | None = None
    toxin: tuple[Injection, ...] | None = None
    today: Today | None = None
    medicines: tuple[RegularMedicine, ...] | None = None
    conditions: tuple[str, ...] | None = None
    counts: tuple[AttestedCount, ...] | None = None
    scores: tuple[Score, ...] | None = None
    stops: tuple[Stop, ...] = ()  # none recorded; a stop is never inferred from silence
    so_far: SoFar = SoFar()

    @property
    def doses(self) -> tuple[Injection, ...]:
        """Every dose of toxin that is known, whether or not somebody said that there are no others."""
        return self.so_far.toxin if self.toxin is None else self.toxin

    @property
    def attested(self) -> Attested:
        """What a session has to know of the person: all that is recorded, and which lists may lack some."""
        names = ("toxin", "medicines", "conditions")
        known = {name: getattr(self, name) for name in names}
        begun = {name: getattr(self.so_far, name) for name in names if known[name] is None}
        lacking = {name: some for name, some in begun.items() if some}
        return Attested(today=self.today, born=self.born, incomplete=frozenset(lacking), **known | lacking)

    def age(self, on: date) -> Between:
        """Whole years of age on a day; a person born on 29 February is a year older on 1 March."""
        if self.born is None:
            return Between(0, None)
        return self.born.years_before(on)
