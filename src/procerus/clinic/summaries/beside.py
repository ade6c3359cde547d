"""What stands beside the diary in a summary: adverse events, open questions, the latest decision.

They are kept with the summary because every write about a patient makes it stale.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from procerus.clinic.decisions.models import Decision
from procerus.clinic.decisions.reading import latest_of
from procerus.clinic.people.merging import PERSON
from procerus.clinic.people.models import Patient
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import live
from procerus.clinic.records.reading import unanswered
from procerus.diary.partial_date import PartialDate

MOST_SHOWN = 3
"""So many of the newest events and questions fit on one sheet; how many more there are is said."""
OF_AN_EVENT = ("term", "grade", "onset", "ended", "outcome")


def beside(patients: Sequence[Patient], until: date | None = None) -> dict[UUID, dict[str, Any]]:
    """The parts of several patients, in three queries; of decisions and events, those up to a day."""
    ids = [one.pk for one in patients]
    events: dict[UUID, list[dict[str, str]]] = defaultdict(list)
    for patient, data in live(ids, Kind.ADVERSE_EVENT).values_list(PERSON, "data"):
        if until is None or not _surely_after(str(data.get("onset") or ""), until):
            events[patient].append({key: str(data.get(key) or "") for key in OF_AN_EVENT})
    questions, decisions = unanswered(ids), latest_of(patients, until)
    return {
        one: {
            "events": _newest(events[one]),
            "questions": _newest([_question(asked) for asked in questions.get(one, ())]),
            "decided": _decided(decisions.get(one)),
        }
        for one in ids
    }


def _surely_after(onset: str, day: date) -> bool:
    try:
        return bool(onset) and PartialDate.of(onset).earliest > day
    except ValueError:
        return False


def _decided(one: Decision | None) -> dict[str, Any] | None:
    """The decision that stands, as a summary keeps it."""
    if one is None:
        return None
    return {
        "id": str(one.pk),
        "choice": one.choice,
        "policy": one.policy,
        "question": one.question,
        "departs": one.departs,
        "on": one.recorded_on.isoformat(),
        "by": one.by_name,
        "review_on": None if one.review_on is None else one.review_on.isoformat(),
    }


def _question(asked: Entry) -> dict[str, str]:
    return {"text": str(asked.data.get("text") or "")}


def _newest(listed: list[dict[str, str]]) -> dict[str, Any]:
    newest = listed[-MOST_SHOWN:][::-1]
    return {"newest": newest, "older": len(listed) - len(newest)}
