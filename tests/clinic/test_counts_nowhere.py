"""What was taken back, withdrawn, undone, ended or revoked stays to be read, and counts nowhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from clinics import a_clinic, a_patient, author, page, signed_in, staff
from procerus.clinic.appointments.due import nexts, overdue
from procerus.clinic.audit.gathered import Gathered
from procerus.clinic.audit.period import Period
from procerus.clinic.authorisations.models import Authorisation
from procerus.clinic.authorisations.standing import standings
from procerus.clinic.diaries.importing import undo
from procerus.clinic.diaries.models import Batch, Source
from procerus.clinic.diaries.reading import days_of
from procerus.clinic.diaries.writing import state, unsaid
from procerus.clinic.injections.models import Session, TakenBack
from procerus.clinic.injections.reading import awaiting, last_session
from procerus.clinic.injections.reading import live as live_sessions
from procerus.clinic.injections.second import seconds
from procerus.clinic.people.inviting import Newcomer, NotInvited, accept, cancel, invite, open_of
from procerus.clinic.people.models import Account, Membership, Patient
from procerus.clinic.record.assembled import document
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import live
from procerus.clinic.record.writing import enter, withdraw
from procerus.clinic.records.events import prompts_due, prompts_of, sessions_of, urgent_events
from procerus.clinic.records.reading import open_questions
from procerus.clinic.stock.recall import recall
from procerus.clinic.summaries.summary import summary_of
from procerus.clinic.today.diary_days import answered_days
from procerus.clinic.today.paper import _last_recorded
from sessions_at import asked_of_everything

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY, GIVEN = date(2026, 11, 23), date(2026, 11, 10)
LOT = "YELLOW7"


def anew(patient: Patient) -> Patient:
    """The patient after a write, as `at.wrote` leaves them."""
    Patient.objects.filter(pk=patient.pk).update(revision=patient.revision + 1)
    return Patient.objects.get(pk=patient.pk)


def of_sessions(patient: Patient) -> dict[str, Any]:
    """Everything that reads sessions, of a patient who has had one."""
    clinic = a_clinic()
    gathered = Gathered(clinic, Period(date(2026, 9, 1), date(2026, 11, 30)))
    (allowed,) = standings(list(Authorisation.objects.filter(patient=patient)), TODAY)
    return {
        "live": live_sessions(patient.pk).exists(), "last": last_session(patient, clinic) is not None,
        "events": bool(sessions_of(patient)), "prompts": bool(prompts_of(patient, TODAY)),
        "prompts of the clinic": bool(prompts_due(clinic, TODAY)), "countersigning": bool(awaiting(clinic)),
        "recall": bool(recall(clinic, LOT, []).got), "audit": bool(gathered.sessions),
        "intervals": bool(gathered.days), "courses": bool(gathered.courses), "visits": bool(allowed.used),
        "next": nexts([patient], a_clinic())[patient.pk].had_any, "paper": bool(_last_recorded([patient.pk])),
        "overdue": bool(overdue(clinic, date(2027, 6, 1))), "file": bool(document(patient)["toxin"]),
        "summary": bool(summary_of(patient, clinic, TODAY)["course"]["cycles"]),
    }  # fmt: skip


@time_machine.travel(NOON, tick=False)
def test_a_session_that_was_taken_back_counts_nowhere() -> None:
    doctor, patient = staff("doctor"), a_patient()
    dose = {"date": GIVEN.isoformat(), "product": "botox", "indication": "chronic-migraine", "units": 155}
    asked_of_everything(patient, doctor, **dose)
    entry = Entry.objects.get(kind=Kind.TOXIN)
    Authorisation.objects.create(
        clinic=a_clinic(), patient=patient, payer="payer", status="approved", visits=4,
        valid_from=date(2026, 1, 1), valid_to=date(2027, 1, 1),
    )  # fmt: skip
    session = Session.objects.create(
        clinic=a_clinic(), patient=patient, day=GIVEN, at=NOON - timedelta(days=13), protocol="preempt",
        product="botox", by=doctor, dose=entry, written={},
        follows={
            "next_day": "2027-02-02", "vials": [{"lot": LOT, "given": 155}], "total_units": 155, "sites": 31,
            "awaits_countersignature_by": "2026-11-24",
        },
    )  # fmt: skip
    assert [name for name, counts in of_sessions(patient).items() if not counts] == []
    withdraw(entry, "the wrong person", author(doctor))
    TakenBack.objects.create(session=session, reason="the wrong person", by=doctor, second=staff("doctor"))
    assert [name for name, counts in of_sessions(anew(patient)).items() if counts] == []


def of_entries(patient: Patient) -> dict[str, Any]:
    """Everything that reads entries: an event, a question, an illness, a baseline."""
    summary = summary_of(patient, a_clinic(), TODAY)
    gathered = Gathered(a_clinic(), Period(date(2026, 9, 1), date(2026, 11, 30)))
    return {
        "live": live(patient.pk, Kind.ADVERSE_EVENT, Kind.QUESTION, Kind.CONDITION, Kind.SCORE).exists(),
        "urgent": bool(urgent_events(a_clinic())), "questions": bool(open_questions([patient.pk])),
        "file": bool(document(patient).get("conditions")), "scores": bool(document(patient).get("scores")),
        "summary's events": bool(summary["events"]["newest"]),
        "summary's questions": bool(summary["questions"]["newest"]),
        "summary's scores": bool(summary["scores"]),
        "audit's events": bool(gathered.events), "audit's scores": bool(gathered.scores),
    }  # fmt: skip


@time_machine.travel(NOON, tick=False)
def test_an_entry_that_was_withdrawn_counts_nowhere() -> None:
    nurse, patient = staff("nurse"), a_patient()
    event = {"term": "neck pain", "grade": "mild", "onset": "2026-11-01", "cannot_wait": True}
    score = {"date": "2026-11-01", "instrument": "hit-6", "score": 66}
    entries = [
        enter(patient, kind, said, author(nurse), "2026-11-01")
        for kind, said in (
            (Kind.ADVERSE_EVENT, event), (Kind.QUESTION, {"text": "May I?"}),
            (Kind.CONDITION, {"name": "asthma"}), (Kind.SCORE, score),
        )
    ]  # fmt: skip
    enter(patient, Kind.ASKED, {"list": "conditions"}, author(nurse))
    assert [name for name, counts in of_entries(patient).items() if not counts] == []
    for one in entries:
        withdraw(one, "another patient's", author(nurse))
    assert [name for name, counts in of_entries(anew(patient)).items() if counts] == []


@time_machine.travel(NOON, tick=False)
def test_an_import_that_was_undone_counts_nowhere() -> None:
    nurse, patient = staff("nurse"), a_patient()
    batch = Batch.objects.create(patient=patient, name="x.csv", app="x", digest="x", days=1, by=nurse)
    days = [(date(2026, 11, 20), {"headache": "yes"})]
    state(patient, days, Source.IMPORT, nurse, batch)

    def counted(one: Patient) -> list[bool]:
        summary = summary_of(one, a_clinic(), TODAY)
        return [
            bool(days_of([one.pk])), bool(document(one)["diary"]),
            bool(answered_days([one.pk], TODAY)[one.pk]),
            bool(summary["answered"]["answered"]), not unsaid(one, days),
        ]  # fmt: skip

    assert all(counted(patient))
    undo(batch, nurse, NOON)
    assert not any(counted(anew(patient)))


def test_a_membership_that_was_ended_opens_nothing_and_agrees_to_nothing() -> None:
    doctor, other, patient = staff("doctor"), staff("doctor"), a_patient()
    client = signed_in(doctor)
    assert client.get(page("sheet", patient)).status_code == 200
    assert doctor in seconds(a_clinic(), other)
    Membership.objects.filter(account=doctor).update(ended=timezone.now())
    assert client.get(page("sheet", patient)).status_code == 404
    assert doctor not in seconds(a_clinic(), other)


def test_an_invitation_that_was_revoked_lets_nobody_in() -> None:
    nurse, patient = staff("nurse"), a_patient()
    invitation, code = invite(patient, "patient", a_clinic(), nurse)
    assert open_of(patient) == [invitation]
    assert cancel(invitation, nurse)
    assert open_of(patient) == []
    with pytest.raises(NotInvited):
        accept(Newcomer(code, patient.born, None, "ada@home.example", "Ada", "x" * 20), [])
    assert not Account.objects.filter(email="ada@home.example").exists()
