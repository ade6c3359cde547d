"""Adverse events and what is asked after a session; questions and their answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clinics import a_clinic, a_patient, about, author, own_account, page, signed_in, staff
from procerus.clinic.access.at import At
from procerus.clinic.injections.models import Session
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.record.assembled import person
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import live
from procerus.clinic.record.writing import enter
from procerus.clinic.records.events import file_of, prompts_due, urgent_events
from procerus.clinic.records.reading import open_questions
from procerus.exchange.letters.event_report import report
from sessions import SUNDAY, ada_session, record_of

pytestmark = pytest.mark.django_db


def said(answer: Any) -> str:
    return str(answer.content.decode())


# Adverse events


def a_session(patient: Patient, day: date = SUNDAY, clinic: Clinic | None = None) -> Session:
    follows = record_of(ada_session()).to_json()
    follows["next_day"] = (day + timedelta(days=84)).isoformat()
    follows["toxin"]["date"] = follows["day"] = day.isoformat()
    at = datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)
    return Session.objects.create(
        clinic=clinic or a_clinic(), patient=patient, day=day, at=at, protocol="preempt", product="botox",
        written=ada_session(), follows=follows, by=staff("doctor"),
    )  # fmt: skip


def yesterday(back: int = 1) -> date:
    return datetime.now(UTC).date() - timedelta(days=back)


def event(client: Any, patient: Patient, **sent: Any) -> Any:
    return client.post(page("records_add", patient, section="events"), about(patient) | sent)


def test_an_event_is_kept_by_the_keys_of_the_event_file_with_its_session() -> None:
    client, patient = signed_in(staff()), a_patient()
    session = a_session(patient, yesterday(10))
    onset = yesterday(5).isoformat()
    answer = event(client, patient, session=str(session.pk), term="neck pain", onset=onset, grade="mild",
                   seriousness=["none"])  # fmt: skip
    assert answer.status_code == 302
    assert Entry.objects.get().data == {
        "session": str(session.pk), "term": "neck pain", "onset": onset, "grade": "mild", "seriousness": [],
    }  # fmt: skip
    shown = said(client.get(page("records", patient)))
    assert "day 5 after the injection" in shown and "9 percent of 687 under toxin" in shown


def test_nobody_asked_and_none_is_met_are_two_answers() -> None:
    client, patient = signed_in(staff()), a_patient()
    event(client, patient, term="neck pain")
    event(client, patient, term="headache", seriousness=["none"])
    kept = {one["term"]: one.get("seriousness") for one in Entry.objects.values_list("data", flat=True)}
    assert kept == {"neck pain": None, "headache": []}


def test_an_event_before_its_session_is_refused_unless_that_is_meant() -> None:
    client, patient = signed_in(staff()), a_patient()
    sent = {"session": str(a_session(patient, yesterday(5)).pk), "term": "neck pain",
            "onset": yesterday(9).isoformat()}  # fmt: skip
    answer = event(client, patient, **sent)
    assert answer.status_code == 422 and "onset" in answer.context["form"].errors
    assert event(client, patient, **sent, onset_before_session="yes").status_code == 302


def test_trouble_swallowing_is_flagged_in_front_until_it_is_known_to_be_over() -> None:
    client, patient = signed_in(staff()), a_patient()
    assert "call emergency services" in said(client.get(page("records_add", patient, section="events")))
    event(client, patient, term="I cannot swallow properly")
    event(client, patient, term="neck pain")
    assert "Cannot wait" in said(client.get(page("records", patient)))
    [one] = urgent_events(a_clinic())
    assert one.data["term"] == "I cannot swallow properly"
    sent = about(patient) | {"term": one.data["term"], "outcome": "recovered", "reason": "asked again"}
    client.post(page("records_amend", patient, entry=one.pk), sent)
    assert urgent_events(a_clinic()) == []


def test_somebody_is_to_be_asked_on_day_7_and_on_day_21_and_not_before() -> None:
    patient = a_patient()
    a_session(patient)
    due = {day: [one.due.prompt.id for one in prompts_due(a_clinic(), SUNDAY + timedelta(days=day))]
           for day in (0, 6, 7, 20, 21, 83, 84)}  # fmt: skip
    both = ["day-7", "day-21"]
    assert due == {0: [], 6: [], 7: ["day-7"], 20: ["day-7"], 21: both, 83: both, 84: []}


def test_only_the_latest_session_asks_and_only_at_its_own_clinic() -> None:
    patient = a_patient()
    a_session(patient, SUNDAY - timedelta(days=84))
    latest = a_session(patient)
    due = prompts_due(a_clinic(), SUNDAY + timedelta(days=8))
    assert [(one.session, one.patient) for one in due] == [(latest, patient)]
    assert prompts_due(a_clinic("south"), SUNDAY + timedelta(days=8)) == []


def test_a_session_that_was_replaced_asks_no_more_and_its_answer_holds_for_the_correction() -> None:
    client, patient = signed_in(staff()), a_patient()
    wrong = a_session(patient, yesterday(9))
    right = Session.objects.create(
        clinic=wrong.clinic, patient=patient, day=wrong.day, at=wrong.at, protocol="preempt", product="botox",
        written=wrong.written, follows=wrong.follows, by=wrong.by, replaces=wrong,
    )  # fmt: skip
    assert [one.session for one in prompts_due(a_clinic(), yesterday(0))] == [right]
    client.post(page("records_prompt", patient, session=right.pk, prompt="day-7"), about(patient))
    assert prompts_due(a_clinic(), yesterday(0)) == []


def test_asked_and_nothing_happened_answers_a_prompt_once() -> None:
    client, patient = signed_in(staff()), a_patient()
    session = a_session(patient, yesterday(8))
    where = page("records_prompt", patient, session=session.pk, prompt="day-7")
    assert "Has anything happened since the injection" in said(client.get(where))
    for _ in range(2):
        assert client.post(where, about(patient)).status_code == 302
    assert Entry.objects.filter(kind=Kind.ASKED).count() == 1
    assert prompts_due(a_clinic(), yesterday(0)) == []
    assert person(patient).preventives is None  # no list of the patient file was called complete by it


def test_who_is_to_be_asked_is_found_in_as_many_queries_for_many_as_for_one(
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(12):
        a_session(a_patient(given=f"Ada{number}"))
    clinic = a_clinic()
    with django_assert_max_num_queries(2):
        assert len(prompts_due(clinic, SUNDAY + timedelta(days=8))) == 12


def test_recording_an_event_from_a_prompt_answers_it() -> None:
    client, patient = signed_in(staff()), a_patient()
    session = a_session(patient, yesterday(8))
    event(client, patient, session=str(session.pk), prompt="day-7", term="neck pain")
    assert prompts_due(a_clinic(), yesterday(0)) == []
    assert Entry.objects.filter(kind=Kind.ADVERSE_EVENT).count() == 1


def test_the_report_holds_what_is_stored_and_leaves_the_rest_open() -> None:
    nurse, patient = staff(), a_patient()
    session = a_session(patient, yesterday(10))
    event(signed_in(nurse), patient, session=str(session.pk), term="droopy eyelid")
    at = At(None, nurse, "nurse", "record.write", "", a_clinic(), patient)  # type: ignore[arg-type]  # no page is asked for
    made = report(file_of(Entry.objects.get(), at), "yellow-card")
    assert "A patient, a medicine, a reaction and a reporter are named" in made.line
    assert "Other medicines" in made.not_recorded
    facts = {one.fact: one.says for part in made.parts for one in part.fields}
    assert facts["initials"] == "AE" and facts["lots"] == "C8841" and facts["onset"] is None


@pytest.mark.parametrize("scheme", ["yellow-card", "medwatch"])
def test_the_report_is_a_pdf_for_whoever_may_read_the_record(scheme: str) -> None:
    nurse, patient = staff(), a_patient()
    event(signed_in(nurse), patient, term="neck pain")
    where = page("records_report", patient, entry=Entry.objects.get().pk, scheme=scheme)
    answer = signed_in(staff("coordinator")).get(where)
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert signed_in(staff("auditor")).get(where).status_code == 403


def test_a_scheme_that_does_not_exist_is_said_and_nothing_breaks() -> None:
    client, patient = signed_in(staff()), a_patient()
    event(client, patient, term="neck pain")
    where = page("records_report", patient, entry=Entry.objects.get().pk, scheme="red-card")
    answer = client.get(where)
    assert answer.status_code == 422 and "is not a scheme known here" in said(answer)


def test_an_injection_recorded_here_is_corrected_by_its_session() -> None:
    client, patient = signed_in(staff()), a_patient()
    session = a_session(patient, yesterday(10))
    enter(patient, Kind.TOXIN, session.follows["toxin"], author(staff()))
    assert "from the session recorded here" in said(client.get(page("records", patient)))


# Questions


def test_a_patient_asks_the_clinic_answers_and_the_patient_reads_it() -> None:
    nurse, patient = signed_in(staff()), a_patient()
    client, where = signed_in(own_account(patient)), f"/my/{patient.pk}/questions/"
    shown = said(client.get(where))
    assert "call emergency services" in shown and "Nobody watches this diary" in shown
    client.post(where, about(patient) | {"text": "May I swim?"})
    assert open_questions([patient.pk]) == {patient.pk: 1}
    asked = Entry.objects.get()
    assert (asked.role, asked.clinic) == ("patient", None)
    assert "May I swim?" in said(nurse.get(page("records", patient)))
    nurse.post(
        page("records_answer", patient, entry=asked.pk), about(patient) | {"text": "Yes, from tomorrow."}
    )
    assert open_questions([patient.pk]) == {}
    assert "Yes, from tomorrow." in said(client.get(where))


def test_a_corrected_question_keeps_its_answer() -> None:
    client, patient = signed_in(staff()), a_patient()
    client.post(page("records_add", patient, section="questions"), about(patient) | {"text": "Swim?"})
    asked = Entry.objects.get()
    client.post(page("records_answer", patient, entry=asked.pk), about(patient) | {"text": "Yes."})
    for text in ("May she swim?", "May she swim soon?"):
        newest = next(one for one in live(patient.pk, Kind.QUESTION) if "answers" not in one.data)
        sent = about(patient) | {"text": text, "reason": "plainer"}
        client.post(page("records_amend", patient, entry=newest.pk), sent)
    assert open_questions([patient.pk]) == {}
    assert "not answered yet" not in said(client.get(page("records", patient)))


def test_a_withdrawn_answer_leaves_the_question_open_again() -> None:
    client, patient = signed_in(staff()), a_patient()
    client.post(page("records_add", patient, section="questions"), about(patient) | {"text": "Swim?"})
    asked = Entry.objects.get()
    client.post(page("records_answer", patient, entry=asked.pk), about(patient) | {"text": "Yes."})
    [answer] = [one for one in live(patient.pk, Kind.QUESTION) if "answers" in one.data]
    client.post(
        page("records_withdraw", patient, entry=answer.pk), about(patient) | {"reason": "wrong person"}
    )
    assert open_questions([patient.pk]) == {patient.pk: 1}


def test_somebody_else_s_questions_are_not_open_to_a_patient() -> None:
    ada, ben = a_patient(), a_patient(given="Ben")
    assert signed_in(own_account(ada)).get(f"/my/{ben.pk}/questions/").status_code == 404
