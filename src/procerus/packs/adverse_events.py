"""What may happen after a toxin, as a file says it: names, usual onset, how often, and when to ask."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from procerus.faults import BadInput, Fault
from procerus.packs.load import PACKS, fingerprint
from procerus.packs.mentions import Called, Doubt, Mentions
from procerus.packs.rules import Status
from procerus.packs.safety import Match
from procerus.packs.sections import About, PackNumber, read_id, read_status
from procerus.packs.shape import Shape, did_you_mean, each_once
from procerus.packs.spelling import key, spellings
from procerus.packs.toml_file import read_pack

LABEL = "us-label"
"""The source whose table makes an event one "of the label's list"."""
DEATH = "death"
"""The event that is also a criterion of seriousness."""
_PERCENT = re.compile(r"<?[0-9]{1,2}(\.[0-9])?|100")


@dataclass(frozen=True, slots=True)
class Source:
    """Who was counted, and how many."""

    id: str
    says: str
    treated: int
    placebo: int | None
    at: str
    status: Status


@dataclass(frozen=True, slots=True)
class Rate:
    """A percent as its source writes it, for reading only: `9`, `<1` or `14.9`."""

    source: Source
    treated: str
    placebo: str | None
    of: str  # what was counted, where it is less than the whole event
    status: Status

    @property
    def in_words(self) -> str:
        """`9 percent of 687 under toxin, 3 percent of 692 under placebo (US label, unverified)`."""
        said = f"{_percent(self.treated)} of {self.source.treated} under toxin"
        if self.placebo is not None:
            said += f", {_percent(self.placebo)} of {self.source.placebo} under placebo"
        counted = f"{self.of}: " if self.of else ""
        return f"{counted}{said} ({self.source.says}; {self.status})"


def _percent(written: str) -> str:
    return f"{written.replace('<', 'less than ')} percent"


@dataclass(frozen=True, slots=True)
class Onset:
    """The days on which an event usually begins; the day of the injection is day 0."""

    first: int
    last: int
    at: str
    status: Status


@dataclass(frozen=True, slots=True)
class Term:
    """One event, by one name."""

    id: str
    name: str
    german: str
    synonyms: tuple[str, ...]
    vague: tuple[str, ...]  # words that may mean it
    stems: tuple[str, ...]  # beginnings of words that may mean it
    warning: bool  # a sign of spread, of the boxed warning
    urgent: bool  # no sign of spread by itself, and help is needed at once all the same
    onset: Onset | None  # None where no usual time is known
    rates: tuple[Rate, ...]

    @property
    def in_label_list(self) -> bool:
        """Whether the label's table for chronic migraine has it."""
        return any(rate.source.id == LABEL for rate in self.rates)


@dataclass(frozen=True, slots=True)
class Overall:
    """A rate of no event in particular."""

    says: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class Prompt:
    """A day on which somebody is asked how they are, and the question."""

    id: str
    day: PackNumber
    asks: str


@dataclass(frozen=True)
class Events:
    """The file, sound."""

    about: About
    sources: Mapping[str, Source]
    prompts: tuple[Prompt, ...]  # earliest first
    overall: tuple[Overall, ...]
    terms: Mapping[str, Term]
    fingerprint: str
    _doubt: Doubt = field(repr=False)

    def term(self, text: str) -> Term | None:
        """The event of exactly this id or name; None where the text says anything more or anything else."""
        return self.terms.get(text) or self._by_name.get(key(text))

    def meant(self, text: str) -> Match[Term]:
        """The events that somebody's own words name: surely, or only perhaps."""
        mentioned = self._mentions.within(text)
        return Match(tuple(self.terms[name] for name in mentioned.found), mentioned.near)

    def warns(self, text: str) -> bool:
        """Whether the words name a sign of spread or another event that is urgent, or may."""
        match = self.meant(text)
        perhaps = (self._by_name[key(name)] for name in match.near)
        return any(one.warning or one.urgent for one in (*match.found, *perhaps))

    @cached_property
    def _by_name(self) -> Mapping[str, Term]:
        return {
            word: one
            for one in self.terms.values()
            for name in (one.name, one.german, *one.synonyms)
            for word in spellings(name)
        }

    @cached_property
    def _mentions(self) -> Mentions:
        called = (
            Called(one.id, one.id, (one.name, one.german, *one.synonyms), (), one.vague, one.stems)
            for one in self.terms.values()
        )
        return Mentions(called, self._doubt)


@lru_cache
def adverse_events() -> Events:
    """The built-in file."""
    return read_adverse_events(PACKS / "safety" / "adverse-events.toml")


def read_adverse_events(path: Path) -> Events:
    """Read a file of adverse events. Raises BadInput with every fault."""
    faults: list[Fault] = []
    text, table = read_pack(path)
    shape = Shape(table, (), text, faults)
    about, doubt = _about(shape.sub("pack")), _doubt(shape.sub("doubt"))
    sources = {one.id: one for one in (_source(row) for row in _rows(shape, "sources"))}
    prompts = tuple(one for one in (_prompt(row) for row in _rows(shape, "prompts")) if one is not None)
    overall = tuple(_overall(row, sources) for row in shape.rows("overall"))
    rows = _rows(shape, "terms")
    terms = {one.id: one for one in (_term(row, sources) for row in rows)}
    _refuse_shared_names(rows)
    shape.finish()
    if faults:
        raise BadInput(faults)
    prompts = tuple(sorted(prompts, key=lambda one: one.day.value))
    return Events(about, sources, prompts, overall, terms, fingerprint(text.text), doubt)


def _about(pack: Shape) -> About:
    pack.word("kind", ("adverse-events",))
    pack.words("notes", needed=False)
    about = About.read(pack)
    pack.finish()
    return about


def _doubt(row: Shape) -> Doubt:
    doubt = Doubt(row.words("before"), row.words("anywhere"))
    row.finish()
    return doubt


def _rows(shape: Shape, name: str) -> list[Shape]:
    rows = shape.rows(name)
    if not rows:
        shape.fault("", f"has no {name}", f"Add a table [[{name}]].")
    each_once(rows, "id")
    return rows


def _source(row: Shape) -> Source:
    source = Source(
        read_id(row), row.text("says"), row.whole("treated") or 0, row.whole("placebo", False),
        row.text("at"), read_status(row),
    )  # fmt: skip
    row.finish()
    return source


def _prompt(row: Shape) -> Prompt | None:
    day = row.sub("day")
    value = day.whole("is")
    number = PackNumber(value or 0, day.text("unit"), day.text("at"), read_status(day))
    day.finish()
    prompt = Prompt(read_id(row), number, row.text("asks"))
    row.finish()
    return prompt if value is not None else None


def _overall(row: Shape, sources: Mapping[str, Source]) -> Overall:
    says = row.text("says")
    return Overall(says, _rate(row, sources))


def _rate(row: Shape, sources: Mapping[str, Source]) -> Rate:
    name = row.text("source")
    if name and name not in sources:
        row.fault("source", "is not one of the sources of this file", did_you_mean(name, sources), name)
    source = sources.get(name, Source(name, "", 0, None, "", "unverified"))
    treated, placebo = _written(row, "treated"), _written(row, "placebo", False) or None
    if (placebo is None) != (source.placebo is None) and name in sources:
        row.fault("", "and its source do not agree on whether there was a placebo", "Mend one of the two.")
    rate = Rate(source, treated, placebo, row.text("of", False), read_status(row))
    row.finish()
    return rate


def _written(row: Shape, name: str, needed: bool = True) -> str:
    """A percent as text."""
    written = row.text(name, needed)
    if written and not _PERCENT.fullmatch(written):
        row.fault(name, "is not a percent as text", 'Write "9", "<1" or "14.9".', written)
    return written


def _term(row: Shape, sources: Mapping[str, Source]) -> Term:
    term = Term(
        read_id(row), row.text("name"), row.text("german"), row.words("synonyms", needed=False),
        row.words("vague", needed=False), _stems(row), row.truth("warning"), row.truth("urgent"),
        _onset(row.sub("onset")) if "onset" in row.table else None,
        tuple(_rate(one, sources) for one in row.rows("rates")),
    )  # fmt: skip
    row.finish()
    return term


def _stems(row: Shape) -> tuple[str, ...]:
    stems = row.words("stems", needed=False)
    for stem in stems:
        if not key(stem).isalpha():
            row.fault("stems", "is not the beginning of one word", "Write letters only.", stem)
    return stems


def _onset(row: Shape) -> Onset:
    first, last = row.whole("first") or 0, row.whole("last")
    if last is not None and last < first:
        row.fault("last", f"is before day {first}", "Write the later day last.", last)
    onset = Onset(first, last or 0, row.text("at"), read_status(row))
    row.finish()
    return onset


def _refuse_shared_names(rows: list[Shape]) -> None:
    """No name may mean two events."""
    owner: dict[str, str] = {}
    for row in rows:
        said = [row.table.get("name"), row.table.get("german"), *_listed(row.table.get("synonyms"))]
        for name in (one for one in said if isinstance(one, str)):
            before = owner.setdefault(key(name), str(row.table.get("id")))
            if before != str(row.table.get("id")):
                row.fault("", f"has a name of '{before}' already", "Take one of the two out.", name)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
