"""People who are like one person but for one thing, to see where two policies part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from procerus.criteria.bounds import Answer
from procerus.diary.day import Day
from procerus.diary.diary import Diary, each_day
from procerus.pathway.patient import History, Patient

MONTH = timedelta(days=30)


def neighbours(person: Patient, as_of: date) -> Iterator[tuple[str, Patient]]:
    """The person as recorded, with an empty description, and then with one thing otherwise each."""
    yield "", person
    yield from _other_preventives(person)
    yield from _other_history(person)
    yield from _other_days(person, as_of)


def _other_preventives(person: Patient) -> Iterator[tuple[str, Patient]]:
    tried = person.preventives
    if tried:
        yield "one preventive fewer", replace(person, preventives=tried[:-1])
        ineffective = tuple(replace(one, outcome="ineffective") for one in tried)
        yield "every preventive ineffective", replace(person, preventives=ineffective)
        not_tolerated = tuple(replace(one, outcome="not_tolerated") for one in tried)
        yield "no preventive tolerated", replace(person, preventives=not_tolerated)
        yield "preventives not recorded", replace(person, preventives=None)


def _other_history(person: Patient) -> Iterator[tuple[str, Patient]]:
    said = person.history
    planned = replace(said, overuse_plan=Answer.YES)
    yield "a plan for medication overuse", replace(person, history=planned)
    unplanned = replace(said, overuse_plan=Answer.NO, overuse_withdrawn=Answer.NO)
    yield "no plan for medication overuse", replace(person, history=unplanned)
    yield "no history recorded", replace(person, history=History())


def _other_days(person: Patient, as_of: date) -> Iterator[tuple[str, Patient]]:
    diary = person.diary.until(as_of)
    latest = list(each_day(as_of - MONTH, as_of - timedelta(days=1)))
    with_headache = [day for day in latest if diary.day(day).headache is Answer.YES]
    without = [day for day in latest if diary.day(day).headache is Answer.NO]
    if with_headache:
        last = with_headache[-1]
        yield "one headache day fewer", _with(person, Day(last, headache=Answer.NO, medicines=()))
        if without:
            more = replace(diary.day(last), date=without[-1])
            yield "one headache day more", _with(person, more)
    if latest:
        kept = {day: said for day, said in person.diary.days.items() if day not in set(latest[::2])}
        yield "every second day of the month open", replace(person, diary=replace(person.diary, days=kept))


def _with(person: Patient, day: Day) -> Patient:
    """The person with one day of the diary written otherwise."""
    written = Diary.of([day]).days  # no headache answers the symptoms, as in a file
    return replace(person, diary=replace(person.diary, days={**person.diary.days, **written}))
