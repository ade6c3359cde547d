"""What was asked of the person on the day, infections, illnesses, medicines, the label and the age."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from procerus.criteria.bounds import Answer
from procerus.diary.partial_date import PartialDate
from procerus.faults import BadInput
from procerus.injection.attested import Attested, Today
from procerus.injection.judgement import judge
from procerus.injection.plan import Choices
from toxin import ON, asked_no, codes, days_before, dose, found, judged, person, preempt, taking

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
TOP = Choices(extra={("trapezius", "left"): 2, ("trapezius", "right"): 2})  # 175 U


# The checks of the day


@pytest.mark.parametrize("check", ["allergy", "pregnant", "infection_at_site"])
def test_allergy_pregnancy_and_infection_at_the_site_stop_a_session(check: str):
    one = judged(today=asked_no(**{check: YES}))
    assert one.allowed is NO
    assert found(one, check.replace("_", "-")).severity == "stop"


@pytest.mark.parametrize("check", ["swallowing_or_breathing_trouble", "breast_feeding"])
def test_trouble_swallowing_and_breast_feeding_are_cautions(check: str):
    one = judged(today=asked_no(**{check: YES}))
    assert one.allowed is YES
    assert found(one, check.replace("_", "-")).severity == "caution"


@pytest.mark.parametrize(
    "check",
    [
        "allergy",
        "infection_at_site",
        "swallowing_or_breathing_trouble",
        "pregnant",
        "breast_feeding",
        "toxin_elsewhere",
    ],
)
def test_a_check_that_was_not_asked_is_never_a_no(check: str):
    one = judged(today=asked_no(**{check: UNKNOWN}))
    assert one.allowed is UNKNOWN
    assert found(one, "not-asked").leaves_open


def test_no_checks_at_all_leave_it_open_once_for_each():
    one = judged(today=None)
    assert one.allowed is UNKNOWN
    assert sum(finding.code == "not-asked" for finding in one.findings) == 6


def test_checks_of_another_day_are_not_todays():
    one = judged(today=asked_no(ON - timedelta(days=1)))
    assert one.allowed is UNKNOWN
    assert "29 Mar 2026" in found(one, "not-asked").text
    assert judged(today=asked_no(None)).allowed is UNKNOWN  # type: ignore[arg-type]  # a day nobody recorded


def test_an_allergy_said_on_another_day_is_still_an_allergy():
    assert judged(today=asked_no(ON - timedelta(days=9), allergy=YES)).allowed is NO


def test_toxin_from_elsewhere_has_to_be_in_the_list_before_anything_can_be_told():
    said = asked_no(toxin_elsewhere=YES)
    assert judged(today=said).allowed is UNKNOWN
    assert judged(dose(days_before(100)), today=said).allowed is UNKNOWN  # the clinic's own
    entered = judged(dose("2025-12-20", 20, "vistabel"), today=said)
    assert entered.allowed is YES
    assert found(entered, "toxin-elsewhere").severity == "caution"


def test_a_stop_stands_whatever_else_is_open():
    assert judged(today=Today(ON, allergy=YES)).allowed is NO


def test_stops_are_told_first_then_what_is_open():
    one = judged(
        dose(days_before(3)),
        today=asked_no(pregnant=UNKNOWN, breast_feeding=YES),
        medicines=(taking("oxybutynin"),),
    )
    order = [(finding.severity, finding.leaves_open) for finding in one.findings]
    assert order == [("stop", False), ("caution", True), ("caution", False), ("information", False)]


# Infection at some sites


def test_an_infection_stops_the_sites_it_touches_until_they_are_left_out():
    sick = person(today=asked_no(infection_at_site=YES))
    stopped = judge(preempt(), sick, ON, None, ("trapezius:left",))
    assert stopped.allowed is NO
    assert found(stopped, "infection-at-site").sites == (
        "trapezius-1-left",
        "trapezius-2-left",
        "trapezius-3-left",
    )
    without = preempt(Choices(omit={"trapezius:left": "infection"}))
    spared = judge(without, sick, ON, None, ("trapezius:left",))
    assert spared.allowed is YES
    assert found(spared, "infection-at-site").severity == "information"


def test_an_infection_of_which_nobody_said_where_stops_every_site():
    one = judged(today=asked_no(infection_at_site=YES))
    assert len(found(one, "infection-at-site").sites) == 31


def test_an_infection_at_a_named_site_counts_even_where_the_check_says_no():
    assert judge(preempt(), person(), ON, None, ("procerus",)).allowed is NO


def test_an_infection_at_a_site_that_is_not_of_the_plan_is_refused():
    with pytest.raises(BadInput, match="Did you mean 'trapezius'"):
        judge(preempt(), person(), ON, None, ("trapezus",))


# Illnesses and medicines


@pytest.mark.parametrize("illness", ["myasthenia gravis", "Lambert-Eaton syndrome", "ALS", "Myasthenie"])
def test_a_neuromuscular_disease_stops_a_session(illness: str):
    assert judged(conditions=(illness,)).allowed is NO


def test_an_illness_that_is_no_concern_is_no_finding():
    assert judged(conditions=("asthma", "hypertension")).findings == ()


def test_a_misspelt_or_denied_illness_is_asked_about():
    for text in ("myastenia gravis", "no myasthenia"):
        assert judged(conditions=(text,)).allowed is UNKNOWN


def test_illnesses_and_medicines_nobody_asked_for_leave_it_open():
    assert judged(conditions=None).allowed is UNKNOWN
    assert judged(medicines=None).allowed is UNKNOWN


@pytest.mark.parametrize(
    ("route", "severity"),
    [
        ("systemic", "caution"),
        ("injection", "caution"),
        (None, "caution"),
        ("ear", "information"),
        ("eye", "information"),
    ],
)
def test_an_aminoglycoside_is_a_caution_by_a_route_that_reaches_the_body(route: str | None, severity: str):
    one = judged(medicines=(taking("gentamicin", route, "2026-03-20"),))
    assert found(one, "aminoglycoside").severity == severity
    assert one.allowed is YES


@pytest.mark.parametrize(
    ("since", "to", "matters"),
    [("2026-03-01", None, True), ("2026-03-01", "2026-03-30", True), ("2026-03-01", "2026-03-29", False),
     ("2026-03-31", None, False), (None, None, True), ("2026-03", "2026-03", True)],
)  # fmt: skip
def test_a_medicine_matters_while_it_is_taken(since: str | None, to: str | None, matters: bool):
    one = judged(medicines=(taking("gentamicin", "systemic", since, to),))
    assert ("aminoglycoside" in codes(one)) == matters


@pytest.mark.parametrize(
    ("inr", "severity"), [("2.9", "information"), ("3.0", "caution"), ("4.2", "caution")]
)
def test_warfarin_is_information_in_range_and_a_caution_out_of_it(inr: str, severity: str):
    one = judged(medicines=(taking("warfarin", "oral"),), today=asked_no(inr=Decimal(inr)))
    (finding,) = one.findings
    assert (finding.severity, one.allowed) == (severity, YES)


def test_warfarin_without_an_inr_was_not_asked():
    one = judged(medicines=(taking("warfarin", "oral"),))
    assert one.allowed is UNKNOWN
    assert "INR" in found(one, "not-asked").text


def test_the_inr_says_nothing_of_other_anticoagulants():
    one = judged(medicines=(taking("apixaban", "oral"),), today=asked_no(inr=Decimal(6)))
    (finding,) = one.findings
    assert (finding.severity, one.allowed) == ("information", YES)


def test_a_misspelt_medicine_is_asked_about():
    assert codes(judged(medicines=(taking("gentamycin", "systemic"),))) == {"medicine-not-clear"}


def test_a_medicine_without_a_name_was_not_asked():
    assert judged(medicines=(taking(None),)).allowed is UNKNOWN  # type: ignore[arg-type]  # an entry without a name


# Labels and age


def test_the_us_label_stops_at_155_units_and_says_so_where_it_is_the_policy():
    assert judged(choices=TOP, label="eu").findings == ()
    assert found(judged(choices=TOP, label="us"), "outside-label").severity == "caution"
    assert found(judged(choices=TOP), "outside-label").severity == "information"
    assert judged(label="us").findings == ()


def test_more_than_two_extra_sites_in_one_trapezius_are_asked_about():
    one = judged(choices=Choices(extra={("trapezius", "left"): 3}), label="eu")
    assert codes(one) == {"extra-on-one-side"}


@pytest.mark.parametrize(
    ("born", "code"),
    [("2008-03-31", "under-age"), ("2008-03-30", None), ("2008", "age-not-known"), ("2009", "under-age")],
)
def test_somebody_under_18_or_perhaps_under_18_is_a_caution(born: str, code: str | None):
    one = judged(born=PartialDate.of(born))
    assert codes(one) == ({code} if code else set())
    assert one.allowed is YES
    assert codes(judged(born=None)) == {"age-not-known"}


def test_a_day_without_a_person_judges_the_plan_alone():
    assert judge(preempt(), Attested(), None).allowed is YES
    assert judge(preempt(), None, ON).findings == ()


@pytest.mark.parametrize(("inr", "code"), [("9", "inr"), ("3", "inr"), ("2.9", None)])
def test_an_inr_out_of_range_without_an_anticoagulant_is_asked_about(inr: str, code: str | None):
    one = judged(today=asked_no(inr=Decimal(inr)))
    assert codes(one) == ({code} if code else set())
    explained = judged(today=asked_no(inr=Decimal(inr)), medicines=(taking("apixaban", "oral"),))
    assert "inr" not in codes(explained)


def test_another_strength_than_the_protocols_is_a_caution():
    one = judge(preempt(Choices(per_ml=Fraction(25))), person(), ON)
    assert "2.5 U in 0.1 mL" in found(one, "another-dilution").text
