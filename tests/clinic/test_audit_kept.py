"""What the audit counted is kept, and counted anew as soon as there is anything more that it could count."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import Model
from django.utils import timezone

from audited import a_decision, given, noted, somebody
from clinics import a_clinic, a_patient, example, page, signed_in, staff
from deciding import NOW, decided, question
from procerus.clinic.audit.kept import every_measure, measured
from procerus.clinic.audit.models import Extract
from procerus.clinic.audit.period import Period
from procerus.clinic.injections.models import Session, TakenBack
from procerus.clinic.people.merging import merge
from procerus.clinic.people.models import Patient, Registration
from procerus.clinic.record.models import Kind

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
MANY = 10_000


def sessions_counted() -> int:
    """How many sessions the page of the period says."""
    return len(measured(a_clinic(), YEAR)("lots").denominator)


def test_a_session_that_is_recorded_after_the_page_was_looked_at_is_counted_the_next_time() -> None:
    ada = a_patient()
    given(ada, DAY)
    assert sessions_counted() == 1
    given(ada, DAY + timedelta(days=84))
    assert sessions_counted() == 2


def test_a_session_that_was_taken_back_is_counted_no_more() -> None:
    [session] = given(a_patient(), DAY)
    assert sessions_counted() == 1
    TakenBack.objects.create(session=session, reason="another person", by=session.by, second=staff("doctor"))
    assert sessions_counted() == 0


def test_nothing_is_read_again_while_nothing_was_added(django_assert_max_num_queries: Any) -> None:
    given(a_patient(), DAY)
    every_measure(a_clinic(), YEAR)
    with django_assert_max_num_queries(9):
        every_measure(a_clinic(), YEAR)


def test_the_period_that_nobody_asked_for_longest_is_forgotten_first() -> None:
    clinic = a_clinic()
    years = [Period(date(year, 1, 1), date(year, 12, 31)) for year in (2023, 2024, 2025, 2026)]
    first, second, *_rest = [measured(clinic, one) for one in years[:3]]
    assert measured(clinic, years[0]) == first
    measured(clinic, years[3])
    assert measured(clinic, years[0]) == first
    assert measured(clinic, years[1]) != second


def stopped(patient: Patient) -> object:
    """A stop in the record."""
    return noted(patient, Kind.STOP, {"date": "2026-06-02", "reason": "no_response"})


def left(patient: Patient) -> object:
    """The patient is registered here no more."""
    return Registration.objects.filter(patient=patient).update(ended=timezone.now())


def merged(patient: Patient) -> object:
    """Found to be the same person as somebody registered later."""
    other, who = a_patient(), somebody(a_clinic())
    return merge(patient, other, a_clinic(), "the same birth certificate", who, "nurse")


def under_another_policy(patient: Patient) -> object:
    """The payer is another one."""
    return Patient.objects.filter(pk=patient.pk).update(policy="evicore")


@pytest.mark.parametrize("change", [stopped, left, merged, under_another_policy, a_patient])
def test_every_change_that_a_measure_could_see_is_seen(change: Callable[[Any], Model]) -> None:
    patient = a_patient()
    before = measured(a_clinic(), YEAR)
    assert measured(a_clinic(), YEAR) == before
    change(patient if change is not a_patient else a_clinic())
    assert measured(a_clinic(), YEAR) != before


def test_the_words_of_a_case_are_those_of_whoever_looks() -> None:
    given(a_patient(), DAY, DAY + timedelta(days=84))
    client = signed_in(staff("doctor"))
    address = page("audit-cases", measure="late_14", part="denominator") + "?" + YEAR.query
    assert "12 weeks" in client.get(address).content.decode()
    assert "12 Wochen" in client.get(address, headers={"accept-language": "de"}).content.decode()


@pytest.mark.nightly
def test_ten_thousand_patients_are_counted_in_seconds_and_the_second_time_at_once() -> None:
    clinic, by = a_clinic(), somebody(a_clinic())
    [pattern] = given(a_patient(clinic), DAY)
    people = Patient.objects.bulk_create(Patient(given="P", family=str(n), born="1980") for n in range(MANY))
    Registration.objects.bulk_create(
        Registration(patient=one, clinic=clinic, number=f"n{at}") for at, one in enumerate(people)
    )
    Session.objects.bulk_create(
        Session(patient=one, clinic=clinic, day=DAY + timedelta(days=84 * cycle), at=pattern.at, by=by,
                protocol="preempt", product="botox", written={}, follows=pattern.follows)
        for one in people for cycle in range(3)
    )  # fmt: skip
    begun = time.process_time()
    assert len(measured(clinic, YEAR)("lots").numerator) == 3 * MANY + 1
    every_measure(clinic, YEAR)
    cold, begun = time.process_time() - begun, time.process_time()
    every_measure(clinic, YEAR)
    assert (cold < 8, time.process_time() - begun < 0.5) == (True, True)


def test_a_decision_of_an_older_version_is_read_again_and_its_extract_kept() -> None:
    one = a_decision(a_patient(), DAY, answers={"often_headache": "yes"})
    measured(a_clinic(), YEAR)("diary")
    Extract.objects.update(made_by="0.0", content={})
    a_decision(a_patient(), DAY, answers={"often_headache": "yes"})
    assert len(measured(a_clinic(), YEAR)("diary").numerator) == 2
    assert Extract.objects.get(decision=one).content["answers"] == {"often_headache": "yes"}


def test_a_decision_leaves_its_extract_behind_when_it_is_recorded() -> None:
    with time_machine.travel(NOW, tick=False):
        made = decided(example("ada"), question(), choice="start")
    kept = Extract.objects.get(decision=made).content
    assert kept["answers"] and kept["answered"] is not None
