"""Partial dates widen what is counted from them."""

from __future__ import annotations

from datetime import date

import pytest

from procerus.criteria.bounds import Between
from procerus.diary.partial_date import PartialDate
from procerus.pathway.patient import AttestedCount, PreventiveTrial

NOVEMBER_1 = date(2026, 11, 1)


def trial(started: str | None, ended: str | None, outcome: str | None = "ineffective") -> Between:
    first, last = (None if one is None else PartialDate.of(one) for one in (started, ended))
    return PreventiveTrial("x", first, last, outcome=outcome).days(NOVEMBER_1)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2024-03-05", date(2024, 3, 5), date(2024, 3, 5)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_partial_date_is_every_day_it_may_be(text: str, earliest: date, latest: date):
    found = PartialDate.of(text)
    assert (found.earliest, found.latest) == (earliest, latest)
    assert found.day == (earliest if earliest == latest else None)


@pytest.mark.parametrize("text", ["", "24", "2024-3", "2024-13", "2024-02-30", "2024-03-05 ", "٢٠٢٤", "1024"])
def test_what_is_not_a_date_is_refused(text: str):
    with pytest.raises(ValueError):
        PartialDate.of(text)


def test_the_first_and_the_last_day_of_a_trial_both_count():
    assert trial("2024-01-10", "2024-01-10") == Between.exactly(1)
    assert trial("2024-01-10", "2024-04-20") == Between.exactly(102)


def test_a_trial_from_a_month_to_a_month_lies_between_the_shortest_and_the_longest():
    assert trial("2024-01", "2024-03") == Between(31, 91)
    assert trial("2024", "2024") == Between(1, 366)
    assert trial("2024-03", "2024-03-15") == Between(1, 15)


def test_an_end_nobody_gave_leaves_a_trial_open_up_to_the_day_before_the_question():
    assert trial("2026-10-01", None) == Between(1, 31)
    assert trial("2026-10-01", None, outcome=None) == Between(1, 31)


def test_an_ongoing_medicine_is_taken_until_the_day_before_the_question():
    assert trial("2026-10-01", None, outcome="ongoing") == Between.exactly(31)
    assert trial("2026-10", None, outcome="ongoing") == Between(1, 31)


def test_a_start_nobody_gave_leaves_any_length_possible():
    assert trial(None, "2024-04-20") == Between(0, None)


def test_days_from_the_question_on_are_not_counted():
    assert trial("2026-10-01", "2026-12-31") == Between.exactly(31)
    assert trial("2026-10", "2026-12") == Between(1, 31)
    assert trial("2026-11-01", "2026-12-31") == Between.exactly(0)
    assert trial("2026-12", None) == Between.exactly(0)


def test_a_window_counts_its_first_and_its_last_day():
    assert AttestedCount(date(2025, 1, 1), date(2025, 1, 30)).days == 30
    assert AttestedCount(date(2025, 1, 1), None).days is None


def test_what_is_not_a_date_is_named_with_dates_that_are():
    with pytest.raises(ValueError, match=r"^'24' is not a date such as 2024-03-05, 2024-03 or 2024$"):
        PartialDate.of("24")
