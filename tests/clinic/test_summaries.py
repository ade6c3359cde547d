"""What a summary says is what `classify` and `decide` say of the same person; and it is computed once."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics import a_clinic, a_patient, example, example_file
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.record.assembled import person
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.writing import Author, enter
from procerus.clinic.summaries.models import Summary
from procerus.clinic.summaries.summary import renew, summaries_of, summary_of
from procerus.headache.classify import MEDICINE_FACTS, Classification
from procerus.packs.load import find_policy, load_headache, policy_files
from procerus.pathway.classification import classify
from procerus.pathway.comparison import compare
from procerus.pathway.decision import Decision, decide

pytestmark = pytest.mark.django_db

STORIES = {
    "ada": "2026-11-01", "ben": "2026-11-01", "cleo": "2026-11-01", "dan": "2026-11-01",
    "eve": "2026-08-17", "fay": "2026-09-21",
}  # fmt: skip
SAID = {"ada": "start", "ben": "start", "cleo": "start", "dan": "start", "eve": "continue", "fay": "continue"}
NOBODY = Author(None, "", None)


def in_json(found: Classification | Decision) -> dict[str, Any]:
    """What the heart says, as it is kept."""
    made: dict[str, Any] = json.loads(json.dumps(found.to_json()))
    return made


def asked(name: str, on: str | None = None, **clinic: str) -> tuple[Patient, dict[str, Any], date]:
    """One of the examples at a clinic, with the summary on the day of its story."""
    where = a_clinic(**clinic)
    patient, day = example(name, where), date.fromisoformat(on or STORIES[name])
    return patient, summary_of(patient, where, day), day


@pytest.mark.parametrize("name", STORIES)
def test_every_month_counts_what_the_classification_counts(name: str) -> None:
    patient, found, day = asked(name)
    classified = {one["from"]: one for one in in_json(classify(person(patient), day))["months"]}
    seen = 0
    for one in found["months"]:
        if one["baseline"] or one["from"] not in classified:
            continue
        other = classified[one["from"]]
        for key in ("to", "days", "recorded", "headache_days", "migraine_days", "medicine_days"):
            assert one[key] == other[key], key
        seen += 1
    assert seen >= 3


@pytest.mark.parametrize("name", STORIES)
def test_the_decision_is_the_one_that_decide_gives(name: str) -> None:
    patient, found, day = asked(name)
    expected = in_json(decide(find_policy("nice-ta260"), SAID[name], person(patient), day))
    assert found["decision"] == expected
    assert found["question"] == SAID[name]
    criteria = [one["criterion"] for one in expected["reasons"]]
    assert [one["criterion"] for one in found["criteria"]] == criteria and criteria


@pytest.mark.parametrize("name", STORIES)
def test_medicine_days_stand_beside_the_limits_of_the_headache_pack(name: str) -> None:
    patient, found, day = asked(name)
    latest = classify(person(patient), day).months[-1]
    numbers = load_headache().rules.numbers
    for one in found["medicines"]:
        bounds = latest.counted[MEDICINE_FACTS[one["class"]]]
        assert one["counted"] == [bounds.low, bounds.high]
        limit = numbers.get(f"{one['class'].replace('-', '_')}_limit")
        assert one["limit"] == limit
        if limit is not None:
            low, high = one["counted"]
            assert one["reached"] == ("yes" if low >= limit else "no" if high < limit else "unknown")


def test_triptans_on_thirteen_days_are_at_the_limit_of_ten() -> None:
    _, found, _ = asked("cleo")
    (triptans,) = [one for one in found["medicines"] if one["class"] == "triptan"]
    assert triptans["reached"] == "yes" and triptans["limit"] == 10


@pytest.mark.parametrize("name", ["ada", "eve"])
def test_other_policies_answer_as_a_full_comparison_has_it(name: str) -> None:
    patient, found, day = asked(name)
    policies = [find_policy(one) for one in policy_files()]
    expected = {one.id: one.answer for one in compare(policies, SAID[name], person(patient), day).policies}
    own = expected.pop("nice-ta260")
    assert {one["policy"]: one["answer"] for one in found["others"]["policies"]} == expected
    differ = [said for said in expected.values() if said not in ("silent", own)]
    assert found["others"]["differ"] == len(differ)


def test_a_course_that_was_stopped_is_asked_about_a_restart_where_the_policy_has_that_question() -> None:
    assert asked("fay", "2026-11-01", slug="ehf", policy="ehf-2018")[1]["question"] == "restart"
    assert asked("fay", "2026-11-01")[1]["question"] == "start"


def test_a_course_that_nobody_stopped_ends_after_twenty_six_weeks_without_an_injection() -> None:
    clinic = a_clinic("ehf", policy="ehf-2018")
    patient = example("eve", clinic)
    last = date(2026, 5, 25)
    on_the_last_day = summary_of(patient, clinic, last + timedelta(weeks=26))
    a_day_later = summary_of(patient, clinic, last + timedelta(weeks=26, days=1))
    assert (on_the_last_day["question"], a_day_later["question"]) == ("continue", "restart")


def test_headache_days_fell_from_twenty_four_to_fifteen_and_that_is_said_in_days_and_percent() -> None:
    _, found, _ = asked("eve")
    headache, _ = found["against_baseline"]["facts"]
    assert (headache["baseline"], headache["latest"]) == ([24, 24], [15, 15])
    assert (headache["tenths"], headache["percent"]) == ([90, 90], [375, 375])


def test_gaps_in_the_latest_month_widen_the_fall_and_never_narrow_it() -> None:
    clinic, file = a_clinic(), example_file("eve")
    open_days = {f"2026-08-{day:02}" for day in range(3, 8)}
    file["diary"] = [one for one in file["diary"] if one["date"] not in open_days]
    patient = a_patient(clinic)
    from procerus.clinic.diaries.models import Source
    from procerus.clinic.record.from_file import enter_file

    enter_file(patient, file, NOBODY, Source.IMPORT)
    headache, _ = summary_of(patient, clinic, date(2026, 8, 17))["against_baseline"]["facts"]
    low, high = headache["latest"]
    assert high - low == 5 and low <= 15 <= high
    assert headache["tenths"] == [10 * (24 - high), 10 * (24 - low)]
    assert headache["percent"][0] <= 370 and headache["percent"][1] >= 380


def test_before_a_course_there_is_no_baseline_and_no_fall() -> None:
    _, found, _ = asked("ada")
    assert found["against_baseline"]["baseline"] is None
    assert all(one["tenths"] is None and one["percent"] is None for one in found["against_baseline"]["facts"])


def test_four_weeks_that_reach_back_before_the_first_injection_are_not_compared() -> None:
    _, found, _ = asked("eve", "2026-03-20")
    assert found["against_baseline"]["comparable"] is False
    assert found["against_baseline"]["baseline"]["to"] == "2026-03-01"


def test_the_weeks_of_a_cycle_add_up_to_its_days() -> None:
    patient, found, _ = asked("eve")
    course = found["course"]
    assert [one["units"] for one in course["cycles"]] == [155, 165]
    assert [len(one["weeks"]) for one in course["cycles"]] == [12, 12]
    assert course["before"][-1]["to"] == "2026-03-01"
    second = sum(one["headache"][0] for one in course["cycles"][1]["weeks"])
    days = person(patient).diary.spans(date(2026, 5, 25), date(2026, 8, 16))
    assert second == sum(str(day.headache) == "yes" for day in days)


def test_a_week_in_which_nobody_answered_may_have_none_or_seven_headache_days() -> None:
    clinic, patient = a_clinic(), a_patient()
    enter(patient, Kind.TOXIN, {"date": "2026-03-02", "indication": "chronic-migraine"}, NOBODY)
    enter(patient, Kind.ASKED, {"list": "toxin"}, NOBODY)
    weeks = summary_of(patient, clinic, date(2026, 3, 17))["course"]["cycles"][0]["weeks"]
    assert [one["headache"] for one in weeks] == [[0, 7], [0, 7]]


def test_a_baseline_that_was_chosen_takes_the_place_of_the_policys() -> None:
    patient = example("eve")
    enter(patient, Kind.BASELINE, {"last": "2026-02-22"}, NOBODY)
    found = summary_of(patient, a_clinic(), date(2026, 8, 17))
    assert found["chosen_baseline"] == {"last": "2026-02-22", "holds": True}
    assert found["against_baseline"]["baseline"]["from"] == "2026-01-26"
    chosen = decide(
        find_policy("nice-ta260"), "continue", person(patient), date(2026, 8, 17), date(2026, 1, 26)
    )
    assert found["decision"]["answer"] == str(chosen.answer)
    assert any("chosen" in one for one in found["decision"]["warnings"])


def test_a_baseline_chosen_for_another_course_is_told_and_not_used() -> None:
    patient = example("eve")
    enter(patient, Kind.BASELINE, {"last": "2024-02-22"}, NOBODY)
    found = summary_of(patient, a_clinic(), date(2026, 8, 17))
    assert found["chosen_baseline"] == {"last": "2024-02-22", "holds": False}
    assert found["against_baseline"]["baseline"]["to"] == "2026-03-01"


def test_a_record_that_contradicts_itself_is_said_in_words_and_the_diary_is_still_drawn() -> None:
    patient = example("ada")
    for first in ("2026-01-01", "2026-01-10"):
        count = {"from": first, "to": "2026-01-30", "headache_days": [15, 20], "source": "letter"}
        enter(patient, Kind.COUNT, count, NOBODY)
    found = summary_of(patient, a_clinic(), date(2026, 11, 1))
    assert any("shares days" in one for one in found["faults"])
    assert found["decision"]["answer"] == "unknown" and found["decision"]["reasons"] == []
    assert found["decision"]["warnings"] == found["faults"]
    assert [one["recorded"] for one in found["months"]][-1] == 30


def test_a_policy_that_nobody_knows_is_said_in_words() -> None:
    patient = example("ada")
    Patient.objects.filter(pk=patient.pk).update(policy="no-such-policy")
    patient.refresh_from_db()
    found = summary_of(patient, a_clinic(), date(2026, 11, 1))
    assert found["decision"]["answer"] == "unknown" and "no-such-policy" in found["faults"][0]


def test_a_summary_is_computed_once_and_again_after_a_write_on_another_day_or_under_another_policy() -> None:
    patient, clinic, day = example("ada"), a_clinic(), date(2026, 11, 1)

    def queries(on: date = day) -> int:
        with CaptureQueriesContext(connection) as asked_:
            summary_of(Patient.objects.get(pk=patient.pk), Clinic.objects.get(pk=clinic.pk), on)
        return len(asked_) - 2

    assert queries() > 1
    assert queries() == 1
    Patient.objects.filter(pk=patient.pk).update(revision=7)
    assert queries() > 1
    assert queries() == 1
    assert queries(day + timedelta(days=1)) > 1
    Clinic.objects.filter(pk=clinic.pk).update(policy="us-label")
    assert queries(day + timedelta(days=1)) > 1
    assert queries(day + timedelta(days=1)) == 1


def test_a_write_between_reading_the_patient_and_the_record_makes_the_summary_stale() -> None:
    patient, clinic, day = example("ada"), a_clinic(), date(2026, 11, 1)
    Patient.objects.filter(pk=patient.pk).update(revision=5)  # somebody wrote; `patient` was read before
    summary_of(patient, clinic, day)
    assert Summary.objects.get(patient=patient).revision == 0
    summary_of(Patient.objects.get(pk=patient.pk), clinic, day)
    assert Summary.objects.get(patient=patient).revision == 5


def test_the_summaries_of_many_take_as_many_queries_as_that_of_one() -> None:
    clinic = a_clinic()
    some = [example(name, clinic) for name in ("ada", "ben")]
    summaries_of(some[:1], clinic, date(2026, 10, 1))  # packs are read once
    with CaptureQueriesContext(connection) as one:
        summaries_of(some[:1], clinic, date(2026, 11, 1))
    with CaptureQueriesContext(connection) as two:
        summaries_of(some, clinic, date(2026, 11, 2))
    assert len(one) == len(two)


def test_every_patient_of_a_clinic_is_renewed_and_nobody_of_another() -> None:
    north, south = a_clinic(), a_clinic("south")
    here = [a_patient(north), a_patient(north), example("ada", north)]
    a_patient(south)
    assert renew(north, date(2026, 11, 1)) == 3
    assert {one.patient_id for one in Summary.objects.all()} == {one.pk for one in here}


def test_the_latest_adverse_events_and_open_questions_are_in_the_summary() -> None:
    patient = example("ada")
    event = {"term": "neck pain", "grade": "mild", "onset": "2026-10-05"}
    for number in range(4):
        Entry.objects.create(
            patient=patient, kind=Kind.ADVERSE_EVENT, data=event | {"term": f"event {number}"}, role=""
        )
    enter(patient, Kind.QUESTION, {"text": "May I swim?"}, NOBODY)
    fly = enter(patient, Kind.QUESTION, {"text": "May I fly?"}, NOBODY)
    enter(patient, Kind.QUESTION, {"text": "Yes.", "answers": str(fly.pk)}, NOBODY)
    found = summary_of(patient, a_clinic(), date(2026, 11, 1))
    assert [one["term"] for one in found["events"]["newest"]] == ["event 3", "event 2", "event 1"]
    assert found["events"]["older"] == 1
    assert [one["text"] for one in found["questions"]["newest"]] == ["May I swim?"]
