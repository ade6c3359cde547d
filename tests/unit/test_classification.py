"""What `classify` hands on: the contract's shape, and the months and migraine days one may choose."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from people import LAST_DAY, cleo, diary, drawn, felt
from procerus.criteria.bounds import Answer, Between
from procerus.diary.diary import Diary
from procerus.headache.classify import Classification, rules_for
from procerus.packs.load import load_headache
from procerus.pathway.patient import AttestedCount
from spec.diagnosed import classified

MEDICINES = ["triptan", "ergot", "non-opioid", "opioid", "combination", "other", "unrecognised", "any"]
SUBTYPES = ["8.2.1", "8.2.2", "8.2.3", "8.2.4", "8.2.5", "8.2.6", "8.2.7", "8.2.8"]
REASON = ["criterion", "asks", "answer", "found", "needs", "at", "status", "unsettled", "days"]


def shape(found: Classification) -> Any:
    """The JSON, as a reader of the file gets it."""
    return json.loads(json.dumps(found.to_json()))


def overused() -> Classification:
    """A month of triptans on twelve headache days, one of them with a word nobody knows."""
    kinds = {"t": felt(medicines="sumatriptan"), "z": felt(medicines="Imigran; blue pill")}
    return classified(drawn("t" * 11 + "z" + "?" + "." * 17, kinds), months_of_overuse=4)


def test_the_keys_of_a_classification_are_those_of_the_contract() -> None:
    found = shape(overused())
    assert list(found) == [
        "patient", "as_of", "month", "migraine_day", "months", "chronic_migraine", "medication_overuse",
    ]  # fmt: skip
    assert list(found["months"][0]) == [
        "from", "to", "days", "recorded", "complete", "headache_days", "migraine_days", "crystal_clear_days",
        "medicine_days",
    ]  # fmt: skip
    assert list(found["chronic_migraine"]) == ["pattern", "answer", "reasons"]
    assert list(found["medication_overuse"]) == ["headache_15", "overuse", "answer", "subtypes", "reasons"]


def test_a_month_says_its_days_and_each_count_as_a_pair() -> None:
    (month,) = shape(overused())["months"]
    assert month == {
        "from": "2026-10-02",
        "to": "2026-10-31",
        "days": 30,
        "recorded": 29,
        "complete": True,
        "headache_days": [12, 13],
        "migraine_days": [0, 1],
        "crystal_clear_days": [17, 18],
        "medicine_days": {
            "triptan": [12, 13],
            "ergot": [0, 2],
            "non-opioid": [0, 2],
            "opioid": [0, 2],
            "combination": [0, 2],
            "other": [0, 2],
            "unrecognised": [1, 2],
            "any": [12, 13],
        },
    }
    assert list(month["medicine_days"]) == MEDICINES


def test_the_head_of_a_classification_says_whose_it_is_and_how_it_was_read() -> None:
    found = shape(overused())
    assert found["patient"] == "made-up"
    assert found["as_of"] == "2026-11-01"
    assert found["month"] == "30-day"
    assert found["migraine_day"] == "ichd3"


def test_overuse_is_answered_by_itself_with_its_headache_and_in_all_eight_subtypes() -> None:
    overuse = shape(overused())["medication_overuse"]
    assert overuse["headache_15"] == "no"
    assert overuse["overuse"] == "yes"
    assert overuse["answer"] == "no"
    assert list(overuse["subtypes"]) == SUBTYPES
    assert overuse["subtypes"] == dict.fromkeys(SUBTYPES, "no") | {"8.2.2": "yes"}


def test_every_criterion_of_chronic_migraine_and_of_overuse_gives_its_reason_once() -> None:
    found = shape(overused())
    assert [one["criterion"] for one in found["chronic_migraine"]["reasons"]] == [
        "headache_pattern", "enough_attacks", "migraine_pattern", "no_other_cause",
    ]  # fmt: skip
    assert [one["criterion"] for one in found["medication_overuse"]["reasons"]] == [
        "frequent_headache", "ergot_overuse", "triptan_overuse", "non_opioid_overuse", "opioid_overuse",
        "combination_overuse", "multiple_class_overuse", "unverified_overuse", "other_overuse",
    ]  # fmt: skip


def test_a_reason_has_the_keys_of_the_contract_and_a_remark_only_where_there_is_one() -> None:
    frequent, *others = shape(overused())["medication_overuse"]["reasons"]
    assert list(frequent) == [*REASON, "remark"]
    assert frequent["remark"].startswith("medication overuse, but not medication-overuse headache")
    assert all(list(one) == REASON for one in others)


def test_the_pattern_is_answered_from_diary_and_history_beside_the_whole_of_chronic_migraine() -> None:
    found = shape(classified(diary("M" * 120)))["chronic_migraine"]
    assert (found["pattern"], found["answer"]) == ("yes", "unknown")


def test_an_unknown_upper_end_is_null() -> None:
    attacks = shape(classified(diary("M")))["chronic_migraine"]["reasons"][1]
    assert attacks["found"] == {"lifetime_migraine_attacks": [0, None]}


def test_months_come_oldest_first_and_touch_each_other() -> None:
    months = shape(classified(diary("." * 70)))["months"]
    assert [(month["from"], month["to"]) for month in months] == [
        ("2026-08-03", "2026-09-01"),
        ("2026-09-02", "2026-10-01"),
        ("2026-10-02", "2026-10-31"),
    ]


def test_months_of_an_empty_diary_are_an_empty_list() -> None:
    assert shape(classified(Diary.of([])))["months"] == []


def test_an_attested_month_within_the_diary_shows_the_attested_count() -> None:
    gap = diary("h" * 10 + "?" * 30 + "." * 20)
    attested = AttestedCount(date(2026, 9, 12), date(2026, 10, 11), headache_days=Between.exactly(20))
    found = classified(gap, counts=[attested])
    assert [month.counted["headache_days"] for month in found.months] == [Between(10, 30), Between(0, 10)]
    earlier = classified(diary("?" * 30 + "." * 30), counts=[attested])
    assert len(earlier.months) == 1  # months reach back to the first entry and no further


@pytest.mark.parametrize(
    ("length", "days"), [("30-day", [30, 30]), ("28-day", [28, 28, 28]), ("calendar", [30, 31])]
)
def test_another_month_is_used_in_every_window_and_shown(length: str, days: list[int]) -> None:
    found = classified(diary("h" * 60), length)
    assert shape(found)["month"] == length
    assert [month["days"] for month in shape(found)["months"]] == days
    windows = rules_for(load_headache(), length, None).windows
    assert {window.month for window in windows.values()} == {length}


@pytest.mark.parametrize(
    ("name", "count"),
    [("ichd3", 9), ("preempt", 17), ("leiden", 8), ("thirty-minutes", 19), ("patient", 1)],
)
def test_another_migraine_day_is_used_and_shown(name: str, count: int) -> None:
    kinds = {
        "q": felt("unilateral pulsating nausea", minutes=29),
        "m": felt("unilateral pulsating nausea", minutes=240),
        "p": felt("nausea", minutes=240),
        "t": felt(minutes=10, medicines="sumatriptan"),
        "b": felt("believed_migraine", minutes=240),
    }
    month = "qqq" + "mmmmmm" + "p" * 11 + "tt" + "b" + "....." + ".."
    found = classified(drawn(month, kinds), None, name)
    assert shape(found)["migraine_day"] == name
    assert found.months[0].counted["migraine_days"] == Between.exactly(count)


def test_a_choice_of_month_and_migraine_day_leaves_the_pack_as_it_was() -> None:
    headache = load_headache()
    chosen = rules_for(headache, "calendar", "preempt")
    assert chosen.days["headache_days"] is headache.rules.days["headache_days"]
    assert chosen.days["migraine_days"] is not headache.rules.days["migraine_days"]
    assert {window.month for window in headache.rules.windows.values()} == {"30-day"}
    assert rules_for(headache, None, None) is headache.rules


def test_cleo_overuses_triptans_and_co_codamol_and_has_both_diagnoses() -> None:
    person = cleo()
    found = classified(
        person.diary,
        lifetime_migraine_attacks=100,
        months_of_this_pattern=20,
        other_cause_excluded=Answer.YES,
        months_of_overuse=7,
        as_of=date.fromordinal(LAST_DAY.toordinal() + 1),
    )
    assert found.answer("chronic_migraine") is Answer.YES
    assert found.answer("medication_overuse_headache") is Answer.YES
    assert {code for code, said in found.subtypes.items() if said is Answer.YES} == {"8.2.2", "8.2.5"}
