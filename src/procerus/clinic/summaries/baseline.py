"""The baseline that a clinician chose in place of the policy's, where one was chosen for this course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from procerus.clinic.people.merging import PERSON
from procerus.clinic.people.models import Patient
from procerus.clinic.record.models import Kind
from procerus.clinic.record.reading import live
from procerus.packs.load import Policy
from procerus.pathway.baseline import baseline_ending, chosen_for
from procerus.pathway.patient import Patient as Person


@dataclass(frozen=True, slots=True)
class Chosen:
    """The last day of a chosen baseline, and its first where it is a baseline of this course."""

    last: date
    first: date | None

    def to_json(self) -> dict[str, object]:
        """As a summary keeps it."""
        return {"last": self.last.isoformat(), "holds": self.first is not None}


def chosen_baselines(patients: Sequence[Patient]) -> dict[UUID, date]:
    """The last day of the baseline that was chosen last, of those for whom one was chosen."""
    found = {}
    for patient, data in live([one.pk for one in patients], Kind.BASELINE).values_list(PERSON, "data"):
        try:
            found[patient] = date.fromisoformat(str(data.get("last")))
        except ValueError:
            found.pop(patient, None)  # a choice that cannot be read is none
    return found


def chosen_of(policy: Policy, person: Person, as_of: date, last: date | None) -> Chosen | None:
    """The choice beside the question that is asked; none where the policy compares with no baseline.

    A choice made for an earlier course stays in the record and says nothing about this one.
    """
    if last is None or baseline_ending(policy, last) is None:
        return None
    return Chosen(last, chosen_for(policy, person, as_of, last))
