"""The sections that headache packs and policy packs share, as written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, get_args

from procerus.packs.lines import Path
from procerus.packs.rules import (
    Anchor,
    Bit,
    DiaryReading,
    Distinct,
    EmptyMedicines,
    MonthLength,
    NotBefore,
    RecalledDays,
    Records,
    Status,
    Tally,
    Window,
)
from procerus.packs.shape import Shape, each_once

STATUSES = get_args(Status)
ANCHORS = tuple(anchor for anchor in get_args(Anchor) if anchor != "chosen_baseline")
OUTCOMES = (
    "ineffective", "not_tolerated", "contraindicated", "unsuitable", "too_short", "refused", "ongoing",
)  # fmt: skip
NEVER_TRIED = ("too_short", "refused", "ongoing")
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_WINDOW = 120
"""Months; ten years. No guidance looks further, and every day of a window stays within the calendar."""
LONGEST_WAIT = 3660
"""Days; ten years, likewise."""
ROUTES = ("oral", "systemic", "topical", "ear", "eye", "inhaled", "nasal", "injection")


@dataclass(frozen=True, slots=True)
class PackNumber:
    """A whole number of the source: its value, unit, place and status."""

    value: int
    unit: str
    at: str
    status: Status


@dataclass(frozen=True, slots=True)
class DayRule:
    """A rule about one day, as text: a sign such as `pain_features`, or the definition of a counted day."""

    when: str
    at: str
    status: Status
    says: str = ""


@dataclass(frozen=True, slots=True)
class CriterionText:
    """A criterion as written."""

    asks: str
    yes_when: str
    at: str
    status: Status
    not_before: tuple[Anchor, str] | None  # anchor, and the name of a number of days
    in_words: str = ""  # the rule in a sentence, where its own words would be hard to read aloud


@dataclass(frozen=True, slots=True)
class TallyText:
    """A tally as written: its limits in days are names of numbers, so that they have a source."""

    how: Tally
    min_days: str = ""
    max_days: str = ""

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers it names."""
        return tuple(filter(None, (self.min_days, self.max_days)))

    def under(self, numbers: Mapping[str, int]) -> Tally:
        """The tally with its limits filled in."""
        least = numbers.get(self.min_days, 0)
        return replace(self.how, min_days=least, max_days=numbers.get(self.max_days))


@dataclass(frozen=True, slots=True)
class Patch:
    """What an alternative reading changes; everything else stays."""

    windows: Mapping[str, Window] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    criteria: Mapping[str, str] = field(default_factory=dict)  # criterion -> other `yes_when`
    definitions: Mapping[str, str] = field(default_factory=dict)  # counted fact -> name of a definition
    diary: DiaryReading | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to read the same words."""

    name: str
    says: str
    patch: Patch
    path: Path  # where it stands in its pack


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the source is silent: its words, how we read them, why, and how else they may be read."""

    id: str
    says: str
    we_read: str
    why: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Sections:
    """The shared sections of one pack, or of a policy pack laid over its headache pack."""

    bits: Mapping[str, Bit] = field(default_factory=dict)
    signs: Mapping[str, DayRule] = field(default_factory=dict)
    definitions: Mapping[str, Mapping[str, DayRule]] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)  # counted fact -> the definition used
    nouns: Mapping[str, str] = field(default_factory=dict)  # counted fact or window -> its noun
    windows: Mapping[str, Window] = field(default_factory=dict)
    numbers: Mapping[str, PackNumber] = field(default_factory=dict)
    tallies: Mapping[str, TallyText] = field(default_factory=dict)
    criteria: Mapping[str, CriterionText] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()

    def gate(self, criterion: str) -> NotBefore | None:
        """When a criterion may first be met, where its pack says so with a number that exists."""
        not_before = self.criteria[criterion].not_before
        if not_before is None or not_before[1] not in self.numbers:
            return None
        return NotBefore(not_before[0], self.numbers[not_before[1]].value)

    def under(self, patch: Patch) -> Sections:
        """These sections as an alternative reading has them."""
        numbers = {name: replace(self.numbers[name], value=value) for name, value in patch.numbers.items()}
        criteria = {
            name: replace(self.criteria[name], yes_when=rule, in_words="")  # the words were the other rule's
            for name, rule in patch.criteria.items()
        }
        return replace(
            self,
            windows={**self.windows, **patch.windows},
            numbers={**self.numbers, **numbers},
            criteria={**self.criteria, **criteria},
            chosen={**self.chosen, **patch.definitions},
        )

    def over(self, below: Sections) -> Sections:
        """These sections laid over others. A reading of the same id replaces the one below."""
        merged = {
            one.name: {**getattr(below, one.name), **getattr(self, one.name)}
            for one in fields(self)
            if one.name != "readings"
        }
        own = {reading.id for reading in self.readings}
        kept = tuple(reading for reading in below.readings if reading.id not in own)
        return Sections(**merged, readings=(*self.readings, *kept))


@dataclass(frozen=True, slots=True)
class About:
    """Who says so, where, and in which version."""

    id: str
    title: str
    authority: str
    version: str
    source: str
    status: Status

    @classmethod
    def read(cls, pack: Shape) -> About:
        """The keys every `[pack]` table has."""
        pack.day("read_on")
        return cls(
            id=read_id(pack),
            title=pack.text("title"),
            authority=pack.text("authority"),
            version=pack.text("version"),
            source=pack.text("source"),
            status=read_status(pack),
        )


def read_id(pack: Shape) -> str:
    """The id of a pack: lower case, parts joined by hyphens, so that it is a file's name everywhere."""
    name = pack.text("id")
    if name and not ID.fullmatch(name):
        pack.fault("id", "is not an id", "Ids are in lower case with hyphens, such as my-clinic.", name)
    return name


def read_status(row: Shape, needed: bool = True) -> Status:
    """Whether the number or wording was read in its source, or is still to be verified."""
    word: Status | None = row.word("status", STATUSES, needed)
    return word or ("unverified" if needed else "read")


def read_numbers(shape: Shape) -> dict[str, PackNumber]:
    """`[numbers]`: each with its value, unit, place in the source and status."""
    numbers = {}
    for name, row in shape.named("numbers").items():
        value = row.whole("is") or 0  # where it is missing, that is a fault and the pack is not used
        numbers[name] = PackNumber(value, row.text("unit"), row.text("at"), read_status(row))
        row.finish()
    return numbers


def read_windows(shape: Shape, nouns: dict[str, str]) -> dict[str, Window]:
    """`[windows]`: each with its noun, which is added to `nouns`. One that cannot be read is left out."""
    windows = {}
    for name, row in shape.named("windows").items():
        nouns[name] = row.text("noun")
        window = read_window(row)
        if window is not None:
            windows[name] = window
    return windows


def read_window(row: Shape, base: Window | None = None) -> Window | None:
    """One window; with a base, only the keys that change need to stand here."""
    new = base is None
    values: dict[str, Any] = {
        "months": row.whole("months", new),
        "month": row.word("month", get_args(MonthLength), new),
        "before": row.word("before", ANCHORS, False),
        "after": row.word("after", ANCHORS, False),
        "first_day": row.whole("first_day", False),
        "fewest_answered": row.whole("fewest_answered", False),
    }
    row.finish()
    given = {key: value for key, value in values.items() if value is not None}
    if base is None and not {"months", "month"} <= given.keys():
        return None
    window = Window(**given) if base is None else replace(base, **given)
    _check_window(row, window)
    return window


def _check_window(row: Shape, window: Window) -> None:
    if (window.before is None) == (window.after is None):
        row.fault("", "needs either 'before' or 'after'", "A window lies on one side of its anchor.")
    if not 1 <= window.months <= LONGEST_WINDOW:
        row.fault("months", "is no length of a window", f"Write 1 to {LONGEST_WINDOW} months.", window.months)
    if window.first_day > LONGEST_WAIT:
        row.fault("first_day", f"is later than day {LONGEST_WAIT}", "", window.first_day)
    if window.first_day and window.before is not None:
        row.fault("first_day", "has no meaning for a window before its anchor", "Take it out.")


def read_criteria(shape: Shape) -> dict[str, CriterionText]:
    """`[criteria.NAME]`: what is asked, the rule, its place in the source."""
    criteria = {}
    for name, row in shape.named("criteria").items():
        not_before = None
        if "not_before" in row.table:
            when = row.sub("not_before")
            anchor, days = when.word("after", ANCHORS), when.text("days")
            when.finish()
            if anchor is not None and days:
                not_before = (anchor, days)
        criteria[name] = CriterionText(
            row.text("asks"),
            row.text("yes_when"),
            row.text("at"),
            read_status(row, False),
            not_before,
            row.text("in_words", False),
        )  # fmt: skip
        row.finish()
    return criteria


def read_tallies(shape: Shape, classes: tuple[str, ...], nouns: dict[str, str]) -> dict[str, TallyText]:
    """`[tallies.NAME]`: which preventives count as tried, or which cycles count, and what they are called."""
    tallies = {}
    for name, row in shape.named("tallies").items():
        nouns[name] = row.text("noun")
        of_cycles = row.word("of", get_args(Records), False) == "cycles"
        tallies[name] = _cycles(row) if of_cycles else _preventives(row, classes)
        row.finish()
    return tallies


def _preventives(row: Shape, classes: tuple[str, ...]) -> TallyText:
    allowed = tuple(outcome for outcome in OUTCOMES if outcome not in NEVER_TRIED)
    how = Tally(
        outcomes=frozenset(row.words("outcomes", allowed)),
        routes=frozenset(row.words("routes", ROUTES, False)),
        classes=frozenset(row.words("classes", classes, False)),
        distinct=row.word("distinct", get_args(Distinct)) or "drug",
    )
    return TallyText(how, row.text("min_days", False))


def _cycles(row: Shape) -> TallyText:
    least, most = row.text("min_days", False), row.text("max_days", False)
    if not least and not most:
        row.fault("", "counts every cycle", "Add min_days or max_days.")
    return TallyText(Tally(of="cycles"), least, most)


def read_readings(shape: Shape, below: Sections, own: Sections) -> tuple[Reading, ...]:
    """`[[readings]]`: each with its alternatives, whose patches must touch things that exist."""
    merged = own.over(below)
    readings, rows = [], shape.rows("readings")
    each_once(rows, "id")
    for row in rows:
        name, says, we_read, why = (row.text(key) for key in ("id", "says", "we_read", "why"))
        others = row.rows("alternatives")
        each_once(others, "name")
        alternatives = tuple(_alternative(one, merged) for one in others)
        if not alternatives and not row.truth("stated_only"):
            row.fault("", "has no alternative", "Add [[readings.alternatives]], or stated_only = true.")
        row.finish()
        readings.append(Reading(name, says, we_read, why, alternatives))
    return tuple(readings)


def _alternative(row: Shape, merged: Sections) -> Alternative:
    faults = len(row.faults)
    name, says = row.text("name"), row.text("says")
    patch = Patch(
        windows=_patched_windows(row, merged),
        numbers=_patched_numbers(row, merged),
        criteria={key: row.sub("criteria").text(key) for key in _known(row, "criteria", merged.criteria)},
        definitions={
            key: row.sub("definitions").word(key, tuple(merged.definitions[key])) or ""
            for key in _known(row, "definitions", merged.definitions)
        },
        diary=_patched_diary(row),
    )
    row.finish()
    if merged.under(patch) == merged and patch.diary in (None, DiaryReading()) and len(row.faults) == faults:
        row.fault("", "changes nothing", "Patch windows, numbers, criteria, definitions or diary.")
    return Alternative(name, says, patch, row.path)


def _known(row: Shape, key: str, known: Mapping[str, object]) -> list[str]:
    """The keys patched here, less those that name nothing, which are faults."""
    sub = row.sub(key, False)
    sub.asked.update(known)
    sub.finish()
    return [name for name in sub.table if name in known]


def _patched_windows(row: Shape, merged: Sections) -> dict[str, Window]:
    read = {
        name: read_window(row.sub("windows").sub(name), merged.windows[name])
        for name in _known(row, "windows", merged.windows)
    }
    return {name: window for name, window in read.items() if window is not None}


def _patched_numbers(row: Shape, merged: Sections) -> dict[str, int]:
    values = {key: row.sub("numbers").whole(key) for key in _known(row, "numbers", merged.numbers)}
    return {key: value for key, value in values.items() if value is not None}


def _patched_diary(row: Shape) -> DiaryReading | None:
    if "diary" not in row.table:
        return None
    sub = row.sub("diary")
    empty = sub.word("empty_medicines", get_args(EmptyMedicines), False)
    recalled = sub.word("recalled_days", get_args(RecalledDays), False)
    sub.finish()
    default = DiaryReading()
    return DiaryReading(empty or default.empty_medicines, recalled or default.recalled_days)
