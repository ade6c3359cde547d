"""Many patients out of a table: read, compared with those who are there, and registered once."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from procerus.clinic.people.birth_dates import read_born
from procerus.clinic.people.crowd import Crowd, Likeness
from procerus.clinic.people.look_alikes import Who
from procerus.clinic.people.models import Clinic, Patient, Registration
from procerus.diary.cells import Complaint
from procerus.diary.sheet import read_sheet
from procerus.faults import BadInput, Fault
from procerus.packs.load import policy_files
from procerus.packs.shape import did_you_mean, hidden_in
from procerus.packs.spelling import key

NEEDED = ("given", "family", "number")
COLUMNS = ("given", "family", "born", "sex", "number", "policy")
LONGEST: Mapping[str, int] = {"given": 80, "family": 80, "number": 40, "policy": 60}
SEXES = ("female", "male", "other")
MOST_ROWS = 20_000
MOST_ASKED = 500
"""Look-alikes that one preview asks about; the others are asked about when the table is given again."""
OFTEN, MOST_OFTEN = 5, 10
"""Rows with one name and birth date from which on they are a fault of the table rather than twins, and how
many such names are told."""
SALT = "patients-to-register"
PREVIEW_SECONDS = 60 * 60

Person = dict[str, str]


@dataclass(slots=True)
class Preview:
    """What a table would do: who is new, who is there, who looks like somebody, and what cannot be read."""

    new: list[tuple[int, Person]] = field(default_factory=list)
    there: list[tuple[int, Person]] = field(default_factory=list)
    later: int = 0
    alike: list[tuple[int, Person, tuple[Likeness, ...]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    often: list[tuple[Who, int]] = field(default_factory=list)
    """Names with a birth date that stand in many rows, and in how many: said once, not of every pair."""

    def take(self, row: int, one: Person, twins: tuple[Likeness, ...]) -> None:
        """Somebody whose number is free, and who looks like them."""
        if not twins:
            self.new.append((row, one))
        elif len(self.alike) < MOST_ASKED:
            self.alike.append((row, one, twins))
        else:
            self.later += 1

    def sealed(self, clinic: Clinic) -> str:
        """The rows that may be registered, for the form that confirms: nothing of them is kept before."""
        rows = [(row, one, False) for row, one in self.new] + [
            (row, one, True) for row, one, _w in self.alike
        ]
        return signing.dumps(rows, salt=f"{SALT} {clinic.pk}", compress=True)


def opened(sealed: str, clinic: Clinic) -> list[tuple[int, Person, bool]]:
    """What was sealed: row, person, and whether they look like somebody. Raises BadInput."""
    try:
        rows: list[Any] = signing.loads(sealed, salt=f"{SALT} {clinic.pk}", max_age=PREVIEW_SECONDS)
    except signing.BadSignature:
        mend = _("Give the file once more.")
        raise BadInput([Fault("file", _("The preview is too old"), mend)]) from None
    return [(row, one, alike) for row, one, alike in rows]


def preview(raw: bytes, name: str, clinic: Clinic, today: date) -> Preview:
    """What a table would do at a clinic. Raises BadInput where it is no such table."""
    rows, faults = read_table(raw, name, today)
    made = Preview(faults=faults, often=_often(rows))
    numbers, crowd = _those_there(clinic)
    for row, one in rows:
        where = f"{name}, row {row}"
        holder = numbers.get(one["number"].casefold())
        who = Who(one["given"], one["family"], one["born"])
        if holder is not None:
            if _is_the_same(holder[0], who):
                made.there.append((row, one))
            else:
                why = _("is the number of another patient: %(who)s") % {"who": holder[1]}
                mend = _("Look which number is right; a number is given once.")
                made.faults.append(Fault(f"{where}, column number", why, mend, one["number"]))
            continue
        made.take(row, one, crowd.alike(who))
        called = _("%(who)s in row %(row)s") % {"who": _called(one), "row": row}
        numbers[one["number"].casefold()] = (who, called)
        crowd.add(who, called)
    return made


def _often(rows: Sequence[tuple[int, Person]]) -> list[tuple[Who, int]]:
    counted = Counter(Who(one["given"], one["family"], one["born"]) for _row, one in rows)
    return [(who, times) for who, times in counted.most_common(MOST_OFTEN) if times >= OFTEN]


def register_all(rows: Sequence[tuple[int, Person]], clinic: Clinic) -> list[tuple[int, Patient]]:
    """Register them, all or none; somebody whose number was given in the meantime is left out."""
    taken = {number.casefold() for number in _numbers(clinic)}
    fresh = [(row, one) for row, one in rows if one["number"].casefold() not in taken]
    made = [(row, Patient(**{key: one[key] for key in COLUMNS if key != "number"})) for row, one in fresh]
    try:
        with transaction.atomic():
            Patient.objects.bulk_create([patient for _row, patient in made])
            Registration.objects.bulk_create(
                Registration(patient=patient, clinic=clinic, number=one["number"])
                for (_row, one), (_same, patient) in zip(fresh, made, strict=True)
            )
    except IntegrityError:
        why = _("A number was given to somebody else in the meantime, so nothing was saved")
        raise BadInput([Fault("file", why, _("Give the file once more."))]) from None
    return made


def read_table(raw: bytes, name: str, today: date) -> tuple[list[tuple[int, Person]], list[Fault]]:
    """The rows that can be read, each with its number, and every fault of the others. Raises BadInput."""
    if not raw.strip():
        mend = _("It has a header row with given, family, born, sex and number.")
        raise BadInput([Fault(name, _("the file is empty"), mend)])
    header, rows = read_sheet(io.BytesIO(raw), name, COLUMNS)
    columns = _columns([cell.strip().lower() for cell in header], name)
    read: list[tuple[int, Person]] = []
    faults: list[Fault] = []
    for row, cells in rows:
        if row > MOST_ROWS + 1:
            why = _("has more than %(most)s rows") % {"most": MOST_ROWS}
            raise BadInput([Fault(name, why, _("Divide it into several files."))])
        found = list(_row_faults(cells, columns, f"{name}, row {row}", today))
        faults += found
        if not found:
            read.append((row, _person(cells, columns, today)))
    return read, faults


def _columns(header: Sequence[str], name: str) -> tuple[str, ...]:
    faults = [
        Fault(f"{name}, row 1", _("is not a column of a table of patients"), _known(), column)
        for column in dict.fromkeys(header)
        if column not in COLUMNS
    ]
    for column in COLUMNS:
        where = f"{name}, row 1, column {column}"
        if header.count(column) > 1:
            faults.append(Fault(where, _("stands there more than once"), _("Keep one of them.")))
        elif column in NEEDED and column not in header:
            faults.append(Fault(where, _("the header row has no such column"), _known()))
    if faults:
        raise BadInput(faults)
    return tuple(header)


def _known() -> str:
    return _("The columns are given, family, born, sex, number and, where it differs, policy.")


def _row_faults(cells: Sequence[str], columns: Sequence[str], where: str, today: date) -> Iterator[Fault]:
    if any(cell.strip() for cell in cells[len(columns) :]):
        yield Fault(where, _("it has more cells than the header has columns"), _("Take the surplus out."))
    said = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
    for column in columns:
        value = said.get(column, "")
        try:
            _read(column, value, today)
        except Complaint as bad:
            yield Fault(f"{where}, column {column}", bad.why, bad.mend, value)


def _person(cells: Sequence[str], columns: Sequence[str], today: date) -> Person:
    said = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
    return {column: _read(column, said.get(column, ""), today) for column in COLUMNS if column in columns} | {
        column: "" for column in COLUMNS if column not in columns
    }


def _read(column: str, value: str, today: date) -> str:
    """A cell as it is kept. Raises Complaint."""
    if hidden := hidden_in(value):
        why = _("holds a character that cannot be seen (U+%(code)s)") % {"code": f"{ord(hidden[0]):04X}"}
        raise Complaint(why, _("Type it again."))
    if not value and column in NEEDED:
        raise Complaint(_("is empty"), _("Write it; a patient without it is not found again."))
    if len(value) > LONGEST.get(column, 40):
        why = _("is longer than %(most)s characters") % {"most": LONGEST.get(column, 40)}
        raise Complaint(why, _("Write it shorter."))
    match column:
        case "born":
            return read_born(value, today)
        case "sex":
            return _sex(value)
        case "policy":
            return _policy(value)
    return " ".join(value.split())


def _sex(value: str) -> str:
    said = value.casefold()
    if said and said not in SEXES:
        raise Complaint(_("is not a sex that is known here"), _("Write female, male, other, or nothing."))
    return said


def _policy(value: str) -> str:
    if value and value not in policies():
        mend = did_you_mean(value, policies()) or _("Leave it empty for the clinic's own.")
        raise Complaint(_("is not a policy of this installation"), mend)
    return value


@cache
def policies() -> tuple[str, ...]:
    """The policies that a payer may have."""
    return tuple(sorted(policy_files(())))


def _those_there(clinic: Clinic) -> tuple[dict[str, tuple[Who, str]], Crowd]:
    numbers: dict[str, tuple[Who, str]] = {}
    crowd = Crowd()
    for one in Registration.objects.filter(clinic=clinic).select_related("patient").iterator():
        who = Who.of(one.patient)
        called = f"{one.patient} #{one.number}"
        numbers[one.number.casefold()] = (who, called)
        if one.patient.into_id is None:
            crowd.add(who, called)
    return numbers, crowd


def _numbers(clinic: Clinic) -> Iterator[str]:
    return Registration.objects.filter(clinic=clinic).values_list("number", flat=True).iterator()


def _is_the_same(there: Who, who: Who) -> bool:
    names = key(there.family) == key(who.family) and key(there.given) == key(who.given)
    return names and (there.born == who.born or not who.born)


def _called(one: Person) -> str:
    return f"{one['family']}, {one['given']}"
