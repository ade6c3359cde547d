"""The cast of the tests, and diaries written one letter a day.

`M` is a migraine that meets ICHD-3 1.1 C and D in full, `h` a mild headache with no feature at all,
`.` no headache, `?` a day nobody answered. Spaces only help the eye.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from procerus.criteria.bounds import Answer
from procerus.diary.day import SYMPTOMS, Day
from procerus.diary.diary import Diary
from procerus.diary.medicines import load_medicines
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


def drawn(letters: str, kinds: Mapping[str, Day], last: date = LAST_DAY) -> Diary:
    """As `diary`, with letters of one's own: each stands for a day like the one given, on its own date."""
    joined = "".join(letters.split())
    first = last - timedelta(days=len(joined) - 1)
    return Diary.of(_drawn(joined, kinds, first))


def _drawn(joined: str, kinds: Mapping[str, Day], first: date) -> Iterator[Day]:
    for number, letter in enumerate(joined):
        day = first + timedelta(days=number)
        if letter in kinds:
            yield replace(kinds[letter], date=day)
        else:
            yield from _days(letter, day)


def felt(
    symptoms: str = "",
    *,
    not_said: str = "",
    worst: int | None = 1,
    minutes: int | None = 240,
    medicines: str = "none",
) -> Day:
    """A headache day with these symptoms, such as `felt("pulsating nausea")`; all others are answered no."""
    said = {name: Answer.of(name in symptoms.split()) for name in SYMPTOMS if name not in not_said.split()}
    taken = load_medicines().understand(medicines)
    return Day(LAST_DAY, headache=Answer.YES, minutes=minutes, worst=worst, medicines=taken, **said)


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
