"""Take a patient file into a clinic: register the person, and enter what the file says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from procerus.clinic.diaries.models import Source
from procerus.clinic.diaries.writing import state
from procerus.clinic.people.models import Clinic, Patient, Registration
from procerus.clinic.record.kinds import LISTS, NEVER_ASKED, SINGLE
from procerus.clinic.record.models import Kind
from procerus.clinic.record.writing import Author, enter

DAY_OF: Mapping[str, tuple[str, ...]] = {
    Kind.PREVENTIVE: ("from", "to"),
    Kind.TOXIN: ("date",),
    Kind.MEDICINE: ("from", "to"),
    Kind.COUNT: ("from",),
    Kind.SCORE: ("date",),
    Kind.STOP: ("date",),
    Kind.TODAY: ("on",),
}
"""Which key of an entry says the day it is about; the first that is there."""


def register(clinic: Clinic, given: str, family: str, number: str, born: str = "", sex: str = "") -> Patient:
    """A new patient of a clinic."""
    patient = Patient.objects.create(given=given, family=family, born=born, sex=sex)
    Registration.objects.create(patient=patient, clinic=clinic, number=number)
    return patient


def enter_file(patient: Patient, file: Mapping[str, Any], author: Author, source: Source) -> None:
    """Enter what a patient file says of a patient. Its `diary` is a list of days. Raises BadInput."""
    for kind, key in SINGLE.items():
        if file.get(key) is not None:
            enter(patient, kind, file[key], author, day_of(kind, file[key]))
    for kind, key in LISTS.items():
        for value in file.get(key) or (file.get("so_far") or {}).get(key) or ():
            data = {"name": value} if kind == Kind.CONDITION else value
            enter(patient, kind, data, author, day_of(kind, data))
        if file.get(key) is not None and key not in NEVER_ASKED:
            enter(patient, Kind.ASKED, {"list": key}, author)
    days = [
        (
            date.fromisoformat(one["date"]),
            {key: value for key, value in one.items() if key not in ("date", "patient")},
        )
        for one in file.get("diary") or ()
    ]
    if days:
        state(patient, days, source, author.account)


def day_of(kind: str, data: Mapping[str, Any]) -> str:
    """The day an entry is about, perhaps partial, or nothing."""
    return next((str(data[key]) for key in DAY_OF.get(kind, ()) if data.get(key)), "")
