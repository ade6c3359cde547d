"""What may be recorded of a toxin session, as short stories."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from procerus.criteria.bounds import Answer
from procerus.diary.partial_date import PartialDate
from procerus.injection.plan import ChosenDose
from procerus.injection.prepared import Terms
from procerus.injection.seal import sealed
from procerus.injection.units import units_of
from sessions import (
    LEFT_FRONTALIS,
    SUNDAY,
    Json,
    ada_session,
    added,
    dose,
    dystonia,
    filled,
    form_of_plan,
    otherwise,
    plan_of,
    record_of,
    refusal,
    refusals,
    somebody,
)

YES = Answer.YES
FRIDAY, MONDAY, TUESDAY = date(2026, 10, 30), date(2026, 11, 2), date(2026, 11, 3)


# The form ---------------------------------------------------------------------------------------------


def test_the_form_has_what_was_planned_and_leaves_open_what_only_a_person_can_say():
    form = form_of_plan(plan_of())
    assert [(one["site"], one["units"]) for one in form["given"]] == [
        (one["id"], one["units"]) for one in form["plan"]["sites"]
    ]
    assert form["ticks"] == form["overrides"] == form["differences"] == []
    said = ("birth_year", "at", "supervisor", "complications", "needle", "note", "replaces")
    assert [form[key] for key in said] == [None] * len(said)
    assert [set(form[key].values()) for key in ("by", "authority", "consent")] == [{None}] * 3
    vial = form["vials"][0]
    assert (vial["units"], vial["diluent_ml"]) == (200, 4)
    assert [vial[key] for key in ("product", "lot", "expiry", "opened", "discarded")] == [None] * 5


def test_an_empty_form_says_each_thing_that_nobody_wrote():
    missing = {one.split(":")[0] for one in refusals(form_of_plan(plan_of()))}
    assert missing == {
        "birth_year", "at", "by.name", "by.role", "authority", "consent", "complications",
        "vials[0].product", "vials[0].lot", "vials[0].expiry", "vials[0].opened", "vials[0].discarded",
    }  # fmt: skip


# Given as planned, and otherwise ------------------------------------------------------------------------


def test_a_session_given_as_planned_needs_no_word_about_differences():
    record = record_of(ada_session())
    assert record.differences == ()
    assert record.total == units_of("onabotulinumtoxina")(155)
    assert record.day == SUNDAY


def test_the_next_session_is_due_when_the_interval_is_over():
    assert record_of(ada_session()).next_day == date(2027, 1, 24)


@pytest.mark.parametrize(
    ("session", "says"),
    [
        (otherwise(ada_session(), LEFT_FRONTALIS, None, why=None), "omitted, 5 U planned"),
        (otherwise(ada_session(), LEFT_FRONTALIS, 3, why=None), "planned 5 U, given 3 U"),
        (added(ada_session(), "temporalis-extra-1-left", why=None), "added, 5 U"),
    ],
)
def test_what_was_given_otherwise_is_refused_until_somebody_says_why(session: Json, says: str):
    assert says in refusal(session)
    assert "patient's left" in refusal(session)


def test_each_difference_needs_a_reason_of_its_own():
    session = otherwise(otherwise(ada_session(), LEFT_FRONTALIS), "frontalis-1-right", why=None)
    assert "frontalis 1, patient's right: omitted" in refusal(session)


def test_a_difference_named_without_a_reason_is_not_owned():
    session = otherwise(ada_session(), LEFT_FRONTALIS, why=None)
    session["differences"] = [{"site": LEFT_FRONTALIS, "why": None}]
    assert "nobody says why" in refusal(session)


def test_differences_with_their_reasons_are_recorded():
    session = added(otherwise(ada_session(), LEFT_FRONTALIS, why="lid drooped"), "temporalis-extra-1-left")
    found = record_of(session).differences
    assert [(one.change, one.why) for one in found] == [("omitted", "lid drooped"), ("added", "pain there")]
    assert record_of(session).total.amount == 155


def test_a_reason_for_a_site_that_was_given_as_planned_is_refused():
    session = ada_session() | {"differences": [{"site": LEFT_FRONTALIS, "why": "none"}]}
    assert "was given as it was planned" in refusal(session)


def test_a_difference_is_owned_once():
    session = otherwise(ada_session(), LEFT_FRONTALIS)
    session["differences"] *= 2
    assert "differences[1]: 'frontalis-1-left' stands here twice" in refusal(session)


@pytest.mark.parametrize(
    ("site", "says"),
    [
        ("procerus-1-left", "is the left of procerus, which lies on the midline. Write midline."),
        ("frontalis-1-midline", "lies on the midline, and frontalis is right or left. Write right or left."),
        ("frontalis-9-left", "is not one of the sites that preempt has in frontalis"),
        ("frontalis-extra-1-left", "is not one of the sites that preempt has in frontalis"),
        ("masseter-1-left", "is not a site of preempt"),
        ("frontalis-1-lft", "is not a site of preempt. Did you mean 'frontalis-1-left'?"),
    ],
)
def test_a_site_that_this_protocol_has_not_is_refused(site: str, says: str):
    assert says in " ".join(refusals(added(ada_session(), site)))


def test_a_site_stands_in_a_session_once():
    session = ada_session()
    session["given"].append(dict(session["given"][0]))
    session["vials"][0]["discarded"] -= 5
    assert "given[31].site: 'corrugator-1-right' stands here twice" in refusals(session)[0]


def test_units_are_whole_where_the_sites_of_the_protocol_are():
    assert "'2.5 U' is not whole" in refusal(otherwise(ada_session(), LEFT_FRONTALIS, 2.5))


def test_a_quarter_of_a_unit_may_be_given_where_the_clinician_chose_the_dose_and_nothing_finer():
    assert refusals(otherwise(dystonia(), "scalene-1-left", 12.25)) == []
    assert "finer than a quarter" in refusal(otherwise(dystonia(), "scalene-1-left", 12.3))


def test_more_extra_sites_than_the_protocol_allows_are_refused():
    session = ada_session()
    for site in ("temporalis-extra-1-left", "temporalis-extra-1-right", "temporalis-extra-2-left"):
        added(session, site)
    assert "is more than the 2 extra sites this protocol allows in temporalis" in refusal(session)


def test_more_units_than_the_protocol_has_for_one_session_are_refused():
    lines = filled(plan_of(protocol="glabellar-lines", product="botox-cosmetic"))
    assert refusals(lines) == []
    session = otherwise(lines, "procerus-1-midline", 5)
    assert "'21 U' is more than the 20 U this protocol has for one session" in refusals(session)[-1]


def test_a_site_gets_no_more_than_the_protocol_has_for_one_site():
    lines = filled(plan_of(protocol="glabellar-lines", product="botox-cosmetic"))
    session = otherwise(otherwise(lines, "procerus-1-midline", 5), "corrugator-1-left", 2)
    assert "'5 U' is more than the 4 U this protocol has for one site" in refusal(session)
    assert refusals(otherwise(ada_session(), LEFT_FRONTALIS, 45)) == []  # 195 U in all, and 50 U a site
    said = "is more than the 50 U this protocol has for one site"
    assert said in refusals(otherwise(otherwise(ada_session(), "procerus-1-midline"), LEFT_FRONTALIS, 51))[0]


def test_a_reason_makes_no_room_for_more_than_all_the_sites_of_fixed_doses_have():
    assert "'196 U' is more than the 195 U of all the sites that preempt has" in refusal(
        otherwise(ada_session(), LEFT_FRONTALIS, 46)
    )


def test_a_muscle_gets_no_more_than_the_protocol_has_for_both_its_sides():
    doses = {("sternocleidomastoid", "right"): ChosenDose(Fraction(50), 2),
             ("sternocleidomastoid", "left"): ChosenDose(Fraction(50), 2)}  # fmt: skip
    session = filled(plan_of(protocol="cervical-dystonia", doses=doses, terms=Terms(sizes=(200,))))
    assert refusals(session) == []
    more = otherwise(session, "sternocleidomastoid-2-left", 26)
    assert "'101 U' is more than the 100 U this protocol allows in sternocleidomastoid" in refusal(more)


def test_more_than_was_planned_has_to_fit_beneath_what_the_day_had_room_for():
    shape = plan_of(somebody(toxin=(dose("2026-08-08", 240),)))
    assert shape["largest_dose"] == 160
    assert refusals(added(filled(shape), "temporalis-extra-1-left")) == []
    session = added(added(filled(shape), "temporalis-extra-1-left"), "temporalis-extra-1-right")
    assert "'165 U' is more than the 155 U planned, and on this day there was room for 160 U" in refusal(
        session
    )


def test_where_the_ceiling_was_set_aside_the_dose_given_is_not_held_to_it_again():
    shape = plan_of(somebody(toxin=(dose("2026-08-08", 300),)))
    assert [(one["code"], one["severity"]) for one in shape["findings"]] == [("ceiling", "stop")]
    second = {"by": "Dr B. Second", "how": "together", "on": "2026-11-01"}
    override = {"code": "ceiling", "reason": "bladder dose halved", "by": "N. Example", "second": second}
    assert refusals(added(filled(shape, overrides=[override]), "temporalis-extra-1-left")) == []


def test_a_caution_about_the_ceiling_of_another_label_sets_nothing_aside():
    shape = plan_of(somebody(toxin=(dose("2026-08-08", 245),)), terms=Terms(label="us"))
    shape = sealed({**shape, "findings": [{**FINDING, "code": "ceiling", "severity": "caution"}]})
    session = added(filled(shape, ticks=["ceiling"]), "temporalis-extra-1-left")
    assert "there was room for 155 U" in refusal(session)


FINDING = {"text": "More than the other label has.", "source": "a label", "leaves_open": False, "sites": []}


def test_a_plan_of_older_packs_makes_no_record():
    shape = sealed(plan_of() | {"fingerprint": "0" * 16})
    assert "was made with other packs than are here now" in refusal(filled(shape))


def test_a_session_in_which_nothing_was_given_is_not_a_session():
    session = ada_session() | {"given": []}
    assert "given: names no site" in refusals(session)[0]


# Who, when, and the person's will -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "consent",
    [
        None,
        {"given": "no", "on": "2026-11-01", "how": "spoken"},
        {"given": "unknown", "on": "2026-11-01", "how": "spoken"},
    ],
)
def test_nobody_is_injected_without_consent(consent: Json | None):
    assert refusal(ada_session() | {"consent": consent}).startswith("consent: is not there")


def test_consent_is_given_before_the_injection():
    late = {"given": "yes", "on": "2026-11-02", "how": "spoken"}
    assert "consent.on: '2 Nov 2026' is after the session" in refusal(ada_session() | {"consent": late})


def test_consent_says_when_and_how():
    said = refusals(ada_session() | {"consent": {"given": "yes"}})
    assert [one.split(":")[0] for one in said] == ["consent.how", "consent.on"]


def test_a_nurse_says_which_direction_or_prescription_and_a_prescriber_need_not():
    assert "authority.text" in refusal(ada_session() | {"authority": {"kind": "PSD"}})
    assert refusals(ada_session() | {"authority": {"kind": "prescriber"}}) == []


def test_a_supervisor_is_named_in_full_or_not_at_all():
    assert refusal(ada_session() | {"supervisor": {"name": "B. Example"}}).startswith("supervisor.role")
    assert refusals(ada_session() | {"supervisor": {"name": "B. Example", "role": "neurologist"}}) == []
    assert [one.split(":")[0] for one in refusals(ada_session() | {"by": None})] == ["by"]


def test_complications_not_asked_for_are_not_the_same_as_none():
    assert "were not asked for" in refusal(ada_session() | {"complications": None})
    assert refusals(ada_session() | {"complications": ["fainted, lay down for ten minutes"]}) == []


def test_the_session_is_on_the_day_that_the_plan_was_judged_for():
    later = ada_session() | {"at": "2026-11-02T00:10+00:00"}
    later["vials"][0]["opened"] = "2026-11-02T00:05+00:00"
    assert "at: '2 Nov 2026' is not the day of the plan, 1 Nov 2026" in refusal(later)


def test_the_day_is_the_local_one_whatever_the_day_in_greenwich():
    early = ada_session() | {"at": "2026-11-01T00:30+13:00"}  # 31 October in Greenwich
    early["vials"][0]["opened"] = "2026-11-01T00:10+13:00"
    assert refusals(early) == []


def test_a_year_in_which_nobody_here_was_born_is_refused():
    for year in (0, 1899, 2027, 2199):
        said = refusal(ada_session() | {"birth_year": year})
        assert said == f"birth_year: '{year}' is not between 1900 and 2026. Check the year."
    assert refusals(ada_session() | {"birth_year": 1900}) == []


def test_somebody_surely_under_age_is_not_recorded_by_a_plan_that_did_not_know():
    said = refusal(ada_session() | {"birth_year": 2009})  # 17 at the most on 1 November 2026
    assert said == (
        "birth_year: '2009' makes the person younger than 18, and the plan does not know of it."
        " Plan again with the person's date of birth."
    )
    assert refusal(ada_session() | {"birth_year": 2026}).startswith("birth_year: '2026' makes")
    assert refusals(ada_session() | {"birth_year": 2008}) == []


def test_somebody_under_age_is_recorded_where_the_plan_said_so_and_it_was_ticked():
    shape = plan_of(somebody(born=PartialDate.of("2009-06-01")))
    assert refusals(filled(shape, birth_year=2009, ticks=["under-age"])) == []


def test_where_the_protocol_names_no_age_the_year_of_birth_says_nothing_of_it():
    lids = {("orbicularis-oculi", "left"): ChosenDose(Fraction(15, 2), 3)}
    shape = plan_of(protocol="blepharospasm", doses=lids, per_ml=Fraction(25))
    assert refusals(filled(shape, birth_year=2014)) == []


def test_a_session_is_for_the_person_of_its_plan():
    assert "patient: 'made-up-ben' is not the plan's, 'made-up-ada'" in refusal(
        ada_session() | {"patient": "made-up-ben"}
    )


def test_a_plan_that_was_edited_after_the_form_was_made_is_refused():
    session = ada_session()
    session["plan"]["findings"] = []
    session["plan"]["earliest_date"] = "2026-11-02"
    assert refusal(session).startswith("plan: was changed after the form was made")


def test_the_recorded_dose_is_one_line_for_the_patient_file():
    session = otherwise(ada_session(), LEFT_FRONTALIS)
    assert record_of(session).dose_line() == {
        "date": "2026-11-01", "product": "botox", "indication": "chronic-migraine", "units": 150,
    }  # fmt: skip
    assert record_of(session).discarded == Fraction(50)
