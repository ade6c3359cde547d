"""Adverse events after sessions: when somebody is to be asked, what is usual, and the report about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from procerus.clinic.access.at import At
from procerus.clinic.injections.models import Session
from procerus.clinic.look.demonstration import called
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.record.assembled import document
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import live
from procerus.clinic.records.shapes import RECORDS
from procerus.exchange.letters.event_file import VERSION, EventFile, event_from
from procerus.exchange.letters.event_report import EventReport, report
from procerus.faults import BadInput
from procerus.injection.adverse_events import (
    AdverseEvent,
    Due,
    expected,
    needs_urgent_words,
    onset_day,
)
from procerus.injection.adverse_events import prompts_due as due_after
from procerus.packs.adverse_events import Prompt, adverse_events

LOOKED_BACK = timedelta(days=366)
"""How far back sessions are looked for; each itself says until when its own questions stand."""
ASKED_AFTER = "adverse_events"
OVER = ("recovered", "recovered-with-sequelae")
CANNOT_WAIT = "cannot_wait"


@dataclass(frozen=True, slots=True)
class PromptDue:
    """A patient who is to be asked how they have been since a session."""

    patient: Patient
    session: Session
    due: Due


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a recorded event beside what was recorded."""

    day: str  # `day 5`, `day 0 to 30`; empty where a date is missing
    urgent: bool
    usual: tuple[str, ...]


def prompts_due(clinic: Clinic, on: date) -> list[PromptDue]:
    """Who is to be asked on a day: after each patient's latest session, until the next one may be given."""
    first = timedelta(days=adverse_events().prompts[0].day.value)
    sessions = (
        Session.objects.filter(
            clinic=clinic, replaced_by=None, taken_back=None, day__gt=on - LOOKED_BACK, day__lte=on,
            patient__registrations__clinic=clinic, patient__registrations__ended=None,
        )
        .filter(follows__next_day__gt=on.isoformat())
        .defer("written", "follows")
        .select_related("patient")
        .order_by("day")
    )  # fmt: skip
    latest = {one.patient_id: one for one in sessions}
    due = [one for one in latest.values() if one.day + first <= on]
    asked = _asked([one.patient_id for one in due]) if due else {}
    return sorted(
        (
            PromptDue(session.patient, session, one)
            for session in due
            for one in due_after(session.day, on, asked.get(thread_of(session), ()))
        ),
        key=lambda one: (one.due.on, one.patient.family, one.patient.given),
    )


def prompts_of(patient: Patient, on: date) -> list[PromptDue]:
    """The same of one patient, wherever the session was."""
    session = (
        Session.objects.filter(patient=patient, replaced_by=None, taken_back=None, day__lte=on)
        .order_by("day")
        .last()
    )
    if session is None or on.isoformat() >= session.follows["next_day"]:
        return []
    asked = _asked([patient.pk]).get(thread_of(session), set())
    return [PromptDue(patient, session, one) for one in due_after(session.day, on, asked)]


def _asked(patients: Sequence[UUID]) -> dict[str, set[str]]:
    """Which prompts were answered, by the session and its day."""
    found: dict[str, set[str]] = defaultdict(set)
    for data in live(patients, Kind.ASKED).filter(data__has_key="prompt").values_list("data", flat=True):
        found[data["after"]].add(data["prompt"])
    return found


def thread_of(session: Session) -> str:
    """A session by its patient and day: a record that was corrected is the same session."""
    return f"{session.patient_id} {session.day.isoformat()}"


def asked_after(session: Session, prompt: str) -> dict[str, Any]:
    """What an entry of kind `asked` holds where somebody answered a prompt."""
    return {
        "list": ASKED_AFTER, "session": str(session.pk), "after": thread_of(session), "prompt": prompt
    }  # fmt: skip


def prompt_of(name: str) -> Prompt | None:
    """The prompt with this id."""
    return next((one for one in adverse_events().prompts if one.id == name), None)


def sessions_of(patient: Patient) -> dict[str, Session]:
    """The sessions that count, by id, the newest first."""
    found = (
        Session.objects.filter(patient=patient, replaced_by=None, taken_back=None)
        .defer("written")
        .order_by("-day")
    )
    return {str(one.pk): one for one in found}


def event_of(data: Mapping[str, Any]) -> AdverseEvent:
    """A stored event as the heart knows it. Raises BadInput."""
    return event_from({"procerus": VERSION, "event": _said(data)}, "event").event


def check_against(data: Mapping[str, Any], session: Session | None, patient: Patient) -> None:
    """Raises BadInput where an event cannot have been after this session of this person."""
    try:
        event_from(
            {
                "procerus": VERSION,
                "patient": {"born": patient.born or None},
                "session": {"date": None if session is None else session.day.isoformat()},
                "event": _said(data),
            },
            "entry",
        )
    except BadInput as bad:
        raise BadInput(
            [type(one)(one.where.rpartition(".")[2], one.why, one.mend, one.value) for one in bad.faults]
        ) from None


def told_of(data: Mapping[str, Any], session: Session | None) -> Told:
    """The day after the injection, how often it is usual, and whether it cannot wait."""
    event = event_of(data)
    try:
        found = None if session is None else onset_day(event, session.day)
    except BadInput:  # the session was moved to another day since
        found = None
    return Told(
        "" if found is None else str(found), needs_urgent_words(event), expected(event.term).sentences
    )


def is_over(data: Mapping[str, Any]) -> bool:
    """Whether an event is known to be over."""
    return data.get("outcome") in OVER


def cannot_wait(data: Mapping[str, Any]) -> dict[str, bool]:
    """What is stored beside an event that cannot wait, so that it is found among thousands."""
    return {CANNOT_WAIT: True} if needs_urgent_words(event_of(data)) else {}


def urgent_events(clinic: Clinic) -> list[Entry]:
    """Events of a clinic's patients that cannot wait and are not known to be over, the newest first."""
    entries = Entry.objects.filter(
        Q(data__outcome__isnull=True) | ~Q(data__outcome__in=OVER),
        kind=Kind.ADVERSE_EVENT, amended_by=None, withdrawn=False, data__has_key=CANNOT_WAIT,
        patient__registrations__clinic=clinic, patient__registrations__ended=None,
    )  # fmt: skip
    return list(entries.select_related("patient").order_by("-at"))


def report_of(entry: Entry, at: At, scheme: str) -> EventReport:
    """The report of a stored event, as far as the record goes. Raises BadInput."""
    return report(file_of(entry, at), scheme)


def file_of(entry: Entry, at: At) -> EventFile:
    """A stored event with the session, the person and the reporter. Raises BadInput."""
    patient, file = at.patient, document(at.patient)
    session = sessions_of(patient).get(str(entry.data.get("session", "")))
    medicines = None
    if "medicines" in file:
        medicines = [_medicine(one) for one in file["medicines"] if one.get("drug")]
    return event_from(
        {
            "procerus": VERSION,
            "patient": _person(at),
            "session": None if session is None else _session(session),
            "event": _said(entry.data),
            "medicines": medicines,
            "history": file.get("conditions"),
            "reporter": _reporter(at),
        },
        "event",
    )


def _said(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key in RECORDS[Kind.ADVERSE_EVENT].keys}


def _person(at: At) -> dict[str, Any]:
    patient, number = at.patient, at.maybe_registration
    return {
        "id": None if number is None else called(number.number),
        "initials": f"{patient.given[:1]}{patient.family[:1]}" or None,
        "born": patient.born or None,
        "sex": patient.sex or None,
    }


def _session(session: Session) -> dict[str, Any]:
    lots = [
        {"lot": one["lot"], "expires": one.get("expiry")}
        for one in session.follows.get("vials", ())
        if one.get("lot")
    ]
    return {**session.follows["toxin"], "lots": list({one["lot"]: one for one in lots}.values())}


def _medicine(one: Mapping[str, Any]) -> dict[str, Any]:
    return {key: one.get(key) for key in ("drug", "route", "from", "to")}


def _reporter(at: At) -> dict[str, Any]:
    clinic = at.clinic
    address = ", ".join(filter(None, (clinic.name, *clinic.address.splitlines())))
    return {
        "name": at.account.name, "role": at.role, "address": address or None,
        "telephone": clinic.phone or None, "email": at.account.email,
    }  # fmt: skip
