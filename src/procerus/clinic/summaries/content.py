"""What a summary holds. A record that cannot be read is said in words, and what can be read still stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from procerus.clinic.people.models import Patient
from procerus.clinic.record.assembled import person
from procerus.clinic.summaries import course, criteria, days
from procerus.clinic.summaries.baseline import chosen_of
from procerus.clinic.summaries.known_packs import policy_called
from procerus.clinic.summaries.seen import Seen
from procerus.faults import BadInput, Fault
from procerus.pathway.decision import decide, headline

Content = dict[str, Any]
Read = TypeVar("Read")
NOTHING_ASKED: Mapping[str, Any] = {
    "answer": "unknown", "reasons": [], "settled_by": None, "readings": [], "same_under_all_readings": True,
    "hangs_on": "", "changes": [],
}  # fmt: skip
"""Of a decision that could not be computed: what it says, which is that nothing can be told."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a summary is computed by, beside the record: the policy, the day, the baseline."""

    policy: str
    as_of: date
    baseline: date | None = None


def content(patient: Patient, file: Mapping[str, Any], wanted: Wanted) -> Content:
    """The summary of a patient file on a day."""
    seen, faults = look(patient, file, wanted)
    made: Content = {"as_of": wanted.as_of.isoformat(), "question": None, "policy": {"id": wanted.policy}}
    if seen is not None:
        about = seen.policy.pack.about
        made["policy"] = {"id": about.id, "title": about.title, "place": seen.policy.pack.place}
        made |= _parts(seen, wanted, faults)
    if made.get("decision") is None:
        made["decision"] = _nothing(patient, made, wanted, faults)
    return made | {"faults": [str(fault) for fault in faults]}


def look(patient: Patient, file: Mapping[str, Any], wanted: Wanted) -> tuple[Seen | None, list[Fault]]:
    """The person as the policy's question sees them, and what of the record cannot be used.

    Where something beside the diary cannot be used, the person has a diary and nothing else is known of them.
    """
    faults: list[Fault] = []
    policy = _tried(faults, lambda: policy_called(wanted.policy))
    one = _tried(faults, lambda: person(patient, file))
    if one is None:
        one = _tried([], lambda: person(patient, {key: file[key] for key in ("procerus", "id", "diary")}))
    if policy is None or one is None:
        return None, faults
    chosen = chosen_of(policy, one, wanted.as_of, wanted.baseline)
    return Seen.of(policy, patient.pk, one, wanted.as_of, chosen), faults


def _parts(seen: Seen, wanted: Wanted, faults: list[Fault]) -> Content:
    made: Content = {
        "question": seen.question,
        "asks": seen.policy.rules.questions[seen.question].asks,
        "months": days.months(seen),
        "against_baseline": days.against_baseline(seen),
        "medicines": days.medicines(seen),
        "answered": days.answered(seen),
        "course": course.course(seen),
        "scores": course.scores(seen),
        "chosen_baseline": None if seen.chosen is None else seen.chosen.to_json(),
    }
    return made if faults else made | (_tried(faults, lambda: _decided(seen)) or {})


def _decided(seen: Seen) -> Content:
    case = seen.case
    said = decide(seen.policy, seen.question, case.patient, case.as_of, case.baseline, case.counts)
    return {
        "decision": said.to_json(),
        "headline": headline(said),
        "criteria": criteria.criteria(seen, said),
        "others": criteria.others(seen, said),
    }


def _nothing(patient: Patient, made: Content, wanted: Wanted, faults: list[Fault]) -> Content:
    """In place of a decision: that it cannot be told, and why."""
    return {
        "policy": wanted.policy, "fingerprint": "", "patient": str(patient), "question": made["question"],
        "as_of": wanted.as_of.isoformat(), **NOTHING_ASKED, "warnings": [str(fault) for fault in faults],
    }  # fmt: skip


def _tried(faults: list[Fault], read: Callable[[], Read]) -> Read | None:
    """What is read, or None with the faults that say why not."""
    try:
        return read()
    except BadInput as bad:
        faults += bad.faults
        return None
