"""The drawn month, the description of a diary, and the words for dates."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest

from procerus.criteria.bounds import Answer
from procerus.diary.dates import in_words, span_in_words, spans_in_words, spans_of
from procerus.diary.day import Day
from procerus.diary.describe import describe
from procerus.diary.diary import Diary
from procerus.diary.draw import draw_months, letter
from procerus.diary.read import read_text
from procerus.diary.write import write_diary
from procerus.faults import BadInput

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
FIRST, LAST = date(2026, 8, 3), date(2026, 9, 1)


def diary(letters: str) -> Diary:
    said = {"h": YES, ".": NO, "?": UNKNOWN}
    days = [Day(FIRST + timedelta(days=at), said[one]) for at, one in enumerate(letters) if one != " "]
    return Diary.of(days)


def test_a_month_is_one_line_of_weeks_with_bounds_beside_it() -> None:
    drawn = draw_months(diary("hh.h..? .......hhhhh.h.hh.h.h"), [(FIRST, LAST)])
    assert drawn == "3 Aug – 1 Sep 2026  hh.h..? ?...... .hhhhh. h.hh.h. h?  headache 13 to 16"


def test_a_line_as_wide_as_the_terminal_is_not_broken() -> None:
    (whole,) = draw_months(diary("h" * 30), [(FIRST, LAST)]).splitlines()
    assert draw_months(diary("h" * 30), [(FIRST, LAST)], width=len(whole)) == whole
    assert len(draw_months(diary("h" * 30), [(FIRST, LAST)], width=len(whole) - 1).splitlines()) == 2


def test_a_count_without_open_days_is_one_number() -> None:
    assert draw_months(diary("h" * 30), [(FIRST, LAST)]).endswith("hhhhhhh hh  headache 30")


def test_months_stand_in_line_below_one_another() -> None:
    months = [(FIRST, LAST), (date(2026, 9, 2), date(2026, 9, 3))]
    first, second = draw_months(diary("h" * 32), months, counts=["one", "two"]).splitlines()
    assert first.index("hhh") == second.index("hh")
    assert first.index("one") == second.index("two")


@pytest.mark.parametrize("width", [76, 60, 40, 24])
def test_a_narrow_terminal_gets_whole_weeks_and_no_long_line(width: int) -> None:
    drawn = draw_months(diary("hh.h..? .......hhhhh.h.hh.h.h"), [(FIRST, LAST)], width=width)
    assert max(map(len, drawn.splitlines())) <= width
    assert [week for week in drawn.split() if set(week) <= set("h.?")] == [
        "hh.h..?", "?......", ".hhhhh.", "h.hh.h.", "h?",
    ]  # fmt: skip


def test_a_headache_that_may_be_migraine_is_not_drawn_as_migraine() -> None:
    drawn = {(one, other): letter(one, other) for one in Answer for other in Answer}
    assert drawn[YES, YES] == "M"
    assert (drawn[YES, NO], drawn[YES, UNKNOWN]) == ("h", "h")
    assert (drawn[NO, NO], drawn[UNKNOWN, UNKNOWN], drawn[UNKNOWN, NO]) == (".", "?", "?")


def test_dates_are_said_the_same_way_everywhere() -> None:
    new_year = (date(2025, 12, 28), date(2026, 1, 3))
    assert in_words(date(2026, 11, 26)) == "26 Nov 2026"
    assert span_in_words(FIRST, LAST) == "3 Aug – 1 Sep 2026"
    assert span_in_words(*new_year) == "28 Dec 2025 – 3 Jan 2026"
    spans = spans_of([FIRST, date(2026, 8, 11), date(2026, 8, 9), date(2026, 8, 10), date(2027, 1, 2)])
    assert spans_in_words(spans) == "3 Aug, 9–11 Aug 2026, 2 Jan 2027"
    assert spans_in_words([(FIRST, FIRST), new_year]) == "3 Aug 2026, 28 Dec 2025 – 3 Jan 2026"


# What is in it and what is missing -------------------------------------------------------------------

ROWS = """date,headache,medicines,entered
2026-08-02,yes,sumatriptan 50 mg,2026-08-02
2026-08-03,,,
2026-08-04,yes,sumatriptan 50 mg; blue pill,2026-08-20
2026-08-05,yes,,2026-08-05
2026-08-08,no,,2026-08-08
2026-08-08,no,,2026-08-08
"""


def test_a_description_says_what_is_open_without_blame() -> None:
    (one,) = read_text(ROWS, "ada.csv")
    assert str(describe(one)).splitlines() == [
        "4 days of 7 answered, 2–8 Aug 2026.",
        "3 days are open: 3 Aug, 6–7 Aug 2026.",
        "1 day with headache without a word about medicines.",
        "1 day written down more than a week later: recalled.",
        "1 day with timing unknown.",
        "8 Aug 2026, rows 6 and 7: the rows are the same; the day counts once.",
        "'blue pill' on 1 day: not in the dictionary, so it may be of any class.",
        "'sumatriptan 50 mg' on 2 days: sumatriptan (triptan).",
    ]


def test_a_description_for_programs_holds_the_same() -> None:
    (one,) = read_text(ROWS, "ada.csv")
    said = describe(one).as_json()
    assert said["open"] == [["2026-08-03", "2026-08-03"], ["2026-08-06", "2026-08-07"]]
    assert (said["days"], said["written"], said["answered"]) == (7, 5, 4)
    assert said["medicines"] == [
        {"text": "blue pill", "name": None, "classes": [], "days": 1},
        {"text": "sumatriptan 50 mg", "name": "sumatriptan", "classes": ["triptan"], "days": 2},
    ]


def test_a_diary_without_days_and_one_without_gaps_are_described() -> None:
    assert str(describe(Diary("ada", {}))) == "ada: The diary has no days yet."
    assert "No day is open." in describe(diary("h.h")).sentences()


# Made by a program, and written ----------------------------------------------------------------------


def test_a_day_made_by_a_program_is_read_like_a_row() -> None:
    days = [Day(FIRST, NO), Day(LAST, NO, minutes=30)]
    one = Diary.of(reversed(days), "ada")
    assert (one.first, one.last) == (FIRST, LAST)
    assert (one.day(FIRST).nausea, one.day(LAST).headache) == (NO, UNKNOWN)
    with pytest.raises(ValueError, match="3 Aug 2026 comes twice"):
        Diary.of([days[0], days[0]])


def test_the_days_of_a_diary_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        diary("h").days[LAST] = Day(LAST)  # type: ignore[index]  # the point of the test


def test_words_that_a_spreadsheet_takes_for_a_formula_are_kept_as_they_are() -> None:
    one = Diary.of([Day(FIRST, NO, note='=1+1, "so" it; said\n'), Day(LAST, NO, note=" - worse ")])
    file = io.StringIO()
    write_diary(one, file)
    assert '"=1+1, ""so"" it; said\n"' in file.getvalue()
    assert read_text(file.getvalue(), "copy.csv") == (one,)


def test_a_text_that_no_file_can_hold_is_refused_and_not_cut() -> None:
    for note in ("a\0b", "\ud800", "x" * 10_001):
        with pytest.raises(BadInput, match="the day 2026-08-03, column note"):
            write_diary(Diary.of([Day(FIRST, NO, note=note)]), io.StringIO())


def test_a_column_that_the_diary_does_not_have_is_not_written() -> None:
    with pytest.raises(ValueError, match="no column place"):
        write_diary([{"date": "2026-08-03", "headache": "no", "place": "home"}], io.StringIO())
