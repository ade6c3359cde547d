"""A mark of the facts a letter was made of, so that a reader can tell whether they have changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from procerus.diary.day import Intake
from procerus.diary.diary import Diary
from procerus.pathway.patient import Patient, SoFar


def facts_fingerprint(patient: Patient, as_of: date) -> str:
    """The SHA-256 of a patient file as it was read, with the days of the diary before `as_of`.

    Spaces, the order of keys and how a number is written do not change it; any fact does.
    """
    seen = replace(patient, diary=patient.diary.until(as_of))
    facts = _plain(seen)
    if seen.so_far == SoFar() and isinstance(facts, dict):
        del facts["so_far"]  # the fingerprints of letters from before there was such a key stay the same
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Diary):
        return {"patient": value.patient, "days": [_plain(one) for one in value.days.values()]}
    if isinstance(value, Intake):  # what was made of it is the dictionary's, which has its own fingerprint
        return value.text
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # and a time of writing
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value
