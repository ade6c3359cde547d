"""What speaks against a session: earlier doses of any toxin, today's checks, illnesses and medicines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from procerus.criteria.bounds import Answer
from procerus.diary.partial_date import PartialDate
from procerus.faults import BadInput
from procerus.injection.attested import Today
from procerus.injection.judgement import Attested, judge
from procerus.injection.ledger import Dose
from procerus.injection.plan import Choices
from procerus.packs.products import Window
from procerus.packs.sections import PackNumber
from toxin import ON, asked_no, codes, dose, found, judged, person, preempt, taking

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
TOP = Choices(extra={("trapezius", "left"): 2, ("trapezius", "right"): 2})  # 175 U


def days_before(number: int, on: date = ON) -> str:
    return (on - timedelta(days=number)).isoformat()


def test_somebody_never_injected_and_asked_everything_has_nothing_against_a_session():
    one = judged()
    assert (one.findings, one.allowed, one.earliest, one.largest) == ((), YES, ON, 400)


# The interval


@pytest.mark.parametrize(("days", "answer"), [(0, NO), (83, NO), (84, YES), (85, YES)])
def test_twelve_weeks_are_84_days_and_the_84th_day_is_late_enough(days: int, answer: Answer):
    one = judged(dose(days_before(days)), label="eu")
    assert one.allowed is answer
    assert ("interval" in codes(one)) == (answer is NO)
    assert one.earliest == max(ON, ON - timedelta(days=days) + timedelta(days=84))


def test_the_first_day_that_is_late_enough_is_told():
    one = judged(dose("2026-02-01"))
    assert one.earliest == date(2026, 4, 26)
    assert "57 days before" in found(one, "interval").text
    assert "The first day is 26 Apr 2026." in found(one, "interval").text


@pytest.mark.parametrize("on", [date(2024, 3, 31), date(2024, 5, 20), date(2025, 10, 26), date(2026, 11, 1)])
def test_no_change_of_the_clock_and_no_leap_day_moves_the_84th_day(on: date):
    """The windows hold 29 February 2024 and the nights on which European and American clocks change."""
    answers = [judged(dose(days_before(days, on)), on=on, label="eu").allowed for days in (83, 84, 85)]
    assert answers == [NO, YES, YES]


def test_a_cosmetic_dose_of_the_same_toxin_counts_for_the_interval():
    assert judged(dose("2026-03-01", 20, "vistabel")).allowed is NO


def test_a_dose_of_which_only_the_month_is_known_leaves_the_interval_open():
    one = judged(dose("2026-01"))
    assert one.allowed is UNKNOWN
    assert found(one, "interval-not-known").leaves_open
    assert one.earliest == date(2026, 4, 25)  # 84 days after the last day of January


def test_a_month_that_is_near_enough_on_each_of_its_days_is_too_soon():
    assert judged(dose("2026-02")).allowed is NO
    assert judged(dose("2025-12"), label="eu").allowed is YES


def test_a_dose_without_a_day_leaves_everything_open():
    one = judged(dose(None))
    assert (one.allowed, one.earliest, one.largest) == (UNKNOWN, None, 245)


def test_a_list_of_doses_that_nobody_asked_for_is_not_an_empty_one():
    one = judged(toxin=None)
    assert (one.allowed, one.earliest, one.largest) == (UNKNOWN, None, None)
    assert "Which botulinum toxin" in found(one, "not-asked").text


@pytest.mark.parametrize(("days", "answer"), [(1, NO), (83, NO), (84, YES)])
def test_the_interval_has_two_ends_and_a_later_dose_is_as_near_as_an_earlier_one(days: int, answer: Answer):
    later = (ON + timedelta(days=days)).isoformat()
    one = judged(dose(later))
    assert one.allowed is answer
    assert "after this session" in found(one, "later-dose").text
    assert one.largest == 400  # the ceiling looks back


def test_a_session_between_two_doses_is_told_the_first_day_after_both():
    one = judged(dose("2026-03-01"), dose("2026-06-10"))
    assert one.earliest == date(2026, 9, 2)
    assert "29 days before" in found(one, "interval").text
    assert "10 days after" in found(judged(dose("2026-04-09")), "interval").text


def test_a_dose_some_day_of_this_month_is_too_near_whichever_day_it_was():
    one = judged(dose("2026-03"))
    assert one.allowed is NO
    assert "1–31 Mar 2026, less than 84 days from 30 Mar 2026" in found(one, "interval").text


def test_no_protocol_of_a_clinics_own_makes_the_interval_shorter_than_the_toxins():
    own = preempt()
    numbers = {**own.protocol.numbers, "interval_days": PackNumber(14, "days", "our own", "unverified")}
    shorter = replace(own, protocol=replace(own.protocol, numbers=numbers))
    one = judge(shorter, person(dose("2026-03-01")), ON)
    assert one.allowed is NO
    assert found(one, "interval").source.startswith("12 weeks between two sessions")
    longer = {**numbers, "interval_days": PackNumber(92, "days", "our own", "unverified")}
    rarer = replace(own, protocol=replace(own.protocol, numbers=longer))
    assert found(judge(rarer, person(dose(days_before(91))), ON), "interval").source == "our own"


# The ceiling


@pytest.mark.parametrize(("before", "answer"), [(244, YES), (245, YES), (246, NO)])
def test_399_and_400_units_are_under_the_ceiling_and_401_are_over_it(before: int, answer: Answer):
    one = judged(dose("2025-12-31", before))  # 89 days before: within three calendar months, beyond 84 days
    assert one.allowed is answer
    assert one.largest == 400 - before


@pytest.mark.parametrize("on", [date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28), date(2026, 5, 31)])
@pytest.mark.parametrize(("before", "answer"), [(244, YES), (245, YES), (246, NO)])
def test_the_ceiling_is_the_same_on_leap_days_and_at_ends_of_months(on: date, before: int, answer: Answer):
    assert judged(dose(days_before(84, on), before), on=on, label="us").allowed is answer


def test_a_dose_of_85_days_ago_is_within_three_calendar_months_and_not_within_84_days():
    given = dose(days_before(85), 300)
    assert judged(given).allowed is NO
    assert judged(given, label="us").allowed is NO
    european = judged(given, label="eu")
    assert european.allowed is YES
    assert found(european, "ceiling").severity == "caution"


def test_both_readings_of_the_ceiling_are_shown_with_what_counts_under_each():
    one = judged(dose(days_before(85), 300), label="eu")
    shown = {counted.label.place: (counted.given.least, counted.binds) for counted in one.counted}
    assert shown == {"us": (300, False), "eu": (0, True)}


def test_without_a_chosen_label_both_ceilings_bind():
    assert all(counted.binds for counted in judged().counted)


@pytest.mark.parametrize(
    ("given", "until"),
    [
        ("2025-11-30", "2026-03-01"),
        ("2025-11-29", "2026-03-01"),
        ("2025-11-28", "2026-02-28"),
        ("2025-12-31", "2026-03-31"),
    ],
)
def test_three_calendar_months_end_on_the_same_day_of_the_month_or_after_a_short_one(given: str, until: str):
    last = date.fromisoformat(until)
    assert judged(dose(given, 300), on=last - timedelta(days=1), label="us").largest == 100
    assert judged(dose(given, 300), on=last, label="us").largest == 400


def test_cosmetic_and_bladder_doses_of_the_same_toxin_count_together():
    one = judged(dose("2026-01-01", 200), dose("2026-01-04", 50, "vistabel"), on=date(2026, 3, 30))
    assert one.largest == 150
    assert one.allowed is NO


def test_a_dose_of_unknown_units_leaves_the_ceiling_open_but_not_what_is_over_it_anyway():
    one = judged(dose("2025-12-31", None))
    assert (one.allowed, one.largest) == (UNKNOWN, None)
    assert judged(dose("2025-12-31", None), dose("2025-12-31", 300)).allowed is NO


def test_half_units_are_counted_exactly():
    assert judged(dose("2025-12-31", 245)).allowed is YES
    assert judged(dose("2025-12-31", 245.5)).allowed is NO
    assert judged(dose("2025-12-31", 245.5)).largest == Fraction("154.5")


# Other toxins


def test_another_toxin_is_a_caution_and_is_never_added():
    one = judged(dose("2026-03-01", 500, "dysport"))
    assert one.allowed is YES
    assert (one.largest, one.earliest) == (400, ON)
    assert found(one, "other-toxin").severity == "caution"
    assert "Its units are not added" in found(one, "other-toxin").text


@pytest.mark.parametrize(
    ("given", "matters"), [("2025-11-29", False), ("2025-12-01", True), ("2025-11", False), ("2025-12", True)]
)
def test_another_toxin_matters_for_four_months(given: str, matters: bool):
    assert ("other-toxin" in codes(judged(dose(given, 500, "dysport")))) == matters


def test_a_product_that_nobody_knows_may_be_any_toxin():
    one = judged(dose("2026-03-01", 20, "nabota"))
    assert one.allowed is UNKNOWN
    assert {"product-not-known", "interval-not-known"} <= codes(one)


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


def test_a_dose_given_later_does_not_count_on_a_day_before_it():
    assert Dose.of(dose("2026-05-01")).within(Window(84, "days"), ON) is NO


# What is not clear in the list


def test_a_dose_without_a_product_may_be_of_any_toxin_while_that_matters():
    assert "product-not-known" in codes(judged(dose("2025-12-20", 20, None)))
    assert "product-not-known" not in codes(judged(dose("2025-11-20", 20, None), label="eu"))


def test_a_dose_of_which_only_the_month_is_known_is_not_told_with_a_day():
    text = found(judged(dose("2026-03", 500, "dysport")), "other-toxin").text
    assert "some day of 1–30 Mar 2026" in text


@pytest.mark.parametrize(("inr", "code"), [("9", "inr"), ("3", "inr"), ("2.9", None)])
def test_an_inr_out_of_range_without_an_anticoagulant_is_asked_about(inr: str, code: str | None):
    one = judged(today=asked_no(inr=Decimal(inr)))
    assert codes(one) == ({code} if code else set())
    explained = judged(today=asked_no(inr=Decimal(inr)), medicines=(taking("apixaban", "oral"),))
    assert "inr" not in codes(explained)


def test_another_strength_than_the_protocols_is_a_caution():
    one = judge(preempt(Choices(per_ml=Fraction(25))), person(), ON)
    assert "2.5 U in 0.1 mL" in found(one, "another-dilution").text
