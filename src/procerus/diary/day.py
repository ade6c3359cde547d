"""One day of a headache diary: what was said about it, and nothing else.

A day that is not in the file is a gap. A gap is neither a headache day nor a headache-free day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from procerus.criteria.bounds import Answer
from procerus.packs.conventions import convention
from procerus.packs.rules import Bit, DiaryReading

SYMPTOMS = (
    "unilateral", "pulsating", "aggravated", "nausea", "vomiting", "photophobia", "phonophobia",
    "aura", "believed_migraine", "relieved",
)  # fmt: skip
RECALLED_AFTER = timedelta(days=convention("recalled_after_days"))
"""A day entered later than this counts, but is marked as recalled (docs/reference/diary-file.md)."""


@dataclass(frozen=True, slots=True)
class Intake:
    """One medicine taken on a day, as written and as understood.

    `classes` are ICHD-3 overuse classes; sumatriptan with naproxen has two. An intake that was not
    recognised has no name and may be of any class, so it widens upper bounds and never a lower one.
    """

    text: str  # as the patient wrote it, trimmed
    name: str | None  # generic name of the dictionary, None where it was not recognised
    classes: frozenset[str] = frozenset()
    acute: bool = False  # taken to treat an attack, whether or not a class counts it
    migraine_specific: bool = False  # triptan, ergot, ditan or gepant
    times: int | None = None  # how many were taken, where written

    @property
    def uncertain(self) -> bool:
        """Whether its class cannot be told: an unknown word, or only 'painkiller'."""
        return self.name is None or "unspecified" in self.classes


@dataclass(frozen=True, slots=True)
class Day:
    """What the patient said about one local calendar day."""

    date: date
    headache: Answer = Answer.UNKNOWN
    minutes: int | None = None  # how long it hurt that day
    worst: int | None = None  # 0 none, 1 mild, 2 moderate, 3 severe
    unilateral: Answer = Answer.UNKNOWN
    pulsating: Answer = Answer.UNKNOWN
    aggravated: Answer = Answer.UNKNOWN
    nausea: Answer = Answer.UNKNOWN
    vomiting: Answer = Answer.UNKNOWN
    photophobia: Answer = Answer.UNKNOWN
    phonophobia: Answer = Answer.UNKNOWN
    aura: Answer = Answer.UNKNOWN
    believed_migraine: Answer = Answer.UNKNOWN
    relieved: Answer = Answer.UNKNOWN
    medicines: tuple[Intake, ...] | None = None  # None: not answered; (): none taken
    entered: datetime | None = None  # when it was written down
    note: str = ""

    @property
    def answered(self) -> bool:
        """Whether the day says if there was a headache."""
        return self.headache is not Answer.UNKNOWN

    @property
    def recalled(self) -> bool:
        """Whether it was written down more than seven days late. An unknown time is not called late."""
        return self.entered is not None and self.entered.date() - self.date > RECALLED_AFTER


def bits_of(day: Day, bits: Mapping[str, Bit], reading: DiaryReading) -> dict[str, Answer]:
    """Every declared bit of one day, under one reading of silence."""
    day = _as_read(day, reading)
    took = _took(day.medicines or ())
    return {
        name: _bit(day, bit)
        if bit.medicine is None
        else Answer.UNKNOWN
        if day.medicines is None
        else took.get(bit.medicine, took[_ANY_CLASS])
        for name, bit in bits.items()
    }


def _as_read(day: Day, reading: DiaryReading) -> Day:
    """The day as one reading of silence and lateness has it."""
    if reading.recalled_days == "gaps" and day.recalled:
        return Day(day.date)
    if day.medicines is None and day.headache is Answer.NO:
        return replace(day, medicines=()) if reading.empty_medicines == "none-when-headache-free" else day
    return day


def _bit(day: Day, bit: Bit) -> Answer:
    if bit.at_least is None:
        said: Answer = getattr(day, bit.column)
        return said
    if day.headache is Answer.NO:
        return Answer.NO
    grade: int | None = getattr(day, bit.column)
    return Answer.of(None if grade is None else grade >= bit.at_least)


_ANY_CLASS = ""
"""Stands for every class of which no medicine is known to have been taken."""


def _took(taken: tuple[Intake, ...]) -> dict[str, Answer]:
    """What the medicines of a day say of each class; an unknown medicine leaves the others open."""
    unknown = Answer.of(None if any(one.name is None for one in taken) else False)
    uncertain = Answer.of(None if any(one.uncertain for one in taken) else False)
    said = dict.fromkeys({name for one in taken for name in one.classes}, Answer.YES)
    return {
        _ANY_CLASS: uncertain,
        "unspecified": unknown,
        **said,
        "any": Answer.YES if any(one.acute for one in taken) else unknown,
        "migraine-specific": Answer.YES if any(one.migraine_specific for one in taken) else uncertain,
        "unrecognised": Answer.of(uncertain is Answer.UNKNOWN),
    }


COLUMNS = ("patient", "date", "headache", "hours", "worst", *SYMPTOMS, "medicines", "entered", "note")
"""The columns of the diary file, in order (docs/reference/diary-file.md)."""
