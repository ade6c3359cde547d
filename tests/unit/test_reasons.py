"""Why a criterion was answered as it was: numbers filled in, facts found, days that would settle it."""

from __future__ import annotations

from datetime import date, timedelta

from people import LAST_DAY, diary, drawn, felt
from procerus.criteria.bounds import ANYTHING, Answer, Between
from procerus.diary.partial_date import PartialDate
from procerus.headache.reason import Reason, fact_to_json, filled_in, noun_of
from procerus.injection.attested import Injection
from procerus.packs.load import Policy, find_policy, load_headache
from procerus.pathway.decision import decide
from procerus.pathway.patient import Patient
from spec.diagnosed import classified

TREATED = date(2026, 8, 9)


def nice() -> Policy:
    return find_policy("nice-ta260")


def chronic(letters: str, criterion: str, **history: int) -> Reason:
    reasons = classified(diary(letters), **history).chronic_reasons
    return next(one for one in reasons if one.criterion == criterion)


def going_on(days_since_second: int) -> dict[str, Reason]:
    """The reasons of `continue` so many days after a second injection, with a headache every day."""
    second = TREATED - timedelta(days=84)
    sessions = tuple(Injection(PartialDate.on(day), "botox", "chronic-migraine") for day in (TREATED, second))
    as_of = TREATED + timedelta(days=days_since_second)
    person = Patient("made-up", diary("h" * 300, as_of - timedelta(days=1)), toxin=sessions)
    return {one.criterion: one for one in decide(nice(), "continue", person, as_of).reasons}


def test_what_is_asked_names_the_numbers_of_the_pack() -> None:
    assert chronic("h" * 30, "headache_pattern").asks == (
        "Headache on 15 days a month or more, for more than 3 months?"
    )
    assert filled_in("{few} and {many} and {other}", {"few": 8, "many": 15}) == "8 and 15 and {other}"


def test_a_reason_gives_what_was_found_and_what_is_needed_in_words() -> None:
    reason = chronic("h" * 15 + "?" + "." * 14, "headache_pattern", months_of_this_pattern=4)
    assert reason.found == {
        "months_of_this_pattern": Between.exactly(4),
        "latest.headache_days.least": Between(15, 16),
        "four.headache_days.least": Between(0, 16),
    }
    assert reason.needs == (
        "either (both months of headache like this is more than 3 and"
        " headache days in the latest month is at least 15)"
        " or the fewest headache days in any month of the four latest months is at least 15"
    )
    assert (reason.at, reason.status, reason.answer) == ("1.3 A", "read", Answer.YES)


def test_an_answered_criterion_leaves_nothing_open() -> None:
    reason = chronic("h" * 15 + "?" + "." * 14, "headache_pattern", months_of_this_pattern=4)
    assert (reason.unsettled, reason.days) == ((), ())


def test_an_open_criterion_names_the_facts_and_the_diary_days_that_leave_it_open() -> None:
    reason = chronic("." * 90 + "h" * 14 + "??" + "." * 14, "headache_pattern", months_of_this_pattern=4)
    assert reason.answer is Answer.UNKNOWN
    assert reason.unsettled == ("latest.headache_days.least",)
    assert reason.days == (date(2026, 10, 16), date(2026, 10, 17))


def test_a_fact_that_was_never_asked_is_open_and_has_no_days() -> None:
    reason = chronic("h" * 30, "enough_attacks")
    assert reason.unsettled == ("lifetime_migraine_attacks",)
    assert reason.days == ()
    assert reason.found == {"lifetime_migraine_attacks": ANYTHING}


def test_the_days_behind_a_criterion_are_looked_up_through_the_criteria_it_rests_on() -> None:
    kinds = {"p": felt(medicines="paracetamol"), "t": felt(medicines="sumatriptan")}
    found = classified(drawn("." * 90 + "p" * 8 + "t?" + "." * 20, kinds), months_of_overuse=4)
    several = next(one for one in found.overuse_reasons if one.criterion == "multiple_class_overuse")
    assert several.answer is Answer.UNKNOWN
    assert set(several.unsettled) <= set(load_headache().rules.criteria)
    assert several.days == (date(2026, 10, 11),)


def test_before_its_day_a_criterion_is_no_and_says_that_it_is_too_early() -> None:
    reason = going_on(83)["stop_no_response"]
    assert reason.answer is Answer.NO
    assert reason.remark == "too early to assess"
    assert reason.found == {"second_injection.day_84": Answer.NO}
    assert reason.to_json()["found"] == {"second_injection.day_84": "no"}
    assert reason.to_json()["remark"] == "too early to assess"


def test_from_its_day_on_a_criterion_looks_at_the_diary() -> None:
    reason = going_on(84)["stop_no_response"]
    assert reason.answer is Answer.YES
    assert reason.remark == ""
    assert "remark" not in reason.to_json()
    assert reason.found["second_injection.day_84"] is Answer.YES
    assert "after_two.headache_days.total" in reason.found
    assert "after_two.days" not in reason.found  # lengths of windows are no findings


def test_what_is_needed_is_said_without_the_day_the_criterion_waits_for() -> None:
    later = going_on(84)
    assert later["stop_improved"].needs == (
        "the most headache days in any month of the three latest months is less than 15"
    )
    assert all("days have passed" not in reason.needs for reason in later.values())


def test_a_fact_is_an_answer_or_two_ends() -> None:
    assert fact_to_json(Answer.UNKNOWN) == "unknown"
    assert fact_to_json(Between(14, None)) == [14, None]


def test_every_kind_of_fact_has_a_noun_of_its_own() -> None:
    rules = nice().rules
    nouns = {"preventives_exhausted": "medicines tried", "latest": "the latest month",
             "headache_days": "headache days"}  # fmt: skip
    said = {
        name: noun_of(name, rules, nouns)
        for name in (
            "age", "preventives_exhausted", "often_headache", "second_injection.day_84",
            "latest.headache_days.least", "latest.unknown_days.least", "three.headache_days.least",
            "latest.days", "nothing",
        )
    }  # fmt: skip
    assert said == {
        "age": "age in years",
        "preventives_exhausted": "medicines tried",
        "often_headache": "the criterion “often headache” is met",
        "second_injection.day_84": "84 days have passed since the second injection",
        "latest.headache_days.least": "headache days in the latest month",
        "latest.unknown_days.least": "unknown_days in the latest month",
        "three.headache_days.least": None,
        "latest.days": None,
        "nothing": None,
    }


def test_an_open_gate_is_named_and_the_criterion_is_open() -> None:
    sessions = (Injection(PartialDate.of("2026-05"), "botox", "chronic-migraine"),
                Injection(PartialDate.of("2026-08"), "botox", "chronic-migraine"))  # fmt: skip
    person = Patient("made-up", diary("h" * 300), toxin=sessions)
    reasons = decide(nice(), "continue", person, LAST_DAY + timedelta(days=1)).reasons
    reason = next(one for one in reasons if one.criterion == "stop_no_response")
    assert reason.answer is Answer.UNKNOWN
    assert reason.remark == ""
    assert "second_injection.day_84" in reason.unsettled
