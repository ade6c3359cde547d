"""A person's neighbours: like them in all but one thing, so that a changed answer is that thing's doing."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, timedelta

import pytest

from asked import AS_OF, chronic, tried
from people import LAST_DAY, NAMES, diary, migraine, person
from procerus.criteria.bounds import Answer
from procerus.diary.diary import Diary
from procerus.pathway.neighbours import neighbours
from procerus.pathway.patient import History, Patient

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def otherwise(patient: Patient) -> dict[str, Patient]:
    found = list(neighbours(patient, AS_OF))
    assert len({name for name, _ in found}) == len(found)
    return dict(found)


def differing(one: object, other: object) -> set[str]:
    return {each.name for each in fields(one) if getattr(one, each.name) != getattr(other, each.name)}


def days_differing(one: Diary, other: Diary) -> list[date]:
    every = sorted({*one.days, *other.days})
    return [day for day in every if one.days.get(day) != other.days.get(day)]


@pytest.mark.parametrize("name", NAMES)
def test_the_first_is_the_person_and_every_other_differs_in_exactly_one_thing(name: str):
    patient = person(name)
    found = otherwise(patient)
    assert next(iter(found)) == "" and found.pop("") == patient
    assert len(found) >= 6
    for said, one in found.items():
        assert len(differing(patient, one)) == 1, said


def test_a_plan_that_is_there_already_is_nothing_otherwise():
    planned = chronic(history=History(overuse_plan=YES))
    assert "a plan for medication overuse" not in otherwise(planned)
    assert otherwise(planned)["no plan for medication overuse"].history == History(
        overuse_plan=NO, overuse_withdrawn=NO
    )
    assert otherwise(chronic(history=History(overuse_plan=NO)))["a plan for medication overuse"].history == (
        History(overuse_plan=YES)
    )


def test_a_person_of_whom_nothing_is_known_has_only_the_neighbours_with_and_without_a_plan():
    nobody = Patient("nobody", Diary("", {}))
    assert list(otherwise(nobody)) == ["", "a plan for medication overuse", "no plan for medication overuse"]


def test_preventives_are_one_fewer_all_of_one_outcome_or_not_recorded_at_all():
    patient = chronic(preventives=tried("ineffective", "not_tolerated", None))
    found = otherwise(patient)
    said = {name: one.preventives for name, one in found.items() if "preventive" in name}
    assert said == {
        "one preventive fewer": tried("ineffective", "not_tolerated"),
        "every preventive ineffective": tried(*["ineffective"] * 3),
        "no preventive tolerated": tried(*["not_tolerated"] * 3),
        "preventives not recorded": None,
    }


def test_where_none_was_tried_there_is_none_to_change():
    assert not [name for name in otherwise(chronic(preventives=())) if "preventive" in name]


def test_one_headache_day_fewer_is_the_latest_one_of_the_month_before():
    patient = chronic("." * 20 + "M" * 5 + "." * 5)
    one = otherwise(patient)["one headache day fewer"]
    latest = LAST_DAY - timedelta(days=5)
    assert days_differing(patient.diary, one.diary) == [latest]
    day = one.diary.day(latest)
    assert (day.headache, day.nausea, day.medicines) == (NO, NO, ())


def test_one_headache_day_more_is_like_the_latest_one_on_the_latest_day_without():
    patient = chronic("." * 20 + "M" * 5 + "." * 5)
    one = otherwise(patient)["one headache day more"]
    assert days_differing(patient.diary, one.diary) == [LAST_DAY]
    assert one.diary.day(LAST_DAY) == migraine(LAST_DAY)


def test_a_day_that_is_otherwise_was_written_down_no_later_than_before():
    written = datetime(2026, 10, 31, 20)
    days = [replace(day, entered=written) for day in diary("." * 10 + "." + "M" * 19).days.values()]
    early = LAST_DAY - timedelta(days=19)
    days = [replace(day, entered=datetime(2026, 10, 12, 20)) if day.date == early else day for day in days]
    found = otherwise(chronic(diary=Diary.of(days)))
    assert not found["one headache day more"].diary.day(early).recalled
    assert found["one headache day fewer"].diary.day(LAST_DAY).entered == written


@pytest.mark.parametrize(("letters", "missing"), [("." * 30, {"fewer", "more"}), ("M" * 30, {"more"})])
def test_there_is_no_other_headache_day_where_none_can_be_taken_or_added(letters: str, missing: set[str]):
    found = [name.split()[-1] for name in otherwise(chronic(letters)) if name.startswith("one headache day")]
    assert {"fewer", "more"} - set(found) == missing


def test_an_earlier_month_is_left_as_it_was():
    patient = chronic("M" * 40 + "." * 30)
    assert not [name for name in otherwise(patient) if "headache day" in name]


def test_every_second_day_of_the_month_is_open_and_no_other():
    patient = chronic("M" * 90)
    opened = otherwise(patient)["every second day of the month open"].diary
    assert days_differing(patient.diary, opened) == [
        AS_OF - timedelta(days=back) for back in range(30, 0, -2)
    ]
    assert not any(opened.day(AS_OF - timedelta(days=back)).answered for back in range(30, 0, -2))


def test_days_after_the_question_are_not_touched():
    patient = chronic(diary=diary("M" * 60, last=LAST_DAY + timedelta(days=10)))
    for name, one in otherwise(patient).items():
        assert all(day < AS_OF for day in days_differing(patient.diary, one.diary)), name
