"""Append to the chain, and verify it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from procerus.clinic.trail.models import Event, Head, Kind
from procerus.faults import Fault

BEGINNING = "0" * 64
COLUMNS = ("seq", "at", "kind", "what", "account", "role", "clinic", "patient", "about", "before")
AT_ONCE = 10_000  # rows held in memory while the chain is verified


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened, before it has its place in the chain."""

    kind: Kind
    what: str
    account: UUID | None = None
    role: str = ""
    clinic: UUID | None = None
    patient: UUID | None = None
    about: Mapping[str, Any] = field(default_factory=dict)


def append(happened: Sequence[Happened], at: datetime | None = None) -> None:
    """Put events at the end of the chain, all or none, in the transaction that is open (or one of their own).

    When the outermost transaction has been committed they are durable. One appends at a time: the row of the
    head is locked until then.
    """
    if not happened:
        return
    moment = at or datetime.now(UTC)
    with transaction.atomic():
        head = Head.objects.select_for_update().get(pk=1)
        rows = list(_linked(happened, moment, head.seq, head.hash))
        Event.objects.bulk_create(rows)
        head.seq, head.hash = rows[-1].seq, rows[-1].hash
        head.save(update_fields=["seq", "hash"])


def one_at_a_time() -> None:
    """Let whoever else wants to do this, or to append to the trail, wait until this transaction ends."""
    Head.objects.select_for_update().get(pk=1)


def _linked(happened: Sequence[Happened], at: datetime, seq: int, before: str) -> Iterator[Event]:
    for one in happened:
        seq += 1
        event = Event(
            seq=seq, at=at, kind=one.kind, what=one.what, account=one.account, role=one.role,
            clinic=one.clinic, patient=one.patient, about=dict(one.about), before=before,
        )  # fmt: skip
        before = event.hash = hash_of([getattr(event, name) for name in COLUMNS])
        yield event


def hash_of(values: Sequence[object]) -> str:
    """The hash of an event: of its columns as one line of JSON, in the order of COLUMNS."""
    line = json.dumps(values, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(line.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an event")


def faults_of_the_chain(anchor: tuple[int, str] | None = None) -> Iterator[Fault]:
    """Everything that shows that the chain was touched, with the row; nothing where it is whole.

    `anchor` is a sequence number and hash that somebody noted elsewhere: only that shows that the end was
    cut off and a new head written.
    """
    seq, before = 0, BEGINNING
    noted: str | None = None
    for row in _rows():
        *values, found = row
        where = f"trail, event {values[0]}"
        if values[0] != seq + 1:
            yield Fault(where, f"follows event {seq}: what stood between is gone", "Compare with the backup.")
        elif values[-1] != before:
            yield Fault(where, "does not continue the event before it", "Compare with the backup.")
        if hash_of(values) != found:
            yield Fault(where, "is not as it was written", "Compare with the backup.")
        seq, before = values[0], found
        if anchor is not None and seq == anchor[0]:
            noted = found
    yield from _end_faults(seq, before, anchor, noted)


def _end_faults(seq: int, last: str, anchor: tuple[int, str] | None, noted: str | None) -> Iterator[Fault]:
    head = Head.objects.get(pk=1)
    if (head.seq, head.hash) != (seq, last):
        why = f"says that event {head.seq} is the last, and the last one here is {seq}"
        yield Fault("trail, head", why, "Compare with the backup.")
    if anchor is not None and noted != anchor[1]:
        why = f"is not what was noted of event {anchor[0]}: the end of the trail was cut off or rewritten"
        yield Fault("trail, anchor", why, "Compare with the backup.", anchor[1])


def _rows() -> Iterable[tuple[Any, ...]]:
    return Event.objects.order_by("seq").values_list(*COLUMNS, "hash").iterator(AT_ONCE)


def head() -> tuple[int, str]:
    """The number and the hash of the last event, to be noted elsewhere."""
    last = Head.objects.get(pk=1)
    return last.seq, last.hash
