"""Counts of a month between bounds: from a diary's days, or from a count somebody attested."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import LAST_DAY, diary, drawn, felt, migraine
from procerus.criteria.bounds import Answer, Between
from procerus.criteria.reference import count_days
from procerus.diary.counts import MonthCounts
from procerus.diary.day import Day
from procerus.diary.diary import Diary, each_day
from procerus.diary.facts import WindowFacts
from procerus.diary.windows import NOT_KNOWN, Anchored
from procerus.packs.load import load_headache
from procerus.packs.rules import DiaryReading, Window
from procerus.pathway.patient import AttestedCount
from spec.diagnosed import under

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
RULES = load_headache().rules
AS_WRITTEN = DiaryReading()
OCTOBER = (date(2026, 10, 2), LAST_DAY)  # the latest thirty days
SEPTEMBER = (date(2026, 9, 2), date(2026, 10, 1))


def counts(written: Diary, *attested: AttestedCount) -> MonthCounts:
    return MonthCounts(written, RULES.bits, attested)


def count(
    written: Diary,
    *attested: AttestedCount,
    fact: str = "headache_days",
    month: tuple[date, date] = OCTOBER,
    reading: DiaryReading = AS_WRITTEN,
) -> tuple[int | None, int | None]:
    found = counts(written, *attested).count(fact, RULES.days[fact], month, reading)
    return found.low, found.high


def letter(first: str, last: str, low: int, high: int | None = None) -> AttestedCount:
    """A count of headache days in a letter."""
    days = Between(low, low if high is None else high)
    return AttestedCount(date.fromisoformat(first), date.fromisoformat(last), headache_days=days)


# From the diary.


def test_days_outside_the_diary_are_open() -> None:
    written = diary("hhhhh")
    assert count(written) == (5, 30)
    assert count(written, month=SEPTEMBER) == (0, 30)
    assert count(written, month=(date(2026, 12, 1), date(2026, 12, 30))) == (0, 30)
    assert count(Diary.of([])) == (0, 30)


def test_a_month_that_the_diary_only_touches_counts_the_days_it_touches() -> None:
    written = diary("hh..", last=date(2026, 10, 3))
    assert count(written, month=SEPTEMBER) == (2, 30)
    assert count(written) == (0, 28)


def test_the_open_days_of_a_month_are_named_also_outside_the_diary() -> None:
    written = diary("h?.", last=date(2026, 10, 30))
    found = counts(written).open_days(RULES.days["headache_days"], (date(2026, 10, 27), LAST_DAY), AS_WRITTEN)
    assert found == [date(2026, 10, 27), date(2026, 10, 29), date(2026, 10, 31)]


def test_recalled_days_can_be_read_as_gaps() -> None:
    late = replace(felt(), entered=datetime(2026, 12, 24))
    written = drawn("llhh" + "." * 26, {"l": late})
    assert count(written) == (4, 4)
    assert count(written, reading=DiaryReading(recalled_days="gaps")) == (2, 4)


def test_two_days_that_say_the_same_are_told_apart_where_only_one_is_recalled() -> None:
    late = replace(felt(), entered=datetime(2026, 12, 24))
    in_time = replace(felt(), entered=datetime(2026, 10, 31))
    for letters in ("li", "il"):
        written = drawn(letters, {"l": late, "i": in_time})
        assert count(written, reading=DiaryReading(recalled_days="gaps")) == (1, 30)
        assert count(written) == (2, 30)


def test_empty_medicines_can_be_read_as_unknown_on_every_day() -> None:
    written = diary("." * 30)
    assert count(written, fact="triptan_days") == (0, 0)
    assert count(written, fact="triptan_days", reading=DiaryReading(empty_medicines="unknown")) == (0, 30)


def test_readings_share_one_count_of_one_diary_without_mixing_their_answers() -> None:
    late = replace(felt(medicines=""), entered=datetime(2026, 12, 24))
    shared = counts(drawn("l" + "." * 29, {"l": late}))
    asked = [
        (AS_WRITTEN, (0, 1)),
        (DiaryReading(recalled_days="gaps"), (0, 1)),
        (DiaryReading(empty_medicines="unknown"), (0, 30)),
        (AS_WRITTEN, (0, 1)),
    ]
    for reading, expected in asked:
        found = shared.count("triptan_days", RULES.days["triptan_days"], OCTOBER, reading)
        assert (found.low, found.high) == expected
    headache = [shared.count("headache_days", RULES.days["headache_days"], OCTOBER, one) for one, _ in asked]
    assert [(one.low, one.high) for one in headache] == [(1, 1), (0, 1), (1, 1), (1, 1)]


def test_two_definitions_of_a_migraine_day_share_one_count_without_mixing_their_answers() -> None:
    shared = counts(drawn("s" * 30, {"s": felt("unilateral pulsating nausea", minutes=90)}))
    preempt = under("migraine day", "preempt").days["migraine_days"]
    for _ in range(2):
        assert shared.count("migraine_days", RULES.days["migraine_days"], OCTOBER, AS_WRITTEN).low == 30
        assert shared.count("migraine_days", preempt, OCTOBER, AS_WRITTEN).high == 0


kinds = st.sampled_from(["M", "h", ".", "?", "t", "z", "s"])
KINDS = {
    "t": felt("believed_migraine", not_said="relieved", medicines="sumatriptan"),
    "z": felt("unilateral nausea", worst=None, medicines="blue pill"),
    "s": Day(LAST_DAY, headache=YES),
}


@given(st.lists(kinds, max_size=50).map("".join), st.integers(-40, 20), st.integers(1, 31))
def test_a_count_is_what_counting_day_by_day_gives(letters: str, start: int, days: int) -> None:
    written = drawn(letters, KINDS)
    first = LAST_DAY + timedelta(days=start)
    month = (first, first + timedelta(days=days - 1))
    found = counts(written)
    one_by_one = [found.bits_on(day, AS_WRITTEN) for day in written.spans(*month)]
    for fact, rule in RULES.days.items():
        assert found.count(fact, rule, month, AS_WRITTEN) == count_days(rule, one_by_one)


@given(st.lists(kinds, max_size=50).map("".join))
def test_the_open_days_of_a_month_are_as_many_as_its_bounds_are_apart(letters: str) -> None:
    found = counts(drawn(letters, KINDS))
    for fact, rule in RULES.days.items():
        bounds = found.count(fact, rule, OCTOBER, AS_WRITTEN)
        assert bounds.low is not None and bounds.high is not None
        assert len(found.open_days(rule, OCTOBER, AS_WRITTEN)) == bounds.high - bounds.low


# Attested by somebody who saw a diary that is not here.


def test_an_attested_count_stands_in_for_a_month_without_a_diary() -> None:
    assert count(Diary.of([]), letter("2026-10-02", "2026-10-31", 20, 22)) == (20, 22)


def test_one_answered_day_in_the_month_sets_the_attested_count_aside() -> None:
    attested = letter("2026-10-02", "2026-10-31", 20)
    assert count(diary("."), attested) == (0, 29)
    assert count(diary("h"), attested) == (1, 30)


def test_a_day_that_does_not_say_if_there_was_a_headache_does_not_set_it_aside() -> None:
    written = Diary.of([Day(LAST_DAY, nausea=YES)])
    assert count(written, letter("2026-10-02", "2026-10-31", 20)) == (20, 20)


def test_a_diary_of_another_month_does_not_set_it_aside() -> None:
    written = diary("." * 5, last=date(2026, 9, 30))
    assert count(written, letter("2026-10-02", "2026-10-31", 20)) == (20, 20)


@pytest.mark.parametrize(
    ("low", "bounds"),
    [
        (31, (16, 30)),  # 15 of the 31 days lie in September at the most, if all were headache days
        (20, (5, 20)),
        (10, (0, 10)),
    ],
)
def test_an_attested_count_over_a_longer_span_is_spread_every_way_it_can_be(
    low: int, bounds: tuple[int, int]
) -> None:
    attested = letter("2026-09-17", "2026-10-31", low)  # fifteen days more than the month
    assert count(Diary.of([]), attested) == bounds


def test_days_of_the_month_that_nobody_attested_stay_open() -> None:
    assert count(Diary.of([]), letter("2026-10-22", "2026-10-31", 6)) == (6, 26)


@pytest.mark.parametrize("day", ["2026-10-02", "2026-10-31"])
def test_a_count_of_the_first_or_the_last_day_of_the_month_alone_belongs_to_it(day: str) -> None:
    assert count(Diary.of([]), letter(day, day, 1)) == (1, 30)
    assert count(Diary.of([]), letter(day, day, 0)) == (0, 29)


def test_two_attested_spans_within_a_month_add_up() -> None:
    two = letter("2026-10-02", "2026-10-11", 4, 5), letter("2026-10-12", "2026-10-31", 11)
    assert count(Diary.of([]), *two) == (15, 16)


def test_an_attested_span_before_or_after_the_month_says_nothing_about_it() -> None:
    two = letter("2026-09-02", "2026-10-01", 30), letter("2026-11-01", "2026-11-30", 30)
    assert count(Diary.of([]), *two) == (0, 30)


@pytest.mark.parametrize("ends", [(None, date(2026, 10, 31)), (date(2026, 10, 2), None), (None, None)])
def test_an_attested_count_without_both_dates_is_of_no_month(ends: tuple[date | None, date | None]) -> None:
    attested = AttestedCount(*ends, headache_days=Between.exactly(20))
    assert count(Diary.of([]), attested) == (0, 30)


def test_a_count_of_headache_days_says_nothing_about_migraine_days_or_medicines() -> None:
    attested = letter("2026-10-02", "2026-10-31", 20)
    assert count(Diary.of([]), attested, fact="migraine_days") == (0, 30)
    assert count(Diary.of([]), attested, fact="triptan_days") == (0, 30)


def test_migraine_days_are_attested_by_themselves() -> None:
    attested = AttestedCount(*OCTOBER, headache_days=Between(20, 22), migraine_days=Between(9, 12))
    assert count(Diary.of([]), attested, fact="migraine_days") == (9, 12)


def test_at_least_so_many_attested_days_have_no_upper_end_but_the_month() -> None:
    attested = AttestedCount(*OCTOBER, headache_days=Between(20, None))
    assert count(Diary.of([]), attested) == (20, 30)


def test_at_most_so_many_attested_days_have_no_lower_end_but_nought() -> None:
    attested = AttestedCount(*OCTOBER, headache_days=Between(None, 9))
    assert count(Diary.of([]), attested) == (0, 9)


@st.composite
def attestations(draw: st.DrawFn) -> list[tuple[int, int, int, int]]:
    """One or two spans of a fortnight that do not overlap: first day, last day, fewest, most."""
    cuts = sorted(draw(st.sets(st.integers(0, 11), min_size=2, max_size=4)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    found = []
    for first, last in spans:
        low, high = sorted(draw(st.integers(0, last - first + 1)) for _ in range(2))
        found.append((first, last, low, high))
    return found


@given(attestations(), st.integers(0, 11), st.integers(1, 8))
def test_attested_bounds_hold_every_fortnight_that_agrees_with_them_and_reach_its_ends(
    attested: list[tuple[int, int, int, int]], start: int, days: int
) -> None:
    stop = min(start + days, 12)
    possible = [
        sum(fortnight[start:stop])
        for fortnight in product((0, 1), repeat=12)
        if all(low <= sum(fortnight[first : last + 1]) <= high for first, last, low, high in attested)
    ]
    day = list(each_day(date(2026, 10, 20), date(2026, 10, 31)))
    told = [AttestedCount(day[first], day[last], Between(low, high)) for first, last, low, high in attested]
    assert count(Diary.of([]), *told, month=(day[start], day[stop - 1])) == (min(possible), max(possible))


# Facts of windows.


def facts(written: Diary, window: Window, anchored: Anchored, *attested: AttestedCount) -> WindowFacts:
    rules = replace(RULES, windows={"w": window})
    anchors = {"as_of": Anchored.on(date(2026, 11, 1)), "first_injection": anchored}
    return WindowFacts(rules, counts(written, *attested), anchors, date(2026, 11, 1))


BASELINE = Window(2, "30-day", before="first_injection")
INJECTED = Anchored.on(date(2026, 11, 1))


def test_a_window_gives_the_least_the_most_and_the_total_of_its_months() -> None:
    written = diary("h" * 10 + "." * 20 + "h" * 12 + "?" + "." * 17)
    asked = ["w.headache_days.least", "w.headache_days.most", "w.headache_days.total", "w.months", "w.days"]
    assert facts(written, BASELINE, INJECTED).of(asked) == {
        "w.headache_days.least": Between.exactly(10),
        "w.headache_days.most": Between(12, 13),
        "w.headache_days.total": Between(22, 23),
        "w.months": Between.exactly(2),
        "w.days": Between.exactly(60),
    }


@pytest.mark.parametrize(
    ("month", "days", "most"),
    [("30-day", (60, 60), 30), ("28-day", (56, 56), 28), ("calendar", (56, 62), 31)],
)
def test_next_to_an_injection_nobody_can_date_every_day_of_every_month_is_open(
    month: str, days: tuple[int, int], most: int
) -> None:
    found = facts(diary("h" * 60), Window(2, month, before="first_injection"), NOT_KNOWN)
    asked = ["w.headache_days.least", "w.headache_days.total", "w.months", "w.days"]
    assert found.of(asked) == {
        "w.headache_days.least": Between(0, most),
        "w.headache_days.total": Between(0, 2 * most),
        "w.months": Between.exactly(2),
        "w.days": Between(*days),
    }
    assert found.open_days("w.headache_days.least") == []


def test_the_days_since_an_anchor_are_a_truth_and_names_of_other_things_are_left_out() -> None:
    found = facts(diary("."), BASELINE, Anchored.on(date(2026, 8, 9)))
    asked = ["first_injection.day_84", "first_injection.day_85", "first_injection", "age", "some_criterion"]
    assert found.of(asked) == {"first_injection.day_84": YES, "first_injection.day_85": NO}


def test_the_open_days_of_a_window_leave_out_the_months_somebody_attested() -> None:
    written = diary("?h" + "." * 27 + "?")
    attested = letter("2026-09-02", "2026-10-01", 20)
    found = facts(written, BASELINE, INJECTED, attested)
    assert found.open_days("w.headache_days.least") == [date(2026, 10, 2), LAST_DAY]
    without = facts(written, BASELINE, INJECTED).open_days("w.headache_days.least")
    assert len(without) == 32


def test_a_migraine_day_in_the_diary_is_found_by_its_date() -> None:
    found = counts(Diary.of([migraine(LAST_DAY)]))
    rule = RULES.days["migraine_days"]
    assert found.answer_on(rule, LAST_DAY, AS_WRITTEN) is YES
    assert found.answer_on(rule, LAST_DAY + timedelta(days=1), AS_WRITTEN) is UNKNOWN
    assert found.answer_on(rule, LAST_DAY - timedelta(days=1), AS_WRITTEN) is UNKNOWN
