"""Reading a rule: what it becomes, and what the writer of a pack is told about a mistake."""

from __future__ import annotations

from functools import partial

import pytest

from procerus.criteria.language import (
    And,
    Arithmetic,
    Compare,
    Count,
    Kind,
    Level,
    Name,
    Not,
    Number,
    Or,
    RuleError,
    names_in,
    parse,
    walk,
)

NAMES = {
    "headache_days": Kind.NUMBER,
    "min_days": Kind.NUMBER,
    "latest.headache_days.least": Kind.NUMBER,
    "long": Kind.TRUTH,
    "nausea": Kind.TRUTH,
}
BITS = {"long": Kind.TRUTH, "nausea": Kind.TRUTH}
DIVISION = "division is not in the language; multiply both sides instead, so that the rule stays exact"
EQUAL = "only >=, >, < and <= compare; a fact known between bounds is never exactly anything"

MISTAKES = [
    (
        "headache_day >= 15",
        1,
        "no fact, number or criterion is called 'headache_day'; did you mean 'headache_days'?",
    ),
    (
        "long and latest.headache_days.leest >= 15",
        10,
        "no fact, number or criterion is called 'latest.headache_days.leest'; "
        "did you mean 'latest.headache_days.least'?",
    ),
    (
        "15 <= xyzzy",
        7,
        "no fact, number or criterion is called 'xyzzy'; see the list of facts in the reference",
    ),
    ("headache_days", 1, "this is a number; a rule must answer yes or no, so compare it with something"),
    ("15 <= headache_days / 3", 7, DIVISION),
    ("15 <= headache_days // 3", 7, DIVISION),
    ("15 <= headache_days % 3", 7, DIVISION),
    ("15 <= headache_days ** 2", 7, "only +, - and * are in the language"),
    ("15 <= headache_days @ 2", 7, "only +, - and * are in the language"),
    ("long and headache_days == 15", 10, EQUAL),
    ("long and headache_days != 15", 10, EQUAL),
    (
        "long and 10 <= headache_days <= 15",
        10,
        "compare two things at a time, and join comparisons with 'and'",
    ),
    ("headache_days in (1, 2)", 1, "only >=, >, < and <= compare"),
    ("headache_days >= 14.5", 18, "only whole numbers are in the language, not 14.5"),
    ("headache_days >= 15 # why", 1, "a rule has no comments; write them on a line of the pack"),
    ("headache_days >= 0x10", 18, "write the number plainly: 16"),
    ("headache_days >= 1_5", 18, "write the number plainly: 15"),
    ("", 1, "this cannot be read: invalid syntax"),
    (r"headache_days >= '\d'", 18, r"only whole numbers are in the language, not '\\d'"),
    ("headache_days >= '15'", 18, "only whole numbers are in the language, not '15'"),
    ("long and True", 10, "only whole numbers are in the language, not True"),
    ("headache_days >= -1", 18, "write 0 - x for a negative number"),
    (
        "headache_days >= 1073741824",
        18,
        "1073741824 is larger than 1073741823, the largest number rules may use",
    ),
    ("nausea or long & nausea", 11, "write 'and', not '&'"),
    ("nausea or long | nausea", 11, "write 'or', not '|'"),
    ("nausea and ~long", 12, "write 'not', not '~'"),
    ("long and headache_days + 1", 10, "'headache_days + 1' is a number; here a yes or no is needed"),
    ("15 <= (long or nausea)", 8, "'long or nausea' is a yes or no; here a number is needed"),
    ("2 <= max(long, nausea)", 6, "'max(...)' is not in the language; only count(...) is"),
    ("1 <= count()", 6, "count(...) takes one or more truths and nothing else"),
    ("1 <= count(long, at=1)", 6, "count(...) takes one or more truths and nothing else"),
    ("1 <= count(long, headache_days)", 18, "'headache_days' is a number; here a yes or no is needed"),
    ("long if nausea else long", 1, "'if' is not in the language; use 'and' and 'or'"),
    ("1 <= latest['x']", 6, "'latest['x']' is not in the language"),
    ("headache_days => 15", 15, "this cannot be read: invalid syntax"),
    ("headache_days ≥ 15", 15, "this cannot be read: invalid character '≥' (U+2265)"),
    ("long\nand nausea", 1, "a rule stands on one line"),
    ("not " * 60 + "long", 1, "the rule is nested more than 50 deep; split it into criteria"),
    ("long or " * 251 + "long", 1, "the rule has 2012 characters; at most 2000 are read"),
]


@pytest.mark.parametrize(("rule", "column", "message"), MISTAKES)
def test_a_typical_mistake_is_told_where_it_is_and_how_to_mend_it(
    rule: str, column: int, message: str
) -> None:
    with pytest.raises(RuleError) as told:
        parse(rule, NAMES)
    assert (told.value.message, told.value.column, told.value.rule) == (message, column, rule)
    assert str(told.value) == message


@pytest.mark.parametrize(
    ("rule", "column", "message"),
    [
        (
            "nausea or count(long) + 1 >= 2",
            11,
            "a day rule has no arithmetic, only bits, and, or, not and count(...)",
        ),
        ("nausea or 1 <= count(long)", 11, "a day rule compares only count(...) with a whole number"),
        ("count(long) >= count(nausea)", 1, "a day rule compares only count(...) with a whole number"),
        ("2 > 1", 1, "a day rule compares only count(...) with a whole number"),
    ],
)
def test_a_day_rule_says_less_than_a_patient_rule(rule: str, column: int, message: str) -> None:
    parse(rule, BITS, Level.PATIENT)
    with pytest.raises(RuleError) as told:
        parse(rule, BITS, Level.DAY)
    assert (told.value.message, told.value.column) == (message, column)


@pytest.mark.parametrize("blanks", ["", "  ", "\u00a0\u00a0"])
def test_a_column_counts_letters_not_bytes_and_the_blanks_before_the_rule(blanks: str) -> None:
    with pytest.raises(RuleError) as told:
        parse(f"{blanks}käse and wurst", {"käse": Kind.TRUTH})
    assert told.value.column == len(blanks) + 10


@pytest.mark.parametrize("rule", ["long and (", "long and nausea nausea"])
def test_what_cannot_be_read_at_all_has_its_column_too(rule: str) -> None:
    columns = []
    for blanks in ("", "   "):
        with pytest.raises(RuleError, match=r"^this cannot be read") as told:
            parse(blanks + rule, NAMES)
        columns.append(told.value.column)
    assert columns[0] > 1 and columns[1] == columns[0] + 3


def test_a_rule_may_be_nested_to_a_certain_depth_and_no_deeper() -> None:
    parse("not " * 48 + "long", NAMES)
    with pytest.raises(RuleError, match="nested more than 50 deep"):
        parse("not " * 49 + "long", NAMES)


@pytest.mark.parametrize("letter", ["\0", "\ud800"])
def test_a_rule_with_a_letter_nobody_can_write_is_refused(letter: str) -> None:
    with pytest.raises(RuleError, match=r"^this cannot be read"):
        parse(f"headache_days {letter} >= 15", NAMES)


def test_a_rule_becomes_the_tree_that_its_brackets_say() -> None:
    x, y, long, nausea = Name("headache_days"), Name("min_days"), Name("long"), Name("nausea")
    plus, minus = partial(Arithmetic, "+"), partial(Arithmetic, "-")
    for rule, tree in (
        ("headache_days >= min_days", Compare(">=", x, y)),
        ("headache_days - 1 - min_days < 0", Compare("<", minus(minus(x, Number(1)), y), Number(0))),
        ("headache_days - (1 - min_days) < 0", Compare("<", minus(x, minus(Number(1), y)), Number(0))),
        ("1 + 2 * min_days > 9", Compare(">", plus(Number(1), Arithmetic("*", Number(2), y)), Number(9))),
        ("long or nausea and long", Or((long, And((nausea, long))))),
        ("(long or nausea) and long", And((Or((long, nausea)), long))),
        ("long and nausea and long", And((long, nausea, long))),
        ("(long and nausea) and long", And((And((long, nausea)), long))),
        ("not long and nausea", And((Not(long), nausea))),
        ("not headache_days <= 3", Not(Compare("<=", x, Number(3)))),
        ("count(long, not nausea) >= 2", Compare(">=", Count((long, Not(nausea))), Number(2))),
    ):  # fmt: skip
        assert parse(rule, NAMES) == tree
        assert parse(f"  {rule} ", NAMES) == tree


def test_a_day_rule_of_bits_and_counts_is_read() -> None:
    tree = parse("long and count(long, nausea) < 2", BITS, Level.DAY)
    assert tree == And((Name("long"), Compare("<", Count((Name("long"), Name("nausea"))), Number(2))))


def test_the_largest_number_may_be_written() -> None:
    assert parse("headache_days < 1073741823", NAMES) == Compare(
        "<", Name("headache_days"), Number(2**30 - 1)
    )


def test_a_rule_of_exactly_the_longest_length_is_read() -> None:
    rule = "long or " * 249 + "(long)"
    parse(rule + " " * (2000 - len(rule)), NAMES)


def test_the_names_of_a_rule_come_once_each_in_the_order_of_its_text() -> None:
    tree = parse("not nausea or count(long, nausea) >= min_days * 2 - headache_days * min_days", NAMES)
    assert names_in(tree) == ("nausea", "long", "min_days", "headache_days")


def test_a_walk_meets_each_node_before_its_parts_from_left_to_right() -> None:
    tree = parse("not (long and headache_days + 1 > 2)", NAMES)
    kinds = [type(node).__name__ for node in walk(tree)]
    assert kinds == ["Not", "And", "Name", "Compare", "Arithmetic", "Name", "Number", "Number"]
