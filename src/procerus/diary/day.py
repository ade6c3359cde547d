"""One day of a headache diary: what was said about it, and nothing else.

A day that is not in the file is a gap. A gap is neither a headache day nor a headache-free day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from procerus.criteria.bounds import Answer
from procerus.packs.conventions import convention
from procerus.packs.rules import Bit, DiaryReading

SYMPTOMS = (
    "unilateral", "pulsating", "aggravated", "nausea", "vomiting", "photophobia", "phonophobia",
    "aura", "believed_migraine", "relieved",
)  # fmt: skip
RECALLED_AFTER = timedelta(days=convention("recalled_after_days"))
"""A day entered later than this counts, but is marked as recalled (design 4.1)."""


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
    if day.recalled and reading.recalled_days == "gaps":
        day = Day(day.date)
    return {name: _bit(day, bit, reading) for name, bit in bits.items()}


def _bit(day: Day, bit: Bit, reading: DiaryReading) -> Answer:
    if bit.medicine is not None:
        return _took(day, bit.medicine, reading)
    if bit.at_least is None:
        said: Answer = getattr(day, bit.column)
        return said
    if day.headache is Answer.NO:
        return Answer.NO
    grade: int | None = getattr(day, bit.column)
    return Answer.of(None if grade is None else grade >= bit.at_least)


def _took(day: Day, medicine: str, reading: DiaryReading) -> Answer:
    taken = day.medicines
    if taken is None:
        free = day.headache is Answer.NO and reading.empty_medicines == "none-when-headache-free"
        return Answer.NO if free else Answer.UNKNOWN
    match medicine:
        case "any":
            said, open_ = any(one.acute for one in taken), any(one.name is None for one in taken)
        case "migraine-specific":
            said, open_ = any(one.migraine_specific for one in taken), any(one.uncertain for one in taken)
        case "unrecognised":
            said, open_ = any(one.uncertain for one in taken), False
        case "unspecified":
            said = any("unspecified" in one.classes for one in taken)
            open_ = any(one.name is None for one in taken)
        case _:
            said, open_ = any(medicine in one.classes for one in taken), any(one.uncertain for one in taken)
    return Answer.YES if said else Answer.of(None if open_ else False)


COLUMNS = ("patient", "date", "headache", "hours", "worst", *SYMPTOMS, "medicines", "entered", "note")
"""The columns of the diary file, in order (design 4.1)."""
