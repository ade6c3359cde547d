"""A paper diary is typed in: which days, what stands in each cell, what is wrong there, and what is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from procerus.clinic.diaries.models import Source
from procerus.clinic.diaries.reading import days_of
from procerus.clinic.diaries.writing import state
from procerus.clinic.look.dates import asked_day
from procerus.clinic.look.forms import sentence
from procerus.clinic.people.models import Account, Patient
from procerus.diary.diary import Diary, each_day
from procerus.diary.findings import About
from procerus.diary.read import read_days
from procerus.faults import BadInput, Fault

COLUMNS = (
    "headache", "hours", "worst", "nausea", "vomiting", "photophobia", "phonophobia", "unilateral",
    "pulsating", "aggravated", "aura", "medicines", "relieved",
)  # fmt: skip
LENGTHS = (28, 29, 30, 31)
CALENDAR = "month"
MOST_MONTHS = 24  # in which an open day is looked for
_PLACE = re.compile(r", day (\d+)(?:, key (\w+))?$")
Said = dict[date, dict[str, str]]
"""For each day of which something was entered, its columns that are not empty."""
Wrong = dict[tuple[date, str], str]
"""What is wrong, by day and column."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of one sheet of paper; `days` is its length, or nothing where it is a calendar month."""

    first: date
    last: date
    days: int | None = None

    @classmethod
    def of(cls, first: date, days: int | None = None) -> Stretch:
        """So many days from a day on, or the calendar month in which it lies."""
        if days is not None:
            return cls(first, first + timedelta(days=days - 1), days)
        begin = first.replace(day=1)
        return cls(begin, (begin + timedelta(days=31)).replace(day=1) - timedelta(days=1))

    @property
    def asked(self) -> dict[str, str]:
        """How an address asks for it."""
        return {"from": self.first.isoformat(), "days": str(self.days or CALENDAR)}

    @property
    def before(self) -> Stretch:
        """The sheet before this one."""
        return Stretch.of(self.first - timedelta(days=self.days or 1), self.days)

    @property
    def after(self) -> Stretch:
        """The sheet after this one."""
        return Stretch.of(self.last + timedelta(days=1), self.days)

    def until(self, today: date) -> list[date]:
        """Its days that have come."""
        return list(each_day(self.first, min(self.last, today))) if self.first <= today else []


def asked_stretch(asked: Mapping[str, str], patient: Patient, today: date) -> Stretch:
    """The sheet that is asked for, or else the latest month in which a day is open."""
    first = asked_day(asked.get("from", ""))
    length = asked.get("days", "")
    days = int(length) if length in map(str, LENGTHS) else None
    return latest_open(patient, today) if first is None else Stretch.of(first, days)


def latest_open(patient: Patient, today: date) -> Stretch:
    """The latest calendar month with a day that is over and not answered; the last one where none has."""
    diary = read_days(days_of([patient.pk]).get(patient.pk, []), "diary")
    newest = Stretch.of(today - timedelta(days=1))
    month = newest
    for _number in range(MOST_MONTHS):
        if any(not diary.day(day).answered for day in month.until(today - timedelta(days=1))):
            return month
        month = month.before
    return newest


def entered(posted: Mapping[str, str], days: Sequence[date]) -> Said:
    """What was typed into the grid. A cell that is empty is not there: it was not answered."""
    found: Said = {}
    for day in days:
        cells = {name: posted.get(f"{name}.{day.isoformat()}", "").strip() for name in COLUMNS}
        cells["medicines"] = "none" if cells["medicines"] == "0" else cells["medicines"]
        if said := {name: text for name, text in cells.items() if text}:
            found[day] = said
    return found


def wrong_in(said: Said) -> Wrong:
    """What cannot be used, by day and column."""
    try:
        read_days([{"date": day.isoformat(), **cells} for day, cells in said.items()], "paper")
    except BadInput as bad:
        days = list(said)
        return {_place(fault, days): _mended(fault) for fault in bad.faults}
    return {}


def _place(fault: Fault, days: Sequence[date]) -> tuple[date, str]:
    found = _PLACE.search(fault.where)
    return (days[int(found[1]) - 1], found[2] or COLUMNS[0]) if found else (days[0], COLUMNS[0])


def _mended(fault: Fault) -> str:
    """What to do, in the language of the page where it is a cell with a closed form."""
    if fault.where.endswith("hours"):
        said = _(
            "\u201c%(value)s\u201d cannot be hours of one day. Write a number from 0 to 24, such as 4 or 1.5."
        )
    elif fault.where.endswith("worst"):
        said = _("\u201c%(value)s\u201d is not a grade. Choose mild, moderate or severe.")
    elif fault.where.endswith("medicines"):
        return sentence(fault)
    else:
        said = _("\u201c%(value)s\u201d is not an answer. Choose yes or no, or leave it empty.")
    return said % {"value": (fault.value or "")[:40]}


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a sheet: days added, days said so before, days with two answers, medicines unread."""

    added: int
    known: int
    two_answers: int
    unclear: int
    medicines: tuple[str, ...]


def keep(patient: Patient, said: Said, by: Account, role: str) -> Kept:
    """Keep the days of a sheet beside what is known of them. BadInput where something is wrong."""
    added = {one.day for one in state(patient, list(said.items()), Source.PAPER, by, role=role)}
    about = [one for one in days_of([patient.pk])[patient.pk] if date.fromisoformat(one["date"]) in added]
    found = read_days(about, "diary")
    return Kept(
        len(added), len(said) - len(added), _days(found, About.ROWS_DISAGREE),
        _days(found, About.ROW_CONTRADICTS_ITSELF), _not_read(said),
    )  # fmt: skip


def _days(diary: Diary, about: About) -> int:
    return len({one.day for one in diary.findings if one.about is about})


def _not_read(said: Said) -> tuple[str, ...]:
    """The medicines that are not in the dictionary, each once, as they were written."""
    diary = read_days([{"date": day.isoformat(), **cells} for day, cells in said.items()], "paper")
    taken = (one for day in diary.days.values() for one in day.medicines or ())
    return tuple(dict.fromkeys(one.text for one in taken if one.name is None))
