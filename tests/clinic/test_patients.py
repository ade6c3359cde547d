"""Finding and registering patients, and correcting who somebody is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from clinics import a_clinic, a_patient, about, number_of, page, signed_in, staff
from procerus.clinic.people.birth_dates import read_born
from procerus.clinic.people.look_alikes import Who, twins_of, why_alike
from procerus.clinic.people.models import Identity, Membership, Patient, Registration
from procerus.clinic.people.searching import A_PAGE, Looking, find
from procerus.clinic.trail.models import Event, Kind
from procerus.diary.cells import Complaint

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def found(text: str, clinic: Any = None) -> list[str]:
    """Who is found by what somebody types, by given name."""
    return [one.patient.given for one in find(clinic or a_clinic(), Looking(text), TODAY).rows]


def registering(**said: str) -> dict[str, str]:
    """The form of a new patient."""
    person = {"given": "Ada", "family": "Example", "born": "1984-05-02", "sex": "female", "number": "1"}
    return person | said


def register(client: Client, **said: str) -> Any:
    return client.post(page("register"), registering(**said))


# Finding


@pytest.mark.parametrize(
    "text",
    [
        "example",
        "Exam",
        "EXAMPLE, ada",
        "ada ex",
        "2 May 1984",
        "1984-05-02",
        "02.05.1984",
        "Example 2 May 1984",
    ],
)
def test_a_patient_is_found_by_name_and_birth_date_however_they_are_typed(text: str) -> None:
    a_patient(), a_patient(given="Ben", family="Other", born="1990-01-01")
    assert found(text) == ["Ada"]


def test_a_patient_is_found_by_the_number_of_this_clinic_only() -> None:
    ada = a_patient()
    a_patient(a_clinic("south"), "Ben")
    assert found(number_of(ada)) == found(f"#{number_of(ada)}") == ["Ada"]
    assert found("Ben") == []


@pytest.mark.parametrize("text", ["Müller", "Mueller", "Muller", "müller-l"])
def test_an_umlaut_is_found_in_every_spelling(text: str) -> None:
    a_patient(given="Anna", family="Müller-Lüdenscheidt")
    assert found(text) == ["Anna"]


def test_somebody_of_whom_only_the_year_of_birth_is_known_is_found_by_a_whole_date() -> None:
    a_patient(born="1984")
    assert found("2 May 1984") == ["Ada"]
    assert found("2 May 1985") == []


def test_pages_follow_each_other_without_a_patient_twice_or_left_out() -> None:
    for number in range(2 * A_PAGE + 3):
        a_patient(given=f"P{number:03}", family="Example" if number % 2 else "Zimt")
    looking, seen = Looking(), []
    while looking is not None:
        shown = find(a_clinic(), looking, TODAY)
        seen += [one.patient.given for one in shown.rows]
        looking = shown.next  # type: ignore[assignment]  # the loop ends where there is none
    assert len(seen) == len(set(seen)) == 2 * A_PAGE + 3


def test_every_patient_on_the_list_is_one_read_and_nobody_else() -> None:
    nurse, shown = staff(), [a_patient(given=f"P{number}") for number in range(3)]
    a_patient(a_clinic("south"))
    assert signed_in(nurse).get(page("people")).status_code == 200
    assert {(one.kind, one.patient) for one in Event.objects.all()} == {(Kind.READ, one.pk) for one in shown}


def test_what_was_looked_for_stands_in_no_address() -> None:
    a_patient(family="Canary")
    client = signed_in(staff())
    answer = client.post(page("people"), {"q": "Canary"})
    assert answer.status_code == 302
    assert "canary" not in answer["Location"].lower()
    assert "Canary, Ada" in client.get(answer["Location"]).content.decode()


def test_the_list_costs_the_same_however_many_there_are(django_assert_max_num_queries: Any) -> None:
    client = signed_in(staff())
    for number in range(A_PAGE + 5):
        a_patient(given=f"P{number}")
    client.get(page("people"))
    with django_assert_max_num_queries(16):
        client.get(page("people"))


def test_an_auditor_does_not_see_the_list_and_is_offered_no_search() -> None:
    assert signed_in(staff("auditor")).get(page("people")).status_code == 403


# Birth dates


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2 May 1984", "1984-05-02"),
        ("2. Mai 1984", "1984-05-02"),
        ("May 2, 1984", "1984-05-02"),
        ("02.05.1984", "1984-05-02"),
        ("13/05/1984", "1984-05-13"),
        ("05/13/1984", "1984-05-13"),
        ("5/5/1984", "1984-05-05"),
        ("1984-05", "1984-05"),
        ("1984", "1984"),
        ("", ""),
    ],
)
def test_a_birth_date_is_read_as_people_write_it(typed: str, kept: str) -> None:
    assert read_born(typed, TODAY) == kept


@pytest.mark.parametrize(
    "typed", ["02/05/1984", "1984-02-30", "84", "2.5.84", "tomorrow", "2030-01-01", "30804"]
)
def test_a_birth_date_that_can_be_read_in_two_ways_or_none_is_refused(typed: str) -> None:
    with pytest.raises(Complaint):
        read_born(typed, TODAY)


# Registering


def test_a_nurse_registers_a_patient_and_that_is_one_write() -> None:
    answer = register(signed_in(staff()))
    ada = Patient.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page("sheet", ada))
    assert (ada.born, number_of(ada), ada.revision) == ("1984-05-02", "1", 1)
    assert [(one.kind, one.what) for one in Event.objects.all()] == [(Kind.WRITE, "people.registered")]


def test_a_number_is_given_once_at_a_clinic() -> None:
    client = signed_in(staff())
    register(client)
    answer = register(client, given="Ben", family="Other", born="1950-01-01")
    assert answer.status_code == 422
    assert "Example, Ada" in answer.content.decode()
    assert Patient.objects.count() == 1


def test_a_birth_date_that_cannot_be_read_is_said_and_nothing_is_saved() -> None:
    answer = register(signed_in(staff()), born="02/05/1984")
    assert answer.status_code == 422
    assert "with the day or with the month first" in answer.content.decode()
    assert not Patient.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"born": "1984-02-05"},
        {"given": "Adda", "family": "Exampel"},
        {"born": "1984-05"},
        {"born": ""},
        {"born": "1983-05-02"},
        {"given": "Example", "family": "Ada"},
        {"given": "Eve"},
    ],
    ids=["same", "swapped", "misspelt", "month", "unknown", "year", "crossed", "twin"],
)
def test_somebody_who_looks_like_a_patient_is_not_saved_before_it_was_said_who_it_is(
    said: dict[str, str],
) -> None:
    ada, client = a_patient(), signed_in(staff())
    asked = register(client, **said)
    assert asked.status_code == 422
    assert Patient.objects.count() == 1
    assert Event.objects.get().patient == ada.pk  # the look at her is a read
    unanswered = register(client, shown=str(ada.pk), **said)
    assert unanswered.status_code == 422
    assert Patient.objects.count() == 1
    assert register(client, shown=str(ada.pk), person="somebody-new", **said).status_code == 302
    assert Patient.objects.count() == 2


def test_an_answer_about_others_than_those_shown_does_not_count() -> None:
    a_patient(), a_patient()
    client = signed_in(staff())
    answer = register(client, shown="", person="somebody-new")
    assert answer.status_code == 422
    assert Patient.objects.count() == 2


def test_somebody_who_looks_like_nobody_is_saved_without_a_question() -> None:
    a_patient()
    client = signed_in(staff())
    assert register(client, given="Ben", family="Other").status_code == 302
    assert register(client, number="2", family="Zimt", born="1951-11-11").status_code == 302


def test_a_look_alike_of_another_clinic_is_not_named_to_whoever_may_not_see_it() -> None:
    a_patient(a_clinic("south"))
    assert register(signed_in(staff())).status_code == 302


def test_the_same_person_of_another_clinic_of_the_nurse_is_registered_here_too_and_not_twice() -> None:
    south, nurse = a_clinic("south"), staff()
    Membership.objects.create(account=nurse, clinic=south, role="nurse")
    ada, client = a_patient(south), signed_in(nurse)
    answer = register(client, shown=str(ada.pk), person=str(ada.pk), number="77")
    assert answer["Location"] == page("sheet", ada)
    assert Patient.objects.count() == 1
    assert Registration.objects.get(patient=ada, clinic=a_clinic()).number == "77"


def test_a_role_at_another_clinic_that_may_not_read_names_nobody_there() -> None:
    south, nurse = a_clinic("south"), staff()
    Membership.objects.create(account=nurse, clinic=south, role="auditor")
    a_patient(south)
    assert register(signed_in(nurse)).status_code == 302


# Look-alikes


def test_the_banner_marks_two_patients_who_look_alike_and_nobody_else() -> None:
    ada, _, ben = (
        a_patient(),
        a_patient(born="1984-02-05"),
        a_patient(given="Ben", family="Other", born="1950"),
    )
    client = signed_in(staff())
    assert "looks like another patient here" in client.get(page("identity", ada)).content.decode()
    assert "looks like another" not in client.get(page("identity", ben)).content.decode()


@pytest.mark.parametrize(
    "other",
    [Who("Eve", "Other", "1984-05-02"), Who("Ada", "Zimt", "1950-01-01"), Who("Ida", "Sample", "1984-05-02")],
)
def test_one_thing_in_common_makes_nobody_a_look_alike(other: Who) -> None:
    assert why_alike(Who("Ada", "Example", "1984-05-02"), other) == ""


def test_likeness_is_mutual_for_everybody() -> None:
    people = [
        Who(given, family, born)
        for given in ("Ada", "Adda", "Ada Maria", "Eve")
        for family in ("Example", "Exampel", "Müller", "Mueller")
        for born in ("1984-05-02", "1984-02-05", "1984-05", "1984", "", "1990-05-02", "2001-01-01")
    ]
    for one in people:
        for other in people:
            assert bool(why_alike(one, other)) == bool(why_alike(other, one)), (one, other)


def test_looking_for_look_alikes_asks_the_database_twice(django_assert_num_queries: Any) -> None:
    for number in range(5):
        a_patient(given=f"P{number}")
    clinic = a_clinic()
    with django_assert_num_queries(2):
        assert len(twins_of(Who("Ada", "Example", "1984-05-02"), [clinic])) == 5


# Correcting


def correcting(patient: Patient, **said: str) -> dict[str, str]:
    there = {name: getattr(patient, name) for name in ("given", "family", "born", "sex", "policy")}
    return there | {"number": number_of(patient), "reason": "read from the passport"} | about(patient) | said


def test_a_correction_keeps_the_old_value_the_new_one_and_the_reason() -> None:
    nurse, ada = staff(), a_patient()
    client = signed_in(nurse)
    answer = client.post(page("correct_identity", ada), correcting(ada, born="1984-05-03", family="Exempel"))
    assert answer.status_code == 302
    made = {(one.what, one.old, one.new, one.reason, one.by_id) for one in Identity.objects.all()}
    assert made == {
        ("born", "1984-05-02", "1984-05-03", "read from the passport", nurse.pk),
        ("family", "Example", "Exempel", "read from the passport", nurse.pk),
    }
    assert found("Exempel") == ["Ada"]
    assert found("Example") == []
    ada.refresh_from_db()
    assert (ada.born, ada.revision) == ("1984-05-03", 1)
    shown = client.get(page("identity", ada)).content.decode()
    assert "<del>Example</del>" in shown
    assert "read from the passport" in shown


def test_a_correction_without_a_reason_or_without_a_change_saves_nothing() -> None:
    ada, client = a_patient(), signed_in(staff())
    for said in ({"family": "Exempel", "reason": " "}, {}):
        assert client.post(page("correct_identity", ada), correcting(ada, **said)).status_code == 422
    ada.refresh_from_db()
    assert (ada.family, Identity.objects.count()) == ("Example", 0)


def test_a_number_of_somebody_else_is_not_taken_by_a_correction() -> None:
    ada, ben, client = a_patient(), a_patient(given="Ben"), signed_in(staff())
    answer = client.post(page("correct_identity", ada), correcting(ada, number=number_of(ben), given="Eda"))
    assert answer.status_code == 422
    ada.refresh_from_db()
    assert (ada.given, Identity.objects.count()) == ("Ada", 0)


def test_no_correction_is_ever_changed_or_removed() -> None:
    ada = a_patient()
    signed_in(staff()).post(page("correct_identity", ada), correcting(ada, family="Exempel"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Identity.objects.update(old="nothing")
    with pytest.raises(DatabaseError), transaction.atomic():
        Identity.objects.all().delete()


@pytest.mark.parametrize("spoiled", ["x", "gAAAAAB", "\u00e4", "gAAAAABnot-sealed-here=="])
def test_a_search_that_was_spoiled_on_the_way_lists_nobody(spoiled: str) -> None:
    ada, client = a_patient(), signed_in(staff())
    answer = client.get(page("people"), {"found": spoiled})
    assert answer.status_code == 422 and number_of(ada) not in answer.content.decode()
    assert "holds no search" in answer.content.decode()
    assert not Event.objects.filter(patient=ada.pk).exists()
