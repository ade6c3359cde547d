"""People who are like one person but for one thing, to see where two policies part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

from procerus.criteria.bounds import Answer
from procerus.diary.day import Day
from procerus.diary.diary import Diary, each_day
from procerus.pathway.patient import History, Patient

MONTH = timedelta(days=30)


def neighbours(person: Patient, as_of: date) -> Iterator[tuple[str, Patient]]:
    """The person as recorded, with an empty description, and then with one thing otherwise each.

    What is so already is not otherwise, and gives no neighbour.
    """
    yield "", person
    others = chain(_other_preventives(person), _other_history(person), _other_days(person, as_of))
    yield from ((otherwise, one) for otherwise, one in others if one != person)


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
        fewer = Day(last, headache=Answer.NO, medicines=(), entered=diary.day(last).entered)
        yield "one headache day fewer", _with(person, fewer)
        if without:
            clear = diary.day(without[-1])
            more = replace(diary.day(last), date=clear.date, entered=clear.entered)  # no later than before
            yield "one headache day more", _with(person, more)
    opened = set(latest[::2])
    kept = {day: said for day, said in person.diary.days.items() if day not in opened}
    yield "every second day of the month open", replace(person, diary=replace(person.diary, days=kept))


def _with(person: Patient, day: Day) -> Patient:
    """The person with one day of the diary written otherwise."""
    written = Diary.of([day]).days  # no headache answers the symptoms, as in a file
    return replace(person, diary=replace(person.diary, days={**person.diary.days, **written}))
