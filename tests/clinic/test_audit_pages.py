"""The page of the audit, the lists behind its numbers, and what is written down of each look."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from audited import a_decision, given, noted
from clinics import a_clinic, a_patient, number_of, page, signed_in, staff
from procerus.clinic.record.models import Kind as Entries
from procerus.clinic.trail.models import Event, Kind

pytestmark = pytest.mark.django_db
DAY = date.today() - timedelta(days=100)
YEAR = {"from": str(date.today() - timedelta(days=300)), "to": str(date.today())}


def test_an_empty_clinic_says_that_there_were_no_sessions_and_shows_no_share() -> None:
    seen = signed_in(staff()).get(page("audit")).content.decode()
    assert "No sessions in this period." in seen
    assert " %" not in seen and "<svg" not in seen


def test_a_number_opens_to_its_patients_and_each_of_them_is_one_read() -> None:
    client, ada, ben = signed_in(staff()), a_patient(family="Open"), a_patient(family="Closed")
    given(ada, DAY, vials=[])
    given(ben, DAY)
    client.get(page("audit"))
    assert not Event.objects.filter(kind=Kind.READ).exists()
    seen = client.get(page("audit-cases", measure="lots", part="numerator")).content.decode()
    assert "Closed" in seen and "Open" not in seen
    assert [one.patient for one in Event.objects.filter(kind=Kind.READ)] == [ben.pk]


def test_an_auditor_sees_who_is_behind_a_number_and_no_link_to_the_record() -> None:
    given(a_patient(family="Closed"), DAY)
    seen = signed_in(staff("auditor")).get(page("audit-cases", measure="lots", part="denominator"))
    assert "Closed" in seen.content.decode() and "/patients/" not in seen.content.decode()


def test_a_measure_or_list_that_does_not_exist_is_not_there() -> None:
    client = signed_in(staff())
    for said in ({"measure": "x", "part": "numerator"}, {"measure": "lots", "part": "x"}):
        assert client.get(page("audit-cases", **said)).status_code == 404


def test_a_period_that_cannot_be_is_asked_again() -> None:
    answer = signed_in(staff()).get(page("audit"), {"from": "2026-02-30", "to": "2026-03-01"})
    assert answer.status_code == 422
    assert "Write it as 2026-03-31" in answer.content.decode()


def test_who_exports_all_measures_is_in_the_trail_and_a_nurse_may_not() -> None:
    given(a_patient(), DAY)
    assert signed_in(staff()).post(page("audit-export"), YEAR).status_code == 403
    auditor = signed_in(staff("auditor"))
    assert auditor.get(page("audit-export")).status_code == 404
    file = auditor.post(page("audit-export"), YEAR).content.decode()
    [line] = [one for one in file.splitlines() if one.startswith("lots,")]
    assert ",1,1,0," in line
    event = Event.objects.get(what="audit.export", kind=Kind.WRITE)
    assert (event.patient, event.about) == (None, {"first": YEAR["from"], "last": YEAR["to"]})


def test_the_patients_of_a_measure_are_exported_without_names_and_each_is_a_read() -> None:
    ada = a_patient(family="Secret")
    given(ada, DAY)
    noted(ada, Entries.ADVERSE_EVENT, {"term": "=1+1", "onset": str(DAY)})
    client = signed_in(staff("doctor"))
    file = client.post(page("audit-cases-export", measure="events", part="numerator"), YEAR).content.decode()
    assert number_of(ada) in file and "'=1+1" in file and "Secret" not in file
    assert Event.objects.get(kind=Kind.READ, patient=ada.pk).what == "audit.cases.export"
    assert Event.objects.get(what="audit.export").about["measure"] == "events"


def test_the_lists_of_the_page_are_there_in_german_too() -> None:
    client = signed_in(staff())
    seen = client.get(page("audit"), headers={"accept-language": "de"}).content.decode()
    assert "Keine Sitzungen in diesem Zeitraum." in seen


def test_the_page_takes_as_many_queries_for_three_hundred_sessions_as_for_none(
    django_assert_max_num_queries: Any,
) -> None:
    client, clinic = signed_in(staff()), a_clinic()
    for _ in range(100):
        one = a_patient(clinic)
        given(one, DAY - timedelta(days=90), DAY, DAY + timedelta(days=90))
        a_decision(one, DAY, answers={"often_headache": "yes"}, answered_days=20)
    client.get(page("audit"))
    with django_assert_max_num_queries(24):
        seen = client.get(page("audit"))
    assert ">300<" in seen.content.decode()
