"""Compute a summary, or take the one that was computed of the same record for the same day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from procerus import __version__
from procerus.clinic.people.merging import persons_at
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.record.assembled import documents
from procerus.clinic.summaries.baseline import chosen_baselines
from procerus.clinic.summaries.beside import beside
from procerus.clinic.summaries.content import Content, Wanted, content, look
from procerus.clinic.summaries.known_packs import fingerprint_of, policy_called
from procerus.clinic.summaries.models import Summary
from procerus.clinic.summaries.seen import Seen
from procerus.faults import Fault
from procerus.packs.load import Policy

AT_ONCE = 50
"""So many patients are held in memory at a time while summaries are renewed."""
SHAPE = 5
"""Raised whenever a summary comes to hold something else, so that none of the old ones is shown."""


def summary_of(patient: Patient, clinic: Clinic, as_of: date) -> Content:
    """The summary of one patient."""
    return summaries_of([patient], clinic, as_of)[patient.pk]


def summary_as_of(patient: Patient, clinic: Clinic, as_of: date) -> Content:
    """The summary of one patient on a day that is not today. It is not kept."""
    baseline = chosen_baselines([patient]).get(patient.pk)
    made = content(patient, documents([patient])[patient.pk], wanted(patient, clinic, as_of, baseline))
    return made | beside([patient], as_of)[patient.pk]


def seen(patient: Patient, clinic: Clinic, as_of: date) -> tuple[Seen | None, list[Fault]]:
    """The patient as a summary sees them, for pages that show more of the diary, and what cannot be used."""
    baseline = chosen_baselines([patient]).get(patient.pk)
    return look(patient, documents([patient])[patient.pk], wanted(patient, clinic, as_of, baseline))


def summaries_of(
    patients: Sequence[Patient], clinic: Clinic, as_of: date, only: Sequence[str] = ()
) -> dict[UUID, Content]:
    """The summaries of several patients: those that still hold as they are, the others computed and kept.

    `only` names the parts that are needed, for lists: the rest is then not read.
    """
    columns = [f"content__{part}" for part in only] or ["content"]
    rows = Summary.objects.filter(patient__in=patients)
    kept = {pk: said for pk, *said in rows.values_list("pk", "as_of", "revision", "made_from", *columns)}
    found: dict[UUID, Content] = {}
    stale = []
    for one in patients:
        said = kept.get(one.pk, [])
        if said[:3] == [as_of, one.revision, made_from(one, clinic)]:
            found[one.pk] = dict(zip(only, said[3:], strict=True)) if only else said[3]
        else:
            stale.append(one)
    return found | _computed(stale, clinic, as_of) if stale else found


def _computed(patients: Sequence[Patient], clinic: Clinic, as_of: date) -> dict[UUID, Content]:
    """Summaries computed and kept. The revision kept is the one that was read before the record was, so that
    a write in between makes the summary stale, and never a stale summary pass for a new one."""
    files, baselines, others = documents(patients), chosen_baselines(patients), beside(patients)
    fresh = [
        Summary(
            patient=one, as_of=as_of, revision=one.revision, made_from=made_from(one, clinic),
            content=content(one, files[one.pk], wanted(one, clinic, as_of, baselines.get(one.pk)))
            | others[one.pk],
        )
        for one in patients
    ]  # fmt: skip
    Summary.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["patient"],
        update_fields=["as_of", "revision", "made_from", "content"],
    )  # fmt: skip
    return {one.patient_id: one.content for one in fresh}


def renew(clinic: Clinic, as_of: date) -> int:
    """Compute the summaries of everybody registered at a clinic ahead of time, as a timer does at night.

    Those that still hold are left alone. Returns of how many patients they are.
    """
    done = 0
    for some in registered_in_parts(clinic, AT_ONCE):
        done += len(summaries_of(some, clinic, as_of))
    return done


def registered_in_parts(clinic: Clinic, at_once: int) -> Iterator[list[Patient]]:
    """Everybody registered at a clinic, so many at a time, each as they are when their turn comes."""
    here = persons_at(clinic)
    some = list(here.order_by("pk")[:at_once])
    while some:
        yield some
        some = list(here.filter(pk__gt=some[-1].pk).order_by("pk")[:at_once])


def policy_of(patient: Patient, clinic: Clinic) -> Policy:
    """The policy of the patient's payer, or the clinic's. Raises BadInput where there is no such one."""
    return policy_called(patient.policy or clinic.policy)


def wanted(patient: Patient, clinic: Clinic, as_of: date, baseline: date | None) -> Wanted:
    """What a summary of the patient is computed by."""
    return Wanted(patient.policy or clinic.policy, as_of, baseline)


def made_from(patient: Patient, clinic: Clinic) -> str:
    """What a summary depends on beside the record and the day; the question follows from those two."""
    packs = fingerprint_of(patient.policy or clinic.policy)
    return f"{__version__} {SHAPE} {packs}"
