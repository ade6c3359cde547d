"""Courses of treatment, from the dates of injections, some of them known only by their month."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procerus.criteria.bounds import ANYTHING, Answer, Between
from procerus.diary.cycles import Course, Session, latest_course
from procerus.diary.partial_date import PartialDate
from procerus.diary.windows import ABSENT, NOT_KNOWN, Anchored

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
AS_OF = date(2026, 11, 1)


def course(*dates: str, stops: tuple[str, ...] = (), as_of: date = AS_OF) -> Course:
    given = [PartialDate.of(one) for one in dates]
    return latest_course(given, [date.fromisoformat(stop) for stop in stops], as_of)


def ranged(earliest: str, latest: str) -> Anchored:
    return Anchored(YES, date.fromisoformat(earliest), date.fromisoformat(latest))


def test_injections_every_twelve_weeks_are_one_course() -> None:
    found = course("2026-04-06", "2026-06-29", "2026-09-21")
    assert found.injections == Between.exactly(3)
    assert found.first.day == date(2026, 4, 6)
    assert found.second.day == date(2026, 6, 29)
    assert found.third.day == date(2026, 9, 21)
    assert found.latest.day == date(2026, 9, 21)
    assert (found.running, found.ended) == (YES, NO)


def test_the_order_in_which_injections_are_written_does_not_matter() -> None:
    assert course("2026-09-21", "2026-04-06", "2026-06-29") == course(
        "2026-04-06", "2026-06-29", "2026-09-21"
    )


def test_a_list_nobody_has_taken_leaves_the_course_unknown() -> None:
    found = latest_course(None, [], AS_OF)
    assert (found.running, found.ended, found.injections) == (UNKNOWN, UNKNOWN, ANYTHING)
    assert found.first == found.second == found.latest == NOT_KNOWN


def test_an_empty_list_means_that_there_was_no_course() -> None:
    found = course()
    assert (found.running, found.ended, found.injections) == (NO, NO, Between.exactly(0))
    assert found.first == found.second == found.latest == ABSENT


def test_a_first_injection_is_a_course_without_a_second() -> None:
    found = course("2026-09-21")
    assert found.first == found.latest == Anchored.on(date(2026, 9, 21))
    assert found.second == ABSENT


@pytest.mark.parametrize(("days", "injections"), [(182, 2), (183, 1)])
def test_26_weeks_between_two_injections_are_one_course_and_a_day_more_makes_two(
    days: int, injections: int
) -> None:
    later = AS_OF - timedelta(days=10)
    found = course((later - timedelta(days=days)).isoformat(), later.isoformat())
    assert found.injections == Between.exactly(injections)
    assert found.running is YES


@pytest.mark.parametrize(("days", "ended"), [(182, NO), (183, YES)])
def test_a_course_ends_when_more_than_26_weeks_have_gone_by_without_an_injection(
    days: int, ended: Answer
) -> None:
    found = course((AS_OF - timedelta(days=days)).isoformat())
    assert found.ended is ended
    assert found.running is {YES: NO, NO: YES}[ended]


def test_only_the_latest_course_is_given() -> None:
    found = course("2024-01-08", "2024-04-01", "2026-06-29", "2026-09-21")
    assert found.injections == Between.exactly(2)
    assert found.first.day == date(2026, 6, 29)


def test_a_recorded_stop_ends_the_course() -> None:
    found = course("2026-06-29", "2026-09-21", stops=("2026-10-15",))
    assert (found.running, found.ended) == (NO, YES)
    assert found.injections == Between.exactly(2)


def test_an_injection_after_a_recorded_stop_begins_a_new_course() -> None:
    found = course("2026-04-06", "2026-06-29", "2026-09-21", stops=("2026-07-20",))
    assert found.first.day == found.latest.day == date(2026, 9, 21)
    assert found.injections == Between.exactly(1)
    assert found.running is YES


def test_a_stop_on_the_day_of_an_injection_ends_the_course_that_this_injection_belongs_to() -> None:
    found = course("2026-06-29", "2026-09-21", stops=("2026-09-21",))
    assert found.injections == Between.exactly(2)
    assert found.ended is YES


def test_a_stop_after_the_day_of_the_question_has_not_happened_yet() -> None:
    assert course("2026-09-21", stops=("2026-11-02",)).running is YES
    assert course("2026-09-21", stops=("2026-11-01",)).running is NO


def test_a_stop_before_the_first_injection_ends_nothing() -> None:
    assert course("2026-09-21", stops=("2026-01-01",)).running is YES


def test_an_injection_after_the_day_of_the_question_is_not_counted() -> None:
    found = course("2026-09-21", "2026-12-14")
    assert found.injections == Between.exactly(1)
    assert found.latest.day == date(2026, 9, 21)


def test_an_injection_on_the_day_of_the_question_is_counted() -> None:
    assert course("2026-11-01").injections == Between.exactly(1)


def test_an_injection_that_may_lie_after_the_question_leaves_everything_open() -> None:
    found = course("2026-09-21", "2026-11")
    assert (found.running, found.injections) == (UNKNOWN, ANYTHING)


def test_injections_known_by_their_months_make_ranges() -> None:
    found = course("2026-06", "2026-09")
    assert found.injections == Between.exactly(2)
    assert found.first == ranged("2026-06-01", "2026-06-30")
    assert found.second == found.latest == ranged("2026-09-01", "2026-09-30")


def test_a_date_that_may_or_may_not_be_26_weeks_away_leaves_the_first_injection_unknown() -> None:
    found = course("2026-03", "2026-09-21")
    assert found.first == found.second == NOT_KNOWN
    assert found.injections == Between(1, 2)
    assert found.latest.day == date(2026, 9, 21)
    assert found.running is YES


def test_a_stop_that_may_lie_before_or_after_an_injection_leaves_its_course_open() -> None:
    found = course("2026-06", "2026-09-21", stops=("2026-06-15",))
    assert found.first == NOT_KNOWN
    assert found.injections == Between(1, 2)
    for stop in ("2026-09-01", "2026-09-10", "2026-09-29"):
        assert course("2026-09", stops=(stop,)).running is UNKNOWN
    assert course("2026-09", stops=("2026-09-30",)).running is NO


def test_a_last_date_known_by_its_month_can_leave_open_whether_the_course_has_ended() -> None:
    found = course("2026-05", as_of=date(2026, 11, 15))
    assert (found.running, found.ended) == (UNKNOWN, UNKNOWN)


def test_a_date_known_by_its_year_may_be_the_latest_though_it_is_written_first() -> None:
    found = course("2025", "2025-03-05", as_of=date(2026, 1, 10))
    assert found.latest == ranged("2025-03-05", "2025-12-31")


def test_a_course_of_two_sessions_has_no_third_and_a_fourth_session_leaves_the_third_where_it_was() -> None:
    assert course("2026-06-29", "2026-09-21").third == ABSENT
    four = course("2026-02-02", "2026-04-27", "2026-07-20", "2026-10-12")
    assert (four.third.day, four.latest.day) == (date(2026, 7, 20), date(2026, 10, 12))


def test_the_sessions_of_a_course_are_those_since_it_began_in_order() -> None:
    found = course("2026-09-21", "2024-01-08", "2026-06")
    assert found.sessions == (
        Session(date(2026, 6, 1), date(2026, 6, 30)),
        Session(date(2026, 9, 21), date(2026, 9, 21)),
    )


def test_where_no_session_is_recorded_there_are_none_and_where_nobody_asked_they_are_not_known() -> None:
    assert course().sessions == ()
    assert latest_course(None, [], AS_OF).sessions is None


def test_where_the_course_may_have_begun_with_either_of_two_sessions_none_of_them_is_known_to_be_its() -> (
    None
):
    found = course("2026-03", "2026-09-21")
    assert found.sessions is None and found.third == NOT_KNOWN


@st.composite
def partial_dates(draw: st.DrawFn) -> tuple[date, date]:
    earliest = date(2026, 1, 1) + timedelta(days=40 * draw(st.integers(0, 8)))
    return earliest, earliest + timedelta(days=draw(st.sampled_from([0, 40, 120, 200])))


@given(
    st.lists(partial_dates(), max_size=3),
    st.lists(st.integers(0, 12).map(lambda at: date(2026, 1, 1) + timedelta(days=40 * at)), max_size=2),
    st.integers(0, 14).map(lambda at: date(2026, 1, 1) + timedelta(days=40 * at)),
)
def test_whatever_day_each_injection_was_given_on_the_course_is_one_of_those_allowed(
    ranges: list[tuple[date, date]], stops: list[date], as_of: date
) -> None:
    said = latest_course([PartialDate(*one) for one in ranges], stops, as_of)
    possible = [
        [first + timedelta(days=days) for days in range(0, (last - first).days + 1, 40)]
        for first, last in ranges
    ]
    for days in product(*possible):
        true = latest_course([PartialDate.on(day) for day in days], stops, as_of)
        assert said.running in (UNKNOWN, true.running)
        assert said.ended in (UNKNOWN, true.ended)
        assert contains(said.injections, true.injections)
        for name in ("first", "second", "third", "latest"):
            assert allows(getattr(said, name), getattr(true, name)), name


def contains(outer: Between, inner: Between) -> bool:
    assert inner.low is not None and inner.high is not None
    return (outer.low or 0) <= inner.low and (outer.high is None or inner.high <= outer.high)


def allows(said: Anchored, true: Anchored) -> bool:
    if said.exists is UNKNOWN:
        return True
    if said.exists is NO or true.exists is NO:
        return said.exists is true.exists
    return said.earliest <= true.earliest <= said.latest
