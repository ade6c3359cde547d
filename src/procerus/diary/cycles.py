"""Courses and cycles of treatment, from the dates of injections.

A course begins with its first injection and ends at a recorded stop or after 26 weeks without one
(GLOSSARY: course). Baseline, cycles and stop rules belong to the course. A date known only by its month or
year makes an anchor a range, and where it leaves open which course it belongs to, an unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from procerus.criteria.bounds import ANYTHING, Answer, Between
from procerus.diary.windows import ABSENT, NOT_KNOWN, Anchored
from procerus.packs.conventions import convention


class Dated(Protocol):
    """A day known only as some day from `earliest` to `latest`."""

    @property
    def earliest(self) -> date: ...
    @property
    def latest(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Session:
    """The first, second or a later injection: some day from `earliest` to `latest`."""

    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Course:
    """The latest course of treatment before the day of the question."""

    running: Answer
    ended: Answer  # there was one, and it has ended
    injections: Between
    first: Anchored = ABSENT
    second: Anchored = ABSENT
    third: Anchored = ABSENT
    latest: Anchored = ABSENT
    sessions: tuple[Session, ...] | None = ()  # of this course, in order; None where they are not known


NO_COURSE = Course(Answer.NO, Answer.NO, Between.exactly(0))
COURSE_NOT_KNOWN = Course(
    Answer.UNKNOWN, Answer.UNKNOWN, ANYTHING, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, None
)  # fmt: skip


def latest_course(injections: Sequence[Dated] | None, stops: Sequence[date], as_of: date) -> Course:
    """The course that the injections of one indication make; None is a list nobody has taken."""
    if injections is None:
        return COURSE_NOT_KNOWN
    given = _in_order([one for one in injections if one.earliest <= as_of])
    if not given:
        return NO_COURSE
    if any(one.latest > as_of for one in given):
        return COURSE_NOT_KNOWN
    start, sure = _start_of_course(given, stops)
    course = given[start:]
    ended = _ended(course[-1], stops, as_of)
    return Course(
        running={Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(ended, Answer.UNKNOWN),
        ended=ended,
        injections=Between.exactly(len(course)) if sure else Between(1, len(given)),
        first=_anchor(course, 0) if sure else NOT_KNOWN,
        second=_anchor(course, 1) if sure else NOT_KNOWN,
        third=_anchor(course, 2) if sure else NOT_KNOWN,
        latest=_anchor(course, len(course) - 1),
        sessions=tuple(course) if sure else None,
    )


def _in_order(injections: Sequence[Dated]) -> list[Session]:
    """The injections by number, whichever they are: of `2025` and `2025-03-05` either may be the second.

    However the days fall, the second lies from the second of all earliest days to the second of all
    latest days, and so on.
    """
    earliest = sorted(one.earliest for one in injections)
    latest = sorted(one.latest for one in injections)
    return [Session(*ends) for ends in zip(earliest, latest, strict=True)]


def _start_of_course(given: Sequence[Session], stops: Sequence[date]) -> tuple[int, bool]:
    """Where the latest course begins among the injections, and whether that is sure."""
    for index in range(len(given) - 1, 0, -1):
        apart = _apart(given[index - 1], given[index], stops)
        if apart is not Answer.NO:
            return index, apart is Answer.YES
    return 0, True


def _apart(one: Session, next_: Session, stops: Sequence[date]) -> Answer:
    """Whether two injections in a row belong to different courses.

    A stop on the day of an injection ends the course of that injection and begins none with it.
    """
    longest = _longest_gap()
    if any(one.latest <= stop < next_.earliest for stop in stops) or next_.earliest - one.latest > longest:
        return Answer.YES
    if next_.latest - one.earliest > longest or any(one.earliest <= stop < next_.latest for stop in stops):
        return Answer.UNKNOWN
    return Answer.NO


def _ended(last: Session, stops: Sequence[date], as_of: date) -> Answer:
    longest = _longest_gap()
    if as_of - last.latest > longest or any(last.latest <= stop <= as_of for stop in stops):
        return Answer.YES
    if as_of - last.earliest > longest or any(last.earliest <= stop <= as_of for stop in stops):
        return Answer.UNKNOWN
    return Answer.NO


def _anchor(course: Sequence[Session], index: int) -> Anchored:
    if index >= len(course):
        return ABSENT
    return Anchored(Answer.YES, course[index].earliest, course[index].latest)


def _longest_gap() -> timedelta:
    return timedelta(weeks=convention("course_ends_after_weeks"))
