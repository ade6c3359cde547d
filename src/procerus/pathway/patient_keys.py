"""Every key of a patient file, in one table: the reader and the published schema are both made from it.

Contract: docs/reference/patient-file.md. A key that is missing or null is unknown; `procerus`, `id` and
`diary` are needed. `stops` are the recorded ends of a course (GLOSSARY: course).
The ceilings only catch slips of the hand; no decision rests on them.
"""

from __future__ import annotations

from typing import get_args

from procerus.diary.day import COLUMNS
from procerus.injection.attested import Indication, Injection, RegularMedicine, Route, Today
from procerus.pathway.patient import (
    AttestedCount,
    Diagnoser,
    History,
    Outcome,
    PreventiveTrial,
    Score,
    Sex,
    SoFar,
    Stop,
    StopReason,
)
from procerus.pathway.patient_kinds import (
    Amount,
    AnyDate,
    Constant,
    Count,
    FullDate,
    Id,
    Json,
    Key,
    Many,
    Place,
    Record,
    Refused,
    Text,
    Truth,
    Whole,
    Word,
)

VERSION = "patient/1"
MOST_MONTHS = 1200  # a hundred years
MOST_ATTACKS = 100_000
MOST_UNITS = 25_000  # type B toxin is given in thousands of units; a product's own limits are its pack's
MOST_COUNTED_DAYS = 3660


class DiaryEntry:
    """A path beside the file, or the days themselves. The diary's own reader reads what it holds."""

    def read(self, value: object, place: Place) -> str | list[object]:
        if isinstance(value, (str, list)):
            return value
        raise Refused("is neither a file name nor a list of days", "Write a name such as ada.csv.", value)

    def schema(self) -> Json:
        cell = {"type": ["string", "number", "null"]}
        day = {
            "type": "object",
            "properties": dict.fromkeys(COLUMNS, cell),
            "required": ["date"],
            "additionalProperties": False,
        }
        return {"anyOf": [{"type": "string", "minLength": 1}, {"type": "array", "items": day}]}


HISTORY = Record(
    History,
    {
        "lifetime_migraine_attacks": Key(Whole(MOST_ATTACKS), "Migraine attacks in the whole life."),
        "months_of_this_pattern": Key(Whole(MOST_MONTHS), "For how many months it has been like now."),
        "other_cause_excluded": Key(Truth(), "Has another cause of the headaches been excluded?"),
        "diagnosed_by": Key(Word(get_args(Diagnoser)), "Who made the diagnosis."),
        "overuse_plan": Key(Truth(), "Is there a plan for medication overuse?"),
        "overuse_withdrawn": Key(Truth(), "Has withdrawal of the overused medicine been done?"),
        "months_of_overuse": Key(Whole(MOST_MONTHS), "For how many months there was overuse."),
        "work_related": Key(Truth(), "Is it part of an accepted claim for an injury or illness at work?"),
    },
)
PREVENTIVE = Record(
    PreventiveTrial,
    {
        "drug": Key(Text(), "The preventive medicine, generic or brand name."),
        "from": Key(AnyDate(), "First day; may be only a month or a year.", "started"),
        "to": Key(AnyDate(), "Last day, included; null where it is not known or not yet over.", "ended"),
        "mg_per_day": Key(Amount(0, 100_000), "Highest daily dose in milligrams."),
        "outcome": Key(
            Word(get_args(Outcome)),
            "What came of it; unsuitable means for reasons of safety; "
            "too_short, refused and ongoing never count as tried.",
        ),
    },
)
INJECTION = Record(
    Injection,
    {
        "date": Key(AnyDate(), "The day; may be only a month or a year, and then it anchors nothing."),
        "product": Key(Id("botox"), "The product's id: its brand name in lower case."),
        "indication": Key(Word(get_args(Indication)), "What it was given for."),
        "units": Key(Amount(0, MOST_UNITS, quarters=True), "Units of that product, down to a quarter."),
    },
)
TODAY = Record(
    Today,
    {
        "on": Key(FullDate(), "The day of this session."),
        "allergy": Key(Truth(), "Allergy to botulinum toxin or a component?"),
        "infection_at_site": Key(Truth(), "Infection where it would be injected?"),
        "swallowing_or_breathing_trouble": Key(Truth(), "Trouble swallowing or breathing?"),
        "pregnant": Key(Truth(), "Pregnant?"),
        "breast_feeding": Key(Truth(), "Breast-feeding?"),
        "toxin_elsewhere": Key(Truth(), "Botulinum toxin from somebody else, for anything?"),
        "inr": Key(Amount(0, 50), "INR, where it was measured."),
    },
)
MEDICINE = Record(
    RegularMedicine,
    {
        "drug": Key(Text(), "A medicine taken for anything."),
        "route": Key(Word(get_args(Route)), "How it is taken."),
        "from": Key(AnyDate(), "First day; may be only a month or a year.", "started"),
        "to": Key(AnyDate(), "Last day, included; null where it is not known or not yet over.", "ended"),
    },
)
COUNT = Record(
    AttestedCount,
    {
        "from": Key(FullDate(), "First day that was counted.", "first"),
        "to": Key(FullDate(), "Last day that was counted, included.", "last"),
        "headache_days": Key(Count(MOST_COUNTED_DAYS), "Headache days: a number, or [fewest, most]."),
        "migraine_days": Key(Count(MOST_COUNTED_DAYS), "Migraine days: a number, or [fewest, most]."),
        "source": Key(Text(), "Where the count stands, such as a letter."),
    },
)
SCORE = Record(
    Score,
    {
        "date": Key(AnyDate(), "The day it was filled in; may be only a month or a year."),
        "instrument": Key(Id("hit-6"), "The questionnaire's id."),
        "score": Key(Amount(-1000, 1000), "The score, by the instrument's own rules."),
    },
)
STOP = Record(
    Stop,
    {
        "date": Key(FullDate(), "The day on which the course was ended.", needed=True),
        "reason": Key(Word(get_args(StopReason)), "Why it was ended."),
    },
)
SO_FAR = Record(
    SoFar,
    {
        "preventives": Key(Many(PREVENTIVE), "Preventive medicines tried that are known."),
        "toxin": Key(Many(INJECTION), "Injections of botulinum toxin that are known."),
        "medicines": Key(Many(MEDICINE), "Other medicines taken that are known."),
        "conditions": Key(Many(Text()), "Other illnesses that are known."),
    },
)
PATIENT = Record(
    dict,
    {
        "procerus": Key(Constant(VERSION), 'The format of this file: "patient/1".', needed=True),
        "id": Key(Text(), "The patient's id, as the diary has it.", needed=True),
        "born": Key(AnyDate(), "Date of birth; may be only a month or a year."),
        "sex": Key(Word(get_args(Sex)), "Sex."),
        "diary": Key(DiaryEntry(), "A diary CSV beside this file, or a list of days.", needed=True),
        "history": Key(HISTORY, "What was asked about the past."),
        "preventives": Key(Many(PREVENTIVE), "Every preventive medicine tried; [] means asked, none."),
        "toxin": Key(Many(INJECTION), "Every injection of botulinum toxin; [] means asked, none."),
        "today": Key(TODAY, "What was asked at this session."),
        "medicines": Key(Many(MEDICINE), "Every other medicine taken; [] means asked, none."),
        "conditions": Key(Many(Text()), "Every other illness; [] means asked, none."),
        "counts": Key(Many(COUNT), "Days counted by somebody who saw a diary that is not here."),
        "scores": Key(Many(SCORE), "Questionnaire scores."),
        "stops": Key(Many(STOP), "Recorded ends of a course of treatment; missing means none is recorded."),
        "so_far": Key(SO_FAR, "What is known of lists that nobody called complete; there may be more."),
    },
)
