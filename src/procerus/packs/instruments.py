"""Questionnaires: which scores each gives, what they can be, what they mean, and what may be shown of it.

A pack holds how answers become a score, so that nobody writes that down twice. What its licence does not let
a program show is not in the pack: `display` says how far it goes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from procerus.faults import BadInput, Fault
from procerus.packs.load import PACKS, fingerprint
from procerus.packs.rules import Status
from procerus.packs.sections import About, read_id, read_status
from procerus.packs.shape import Shape, did_you_mean, each_once
from procerus.packs.toml_file import expect_kind, read_pack

INSTRUMENTS = PACKS / "instruments"
Display = Literal["items", "values", "scores", "none"]
"""Questions in full, answers as numbers without the questions, whole scores only, or its name alone."""
DISPLAYS: tuple[Display, ...] = get_args(Display)
Direction = Literal["better", "worse", "either"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
MOST_ANSWERS = 400  # to one question; only catches slips of the hand


@dataclass(frozen=True, slots=True)
class Item:
    """One question: the numbers its answer may be, and its words where they may be shown."""

    id: str
    values: tuple[int, ...]
    says: str = ""
    words: tuple[str, ...] = ()  # what each value is called; empty where that may not be shown


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from `low` to `high` and what they are called."""

    low: int
    high: int
    says: str
    german: str
    at: str
    status: Status


@dataclass(frozen=True, slots=True)
class Change:
    """The least difference that means something, to whom, and whether between groups or for one person."""

    by: str  # as its source writes it; nothing is computed with it
    of: Literal["group", "person"]
    population: str
    at: str
    status: Status


@dataclass(frozen=True, slots=True)
class Alert:
    """A question whose answer cannot wait for the next visit."""

    item: str
    above: int
    says: str
    german: str
    at: str
    status: Status


@dataclass(frozen=True, slots=True)
class Scale:
    """One score. `id` is what a patient file calls it; an instrument of one scale gives it its own id."""

    id: str
    title: str
    german: str
    low: int
    high: int
    whole: bool
    higher_is: Direction
    items: tuple[Item, ...]  # those that are summed; empty where how it is made is not written here
    reversed: frozenset[str]
    rescaled: bool  # the sum is stretched to low..high
    bands: tuple[Band, ...]
    changes: tuple[Change, ...]
    at: str
    status: Status

    def score(self, answers: Mapping[str, int | None]) -> tuple[Fraction, Fraction]:
        """The least and the greatest score that these answers leave possible; the same where all are there.

        A question without an answer may have had any. Raises BadInput for an answer that does not exist.
        """
        low = high = 0
        for item in self.items:
            given = answers.get(item.id)
            if given is not None and given not in item.values:
                why = f"is not an answer to question {item.id}"
                raise BadInput([Fault(item.id, why, f"It may be {_listed(item.values)}.", str(given))])
            least, most = (item.values[0], item.values[-1]) if given is None else (given, given)
            if item.id in self.reversed:
                ends = item.values[0] + item.values[-1]
                least, most = ends - most, ends - least
            low, high = low + least, high + most
        return self._stretched(low), self._stretched(high)

    def _stretched(self, total: int) -> Fraction:
        if not self.rescaled:
            return Fraction(total)
        least, most = sum_ends(self.items)
        return self.low + Fraction((total - least) * (self.high - self.low), most - least)

    def refusal(self, score: Decimal) -> Fault | None:
        """Why a number cannot be this score; None where it can."""
        mend = ""
        if not self.low <= score <= self.high:
            mend = f"It runs from {self.low} to {self.high}."
        elif self.whole and score % 1:
            mend = "It is a whole number."
        elif self.whole and self.items and not self.rescaled and int(score) not in totals(self):
            mend = f"No answers to its {len(self.items)} questions add up to it."
        return Fault("score", f"is no {self.title} score", mend, f"{score.normalize():f}") if mend else None

    def band(self, score: Fraction | Decimal | int) -> Band | None:
        """What a score is called; None where the scale has no names."""
        return next((one for one in self.bands if one.low <= score <= one.high), None)


@dataclass(frozen=True, slots=True)
class Recall:
    """The time that an instrument asks about."""

    says: str
    german: str
    at: str
    status: Status


@dataclass(frozen=True, slots=True)
class Licence:
    """What may be done with the instrument, in words."""

    says: str
    at: str
    status: Status


@dataclass(frozen=True, slots=True)
class Instrument:
    """One questionnaire in one version."""

    about: About
    id: str
    name: str  # short, as it is spoken
    german: str
    recall: Recall
    display: Display
    licence: Licence
    with_staff: bool  # offered only while somebody of the clinic is with the person
    stem: str  # what stands above the questions, where they may be shown
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    alerts: tuple[Alert, ...]
    notes: tuple[str, ...]
    fingerprint: str


@lru_cache
def totals(scale: Scale) -> frozenset[int]:
    """Every sum that answers to all questions of a scale can have."""
    sums = {0}
    for item in scale.items:
        ends = item.values[0] + item.values[-1]
        values = [ends - one if item.id in scale.reversed else one for one in item.values]
        sums = {before + value for before in sums for value in values}
    return frozenset(sums)


def sum_ends(items: Collection[Item]) -> tuple[int, int]:
    """The least and the greatest sum of answers."""
    return sum(one.values[0] for one in items), sum(one.values[-1] for one in items)


@lru_cache
def instruments() -> Mapping[str, Instrument]:
    """Every built-in instrument by id."""
    return read_instruments((INSTRUMENTS,))


@lru_cache
def scales() -> Mapping[str, tuple[Instrument, Scale]]:
    """Every score by the id that a patient file gives it, with its instrument."""
    return {scale.id: (one, scale) for one in instruments().values() for scale in one.scales}


def read_instruments(folders: tuple[Path, ...]) -> dict[str, Instrument]:
    """Every instrument of these folders by id. Raises BadInput with every fault."""
    found: dict[str, Instrument] = {}
    named: set[str] = set()
    for path in sorted(path for folder in folders for path in folder.glob("*.toml")):
        one = read_instrument(path)
        for scale in one.scales:
            if scale.id in named:
                why, mend = "is a score of another file too", "Give it a name of its own."
                raise BadInput([Fault(str(path), why, mend, scale.id)])
            named.add(scale.id)
        found[one.id] = one
    return found


def find_instrument(name: str) -> Instrument:
    """The built-in instrument with this id. Raises BadInput where there is none."""
    if name not in instruments():
        mend = did_you_mean(name, instruments())
        raise BadInput([Fault("instrument", "is not a questionnaire that is known here", mend, name)])
    return instruments()[name]


def read_instrument(path: Path) -> Instrument:
    """The instrument of a file. Raises BadInput with every fault."""
    faults: list[Fault] = []
    text, table = read_pack(path)
    expect_kind(path, table, "instrument")
    shape = Shape(table, (), text, faults)
    about, notes = _about(shape.sub("pack"), path.stem)
    row = shape.sub("instrument")
    display: Display = row.word("display", DISPLAYS) or "none"
    name, german, with_staff = row.text("name"), row.text("german"), row.truth("with_staff")
    recall, licence = _recall(row.sub("recall")), _licence(row.sub("licence"))
    row.finish()
    stem, items = _items(shape.sub("items", False), display)
    each_once(shape.rows("scales"), "id")
    scales_ = tuple(_scale(one, items) for one in shape.rows("scales"))
    if not scales_:
        shape.fault("", "has no scales", "Add a table [[scales]].")
    alerts = tuple(_alert(one, items) for one in shape.rows("alerts"))
    shape.finish()
    if faults:
        raise BadInput(faults)
    return Instrument(about, about.id, name, german, recall, display, licence, with_staff, stem, items,
                      scales_, alerts, notes, fingerprint(text.text))  # fmt: skip


def _about(pack: Shape, file: str) -> tuple[About, tuple[str, ...]]:
    pack.word("kind", ("instrument",))
    about, notes = About.read(pack), pack.words("notes", needed=False)
    if about.id and about.id != file:
        pack.fault("id", "is not the file's name", f'Write "{file}".', about.id)
    pack.finish()
    return about, notes


def _recall(row: Shape) -> Recall:
    recall = Recall(row.text("says"), row.text("german"), row.text("at"), read_status(row))
    row.finish()
    return recall


def _licence(row: Shape) -> Licence:
    licence = Licence(row.text("says"), row.text("at"), read_status(row))
    row.finish()
    return licence


def _items(row: Shape, display: Display) -> tuple[str, tuple[Item, ...]]:
    if not row.table:
        if display in ("items", "values"):
            row.fault("", "has no questions", "Add a table [items], or show scores only.")
        return "", ()
    row.text("at")
    read_status(row)
    stem, words = row.text("stem", False), row.words("words", needed=False)
    says, count = row.words("says", needed=False), row.whole("count", "says" not in row.table)
    values = _values(row)
    if words and len(words) != len(values):
        row.fault("words", f"are {len(words)}, and the answers are {len(values)}", "Write one for each.")
    if display != "items" and (stem or says or words):
        row.fault("", "holds words that the licence does not let a program show", "Take them out.")
    if display == "items" and not (says and words):
        row.fault("", "lacks the words that are to be shown", "Add says and words, or show values only.")
    texts = says or ("",) * (count or 0)
    items = [Item(str(number), values, text, words) for number, text in enumerate(texts, 1)]
    for other in row.rows("others"):
        items.append(Item(other.text("id"), _values(other)))
        other.finish()
    row.finish()
    return stem, tuple(items)


def _values(row: Shape) -> tuple[int, ...]:
    """The answers a question may have, smallest first: each written, or from one number to another."""
    if "values" in row.table:
        listed = row.take("values", list, "a list of whole numbers", True) or []
        if not all(isinstance(one, int) and not isinstance(one, bool) for one in listed):
            row.fault("values", "is not a list of whole numbers", "Write [0, 1, 2, 3].")
            return (0,)
        if listed != sorted(set(listed)) or not listed:
            row.fault("values", "do not rise", "Write each once, the smallest first.")
        return tuple(listed) or (0,)
    low, high = row.whole("from") or 0, row.whole("to") or 0
    if not low < high <= low + MOST_ANSWERS:
        row.fault("to", "is no range of answers", f"At most {MOST_ANSWERS} above 'from'.", high)
        return (low,)
    return tuple(range(low, high + 1))


def _scale(row: Shape, items: tuple[Item, ...]) -> Scale:
    low, high, whole = row.whole("low") or 0, row.whole("high") or 0, row.truth("whole")
    known = {one.id: one for one in items}
    summed = row.words("items", tuple(known), needed=False)
    turned = row.words("reversed", summed, needed=False)
    higher: Direction = row.word("higher_is", DIRECTIONS) or "either"
    chosen, rescaled = tuple(known[one] for one in summed if one in known), row.truth("rescaled")
    if chosen and not rescaled and sum_ends(chosen) != (low, high):
        ends = " to ".join(map(str, sum_ends(chosen)))
        row.fault("high", f"does not fit: its questions add up to {ends}", "Mend one of them.")
    if low >= high:
        row.fault("high", "is not above 'low'", "Write the larger number.", high)
    scale = Scale(
        read_id(row), row.text("title"), row.text("german"), low, high, whole, higher, chosen,
        frozenset(turned), rescaled, _bands(row, low, high, whole),
        tuple(_change(one) for one in row.rows("changes")), row.text("at"), read_status(row),
    )  # fmt: skip
    row.finish()
    return scale


def _bands(row: Shape, low: int, high: int, whole: bool) -> tuple[Band, ...]:
    """Each reaches to where the next begins, and the first begins where the scale does."""
    rows = row.rows("bands")
    if rows and not whole:
        row.fault("bands", "need a scale of whole numbers", "Take them out.")
    starts = [one.whole("from") or 0 for one in rows]
    if rows and (starts[0] != low or starts != sorted(set(starts)) or starts[-1] > high):
        row.fault("bands", f"do not cover {low} to {high}", "Begin with the lowest, each one once.")
    ends = [*(start - 1 for start in starts[1:]), high]
    return tuple(_band(one, start, end) for one, start, end in zip(rows, starts, ends, strict=False))


def _band(row: Shape, low: int, high: int) -> Band:
    band = Band(low, high, row.text("says"), row.text("german"), row.text("at"), read_status(row))
    row.finish()
    return band


def _change(row: Shape) -> Change:
    of: Literal["group", "person"] = row.word("of", ("group", "person")) or "group"
    change = Change(row.text("by"), of, row.text("population"), row.text("at"), read_status(row))
    row.finish()
    return change


def _alert(row: Shape, items: tuple[Item, ...]) -> Alert:
    alert = Alert(
        row.word("item", [one.id for one in items]) or "", row.whole("above") or 0, row.text("says"),
        row.text("german"), row.text("at"), read_status(row),
    )  # fmt: skip
    row.finish()
    return alert


def _listed(values: tuple[int, ...]) -> str:
    if len(values) > 12 and values == tuple(range(values[0], values[-1] + 1)):
        return f"{values[0]} to {values[-1]}"
    return ", ".join(map(str, values))
