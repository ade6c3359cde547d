"""Two registrations of one person: merged and taken apart again, each by an event that stays.

A merge is an arrow from one registration to the one that is kept. `Patient.into` says where the arrows
lead to, so that readers find a whole group by one look; it follows from the events and from nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, UUIDField
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from procerus.clinic.people.models import Account, Clinic, Merge, Patient, Registration
from procerus.faults import BadInput, Fault

PERSON = Coalesce("patient__into", "patient", output_field=UUIDField())
"""Of rows about patients: whose each is, the registration that is kept. It costs no query of its own."""


def ids_of(patient: Patient) -> list[UUID]:
    """Every registration of the person: the one that is kept first, then those merged into it."""
    kept = patient.into_id or patient.pk
    merged = Patient.objects.filter(into=kept).order_by("created_at", "id").values_list("pk", flat=True)
    return [kept, *merged]


def kept_of(patients: Iterable[UUID]) -> dict[UUID, UUID]:
    """Each registration of these persons, and the one of them that is kept. One query."""
    chosen = list(patients)
    merged = dict(Patient.objects.filter(into__in=chosen).values_list("pk", "into_id"))
    return {one: one for one in chosen} | {pk: into for pk, into in merged.items() if into is not None}


def groups_of(patients: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """For each registration that is kept every registration of that person. One query."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for one, kept in kept_of(patients).items():
        found[kept].append(one)
    return found


def everything_of(patients: Sequence[UUID]) -> QuerySet[Patient, UUID]:
    """The same as a part of another query: `filter(patient__in=everything_of(ids))`."""
    return Patient.objects.filter(Q(pk__in=patients) | Q(into__in=patients)).values_list("pk", flat=True)


def about(*patients: Patient | UUID) -> Q:
    """Rows about these persons, under whichever registration they were written: `filter(about(patient))`."""
    return Q(patient__in=everything_of([one.pk if isinstance(one, Patient) else one for one in patients]))


def persons_at(clinic: Clinic) -> QuerySet[Patient]:
    """Who is a patient of a clinic now: of every person the registration that is kept, wherever it is."""
    here = Registration.objects.filter(clinic=clinic, ended=None)
    own, moved = (Exists(here.filter(**{whose: OuterRef("pk")})) for whose in ("patient", "patient__into"))
    return Patient.objects.filter(own | moved, into=None)


def home_clinic(patient: Patient) -> Clinic | None:
    """The clinic where the person was registered last: whose clock holds, and who is asked."""
    found = Registration.objects.filter(about(patient), ended=None)
    newest = found.select_related("clinic").order_by("-since", "-id").first()
    return None if newest is None else newest.clinic


def about_those_at(clinic: Clinic) -> Q:
    """Rows about the patients of a clinic, under whichever registration they were written."""
    persons = persons_at(clinic).values("pk")
    return Q(patient__in=Patient.objects.filter(Q(pk__in=persons) | Q(into__in=persons)).values("pk"))


def numbers_of(clinic: Clinic, patients: Iterable[UUID]) -> dict[UUID, str]:
    """Under which number the clinic knows each of these persons. One query.

    Where it knows more than one registration of a person, the number of the one that is kept.
    """
    chosen = set(patients)
    if not chosen:
        return {}
    rows = Registration.objects.filter(about(*chosen), clinic=clinic)
    found: dict[UUID, str] = {}
    for patient, kept, number in rows.order_by("pk").values_list("patient_id", PERSON, "number"):
        found.setdefault(kept, number)
        found[patient] = number
    return found


def live_merges(patients: Iterable[UUID]) -> QuerySet[Merge]:
    """Merges that were not taken back, of these registrations, newest first."""
    chosen = list(patients)
    found = Merge.objects.filter(Q(kept__in=chosen) | Q(other__in=chosen), undoes=None, undone_by=None)
    return found.select_related("kept", "other", "by").order_by("-at", "-id")


def merge(
    kept: Patient, other: Patient, clinic: Clinic, reason: str, by: Account, role: str
) -> tuple[Merge, list[Patient]]:
    """Both are one person. Returns the event and every patient it is about. Raises BadInput."""
    both = _locked([kept.pk, other.pk])
    if kept.pk == other.pk or len(both) != 2 or any(one.into_id for one in both.values()):
        why = _("was merged by somebody else in the meantime, or is the same registration")
        raise BadInput([Fault("other", why, _("Open both once more."))])
    event = Merge.objects.create(
        kept=kept, other=other, clinic=clinic, reason=_said(reason), by=by, role=role
    )
    moved = [other.pk, *Patient.objects.filter(into=other.pk).values_list("pk", flat=True)]
    Patient.objects.filter(pk__in=moved).update(into=kept.pk)
    return event, list(Patient.objects.filter(pk__in=[kept.pk, *moved]))


def unmerge(event: Merge, clinic: Clinic, reason: str, by: Account, role: str) -> list[Patient]:
    """They are two people after all. Returns every patient it is about. Raises BadInput."""
    kept = Patient.objects.values_list("into", flat=True).get(pk=event.kept_id) or event.kept_id
    group = _locked(everything_of([kept]))
    try:
        with transaction.atomic():
            Merge.objects.create(
                kept_id=event.kept_id, other_id=event.other_id, clinic=clinic, undoes=event,
                reason=_said(reason), by=by, role=role,
            )  # fmt: skip
    except IntegrityError:
        why = _("was taken back by somebody else in the meantime")
        raise BadInput([Fault("merge", why, _("Open the page once more."))]) from None
    arrows = {one.other_id: one.kept_id for one in live_merges(group)}
    for one in group.values():
        ends = end_of(one.pk, arrows)
        Patient.objects.filter(pk=one.pk).update(into=None if ends == one.pk else ends)
    return list(group.values())


def end_of(one: UUID, arrows: Mapping[UUID, UUID]) -> UUID:
    """Where the arrows lead to from a registration; itself where none begins there."""
    while one in arrows:
        one = arrows[one]
    return one


def _locked(patients: Iterable[UUID]) -> dict[UUID, Patient]:
    """The rows, locked in an order that is always the same."""
    rows = Patient.objects.select_for_update().filter(pk__in=patients).order_by("pk")
    return {one.pk: one for one in rows}


def _said(reason: str) -> str:
    if not reason.strip():
        raise BadInput([Fault("reason", _("is missing"), _("Say how you know."))])
    return reason.strip()
