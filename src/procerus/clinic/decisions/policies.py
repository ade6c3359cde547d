"""The policies that may be asked, and which question of one comes first for a patient."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from procerus.clinic.people.models import Clinic, Patient
from procerus.criteria.bounds import Answer
from procerus.packs.load import Policy, load_policy, policy_files
from procerus.pathway.patient import Patient as Person
from procerus.pathway.recorded import course_of

Seen = tuple[str, str, int, int]


def every_policy() -> Mapping[str, Policy]:
    """Every policy by its id. A pack is read again when its file has changed."""
    files = policy_files()
    return _read(tuple(_seen(name, path) for name, path in files.items()))


def _seen(name: str, path: Path) -> Seen:
    now = path.stat()
    return name, str(path), now.st_mtime_ns, now.st_size


@lru_cache(maxsize=2)
def _read(seen: tuple[Seen, ...]) -> Mapping[str, Policy]:
    return {name: load_policy(Path(path)) for name, path, _, _ in seen}


def own_policy(patient: Patient, clinic: Clinic) -> str:
    """The id of the policy of the patient's payer, or of the clinic."""
    return patient.policy or clinic.policy


def first_question(policy: Policy, person: Person, as_of: date) -> str:
    """The question that the course of treatment suggests, among those that the policy answers."""
    course = course_of(person, as_of)
    wanted = ["continue"] if course.running is Answer.YES else []
    wanted += ["restart"] if course.ended is Answer.YES else []
    wanted += ["continue"] if course.running is Answer.UNKNOWN and person.doses else []
    answered = policy.rules.questions
    return next((one for one in (*wanted, "start") if one in answered), next(iter(answered)))
