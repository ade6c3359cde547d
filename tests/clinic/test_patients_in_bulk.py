"""Many patients out of one table."""

from __future__ import annotations

from datetime import date
from random import Random
from time import perf_counter
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clinics import a_clinic, a_patient, number_of, page, signed_in, staff
from procerus.clinic.people.bulk import Preview, preview
from procerus.clinic.people.models import Patient, Registration
from procerus.clinic.trail.models import Event
from procerus.faults import BadInput

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
TABLE = "given,family,born,sex,number\nAda,Example,1984-05-02,female,1\nBen,Other,1990-11,male,2\n"


def looked_at(text: str | bytes) -> Preview:
    raw = text if isinstance(text, bytes) else text.encode()
    return preview(raw, "list.csv", a_clinic(), TODAY)


def given(client: Client, text: str) -> Any:
    return client.post(page("table"), {"file": SimpleUploadedFile("list.csv", text.encode())})


def confirmed(client: Client, shown: Any, *ticked: int) -> Any:
    return client.post(
        page("confirm_table"), {"sealed": shown.context["sealed"], "another": [str(row) for row in ticked]}
    )


def test_a_preview_saves_nothing_and_a_confirmation_saves_what_was_shown() -> None:
    client = signed_in(staff())
    shown = given(client, TABLE)
    assert shown.status_code == 200
    assert not Patient.objects.exists()
    assert confirmed(client, shown).status_code == 302
    assert {(one.given, one.born, one.sex) for one in Patient.objects.all()} == {
        ("Ada", "1984-05-02", "female"),
        ("Ben", "1990-11", "male"),
    }
    assert {one.number for one in Registration.objects.all()} == {"1", "2"}
    wrote = Event.objects.filter(what="people.registered")
    assert {one.patient for one in wrote} == {one.pk for one in Patient.objects.all()}
    assert wrote.count() == 2
    assert {one.revision for one in Patient.objects.all()} == {1}


def test_a_table_that_is_given_twice_or_confirmed_twice_registers_nobody_twice() -> None:
    client = signed_in(staff())
    shown = given(client, TABLE)
    confirmed(client, shown), confirmed(client, shown)
    assert [len(given(client, TABLE).context["made"].there), Patient.objects.count()] == [2, 2]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_is_read_with_every_separator_and_byte_order_mark(separator: str, mark: str) -> None:
    assert looked_at(mark + TABLE.replace(",", separator)) == looked_at(TABLE)
    assert len(looked_at(TABLE).new) == 2


def test_a_table_as_a_german_spreadsheet_writes_it_is_read() -> None:
    made = looked_at("given;family;born;number\r\nAnna;Müller;02.05.1984;7\r\n;;;\r\n")
    assert [one for _, one in made.new] == [
        {"given": "Anna", "family": "Müller", "born": "1984-05-02", "sex": "", "number": "7", "policy": ""}
    ]


def test_every_fault_names_its_row_column_value_and_reason() -> None:
    made = looked_at(
        "given,family,born,sex,number,policy\n"
        ",Example,1984-05-02,female,1,\n"
        "Ben,Other,02/05/1984,man,2,nice-ta26\n"
        "Cleo,Third,1984-05-02,,,\n"
    )
    said = {(one.where, one.value) for one in made.faults}
    assert said == {
        ("list.csv, row 2, column given", ""),
        ("list.csv, row 3, column born", "02/05/1984"),
        ("list.csv, row 3, column sex", "man"),
        ("list.csv, row 3, column policy", "nice-ta26"),
        ("list.csv, row 4, column number", ""),
    }
    assert all(one.why and one.mend for one in made.faults)
    assert not made.new


def test_a_number_of_somebody_else_is_a_fault_and_the_holder_stays() -> None:
    ada = a_patient()
    made = looked_at(f"given,family,born,number\nBen,Other,1990-01-01,{number_of(ada)}\n")
    assert [one.where for one in made.faults] == ["list.csv, row 2, column number"]
    assert "Example, Ada" in made.faults[0].why


def test_one_number_twice_in_a_table_is_a_fault_of_the_second_row() -> None:
    made = looked_at("given,family,born,number\nAda,Example,1984-05-02,1\nBen,Other,1990-01-01,1\n")
    assert [row for row, _ in made.new] == [2]
    assert [one.where for one in made.faults] == ["list.csv, row 3, column number"]


def test_a_look_alike_is_registered_only_where_somebody_ticked_it() -> None:
    a_patient()
    client = signed_in(staff())
    rows = (
        "given,family,born,number",
        "Ada,Example,1984-02-05,1",
        "Adda,Example,1984-05-02,2",
        "Zoe,New,1950,3",
    )
    text = "\n".join(rows)
    shown = given(client, text)
    assert [row for row, _one, _why in shown.context["made"].alike] == [2, 3]
    confirmed(client, shown, 3)
    assert {one.given for one in Patient.objects.all()} == {"Ada", "Adda", "Zoe"}
    assert Patient.objects.count() == 3


def test_two_rows_that_look_alike_are_asked_about_too() -> None:
    made = looked_at("given,family,born,number\nAda,Example,1984-05-02,1\nAda,Example,1984-02-05,2\n")
    assert [row for row, _ in made.new] == [2]
    assert [(row, why[0][0]) for row, _, why in made.alike] == [(3, "Example, Ada in row 2")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "name,number\nAda,1\n",
        "given,family,born,sex\nAda,Example,,\n",
        "given,given,family,number\n",
    ],
)
def test_a_table_without_the_columns_is_refused_with_what_is_missing(text: str) -> None:
    with pytest.raises(BadInput):
        looked_at(text)
    answer = given(signed_in(staff()), text)
    assert answer.status_code == 422
    assert "list.csv" in answer.content.decode() or "empty" in answer.content.decode()


@pytest.mark.parametrize("raw", [b"PK\x03\x04....", b"given,family,number\nJos\xe9,Example,1\n", b"\0\0"])
def test_a_file_that_is_no_text_is_refused_and_says_how_to_save_it(raw: bytes) -> None:
    with pytest.raises(BadInput, match="CSV UTF-8"):
        looked_at(raw)


def test_rows_that_were_sealed_for_one_clinic_are_confirmed_at_no_other() -> None:
    south = a_clinic("south")
    shown = given(signed_in(staff()), TABLE)
    answer = signed_in(staff("nurse", south)).post(
        page("confirm_table", clinic=south), {"sealed": shown.context["sealed"]}
    )
    assert (answer.status_code, Patient.objects.count()) == (422, 0)


def test_rows_that_were_changed_on_the_way_are_not_registered() -> None:
    client = signed_in(staff())
    sealed = given(client, TABLE).context["sealed"]
    answer = client.post(page("confirm_table"), {"sealed": "x" + sealed})
    assert (answer.status_code, Patient.objects.count()) == (422, 0)


def test_an_auditor_gives_no_table() -> None:
    assert given(signed_in(staff("auditor")), TABLE).status_code == 403


def test_ten_thousand_rows_are_looked_at_and_registered_within_a_minute() -> None:
    chance = Random(5)
    rows = "".join(
        f"{''.join(chance.choices('abdeiklmnorst', k=7))},{''.join(chance.choices('abdeiklmnorst', k=8))},"
        f"{chance.randint(1930, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02},,{number}\n"
        for number in range(10_000)
    )
    client, begun = signed_in(staff()), perf_counter()
    shown = given(client, "given,family,born,sex,number\n" + rows)
    made = shown.context["made"]
    assert len(made.new) + len(made.alike) == 10_000
    assert len(made.alike) < 500
    confirmed(client, shown, *(row for row, _one, _why in made.alike))
    seconds = perf_counter() - begun
    assert Patient.objects.count() == Event.objects.filter(what="people.registered").count() == 10_000
    assert seconds < 60
