"""What the rows of a diary file say about days."""

from __future__ import annotations

from datetime import date

import pytest

from procerus.diary.day import Day
from procerus.diary.diary import About
from unit.diary_files import FIRST, NO, UNKNOWN, YES, diary, fault, only_day

# What a day says ------------------------------------------------------------------------------------


def test_a_day_that_is_not_in_the_file_says_nothing() -> None:
    one = diary("date,headache\n2026-08-03,yes\n2026-08-05,no\n")
    assert one.day(date(2026, 8, 4)) == Day(date(2026, 8, 4))
    assert date(2026, 8, 4) not in one.days
    assert [day.headache for day in one.spans(FIRST, date(2026, 8, 5))] == [YES, UNKNOWN, NO]


def test_no_headache_answers_every_symptom_but_aura() -> None:
    day = only_day("2026-08-03,no")
    assert (day.nausea, day.photophobia, day.believed_migraine, day.relieved) == (NO,) * 4
    assert day.aura is UNKNOWN
    assert day.medicines is None


def test_aura_without_headache_is_kept_and_is_no_headache_day() -> None:
    day = only_day("2026-08-03,no,yes", "date,headache,aura")
    assert (day.headache, day.aura) == (NO, YES)


def test_an_unanswered_headache_answers_no_symptom() -> None:
    day = only_day("2026-08-03,,yes", "date,headache,nausea")
    assert (day.headache, day.nausea, day.vomiting) == (UNKNOWN, YES, UNKNOWN)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("0", 0),
        ("4", 240),
        ("1.5", 90),
        ("1.33", 80),
        ("3.99", 239),
        ("24", 1440),
        ("0.01", 1),
        ("1.250", 75),
    ],
)
def test_hours_become_whole_minutes_exactly(written: str, minutes: int) -> None:
    assert only_day(f"2026-08-03,yes,{written}", "date,headache,hours").minutes == minutes


def test_a_decimal_comma_is_read_where_it_can_be_nothing_else() -> None:
    assert only_day("2026-08-03;yes;1,5", "date;headache;hours").minutes == 90
    assert "is not a number of hours" in fault("2026-08-03;yes;1,500", "date;headache;hours")


@pytest.mark.parametrize(
    ("written", "grade"),
    [("0", 0), ("1", 1), ("3", 1), ("4", 2), ("6", 2), ("7", 3), ("10", 3), ("Mild", 1), ("severe", 3)],
)
def test_numbers_from_0_to_10_are_grades_of_headache(written: str, grade: int) -> None:
    assert only_day(f"2026-08-03,yes,{written}", "date,headache,worst").worst == grade


def test_none_is_an_answer_about_medicines_and_empty_is_not() -> None:
    one = diary("date,headache,medicines\n2026-08-03,yes,none\n2026-08-04,yes,\n")
    assert one.days[FIRST].medicines == ()
    assert one.days[date(2026, 8, 4)].medicines is None


def test_without_a_triptan_or_ergot_none_can_have_relieved() -> None:
    columns = "date,headache,medicines,relieved"
    assert only_day("2026-08-03,yes,ibuprofen,", columns).relieved is NO
    assert only_day("2026-08-03,yes,none,", columns).relieved is NO
    assert only_day("2026-08-03,yes,sumatriptan,", columns).relieved is UNKNOWN
    assert only_day("2026-08-03,yes,ibuprofen; blue pill,", columns).relieved is UNKNOWN
    assert only_day("2026-08-03,yes,,", columns).relieved is UNKNOWN


def test_relief_without_a_triptan_or_ergot_is_unknown_and_found() -> None:
    one = diary("date,headache,medicines,relieved\n2026-08-03,yes,ibuprofen,yes\n")
    assert one.days[FIRST].relieved is UNKNOWN
    assert [found.about for found in one.findings] == [About.ROW_CONTRADICTS_ITSELF]


def test_an_entry_keeps_the_date_of_its_own_clock() -> None:
    day = only_day("2026-08-03,yes,2026-08-10T23:30-10:00", "date,headache,entered")
    assert day.entered is not None and day.entered.date() == date(2026, 8, 10)
    assert not day.recalled  # in UTC it would be 11 Aug, eight days later


def test_a_day_written_more_than_seven_days_late_is_found_as_recalled() -> None:
    one = diary("date,headache,entered\n2026-08-03,yes,2026-08-11\n2026-08-04,yes,2026-08-11\n")
    assert [(found.about, found.day) for found in one.findings] == [(About.RECALLED, FIRST)]


def test_a_day_written_before_it_came_is_found() -> None:
    one = diary("date,headache,entered\n2026-08-03,no,2026-08-01\n2026-08-04,no,2026-08-03T23:50\n")
    assert [(found.about, found.day) for found in one.findings] == [(About.WRITTEN_BEFORE_THE_DAY, FIRST)]


def test_a_medicine_that_is_not_in_the_dictionary_is_named() -> None:
    one = diary("date,headache,medicines\n2026-08-03,yes,blue pill\n")
    assert [str(found) for found in one.findings] == [
        "3 Aug 2026, row 2: 'blue pill' is not in the dictionary."
    ]


# Rows that speak about one day ----------------------------------------------------------------------


def test_a_row_that_contradicts_itself_leaves_the_day_open() -> None:
    for cells in ("no,3,", "no,,severe", "no,0.5,0"):
        one = diary(f"date,headache,hours,worst\n2026-08-03,{cells}\n")
        day = one.days[FIRST]
        assert (day.headache, day.minutes, day.worst, day.nausea) == (UNKNOWN, None, None, UNKNOWN)
        assert [(found.about, found.rows) for found in one.findings] == [(About.ROW_CONTRADICTS_ITSELF, (2,))]


def test_nought_hours_on_a_headache_free_day_contradict_nothing() -> None:
    one = diary("date,headache,hours,worst\n2026-08-03,no,0,0\n")
    assert one.days[FIRST].headache is NO
    assert one.findings == ()


def test_a_headache_of_grade_nought_is_kept_and_found() -> None:
    one = diary("date,headache,worst\n2026-08-03,yes,0\n")
    assert (one.days[FIRST].headache, one.days[FIRST].worst) == (YES, 0)
    assert [found.about for found in one.findings] == [About.SEEMS_ODD]


def test_two_rows_that_disagree_about_headache_make_it_unknown_and_are_named() -> None:
    one = diary("date,headache\n2026-08-03,yes\n2026-08-04,no\n2026-08-03,no\n")
    assert one.days[FIRST].headache is UNKNOWN
    assert [(found.about, found.rows) for found in one.findings] == [(About.ROWS_DISAGREE, (2, 4))]
    assert "rows 2 and 4: the rows disagree about headache (no or yes)" in str(one.findings[0])


def test_a_disputed_headache_free_day_disputes_its_symptoms_too() -> None:
    one = diary("date,headache,nausea,hours,aura\n2026-08-03,yes,yes,5,yes\n2026-08-03,no,,,\n")
    day = one.days[FIRST]
    assert (day.nausea, day.aura) == (UNKNOWN, YES)


def test_rows_that_disagree_about_one_fact_keep_the_others() -> None:
    columns = "date,headache,hours,worst,nausea,medicines,note"
    one = diary(f"{columns}\n2026-08-03,yes,3,5,,none,a\n2026-08-03,yes,4,moderate,no,paracetamol,b\n")
    day = one.days[FIRST]
    assert (day.headache, day.minutes, day.worst, day.nausea) == (YES, None, 2, NO)
    assert day.medicines is None
    assert day.note == "a | b"


def test_a_symptom_in_dispute_on_a_headache_free_day_is_not_answered_by_it() -> None:
    one = diary("date,headache,nausea\n2026-08-03,no,yes\n2026-08-03,no,no\n")
    assert (one.days[FIRST].headache, one.days[FIRST].nausea) == (NO, UNKNOWN)


def test_hours_in_one_row_contradict_no_headache_in_another() -> None:
    one = diary("date,headache,hours\n2026-08-03,no,\n2026-08-03,,3\n")
    assert (one.days[FIRST].headache, one.days[FIRST].minutes) == (UNKNOWN, None)


def test_a_third_row_does_not_settle_what_a_row_contradicted() -> None:
    one = diary("date,headache,hours\n2026-08-03,no,3\n2026-08-03,no,0\n2026-08-03,no,\n")
    assert one.days[FIRST].headache is UNKNOWN


def test_one_instant_on_two_clocks_is_two_times_of_writing() -> None:
    rows = "2026-08-03,yes,2026-08-11T00:30+02:00\n2026-08-03,yes,2026-08-10T22:30Z\n"
    assert diary(f"date,headache,entered\n{rows}").days[FIRST].entered is None


def test_medicines_in_another_order_are_no_disagreement_but_another_dose_is() -> None:
    def taken(other: str) -> object:
        rows = f"2026-08-03,yes,Sumatriptan 50 mg; ibuprofen\n2026-08-03,yes,{other}\n"
        return diary(f"date,headache,medicines\n{rows}").days[FIRST].medicines

    assert taken("ibuprofen; sumatriptan 50 mg") is not None
    assert taken("ibuprofen; sumatriptan 100 mg") is None


def test_relief_in_one_row_is_not_denied_by_a_row_without_headache_or_medicine() -> None:
    day = only_day("2026-08-03,yes,yes,\n2026-08-03,no,,none", "date,headache,relieved,medicines")
    assert (day.headache, day.relieved) == (UNKNOWN, UNKNOWN)


def test_rows_that_differ_only_in_when_they_were_written_down_answer_the_day() -> None:
    rows = "2026-08-03,yes,2026-08-03T20:00\n2026-08-03,yes,2026-08-03T21:00\n"
    one = diary("date,headache,entered\n" + rows)
    assert (one.days[FIRST].headache, one.days[FIRST].entered) == (YES, None)
    assert [found.about for found in one.findings] == [About.WRITTEN_DOWN_TWICE]
    both = diary("date,headache,entered\n" + rows.replace("yes", "no", 1))
    assert [found.about for found in both.findings] == [About.ROWS_DISAGREE, About.WRITTEN_DOWN_TWICE]
    assert "about headache (no or yes); this counts as not answered." in str(both.findings[0])


def test_a_finding_by_day_says_no_rows() -> None:
    one = diary("date,headache,worst\n2026-08-03,yes,\n2026-08-03,no,\n2026-08-04,yes,0\n")
    assert [(str(found.by_day()), found.by_day().rows) for found in one.findings] == [
        ("3 Aug 2026: the answers disagree about headache (no or yes); this counts as not answered.", ()),
        ("4 Aug 2026: headache is yes, and worst is 0; both are kept as written.", ()),
    ]
