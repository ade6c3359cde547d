"""Chronic migraine (ICHD-3 1.3): what a diary can show, and what has to be asked."""

from __future__ import annotations

from typing import Any

import pytest

from people import LAST_DAY, diary, drawn, felt
from procerus.criteria.bounds import Answer
from procerus.diary.day import Day
from procerus.diary.diary import Diary
from procerus.headache.classify import Classification
from spec.diagnosed import classified, under

title = "Chronic migraine"

MONTH = "MMMMM MMMhh hhhhh ..... ..... ....."  # 15 headache days, 8 of them migraine
ASKED = {"lifetime_migraine_attacks": 5, "months_of_this_pattern": 4, "other_cause_excluded": "yes"}


def chronic(days: str | Diary, **history: Any) -> str:
    """The answer of 1.3, with a history that is complete unless the test changes it."""
    return str(asked(days, **history).answer("chronic_migraine"))


def asked(days: str | Diary, **history: Any) -> Classification:
    told: dict[str, Any] = ASKED | history
    told["other_cause_excluded"] = Answer(told["other_cause_excluded"])
    return classified(diary(days) if isinstance(days, str) else days, **told)


def pattern(letters: str, **history: Any) -> str:
    """The answer of 1.3 A and C, from a diary with nothing asked but what the test gives."""
    return str(classified(diary(letters), **history).answer("chronic_pattern"))


def test_fifteen_headache_days_and_eight_migraine_days_with_a_full_history_are_chronic_migraine() -> None:
    assert chronic(MONTH) == "yes"


def test_fifteen_headache_days_a_month_are_chronic_and_fourteen_are_not() -> None:
    assert chronic("M" * 15 + "." * 15) == "yes"
    assert chronic("M" * 14 + "." * 16) == "no"


def test_eight_migraine_days_a_month_are_enough_and_seven_are_not() -> None:
    assert chronic("M" * 8 + "h" * 22) == "yes"
    assert chronic("M" * 7 + "h" * 23) == "no"


def test_tension_type_like_days_count_for_headache_and_never_for_migraine() -> None:
    found = asked("h" * 30)
    assert str(found.answer("headache_pattern")) == "yes"
    assert str(found.answer("migraine_pattern")) == "no"
    assert chronic("h" * 30) == "no"


def test_probable_migraine_days_count_for_headache_and_never_for_migraine() -> None:
    assert chronic(drawn("p" * 30, {"p": felt("unilateral pulsating")})) == "no"


def test_aura_without_headache_counts_for_neither() -> None:
    aura = Day(LAST_DAY, headache=Answer.NO, aura=Answer.YES)
    assert chronic(drawn("a" * 30, {"a": aura})) == "no"


def test_one_open_day_that_could_be_the_fifteenth_leaves_the_question_open() -> None:
    assert chronic("M" * 14 + "?" + "." * 15) == "unknown"


def test_open_days_that_cannot_make_fifteen_do_not_leave_it_open() -> None:
    assert chronic("M" * 12 + "??" + "." * 16) == "no"


def test_open_days_beside_fifteen_headache_days_do_not_matter() -> None:
    assert chronic("M" * 15 + "?" * 15) == "yes"


# What only the history can say.


def test_a_diary_alone_never_gives_chronic_migraine() -> None:
    four_months = classified(diary(MONTH * 4))
    assert str(four_months.answer("chronic_pattern")) == "yes"
    assert str(four_months.answer("enough_attacks")) == "unknown"
    assert str(four_months.answer("no_other_cause")) == "unknown"
    assert str(four_months.answer("chronic_migraine")) == "unknown"


def test_without_other_causes_asked_the_answer_is_unknown() -> None:
    assert chronic(MONTH, other_cause_excluded="unknown") == "unknown"


def test_new_daily_persistent_headache_or_any_other_cause_not_excluded_means_no() -> None:
    assert chronic("M" * 30, other_cause_excluded="no") == "no"


def test_five_attacks_in_a_lifetime_are_enough_and_four_are_not() -> None:
    assert chronic(MONTH, lifetime_migraine_attacks=5) == "yes"
    assert chronic(MONTH, lifetime_migraine_attacks=4) == "no"
    assert chronic(MONTH, lifetime_migraine_attacks=None) == "unknown"


def test_attacks_are_counted_over_a_lifetime_and_not_in_the_diary() -> None:
    assert chronic("M" * 30, lifetime_migraine_attacks=4) == "no"


def test_a_diary_without_the_pattern_is_no_whatever_was_not_asked() -> None:
    told = classified(diary("." * 120))
    assert str(told.answer("chronic_migraine")) == "no"


# More than three months.


def test_a_history_of_more_than_three_months_with_one_diary_month_shows_the_pattern() -> None:
    assert pattern(MONTH, months_of_this_pattern=4) == "yes"


def test_a_history_of_exactly_three_months_is_not_more_than_three_months() -> None:
    assert pattern("." * 90 + MONTH, months_of_this_pattern=3) == "no"
    assert pattern("." * 90 + MONTH, months_of_this_pattern=4) == "yes"


def test_a_history_that_nobody_took_leaves_one_diary_month_open() -> None:
    assert pattern(MONTH) == "unknown"


def test_a_long_history_does_not_stand_in_for_a_diary() -> None:
    assert pattern("?", months_of_this_pattern=36) == "unknown"


def test_a_long_history_does_not_outweigh_a_diary_month_without_the_pattern() -> None:
    assert pattern("." * 30, months_of_this_pattern=36) == "no"


def test_four_diary_months_show_the_pattern_without_a_history() -> None:
    assert pattern(MONTH * 4) == "yes"


def test_one_of_four_diary_months_with_fourteen_days_breaks_the_pattern() -> None:
    fourteen = "MMMMM MMMhh hhhh. ..... ..... ....."
    assert pattern(MONTH + fourteen + MONTH * 2) == "unknown"
    assert pattern(MONTH + fourteen + MONTH * 2, months_of_this_pattern=3) == "no"


def test_three_diary_months_are_not_more_than_three_months() -> None:
    assert pattern(MONTH * 3) == "unknown"
    assert pattern("." * 30 + MONTH * 3, months_of_this_pattern=3) == "no"


def test_three_months_of_28_days_are_not_more_than_three_months() -> None:
    written = diary("." * 28 + "M" * 84)
    told = classified(written, "28-day", months_of_this_pattern=3)
    assert str(told.answer("chronic_pattern")) == "no"
    four = classified(diary("M" * 112), "28-day", months_of_this_pattern=3)
    assert str(four.answer("chronic_pattern")) == "yes"


def test_migraine_has_to_have_been_as_frequent_for_more_than_three_months_as_headache() -> None:
    too_little_migraine = "MMMMM MMhhh hhhhh ..... ..... ....."
    assert pattern(too_little_migraine + MONTH * 3, months_of_this_pattern=3) == "no"
    assert pattern(MONTH * 4, months_of_this_pattern=3) == "yes"


# Where the classification is silent.


def test_fifteen_days_in_a_31_day_month_may_be_fourteen_in_28_days() -> None:
    on_the_first_three_days = diary("MMM" + "M" * 12 + "." * 16)
    answers = {
        length: str(classified(on_the_first_three_days, length, months_of_this_pattern=4)
                    .answer("chronic_pattern"))
        for length in ("calendar", "30-day", "28-day")
    }  # fmt: skip
    assert answers == {"calendar": "yes", "30-day": "no", "28-day": "no"}


@pytest.mark.parametrize(
    ("alternative", "said"), [("each of three months", "no"), ("mean of three months", "yes")]
)
def test_a_mean_of_fifteen_and_fifteen_in_each_month_are_two_readings(alternative: str, said: str) -> None:
    twenty, ten = "M" * 20 + "." * 10, "M" * 10 + "." * 20
    told = classified(diary(twenty + ten + "M" * 15 + "." * 15),
                      rules=under("more than three months", alternative))  # fmt: skip
    assert str(told.answer("chronic_pattern")) == said


def test_a_mean_just_below_fifteen_is_not_rounded_up() -> None:
    mean = under("more than three months", "mean of three months")
    months = "M" * 15 + "." * 15, "M" * 15 + "." * 15, "M" * 14 + "." * 16
    assert str(classified(diary("".join(months)), rules=mean).answer("chronic_pattern")) == "no"


def test_a_migraine_day_by_another_definition_can_change_the_answer() -> None:
    short = drawn("s" * 30, {"s": felt("unilateral pulsating nausea", minutes=90)})
    answers = {
        name: str(classified(short, None, name, months_of_this_pattern=4).answer("migraine_pattern"))
        for name in ("ichd3", "leiden", "preempt")
    }
    assert answers == {"ichd3": "yes", "leiden": "yes", "preempt": "no"}
