"""Headaches in an Apple Health export: attacks, and explicit statements that there was none.

`HKCategoryValueSeverityNotPresent` is such a statement, so its day is headache-free; a day without any
record stays unknown. A record's day is the one on the wall clock it was written with, whatever its offset.
Values: HealthKit's HKCategoryValueSeverity, 0 unspecified, 1 not present, 2 mild, 3 moderate, 4 severe
(status: read, in the type stubs of several bindings).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from procerus.exchange.importers.attacks import LONGEST_ATTACK, Attack, day_rows, days_touched
from procerus.exchange.importers.health_xml import Record, read_records
from procerus.exchange.importers.imported import Imported, empty_row, imported, number_of, refuse
from procerus.faults import BadInput, Fault

_TYPE, _VALUE = "HKCategoryTypeIdentifier", "HKCategoryValueSeverity"
_HEADACHE = _TYPE + "Headache"
_SYMPTOMS = {_TYPE + "Nausea": "nausea", _TYPE + "Vomiting": "vomiting"}
_SEVERITIES = {
    "Unspecified": "",
    "NotPresent": "absent",
    "Mild": "mild",
    "Moderate": "moderate",
    "Severe": "severe",
}
_VALUES = {
    **{_VALUE + word: severity for word, severity in _SEVERITIES.items()},
    **{str(number): severity for number, severity in enumerate(_SEVERITIES.values())},
}
_WRITTEN = re.compile(
    r"((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}) ?([+-][0-9]{2}):?([0-9]{2})"
)


@dataclass(frozen=True, slots=True)
class _Said:
    """One record understood: times on the patient's wall clock; `severity` is a grade, empty or absent."""

    type: str
    start: datetime
    end: datetime
    severity: str
    clock_moved: bool

    @property
    def absent(self) -> bool:
        return self.severity == "absent"


def read_apple_health(file: IO[bytes], name: str) -> Imported:
    """The headaches and headache-free statements of an export as diary days. Raises BadInput."""
    records = read_records(file, (_HEADACHE, *_SYMPTOMS), name)
    once, repeats = _once_each(records)
    faults: list[Fault] = []
    said = [one for record in once if (one := _understood(record, name, faults)) is not None]
    if faults:
        raise refuse(faults)
    headaches = [one for one in said if one.type == _HEADACHE]
    if not headaches:
        why = "no headache is recorded in it, neither as present nor as not present"
        raise BadInput([Fault(name, why, "Headaches are entered in the Health app under Symptoms.")])
    rows, disputed = _rows(headaches)
    _add_symptoms(rows, [one for one in said if one.type in _SYMPTOMS])
    return imported(
        "Apple Health",
        list(rows.values()),
        attacks=sum(not one.absent for one in headaches),
        date_order="written with the year first",
        remarks=_remarks(headaches, disputed, repeats),
    )


def _once_each(records: Sequence[Record]) -> tuple[list[Record], int]:
    """Identical records once; of records that an app gave one identity, the one written last."""
    by_identity: dict[tuple[str, ...], Record] = {}
    for record in records:
        content = (record.value, record.start, record.end)
        identity = (record.type, record.external_id) if record.external_id else (record.type, *content)
        known = by_identity.get(identity)
        if known is None or _written(record) > _written(known):
            by_identity[identity] = record
    by_content = {(one.type, one.value, one.start, one.end): one for one in by_identity.values()}
    return list(by_content.values()), len(records) - len(by_content)


def _written(record: Record) -> float:
    """The moment a record was written; only moments may be compared across offsets."""
    created = _wall_clock(record.created)
    return created.timestamp() if created else 0.0


def _understood(record: Record, name: str, faults: list[Fault]) -> _Said | None:
    where = f"{name}, line {record.line}"
    start, end = _wall_clock(record.start), _wall_clock(record.end)
    severity = _VALUES.get(record.value)
    found = len(faults)
    for attribute, written, read in (("startDate", record.start, start), ("endDate", record.end, end)):
        if read is None:
            why = "is not a date such as 2024-03-01 09:00:00 -0800"
            faults.append(Fault(f"{where}, {attribute}", why, value=written))
    if severity is None:
        why = "is none of the five severities of Apple Health"
        faults.append(Fault(f"{where}, value", why, value=record.value))
    if start is None or end is None or severity is None or len(faults) > found:
        return None
    if end < start or end - start > LONGEST_ATTACK:
        why = (
            f"ends before it starts ({record.start})"
            if end < start
            else f"starts a year before ({record.start})"
        )
        faults.append(
            Fault(f"{where}, endDate", why, "Mend it in the Health app and export again.", record.end)
        )
        return None
    moved = start.tzinfo != end.tzinfo
    return _Said(record.type, start.replace(tzinfo=None), _end(start, end), severity, moved)


def _end(start: datetime, end: datetime) -> datetime:
    """The end on its own wall clock; never before the start, even where the clock went back."""
    return max(start.replace(tzinfo=None), end.replace(tzinfo=None))


def _wall_clock(written: str) -> datetime | None:
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        return None
    clock, hours, minutes = match.groups()
    try:
        return datetime.fromisoformat(f"{clock}{hours}:{minutes}")
    except ValueError:
        return None


def _rows(headaches: Sequence[_Said]) -> tuple[dict[date, dict[str, str]], list[date]]:
    present = [
        Attack(one.start, one.end, one.clock_moved, one.severity) for one in headaches if not one.absent
    ]
    rows = {date.fromisoformat(row["date"]): row for row in day_rows(present)}
    disputed = []
    for day, records in _by_day(headaches).items():
        answer = _settled(records)
        if answer != "yes":
            rows[day] = empty_row(day) | {"headache": answer}
        if not answer:
            disputed.append(day)
    return rows, disputed


def _by_day(records: Iterable[_Said]) -> Mapping[date, list[_Said]]:
    by_day: dict[date, list[_Said]] = defaultdict(list)
    for one in records:
        for day in days_touched(one.start, one.end):
            by_day[day].append(one)
    return by_day


def _settled(records: Sequence[_Said]) -> str:
    """Present at one hour and absent at another is yes; both at once is no answer."""
    present = [one for one in records if not one.absent]
    absent = [one for one in records if one.absent]
    if not present:
        return "no"
    return "" if any(_overlap(a, p) for a in absent for p in present) else "yes"


def _overlap(one: _Said, other: _Said) -> bool:
    starts, ends = max(one.start, other.start), min(one.end, other.end)
    if one.start == one.end or other.start == other.end:  # a moment lies within or beside
        return starts <= ends
    return starts < ends


def _add_symptoms(rows: Mapping[date, dict[str, str]], symptoms: Sequence[_Said]) -> None:
    """Nausea and vomiting describe a headache, so they are told only of days that have one."""
    for type_, column in _SYMPTOMS.items():
        for day, records in _by_day(one for one in symptoms if one.type == type_).items():
            if day in rows and rows[day]["headache"] == "yes":
                rows[day][column] = _settled(records)


def _remarks(headaches: Sequence[_Said], disputed: Sequence[date], repeats: int) -> tuple[str, ...]:
    said = [
        "Days without a record are left out: nobody said that they were headache-free. "
        "'Not present' is a statement, and its days count as headache-free."
    ]
    if any(len(days_touched(one.start, one.end)) > 1 for one in headaches):
        said.append("A record that crosses midnight counts for each calendar day it touches.")
    moments = sum(not one.absent and one.start == one.end for one in headaches)
    if moments:
        said.append(
            f"{number_of(moments, 'headache has', 'headaches have')} no length: hours are left empty."
        )
    for day in sorted(disputed):
        said.append(
            f"{day}: a headache and 'not present' are recorded for the same time; the day is left open."
        )
    if repeats:
        said.append(
            f"{number_of(repeats, 'record repeats another', 'records repeat others')} and count once."
        )
    return tuple(said)
