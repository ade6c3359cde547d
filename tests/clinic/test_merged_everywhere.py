"""Two registrations that are one person: every page of the one that is kept tells what the other one held.

And after the merge is taken back, none of them does.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audited import a_decision
from clinics import a_clinic, a_patient, about, author, own_account, page, signed_in, staff
from procerus.clinic.appointments.due import nexts, overdue
from procerus.clinic.appointments.models import Appointment
from procerus.clinic.audit.gathered import Gathered
from procerus.clinic.audit.period import Period
from procerus.clinic.authorisations.models import Authorisation
from procerus.clinic.decisions.reading import due_for_review, latest, latest_of
from procerus.clinic.diaries.models import Batch, Source
from procerus.clinic.diaries.writing import state
from procerus.clinic.injections.models import Session
from procerus.clinic.letters.models import Letter
from procerus.clinic.people.merging import live_merges, merge, numbers_of, unmerge
from procerus.clinic.people.models import Account, Patient
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.writing import enter
from procerus.clinic.records.events import prompts_due, urgent_events
from procerus.clinic.records.questionnaires import open_alerts
from procerus.clinic.stock.models import Owner
from procerus.clinic.stock.recall import recall
from procerus.clinic.stock.vials import available
from procerus.clinic.summaries.summary import summary_of
from procerus.clinic.today.listed import listed
from procerus.clinic.trail.chain import Happened, append
from procerus.clinic.trail.models import Kind as EventKind
from sessions_at import SEEN, asked_of_everything, filled, ready, recorded, sentences, the_session
from stocked import vials

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
FIVE_WEEKS_AGO = TODAY - timedelta(weeks=5)
LOT = "YELLOW7"
WORD = "yellowbird"


def a_whole_record(patient: Patient, by: Account) -> dict[str, str]:
    """Something of everything, and by the name of each page what it shows of it."""
    who = author(by)
    on = FIVE_WEEKS_AGO.isoformat()
    asked_of_everything(patient, by, date=on, product="botox", indication="chronic-migraine", units=155)
    event = {"term": WORD, "grade": "mild", "onset": "2026-11-01", "cannot_wait": True}
    enter(patient, Kind.ADVERSE_EVENT, event, who, "2026-11-01")
    Entry.objects.create(
        patient=patient, kind=Kind.QUESTION, data={"text": f"{WORD}, may I?"}, role="patient", on="2026-11-01"
    )
    alert = {"instrument": "phq-9", "date": "2026-11-01", "alert": {"id": str(uuid4()), "answer": "yes"}}
    enter(patient, Kind.QUESTIONNAIRE, alert, who, "2026-11-01")
    Session.objects.create(
        clinic=a_clinic(), patient=patient, day=FIVE_WEEKS_AGO, at=NOON - timedelta(weeks=5), by=by,
        protocol="preempt", product="botox", written={}, dose=Entry.objects.get(kind=Kind.TOXIN),
        follows={
            "next_day": "2027-01-11", "vials": [{"lot": LOT, "given": 155}], "total_units": 155, "sites": 31,
        },
    )  # fmt: skip
    coming = Appointment.objects.create(
        patient=patient, clinic=a_clinic(), at=NOON + timedelta(hours=2), purpose="review"
    )
    allowed = Authorisation.objects.create(clinic=a_clinic(), patient=patient, payer=WORD)
    letter = Letter.objects.create(
        clinic=a_clinic(), patient=patient, kind="gp", language="en", content={}, pdf=b"", by=by
    )
    decision = a_decision(patient, date(2026, 10, 1))
    batch = Batch.objects.create(patient=patient, name=f"{WORD}.csv", app="x", digest="x", days=1, by=by)
    days = [(date(2026, 11, 2), {"headache": "yes", "medicines": WORD})]
    state(patient, days, Source.IMPORT, by, batch)
    vials(lot=LOT, owner=Owner.PATIENT, patient=patient)
    append([Happened(EventKind.READ, f"sheet.{WORD}", by.pk, "nurse", a_clinic().pk, patient.pk)])
    return {
        "sheet": WORD, "records": WORD, "diary": WORD, "diary_days": WORD, "patient_authorisations": WORD,
        "appointments": str(coming.pk), "letters": str(letter.pk), "decisions": str(decision.pk),
        "inject": LOT, "authorisation": str(allowed.pk),
    }  # fmt: skip


def two_registrations() -> tuple[Account, Patient, Patient, dict[str, str]]:
    doctor = staff("doctor")
    kept, other = a_patient(), a_patient(given="Adda")
    asked_of_everything(kept, doctor)
    return doctor, kept, other, a_whole_record(other, doctor)


def joined(kept: Patient, other: Patient, by: Account) -> Patient:
    merge(kept, other, a_clinic(), "same passport", by, "doctor")
    Patient.objects.filter(pk__in=[kept.pk, other.pk]).update(revision=kept.revision + 1)
    return Patient.objects.get(pk=kept.pk)


def parted(kept: Patient, by: Account) -> Patient:
    for event in live_merges([kept.pk]):
        unmerge(event, a_clinic(), "two passports", by, "doctor")
    Patient.objects.filter(pk=kept.pk).update(revision=kept.revision + 1)
    return Patient.objects.get(pk=kept.pk)


def silent(kept: Patient, shown: dict[str, str]) -> list[str]:
    """The pages of a patient that do not show what the other registration holds."""
    doctor, coordinator = signed_in(staff("doctor")), signed_in(staff("coordinator"))
    missing = []
    for name, mark in shown.items():
        of_a_row = {name: mark} if name == "authorisation" else {}
        client = coordinator if "authorisation" in name else doctor
        asked = {"from": "2026-11-01", "to": "2026-11-05"} if name == "diary_days" else {}
        answer = client.get(page(name, kept, **of_a_row), asked)
        if answer.status_code != 200 or (not of_a_row and mark not in answer.content.decode()):
            missing.append(name)
    return missing


@time_machine.travel(NOON, tick=False)
def test_every_page_of_the_kept_one_shows_the_other_after_a_merge_and_none_after_it_is_taken_back() -> None:
    doctor, kept, other, shown = two_registrations()
    assert silent(kept, shown) == list(shown), "before"
    kept = joined(kept, other, doctor)
    assert silent(kept, shown) == [], "merged"
    kept = parted(kept, doctor)
    assert silent(kept, shown) == list(shown), "taken back"
    assert silent(other, shown) == [], "and the other one has everything again"


@time_machine.travel(NOON, tick=False)
def test_no_session_five_weeks_after_one_that_was_recorded_under_the_other_registration() -> None:
    doctor, kept, other, _shown = two_registrations()
    client = signed_in(doctor)
    kept = joined(kept, other, doctor)
    answer = recorded(client, kept, filled(client, kept))
    assert answer.status_code == 422
    assert sentences(answer)[0].startswith(
        "A finding stops this session. onabotulinumtoxinA was last given on 19 Oct"
    )
    kept = parted(kept, doctor)
    vials(lot="OWN", owner=Owner.PATIENT, patient=kept)
    form = filled(client, kept)
    (own,) = (one.vial for one in available(a_clinic(), kept, "botox", TODAY) if one.vial.lot == "OWN")
    form = filled(client, kept, vials=[str(own.pk)], **{f"opened.{own.pk}": "00:00"})
    assert recorded(client, kept, form).status_code == 302, "two people: nothing stops it"


def lists(kept: Patient) -> dict[str, Any]:
    """What the lists of the clinic say of this patient."""
    clinic, period = a_clinic(), Period(date(2026, 9, 1), date(2026, 11, 30))
    gathered = Gathered(clinic, period)
    return {
        "today": [row.patient for row in listed(clinic, TODAY, TODAY).rows],
        "questions": [row.questions for row in listed(clinic, TODAY, TODAY).rows],
        "next": nexts([kept], a_clinic())[kept.pk].last,
        "overdue": [one.pk for one in overdue(clinic, date(2027, 6, 1))],
        "prompts": {one.patient for one in prompts_due(clinic, date(2026, 11, 20))},
        "urgent": {one.patient.person for one in urgent_events(clinic)},
        "alerts": {one.patient for one in open_alerts(clinic)},
        "recall": [one.session.patient.person for one in recall(clinic, LOT, []).got],
        "audit": ([one.patient for one in gathered.sessions], [one.patient for one in gathered.decisions]),
        "courses": list(gathered.courses), "latest": list(latest_of([kept])),
        "decided": summary_of(kept, clinic, TODAY)["decided"] is not None,
    }  # fmt: skip


@time_machine.travel(NOON, tick=False)
def test_the_lists_of_the_clinic_name_the_kept_one_and_after_it_is_taken_back_the_other_again() -> None:
    doctor, kept, other, _shown = two_registrations()
    before = lists(kept)
    kept = joined(kept, other, doctor)
    pk = kept.pk
    assert lists(kept) == {
        "today": [kept], "questions": [1], "next": FIVE_WEEKS_AGO.isoformat(), "overdue": [pk],
        "prompts": {kept}, "urgent": {kept}, "alerts": {kept}, "recall": [kept], "audit": ([pk], [pk]),
        "courses": [pk], "latest": [pk], "decided": True,
    }  # fmt: skip
    assert latest(kept) is not None
    assert due_for_review(a_clinic(), TODAY) == []
    kept = parted(kept, doctor)
    assert lists(kept) == before
    assert before["today"] == [other] and before["overdue"] == [other.pk]


@time_machine.travel(NOON, tick=False)
def test_the_own_page_and_the_trail_are_of_the_person() -> None:
    doctor, kept, other, _shown = two_registrations()
    account, auditor = own_account(kept), signed_in(staff("auditor"))
    pages = ("mine", "my_questions", "mine_appointments")
    own = [reverse(name, kwargs={"patient": kept.pk}) for name in pages]
    number = numbers_of(a_clinic(), [kept.pk])[kept.pk]
    for is_one in (False, True, False):
        kept = joined(kept, other, doctor) if is_one else parted(kept, doctor)
        client = signed_in(account)
        texts = [client.get(address).content.decode() for address in own]
        trail = auditor.get(page("trail"), {"number": number}).content.decode()
        marks = [WORD in texts[0], WORD in texts[1], "14:00" in texts[2], f"sheet.{WORD}" in trail]
        assert marks == [is_one] * 4


@time_machine.travel(NOON, tick=False)
def test_a_correction_of_the_other_registrations_session_stays_with_it() -> None:
    """So that taking the merge back gives both back exactly."""
    client, other, doctor = ready()
    kept = a_patient()
    assert recorded(client, other, filled(client, other)).status_code == 302
    session = the_session(other)
    merge(kept, other, a_clinic(), "same passport", doctor, "doctor")
    assert client.get(page("session", kept, session=session.pk)).status_code == 200
    again = client.get(page("session_correct", kept, session=session.pk))
    assert again.status_code == 200
    form = {"birth_year": "1984", "correction_why": "another authority", **fields_of(again.content.decode())}
    form |= {"authority": "prescriber", "none_apply": "1", "compute": "1"}
    seen = SEEN.search(client.post(again.request["PATH_INFO"], form | about(kept)).content.decode())
    assert seen is not None
    form.pop("compute")
    sent = form | about(kept) | {"seen": seen[1], "record": "nothing-happened"}
    answer = client.post(again.request["PATH_INFO"], sent)
    assert answer.status_code == 302, sentences(answer)
    parted(kept, doctor)
    assert {one.patient_id for one in Session.objects.all()} == {other.pk}
    assert {one.patient_id for one in Entry.objects.filter(kind__in=(Kind.TOXIN, Kind.TODAY))} == {other.pk}


def fields_of(html: str) -> dict[str, Any]:
    """The vials, times and consent as the screen of a correction has them."""
    fields: dict[str, Any] = {}
    for one in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)
        if name is None or name[1] in ("about", "csrfmiddlewaretoken", "birth_year", "correction_why"):
            continue
        if re.search(r'type="(checkbox|radio)"', one) and " checked" not in one:
            continue
        fields[name[1]] = value[1] if value else ""
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)"[^>]*selected', inside)
        fields[name] = chosen[1] if chosen else ""
    return fields


@time_machine.travel(NOON, tick=False)
def test_a_clinic_that_knew_only_the_other_registration_still_lists_the_person() -> None:
    doctor, south = staff("doctor"), a_clinic("south")
    kept, other = a_patient(), a_patient(south, "Adda")
    asked_of_everything(
        other, staff("doctor", south), date="2026-01-05", product="botox", indication="chronic-migraine"
    )
    number = numbers_of(south, [other.pk])[other.pk]
    kept = joined(kept, other, doctor)
    assert list(overdue(south, TODAY)) == [kept]
    assert number in signed_in(staff("nurse", south)).get(page("overdue", clinic=south)).content.decode()
    assert signed_in(staff("nurse", south)).get(page("people", clinic=south)).content.decode().count(number)


@time_machine.travel(NOON, tick=False)
def test_a_merged_patient_costs_the_list_of_the_day_no_query_more() -> None:
    doctor, kept, other, _shown = two_registrations()
    client = signed_in(staff("nurse"))

    def asked() -> int:
        client.get(page("today"))
        with CaptureQueriesContext(connection) as counted:
            client.get(page("today"))
        return len(counted)

    before = asked()
    joined(kept, other, doctor)
    assert asked() == before
