"""What the national schemes ask for, as a file says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from procerus.exchange.letters.event_facts import FACTS
from procerus.faults import BadInput, Fault
from procerus.packs.rules import Status
from procerus.packs.sections import PackNumber, read_status
from procerus.packs.shape import Shape, did_you_mean, each_once
from procerus.packs.toml_file import read_pack

Scheme = Literal["yellow-card", "medwatch"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing a scheme asks for. `fact` is empty where it is always left to the hand."""

    label: str
    fact: str


@dataclass(frozen=True, slots=True)
class FormSection:
    """One part of what a scheme asks for: single facts, or the other medicines of so many months."""

    title: str
    fields: tuple[Asked, ...]
    medicines: PackNumber | None


@dataclass(frozen=True, slots=True)
class Form:
    """What one scheme asks for."""

    scheme: str
    title: str
    says: str
    status: Status
    notes: tuple[str, ...]
    sections: tuple[FormSection, ...]


def form_of(scheme: str) -> Form:
    """What a scheme asks for. Raises BadInput where there is no such scheme."""
    if scheme not in forms():
        raise BadInput([Fault("scheme", "is not a scheme known here", did_you_mean(scheme, SCHEMES), scheme)])
    return forms()[scheme]


@lru_cache
def forms() -> Mapping[str, Form]:
    """What each scheme asks for, by its name."""
    return read_forms(Path(__file__).with_name("event_forms.toml"))


def read_forms(path: Path) -> dict[str, Form]:
    """Read a file of what schemes ask for. Raises BadInput with every fault."""
    text, table = read_pack(path)
    faults: list[Fault] = []
    shape = Shape(table, (), text, faults)
    read: dict[str, Form] = {scheme: _form(scheme, shape.sub(scheme)) for scheme in SCHEMES}
    shape.finish()
    if faults:
        raise BadInput(faults)
    return read


def _form(scheme: str, row: Shape) -> Form:
    sections = row.rows("sections")
    each_once((one for section in sections for one in section.rows("fields")), "label")
    form = Form(
        scheme, row.text("title"), row.text("scheme"), read_status(row), row.words("notes", needed=False),
        tuple(_section(one) for one in sections),
    )  # fmt: skip
    row.finish()
    return form


def _section(row: Shape) -> FormSection:
    title = row.text("title")
    medicines = _months(row.sub("medicines")) if "medicines" in row.table else None
    fields = tuple(_asked(one) for one in row.rows("fields"))
    if bool(fields) == (medicines is not None):
        row.fault("", "needs either 'fields' or 'medicines'", "Write one of the two.")
    row.finish()
    return FormSection(title, fields, medicines)


def _months(row: Shape) -> PackNumber:
    number = PackNumber(row.whole("is") or 0, row.text("unit"), row.text("at"), read_status(row))
    row.finish()
    return number


def _asked(row: Shape) -> Asked:
    asked = Asked(row.text("label"), row.word("fact", FACTS, False) or "")
    row.finish()
    return asked
