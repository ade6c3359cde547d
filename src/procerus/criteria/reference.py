"""The reference engine: one patient, plain Python, a walk over the tree that can say why.

This is the meaning of the language. It takes no short cuts beyond those of three-valued logic and
shares no evaluation code with any other engine; the others must agree with it.

A truth table in words (Kleene): `and` is no as soon as one part is no, yes only if all are yes;
`or` is yes as soon as one part is yes, no only if all are no; `not` swaps yes and no; whatever is
left is unknown. A comparison of bounds is yes if it holds for every pair of possible numbers, no if
for none, else unknown. A name nobody has recorded is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from procerus.criteria.bounds import ANYTHING, Answer, Between
from procerus.criteria.language import (
    And,
    Arithmetic,
    Compare,
    Count,
    Name,
    Node,
    Not,
    Number,
    Or,
    parts,
)

Fact = Between | Answer
Facts = Mapping[str, Fact]

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
_SWAPPED = {YES: NO, NO: YES, UNKNOWN: UNKNOWN}


def answer(tree: Node, facts: Facts) -> Answer:
    """Whether the rule is met: yes, no or unknown."""
    return _TRUTHS[type(tree)](tree, facts)


def number(tree: Node, facts: Facts) -> Between:
    """The bounds of a quantity."""
    return _NUMBERS[type(tree)](tree, facts)


def count_days(tree: Node, days: Sequence[Mapping[str, Answer]]) -> Between:
    """How many of these days the day rule counts: at least those known to, at most all not known not to."""
    answers = [answer(tree, day) for day in days]
    return Between(answers.count(YES), len(answers) - answers.count(NO))


def summarise(months: Sequence[Between]) -> dict[str, Between]:
    """The least, the most and the total over the months of a window; a window has at least one month."""
    return {name: summary(months) for name, summary in SUMMARIES.items()}


def least(months: Sequence[Between]) -> Between:
    """The month with the fewest."""
    return Between(_least(_lows(months)), _least_end(_highs(months)))


def most(months: Sequence[Between]) -> Between:
    """The month with the most."""
    return Between(_most_start(_lows(months)), _most(_highs(months)))


def total(months: Sequence[Between]) -> Between:
    """All months together."""
    return Between(_sum(_lows(months)), _sum(_highs(months)))


SUMMARIES: Mapping[str, Callable[[Sequence[Between]], Between]] = {
    "least": least, "most": most, "total": total,
}  # fmt: skip


def answer_each(rules: Mapping[str, Node], facts: Facts) -> dict[str, Fact]:
    """The facts with the answer of every named rule added, each rule standing after those it uses.

    A name that is already among the facts is taken as given and not asked again.
    """
    known = dict(facts)
    for name, rule in rules.items():
        if name not in known:
            known[name] = answer(rule, known)
    return known


def unsettled(tree: Node, facts: Facts) -> tuple[str, ...]:
    """The names that leave the rule open, in the order of its text; none if it is answered."""
    if isinstance(tree, Name):
        return (tree.name,) if answer(tree, facts) is UNKNOWN else ()
    if answer(tree, facts) is not UNKNOWN:
        return ()
    if isinstance(tree, Compare):
        found = [*_open(tree.left, facts), *_open(tree.right, facts)]
    else:
        found = [name for part in parts(tree) for name in unsettled(part, facts)]
    return tuple(dict.fromkeys(found))


def _open(tree: Node, facts: Facts) -> tuple[str, ...]:
    """The names that keep a quantity from being a single number."""
    if isinstance(tree, Count):
        return tuple(name for part in tree.parts for name in unsettled(part, facts))
    if isinstance(tree, Name):
        return () if number(tree, facts).known else (tree.name,)
    return tuple(name for part in parts(tree) for name in _open(part, facts))


def _named_truth(tree: Name, facts: Facts) -> Answer:
    fact = facts.get(tree.name, UNKNOWN)
    assert isinstance(fact, Answer), f"{tree.name} is a number, not a yes or no"
    return fact


def _and(tree: And, facts: Facts) -> Answer:
    found = YES
    for part in tree.parts:
        said = answer(part, facts)
        if said is NO:
            return NO
        if said is UNKNOWN:
            found = UNKNOWN
    return found


def _or(tree: Or, facts: Facts) -> Answer:
    found = NO
    for part in tree.parts:
        said = answer(part, facts)
        if said is YES:
            return YES
        if said is UNKNOWN:
            found = UNKNOWN
    return found


def _not(tree: Not, facts: Facts) -> Answer:
    return _SWAPPED[answer(tree.part, facts)]


def _compare(tree: Compare, facts: Facts) -> Answer:
    left, right = number(tree.left, facts), number(tree.right, facts)
    match tree.sign:
        case ">=":
            return _at_least(left, right)
        case "<":
            return _SWAPPED[_at_least(left, right)]
        case "<=":
            return _at_least(right, left)
        case _:
            return _SWAPPED[_at_least(right, left)]


def _named_number(tree: Name, facts: Facts) -> Between:
    fact = facts.get(tree.name, ANYTHING)
    assert isinstance(fact, Between), f"{tree.name} is a yes or no, not a number"
    return fact


def _literal(tree: Number, facts: Facts) -> Between:
    return Between(tree.value, tree.value)


def _arithmetic(tree: Arithmetic, facts: Facts) -> Between:
    return _SIGNS[tree.sign](number(tree.left, facts), number(tree.right, facts))


def _count(tree: Count, facts: Facts) -> Between:
    answers = [answer(part, facts) for part in tree.parts]
    return Between(answers.count(YES), len(answers) - answers.count(NO))


_TRUTHS: Mapping[type, Callable[[Any, Facts], Answer]] = {
    Name: _named_truth, And: _and, Or: _or, Not: _not, Compare: _compare,
}  # fmt: skip
_NUMBERS: Mapping[type, Callable[[Any, Facts], Between]] = {
    Name: _named_number, Number: _literal, Arithmetic: _arithmetic, Count: _count,
}  # fmt: skip


def _at_least(left: Between, right: Between) -> Answer:
    if left.low is not None and right.high is not None and left.low >= right.high:
        return YES
    if left.high is not None and right.low is not None and left.high < right.low:
        return NO
    return UNKNOWN


def _plus(left: Between, right: Between) -> Between:
    return Between(_sum([left.low, right.low]), _sum([left.high, right.high]))


def _minus(left: Between, right: Between) -> Between:
    return _plus(left, Between(_negative(right.high), _negative(right.low)))


def _times(left: Between, right: Between) -> Between:
    """The four corner products; nought times no end is nought, for every number it could be is finite."""
    corners = [0 if 0 in (a, b) else a * b for a in _ends(left) for b in _ends(right)]
    lowest, highest = min(corners), max(corners)
    return Between(
        None if lowest == -_ENDLESS else int(lowest),
        None if highest == _ENDLESS else int(highest),
    )


_ENDLESS = float("inf")
_SIGNS = {"+": _plus, "-": _minus, "*": _times}


def _ends(number: Between) -> tuple[float, float]:
    """Both ends, endless where there is none; a whole number stays a whole number."""
    return (
        -_ENDLESS if number.low is None else number.low,
        _ENDLESS if number.high is None else number.high,
    )


def _negative(end: int | None) -> int | None:
    return None if end is None else -end


def _lows(months: Sequence[Between]) -> list[int | None]:
    return [month.low for month in months]


def _highs(months: Sequence[Between]) -> list[int | None]:
    return [month.high for month in months]


def _sum(ends: Sequence[int | None]) -> int | None:
    known = [end for end in ends if end is not None]
    return sum(known) if len(known) == len(ends) else None


def _least(lows: Sequence[int | None]) -> int | None:
    known = [low for low in lows if low is not None]
    return min(known) if len(known) == len(lows) else None


def _least_end(highs: Sequence[int | None]) -> int | None:
    return min((high for high in highs if high is not None), default=None)


def _most_start(lows: Sequence[int | None]) -> int | None:
    return max((low for low in lows if low is not None), default=None)


def _most(highs: Sequence[int | None]) -> int | None:
    known = [high for high in highs if high is not None]
    return max(known) if len(known) == len(highs) else None
