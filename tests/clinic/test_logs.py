"""What the server writes about itself holds not a word about patients."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.test import Client

from clinics import about, example, page, signed_in, staff
from procerus.clinic.ops import logs
from procerus.clinic.people.models import Patient
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.writing import Author, enter

pytestmark = pytest.mark.django_db


def lines(said: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


def words_of(patient: Patient) -> list[str]:
    """Everything that would give the patient away."""
    return [str(patient.pk), patient.given, patient.born, patient.registrations.get().number, "canary"]


def test_a_request_is_one_line_with_view_status_and_time(capfd: pytest.CaptureFixture[str]) -> None:
    assert Client().get("/health").status_code == 200
    (line,) = [one for one in lines(capfd.readouterr().err) if one["event"] == "request"]
    assert (line["view"], line["method"], line["status"]) == ("health", "GET", 200)
    assert line["ms"] >= 0


def test_reading_and_writing_about_a_patient_names_the_patient_in_no_line(
    capfd: pytest.CaptureFixture[str],
) -> None:
    patient, doctor = example("ada"), staff("doctor")
    client = signed_in(doctor)
    client.get(page("sheet", patient))
    client.get(page("people") + "?q=canary")
    client.post(
        page("letter_write", patient, kind="gp"), {"language": "en", "words": "canary"} | about(patient)
    )
    client.post(
        page("letter_write", patient, kind="gp"), {"language": "xx", "words": "canary"} | about(patient)
    )
    client.get(page("sheet", patient).replace("at/north", "at/south"))
    said = capfd.readouterr()
    assert len(lines(said.err)) >= 5
    for word in words_of(patient):
        assert word not in said.out + said.err


def test_an_error_is_written_as_its_type_and_its_way_and_never_as_what_it_says(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = example("ada")

    def broken(*_: object) -> None:
        raise ValueError(f"canary of {patient.given}")

    monkeypatch.setattr("procerus.clinic.sheet.views.summary_as_of", broken, raising=False)
    monkeypatch.setattr("procerus.clinic.sheet.views.summary_of", broken, raising=False)
    client = signed_in(staff("nurse"))
    client.raise_request_exception = False
    answer = client.get(page("sheet", patient))
    assert answer.status_code == 500
    assert "canary" not in answer.content.decode()
    said = capfd.readouterr().err
    (line,) = [one for one in lines(said) if one["event"] == "error"]
    assert line["error"] == "ValueError"
    assert any("sheet/views.py" in place for place in line["through"])
    assert answer["X-Request-Id"] == line["id"]
    assert "canary" not in said


def test_what_libraries_log_loses_the_values_they_put_into_it(capfd: pytest.CaptureFixture[str]) -> None:
    patient = example("ada")
    record = logging.LogRecord(
        "django.request", logging.WARNING, "x", 1, "Not Found: %s", (page("sheet", patient),), None
    )
    logs.Lines().emit(record)
    (line,) = lines(capfd.readouterr().err)
    assert (line["by"], line["says"]) == ("django.request", "Not Found: %s")


def test_a_fault_of_the_record_reaches_the_page_and_no_log(capfd: pytest.CaptureFixture[str]) -> None:
    patient = example("ada")
    enter(patient, Kind.NOTE, {"text": "canary"}, Author(None, "", None))
    assert Entry.objects.filter(patient=patient, kind=Kind.NOTE).count() == 1
    signed_in(staff("nurse")).get(page("sheet", patient))
    assert "canary" not in capfd.readouterr().err
