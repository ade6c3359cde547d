"""What other pages ask of decisions: the latest of a patient, and which are to be looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from procerus.clinic.decisions.models import Decision
from procerus.clinic.people.models import Clinic, Patient, Registration

NOT_THE_SNAPSHOT = ("snapshot",)
"""It is large, and a list needs nothing of it."""


def decisions_of(patient: Patient) -> QuerySet[Decision]:
    """Every decision about a patient, the latest first, without the snapshots."""
    rows = Decision.objects.filter(patient=patient)
    return rows.select_related("clinic").defer(*NOT_THE_SNAPSHOT).order_by("-at", "-id")


def latest(patient: Patient) -> Decision | None:
    """The decision that stands: nobody decided after it."""
    return decisions_of(patient).first()


def latest_of(patients: Sequence[Patient]) -> dict[UUID, Decision]:
    """The decision that stands for each of several patients who have one, in one query."""
    rows = _standing(Decision.objects.filter(patient__in=patients))
    return {one.patient_id: one for one in rows}


def due_for_review(clinic: Clinic, by: date) -> list[Decision]:
    """The decisions of a clinic's patients to be looked at again by a day, nobody having decided since."""
    here = Registration.objects.filter(clinic=clinic, patient=OuterRef("patient"), ended=None)
    rows = _standing(Decision.objects.filter(Exists(here), clinic=clinic, review_on__lte=by))
    return list(rows.select_related("patient", "clinic").order_by("review_on", "at"))


def _standing(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    later = Decision.objects.filter(patient=OuterRef("patient"), at__gt=OuterRef("at"))
    return rows.filter(~Exists(later)).select_related("clinic").defer(*NOT_THE_SNAPSHOT)
