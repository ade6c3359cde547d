"""The grid in which a paper diary is typed in: its columns, and a row a day with what is known of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from procerus.clinic.diaries.correcting import correctable
from procerus.clinic.diaries.known import Known, known_of, meaning
from procerus.clinic.diaries.paper import COLUMNS, Said, Wrong
from procerus.clinic.people.models import Account, Patient
from procerus.diary.diary import each_day
from procerus.diary.medicine_pack import read_pack

TYPED = {"hours": "decimal", "medicines": "text"}
"""Columns in which somebody writes; in the others one of a few answers is chosen."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the grid: its name, what it is called, the answers to choose from."""

    name: str
    called: str
    answers: tuple[tuple[str, str], ...]

    @property
    def mode(self) -> str:
        """Which keyboard a phone shows; empty where an answer is chosen."""
        return TYPED.get(self.name, "")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell, and what is wrong with it."""

    column: Column
    text: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Row:
    """A day: its cells, what is known of it, which of that can be corrected, and what says otherwise."""

    day: date
    cells: tuple[Cell, ...]
    known: tuple[Known, ...]
    mine: frozenset[Any]
    otherwise: tuple[str, ...]

    @property
    def told(self) -> str:
        """What is known, as `paper.js` compares it: who, and of each column its meaning and its words."""
        said = [
            [one.who, {part.column: [part.meaning, part.says] for part in one.parts}] for one in self.known
        ]
        return json.dumps(said, ensure_ascii=False) if said else ""


def columns() -> tuple[Column, ...]:
    """The columns, in the order in which they stand."""
    called = {
        "headache": _("Headache"), "hours": _("Hours"), "worst": _("Worst"), "nausea": _("Nausea"),
        "vomiting": _("Vomiting"), "photophobia": _("Light"), "phonophobia": _("Sound"),
        "unilateral": _("One side"), "pulsating": _("Pulsating"), "aggravated": _("Activity"),
        "aura": _("Aura"), "medicines": _("Medicines"), "relieved": _("Relieved"),
    }  # fmt: skip
    yes_no = (("yes", _("yes")), ("no", _("no")))
    grades = (("mild", _("mild")), ("moderate", _("moderate")), ("severe", _("severe")))
    return tuple(
        Column(name, called[name], () if name in TYPED else grades if name == "worst" else yes_no)
        for name in COLUMNS
    )


def row_of(
    day: date, cells: Mapping[str, str], known: Sequence[Known], wrong: Wrong, account: Account, role: str
) -> Row:
    """One day of the grid."""
    mine = (one.statement for one in known if one.statement is not None)
    otherwise = [
        says_otherwise() % {"who": one.who, "what": what} for one in known if (what := one.otherwise(cells))
    ]
    if cells.get("headache") == "no" and (_hurts(cells, "hours") or _hurts(cells, "worst")):
        otherwise.append(says_both())
    made = tuple(Cell(one, cells.get(one.name, ""), wrong.get((day, one.name), "")) for one in columns())
    own = frozenset(one.pk for one in mine if correctable(one, account, role))
    return Row(day, made, tuple(known), own, tuple(otherwise))


def _hurts(cells: Mapping[str, str], column: str) -> bool:
    return meaning(column, cells.get(column, "")) not in ("", "0", "None")


def rows_of(
    patient: Patient, days: Sequence[date], said: Said, wrong: Wrong, account: Account, role: str
) -> list[Row]:
    """The days of the grid."""
    if not days:
        return []
    known = known_of(patient, days[0], days[-1])
    every = each_day(days[0], days[-1])
    return [row_of(day, said.get(day, {}), known.get(day, []), wrong, account, role) for day in every]


def says_otherwise() -> str:
    """How a row says that somebody said something else; `paper.js` fills it in as well."""
    return _("%(who)s said: %(what)s.")


def says_both() -> str:
    """How a row says that it contradicts itself."""
    return _("No headache, and yet hours or worst: the day will count as open.")


def keys() -> dict[str, str]:
    """The keys of the grid in the language of the page, as `paper.js` reads them."""
    return {
        "yes": pgettext("key for yes", "y") + "yjx1", "no": pgettext("key for no", "n") + "n0",
        "mild": pgettext("key for mild", "m") + "1", "moderate": pgettext("key for moderate", "o") + "2",
        "severe": pgettext("key for severe", "s") + "3",
    }  # fmt: skip


def medicines_offered(rows: Sequence[Row]) -> list[str]:
    """What is offered while a medicine is typed: what this diary names already, then the dictionary."""
    known = chain.from_iterable(one.parts for row in rows for one in row.known)
    own = [one.says for one in known if one.column == "medicines" and one.meaning != "none"]
    return list(dict.fromkeys([*own, *sorted(row["name"] for row in read_pack().acute)]))
