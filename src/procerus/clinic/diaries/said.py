"""Everything that was said of each day, wherever it came from, and whether it still counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from uuid import UUID

from procerus.clinic.diaries.models import Source, Statement
from procerus.clinic.people.merging import about
from procerus.clinic.phones.models import Phone
from procerus.clinic.phones.told import Heard, heard_of
from procerus.diary.cells import moment_of
from procerus.diary.day import COLUMNS, Day
from procerus.sync.days import live
from procerus.sync.statement import Statement as Told

LEFT_OUT = frozenset({"entered", "note"})


class Past(StrEnum):
    """Why something that was said counts no more."""

    AMENDED = "amended"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of a day, once. `days_late` is None where nobody knows when it was written down."""

    day: date
    said: Mapping[str, str]
    source: str
    by: str
    received_at: datetime
    past: Past | None
    days_late: int | None
    recalled: bool
    statement: Statement | None = None
    """None for what a phone told."""

    @property
    def words(self) -> str:
        """What was said, column by column, in the patient's words."""
        kept = [key for key in COLUMNS if self.said.get(key) and key not in LEFT_OUT]
        return ", ".join(f"{key.replace('_', ' ')} {self.said[key]}" for key in kept) or "\u2013"


def said_of(patient: UUID, first: date, last: date) -> dict[date, list[Said]]:
    """For each of these days what was said of it, in the order in which it came."""
    found: dict[date, list[Said]] = defaultdict(list)
    every = chain(_stated(patient, first, last), _told(patient, first, last))
    for one in sorted(every, key=lambda one: one.received_at):
        found[one.day].append(one)
    return found


def _stated(patient: UUID, first: date, last: date) -> Iterator[Said]:
    rows = Statement.objects.filter(about(patient), day__range=(first, last))
    for one in rows.select_related("by", "batch", "amended_by"):
        entered = moment_of(str(one.said.get("entered") or ""))
        name = "" if one.by is None else one.by.name
        yield _said(one.day, one.said, one.source, name, one.received_at, _past(one), entered, one)


def _past(one: Statement) -> Past | None:
    if one.withdrawn:
        return Past.WITHDRAWN
    if one.batch is not None and one.batch.undone_at is not None:
        return Past.UNDONE
    return Past.AMENDED if hasattr(one, "amended_by") else None


def _told(patient: UUID, first: date, last: date) -> Iterator[Said]:
    """What phones told; what was told again under another name after a backup is one thing that was said."""
    days: dict[str, dict[str, list[Heard]]] = defaultdict(lambda: defaultdict(list))
    for one in heard_of([patient]).get(patient, []):
        if first.isoformat() <= one.statement.day <= last.isoformat():
            days[one.statement.day][one.statement.origin].append(one)
    names = _holders([one for day in days.values() for copies in day.values() for one in copies])
    for day in days.values():
        standing = {one.origin for one, _name, _answer in live(_statements(list(day.values())))}
        for origin, copies in day.items():
            one = copies[0]
            past = None if origin in standing else Past.AMENDED
            yield _said(
                date.fromisoformat(one.statement.day), one.statement.said, Source.PHONE, names[one.phone],
                one.received_at, past, datetime.fromisoformat(one.statement.at).replace(tzinfo=None),
            )  # fmt: skip


def _statements(day: Sequence[Sequence[Heard]]) -> list[list[Told]]:
    return [[one.statement for one in copies] for copies in day]


def _holders(heard: Sequence[Heard]) -> dict[UUID, str]:
    """Whose phone each is."""
    phones = Phone.objects.filter(pk__in={one.phone for one in heard})
    return dict(phones.values_list("pk", "account__name"))


def _said(
    day: date, said: Mapping[str, str], source: str, by: str, at: datetime, past: Past | None,
    entered: datetime | None, statement: Statement | None = None,
) -> Said:  # fmt: skip
    late = None if entered is None else (entered.date() - day).days
    return Said(day, said, source, by, at, past, late, Day(day, entered=entered).recalled, statement)
