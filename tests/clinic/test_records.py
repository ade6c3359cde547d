"""The record by hand: what is entered, corrected, withdrawn, called complete, and what follows from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clinics import a_clinic, a_patient, about, author, example, page, signed_in, staff
from procerus.clinic.people.models import Patient
from procerus.clinic.record.assembled import document, person
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import live
from procerus.clinic.record.writing import enter
from procerus.clinic.records.sections import SECTIONS
from procerus.clinic.trail.models import Event
from procerus.clinic.trail.models import Kind as Happening
from procerus.packs.load import find_policy
from procerus.pathway.decision import decide

pytestmark = pytest.mark.django_db


def add(client: Any, patient: Patient, section: str, **said: Any) -> Any:
    return client.post(page("records_add", patient, section=section), about(patient) | said)


def preventives(patient: Patient) -> list[dict[str, Any]]:
    return list(live(patient.pk, Kind.PREVENTIVE).values_list("data", flat=True))


def said(answer: Any) -> str:
    return str(answer.content.decode())


# Entering


def test_a_preventive_is_kept_in_the_shape_of_the_patient_file_with_who_and_when() -> None:
    nurse, patient = staff("nurse"), a_patient()
    answer = add(signed_in(nurse), patient, "preventives", drug="Topamax", mg_per_day="50",
                 outcome="not_tolerated", **{"from": "2024-01", "to": "2024-04-20"})  # fmt: skip
    assert answer.status_code == 302
    entry = Entry.objects.get(patient=patient)
    assert entry.data == {"drug": "Topamax", "from": "2024-01", "to": "2024-04-20", "mg_per_day": 50,
                          "outcome": "not_tolerated"}  # fmt: skip
    assert (entry.by, entry.role, entry.clinic, entry.on) == (nurse, "nurse", a_clinic(), "2024-01")
    event = Event.objects.get(patient=patient.pk, kind=Happening.WRITE)
    assert event.what == "records.add" and "Topamax" not in str(event.about)


def test_what_the_dictionary_made_of_a_medicine_stands_beside_it() -> None:
    client, patient = signed_in(staff()), a_patient()
    shown = said(client.get(add(client, patient, "preventives", drug="Topamaxx")["Location"]))
    assert "read as topiramate, class antiepileptic" in shown
    shown = said(client.get(add(client, patient, "preventives", drug="zzz")["Location"]))
    assert "not recognised; it will count as unknown" in shown
    assert len(preventives(patient)) == 2


@pytest.mark.parametrize(
    ("section", "entered", "fault"),
    [
        ("preventives", {"drug": "topiramate", "from": "2024-13"}, "2024-13 is not a date"),
        ("preventives", {"drug": "topiramate", "from": "2024-02-30"}, "is not in the calendar"),
        ("preventives", {"drug": "topiramate", "from": "2199"}, "2199 is yet to come"),
        ("preventives", {"drug": "topiramate", "from": "2024-05", "to": "2024-01"}, "before"),
        ("preventives", {"drug": "topiramate", "outcome": "failed"}, "Select a valid choice"),
        ("preventives", {"drug": "topiramate", "mg_per_day": "much"}, "Write a number in figures"),
        ("preventives", {"from": "2024-01"}, "Is missing. Write the medicine."),
        ("medicines", {}, "Is empty. Fill in what is known."),
        ("illnesses", {}, "Is missing. Write the illness."),
        ("counts", {"headache_days": "many"}, "Write a number of days, or the fewest"),
        ("counts", {"headache_days": "16-14"}, "goes from 16 down to 14"),
        ("counts", {"from": "2025-01", "headache_days": "3"}, "is not a full date"),
        ("toxin", {"product": "Botox", "date": "2025"}, "is not an id"),
        ("nerve-blocks", {"date": "2025-05"}, "Is missing"),
        ("withdrawals", {"from": "2025-05"}, "Is missing"),
        ("history", {"months_of_this_pattern": "-3"}, "is not between 0 and 1200"),
        ("notes", {"text": "", "day": "2026-01-05"}, "Is missing"),
        ("notes", {"text": "x", "day": "2199-01-05"}, "is yet to come"),
        ("events", {"onset": "2026-01-05"}, "Is missing"),
        ("events", {"term": "sore", "outcome": "fatal", "seriousness": ["none"]}, "the outcome is fatal"),
        ("events", {"term": "neck pain", "seriousness": ["none", "death"]}, "Either none is met"),
        ("scores", {"instrument": "hit-6", "score": "79", "date": "2026-01-05"}, "It runs from 36 to 78"),
        ("scores", {"instrument": "hit-6", "score": "37", "date": "2026-01-05"}, "No answers to its 6"),
        ("scores", {"instrument": "hit-6", "score": "60"}, "Is missing"),
        ("scores", {"instrument": "phq-9", "score": "10", "date": "2026-01-05"}, "Select a valid choice"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_written(
    section: str, entered: dict[str, Any], fault: str
) -> None:
    patient = a_patient()
    answer = add(signed_in(staff()), patient, section, **entered)
    assert answer.status_code == 422
    assert fault.lower() in said(answer).lower()
    assert not Entry.objects.exists()
    assert not Event.objects.filter(kind=Happening.WRITE).exists()


def test_every_fault_of_a_form_is_said_at_once() -> None:
    answer = add(signed_in(staff()), a_patient(), "preventives", **{"from": "2024-13", "mg_per_day": "x"})
    assert {*answer.context["form"].errors} == {"drug", "from", "mg_per_day"}


def test_what_was_left_open_is_left_out_and_no_word_is_chosen_beforehand() -> None:
    client, patient = signed_in(staff()), a_patient()
    shown = client.get(page("records_add", patient, section="preventives"))
    assert not [one for one in shown.context["form"] if one.value()]
    add(client, patient, "preventives", drug="topiramate")
    assert preventives(patient) == [{"drug": "topiramate"}]


def test_a_count_from_a_letter_may_be_a_pair() -> None:
    patient = a_patient()
    add(signed_in(staff()), patient, "counts", headache_days="20 to 22", migraine_days="9", source="letter",
        **{"from": "2025-01-01", "to": "2025-01-30"})  # fmt: skip
    [count] = person(patient).counts or ()
    assert str(count.headache_days) == "20 to 22" and str(count.migraine_days) == "9"


def test_a_text_of_several_lines_stays_as_it_was_written() -> None:
    client, patient = signed_in(staff()), a_patient()
    add(client, patient, "notes", text="First line\r\n<script>alert(1)</script>", day="2026-01-05")
    assert Entry.objects.get().data == {
        "text": "First line\r\n<script>alert(1)</script>",
        "day": "2026-01-05",
    }
    shown = said(client.get(page("records", patient)))
    assert "<script>alert" not in shown and "&lt;script&gt;" in shown


# Complete lists


def test_a_list_that_nobody_called_complete_leaves_a_criterion_open_and_asked_none_answers_it() -> None:
    client, patient = signed_in(staff()), example("ada")
    policy, on = find_policy("nice-ta260"), date(2026, 3, 30)

    def tried() -> str:
        reasons = decide(policy, "start", person(patient), on).reasons
        [answer] = {str(one.answer) for one in reasons if one.criterion == "preventives_tried"}
        return answer

    asked = live(patient.pk, Kind.ASKED).get(data={"list": "preventives"})
    assert tried() == "yes"
    reason = {"reason": "the list was of another patient"}
    client.post(page("records_withdraw", patient, entry=asked.pk), about(patient) | reason)
    assert "preventives" not in document(patient) and tried() == "unknown"
    client.post(page("records_asked", patient, section="preventives"), about(patient))
    assert tried() == "yes"


def test_asked_none_is_an_empty_list_and_not_an_unknown_one() -> None:
    client, patient = signed_in(staff()), a_patient()
    assert person(patient).medicines is None
    assert "not known to be complete" in said(client.get(page("records", patient)))
    client.post(page("records_asked", patient, section="medicines"), about(patient))
    assert person(patient).medicines == ()
    assert "asked: none" in said(client.get(page("records", patient)))


def test_a_list_is_called_complete_once_however_often_the_button_is_pressed() -> None:
    client, patient = signed_in(staff()), a_patient()
    for _ in range(2):
        assert client.post(page("records_asked", patient, section="toxin"), about(patient)).status_code == 302
    assert live(patient.pk, Kind.ASKED).count() == 1


def test_nobody_can_call_scores_or_notes_complete() -> None:
    client, patient = signed_in(staff()), a_patient()
    for section in ("scores", "notes", "history", "nothing"):
        assert client.post(page("records_asked", patient, section=section), about(patient)).status_code == 404


# Correcting


def a_preventive(patient: Patient, **data: Any) -> Entry:
    return enter(patient, Kind.PREVENTIVE, {"drug": "topiramate"} | data, author(staff()))


def test_a_correction_stands_in_the_place_of_the_old_entry_which_stays_to_be_read() -> None:
    client, patient = signed_in(staff()), a_patient()
    old = a_preventive(patient, outcome="ineffective")
    sent = {"drug": "topiramate", "outcome": "too_short", "reason": "said again"}
    client.post(page("records_amend", patient, entry=old.pk), about(patient) | sent)
    assert preventives(patient) == [{"drug": "topiramate", "outcome": "too_short"}]
    shown = said(client.get(page("records_entry", patient, entry=old.pk)))
    assert "did not work" in shown and "too short or too little to tell" in shown and "said again" in shown


def test_nothing_is_corrected_or_withdrawn_without_a_reason() -> None:
    client, patient = signed_in(staff()), a_patient()
    old = a_preventive(patient)
    for name in ("records_amend", "records_withdraw"):
        assert (
            client.post(page(name, patient, entry=old.pk), about(patient) | {"drug": "x"}).status_code == 422
        )
    assert Entry.objects.count() == 1


def test_of_two_who_correct_the_same_entry_the_second_is_told_and_nothing_is_lost() -> None:
    patient = a_patient()
    old = a_preventive(patient)
    first, second = (
        signed_in(staff()).post(
            page("records_amend", patient, entry=old.pk),
            about(patient) | {"drug": drug, "reason": "typed wrong"},
        )
        for drug in ("propranolol", "amitriptyline")
    )
    assert (first.status_code, second.status_code) == (302, 422)
    assert "corrected by somebody else in the meantime" in said(second)
    assert preventives(patient) == [{"drug": "propranolol"}]


def test_a_withdrawn_entry_counts_no_more_and_stays() -> None:
    client, patient = signed_in(staff()), a_patient()
    old = a_preventive(patient)
    client.post(
        page("records_withdraw", patient, entry=old.pk), about(patient) | {"reason": "another patient"}
    )
    assert preventives(patient) == [] and Entry.objects.count() == 2
    assert "another patient" in said(client.get(page("records_entry", patient, entry=old.pk)))


def test_the_entry_of_another_patient_is_reached_through_no_address() -> None:
    client, mine, other = signed_in(staff()), a_patient(), a_patient(given="Ben")
    theirs = a_preventive(other)
    for name in ("records_entry", "records_amend", "records_withdraw"):
        assert client.get(page(name, mine, entry=theirs.pk)).status_code == 404
        sent = about(mine) | {"drug": "x", "reason": "x"}
        assert client.post(page(name, mine, entry=theirs.pk), sent).status_code in (404, 405)
    assert preventives(other) == [{"drug": "topiramate"}]


def test_a_coordinator_reads_the_record_and_writes_nothing() -> None:
    client, patient = signed_in(staff("coordinator")), a_patient()
    shown = client.get(page("records", patient))
    assert shown.status_code == 200 and "Add a preventive" not in said(shown)
    assert add(client, patient, "preventives", drug="x").status_code == 403


def test_the_newest_history_holds_and_is_filled_in_when_it_is_asked_again() -> None:
    client, patient = signed_in(staff()), a_patient()
    add(client, patient, "history", months_of_this_pattern="6", diagnosed_by="gp")
    form = client.get(page("records_add", patient, section="history")).context["form"]
    assert (form["months_of_this_pattern"].value(), form["diagnosed_by"].value()) == (6, "gp")
    add(client, patient, "history", months_of_this_pattern="9", diagnosed_by="neurologist")
    assert person(patient).history.months_of_this_pattern == 9


# The page


def test_every_section_has_its_form_and_an_empty_record_says_so() -> None:
    client, patient = signed_in(staff()), a_patient()
    shown = said(client.get(page("records", patient)))
    for section in SECTIONS:
        assert f'id="{section.slug}"' in shown
        assert client.get(page("records_add", patient, section=section.slug)).status_code == 200
    assert client.get(page("records_add", patient, section="nothing")).status_code == 404


def test_a_long_record_takes_no_more_queries_than_a_short_one(django_assert_max_num_queries: Any) -> None:
    client, patient, nurse = signed_in(staff()), example("ada"), staff()
    for number in range(30):
        enter(patient, Kind.NOTE, {"text": f"note {number}"}, author(nurse))
        enter(patient, Kind.ADVERSE_EVENT, {"term": "neck pain"}, author(nurse))
    with django_assert_max_num_queries(24):
        assert client.get(page("records", patient)).status_code == 200
