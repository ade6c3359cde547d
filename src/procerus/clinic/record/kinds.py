"""Which entries go into the patient file, under which key; the file's own reader says what they may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procerus.clinic.record.models import Kind
from procerus.faults import BadInput, Fault
from procerus.pathway.patient_file import patient_from
from procerus.pathway.patient_keys import VERSION

LISTS: Mapping[str, str] = {
    Kind.PREVENTIVE: "preventives",
    Kind.TOXIN: "toxin",
    Kind.MEDICINE: "medicines",
    Kind.CONDITION: "conditions",
    Kind.COUNT: "counts",
    Kind.SCORE: "scores",
    Kind.STOP: "stops",
}
"""Kinds of which there may be many."""
NEVER_ASKED = frozenset({"counts", "scores", "stops"})
"""Lists that are not asked for: what was entered is all there is."""
SINGLE: Mapping[str, str] = {Kind.HISTORY: "history", Kind.TODAY: "today"}
"""Kinds of which the newest holds."""


def value_of(kind: str, data: Mapping[str, Any]) -> Any:
    """What the patient file has for an entry: an illness is a word, everything else an object."""
    return data["name"] if kind == Kind.CONDITION else dict(data)


def check(kind: str, data: Mapping[str, Any]) -> None:
    """Raises BadInput with every fault, each of which names the key within the entry."""
    if kind not in LISTS and kind not in SINGLE:
        return
    value = value_of(kind, data)
    key = LISTS.get(kind) or SINGLE[kind]
    shape = {"procerus": VERSION, "id": "entry", "diary": [], key: [value] if kind in LISTS else value}
    try:
        patient_from(shape, "entry")
    except BadInput as bad:
        within = f"entry, {key}[0]" if kind in LISTS else f"entry, {key}"
        raise BadInput([_nearer(fault, within) for fault in bad.faults]) from None


def _nearer(fault: Fault, within: str) -> Fault:
    """The fault as somebody at a form sees it: which key of the entry, or the entry itself."""
    return Fault(fault.where.removeprefix(within).lstrip(".") or "entry", fault.why, fault.mend, fault.value)
