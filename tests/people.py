"""The cast of the tests, and diaries written one letter a day.

`M` is a migraine that meets ICHD-3 1.1 C and D in full, `h` a mild headache with no feature at all,
`.` no headache, `?` a day nobody answered. Spaces only help the eye.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from procerus.criteria.bounds import Answer
from procerus.diary.day import SYMPTOMS, Day
from procerus.diary.diary import Diary
from procerus.pathway.patient import Patient
from procerus.pathway.patient_file import read_patient

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = ("ada", "ben", "cleo", "dan", "eve", "fay")
LAST_DAY = date(2026, 10, 31)
NOT_A_FEATURE = {"aura", "relieved"}  # aura is rare, and nothing was taken that could relieve


def diary(letters: str, last: date = LAST_DAY) -> Diary:
    """The diary that the letters draw, ending on `last`. An unanswered day is not in it at all."""
    drawn = "".join(letters.split())
    first = last - timedelta(days=len(drawn) - 1)
    return Diary.of(_days(drawn, first))


def _days(drawn: str, first: date) -> Iterator[Day]:
    for number, letter in enumerate(drawn):
        day = first + timedelta(days=number)
        if letter == "M":
            yield migraine(day)
        elif letter == "h":
            yield other_headache(day)
        elif letter == ".":
            yield Day(day, headache=Answer.NO)
        elif letter != "?":
            raise ValueError(f"'{letter}' is not one of M h . ?")


def migraine(day: date) -> Day:
    """A day of severe migraine, untreated, with every feature and no aura."""
    felt = {name: Answer.of(name not in NOT_A_FEATURE) for name in SYMPTOMS}
    return Day(day, headache=Answer.YES, minutes=480, worst=3, medicines=(), **felt)


def other_headache(day: date) -> Day:
    """A day of mild headache, untreated, with no feature of migraine."""
    felt = dict.fromkeys(SYMPTOMS, Answer.NO)
    return Day(day, headache=Answer.YES, minutes=240, worst=1, medicines=(), **felt)


def person(name: str) -> Patient:
    """One of the six example people, such as `person("ada")`."""
    return read_patient(EXAMPLES / f"{name}.json")


def ada() -> Patient:
    """Clear chronic migraine, a complete diary."""
    return person("ada")


def ben() -> Patient:
    """A gappy diary: the last month is neither 15 headache days or more, nor fewer."""
    return person("ben")


def cleo() -> Patient:
    """Chronic migraine with overuse of triptans and of co-codamol."""
    return person("cleo")


def dan() -> Patient:
    """Episodic migraine."""
    return person("dan")


def eve() -> Patient:
    """A response after two cycles, still chronic."""
    return person("eve")


def fay() -> Patient:
    """Turned episodic; the stop is recorded."""
    return person("fay")
