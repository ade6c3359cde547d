"""What a Migraine Buddy export says about days, and what it does not."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procerus.diary.day import COLUMNS
from procerus.exchange.importers.imported import DateOrder, Imported
from procerus.exchange.importers.recognise import import_diary
from procerus.faults import BadInput

EXAMPLE = Path(__file__).parents[2] / "examples" / "exports" / "migraine-buddy.csv"
PREAMBLE = '"Date","Time Period","Description","Notes"\n\n'
OLDER = (
    "#", "Started", "Lasted", "Pain Level", "Affected Activities", "Potential Triggers", "Symptoms",
    "Most Bothersome Symptom", "Premonitory Symptoms", "Pain Positions", "Helpful Medication",
    "Somewhat Helpful Medication", "Unhelpful Medication", "Unsure Medication",
    "Helpful Non Drug Relief Methods", "Somewhat Helpful Non Drug Relief Methods",
    "Unhelpful Non Drug Relief Methods", "Unsure Non Drug Relief Methods", "Notes",
)  # fmt: skip
NEWER = (
    *OLDER[:3], "Start UTC Offset (min)", "End UTC Offset (min)", "Geohash", "Attack Types",
    "Attack Location", *OLDER[3:],
)  # fmt: skip


def triptan(name: str) -> bool:
    return "triptan" in name.lower()


def attack(started: str, lasted: str = "02h 00m", **said: str) -> dict[str, str]:
    """One attack; the other columns by their name with underscores."""
    return {"Started": started, "Lasted": lasted} | {k.replace("_", " "): v for k, v in said.items()}


def export(
    *attacks: dict[str, str], columns: tuple[str, ...] = NEWER, above: str = PREAMBLE, separator: str = ","
) -> str:
    """The text of an export with these attacks, numbered as the app does."""
    file = io.StringIO()
    rows = csv.DictWriter(file, columns, restval="", quoting=csv.QUOTE_ALL, delimiter=separator)
    rows.writeheader()
    rows.writerows({"#": str(number)} | one for number, one in enumerate(attacks, start=1))
    return above.replace('","', f'"{separator}"') + file.getvalue()


def read(text: str | bytes, order: DateOrder | None = None) -> Imported:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.dat"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return import_diary(path, order=order, aborts=triptan)


def days(*attacks: dict[str, str], columns: tuple[str, ...] = NEWER) -> dict[str, dict[str, str]]:
    return {row["date"]: row for row in read(export(*attacks, columns=columns)).rows}


def only_day(*attacks: dict[str, str]) -> dict[str, str]:
    (row,) = days(*attacks).values()
    return row


def complaints(text: str | bytes, order: DateOrder | None = None) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read(text, order)
    return [str(fault) for fault in caught.value.faults]


# Days


def test_a_day_between_two_attacks_is_not_called_headache_free():
    read_back = read(export(attack("11/16/24 13:12"), attack("11/19/24 8:00")))
    assert [row["date"] for row in read_back.rows] == ["2024-11-16", "2024-11-19"]
    assert (read_back.attacks, read_back.free_days, read_back.unknown_days) == (2, 0, 2)
    assert (read_back.first, read_back.last) == (date(2024, 11, 16), date(2024, 11, 19))


def test_an_attack_that_crosses_midnight_touches_both_days():
    found = days(attack("11/18/24 23:30", "01h 30m"))
    assert {day: row["hours"] for day, row in found.items()} == {"2024-11-18": "0.5", "2024-11-19": "1"}


def test_an_attack_that_ends_at_midnight_does_not_touch_the_day_that_begins():
    assert list(days(attack("11/18/24 22:00", "02h 00m"))) == ["2024-11-18"]


def test_an_attack_of_three_days_touches_three_days_and_covers_the_middle_one_wholly():
    found = days(attack("2/27/24 20:00", "1d 05h 15m"))
    assert {day: row["hours"] for day, row in found.items()} == {
        "2024-02-27": "4", "2024-02-28": "24", "2024-02-29": "1.25",
    }  # fmt: skip


def test_overlapping_attacks_count_their_common_hours_once():
    row = only_day(attack("11/16/24 8:00", "03h 00m"), attack("11/16/24 10:00", "03h 30m"))
    assert row["hours"] == "5.5"


def test_an_attack_just_short_of_four_hours_never_becomes_one_of_four():
    assert float(only_day(attack("11/16/24 8:00", "03h 59m"))["hours"]) < 4


@pytest.mark.parametrize("lasted", ["", "Ongoing"])
def test_an_open_attack_counts_on_its_first_day_only_and_without_hours(lasted):
    read_back = read(export(attack("11/16/24 8:00", lasted)))
    assert [(row["date"], row["headache"], row["hours"]) for row in read_back.rows] == [
        ("2024-11-16", "yes", "")
    ]
    assert any("Row 4" in remark and "still open" in remark for remark in read_back.remarks)


def test_hours_stay_empty_on_a_day_that_also_has_an_open_attack():
    assert only_day(attack("11/16/24 8:00", "02h 00m"), attack("11/16/24 18:00", ""))["hours"] == ""


def test_a_day_covered_wholly_has_24_hours_whatever_else_it_had():
    found = days(attack("11/15/24 8:00", "3d 00h 00m"), attack("11/16/24 18:00", ""))
    assert found["2024-11-16"]["hours"] == "24"


def test_hours_stay_empty_on_a_day_that_also_has_an_attack_of_pain_level_nought():
    row = only_day(attack("11/16/24 8:00", Pain_Level="5"), attack("11/16/24 18:00", Pain_Level="0"))
    assert (row["headache"], row["hours"]) == ("yes", "")


def test_when_the_clock_goes_back_an_attack_does_not_reach_into_a_day_it_did_not_touch():
    shift = {"Start UTC Offset (min)": "120", "End UTC Offset (min)": "60"}
    found = days(attack("10/24/26 23:30", "1d 01h 00m") | shift)
    assert list(found) == ["2026-10-24", "2026-10-25"]
    assert [row["hours"] for row in found.values()] == ["", ""]


def test_when_the_clock_goes_forward_an_attack_reaches_the_day_on_which_it_ended():
    shift = {"Start UTC Offset (min)": "60", "End UTC Offset (min)": "120"}
    assert list(days(attack("3/28/26 23:30", "1d 00h 00m") | shift)) == [
        "2026-03-28",
        "2026-03-29",
        "2026-03-30",
    ]


def test_without_offsets_the_wall_clock_runs_on():
    assert list(days(attack("10/24/26 23:30", "1d 01h 00m"), columns=OLDER)) == [
        "2026-10-24", "2026-10-25", "2026-10-26",
    ]  # fmt: skip


def test_an_attack_of_a_week_is_pointed_out_as_perhaps_left_running():
    assert any(
        "left running" in remark for remark in read(export(attack("11/16/24 8:00", "8d 00h 00m"))).remarks
    )


def test_identical_attacks_count_once_and_are_named():
    read_back = read(export(attack("11/16/24 8:00"), attack("11/16/24 8:00")))
    assert read_back.attacks == 1
    assert any("Row 5" in remark and "counts once" in remark for remark in read_back.remarks)


# What an attack says of its day


def test_the_worst_of_a_day_is_that_of_its_worst_attack():
    row = only_day(attack("11/16/24 8:00", Pain_Level="3"), attack("11/16/24 18:00", Pain_Level="10"))
    assert row["worst"] == "10"


def test_a_pain_level_nobody_gave_leaves_the_worst_of_the_day_open():
    assert only_day(attack("11/16/24 8:00", Pain_Level="3"), attack("11/16/24 18:00"))["worst"] == ""


def test_a_severe_attack_settles_the_worst_of_the_day_whatever_the_other_was():
    assert only_day(attack("11/16/24 8:00", Pain_Level="7"), attack("11/16/24 18:00"))["worst"] == "7"


def test_pain_level_nought_leaves_open_whether_there_was_a_headache():
    read_back = read(export(attack("11/16/24 8:00", Pain_Level="0", Symptoms="Visual aura")))
    (row,) = read_back.rows
    assert (row["headache"], row["worst"], row["hours"], row["aura"]) == ("", "", "", "yes")
    assert read_back.unknown_days == 1


def test_a_symptom_that_was_not_ticked_is_not_denied():
    row = only_day(attack("11/16/24 8:00", Symptoms="Nausea"))
    assert row["nausea"] == "yes"
    assert {row[c] for c in ("vomiting", "photophobia", "phonophobia", "pulsating", "aggravated")} == {""}


@pytest.mark.parametrize(
    ("ticked", "column"),
    [
        ("Throbbing pain", "pulsating"),
        ("Pounding pain", "pulsating"),
        ("Pulsating Pain", "pulsating"),
        ("Worse pain if moving", "aggravated"),
        ("Vomiting", "vomiting"),
        ("Sensitivity to light", "photophobia"),
        ("Sensitivity to noise", "phonophobia"),
    ],
)
def test_a_ticked_symptom_is_understood(ticked, column):
    row = only_day(attack("11/16/24 8:00", Symptoms=f"Neck pain, {ticked}"))
    assert [name for name in COLUMNS if row[name] == "yes"] == ["headache", column]


def test_an_aura_belongs_to_the_day_on_which_the_attack_began():
    found = days(attack("11/16/24 20:00", "1d 00h 00m", Symptoms="Visual aura, Nausea"))
    assert [(row["aura"], row["nausea"]) for row in found.values()] == [("yes", "yes"), ("", "yes")]


def test_the_most_bothersome_symptom_was_there_too():
    assert only_day(attack("11/16/24 8:00", Most_Bothersome_Symptom="Nausea"))["nausea"] == "yes"


def test_what_came_before_the_attack_is_not_a_symptom_of_the_headache():
    assert only_day(attack("11/16/24 8:00", Premonitory_Symptoms="Nausea"))["nausea"] == ""


def test_sensitivity_to_smell_is_neither_photophobia_nor_phonophobia():
    row = only_day(attack("11/16/24 8:00", Symptoms="Sensitivity to smell"))
    assert (row["photophobia"], row["phonophobia"]) == ("", "")


@pytest.mark.parametrize(
    ("positions", "answer"),
    [
        ("Right Temple, Right Eye", "yes"),
        ("Right Back of Head (Lower), Left Back of Head (Lower)", "no"),
        ("Right Temple, Between Eyes", ""),
        ("Forehead", ""),
        ("", ""),
    ],
)
def test_pain_is_one_sided_only_if_every_place_named_is_on_one_side(positions, answer):
    assert only_day(attack("11/16/24 8:00", Pain_Positions=positions))["unilateral"] == answer


def test_a_one_sided_and_a_two_sided_attack_leave_the_day_open():
    right = attack("11/16/24 8:00", Pain_Positions="Right Temple")
    both = attack("11/16/24 18:00", Pain_Positions="Right Temple, Left Temple")
    assert only_day(right, both)["unilateral"] == ""


@pytest.mark.parametrize(
    ("type_", "answer"),
    [
        ("Migraine", "yes"),
        ("Migraine with aura", "yes"),
        ("Tension-type headache", "no"),
        ("Don't know yet", ""),
        ("Don’t know yet", ""),
        ("Headache", ""),
        ("", ""),
    ],
)
def test_only_an_explicit_type_says_whether_it_was_believed_to_be_migraine(type_, answer):
    assert only_day(attack("11/16/24 8:00", Attack_Types=type_))["believed_migraine"] == answer


def test_a_day_with_a_migraine_and_a_tension_headache_is_a_day_believed_migraine():
    one = attack("11/16/24 8:00", Attack_Types="Tension-type headache")
    assert only_day(one, attack("11/16/24 18:00", Attack_Types="Migraine"))["believed_migraine"] == "yes"


def test_a_note_of_several_lines_comes_along_in_one():
    assert only_day(attack("11/16/24 8:00", Notes="Woke me up,\nsecond this week"))["note"] == (
        "Woke me up, second this week"
    )


# Medicines


def test_medicines_of_all_four_columns_are_listed():
    row = only_day(
        attack(
            "11/16/24 8:00",
            Helpful_Medication="Sumatriptan 50 mg, Ibuprofen",
            Somewhat_Helpful_Medication="Paracetamol",
            Unhelpful_Medication="Naproxen",
            Unsure_Medication="Metoclopramide",
        )
    )
    assert row["medicines"] == "Sumatriptan 50 mg; Ibuprofen; Paracetamol; Naproxen; Metoclopramide"


def test_no_medication_is_an_answer_and_an_empty_field_is_not():
    assert only_day(attack("11/16/24 8:00", Unsure_Medication="No medication"))["medicines"] == "none"
    assert only_day(attack("11/16/24 8:00"))["medicines"] == ""


def test_no_medication_for_one_attack_does_not_undo_the_medicine_of_another():
    one = attack("11/16/24 8:00", Unsure_Medication="No medication")
    assert (
        only_day(one, attack("11/16/24 18:00", Helpful_Medication="Zolmitriptan"))["medicines"]
        == "Zolmitriptan"
    )


def test_no_medication_for_one_attack_says_nothing_about_another():
    one = attack("11/16/24 8:00", Unsure_Medication="No medication")
    assert only_day(one, attack("11/16/24 18:00"))["medicines"] == ""


def test_a_medicine_of_a_long_attack_is_not_counted_as_taken_again_on_its_later_days():
    found = days(attack("11/16/24 20:00", "2d 00h 00m", Helpful_Medication="Sumatriptan"))
    assert [row["medicines"] for row in found.values()] == ["Sumatriptan", "", ""]
    assert [row["relieved"] for row in found.values()] == ["yes", "", ""]


def test_the_later_days_of_a_long_attack_without_medication_had_none():
    found = days(attack("11/16/24 20:00", "2d 00h 00m", Unsure_Medication="No medication"))
    assert [row["medicines"] for row in found.values()] == ["none", "none", "none"]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"Helpful_Medication": "Sumatriptan"}, "yes"),
        ({"Unhelpful_Medication": "Sumatriptan"}, "no"),
        ({"Somewhat_Helpful_Medication": "Sumatriptan"}, ""),
        ({"Unsure_Medication": "Sumatriptan"}, ""),
        ({"Helpful_Medication": "Ibuprofen"}, ""),
        ({"Helpful_Medication": "Sumatriptan", "Unhelpful_Medication": "Rizatriptan"}, ""),
    ],
)
def test_relief_is_told_only_of_a_triptan_or_ergot(said, answer):
    assert only_day(attack("11/16/24 8:00", **said))["relieved"] == answer


def test_the_medicine_dictionary_knows_a_triptan_by_its_brand_name(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(export(attack("11/16/24 8:00", Helpful_Medication="Imigran 50 mg")))
    assert import_diary(path).rows[0]["relieved"] == "yes"


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


@st.composite
def mutated(draw: st.DrawFn, original: bytes) -> bytes:
    """The file with up to four bytes replaced, taken out, put in, or everything after one cut off."""
    raw = bytearray(original)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(raw) - 1)))
        match draw(st.sampled_from(["replace", "delete", "insert", "digit", "cut"])):
            case "replace":
                raw[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case "delete":
                del raw[at : at + draw(st.integers(1, 30))]
            case "insert":
                raw[at:at] = draw(
                    st.binary(min_size=1, max_size=4) | st.sampled_from([b'"', b",", b"\n", b"\0"])
                )
            case "digit":
                raw[at : at + 1] = draw(st.sampled_from([b"0", b"1", b"3", b"9"]))
            case "cut":
                del raw[at:]
    return bytes(raw)


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
