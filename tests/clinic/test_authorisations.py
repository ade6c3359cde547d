"""Authorisations: the queue, what follows from dates and sessions, and that no change is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from clinics import a_clinic, a_patient, about, author, page, signed_in, staff
from procerus.clinic.authorisations import changing
from procerus.clinic.authorisations.conventions import conventions
from procerus.clinic.authorisations.models import AFTER, Authorisation, Change, Status
from procerus.clinic.authorisations.reading import alerts, chosen
from procerus.clinic.authorisations.standing import Standing, standings
from procerus.clinic.authorisations.vials_needed import needed
from procerus.clinic.injections.models import Session
from procerus.clinic.people.models import Account, Patient
from procerus.clinic.trail.models import Event, Kind

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def cora() -> Account:
    return staff("coordinator")


def asked(patient: Patient, by: Account, **said: Any) -> Authorisation:
    return changing.make(patient, {"payer": "Example Health Plan"} | said, author(by))


def become(one: Authorisation, by: Account, *statuses: str, **said: Any) -> Authorisation:
    for status in statuses:
        stands = {"status": Status(status)} | said
        changing.change(one, stands, "", one.changes.count(), author(by), TODAY)
        one.refresh_from_db()
    return one


def approved(patient: Patient, by: Account, until: date, **said: Any) -> Authorisation:
    one = asked(patient, by, valid_from=date(2026, 1, 1), valid_to=until, **said)
    return become(one, by, "sent", "approved")


def standing(one: Authorisation, today: date = TODAY) -> Standing:
    one.refresh_from_db()
    return standings([one], today)[0]


def in_queue(which: str, text: str = "", today: date = TODAY) -> list[Authorisation]:
    return list(chosen(a_clinic(), which, text, today))


def given(patient: Patient, on: date, by: Account, product: str = "botox", **said: Any) -> Session:
    return Session.objects.create(
        clinic=a_clinic(), patient=patient, day=on, at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC),
        protocol="preempt", product=product, written={}, follows={}, by=by, **said,
    )  # fmt: skip


def sent(one: Authorisation, **said: Any) -> dict[str, Any]:
    shown = {name: getattr(one, name) for name in changing.FIELDS}
    plain = {name: "" if value is None else str(value) for name, value in shown.items()}
    return plain | {"seen": str(one.changes.count()), "note": ""} | about(one.patient) | said


def test_an_approval_holds_on_its_last_day_and_is_expired_the_day_after_without_anybody_writing_it(
    cora: Account,
) -> None:
    one = approved(a_patient(), cora, TODAY)
    assert standing(one).status == Status.APPROVED
    assert standing(one, TODAY + timedelta(days=1)).status == Status.EXPIRED
    assert Authorisation.objects.get().status == Status.APPROVED
    assert in_queue("over") == []
    assert in_queue("over", today=TODAY + timedelta(days=1)) == [one]
    assert in_queue("open", today=TODAY + timedelta(days=1)) == []


def test_expired_can_be_chosen_by_nobody() -> None:
    assert all(Status.EXPIRED not in after for after in AFTER.values())


def test_a_renewal_is_listed_sixty_days_ahead_and_no_longer_once_it_is_begun(cora: Account) -> None:
    assert conventions().renewal == timedelta(days=60)
    soon, later = a_patient(), a_patient(given="Ben")
    one = approved(soon, cora, TODAY + timedelta(days=60), member="M-1", number="A-17", units=800, visits=4)
    approved(later, cora, TODAY + timedelta(days=61))
    assert in_queue("renew") == [one]
    assert standing(one).to_renew
    new = changing.renew(one, author(cora))
    assert in_queue("renew") == []
    assert (new.payer, new.member, new.status) == ("Example Health Plan", "M-1", Status.DRAFT)
    assert (new.number, new.units, new.visits, new.valid_from, new.valid_to) == ("", None, None, None, None)
    become(new, cora, "withdrawn")
    assert in_queue("renew") == [one]


def test_visits_are_counted_from_sessions_within_the_days_and_a_correction_counts_once(
    cora: Account,
) -> None:
    patient = a_patient()
    one = approved(patient, cora, date(2027, 12, 31), visits=2, product="botox")
    given(patient, date(2025, 12, 31), cora)
    given(patient, date(2026, 1, 1), cora, product="dysport")
    first = given(patient, date(2026, 3, 2), cora)
    given(patient, date(2026, 3, 3), cora, replaces=first)
    assert (standing(one).used, standing(one).visits_left, standing(one).to_renew) == (1, 1, False)
    given(patient, date(2026, 6, 1), cora)
    assert (standing(one).used, standing(one).visits_left, standing(one).to_renew) == (2, 0, True)
    assert alerts(a_clinic(), [patient.pk], TODAY) == {patient.pk: ["Authorisation: all visits are used."]}


def test_a_denial_says_how_many_days_are_left_to_appeal(cora: Account) -> None:
    one = asked(a_patient(), cora)
    become(one, cora, "sent")
    become(one, cora, "denied", denial="two preventives only", appeal_by=TODAY + timedelta(days=20))
    assert standing(one).appeal_days == 20
    assert standing(one, TODAY + timedelta(days=21)).appeal_days == -1
    assert in_queue("denied") == [one]
    become(one, cora, "appealed")
    assert standing(one).appeal_days is None


def test_a_draft_older_than_a_week_waits(cora: Account) -> None:
    one = asked(a_patient(), cora)
    assert in_queue("waiting", today=TODAY + timedelta(days=7)) == []
    assert in_queue("waiting", today=TODAY + timedelta(days=8)) == [one]
    assert standing(one, TODAY + timedelta(days=8)).waits
    assert not standing(one, TODAY + timedelta(days=7)).waits


@pytest.mark.parametrize("status", list(Status))
def test_only_a_status_that_can_follow_is_taken(cora: Account, status: Status) -> None:
    patient = a_patient()
    one = asked(patient, cora)
    client = signed_in(cora)
    address = page("authorisation_change", patient, authorisation=one.pk)
    answer = client.post(address, sent(one, status=status))
    one.refresh_from_db()
    allowed = status in (Status.SENT, Status.WITHDRAWN, Status.DRAFT)
    assert answer.status_code == (302 if allowed else 422)
    assert one.status == (status if allowed else Status.DRAFT)


def test_an_approval_needs_its_last_day_and_a_denial_the_payers_words(cora: Account) -> None:
    patient = a_patient()
    one = become(asked(patient, cora), cora, "sent")
    client, address = signed_in(cora), page("authorisation_change", patient, authorisation=one.pk)
    assert "Until when is it approved?" in client.post(address, sent(one, status="approved")).content.decode()
    assert "Write what the payer said." in client.post(address, sent(one, status="denied")).content.decode()
    wrong = sent(one, valid_from="2026-12-02", valid_to="2026-12-01")
    assert "Is before the first day" in client.post(address, wrong).content.decode()
    assert one.changes.count() == 2


def test_every_change_is_a_row_and_one_write_and_the_database_keeps_it(cora: Account) -> None:
    patient = a_patient()
    one, client = asked(patient, cora), signed_in(cora)
    address = page("authorisation_change", patient, authorisation=one.pk)
    assert client.post(address, sent(one, number="A-17", note="by phone")).status_code == 302
    last = one.changes.order_by("pk").last()
    assert last is not None
    assert (last.before, last.after, last.note) == ({"number": ""}, {"number": "A-17"}, "by phone")
    event = Event.objects.get(kind=Kind.WRITE)
    assert (event.what, event.patient) == ("authorisation.change", patient.pk)
    assert event.about == {"authorisation": str(one.pk), "change": last.pk}
    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.filter(pk=last.pk).update(note="something else")


def test_a_form_that_says_nothing_new_writes_nothing(cora: Account) -> None:
    patient = a_patient()
    one = asked(patient, cora)
    one.refresh_from_db()
    address = page("authorisation_change", patient, authorisation=one.pk)
    assert signed_in(cora).post(address, sent(one)).status_code == 302
    assert one.changes.count() == 1
    assert not Event.objects.filter(kind=Kind.WRITE).exists()


def test_of_two_who_change_it_at_once_the_second_looks_again(cora: Account) -> None:
    patient = a_patient()
    one, client = asked(patient, cora), signed_in(cora)
    address = page("authorisation_change", patient, authorisation=one.pk)
    old = sent(one, number="A-17")
    client.post(address, sent(one, status="sent"))
    answer = client.post(address, old)
    assert answer.status_code == 422
    assert "changed by somebody else in the meantime" in answer.content.decode()
    one.refresh_from_db()
    assert (one.status, one.number) == ("sent", "")


def test_a_new_request_begins_with_nothing_filled_in_and_the_vials_beside_it(cora: Account) -> None:
    patient = a_patient()
    client, address = signed_in(cora), page("authorisation_make", patient)
    text = client.get(address).content.decode()
    assert "1 vial of 200 U" in text
    assert "given: 155 U" in text
    assert "thrown away: 45 U" in text
    assert 'value="200"' not in text
    assert client.post(address, about(patient)).status_code == 422
    assert client.post(address, {"payer": "Example Health Plan"} | about(patient)).status_code == 302
    assert Authorisation.objects.get().units is None


def test_a_product_that_the_protocol_cannot_be_given_with_has_no_hint() -> None:
    assert needed(a_clinic(), "dysport") is None


def test_the_queue_is_searched_by_payer_number_and_name(cora: Account) -> None:
    one = asked(a_patient(), cora, number="A-17")
    other = asked(a_patient(given="Ben", family="Sample"), cora, payer="County")
    assert in_queue("open", "a-17") == [one]
    assert in_queue("open", "county sample") == [other]
    assert in_queue("open", "county a-17") == []


def test_each_patient_of_the_queue_is_a_read_and_the_queries_do_not_grow(cora: Account) -> None:
    client, counts = signed_in(cora), []
    client.get(page("authorisations"))
    for count in (2, 8):
        for number in range(count):
            approved(a_patient(given=f"P{count}{number}"), cora, TODAY + timedelta(days=90), visits=4)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(page("authorisations")).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]
    assert Event.objects.filter(kind=Kind.READ, what="authorisations").count() == 2 + 10


def test_another_patients_authorisation_is_nothing_here(cora: Account) -> None:
    ada, ben = a_patient(), a_patient(given="Ben")
    one, client = asked(ben, cora), signed_in(cora)
    for name in ("authorisation", "authorisation_change"):
        assert client.get(page(name, ada, authorisation=one.pk)).status_code == 404
    assert client.post(page("authorisation_renew", ada, authorisation=one.pk), about(ada)).status_code == 404


def test_beginning_a_renewal_twice_begins_one(cora: Account) -> None:
    patient = a_patient()
    one, client = approved(patient, cora, TODAY), signed_in(cora)
    address = page("authorisation_renew", patient, authorisation=one.pk)
    for _ in range(2):
        assert client.post(address, about(patient)).status_code == 302
    assert Authorisation.objects.filter(renews=one).count() == 1


def test_a_patient_without_any_request_has_no_alert_and_one_with_a_denial_has(cora: Account) -> None:
    without, denied = a_patient(), a_patient(given="Ben")
    become(become(asked(denied, cora), cora, "sent"), cora, "denied", denial="no")
    found = alerts(a_clinic(), [without.pk, denied.pk], TODAY)
    assert found == {denied.pk: ["Authorisation: denied."]}


def test_every_page_of_an_authorisation_opens(cora: Account) -> None:
    patient = a_patient()
    one, client = approved(patient, cora, TODAY + timedelta(days=30), visits=4), signed_in(cora)
    text = client.get(page("authorisation", patient, authorisation=one.pk)).content.decode()
    assert "ends in 30 days" in text
    assert "23 Dec 2026" in text
    assert client.get(page("authorisation_change", patient, authorisation=one.pk)).status_code == 200
    assert "Example Health Plan" in client.get(page("patient_authorisations", patient)).content.decode()
