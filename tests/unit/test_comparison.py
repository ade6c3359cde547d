"""Every policy side by side for one person: who says what, what is in the way, and what splits them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from asked import AS_OF, NEXT, NICE, NICE_2012, chronic, starting_when, stretch, treated, tried
from people import LAST_DAY, person
from procerus.criteria.bounds import Answer, Between
from procerus.diary.diary import Diary
from procerus.diary.partial_date import PartialDate
from procerus.faults import BadInput
from procerus.packs.load import Policy, find_policy, policy_files
from procerus.pathway.comparison import SILENT, Compared, Comparison, Split, compare
from procerus.pathway.patient import AttestedCount, Patient

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
EVERY = tuple(policy_files())


def beside(
    patient: Patient, question: str = "start", on: date = AS_OF, among: Iterable[str] = EVERY
) -> Comparison:
    return compare([find_policy(one) for one in among], question, patient, on)


def under(policy: str | Policy, patient: Patient, question: str = "start", on: date = AS_OF) -> Compared:
    found = policy if isinstance(policy, Policy) else find_policy(policy)
    (one,) = compare([found], question, patient, on).policies
    return one


def names(found: Compared) -> list[str]:
    return [one.criterion for one in found.in_the_way()]


# Who says what -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["start", "continue", "restart", "free"])
def test_every_policy_is_named_once_in_the_order_given_whether_it_answers_or_not(question: str):
    found = beside(person("ada"), question)
    assert tuple(one.id for one in found.policies) == EVERY
    answering = {one for one in EVERY if question in find_policy(one).rules.questions}
    assert {one.id for one in found.asked} == answering
    assert {one.id for one in found.policies if one.answer == SILENT} == set(EVERY) - answering


def test_a_policy_that_is_silent_has_no_reasons_nothing_in_the_way_and_nothing_that_would_change_it():
    silent = under("us-label", person("ada"), "continue")
    assert (silent.answer, silent.reasons, silent.in_the_way(), silent.nearest(), silent.change()) == (
        SILENT, (), (), None, "",
    )  # fmt: skip


def test_a_silent_policy_is_written_without_an_answer_of_its_own():
    shape = under("us-label", person("ada"), "continue").to_json(AS_OF)
    assert shape["answer"] == SILENT
    assert not {"criteria", "in_the_way", "hangs_on", "fingerprint"} & set(shape)


def test_what_a_policy_says_is_written_with_its_criteria_and_its_pack():
    found = under(NICE, person("ben"))
    shape = found.to_json(AS_OF)
    assert shape["answer"] == "unknown"
    assert shape["criteria"] == {one.criterion: str(one.answer) for one in found.reasons}
    assert shape["fingerprint"] == find_policy(NICE).fingerprint
    assert shape["in_the_way"] == names(found)
    assert shape["same_under_all_readings"] is False
    assert str(shape["hangs_on"]).startswith("The answer hangs on")


def test_a_comparison_can_be_written_down_and_read_again():
    shape = beside(person("ada")).to_json()
    assert json.loads(json.dumps(shape)) == shape
    assert (shape["patient"], shape["question"], shape["as_of"]) == ("made-up-ada", "start", "2026-11-01")


def test_somebody_born_after_the_day_of_the_question_is_refused():
    with pytest.raises(BadInput, match="the day of the question"):
        beside(chronic(born=PartialDate.of("2027")))


# Whether it holds ---------------------------------------------------------------------------------------


def test_a_wording_holds_from_its_first_day_to_its_last_and_an_open_end_does_not_speak_against_a_day():
    policy = find_policy(NICE)
    wording = replace(policy.wordings[0], first=date(2026, 1, 5), last=None)
    found = under(replace(policy, wordings=(wording, *policy.wordings[1:])), person("ada"))
    assert [found.holds(day) for day in (date(2026, 1, 4), date(2026, 1, 5), date(2126, 1, 5))] == [
        False,
        True,
        True,
    ]
    assert found.to_json(date(2026, 1, 4))["may_hold_on_the_day"] is False


def test_a_policy_that_no_longer_holds_still_says_what_it_says():
    policy = find_policy(NICE)
    over = replace(policy.wordings[0], last=date(2020, 1, 1))
    found = under(replace(policy, wordings=(over,)), person("ada"))
    assert (found.answer, found.holds(AS_OF)) == ("yes", False)


# What is in the way -------------------------------------------------------------------------------------


def test_nothing_is_in_the_way_of_criteria_that_are_met():
    assert names(under(NICE, person("ada"))) == []


def test_what_keeps_criteria_from_being_met_is_named_together():
    found = under(NICE, chronic("." * 30, preventives=()))
    assert names(found) == ["often_headache", "often_migraine", "preventives_tried"]


def test_a_limit_that_was_reached_is_not_given_as_what_is_in_the_way():
    text = under(NICE, chronic("." * 30, preventives=())).change()
    assert "more than 3" not in text  # the pattern is old enough; the days are too few
    assert "headache days in the latest month: 0, not at least 15" in text
    assert ": 0, not at least 3)" in text


def test_a_criterion_without_a_limit_of_its_own_is_named_alone():
    overused = replace(person("cleo"), history=replace(person("cleo").history, overuse_plan=NO))
    assert under(NICE, overused).change() == "It would take another answer to: overuse managed (now no)."


def test_a_rule_for_stopping_that_is_met_is_in_the_way_because_it_is_met():
    text = under(NICE, person("fay"), "continue").change()
    assert "stop improved (now yes: most headache days in any of the three latest months: 13," in text
    assert "which is less than 15)" in text


def test_where_nothing_would_be_enough_nothing_is_said():
    policy = starting_when(NICE, "adult and not adult")
    found = under(policy, person("ada"))
    assert (found.answer, names(found), found.change()) == ("no", [], "")


def test_an_open_answer_says_what_would_settle_it():
    found = under(NICE, person("ben"))
    assert found.decision is not None and found.decision.settled_by is not None
    assert found.change() == found.decision.settled_by.text


# The nearest limit --------------------------------------------------------------------------------------


def test_of_criteria_that_are_met_the_nearest_limit_is_said():
    found = under(NICE, person("ada"))
    near = found.nearest()
    assert near is not None and (near.criterion, near.apart) == ("preventives_tried", 0)
    assert found.change() == f"The nearest limit: {near}."


def test_a_count_close_to_its_limit_is_nearer_than_preventives_to_spare():
    many = tried("ineffective", "ineffective", "ineffective", "not_tolerated")
    near = under(NICE, chronic("." * 15 + "h" * 7 + "M" * 8, preventives=many)).nearest()
    assert near is not None and (near.criterion, near.apart) == ("often_headache", 0)


def test_criteria_that_are_not_met_have_no_nearest_limit():
    assert under(NICE, person("dan")).nearest() is None


def test_a_limit_of_a_criterion_that_decides_nothing_is_not_the_nearest():
    policy = starting_when(NICE, "often_headache and (adult or preventives_tried)")
    near = under(policy, chronic("h" * 30)).nearest()
    assert near is not None and near.criterion == "often_headache"  # three of three tried, and not asked for


def test_a_limit_that_is_neither_reached_nor_missed_is_not_the_nearest():
    policy = starting_when(NICE, "often_headache or adult")
    near = under(policy, chronic("h" * 18 + "." * 12, born=None)).nearest()
    assert near is not None and near.criterion == "often_headache"


def test_criteria_without_any_limit_are_met_without_a_nearest():
    found = under(starting_when(NICE, "overuse_managed"), person("ada"))
    assert (found.answer, found.nearest(), found.change()) == ("yes", None, "")


# What splits them ---------------------------------------------------------------------------------------


def split_of(found: Comparison, criterion: str) -> Split:
    (one,) = [one for one in found.splits() if one.criterion == criterion]
    return one


def test_policies_that_answer_a_criterion_differently_are_split_by_it():
    few = chronic(preventives=tried("ineffective", "ineffective"))
    found = split_of(beside(few, among=[NICE, "ehf-2018", "us-label"]), "preventives_tried")
    assert found.said == {YES: ("ehf-2018",), NO: (NICE,)}
    assert found.not_asked == ("us-label",)
    assert found.asks["ehf-2018"] == "Have at least 2 preventive medicines been tried?"
    assert set(found.asks) == {NICE, "ehf-2018"}


def test_the_medicines_of_the_article_stand_beside_those_of_the_guidance():
    few = chronic(preventives=tried("ineffective", "ineffective"))
    found = split_of(beside(few, among=[NICE, "botox-for-migraines"]), "preventives_tried")
    assert (found.said, found.not_asked) == ({YES: ("botox-for-migraines",), NO: (NICE,)}, ())


def test_what_one_policy_lacks_and_another_does_not_ask_splits_them():
    none = chronic(preventives=())
    found = split_of(beside(none, among=[NICE, NICE_2012, "us-label"]), "preventives_tried")
    assert (found.said, found.not_asked) == ({NO: (NICE, NICE_2012)}, ("us-label",))


def test_what_all_answer_alike_splits_nobody():
    assert beside(chronic(preventives=()), among=[NICE, NICE_2012]).splits() == ()


def test_what_is_met_where_it_is_asked_splits_nobody_though_others_do_not_ask():
    assert "overuse_managed" not in [one.criterion for one in beside(person("ada")).splits()]


def test_a_policy_that_is_silent_on_the_question_is_not_said_not_to_ask():
    found = beside(treated(20, stretch(84, 84)), "continue", NEXT)
    silent = {one.id for one in found.policies if one.answer == SILENT}
    assert silent and found.splits()
    for one in found.splits():
        assert not silent & {*one.not_asked, *one.asks}


def test_the_criterion_asked_by_most_comes_first_and_each_policy_stands_once_in_it():
    found = beside(person("dan"))
    asking = [len(one.asks) for one in found.splits()]
    assert asking == sorted(asking, reverse=True) and len(asking) > 2
    for one in found.splits():
        everybody = [*one.not_asked, *(each for said in one.said.values() for each in said)]
        assert sorted(everybody) == sorted(each.id for each in found.asked)


def test_a_split_is_written_with_all_three_answers():
    none = chronic(preventives=())
    shape = split_of(beside(none, among=[NICE, "us-label"]), "preventives_tried").to_json()
    assert shape == {
        "criterion": "preventives_tried", "yes": [], "no": [NICE], "unknown": [], "not_asked": ["us-label"],
    }  # fmt: skip


# What is shared -----------------------------------------------------------------------------------------


def test_attested_counts_speak_only_to_policies_that_accept_them():
    letter = AttestedCount(date(2026, 10, 2), LAST_DAY, Between(20, 22), Between(9, 12), "letter")
    told = chronic(diary=Diary("ada", {}), counts=(letter,))
    accepting = {one for one in EVERY if find_policy(one).pack.counts_accepted}
    assert accepting and accepting != set(EVERY)
    for among in (EVERY, EVERY[::-1]):  # whoever is asked first counts the diary
        found = beside(told, among=among)
        for one in found.asked:
            assert one.decision == under(one.policy, told).decision
    assert under(NICE, told).answer == ("yes" if NICE in accepting else "unknown")


def test_a_baseline_that_was_chosen_is_given_to_every_policy():
    patient = treated(20, stretch(30, 84))
    chosen = compare(
        [find_policy("ehf-2018"), find_policy(NICE)], "continue", patient, NEXT, date(2025, 12, 8)
    )
    for one in chosen.policies:
        assert one.decision is not None
        assert "The baseline was chosen: it begins on 8 Dec 2025." in one.decision.warnings


# The JSON -----------------------------------------------------------------------------------------------


def test_the_json_of_a_comparison_has_these_keys_and_no_others():
    policies = [find_policy(name) for name in ("hny-2025", "ihs-2025", "nice-ta260-2012")]
    shape = compare(policies, "continue", person("eve"), date(2026, 8, 17)).to_json()
    assert list(shape) == ["patient", "question", "as_of", "policies", "splits"]
    hny, silent, older = shape["policies"]
    meta = ["policy", "title", "authority", "place", "standing", "may_hold_on_the_day", "answer", "change"]
    assert list(silent) == meta
    assert list(hny) == list(older) == [
        *meta, "in_the_way", "same_under_all_readings", "hangs_on", "criteria", "warnings", "fingerprint",
    ]  # fmt: skip
    said = [(one["policy"], one["place"], one["standing"], one["answer"]) for one in (hny, silent)]
    assert said == [
        ("hny-2025", "Humber and North Yorkshire", "local", "yes"),
        ("ihs-2025", "worldwide", "current", "silent"),
    ]
    assert hny["authority"] == "NHS" and hny["title"].startswith("Botulinum toxin A")
    assert hny["warnings"][0].startswith("This policy lets treatment go on if either")
    assert silent["change"] == "" and older["change"].startswith("The nearest limit: ")


def test_the_json_of_a_split_names_who_says_what_and_who_does_not_ask():
    policies = [find_policy(name) for name in (NICE, "smc-2017", "us-label")]
    [split] = [
        one
        for one in compare(policies, "start", person("ada"), AS_OF).to_json()["splits"]
        if one["criterion"] == "preventives_tried"
    ]
    assert split == {
        "criterion": "preventives_tried", "yes": [NICE], "no": ["smc-2017"], "unknown": [],
        "not_asked": ["us-label"],
    }  # fmt: skip


def test_two_criteria_in_the_way_are_set_apart_and_each_shows_its_first_limit_only():
    text = under(NICE, chronic("." * 30, preventives=())).change()
    assert text.count("; ") == 2 and text.count("not at least") == 3


def test_what_is_in_the_way_is_one_sentence():
    overused = replace(
        person("cleo"), history=replace(person("cleo").history, overuse_plan=NO), preventives=()
    )
    assert under(NICE, overused).change() == (
        "It would take another answer to: preventives tried (now no: preventives that did not work, were not"
        " tolerated or are unsuitable: 0, not at least 3); overuse managed (now no)."
    )
