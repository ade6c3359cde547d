"""When a choice departs from what the criteria came to: the whole table, each line once."""

from __future__ import annotations

from itertools import product

import pytest

from procerus.clinic.decisions.departing import DEPARTS, departs, needs_reason, needs_review
from procerus.clinic.decisions.models import Choice

QUESTIONS = ("start", "continue", "restart", "controlled")
ANSWERS = ("yes", "no", "unknown")
GOES_ALONG = {
    # what was chosen, what was asked, what the criteria came to
    ("start", "start", "yes"),
    ("continue", "continue", "yes"),
    ("restart", "restart", "yes"),
    ("stop", "continue", "no"),
    ("stop", "continue", "unknown"),
    *product(["stop"], ["start", "restart", "controlled"], ANSWERS),
    *product(["wait", "other"], QUESTIONS, ANSWERS),
}


@pytest.mark.parametrize("case", list(product(Choice.values, QUESTIONS, ANSWERS)), ids=" ".join)
def test_a_choice_departs_unless_it_is_listed_as_going_along(case: tuple[str, str, str]) -> None:
    assert departs(*case) is (case not in GOES_ALONG)


def test_every_choice_stands_in_the_table() -> None:
    assert set(DEPARTS) == set(Choice.values)


def test_starting_where_the_criteria_are_met_needs_no_reason_and_everything_beside_it_does() -> None:
    assert not needs_reason("start", "start", "yes", True)
    assert needs_reason("start", "start", "no", True)
    assert needs_reason("start", "start", "unknown", True)
    assert needs_reason("start", "start", "yes", False)


def test_waiting_needs_a_reason_only_where_the_criteria_settle_nothing() -> None:
    assert not needs_reason("wait", "start", "yes", True)
    assert not needs_reason("wait", "start", "no", True)
    assert needs_reason("wait", "start", "unknown", True)


def test_something_else_says_what() -> None:
    assert needs_reason("other", "start", "yes", True)


def test_who_stops_or_waits_is_looked_at_again() -> None:
    assert {choice for choice in Choice.values if needs_review(choice)} == {"stop", "wait"}
