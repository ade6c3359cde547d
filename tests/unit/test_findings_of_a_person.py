"""What illnesses, medicines and the day's answers come to, where only one word of them differs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from procerus.criteria.bounds import Answer
from procerus.faults import BadInput
from procerus.injection.attested import RegularMedicine, Today
from procerus.injection.checks import illnesses, medicines
from procerus.injection.findings import Finding
from procerus.injection.judgement import judge
from toxin import ON, asked_no, dose, found, judged, person, preempt, taking

DAY = timedelta(days=1)
INCOMPLETE = frozenset({"toxin"})


def of(medicine: RegularMedicine, today: Today | None = None) -> list[Finding]:
    """What one medicine comes to."""
    return list(medicines([medicine], today or asked_no(), ON))


@pytest.mark.parametrize(
    ("since", "to", "taken"),
    [
        (ON, None, True),
        (ON + DAY, None, False),
        (None, ON, True),
        (None, ON - DAY, False),
        (None, None, True),
        (ON - DAY, ON + DAY, True),
    ],
)
def test_a_medicine_is_taken_from_its_first_day_to_its_last(
    since: date | None, to: date | None, taken: bool
) -> None:
    known = (None if day is None else day.isoformat() for day in (since, to))
    assert bool(of(taking("gentamicin", "systemic", *known))) == taken


@pytest.mark.parametrize(("since", "to"), [("2026-03", None), (None, "2026-03"), ("2026", "2026-03")])
def test_a_medicine_of_which_only_the_month_is_known_may_be_taken_still(
    since: str | None, to: str | None
) -> None:
    assert of(taking("gentamicin", "systemic", since, to))


def test_the_route_of_a_medicine_is_told_and_its_absence_where_it_matters() -> None:
    says = "An aminoglycoside can strengthen the effect of the toxin."
    assert of(taking("gentamicin", "systemic"))[0].text.startswith(f"gentamicin (systemic): {says}")
    assert of(taking("gentamicin"))[0].text.startswith(f"gentamicin (route not recorded): {says}")
    assert of(taking("gentamicin", "topical"))[0].text.startswith(f"gentamicin (topical): {says}")
    assert of(taking("gentamicin", "topical"))[0].text.endswith(" By this route it is information only.")


def test_a_medicine_that_matters_by_every_route_says_nothing_of_a_route_not_recorded() -> None:
    (only,) = of(taking("baclofen"))
    assert only.text.startswith("baclofen: ")


def test_without_any_answer_of_the_day_the_inr_was_not_asked() -> None:
    (only,) = medicines([taking("warfarin")], None, ON)
    assert (only.code, only.text) == ("not-asked", "Not asked: What is the INR? warfarin is taken.")


def test_an_inr_at_the_limit_is_not_below_it() -> None:
    (limit,) = of(taking("warfarin"), asked_no(inr=Decimal("3")))
    (below,) = of(taking("warfarin"), asked_no(inr=Decimal("2.9")))
    assert (limit.severity, limit.text) == ("caution", "warfarin, INR 3, not below 3: bleeding at the sites.")
    assert (below.severity, below.text) == (
        "information",
        "warfarin, INR 2.9, below 3: press longer, use a fine needle.",
    )


def test_an_inr_beside_another_anticoagulant_is_shown_and_judged_for_warfarin_only() -> None:
    shown = " INR 9 was recorded; it is judged for warfarin only."
    for drug in ("Marcumar", "phenprocoumon", "apixaban"):
        (with_inr,) = of(taking(drug), asked_no(inr=Decimal("9")))
        (without,) = of(taking(drug))
        assert (with_inr.severity, with_inr.text) == ("information", without.text + shown)
        assert "was recorded" not in without.text
    other = next(one for one in of(taking("clopidogrel"), asked_no(inr=Decimal("9"))) if one.code != "inr")
    assert "INR" not in other.text


def test_of_two_names_that_a_misspelt_word_may_mean_both_are_named() -> None:
    (illness,) = illnesses(["polimyelitis"])
    (medicine,) = of(taking("musce relaxant, antibiotic"))
    assert illness.text == "'polimyelitis' cannot be told: is poliomyelitis or polymyositis meant?"
    assert medicine.text == (
        "'musce relaxant, antibiotic' cannot be told: is muscle relaxant or aminoglycoside meant?"
    )


@pytest.mark.parametrize(("day", "entered"), [("2025-11-30", False), ("2025-12-01", True)])
def test_toxin_from_somebody_else_is_open_until_the_list_has_a_dose_of_four_months(
    day: str, entered: bool
) -> None:
    judgement = judged(dose(day, 20, "vistabel"), today=asked_no(toxin_elsewhere=Answer.YES))
    one = found(judgement, "toxin-elsewhere")
    none = (
        " The list has no other dose of the last 4 months: enter it. Once every dose is there, ask whether"
        " there is one that is not."
    )
    assert one.leaves_open is not entered
    assert one.text == (
        "Botulinum toxin from somebody else: make sure that its day, product and units stand in the list of"
        f" doses.{'' if entered else none}"
    )


def test_an_infection_is_at_a_site_or_muscle_of_the_plan() -> None:
    with pytest.raises(BadInput) as refused:
        judge(preempt(), person(), ON, None, ("fronalis", "frontalis:left"))
    assert str(refused.value) == (
        "infection: 'fronalis' is not a site or muscle of this plan. Did you mean 'frontalis'?"
    )


def test_an_infection_is_told_with_the_sites_it_touches_and_what_to_do() -> None:
    yes = person(today=asked_no(infection_at_site=Answer.YES))
    says = "Infection at the site of injection: a contraindication of the labels, for the sites it touches."
    named = found(judge(preempt(), yes, ON, None, ("frontalis:left",)), "infection-at-site")
    assert named.text == f"{says} It touches frontalis-1-left, frontalis-2-left: leave these out."
    assert (named.severity, named.sites) == ("stop", ("frontalis-1-left", "frontalis-2-left"))
    unnamed = found(judge(preempt(), yes, ON), "infection-at-site")
    assert unnamed.text == f"{says} Say which sites it touches, and leave them out."
    assert len(unnamed.sites) == 31


def test_doses_of_a_list_that_nobody_called_complete_count_and_the_rest_is_asked_for() -> None:
    known = person(dose((ON - DAY).isoformat()))
    whole, begun = (judge(preempt(), one, ON) for one in (known, replace(known, incomplete=INCOMPLETE)))
    said = {one.text for one in begun.findings} - {one.text for one in whole.findings}
    assert "Was botulinum toxin ever given beside what is recorded, for anything?" in " ".join(said)
    assert found(begun, "interval").severity == found(whole, "interval").severity == "stop"
