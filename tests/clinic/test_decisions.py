"""Asking a policy about a patient, and recording what the clinician decides beside it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine

from clinics import a_clinic, about, author, example, page, signed_in, staff
from deciding import AUGUST, AUTUMN, LOOK_AGAIN, NOW, asked, decided, form, question, seen, send, words
from procerus.clinic.decisions.models import Decision
from procerus.clinic.decisions.reading import due_for_review, latest, latest_of
from procerus.clinic.people.models import Patient
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import data_of
from procerus.clinic.record.writing import enter
from procerus.clinic.trail.models import Event
from procerus.clinic.trail.models import Kind as Happened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day() -> Any:
    """It is 23 November 2026."""
    with time_machine.travel(NOW, tick=False):
        yield


# What is shown ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "ask", "as_of", "headline"),
    [
        ("ada", "start", AUTUMN, "Criteria met"),
        ("ben", "start", AUTUMN, "Depends on how the guidance is read"),
        ("cleo", "start", AUTUMN, "Cannot be told yet"),
        ("dan", "start", AUTUMN, "Criteria not met"),
        ("eve", "continue", AUGUST, "Criteria met"),
        ("fay", "start", AUTUMN, "Criteria not met"),
    ],
)
def test_the_headline_is_in_the_fixed_words(who: str, ask: str, as_of: str, headline: str) -> None:
    html = asked(signed_in(staff()), example(who), question(ask, as_of))
    assert re.search(r'class="headline">([^<]+)<', html)[1] == headline  # type: ignore[index]  # it is there


def test_each_criterion_says_what_was_found_what_it_needs_and_where_it_stands() -> None:
    said = words(asked(signed_in(staff()), example("ada"), question()))
    assert "yes Is the person an adult (18 or older)? found age in years: 42" in said
    assert "source 1.1 The exact rule yes if: age in years is at least 18" in said
    assert "second bullet unverified" in said


def test_open_days_and_the_least_that_would_settle_it_are_named() -> None:
    said = words(asked(signed_in(staff()), example("ben"), question()))
    assert "open days" in said and "What would settle it" in said


def test_every_policy_is_offered_and_the_patients_own_first() -> None:
    patient = example("ada")
    patient.policy = "mbs-18377"
    patient.save()
    html = asked(signed_in(staff()), patient, {})
    offered = re.findall(r'<option value="([^"]+)"( selected)?>', html.partition("</select>")[0])
    assert offered[0] == ("mbs-18377", " selected")
    assert len(offered) == 17


def test_the_question_that_comes_first_follows_the_course_of_treatment() -> None:
    client = signed_in(staff())

    def first(who: str, as_of: str, policy: str) -> str:
        html = asked(client, example(who), {"policy": policy, "as_of": as_of})
        return re.search(r'aria-current="page"><strong>(\w+)', html)[1]  # type: ignore[index]  # it is there

    assert first("ada", AUTUMN, "ehf-2018") == "start"
    assert first("eve", AUGUST, "ehf-2018") == "continue"
    assert first("fay", AUTUMN, "ehf-2018") == "restart"
    assert first("fay", AUTUMN, "nice-ta260") == "start"


def test_a_policy_that_is_silent_says_so_and_offers_no_decision() -> None:
    html = asked(signed_in(staff("doctor")), example("fay"), question("restart"))
    assert "nice-ta260 is silent on “restart”" in words(html)
    assert 'name="choice"' not in html


def test_a_wording_that_does_not_hold_on_the_day_gives_no_verdict() -> None:
    html = asked(signed_in(staff("doctor")), example("ada"), question(as_of="2025-06-11", policy="hny-2025"))
    said = words(html)
    assert "hny-2025 is not valid on 11 Jun 2025: no verdict is given." in said
    assert "valid from 12 Jun 2025".lower() in said.lower()
    for verdict in ("Criteria met", "Criteria not met", "Cannot be told yet", "Other readings"):
        assert verdict not in said
    assert "yes if" in said and "source" in said


@pytest.mark.parametrize("said", [{"policy": "nice"}, {"as_of": "1.11.2026"}, {"as_of": "0001-01-01"}])
def test_what_cannot_be_asked_says_why(said: dict[str, str]) -> None:
    patient, client = example("ada"), signed_in(staff())
    answer = client.get(page("decide", patient), said)
    assert answer.status_code == 422
    assert "This cannot be asked" in answer.content.decode()
    assert Event.objects.filter(patient=patient.pk, kind=Happened.READ).count() == 1


def test_nothing_is_chosen_beforehand() -> None:
    html = asked(signed_in(staff("doctor")), example("ada"), question())
    assert 'name="choice"' in html
    assert "checked" not in html.partition("Your decision")[2]
    assert re.findall(r'value="([^"]*)" selected', html.partition("Your decision")[2]) == [""]


def test_a_coordinator_reads_and_is_offered_no_form() -> None:
    client, patient = signed_in(staff("coordinator")), example("ada")
    assert 'name="choice"' not in asked(client, patient, question())
    assert client.post(page("decision_record", patient), about(patient)).status_code == 403


def test_a_preventive_that_began_between_the_windows_stands_beside_the_answer_and_not_in_it() -> None:
    patient, nurse = example("eve"), staff()
    client = signed_in(nurse)
    before = asked(client, patient, question("continue", AUGUST))
    trial = {"drug": "candesartan", "from": "2026-04", "outcome": "ongoing"}
    enter(patient, Kind.PREVENTIVE, trial, author(nurse))
    enter(patient, Kind.NERVE_BLOCK, {"date": "2026-06-01"}, author(nurse), "2026-06-01")
    after = asked(client, patient, question("continue", AUGUST))
    said = words(after)
    assert "Preventive: candesartan" in said
    assert "1 Apr 2026 – 30 Apr 2026 between the windows" in said
    assert "Nerve block 1 Jun 2026" in said
    assert words(before.partition("Beside the answer")[0]).count("Criteria met") == said.count("Criteria met")


# What is recorded ------------------------------------------------------------------------------------


def test_a_decision_is_one_write_with_the_answer_beside_it() -> None:
    patient, doctor = example("ada"), staff("doctor")
    one = decided(patient, question(), doctor, choice="start")
    assert (one.answer, one.choice, one.departs, one.reason) == ("yes", "start", False, "")
    assert (one.by, one.by_name, one.role, one.revision) == (doctor, doctor.name, "doctor", 0)
    event = Event.objects.get(patient=patient.pk, kind=Happened.WRITE)
    assert (event.what, event.about) == ("decision.record", {"decision": str(one.pk)})
    patient.refresh_from_db()
    assert patient.revision == 1


def refused(patient: Patient, said: dict[str, str], **chosen: str) -> str:
    """What the form says, and nothing was recorded."""
    client = signed_in(staff("doctor"))
    answer = send(client, patient, form(client, patient, said, **chosen))
    assert answer.status_code == 422
    assert (
        not Decision.objects.exists() and not Entry.objects.filter(kind=Kind.STOP, by__isnull=False).exists()
    )
    return words(answer.content.decode())


def test_nothing_chosen_is_no_decision() -> None:
    assert "Choose what you decide." in refused(example("ada"), question())


@pytest.mark.parametrize(
    ("who", "choice", "why"),
    [
        ("dan", "start", "departs from the computed answer"),
        ("ben", "start", "the criteria cannot be told yet"),
        ("ben", "wait", "the criteria cannot be told yet"),
        ("ada", "other", "Write the reason."),
        ("ada", "restart", "Write the reason."),
    ],
)
def test_a_reason_is_asked_for_and_the_form_says_why(who: str, choice: str, why: str) -> None:
    said = refused(example(who), question(), choice=choice, reason="  ", review_on=LOOK_AGAIN)
    assert "Write the reason." in said and why in said


def test_who_waits_is_looked_at_again_on_a_day_that_is_still_to_come() -> None:
    patient = example("dan")
    assert "Give a day to look again" in refused(patient, question(), choice="wait")
    assert "That day has passed" in refused(patient, question(), choice="wait", review_on="2026-11-23")
    assert decided(patient, question(), choice="wait", review_on="2026-11-24").reason == ""


def test_what_was_typed_stays_when_the_form_is_shown_again() -> None:
    client, patient = signed_in(staff("doctor")), example("dan")
    sent = form(client, patient, question(), choice="wait", reason="Wants <to> think.")
    html = send(client, patient, sent).content.decode()
    assert "Wants &lt;to&gt; think." in html
    assert re.search(r'value="wait"[^>]* checked', html)


def test_stopping_while_the_criteria_for_going_on_are_met_departs() -> None:
    stop = {"choice": "stop", "stop_reason": "patient_wish", "stopped_on": AUGUST, "review_on": LOOK_AGAIN}
    patient = example("eve")
    assert "Write the reason." in refused(patient, question("continue", AUGUST), **stop)
    one = decided(patient, question("continue", AUGUST), reason="Wishes a pause.", **stop)
    assert one.departs


def test_a_stop_ends_the_course_in_the_record_in_the_same_write() -> None:
    patient = example("eve")
    one = decided(
        patient, question("continue", AUGUST), choice="stop", reason="Moves away.", review_on=LOOK_AGAIN,
        stop_reason="patient_wish", stopped_on="2026-08-20",
    )  # fmt: skip
    assert data_of(patient.pk, Kind.STOP) == [{"date": "2026-08-20", "reason": "patient_wish"}]
    assert Event.objects.filter(patient=patient.pk, kind=Happened.WRITE).count() == 1
    assert (one.stop_reason, str(one.stopped_on), str(one.review_on)) == (
        "patient_wish",
        "2026-08-20",
        LOOK_AGAIN,
    )
    said = words(signed_in(staff()).get(page("decision", patient, decision=one.pk)).content.decode())
    assert "Course ended 20 Aug 2026: The patient&#x27;s wish" in said
    assert "Nothing that this decision looked at has changed." in said


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"stopped_on": AUGUST}, "Choose why the course ends."),
        ({"stop_reason": "limit"}, "Give the day on which the course ends."),
        ({"stop_reason": "limit", "stopped_on": "2026-11-24"}, "That day has not come yet."),
        ({"stop_reason": "limit", "stopped_on": "2026-05-24"}, "That is before the latest session"),
    ],
)
def test_a_stop_says_why_and_when(more: dict[str, str], why: str) -> None:
    said = question("continue", AUGUST)
    assert why in refused(example("eve"), said, choice="stop", reason="x", review_on=LOOK_AGAIN, **more)


def test_who_is_not_under_treatment_cannot_be_stopped() -> None:
    stop = {"choice": "stop", "stop_reason": "limit", "stopped_on": AUTUMN, "review_on": LOOK_AGAIN}
    assert "No course of treatment is running" in refused(example("ada"), question(), reason="x", **stop)


def test_a_decision_is_not_recorded_before_the_day_of_its_question() -> None:
    client, patient = signed_in(staff("doctor")), example("ada")
    ahead = question(as_of="2026-11-24")
    assert 'name="choice"' not in asked(client, patient, ahead)
    sent = {**about(patient), **ahead, "choice": "start"}
    assert send(client, patient, sent).status_code == 422
    assert not Decision.objects.exists()


def test_under_a_wording_that_does_not_hold_every_choice_needs_a_reason_and_no_answer_is_kept() -> None:
    before = question(as_of="2025-06-11", policy="hny-2025")
    patient = example("ada")
    assert "not valid on that day" in refused(patient, before, choice="wait", review_on=LOOK_AGAIN)
    one = decided(patient, before, choice="wait", review_on=LOOK_AGAIN, reason="Too early.")
    assert (one.answer, one.holds) == ("unknown", False)
    html = signed_in(staff()).get(page("decision", patient, decision=one.pk)).content.decode()
    assert "No verdict" in html and "Criteria met" not in html and "shared-decision.pdf" not in html


# Two at once -----------------------------------------------------------------------------------------


def test_of_two_who_decide_at_once_the_second_sees_the_first_before_anything_is_recorded() -> None:
    patient, said = example("ada"), question()
    first, second = signed_in(staff("doctor")), signed_in(staff("nurse"))
    one, other = form(first, patient, said, choice="start"), form(second, patient, said, choice="wait")
    other |= {"review_on": LOOK_AGAIN, "reason": "The patient is undecided."}
    assert send(first, patient, one).status_code == 302
    answer = send(second, patient, other)
    html = answer.content.decode()
    assert answer.status_code == 409 and Decision.objects.count() == 1
    assert "The record has changed since you opened this page" in words(html)
    assert "Last decided on 23 Nov 2026: Start treatment" in words(html)
    assert "The patient is undecided." in html and LOOK_AGAIN in html
    assert re.search(r'value="wait"[^>]* checked', html)
    assert send(second, patient, other | {"seen": seen(html)}).status_code == 302
    assert [one.choice for one in Decision.objects.order_by("revision")] == ["start", "wait"]


def test_the_newer_page_that_is_shown_is_a_read_of_its_own() -> None:
    client, patient = signed_in(staff("doctor")), example("ada")
    sent = form(client, patient, question(), choice="start") | {"seen": "0.other"}
    before = Event.objects.filter(kind=Happened.READ).count()
    assert send(client, patient, sent).status_code == 409
    assert Event.objects.filter(kind=Happened.READ).count() == before + 1


# The list, and what is due ---------------------------------------------------------------------------


def test_the_latest_decision_stands_and_is_due_on_its_day() -> None:
    patient, clinic = example("dan"), a_clinic()
    decided(patient, question(), choice="wait", review_on="2026-12-01")
    with time_machine.travel("2026-11-24T09:00:00+00:00", tick=False):
        later = decided(patient, question(), choice="wait", review_on="2027-01-10")
    assert latest(patient) == later
    assert latest_of([patient]) == {patient.pk: later}
    assert [str(one.review_on) for one in due_for_review(clinic, later.review_on)] == ["2027-01-10"]  # type: ignore[arg-type]  # it has one
    assert due_for_review(clinic, later.as_of) == []
    assert due_for_review(a_clinic("south"), later.review_on) == []  # type: ignore[arg-type]  # it has one


def test_the_list_of_decisions_needs_no_query_for_each(django_assert_max_num_queries: Any) -> None:
    patient, client = example("dan"), signed_in(staff("doctor"))
    for hour in range(4):
        with time_machine.travel(f"2026-11-24T1{hour}:00:00+00:00", tick=False):
            decided(patient, question(), choice="wait", review_on=LOOK_AGAIN)
    with django_assert_max_num_queries(20):
        html = client.get(page("decisions", patient)).content.decode()
    assert html.count("data-row") == 4


def test_a_decision_of_one_patient_is_not_found_under_another() -> None:
    one = decided(example("ada"), question(), choice="start")
    client, other = signed_in(staff()), example("ben")
    for name in ("decision", "decision_again", "decision_print"):
        assert client.get(page(name, other, decision=one.pk)).status_code == 404


# Other policies --------------------------------------------------------------------------------------


def test_the_same_question_under_every_policy_shows_silence_as_silence() -> None:
    client, patient = signed_in(staff()), example("fay")
    html = client.get(
        page("decision_compare", patient), question("restart", policy="ehf-2018")
    ).content.decode()
    assert html.count("data-row") == 17
    assert html.count(">silent<") == 15
    assert "silent under 15" in words(html)


def test_a_policy_that_does_not_hold_that_day_gives_no_verdict_beside_the_others_either() -> None:
    client, patient = signed_in(staff()), example("ada")
    html = client.get(page("decision_compare", patient), question(as_of="2025-06-11")).content.decode()
    row = next(one for one in html.split("<tr data-row>") if "hny-2025</a>" in one)
    assert "no verdict" in words(row) and "criteria" not in words(row).lower()
