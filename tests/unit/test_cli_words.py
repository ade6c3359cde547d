"""A decision on the terminal: the sentence that says why, and what is said of other readings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from asked import NICE, ask, chronic
from commands import decision_text, fact_text
from people import person
from procerus.criteria.bounds import ANYTHING, Answer, Between
from procerus.packs.load import find_policy
from procerus.pathway.decision import Decision

POLICY = find_policy(NICE)


def text_of(decision: Decision) -> str:
    return " ".join(decision_text(decision, POLICY).split())


def test_where_every_other_reading_differs_none_is_called_the_same():
    ben = ask(NICE, "start", person("ben"))
    differing = tuple(one for one in ben.readings if one.answer is not ben.answer)
    text = text_of(replace(ben, readings=differing))
    assert "The answer hangs on how" in text and "the same under" not in text


def test_where_there_is_no_other_reading_nothing_is_said_of_readings():
    text = text_of(replace(ask(NICE, "start", person("ada")), readings=()))
    assert text.count("reading") == 0


def test_only_what_decides_is_given_as_the_reason():
    text = text_of(ask(NICE, "start", chronic("." * 30)))
    assert (
        "Because: “Headache on at least 15 days a month?” no;"
        " “Migraine on at least 8 of these days a month?” no. yes Is the person an adult"
    ) in text


def test_a_decision_without_warnings_has_nothing_to_bear_in_mind():
    assert "To bear in mind" not in text_of(replace(ask(NICE, "start", person("ada")), warnings=()))


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (Answer.YES, "yes"), (Answer.UNKNOWN, "not known"), (Between(14, 16), "14 to 16"),
        (Between.exactly(15), "15"), (ANYTHING, "not known"), (Between(3, None), "at least 3"),
    ],
)  # fmt: skip
def test_a_fact_is_said_as_a_clinician_says_it(fact, said: str):
    assert fact_text(fact) == said


def test_what_keeps_treatment_from_going_on_is_not_called_a_rule_for_stopping_unless_it_is_one():
    text = text_of(ask(NICE, "continue", person("fay")))
    assert "Because: “Is a course of treatment running?” no; “Fewer than 15 headache days" in text


def test_a_total_is_said_with_the_days_it_was_counted_in():
    text = text_of(ask(NICE, "continue", person("eve"), date(2026, 8, 17)))
    assert "the twelve weeks after the second injection: 46 of 84 days" in text
    assert "the baseline before the first injection: 24 of 28 days" in text
