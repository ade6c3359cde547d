"""What a record says today, section by section; and what waits for an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from procerus.clinic.injections.models import Session
from procerus.clinic.look.templatetags.look import bounds, day
from procerus.clinic.people.models import Patient
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import live
from procerus.clinic.records.dictionary import ReadAs, read_as
from procerus.clinic.records.events import Told, is_over, sessions_of, told_of
from procerus.clinic.records.sections import BY_KIND, SECTIONS, Section
from procerus.clinic.records.shapes import HAPPENED
from procerus.clinic.records.words import band_name
from procerus.packs.instruments import scales

IN_ORDER = ("date", "from", "onset", "day")
"""Keys by which a table is sorted, the first that is there."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as a table shows it."""

    entry: Entry
    cells: tuple[str, ...]
    read_as: ReadAs | None
    belongs_to: str  # why it is not corrected here; empty where it is
    called: str = ""  # the name of a score
    told: Told | None = None  # of an adverse event
    questionnaire: Entry | None = None  # the answers that a score was made of
    answers: tuple[Entry, ...] = ()  # to a question

    @property
    def corrected(self) -> bool:
        """Whether it replaces an older entry."""
        return self.entry.amends_id is not None

    @property
    def alarming(self) -> bool:
        """Whether it is an event that cannot wait and is not known to be over."""
        return self.told is not None and self.told.urgent and not is_over(self.entry.data)

    @property
    def places(self) -> list[tuple[str, bool]]:
        """Each cell, and whether more is said under it."""
        section = BY_KIND[self.entry.kind]
        under = section.columns.index(section.beside or section.columns[0])
        return [(cell, number == under) for number, cell in enumerate(self.cells)]


@dataclass(frozen=True, slots=True)
class Listed:
    """A section with its entries, and who said that they are all there is."""

    section: Section
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    complete: Entry | None

    @property
    def unknown(self) -> bool:
        """Whether the list counts as unknown, however long it is."""
        return bool(self.section.key) and self.complete is None


def record_of(patient: Patient) -> list[Listed]:
    """Every section of a record."""
    kept: dict[str, list[Entry]] = defaultdict(list)
    for entry in live(patient.pk).select_related("by", "clinic"):
        kept[entry.kind].append(entry)
    beside = Beside(
        sessions_of(patient),
        {score: one for one in kept[Kind.QUESTIONNAIRE] for score in one.data.get("scores", ())},
    )
    complete = {one.data.get("list"): one for one in kept[Kind.ASKED]}
    return [
        Listed(
            section,
            tuple(str(section.asks[name].label) for name in section.columns),
            tuple(_rows(section, kept[section.kind], beside)),
            complete.get(section.key),
        )
        for section in SECTIONS
    ]


@dataclass(frozen=True, slots=True)
class Beside:
    """What rows are shown beside: the sessions recorded here, and the answers that scores were made of."""

    sessions: Mapping[str, Session]
    answers: Mapping[str, Entry]

    def told(self, entry: Entry) -> Told | None:
        """What is known of an adverse event."""
        if entry.kind != Kind.ADVERSE_EVENT:
            return None
        return told_of(entry.data, self.sessions.get(str(entry.data.get("session", ""))))

    def belongs_to(self, entry: Entry) -> str:
        """Why an entry is not corrected here; empty where it is."""
        days = {one.day.isoformat() for one in self.sessions.values()}
        if entry.kind == Kind.TOXIN and entry.data.get("date") in days:
            return _("from the session recorded here; correct the session")
        return ""


def _rows(section: Section, entries: Sequence[Entry], beside: Beside) -> Iterable[Row]:
    replies: dict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        if section.kind == Kind.QUESTION and "answers" in one.data:
            replies[one.data["answers"]].append(one)
    shown_ = [one for one in entries if not (section.kind == Kind.QUESTION and "answers" in one.data)]
    for one in sorted(shown_, key=_newest_first, reverse=True):
        yield Row(
            one, cells(section, one.data), read_as(one.kind, one.data), beside.belongs_to(one),
            score_called(one.data) if section.kind == Kind.SCORE else "", beside.told(one),
            beside.answers.get(str(one.pk)), tuple(replies[thread_of(one)]),
        )  # fmt: skip


def _newest_first(entry: Entry) -> tuple[str, str]:
    about = next((str(entry.data[key]) for key in IN_ORDER if entry.data.get(key)), "")
    return about, entry.at.isoformat()


def cells(section: Section, data: Mapping[str, Any]) -> tuple[str, ...]:
    """What a table shows of an entry."""
    return tuple(shown(section, name, data.get(name)) for name in section.columns)


def shown(section: Section, name: str, value: Any) -> str:
    """One value of an entry in words; empty where nobody said it."""
    if value is None:
        return ""
    if name in HAPPENED:
        return day(value)
    if isinstance(value, list):
        listed = section.asks[name].words
        if listed:
            return ", ".join(str(listed.get(one, one)) for one in value) or str(listed["none"])
        return bounds(value)
    known = section.asks[name].words.get(str(value))
    if known is None and name == "instrument" and value in scales():
        return scales()[value][1].title
    if known is None:
        return str(value)
    return str(known).partition(":")[0].partition(";")[0] if section.asks[name].spread else str(known)


def score_called(data: Mapping[str, Any]) -> str:
    """The name of a score, such as `severe impact`; empty where it has none."""
    known = scales().get(str(data.get("instrument")))
    if known is None or data.get("score") is None:
        return ""
    band = known[1].band(Decimal(str(data["score"])))
    return "" if band is None else band_name(band)


# Questions -------------------------------------------------------------------------------------------


def thread_of(entry: Entry) -> str:
    """What an answer names as its question: the question as it was first asked, however often corrected."""
    return str(entry.data.get("thread") or entry.pk)


def asked_and_answered(patients: Sequence[UUID]) -> dict[UUID, list[tuple[Entry, tuple[Entry, ...]]]]:
    """The questions of each patient with the answers that came, oldest first. One query."""
    asked: list[Entry] = []
    answers: dict[str, list[Entry]] = defaultdict(list)
    for one in live(patients, Kind.QUESTION).select_related("by", "patient"):
        if "answers" in one.data:
            answers[one.data["answers"]].append(one)
        else:
            asked.append(one)
    found: dict[UUID, list[tuple[Entry, tuple[Entry, ...]]]] = defaultdict(list)
    for one in asked:
        whose = one.patient.into_id or one.patient_id
        found[whose].append((one, tuple(answers[thread_of(one)])))
    return dict(found)


def unanswered(patients: Sequence[UUID]) -> dict[UUID, list[Entry]]:
    """The questions of each patient that nobody has answered yet, oldest first; who has none is left out."""
    said = asked_and_answered(patients).items()
    found = {who: [asked for asked, answers in threads if not answers] for who, threads in said}
    return {who: those for who, those in found.items() if those}


def open_questions(patients: Sequence[UUID]) -> dict[UUID, int]:
    """How many questions of each patient nobody has answered yet; patients without any are left out."""
    return {who: len(those) for who, those in unanswered(patients).items()}
