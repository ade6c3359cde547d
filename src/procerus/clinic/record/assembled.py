"""From entries and statements to the person whom the heart knows, in the shape of the patient file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from procerus.clinic.diaries.reading import days_of
from procerus.clinic.people.merging import kept_of
from procerus.clinic.people.models import Patient
from procerus.clinic.record.kinds import LISTS, NEVER_ASKED, SINGLE, value_of
from procerus.clinic.record.models import Kind
from procerus.clinic.record.reading import live
from procerus.pathway import patient as heart
from procerus.pathway.patient_file import patient_from
from procerus.pathway.patient_keys import VERSION


def document(patient: Patient) -> dict[str, Any]:
    """The patient file of one patient. What is known of a list that nobody called complete is in `so_far`."""
    return documents([patient])[patient.pk]


def documents(patients: Sequence[Patient]) -> dict[UUID, dict[str, Any]]:
    """The patient files of several patients, in as many queries as one needs.

    What was said of a registration that was merged into one of them is in that patient's file.
    """
    ids = [one.pk for one in patients]
    kept = kept_of(ids)
    entries: dict[UUID, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for patient_id, kind, data in live(ids).values_list("patient_id", "kind", "data"):
        entries[kept[patient_id]].append((kind, data))
    days = days_of(ids, kept)
    return {one.pk: _document(one, days.get(one.pk, []), entries[one.pk]) for one in patients}


def person(patient: Patient, file: Mapping[str, Any] | None = None) -> heart.Patient:
    """The patient as the heart knows them. What is odd in the diary is said by day: nobody here sees rows."""
    one = patient_from(document(patient) if file is None else dict(file), called(patient))
    findings = tuple(each.by_day() for each in one.diary.findings)
    return replace(one, diary=replace(one.diary, findings=findings))


def called(patient: Patient) -> str:
    """What a patient file calls the patient: the name, for a person reads it in letters."""
    return f"{patient.family}, {patient.given}"


def _document(
    patient: Patient, days: list[dict[str, Any]], entries: Iterable[tuple[str, dict[str, Any]]]
) -> dict[str, Any]:
    kept: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for kind, data in entries:
        kept[kind].append(data)
    complete = {one.get("list") for one in kept[Kind.ASKED]}
    made: dict[str, Any] = {"procerus": VERSION, "id": called(patient), "diary": days}
    if patient.born:
        made["born"] = patient.born
    if patient.sex:
        made["sex"] = patient.sex
    for kind, key in SINGLE.items():
        if kept[kind]:
            made[key] = kept[kind][-1]
    so_far: dict[str, list[Any]] = {}
    for kind, key in LISTS.items():
        known = [value_of(kind, data) for data in kept[kind]]
        if key in complete or (key in NEVER_ASKED and known):
            made[key] = known
        elif known:
            so_far[key] = known
    return made | ({"so_far": so_far} if so_far else {})
