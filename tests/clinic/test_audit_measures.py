"""Every measure of the service, on small clinics whose numbers were counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from audited import LOT, a_decision, given, noted
from clinics import a_clinic, a_patient, example
from procerus.clinic.audit.counted import Counted
from procerus.clinic.audit.dashboard import counted, dashboard
from procerus.clinic.audit.definitions import measures
from procerus.clinic.audit.gathered import Gathered
from procerus.clinic.audit.models import Extract
from procerus.clinic.audit.period import Period, chosen, last_year, quarters
from procerus.clinic.people.models import Patient
from procerus.clinic.record.assembled import document, person
from procerus.clinic.record.models import Kind
from procerus.faults import BadInput
from procerus.packs.load import find_policy
from procerus.pathway.decision import decide

pytestmark = pytest.mark.django_db
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
PATTERN = {"often_headache": "yes", "often_migraine": "yes"}
FIRST = date(2026, 2, 2)
SECOND = FIRST + timedelta(days=84)
COMPLETE = SECOND + timedelta(days=84)


def of(name: str, period: Period = YEAR) -> Counted:
    return counted(name, Gathered(a_clinic(), period))


def numbers(one: Counted) -> tuple[int, int, int]:
    return len(one.numerator), len(one.denominator), len(one.unknown)


def people(number: int) -> list[Patient]:
    return [a_patient(given=f"P{at}") for at in range(number)]


# Starts ----------------------------------------------------------------------------------------------


def test_a_start_is_documented_where_both_criteria_were_met_and_the_diary_held_answers() -> None:
    ada, ben, cleo, dan, eve = people(5)
    a_decision(ada, FIRST, answers=PATTERN)
    a_decision(ben, FIRST, answers=PATTERN | {"often_migraine": "no"})
    a_decision(cleo, FIRST, answers=PATTERN | {"often_migraine": "unknown"})
    a_decision(dan, FIRST, answers=PATTERN, answered_days=0)
    a_decision(eve, FIRST, answers=PATTERN, answered_days=None)
    assert numbers(of("diary")) == (1, 3, 2)


def test_the_fulness_of_the_diary_is_that_of_the_month_before_the_decision() -> None:
    ada, ben, cleo = people(3)
    a_decision(ada, FIRST, answers=PATTERN, answered_days=60)
    a_decision(ben, FIRST, answers=PATTERN, answered_days=27)
    a_decision(cleo, FIRST, answers=PATTERN, answered_days=10)
    found = of("diary")
    assert {one.says for one in found.numerator} == {
        "nice-ta260, 30 of 30 days answered", "nice-ta260, 27 of 30 days answered",
        "nice-ta260, 10 of 30 days answered",
    }  # fmt: skip
    assert [(one.label, one.figures) for one in found.amounts if one.figures != ("0",)] == [
        ("every day", ("1",)), ("90 to 99 percent", ("1",)), ("0 to 49 percent", ("1",))
    ]  # fmt: skip


def test_a_policy_that_does_not_ask_about_overuse_leaves_it_untold() -> None:
    ada, ben, cleo = people(3)
    a_decision(ada, FIRST, answers=PATTERN | {"overuse_managed": "yes"})
    a_decision(ben, FIRST, answers=PATTERN | {"overuse_managed": "no"})
    a_decision(cleo, FIRST, answers={"chronic_migraine_diagnosed": "yes", "preventives_tried": "yes"})
    assert numbers(of("overuse")) == (1, 2, 1)
    assert numbers(of("preventives")) == (1, 1, 2)


def test_a_wording_that_did_not_hold_on_the_day_tells_nothing() -> None:
    [ada] = people(1)
    a_decision(ada, FIRST, answers=PATTERN, holds=False)
    assert numbers(of("diary")) == (0, 0, 1)


def test_only_the_last_start_of_a_person_counts_and_waiting_is_no_start() -> None:
    ada, ben = people(2)
    a_decision(ada, FIRST, answers={"preventives_tried": "no"})
    a_decision(ada, FIRST + timedelta(days=30), answers={"preventives_tried": "yes"})
    a_decision(ben, FIRST, choice="wait", answers={"preventives_tried": "yes"})
    a_decision(ben, date(2025, 12, 31), answers={"preventives_tried": "yes"})
    assert numbers(of("preventives")) == (1, 1, 0)


def test_a_start_is_measured_by_what_was_known_then_however_the_record_grows() -> None:
    ada = example("ada")
    policy, on = find_policy("nice-ta260"), date(2026, 11, 1)
    snapshot = {
        "facts": document(ada), "decision": decide(policy, "start", person(ada), on).to_json()
    }  # fmt: skip
    a_decision(ada, on, snapshot=snapshot)
    before = [numbers(of(name)) for name in ("diary", "preventives", "overuse")]
    noted(ada, Kind.PREVENTIVE, {"drug": "candesartan", "outcome": "ineffective"})
    assert before == [(1, 1, 0)] * 3 == [numbers(of(name)) for name in ("diary", "preventives", "overuse")]
    assert Extract.objects.count() == 1


# Courses ---------------------------------------------------------------------------------------------


def test_a_review_counts_from_the_day_on_which_the_second_cycle_is_complete() -> None:
    early, right, untold, nobody = people(4)
    for one in (early, right, untold, nobody):
        given(one, FIRST, SECOND)
    a_decision(early, COMPLETE - timedelta(days=1), "continue", "continue", {"stop_no_response": "no"})
    a_decision(right, COMPLETE, "continue", "continue", {"stop_no_response": "no"})
    a_decision(untold, COMPLETE, "continue", "continue", {"stop_no_response": "unknown"})
    found = of("review")
    assert numbers(found) == (1, 3, 1)
    assert [one.patient for one in found.numerator] == [right.pk]


def test_a_review_that_compared_nothing_because_it_was_too_early_is_no_computed_change() -> None:
    [ada] = people(1)
    given(ada, FIRST, SECOND)
    a_decision(ada, COMPLETE, "continue", "continue", {"stop_no_response": "no"}, compared=())
    assert numbers(of("review")) == (0, 0, 1)


def test_a_second_cycle_that_is_not_complete_is_not_due_for_review() -> None:
    [ada] = people(1)
    given(ada, FIRST, SECOND)
    day = timedelta(days=1)
    assert numbers(of("review", Period(FIRST, COMPLETE - day))) == (0, 0, 0)
    assert numbers(of("review", Period(FIRST, COMPLETE))) == (0, 1, 0)
    assert numbers(of("review", Period(COMPLETE + day, YEAR.last))) == (0, 0, 0)


def test_an_injection_elsewhere_that_was_written_down_is_the_first_of_the_course() -> None:
    [ada] = people(1)
    noted(ada, Kind.TOXIN, {"date": str(FIRST), "product": "botox", "indication": "chronic-migraine"})
    given(ada, SECOND)
    assert numbers(of("review")) == (0, 1, 0)


def test_a_toxin_for_something_else_is_no_session_of_the_course() -> None:
    [ada] = people(1)
    noted(ada, Kind.TOXIN, {"date": str(FIRST), "product": "botox", "indication": "blepharospasm"})
    given(ada, SECOND)
    assert numbers(of("review")) == (0, 0, 0)


def test_where_a_stop_rule_was_met_stopping_or_saying_why_not_is_asked() -> None:
    stop, reason, silent, fine, untold = people(5)
    met = {"stop_no_response": "yes", "stop_improved": "no"}
    a_decision(stop, FIRST, "continue", "stop", met)
    a_decision(reason, FIRST, "continue", "continue", met, reason="half the severity")
    a_decision(silent, FIRST, "continue", "continue", met)
    a_decision(fine, FIRST, "continue", "continue", {"stop_no_response": "no", "stop_improved": "no"})
    a_decision(untold, FIRST, "continue", "continue", {"stop_no_response": "no", "stop_improved": "unknown"})
    assert numbers(of("stopped")) == (2, 3, 1)


def test_scores_are_the_last_before_the_first_session_and_the_first_after_two_cycles() -> None:
    ada, ben, cleo = people(3)
    for one in (ada, ben, cleo):
        given(one, FIRST, SECOND)

    def hit(patient: Patient, day: date, score: int) -> None:
        noted(patient, Kind.SCORE, {"date": str(day), "instrument": "hit-6", "score": score})

    hit(ada, FIRST - timedelta(days=90), 78)
    hit(ada, FIRST, 66)
    hit(ada, SECOND, 60)
    hit(ada, COMPLETE, 58)
    hit(ada, COMPLETE + timedelta(days=40), 50)
    hit(ben, FIRST, 70)
    hit(ben, COMPLETE + timedelta(days=3), 72)
    hit(cleo, FIRST, 70)
    found = of("scores")
    assert numbers(found) == (2, 3, 0)
    assert [(one.label, one.figures) for one in found.amounts] == [("hit-6", ("2", "68", "65", "-3"))]


# Sessions --------------------------------------------------------------------------------------------


def test_an_interval_of_exactly_twelve_weeks_is_not_late_and_a_day_more_is() -> None:
    ada, ben, cleo, dan = people(4)
    for one, days in ((ada, 84), (ben, 85), (cleo, 98), (dan, 99)):
        given(one, FIRST, FIRST + timedelta(days=days))
    late = of("late_12")
    assert numbers(late) == (3, 4, 0)
    assert [(bar.label, bar.number, bar.marked) for bar in late.bars] == [
        ("12", 1, False), ("13", 1, True), ("14", 1, True), ("15", 1, True)
    ]  # fmt: skip
    assert numbers(of("late_14")) == (1, 4, 0)


def test_a_pause_that_ends_a_course_and_a_stop_make_no_interval() -> None:
    pause, stop = people(2)
    given(pause, FIRST, FIRST + timedelta(days=183))
    given(stop, FIRST, FIRST + timedelta(days=100))
    noted(stop, Kind.STOP, {"date": str(FIRST + timedelta(days=90))})
    assert numbers(of("late_12")) == (0, 0, 0)


def test_an_interval_belongs_to_the_period_in_which_it_ends() -> None:
    [ada] = people(1)
    given(ada, date(2025, 12, 1), date(2026, 3, 1))
    assert numbers(of("late_12")) == (1, 1, 0)
    assert numbers(of("late_12", Period(date(2025, 1, 1), date(2025, 12, 31)))) == (0, 0, 0)


def test_overdue_is_who_waits_on_the_last_day_and_neither_stopped_nor_paused_for_good() -> None:
    late, due, stopped, gone = people(4)
    last = YEAR.last
    given(late, last - timedelta(days=85))
    given(due, last - timedelta(days=84))
    given(stopped, last - timedelta(days=90))
    noted(stopped, Kind.STOP, {"date": str(last - timedelta(days=30))})
    given(gone, last - timedelta(days=200))
    found = of("overdue")
    assert numbers(found) == (1, 2, 0)
    assert found.numerator[0].patient == late.pk


def test_lots_are_complete_where_every_vial_has_lot_and_expiry() -> None:
    ada, ben, cleo, dan = people(4)
    given(ada, FIRST, vials=[LOT, LOT])
    given(ben, FIRST, vials=[LOT, LOT | {"lot": " "}])
    given(cleo, FIRST, vials=[LOT | {"expiry": None}])
    given(dan, FIRST, vials=[])
    assert numbers(of("lots")) == (1, 4, 0)


def test_a_corrected_session_counts_once_and_as_it_was_corrected() -> None:
    [ada] = people(1)
    [old] = given(ada, FIRST, vials=[])
    type(old).objects.create(
        clinic=old.clinic, patient=ada, day=old.day, at=old.at, protocol="preempt", product="botox",
        written={}, follows=old.follows | {"vials": [LOT]}, replaces=old, by=old.by,
    )  # fmt: skip
    assert numbers(of("lots")) == (1, 1, 0)


def test_adverse_events_are_a_rate_for_a_hundred_sessions_by_severity() -> None:
    ada, ben = people(2)
    given(ada, FIRST, SECOND)
    given(ben, FIRST)
    noted(ada, Kind.ADVERSE_EVENT, {"term": "neck-pain", "onset": str(FIRST), "grade": "mild"})
    noted(ada, Kind.ADVERSE_EVENT, {"term": "ptosis", "onset": str(SECOND), "grade": "moderate"})
    noted(ben, Kind.ADVERSE_EVENT, {"term": "neck-pain", "onset": "2025-12-30", "grade": "severe"})
    found = of("events")
    assert numbers(found) == (2, 3, 0)
    assert found.percent == "66.7"
    assert [(one.label, one.figures) for one in found.amounts] == [
        ("mild", ("1",)), ("moderate", ("1",)), ("severe", ("0",)), ("not graded", ("0",))
    ]  # fmt: skip


def test_words_that_look_like_numbers_stay_words_and_a_lone_year_is_no_day() -> None:
    (ada,) = people(1)
    given(ada, FIRST, SECOND)
    noted(ada, Kind.ADVERSE_EVENT, {"term": "12345", "onset": "2026", "grade": "3"})
    noted(ada, Kind.SCORE, {"date": "2026", "instrument": "hit-6", "score": 66})
    for one in dashboard(Gathered(a_clinic(), YEAR)):
        assert one.measure
    told = Gathered(a_clinic(), Period(FIRST, date(2199, 12, 31))).events
    assert [(one.term, one.grade) for one in told] == [("12345", "3")]


def test_waste_is_by_product_and_units_of_two_products_are_never_added() -> None:
    ada, ben, cleo = people(3)
    given(ada, FIRST)
    given(ben, FIRST, units=(200, 0))
    given(cleo, FIRST, product="xeomin", units=(155.5, 44.5))
    found = of("waste")
    assert numbers(found) == (2, 3, 0)
    assert [(one.label, one.figures) for one in found.amounts] == [
        ("Botox", ("45 U", "400 U", "11\u00a0%")), ("Xeomin", ("44.5 U", "200 U", "22\u00a0%"))
    ]  # fmt: skip


# All of them -----------------------------------------------------------------------------------------


def test_an_empty_clinic_has_nothing_to_count_and_no_percent_anywhere() -> None:
    found = dashboard(Gathered(a_clinic(), YEAR))
    assert len(found) == len(measures()) == 12
    assert all(one.nothing and not one.percent and not one.bars for one in found)


def test_what_another_clinic_did_is_not_counted() -> None:
    south = a_clinic("south")
    ada = a_patient(south)
    given(ada, FIRST, SECOND, clinic=south)
    a_decision(ada, FIRST, answers=PATTERN, clinic=south)
    assert all(one.nothing for one in dashboard(Gathered(a_clinic(), YEAR)))


def test_a_share_that_is_not_all_is_never_shown_as_all() -> None:
    for number in range(201):
        given(a_patient(), FIRST, vials=[LOT] if number else [])
    assert of("lots").percent == "99"


def test_what_cannot_be_told_makes_the_share_of_all_a_range() -> None:
    ada, ben, cleo, dan = people(4)
    for one, answer in ((ada, "yes"), (ben, "yes"), (cleo, "no"), (dan, "unknown")):
        a_decision(one, FIRST, answers={"preventives_tried": answer})
    found = of("preventives")
    assert (found.percent, found.between, found.all) == ("67", ("50", "75"), 4)


def test_the_period_is_the_last_twelve_months_unless_somebody_chooses() -> None:
    assert last_year(date(2026, 11, 23)) == Period(date(2025, 11, 24), date(2026, 11, 23))
    assert last_year(date(2028, 2, 29)) == Period(date(2027, 3, 1), date(2028, 2, 29))
    assert quarters(date(2026, 2, 14))[:2] == [
        ("2026 Q1", Period(date(2026, 1, 1), date(2026, 2, 14))),
        ("2025 Q4", Period(date(2025, 10, 1), date(2025, 12, 31))),
    ]
    assert chosen({"from": "2026-01-01", "to": "2026-02-01"}, date(2026, 11, 1)).days == 32
    wrong = [
        ("2026-13-01", "2026-02-01"),
        ("2026-03-01", "2026-02-01"),
        ("0001-01-01", "9999-12-31"),
        ("2026", ""),
    ]
    for said in ({"from": first, "to": last} for first, last in wrong):
        with pytest.raises(BadInput):
            chosen(said, date(2026, 11, 1))
