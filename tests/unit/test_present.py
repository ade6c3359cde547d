"""What stands beside a question on its day: preventives taken now, questionnaires scored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asked import AS_OF, FIRST, NEXT, SECOND, chronic, injected
from people import eve
from procerus.criteria.bounds import Answer
from procerus.diary.cycles import COURSE_NOT_KNOWN, NO_COURSE, Course, latest_course
from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import RegularMedicine
from procerus.pathway.patient import Patient, PreventiveTrial, Score
from procerus.pathway.present import scored_before, scored_since, taken_now
from procerus.pathway.recorded import CGRP_CLASSES, course_of, recorded_facts

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
DAY_BEFORE, DAY_AFTER = AS_OF - timedelta(days=1), AS_OF + timedelta(days=1)
SPRING = PartialDate.of("2026-04-01")


def day(text: str | date | None) -> PartialDate | None:
    if text is None:
        return None
    return PartialDate.on(text) if isinstance(text, date) else PartialDate.of(text)


def taking(*trials: PreventiveTrial, medicines: tuple[RegularMedicine, ...] | None = None) -> Answer:
    return taken_now(chronic(preventives=trials, medicines=medicines), CGRP_CLASSES, AS_OF)


def erenumab(ended: str | date | None = None, outcome: str | None = None, drug: str | None = "erenumab"):
    return PreventiveTrial(drug, SPRING, day(ended), outcome=outcome)


# Taken now


def test_an_antibody_that_goes_on_is_taken_now_and_one_that_ended_is_not() -> None:
    assert taking(erenumab(outcome="ongoing")) is YES
    assert taking(erenumab("2026-08-01", "ineffective")) is NO
    assert taking(erenumab(outcome="not_tolerated")) is NO, "it ended, on a day nobody wrote down"


@pytest.mark.parametrize(
    ("ended", "answer"),
    [(DAY_BEFORE, NO), (AS_OF, YES), (DAY_AFTER, YES), ("2026-11", YES), ("2026", UNKNOWN), (None, UNKNOWN)],
    ids=str,
)
def test_without_an_outcome_the_last_day_says_whether_it_is_still_taken(
    ended: str | date | None, answer: Answer
) -> None:
    assert taking(erenumab(ended)) is answer


@pytest.mark.parametrize("outcome", ["ineffective", "not_tolerated", "too_short", "ongoing"])
def test_on_an_earlier_day_a_medicine_that_ended_later_was_taken_then(outcome: str) -> None:
    """The outcome was known later only; nothing of it says when the medicine ended."""
    assert taking(erenumab(DAY_AFTER, outcome)) is YES
    assert taking(erenumab(DAY_BEFORE, outcome)) is NO


def test_one_that_begins_after_the_question_is_not_taken_now() -> None:
    assert taking(replace(erenumab(outcome="ongoing"), started=day(DAY_AFTER))) is NO
    assert taking(replace(erenumab(outcome="ongoing"), started=day(AS_OF))) is YES
    assert taking(replace(erenumab(outcome="ongoing"), started=day("2026-11"))) is UNKNOWN
    assert taking(replace(erenumab(outcome="ongoing"), started=None)) is YES, "it lies in the past"


def test_only_the_classes_asked_for_matter() -> None:
    others = [erenumab(outcome="ongoing", drug=drug) for drug in ("propranolol", "topiramate")]
    assert taking(*others) is NO
    assert taking(*others, erenumab(outcome="ongoing", drug="rimegepant")) is YES


def test_a_name_nobody_knows_may_be_an_antibody_and_a_triptan_is_none() -> None:
    assert taking(erenumab(outcome="ongoing", drug="Zzyzzmab")) is UNKNOWN
    assert taking(erenumab(outcome="ongoing", drug=None)) is UNKNOWN
    assert taking(erenumab(outcome="ongoing", drug="sumatriptan")) is NO
    assert taking(erenumab("2026-08-01", drug="Zzyzzmab")) is NO


def test_an_antibody_among_the_other_medicines_is_taken_too() -> None:
    use = RegularMedicine("erenumab", "injection", SPRING, None)
    assert taking(medicines=(replace(use, ended=day(DAY_BEFORE)),)) is NO
    assert taking(medicines=(replace(use, ended=day(AS_OF)),)) is YES
    assert taking(medicines=(use,)) is UNKNOWN, "nobody wrote whether it goes on"
    assert taking(medicines=(replace(use, drug="gentamicin"),)) is UNKNOWN, "no medicine of this dictionary"


def test_a_list_of_preventives_nobody_made_leaves_it_open_unless_another_list_says_yes() -> None:
    use = RegularMedicine("erenumab", "injection", SPRING, day(DAY_AFTER))
    nobody_asked = chronic(preventives=None, medicines=())
    assert taken_now(nobody_asked, CGRP_CLASSES, AS_OF) is UNKNOWN
    assert taken_now(replace(nobody_asked, medicines=(use,)), CGRP_CLASSES, AS_OF) is YES
    assert taken_now(chronic(preventives=(), medicines=None), CGRP_CLASSES, AS_OF) is NO


# Questionnaires


def course(*days: date | str) -> Course:
    return course_of(chronic(toxin=injected(*days)), NEXT)


def scored(*days: str | date | None) -> list[Score]:
    return [Score(day(one), "hit-6", Decimal(60)) for one in days]


def both(scores: list[Score] | None, when: Course) -> tuple[Answer, Answer]:
    """Scored before treatment, and since it began."""
    return scored_before(scores, when, NEXT), scored_since(scores, when, NEXT)


@pytest.mark.parametrize(
    ("on", "before", "since"),
    [
        (FIRST - timedelta(days=1), YES, NO),
        (FIRST, YES, NO),
        (FIRST + timedelta(days=1), NO, YES),
        (SECOND, NO, YES),
        ("2025-12", YES, NO),
        ("2026-01", UNKNOWN, UNKNOWN),
        ("2026", UNKNOWN, UNKNOWN),
        ("2026-02", NO, YES),
        (NEXT, NO, YES),  # filled in at the visit itself
        (NEXT + timedelta(days=1), NO, NO),
        (None, UNKNOWN, UNKNOWN),
    ],
    ids=str,
)
def test_a_questionnaire_of_the_day_of_the_first_session_was_filled_in_before_it(
    on: str | date | None, before: Answer, since: Answer
) -> None:
    assert both(scored(on), course(FIRST, SECOND)) == (before, since)


def test_one_questionnaire_before_and_one_since_is_enough() -> None:
    assert both(scored("2026", "2020", "2026-02"), course(FIRST)) == (YES, YES)


def test_a_questionnaire_without_a_score_may_have_been_filled_in() -> None:
    blank = [Score(day("2020"), "hit-6", None)]
    assert both(blank, course(FIRST)) == (UNKNOWN, NO)
    assert both([*blank, *scored("2021")], course(FIRST)) == (YES, NO)


def test_nobody_asked_is_open_and_an_empty_list_is_no() -> None:
    assert both(None, course(FIRST)) == (UNKNOWN, UNKNOWN)
    assert both([], course(FIRST)) == (NO, NO)


def test_where_there_was_no_session_every_score_comes_before_treatment_and_none_since() -> None:
    assert both(scored("2026-02"), NO_COURSE) == (YES, NO)
    assert both(scored("2027"), NO_COURSE) == (NO, NO)
    assert scored_since(None, NO_COURSE, NEXT) is NO


def test_where_the_first_session_is_not_known_nothing_lies_before_or_since() -> None:
    assert both(scored("2020", NEXT - timedelta(days=1)), COURSE_NOT_KNOWN) == (UNKNOWN, UNKNOWN)
    assert both(scored("2020"), course("2026-01")) == (UNKNOWN, UNKNOWN)


def test_of_an_example_person_both_questionnaires_are_found() -> None:
    on = date(2026, 8, 17)  # the day of the later one
    known = recorded_facts(eve(), course_of(eve(), on), on)
    assert (known["scored_before_treatment"], known["scored_on_treatment"]) == (YES, YES)


# The law

MONDAY = date(2026, 10, 26)
DATES = st.integers(0, 12).map(lambda at: MONDAY + timedelta(days=at))


@st.composite
def blurred(draw: st.DrawFn) -> tuple[PartialDate, PartialDate]:
    """A day, and what somebody remembers of it."""
    true = draw(DATES)
    return PartialDate.on(true), PartialDate(
        true - timedelta(days=draw(st.integers(0, 4))), true + timedelta(days=draw(st.integers(0, 4)))
    )


@st.composite
def remembered(draw: st.DrawFn) -> tuple[PreventiveTrial, PreventiveTrial]:
    """A preventive whose every fact is known, and the same with some of them blurred or forgotten."""
    (started, about), (ended, about_end) = draw(blurred()), draw(blurred())
    drug = draw(st.sampled_from(["erenumab", "propranolol", "sumatriptan"]))
    true = PreventiveTrial(drug, started, ended)
    return true, PreventiveTrial(
        draw(st.sampled_from([drug, None])), about, draw(st.sampled_from([about_end, None]))
    )


@given(st.lists(remembered(), max_size=3), st.booleans())
def test_learning_more_about_preventives_never_turns_a_yes_into_a_no_or_back(
    trials: list[tuple[PreventiveTrial, PreventiveTrial]], asked: bool
) -> None:
    said = tuple(one for _, one in trials) if asked else None
    before = taken_now(chronic(preventives=said), CGRP_CLASSES, AS_OF)
    after = taken_now(chronic(preventives=tuple(one for one, _ in trials)), CGRP_CLASSES, AS_OF)
    assert before in (UNKNOWN, after) and after is not UNKNOWN


@given(st.lists(blurred(), max_size=2), st.lists(blurred(), max_size=2), st.booleans())
def test_learning_more_of_sessions_and_scores_never_turns_a_yes_into_a_no_or_back(
    scores: list[tuple[PartialDate, PartialDate]],
    sessions: list[tuple[PartialDate, PartialDate]],
    known: bool,
) -> None:
    true, half = ([Score(one[at], "hit-6", Decimal(60) if known or not at else None) for one in scores]
                  for at in (0, 1))  # fmt: skip
    exactly, roughly = (latest_course([one[at] for one in sessions], [], AS_OF) for at in (0, 1))
    for asked, (say, when) in product((scored_before, scored_since), ((half, roughly), (None, exactly))):
        after = asked(true, exactly, AS_OF)
        assert asked(say, when, AS_OF) in (UNKNOWN, after) and after is not UNKNOWN


def test_a_person_who_was_asked_nothing_has_neither_taken_nor_filled_in_anything_for_sure() -> None:
    nobody = Patient("x", chronic().diary)
    assert taken_now(nobody, CGRP_CLASSES, AS_OF) is UNKNOWN
    assert both(nobody.scores, course_of(nobody, NEXT)) == (UNKNOWN, UNKNOWN)


def test_a_regular_medicine_that_begins_later_is_not_taken_yet() -> None:
    begins = RegularMedicine("erenumab", None, PartialDate.on(DAY_AFTER), PartialDate.of("2027"))
    assert taking(medicines=(begins,)) is NO
    assert taking(medicines=(replace(begins, started=PartialDate.on(AS_OF)),)) is YES
