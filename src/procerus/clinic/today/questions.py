"""Questions to the clinic that nobody has answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from procerus.clinic.record.models import Kind
from procerus.clinic.record.reading import live

ANSWER = "answer"
"""A question is answered by amending its entry with one that has this key as well."""


def open_questions(patients: Sequence[UUID]) -> Counter[UUID]:
    """How many questions of each patient have no answer yet. In one query."""
    asked = live(patients, Kind.QUESTION).order_by().values_list("patient_id", "data")
    return Counter(patient for patient, said in asked if not str(said.get(ANSWER) or "").strip())
