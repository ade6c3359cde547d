"""Today in one tap: what a tap says, what it never says, and when the question comes again."""

from __future__ import annotations

from typing import Any

import pytest

from phone.somebody import day, said

ATTACK = {"worst": "severe", "unilateral": "yes", "nausea": "yes"}


def test_one_tap_says_that_there_is_a_headache_and_nothing_else(somebody_with: Any) -> None:
    with somebody_with({"exists": True}) as one:
        one.tap("answer-yes")
        assert one.of(0) == {"headache": "yes"}
        assert "Saved: today, Yes." in one.text()


def test_as_yesterday_copies_headache_and_features_and_never_medicines_hours_relief_or_note(
    somebody_with: Any,
) -> None:
    full = said(
        1, headache="yes", hours="6", medicines="sumatriptan 50 mg", relieved="yes", note="tired", **ATTACK
    )
    with somebody_with({"said": [full]}) as one:
        one.tap("same")
        assert one.of(0) == {"headache": "yes", **ATTACK}


def test_as_yesterday_is_not_offered_when_yesterday_is_open(somebody_with: Any) -> None:
    with somebody_with({"said": [said(2, headache="yes")]}) as one:
        assert one.page.locator("#same").count() == 0


def test_in_the_morning_yesterday_is_asked_first_while_it_is_open_and_today_next(somebody_with: Any) -> None:
    with somebody_with({"said": [said(2, headache="no")]}, time="2026-11-23T07:30:00+01:00") as one:
        assert one.page.inner_text("#heading") == "Headache yesterday?"
        one.tap("answer-yes")
        assert one.page.inner_text("#heading") == "Headache today?"
        assert one.of(1) == {"headache": "yes"} and day(0) not in one.days()


def test_a_second_tap_at_the_same_place_is_the_first_one_s_echo(somebody_with: Any) -> None:
    with somebody_with({"said": [said(2, headache="no")]}, time="2026-11-23T07:30:00+01:00") as one:
        one.page.locator("#answer-yes").dblclick()
        one.drawn()
        assert day(0) not in one.days()


def test_in_the_afternoon_today_is_asked_though_yesterday_is_open(somebody_with: Any) -> None:
    with somebody_with({"said": [said(2, headache="no")]}) as one:
        assert one.page.inner_text("#heading") == "Headache today?"
        assert "1 day is open this week" in one.text()


def test_yesterday_can_be_passed_over_in_the_morning(somebody_with: Any) -> None:
    with somebody_with({"said": [said(2, headache="no")]}, time="2026-11-23T07:30:00+01:00") as one:
        one.tap("pass")
        one.tap("answer-no")
        assert day(1) not in one.days() and one.of(0) == {"headache": "no"}


def test_a_no_before_eight_in_the_evening_is_provisional_and_asked_again_then(somebody_with: Any) -> None:
    with somebody_with({"exists": True}) as one:
        one.tap("answer-no")
        assert one.page.inner_text("#heading") == "So far no headache today"
        one.page.clock.set_system_time("2026-11-23T20:05:00+01:00")
        one.to("month")
        one.to("today")
        assert one.page.inner_text("#heading") == "Still no headache today?"
        one.tap("answer-no")
        assert one.page.inner_text("#heading") == "No headache"


def test_a_provisional_no_stands_when_the_day_is_over(somebody_with: Any) -> None:
    noon = {"day": day(1), "said": {"headache": "no"}, "at": f"{day(1)}T12:00:00.000+01:00"}
    with somebody_with({"said": [noon]}, time="2026-11-23T07:30:00+01:00") as one:
        assert one.page.inner_text("#heading") == "Headache today?"
        assert "open this week" not in one.text()


def test_the_last_tap_is_taken_back_by_saying_anew_what_stood_before(somebody_with: Any) -> None:
    with somebody_with({"exists": True}) as one:
        one.tap("answer-yes")
        one.tap("undo")
        assert day(0) not in one.days()
        assert len(one.calls("say")) == 2  # nothing was removed: the second statement says the first one anew


def test_a_change_to_no_takes_back_what_only_a_headache_has_and_keeps_aura_and_medicines(
    somebody_with: Any,
) -> None:
    full = said(
        0, headache="yes", hours="6", aura="yes", medicines="sumatriptan 50 mg", relieved="yes", **ATTACK
    )
    with somebody_with({"said": [full]}) as one:
        one.tap("change")
        assert one.of(0) == {"headache": "no", "aura": "yes", "medicines": "sumatriptan 50 mg"}
        one.page.clock.run_for(700)
        one.tap("undo")
        assert one.of(0)["hours"] == "6" and one.of(0)["relieved"] == "yes"


def test_a_day_that_could_not_be_written_is_not_called_saved(somebody_with: Any) -> None:
    with somebody_with({"exists": True}) as one:
        one.page.evaluate("() => { journal.say = async () => { throw new Error('full'); }; }")
        one.tap("answer-yes")
        one.page.wait_for_function("() => document.getElementById('told').textContent")
        assert "Not saved" in one.page.inner_text("#told")
        assert "Saved:" not in one.text()


@pytest.mark.parametrize("answer", ["no", "yes"])
def test_a_locked_diary_takes_the_answer_of_today_in_one_tap(somebody_with: Any, answer: str) -> None:
    with somebody_with({"said": [said(1, headache="no")], "locked": True}) as one:
        one.tap(f"answer-{answer}")
        assert "Unlock to say more" in one.text()
        one.page.fill("#pin", "123456")
        one.page.keyboard.press("Enter")
        one.page.wait_for_selector("#ways:visible")
        assert one.of(0) == {"headache": answer}


@pytest.mark.parametrize(("holds", "stands"), [("no", {"headache": "no"}), ("yes", {})])
def test_a_no_while_locked_after_a_detailed_yes_asks_which_holds(
    somebody_with: Any, holds: str, stands: dict[str, str]
) -> None:
    full = {"headache": "yes", "hours": "6", **ATTACK}
    with somebody_with({"said": [said(0, **full)], "locked": True}) as one:
        one.tap("answer-no")
        one.page.fill("#pin", "123456")
        one.page.keyboard.press("Enter")
        one.page.wait_for_selector("#holds-no")
        assert one.page.inner_text("#heading") == "Which answer holds?"
        assert "you said No (23 Nov 2026, 13:00). Before that you had said Yes." in one.text()
        assert one.of(0) == full
        one.tap(f"holds-{holds}")
        assert one.of(0) == (stands or full)
        assert one.page.locator("#holds-no").count() == 0


def test_a_wrong_pin_says_how_long_to_wait_and_that_nothing_is_erased(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="no")], "locked": True}) as one:
        one.page.fill("#pin", "999999")
        one.tap("unlock")
        assert "Try again in 5 seconds" in one.text() and "Nothing is ever erased" in one.text()


def test_the_diary_locks_when_nobody_has_touched_it_for_a_while(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="no")], "settings": {"lockAfter": 1}}) as one:
        one.page.clock.run_for(30_000)
        assert one.page.evaluate("() => journal.unlocked")
        one.page.clock.run_for(60_000)
        one.page.wait_for_selector("#pin")
        assert not one.page.evaluate("() => journal.unlocked")


def test_nothing_of_the_days_stays_on_the_page_when_it_is_locked(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="yes", note="canary")]}) as one:
        one.to(f"day/{day(1)}")
        assert one.page.input_value("#note") == "canary"
        one.page.evaluate("() => journal.lock()")
        one.page.wait_for_selector("#pin")
        assert "canary" not in one.page.content()
