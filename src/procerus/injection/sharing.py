"""When one vial may serve several people, and who then draws from which vial.

A vial is shared only where its label and the clinic both allow it, and within its usable hours. Hours are
counted between instants, so a night on which the clocks change is as long as it really is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import ceil

from procerus.diary.cells import EARLIEST_YEAR, LATEST_YEAR
from procerus.faults import BadInput, Fault

MOST_HOURS = 10_000  # more than a year: no opened vial is usable so long


@dataclass(frozen=True, slots=True)
class Sharing:
    """Whether vials of a product may be shared, and for how many hours an opened one is usable.

    `label_allows` is true only where the label says that a vial may serve several people; where nobody
    knows what it says, it is false.
    """

    label_allows: bool
    clinic_allows: bool
    hours: int

    def __post_init__(self) -> None:
        if (
            isinstance(self.hours, bool)
            or not isinstance(self.hours, int)
            or not 0 < self.hours <= MOST_HOURS
        ):
            why = f"is not a whole number of hours from 1 to {MOST_HOURS:,}"
            mend = "Write how long the label lets an opened vial be used."
            raise BadInput([Fault("usable hours", why, mend, str(self.hours))])

    @property
    def may_share(self) -> bool:
        """Whether both the label and the clinic allow it."""
        return self.label_allows and self.clinic_allows

    @property
    def why_not(self) -> str | None:
        """Why a vial is for one person only; None where it may be shared."""
        if not self.label_allows:
            return "single-dose by its label, so one vial is for one person"
        if not self.clinic_allows:
            return "not allowed by the clinic, so one vial is for one person"
        return None

    def usable(self, opened: datetime, at: datetime) -> bool:
        """Whether a vial opened at one instant may be drawn from at another: exactly `hours` later it may.

        Both instants have a time zone.
        """
        return timedelta(0) <= elapsed(opened, at) <= timedelta(hours=self.hours)


def elapsed(opened: datetime, at: datetime) -> timedelta:
    """The time that really passed, whatever the clocks on the wall were set to."""
    return at.astimezone(UTC) - opened.astimezone(UTC)


def aware(moment: object, where: str) -> datetime:
    """A moment that says its time zone. Raises BadInput where it does not."""
    if not isinstance(moment, datetime):
        why, mend = "is not a date with a time", "Write it as 2026-11-26T09:30+00:00."
        raise BadInput([Fault(where, why, mend, str(moment))])
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        why = f"is not between the years {EARLIEST_YEAR} and {LATEST_YEAR}"
        raise BadInput([Fault(where, why, "Write the year that was meant.", moment.isoformat())])
    if moment.utcoffset() is None:
        mend = f"Add it, such as {moment:%Y-%m-%dT%H:%M}+00:00."
        raise BadInput([Fault(where, "has no time zone", mend, moment.isoformat())])
    return moment


@dataclass(frozen=True, slots=True)
class Timetable:
    """When vials may be opened, and what has to be opened when so that all doses can be drawn.

    `openings` are the session times, counted from 0, at which opening a vial can be of use. `hold_at_least`
    says of groups of them how many units the vials opened then hold at the least.
    """

    openings: tuple[int, ...]
    hold_at_least: Mapping[tuple[int, ...], int]


def timetable(times: Sequence[datetime], doses: Sequence[Fraction], sharing: Sharing) -> Timetable:
    """The openings and conditions for these sessions; `doses` are what is given at each of `times`.

    `times` differ and are oldest first. The conditions suffice: whoever comes in an unbroken run of
    sessions draws from vials opened between the earliest opening that the run's first session can still
    use and the run's last session. A run ends before a session that can use only a vial of its own. To
    open a vial at a time is of no use where one opened a session earlier is usable as long.
    """
    earliest = [_earliest(times, at, sharing) for at in times]
    latest = [max(at for at in range(len(times)) if earliest[at] <= one) for one in range(len(times))]
    openings = tuple(one for one in range(len(times)) if one == 0 or latest[one] > latest[one - 1])
    starts = [at for at in range(len(times)) if at == 0 or earliest[at] > earliest[at - 1]]
    runs = (run for start in starts for run in _runs(start, earliest, doses))
    # Of runs that could use the same openings the last is the longest, and so asks for most.
    hold = {tuple(one for one in openings if first <= one <= last): units for first, last, units in runs}
    return Timetable(openings, hold)


def _earliest(times: Sequence[datetime], at: datetime, sharing: Sharing) -> int:
    return next(one for one, opened in enumerate(times) if sharing.usable(opened, at))


def _runs(start: int, earliest: Sequence[int], doses: Sequence[Fraction]) -> Iterator[tuple[int, int, int]]:
    """Each run of sessions from one on: its earliest opening, its last session, and its units, rounded up."""
    total = Fraction(0)
    for last in range(start, len(doses)):
        if last > start and earliest[last] == last:
            return
        total += doses[last]
        yield earliest[start], last, ceil(total)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one person gets from one vial."""

    person: str
    units: Fraction


@dataclass(slots=True)
class _Bottle:
    size: int
    left: Fraction
    could_open: datetime
    opened: datetime
    draws: list[Drawn]


@dataclass(frozen=True, slots=True)
class PlannedVial:
    """A vial to be opened, who draws what from it, and when it is opened.

    `opened` is None where the list has no times.
    """

    units: int
    opened: datetime | None
    draws: tuple[Drawn, ...]

    @property
    def discarded(self) -> Fraction:
        """The units that nobody draws."""
        return self.units - sum((draw.units for draw in self.draws), Fraction(0))


Session = tuple[datetime, str, Fraction]
"""When, who, and how many units."""


def pour(
    sessions: Sequence[Session], openings: Sequence[tuple[datetime, int]], sharing: Sharing
) -> tuple[PlannedVial, ...]:
    """Who draws from which vial: the vial that was opened first is used up first.

    `sessions` and `openings` (when, which size) are oldest first. A vial is opened only when somebody
    draws from it, so it may be opened later than planned, never earlier.
    """
    bottles = [_Bottle(size, Fraction(size), at, at, []) for at, size in openings]
    for at, person, units in sessions:
        wanted = units
        for bottle in bottles:
            taken = min(wanted, bottle.left) if sharing.usable(bottle.could_open, at) else Fraction(0)
            if taken:
                bottle.opened = bottle.opened if bottle.draws else at
                bottle.draws.append(Drawn(person, taken))
                bottle.left -= taken
                wanted -= taken
        if wanted:
            raise ArithmeticError(f"{person} is {wanted} units short, so the vials chosen do not suffice")
    return tuple(PlannedVial(one.size, one.opened, tuple(one.draws)) for one in bottles)
