"""Medication overuse (ICHD-3 8.2): distinct days, class by class, beside frequent headache."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from people import LAST_DAY, drawn, felt, migraine
from procerus.criteria.bounds import Answer
from procerus.diary.day import Day
from procerus.headache.classify import SUBTYPES, Classification
from spec.diagnosed import classified, span, under

title = "Medication overuse"

CELLS = {
    "t": "sumatriptan 50 mg",
    "e": "dihydroergotamine",
    "p": "paracetamol 1 g",
    "n": "naproxen 500 mg",
    "o": "tramadol 50 mg",
    "c": "co-codamol 30/500",
    "l": "lasmiditan 100 mg",
    "g": "rimegepant 75 mg",
    "x": "painkiller",
    "z": "little blue pill",
    "b": "sumatriptan 50 mg; naproxen 500 mg",
    "T": "Treximet",
    "a": "aspirin 500 mg + paracetamol 500 mg",
}
KINDS = {letter: felt(medicines=cell) for letter, cell in CELLS.items()}


def taking(letters: str, *, months_of_overuse: int | None = 4, **asked: Any) -> Classification:
    """ICHD-3 over headache days with these medicines; by default more than three months of it."""
    return classified(drawn(letters, KINDS), months_of_overuse=months_of_overuse, **asked)


def subtypes(letters: str, **asked: Any) -> dict[str, str]:
    """The subtypes of 8.2 whose answer is not no."""
    found = taking(letters, **asked).subtypes
    return {code: str(answer) for code, answer in found.items() if answer is not Answer.NO}


def headache_free(cell: str) -> Day:
    return replace(felt(medicines=cell), headache=Answer.NO, minutes=None, worst=None)


# Thresholds.


@pytest.mark.parametrize(
    ("letter", "code"),
    [("e", "8.2.1"), ("t", "8.2.2"), ("o", "8.2.4"), ("c", "8.2.5"), ("l", "8.2.8")],
)
def test_ten_days_a_month_are_overuse_and_nine_are_not(letter: str, code: str) -> None:
    assert subtypes(letter * 10 + "." * 20) == {code: "yes"}
    assert subtypes(letter * 9 + "." * 21) == {}


def test_fifteen_days_of_simple_painkillers_are_overuse_and_fourteen_are_not() -> None:
    assert subtypes("p" * 15 + "." * 15) == {"8.2.3": "yes"}
    assert subtypes("p" * 14 + "." * 16) == {}


def test_an_open_day_that_could_be_the_tenth_leaves_it_open() -> None:
    assert subtypes("t" * 9 + "?" + "." * 20)["8.2.2"] == "unknown"
    assert subtypes("t" * 8 + "?" + "." * 21) == {}


def test_a_headache_day_that_does_not_say_what_was_taken_is_open() -> None:
    silent = drawn("t" * 9 + "s" + "." * 20, KINDS | {"s": felt(medicines="")})
    assert str(classified(silent, months_of_overuse=4).answer("triptan_overuse")) == "unknown"


# Distinct days.


def test_five_tablets_in_one_day_are_one_day() -> None:
    month = drawn("f" * 3 + "." * 27, {"f": felt(medicines="sumatriptan x5")})
    told = classified(month, months_of_overuse=4)
    assert told.months[-1].counted["triptan_days"] == span(3, 3)
    assert str(told.answer("triptan_overuse")) == "no"


def test_two_triptans_in_one_day_are_one_triptan_day() -> None:
    month = drawn("r" * 9 + "." * 21, {"r": felt(medicines="sumatriptan; rizatriptan")})
    assert str(classified(month, months_of_overuse=4).answer("triptan_overuse")) == "no"


def test_a_triptan_and_an_nsaid_on_the_same_nine_days_are_nine_days_and_not_eighteen() -> None:
    assert subtypes("b" * 9 + "." * 21) == {}


def test_a_medicine_taken_on_a_headache_free_day_counts_too() -> None:
    month = drawn("f" * 10 + "." * 20, {"f": headache_free("sumatriptan")})
    assert str(classified(month, months_of_overuse=4).answer("triptan_overuse")) == "yes"


# 8.2.6: several classes, none overused by itself.


def test_eight_paracetamol_days_and_three_triptan_days_are_eleven_days_of_several_classes() -> None:
    assert subtypes("p" * 8 + "t" * 3 + "." * 19) == {"8.2.6": "yes"}


def test_several_classes_on_ten_days_together_are_enough_and_on_nine_are_not() -> None:
    assert subtypes("p" * 7 + "t" * 3 + "." * 20) == {"8.2.6": "yes"}
    assert subtypes("p" * 7 + "t" * 2 + "." * 21) == {}


def test_twelve_days_of_paracetamol_alone_are_not_several_classes() -> None:
    assert subtypes("p" * 12 + "." * 18) == {}


def test_paracetamol_and_an_nsaid_are_one_class_and_not_several() -> None:
    assert subtypes("p" * 7 + "n" * 7 + "." * 16) == {}


def test_any_mix_of_paracetamol_and_nsaids_on_fifteen_distinct_days_is_overuse_of_simple_painkillers() -> (
    None
):
    assert subtypes("p" * 8 + "n" * 7 + "." * 15) == {"8.2.3": "yes"}


def test_a_class_overused_by_itself_is_named_and_not_several_classes() -> None:
    assert subtypes("t" * 10 + "p" * 5 + "." * 15) == {"8.2.2": "yes"}


@pytest.mark.parametrize("pair", ["te", "to", "eo", "po", "pe", "pt"])
def test_any_two_of_ergots_triptans_simple_painkillers_and_opioids_are_several_classes(pair: str) -> None:
    assert subtypes(pair * 5 + "." * 20) == {"8.2.6": "yes"}


@pytest.mark.parametrize("pair", ["tc", "tl", "tg"])
def test_combinations_and_other_medicines_are_not_among_the_several_classes(pair: str) -> None:
    assert subtypes(pair * 5 + "." * 20) == {}


def test_an_overused_combination_leaves_no_room_for_several_classes() -> None:
    assert subtypes("c" * 10 + "t" * 5 + "p" * 5 + "." * 10) == {"8.2.5": "yes"}


# Combinations.


def test_a_combination_counts_as_a_combination_and_not_by_its_constituents() -> None:
    assert subtypes("c" * 20 + "." * 10) == {"8.2.5": "yes"}


def test_aspirin_with_paracetamol_without_caffeine_is_no_combination() -> None:
    assert subtypes("a" * 14 + "." * 16) == {}
    assert subtypes("a" * 15 + "." * 15) == {"8.2.3": "yes"}


def test_sumatriptan_with_naproxen_counts_in_two_classes() -> None:
    assert subtypes("T" * 15 + "." * 15) == {"8.2.2": "yes", "8.2.3": "yes"}
    assert subtypes("T" * 10 + "." * 20) == {"8.2.2": "yes"}


def test_several_subtypes_are_given_together() -> None:
    assert subtypes("t" * 10 + "p" * 15 + "." * 5) == {"8.2.2": "yes", "8.2.3": "yes"}


def test_the_subtypes_are_always_all_eight() -> None:
    assert tuple(taking("." * 30).subtypes) == SUBTYPES
    assert list(SUBTYPES) == ["8.2.1", "8.2.2", "8.2.3", "8.2.4", "8.2.5", "8.2.6", "8.2.7", "8.2.8"]


# Medicines nobody can identify, and medicines younger than the classification.


def test_ten_days_of_a_painkiller_that_nobody_can_identify_are_unverified_overuse() -> None:
    assert subtypes("x" * 10 + "." * 20)["8.2.7"] == "yes"
    assert "8.2.7" not in subtypes("x" * 9 + "." * 21)


def test_an_unidentified_painkiller_may_be_the_tenth_triptan() -> None:
    assert subtypes("t" * 9 + "x" + "." * 20) == {"8.2.2": "unknown", "8.2.6": "unknown"}


def test_a_word_nobody_knows_widens_the_upper_bound_of_every_class_and_no_lower_bound() -> None:
    counted = taking("t" * 9 + "z" + "." * 20).months[-1].counted
    assert counted["triptan_days"] == span(9, 10)
    classes = ("ergot_days", "non_opioid_days", "opioid_days", "combination_days", "other_days")
    assert {name: counted[name] for name in classes} == dict.fromkeys(classes, span(0, 1))
    assert counted["unrecognised_days"] == span(1, 1)


def test_thirty_days_of_a_word_nobody_knows_are_overuse_of_nothing_for_sure() -> None:
    assert subtypes("z" * 30) == dict.fromkeys(SUBTYPES, "unknown")


def test_a_word_nobody_knows_cannot_undo_what_is_known() -> None:
    assert subtypes("t" * 10 + "z" + "." * 19) == {"8.2.2": "yes"}


def test_gepants_are_not_counted_by_default() -> None:
    assert subtypes("g" * 30) == {}


def test_gepants_are_counted_as_another_medicine_under_the_alternative_reading() -> None:
    counted = under("gepants", "counted")
    assert subtypes("g" * 10 + "." * 20, rules=counted) == {"8.2.8": "yes"}
    assert subtypes("g" * 9 + "." * 21, rules=counted) == {}


# More than three months.


def test_overuse_takes_a_history_of_more_than_three_months_with_one_diary_month() -> None:
    month = "t" * 10 + "." * 20
    assert subtypes("." * 90 + month, months_of_overuse=4) == {"8.2.2": "yes"}
    assert subtypes("." * 90 + month, months_of_overuse=3) == {}


@pytest.mark.parametrize(
    ("month", "code"),
    [
        ("e" * 10 + "." * 20, "8.2.1"),
        ("t" * 10 + "." * 20, "8.2.2"),
        ("p" * 15 + "." * 15, "8.2.3"),
        ("o" * 10 + "." * 20, "8.2.4"),
        ("c" * 10 + "." * 20, "8.2.5"),
        ("p" * 8 + "t" * 3 + "." * 19, "8.2.6"),
        ("x" * 10 + "." * 20, "8.2.7"),
        ("l" * 10 + "." * 20, "8.2.8"),
    ],
)
def test_every_class_has_to_be_overused_for_more_than_three_months(month: str, code: str) -> None:
    before, one_less = "." * 90, month.replace(month[0], ".", 2)
    assert str(taking(before + month, months_of_overuse=4).subtypes[code]) == "yes"
    assert str(taking(before + month, months_of_overuse=3).subtypes[code]) == "no"
    assert str(taking(month * 4, months_of_overuse=3).subtypes[code]) == "yes"
    assert str(taking(one_less + month * 3, months_of_overuse=3).subtypes[code]) == "no"
    assert str(taking(before + month, months_of_overuse=4).answer("medication_overuse")) == "yes"


def test_without_a_history_one_month_of_triptans_leaves_overuse_open() -> None:
    assert subtypes("t" * 10 + "." * 20, months_of_overuse=None)["8.2.2"] == "unknown"


def test_four_diary_months_show_overuse_without_a_history() -> None:
    month = "t" * 10 + "." * 20
    assert subtypes(month * 4, months_of_overuse=None) == {"8.2.2": "yes"}
    assert subtypes("." * 30 + month * 3, months_of_overuse=3) == {}


def test_several_classes_in_each_of_four_months_are_overuse_without_a_history() -> None:
    month = "p" * 8 + "t" * 3 + "." * 19
    assert subtypes(month * 4, months_of_overuse=None) == {"8.2.6": "yes"}
    assert subtypes("." * 30 + month * 3, months_of_overuse=3) == {}


def test_one_class_in_one_of_four_months_is_not_several_classes_in_each() -> None:
    month = "p" * 8 + "t" * 3 + "." * 19
    assert subtypes(("p" * 12 + "." * 18) + month * 3, months_of_overuse=3) == {}


@pytest.mark.parametrize(("letter", "limit"), [("e", 10), ("t", 10), ("o", 10), ("p", 15)])
def test_a_month_in_which_one_class_reaches_its_own_limit_is_no_month_of_several_classes(
    letter: str, limit: int
) -> None:
    other = "t" if letter != "t" else "e"
    at_its_limit = letter * limit + other * 3 + "." * (27 - limit)
    mixed = letter * 7 + other * 4 + "." * 19
    found = taking(at_its_limit + mixed * 3, months_of_overuse=3)
    assert str(found.answer("several_classes_in_latest")) == "yes"
    assert str(found.answer("several_classes_in_four")) == "no"
    assert str(taking(at_its_limit).answer("several_classes_in_latest")) == "no"


def test_how_long_the_headache_has_been_like_this_does_not_say_how_long_medicines_were_overused() -> None:
    month = "t" * 15 + "." * 15
    assert subtypes(month, months_of_overuse=None, months_of_this_pattern=36)["8.2.2"] == "unknown"


# The headache itself.


def answers(letters: str, **asked: Any) -> dict[str, str]:
    told = taking(letters, **asked)
    names = ("frequent_headache", "medication_overuse", "medication_overuse_headache")
    return {name: str(told.answer(name)) for name in names}


def test_overuse_with_fifteen_headache_days_is_medication_overuse_headache() -> None:
    assert answers("t" * 10 + "h" * 5 + "." * 15) == {
        "frequent_headache": "yes",
        "medication_overuse": "yes",
        "medication_overuse_headache": "yes",
    }


@pytest.mark.parametrize("headache_days", [12, 14])
def test_overuse_with_fewer_headache_days_is_overuse_and_not_medication_overuse_headache(
    headache_days: int,
) -> None:
    letters = "t" * headache_days + "." * (30 - headache_days)
    assert answers(letters) == {
        "frequent_headache": "no",
        "medication_overuse": "yes",
        "medication_overuse_headache": "no",
    }
    assert [one.remark for one in taking(letters).overuse_reasons if one.remark] == [
        "medication overuse, but not medication-overuse headache: there are too few headache days for that"
    ]


def test_frequent_headache_without_overuse_is_not_medication_overuse_headache() -> None:
    assert answers("h" * 30)["medication_overuse_headache"] == "no"


@pytest.mark.parametrize(
    "letters",
    ["t" * 15 + "." * 15, "t" * 9 + "." * 21, "t" * 10 + "?" * 5 + "." * 15, "t" * 9 + "?" + "." * 20],
)
def test_nothing_is_remarked_where_headache_is_frequent_or_open_or_nothing_is_overused(letters: str) -> None:
    assert [one.remark for one in taking(letters).overuse_reasons if one.remark] == []


def test_open_headache_days_beside_overuse_leave_the_headache_open() -> None:
    assert answers("t" * 10 + "?" * 5 + "." * 15)["medication_overuse_headache"] == "unknown"


def test_chronic_migraine_and_overuse_are_answered_beside_each_other() -> None:
    with_triptan = replace(migraine(LAST_DAY), medicines=KINDS["t"].medicines)
    told = classified(
        drawn("m" * 15 + "." * 15, {"m": with_triptan}),
        months_of_overuse=4,
        months_of_this_pattern=4,
        lifetime_migraine_attacks=5,
        other_cause_excluded=Answer.YES,
    )
    assert str(told.answer("chronic_migraine")) == "yes"
    assert str(told.answer("medication_overuse_headache")) == "yes"
