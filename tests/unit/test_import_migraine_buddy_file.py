"""How a Migraine Buddy file is read: its dates, its rows, its damage."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procerus.diary.day import COLUMNS
from procerus.exchange.importers.recognise import import_diary
from procerus.faults import BadInput
from unit.migraine_buddy import (
    EXAMPLE,
    NEWER,
    PREAMBLE,
    attack,
    complaints,
    days,
    export,
    mutated,
    only_day,
    read,
)

# Dates


def test_one_date_that_can_only_be_month_first_decides_for_the_whole_file():
    read_back = read(export(attack("1/2/24 8:00"), attack("1/13/24 8:00")))
    assert [row["date"] for row in read_back.rows] == ["2024-01-02", "2024-01-13"]
    assert "row 5" in read_back.date_order


def test_one_date_that_can_only_be_day_first_decides_for_the_whole_file():
    read_back = read(export(attack("2/1/24 8:00"), attack("13/1/24 8:00")))
    assert [row["date"] for row in read_back.rows] == ["2024-01-02", "2024-01-13"]


def test_dates_that_could_be_either_are_asked_about_and_never_guessed():
    (complaint,) = complaints(export(attack("1/2/24 8:00"), attack("3/4/24 8:00")))
    assert "row 4" in complaint
    assert "--date-order month-first or --date-order day-first" in complaint


def test_an_order_that_was_asked_for_is_used():
    text = export(attack("1/2/24 8:00"), attack("3/4/24 8:00"))
    assert [row["date"] for row in read(text, "month-first").rows] == ["2024-01-02", "2024-03-04"]
    assert [row["date"] for row in read(text, "day-first").rows] == ["2024-02-01", "2024-04-03"]


def test_an_order_under_which_a_date_does_not_exist_is_refused():
    (complaint,) = complaints(export(attack("1/2/24 8:00"), attack("1/13/24 8:00")), "day-first")
    assert "row 5" in complaint and "1/13/24" in complaint and "day first" in complaint


def test_dates_that_contradict_one_another_are_refused_with_both_rows():
    (complaint,) = complaints(export(attack("13/1/24 8:00"), attack("1/13/24 8:00")))
    assert "row 4" in complaint and "row 5" in complaint


def test_the_sequence_of_attacks_decides_where_it_runs_one_way_in_one_order_only():
    text = export(attack("3/1/24 8:00"), attack("1/2/24 8:00"), attack("2/2/24 8:00"))
    read_back = read(text)
    assert [row["date"] for row in read_back.rows] == ["2024-01-03", "2024-02-01", "2024-02-02"]
    assert "sequence" in read_back.date_order


def test_the_sequence_may_run_from_the_newest_attack_to_the_oldest():
    text = export(attack("2/2/24 8:00"), attack("1/2/24 8:00"), attack("3/1/24 8:00"))
    assert [row["date"] for row in read(text).rows] == ["2024-01-03", "2024-02-01", "2024-02-02"]


def test_the_sequence_is_that_of_the_numbers_and_not_that_of_the_rows():
    rows = export(attack("3/1/24 8:00"), attack("1/2/24 8:00"), attack("2/2/24 8:00")).splitlines(
        keepends=True
    )
    assert read("".join([*rows[:-3], rows[-1], rows[-3], rows[-2]])).rows == read("".join(rows)).rows


def test_dates_that_mean_the_same_in_either_order_need_no_question():
    assert [row["date"] for row in read(export(attack("5/5/24 8:00"))).rows] == ["2024-05-05"]


def test_afternoon_times_of_a_twelve_hour_clock_are_afternoon_times():
    found = days(attack("11/16/24 11:30 PM", "01h 00m"), attack("11/14/2024, 12:10\u202fam", "00h 15m"))
    assert list(found) == ["2024-11-14", "2024-11-16", "2024-11-17"]
    assert list(days(attack("11/16/24 12:30 PM", "12h 00m"))) == ["2024-11-16", "2024-11-17"]


def test_a_day_that_is_not_in_the_calendar_is_refused():
    (complaint,) = complaints(export(attack("2/30/24 8:00")))
    assert "row 4, column Started" in complaint and "2/30/24" in complaint


# The file


def test_location_is_dropped_and_the_drop_is_reported():
    read_back = read(export(attack("11/16/24 8:00", Geohash="u0yjjd", Attack_Location="Home")))
    assert {"Geohash", "Attack Location"} <= set(read_back.dropped)
    assert not any("u0yjjd" in value or "Home" in value for row in read_back.rows for value in row.values())


def test_rows_have_the_columns_of_the_diary_and_leave_unsaid_what_the_app_does_not_say():
    row = only_day(attack("11/16/24 8:00"))
    assert tuple(row) == COLUMNS
    assert (row["patient"], row["entered"]) == ("", "")


@pytest.mark.parametrize(
    "above",
    [
        "",
        "No ongoing events recorded during this period.\n\n",
        "Migraine Buddy\nReport\n1 January to 31 January\n",
        PREAMBLE.strip()
        + '\n"11/21/24","Ongoing","Attack started 11/21/24 22:05","Still going,\ncheck later"\n\n',
    ],
)
def test_lines_above_the_table_are_no_attacks(above):
    read_back = read(export(attack("11/16/24 8:00"), above=above))
    assert [row["date"] for row in read_back.rows] == ["2024-11-16"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separator_line_ends_and_byte_order_mark_change_nothing(separator, line_end, coding):
    attacks = attack("11/16/24 8:00", Notes="Gewitter; später, schlecht"), attack("11/17/24 9:00")
    text = export(*attacks, separator=separator).replace("\r\n", "\n").replace("\n", line_end)
    assert read(text.encode(coding)).rows == read(export(*attacks)).rows


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_before_the_header_changes_nothing(coding):
    text = export(attack("11/16/24 8:00"), above="")
    assert read(("\ufeff" + text).encode(coding)).rows == read(text).rows


def test_two_attacks_of_one_day_give_the_same_row_in_either_order():
    one = attack("11/16/24 8:00", Notes="at work", Helpful_Medication="Sumatriptan")
    other = attack("11/16/24 18:00", Notes="at home", Helpful_Medication="Ibuprofen")
    assert only_day(other, one) == only_day(one, other)
    assert only_day(one, other)["note"] == "at work / at home"


def test_columns_are_found_by_name_in_whatever_order_they_stand():
    one = attack("11/16/24 8:00", Pain_Level="6", Helpful_Medication="Sumatriptan", Symptoms="Nausea")
    assert read(export(one, columns=NEWER[::-1])).rows == read(export(one)).rows


def test_a_medicine_column_that_is_missing_is_never_taken_for_no_medicine():
    (complaint,) = complaints(export(attack("11/16/24 8:00")).replace('"Helpful Medication"', '"Helpful"'))
    assert "'Helpful Medication'" in complaint and "missing" in complaint


def test_every_fault_is_named_with_its_row_and_column():
    said = complaints(
        export(
            attack("not a date"),
            attack("11/16/24 8:00", "soon"),
            attack("11/16/24 25:00", Pain_Level="14"),
            attack("11/17/24 8:00") | {"End UTC Offset (min)": "later"},
            attack("11/18/24 8:00", "999d 00h 00m"),
            attack("11/19/24 8:00", "1d 30h 00m"),
            attack("11/20/24 8:00") | {"Start UTC Offset (min)": "900"},
        )
    )
    places = [re.search(r"row (\d+), column ([^:]+):", one).groups() for one in said]
    assert sorted(places, key=lambda place: (int(place[0]), place[1])) == [
        ("4", "Started"), ("5", "Lasted"), ("6", "Pain Level"), ("6", "Started"),
        ("7", "End UTC Offset (min)"), ("8", "Lasted"), ("9", "Lasted"), ("10", "Start UTC Offset (min)"),
    ]  # fmt: skip


def test_a_lost_quotation_mark_is_a_fault_and_not_a_shorter_diary():
    text = export(attack("11/16/24 8:00", Notes="a"), attack("11/17/24 8:00"))
    assert complaints(text.replace('"a"', '"a', 1))
    assert complaints(text.replace('"a"', '"a"b', 1))


def test_a_row_with_a_field_too_few_is_refused():
    (complaint,) = complaints(export(attack("11/16/24 8:00")).replace('"02h 00m",', "", 1))
    assert "row 4" in complaint and "23 fields" in complaint


def test_a_row_with_a_filled_field_too_many_is_refused():
    assert "row 4" in complaints(export(attack("11/16/24 8:00", Notes="a")).replace('"a"', '"a","b"'))[0]


def test_a_column_that_stands_twice_is_refused():
    text = export(attack("11/16/24 8:00")).replace('"Geohash"', '"Pain Level"')
    assert "twice" in complaints(text)[0]


def test_an_export_without_attacks_says_so():
    assert "no attack" in complaints(export())[0]


def test_a_file_that_is_no_export_is_told_which_exports_are_known():
    for text in ("", "hello", "a,b,c\n1,2,3\n", "Started,Lasted\n", b"\x00\x01\x02", b"\xff\xfe\x00"):
        complaint = complaints(text)[0]
        assert complaint.startswith("export.dat")
    assert "Migraine Buddy" in complaints("hello")[0] and "Apple Health" in complaints("hello")[0]


def test_a_diary_file_of_our_own_need_not_be_imported():
    assert "already" in complaints("date,headache\n2024-01-01,yes\n")[0]


def test_a_file_that_is_not_there_is_a_fault_and_not_a_crash(tmp_path):
    for path in (tmp_path / "nowhere.csv", tmp_path):
        with pytest.raises(BadInput):
            import_diary(path)


def test_bytes_that_are_no_letters_are_refused_with_advice():
    text = export(attack("11/16/24 8:00", Notes="später")).encode("latin-1")
    assert "CSV UTF-8" in complaints(text)[0]


# The example, and laws


def test_the_example_reaches_fifteen_headache_days_in_each_of_four_months():
    rows = read(EXAMPLE.read_bytes()).rows
    for month in range(4):
        end = date(2026, 11, 1) - timedelta(days=30 * month)
        begin = end - timedelta(days=30)
        within = [row for row in rows if begin <= date.fromisoformat(row["date"]) < end]
        assert sum(row["headache"] == "yes" for row in within) >= 15


@given(st.permutations(range(48)))
def test_the_order_of_rows_in_the_file_does_not_change_the_diary(order):
    text = EXAMPLE.read_text()
    records = list(csv.reader(io.StringIO(text)))
    at = next(n for n, record in enumerate(records) if record[:1] == ["#"])
    attacks = records[at + 1 :]
    assert len(attacks) == 48
    file = io.StringIO()
    csv.writer(file).writerows([*records[: at + 1], *(attacks[n] for n in order)])
    assert read(file.getvalue()).rows == read(text).rows


def days_spoken_of(text: str) -> set[date]:
    """Every day that any date in the text can mean, in any order, through the longest duration in it."""
    longest = max((int(d or 0) * 24 + int(h) for d, h in re.findall(r"(?:(\d+)d )?(\d+)h", text)), default=0)
    spoken = set()
    for a, b, year in re.findall(r"(?=(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](?:20)?(\d\d)\D)", text):
        for month, day in ((int(a), int(b)), (int(b), int(a))):
            try:
                start = datetime(2000 + int(year), month, day)
            except ValueError:
                continue
            spoken |= {start.date() + timedelta(days=n) for n in range(longest // 24 + 3)}
    return spoken


@given(mutated(EXAMPLE.read_bytes()))
def test_a_damaged_export_is_refused_or_read_and_never_speaks_of_other_days(raw):
    try:
        read_back = read(raw)
    except BadInput as refused:
        assert all(fault.where.startswith("export.dat") and fault.why for fault in refused.faults)
        return
    assert {date.fromisoformat(row["date"]) for row in read_back.rows} <= days_spoken_of(
        raw.decode("utf-8-sig")
    )
    assert read_back.free_days == 0
    assert len({row["date"] for row in read_back.rows}) == len(read_back.rows)
    assert read(raw) == read_back


starts = st.datetimes(datetime(2024, 1, 13), datetime(2026, 12, 31))


@given(st.lists(st.tuples(starts, st.integers(1, 5000)), min_size=1, max_size=8))
def test_hours_of_a_day_are_the_minutes_a_slow_count_finds(attacks):
    minutes: dict[date, set[int]] = {}
    for start, length in attacks:
        for n in range(length):
            now = start.replace(second=0, microsecond=0) + timedelta(minutes=n)
            minutes.setdefault(now.date(), set()).add(now.hour * 60 + now.minute)
    said = [
        attack(f"{s.month}/{s.day}/{s:%y} {s.hour}:{s:%M}", f"{n // 60:02d}h {n % 60:02d}m")
        for s, n in attacks
    ]
    rows = read(export(*said), "month-first").rows
    assert {date.fromisoformat(row["date"]) for row in rows} == set(minutes)
    for row in rows:
        counted = len(minutes[date.fromisoformat(row["date"])])
        assert 0 <= counted - round(float(row["hours"]) * 60, 6) < 0.61
