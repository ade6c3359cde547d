"""Who has a question after a session open, and who is due for the next session, on a day."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from procerus.exchange.sessions.filed import Filed, is_filed
from procerus.faults import Fault
from procerus.injection.adverse_events import Due, prompts_due
from procerus.injection.alike import compared
from procerus.packs.adverse_events import adverse_events
from procerus.packs.shape import did_you_mean

DAYS_A_WEEK = 7
ANSWERED = "answered.csv"
COLUMNS = ("record", "question", "on", "by")


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's last session, its open questions, and how the next one stands."""

    last: Filed
    questions: tuple[Due, ...]
    as_of: date

    @property
    def is_due(self) -> bool:
        """Whether the interval is over."""
        return self.as_of >= self.last.next_day

    @property
    def weeks_late(self) -> int:
        """Whole weeks since the first day of the next session; 0 where it is not due."""
        return max(0, (self.as_of - self.last.next_day).days) // DAYS_A_WEEK

    @property
    def awaits(self) -> date | None:
        """By when a countersignature is awaited."""
        return self.last.awaits

    def to_json(self) -> dict[str, Any]:
        """One line of the list."""
        return {
            "patient": self.last.patient,
            "last": self.last.day.isoformat(),
            "record": self.last.name,
            "next_day": self.last.next_day.isoformat(),
            "due": self.is_due,
            "weeks_late": self.weeks_late,
            "questions": [
                {"id": one.prompt.id, "since": one.on.isoformat(), "asks": one.prompt.asks}
                for one in self.questions
            ],
            "awaits_countersignature_by": None if self.awaits is None else self.awaits.isoformat(),
        }


def standings(
    alive: Sequence[Filed], as_of: date, answered: Mapping[str, Collection[str]]
) -> tuple[Standing, ...]:
    """How everybody with a record stands on a day, those longest due first. Later records are not read.

    `answered` has, by record, the ids of the questions that were answered. A question of an earlier session
    is not asked any more once the next session is recorded.
    """
    last: dict[str, Filed] = {}
    for one in sorted((one for one in alive if one.day <= as_of), key=lambda one: one.day):
        last[compared(one.patient)] = one
    found = [
        Standing(one, prompts_due(one.day, as_of, answered.get(one.name, ())), as_of) for one in last.values()
    ]
    return tuple(sorted(found, key=lambda one: (one.last.next_day, one.last.patient)))


def answered_in(folder: Path, records: Sequence[Filed]) -> tuple[dict[str, set[str]], tuple[Fault, ...]]:
    """The questions that were answered, by record, from `answered.csv` in the folder, if it is there.

    The second part names every row that cannot be used; `records` are those of the folder that can be read.
    """
    path = folder / ANSWERED
    if not path.exists():
        return {}, ()
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return {}, (Fault(ANSWERED, f"cannot be read: {error}", "Save it as UTF-8 text."),)
    if not rows or tuple(rows[0]) != COLUMNS:
        return {}, (Fault(f"{ANSWERED}, row 1", "is not its header", f"Write {','.join(COLUMNS)}."),)
    found: dict[str, set[str]] = {}
    faults: list[Fault] = []
    names, ids = {one.name: one for one in records}, {one.id for one in adverse_events().prompts}
    for number, row in enumerate(rows[1:], 2):
        if row and row[0] not in names and is_filed(folder / row[0]) and (folder / row[0]).exists():
            continue  # it is there and cannot be read, which whoever read the records has said
        fault = _row_fault(row, names, ids)
        if fault is not None:
            faults.append(Fault(f"{ANSWERED}, row {number}", fault.why, fault.mend, fault.value))
        elif row:
            found.setdefault(row[0], set()).add(row[1])
    return found, tuple(faults)


def _row_fault(row: Sequence[str], names: Mapping[str, Filed], ids: Collection[str]) -> Fault | None:
    if not row:
        return None
    if len(row) != len(COLUMNS) or not row[-1].strip():
        return Fault("", "does not say record, question, day and person")
    record, question, on, _ = row
    if record not in names:
        return Fault("", "is no record of this folder", did_you_mean(record, names), record)
    if question not in ids:
        return Fault("", "is no question after a session", did_you_mean(question, ids), question)
    try:
        day = date.fromisoformat(on)
    except ValueError:
        return Fault("", "is not a date", "Write it as 2026-11-08.", on)
    early = day < names[record].day
    return Fault("", "is before the session", "Check the date.", on) if early else None
