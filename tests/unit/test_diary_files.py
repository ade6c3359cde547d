"""Diary files as programs write them: what is tolerated, what is refused, and in which words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from procerus.diary.day import COLUMNS, Day
from procerus.diary.diary import About, Diary
from procerus.diary.read import MOST_FAULTS, read_days, read_diary, read_text
from procerus.faults import BadInput
from unit.diary_files import FIRST, diary, fault, faults, file_fault

# Files as programs write them -----------------------------------------------------------------------

PLAIN = "date,headache,hours,note\n2026-08-03,yes,4,ill\n2026-08-04,no,,\n"


@pytest.mark.parametrize(
    "written",
    [
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        b"sep=,\r\n" + PLAIN.encode(),
        b"sep=;\n" + PLAIN.replace(",", ";").encode(),
        PLAIN.replace("date", " Date ").replace("headache", "HEADACHE").encode(),
        PLAIN.replace("\n", ",,\n").encode() + b",,,,,\n\n",
        b"\n" + PLAIN.encode() + b"   \n",
        PLAIN.replace("yes", '" YES "').replace("ill", '"ill"').encode(),
        b"note,hours,date,headache\nill,4,2026-08-03,yes\n,,2026-08-04,no\n",
    ],
)
def test_what_a_spreadsheet_does_to_the_file_changes_nothing(tmp_path: Path, written: bytes) -> None:
    path = tmp_path / "ada.csv"
    path.write_bytes(written)
    assert read_diary(path) == (diary(PLAIN),)


def test_several_patients_come_in_order_of_first_appearance() -> None:
    rows = "patient,date,headache\nben,2026-08-03,yes\nada,2026-08-03,no\nben,2026-08-04,no\n"
    assert [(one.patient, len(one.days)) for one in read_text(rows, "clinic.csv")] == [("ben", 2), ("ada", 1)]


def test_a_row_that_names_no_patient_among_rows_that_do_is_refused() -> None:
    said = faults("patient,date,headache\nada,2026-08-03,yes\n,2026-08-04,no\n")
    assert said == [
        "ada.csv, row 3, column patient: no patient is named, and other rows name one. "
        "Name the patient in every row or in none."
    ]


def test_a_patient_written_in_capitals_does_not_become_a_second_one() -> None:
    (said,) = faults("patient,date,headache\nada,2026-08-03,yes\nAda,2026-08-04,no\n")
    assert said.startswith("ada.csv, row 3, column patient: 'Ada' differs from 'ada' only in capitals")


def test_a_header_alone_is_a_diary_without_days() -> None:
    assert diary("date,headache\n").days == {}


def test_a_note_that_swallowed_rows_is_found() -> None:
    one = diary('date,headache,note\n2026-08-03,yes,"ill\n2026-08-04,no,\n2026-08-05,yes,"\n')
    assert [found.about for found in one.findings] == [About.SEEMS_ODD]
    assert "perhaps a quotation mark is missing" in str(one.findings[0])


# Complaints -----------------------------------------------------------------------------------------


def test_every_fault_of_a_file_is_named_at_once() -> None:
    said = faults("date,headache,hours,worst\n2026-02-30,maybe,25,11\n2026-08-04,no,,\n,yes,-1,bad\n")
    assert [one.split(":")[0] for one in said] == [
        f"ada.csv, row {row}, column {column}"
        for row in (2, 4)
        for column in ("date", "headache", "hours", "worst")
        if (row, column) != (4, "headache")
    ]


def test_a_date_with_the_day_and_month_in_doubt_is_never_guessed() -> None:
    said = fault("03/04/2026,yes")
    assert said == (
        "ada.csv, row 2, column date: '03/04/2026' is not written year first, and the order of day "
        "and month is never guessed. Write it as YYYY-MM-DD, such as 2026-11-26."
    )


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2026-02-30", "is not in the calendar"),
        ("1899-12-31", "is not between the years 1900 and 2200"),
        ("2201-01-01", "is not between the years 1900 and 2200"),
        ("2026-8-3", "Write 2026-08-03."),
        ("20260803", "is a bare number"),
        ("2026-W01-1", "is not a date"),
        ("46027", "a spreadsheet's count of days"),
        ("2026-08-03T10:00", "Write 2026-08-03."),
        ("", "nobody can tell which day"),
    ],
)
def test_only_a_full_calendar_date_is_a_date(written: str, why: str) -> None:
    assert why in fault(f"{written},yes")


@pytest.mark.parametrize(("written", "mend"), [("ja", "yes"), ("Y", "yes"), ("1", "yes"), ("false", "no")])
def test_a_word_that_is_nearly_an_answer_is_refused_with_a_mend(written: str, mend: str) -> None:
    assert f"Perhaps {mend} is meant" in fault(f"2026-08-03,{written}")


def test_a_word_for_nothing_is_mended_by_leaving_the_cell_empty() -> None:
    assert "Leave it empty" in fault("2026-08-03,unknown")


@pytest.mark.parametrize("written", ["24.01", "25", "-1", "0.125", "1.3333", "1e1", "four", "nan", "12:30"])
def test_hours_that_are_not_0_to_24_to_a_hundredth_are_refused(written: str) -> None:
    assert f"column hours: '{written}'" in fault(f"2026-08-03,yes,{written}", "date,headache,hours")


@pytest.mark.parametrize("written", ["11", "-1", "2.5", "awful"])
def test_a_grade_is_a_word_or_a_whole_number_to_10(written: str) -> None:
    assert f"column worst: '{written}'" in fault(f"2026-08-03,yes,{written}", "date,headache,worst")


@pytest.mark.parametrize("written", ["yesterday", "2026-08-03T25:00", "2026-08-03T10:00+25:00", "0001-01-01"])
def test_a_time_of_writing_that_is_none_is_refused(written: str) -> None:
    assert f"column entered: '{written}'" in fault(f"2026-08-03,yes,{written}", "date,headache,entered")


def test_an_unknown_column_is_refused_with_the_nearest_name() -> None:
    assert faults("date,headache,nasuea\n") == [
        "ada.csv: 'nasuea' is not a column of the diary. Did you mean 'nausea'?"
    ]


def test_a_missing_column_and_a_repeated_one_are_named() -> None:
    assert [one.split(".")[1] for one in faults("date,hours,hours\n2026-08-03,1,2\n")] == [
        "csv, column hours: the header row names it 2 times",
        "csv, column headache: the header row has no such column",
    ]


def test_a_cell_beyond_the_header_is_refused() -> None:
    assert "'too' stands under no column of the header" in fault(
        "2026-08-03,yes,ill, too", "date,headache,note"
    )


def test_a_long_list_of_faults_ends_with_their_number() -> None:
    said = faults("date,headache\n" + "2026-08-03,perhaps\n" * (MOST_FAULTS + 7))
    assert len(said) == MOST_FAULTS + 1
    assert said[-1] == "ada.csv: there are 7 more faults."


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "ada.csv: the file is empty"),
        (b"\xef\xbb\xbf\n\n", "ada.csv: the file is empty"),
        (b"PK\x03\x04junk", "an Excel workbook"),
        (b"date,headache\n2026-08-03,y\0s\n", "ada.csv, line 2: there is a NUL character"),
        (b"date,headache,note\n2026-08-03,yes,ok\n2026-08-04,yes,\xe9t\xe9\n", "ada.csv, line 3: 'bytes e9"),
        (b"date,headache,note\n2026-08-03,yes,\"open\n", "ada.csv, row 2: a quotation mark is opened"),
        (b'date,headache,note\n2026-08-03,yes,"a"b"\n', "ada.csv, row 2: the quotation marks do not match"),
        (b"date,headache,note\n2026-08-03,yes," + b"x" * 10_001, "row 2, column note: 'xxx"),
        (b"date,headache,note\n2026-08-03,yes," + b"x" * 200_000, "row 2: a cell is too long"),
        (b"date,headache" + b"," * 2_000_000, "line 1: the line is longer than"),
        (PLAIN.encode("utf-16")[:-1], "ada.csv: the file ends in the middle of a letter"),
        (PLAIN.encode("utf-16-le"), "NUL character"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_diary_is_refused_in_one_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "ada.csv"
    path.write_bytes(content)
    assert why in file_fault(path)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert "this is a folder" in file_fault(tmp_path)
    assert "there is no such file" in file_fault(tmp_path / "ada.csv")
    assert "cannot be the name of a file" in file_fault(Path("a\0b"))


# Day objects of a patient's JSON ---------------------------------------------------------------------


def test_day_objects_say_the_same_as_the_file() -> None:
    objects = [
        {"date": "2026-08-03", "headache": "yes", "hours": 1.5, "worst": 7, "nausea": None, "note": ""},
        {"date": "2026-08-04", "headache": "no"},
    ]
    rows = "date,headache,hours,worst\n2026-08-03,yes,1.5,7\n2026-08-04,no,,\n"
    assert read_days(objects, "ada.json, diary") == diary(rows)


def test_day_objects_are_refused_with_the_same_words() -> None:
    objects = [
        {"date": "2026-08-03", "headache": True, "hours": 10**5000},
        "2026-08-04",
        {"date": "2026-08-05", "headache": "yes", "nasuea": "no", "note": ["a"]},
    ]
    with pytest.raises(BadInput) as caught:
        read_days(objects, "ada.json, diary")
    assert [str(one) for one in caught.value.faults][:2] == [
        "ada.json, diary, day 1, key headache: 'true' is not an answer of the diary. "
        'Write "yes" in quotation marks.',
        "ada.json, diary, day 1, key hours: 'a very long number' is not a number of hours. "
        "Write a number from 0 to 24, such as 4 or 1.5.",
    ]
    assert [one.where for one in caught.value.faults][2:] == [
        "ada.json, diary, day 2", "ada.json, diary, day 3", "ada.json, diary, day 3, key note",
    ]  # fmt: skip


def test_day_objects_of_two_patients_are_not_one_diary() -> None:
    objects = [{"patient": name, "date": "2026-08-03", "headache": "no"} for name in ("ada", "ben")]
    with pytest.raises(BadInput, match="2 patients"):
        read_days(objects, "ada.json, diary")


def test_an_empty_list_of_days_is_a_diary_without_days() -> None:
    assert read_days([], "ada.json, diary") == Diary("", {})


# Until a day ----------------------------------------------------------------------------------------


def test_the_day_of_the_question_and_later_days_are_not_read_and_are_named() -> None:
    rows = "date,headache,entered\n2026-08-03,yes,\n2026-08-04,no,\n2026-08-05,no,2026-09-01\n"
    until = diary(rows).until(date(2026, 8, 4))
    assert list(until.days) == [FIRST]
    assert [found.about for found in until.findings] == [About.NOT_READ]
    assert "2 days are not read, because the question is asked on 4 Aug 2026" in str(until.findings[0])
    assert diary(rows).until(date(2026, 8, 6)).last == date(2026, 8, 5)


def test_every_column_of_the_contract_is_read() -> None:
    cells = dict.fromkeys(COLUMNS, "yes") | {
        "patient": "ada", "date": "2026-08-03", "hours": "5", "worst": "mild", "medicines": "sumatriptan",
        "entered": "2026-08-03T21:00", "note": "ill",
    }  # fmt: skip
    (one,) = read_text(",".join(cells) + "\n" + ",".join(cells.values()), "ada.csv")
    empty = Day(FIRST)
    unread = [name for name in Day.__slots__ if name != "date" and one.day(FIRST) == empty]
    assert not unread
    assert all(
        getattr(one.day(FIRST), name) != getattr(empty, name) for name in Day.__slots__ if name != "date"
    )
