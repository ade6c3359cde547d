"""What a Migraine Buddy export says about days, and what it does not."""

from __future__ import annotations

from datetime import date

import pytest

from procerus.diary.day import COLUMNS
from procerus.exchange.importers.recognise import import_diary
from unit.migraine_buddy import OLDER, attack, days, export, only_day, read

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
