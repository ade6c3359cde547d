"""Which calendar days a window has, on either side of an anchor."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procerus.criteria.bounds import Answer
from procerus.diary.windows import (
    ABSENT,
    NOT_KNOWN,
    Anchored,
    days_in,
    months_before,
    months_covering,
    months_of,
    nominal_days,
)
from procerus.packs.rules import Window

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
INJECTION = date(2026, 1, 5)
lengths = st.sampled_from(["30-day", "28-day", "calendar"])
anchors = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def before(anchor: date, months: int, month: str) -> list[tuple[str, str]]:
    return [(first.isoformat(), last.isoformat()) for first, last in months_before(month, months, anchor)]


def test_months_of_thirty_days_lie_back_to_back_and_end_the_day_before() -> None:
    assert before(date(2026, 3, 2), 2, "30-day") == [
        ("2026-01-01", "2026-01-30"),
        ("2026-01-31", "2026-03-01"),
    ]


def test_months_of_28_days_are_four_weeks() -> None:
    assert before(date(2026, 3, 2), 2, "28-day") == [
        ("2026-01-05", "2026-02-01"),
        ("2026-02-02", "2026-03-01"),
    ]


@pytest.mark.parametrize("anchor", [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 31)])
def test_calendar_months_are_the_complete_ones_wherever_in_the_month_the_anchor_stands(anchor: date) -> None:
    assert before(anchor, 2, "calendar") == [("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28")]


def test_a_leap_day_belongs_to_its_february() -> None:
    assert before(date(2028, 3, 1), 1, "calendar") == [("2028-02-01", "2028-02-29")]
    assert before(date(2028, 3, 1), 1, "30-day") == [("2028-01-31", "2028-02-29")]
    assert before(date(2027, 3, 1), 1, "30-day") == [("2027-01-30", "2027-02-28")]


def test_months_run_over_the_end_of_a_year() -> None:
    assert before(date(2027, 1, 15), 2, "calendar") == [
        ("2026-11-01", "2026-11-30"),
        ("2026-12-01", "2026-12-31"),
    ]
    assert before(date(2027, 1, 15), 1, "28-day") == [("2026-12-18", "2027-01-14")]


@given(lengths, st.integers(1, 30), anchors)
def test_the_day_of_the_question_is_never_part_of_a_window_and_no_day_is_lost(
    month: str, months: int, anchor: date
) -> None:
    spans = months_before(month, months, anchor)
    assert len(spans) == months
    assert spans[-1][1] < anchor
    for (_, last), (first, _) in pairwise(spans):
        assert first - last == timedelta(days=1)
    allowed = {28, 29, 30, 31} if month == "calendar" else {nominal_days(month)}
    assert {days_in(span) for span in spans} <= allowed


def window_after(months: int, month: str, first_day: int = 0) -> Window:
    return Window(months, month, after="first_injection", first_day=first_day)


def test_the_day_of_the_injection_is_day_nought_of_its_cycle() -> None:
    spans = months_of(window_after(3, "28-day"), {"first_injection": Anchored.on(INJECTION)})
    assert spans == (
        (date(2026, 1, 5), date(2026, 2, 1)),
        (date(2026, 2, 2), date(2026, 3, 1)),
        (date(2026, 3, 2), date(2026, 3, 29)),
    )
    assert spans[-1][1] - INJECTION == timedelta(days=83)


def test_weeks_nine_to_twelve_are_days_56_to_83() -> None:
    spans = months_of(window_after(1, "28-day", 56), {"first_injection": Anchored.on(INJECTION)})
    assert spans == ((INJECTION + timedelta(days=56), INJECTION + timedelta(days=83)),)


def test_calendar_months_after_an_injection_are_complete_ones() -> None:
    after = {"first_injection": Anchored.on(INJECTION)}
    assert months_of(window_after(2, "calendar"), after) == (
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 31)),
    )
    on_the_first = {"first_injection": Anchored.on(date(2026, 12, 1))}
    assert months_of(window_after(2, "calendar"), on_the_first) == (
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 1, 31)),
    )


def test_the_baseline_ends_the_day_before_the_injection() -> None:
    window = Window(1, "28-day", before="first_injection")
    assert months_of(window, {"first_injection": Anchored.on(INJECTION)}) == (
        (date(2025, 12, 8), date(2026, 1, 4)),
    )


@pytest.mark.parametrize(
    "anchored", [ABSENT, NOT_KNOWN, Anchored(YES, INJECTION, INJECTION + timedelta(days=1))]
)
def test_a_window_next_to_a_day_nobody_knows_has_no_months(anchored: Anchored) -> None:
    assert months_of(Window(1, "28-day", before="first_injection"), {"first_injection": anchored}) is None
    assert months_of(window_after(1, "28-day"), {"first_injection": anchored}) is None


def test_a_window_without_an_anchor_has_no_months() -> None:
    assert months_of(Window(1, "28-day"), {}) is None


def test_months_cover_every_recorded_day_and_the_earliest_may_reach_back_further() -> None:
    assert months_covering("30-day", date(2026, 9, 20), date(2026, 11, 1)) == (
        (date(2026, 9, 2), date(2026, 10, 1)),
        (date(2026, 10, 2), date(2026, 10, 31)),
    )


def test_the_running_calendar_month_is_covered_as_far_as_it_has_come() -> None:
    assert months_covering("calendar", date(2026, 10, 31), date(2026, 11, 16)) == (
        (date(2026, 10, 1), date(2026, 10, 31)),
        (date(2026, 11, 1), date(2026, 11, 15)),
    )


def test_a_diary_begun_in_the_running_calendar_month_has_that_month_alone() -> None:
    assert months_covering("calendar", date(2026, 11, 1), date(2026, 11, 16)) == (
        (date(2026, 11, 1), date(2026, 11, 15)),
    )


@pytest.mark.parametrize("month", ["30-day", "28-day", "calendar"])
def test_a_diary_of_the_single_day_before_the_question_has_one_month(month: str) -> None:
    (span,) = months_covering(month, date(2026, 10, 31), date(2026, 11, 1))
    assert span[1] == date(2026, 10, 31)


@given(lengths, anchors, st.integers(1, 500))
def test_the_months_of_a_diary_hold_each_of_its_days_exactly_once(
    month: str, anchor: date, days: int
) -> None:
    first = anchor - timedelta(days=days)
    spans = months_covering(month, first, anchor)
    assert spans[0][0] <= first <= spans[0][1]
    assert spans[-1][1] == anchor - timedelta(days=1)
    for (_, last), (following, _) in pairwise(spans):
        assert following - last == timedelta(days=1)


@pytest.mark.parametrize(("days", "passed"), [(83, NO), (84, YES), (85, YES)])
def test_twelve_weeks_have_passed_on_day_84_and_not_on_day_83(days: int, passed: Answer) -> None:
    assert Anchored.on(INJECTION).passed(84, INJECTION + timedelta(days=days)) is passed


@pytest.mark.parametrize(("days", "passed"), [(83, NO), (84, UNKNOWN), (113, UNKNOWN), (114, YES)])
def test_a_date_known_by_its_month_has_passed_only_when_its_last_day_has(days: int, passed: Answer) -> None:
    january = Anchored(YES, date(2026, 1, 1), date(2026, 1, 31))
    assert january.passed(84, date(2026, 1, 1) + timedelta(days=days)) is passed


def test_no_day_has_passed_since_what_never_was_and_nobody_knows_since_what_may_have_been() -> None:
    assert ABSENT.passed(0, INJECTION) is NO
    assert NOT_KNOWN.passed(0, INJECTION) is UNKNOWN


def test_an_anchor_of_which_only_one_end_is_known_answers_what_that_end_settles() -> None:
    not_before = Anchored(YES, INJECTION, None)
    assert not_before.passed(84, INJECTION + timedelta(days=83)) is NO
    assert not_before.passed(84, INJECTION + timedelta(days=84)) is UNKNOWN
    not_after = Anchored(YES, None, INJECTION)
    assert not_after.passed(84, INJECTION + timedelta(days=84)) is YES
    assert not_after.passed(84, INJECTION + timedelta(days=83)) is UNKNOWN


def test_an_anchor_has_a_day_only_where_there_is_exactly_one_it_can_be() -> None:
    assert Anchored.on(INJECTION).day == INJECTION
    assert Anchored(YES, INJECTION, INJECTION + timedelta(days=1)).day is None
    assert Anchored(UNKNOWN, INJECTION, INJECTION).day is None
    assert ABSENT.day is None


def test_only_a_calendar_month_has_no_number_of_days_of_its_own() -> None:
    assert (nominal_days("28-day"), nominal_days("30-day"), nominal_days("calendar")) == (28, 30, None)
