"""Compute a summary, or take the one that was computed of the same record for the same day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from procerus import __version__
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.record.assembled import documents, person
from procerus.clinic.summaries.models import Summary
from procerus.packs.load import Policy, find_policy
from procerus.pathway.decision import decide

Content = dict[str, Any]


def summary_of(patient: Patient, clinic: Clinic, as_of: date) -> Content:
    """The summary of one patient."""
    return summaries_of([patient], clinic, as_of)[patient.pk]


def summaries_of(patients: Sequence[Patient], clinic: Clinic, as_of: date) -> dict[UUID, Content]:
    """The summaries of several patients: those that still hold as they are, the others computed and kept."""
    kept = {one.pk: one for one in Summary.objects.filter(patient__in=patients)}
    made = {one.pk: made_from(one, clinic) for one in patients}
    found: dict[UUID, Content] = {}
    stale = []
    for one in patients:
        old = kept.get(one.pk)
        if old and (old.as_of, old.revision, old.made_from) == (as_of, one.revision, made[one.pk]):
            found[one.pk] = old.content
        else:
            stale.append(one)
    files = documents(stale) if stale else {}
    fresh = [
        Summary(
            patient=one, as_of=as_of, revision=one.revision, made_from=made[one.pk],
            content=computed(one, clinic, as_of, files[one.pk]),
        )
        for one in stale
    ]  # fmt: skip
    if fresh:
        Summary.objects.bulk_create(
            fresh, update_conflicts=True, unique_fields=["patient"],
            update_fields=["as_of", "revision", "made_from", "content"],
        )  # fmt: skip
    return found | {one.patient_id: one.content for one in fresh}


def policy_of(patient: Patient, clinic: Clinic) -> Policy:
    """The policy of the patient's payer, or the clinic's."""
    return find_policy(patient.policy or clinic.policy)


def made_from(patient: Patient, clinic: Clinic) -> str:
    """What a summary depends on beside the record and the day."""
    return f"{__version__} {patient.policy or clinic.policy}"


def computed(patient: Patient, clinic: Clinic, as_of: date, file: Mapping[str, Any]) -> Content:
    """The summary of a patient file on a day."""
    policy = policy_of(patient, clinic)
    one = person(patient, file)
    question = "continue" if one.toxin and "continue" in policy.pack.questions else "start"
    decision = decide(policy, question, one, as_of)
    return {"decision": decision.to_json()}
