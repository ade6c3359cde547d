"""What phones told is erased, and told again by whoever still has it: another life of the same diary."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from clinic.test_phones import NOW, Handset
from clinics import a_patient, about, page, signed_in, staff
from procerus.clinic.people.models import Patient
from procerus.clinic.phones.models import Erasure, Parked
from procerus.clinic.record.assembled import document
from procerus.sync import phone as sync

pytestmark = pytest.mark.django_db


def test_an_erasure_that_was_granted_leaves_nothing_that_can_be_read_and_ends_the_phones(
    django_capture_on_commit_callbacks: Any,
) -> None:
    ada = a_patient()
    handset = Handset(ada)
    handset.says("2026-11-02", headache="yes", note="canary")
    handset.settles()
    handset.asks("erasure", {"words": "I move away"})
    asked = Erasure.objects.get()
    coordinator = signed_in(staff("coordinator"))
    assert "Example" in coordinator.get(page("phones_waiting")).content.decode()
    address = page("decide_erasure", ada, erasure=asked.pk)
    assert coordinator.post(address, about(ada) | {"answer": "erase", "reason": ""}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        answer = coordinator.post(address, about(ada) | {"answer": "erase", "reason": "as asked"})
    assert answer.status_code == 302
    assert not (settings.INSTALLATION.folder / "diary-keys" / f"{ada.pk}.key").exists()
    assert document(ada)["diary"] == []
    assert handset.asks("pull", after=0).status_code == 401


def test_after_an_erasure_the_same_person_can_begin_anew(django_capture_on_commit_callbacks: Any) -> None:
    ada = a_patient()
    handset = Handset(ada)
    handset.says("2026-11-02", headache="yes")
    handset.settles()
    handset.asks("erasure", {"words": ""})
    address = page("decide_erasure", ada, erasure=Erasure.objects.get().pk)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(staff("nurse")).post(address, about(ada) | {"answer": "erase", "reason": "as asked"})
    anew = Handset(ada, handset.account)
    anew.says("2026-11-20", headache="no")
    anew.settles()
    assert [row["date"] for row in document(ada)["diary"]] == ["2026-11-20"]
    assert not sync.unsent(anew.kept)
    again = Handset(ada, handset.account)
    again.kept = handset.kept.copy()  # the phone that still holds everything is connected once more
    again.settles()
    assert {row["date"] for row in document(ada)["diary"]} == {"2026-11-02", "2026-11-20"}


def erased(ada: Patient, handset: Handset, callbacks: Any) -> None:
    """The patient asked for it, and a nurse did it."""
    handset.asks("erasure", {"words": ""})
    address = page("decide_erasure", ada, erasure=Erasure.objects.get(decided_at=None).pk)
    with callbacks(execute=True):
        signed_in(staff("nurse")).post(address, about(ada) | {"answer": "erase", "reason": "as asked"})


def test_two_answers_that_are_told_again_after_an_erasure_are_two_answers_still(
    django_capture_on_commit_callbacks: Any,
) -> None:
    ada = a_patient()
    mine = Handset(ada)
    tablet = Handset(ada, mine.account)
    mine.says("2026-11-02", headache="no")
    tablet.says("2026-11-02", headache="yes")
    for one in (mine, tablet, mine):
        one.settles()
    erased(ada, mine, django_capture_on_commit_callbacks)
    for one in (mine, tablet):
        again = Handset(ada, mine.account)
        again.kept = one.kept.copy()
        again.kept.epoch, again.kept.cursor = "", 0
        again.kept.there.clear()
        again.settles()
        assert sorted(row["headache"] for row in document(ada)["diary"]) == ["no", "yes"]
        assert not sync.unsent(again.kept) and set(again.kept.held) == set(mine.kept.held)
    assert not Parked.objects.exists()


def test_what_was_parked_before_an_erasure_went_with_it_and_the_copy_of_everything_is_given(
    django_capture_on_commit_callbacks: Any,
) -> None:
    ada = a_patient()
    handset = Handset(ada)
    one = handset.says("2026-11-02", headache="yes")
    handset.settles()
    other = one.wire() | {"said": {"note": "canary"}}
    handset.asks("push", {"statements": [other], "now": NOW.at})
    assert Parked.objects.count() == 1
    erased(ada, handset, django_capture_on_commit_callbacks)
    anew = Handset(ada, handset.account)
    anew.says("2026-11-20", headache="no")
    anew.settles()
    copy = signed_in(handset.account).get(reverse("mine_copy", kwargs={"patient": ada.pk}))
    assert copy.status_code == 200 and b"2026-11-20" in copy.content and b"canary" not in copy.content
    assert b"1 entry" not in signed_in(staff("nurse")).get(page("phones", ada)).content
