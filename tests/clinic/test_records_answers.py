"""Questionnaires filled in answer by answer, and the answers that cannot wait."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clinics import a_clinic, a_patient, about, author, own_account, page, signed_in, staff
from procerus.clinic.people.models import Patient
from procerus.clinic.record.assembled import person
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import live
from procerus.clinic.record.writing import enter
from procerus.clinic.records.questionnaires import open_alerts, open_alerts_of
from procerus.clinic.trail.models import Event
from procerus.clinic.trail.models import Kind as Happening

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


def test_whoever_may_not_see_to_an_alert_is_led_to_the_record() -> None:
    patient = a_patient()
    phq(signed_in(staff()), patient, "1")
    coordinator = signed_in(staff("coordinator"))
    for address in (page("records_alerts"), page("sheet", patient)):
        shown = coordinator.get(address).content.decode()
        assert page("records", patient) in shown and "/record/alerts/" not in shown


def test_the_list_of_alerts_is_one_read_of_each_patient_on_it() -> None:
    client, patient = signed_in(staff()), a_patient()
    phq(client, patient, "1")
    client.get(page("records_alerts"))
    assert Event.objects.get(what="records.alerts").patient == patient.pk


def test_a_patient_page_offers_no_questionnaire_and_no_alert() -> None:
    patient = a_patient()
    phq(signed_in(staff()), patient, "1")
    client = signed_in(own_account(patient))
    shown = said(client.get(f"/my/{patient.pk}/questions/"))
    assert FLAG not in shown and "PHQ" not in shown
    assert client.get(page("records_questionnaire", patient, instrument="phq-9")).status_code == 404


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
