"""What is known of each day already, by whom, in words to be read beside what somebody is about to enter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from procerus.clinic.diaries.models import Source, Statement
from procerus.clinic.diaries.reading import live
from procerus.clinic.diaries.templatetags.diaries import grade_said, symptom_said
from procerus.clinic.people.models import Patient
from procerus.clinic.phones.told import heard_of
from procerus.diary.cells import GRADES, grade_of, minutes_of
from procerus.diary.day import SYMPTOMS
from procerus.sync.days import rows

SPOKEN = ("headache", "hours", "worst", *SYMPTOMS, "medicines")
_PARTED = re.compile(r"[;\n]+")
_GRADES = {grade: name for name, grade in GRADES.items()}


@dataclass(frozen=True, slots=True)
class Part:
    """One column of what was said: in which form it is compared, and in words."""

    column: str
    meaning: str
    says: str


@dataclass(frozen=True, slots=True)
class Known:
    """What one source says of a day today. Of phones it is what stands after everything they told."""

    day: date
    who: str
    parts: tuple[Part, ...]
    statement: Statement | None = None

    @property
    def says(self) -> str:
        """All of it but the symptoms that were not there."""
        return ", ".join(one.says for one in self.parts if one.column not in SYMPTOMS or one.meaning == "yes")

    def otherwise(self, entered: Mapping[str, str]) -> str:
        """Where this differs from what is being entered, in words; empty where it does not."""
        now = {name: meaning(name, text) for name, text in entered.items()}
        return ", ".join(one.says for one in self.parts if now.get(one.column, one.meaning) != one.meaning)


def known_of(patient: Patient, first: date, last: date) -> dict[date, list[Known]]:
    """For each day what counts of it today, from files, paper and phones."""
    found: dict[date, list[Known]] = defaultdict(list)
    stated = live([patient.pk]).filter(day__range=(first, last)).order_by("day", "received_at")
    for one in stated.select_related("by"):
        found[one.day].append(Known(one.day, _who(one), parts_of(one.said), one))
    told = rows(one.statement for one in heard_of([patient.pk]).get(patient.pk, []))
    for iso, said in told.items():
        day = date.fromisoformat(iso)
        if first <= day <= last:
            found[day] += [Known(day, _("The phone"), parts_of(row)) for row in said]
    return found


def parts_of(said: Mapping[str, Any]) -> tuple[Part, ...]:
    """What was said, column by column."""
    return tuple(_parts({name: str(said.get(name) or "").strip() for name in SPOKEN}))


def _parts(said: Mapping[str, str]) -> Iterator[Part]:
    for name, text in said.items():
        if text:
            found = meaning(name, text)
            yield Part(name, found, _says(name, text, found))


def meaning(column: str, text: str) -> str:
    """What two cells of a column must share to say the same; `paper.js` knows it as well."""
    said = text.strip().casefold()
    try:
        if column == "hours":
            return str(minutes_of(said))
        if column == "worst":
            return _GRADES.get(grade_of(said) or 0, "0")
    except ValueError:
        return said
    if column == "medicines":
        one = sorted(" ".join(one.split()) for one in _PARTED.split(said) if one.strip())
        return "; ".join(one)
    return said


def _says(column: str, text: str, found: str) -> str:
    if column == "headache":
        return _("headache") if found == "yes" else _("no headache")
    if column == "hours":
        return _("%(n)s h") % {"n": text}
    if column == "worst":
        return grade_said(found)
    if column == "medicines":
        return _("no medicine") if found == "none" else text
    called = symptom_said(column)
    return called if found == "yes" else _("not %(symptom)s") % {"symptom": called}


def _who(one: Statement) -> str:
    by = "" if one.by is None else one.by.name
    if one.source == Source.IMPORT:
        return _("A file")
    if one.source == Source.PHONE:
        return _("The phone")
    if one.source == Source.CLINIC:
        return _("The clinic (%(by)s)") % {"by": by} if by else _("The clinic")
    return _("Paper (%(by)s)") % {"by": by} if by else _("Paper")
