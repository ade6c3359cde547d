"""A rule read aloud: good English, and never two rules in one sentence."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from procerus.criteria.language import And, Compare, Count, Kind, Name, Node, Not, Number, Or, parse
from procerus.criteria.prose import in_words
from trees import day_trees, patient_trees

TRICKY = (
    "asked",
    "not_asked",
    "asked_or_long",
    "long",
    "all_of_long",
    "asked.long",
    "asked__long",
    "_",
    "at_least_2_of",
)
TRUTHS = ("headache", "long", "nausea", "vomiting", "today.pregnant", "pain_and_nausea")
WINDOW_FACTS = ("latest.headache_days.least", "latest.headache_days.most", "after.headache_days.total")
NUMBERS = (*WINDOW_FACTS, "before.days", "min_days", "doses")
NAMES = dict.fromkeys(TRUTHS, Kind.TRUTH) | dict.fromkeys(NUMBERS, Kind.NUMBER)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (
            "latest.headache_days.least >= 15",
            "the fewest headache days in any month of latest is at least 15",
        ),
        ("latest.headache_days.most < 15", "the most headache days in any month of latest is less than 15"),
        ("after.headache_days.total <= 30", "headache days in after is at most 30"),
        ("before.days > 84", "days of before is more than 84"),
        ("headache and long", "both headache and long"),
        ("nausea or vomiting", "either nausea or vomiting"),
        ("headache and long and nausea", "all of: headache; long; nausea"),
        ("headache or long or nausea", "any of: headache; long; nausea"),
        ("not headache", "not headache"),
        ("not today.pregnant", "not today: pregnant"),
        ("not doses >= 2", "it is not so that doses is at least 2"),
        ("not (headache or long)", "it is not so that (either headache or long)"),
        ("headache and (nausea or vomiting)", "both headache and (either nausea or vomiting)"),
        ("headache and not long", "both headache and (not long)"),
        ("count(headache, long, nausea) >= 2", "at least 2 of: headache; long; nausea"),
        ("count(headache, long, nausea) > 2", "more than 2 of: headache; long; nausea"),
        ("count(headache, long) < min_days", "fewer than min days of: headache; long"),
        ("count(headache, not long) <= 1", "at most 1 of: headache; (not long)"),
        ("headache or count(long, nausea) >= 2", "either headache or (at least 2 of: long; nausea)"),
        (
            "count(headache) >= before.days",
            "the number that hold among (headache) is at least days of before",
        ),
        ("doses >= count(headache, long)", "doses is at least the number that hold among (headache; long)"),
        (
            "100 * after.headache_days.total * before.days > 70 - doses",
            "100 times headache days in after times days of before is more than 70 minus doses",
        ),
        ("doses - (doses - 1) - 2 > 0", "(doses minus (doses minus 1)) minus 2 is more than 0"),
        ("(doses + 1) * 2 > 0", "(doses plus 1) times 2 is more than 0"),
        ("headache or pain_and_nausea", "either headache or ‘pain and nausea’"),
    ],
)
def test_a_rule_reads_as_a_sentence(rule: str, sentence: str) -> None:
    assert in_words(parse(rule, NAMES)) == sentence


def test_a_pack_gives_its_nouns_for_windows_facts_and_whole_names() -> None:
    rule = "latest.headache_days.least >= min_days and today.pregnant and count(long, nausea) >= min_days"
    nouns = {
        "latest": "the latest three months",
        "headache_days": "days with headache",
        "today.pregnant": "she is pregnant",
        "long": "headache of four hours or more",
    }
    assert in_words(parse(rule, NAMES), nouns, {"min_days": 15}) == (
        "all of: the fewest days with headache in any month of the latest three months is at least 15; "
        "she is pregnant; (at least 15 of: headache of four hours or more; nausea)"
    )


A, B, C = Name("long"), Name("asked"), Name("asked_or_long")


@given(*[st.one_of(day_trees(), patient_trees(truths=TRICKY))] * 2)
@example(And((A, Or((B, A)))), Or((And((A, B)), A)))
@example(Not(And((A, B))), And((Not(A), B)))
@example(And((A, And((B, A)))), And((A, B, A)))
@example(Or((A, B)), C)
@example(Compare(">=", Count((A, B)), Number(2)), Compare(">=", Count((And((A, B)),)), Number(2)))
def test_two_different_rules_never_give_the_same_sentence(one: Node, other: Node) -> None:
    assume(one != other)
    assert in_words(one) != in_words(other)


def small_trees(depth: int) -> list[Node]:
    """Every rule of two names up to so many joins deep."""
    if depth == 0:
        return [A, C]
    below = small_trees(depth - 1)
    found: list[Node] = [A, C, *map(Not, below)]
    for left in below:
        for right in below:
            found += [And((left, right)), Or((left, right)), Compare(">=", Count((left, right)), Number(2))]
            found += [And((left, right, A)), Compare("<", Count((right,)), Count((left, A)))]
    return found


def test_every_small_rule_has_a_sentence_of_its_own() -> None:
    trees = set(small_trees(2))
    assert len(trees) > 2000
    assert len({in_words(tree) for tree in trees}) == len(trees)
