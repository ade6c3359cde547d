"""What stops a session, who may set it aside, and what is looked at again when it is recorded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from procerus.criteria.bounds import Answer
from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import Injection
from procerus.injection.overrides import next_working_day, same_person
from procerus.injection.prepared import Terms
from procerus.injection.rejudged import faults_now, filed_too_soon
from procerus.injection.seal import sealed
from sessions import (
    AMINOGLYCOSIDE,
    SUNDAY,
    Json,
    ada_session,
    asked,
    dose,
    filled,
    plan_of,
    record_of,
    refusal,
    refusals,
    somebody,
)

YES = Answer.YES
FRIDAY, MONDAY, TUESDAY = date(2026, 10, 30), date(2026, 11, 2), date(2026, 11, 3)


# Findings: seen, set aside, or open -------------------------------------------------------------------------


def stopped(on: date = SUNDAY) -> Json:
    """A session six weeks after the last: the interval stops it."""
    earlier = date.fromordinal(on.toordinal() - 42).isoformat()
    return filled(plan_of(somebody(on, toxin=(dose(earlier),)), on))


def aside(session: Json, code: str = "interval", **said: object) -> Json:
    second = {"by": "Dr B. Second", "how": "together", "on": session["plan"]["on"]}
    return session | {
        "overrides": [
            {"code": code, "reason": "cluster of attacks", "by": "N. Example", "second": second | said}
        ]
    }


def test_a_stop_stands_until_it_is_set_aside_with_a_reason_by_two_people():
    assert "the stop 'interval' stands" in refusal(stopped())
    (found,) = record_of(aside(stopped())).set_aside
    assert found.in_words == (
        "Set aside by N. Example: cluster of attacks; there with Dr B. Second, 1 Nov 2026."
    )


@pytest.mark.parametrize("name", ["N. Example", "n example", "Nurse N.  EXAMPLE", "Example, N.", "EXAMPLE N"])
def test_the_second_person_is_not_the_injector_however_the_name_is_written(name: str):
    assert "is the person who injects" in refusal(aside(stopped(), by=name))


def test_the_second_person_is_not_who_set_the_stop_aside():
    session = aside(stopped(), by="Dr B. Second")
    session["overrides"][0]["by"] = "B Second"
    assert "is the person who set it aside" in refusal(session)


def test_two_names_are_two_people():
    assert not same_person("N. Example", "M. Example")
    assert not same_person("Dr", "Prof")
    assert same_person("Prof. Dr Ann-Lee O'Hara", "ann lee o hara")


@pytest.mark.parametrize("name", ["-", "N.", "12", "?!"])
def test_nobody_without_a_name_agrees_sets_aside_injects_or_supervises(name: str):
    says = f"'{name}' is no name of a person. Write the name; it has at least two letters."
    assert refusal(aside(stopped(), by=name)) == f"overrides[0].second.by: {says}"
    session = aside(stopped())
    session["overrides"][0]["by"] = name
    assert refusal(session) == f"overrides[0].by: {says}"
    signed = {"name": name, "role": "nurse"}
    assert refusal(ada_session() | {"by": signed}) == f"by.name: {says}"
    assert refusal(ada_session() | {"supervisor": signed}) == f"supervisor.name: {says}"


@pytest.mark.parametrize("name", ["Bo", "李明", "Dr B. Second"])
def test_a_short_name_is_a_name(name: str):
    assert refusals(aside(stopped(), by=name)) == []


def test_a_supervisor_is_somebody_else_than_the_injector():
    same = ada_session() | {"supervisor": {"name": "Dr Example, N.", "role": "neurologist"}}
    assert refusal(same).startswith("supervisor.name: 'Dr Example, N.' is the person who injects")
    assert refusals(ada_session() | {"supervisor": {"name": "Dr B. Second", "role": "neurologist"}}) == []


@pytest.mark.parametrize("key", ["reason", "by", "second"])
def test_an_override_without_reason_person_or_second_person_is_none(key: str):
    session = aside(stopped())
    session["overrides"][0][key] = None
    assert refusal(session).startswith(f"overrides[0].{key}: 'interval' is missing")


def test_a_second_person_says_how_and_when_they_agreed():
    assert "overrides[0].second" in refusal(aside(stopped(), how=None))
    assert "overrides[0].second.on: 'Dr B. Second' is missing" in refusal(aside(stopped(), on=None))
    assert "is not the day of the session" in refusal(aside(stopped(), how="remote", on="2026-10-31"))
    assert refusals(aside(stopped(), how="remote")) == []


def alone(session: Json) -> Json:
    return session | {"authority": {"kind": "prescriber"}}


def test_a_prescriber_alone_is_countersigned_on_monday_for_friday_and_until_then_it_is_awaited():
    session = alone(aside(stopped(FRIDAY), how="countersigned", on=None))
    record = record_of(session)
    assert record.awaits == MONDAY
    assert record.set_aside[0].in_words.endswith("; awaits countersignature by 2 Nov 2026, of Dr B. Second.")


@pytest.mark.parametrize("day", [FRIDAY, MONDAY])
def test_a_countersignature_by_the_next_working_day_is_one(day: date):
    record = record_of(alone(aside(stopped(FRIDAY), how="countersigned", on=day.isoformat())))
    assert record.awaits is None
    assert not record.set_aside[0].late


def test_a_countersignature_after_the_next_working_day_or_before_the_session_is_refused():
    late = alone(aside(stopped(FRIDAY), how="countersigned", on=TUESDAY.isoformat()))
    assert "is after the next working day, 2 Nov 2026" in refusal(late)
    early = alone(aside(stopped(FRIDAY), how="countersigned", on="2026-10-29"))
    assert "is before the session on 30 Oct 2026" in refusal(early)


def test_a_correction_may_say_that_the_countersignature_came_late():
    late = alone(aside(stopped(FRIDAY), how="countersigned", on=TUESDAY.isoformat()))
    late["replaces"] = {"record": "x.json", "why": "countersigned"}
    assert record_of(late).set_aside[0].in_words.endswith("3 Nov 2026, after the next working day.")


@pytest.mark.parametrize("kind", ["prescription", "PSD", "PGD"])
def test_only_a_prescriber_who_injects_alone_is_countersigned_later(kind: str):
    session = aside(stopped(FRIDAY), how="countersigned", on=None)
    session["authority"] = {"kind": kind, "text": "7"}
    assert "is only for a prescriber who works alone" in refusal(session)


@pytest.mark.parametrize(
    ("day", "next_one"),
    [("2026-11-02", "2026-11-03"), ("2026-10-30", "2026-11-02"), ("2026-10-31", "2026-11-02"),
     ("2026-11-01", "2026-11-02"), ("2026-12-31", "2027-01-01")],
)  # fmt: skip
def test_the_next_working_day_skips_the_weekend(day: str, next_one: str):
    assert next_working_day(date.fromisoformat(day)) == date.fromisoformat(next_one)


def test_a_session_without_a_stop_carries_no_override():
    assert "'interval' is no stop of this plan" in refusal(aside(ada_session()))


def test_a_stop_is_set_aside_once():
    session = aside(stopped())
    session["overrides"] *= 2
    assert "overrides[1]: 'interval' is set aside twice" in refusal(session)


def test_a_caution_needs_its_tick_and_information_none():
    shape = plan_of(somebody(medicines=(AMINOGLYCOSIDE,)), extra={("trapezius", "left"): 1})
    assert {one["severity"] for one in shape["findings"]} == {"caution", "information"}
    assert "nobody ticked the caution 'aminoglycoside'" in refusal(filled(shape))
    assert refusals(filled(shape, ticks=["aminoglycoside"])) == []


def test_three_cautions_of_one_code_are_ticked_one_by_one():
    others = tuple(dose(f"2026-09-{day}", 300, "dysport") for day in (20, 21, 22))
    session = filled(plan_of(somebody(toxin=others)), ticks=["other-toxin", "other-toxin-3"])
    assert "nobody ticked the caution 'other-toxin-2'" in refusal(session)
    session["ticks"].append("other-toxin-2")
    assert refusals(session) == []


def test_a_tick_for_what_the_plan_has_not_is_refused():
    assert "ticks[0]: 'aminoglycoside' is no caution" in refusal(
        ada_session() | {"ticks": ["aminoglycoside"]}
    )
    shape = plan_of(somebody(medicines=(AMINOGLYCOSIDE,)))
    assert "stands here twice" in refusal(filled(shape, ticks=["aminoglycoside"] * 2))


def test_a_check_that_was_not_asked_blocks_and_can_only_be_asked():
    session = filled(plan_of(somebody(today=asked(allergy=Answer.UNKNOWN))))
    assert refusal(session).startswith("finding not-asked: is open.")
    assert "cannot be set aside" in refusal(session)
    session["ticks"] = ["not-asked"]
    assert len(refusals(session)) == 2
    assert len(refusals(aside(session | {"ticks": []}, "not-asked"))) == 2


def test_an_open_finding_blocks_beside_a_stop_that_was_set_aside():
    person = somebody(toxin=(dose("2026-09-20"),), conditions=None)
    assert refusal(aside(filled(plan_of(person)))).startswith("finding not-asked: is open.")


def test_a_stop_that_is_open_is_asked_and_not_also_set_aside():
    shape = plan_of(patient="made-up-ada")
    shape["findings"] = [
        {"code": "allergy", "severity": "stop", "text": "It may be.", "source": "somebody",
         "leaves_open": True, "sites": []}
    ]  # fmt: skip
    shape["allowed"] = "no"
    assert refusal(filled(sealed(shape))).startswith("finding allergy: is open. It may be.")


# Judged anew ------------------------------------------------------------------------------------------------


def test_a_dose_that_another_clinic_has_given_since_blocks_the_record():
    record = record_of(ada_session())
    assert list(faults_now(record, "made-up-ada", somebody(), ())) == []
    since = somebody(toxin=(dose("2026-10-20"),))
    (only,) = faults_now(record, "made-up-ada", since, ())
    assert "finding interval: is new since the plan was printed" in str(only)
    assert "20 Oct 2026" in str(only)


def test_checks_answered_otherwise_in_the_patient_file_block_the_record():
    person = somebody(today=asked(inr=2))
    record = record_of(filled(plan_of(person)))
    assert list(faults_now(record, "made-up-ada", person, ())) == []
    (only,) = faults_now(record, "made-up-ada", somebody(), ())
    assert str(only).startswith("plan.checks: is not what the patient file says was asked on the day.")


def test_what_was_known_when_the_plan_was_printed_is_not_new():
    person = somebody(toxin=(dose("2026-09-20"),), medicines=(AMINOGLYCOSIDE,))
    record = record_of(aside(filled(plan_of(person), ticks=["aminoglycoside"])))
    assert list(faults_now(record, "made-up-ada", person, ())) == []


def test_an_infection_whose_sites_were_left_out_is_not_new():
    person = somebody(today=asked(infection_at_site=YES))
    shape = plan_of(person, terms=Terms(infected=("frontalis:left",)),
                    omit={"frontalis:left": "infection"})  # fmt: skip
    record = record_of(filled(shape))
    assert list(faults_now(record, "made-up-ada", person, ())) == []


def test_an_infection_that_was_set_aside_is_not_new():
    person = somebody(today=asked(infection_at_site=YES))
    record = record_of(aside(filled(plan_of(person)), "infection-at-site"))
    assert list(faults_now(record, "made-up-ada", person, ())) == []


def test_a_dose_filed_here_counts_though_the_persons_own_list_lacks_it():
    record = record_of(ada_session())
    filed = [dose("2026-10-20")]
    assert len(list(faults_now(record, "made-up-ada", somebody(), filed))) == 1
    assert "finding interval: 'botox' was recorded in this folder for 20 Oct 2026" in str(
        *filed_too_soon(record, filed)
    )


def test_a_dose_both_filed_and_listed_is_one_dose():
    shape = plan_of(somebody(toxin=(dose("2026-08-08", 240),)))
    listed = somebody(toxin=(dose("2026-08-08", 240),))
    assert list(faults_now(record_of(filled(shape)), "made-up-ada", listed, [dose("2026-08-08", 240)])) == []


def test_a_filed_dose_of_a_product_no_longer_known_may_be_of_this_toxin():
    record = record_of(ada_session())
    assert len(list(filed_too_soon(record, [dose("2026-10-20", product="oldtox")]))) == 1
    assert (
        list(filed_too_soon(record, [dose("2026-11-01")])) == []
    )  # the folder itself refuses a second record


def test_a_filed_dose_matters_until_the_interval_is_over_and_only_of_this_toxin():
    record = record_of(ada_session())
    assert len(list(filed_too_soon(record, [dose("2026-08-10")]))) == 1  # 83 days before
    assert list(filed_too_soon(record, [dose("2026-08-09")])) == []
    assert list(filed_too_soon(record, [dose("2026-10-20", product="dysport")])) == []
    assert list(filed_too_soon(record_of(aside(stopped())), [dose("2026-09-20")])) == []


def test_a_session_recorded_late_keeps_the_interval_to_the_session_after_it_too():
    record = record_of(ada_session())
    (only,) = filed_too_soon(record, [dose("2027-01-23")])  # 83 days after
    assert str(only).startswith("finding interval: 'botox' was recorded in this folder for 23 Jan 2027.")
    assert list(filed_too_soon(record, [dose("2027-01-24")])) == []
    assert list(filed_too_soon(record, [dose("2026-11-20", product="dysport")])) == []
    assert len(list(filed_too_soon(record, [dose("2026-11-20", product="oldtox")]))) == 1
    assert len(list(filed_too_soon(record_of(aside(stopped())), [dose("2026-11-20")]))) == 1


def test_a_later_dose_that_the_plan_spoke_of_and_somebody_ticked_holds_nothing_up():
    shape = plan_of(somebody(toxin=(dose("2026-11-20", product="dysport"),)))
    record = record_of(filled(shape, ticks=["later-dose"]))
    assert list(filed_too_soon(record, [dose("2026-11-20")])) == []
    assert len(list(filed_too_soon(record, [dose("2026-10-20")]))) == 1


def test_a_list_of_doses_that_nobody_wrote_stays_unknown():
    (only,) = faults_now(record_of(ada_session()), "made-up-ada", somebody(toxin=None), [dose("2026-10-20")])
    assert "finding not-asked" in str(only)


def test_where_nobody_recorded_a_birth_date_the_year_typed_is_compared_with_none():
    nobody_asked = somebody(born=None)
    record = record_of(filled(plan_of(nobody_asked), ticks=["age-not-known"]))
    assert list(faults_now(record, "made-up-ada", nobody_asked, ())) == []


def test_the_birth_year_typed_again_has_to_be_that_of_the_persons_file():
    record = record_of(ada_session())
    right = somebody(born=PartialDate.of("1984-05"))
    wrong = somebody(born=PartialDate.of("1985-05-02"))
    assert list(faults_now(record, "made-up-ada", right, ())) == []
    assert "birth_year: '1984' is not that of the patient file" in str(
        *faults_now(record, "made-up-ada", wrong, ())
    )
    assert "patient: 'made-up-ada' is not that of the patient file, 'ben'" in str(
        *faults_now(record, "ben", right, ())
    )


def test_a_correction_is_not_judged_by_the_dose_that_it_corrects():
    session = ada_session() | {"replaces": {"record": "x.json", "why": "lot mistyped"}}
    own = Injection(PartialDate.of("2026-11-01"), "botox", "chronic-migraine", Decimal(155))
    assert list(faults_now(record_of(session), "made-up-ada", somebody(toxin=(own,)), ())) == []
    assert list(faults_now(record_of(ada_session()), "made-up-ada", somebody(toxin=(own,)), ())) != []
