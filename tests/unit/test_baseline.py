"""Which earlier days may stand in for a baseline that was hardly answered, and how long a choice holds."""

from __future__ import annotations

from datetime import date, timedelta

from asked import AS_OF, FIRST, NEXT, NICE, ask, chronic, treated
from people import diary
from procerus.packs.load import find_policy
from procerus.pathway.asking import Asked, Case
from procerus.pathway.baseline import ThinBaseline, baseline_ending, chosen_for, thin_baseline
from procerus.pathway.patient import Patient

DAY = timedelta(days=1)
POLICY = find_policy("nice-ta260")


def with_days_before(letters: str) -> Patient:
    """Treated twice; these are the days before the first injection, and no day after it was a headache."""
    return treated(0, "", diary=diary(letters + "." * 168, last=NEXT - DAY))


def thin(person: Patient, chosen: date | None = None) -> ThinBaseline | None:
    asked = Asked.of(POLICY.rules, "continue")
    return thin_baseline(asked, Case.of(person, POLICY, NEXT, chosen))


def test_twenty_answered_days_of_twenty_eight_are_enough() -> None:
    assert thin(with_days_before("h" * 20 + "?" * 8)) is None
    assert thin(with_days_before("h" * 19 + "?" * 9)) is not None


def test_each_window_that_is_offered_shares_no_day_with_the_one_offered_before_it() -> None:
    found = thin(with_days_before("h" * 60 + "?" * 28))
    assert found is not None and (found.answered, found.days, found.fewest) == (0, 28, 20)
    nearest, next_ = found.offered
    assert nearest.span == (FIRST - 48 * DAY, FIRST - 21 * DAY)
    assert nearest.answered == 20
    assert next_.span == (FIRST - 76 * DAY, FIRST - 49 * DAY)
    assert next_.answered == 28


def test_nothing_is_offered_that_lies_further_back_than_another_baseline_is_looked_for() -> None:
    last_reached = thin(with_days_before("h" * 20 + "?" * 160))
    assert last_reached is not None and [one.span[0] for one in last_reached.offered] == [FIRST - 180 * DAY]
    too_far = thin(with_days_before("h" * 20 + "?" * 161))
    assert too_far is not None and too_far.offered == ()


def test_nothing_is_offered_once_the_clinician_chose_or_where_no_baseline_is_looked_at() -> None:
    gaps = with_days_before("h" * 40 + "?" * 28)
    assert thin(gaps, FIRST - 60 * DAY) is None
    assert thin_baseline(Asked.of(POLICY.rules, "start"), Case.of(gaps, POLICY, NEXT)) is None


def test_a_choice_is_kept_by_its_last_day_and_reaches_back_as_far_as_each_policy_compares() -> None:
    assert baseline_ending(POLICY, date(2026, 1, 4)) == date(2025, 12, 8)
    assert baseline_ending(find_policy("us-label"), date(2026, 1, 4)) is None


def test_a_choice_holds_for_the_course_before_which_it_lies_and_for_no_other() -> None:
    person = with_days_before("h" * 40 + "?" * 28)
    earliest = FIRST - 180 * DAY
    assert chosen_for(POLICY, person, NEXT, FIRST - DAY) == FIRST - 28 * DAY
    assert chosen_for(POLICY, person, NEXT, FIRST) is None
    assert chosen_for(POLICY, person, NEXT, earliest + 27 * DAY) == earliest
    assert chosen_for(POLICY, person, NEXT, earliest + 26 * DAY) is None
    assert chosen_for(POLICY, chronic(), AS_OF, FIRST - DAY) is None


def test_the_decision_names_the_nearest_window_that_is_offered() -> None:
    person = with_days_before("h" * 60 + "?" * 28)
    found = thin(person)
    assert found is not None and set(found.sentences()) <= set(ask(NICE, "continue", person, NEXT).warnings)
