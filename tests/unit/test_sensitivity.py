"""How sure an answer is: on which readings it hangs, what would change it, and how far from its limits."""

from __future__ import annotations

import pytest

from asked import (
    ARTICLE,
    AS_OF,
    FIRST,
    NEXT,
    NICE,
    SECOND,
    ask,
    chronic,
    injected,
    reason,
    starting_when,
    treated,
    tried,
)
from people import person
from procerus.criteria.bounds import Answer, Between
from procerus.criteria.language import Kind, parse
from procerus.headache.reason import Reason
from procerus.packs.load import find_policy
from procerus.pathway.decision import decide
from procerus.pathway.patient import History, Patient
from procerus.pathway.sensitivity import Change, Limit, ReadingAnswer, changes, hangs_on, limits

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


# On which readings it hangs ----------------------------------------------------------------------------


def read(reading: str, said: Answer, says: str = "in each month") -> ReadingAnswer:
    return ReadingAnswer(reading, "other", says, said)


def test_without_another_reading_there_is_nothing_to_compare_with():
    assert hangs_on(YES, ()) == "There is no other reading to compare with."


@pytest.mark.parametrize(("number", "which"), [(1, "the one other reading"), (2, "all 2 other readings")])
def test_an_answer_that_no_reading_changes_is_said_to_be_the_same(number: int, which: str):
    same = [read(f"month {one}", NO) for one in range(number)]
    assert hangs_on(NO, same) == f"The answer is the same under {which} of the guidance."


def test_an_answer_that_one_reading_changes_names_it_and_says_both_answers():
    assert hangs_on(YES, [read("months", UNKNOWN), read("cycles", YES)]) == (
        "The answer hangs on how “months” is read:"
        " criteria met by default; cannot be told yet where it is read as “in each month”."
    )


def test_two_readings_that_change_an_answer_are_both_named_and_said_in_the_plural():
    assert hangs_on(UNKNOWN, [read("months", YES), read("cycles", NO, "weeks 9 to 12")]) == (
        "The answer hangs on how “months” and “cycles” are read: cannot be told yet by default;"
        " criteria met where it is read as “in each month”;"
        " criteria not met where it is read as “weeks 9 to 12”."
    )


def test_two_alternatives_of_one_reading_name_it_once():
    said = hangs_on(YES, [read("months", NO), read("months", UNKNOWN, "by the calendar")])
    assert said.startswith("The answer hangs on how “months” is read: criteria met by default;")
    assert said.endswith("cannot be told yet where it is read as “by the calendar”.")


def test_a_reading_whose_name_joins_two_words_is_still_one_reading():
    assert "“days and nights” is read" in hangs_on(YES, [read("days and nights", NO)])


# What would change it ----------------------------------------------------------------------------------


def because(**said: Answer) -> tuple[Reason, ...]:
    return tuple(Reason(name, "", one, {}, "", "", "read", (), ()) for name, one in said.items())


def changed(rule: str, **said: Answer) -> tuple[Change, ...]:
    tree = parse(rule, dict.fromkeys(said, Kind.TRUTH))
    return changes(tree, because(**said), said)


def test_each_criterion_that_alone_would_do_is_a_way_of_its_own():
    assert changed("a and b", a=YES, b=YES) == (Change(NO, (("a",), ("b",))),)


def test_criteria_that_must_change_together_are_one_way():
    assert changed("a and b and c", a=NO, b=NO, c=YES) == (Change(YES, (("a", "b"),)),)


def test_an_unknown_answer_names_the_ways_to_both():
    assert changed("a or b", a=UNKNOWN, b=NO) == (
        Change(YES, (("a",), ("b",))),
        Change(NO, (("a",),)),
    )


def test_four_criteria_are_tried_together_and_five_are_too_many_to_say():
    none = dict.fromkeys("abcde", NO)
    assert changed("a and b and c and d or e and not e", **none) == (Change(YES, (("a", "b", "c", "d"),)),)
    assert changed("a and b and c and d and e", **none) == ()


def test_what_no_criterion_can_bring_about_has_no_way():
    assert changed("a or not a", a=YES) == ()


def test_a_change_is_written_with_its_answer_and_ways():
    (change,) = changed("a and b", a=NO, b=NO)
    assert change.to_json() == {"answer": "yes", "ways": [["a", "b"]]}


def test_ada_would_not_meet_nice_if_any_one_of_five_criteria_were_not_met():
    (change,) = ask(NICE, "start", person("ada")).changes
    assert change.answer is NO
    assert [len(way) for way in change.ways] == [1] * 5


def test_a_fact_in_the_question_itself_stays_as_it_is():
    policy = starting_when(ARTICLE, "age >= 18 and preventives_tried")
    assert decide(policy, "start", chronic(preventives=()), AS_OF).changes == (
        Change(YES, (("preventives_tried",),)),
    )
    too_young = chronic(preventives=(), born=None)
    assert decide(policy, "start", too_young, AS_OF).changes == ()  # whatever is tried, the age stays open


# How far from its limits -------------------------------------------------------------------------------


def limit_of(
    patient: Patient, criterion: str, question: str = "start", policy: str = NICE, on=AS_OF
) -> list[Limit]:
    return list(limits(find_policy(policy), reason(ask(policy, question, patient, on), criterion)))


@pytest.mark.parametrize(
    ("outcomes", "reached", "apart", "said"),
    [
        (4 * ["ineffective"], YES, 1, ": 4, which is at least 3"),
        (3 * ["ineffective"], YES, 0, ": 3, which is at least 3"),
        (2 * ["ineffective"], NO, 1, ": 2, not at least 3"),
        ([], NO, 3, ": 0, not at least 3"),
    ],
)
def test_a_limit_says_whether_it_is_reached_and_how_far_off_it_is(
    outcomes: list, reached: Answer, apart: int, said: str
):
    (limit,) = limit_of(chronic(preventives=tried(*outcomes)), "preventives_tried")
    assert (limit.reached, limit.apart) == (reached, apart)
    assert str(limit).endswith(said)


def test_of_a_number_known_between_bounds_the_nearer_end_counts():
    unsure = tried("ineffective", "ineffective", None, None)
    (limit,) = limit_of(chronic(preventives=unsure), "preventives_tried")
    assert (limit.found, limit.reached, limit.apart) == (Between(2, 4), UNKNOWN, 1)


def test_a_number_without_an_upper_end_is_measured_from_its_lower():
    (limit,) = limit_of(chronic(born=None), "adult")
    assert (limit.found, limit.reached, limit.apart) == (Between(0, None), UNKNOWN, 18)
    assert str(limit).endswith(": not known; the limit is at least 18")


def test_a_criterion_has_each_of_its_limits_in_the_order_of_its_rule():
    found = limit_of(chronic("h" * 14 + "." * 16), "often_headache")
    assert [str(one.limit) for one in found] == ["more than 3", "at least 15", "at least 15"]
    assert [(one.reached, one.apart) for one in found[:2]] == [(YES, 11), (NO, 1)]
    assert all(one.criterion == "often_headache" for one in found)


@pytest.mark.parametrize(("headaches", "reached", "apart"), [(14, NO, 1), (15, NO, 0), (16, YES, 1)])
def test_a_limit_that_must_be_passed_is_not_reached_at_itself(headaches: int, reached: Answer, apart: int):
    letters = "h" * headaches + "." * (30 - headaches)
    (limit,) = limit_of(chronic(letters), "often_headache", policy=ARTICLE)
    assert (limit.limit, limit.reached, limit.apart) == ("more than 15", reached, apart)


def test_a_rule_that_weighs_one_count_against_another_has_no_single_limit():
    full = treated(20, "h" * 10 + "." * 74)
    assert limit_of(full, "stop_no_response", "continue", on=NEXT) == []


def test_what_is_too_early_to_look_at_has_no_limit_yet():
    early = chronic(toxin=injected(FIRST, SECOND))
    assert limit_of(early, "stop_improved", "continue", on=SECOND) == []


def test_a_limit_written_as_a_number_counts_like_a_named_one():
    (limit,) = limit_of(treated(20, "h" * 84), "twelve_weeks_apart", "continue", "medicare-mac", NEXT)
    assert (str(limit.limit), limit.found, limit.reached) == ("less than 1", Between.exactly(0), YES)


def test_a_recorded_truth_is_no_limit():
    planned = chronic(history=History(months_of_this_pattern=14, overuse_plan=YES))
    assert limit_of(planned, "overuse_managed") == []
