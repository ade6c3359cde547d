"""Which days a diary leaves open for a rule, and whether filling one in would count it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from people import LAST_DAY, diary, felt, migraine
from procerus.criteria.bounds import Answer
from procerus.criteria.language import Kind, Level, Node, parse
from procerus.diary.counts import MonthCounts
from procerus.diary.dates import Span
from procerus.diary.day import Day
from procerus.diary.diary import Diary
from procerus.packs.load import load_headache
from procerus.packs.rules import DiaryReading

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
RULES = load_headache().rules
HEADACHE = RULES.days["headache_days"]
MIGRAINE = RULES.days["migraine_days"]
DEFAULT = DiaryReading()


def counting(written: Diary) -> MonthCounts:
    return MonthCounts(written, RULES.bits)


def rule(text: str) -> Node:
    return parse(text, dict.fromkeys(RULES.bits, Kind.TRUTH), Level.DAY)


def back(*days: int) -> list[date]:
    return [LAST_DAY - timedelta(days=one) for one in days]


def month(days: int, last: date = LAST_DAY) -> Span:
    return last - timedelta(days=days - 1), last


# Open days ----------------------------------------------------------------------------------------------


def test_unanswered_days_are_open_and_answered_ones_are_not():
    assert counting(diary("h?M.?h")).open_days(HEADACHE, month(6), DEFAULT) == back(4, 1)


def test_a_day_may_be_open_for_migraine_and_not_for_headache():
    bare = Diary.of([Day(LAST_DAY, headache=YES), Day(LAST_DAY - timedelta(days=1), headache=NO)])
    assert counting(bare).open_days(HEADACHE, month(2), DEFAULT) == []
    assert counting(bare).open_days(MIGRAINE, month(2), DEFAULT) == back(0)


def test_days_before_the_first_record_and_after_the_last_are_open():
    short = counting(diary("h.h", last=LAST_DAY - timedelta(days=2)))
    assert short.open_days(HEADACHE, month(7), DEFAULT) == back(6, 5, 1, 0)


def test_a_month_outside_the_diary_is_open_from_its_first_day_to_its_last():
    written = counting(diary("h.h"))
    for last in (LAST_DAY + timedelta(days=40), LAST_DAY - timedelta(days=40)):
        first, end = month(3, last)
        assert written.open_days(HEADACHE, (first, end), DEFAULT) == [first, first + timedelta(days=1), end]


def test_in_an_empty_diary_every_day_is_open():
    assert counting(Diary("", {})).open_days(HEADACHE, month(3), DEFAULT) == back(2, 1, 0)


def test_no_day_is_open_whose_answer_does_not_hang_on_what_was_not_said():
    sick = Diary.of([Day(LAST_DAY, headache=YES, nausea=NO), Day(LAST_DAY - timedelta(days=1), nausea=NO)])
    assert counting(sick).open_days(rule("headache and nausea"), month(2), DEFAULT) == []


def test_a_reading_may_open_days_that_another_does_not():
    quiet = counting(diary("..."))
    taken = rule("any_acute")
    assert quiet.open_days(taken, month(3), DEFAULT) == []
    assert quiet.open_days(taken, month(3), replace(DEFAULT, empty_medicines="unknown")) == back(2, 1, 0)


def test_open_days_are_what_lies_between_the_two_ends_of_the_count():
    counts, span = counting(diary("Mh?.??hM.?")), month(14)
    for each in RULES.days.values():
        bounds = counts.count("", each, span, DEFAULT)
        assert bounds.low is not None and bounds.high is not None
        assert len(counts.open_days(each, span, DEFAULT)) == bounds.high - bounds.low


# Filling one in -----------------------------------------------------------------------------------------

ALL_YES, ALL_NO = dict.fromkeys(RULES.bits, YES), dict.fromkeys(RULES.bits, NO)


def filled(day: Day, with_: dict[str, Answer], each: Node = MIGRAINE) -> Answer | None:
    counts = counting(Diary.of([day]))
    return counts.filled(each, counts.bits_on(counts.diary.day(day.date), DEFAULT), with_, 0)


def test_an_open_day_counts_or_not_as_it_is_filled_in():
    assert (filled(Day(LAST_DAY), ALL_YES), filled(Day(LAST_DAY), ALL_NO)) == (YES, NO)


@pytest.mark.parametrize("with_", [ALL_YES, ALL_NO])
def test_a_day_that_is_answered_for_the_rule_is_not_filled_in(with_: dict[str, Answer]):
    assert filled(migraine(LAST_DAY), with_) is None
    assert filled(Day(LAST_DAY, headache=NO), with_) is None


def test_what_was_said_of_a_day_stands_whatever_the_rest_is_filled_with():
    known = felt("pulsating nausea unilateral", not_said="aggravated photophobia phonophobia", worst=None)
    sure = rule("nausea and aggravated")
    assert filled(known, ALL_YES, sure) is YES
    assert filled(replace(known, nausea=NO), ALL_YES, sure) is None


def test_a_day_filled_with_what_is_itself_not_known_stays_open():
    assert filled(Day(LAST_DAY), dict.fromkeys(RULES.bits, UNKNOWN)) is UNKNOWN


def test_two_ways_of_filling_and_two_rules_are_kept_apart():
    counts = counting(Diary.of([]))
    said = counts.bits_on(Day(LAST_DAY), DEFAULT)
    free = rule("not headache")
    for _ in range(2):  # the second time they are remembered
        assert counts.filled(HEADACHE, said, ALL_YES, 0) is YES
        assert counts.filled(HEADACHE, said, ALL_NO, 1) is NO
        assert counts.filled(free, said, ALL_YES, 0) is NO
        assert counts.filled(free, said, ALL_NO, 1) is YES


def test_days_that_say_different_things_are_kept_apart():
    counts = counting(Diary.of([]))
    bare = counts.bits_on(Day(LAST_DAY, headache=YES), DEFAULT)
    sick = counts.bits_on(Day(LAST_DAY, headache=YES, nausea=YES), DEFAULT)
    both = rule("headache and nausea")
    assert counts.filled(both, bare, ALL_NO, 0) is NO
    assert counts.filled(both, sick, ALL_NO, 0) is None
    assert counts.filled(both, bare, ALL_YES, 1) is YES
