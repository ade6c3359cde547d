"""A lot is recalled: everybody who got it is found, however it was typed, and each look is written down."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from clinics import a_clinic, a_patient, number_of, page, signed_in, staff
from procerus.clinic.people.models import Patient
from procerus.clinic.stock.models import Cause, Movement, Owner
from procerus.clinic.stock.recall import recall
from procerus.clinic.stock.receiving import Delivery, receive
from procerus.clinic.stock.vials import Use, take_back, use
from procerus.clinic.trail.models import Event, Kind
from procerus.faults import BadInput
from stocked import a_session, vials

pytestmark = pytest.mark.django_db


def given(patient: Patient, lot: str, day: date = date(2026, 11, 26), **said: Any) -> None:
    [vial] = vials(lot=lot, **said)
    use(a_session(patient, day), [Use(vial.pk, Fraction(155), Fraction(45))], None)


def names(lot: str, *also: str) -> list[str]:
    return [one.session.patient.given for one in recall(a_clinic(), lot, also).got]


def test_everybody_who_got_the_lot_is_listed_oldest_first_and_nobody_else() -> None:
    given(a_patient(given="Ben"), "C8841", date(2026, 5, 1))
    given(a_patient(given="Ada"), "C8841", date(2026, 2, 1))
    given(a_patient(given="Cleo"), "D1111", date(2026, 3, 1))
    assert names("C8841") == ["Ada", "Ben"]


def test_blanks_and_capitals_do_not_hide_anybody() -> None:
    given(a_patient(given="Ada"), "C8841")
    given(a_patient(given="Ben"), "c 8841")
    assert sorted(names(" C88 41")) == ["Ada", "Ben"]


@pytest.mark.parametrize(("typed", "there"), [("C8O41", "C8041"), ("C884I", "C8841"), ("C8814", "C8841")])
def test_a_lot_that_looks_alike_is_offered_and_listed_only_when_somebody_says_so(
    typed: str, there: str
) -> None:
    given(a_patient(given="Ada"), there)
    assert names(typed) == []
    assert [one.lot for one in recall(a_clinic(), typed, ()).others] == [there]
    assert names(typed, there) == ["Ada"]


def test_a_record_that_was_corrected_counts_as_it_was_corrected() -> None:
    ada = a_patient(given="Ada")
    given(ada, "WRONG")
    session = a_session(ada)
    take_back(session, None, "another lot")
    [right] = vials(lot="RIGHT")
    use(session, [Use(right.pk, Fraction(155), Fraction(45))], None)
    assert names("WRONG") == []
    assert names("RIGHT") == ["Ada"]


def test_units_and_sites_are_those_from_vials_of_the_lot_only() -> None:
    ada = a_patient()
    [one], [two] = vials(lot="ONE", units=100), vials(lot="TWO", units=100)
    written = {
        "vials": [{"lot": "ONE"}, {"lot": "TWO"}],
        "given": [
            {"site": "a", "units": 50, "vial": 1},
            {"site": "b", "units": 50, "vial": 1},
            {"site": "c", "units": 55, "vial": 2},
        ],
    }
    session = a_session(ada, written=written)
    use(session, [Use(one.pk, Fraction(100), Fraction(0)), Use(two.pk, Fraction(55), Fraction(45))], None)
    [got] = recall(a_clinic(), "ONE", ()).got
    assert (got.units, got.sites) == (Fraction(100), 2)


def test_a_session_whose_vials_were_not_from_this_stock_is_found_by_its_record() -> None:
    follows = {"vials": [{"lot": "c8841 ", "given": 155}]}
    a_session(a_patient(given="Ada"), follows=follows)
    [got] = recall(a_clinic(), "C8841", ()).got
    assert (got.session.patient.given, got.units, got.sites) == ("Ada", Fraction(155), None)


def test_a_session_without_a_lot_is_listed_apart_because_nobody_can_tell() -> None:
    a_session(a_patient(given="Ada"), follows={"vials": []})
    found = recall(a_clinic(), "C8841", ())
    assert (found.got, [one.session.patient.given for one in found.without_lot]) == ((), ["Ada"])


def test_one_button_takes_what_is_left_out_of_stock_and_the_used_stay_used() -> None:
    client, ada = signed_in(staff()), a_patient()
    given(ada, "C8841")
    vials(lot="C8841", number=2)
    [own] = vials(lot="c8841", owner=Owner.PATIENT, patient=ada)
    [other] = vials(lot="D1")
    where = f"{page('stock-recall')}?lot=C8841"
    assert client.post(where, {"reason": ""}).status_code == 422
    assert client.post(where, {"reason": "notice 12/26"}).status_code == 302
    moved = Movement.objects.filter(cause=Cause.RECALLED)
    assert {(one.quarters, one.reason) for one in moved} == {(-800, "notice 12/26")}
    assert moved.count() == 3 and not moved.filter(vial=other).exists()
    assert client.post(where, {"reason": "notice 12/26"}).status_code == 422
    written = Event.objects.filter(kind=Kind.WRITE, what="stock.recall")
    assert {one.patient for one in written} == {None, ada.pk}
    assert own.movements.filter(cause=Cause.RECALLED).exists()


def test_a_recalled_lot_is_not_received_again() -> None:
    vials(lot="C8841")
    signed_in(staff()).post(f"{page('stock-recall')}?lot=C8841", {"reason": "notice"})
    with pytest.raises(BadInput, match="was recalled at this clinic"):
        receive(a_clinic(), Delivery("botox", 200, "c 8841", "2028-03", 1, "clinic"), None, date(2026, 11, 1))


def test_every_patient_on_the_list_is_one_read_and_so_is_every_one_in_the_file() -> None:
    client, ada, ben = signed_in(staff("coordinator")), a_patient(), a_patient(given="Ben")
    given(ada, "C8841")
    given(ben, "OTHER")
    client.get(f"{page('stock-recall')}?lot=C8841")
    file = client.get(f"{page('stock-recall-file')}?lot=C8841")
    assert number_of(ada) in file.content.decode() and number_of(ben) not in file.content.decode()
    reads = Event.objects.filter(kind=Kind.READ).order_by("seq")
    assert [(one.what, one.patient) for one in reads] == [
        ("stock.recall", ada.pk), ("stock.recall.file", ada.pk)
    ]  # fmt: skip


def test_a_name_that_is_a_formula_stays_a_name_in_the_file() -> None:
    given(a_patient(family="=HYPERLINK(1)"), "C8841")
    file = signed_in(staff()).get(f"{page('stock-recall-file')}?lot=C8841").content.decode()
    assert "'=HYPERLINK(1)" in file and ",=HYPERLINK" not in file


def test_what_another_clinic_gave_is_not_listed() -> None:
    south = a_clinic("south")
    [vial] = vials(south, lot="C8841")
    use(a_session(a_patient(south), clinic=south), [Use(vial.pk, Fraction(155), Fraction(45))], None)
    found = recall(a_clinic(), "C8841", ())
    assert (found.got, found.here, found.spellings) == ((), (), ())


def test_the_list_takes_as_many_queries_for_forty_patients_as_for_one(
    django_assert_max_num_queries: Any,
) -> None:
    client = signed_in(staff())
    for _ in range(40):
        given(a_patient(), "C8841")
    with django_assert_max_num_queries(26):
        client.get(f"{page('stock-recall')}?lot=C8841")
