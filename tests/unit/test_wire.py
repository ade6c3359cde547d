"""A tree as JSON and as text, there and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procerus.criteria.language import Kind, Level, Name, Node, Not, parse
from procerus.criteria.wire import from_wire, to_text, to_wire
from trees import DAY_NAMES, PATIENT_NAMES, day_trees, patient_trees

written_trees = st.one_of(day_trees(smallest=0), patient_trees())


@given(written_trees)
def test_a_tree_comes_back_from_the_phone_as_it_went(tree: Node) -> None:
    assert from_wire(json.loads(json.dumps(to_wire(tree)))) == tree


@given(day_trees(smallest=0))
def test_a_day_rule_printed_as_text_parses_back_to_the_same_tree(tree: Node) -> None:
    assert parse(to_text(tree), DAY_NAMES, Level.DAY) == tree


@given(patient_trees())
def test_a_patient_rule_printed_as_text_parses_back_to_the_same_tree(tree: Node) -> None:
    assert parse(to_text(tree), PATIENT_NAMES) == tree


@pytest.mark.parametrize(
    ("rule", "wire"),
    [
        ("a and b or not c", {"or": [{"and": [{"name": "a"}, {"name": "b"}]}, {"not": {"name": "c"}}]}),
        ("w.x.least >= 15", {">=": [{"name": "w.x.least"}, {"number": 15}]}),
        ("n > 0", {">": [{"name": "n"}, {"number": 0}]}),
        (
            "count(a, b) < 2 - n * 3",
            {
                "<": [
                    {"count": [{"name": "a"}, {"name": "b"}]},
                    {"-": [{"number": 2}, {"*": [{"name": "n"}, {"number": 3}]}]},
                ]
            },
        ),
    ],
)
def test_a_tree_on_the_wire_is_plain_to_read(rule: str, wire: object) -> None:
    names = dict.fromkeys("abc", Kind.TRUTH) | {"n": Kind.NUMBER, "w.x.least": Kind.NUMBER}
    assert to_wire(parse(rule, names)) == wire
    assert from_wire(wire) == parse(rule, names)


@pytest.mark.parametrize(
    "rule",
    [
        "(a and b) and c",
        "a and (b and c)",
        "a or (b or c)",
        "a and b and c",
        "(a or b) and not (a and b)",
        "not not a",
        "not n >= 2",
        "a or b and c",
        "n - (n - 1) - 2 >= n * (n + 1)",
        "n * n * n + 1 <= n * (n * n)",
        "(n + 1) * 2 > 1 + n * 2",
        "1 < n + 1",
        "count(a and b, not c, n > 1) >= 2",
    ],
)
def test_text_has_the_brackets_it_needs_and_no_others(rule: str) -> None:
    names = dict.fromkeys("abc", Kind.TRUTH) | {"n": Kind.NUMBER}
    assert to_text(parse(rule, names)) == rule


A, N = {"name": "a"}, {"number": 1}
ONE_KEY = "expected an object with one key, such as {'name': 'x'}, not"
NO_KIND = "is no kind of node; the kinds are name, number, >=, >, <, <=, +, -, *, count, and, or, not"
NO_NAME = "is no name; a name is words of letters, digits and _, with dots"
WHOLE = "expected a whole number from 0 to 1073741823, not"


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (None, f"rule: {ONE_KEY} None"),
        ("a", f"rule: {ONE_KEY} 'a'"),
        ([A], f"rule: {ONE_KEY} a list of 1"),
        ({}, f"rule: {ONE_KEY} an object with 0 keys"),
        ({**A, **N}, f"rule: {ONE_KEY} an object with 2 keys"),
        ({"xor": [A, A]}, f"rule: 'xor' {NO_KIND}"),
        ({3: [A, A]}, f"rule: 3 {NO_KIND}"),
        ({"and": A}, "rule.and: expected a list of nodes, not an object with 1 key"),
        ({"and": [A]}, "rule.and: expected at least 2 nodes, not 1"),
        ({"or": []}, "rule.or: expected at least 2 nodes, not 0"),
        ({"count": []}, "rule.count: expected at least 1 node, not 0"),
        ({">=": [N]}, "rule.>=: expected at least 2 nodes, not 1"),
        ({"+": [N, N, N]}, "rule.+: expected two nodes, not 3"),
        ({"name": 5}, "rule.name: expected a name, not 5"),
        ({"name": "a b"}, f"rule.name: 'a b' {NO_NAME}"),
        ({"name": "a..b"}, f"rule.name: 'a..b' {NO_NAME}"),
        ({"name": "not"}, f"rule.name: 'not' {NO_NAME}"),
        ({"name": ""}, f"rule.name: '' {NO_NAME}"),
        ({"number": True}, f"rule.number: {WHOLE} True"),
        ({"number": 1.5}, f"rule.number: {WHOLE} 1.5"),
        ({"number": -1}, f"rule.number: {WHOLE} -1"),
        ({"number": 2**30}, f"rule.number: {WHOLE} 1073741824"),
        ({"not": N}, "rule.not: 'number' is a number; here a truth is needed"),
        ({"or": [A, {"not": {"count": [A]}}]}, "rule.or[1].not: 'count' is a number; here a truth is needed"),
        ({"and": [A, N]}, "rule.and[1]: 'number' is a number; here a truth is needed"),
        ({"or": [A, N]}, "rule.or[1]: 'number' is a number; here a truth is needed"),
        ({"count": [N]}, "rule.count[0]: 'number' is a number; here a truth is needed"),
        ("a" * 41, f"rule: {ONE_KEY} '{'a' * 40}'"),
        (10**41, f"rule: {ONE_KEY} 1{'0' * 39}"),
        ({">": [N, {"not": A}]}, "rule.>[1]: 'not' is a truth; here a number is needed"),
        ({"count": [A, {"and": [A, 7]}]}, f"rule.count[1].and[1]: {ONE_KEY} 7"),
    ],
)  # fmt: skip
def test_a_malformed_tree_is_refused_with_the_place_and_the_reason(said: object, complaint: str) -> None:
    with pytest.raises(ValueError) as told:
        from_wire(said)
    assert str(told.value) == complaint


def test_a_tree_nested_beyond_what_engines_walk_is_refused() -> None:
    said, tree = {"name": "a"}, Name("a")
    for _ in range(49):
        said, tree = {"not": said}, Not(tree)
    assert from_wire(said) == tree
    with pytest.raises(ValueError, match="nested more than 50 deep"):
        from_wire({"not": said})


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["and", "or", "not", "count", "name", "number", ">=", "+", "?"]),
            inner,
            max_size=2,
        )
    ),
    max_leaves=12,
)


@given(junk)
def test_whatever_arrives_becomes_a_tree_or_a_refusal_that_says_where(said: object) -> None:
    try:
        tree = from_wire(said)
    except ValueError as refusal:
        assert str(refusal).startswith("rule")
    else:
        assert to_wire(tree) == said
