"""What stands beside the diary in a summary: adverse events, open questions, the latest decision.

They are kept with the summary because every write about a patient makes it stale.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from procerus.clinic.decisions.models import Decision
from procerus.clinic.people.models import Patient
from procerus.clinic.record.models import Kind
from procerus.clinic.record.reading import live

MOST_SHOWN = 3
"""So many of the newest events and questions fit on one sheet; how many more there are is said."""
OF_A_DECISION = ("pk", "patient_id", "choice", "at", "by__name", "review_on", "policy", "question", "departs")


def beside(patients: Sequence[Patient]) -> dict[UUID, dict[str, Any]]:
    """The parts of several patients, in two queries."""
    ids = [one.pk for one in patients]
    entries: dict[UUID, list[tuple[str, str, dict[str, Any]]]] = defaultdict(list)
    kinds = (Kind.ADVERSE_EVENT, Kind.QUESTION)
    for patient, kind, on, data in live(ids, *kinds).values_list("patient_id", "kind", "on", "data"):
        entries[patient].append((kind, on, data))
    decisions = _decisions(ids)
    return {one: _of_one(entries[one], decisions.get(one)) for one in ids}


def _decisions(ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The latest decision of each patient who has one."""
    found = {}
    for row in Decision.objects.filter(patient__in=ids).order_by("at").values(*OF_A_DECISION):
        found[row["patient_id"]] = {
            "id": str(row["pk"]),
            "choice": row["choice"],
            "policy": row["policy"],
            "question": row["question"],
            "departs": row["departs"],
            "on": row["at"].date().isoformat(),
            "by": row["by__name"],
            "review_on": None if row["review_on"] is None else row["review_on"].isoformat(),
        }
    return found


def _of_one(entries: list[tuple[str, str, dict[str, Any]]], decided: dict[str, Any] | None) -> dict[str, Any]:
    events = [_words(on, data) for kind, on, data in entries if kind == Kind.ADVERSE_EVENT]
    asked = [_words(on, data) for kind, on, data in entries if kind == Kind.QUESTION and not _answered(data)]
    return {"events": _newest(events), "questions": _newest(asked), "decided": decided}


def _newest(listed: list[dict[str, str]]) -> dict[str, Any]:
    newest = listed[-MOST_SHOWN:][::-1]
    return {"newest": newest, "older": len(listed) - len(newest)}


def _answered(data: Mapping[str, Any]) -> bool:
    return bool(data.get("answered") or data.get("answer"))


def _words(on: str, data: Mapping[str, Any]) -> dict[str, str]:
    """An entry as one line: what, how bad, since when, until when."""
    within = data.get("event")
    said: Mapping[str, Any] = within if isinstance(within, Mapping) else data
    return {
        "text": str(said.get("term") or said.get("text") or said.get("asks") or ""),
        "grade": str(said.get("grade") or ""),
        "onset": str(said.get("onset") or on),
        "ended": str(said.get("ended") or ""),
        "outcome": str(said.get("outcome") or ""),
    }
