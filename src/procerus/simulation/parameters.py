"""The figures that made-up diaries are made with, read from the pack `simulation/diaries.toml`.

Each figure carries its plausible range, its status (`read` or `unverified`) and its source, so that a
page or a report can show what a simulation rests on.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Any, get_args

from procerus.faults import BadInput, Fault
from procerus.packs.rules import Status
from procerus.packs.shape import PackText, Shape

OVERUSE_CLASSES = ("triptan", "ergot", "non-opioid", "opioid", "combination")
"""The ICHD-3 overuse classes that made-up people take."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the pack, with what it means and how far it can be trusted."""

    value: float
    low: float  # plausible range, both ends included
    high: float
    status: Status
    source: str
    means: str


@dataclass(frozen=True, slots=True)
class Course:
    """How often people have headache, as logits of the chance on one day."""

    mean: float
    spread: float
    phi: float  # correlation of one day with the next
    month_spread: float
    weekly_amplitude: float
    daily_share: float  # share of people with headache on every day


@dataclass(frozen=True, slots=True)
class Change:
    """What a treatment does to the logit rate at full effect, over people."""

    mean: float
    spread: float


@dataclass(frozen=True, slots=True)
class Effect:
    """How much of the full change is there, as a share, by the days since an injection."""

    at_injection: float
    full_after_days: float
    month_1: float
    month_2: float
    month_3: float


@dataclass(frozen=True, slots=True)
class Symptoms:
    """Shares of headache days, unless the pack says otherwise."""

    unilateral: float
    pulsating: float
    aggravated: float
    nausea: float
    vomiting: float
    photophobia: float
    phonophobia: float
    moderate: float
    severe: float
    believed_migraine: float
    four_hours: float
    hours_of_long_days: float
    loading: float
    personal: float
    aura_people: float
    aura_days: float
    aura_without_headache: float


@dataclass(frozen=True, slots=True)
class Treating:
    """Taking acute medicines on headache days, as shares."""

    treated: float
    loading: float
    personal: float
    second_too: float
    relieved: float


@dataclass(frozen=True, slots=True)
class Gaps:
    """Days that are not filled in: shares, odds and mean lengths in days."""

    missing: float
    missing_untreated: float
    filled_odds_treated: float
    filled_odds_friday: float
    long_gap_people: float
    long_gap_every: float
    long_gap_days: float
    dropped_by_day_90: float


@dataclass(frozen=True, slots=True)
class Writing:
    """How days are written down, as shares."""

    brief: float
    writes_none: float
    no_time: float
    few_days_late: float
    recalled: float


@dataclass(frozen=True, slots=True)
class Medicine:
    """One acute medicine in a person's own words, and its ICHD-3 overuse class."""

    text: str
    overuse_class: str


@dataclass(frozen=True, slots=True)
class Habit:
    """What a share of people take: a first medicine, a second beside it, or neither."""

    share: float
    first: Medicine | None
    second: Medicine | None


@dataclass(frozen=True, slots=True)
class Parameters:
    """Every figure of the simulation. Change one with `dataclasses.replace`; the fingerprint follows."""

    version: str
    course: Course
    onabot: Change
    placebo: Change
    effect: Effect
    symptoms: Symptoms
    treating: Treating
    gaps: Gaps
    writing: Writing
    habits: tuple[Habit, ...]
    figures: Mapping[str, Figure] = field(compare=False)  # `course.phi` -> the figure as the pack has it

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the values in use, so that changed values cannot pass for the pack's."""
        used = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "figures"}
        written = json.dumps(used, sort_keys=True, default=asdict)
        return hashlib.sha256(written.encode()).hexdigest()


_SECTIONS = {
    "course": Course, "onabot": Change, "placebo": Change, "effect": Effect, "symptoms": Symptoms,
    "treating": Treating, "gaps": Gaps, "writing": Writing,
}  # fmt: skip
_FORMAT = "simulation/1"


@cache
def pack_parameters() -> Parameters:
    """The figures of the pack that comes with the program."""
    pack = files("procerus.packs") / "simulation" / "diaries.toml"
    return read_parameters(pack.read_text("utf-8"), "diaries.toml")


def read_parameters(text: str, name: str) -> Parameters:
    """Read a pack of figures from its TOML text; `name` is used in complaints.

    Raises BadInput with every fault found: a missing, misspelt or unsourced figure, a value outside its
    range, shares of habits that do not add up to 1.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput([Fault(name, f"this is not TOML ({error})")]) from None
    faults: list[Fault] = []
    pack = Shape(table, (), PackText(name, text), faults)
    parameters = _parameters(pack)
    pack.finish()
    if faults:
        raise BadInput(faults)
    return parameters


def _parameters(pack: Shape) -> Parameters:
    pack.word("procerus", (_FORMAT,))
    pack.text("id")
    pack.text("title")
    sources = _sources(pack.sub("sources"))
    figures: dict[str, Figure] = {}
    sections: dict[str, Any] = {}
    for section, form in _SECTIONS.items():
        read = _section(pack.sub(section), form, sources)
        figures |= {f"{section}.{name}": figure for name, figure in read.items()}
        sections[section] = form(**{name: figure.value for name, figure in read.items()})
    return Parameters(version=pack.text("version"), habits=_habits(pack), figures=figures, **sections)


def _sources(shape: Shape) -> dict[str, str]:
    sources = {name: shape.text(name) for name in shape.table}
    shape.finish()
    return sources


def _section(shape: Shape, form: type, sources: Mapping[str, str]) -> dict[str, Figure]:
    figures = {one.name: _figure(shape.sub(one.name), sources) for one in fields(form)}
    shape.finish()
    return figures


def _figure(shape: Shape, sources: Mapping[str, str]) -> Figure:
    if not shape.table:  # said by the table above
        return Figure(0, 0, 0, "unverified", "", "")
    value, low, high = _within(shape)
    status: Status = shape.word("status", get_args(Status)) or "unverified"
    source = shape.word("source", tuple(sources)) or ""
    means = shape.text("means")
    shape.finish()
    return Figure(value, low, high, status, sources.get(source, ""), means)


def _within(shape: Shape) -> tuple[float, float, float]:
    value = shape.take("value", (int, float), "a number", True)
    bounds = shape.take("range", list, "a list of two numbers", True)
    numbers = [value, *(bounds or [])]
    if len(numbers) != 3 or not all(map(_plain, numbers)):
        shape.fault("", "needs a number as value and two numbers as range")
        return 0, 0, 0
    if not numbers[1] <= numbers[0] <= numbers[2]:
        shape.fault("value", f"lies outside its range {numbers[1]:g} to {numbers[2]:g}", "", value)
    return float(numbers[0]), float(numbers[1]), float(numbers[2])


def _plain(number: object) -> bool:
    return type(number) is int or (type(number) is float and isfinite(number))


def _habits(pack: Shape) -> tuple[Habit, ...]:
    habits = tuple(_habit(row) for row in pack.rows("habits"))
    if abs(sum(one.share for one in habits) - 1) > 1e-9:
        pack.fault("habits", "have shares that do not add up to 1")
    return habits


def _habit(row: Shape) -> Habit:
    share = row.take("share", (int, float), "a share such as 0.1", True)
    first, second = _medicine(row, "first"), _medicine(row, "second")
    if not _plain(share) or share < 0:
        row.fault("share", "is not a number of nought or more", "", share)
        share = 0
    if second is not None and first is None:
        row.fault("second", "stands without a first medicine")
    row.finish()
    return Habit(float(share), first, second)


def _medicine(row: Shape, key: str) -> Medicine | None:
    shape = row.sub(key, needed=False)
    if key not in row.table:
        return None
    medicine = Medicine(shape.text("text"), shape.word("class", OVERUSE_CLASSES) or "")
    shape.finish()
    return medicine
