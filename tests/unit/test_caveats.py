"""What a decision says beside its answer, so that nobody is misled by what it leaves out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from people import ada, diary, eve
from procerus.criteria.bounds import Answer, Between
from procerus.diary.diary import Diary
from procerus.diary.partial_date import PartialDate
from procerus.diary.read import read_days
from procerus.faults import BadInput
from procerus.injection.attested import Injection, Today
from procerus.packs.load import find_policy
from procerus.pathway.caveats import counts_more_days
from procerus.pathway.decision import Decision, decide
from procerus.pathway.patient import AttestedCount, History, Patient

AS_OF = date(2026, 11, 1)
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def asked(question: str, person: Patient, as_of: date = AS_OF, **more: date) -> Decision:
    return decide(find_policy("nice-ta260"), question, person, as_of, **more)


def sessions(*days: str) -> tuple[Injection, ...]:
    return tuple(Injection(PartialDate.of(day), "botox", "chronic-migraine") for day in days)


def warned(decision: Decision, words: str) -> bool:
    return any(words in text for text in decision.warnings)


def test_one_session_written_down_twice_is_one_session() -> None:
    person = replace(eve(), toxin=sessions("2026-03-02", "2026-03-02"))
    stop = next(
        one for one in asked("continue", person, date(2026, 5, 26)).reasons if "response" in one.criterion
    )
    assert (stop.answer, stop.remark) == (NO, "too early to assess")


def test_two_sessions_of_one_year_without_a_day_are_not_taken_for_one() -> None:
    person = replace(eve(), toxin=sessions("2025", "2025"))
    assert asked("continue", person, date(2026, 3, 1)).reasons[0].answer is not NO


def test_two_sessions_a_week_apart_are_asked_about() -> None:
    person = replace(eve(), toxin=sessions("2026-03-02", "2026-03-09"))
    assert warned(asked("continue", person, date(2026, 8, 17)), "lie 7 days apart")
    person = replace(eve(), toxin=sessions("2026-03-02", "2026-04-27"))
    assert not warned(asked("continue", person, date(2026, 8, 17)), "days apart")


@pytest.mark.parametrize("sign", ["allergy", "pregnant", "swallowing_or_breathing_trouble"])
def test_a_danger_sign_recorded_today_is_told_although_the_policy_does_not_ask(sign: str) -> None:
    today = replace(Today(on=AS_OF), **{sign: YES})
    decision = asked("start", replace(ada(), today=today))
    assert warned(decision, "not asked by this policy")
    assert not warned(asked("start", ada()), "not asked by this policy")


def test_another_cause_that_is_not_excluded_is_told() -> None:
    history = replace(ada().history, other_cause_excluded=NO)
    assert warned(
        asked("start", replace(ada(), history=history)), "another cause of headache is not excluded"
    )


def test_start_during_a_course_says_that_the_days_are_under_treatment() -> None:
    treated = replace(ada(), toxin=sessions("2026-08-02"))
    assert warned(asked("start", treated), "days under treatment")
    assert not warned(asked("start", ada()), "days under treatment")


def test_a_course_that_ended_by_our_convention_says_so() -> None:
    person = replace(eve(), toxin=sessions("2026-02-10"))
    late = asked("continue", person, date(2026, 8, 12))
    assert late.reasons[0].answer is NO and warned(late, "more than 26 weeks ago")
    assert not warned(asked("continue", person, date(2026, 8, 10)), "26 weeks")


def test_sessions_of_an_earlier_course_are_told() -> None:
    person = replace(eve(), toxin=sessions("2025-06-01", "2026-05-25"))
    assert warned(asked("continue", person, date(2026, 8, 17)), "The course counted began on 25 May 2026")


def test_a_baseline_after_treatment_began_is_refused() -> None:
    with pytest.raises(BadInput, match="when treatment began"):
        asked("continue", eve(), date(2026, 8, 17), baseline=date(2026, 7, 15))
    with pytest.raises(BadInput, match="--baseline"):
        asked("start", ada(), baseline=date(2027, 8, 1))


def test_a_person_born_after_the_question_is_refused() -> None:
    with pytest.raises(BadInput, match="born"):
        asked("start", replace(ada(), born=PartialDate.of("2027")))


def test_a_history_asked_later_was_shorter_on_an_earlier_day() -> None:
    history = History(months_of_this_pattern=9)
    person = replace(ada(), history=history, today=Today(on=AS_OF))
    found = asked("start", person, AS_OF - timedelta(days=214)).reasons[1].found
    assert found["months_of_this_pattern"] == Between(1, 3)
    same_day = asked("start", person).reasons[1].found["months_of_this_pattern"]
    assert same_day == Between(9, 9)


def test_an_attested_count_that_ends_after_the_question_is_not_used() -> None:
    count = AttestedCount(date(2026, 10, 2), date(2026, 11, 30), Between(25, 30), None, "letter")
    person = replace(ada(), diary=Diary("ada", {}), counts=(count,))
    decision = asked("start", person)
    assert decision.reasons[1].found["latest.headache_days.least"] == Between(0, 30)
    assert warned(decision, "is not used")


def test_zero_pain_on_headache_days_is_told() -> None:
    days = [{"date": f"2026-10-{day:02}", "headache": "yes", "worst": 0} for day in range(10, 20)]
    person = replace(ada(), diary=read_days(days, "x"))
    decision = asked("start", person)
    assert sum("worst" in text or "grade" in text for text in decision.warnings) >= 1
    assert warned(decision, "more such days")


def test_an_unknown_medicine_is_told_once_with_its_days() -> None:
    days = [
        {"date": f"2026-10-{day:02}", "headache": "yes", "medicines": "Zauberpulver"} for day in range(1, 31)
    ]
    decision = asked("start", replace(ada(), diary=read_days(days, "x")))
    told = [text for text in decision.warnings if "Zauberpulver" in text]
    assert told == ["“Zauberpulver” on 30 days is not in the medicine dictionary."]


def test_a_decision_says_which_preventives_it_counted() -> None:
    tried = next(one for one in asked("start", ada()).reasons if one.criterion == "preventives_tried")
    assert tried.remark == "counted: propranolol, amitriptyline, topiramate"


def test_a_gap_in_the_diary_alone_warns_of_nothing_it_should_not() -> None:
    person = replace(ada(), diary=diary("MMh." * 30, last=AS_OF - timedelta(days=1)))
    assert not warned(asked("start", person), "dictionary")


@pytest.mark.parametrize("caveat", ["1 more such day.", "12 more such days."])
def test_a_caveat_that_only_counts_further_days_is_told_apart_from_one_that_names_them(caveat: str) -> None:
    assert counts_more_days(caveat)
    assert not counts_more_days(f"On 3 Mar 2026 the rows disagree; {caveat}")
