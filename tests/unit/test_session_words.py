"""What is said of a prepared session, wherever it is shown: severity, answer, vials, ceilings and sources."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procerus.injection import spoken
from procerus.injection.findings import Finding, allowed, in_order
from procerus.injection.ledger import Sum
from procerus.injection.plan import Choices
from procerus.injection.prepared import Prepared, Terms, prepare
from procerus.packs.checks import SEVERITIES
from procerus.packs.products import Place
from toxin import ON, dose, person, preempt, units


def prepared(*doses: str, label: Place | None = None, **choices: object) -> Prepared:
    """A session by PREEMPT of somebody with doses of 245 U on these days."""
    whom = person(*(dose(day, 245) for day in doses))
    return prepare(preempt(Choices(**choices)), Terms(label=label), "made-up-ada", whom, ON)


def finding(severity: str, leaves_open: bool = False, code: str = "x") -> Finding:
    return Finding(code, severity, "text", "source", leaves_open)  # type: ignore[arg-type]  # one of three words


def test_a_finding_is_a_stop_a_caution_a_note_or_open() -> None:
    assert [spoken.severity(finding(one)) for one in SEVERITIES] == ["stop", "caution", "note"]
    assert [spoken.severity(finding(one, True)) for one in SEVERITIES] == ["open"] * 3


def test_findings_stand_by_severity_then_open_ones_first_then_as_they_came() -> None:
    found = [
        finding("information", code="a"), finding("caution", code="b"), finding("caution", True, "c"),
        finding("stop", code="d"), finding("caution", code="e"), finding("stop", True, "f"),
    ]  # fmt: skip
    assert "".join(one.code for one in in_order(found)) == "fdcbea"


@pytest.mark.parametrize(
    ("found", "answer"),
    [
        ([], "yes"),
        ([finding("information"), finding("caution")], "yes"),
        ([finding("caution", True)], "unknown"),
        ([finding("stop")], "no"),
        ([finding("caution", True), finding("stop")], "no"),
    ],
)
def test_a_stop_says_no_something_open_says_unknown_and_nothing_else_matters(
    found: list[Finding], answer: str
) -> None:
    assert str(allowed(iter(found))) == answer


def test_the_conclusion_says_whether_a_finding_stops_the_session_and_whether_anybody_was_looked_at() -> None:
    assert spoken.conclusion(prepared()) == "Nothing that was found stops it."
    assert spoken.conclusion(prepared("2026-03-01")) == (
        "A finding stops it; only a recorded reason and a second person can set that aside."
    )
    nobody = prepare(preempt(), Terms())
    assert spoken.conclusion(nobody) == "No person was given: only protocol and product were looked at."
    unasked = prepare(preempt(), Terms(), "made-up-ada", person(conditions=None), ON)
    assert spoken.conclusion(unasked) == "Cannot be told yet: something that may stop it is open."


def test_extra_sites_are_counted_apart() -> None:
    assert spoken.sites_in_words(prepared()) == "31 sites"
    three = {("trapezius", "left"): 2, ("temporalis", "right"): 1}
    assert spoken.sites_in_words(prepared(extra=three)) == "34 sites, 3 of them extra"


def test_the_vials_to_open_and_what_is_left_over_are_said() -> None:
    assert spoken.vials(prepared()) == "1 vial of 200 U; 45 U left over"
    small = prepare(preempt(), Terms(sizes=(100,)))
    assert spoken.vials(small) == "2 vials of 100 U; 45 U left over"
    some = prepare(preempt(Choices(extra={("trapezius", "left"): 4})), Terms(sizes=(100, 50)))
    assert spoken.vials(some) == "2 vials of 100 U; 25 U left over"


def test_a_ceiling_is_said_with_its_window_and_whether_it_binds() -> None:
    us, eu = prepared("2026-01-02", label="eu").judgement.counted
    assert spoken.ceiling(us) == (
        "US prescribing information: 245 of 400 U used up in 3 calendar months, not the label chosen"
    )
    assert spoken.ceiling(eu) == "EU and UK summary of product characteristics: 0 of 400 U used up in 84 days"


def test_a_sum_is_said_as_it_is_known() -> None:
    assert spoken.used_up(Sum(units("12.5"), units("12.5"))) == "12.5"
    assert spoken.used_up(Sum(units(10), units(20))) == "10 to 20"
    assert spoken.used_up(Sum(units(10), None)) == "10 U or more"


def test_the_first_day_and_the_largest_dose_are_said_or_that_they_cannot_be_told() -> None:
    known = prepared("2026-03-01")
    assert (spoken.earliest(known), spoken.largest(known)) == ("24 May 2026", "155 U")
    nobody = prepare(preempt(), Terms())
    assert (spoken.earliest(nobody), spoken.largest(nobody)) == ("cannot be told", "cannot be told")


def test_a_us_claim_is_said_unless_the_european_label_is_followed() -> None:
    assert spoken.claim(prepared()) == spoken.claim(prepared(label="us"))
    assert spoken.claim(prepared()) == "J0585 × 155 (155 U); J0585-JW × 45 (45 U)"
    assert spoken.claim(prepared(label="eu")) == ""


def all_read(one: Prepared) -> Prepared:
    """The same session for nobody, as if every number and wording had been read in its source."""
    protocol, product = one.plan.protocol, one.plan.product
    numbers = {name: replace(number, status="read") for name, number in protocol.numbers.items()}
    assert protocol.per_ml is not None
    protocol = replace(protocol, numbers=numbers, per_ml=replace(protocol.per_ml, status="read"))
    labels = {
        place: replace(label, ceiling=replace(label.ceiling, status="read"), window_status="read")
        for place, label in product.toxin.labels.items()
    }
    product = replace(product, toxin=replace(product.toxin, labels=labels))
    sites = tuple(replace(site, muscle=replace(site.muscle, status="read")) for site in one.plan.sites)
    return replace(one, plan=replace(one.plan, protocol=protocol, product=product, sites=sites), patient=None)


def test_what_was_read_in_its_source_is_not_said_to_be_unverified() -> None:
    read = all_read(prepared())
    assert (read.unverified, spoken.rests_on(read)) == ((), "")
    somebody = replace(read, patient="made-up-ada")
    assert spoken.rests_on(somebody) == (
        "Rests on numbers or wording not yet verified in the source: illnesses, medicines and checks of the"
        " day."
    )
    per_ml = replace(read.plan, protocol=replace(read.plan.protocol, per_ml=None))
    assert replace(read, plan=per_ml).unverified == ()


def test_each_thing_that_nobody_has_read_is_said_by_its_name() -> None:
    read, one = all_read(prepared()), prepared()
    first = replace(read.plan, sites=(one.plan.sites[0], *one.plan.sites[2:3], *read.plan.sites[3:]))
    assert replace(read, plan=first).unverified == ("placement and dose: corrugator, procerus",)
    strength = replace(read.plan, protocol=replace(read.plan.protocol, per_ml=one.plan.protocol.per_ml))
    assert replace(read, plan=strength).unverified == ("strength of the solution",)
    labels = read.plan.product.toxin.labels
    for kind in ("ceiling", "window_status"):
        odd = {"eu": replace(labels["eu"], **{kind: getattr(one.plan.product.toxin.labels["eu"], kind)})}
        toxin = replace(read.plan.product.toxin, labels={**labels, **odd})
        plan = replace(read.plan, product=replace(read.plan.product, toxin=toxin))
        assert replace(read, plan=plan).unverified == (
            "ceiling of the EU and UK summary of product characteristics",
        )
