"""The comparison on a terminal: every answer first, then what would change it, then what splits them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import people
from commands import comparison_text
from procerus.criteria.bounds import Answer
from procerus.packs.load import find_policy
from procerus.pathway.comparison import compare
from procerus.pathway.side_by_side import otherwise, standing
from unit.comparisons import DAY, aged, built_in, four


@pytest.fixture(autouse=True)
def eighty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def parts(text: str) -> list[list[str]]:
    """The parts of a text that stand between empty lines, as lines."""
    return [part.splitlines() for part in text.split("\n\n")]


def test_every_policy_has_one_line_with_its_answer_in_one_column(tmp_path: Path) -> None:
    head, count, answers, *_ = parts(comparison_text(four(tmp_path)))
    assert head == ["made-up-ada: start, asked on 1 Nov 2026 under 4 policies"]
    assert count == ["Met under 2 of 4 policies, not met under 1, silent under 1."]
    assert answers == [
        "  adults      met",
        "  others      met",
        "  elders      not met  superseded",
        "  silent-one  silent",
    ]


def test_what_would_change_an_answer_is_said_once_for_all_policies_of_which_it_is_true(
    tmp_path: Path,
) -> None:
    policies = [aged(tmp_path, name, 65) for name in ("one", "two")]
    changes = parts(comparison_text(compare(policies, "start", people.ada(), DAY)))[3]
    assert changes == [
        "What would change it",
        "  one, two",
        "      It would take another answer to: of age (now no: age in years: 42, not at",
        "      least 65).",
    ]


def test_the_criteria_that_split_name_who_says_what_and_who_does_not_ask(tmp_path: Path) -> None:
    split = parts(comparison_text(four(tmp_path)))[4]
    assert split == [
        "The criteria that split them",
        "  of age",
        "      yes: adults",
        "      no: elders",
        "      not asked by others",
    ]


def test_many_policies_that_do_not_ask_are_counted_and_not_listed(tmp_path: Path) -> None:
    policies = [aged(tmp_path, f"grown-{n}", 21, criterion="grown", asks="Grown") for n in range(3)]
    policies += [aged(tmp_path, "elders", 65)]
    assert "      not asked by the other 3" in comparison_text(compare(policies, "start", people.ada(), DAY))


def test_an_answer_that_depends_on_the_reading_says_which_answer_others_give() -> None:
    text = comparison_text(built_in(people.ben()))
    assert "nice-ta260           cannot be told yet  depends on the reading: or met\n" in text
    assert "Under 2 it depends on how the guidance is read." in " ".join(text.split())


def test_answers_that_hang_on_no_reading_stand_before_those_that_do() -> None:
    policies = [find_policy(name) for name in ("nice-ta260-2012", "botox-for-migraines", "nice-ta260")]
    answers = parts(comparison_text(compare(policies, "start", people.ada(), DAY)))[2]
    assert [line.split()[0] for line in answers if line[2] != " "] == [
        "nice-ta260",
        "botox-for-migraines",
        "nice-ta260-2012",
    ]


@pytest.mark.parametrize("columns", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = comparison_text(built_in(people.ben()))
    assert max(len(line) for line in text.splitlines()) <= columns + 2  # a name and its answer stay together


def test_one_policy_alone_has_no_criteria_that_split(tmp_path: Path) -> None:
    text = comparison_text(compare([aged(tmp_path, "adults", 18)], "start", people.ada(), DAY))
    assert "Met under 1 of 1 policy." in text
    assert "split" not in text


def test_a_fact_nobody_recorded_is_what_would_change_an_answer_that_cannot_be_told(tmp_path: Path) -> None:
    text = comparison_text(four(tmp_path, replace(people.ada(), born=None)))
    assert "Cannot be told yet under 3 of 4 policies, silent under 1." in text
    assert "  adults, elders, others\n" in text


def test_a_warning_of_a_question_and_unverified_wording_stand_beside_the_answers() -> None:
    policies = [find_policy(name) for name in ("hny-2025", "evicore")]
    text = " ".join(comparison_text(compare(policies, "continue", people.eve(), DAY)).split())
    assert "To bear in mind - hny-2025: This policy lets treatment go on if either" in text
    assert "wording unverified" in text
    assert "stop no response (yes speaks against going on)" in text


def test_a_wording_that_did_not_hold_on_the_day_says_so_beside_its_answer() -> None:
    policies = [find_policy(name) for name in ("hny-2025", "us-label")]
    text = comparison_text(compare(policies, "start", people.ada(), date(2025, 6, 11)))
    assert "hny-2025  " in text and "not valid on that day" in text
    after = comparison_text(compare(policies, "start", people.ada(), date(2025, 6, 12)))
    assert "not valid on that day" not in after


def test_what_stands_beside_an_answer_is_said_in_these_words() -> None:
    policies = [find_policy(name) for name in ("hny-2025", "evicore", "aan-2016", "botox-for-migraines")]
    found = compare(policies, "start", people.ada(), date(2025, 6, 11))
    beside = {one.id: list(standing(one, found.as_of)) for one in found.policies}
    assert beside == {
        "hny-2025": ["not valid on that day"],
        "evicore": ["wording unverified"],
        "aan-2016": ["retired"],
        "botox-for-migraines": ["article"],
    }


def test_several_other_answers_are_joined_by_or() -> None:
    found = compare([find_policy("mbs-18377")], "start", people.ada(), DAY).policies[0]
    assert found.decision is not None
    no, yes = (replace(found.decision.readings[0], answer=said) for said in (Answer.NO, Answer.YES))
    other = replace(found, decision=replace(found.decision, readings=(no, yes)))
    assert otherwise(other) == "met or not met"
