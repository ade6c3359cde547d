"""Random rules, facts and diaries for Hypothesis."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hypothesis import strategies as st

from procerus.criteria.bounds import LARGEST, Answer, Between
from procerus.criteria.language import And, Arithmetic, Compare, Count, Kind, Name, Node, Not, Number, Or

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
BITS = ("long", "nausea", "pulsating", "triptan")
TRUTHS = ("asked", "chronic", "pain_and_nausea")
NUMBERS = ("doses", "latest.headache_days.least", "latest.days", "min_days")
DAY_NAMES = dict.fromkeys(BITS, Kind.TRUTH)
PATIENT_NAMES = dict.fromkeys(TRUTHS, Kind.TRUTH) | dict.fromkeys(NUMBERS, Kind.NUMBER)
SIGNS = (">=", ">", "<", "<=")

answers = st.sampled_from(Answer)
whole = st.one_of(
    st.integers(-40, 40),
    st.integers(-10, 10).map(lambda more: LARGEST + more),
    st.integers(-10, 10).map(lambda more: -LARGEST + more),
    st.integers(-(2**16), 2**16),
)
ends = st.one_of(st.none(), whole)


@st.composite
def betweens(draw: st.DrawFn) -> Between:
    low, high = draw(ends), draw(ends)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Between(low, high)


def joins(truths: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(truths, min_size=2, max_size=3).map(tuple)
    return st.one_of(st.builds(And, several), st.builds(Or, several), st.builds(Not, truths))


def counts(truths: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(Count, st.lists(truths, min_size=1, max_size=4).map(tuple))


def day_trees(smallest: int = -1, depth: int = 3) -> st.SearchStrategy[Node]:
    """Day rules; `smallest` is the least number a count is compared with (the parser writes none below 0)."""
    names: st.SearchStrategy[Node] = st.sampled_from(BITS).map(Name)
    if depth == 0:
        return names
    below = day_trees(smallest, depth - 1)
    needed = st.integers(smallest, 5).map(Number)
    return st.one_of(names, joins(below), st.builds(Compare, st.sampled_from(SIGNS), counts(below), needed))


def number_trees(depth: int = 2, truths: Sequence[str] = TRUTHS) -> st.SearchStrategy[Node]:
    written = st.one_of(st.integers(0, 100), st.integers(LARGEST - 2, LARGEST)).map(Number)
    leaves = st.one_of(written, st.sampled_from(NUMBERS).map(Name))
    if depth == 0:
        return leaves
    below = number_trees(depth - 1, truths)
    sums = st.builds(Arithmetic, st.sampled_from("+-*"), below, below)
    return st.one_of(leaves, sums, counts(patient_trees(depth - 1, truths)))


def patient_trees(depth: int = 3, truths: Sequence[str] = TRUTHS) -> st.SearchStrategy[Node]:
    names: st.SearchStrategy[Node] = st.sampled_from(truths).map(Name)
    if depth == 0:
        return names
    numbers = number_trees(depth - 1, truths)
    compared = st.builds(Compare, st.sampled_from(SIGNS), numbers, numbers)
    return st.one_of(names, compared, joins(patient_trees(depth - 1, truths)))


Facts = Mapping[str, Between | Answer]
patient_facts = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(TRUTHS, answers) | {name: betweens() for name in NUMBERS}
)

Day = Mapping[str, Answer]
Diary = Mapping[int, Day]
days = st.dictionaries(st.sampled_from(BITS), answers)


@st.composite
def diaries(draw: st.DrawFn, longest: int = 200) -> Diary:
    """Up to so many days from any day on, with gaps; one byte a day, so that long ones are cheap."""
    start = draw(st.integers(-50_000, 50_000))
    kinds = draw(st.lists(days, min_size=1, max_size=4))
    which = draw(st.binary(max_size=longest))
    return {start + at: kinds[kind % 5] for at, kind in enumerate(which) if kind % 5 < len(kinds)}


def learn(draw: Callable[..., Answer], said: Answer) -> Answer:
    """What may be known later where `said` is known now."""
    return draw(answers) if said is UNKNOWN else said


@st.composite
def narrowed(draw: st.DrawFn, number: Between) -> Between:
    """What may be known later of a number: bounds that lie within these."""
    inside = st.integers(
        -LARGEST if number.low is None else number.low, LARGEST if number.high is None else number.high
    )
    low, high = sorted((draw(inside), draw(inside)))
    keep_low, keep_high = draw(st.booleans()), draw(st.booleans())
    return Between(number.low if keep_low else low, number.high if keep_high else high)


@st.composite
def facts_and_more(draw: st.DrawFn) -> tuple[Facts, Facts]:
    """Some facts, and what may be known of them later."""
    before: dict[str, Between | Answer] = draw(patient_facts)
    after = {
        name: learn(draw, fact) if isinstance(fact, Answer) else draw(narrowed(fact))
        for name, fact in before.items()
    }
    return before, after


@st.composite
def diary_and_more(draw: st.DrawFn) -> tuple[Diary, Diary]:
    """A diary of 40 days or fewer, and the same after some open questions were answered."""
    before = draw(diaries(longest=40))
    first = min(before, default=0)
    later = draw(st.dictionaries(st.integers(first, first + 40), days))
    after = {day: dict(said) for day, said in before.items()}
    for day, said in later.items():
        known = {bit: one for bit, one in after.get(day, {}).items() if one is not UNKNOWN}
        after[day] = {**said, **known}
    return before, after
