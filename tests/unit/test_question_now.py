"""Which question is asked now, when the interval is over, and what the limits of overuse are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from procerus.diary.partial_date import PartialDate
from procerus.headache.classify import overuse_limits
from procerus.injection.ledger import Ledger
from procerus.packs.load import find_policy, load_headache, policy_files
from procerus.packs.products import Window
from procerus.pathway.comparison import answers, compare
from procerus.pathway.patient import Patient
from procerus.pathway.patient_file import read_patient
from procerus.pathway.recorded import course_of, question_of
from toxin import dose

EXAMPLES = Path(__file__).parents[2] / "examples"
ALL = ("start", "continue", "restart")
WEEKS_12 = Window(84, "days")


def asked(name: str, on: str, questions: tuple[str, ...] = ALL) -> str:
    patient = read_patient(EXAMPLES / f"{name}.json")
    return question_of(patient, course_of(patient, date.fromisoformat(on)), questions)


@pytest.mark.parametrize(
    ("name", "on", "question"),
    [
        ("ada", "2026-11-01", "start"),
        ("eve", "2026-03-01", "start"),
        ("eve", "2026-03-02", "continue"),
        ("eve", "2026-08-17", "continue"),
        ("fay", "2026-09-27", "continue"),
        ("fay", "2026-09-28", "restart"),
    ],
)
def test_the_question_follows_the_course(name: str, on: str, question: str) -> None:
    assert asked(name, on) == question


def test_after_a_stop_a_policy_without_a_restart_is_asked_for_a_start() -> None:
    assert asked("fay", "2026-11-01", ("start", "continue")) == "start"


def test_a_policy_that_only_answers_a_start_is_asked_that_during_a_course() -> None:
    assert asked("eve", "2026-08-17", ("start",)) == "start"


def test_a_position_with_questions_of_its_own_is_asked_the_first_of_them() -> None:
    assert asked("eve", "2026-08-17", ("controlled", "optimal")) == "controlled"


def test_somebody_of_whom_nobody_asked_about_toxin_is_asked_about_a_start() -> None:
    patient = read_patient(EXAMPLES / "ada.json")
    unknown = Patient(patient.id, patient.diary)
    assert question_of(unknown, course_of(unknown, date(2026, 11, 1)), ALL) == "start"


def test_the_interval_is_over_when_the_latest_dose_is_twelve_weeks_ago() -> None:
    doses = Ledger.of((dose("2026-03-02"), dose("2026-05-25")))
    assert doses.over("onabotulinumtoxina", WEEKS_12) == date(2026, 8, 17)


def test_a_dose_of_another_toxin_does_not_count_for_the_interval() -> None:
    doses = Ledger.of((dose("2026-03-02"), dose("2026-05-25", product="xeomin")))
    assert doses.over("onabotulinumtoxina", WEEKS_12) == date(2026, 5, 25)


def test_of_a_dose_in_some_month_the_last_day_of_the_month_counts() -> None:
    assert Ledger.of((dose("2026-03"),)).over("onabotulinumtoxina", WEEKS_12) == date(2026, 6, 23)
    assert PartialDate.of("2026-03").latest == date(2026, 3, 31)


@pytest.mark.parametrize("doses", [(), (dose("2026-03-02"), dose(None)), (dose(None, product=None),)])
def test_no_dose_and_a_dose_without_a_day_have_no_end_of_the_interval(doses: tuple[object, ...]) -> None:
    assert Ledger.of(doses).over("onabotulinumtoxina", WEEKS_12) is None  # type: ignore[arg-type]  # they are doses


def test_the_limits_of_overuse_are_the_packs_own() -> None:
    headache = load_headache()
    numbers = headache.rules.numbers
    assert overuse_limits(headache) == {
        "ergot_days": numbers["ergot_limit"],
        "triptan_days": numbers["triptan_limit"],
        "non_opioid_days": numbers["non_opioid_limit"],
        "opioid_days": numbers["opioid_limit"],
        "combination_days": numbers["combination_limit"],
        "unverified_days": numbers["unverified_limit"],
        "other_days": numbers["other_limit"],
    }


@pytest.mark.parametrize(
    ("name", "question", "on"), [("ben", "start", "2026-11-01"), ("fay", "continue", "2026-09-21")]
)
def test_short_answers_are_those_of_the_full_comparison(name: str, question: str, on: str) -> None:
    patient, day = read_patient(EXAMPLES / f"{name}.json"), date.fromisoformat(on)
    policies = [find_policy(one) for one in policy_files()]
    full = {one.id: one.answer for one in compare(policies, question, patient, day).policies}
    assert answers(policies, question, patient, day) == full
