"""The days behind a number: what was said of each, by whom and when, and what it counts for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from procerus.clinic.diaries.said import Said, said_of
from procerus.clinic.look.dates import day_or
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import live as live_entries
from procerus.clinic.summaries.seen import Seen
from procerus.criteria.bounds import Answer
from procerus.diary.agreement import medicines_text
from procerus.diary.day import SYMPTOMS, Day
from procerus.diary.diary import each_day
from procerus.diary.draw import letter
from procerus.diary.findings import About

MOST_DAYS = 400
"""So many days are shown at a time."""
UNANSWERED = "unanswered"
ABOUT_A_DAY = "diary-day"
GRADES = {0: "0", 1: "mild", 2: "moderate", 3: "severe"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which days are asked for, and what is counted in them: a day rule of the policy, or nothing."""

    first: date
    last: date
    fact: str = ""
    everything: bool = False
    wrong: str = ""  # which of the days in the address is none


@dataclass(frozen=True, slots=True)
class Row:
    """One day: what is known of it, whether it counts, every statement, and the clinic's notes about it."""

    day: Day
    letter: str
    counts: Answer | None
    statements: tuple[Said, ...]
    findings: tuple[str, ...]
    notes: tuple[Entry, ...]

    @property
    def live(self) -> list[Said]:
        """The statements that count; two of them may disagree."""
        return [one for one in self.statements if one.past is None]

    @property
    def history(self) -> list[Said]:
        """The statements that count no more: amended, withdrawn, or of an import that was undone."""
        return [one for one in self.statements if one.past]

    @property
    def hours(self) -> str:
        """How long it hurt, as hours with at most two decimals."""
        return "" if self.day.minutes is None else f"{self.day.minutes / 60:.2f}".rstrip("0").rstrip(".")

    @property
    def worst(self) -> str:
        """How bad it was, as the diary file says it."""
        return "" if self.day.worst is None else GRADES[self.day.worst]

    @property
    def symptoms(self) -> list[str]:
        """The symptoms that were surely there."""
        return [name for name in SYMPTOMS if getattr(self.day, name) is Answer.YES]

    @property
    def medicines(self) -> str:
        """The medicines as written; empty where nothing was said, `none` where none were taken."""
        return medicines_text(self.day.medicines)


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows, what is counted, and how many of the days count, are open, and do not count."""

    rows: tuple[Row, ...]
    noun: str
    yes: int
    unknown: int
    no: int
    hidden: int

    @property
    def days(self) -> int:
        """How many days were asked for."""
        return self.yes + self.unknown + self.no


def fact_called(name: str, seen: Seen) -> str:
    """A counted fact by its name or a short form (`headache`, `triptan`); nothing where there is none."""
    if name == UNANSWERED:
        return name
    tidy = name.replace("-", "_")
    short = {"any": "acute_days", "acute": "acute_days"}.get(tidy, f"{tidy}_days")
    return next((one for one in (tidy, short) if one in seen.policy.rules.days), "")


def shown(seen: Seen, asked: Asked) -> Shown:
    """The days asked for. Of a fact, those that count and those that are open; the others on request."""
    said = said_of(seen.patient_id, asked.first, asked.last)
    notes = _notes(seen, asked)
    findings: dict[date, list[str]] = defaultdict(list)
    for one in seen.person.diary.findings:
        if one.day is not None and one.about is not About.WRITTEN_DOWN_TWICE:
            findings[one.day].append(one.text)
    every = [
        _row(seen, asked.fact, day, said.get(day, []), tuple(findings[day]), tuple(notes[day.isoformat()]))
        for day in each_day(asked.first, asked.last)
    ]
    rows = tuple(row for row in every if asked.everything or row.counts is not Answer.NO)
    tally = [row.counts for row in every]
    noun = "" if asked.fact == UNANSWERED else seen.policy.pack.sections.nouns.get(asked.fact, "")
    yes, unknown, no = (tally.count(answer) for answer in (Answer.YES, Answer.UNKNOWN, Answer.NO))
    return Shown(rows, noun, yes, unknown, no, len(every) - len(rows))


def _row(
    seen: Seen, fact: str, date_: date, said: list[Said], findings: tuple[str, ...], notes: tuple[Entry, ...]
) -> Row:
    rules, counts = seen.policy.rules, seen.counts
    day = seen.person.diary.day(date_)
    migraine = counts.answer_on(rules.days["migraine_days"], date_, rules.diary)
    counted = None
    if fact == UNANSWERED:
        counted = Answer.of(not day.answered)
    elif fact:
        counted = counts.answer_on(rules.days[fact], date_, rules.diary)
    return Row(day, letter(day.headache, migraine), counted, tuple(said), findings, notes)


def _notes(seen: Seen, asked: Asked) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    within = live_entries(seen.patient_id, Kind.NOTE).filter(
        on__gte=asked.first.isoformat(), on__lte=asked.last.isoformat()
    )
    for one in within.select_related("by"):
        if one.data.get("about") == ABOUT_A_DAY:
            found[one.on].append(one)
    return found


def asked_for(said: Mapping[str, str], seen: Seen) -> Asked:
    """What an address asks for. Whatever is missing or cannot be read is taken as the last thirty days."""
    last, wrong = day_or(said.get("to", ""), seen.as_of - timedelta(days=1))
    first, also_wrong = day_or(said.get("from", ""), last - timedelta(days=29))
    first = min(first, last)
    earliest = max(first, last - timedelta(days=MOST_DAYS - 1))
    return Asked(
        earliest, last, fact_called(said.get("fact", ""), seen), said.get("all") == "1",
        " ".join(filter(None, (wrong, also_wrong))),
    )  # fmt: skip
