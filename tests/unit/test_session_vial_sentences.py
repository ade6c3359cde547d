"""Every sentence with which the vials of a session are refused, and what is said of one recorded anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procerus.diary.partial_date import PartialDate
from procerus.faults import Fault
from procerus.injection.attested import RegularMedicine
from procerus.injection.prepared import Terms
from procerus.injection.rejudged import faults_now, filed_too_soon, new_findings
from procerus.injection.session import Record
from sessions import Json, ada_session, dose, filled, plan_of, record_of, refusals, somebody

AGAIN = "Plan again with what is known now, and make the session's form from the new plan."


def vial(**said: Any) -> Json:
    """Ada's session with something else said of its vial."""
    session = ada_session()
    session["vials"][0] |= said
    return session


@pytest.mark.parametrize(
    ("session", "sentence"),
    [
        (vial(units=None), "vials[0].units: is missing. Write the size of the vial."),
        (vial(discarded=40),
         "vials[0]: holds 200 U; 155 U given and 40 U discarded leave 5 U unaccounted for. Count again."),
        (vial(discarded=50),
         "vials[0]: holds 200 U; 155 U given and 50 U discarded leave 5 U too many. Count again."),
        (vial(product="dysport"),
         "vials[0].product: 'dysport' is not botox, which was planned."
         " Units of one product say nothing of another's."),
        (vial(units=150, discarded=0), "vials[0].units: '150 U' is no vial of Botox. It has 200, 100, 50 U."),
        (vial(diluent_ml=2),
         "vials[0].diluent_ml: '2 mL' makes another strength than the plan's 5 U in 0.1 mL."
         " 200 U in 4 mL is as planned; else plan again."),
        (vial(diluent_ml=None), "vials[0].diluent_ml: is missing. Write how much diluent went in, in mL."),
        (vial(expiry="2026-10-31"),
         "vials[0].expiry: '2026-10-31' had expired by the day of the session, 1 Nov 2026."
         " Check what stands on the vial."),
        (vial(expiry="2028"), "vials[0].expiry: is a whole year. Write the month or day, as on the vial."),
        (vial(opened="2026-10-31T09:29+00:00"),
         "vials[0]: was opened at 2026-10-31 09:29+00:00, more than 24 hours before 2026-11-01 09:30+00:00."
         " Discard it and open another."),
        (vial(opened="2026-11-01T09:31+00:00"),
         "vials[0]: was opened at 2026-11-01 09:31+00:00, after the draw at 2026-11-01 09:30+00:00."
         " Check both times."),
        (vial(units=100, diluent_ml=2, discarded=0),
         "vials[0]: '155 U' were drawn from a vial that holds 100 U. Check from which vial each site came."),
    ],
)  # fmt: skip
def test_a_vial_that_cannot_be_is_refused_in_a_sentence(session: Json, sentence: str):
    assert refusals(session)[0] == sentence


def test_units_come_from_a_vial_of_the_session_counted_from_one():
    assert refusals(ada_session() | {"vials": []})[:2] == [
        "vials: names no vial. Say from which vials the units came.",
        "given[0].vial: '1' is not a vial of this session. The vials are counted from 1 to 0.",
    ]
    session = ada_session()
    for number, of in enumerate((2, 0, None)):
        session["given"][number]["vial"] = of
    counted = "is not a vial of this session. The vials are counted from 1 to 1."
    assert refusals(session) == [
        f"given[0].vial: '2' {counted}",
        f"given[1].vial: '0' {counted}",
        f"given[2].vial: {counted}",
        "vials[0]: holds 200 U; 140 U given and 45 U discarded leave 15 U unaccounted for. Count again.",
    ]


def test_one_number_of_a_vial_stands_on_one_line():
    session = filled(plan_of(terms=Terms(sizes=(100,))))
    for one in session["vials"]:
        one["serial"] = "0001"
    assert refusals(session) == ["vials[1].serial: '0001' stands here twice. One vial is one line."]


# Judged anew ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def record() -> Record:
    return record_of(ada_session())


def test_a_session_of_somebody_else_is_refused_in_a_sentence(record: Record):
    assert list(faults_now(record, "ben", somebody(toxin=(dose("2026-10-20"),)), ())) == [
        Fault("patient", "is not that of the patient file, 'ben'", "", "made-up-ada"),
    ]


def test_another_year_of_birth_is_refused_in_a_sentence(record: Record):
    other = replace(somebody(), born=PartialDate.of("1985"))
    assert list(faults_now(record, "made-up-ada", other, ())) == [
        Fault("birth_year", "is not that of the patient file", "Is the right person there?", "1984"),
    ]


def test_a_finding_since_the_plan_is_told_with_its_words_and_what_to_do(record: Record):
    (only,) = faults_now(record, "made-up-ada", somebody(toxin=(dose("2026-10-20"),)), ())
    assert str(only) == (
        "finding interval: is new since the plan was printed. onabotulinumtoxinA was last given on"
        " 20 Oct 2026, 12 days before; 84 days are the least between two sessions."
        f" The first day is 12 Jan 2027. {AGAIN}"
    )


def test_a_filed_dose_within_the_interval_is_told_with_its_day(record: Record):
    assert list(filed_too_soon(record, [dose("2026-10-20")])) == [
        Fault("finding interval", "was recorded in this folder for 20 Oct 2026", AGAIN, "botox"),
    ]


def test_a_session_judged_anew_is_judged_by_the_label_of_its_plan():
    before = somebody(toxin=(dose("2026-08-08", 300),))  # 455 U in 85 days: a stop by the US label alone
    record = record_of(filled(plan_of(before, terms=Terms(label="eu")), ticks=["ceiling"]))
    assert new_findings(record, before) == ()


def test_what_is_information_only_is_not_new(record: Record):
    cream = RegularMedicine(drug="gentamicin", route="topical", started=PartialDate.of("2026-10-30"))
    assert new_findings(record, somebody(medicines=(cream,))) == ()


def test_a_second_dose_of_another_toxin_is_new_beside_the_first():
    first, second = dose("2026-09-20", 300, "dysport"), dose("2026-10-20", 300, "dysport")
    record = record_of(filled(plan_of(somebody(toxin=(first,))), ticks=["other-toxin"]))
    (new,) = new_findings(record, somebody(toxin=(first, second)))
    assert (new.code, "20 Oct 2026" in new.text) == ("other-toxin", True)


def test_a_correction_is_judged_by_every_dose_but_the_one_it_corrects():
    record = record_of(ada_session() | {"replaces": {"record": "x.json", "why": "lot mistyped"}})
    own, sooner, other = dose("2026-11-01"), dose("2026-10-20"), dose("2026-11-01", 300, "dysport")
    for also, code in ((sooner, "interval"), (other, "other-toxin")):
        (fault,) = faults_now(record, "made-up-ada", somebody(toxin=(own, also)), ())
        assert fault.where == f"finding {code}"
