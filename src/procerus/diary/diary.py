"""A diary: the days somebody wrote about. A day that is not in it is a gap, and stays one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from procerus.diary.agreement import settle
from procerus.diary.dates import in_words
from procerus.diary.day import Day
from procerus.diary.findings import About, Finding

__all__ = ["About", "Diary", "Finding", "each_day"]


@dataclass(frozen=True, slots=True)
class Diary:
    """One person's diary, oldest day first.

    `days` holds only the dates that were written about and cannot be changed. `findings` say what a
    person should know about the file it came from; two diaries with the same days are equal.
    """

    patient: str  # "" where the file names nobody
    days: Mapping[date, Day]
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", MappingProxyType(dict(sorted(self.days.items()))))

    @classmethod
    def of(cls, days: Iterable[Day], patient: str = "") -> Diary:
        """A diary of days made by a program, read as a file with one row a day would be.

        No headache answers every empty symptom but aura, and a day that contradicts itself is open.
        Raises ValueError where a date comes twice.
        """
        known: dict[date, Day] = {}
        findings: list[Finding] = []
        for day in days:
            if day.date in known:
                raise ValueError(f"{in_words(day.date)} comes twice")
            known[day.date], found = settle(day)
            findings += found
        return cls(patient, known, tuple(findings))

    def __hash__(self) -> int:
        return hash((self.patient, tuple(self.days)))

    def __reduce__(self) -> tuple[type[Diary], tuple[str, dict[date, Day], tuple[Finding, ...]]]:
        return Diary, (self.patient, dict(self.days), self.findings)

    @property
    def first(self) -> date | None:
        """The earliest day written about, None in an empty diary."""
        return next(iter(self.days), None)

    @property
    def last(self) -> date | None:
        """The latest day written about, None in an empty diary."""
        return max(self.days, default=None)

    @property
    def in_dispute(self) -> frozenset[date]:
        """The days about which two answers stand that differ."""
        return frozenset(one.day for one in self.findings if one.day and one.about is About.ROWS_DISAGREE)

    def day(self, date: date) -> Day:
        """What was said about a day; an empty day where nothing was."""
        said = self.days.get(date)
        return Day(date) if said is None else said

    def spans(self, first: date, last: date) -> Iterator[Day]:
        """Every calendar day from the first to the last, both included, gaps as empty days."""
        return (self.day(one) for one in each_day(first, last))

    def until(self, as_of: date) -> Diary:
        """The diary as a question asked on this day sees it: the days before it.

        The day of the question is not over, so it belongs to no window; later rows are not read. Both
        are named in a finding.
        """
        left_out = [day for day in self.days if day >= as_of]
        if not left_out:
            return self
        kept = {day: said for day, said in self.days.items() if day < as_of}
        findings = [one for one in self.findings if one.day is None or one.day < as_of]
        return Diary(self.patient, kept, (*findings, _not_read(left_out, as_of)))


def each_day(first: date, last: date) -> Iterator[date]:
    """Every calendar day from the first to the last, both included."""
    return (first + timedelta(days=count) for count in range((last - first).days + 1))


def _not_read(days: list[date], as_of: date) -> Finding:
    counted = f"{in_words(days[0])} is" if len(days) == 1 else f"{len(days)} days are"
    text = (
        f"{counted} not read, because the question is asked on {in_words(as_of)} and looks at the days before"
    )
    return Finding(About.NOT_READ, f"{text}.")
