"""What is kept of a decision: the snapshot, the signature, the sheet, and what happened since."""

from __future__ import annotations

import json
from copy import copy
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from clinics import a_clinic, a_patient, about, author, example, example_file, page, signed_in, staff
from deciding import AUGUST, AUTUMN, LOOK_AGAIN, NOW, asked, decided, question, words
from letters import printed
from procerus.clinic.decisions.again import Frozen, since
from procerus.clinic.decisions.models import Decision, Pack
from procerus.clinic.decisions.signature import State, canonical, is_genuine, signed, state_of
from procerus.clinic.diaries.models import Source
from procerus.clinic.diaries.writing import state
from procerus.clinic.people.models import Patient
from procerus.clinic.record.assembled import document
from procerus.clinic.record.from_file import enter_file
from procerus.clinic.record.models import Kind
from procerus.clinic.record.reading import live
from procerus.clinic.record.writing import Author, enter
from procerus.clinic.trail.append_only import removals
from procerus.diary.dates import in_words
from procerus.faults import BadInput, Fault
from procerus.packs.load import find_policy

pytestmark = pytest.mark.django_db
EXTRA = {
    "ada": ("start", AUTUMN, {"choice": "start"}),
    "ben": ("start", AUTUMN, {"choice": "wait", "reason": "x", "review_on": LOOK_AGAIN}),
    "cleo": ("start", AUTUMN, {"choice": "start", "reason": "x"}),
    "dan": ("start", AUTUMN, {"choice": "wait", "review_on": LOOK_AGAIN}),
    "eve": ("continue", AUGUST, {"choice": "continue"}),
    "fay": ("start", AUTUMN, {"choice": "other", "reason": "x"}),
}


@pytest.fixture(autouse=True)
def on_a_day() -> Any:
    """It is 23 November 2026."""
    with time_machine.travel(NOW, tick=False):
        yield


def one_of(who: str) -> tuple[Patient, Decision]:
    """One of the made-up people, and a decision about them."""
    patient = example(who)
    ask, as_of, chosen = EXTRA[who]
    return patient, decided(patient, question(ask, as_of), **chosen)


# The snapshot ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", EXTRA)
def test_decided_again_from_the_snapshot_alone_it_is_the_same_letter_for_letter(who: str) -> None:
    patient, one = one_of(who)
    enter(patient, Kind.TOXIN, {"date": "2026-10-01", "indication": "chronic-migraine"}, author(staff()))
    frozen = Frozen(Decision.objects.get(pk=one.pk))
    assert frozen.from_the_snapshot() == canonical(frozen.computed)
    assert frozen.computed["patient"] == f"Example, {who.title()}"


def test_a_snapshot_holds_facts_packs_and_versions_as_they_were() -> None:
    patient, one = one_of("ada")
    frozen = Frozen(one)
    assert frozen.snapshot["facts"] == document(patient)
    assert frozen.snapshot["fingerprint"] == find_policy("nice-ta260").fingerprint
    assert frozen.texts["policies/nice-ta260"] == find_policy("nice-ta260").pack.text.text
    assert set(frozen.texts) >= {"headaches/ichd-3", "medicines", "conventions", "policies/nice-ta260-2012"}
    assert frozen.own_packs_changed() == ()


def test_a_pack_is_kept_once_however_often_it_was_asked() -> None:
    one_of("ada")
    before = Pack.objects.count()
    one_of("dan")
    assert Pack.objects.count() == before


def test_the_words_of_a_policy_are_those_of_the_day_when_the_policy_changes() -> None:
    patient, one = one_of("dan")
    frozen = Frozen(one)
    name = "policies/nice-ta260"
    changed = frozen.texts[name].replace("Is the person an adult", "Is it a grown person", 1)
    assert changed != frozen.texts[name]
    frozen.texts[name] = changed
    assert frozen.from_the_snapshot() != canonical(frozen.computed)
    html = signed_in(staff()).get(page("decision", patient, decision=one.pk)).content.decode()
    assert "Is the person an adult" in html


def test_packs_that_a_later_program_cannot_read_hide_nothing_of_what_was_decided(monkeypatch: Any) -> None:
    patient, one = one_of("dan")

    def stricter(*_: object) -> None:
        raise BadInput([Fault("nice-ta260.toml", "is written as nobody writes it any more")])

    monkeypatch.setattr("procerus.clinic.decisions.again.load_policy", stricter)
    client = signed_in(staff())
    assert "Is the person an adult" in client.get(page("decision", patient, decision=one.pk)).content.decode()
    said = words(client.get(page("decision_again", patient, decision=one.pk)).content.decode())
    assert "The kept packs cannot be read by this version of the program" in said
    assert client.get(page("decision_print", patient, decision=one.pk)).status_code == 200


# The signature ---------------------------------------------------------------------------------------

CHANGED: dict[str, Any] = {
    "answer": "no", "holds": False, "same_under_all_readings": None, "choice": "wait", "departs": True,
    "reason": "Another.", "stop_reason": "limit", "stopped_on": date(2026, 11, 1),
    "review_on": date(2027, 1, 1), "policy": "us-label", "question": "continue",
    "as_of": date(2026, 11, 2), "baseline": date(2026, 1, 1), "revision": 7, "by_name": "Somebody Else",
    "role": "nurse", "id": uuid4(), "patient_id": uuid4(), "clinic_id": uuid4(), "by_id": uuid4(),
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGED)
def test_nothing_of_a_decision_can_be_changed_unseen(field: str) -> None:
    _, one = one_of("ada")
    assert is_genuine(one)
    other = copy(one)
    value = CHANGED[field]
    setattr(other, field, not one.same_under_all_readings if value is None else value)
    assert state_of(other) is State.CHANGED


def test_no_byte_of_a_snapshot_and_no_second_of_its_time_can_be_changed_unseen() -> None:
    _, one = one_of("ada")
    for at in (1, len(one.snapshot) // 2, len(one.snapshot) - 2):
        other = copy(one)
        other.snapshot = one.snapshot[:at] + chr(ord(one.snapshot[at]) ^ 1) + one.snapshot[at + 1 :]
        assert state_of(other) is State.CHANGED
    other = copy(one)
    other.at = one.at + timedelta(microseconds=1)
    assert state_of(other) is State.CHANGED
    other.at = one.at.astimezone(datetime.fromisoformat("2026-01-01T00:00+05:00").tzinfo)
    assert is_genuine(other)


def test_every_column_is_signed() -> None:
    columns = {one.attname for one in Decision._meta.concrete_fields}
    assert columns == {*CHANGED, "snapshot", "at", "key", "signature"}


@pytest.mark.parametrize("signature", ["", "00" * 64, "not hex"])
def test_a_signature_that_is_none_is_not_genuine(signature: str) -> None:
    _, one = one_of("ada")
    one.signature = signature
    assert state_of(one) is State.CHANGED


def test_a_decision_signed_elsewhere_is_told_apart_from_one_that_was_changed(settings: Any) -> None:
    patient, one = one_of("ada")

    class Elsewhere:
        folder = settings.INSTALLATION.folder

        def secret(self, name: str) -> bytes:
            return b"k" * 32

    settings.INSTALLATION = Elsewhere()
    assert state_of(one) is State.OTHER_KEY
    html = signed_in(staff()).get(page("decision", patient, decision=one.pk)).content.decode()
    assert "signed with another key" in html and "Signed by this installation" not in html


def test_the_database_refuses_to_change_a_decision_or_a_pack() -> None:
    _, one = one_of("ada")
    for change in (
        lambda: Decision.objects.update(reason="x"),
        lambda: Decision.objects.all().delete(),
        lambda: Pack.objects.update(text="x"),
        lambda: Pack.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert is_genuine(Decision.objects.get(pk=one.pk))


def test_a_pack_changed_behind_the_database_is_seen_on_the_page() -> None:
    patient, one = one_of("ada")
    with connection.cursor() as cursor:
        for statement in removals(connection.vendor, "decisions_pack"):
            cursor.execute(statement)
    row = Pack.objects.get(digest=Frozen(one).snapshot["packs"]["medicines"])
    Pack.objects.filter(pk=row.pk).update(text=row.text + " ")
    assert state_of(one) is State.CHANGED
    html = signed_in(staff()).get(page("decision", patient, decision=one.pk)).content.decode()
    assert "something of it was changed afterwards" in html


def test_signing_again_with_the_same_key_gives_the_same_signature() -> None:
    _, one = one_of("ada")
    assert signed(copy(one)).signature == one.signature


# The page, and the sheet -----------------------------------------------------------------------------


def test_the_page_of_a_decision_has_both_sides_and_says_what_is_required() -> None:
    patient = example("dan")
    doctor = staff("doctor")
    one = decided(patient, question(), doctor, choice="start", reason="Headache\nevery day at work.")
    said = words(signed_in(staff()).get(page("decision", patient, decision=one.pk)).content.decode())
    assert "Computed Criteria not met" in said and "Decided Start treatment" in said
    assert "The decision departs from the computed answer. Required: print the shared decision record" in said
    assert "Signed by this installation." in said and f"By {doctor.name}, Doctor, North" in said


def test_a_decision_that_goes_along_offers_the_sheet_and_requires_nothing() -> None:
    patient, one = one_of("ada")
    said = words(signed_in(staff()).get(page("decision", patient, decision=one.pk)).content.decode())
    assert "Print the shared decision record" in said and "Required" not in said


def test_the_sheet_says_what_was_decided_by_whom_and_why() -> None:
    patient, doctor = example("dan"), staff("doctor")
    one = decided(patient, question(), doctor, choice="start", reason="Pain every day.", review_on=LOOK_AGAIN)
    pdf = signed_in(staff()).get(page("decision_print", patient, decision=one.pk))
    assert pdf["Content-Type"] == "application/pdf"
    said = printed(pdf.content)
    assert "The clinician's decision Start treatment. It departs from the computed answer." in said
    assert "Pain every day." in said and f"{doctor.name}, doctor" in said and "15 Feb 2027" in said
    assert "Example, Dan, born" in said


def test_a_sheet_is_the_same_bytes_after_the_record_was_changed() -> None:
    patient, one = one_of("ada")
    client, address = signed_in(staff()), page("decision_print", patient, decision=one.pk)
    first = client.get(address).content
    day = [(date(2026, 10, 20), {"headache": "no"})]
    state(patient, day, Source.CLINIC, None)
    patient.family = "Renamed"
    patient.save()
    assert client.get(address).content == first


def test_a_question_without_such_a_sheet_says_so() -> None:
    patient = example("eve")
    one = decided(
        patient, question("free", AUGUST, "ihs-2025"), choice="wait", reason="x", review_on=LOOK_AGAIN
    )
    client = signed_in(staff())
    assert client.get(page("decision_print", patient, decision=one.pk)).status_code == 302
    html = client.get(page("decision", patient, decision=one.pk)).content.decode()
    assert "no shared decision record for this question" in html


def test_the_day_of_a_decision_is_the_clinics() -> None:
    patient = example("ada")
    clinic = a_clinic()
    clinic.timezone = "Pacific/Auckland"
    clinic.save()
    with time_machine.travel("2026-11-23T20:00:00+00:00", tick=False):
        one = decided(patient, question(), choice="start")
    assert in_words(one.recorded_on) == "24 Nov 2026"


# Since then ------------------------------------------------------------------------------------------


def test_days_of_the_diary_amended_or_added_since_are_told_and_change_nothing_kept() -> None:
    patient, one = one_of("ada")
    days = [(date(2026, 10, number), {"headache": "no"}) for number in (20, 21, 22)]
    state(patient, [*days, (date(2026, 6, 1), {"headache": "no"})], Source.CLINIC, None)
    state(patient, [(date(2026, 11, 1), {"headache": "yes"})], Source.CLINIC, None)  # not looked at
    enter(patient, Kind.SCORE, {"date": "2026-11-02", "instrument": "hit-6", "score": 60}, author(staff()))
    said = words(signed_in(staff()).get(page("decision", patient, decision=one.pk)).content.decode())
    assert "The diary of 3 days was amended since." in said
    assert "1 day of the diary was answered since." in said
    assert "Entered or corrected since: scores" in said
    assert is_genuine(Decision.objects.get(pk=one.pk))


def test_rows_of_one_day_in_another_order_are_no_amendment() -> None:
    one, other = {"date": "2026-10-01", "headache": "no"}, {"date": "2026-10-01", "headache": "yes"}
    then, now = {"diary": [one, other], "a": 1}, {"diary": [other, one], "b": 2}
    found = since(then, now, date(2026, 11, 1))
    assert (found.added, found.amended, found.gone, found.lists) == ((), (), (), ("a", "b"))
    assert since(then, {"diary": [one], "a": 1}, date(2026, 11, 1)).amended == (date(2026, 10, 1),)
    assert since(then, {"diary": [], "a": 1}, date(2026, 11, 1)).gone == (date(2026, 10, 1),)
    assert not since(then, {"diary": [], "a": 1}, date(2026, 10, 1)).anything


def test_asked_again_the_page_tells_then_from_today() -> None:
    patient, one = one_of("ada")
    file = example_file("ada")
    days = [(date.fromisoformat(row["date"]), {"headache": "no"}) for row in file["diary"][-20:]]
    state(patient, days, Source.CLINIC, None)
    said = words(signed_in(staff()).get(page("decision_again", patient, decision=one.pk)).content.decode())
    assert "as they were as they were Criteria met" in said
    assert "as they were of today Criteria met" in said
    assert "as recorded today of the same days of today Depends" in said or "Cannot be told yet" in said
    assert "the same, letter for letter" in said


# The baseline ----------------------------------------------------------------------------------------


def thin() -> Patient:
    """Eve, had she answered one of the 28 days before her first session, and forty before those."""
    file, patient = example_file("eve"), a_patient(given="Eve")
    file["diary"] = [
        row for row in file["diary"] if row["date"] == "2026-02-02" or row["date"] >= "2026-03-02"
    ]
    winter = [date(2025, 12, 1) + timedelta(days=number) for number in range(40)]
    file["diary"] += [{"date": day.isoformat(), "headache": "yes"} for day in winter]
    enter_file(patient, file, Author(None, "", a_clinic()), Source.IMPORT)
    return patient


def test_an_offered_baseline_is_kept_only_when_the_clinician_chooses_it() -> None:
    patient, client = thin(), signed_in(staff("nurse"))
    said = question("continue", AUGUST)
    html = asked(client, patient, said)
    assert "1 of 28 days were answered" in words(html) and "--baseline" not in html
    offered = "2026-01-17"

    form = {**about(patient), **said}
    assert client.post(page("decision_baseline", patient), form | {"last": "2026-01-20"}).status_code == 422
    assert not live(patient.pk, Kind.BASELINE).exists()
    assert f'value="{offered}"' in html
    assert client.post(page("decision_baseline", patient), form | {"last": offered}).status_code == 302
    assert [one.data for one in live(patient.pk, Kind.BASELINE)] == [{"last": offered}]
    html = asked(client, patient, said)
    assert "The baseline was chosen" in html
    one = decided(patient, said, choice="wait", reason="x", review_on=LOOK_AGAIN)
    assert str(one.baseline) == "2025-12-21"
    assert json.loads(one.snapshot)["baseline"] == "2025-12-21"
    assert Frozen(one).from_the_snapshot() == canonical(Frozen(one).computed)
    assert client.post(page("decision_baseline", patient), form | {"last": ""}).status_code == 302
    assert "The baseline has few answered days" in asked(client, patient, said)
