"""What the toxin ledger has to know of other medicines and of illnesses, as two files of a folder say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Generic, Literal, TypeVar, get_args

from procerus.faults import BadInput, Fault
from procerus.packs.checks import SEVERITIES, Severity
from procerus.packs.load import PACKS, fingerprint
from procerus.packs.mentions import Called, Doubt, Mentioned, Mentions
from procerus.packs.rules import Status
from procerus.packs.sections import ROUTES, About, PackNumber, read_id, read_numbers, read_status
from procerus.packs.shape import PackText, Shape, each_once
from procerus.packs.spelling import key
from procerus.packs.toml_file import read_pack

MedicineGroup = Literal[
    "aminoglycoside", "neuromuscular-blocking", "anticholinergic", "muscle-relaxant", "anticoagulant",
    "antiplatelet",
]  # fmt: skip
GROUPS: tuple[MedicineGroup, ...] = get_args(MedicineGroup)
NUMBERS = ("inr_below", "other_toxin_months")
"""What the ledger counts with; the file of medicines has to give both."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Concern:
    """A group of medicines that matters beside a toxin, and how much."""

    id: str
    group: MedicineGroup
    severity: Severity
    says: str
    source: str
    status: Status
    names: tuple[str, ...]
    routes: tuple[str, ...]  # by which the severity holds; empty where every route does
    measured_by_inr: bool  # whether the INR limit says anything of it

    def severity_by(self, route: str | None) -> Severity:
        """How much it matters by this route. A route nobody recorded counts as one that matters."""
        matters = route is None or not self.routes or route in self.routes
        return self.severity if matters else "information"


@dataclass(frozen=True, slots=True)
class Condition:
    """An illness that matters before a toxin is given, and how much."""

    id: str
    severity: Severity
    says: str
    source: str
    status: Status
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match(Generic[_T]):
    """What a text names: surely `found`, and names that are `near` and may be meant.

    Where `found` is empty and `near` is not, nobody can tell from the text: somebody has to be asked.
    """

    found: tuple[_T, ...]
    near: tuple[str, ...]


@dataclass(frozen=True)
class Safety:
    """The two files, sound: medicines, illnesses, and the numbers of the ledger."""

    about: tuple[About, About]  # of the medicines, of the illnesses
    concerns: Mapping[str, Concern]
    conditions: Mapping[str, Condition]
    numbers: Mapping[str, PackNumber]
    fingerprint: str
    _called: tuple[tuple[Called, ...], tuple[Called, ...]]
    _doubt: tuple[Doubt, Doubt] = field(repr=False)

    def medicine(self, drug: str) -> Match[Concern]:
        """The concerns that a medicine, as somebody wrote it down, raises."""
        return _match(self._medicines.within(drug), self.concerns)

    def condition(self, text: str) -> Match[Condition]:
        """The illnesses that somebody's words name."""
        return _match(self._illnesses.within(text), self.conditions)

    @cached_property
    def _medicines(self) -> Mentions:
        return Mentions(self._called[0], self._doubt[0])

    @cached_property
    def _illnesses(self) -> Mentions:
        return Mentions(self._called[1], self._doubt[1])


def _match(mentioned: Mentioned, known: Mapping[str, _T]) -> Match[_T]:
    return Match(tuple(known[name] for name in mentioned.found), mentioned.near)


@lru_cache
def safety() -> Safety:
    """The built-in files."""
    return read_safety(PACKS / "safety")


def read_safety(folder: Path) -> Safety:
    """Read `interactions.toml` and `conditions.toml` of a folder. Raises BadInput with every fault."""
    faults: list[Fault] = []
    drugs, drug_text = _opened(folder / "interactions.toml", faults)
    illnesses, illness_text = _opened(folder / "conditions.toml", faults)
    about = _about(drugs, "interactions"), _about(illnesses, "conditions")
    numbers, doubt = _numbers(drugs), (_doubt(drugs), _doubt(illnesses))
    rows = _rows(drugs, "concerns"), _rows(illnesses, "conditions")
    concerns = [_concern(row) for row in rows[0]]
    conditions = [_condition(row) for row in rows[1]]
    called = _all_called(rows[0], concerns), _all_called(rows[1], conditions)
    for part in (drugs, *rows[0], illnesses, *rows[1]):
        part.finish()
    if faults:
        raise BadInput(faults)
    return Safety(
        about,
        {one.id: one for one in concerns},
        {one.id: one for one in conditions},
        numbers,
        fingerprint(drug_text.text, illness_text.text),
        called,
        doubt,
    )  # fmt: skip


def _opened(path: Path, faults: list[Fault]) -> tuple[Shape, PackText]:
    text, table = read_pack(path)
    return Shape(table, (), text, faults), text


def _about(shape: Shape, kind: str) -> About:
    pack = shape.sub("pack")
    pack.word("kind", (kind,))
    pack.words("notes", needed=False)
    about = About.read(pack)
    if about.id and about.id != kind:
        pack.fault("id", "is not the file's name", f'Write "{kind}".', about.id)
    pack.finish()
    return about


def _numbers(shape: Shape) -> dict[str, PackNumber]:
    numbers = read_numbers(shape)
    for name in NUMBERS:
        if name not in numbers:
            shape.fault("numbers", f"has no '{name}'", f"Add {name} = {{ is = ..., ... }} to [numbers].")
    return numbers


def _doubt(shape: Shape) -> Doubt:
    row = shape.sub("doubt")
    doubt = Doubt(row.words("before"), row.words("anywhere"))
    row.finish()
    return doubt


def _rows(shape: Shape, key_: str) -> list[Shape]:
    """The rows of one list: some at least, no id twice, no name in two of them."""
    rows = shape.rows(key_)
    if not rows:
        shape.fault("", f"has no {key_}", f"Add a table [[{key_}]].")
    each_once(rows, "id")
    owner: dict[str, str] = {}
    for row in rows:
        for name in _said(row):
            before = owner.setdefault(key(name), str(row.table.get("id")))
            if before != str(row.table.get("id")):
                row.fault("names", f"is a name of '{before}' already", "Take one of the two out.", name)
    return rows


def _said(row: Shape) -> list[str]:
    """Every name of a row, as far as it has any; what is wrong with them is told where they are read."""
    lists = [row.table.get(name) for name in ("names", "abbreviations", "vague")]
    return [name for one in lists if isinstance(one, list) for name in one if isinstance(name, str)]


def _concern(row: Shape) -> Concern:
    group: MedicineGroup = row.word("group", GROUPS) or "aminoglycoside"  # where missing, that is a fault
    return Concern(
        read_id(row), group, _severity(row), row.text("says"), row.text("at"), read_status(row),
        row.words("names"), row.words("routes", ROUTES, False), row.truth("measured_by_inr"),
    )  # fmt: skip


def _condition(row: Shape) -> Condition:
    return Condition(
        read_id(row), _severity(row), row.text("says"), row.text("at"), read_status(row), row.words("names")
    )


def _severity(row: Shape) -> Severity:
    severity: Severity = row.word("severity", SEVERITIES) or "stop"  # likewise a fault
    return severity


def _all_called(rows: list[Shape], things: Sequence[Concern | Condition]) -> tuple[Called, ...]:
    return tuple(_called(row, one) for row, one in zip(rows, things, strict=True))


def _called(row: Shape, thing: Concern | Condition) -> Called:
    short = row.words("abbreviations", needed=False)
    for name in short:
        if not name.isupper():
            row.fault(
                "abbreviations", "is not in capitals", "Write it in capitals, or among the names.", name
            )
    for name in _said(row):
        if not key(name):
            row.fault("names", "has no letter to look for", "Write a word.", name)
    kin = thing.group if isinstance(thing, Concern) else thing.id
    return Called(thing.id, kin, thing.names, short, row.words("vague", needed=False))
