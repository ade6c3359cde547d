"""Two registrations of one person: merged, and taken apart again as if nothing had been."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from clinics import a_clinic, a_patient, about, author, example, number_of, page, signed_in, staff
from procerus.clinic.diaries.models import Source
from procerus.clinic.diaries.writing import state
from procerus.clinic.people.merging import groups_of, ids_of, live_merges, merge, unmerge
from procerus.clinic.people.models import Account, Merge, Patient
from procerus.clinic.record.assembled import document, documents
from procerus.clinic.record.models import Kind
from procerus.clinic.record.reading import data_of, live
from procerus.clinic.record.writing import enter
from procerus.clinic.summaries.summary import summary_of
from procerus.clinic.trail.models import Event
from procerus.faults import BadInput

TODAY = date(2026, 3, 30)


def said(patient: Patient, day: date, headache: str = "yes") -> None:
    state(patient, [(day, {"headache": headache})], Source.PAPER, None)


def merged(kept: Patient, other: Patient, by: Account, reason: str = "same passport") -> Merge:
    return merge(kept, other, a_clinic(), reason, by, "doctor")[0]


def taken_back(event: Merge, by: Account) -> None:
    unmerge(event, a_clinic(), "two passports", by, "doctor")


def fresh(patient: Patient) -> Patient:
    return Patient.objects.get(pk=patient.pk)


def one_person(by: Account) -> tuple[Patient, Patient]:
    """Two registrations with a diary and an injection each."""
    kept, other = a_patient(), a_patient(given="Adda")
    said(kept, date(2026, 3, 1)), said(other, date(2026, 3, 2))
    for patient, day in ((kept, "2026-01-05"), (other, "2025-10-01")):
        injection = {"date": day, "product": "botox", "indication": "chronic-migraine", "units": 155}
        enter(patient, Kind.TOXIN, injection, author(by), day)
        enter(patient, Kind.ASKED, {"list": "toxin"}, author(by))
    return kept, other


@pytest.mark.django_db
def test_after_a_merge_diary_and_record_of_both_are_the_kept_ones() -> None:
    doctor = staff("doctor")
    kept, other = one_person(doctor)
    merged(kept, other, doctor)
    file = document(fresh(kept))
    assert [one["date"] for one in file["diary"]] == ["2026-03-01", "2026-03-02"]
    assert {one["date"] for one in file["toxin"]} == {"2026-01-05", "2025-10-01"}
    assert {one["date"] for one in data_of(kept.pk, Kind.TOXIN)} == {"2026-01-05", "2025-10-01"}


@pytest.mark.django_db
def test_a_summary_computed_before_a_merge_is_not_shown_after_it() -> None:
    doctor, kept, other = staff("doctor"), example("ada"), a_patient(given="Adda")
    before = summary_of(kept, a_clinic(), TODAY)
    for day in range(1, 29):
        said(other, date(2026, 3, day), "no")
    signed_in(doctor).post(page("merge", kept, other=other.pk), about(kept) | {"reason": "same passport"})
    assert summary_of(fresh(kept), a_clinic(), TODAY) != before


@pytest.mark.django_db
def test_taking_a_merge_back_gives_both_back_exactly() -> None:
    doctor = staff("doctor")
    kept, other = one_person(doctor)
    before = documents([kept, other])
    event = merged(kept, other, doctor)
    assert documents([fresh(kept)])[kept.pk] != before[kept.pk]
    taken_back(event, doctor)
    assert documents([fresh(kept), fresh(other)]) == before
    assert fresh(other).into is None


@pytest.mark.django_db
def test_merging_three_and_taking_the_first_merge_back_leaves_the_other_two_together() -> None:
    doctor, a, b, c = staff("doctor"), a_patient(), a_patient(), a_patient()
    first = merged(b, c, doctor)
    merged(a, b, doctor)
    assert set(ids_of(fresh(c))) == {a.pk, b.pk, c.pk}
    taken_back(first, doctor)
    assert set(ids_of(fresh(a))) == {a.pk, b.pk}
    assert ids_of(fresh(c)) == [c.pk]


@pytest.mark.django_db
def test_whoever_was_merged_is_not_merged_again_and_nobody_with_themselves() -> None:
    doctor, a, b, c = staff("doctor"), a_patient(), a_patient(), a_patient()
    merged(a, b, doctor)
    for kept, other in ((a, a), (c, fresh(b)), (fresh(b), c)):
        with pytest.raises(BadInput):
            merged(kept, other, doctor)


@pytest.mark.django_db
def test_a_merge_is_taken_back_once() -> None:
    doctor, a, b = staff("doctor"), a_patient(), a_patient()
    event = merged(a, b, doctor)
    taken_back(event, doctor)
    with pytest.raises(BadInput):
        taken_back(event, doctor)


@pytest.mark.django_db
def test_merges_are_events_that_nobody_changes_or_removes() -> None:
    merged(a_patient(), a_patient(), staff("doctor"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Merge.objects.update(reason="none")
    with pytest.raises(DatabaseError), transaction.atomic():
        Merge.objects.all().delete()


@pytest.mark.django_db
def test_a_merge_without_a_reason_is_refused() -> None:
    doctor, a, b = staff("doctor"), a_patient(), a_patient()
    with pytest.raises(BadInput):
        merged(a, b, doctor, " ")
    answer = signed_in(doctor).post(page("merge", a, other=b.pk), about(a) | {"reason": " "})
    assert (answer.status_code, fresh(b).into, Merge.objects.count()) == (422, None, 0)


@pytest.mark.django_db
def test_a_merge_costs_no_query_for_each_registration(django_assert_num_queries: Any) -> None:
    doctor, many = staff("doctor"), [a_patient(given=f"P{number}") for number in range(8)]
    for one in many[5:]:
        merged(many[0], one, doctor)
    kept = list(Patient.objects.filter(into=None))
    with django_assert_num_queries(4):
        documents(kept)
    with django_assert_num_queries(4):
        documents(kept[:1])


# On the pages


@pytest.mark.django_db
def test_both_registrations_are_seen_side_by_side_and_each_sight_is_a_read() -> None:
    doctor = staff("doctor")
    kept, other = one_person(doctor)
    shown = signed_in(doctor).get(page("merge", kept, other=other.pk)).content.decode()
    assert "Example, Ada" in shown
    assert "Example, Adda" in shown
    assert {one.patient for one in Event.objects.all()} == {kept.pk, other.pk}


@pytest.mark.django_db
def test_a_doctor_merges_and_takes_it_back_and_both_records_say_so() -> None:
    doctor = staff("doctor")
    kept, other = one_person(doctor)
    client = signed_in(doctor)
    form = about(kept) | {"reason": "same passport"}
    assert client.post(page("merge", kept, other=other.pk), form).status_code == 302
    assert {one.patient for one in Event.objects.filter(what="people.merged")} == {kept.pk, other.pk}
    assert (fresh(kept).revision, fresh(other).revision) == (1, 1)
    event = live_merges([kept.pk]).get()
    answer = client.post(page("unmerge", kept, event=event.pk), about(kept) | {"reason": "two passports"})
    assert answer.status_code == 302
    assert {one.patient for one in Event.objects.filter(what="people.unmerged")} == {kept.pk, other.pk}
    assert (fresh(kept).revision, fresh(other).revision) == (2, 2)


@pytest.mark.django_db
def test_the_old_address_leads_to_the_kept_registration_and_says_why() -> None:
    doctor, kept, other = staff("doctor"), a_patient(), a_patient(given="Adda")
    merged(kept, other, doctor)
    answer = signed_in(doctor).get(page("identity", other), follow=True)
    assert answer.redirect_chain == [(page("identity", kept), 302)]
    assert "found to be one person" in answer.content.decode()
    refused = signed_in(doctor).post(page("identity", other), about(other))
    assert refused.status_code == 409


@pytest.mark.django_db
def test_the_old_number_finds_the_kept_patient() -> None:
    doctor, kept, other = staff("doctor"), a_patient(), a_patient(given="Adda")
    merged(kept, other, doctor)
    client = signed_in(doctor)
    found = client.post(page("people"), {"q": number_of(other)}, follow=True).content.decode()
    assert "is one person with Example, Ada" in found
    assert "Adda" not in client.get(page("people")).content.decode()


@pytest.mark.django_db
def test_a_clinic_that_knew_only_the_other_registration_reaches_the_kept_one() -> None:
    doctor, south = staff("doctor"), a_clinic("south")
    kept, other = a_patient(), a_patient(south, "Adda")
    nurse = staff("nurse", south)
    merged(kept, other, doctor)
    client = signed_in(nurse)
    assert client.get(page("identity", other, south))["Location"] == page("identity", kept, south)
    shown = client.get(page("identity", kept, south))
    assert shown.status_code == 200
    assert number_of(other) in shown.content.decode()


@pytest.mark.django_db
def test_nobody_merges_with_a_patient_of_another_clinic_and_a_nurse_merges_nobody() -> None:
    kept, far, other = a_patient(), a_patient(a_clinic("south")), a_patient()
    form = about(kept) | {"reason": "same passport"}
    assert signed_in(staff("doctor")).post(page("merge", kept, other=far.pk), form).status_code == 404
    assert signed_in(staff("nurse")).post(page("merge", kept, other=other.pk), form).status_code == 403
    assert not Merge.objects.exists()


@pytest.mark.django_db
def test_another_registration_is_found_by_its_number() -> None:
    doctor, kept, other = staff("doctor"), a_patient(), a_patient(given="Zoe")
    client = signed_in(doctor)
    chosen = client.post(page("choose_other", kept), about(kept) | {"number": number_of(other)})
    assert chosen["Location"] == page("merge", kept, other=other.pk)
    for wrong in ("none", number_of(kept)):
        answer = client.post(page("choose_other", kept), about(kept) | {"number": wrong})
        assert answer.status_code == 422


# Laws

STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 4)), max_size=12)


class LawsOfMerging(TestCase):
    """Whatever is merged and taken back, in whatever order."""

    @given(STEPS)
    @settings(max_examples=30)  # each one is a database of people
    def test_the_groups_are_those_that_the_live_merges_connect(
        self, steps: list[tuple[bool, int, int]]
    ) -> None:
        """And what was written under each registration is in exactly one document."""
        doctor, people = staff("doctor"), [a_patient(given=f"P{number}") for number in range(5)]
        for number, one in enumerate(people):
            said(one, date(2026, 3, 1 + number))
        before = documents(people)
        _stepped(people, steps, doctor)
        events = list(live_merges([one.pk for one in people]))
        assert _groups(people) == _connected(people, events)
        kept = list(Patient.objects.filter(into=None))
        shown = [day["date"] for file in documents(kept).values() for day in file["diary"]]
        assert sorted(shown) == [f"2026-03-{1 + number:02}" for number in range(5)]
        while events := list(live_merges([one.pk for one in people])):
            taken_back(events[len(events) // 2], doctor)
        assert documents([fresh(one) for one in people]) == before


def _stepped(people: list[Patient], steps: list[tuple[bool, int, int]], by: Account) -> None:
    for joins, one, other in steps:
        events = list(live_merges([patient.pk for patient in people]))
        if not joins and events:
            taken_back(events[one % len(events)], by)
            continue
        a, b = (fresh(patient).into or fresh(patient) for patient in (people[one], people[other]))
        if a.pk != b.pk:
            merged(a, b, by)


def _groups(people: list[Patient]) -> set[frozenset[Any]]:
    kept = [one.pk for one in map(fresh, people) if one.into_id is None]
    return {frozenset(group) for group in groups_of(kept).values()}


def _connected(people: list[Patient], events: list[Merge]) -> set[frozenset[Any]]:
    groups = {one.pk: {one.pk} for one in people}
    for event in events:
        joined = groups[event.kept_id] | groups[event.other_id]
        for one in joined:
            groups[one] = joined
    return {frozenset(group) for group in groups.values()}


@pytest.mark.django_db
def test_a_live_entry_of_a_merged_registration_is_read_under_the_kept_one_only_once() -> None:
    doctor = staff("doctor")
    kept, other = one_person(doctor)
    merged(kept, other, doctor)
    rows = list(live([kept.pk, other.pk], Kind.TOXIN))
    assert len(rows) == len({one.pk for one in rows}) == 2


@pytest.mark.django_db
def test_a_merge_or_its_undoing_that_is_sent_twice_says_that_it_is_done() -> None:
    kept, other = a_patient(), a_patient(given="Adda")
    client, sent = signed_in(staff("doctor")), {"reason": "same passport", **about(kept)}
    for _ in range(2):
        answer = client.post(page("merge", kept, other=other.pk), sent, follow=True)
        assert answer.status_code == 200 and "one person" in answer.content.decode()
    event = Merge.objects.get()
    for _ in range(2):
        answer = client.post(page("unmerge", kept, event=event.pk), sent, follow=True)
        assert answer.status_code == 200 and "two registrations" in answer.content.decode()
    assert Merge.objects.count() == 2
