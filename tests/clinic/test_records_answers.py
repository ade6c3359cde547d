"""Questionnaires, answers that cannot wait, adverse events, what is asked after a session, questions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clinics import a_clinic, a_patient, about, author, page, signed_in, staff
from procerus.clinic.access.at import At
from procerus.clinic.injections.models import Session
from procerus.clinic.people.models import Account, Clinic, Patient
from procerus.clinic.record.assembled import person
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import live
from procerus.clinic.record.writing import enter
from procerus.clinic.records.events import file_of, prompts_due, urgent_events
from procerus.clinic.records.questionnaires import open_alerts, open_alerts_of
from procerus.clinic.records.reading import open_questions
from procerus.clinic.trail.models import Event
from procerus.clinic.trail.models import Kind as Happening
from procerus.exchange.letters.event_report import report
from sessions import SUNDAY, ada_session, record_of

pytestmark = pytest.mark.django_db
FLAG = "Question 9 asks about thoughts of death or self-harm."


def said(answer: Any) -> str:
    return str(answer.content.decode())


def phq(client: Any, patient: Patient, ninth: str = "0", **more: Any) -> Any:
    answers = {f"item-{number}": "1" for number in range(1, 9)} | {"item-9": ninth}
    sent = about(patient) | answers | {"date": "2026-01-05", "with_staff": "on"} | more
    return client.post(page("records_questionnaire", patient, instrument="phq-9"), sent)


def scores(patient: Patient) -> list[dict[str, Any]]:
    return list(live(patient.pk, Kind.SCORE).values_list("data", flat=True))


# Questionnaires


def test_answers_and_their_score_are_written_together_and_the_score_reaches_the_patient_file() -> None:
    client, patient = signed_in(staff()), a_patient()
    assert phq(client, patient).status_code == 302
    filled = Entry.objects.get(kind=Kind.QUESTIONNAIRE)
    assert filled.data["items"]["1"] == 1 and filled.data["scales"] == {"phq-9": [8, 8]}
    assert scores(patient) == [{"date": "2026-01-05", "instrument": "phq-9", "score": 8}]
    [score] = person(patient).scores or ()
    assert score.instrument == "phq-9" and score.score == 8
    assert Event.objects.filter(kind=Happening.WRITE, patient=patient.pk).count() == 1


def test_phq_9_is_refused_where_nobody_says_that_they_are_with_the_patient() -> None:
    client, patient = signed_in(staff()), a_patient()
    answer = phq(client, patient, with_staff="")
    assert answer.status_code == 422 and "only while you are with the patient" in said(answer)
    assert not Entry.objects.exists()


def test_a_question_left_open_makes_no_score_and_its_bounds_are_kept() -> None:
    client, patient = signed_in(staff()), a_patient()
    sent = {"date": "2026-01-05", "item-1": "3", "item-2": "open"}
    client.post(page("records_questionnaire", patient, instrument="gad-7"), about(patient) | sent)
    filled = Entry.objects.get()
    assert filled.data["scales"] == {"gad-7": [3, 21]} and filled.data["items"]["2"] is None
    assert scores(patient) == []


def test_midas_keeps_its_numbers_without_its_words() -> None:
    client, patient = signed_in(staff()), a_patient()
    shown = said(client.get(page("records_questionnaire", patient, instrument="midas")))
    assert "Question 1" in shown and "work" not in shown.partition("<main")[2].lower().partition("</main")[0]
    sent = {"date": "2026-01"} | {f"item-{one}": "5" for one in ("1", "2", "3", "4", "5", "A", "B")}
    client.post(page("records_questionnaire", patient, instrument="midas"), about(patient) | sent)
    assert scores(patient) == [{"date": "2026-01", "instrument": "midas", "score": 25}]


@pytest.mark.parametrize("name", ["hit-6", "hads", "msq-2-1", "nothing"])
def test_a_questionnaire_whose_licence_forbids_it_has_no_page_of_answers(name: str) -> None:
    client, patient = signed_in(staff()), a_patient()
    assert client.get(page("records_questionnaire", patient, instrument=name)).status_code == 404


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"date": "2026-13", "item-1": "1"}, "is not a date"),
        ({"date": "2199-01-01", "item-1": "1"}, "is yet to come"),
        ({"date": "", "item-1": "1"}, "Write the day it was filled in"),
        ({"date": "2026-01-05"}, "Enter at least one"),
        ({"date": "2026-01-05", "item-1": "7"}, "Select a valid choice"),
    ],
)
def test_a_questionnaire_with_a_fault_is_shown_again_and_nothing_is_written(
    sent: dict[str, str], fault: str
) -> None:
    client, patient = signed_in(staff()), a_patient()
    answer = client.post(page("records_questionnaire", patient, instrument="gad-7"), about(patient) | sent)
    assert answer.status_code == 422 and fault in said(answer)
    assert not Entry.objects.exists()


def test_a_number_that_no_midas_answer_is_is_refused_at_its_question() -> None:
    client, patient = signed_in(staff()), a_patient()
    sent = about(patient) | {"date": "2026-01-05", "item-3": "93"}
    answer = client.post(page("records_questionnaire", patient, instrument="midas"), sent)
    assert answer.status_code == 422 and "item-3" in answer.context["form"].errors


def test_corrected_answers_bring_a_corrected_score_and_nothing_is_overwritten() -> None:
    client, patient = signed_in(staff()), a_patient()
    phq(client, patient)
    filled = Entry.objects.get(kind=Kind.QUESTIONNAIRE)
    answers = {f"item-{number}": "2" for number in range(1, 9)} | {"item-9": "0"}
    sent = about(patient) | answers | {"date": "2026-01-06", "with_staff": "on", "reason": "wrong form"}
    assert client.post(page("records_questionnaire_amend", patient, entry=filled.pk), sent).status_code == 302
    assert scores(patient) == [{"date": "2026-01-06", "instrument": "phq-9", "score": 16}]
    assert Entry.objects.filter(kind=Kind.SCORE).count() == 2


def test_a_score_made_of_answers_is_corrected_with_them_only() -> None:
    client, patient = signed_in(staff()), a_patient()
    phq(client, patient)
    score = Entry.objects.get(kind=Kind.SCORE)
    for name in ("records_amend", "records_withdraw"):
        assert client.get(page(name, patient, entry=score.pk)).status_code == 404
    filled = Entry.objects.get(kind=Kind.QUESTIONNAIRE)
    client.post(page("records_withdraw", patient, entry=filled.pk), about(patient) | {"reason": "not hers"})
    assert scores(patient) == []


# Answers that cannot wait


@pytest.mark.parametrize("ninth", ["1", "2", "3"])
def test_any_answer_above_nought_to_question_9_raises_an_alert_on_every_page_of_the_patient(
    ninth: str,
) -> None:
    client, patient = signed_in(staff()), a_patient()
    answer = phq(client, patient, ninth)
    assert "/record/alerts/" in answer["Location"]
    for name in ("sheet", "records"):
        assert FLAG in said(client.get(page(name, patient)))
    assert [one.patient for one in open_alerts(a_clinic())] == [patient]
    assert FLAG in said(client.get(page("records_alerts")))


def test_question_9_left_open_is_no_no() -> None:
    client, patient = signed_in(staff()), a_patient()
    phq(client, patient, "open")
    [alert] = open_alerts_of(patient.pk)
    assert alert.answer == "unknown" and "which is no “no”" in alert.says


def test_nought_to_question_9_raises_nothing() -> None:
    client, patient = signed_in(staff()), a_patient()
    phq(client, patient, "0")
    assert open_alerts_of(patient.pk) == [] and FLAG not in said(client.get(page("records", patient)))


def test_an_alert_ends_when_somebody_writes_down_what_was_done() -> None:
    client, patient = signed_in(staff()), a_patient()
    where = phq(client, patient, "1")["Location"]
    assert client.post(where, about(patient) | {"text": " "}).status_code == 422
    assert (
        client.post(where, about(patient) | {"text": "Spoke with her; crisis team informed."}).status_code
        == 302
    )
    assert open_alerts(a_clinic()) == [] and FLAG not in said(client.get(page("sheet", patient)))
    assert "crisis team informed" in said(client.get(page("records", patient)))


def test_neither_a_correction_nor_a_withdrawal_ends_an_alert() -> None:
    client, patient = signed_in(staff()), a_patient()
    phq(client, patient, "2")
    filled = Entry.objects.get(kind=Kind.QUESTIONNAIRE)
    answers = {f"item-{number}": "0" for number in range(1, 10)}
    sent = about(patient) | answers | {"date": "2026-01-05", "with_staff": "on", "reason": "slip"}
    client.post(page("records_questionnaire_amend", patient, entry=filled.pk), sent)
    assert [one.answer for one in open_alerts_of(patient.pk)] == ["yes"]
    newest = live(patient.pk, Kind.QUESTIONNAIRE).get()
    client.post(page("records_withdraw", patient, entry=newest.pk), about(patient) | {"reason": "slip"})
    assert [one.answer for one in open_alerts_of(patient.pk)] == ["yes"]


def test_withdrawing_what_was_done_opens_the_alert_again() -> None:
    client, patient = signed_in(staff()), a_patient()
    where = phq(client, patient, "1")["Location"]
    client.post(where, about(patient) | {"text": "Spoke with her."})
    note = Entry.objects.get(kind=Kind.NOTE)
    sent = about(patient) | {"text": "Spoke with her today.", "reason": "day"}
    client.post(page("records_amend", patient, entry=note.pk), sent)
    assert open_alerts_of(patient.pk) == []
    note = live(patient.pk, Kind.NOTE).get()
    client.post(page("records_withdraw", patient, entry=note.pk), about(patient) | {"reason": "was another"})
    assert len(open_alerts_of(patient.pk)) == 1


def test_the_alerts_of_another_clinic_are_not_shown() -> None:
    south = a_clinic("south")
    elsewhere = a_patient(south, family="Elsewhere")
    client = signed_in(staff("nurse", south))
    answers = {f"item-{number}": "1" for number in range(1, 10)} | {"date": "2026-01-05", "with_staff": "on"}
    client.post(
        page("records_questionnaire", elsewhere, south, instrument="phq-9"), about(elsewhere) | answers
    )
    assert len(open_alerts(south)) == 1 and open_alerts(a_clinic()) == []
    assert "Elsewhere" not in said(signed_in(staff()).get(page("records_alerts")))


def test_the_list_of_alerts_is_one_read_of_each_patient_on_it() -> None:
    client, patient = signed_in(staff()), a_patient()
    phq(client, patient, "1")
    client.get(page("records_alerts"))
    assert Event.objects.get(what="records.alerts").patient == patient.pk


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


def own(patient: Patient) -> Account:
    account = Account.objects.create_user(f"{patient.pk}@home.example", "Ada Example")
    Patient.objects.filter(pk=patient.pk).update(account=account)
    return account


def test_a_patient_asks_the_clinic_answers_and_the_patient_reads_it() -> None:
    nurse, patient = signed_in(staff()), a_patient()
    client, where = signed_in(own(patient)), f"/my/{patient.pk}/questions/"
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


def test_a_patient_page_offers_no_questionnaire_and_no_alert() -> None:
    patient = a_patient()
    phq(signed_in(staff()), patient, "1")
    client = signed_in(own(patient))
    shown = said(client.get(f"/my/{patient.pk}/questions/"))
    assert FLAG not in shown and "PHQ" not in shown
    assert client.get(page("records_questionnaire", patient, instrument="phq-9")).status_code == 404


def test_somebody_else_s_questions_are_not_open_to_a_patient() -> None:
    ada, ben = a_patient(), a_patient(given="Ben")
    assert signed_in(own(ada)).get(f"/my/{ben.pk}/questions/").status_code == 404


def test_the_table_of_entries_itself_refuses_two_corrections_of_one_entry() -> None:
    patient = a_patient()
    old = enter(patient, Kind.NOTE, {"text": "x"}, author(staff()))
    for allowed in (True, False):
        try:
            with transaction.atomic():
                Entry.objects.create(patient=patient, kind=Kind.NOTE, data={}, amends=old, role="nurse")
            assert allowed
        except IntegrityError:
            assert not allowed
