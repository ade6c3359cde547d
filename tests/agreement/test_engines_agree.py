"""One tree, several engines, one answer: whatever the rule and whatever the diary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from procerus.criteria import blocks, reference
from procerus.criteria.bounds import LARGEST, Answer, Between
from procerus.criteria.language import Arithmetic, Compare, Level, Name, Node, Not, Number, parse
from trees import (
    BITS,
    DAY_NAMES,
    NO,
    UNKNOWN,
    YES,
    Diary,
    Facts,
    day_trees,
    diaries,
    number_trees,
    patient_facts,
    patient_trees,
)

Months = Sequence[tuple[int, int]]  # first epoch day, days

# Months around the start of any diary that `diaries` draws, and some that reach beyond it on both sides.
month_lists = st.lists(st.tuples(st.integers(-70, 270), st.integers(0, 31)), min_size=1, max_size=4)


def by_reference(tree: Node, diary: Diary, months: Months) -> list[Between]:
    return [
        reference.count_days(tree, [diary.get(first + day, {}) for day in range(length)])
        for first, length in months
    ]


def by_blocks(tree: Node, diaries: Sequence[Diary], months: Sequence[Months]) -> list[list[Between]]:
    masks = blocks.Masks.pack(diaries, BITS)
    cut = np.array(months, np.int64).reshape(len(diaries), -1, 2)
    low, high = blocks.count_months(blocks.day_truth(tree, masks), masks.first_word, cut[..., 0], cut[..., 1])
    return [blocks.betweens(*one) for one in zip(low, high, strict=True)]


def arrays(facts: Sequence[Facts]) -> dict[str, blocks.Numbers | blocks.Truths]:
    found: dict[str, blocks.Numbers | blocks.Truths] = {}
    for name in {name for one in facts for name in one}:
        values = [one.get(name) for one in facts]
        if any(isinstance(value, Answer) for value in values):
            found[name] = blocks.truths_of([UNKNOWN if value is None else value for value in values])
        else:
            found[name] = blocks.numbers_of(
                [Between(0, None) if value is None else value for value in values]
            )
    return found


@given(day_trees(), st.lists(diaries(), min_size=1, max_size=3), month_lists)
def test_every_engine_counts_the_same_days_whatever_the_rule_and_the_gaps(
    tree: Node, people: list[Diary], months: Months
) -> None:
    own = [[(min(diary, default=0) + first, days) for first, days in months] for diary in people]
    counted = [by_reference(tree, diary, cut) for diary, cut in zip(people, own, strict=True)]
    assert by_blocks(tree, people, own) == counted


@given(patient_trees(), st.lists(patient_facts, min_size=1, max_size=4))
def test_every_engine_answers_a_patient_rule_alike(tree: Node, patients: list[Facts]) -> None:
    expected = [reference.answer(tree, facts) for facts in patients]
    found = blocks.answers(*blocks.answer(tree, arrays(patients)))
    assert found * (len(patients) // len(found)) == expected


@given(number_trees(depth=3), st.lists(patient_facts, min_size=1, max_size=4))
def test_every_engine_finds_the_same_bounds_also_near_the_largest_number(
    tree: Node, patients: list[Facts]
) -> None:
    expected = [reference.number(tree, facts) for facts in patients]
    found = blocks.betweens(*blocks.number(tree, arrays(patients)))
    assert found * (len(patients) // len(found)) == expected


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 31), st.integers(0, 31)), min_size=3, max_size=3), min_size=1)
)
@example([[(0, 31), (4, 4), (31, 31)]])
def test_every_engine_finds_the_same_least_most_and_total(people: list[list[tuple[int, int]]]) -> None:
    windows = [[Between(min(ends), max(ends)) for ends in person] for person in people]
    low, high = (
        np.array([[end(one) for one in person] for person in people], np.int16) for end in (min, max)
    )
    found = {name: blocks.betweens(*bounds) for name, bounds in blocks.summarise(low, high).items()}
    for at, window in enumerate(windows):
        assert {name: bounds[at] for name, bounds in found.items()} == reference.summarise(window)


@pytest.mark.parametrize("sign", [">=", ">", "<", "<="])
@pytest.mark.parametrize("needed", range(-1, 6))
def test_count_agrees_for_every_sign_every_number_and_every_day(sign: str, needed: int) -> None:
    """Also for numbers below nought and above how many are counted, and on days that nobody recorded."""
    counted = parse(f"count(long, nausea, pulsating) {sign} 0", DAY_NAMES, Level.DAY)
    assert isinstance(counted, Compare)
    tree = Compare(sign, counted.left, Number(needed))
    every = [
        {"long": one, "nausea": two, "pulsating": three}
        for one in Answer
        for two in Answer
        for three in Answer
    ]
    people: list[Mapping[int, Mapping[str, Answer]]] = [{100: day} for day in every] + [{}]
    months = [[(100, 1), (101, 1), (-500, 31)]] * len(people)
    assert by_blocks(tree, people, months) == [
        by_reference(tree, diary, cut) for diary, cut in zip(people, months, strict=True)
    ]


def test_every_month_of_every_start_and_length_is_cut_out_of_the_right_days() -> None:
    """Every start around three words and every length up to 64, so that no word border hides a day."""
    diary = {
        day: {"long": YES if day % 3 == 0 else NO if day % 3 == 1 else UNKNOWN} for day in range(-64, 128)
    }
    months = [(first, days) for first in range(-70, 140) for days in range(65)]
    assert by_blocks(Name("long"), [diary], [months]) == [by_reference(Name("long"), diary, months)]


def test_a_patient_is_counted_the_same_alone_and_among_others() -> None:
    """Others have longer and shorter diaries, earlier and later; nobody's days slip into another's."""
    long_ago = {-9000 + day: {"long": YES} for day in range(300)}
    people: list[Diary] = [
        long_ago,
        {},
        {12_345: {"long": NO}},
        {day: {"long": YES} for day in range(63, 129)},
    ]
    months = [[(first, 31) for first in (-9000, -8731, 12_320, 40, 100)]] * 4
    alone = [by_blocks(Name("long"), [diary], [cut])[0] for diary, cut in zip(people, months, strict=True)]
    assert by_blocks(Name("long"), people, months) == alone
    assert alone[0][:2] == [Between(31, 31), Between(31, 31)] and alone[1] == [Between(0, 31)] * 5


@given(st.lists(diaries(longest=150), min_size=1, max_size=4), st.randoms())
def test_masks_are_the_same_from_rows_in_any_order(people: list[Diary], random: Random) -> None:
    rows = [(at, day, said) for at, diary in enumerate(people) for day, said in diary.items()]
    random.shuffle(rows)
    codes = {NO: 0, YES: 1, UNKNOWN: 2}
    from_rows = blocks.Masks.from_columns(
        np.array([at for at, _, _ in rows], np.int64),
        np.array([day for _, day, _ in rows], np.int64),
        {bit: np.array([codes[said.get(bit, UNKNOWN)] for _, _, said in rows], np.uint8) for bit in BITS},
        len(people),
    )
    packed = blocks.Masks.pack(people, BITS)
    for at, diary in enumerate(people):
        for day, said in diary.items():
            word, bit = divmod(day - 64 * int(packed.first_word[at]), 64)
            for name in BITS:
                held = [
                    bool(side[name][at, word] >> np.uint64(bit) & np.uint64(1))
                    for side in (packed.yes, packed.no)
                ]
                assert held == [said.get(name) is YES, said.get(name) is NO]
    assert np.array_equal(packed.first_word, from_rows.first_word)
    for name in BITS:
        assert np.array_equal(packed.yes[name], from_rows.yes[name])
        assert np.array_equal(packed.no[name], from_rows.no[name])


def test_a_day_given_twice_is_refused_because_the_diary_must_say_which_is_right() -> None:
    codes = {"long": np.array([1, 1, 0], np.uint8)}
    with pytest.raises(ValueError, match="patient 1 has epoch day 7 twice"):
        blocks.Masks.from_columns(np.array([1, 0, 1]), np.array([7, 7, 7]), codes, 2)


def test_masks_refuse_codes_and_patients_that_do_not_exist() -> None:
    one = np.array([0])
    with pytest.raises(ValueError, match="bit 'long' has the code 3"):
        blocks.Masks.from_columns(one, one, {"long": np.array([3], np.uint8)}, 1)
    with pytest.raises(ValueError, match="patients are numbered from 0 to 0"):
        blocks.Masks.from_columns(np.array([-1]), one, {"long": np.array([1], np.uint8)}, 1)


def test_masks_without_an_empty_last_word_are_refused_because_gaps_are_read_from_it() -> None:
    full = {"long": np.array([[1]], np.uint64)}
    with pytest.raises(ValueError, match="an empty last word"):
        blocks.Masks(np.array([0]), full, {"long": np.array([[0]], np.uint64)})


def test_a_month_longer_than_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="0 to 64 days"):
        blocks.Months.cut(np.array([0]), 2, np.array([0]), np.array([65]))


def test_a_bit_that_no_diary_has_is_unknown_on_every_day() -> None:
    masks = blocks.Masks.pack([{5: {"long": YES}}], ["long"])
    low, high = blocks.count_months(
        blocks.day_truth(Not(Name("aura")), masks), masks.first_word, np.array([0]), np.array([30])
    )
    assert blocks.betweens(low[0], high[0]) == [Between(0, 30)]


def test_a_tree_of_the_wrong_kind_is_refused() -> None:
    masks = blocks.Masks.pack([{}], ["long"])
    for refused in (
        lambda: blocks.day_truth(Number(1), masks),
        lambda: blocks.answer(Number(1), {}),
        lambda: blocks.number(Not(Name("long")), {}),
    ):
        with pytest.raises(TypeError, match=r"this is (no day rule|a number|a truth)"):
            refused()


def test_a_product_beyond_the_largest_number_has_no_end() -> None:
    tree = Arithmetic("*", Name("x"), Name("x"))
    for number, expected in (
        (Between.exactly(LARGEST), Between(LARGEST, None)),
        (Between(0, None), Between(0, None)),
        (Between(None, 0), Between(0, None)),
        (Between(-LARGEST, LARGEST), Between(None, None)),
        (Between(None, None), Between(None, None)),
    ):
        assert reference.number(tree, {"x": number}) == expected
        assert blocks.betweens(*blocks.number(tree, {"x": blocks.numbers_of([number])})) == [expected]


def test_a_number_beyond_the_largest_is_forgotten_alike_in_the_middle_of_a_sum() -> None:
    x = Name("x")
    upwards = Arithmetic("-", Arithmetic("+", x, x), x)
    downwards = Arithmetic("+", Arithmetic("-", Arithmetic("-", Number(0), x), x), x)
    facts = {"x": Between.exactly(LARGEST)}
    for tree, expected in ((upwards, Between(0, None)), (downwards, Between(None, 0))):
        assert reference.number(tree, facts) == expected
        assert blocks.betweens(*blocks.number(tree, arrays([facts]))) == [expected]


def test_chunks_give_every_patient_once_and_in_order() -> None:
    masks = blocks.Masks.pack([{day: {"long": YES}} for day in range(10)], ["long"])

    def first_days(rows: slice) -> list[int]:
        part = masks.part(rows)
        return [int(word).bit_length() - 1 for word in part.yes["long"][:, 0]]

    for size in (1, 3, 10, 99):
        found = blocks.in_chunks(first_days, 10, size=size)
        assert [day for chunk in found for day in chunk] == list(range(10))
