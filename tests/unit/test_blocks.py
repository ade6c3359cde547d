"""Windows of the engine for many patients, where the agreement of engines does not look."""

from __future__ import annotations

from threading import get_ident
from time import sleep
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from procerus.criteria import blocks, reference
from procerus.criteria.bounds import LARGEST, Answer, Between
from procerus.criteria.language import And, Arithmetic, Count, Name, Not, Number, Or


def test_a_window_of_one_month_has_that_month_as_its_least_its_most_and_its_total() -> None:
    low, high = np.array([[3], [0]], np.int16), np.array([[5], [30]], np.int16)
    found = {name: blocks.betweens(*ends) for name, ends in blocks.summarise(low, high).items()}
    for at, month in enumerate([Between(3, 5), Between(0, 30)]):
        assert {name: ends[at] for name, ends in found.items()} == reference.summarise([month])
        assert set(reference.summarise([month]).values()) == {month}


def test_a_window_of_two_months_looks_at_both() -> None:
    low, high = np.array([[3, 1], [0, 9]], np.int16), np.array([[5, 9], [30, 9]], np.int16)
    found = {name: blocks.betweens(*ends) for name, ends in blocks.summarise(low, high).items()}
    for at, months in enumerate([[Between(3, 5), Between(1, 9)], [Between(0, 30), Between(9, 9)]]):
        assert {name: ends[at] for name, ends in found.items()} == reference.summarise(months)


def test_some_of_the_patients_are_counted_as_they_are_among_all() -> None:
    """Their diaries begin in different years, so a row read with another's first day would count nothing."""
    starts = [0, 20_000, -9000, 12_345]
    masks = blocks.Masks.pack([{start + day: {"long": Answer.YES} for day in range(20)} for start in starts],
                              ["long"])  # fmt: skip
    for rows in (slice(0, 2), slice(1, 3), slice(3, 4)):
        part = masks.part(rows)
        first = np.array(starts[rows])[:, None]
        low, high = blocks.count_months(
            blocks.day_truth(Name("long"), part), part.first_word, first, np.array([30])
        )
        assert (low.tolist(), high.tolist()) == ([[20]] * len(first), [[30]] * len(first))


def test_counts_and_numbers_are_whole_numbers_all_the_way() -> None:
    masks = blocks.Masks.pack([{5: {"long": Answer.YES}}], ["long"])
    truth = blocks.day_truth(Name("long"), masks)
    numbers: list[NDArray[np.generic]] = [*blocks.numbers_of([])]
    for months in (1, 2):
        low, high = blocks.count_months(truth, masks.first_word, np.arange(months) * 30, np.full(months, 30))
        numbers += [low, high, *(end for ends in blocks.summarise(low, high).values() for end in ends)]
        days = cast("blocks.Numbers", (low[:, 0], high[:, 0]))  # of a narrower type than usual
        numbers += blocks.number(Name("days"), {"days": days})
    numbers += blocks.number(Count((Name("long"),)), {"long": blocks.truths_of([Answer.YES])})
    assert {number.dtype.kind for number in numbers} == {"i"}


def test_a_number_counted_in_few_bits_is_multiplied_without_loss() -> None:
    few = cast("blocks.Numbers", (np.array([300], np.int16), np.array([20_000], np.int16)))
    tree = Arithmetic("*", Name("days"), Name("days"))
    found = blocks.number(tree, {"days": few})
    assert blocks.betweens(*found) == [Between(90_000, 400_000_000)]


def test_the_smallest_number_is_a_number_and_one_below_it_has_no_end() -> None:
    x = Name("x")
    for taken, expected in ((0, Between.exactly(-LARGEST)), (1, Between(None, -LARGEST))):
        tree = Arithmetic("-", x, Number(taken))
        facts = {"x": Between.exactly(-LARGEST)}
        assert reference.number(tree, facts) == expected
        found = blocks.number(tree, {"x": blocks.numbers_of([facts["x"]])})
        assert blocks.betweens(*found) == [expected]


def test_of_nobody_there_are_no_months_and_no_answers() -> None:
    nobody = blocks.Masks.pack([], ["long"])
    none = np.zeros((0, 3), np.int64)
    low, high = blocks.count_months(blocks.day_truth(Name("long"), nobody), nobody.first_word, none, none)
    assert low.shape == high.shape == (0, 3)
    facts = {name: blocks.truths_of([]) for name in ("long", "asked")}
    for tree in (And((Name("long"), Name("asked"))), Or((Name("long"), Not(Name("asked"))))):
        assert blocks.answers(*blocks.answer(tree, facts)) == []


def test_months_of_less_than_no_days_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^a month has 0 to 64 days$"):
        blocks.Months.cut(np.array([0]), 2, np.array([0]), np.array([-1]))


def test_answers_and_numbers_of_which_some_are_missing_are_refused() -> None:
    for whole, part in (([True, False], [False]), ([True], [False, False])):
        with pytest.raises(ValueError):
            blocks.answers(np.array(whole), np.array(part))
    for lows, highs in (([1, 2], [3]), ([1], [2, 3])):
        with pytest.raises(ValueError):
            blocks.betweens(np.array(lows), np.array(highs))


def chunk_threads(patients: int, threads: int) -> list[int]:
    def where(rows: slice) -> int:
        sleep(0.005)  # long enough for every thread there is to take a part
        return get_ident()

    return blocks.in_chunks(where, patients, size=1, threads=threads)


def test_work_for_one_thread_or_in_one_chunk_starts_no_other_thread() -> None:
    assert set(chunk_threads(5, threads=1)) == {get_ident()}
    assert chunk_threads(1, threads=2) == [get_ident()]


def test_work_for_two_threads_runs_on_two_and_no_more() -> None:
    for patients in (2, 12):
        threads = set(chunk_threads(patients, threads=2))
        assert get_ident() not in threads and len(threads) <= 2


def test_masks_hold_the_longest_diary_and_one_empty_word_and_no_more() -> None:
    for days, words in ((0, 1), (1, 2), (64, 2), (65, 3)):
        masks = blocks.Masks.pack([{}, {day: {"long": Answer.YES} for day in range(days)}], ["long"])
        assert masks.yes["long"].shape == masks.no["long"].shape == (2, words)


def test_masks_without_rows_of_words_are_refused() -> None:
    shapeless = (np.zeros(2, np.uint64), np.zeros((1, 0), np.uint64))
    for words in shapeless:
        with pytest.raises(ValueError, match=r"^masks need one row a patient, and an empty last word"):
            blocks.Masks(np.array([0]), {"long": words}, {})
        with pytest.raises(ValueError, match=r"in every row$"):
            blocks.Masks(np.array([0]), {}, {"long": words})


def test_a_row_of_a_patient_beyond_the_last_is_refused() -> None:
    one = np.array([1])
    with pytest.raises(ValueError, match="patients are numbered from 0 to 0"):
        blocks.Masks.from_columns(one, one, {"long": np.array([1], np.uint8)}, 1)


def test_a_day_given_twice_is_refused_also_where_all_days_stand_in_order() -> None:
    codes = {"long": np.array([1, 1, 0], np.uint8)}
    with pytest.raises(ValueError, match="patient 0 has epoch day 9 twice"):
        blocks.Masks.from_columns(np.array([0, 0, 0]), np.array([5, 9, 9]), codes, 1)
