"""Notes of the patient page about days with several answers: by day, in the reader's language."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
import time_machine

from clinics import a_patient, page, signed_in, staff
from procerus.clinic.diaries.models import Source
from procerus.clinic.diaries.writing import state
from procerus.clinic.people.models import Patient

pytestmark = pytest.mark.django_db
DISAGREE = "the answers disagree about"


@pytest.fixture(autouse=True)
def on_the_first_of_november() -> Any:
    with time_machine.travel("2026-11-01T12:00:00Z"):
        yield


def told_twice(patient: Patient, first: int, last: int, one: Any, other: Any) -> None:
    for said in (one, other):
        days = [(date(2026, 10, day), {"headache": "yes"} | said) for day in range(first, last + 1)]
        state(patient, days, Source.PHONE, None)


def notes(patient: Patient, language: str = "en") -> list[str]:
    """The notes below the answer, as they stand in the page."""
    client = signed_in(staff("nurse"))
    client.cookies["django_language"] = language
    html = client.get(page("sheet", patient)).content.decode()
    return [unescape(one) for one in re.findall(r'<p class="warned small">(.*?)</p>', html)]


def test_days_that_differ_only_in_when_they_were_written_down_are_no_note() -> None:
    patient = a_patient()
    told_twice(patient, 1, 5, {"entered": "2026-10-06T20:00"}, {"entered": "2026-10-06T21:00"})
    assert [one for one in notes(patient) if "Oct 2026" in one or "more such" in one] == []


def test_days_that_differ_are_named_without_rows_and_the_others_are_a_link() -> None:
    patient = a_patient()
    told_twice(patient, 1, 5, {"headache": "no"}, {"entered": "2026-10-06T21:00"})
    said = [one for one in notes(patient) if DISAGREE in one]
    assert said == [
        f"{day} Oct 2026: {DISAGREE} headache (no or yes); this counts as not answered." for day in (1, 2, 3)
    ]
    (more,) = [one for one in notes(patient) if "more such" in one]
    assert more == f'<a href="{page("diary", patient)}">2 more such days.</a>'


def test_on_german_pages_they_are_said_in_german() -> None:
    patient = a_patient()
    told_twice(patient, 1, 5, {"hours": "2", "worst": "mild"}, {"hours": "4", "worst": "severe"})
    said = " ".join(notes(patient, "de"))
    assert "1. Okt. 2026: Die Antworten widersprechen sich bei Dauer (120 Minuten oder 240 Minuten)" in said
    assert "Stärke (leicht oder stark); das zählt als nicht beantwortet." in said
    assert "2 weitere solche Tage." in said and "procerus" not in said
