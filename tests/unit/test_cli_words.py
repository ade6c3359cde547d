"""A decision on the terminal: the sentence that says why, and what is said of other readings."""

from __future__ import annotations

from dataclasses import replace

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
