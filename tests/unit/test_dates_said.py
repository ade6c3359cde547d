"""Dates of English sentences, as a German reads them aloud."""

from __future__ import annotations

import pytest

from procerus.packs.dates_said import date_said


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("9 Aug 2026", "9. Aug. 2026"),
        ("9–11 Aug 2026", "9.–11. Aug. 2026"),
        ("30 Jul – 2 Aug 2026", "30. Juli – 2. Aug. 2026"),
        ("Mar 2026", "März 2026"),
        ("Mar, 4 May 2026", "März, 4. Mai 2026"),
        ("9 Aug 2026, 14:30", "9. Aug. 2026, 14:30"),
    ],
)
def test_a_day_a_span_and_a_bare_month_are_said_as_germans_say_them(english: str, german: str) -> None:
    assert date_said(english) == german


@pytest.mark.parametrize("text", ["9", "2026", "May be", "9 Aug 2026, ", "topiramate", ""])
def test_what_is_no_date_stays_as_it_is(text: str) -> None:
    assert date_said(text) is None
