"""Laws of ICHD-3: learning more about somebody never turns a yes into a no or back."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from people import LAST_DAY, drawn, felt
from procerus.criteria.bounds import ANYTHING, Answer, Between
from procerus.criteria.language import names_in
from procerus.criteria.reference import Fact, answer_each, count_days, summarise
from procerus.diary.day import Day
from procerus.diary.diary import Diary
from procerus.headache.classify import numbers_of
from procerus.packs.load import load_headache
from procerus.packs.rules import Rules
from spec.diagnosed import classified

UNKNOWN = Answer.UNKNOWN
PACK = load_headache()
EVERY_READING = [PACK.rules, *(one.rules for one in PACK.alternatives)]
BITS = sorted(PACK.rules.bits)
HISTORY = ("lifetime_migraine_attacks", "months_of_this_pattern", "months_of_overuse")
MONTHS, KINDS = 4, 5  # months of thirty days, and different days in them

Bits = Mapping[str, Answer]


@st.composite
def two_days(draw: st.DrawFn) -> tuple[Bits, Bits]:
    """The bits of a day, and the same after some that were unknown became known."""
    before = dict(zip(BITS, draw(st.lists(st.sampled_from(Answer), min_size=len(BITS),
                                          max_size=len(BITS))), strict=True))  # fmt: skip
    learnt = draw(st.lists(st.sampled_from(Answer), min_size=len(BITS), max_size=len(BITS)))
    after = {bit: later if before[bit] is UNKNOWN else before[bit]
             for bit, later in zip(BITS, learnt, strict=True)}  # fmt: skip
    return before, after


@st.composite
def how_often(draw: st.DrawFn) -> list[int]:
    """How often each kind of day comes in a month of thirty days, often close to 8, 10 or 15."""
    left, shares = 30, []
    for _ in range(KINDS - 1):
        share = min(left, draw(st.sampled_from([0, 0, 1, 2, 7, 8, 9, 10, 14, 15])))
        shares.append(share)
        left -= share
    return [*shares, left]


histories = st.tuples(st.sampled_from([None, 3, 4, 5]), st.booleans())
lives = st.tuples(
    st.lists(two_days(), min_size=KINDS, max_size=KINDS),
    st.lists(how_often(), min_size=MONTHS, max_size=MONTHS),
    st.lists(histories, min_size=len(HISTORY), max_size=len(HISTORY)),
    st.tuples(st.sampled_from(Answer), st.sampled_from(Answer)),
    st.sampled_from(EVERY_READING),
)


def answered(rules: Rules, days: list[Bits], often: list[list[int]], told: Mapping[str, Fact]) -> Bits:
    """Every criterion over months of these days, the last month the latest."""
    trees = {name: one.tree for name, one in rules.criteria.items()}
    facts: dict[str, Fact] = {**numbers_of(rules), **told}
    for name in {name for tree in trees.values() for name in names_in(tree)}:
        window, _, rest = name.partition(".")
        if window in rules.windows:
            facts[name] = window_fact(rules, rules.windows[window].months, rest, days, often)
    return {name: fact for name, fact in answer_each(trees, facts).items() if isinstance(fact, Answer)}


def window_fact(rules: Rules, months: int, rest: str, days: list[Bits], often: list[list[int]]) -> Between:
    if rest == "months":
        return Between.exactly(months)
    fact, _, summary = rest.partition(".")
    each = [count_days(rules.days[fact], [day]) for day in days]
    counted = [
        Between(
            sum(times * (one.low or 0) for times, one in zip(month, each, strict=True)),
            sum(times * (one.high or 0) for times, one in zip(month, each, strict=True)),
        )
        for month in often[-months:]
    ]
    return summarise(counted)[summary]


@settings(max_examples=200)
@given(lives)
def test_learning_more_never_overturns_a_criterion_under_any_reading(
    life: tuple[
        list[tuple[Bits, Bits]],
        list[list[int]],
        list[tuple[int | None, bool]],
        tuple[Answer, Answer],
        Rules,
    ],
) -> None:
    days, often, asked, (excluded, learnt), rules = life
    known = {name: ANYTHING if number is None else Between.exactly(number)
             for name, (number, _) in zip(HISTORY, asked, strict=True)}  # fmt: skip
    earlier = {name: ANYTHING if later else known[name]
               for name, (_, later) in zip(HISTORY, asked, strict=True)}  # fmt: skip
    now = learnt if excluded is UNKNOWN else excluded
    before = answered(rules, [one for one, _ in days], often, {**earlier, "other_cause_excluded": excluded})
    after = answered(rules, [one for _, one in days], often, {**known, "other_cause_excluded": now})
    for criterion in rules.criteria:
        if before[criterion] is not UNKNOWN:
            assert after[criterion] is before[criterion], criterion


LETTERS = {
    "t": felt("believed_migraine", not_said="relieved", medicines="sumatriptan"),
    "p": felt(worst=2, medicines="paracetamol"),
    "c": felt(worst=2, medicines="co-codamol"),
    "x": felt(medicines="painkiller"),
    "z": felt("unilateral nausea", worst=None, medicines="blue pill"),
    "s": Day(LAST_DAY, headache=Answer.YES),
}


@st.composite
def letters_and_more(draw: st.DrawFn) -> tuple[str, str]:
    """Four months of letters with gaps, and the same months with some of the gaps filled in."""
    month = st.lists(st.sampled_from("Mh.?tpcxzs?"), min_size=6, max_size=6).map(lambda six: "".join(six) * 5)
    before = "".join(draw(st.lists(month, min_size=1, max_size=4)))
    filling = draw(st.lists(st.sampled_from("Mh.?tpcxzs"), min_size=7, max_size=7))
    after = "".join(filling[at % 7] if one == "?" else one for at, one in enumerate(before))
    return before, after


@settings(max_examples=60)
@given(letters_and_more(), st.sampled_from([None, 3, 4]))
def test_filling_gaps_of_a_diary_never_overturns_a_criterion(
    drawing: tuple[str, str], months: int | None
) -> None:
    history = {"months_of_this_pattern": months, "months_of_overuse": months}
    before, after = (classified(drawn(letters, LETTERS), **history) for letters in drawing)
    for criterion in PACK.rules.criteria:
        if before.answer(criterion) is not UNKNOWN:
            assert after.answer(criterion) is before.answer(criterion), criterion


@settings(max_examples=30)
@given(letters_and_more(), st.randoms(use_true_random=False))
def test_the_order_in_which_days_are_entered_changes_nothing_of_the_classification(
    drawing: tuple[str, str], random: object
) -> None:
    days = list(drawn(drawing[0], LETTERS).days.values())
    shuffled = list(days)
    random.shuffle(shuffled)
    assert classified(Diary.of(shuffled)).to_json() == classified(Diary.of(days)).to_json()


@settings(max_examples=30)
@given(letters_and_more(), st.sampled_from([None, 3, 4]))
def test_a_criterion_is_open_if_and_only_if_something_is_named_that_would_settle_it(
    drawing: tuple[str, str], months: int | None
) -> None:
    found = classified(drawn(drawing[0], LETTERS), months_of_this_pattern=months)
    for reason in (*found.chronic_reasons, *found.overuse_reasons):
        assert (reason.answer is UNKNOWN) == bool(reason.unsettled), reason.criterion


@settings(max_examples=30)
@given(letters_and_more())
def test_the_days_behind_an_open_criterion_are_days_the_diary_leaves_open(drawing: tuple[str, str]) -> None:
    letters = drawing[0]
    found = classified(drawn(letters, LETTERS), months_of_this_pattern=4)
    headache = found.chronic_reasons[0]
    for day in headache.days:
        at = len(letters) - 1 - (LAST_DAY - day).days
        assert at < 0 or letters[at] == "?", day
