"""The baseline that a clinician chose in place of the policy's, where one was chosen for this course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from procerus.clinic.people.models import Patient
from procerus.clinic.record.models import Kind
from procerus.clinic.record.reading import live
from procerus.diary.cycles import Course
from procerus.packs.conventions import convention


@dataclass(frozen=True, slots=True)
class Chosen:
    """The last day of a chosen baseline, and whether it is one of this course."""

    last: date
    holds: bool

    def to_json(self) -> dict[str, object]:
        """As a summary keeps it."""
        return {"last": self.last.isoformat(), "holds": self.holds}


def chosen_baselines(patients: Sequence[Patient]) -> dict[UUID, date]:
    """The last day of the baseline that was chosen last, of those for whom one was chosen."""
    found = {}
    for patient, data in live([one.pk for one in patients], Kind.BASELINE).values_list("patient_id", "data"):
        try:
            found[patient] = date.fromisoformat(str(data.get("last")))
        except ValueError:
            found.pop(patient, None)  # a choice that cannot be read is none
    return found


def chosen_for(course: Course, last: date | None) -> Chosen | None:
    """The choice beside the course: it holds where it ends before the first injection, and not long before.

    A choice made for an earlier course stays in the record and says nothing about this one.
    """
    if last is None:
        return None
    first, back = course.first.day, timedelta(days=convention("baseline_look_back_days"))
    return Chosen(last, first is not None and first - back <= last < first)
