"""Preventives and cycles are counted by each policy's own outcomes, routes, classes and weeks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procerus.criteria.bounds import ANYTHING, Answer, Between
from procerus.packs.records import Tried, count_cycles, count_tried, that_count
from procerus.packs.rules import Tally

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
STRICT = Tally(
    outcomes=frozenset({"ineffective"}),
    routes=frozenset({"oral"}),
    classes=frozenset({"beta-blocker"}),
    min_days=56,
)
LENIENT = Tally(outcomes=frozenset({"ineffective", "not_tolerated"}))
BY_CLASS = replace(LENIENT, distinct="class")
PROPRANOLOL = Tried("propranolol", "beta-blocker", "oral", Between.exactly(56), "ineffective")
METOPROLOL = replace(PROPRANOLOL, drug="metoprolol")
TOPIRAMATE = replace(PROPRANOLOL, drug="topiramate", drug_class="antiepileptic")


# What counts


def test_a_record_counts_if_its_outcome_route_class_and_length_all_do() -> None:
    assert PROPRANOLOL.counts(STRICT) is YES


@pytest.mark.parametrize(
    "otherwise",
    [
        {"outcome": "not_tolerated"},
        {"route": "injection"},
        {"drug_class": "antidepressant"},
        {"days": Between.exactly(55)},
        {"preventive": NO},
        {"begun": NO},
    ],
    ids=lambda one: next(iter(one)),
)
def test_one_part_that_does_not_count_is_enough_though_all_others_are_unknown(
    otherwise: dict[str, object],
) -> None:
    assert replace(PROPRANOLOL, **otherwise).counts(STRICT) is NO
    assert replace(Tried("?"), **otherwise).counts(STRICT) is NO


@pytest.mark.parametrize(
    "unsaid",
    [
        {"outcome": None},
        {"route": None},
        {"drug_class": None},
        {"days": ANYTHING},
        {"days": Between(55, 56)},
        {"days": Between(0, None)},
        {"preventive": UNKNOWN},
        {"begun": UNKNOWN},
    ],
    ids=str,
)
def test_a_part_that_nobody_recorded_leaves_it_open(unsaid: dict[str, object]) -> None:
    assert replace(PROPRANOLOL, **unsaid).counts(STRICT) is UNKNOWN


def test_where_a_policy_names_no_route_class_or_length_nobody_has_to_have_recorded_one() -> None:
    assert Tried("x", outcome="not_tolerated").counts(LENIENT) is YES


# Counting


def test_nobody_asked_is_any_number_and_an_empty_list_is_nought() -> None:
    assert count_tried(None, LENIENT) == ANYTHING
    assert count_tried([], LENIENT) == Between.exactly(0)


def test_two_medicines_of_one_class_are_two_medicines_and_one_class() -> None:
    trials = [PROPRANOLOL, METOPROLOL, TOPIRAMATE]
    assert count_tried(trials, LENIENT) == Between.exactly(3)
    assert count_tried(trials, BY_CLASS) == Between.exactly(2)


def test_a_class_nobody_recorded_may_be_one_that_counts_already() -> None:
    another = Tried("another", outcome="ineffective")
    assert count_tried([PROPRANOLOL, another], BY_CLASS) == Between(1, 2)
    assert count_tried([another, PROPRANOLOL], BY_CLASS) == Between(1, 2)
    assert count_tried([another], BY_CLASS) == Between.exactly(1)
    assert count_tried([another, replace(another, drug="a third")], BY_CLASS) == Between(1, 2)


def test_what_surely_counts_and_what_may_are_named_in_the_order_recorded() -> None:
    trials = [TOPIRAMATE, replace(PROPRANOLOL, outcome=None), replace(METOPROLOL, outcome="refused")]
    assert that_count(trials, LENIENT) == (["topiramate"], ["topiramate", "propranolol"])


def test_a_record_is_shown_with_what_is_not_known_said_as_such() -> None:
    assert PROPRANOLOL.in_words() == "propranolol (beta-blocker, oral, 56 days, ineffective)"
    assert Tried("x").in_words() == "x (not known, not known, days not known, not known)"


DRUGS = {"a": "beta-blocker", "b": "beta-blocker", "c": "antiepileptic", "d": "toxin"}
TRIED = st.builds(
    lambda drug, route, days, outcome: Tried(drug, DRUGS[drug], route, Between.exactly(days), outcome),
    st.sampled_from(sorted(DRUGS)),
    st.sampled_from(["oral", "injection"]),
    st.sampled_from([55, 56, 400]),
    st.sampled_from(["ineffective", "not_tolerated", "refused"]),
)
TALLIES = st.builds(
    Tally,
    outcomes=st.sampled_from([frozenset({"ineffective", "not_tolerated"}), frozenset({"ineffective"})]),
    routes=st.sampled_from([frozenset(), frozenset({"oral"})]),
    classes=st.sampled_from([frozenset(), frozenset({"beta-blocker", "toxin"})]),
    min_days=st.sampled_from([0, 56]),
    distinct=st.sampled_from(["class", "drug"]),
)


@st.composite
def half_known(draw: st.DrawFn) -> tuple[Tried, Tried]:
    """A record, and what somebody wrote down of it."""
    true = draw(TRIED)
    hidden = draw(st.sampled_from([(), ("drug_class",), ("route",), ("outcome",), ("drug_class", "outcome")]))
    length, less, more = true.days.low or 0, *draw(st.sampled_from([(0, 0), (0, 1), (1, 0), (50, 400)]))
    days = Between(length - less, length + more)
    return true, replace(true, days=days, **dict.fromkeys(hidden))


@given(st.lists(half_known(), min_size=2, max_size=4), TALLIES)
def test_whatever_was_not_written_down_the_true_number_lies_between_the_bounds(
    records: list[tuple[Tried, Tried]], how: Tally
) -> None:
    true = count_tried([one for one, _ in records], how)
    assert holds(count_tried([one for _, one in records], how), true.low)
    assert true.low == true.high, "nothing is open where all is known"


@given(st.lists(st.tuples(st.sampled_from(sorted(DRUGS)), st.booleans()), max_size=4))
def test_whichever_classes_were_not_written_down_the_true_number_of_classes_lies_between_the_bounds(
    tried: list[tuple[str, bool]],
) -> None:
    said = [Tried(drug, DRUGS[drug] if known else None, outcome="ineffective") for drug, known in tried]
    assert holds(count_tried(said, BY_CLASS), len({DRUGS[drug] for drug, _ in tried}))


def holds(bounds: Between, number: int | None) -> bool:
    assert number is not None
    return (bounds.low or 0) <= number and (bounds.high is None or number <= bounds.high)


# Cycles

TWELVE_WEEKS = Tally(of="cycles", min_days=84, max_days=120)
AT_MOST_84 = Tally(of="cycles", max_days=84)
AT_LEAST_84 = Tally(of="cycles", min_days=84)


@pytest.mark.parametrize(("days", "counts"), [(83, 0), (84, 1), (120, 1), (121, 0)])
def test_a_cycle_counts_from_the_least_length_to_the_greatest_both_included(days: int, counts: int) -> None:
    assert count_cycles([Between.exactly(days)], TWELVE_WEEKS) == Between.exactly(counts)


@pytest.mark.parametrize(
    ("length", "found"),
    [
        (Between(84, 120), Between.exactly(1)),
        (Between(83, 84), Between(0, 1)),
        (Between(120, 121), Between(0, 1)),
        (Between(0, 400), Between(0, 1)),
        (Between(0, 83), Between.exactly(0)),
        (Between(121, None), Between.exactly(0)),
        (Between(84, None), Between(0, 1)),
        (ANYTHING, Between(0, 1)),
    ],
)
def test_a_cycle_whose_length_is_not_known_exactly_counts_only_if_every_length_would(
    length: Between, found: Between
) -> None:
    assert count_cycles([length], TWELVE_WEEKS) == found


def test_a_limit_on_one_side_leaves_the_other_open() -> None:
    lengths = [Between.exactly(days) for days in (0, 84, 85, 300)]
    assert count_cycles(lengths, AT_MOST_84) == Between.exactly(2)
    assert count_cycles(lengths, AT_LEAST_84) == Between.exactly(3)


def test_sessions_nobody_recorded_are_any_number_of_cycles_and_one_session_is_none() -> None:
    assert count_cycles(None, TWELVE_WEEKS) == ANYTHING
    assert count_cycles([], TWELVE_WEEKS) == Between.exactly(0)


@given(
    st.lists(st.tuples(st.integers(70, 130), st.integers(0, 20), st.integers(0, 20)), max_size=4),
    st.sampled_from([TWELVE_WEEKS, AT_MOST_84, AT_LEAST_84]),
)
def test_whatever_the_dates_were_the_true_number_of_cycles_lies_between_the_bounds(
    cycles: list[tuple[int, int, int]], how: Tally
) -> None:
    true = count_cycles([Between.exactly(days) for days, _, _ in cycles], how)
    said = count_cycles([Between(days - less, days + more) for days, less, more in cycles], how)
    assert holds(said, true.low) and true.low == true.high
