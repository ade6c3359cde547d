"""Reading what a command was given: a diary file or a patient file, and the day of the question."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from procerus.diary.read import read_diary
from procerus.faults import BadInput, Fault
from procerus.pathway.patient import Patient
from procerus.pathway.patient_file import read_patient

MOST_NAMED = 5  # people named where a file holds too many
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)


def day_of(text: str | None, option: str = "--as-of") -> date | None:
    """A date given on the command line. Raises BadInput where it is none."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadInput([Fault(option, "is not a date", "Write it as 2026-11-22.", text)]) from None
    if text != day.isoformat():
        raise BadInput([Fault(option, "is not a date in year, month and day", f"Write it as {day}.", text)])
    if not EARLIEST <= day < LATEST:
        raise BadInput([Fault(option, "is not a date from 1900 to 2199", "Check the year.", text)])
    return day


def read_people(path: Path) -> tuple[Patient, ...]:
    """The people of a file: one of a patient file, one or more of a diary file."""
    if path.suffix.lower() == ".json":
        return (read_patient(path),)
    try:
        diaries = read_diary(path)
    except BadInput:
        from procerus.exchange.importers.recognise import is_export

        if not is_export(path):
            raise
        mend = f"Import it first: procerus diary import {path} --out diary.csv"
        raise BadInput([Fault(path.name, "is an export of another app, not a diary", mend)]) from None
    return tuple(Patient(id=diary.patient or path.stem, diary=diary) for diary in diaries)


def read_person(path: Path) -> Patient:
    """The one person of a file. Raises BadInput where there are more."""
    people = read_people(path)
    if len(people) != 1:
        ids = ", ".join(person.id for person in people[:MOST_NAMED])
        more = ", …" if len(people) > MOST_NAMED else ""
        raise BadInput(
            [Fault(path.name, f"holds {len(people)} people ({ids}{more})", "Give a file of one person.")]
        )
    return people[0]


def asked_on(person: Patient, as_of: date | None) -> date:
    """The day of the question: the one given, or the day after the last record."""
    if as_of is not None:
        return as_of
    last = max(_records(person), default=None)
    if last is None:
        mend = "Say on which day the question is asked: --as-of 2026-11-22."
        raise BadInput([Fault(person.id, "has no record with a date", mend)])
    return date.fromordinal(last.toordinal() + 1)


def _records(person: Patient) -> list[date]:
    days = [] if person.diary.last is None else [person.diary.last]
    days += [one.last for one in person.counts or () if one.last is not None]
    days += [one.date.latest for one in person.toxin or () if one.date is not None]
    return days
