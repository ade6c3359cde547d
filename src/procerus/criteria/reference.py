"""The reference engine: one patient, plain Python, a walk over the tree that can say why.

This is the meaning of the language. It takes no short cuts beyond those of three-valued logic and
shares no evaluation code with any other engine; the others must agree with it.

A truth table in words (Kleene): `and` is no as soon as one part is no, yes only if all are yes;
`or` is yes as soon as one part is yes, no only if all are no; `not` swaps yes and no; whatever is
left is unknown. A comparison of bounds is yes if it holds for every pair of possible numbers, no if
for none, else unknown. A name nobody has recorded is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from procerus.criteria.bounds import ANYTHING, Answer, Between
from procerus.criteria.language import And, Arithmetic, Compare, Count, Name, Node, Not, Number, Or

Fact = Between | Answer
Facts = Mapping[str, Fact]

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
_SWAPPED = {YES: NO, NO: YES, UNKNOWN: UNKNOWN}


def answer(tree: Node, facts: Facts) -> Answer:
    """Whether the rule is met: yes, no or unknown."""
    match tree:
        case Name(name):
            fact = facts.get(name, UNKNOWN)
            assert isinstance(fact, Answer), f"{name} is a number, not a yes or no"
            return fact
        case And(parts):
            return _first(parts, facts, stop=NO, else_=YES)
        case Or(parts):
            return _first(parts, facts, stop=YES, else_=NO)
        case Not(part):
            return _SWAPPED[answer(part, facts)]
        case Compare(sign, left, right):
            return _compare(sign, number(left, facts), number(right, facts))
    raise AssertionError(f"{tree} is a number; the parser lets none stand here")


def number(tree: Node, facts: Facts) -> Between:
    """The bounds of a quantity."""
    match tree:
        case Number(value):
            return Between(value, value)
        case Name(name):
            fact = facts.get(name, ANYTHING)
            assert isinstance(fact, Between), f"{name} is a yes or no, not a number"
            return fact
        case Arithmetic(sign, left, right):
            return _ARITHMETIC[sign](number(left, facts), number(right, facts))
        case Count(parts):
            answers = [answer(part, facts) for part in parts]
            return Between(answers.count(YES), len(answers) - answers.count(NO))
    raise AssertionError(f"{tree} is a yes or no; the parser lets none stand here")


def count_days(tree: Node, days: Sequence[Mapping[str, Answer]]) -> Between:
    """How many of these days the day rule counts: at least those known to, at most all not known not to."""
    answers = [answer(tree, day) for day in days]
    return Between(answers.count(YES), len(answers) - answers.count(NO))


def summarise(months: Sequence[Between]) -> dict[str, Between]:
    """The least, the most and the total over the months of a window; a window has at least one month."""
    lows = [month.low for month in months]
    highs = [month.high for month in months]
    return {
        "least": Between(_least(lows), _least_end(highs)),
        "most": Between(_most_start(lows), _most(highs)),
        "total": Between(_sum(lows), _sum(highs)),
    }


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
    match tree:
        case And(parts) | Or(parts):
            found = [name for part in parts for name in unsettled(part, facts)]
        case Not(part):
            found = list(unsettled(part, facts))
        case Compare(_, left, right):
            found = [*_open(left, facts), *_open(right, facts)]
        case _:
            raise AssertionError("only truths are unknown")
    return tuple(dict.fromkeys(found))


def _open(tree: Node, facts: Facts) -> tuple[str, ...]:
    """The names that keep a quantity from being a single number."""
    match tree:
        case Count(parts):
            return tuple(name for part in parts for name in unsettled(part, facts))
        case Arithmetic(_, left, right):
            return (*_open(left, facts), *_open(right, facts))
        case Name(name):
            return () if number(tree, facts).known else (name,)
    return ()


def _first(parts: Sequence[Node], facts: Facts, *, stop: Answer, else_: Answer) -> Answer:
    """`stop` as soon as a part says so; unknown if any part is; otherwise the other answer."""
    found = else_
    for part in parts:
        said = answer(part, facts)
        if said is stop:
            return stop
        if said is UNKNOWN:
            found = UNKNOWN
    return found


def _compare(sign: str, left: Between, right: Between) -> Answer:
    match sign:
        case ">=":
            return _at_least(left, right)
        case "<":
            return _SWAPPED[_at_least(left, right)]
        case "<=":
            return _at_least(right, left)
        case _:
            return _SWAPPED[_at_least(right, left)]


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
    corners = [
        _corner(a, a_side, b, b_side)
        for a, a_side in ((left.low, -1), (left.high, +1))
        for b, b_side in ((right.low, -1), (right.high, +1))
    ]
    lowest, highest = min(corners), max(corners)
    return Between(
        None if lowest == -_ENDLESS else int(lowest),
        None if highest == _ENDLESS else int(highest),
    )


_ENDLESS = float("inf")
_ARITHMETIC = {"+": _plus, "-": _minus, "*": _times}


def _corner(a: int | None, a_side: int, b: int | None, b_side: int) -> float | int:
    if a is not None and b is not None:
        return a * b
    if a == 0 or b == 0:
        return 0
    positive = (a_side if a is None else a) * (b_side if b is None else b) > 0
    return _ENDLESS if positive else -_ENDLESS


def _negative(end: int | None) -> int | None:
    return None if end is None else -end


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
