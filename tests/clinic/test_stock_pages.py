"""The pages of the stock, as a nurse uses them."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from clinics import a_clinic, a_patient, number_of, page, signed_in, staff
from procerus.clinic.stock.models import Cause, Count, Movement, Owner, Vial
from procerus.clinic.stock.vials import Use, use
from procerus.clinic.trail.models import Event, Kind
from stocked import a_session, vials

pytestmark = pytest.mark.django_db
VIAL: dict[str, Any] = {
    "vial": "botox:200", "lot": "C8841", "expiry": f"{date.today().year + 2}-03", "number": 3,
    "owner": "clinic", "patient": "", "serials": "",
}  # fmt: skip


def test_three_vials_are_received_at_once_and_stand_on_the_shelf() -> None:
    client = signed_in(staff())
    assert client.post(page("stock-receive"), VIAL).status_code == 302
    assert Vial.objects.count() == 3
    seen = client.get(page("stock")).content.decode()
    assert "C8841" in seen and "600 U" in seen
    assert Event.objects.filter(kind=Kind.WRITE, what="stock.receive", patient=None).count() == 1


def test_a_patients_own_vial_is_received_for_the_patient_and_that_is_a_write_about_them() -> None:
    client, ada = signed_in(staff()), a_patient()
    client.post(page("stock-receive"), VIAL | {"owner": "patient", "patient": number_of(ada), "number": 1})
    assert Vial.objects.get().patient == ada
    assert Event.objects.filter(kind=Kind.WRITE, what="stock.receive", patient=ada.pk).count() == 1
    client.get(page("stock"))
    assert Event.objects.filter(kind=Kind.READ, what="stock", patient=ada.pk).count() == 1


def test_a_patient_of_another_clinic_cannot_be_named_as_owner() -> None:
    other = a_patient(a_clinic("south"))
    said = VIAL | {"owner": "patient", "patient": number_of(other)}
    assert signed_in(staff()).post(page("stock-receive"), said).status_code == 422
    assert not Vial.objects.exists()


def test_a_vial_is_received_only_in_a_size_in_which_it_is_sold() -> None:
    assert signed_in(staff()).post(page("stock-receive"), VIAL | {"vial": "botox:150"}).status_code == 422


def test_whose_the_vials_are_is_never_chosen_beforehand() -> None:
    seen = signed_in(staff()).get(page("stock-receive")).content.decode()
    assert "checked" not in seen and "selected>Botox" not in seen


def test_a_faulty_form_says_why_at_the_field_and_keeps_what_was_typed() -> None:
    answer = signed_in(staff()).post(page("stock-receive"), VIAL | {"expiry": "3/28"})
    assert answer.status_code == 422
    seen = answer.content.decode()
    assert "Write it as 2028-03-31" in seen and 'value="3/28"' in seen


def test_expired_vials_and_those_that_expire_within_thirty_days_stand_first() -> None:
    today = date.today()
    vials(lot="LATER", expiry=str(today + timedelta(days=33)))
    vials(lot="SOON", expiry=str(today + timedelta(days=29)))
    vials(lot="GONE", expiry=str(today - timedelta(days=2)))
    needs = (
        signed_in(staff()).get(page("stock")).content.decode().split('id="needs"')[1].split("</section>")[0]
    )
    assert needs.index("GONE") < needs.index("SOON")
    assert "LATER" not in needs


def test_a_broken_vial_leaves_with_a_reason_and_can_be_put_back_once() -> None:
    client = signed_in(staff())
    one, _two = vials(number=2, expiry="2099-01")
    out = {"number": 1, "cause": "discarded", "reason": "dropped"}
    assert client.post(page("stock-kind", vial=one.pk), out | {"reason": ""}).status_code == 422
    assert client.post(page("stock-kind", vial=one.pk), out).status_code == 302
    gone = Movement.objects.get(cause=Cause.DISCARDED)
    assert (gone.reason, gone.quarters) == ("dropped", -800)
    where, back = page("stock-vial", vial=gone.vial_id), {"movement": gone.pk, "reason": "it was whole"}
    assert client.post(where, back).status_code == 302
    assert client.post(where, back).status_code == 422
    assert "it was whole" in client.get(where).content.decode()


def test_more_vials_than_there_are_cannot_leave_nor_can_one_in_date_leave_as_expired() -> None:
    client, [one] = signed_in(staff()), vials(expiry="2099-01")
    for said in ({"number": 2, "cause": "lost"}, {"number": 1, "cause": "expired"}):
        assert client.post(page("stock-kind", vial=one.pk), said | {"reason": "x"}).status_code == 422
    assert Movement.objects.count() == 1


def test_what_a_session_took_cannot_be_put_back_by_hand() -> None:
    client, [one] = signed_in(staff()), vials()
    use(a_session(a_patient()), [Use(one.pk, Fraction(155), Fraction(45))], None)
    taken = Movement.objects.get(cause=Cause.GIVEN)
    said = {"movement": taken.pk, "reason": "a mistake"}
    assert client.post(page("stock-vial", vial=one.pk), said).status_code == 422


def test_the_history_of_a_vial_that_was_used_is_a_read_of_the_patient() -> None:
    client, [one], ada = signed_in(staff()), vials(), a_patient()
    use(a_session(ada), [Use(one.pk, Fraction(155), Fraction(45))], None)
    seen = client.get(page("stock-vial", vial=one.pk)).content.decode()
    assert "-155" in seen and "-45" in seen and str(ada) in seen
    assert Event.objects.filter(kind=Kind.READ, what="stock.vial", patient=ada.pk).count() == 1


def counted(one: Vial, number: int, shown: int, reason: str = "") -> dict[str, Any]:
    return {f"counted_{one.pk}": number, f"shown_{one.pk}": shown, f"reason_{one.pk}": reason}


def test_a_count_that_agrees_moves_nothing_and_is_written_down() -> None:
    client, [one, *_] = signed_in(staff()), vials(number=3)
    assert client.post(page("stock-count"), counted(one, 3, 3)).status_code == 302
    assert Movement.objects.count() == 3
    assert Count.objects.get().expected == Count.objects.get().counted == 3


def test_a_count_that_finds_fewer_wants_a_reason_and_writes_the_others_down_as_lost() -> None:
    client, [one, *_] = signed_in(staff()), vials(number=3)
    assert client.post(page("stock-count"), counted(one, 1, 3)).status_code == 422
    assert client.post(page("stock-count"), counted(one, 1, 3, "shelf was moved")).status_code == 302
    lost = Movement.objects.filter(cause=Cause.LOST)
    assert [(line.quarters, line.reason) for line in lost] == [(-800, "shelf was moved")] * 2


def test_vials_found_again_come_back_and_more_than_were_received_are_refused() -> None:
    client, made = signed_in(staff()), vials(number=3)
    client.post(page("stock-count"), counted(made[0], 1, 3, "not found"))
    [left] = [one for one in made if not one.movements.filter(cause=Cause.LOST).exists()]
    assert client.post(page("stock-count"), counted(left, 4, 1, "found")).status_code == 422
    assert client.post(page("stock-count"), counted(left, 3, 1, "found")).status_code == 302
    assert Movement.objects.filter(cause=Cause.TAKEN_BACK).count() == 2


def test_a_count_is_refused_where_a_vial_was_used_meanwhile() -> None:
    client, [one, two] = signed_in(staff()), vials(number=2)
    use(a_session(a_patient()), [Use(two.pk, Fraction(155), Fraction(45))], None)
    assert client.post(page("stock-count"), counted(one, 1, 2, "one is gone")).status_code == 422
    assert not Count.objects.exists()


def test_the_ledger_adds_up_after_everything_that_can_happen() -> None:
    client, made = signed_in(staff()), vials(number=4, lot="L1")
    use(a_session(a_patient()), [Use(made[0].pk, Fraction("155.25"), Fraction("44.75"))], None)
    client.post(page("stock-kind", vial=made[1].pk), {"number": 1, "cause": "lost", "reason": "x"})
    seen = client.get(page("stock-ledger")).content.decode()
    figures = [">800<", ">155.25<", ">44.75<", ">0<", ">200<", ">0<", ">400<"]
    assert all(one in seen for one in figures)
    assert (
        "L1,800.0,155.25,44.75,0.0,200.0,0.0,400.0" in client.get(page("stock-ledger-file")).content.decode()
    )


def test_a_session_of_which_the_ledger_knows_nothing_is_an_alarm_until_it_is_written() -> None:
    client, [one], ada = signed_in(staff()), vials(expiry="2099-01"), a_patient()
    session = a_session(ada, date.today())
    assert "Not in the ledger" in client.get(page("stock")).content.decode()
    use(session, [Use(one.pk, Fraction(155), Fraction(45))], None)
    assert "Not in the ledger" not in client.get(page("stock")).content.decode()


def test_a_session_that_gave_other_units_than_the_ledger_has_is_an_alarm() -> None:
    client, [one], ada = signed_in(staff()), vials(expiry="2099-01"), a_patient()
    session = a_session(ada, date.today(), follows={"total_units": 160, "discarded_units": 40})
    use(session, [Use(one.pk, Fraction(155), Fraction(45))], None)
    assert "Not in the ledger" in client.get(page("stock")).content.decode()


def test_a_corrected_session_that_the_ledger_still_counts_is_an_alarm() -> None:
    client, [one], ada = signed_in(staff()), vials(expiry="2099-01"), a_patient()
    old = a_session(ada, date.today())
    use(old, [Use(one.pk, Fraction(155), Fraction(45))], None)
    new = type(old).objects.create(
        clinic=old.clinic, patient=ada, day=old.day, at=old.at, protocol="preempt", product="botox",
        written={}, follows={}, replaces=old, by=old.by,
    )  # fmt: skip
    assert client.get(page("stock")).content.decode().count("Not in the ledger") == 2
    Movement.objects.create(
        vial=one, cause=Cause.TAKEN_BACK, quarters=620, takes_back=Movement.objects.get(cause=Cause.GIVEN)
    )
    Movement.objects.create(
        vial=one, cause=Cause.TAKEN_BACK, quarters=180, takes_back=Movement.objects.get(cause=Cause.DISCARDED)
    )
    use(new, [Use(one.pk, Fraction(165), Fraction(35))], None)
    assert "Not in the ledger" not in client.get(page("stock")).content.decode()


def test_an_auditor_sees_the_stock_and_changes_nothing() -> None:
    client, [one] = signed_in(staff("auditor")), vials()
    for name in ("stock", "stock-ledger", "stock-recall"):
        assert client.get(page(name)).status_code == 200
    assert client.get(page("stock-receive")).status_code == 403
    said = {"number": 1, "cause": "lost", "reason": "x"}
    client.post(page("stock-kind", vial=one.pk), said)
    client.post(page("stock-vial", vial=one.pk), {"movement": 1, "reason": "x"})
    assert Movement.objects.count() == 1


def test_the_stock_of_another_clinic_is_not_there() -> None:
    client, [one] = signed_in(staff()), vials(a_clinic("south"), lot="SOUTH")
    assert "SOUTH" not in client.get(page("stock")).content.decode()
    for name in ("stock-kind", "stock-vial"):
        assert client.get(page(name, vial=one.pk)).status_code == 404


def test_the_shelf_takes_as_many_queries_for_fifty_kinds_as_for_one(
    django_assert_max_num_queries: Any,
) -> None:
    client, ada = signed_in(staff()), a_patient()
    for number in range(50):
        vials(lot=f"L{number}", owner=Owner.PATIENT if number % 2 else Owner.CLINIC,
              patient=ada if number % 2 else None)  # fmt: skip
    with django_assert_max_num_queries(20):
        client.get(page("stock"))
