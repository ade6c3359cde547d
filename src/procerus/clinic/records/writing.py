"""Enter and correct entries by hand: checked first, and nothing is written where anything is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from procerus.clinic.people.models import Patient
from procerus.clinic.record import writing
from procerus.clinic.record.from_file import day_of
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import live
from procerus.clinic.record.writing import Author
from procerus.clinic.records.events import CANNOT_WAIT, cannot_wait
from procerus.clinic.records.questionnaires import refuse_score
from procerus.clinic.records.reading import thread_of
from procerus.clinic.records.shapes import RECORDS, check
from procerus.faults import BadInput, Fault

DAY_OF: Mapping[str, tuple[str, ...]] = {
    Kind.NERVE_BLOCK: ("date",),
    Kind.WITHDRAWAL: ("from", "to"),
    Kind.ADVERSE_EVENT: ("onset", "reported"),
    Kind.NOTE: ("day",),
}


def enter(patient: Patient, kind: str, data: Mapping[str, Any], author: Author, today: date) -> Entry:
    """A new entry. Raises BadInput with every fault."""
    refuse(kind, data, today)
    return writing.enter(patient, kind, {**data, **_beside(kind, data)}, author, _on(kind, data))


def amend(old: Entry, data: Mapping[str, Any], reason: str, author: Author, today: date) -> Entry:
    """The entry as it should have been; what its form does not ask is kept. Raises BadInput."""
    refuse(old.kind, data, today)
    asked = {*RECORDS[old.kind].keys, "session", CANNOT_WAIT}
    kept = {key: value for key, value in old.data.items() if key not in asked}
    if old.kind == Kind.QUESTION and "answers" not in kept:
        kept["thread"] = thread_of(old)
    return writing.amend(
        old, {**kept, **data, **_beside(old.kind, data)}, reason, author, _on(old.kind, data)
    )


def call_complete(patient: Patient, key: str, author: Author) -> Entry:
    """That a list is all there is. Raises BadInput where somebody said so already."""
    if any(one.data == {"list": key} for one in live(patient.pk, Kind.ASKED)):
        why = _("was called complete by somebody else in the meantime")
        raise BadInput([Fault("list", why, _("Nothing is left to do."))])
    return writing.enter(patient, Kind.ASKED, {"list": key}, author)


def refuse(kind: str, data: Mapping[str, Any], today: date) -> None:
    """Raises BadInput with every fault of an entry; nothing where it may be entered."""
    faults: list[Fault] = []
    try:
        check(kind, data, today)
    except BadInput as bad:
        faults += bad.faults
    if kind == Kind.SCORE:
        try:
            refuse_score(data)
        except BadInput as bad:
            faults = [one for one in faults if one.where != "entry"] + list(bad.faults)
    if faults:
        raise BadInput(faults)


def _beside(kind: str, data: Mapping[str, Any]) -> dict[str, bool]:
    return cannot_wait(data) if kind == Kind.ADVERSE_EVENT else {}


def _on(kind: str, data: Mapping[str, Any]) -> str:
    own = next((str(data[key]) for key in DAY_OF.get(kind, ()) if data.get(key)), "")
    return own or day_of(kind, data)
