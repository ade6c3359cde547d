"""What a letter to a payer says and does not say, as short stories."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from letters import NOVEMBER, changed, items, letter_of, nobody, page_of, said
from people import ada, ben, cleo, diary, eve, fay, person
from procerus.criteria.bounds import Answer, Between
from procerus.diary.dates import in_words
from procerus.diary.diary import Diary
from procerus.diary.partial_date import PartialDate
from procerus.exchange.letters.compose import compose
from procerus.exchange.letters.kinds import KINDS
from procerus.exchange.letters.text import as_text
from procerus.faults import BadInput
from procerus.pathway.patient import AttestedCount, History, PreventiveTrial

AUGUST = date(2026, 8, 17)
BEFORE_THE_STOP = date(2026, 9, 20)


def day(text: str) -> PartialDate:
    return PartialDate.of(text)


# Is it complete? -------------------------------------------------------------------------------------


def test_a_full_record_makes_a_complete_letter_and_it_says_so_first():
    made = letter_of(ada())
    assert made.completeness.complete is Answer.YES
    assert as_text(page_of(ada()), 100).startswith(f"{made.completeness.line}\n")


def test_a_complete_request_whose_criteria_are_not_met_says_that_complete_is_not_met():
    young = replace(ada(), born=day("2010-03-01"))
    made = letter_of(young)
    assert (made.completeness.complete, made.facts.decision.answer) == (Answer.YES, Answer.NO)
    line = "Complete: every item on the list is there. That does not say whether the criteria are met."
    assert made.to_json()["says"] == page_of(young).line == line
    assert " ".join(as_text(page_of(young)).split()).startswith(line)


def test_a_letter_that_lacks_something_says_how_much_before_anything_else():
    text = as_text(page_of(ben()))
    assert text.startswith("Not complete: 1 item is missing and 5 items are open.\n")
    assert text.index("[ ] MISSING: Questionnaire scores") < text.index("REQUEST FOR PRIOR AUTHORISATION")


@pytest.mark.parametrize(
    ("facts", "item"),
    [
        ({"born": None}, "Date of birth"),
        ({"preventives": None}, "Preventives tried"),
        ({"scores": None}, "Questionnaire scores"),
        ({"history": History()}, "Who made the diagnosis"),
        ({"history": History()}, "How long it has been like this"),
        ({"history": History()}, "Plan for medication overuse"),
        ({"diary": Diary.of([])}, "Diary for the four latest months"),
        ({"diary": Diary.of([])}, "Hours of headache"),
    ],
)
def test_what_nobody_recorded_is_missing_and_named(facts, item):
    assert item not in items(letter_of(ada()), "missing")
    assert item in items(letter_of(changed(**facts)), "missing")


def test_an_open_item_alone_leaves_a_letter_incomplete():
    made = letter_of(changed(born=day("1984")))
    assert made.completeness.line == "Not complete: 1 item is open."
    assert made.completeness.complete is Answer.NO


def test_every_item_that_is_not_there_says_what_to_do():
    for kind in KINDS:
        made = letter_of(nobody(), kind)
        assert [item.what for item in made.completeness.items if item.state != "there" and not item.do] == []


def test_without_overuse_nobody_is_asked_for_a_plan():
    made = letter_of(changed(eve(), history=History(diagnosed_by="gp")), "renewal", AUGUST)
    assert "Medication overuse" in items(made, "there")
    assert "Plan for medication overuse" not in [item.what for item in made.completeness.items]


def test_asked_and_none_is_there_and_never_asked_is_missing():
    assert "Preventives tried" in items(letter_of(changed(preventives=())), "there")
    assert "Preventives tried" in items(letter_of(changed(preventives=None)), "missing")


def test_a_medicine_without_dose_dates_or_outcome_is_missing_them_by_name():
    trial = PreventiveTrial(drug="topiramate", started=day("2025-03"))
    made = letter_of(changed(preventives=(trial,)))
    (item,) = [one for one in made.completeness.items if one.part == "preventives"]
    assert item.state == "missing"
    assert item.says == "without its dose (mg_per_day), its last day (to), its outcome"


def test_a_contraindicated_medicine_needs_no_dose_and_no_dates():
    trial = PreventiveTrial(drug="propranolol", outcome="contraindicated")
    assert "Preventive 1: propranolol" in items(letter_of(changed(preventives=(trial,))), "there")


def test_a_medicine_still_taken_needs_no_last_day():
    trial = PreventiveTrial("topiramate", day("2026-08-01"), None, Decimal(100), "ongoing")
    made = letter_of(changed(preventives=(trial,)))
    assert "Preventive 1: topiramate" in items(made, "there")
    assert "since 1 Aug 2026" in said(page_of(changed(preventives=(trial,))))


def test_gaps_that_change_no_answer_do_not_make_a_letter_incomplete():
    days = {day: one for day, one in ada().diary.days.items() if day != date(2026, 10, 4)}
    made = letter_of(changed(diary=Diary("made-up-ada", days)))
    assert made.completeness.complete is Answer.YES
    assert "119 of 120 days answered" in [item.says for item in made.completeness.items]


def test_gaps_that_leave_a_criterion_open_leave_the_diary_open():
    made = letter_of(ben())
    assert "Diary for the four latest months" in items(made, "open")
    assert "Headache on at least 15 days a month?" in items(made, "open")


def test_a_criterion_that_is_open_for_another_reason_does_not_open_the_diary():
    made = letter_of(changed(preventives=None))
    assert "Diary for the four latest months" in items(made, "there")


def test_criteria_that_are_not_met_do_not_make_a_letter_incomplete():
    made = letter_of(changed(scores=()), as_of=NOVEMBER)
    dan = replace(person("dan"), scores=())
    assert made.facts.decision.answer is Answer.YES
    assert letter_of(dan).facts.decision.answer is Answer.NO
    assert letter_of(dan).completeness.complete is Answer.YES


def test_a_date_of_birth_known_only_in_part_is_called_open_where_it_stands():
    assert "1984 (open: the day is not known)" in said(page_of(changed(born=day("1984"))))


# No number without a datum ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_record_without_facts_gives_a_letter_without_a_number_of_its_own(kind: str):
    made, page = letter_of(nobody(), kind), page_of(nobody(), kind)
    text = said(replace(page, foot=()))
    decision, diagnosis = made.facts.decision, made.facts.diagnosis
    known = {made.facts.policy.pack.about.version, "nice-ta260", in_words(NOVEMBER), *decision.warnings}
    for one in (*decision.reasons, *diagnosis.reasons):
        known |= {one.asks, one.needs, one.at}
    known |= {code.code for code in diagnosis.codes} | {code.system for code in diagnosis.codes} | {"ICHD-3"}
    known.add("" if decision.settled_by is None else decision.settled_by.text)
    for own in sorted(known, key=len, reverse=True):
        text = text.replace(own, "")
    text = re.sub(r"(\d+ \w{3}( \d{4})? ?– ?|\d+–)?\d+ \w{3} \d{4}", "", text)  # the months that are missing
    text = re.sub(r"\d+ days have passed", "", text)  # the policy's own waiting times
    text = re.sub(r"Not complete: .*|under all \d+ other readings", "", text)  # counts of the letter itself
    assert re.findall(r".*\d.*", text) == []


def test_bounds_that_say_nothing_are_said_to_be_not_known():
    text = said(page_of(nobody()))
    assert "headache days in the latest month: not known" in text
    assert "0 to 30" not in text


def test_a_count_stands_with_its_bounds_and_the_days_that_were_answered():
    (picture,) = [
        part for section in page_of(ben()).sections for part in section.parts if part.kind == "picture"
    ]
    assert picture.rows[-1].cells[:2] == ("23 of 30", "12 to 19 of 30")


def test_an_attested_count_is_called_attested_and_its_source_is_named():
    counts = (
        AttestedCount(date(2026, 7, 4), date(2026, 10, 31), Between(80, 84), Between(40, 44), "letter"),
    )
    text = said(page_of(changed(diary=Diary.of([]), counts=counts)))
    assert "2–31 Oct 2026: attested, not from a diary here. Source: letter." in text


def test_days_filled_in_from_memory_are_counted_as_recalled():
    text = said(page_of(eve(), "renewal", AUGUST))
    assert "recalled" not in text
    late = {
        one: replace(said_, entered=said_.entered + timedelta(days=9)) if said_.entered else said_
        for one, said_ in eve().diary.days.items()
    }
    assert "written down more than a week later: recalled" in said(
        page_of(changed(eve(), diary=Diary("made-up-eve", late)), "renewal", AUGUST)
    )


def test_hours_are_told_as_the_days_on_which_they_were_written_down():
    hurting = "M" * 20 + "." * 10
    text = said(page_of(changed(diary=diary(hurting))))
    assert "Hours were recorded on 20 of 20 known headache days: 160 hours in all." in text


# What treatment did ----------------------------------------------------------------------------------


def test_a_renewal_tells_days_before_percent_and_both_beside_the_windows():
    text = said(page_of(eve(), "renewal", AUGUST))
    assert (
        "Headache on 24 of 28 days in the baseline before the first injection, and on 46 of 84 days in the"
        " twelve weeks after the second injection: a fall of 8.6 days per 28 days, 36.1 percent."
    ) in text


def test_the_diagnosis_of_a_renewal_is_that_of_the_day_treatment_began():
    found = letter_of(fay(), "renewal", BEFORE_THE_STOP).facts.diagnosis
    assert (found.on, found.before_treatment, found.answer) == (date(2026, 1, 12), True, Answer.YES)


def test_a_policy_that_counts_migraine_days_is_told_of_both():
    made = letter_of(eve(), "renewal", AUGUST, policy="evicore")
    assert [one.fact for one in made.facts.falls] == ["headache_days", "migraine_days"]
    assert "\nMigraine on 14 of 28 days in" in said(compose(made))


def test_a_policy_without_a_window_after_an_injection_is_told_of_the_time_since():
    made = letter_of(eve(), "renewal", AUGUST, policy="aetna-0113")
    assert [(one.before.window, one.after.window) for one in made.facts.falls] == [("baseline", "recent")]


def test_days_that_have_not_come_are_not_gaps_and_nothing_is_compared_before_a_window_is_over():
    on = date(2026, 7, 10)
    made, text = letter_of(eve(), "renewal", on), said(page_of(eve(), "renewal", on))
    (period,) = [one for one in made.facts.periods if one.window == "after_two"]
    assert (period.days, period.answered, period.until) == (46, 46, AUGUST - timedelta(days=1))
    assert "per 28 days" not in text
    assert "so far; it lasts until 16 Aug 2026" in text
    assert not any("diary of" in one.what for one in made.completeness.of("missing"))
    assert letter_of(eve(), "renewal", AUGUST).facts.falls


def test_a_session_on_the_day_of_the_letter_has_no_days_after_it_yet():
    made = letter_of(eve(), "renewal", date(2026, 5, 25))
    (item,) = [one for one in made.completeness.items if "second injection" in one.what]
    assert (item.state, item.says) == ("there", "no such time yet")


def test_an_injection_is_drawn_on_its_own_day():
    (period,) = [
        one for one in letter_of(eve(), "renewal", AUGUST).facts.periods if one.window == "after_two"
    ]
    assert [month.injected for month in period.months] == [(0,), (), ()]


def test_a_renewal_before_any_treatment_is_missing_its_sessions():
    made = letter_of(ada(), "renewal")
    assert "Sessions of botulinum toxin" in items(made, "missing")
    assert made.facts.falls == ()


# Appeals and shared decisions ------------------------------------------------------------------------


def test_an_appeal_begins_with_what_was_refused_and_the_datum_that_answers_it():
    page = page_of(cleo(), "appeal", refused=("often_headache",), refused_on=date(2026, 10, 20))
    first = page.sections[0]
    assert first.title == "What was refused"
    criterion = first.parts[1]
    assert (criterion.refused, criterion.answer) == (True, "yes")
    assert "headache days in the latest month: 22" in criterion.found


def test_a_refused_criterion_stands_once_in_the_letter():
    page = page_of(cleo(), "appeal", refused=("often_headache",))
    asked = [part.asks for section in page.sections for part in section.parts if part.kind == "criterion"]
    assert len(asked) == len(set(asked)) == 5


def test_an_appeal_against_a_stop_asks_whether_treatment_may_go_on():
    made = letter_of(eve(), "appeal", AUGUST, refused=("stop_improved",))
    assert made.facts.question == "continue"


def test_an_appeal_that_names_no_criterion_is_not_complete():
    assert items(letter_of(cleo(), "appeal"), "missing")[:2] == ["What was refused", "Day of the refusal"]


def test_a_misspelt_criterion_is_asked_back():
    with pytest.raises(BadInput, match="Did you mean 'overuse_managed'"):
        letter_of(cleo(), "appeal", refused=("overuse_manged",))


def test_criteria_of_two_questions_are_two_appeals():
    with pytest.raises(BadInput, match="one appeal for each question"):
        letter_of(cleo(), "appeal", refused=("adult", "stop_improved"))


def test_only_an_appeal_answers_a_refusal():
    with pytest.raises(BadInput, match="Only an appeal"):
        letter_of(ada(), refused=("adult",))


def test_a_refusal_after_the_letter_is_a_slip():
    with pytest.raises(BadInput, match="later than the letter"):
        letter_of(cleo(), "appeal", refused=("adult",), refused_on=NOVEMBER + timedelta(days=1))


def test_a_refusal_of_the_same_day_can_be_answered_at_once():
    made = letter_of(cleo(), "appeal", refused=("adult",), refused_on=NOVEMBER)
    assert "Day of the refusal" in items(made, "there")


def test_a_shared_decision_leaves_the_decision_open_whatever_the_criteria_come_to():
    for one in (ada(), ben()):
        page = page_of(one, "shared-decision")
        (section,) = [each for each in page.sections if each.title == "What is decided, and why"]
        ticks, blanks = section.parts
        assert len(ticks.rows) == 4
        assert {"What the patient wishes", "The clinician's decision"} < set(blanks.rows)


def test_a_shared_decision_under_treatment_is_about_going_on():
    assert letter_of(eve(), "shared-decision", AUGUST).facts.question == "continue"
    assert letter_of(ada(), "shared-decision").facts.question == "start"


def test_no_letter_says_who_qualifies_or_who_failed():
    for kind in KINDS:
        for one in (ada(), ben(), eve(), nobody()):
            text = said(page_of(one, kind)).lower()
            assert not re.search(r"\beligib|qualif|\bfailed\b|\bpatient failed|should be treated", text)


# Whose letter it is ----------------------------------------------------------------------------------


def test_a_letter_holds_one_person_and_names_no_other():
    everybody = {name: person(name) for name in ("ada", "ben", "cleo", "dan", "eve", "fay")}
    for name, one in everybody.items():
        text = said(page_of(one))
        assert [other for other in everybody if f"made-up-{other}" in text] == [name]


def test_made_up_people_are_marked_and_others_are_not():
    assert page_of(ada()).watermark == "Made-up person"
    assert page_of(changed(id="synthetic-000001")).watermark == "Made-up person"
    assert page_of(changed(id="4711")).watermark is None
