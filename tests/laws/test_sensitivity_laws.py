"""What would change or settle an answer is found by trying everything too, on random rules and diaries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from asked import ARTICLE, AS_OF, NICE, chronic
from people import diary, felt, migraine
from procerus.criteria.bounds import Answer
from procerus.criteria.language import Name, Node, names_in
from procerus.criteria.reference import Fact, answer
from procerus.diary.day import SYMPTOMS, Day
from procerus.diary.diary import Diary
from procerus.headache.reason import Reason
from procerus.packs.load import find_policy
from procerus.pathway.asking import Asked, Case
from procerus.pathway.patient import History, Patient
from procerus.pathway.sensitivity import MOST_TOGETHER, changes
from procerus.pathway.settle import _Search, settle
from trees import NUMBERS, answers, betweens, patient_trees

FEW = max(10, settings().max_examples // 3)  # each is asked once more for every day of a way
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN

# What would change it ----------------------------------------------------------------------------------

CRITERIA = tuple("abcde")
rules = patient_trees(truths=CRITERIA)
said = st.fixed_dictionaries(dict.fromkeys(CRITERIA, answers))
numbers = st.fixed_dictionaries({}, optional=dict.fromkeys(NUMBERS, betweens()))


def because(told: dict[str, Answer]) -> tuple[Reason, ...]:
    return tuple(Reason(name, "", one, {}, "", "", "read", (), ()) for name, one in told.items())


def smallest_flips(rule: Node, facts: dict[str, Fact], target: Answer) -> set[frozenset[str]]:
    """Every criterion left as it is, answered yes or answered no: the smallest sets that bring it about."""
    names = [name for name in names_in(rule) if name in CRITERIA]
    tries = (dict(zip(names, one, strict=True)) for one in product((YES, NO, None), repeat=len(names)))
    enough = set()
    for one in tries:
        flipped = {name: to for name, to in one.items() if to is not None and to is not facts[name]}
        if answer(rule, {**facts, **flipped}) is target:
            enough.add(frozenset(flipped))
    least = min(map(len, enough), default=0)
    return {way for way in enough if len(way) == least}


@given(rules, said, numbers)
def test_the_ways_to_another_answer_are_the_smallest_that_trying_every_flip_finds(
    rule: Node, told: dict[str, Answer], counted: dict[str, Fact]
) -> None:
    facts: dict[str, Fact] = {**counted, **told}
    found = {one.answer: {frozenset(way) for way in one.ways} for one in changes(rule, because(told), facts)}
    for target in (YES, NO):
        expected = smallest_flips(rule, facts, target) if answer(rule, facts) is not target else set()
        if expected and len(next(iter(expected))) > MOST_TOGETHER:
            expected = set()
        assert found.get(target, set()) == expected


# What would settle it ----------------------------------------------------------------------------------

DRUGS = "sumatriptan; ergotamine; paracetamol; codeine; co-codamol; rimegepant; painkiller"
BLANK = felt("", not_said=" ".join(SYMPTOMS), worst=None, minutes=None, medicines="")
HEADACHE = Day(AS_OF, headache=YES, **dict.fromkeys(SYMPTOMS, NO), minutes=10, worst=1, medicines=())
taken = felt(" ".join(SYMPTOMS), worst=3, minutes=480, medicines=DRUGS)
KINDS = (Day(AS_OF, headache=NO), HEADACHE, replace(migraine(AS_OF), aura=YES, relieved=YES), taken)


def completed(patient: Patient, days: Iterable[date], kind: Day) -> Patient:
    """The patient with these open days filled in; a day known as a headache day stays one."""
    filled = []
    for day in days:
        known = patient.diary.day(day).headache is YES
        filled.append(replace(HEADACHE if known and kind.headache is NO else kind, date=day))
    left = [one for one in patient.diary.days.values() if one.date not in {day.date for day in filled}]
    return replace(patient, diary=Diary.of([*left, *filled]))


def half_written(letters: str) -> Diary:
    """As `diary`, where `x` is a headache of which nothing else was written down."""
    whole = diary(letters.replace("x", "h"))
    first = AS_OF - timedelta(days=len(letters))
    marked = {first + timedelta(days=at) for at, one in enumerate(letters) if one == "x"}
    bare = [Day(day, headache=YES) if day in marked else one for day, one in whole.days.items()]
    return Diary.of(bare)


@st.composite
def near_the_limits(draw: st.DrawFn) -> str:
    """Four months with about as many headache and migraine days as are asked for, and some days open."""
    months = []
    for _ in range(4):
        known = "M" * draw(st.integers(5, 9)) + "h" * draw(st.integers(4, 8))
        open_ = "?" * draw(st.integers(0, 4)) + "x" * draw(st.integers(0, 2))
        months += draw(st.permutations(list((known + open_).ljust(30, "."))))
    return "".join(months)


UNMANAGED = History(  # nothing else is open, and medicines matter
    lifetime_migraine_attacks=100,
    months_of_this_pattern=14,
    other_cause_excluded=YES,
    overuse_plan=NO,
    overuse_withdrawn=NO,
    months_of_overuse=6,
)
NEW = replace(UNMANAGED, months_of_this_pattern=3)  # so each of four months counts


@settings(max_examples=FEW, phases=[Phase.explicit, Phase.generate])  # a shorter diary is no simpler to read
@given(
    st.sampled_from([NICE, NICE, ARTICLE, "us-label"]), st.sampled_from([UNMANAGED, NEW]), near_the_limits()
)
def test_what_is_said_to_be_enough_is_enough_and_nothing_of_it_can_be_left_out(
    policy: str, history: History, letters: str
) -> None:
    patient = chronic(diary=half_written(letters), history=history)
    found = find_policy(policy)
    asked, case = Asked.of(found.rules, "start"), Case.of(patient, found, AS_OF)
    facts = asked.facts(case)
    assume(asked.answer(facts) is UNKNOWN)
    settlement = settle(asked, case, facts)
    assert settlement is not None and settlement.facts == ()

    def reaches(kind: Day, days: Iterable[date], target: Answer) -> bool:
        whole = Case.of(completed(patient, days, kind), found, AS_OF)
        return asked.answer(asked.facts(whole)) is target

    for target, fewest in ((YES, settlement.fewest_yes), (NO, settlement.fewest_no)):
        way = _Search(asked, case, facts).fewest(target)  # the days themselves, which a decision only counts
        assert fewest == (None if way is None else len(way))
        days = sorted(one for one in way or () if isinstance(one, date))
        enough = [kind for kind in KINDS if reaches(kind, days, target)]
        assert way is None or any(
            not any(reaches(kind, [each for each in days if each != one], target) for one in days)
            for kind in enough
        )


def test_a_rule_of_one_criterion_has_the_two_ways_a_coin_has() -> None:
    assert smallest_flips(Name("a"), {"a": YES}, NO) == {frozenset({"a"})}
    assert smallest_flips(Name("a"), {"a": UNKNOWN}, YES) == {frozenset({"a"})}
