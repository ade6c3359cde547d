"""How many of the latest days the diaries answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from procerus.clinic.diaries.reading import live
from procerus.clinic.people.merging import PERSON
from procerus.diary.read import read_days

DAYS = 30


def answered_days(patients: Sequence[UUID], as_of: date) -> dict[UUID, int]:
    """Of the 30 days before a day: those that say whether there was a headache. In one query.

    Two statements of one day that contradict each other answer nothing, as everywhere.
    """
    first, last = as_of - timedelta(days=DAYS), as_of - timedelta(days=1)
    rows = live(patients).filter(day__gte=first, day__lte=last).order_by("day")
    said: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for patient, day, columns in rows.values_list(PERSON, "day", "said"):
        said[patient].append({"date": day.isoformat(), **columns})
    return {one: _answered(said.get(one, []), first, last) for one in patients}


def _answered(days: list[dict[str, Any]], first: date, last: date) -> int:
    if not days:
        return 0
    return sum(one.answered for one in read_days(days, "diary").spans(first, last))
