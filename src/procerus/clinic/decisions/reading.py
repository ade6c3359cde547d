"""What other pages ask of decisions: the latest of a patient, and which are to be looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from procerus.clinic.decisions.models import Decision
from procerus.clinic.people.merging import PERSON, about, persons_at
from procerus.clinic.people.models import Clinic, Patient

NOT_THE_SNAPSHOT = ("snapshot",)
"""It is large, and a list needs nothing of it."""


def decisions_of(patient: Patient) -> QuerySet[Decision]:
    """Every decision about a person, the latest first, without the snapshots."""
    rows = Decision.objects.filter(about(patient))
    return rows.select_related("clinic").defer(*NOT_THE_SNAPSHOT).order_by("-at", "-id")


def latest(patient: Patient) -> Decision | None:
    """The decision that stands: nobody decided after it."""
    return decisions_of(patient).first()


def latest_of(patients: Sequence[Patient], until: date | None = None) -> dict[UUID, Decision]:
    """The decision that stands for each of several patients who have one, in one query.

    With a day it is the one that stood at the end of that day.
    """
    rows = _with_clinic(Decision.objects.filter(about(*patients)).select_related("patient"))
    known = [one for one in rows.order_by("at", "id") if until is None or one.recorded_on <= until]
    return {one.patient.into_id or one.patient_id: one for one in known}


def due_for_review(clinic: Clinic, by: date) -> list[Decision]:
    """The decisions of a clinic's patients to be looked at again by a day, nobody having decided since."""
    rows = Decision.objects.annotate(person=PERSON)
    rows = rows.filter(clinic=clinic, review_on__lte=by, person__in=persons_at(clinic).values("pk"))
    for later in ("patient", "patient__into"):  # two, for each finds its few rows by an index
        newer = Decision.objects.filter(**{later: OuterRef("person")}, at__gt=OuterRef("at"))
        rows = rows.exclude(Exists(newer))
    return list(_with_clinic(rows).select_related("patient__into").order_by("review_on", "at"))


def _with_clinic(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    return rows.select_related("clinic").defer(*NOT_THE_SNAPSHOT)
