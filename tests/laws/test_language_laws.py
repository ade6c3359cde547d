"""What holds of every rule: learning more never overturns an answer, and bounds hold whatever turns out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from procerus.criteria import blocks, reference
from procerus.criteria.bounds import Answer, Between
from procerus.criteria.language import (
    And,
    Kind,
    Level,
    Name,
    Node,
    Not,
    Or,
    RuleError,
    names_in,
    parse,
    walk,
)
from trees import (
    DAY_NAMES,
    NO,
    PATIENT_NAMES,
    UNKNOWN,
    YES,
    Diary,
    Facts,
    day_trees,
    diary_and_more,
    facts_and_more,
    number_trees,
    patient_trees,
)

ENDS = ("least", "most", "total")
WINDOW_FACTS = {f"w.{fact}.{end}": Kind.NUMBER for fact in ("one", "two") for end in ENDS}


def keeps(before: Answer, after: Answer) -> bool:
    return before is UNKNOWN or after is before


def within(inner: Between, outer: Between) -> bool:
    return (outer.low is None or (inner.low is not None and inner.low >= outer.low)) and (
        outer.high is None or (inner.high is not None and inner.high <= outer.high)
    )


def as_arrays(facts: Facts) -> dict[str, blocks.Numbers | blocks.Truths]:
    return {
        name: blocks.truths_of([fact]) if isinstance(fact, Answer) else blocks.numbers_of([fact])
        for name, fact in facts.items()
    }


def block_answer(tree: Node, facts: Facts) -> Answer:
    return blocks.answers(*blocks.answer(tree, as_arrays(facts)))[0]


def block_number(tree: Node, facts: Facts) -> Between:
    return blocks.betweens(*blocks.number(tree, as_arrays(facts)))[0]


@given(patient_trees(), facts_and_more())
def test_learning_more_never_turns_a_yes_into_a_no_or_back(tree: Node, facts: tuple[Facts, Facts]) -> None:
    before, after = facts
    for answer in (reference.answer, block_answer):
        assert keeps(answer(tree, before), answer(tree, after))


@given(number_trees(depth=3), facts_and_more())
def test_learning_more_never_widens_the_bounds_of_a_number(tree: Node, facts: tuple[Facts, Facts]) -> None:
    before, after = facts
    for number in (reference.number, block_number):
        assert within(number(tree, after), number(tree, before))


def windows_by_reference(days: dict[str, Node], diary: Diary, first: int) -> Facts:
    found = {}
    for fact, tree in days.items():
        months = [
            reference.count_days(tree, [diary.get(first + day, {}) for day in range(start, start + 10)])
            for start in (0, 10, 20)
        ]
        found |= {f"w.{fact}.{end}": bounds for end, bounds in reference.summarise(months).items()}
    return found


def windows_by_blocks(days: dict[str, Node], diary: Diary, first: int) -> Facts:
    masks = blocks.Masks.pack([diary], tuple(DAY_NAMES))
    starts, lengths = first + np.array([0, 10, 20]), np.array([10, 10, 10])
    found = {}
    for fact, tree in days.items():
        counted = blocks.count_months(blocks.day_truth(tree, masks), masks.first_word, starts, lengths)
        for end, bounds in blocks.summarise(*counted).items():
            found[f"w.{fact}.{end}"] = blocks.betweens(*bounds)[0]
    return found


@st.composite
def window_rules(draw: st.DrawFn) -> Node:
    """A rule about two facts of a window, such as `w.one.least >= 4 and w.two.total * 3 < w.one.total`."""
    part = st.tuples(
        st.sampled_from(sorted(WINDOW_FACTS)), st.sampled_from([">=", ">", "<", "<="]), st.integers(0, 30)
    )
    one, two = draw(part), draw(part)
    join, ratio = draw(st.sampled_from(["and", "or", "and not"])), draw(st.integers(0, 100))
    rule = f"{one[0]} {one[1]} {one[2]} {join} 100 * {two[0]} {two[1]} {ratio} * {one[0]}"
    return parse(rule, WINDOW_FACTS)


@given(day_trees(), day_trees(), window_rules(), diary_and_more())
def test_answering_open_days_never_overturns_a_decision_about_the_months(
    one: Node, two: Node, rule: Node, diaries: tuple[Diary, Diary]
) -> None:
    """From the days through the months to the rule, in both engines, which agree at every step."""
    days, first = {"one": one, "two": two}, min(diaries[0], default=0)
    engines = ((windows_by_reference, reference.answer), (windows_by_blocks, block_answer))
    before, after = ([window(days, diary, first) for window, _ in engines] for diary in diaries)
    assert before[0] == before[1] and after[0] == after[1]
    for (_, answer), early, late in zip(engines, before, after, strict=True):
        assert all(within(late[name], early[name]) for name in early)
        assert keeps(answer(rule, early), answer(rule, late))


Meaning = Callable[..., bool]
ONE_BIT: dict[str, Meaning] = {
    "long": lambda long: long,
    "not long": lambda long: not long,
    "not not long": lambda long: long,
    "count(long) >= 1": lambda long: long,
    "count(long) < 1": lambda long: not long,
    "count(long) >= 0": lambda long: True,
    "count(long) > 1": lambda long: False,
    "long or long": lambda long: long,
    "count(long, long, long) >= 2": lambda long: long,
}
TWO_BITS: dict[str, Meaning] = {
    "long and nausea": lambda long, nausea: long and nausea,
    "long or nausea": lambda long, nausea: long or nausea,
    "long and not nausea": lambda long, nausea: long and not nausea,
    "not (long or not nausea)": lambda long, nausea: nausea and not long,
    "count(long, nausea) > 1": lambda long, nausea: long + nausea > 1,
    "count(long, not nausea) <= 1": lambda long, nausea: long + (not nausea) <= 1,
    "long and nausea or not long and not nausea": lambda long, nausea: long == nausea,
}


def completions(said: Answer) -> tuple[bool, ...]:
    return {YES: (True,), NO: (False,), UNKNOWN: (True, False)}[said]


def kinds_of_day(bits: tuple[str, ...], meaning: Meaning) -> Iterator[tuple[dict[str, Answer], set[bool]]]:
    """Every day that can be written down, with every truth it may turn out to have."""
    for said in product(Answer, repeat=len(bits)):
        truths = {meaning(*day) for day in product(*(completions(one) for one in said))}
        yield dict(zip(bits, said, strict=True)), truths


def bounds_and_possible_counts(
    rule: str, bits: tuple[str, ...], meaning: Meaning, longest: int
) -> Iterator[tuple[Between, set[int]]]:
    """For every diary of up to so many days: both engines' bounds, and the count of every completion."""
    tree = parse(rule, DAY_NAMES, Level.DAY)
    kinds = list(kinds_of_day(bits, meaning))
    for length in range(longest + 1):
        written = list(product(kinds, repeat=length))
        diaries = [{at: day for at, (day, _) in enumerate(diary)} for diary in written]
        masks = blocks.Masks.pack(diaries, bits)
        low, high = blocks.count_months(
            blocks.day_truth(tree, masks), masks.first_word, np.array([0]), np.array([length])
        )
        found = blocks.betweens(low[:, 0], high[:, 0])
        for diary, by_blocks in zip(written, found, strict=True):
            assert reference.count_days(tree, [day for day, _ in diary]) == by_blocks
            yield by_blocks, {sum(day) for day in product(*(truths for _, truths in diary))}


@pytest.mark.parametrize("rule", ONE_BIT)
def test_every_diary_of_up_to_six_days_has_the_bounds_that_its_completions_reach(rule: str) -> None:
    """All 1,093 diaries of one bit: no completion lies outside the bounds, and both bounds are reached."""
    seen = 0
    for bounds, possible in bounds_and_possible_counts(rule, ("long",), ONE_BIT[rule], longest=6):
        assert bounds == Between(min(possible), max(possible))
        seen += 1
    assert seen == 1093


@pytest.mark.parametrize("rule", TWO_BITS)
def test_every_completion_of_every_diary_of_two_bits_lies_within_the_bounds(rule: str) -> None:
    """All 7,381 diaries of up to four days: unknown is sound, though not always sharp."""
    seen = 0
    for bounds, possible in bounds_and_possible_counts(rule, ("long", "nausea"), TWO_BITS[rule], longest=4):
        assert within(Between(min(possible), max(possible)), bounds)
        seen += 1
    assert seen == 7381


def test_a_rule_that_must_be_true_may_still_be_unknown_because_unknown_is_sound_not_sharp() -> None:
    tree = parse("long or not long", DAY_NAMES, Level.DAY)
    assert reference.count_days(tree, [{}]) == Between(0, 1)


JOINED = """
and      yes      no       unknown      or       yes      no       unknown
yes      yes      no       unknown      yes      yes      yes      yes
no       no       no       no           no       yes      no       unknown
unknown  unknown  no       unknown      unknown  yes      unknown  unknown
"""
AT_LEAST_ONE_AND_TWO = """
>=1      yes      no       unknown      >=2      yes      no       unknown
yes      yes      yes      yes          yes      yes      no       unknown
no       yes      no       unknown      no       no       no       no
unknown  yes      unknown  unknown      unknown  unknown  no       unknown
"""


def cells(table: str) -> Iterator[tuple[str, dict[str, Answer], Answer]]:
    """Each cell of two tables side by side: its sign, what `long` and `nausea` are, and the answer."""
    head, *rows = [line.split() for line in table.strip().splitlines()]
    for row in rows:
        for at in (0, 4):
            for column in (1, 2, 3):
                day = {"long": Answer(row[at]), "nausea": Answer(head[at + column])}
                yield head[at], day, Answer(row[at + column])


@pytest.mark.parametrize(("sign", "day", "expected"), [*cells(JOINED), *cells(AT_LEAST_ONE_AND_TWO)])
def test_yes_no_and_unknown_join_as_in_the_printed_tables(
    sign: str, day: dict[str, Answer], expected: Answer
) -> None:
    rule = f"count(long, nausea) >= {sign[2:]}" if sign[0] == ">" else f"long {sign} nausea"
    assert_on_a_day_and_for_a_patient(parse(rule, DAY_NAMES, Level.DAY), day, expected)


@pytest.mark.parametrize(("said", "expected"), [(YES, NO), (NO, YES), (UNKNOWN, UNKNOWN)])
def test_not_swaps_yes_and_no_and_leaves_unknown(said: Answer, expected: Answer) -> None:
    assert_on_a_day_and_for_a_patient(Not(Name("long")), {"long": said}, expected)


def assert_on_a_day_and_for_a_patient(tree: Node, day: dict[str, Answer], expected: Answer) -> None:
    assert reference.answer(tree, day) is expected
    assert block_answer(tree, day) is expected
    masks = blocks.Masks.pack([{3: day}], tuple(day))
    held = [bool(words[0, 0] >> np.uint64(3) & np.uint64(1)) for words in blocks.day_truth(tree, masks)]
    assert held == [expected is YES, expected is NO]


COMPARED = """
x         y         >=       >        <        <=
15..20    15..15    yes      unknown  no       unknown
15..15    15..15    yes      no       no       yes
10..14    15..15    no       no       yes      yes
10..15    15..20    unknown  no       unknown  yes
10..20    15..15    unknown  unknown  unknown  unknown
16..20    10..15    yes      yes      no       no
15..      15..15    yes      unknown  no       unknown
..14      15..15    no       no       yes      yes
..        15..15    unknown  unknown  unknown  unknown
15..      ..15      yes      unknown  no       unknown
..        ..        unknown  unknown  unknown  unknown
"""


def between(text: str) -> Between:
    low, high = (int(end) if end else None for end in text.split(".."))
    return Between(low, high)


@pytest.mark.parametrize("line", COMPARED.strip().splitlines()[1:])
def test_bounds_compare_as_in_the_printed_table(line: str) -> None:
    x, y, *expected = line.split()
    facts = {"x": between(x), "y": between(y)}
    for sign, answer in zip((">=", ">", "<", "<="), expected, strict=True):
        tree = parse(f"x {sign} y", dict.fromkeys(facts, Kind.NUMBER))
        assert str(reference.answer(tree, facts)) == answer
        assert str(block_answer(tree, facts)) == answer


TOKENS = r"""
long nausea doses asked count ( ) , . >= > < <= == != and or not + - * / // % ** & | ~ ^ @ 0 15 1.5 1e9 True
None 'a' [ ] { } : := lambda if else for in is await yield f'{long}' \ # ; λ ' " ... 99999999999 _ __class__
"""
PYTHON = st.sampled_from([*TOKENS.split(), "\x00", "\n", "\t", " "])


@given(st.one_of(st.text(max_size=60), st.lists(PYTHON, max_size=14).map(" ".join)), st.sampled_from(Level))
def test_whatever_is_typed_the_parser_answers_with_a_tree_or_says_what_is_wrong(
    text: str, level: Level
) -> None:
    names = DAY_NAMES if level is Level.DAY else PATIENT_NAMES
    try:
        tree = parse(text, names, level)
    except RuleError as error:
        assert error.message and error.rule == text
        assert 1 <= error.column <= len(text) + 2
    else:
        assert set(names_in(tree)) <= set(names)
        assert all(isinstance(node, Node) for node in walk(tree))


@given(day_trees(), st.sampled_from([And, Or]))
def test_a_rule_joined_with_itself_says_the_same(tree: Node, join: type[And] | type[Or]) -> None:
    for said in product(Answer, repeat=2):
        day = dict(zip(("long", "nausea"), said, strict=True))
        assert reference.answer(join((tree, tree)), day) is reference.answer(tree, day)
        assert block_answer(join((tree, tree)), day) is block_answer(tree, day)
