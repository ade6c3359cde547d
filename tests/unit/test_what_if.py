"""What if a number of a policy were another? The same rules otherwise, and never taken for the policy."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from asked import ARTICLE, AS_OF, NICE, chronic
from commands import decision_text, run
from people import EXAMPLES, person
from procerus.criteria.bounds import Answer
from procerus.faults import BadInput
from procerus.packs.load import find_policy
from procerus.packs.suppose import suppose
from procerus.pathway.decision import Decision, decide
from procerus.pathway.patient import Patient

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
ADA = ("decide", NICE, "start", str(EXAMPLES / "ada.json"))
TEN = {"min_headache_days": 10}


def if_(numbers: dict[str, int], patient: Patient, policy: str = NICE) -> Decision:
    return decide(suppose(find_policy(policy), numbers), "start", patient, AS_OF)


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def call(*arguments: str) -> str:
        assert run([*ADA, "--as-of", "2026-11-01", *arguments]) == 0
        return capsys.readouterr().out

    return call


# The answer ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("headaches", "said"), [(9, NO), (10, YES), (14, YES), (15, YES)])
def test_with_a_lower_limit_fewer_headache_days_are_enough(headaches: int, said: Answer):
    patient = chronic("M" * 8 + "h" * (headaches - 8) + "." * (30 - headaches))
    assert if_(TEN, patient).answer is said


def test_every_alternative_reading_is_asked_with_the_other_number_too():
    by_default = {one.alternative: one.answer for one in if_({}, person("dan")).readings}
    none_needed = if_({"min_headache_days": 0, "min_migraine_days": 0, "min_preventives": 0}, person("dan"))
    assert NO in by_default.values()
    assert {one.answer for one in none_needed.readings} == {YES}


def test_the_same_number_as_the_policys_gives_the_same_answers_and_is_still_not_the_policy():
    ben, same = (
        decide(find_policy(NICE), "start", person("ben"), AS_OF),
        if_({"min_headache_days": 15}, person("ben")),
    )
    assert (same.answer, same.reasons, same.readings, same.settled_by, same.changes) == (
        ben.answer, ben.reasons, ben.readings, ben.settled_by, ben.changes,
    )  # fmt: skip
    assert same.fingerprint != ben.fingerprint and same.what_if


def test_what_is_asked_and_needed_is_said_with_the_other_number():
    (often,) = [one for one in if_(TEN, person("ada")).reasons if one.criterion == "often_headache"]
    assert "10" in often.asks and "15" not in often.asks + often.needs


def test_an_alternative_that_sets_the_number_itself_keeps_its_own():
    setting = [
        (name, one)
        for name in (NICE, ARTICLE, "ehf-2018", "cadth-2019", "mbs-18377", "wa-lni")
        for one in find_policy(name).alternatives
        if one.alternative.patch.numbers
    ]
    assert setting
    for name, one in setting:
        number, value = next(iter(one.alternative.patch.numbers.items()))
        supposed = suppose(find_policy(name), {number: value + 1000})
        (still,) = [
            each for each in supposed.alternatives
            if (each.reading.id, each.alternative.name) == (one.reading.id, one.alternative.name)
        ]  # fmt: skip
        assert still.rules.numbers[number] == value
        assert supposed.rules.numbers[number] == value + 1000


def test_a_number_that_the_policy_has_not_is_refused_with_the_nearest_name():
    with pytest.raises(BadInput) as complaint:
        suppose(find_policy(NICE), {"min_headache_day": 10, "colour": 3})
    first, second = complaint.value.faults
    assert "min_headache_days" in str(first) and "is no number of this policy" in str(first)
    assert "colour" in str(second)


# Never taken for the policy -----------------------------------------------------------------------------


def test_another_number_is_another_fingerprint_whatever_the_order_it_was_set_in():
    prints = [
        suppose(find_policy(NICE), numbers).fingerprint
        for numbers in (
            {"min_headache_days": 10, "min_migraine_days": 5},
            {"min_migraine_days": 5, "min_headache_days": 10},
            {"min_headache_days": 10},
            {"min_headache_days": 11},
        )
    ]
    assert prints[0] == prints[1]
    assert len({*prints, find_policy(NICE).fingerprint}) == 4


def test_json_says_first_that_it_is_not_the_policy_and_which_numbers_were_set(printed):
    found = json.loads(
        printed("--set", "min_headache_days=25", "--set", "adult_age = 60", "--format", "json")
    )
    assert next(iter(found)) == "what_if"
    assert found["what_if"] == {"not_the_policy": True, "numbers": {"min_headache_days": 25, "adult_age": 60}}
    assert found["answer"] == "no"


def test_json_of_the_policy_itself_says_nothing_of_what_if(printed):
    assert "what_if" not in json.loads(printed("--format", "json"))


def test_the_headline_asks_what_if_before_it_gives_an_answer(printed):
    text = " ".join(printed("--set", "min_headache_days=25").split())
    assert "What if min_headache_days were 25? Not the policy. Criteria not met" in text


def test_the_headline_names_every_number_that_was_set():
    decision = if_({"min_headache_days": 10, "adult_age": 16}, person("ada"))
    text = " ".join(decision_text(decision, find_policy(NICE)).split())
    assert "What if min_headache_days were 10, adult_age were 16? Not the policy." in text


def test_the_headline_of_the_policy_itself_asks_no_what_if(printed):
    assert "What if" not in printed()


@pytest.mark.parametrize(
    "written",
    [
        "min_headache_days", "min_headache_days=", "=10", "min_headache_days=-1", "min_headache_days=1.5",
        "min_headache_days=ten", "min_headache_days=１０",
    ],
)  # fmt: skip
def test_what_is_no_number_set_to_a_whole_number_is_refused(written: str, capsys: pytest.CaptureFixture[str]):
    assert run([*ADA, "--set", written]) == 2
    said = capsys.readouterr()
    assert said.out == "" and "is not NUMBER=N" in said.err


def test_a_number_set_twice_is_refused(capsys: pytest.CaptureFixture[str]):
    twice = ["--set", "adult_age=16", "--set", "adult_age=17"]
    assert run([*ADA, *twice]) == 2
    assert "adult_age" in (said := capsys.readouterr().err) and "set twice" in said
