"""A policy said aloud: the same words wherever it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import run
from packs.edited import policy
from procerus.packs.load import find_policy
from procerus.pathway.spoken import asks, phrase, validity, waits

START, UNTIL = 'standing  = "current"', 'standing  = "current"\nvalid_until = 2030-03-31'
BOTH = UNTIL + "\nvalid_from = 2021-06-01"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (START, "no dates of validity are stated"),
        (UNTIL, "valid from a day that is not stated until 31 Mar 2030"),
        (BOTH, "valid from 1 Jun 2021 until 31 Mar 2030"),
        (START + "\nvalid_from = 2021-06-01", "valid from 1 Jun 2021, no end stated"),
    ],
)
def test_a_date_of_validity_nobody_states_is_said_to_be_open(tmp_path: Path, written: str, said: str) -> None:
    assert validity(policy(tmp_path, "nice-ta260", (START, written)).pack) == said


def test_a_rule_for_stopping_says_how_long_it_waits_and_other_rules_do_not() -> None:
    criteria = find_policy("nice-ta260").rules.criteria
    assert waits(criteria["stop_no_response"]) == "not before 84 days from the second injection"
    assert waits(criteria["adult"]) == ""


def test_a_question_is_asked_with_the_numbers_of_its_own_pack() -> None:
    assert asks(find_policy("nice-ta260"), "often_headache") == "Headache on at least 15 days a month?"
    assert asks(find_policy("botox-for-migraines"), "preventives_tried").endswith("(at least 2)?")


def test_a_fact_of_several_months_says_whether_it_is_the_fewest_the_most_or_all_of_them() -> None:
    found = find_policy("nice-ta260")
    said = {
        end: phrase(f"three.headache_days.{end}", found.rules, found.pack.sections.nouns)
        for end in ("least", "most", "total")
    }
    assert said == {
        "least": "fewest headache days in any of the three latest months",
        "most": "most headache days in any of the three latest months",
        "total": "headache days in the three latest months",
    }


def test_policy_show_gives_every_number_with_unit_place_and_status(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["policy", "show", "botox-for-migraines"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    for name, one in find_policy("botox-for-migraines").pack.own.numbers.items():
        assert f"{name.replace('_', ' ')}: {one.value} {one.unit} [{one.at}; {one.status}]" in printed


def test_policy_show_says_from_when_a_wording_was_valid(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "show", "nice-ta260-2012"]) == 0
    assert "valid from 27 Jun 2012, no end stated" in " ".join(capsys.readouterr().out.split())


def test_what_has_no_noun_is_said_by_its_own_name() -> None:
    rules = find_policy("nice-ta260").rules
    assert phrase("three.headache_days.most", rules, {}) == "most headache_days in any of three"
    assert phrase("often_headache", rules, {}) == "often headache"
    assert phrase("baseline.headache_days.total", rules, {}) == "headache_days in baseline"
