"""Somebody with a long diary and many cycles, for tests of what stays short however long it is."""

from __future__ import annotations

from datetime import date, timedelta

from clinics import a_patient, author, staff
from procerus.clinic.diaries.models import Source
from procerus.clinic.diaries.writing import state
from procerus.clinic.people.models import Patient
from procerus.clinic.record.models import Kind
from procerus.clinic.record.writing import enter


def ten_years() -> Patient:
    """Somebody with ten years of diary and forty cycles."""
    patient, last = a_patient(given="Long"), date(2026, 10, 31)
    days = []
    for back in range(3650):
        day = last - timedelta(days=back)
        if back % 9 == 4:
            continue
        said = (
            {"headache": "no"}
            if back % 2
            else {"headache": "yes", "worst": "severe", "medicines": "sumatriptan"}
        )
        days.append((day, said))
    state(patient, days, Source.PHONE, None)
    nurse = author(staff("nurse"))
    for cycle in range(40):
        dose = {"date": (last - timedelta(days=84 * cycle + 10)).isoformat(), "product": "botox",
                "indication": "chronic-migraine", "units": 155}  # fmt: skip
        enter(patient, Kind.TOXIN, dose, nurse)
    enter(patient, Kind.ASKED, {"list": "toxin"}, nurse)
    for number in range(30):
        score = {"date": f"20{20 + number // 12}-{number % 12 + 1:02}-05", "instrument": "hit-6", "score": 60}
        enter(patient, Kind.SCORE, score, nurse)
    return patient
