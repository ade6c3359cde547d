"""Which days a question looks at: the windows of its criteria, as far as they have passed."""

from __future__ import annotations

from datetime import date

from people import ada, eve
from procerus.packs.load import find_policy
from procerus.pathway.looked_at import windows_looked_at, windows_of_criterion

AS_OF = date(2026, 8, 17)


def test_the_windows_of_a_question_are_those_its_criteria_count() -> None:
    found = windows_looked_at(find_policy("nice-ta260"), "continue", eve(), AS_OF)
    assert {one.name: one.span for one in found}["baseline"] == (date(2026, 2, 2), date(2026, 3, 1))
    assert all(one.span is None or one.span[1] < AS_OF for one in found)
    start = windows_looked_at(find_policy("nice-ta260"), "start", ada(), date(2026, 11, 1))
    assert "baseline" not in {one.name for one in start}
    assert max(one.span for one in start if one.span)[1] == date(2026, 10, 31)


def test_a_window_that_is_not_over_ends_on_the_day_before_the_question() -> None:
    found = windows_looked_at(find_policy("nice-ta260"), "continue", eve(), date(2026, 6, 1))
    spans = [one.span for one in found if one.span]
    assert (date(2026, 5, 25), date(2026, 5, 31)) in spans


def test_a_window_that_has_not_begun_is_not_looked_at() -> None:
    found = windows_looked_at(find_policy("nice-ta260"), "continue", eve(), date(2026, 5, 25))
    assert all(one.span is None or one.span[0] < date(2026, 5, 25) for one in found)
    assert [one.name for one in found if one.span is None] != ["baseline"]


def test_a_baseline_that_nobody_recorded_lies_nowhere_and_is_named_last() -> None:
    found = windows_looked_at(find_policy("nice-ta260"), "continue", ada(), AS_OF)
    assert found[-1].span is None
    assert all(one.span for one in found if one.name == "three")


def test_a_criterion_counts_the_days_of_the_criteria_that_it_uses() -> None:
    policy = find_policy("nice-ta260")
    assert windows_of_criterion(policy, "stop_no_response") == {"baseline", "after_two"}
    assert windows_of_criterion(policy, "chronic_migraine") == {"four", "latest"}
    assert windows_of_criterion(policy, "adult") == frozenset()
