"""The CSV export of Migraine Buddy: a list of attacks, and of nothing else.

Columns are found by name: the export of 2024 and later has offsets from UTC, a location and attack types;
the older one has not. Both begin with lines about ongoing events, as many as there were.
Format: a user's real export in the public test files of crmne/cluster-headache-tracker, and the older
columns in Unthred/MigraineBuddyConvertor (status: read).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from procerus.exchange.importers.attacks import LONGEST_ATTACK, Attack, agreed, day_rows, days_touched
from procerus.exchange.importers.imported import DateOrder, Imported, imported, number_of, refuse
from procerus.exchange.importers.table import Line, Table, read_table
from procerus.exchange.importers.wall_clock import Stamp, minutes_of, order_of, stamp_of
from procerus.faults import BadInput, Fault

RECOGNISED_BY = ("Started", "Lasted", "Pain Level")
_HELPFUL, _UNHELPFUL = "Helpful Medication", "Unhelpful Medication"
_MEDICINES = (_HELPFUL, "Somewhat Helpful Medication", _UNHELPFUL, "Unsure Medication")
_START_OFFSET, _END_OFFSET = "Start UTC Offset (min)", "End UTC Offset (min)"
_BOTHERSOME, _TYPES, _POSITIONS = "Most Bothersome Symptom", "Attack Types", "Pain Positions"
_REQUIRED = (*RECOGNISED_BY, "Symptoms", _POSITIONS, *_MEDICINES, "Notes")
_READ = ("#", *_REQUIRED, _START_OFFSET, _END_OFFSET, _TYPES, _BOTHERSOME)
_NOT_READ = (
    "Geohash", "Attack Location", "Affected Activities", "Potential Triggers", "Premonitory Symptoms",
    "Helpful Non Drug Relief Methods", "Somewhat Helpful Non Drug Relief Methods",
    "Unhelpful Non Drug Relief Methods", "Unsure Non Drug Relief Methods",
)  # fmt: skip
_SYMPTOMS = {
    "pulsating pain": "pulsating",
    "throbbing pain": "pulsating",
    "pounding pain": "pulsating",
    "worse pain if moving": "aggravated",
    "nausea": "nausea",
    "vomiting": "vomiting",
    "sensitivity to light": "photophobia",
    "sensitivity to noise": "phonophobia",
    "sensitivity to sound": "phonophobia",
    "aura": "aura",
    "visual aura": "aura",
    "sensory aura": "aura",
}
_UNDECIDED = {"don't know yet", "don't know", "not sure", "unknown", "other", "headache"}
_ONGOING = {"", "ongoing"}
_LEFT_RUNNING = timedelta(days=7)
_EXPORT_AGAIN = "Export the file again, or mend this field."


def read_migraine_buddy(
    text: str, separator: str, name: str, order: DateOrder | None, aborts: Callable[[str], bool]
) -> Imported:
    """The attacks of an export as diary days; days without an attack are not in the rows.

    `aborts` says whether a medicine, as written, is a triptan or an ergot. Raises BadInput.
    """
    table = read_table(text, separator, (*_READ, *_NOT_READ), RECOGNISED_BY, name)
    _require_columns(table, name)
    lines, repeats = _once_each(table.lines)
    if not lines:
        raise BadInput([Fault(name, "there is no attack in it", "Choose a longer period when exporting.")])
    stamps, faults = _stamps(lines, name)
    known, how, order_faults = order_of(_as_listed(lines, stamps), order, name)
    faults += order_faults
    attacks = []
    for line in lines:
        reading = _Reading(line, f"{name}, row {line.row}", faults, aborts)
        stamp = stamps.get(line.row)
        attacks.append(reading.attack(stamp.read(known) if stamp and known else None, stamp, known))
    if faults:
        raise refuse(faults)
    return imported(
        "Migraine Buddy",
        day_rows(attacks),
        attacks=len(attacks),
        date_order=how,
        dropped=tuple(column for column in table.columns if column and column not in _READ),
        remarks=(*_remarks(lines, attacks), *_table_remarks(table, repeats)),
    )


def _require_columns(table: Table, name: str) -> None:
    missing = [column for column in _REQUIRED if column not in table.columns]
    if missing:
        why = "this column of a Migraine Buddy export is missing"
        mend = "Export the file again; without the column a symptom or medicine would be lost unseen."
        raise BadInput([Fault(name, why, mend, column) for column in missing])


def _once_each(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    seen: set[tuple[str, ...]] = set()
    once: list[Line] = []
    repeats: list[Line] = []
    for line in lines:
        said = tuple(cell for column, cell in line.cells.items() if column != "#")
        (repeats if said in seen else once).append(line)
        seen.add(said)
    return once, repeats


def _stamps(lines: Sequence[Line], name: str) -> tuple[dict[int, Stamp], list[Fault]]:
    stamps, faults = {}, []
    for line in lines:
        stamp = stamp_of(line.row, line["Started"])
        if stamp:
            stamps[line.row] = stamp
        else:
            where = f"{name}, row {line.row}, column Started"
            why = "is not a date and time such as 11/16/24 13:12"
            faults.append(Fault(where, why, _EXPORT_AGAIN, line["Started"]))
    return stamps, faults


def _as_listed(lines: Sequence[Line], stamps: dict[int, Stamp]) -> list[Stamp]:
    """The dates in the sequence of the app's own numbers, else in that of the file."""
    listed = [line for line in lines if line.row in stamps]
    numbers = [line["#"].strip() for line in listed]
    if all(re.fullmatch("[0-9]{1,9}", number) for number in numbers):
        listed.sort(key=lambda line: int(line["#"]))
    return [stamps[line.row] for line in listed]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One row being read; what is wrong with it is added to `faults`."""

    line: Line
    where: str
    faults: list[Fault]
    aborts: Callable[[str], bool]

    def fault(self, column: str, why: str, mend: str = _EXPORT_AGAIN) -> None:
        self.faults.append(Fault(f"{self.where}, column {column}", why, mend, self.line[column]))

    def attack(self, start: datetime | None, stamp: Stamp | None, order: DateOrder | None) -> Attack:
        if start is None and stamp and order:
            self.fault("Started", f"is no day of the calendar when read {order.replace('-', ' ')}")
        lasted, moved, worst = self.lasted(), self.clock_moved(), self.worst()
        start = start or datetime(2000, 1, 1)  # stands only beside a fault, and then nothing is imported
        medicines, none_taken = self.medicines()
        return Attack(
            start=start,
            end=None if lasted is None else max(start, start + lasted + moved),
            clock_moved=moved != timedelta(0),
            worst=worst,
            ticked=self.ticked(),
            unilateral=self.unilateral(),
            believed_migraine=self.believed_migraine(),
            relieved=self.relieved(),
            medicines=medicines,
            no_medicine=none_taken,
            note=" ".join(self.line["Notes"].split()),
        )

    def lasted(self) -> timedelta | None:
        """How long the attack lasted; None while it is open. Older exports add lines below the duration."""
        written = self.line["Lasted"].strip().split("\n")[0].strip()
        if written.casefold() in _ONGOING:
            return None
        minutes = minutes_of(written)
        if minutes is None:
            self.fault("Lasted", "is not a duration such as 01h 30m or 1d 02h 15m")
            return None
        lasted = timedelta(minutes=minutes)
        if lasted > LONGEST_ATTACK:
            self.fault("Lasted", "is longer than a year", "Mend its end in the app and export again.")
            return None
        return lasted

    def clock_moved(self) -> timedelta:
        """How far the wall clock moved between start and end: summer time, or a journey."""
        start, end = self.offset(_START_OFFSET), self.offset(_END_OFFSET)
        return timedelta(minutes=0 if start is None or end is None else end - start)

    def offset(self, column: str) -> int | None:
        written = self.line[column].strip()
        if not written:
            return None
        if not re.fullmatch("[+-]?[0-9]{1,3}", written) or abs(int(written)) > 14 * 60:
            self.fault(column, "is not a number of minutes from -840 to 840")
            return None
        return int(written)

    def worst(self) -> str:
        written = self.line["Pain Level"].strip()
        if written and (not re.fullmatch("[0-9]{1,2}", written) or int(written) > 10):
            self.fault("Pain Level", "is not a whole number from 0 to 10")
            return ""
        return str(int(written)) if written else ""

    def named(self, *columns: str) -> list[str]:
        return [part.strip() for column in columns for part in self.line[column].split(",") if part.strip()]

    def ticked(self) -> tuple[str, ...]:
        names = (name.casefold() for name in self.named("Symptoms", _BOTHERSOME))
        return tuple(sorted({_SYMPTOMS[name] for name in names if name in _SYMPTOMS}))

    def unilateral(self) -> str:
        sides = {_side(position) for position in self.named(_POSITIONS)}
        if {"left", "right"} <= sides:
            return "no"
        return "yes" if len(sides) == 1 and sides <= {"left", "right"} else ""

    def believed_migraine(self) -> str:
        types = {name.replace("’", "'").casefold() for name in self.named(_TYPES)} - _UNDECIDED
        if any(re.search(r"\bmigraine\b", name) for name in types):
            return "yes"
        return "no" if types else ""

    def relieved(self) -> str:
        helped = ["yes" for name in self.named(_HELPFUL) if self.aborts(name)]
        failed = ["no" for name in self.named(_UNHELPFUL) if self.aborts(name)]
        return agreed(helped + failed)

    def medicines(self) -> tuple[tuple[str, ...], bool]:
        names = self.named(*_MEDICINES)
        taken = [name.replace(";", ",") for name in names if name.casefold() != "no medication"]
        return tuple(dict.fromkeys(taken)), len(taken) < len(names)


def _side(position: str) -> str:
    words = set(re.findall("[a-z]+", position.casefold()))
    sides = words & {"left", "right"}
    return sides.pop() if len(sides) == 1 else ""


def _remarks(lines: Sequence[Line], attacks: Sequence[Attack]) -> list[str]:
    said = [
        "Only attacks are listed. Days without one are left out: nobody said that they were headache-free."
    ]
    several = sum(len(days_touched(attack.start, attack.end)) > 1 for attack in attacks)
    if several:
        touch = number_of(several, "attack touches", "attacks touch")
        said.append(
            f"{touch} more than one calendar day. Pain level and symptoms are taken for each of those days; "
            "medicines and aura stand on the day the attack began."
        )
    for doubt, text in _DOUBTS.items():
        rows = [line.row for line, attack in zip(lines, attacks, strict=True) if doubt in _doubts(attack)]
        if rows:
            said.append(f"{_row_list(rows)}: {text}.")
    return said


_DOUBTS = {
    "open": "still open when exported: counted on the first day only, hours left empty",
    "painless": "pain level 0: whether there was a headache is left open",
    "moved": "the clock was changed during the attack: hours left empty",
    "long": "lasted a week or more: check that it was not left running",
}


def _doubts(attack: Attack) -> set[str]:
    doubts = {
        "open": attack.end is None,
        "painless": attack.worst == "0",
        "moved": attack.clock_moved,
        "long": attack.end is not None and attack.end - attack.start >= _LEFT_RUNNING,
    }
    return {doubt for doubt, holds in doubts.items() if holds}


def _table_remarks(table: Table, repeats: Sequence[Line]) -> list[str]:
    said = []
    if repeats:
        said.append(f"{_row_list([line.row for line in repeats])}: repeats an attack above and counts once.")
    events = [cells for cells in table.above if len(cells) > 1 and "Time Period" not in cells]
    if events:
        count = number_of(len(events), "line", "lines")
        said.append(f"{count} about ongoing events above the table were not read; they are no attacks.")
    unknown = [c for c in table.columns if c and c not in (*_READ, *_NOT_READ)]
    if unknown:
        said.append(f"Not read, because the importer does not know them: {', '.join(unknown)}.")
    return said


def _row_list(rows: Sequence[int]) -> str:
    shown = ", ".join(str(row) for row in rows[:10])
    more = f" and {len(rows) - 10} more" if len(rows) > 10 else ""
    return f"{'Row' if len(rows) == 1 else 'Rows'} {shown}{more}"
