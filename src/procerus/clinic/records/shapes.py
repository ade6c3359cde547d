"""What entries may hold that the patient file knows nothing of, and what is checked of every entry here.

The patient file's own reader checks its entries (`record.kinds`); this adds the kinds that only the clinic
keeps, and that nothing happened on a day that is yet to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from procerus.clinic.record.kinds import check as check_of_the_file
from procerus.clinic.record.models import Kind
from procerus.diary.partial_date import PARTIAL_DATE, PartialDate
from procerus.exchange.letters.event_file import EVENT, event_from
from procerus.exchange.letters.event_file import VERSION as EVENT_VERSION
from procerus.faults import BadInput, Fault
from procerus.pathway.patient_keys import COUNT, HISTORY, INJECTION, MEDICINE, PREVENTIVE, SCORE
from procerus.pathway.patient_kinds import AnyDate, FullDate, Json, Key, Place, Record, Refused, Text, Word

LONGEST_TEXT = 4000  # characters of a note
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
HAPPENED = ("date", "from", "to", "onset", "ended", "reported", "day")
"""Keys that say when something was: never later than today. A planned end is no end yet."""


@dataclass(frozen=True, slots=True)
class FreeText:
    """Text of several lines, in somebody's own words."""

    longest: int = LONGEST_TEXT

    def read(self, value: object, place: Place) -> str:
        """The text without blanks around it."""
        if not isinstance(value, str) or not value.strip():
            raise Refused("is empty", "Write it.")
        text = value.replace("\r\n", "\n").strip()
        if len(text) > self.longest:
            raise Refused(f"is longer than {self.longest} characters", "Shorten it.")
        if _UNSEEN.search(text):
            raise Refused("holds a character that cannot be shown", "Type it again.")
        return text

    def schema(self) -> Json:
        """The same in JSON Schema."""
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


CONDITION = Record(dict, {"name": Key(Text(), "The illness.", needed=True)})
NERVE_BLOCK = Record(
    dict,
    {
        "date": Key(AnyDate(), "The day; may be only a month or a year."),
        "nerves": Key(Text(), "Which nerves.", needed=True),
        "side": Key(Word(("left", "right", "both")), "Which side, the patient's."),
        "drug": Key(Text(), "What was injected."),
    },
)
WITHDRAWAL = Record(
    dict,
    {
        "from": Key(AnyDate(), "First day without the medicine."),
        "to": Key(AnyDate(), "Last day of the withdrawal; missing where it is not over or not known."),
        "drug": Key(Text(), "What was withdrawn.", needed=True),
        "how": Key(Word(("at-home", "day-clinic", "inpatient")), "Where."),
    },
)
NOTE = Record(
    dict,
    {
        "text": Key(FreeText(), "The note.", needed=True),
        "day": Key(FullDate(), "The diary day it is about, where it is about one."),
    },
)
QUESTION = Record(dict, {"text": Key(FreeText(), "The question, or the answer to one.", needed=True)})
RECORDS: Mapping[str, Record] = {
    Kind.PREVENTIVE: PREVENTIVE, Kind.MEDICINE: MEDICINE, Kind.CONDITION: CONDITION, Kind.HISTORY: HISTORY,
    Kind.TOXIN: INJECTION, Kind.COUNT: COUNT, Kind.NERVE_BLOCK: NERVE_BLOCK, Kind.WITHDRAWAL: WITHDRAWAL,
    Kind.SCORE: SCORE, Kind.ADVERSE_EVENT: EVENT, Kind.NOTE: NOTE, Kind.QUESTION: QUESTION,
}  # fmt: skip
"""The keys that somebody fills in, for every kind of entry that is kept by hand."""
OURS = (Kind.NERVE_BLOCK, Kind.WITHDRAWAL, Kind.NOTE, Kind.QUESTION)
"""Kinds whose only reader is here."""


def check(kind: str, data: Mapping[str, Any], today: date) -> None:
    """Raises BadInput with every fault of an entry, each at the key within it."""
    faults = [*_faults_of_shape(kind, data), *_future(data, today)]
    if kind == Kind.PREVENTIVE and not data.get("drug"):
        faults.append(Fault("drug", _("is missing"), _("Write the medicine.")))
    if faults:
        raise BadInput(faults)


def _faults_of_shape(kind: str, data: Mapping[str, Any]) -> Iterator[Fault]:
    known = RECORDS[kind]
    own = {key: value for key, value in data.items() if key in known.keys}
    try:
        if kind in OURS:
            _read(known, own)
        elif kind == Kind.ADVERSE_EVENT:
            event_from({"procerus": EVENT_VERSION, "event": own}, "entry")
        elif kind == Kind.CONDITION and not own:
            yield Fault("name", _("is missing"), _("Write the illness."))
        elif own:
            check_of_the_file(kind, own)
        else:
            yield Fault("entry", _("is empty"), _("Fill in what is known."))
    except BadInput as bad:
        yield from (_nearer(one) for one in bad.faults)


def _read(known: Record, data: Mapping[str, Any]) -> None:
    place = Place("entry", [])
    place.take(known, dict(data))
    if place.faults:
        raise BadInput(place.faults)


def _nearer(fault: Fault) -> Fault:
    """The key within the entry; a needed key that is missing is a fault of that key."""
    where = fault.where.removeprefix("entry").lstrip(", ").removeprefix("event").lstrip(".")
    lacks = re.fullmatch(r"has no '(\w+)'", fault.why)
    if lacks:
        return Fault(lacks[1], _("is missing"), _("Write it."))
    return Fault(where or "entry", fault.why, fault.mend, fault.value)


def _future(data: Mapping[str, Any], today: date) -> Iterator[Fault]:
    for key in HAPPENED:
        value = data.get(key)
        if isinstance(value, str) and PARTIAL_DATE.fullmatch(value):
            try:
                begins = PartialDate.of(value).earliest
            except ValueError:
                continue  # the reader says so already
            if begins > today:
                yield Fault(key, _("is yet to come"), _("Write a day that has been."), value)
