"""Months: how days become counts with two ends, and which days a month has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from people import diary, felt
from procerus.criteria.bounds import Between
from procerus.diary.diary import Diary
from procerus.packs.load import load_headache
from spec.diagnosed import AS_OF, classified, latest_month, span

title = "Months"


def test_two_unanswered_days_leave_a_count_between_fourteen_and_sixteen() -> None:
    month = latest_month(diary("MMh.hh. .hhM?.. .Mh..h. .?...hM h."))
    assert month.counted["headache_days"] == span(14, 16)
    assert month.recorded == 28


def test_days_that_are_not_in_the_file_widen_a_count_and_are_never_scaled_up() -> None:
    month = latest_month(diary("hhhhh hhhhh"))
    assert month.counted["headache_days"] == span(10, 30)
    assert month.recorded == 10


def test_days_after_the_last_entry_are_open_too() -> None:
    month = latest_month(diary("h" * 10 + "." * 10, last=date(2026, 10, 21)))
    assert month.counted["headache_days"] == span(10, 20)


def test_headache_free_days_are_counted_as_carefully_as_headache_days() -> None:
    month = latest_month(diary("hhhhh hhhhh ..... ..... ....? ?????"))
    assert month.counted["headache_days"] == span(10, 16)
    assert month.counted["crystal_clear_days"] == span(14, 20)


def test_a_complete_month_has_one_number() -> None:
    month = latest_month(diary("h" * 15 + "." * 15))
    assert month.counted["headache_days"] == span(15, 15)
    assert month.recorded == 30


def test_the_day_of_the_question_is_in_no_month() -> None:
    written = diary("h" * 31, last=AS_OF)
    month = latest_month(written)
    assert month.span == (date(2026, 10, 2), date(2026, 10, 31))
    assert month.counted["headache_days"] == span(30, 30)


@pytest.mark.parametrize(
    ("length", "first", "days"),
    [
        ("30-day", date(2026, 10, 2), 30),
        ("28-day", date(2026, 10, 4), 28),
        ("calendar", date(2026, 10, 1), 31),
    ],
)
def test_a_month_is_thirty_days_back_from_the_question_unless_another_month_is_chosen(
    length: str, first: date, days: int
) -> None:
    month = latest_month(diary("h" * 31), length)
    assert month.span == (first, date(2026, 10, 31))
    assert month.counted["headache_days"] == span(days, days)


def test_months_reach_back_to_the_first_entry_and_call_the_days_before_it_open() -> None:
    earlier, latest = classified(diary("hhhhh" + "." * 30)).months
    assert earlier.span == (date(2026, 9, 2), date(2026, 10, 1))
    assert earlier.counted["headache_days"] == span(5, 30)
    assert latest.counted["headache_days"] == span(0, 0)


def test_the_running_calendar_month_is_shown_as_not_complete_and_the_classification_looks_before_it() -> None:
    half_a_month = diary("." * 31 + "h" * 15, last=date(2026, 11, 15))
    asked = classified(half_a_month, "calendar", as_of=date(2026, 11, 16))
    october, november = asked.months
    assert (october.complete, november.complete) == (True, False)
    assert november.span == (date(2026, 11, 1), date(2026, 11, 15))
    assert november.counted["headache_days"] == span(15, 15)
    assert str(asked.answer("frequent_headache")) == "no"


def test_on_the_first_of_a_month_every_calendar_month_is_complete() -> None:
    assert [month.complete for month in classified(diary("h" * 60), "calendar").months] == [True, True]


def test_a_diary_with_no_days_has_no_months_and_answers_nothing() -> None:
    asked = classified(Diary.of([]))
    assert asked.months == ()
    assert str(asked.answer("headache_pattern")) == "unknown"


@pytest.mark.parametrize(("minutes", "bounds"), [(239, span(0, 29)), (240, span(1, 30)), (None, span(0, 30))])
def test_a_headache_day_of_four_hours_leaves_open_what_nobody_timed(
    minutes: int | None, bounds: Between
) -> None:
    headache = load_headache()
    four_hours = headache.definitions["headache_days"]["four-hours"]
    rules = replace(headache.rules, days={**headache.rules.days, "headache_days": four_hours})
    month = classified(Diary.of([felt(minutes=minutes)]), rules=rules).months[-1]
    assert month.counted["headache_days"] == bounds
    assert latest_month(Diary.of([felt(minutes=minutes)])).counted["headache_days"] == span(1, 30)
