"""What can be known: answers, and numbers between bounds."""

from __future__ import annotations

from itertools import product

import pytest

from procerus.criteria.bounds import ANYTHING, LARGEST, Answer, Between, every, some


def test_true_is_yes_false_is_no_and_nothing_is_unknown() -> None:
    assert [Answer.of(truth) for truth in (True, False, None)] == [Answer.YES, Answer.NO, Answer.UNKNOWN]
    assert [str(answer) for answer in Answer] == ["yes", "no", "unknown"]


@pytest.mark.parametrize(
    ("low", "high", "read"),
    [
        (14, 16, "14 to 16"),
        (15, 15, "15"),
        (0, 0, "0"),
        (3, None, "at least 3"),
        (-3, None, "at least -3"),
        (None, 3, "at most 3"),
        (None, None, "not known"),
        (0, None, "not known"),
    ],
)
def test_bounds_read_as_a_clinician_says_them(low: int | None, high: int | None, read: str) -> None:
    assert str(Between(low, high)) == read


@pytest.mark.parametrize(
    ("low", "high", "kept"),
    [
        (LARGEST, LARGEST, (LARGEST, LARGEST)),
        (LARGEST + 1, LARGEST + 1, (LARGEST, None)),
        (-LARGEST, -LARGEST, (-LARGEST, -LARGEST)),
        (-LARGEST - 1, -LARGEST - 1, (None, -LARGEST)),
        (-LARGEST - 1, LARGEST + 1, (None, None)),
        (LARGEST + 5, None, (LARGEST, None)),
        (None, -LARGEST - 5, (None, -LARGEST)),
        (0, 10**30, (0, None)),
    ],
)
def test_a_number_too_large_for_every_engine_only_widens(
    low: int | None, high: int | None, kept: tuple[int | None, int | None]
) -> None:
    number = Between(low, high)
    assert (number.low, number.high) == kept


def test_a_number_is_known_only_when_both_ends_meet() -> None:
    assert Between.exactly(0).known and Between.exactly(15).known
    assert not any(number.known for number in (Between(14, 15), Between(15, None), Between(None, None)))


def test_bounds_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="a number cannot lie between 16 and 14"):
        Between(16, 14)


def test_a_count_that_nobody_recorded_is_nought_or_more() -> None:
    assert (ANYTHING.low, ANYTHING.high) == (0, None)


@pytest.mark.parametrize("said", [one for many in range(4) for one in product(Answer, repeat=many)], ids=str)
def test_every_and_some_say_what_however_the_unknown_turns_out_stays_so(said: tuple[Answer, ...]) -> None:
    may_be = {Answer.YES: [True], Answer.NO: [False], Answer.UNKNOWN: [True, False]}
    settled = list(product(*(may_be[one] for one in said)))
    for whole, found in ((all, every(said)), (any, some(said))):
        ways = {whole(way) for way in settled}
        assert found is Answer.of(ways.pop() if len(ways) == 1 else None)
