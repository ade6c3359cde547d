"""Which vials may be used for whom, and what the ledger says after each session."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from clinics import a_clinic, a_patient, staff
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.stock.models import Cause, Movement, Owner, Vial
from procerus.clinic.stock.receiving import Delivery, receive
from procerus.clinic.stock.vials import Use, available, billable, left_in, move, take_back, use
from procerus.faults import BadInput
from stocked import a_session, vials

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 26)


def lots(clinic: Clinic, patient: Patient, on: date = ON, product: str = "botox") -> list[str]:
    return [one.vial.lot for one in available(clinic, patient, product, on)]


def test_the_patients_own_come_first_then_the_clinics_then_samples_and_each_first_expiring_first() -> None:
    clinic, ada = a_clinic(), a_patient()
    vials(clinic, lot="S1", expiry="2026-12", owner=Owner.SAMPLE)
    vials(clinic, lot="C2", expiry="2028-03")
    vials(clinic, lot="C1", expiry="2027-01-15")
    vials(clinic, lot="A1", expiry="2029-01", owner=Owner.PATIENT, patient=ada)
    assert lots(clinic, ada) == ["A1", "C1", "C2", "S1"]


def test_a_patients_own_vial_is_never_offered_for_another_patient() -> None:
    clinic, ada, ben = a_clinic(), a_patient(), a_patient(given="Ben")
    vials(clinic, lot="A1", owner=Owner.PATIENT, patient=ada)
    assert lots(clinic, ben) == []


def test_an_expiry_that_is_a_month_lasts_to_its_last_day() -> None:
    clinic, ada = a_clinic(), a_patient()
    vials(clinic, lot="M", expiry="2026-11")
    assert lots(clinic, ada, date(2026, 11, 30)) == ["M"]
    assert lots(clinic, ada, date(2026, 12, 1)) == []


def test_an_expiry_that_is_a_day_lasts_that_day() -> None:
    clinic, ada = a_clinic(), a_patient()
    vials(clinic, lot="D", expiry="2026-11-26")
    assert lots(clinic, ada, ON) == ["D"]
    assert lots(clinic, ada, date(2026, 11, 27)) == []


def test_a_used_vial_is_neither_offered_nor_accepted_again() -> None:
    clinic, ada, ben = a_clinic(), a_patient(), a_patient(given="Ben")
    [vial] = vials(clinic, units=200)
    use(a_session(ada), [Use(vial.pk, Fraction(155), Fraction(45))], None)
    assert lots(clinic, ben) == []
    with pytest.raises(BadInput, match="was used already"):
        use(a_session(ben), [Use(vial.pk, Fraction(155), Fraction(45))], None)
    assert left_in([vial]) == {vial.pk: 0}


@pytest.mark.parametrize(
    ("given", "discarded", "says"),
    [
        ("155", "44", "holds 200 units; given and discarded are 199 together"),
        ("155", "46", "holds 200 units; given and discarded are 201 together"),
        ("155.1", "44.9", "quarters of a unit"),
        ("210", "-10", "less than nothing"),
        ("0", "0", "given and discarded are 0 together"),
    ],
)
def test_given_and_discarded_are_together_what_the_vial_held(given: str, discarded: str, says: str) -> None:
    [vial] = vials(a_clinic(), units=200)
    with pytest.raises(BadInput, match=says):
        use(a_session(a_patient()), [Use(vial.pk, Fraction(given), Fraction(discarded))], None)
    assert Movement.objects.filter(cause=Cause.GIVEN).count() == 0


def test_quarters_of_a_unit_are_exact() -> None:
    [vial] = vials(a_clinic(), units=100)
    use(a_session(a_patient()), [Use(vial.pk, Fraction("97.25"), Fraction("2.75"))], None)
    assert left_in([vial]) == {vial.pk: 0}


def test_an_expired_vial_is_refused_by_the_day_of_the_session_not_by_today() -> None:
    clinic, ada = a_clinic(), a_patient()
    [vial] = vials(clinic, units=100, expiry="2026-11")
    whole = [Use(vial.pk, Fraction(100), Fraction(0))]
    with pytest.raises(BadInput, match="expired after 30 Nov 2026"):
        use(a_session(ada, date(2026, 12, 1)), whole, None)
    use(a_session(ada, date(2026, 11, 30)), whole, None)


def test_a_vial_of_somebody_else_another_product_or_another_clinic_is_refused() -> None:
    clinic, ada, ben = a_clinic(), a_patient(), a_patient(given="Ben")
    [own] = vials(clinic, units=100, owner=Owner.PATIENT, patient=ada)
    [other] = vials(clinic, units=100, product="xeomin")
    [south] = vials(a_clinic("south"), units=100)
    for vial, says in ((own, "another patient"), (other, "is Xeomin"), (south, "no vial of this clinic")):
        with pytest.raises(BadInput, match=says):
            use(a_session(ben), [Use(vial.pk, Fraction(100), Fraction(0))], None)


def test_a_recalled_lost_or_discarded_vial_is_refused_and_says_why() -> None:
    clinic, ada = a_clinic(), a_patient()
    said = {Cause.RECALLED: "was recalled", Cause.LOST: "as lost", Cause.DISCARDED: "was discarded"}
    for cause, says in said.items():
        [vial] = vials(clinic, units=100, lot=cause)
        move(vial, cause, -400, None, "the nurse said so")
        with pytest.raises(BadInput, match=says):
            use(a_session(ada), [Use(vial.pk, Fraction(100), Fraction(0))], None)
    assert lots(clinic, ada) == []


def test_of_two_faulty_vials_both_are_named_and_the_sound_third_is_not_touched() -> None:
    clinic, ada = a_clinic(), a_patient()
    first, second, third = vials(clinic, units=100, number=3)
    uses = [
        Use(one.pk, Fraction(100), Fraction(given)) for one, given in ((first, 1), (second, 2), (third, 0))
    ]
    with pytest.raises(BadInput) as bad:
        use(a_session(ada), uses, None)
    assert [one.where for one in bad.value.faults] == ["vials[0]", "vials[1]"]
    assert left_in([third]) == {third.pk: 400}


def test_the_same_vial_named_twice_is_refused() -> None:
    [vial] = vials(a_clinic(), units=100)
    with pytest.raises(BadInput, match="is named twice"):
        use(a_session(a_patient()), [Use(vial.pk, Fraction(100), Fraction(0))] * 2, None)


def test_a_corrected_record_gives_the_vial_back_once_and_says_why() -> None:
    nurse, ada = staff(), a_patient()
    [vial] = vials(a_clinic(), units=200)
    session = a_session(ada)
    use(session, [Use(vial.pk, Fraction(155), Fraction(45))], nurse)
    take_back(session, nurse, "it was another lot")
    take_back(session, nurse, "pressed twice")
    assert left_in([vial]) == {vial.pk: 800}
    assert {one.reason for one in Movement.objects.filter(cause=Cause.TAKEN_BACK)} == {"it was another lot"}
    use(session, [Use(vial.pk, Fraction(165), Fraction(35))], nurse)
    assert left_in([vial]) == {vial.pk: 0}


def test_taking_back_wants_a_reason() -> None:
    with pytest.raises(BadInput, match="Say why"):
        take_back(a_session(a_patient()), None, "  ")


def test_only_what_the_clinic_bought_is_billed() -> None:
    clinic, ada = a_clinic(), a_patient()
    made = [
        *vials(clinic),
        *vials(clinic, owner=Owner.PATIENT, patient=ada),
        *vials(clinic, owner=Owner.SAMPLE),
    ]
    assert [billable(one) for one in made] == [True, False, False]


def test_vials_of_a_registration_that_was_merged_are_the_patients_own() -> None:
    clinic, ada, twin = a_clinic(), a_patient(), a_patient()
    vials(clinic, lot="T", owner=Owner.PATIENT, patient=twin)
    twin.into = ada
    twin.save()
    assert lots(clinic, ada) == ["T"]


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"units": 150}, "units"),
        ({"lot": " "}, "lot"),
        ({"expiry": "2026-10"}, "expiry"),
        ({"expiry": "03/28"}, "expiry"),
        ({"number": 0}, "number"),
        ({"owner": ""}, "owner"),
        ({"owner": Owner.PATIENT}, "patient"),
        ({"serials": ["1", "1"]}, "serials"),
        ({"serials": ["1"]}, "serials"),
        ({"product": "botx"}, "product"),
    ],
)
def test_a_delivery_that_cannot_be_is_refused_at_the_field(said: dict[str, Any], where: str) -> None:
    usual: dict[str, Any] = {
        "product": "botox", "units": 200, "lot": "C8841", "expiry": "2028-03", "number": 2, "owner": "clinic"
    }  # fmt: skip
    with pytest.raises(BadInput) as bad:
        receive(a_clinic(), Delivery(**(usual | said)), None, ON)
    assert where in {one.where for one in bad.value.faults}
    assert not Vial.objects.exists()
