"""`procerus diary`: show, check, import."""

from __future__ import annotations

import io
from dataclasses import asdict
from datetime import date
from pathlib import Path

from procerus.cli.people import asked_on, day_of, read_people
from procerus.cli.screen import as_json, bold, complain, dim, width, wrapped
from procerus.diary.counts import MonthCounts
from procerus.diary.dates import span_in_words
from procerus.diary.day import Day
from procerus.diary.describe import describe
from procerus.diary.draw import LEGEND, draw_months, letter
from procerus.diary.windows import months_covering
from procerus.diary.write import write_diary
from procerus.exchange.importers.imported import DateOrder, Imported
from procerus.exchange.importers.recognise import import_diary
from procerus.packs.load import load_headache
from procerus.packs.rules import MonthLength
from procerus.pathway.patient import Patient


def show(file: Path, months: MonthLength, as_of: str | None, json: bool) -> str:
    """The months of every diary in a file, drawn in text or as letters for a program."""
    day = day_of(as_of)
    drawn = [_drawn(person, months, asked_on(person, day), json) for person in read_people(file)]
    if json:
        return as_json(drawn[0] if len(drawn) == 1 else drawn)
    return "\n\n".join([*map(str, drawn), dim(LEGEND)])


def _drawn(person: Patient, months: MonthLength, as_of: date, json: bool) -> object:
    diary = person.diary.until(as_of)
    rules = load_headache().rules
    counts = MonthCounts(diary, rules.bits)
    spans = () if diary.first is None else months_covering(months, diary.first, as_of)

    def drawn(day: Day) -> str:
        return letter(day.headache, counts.answer_on(rules.days["migraine_days"], day.date, rules.diary))

    if json:
        lines = [
            {"from": first.isoformat(), "to": last.isoformat(),
             "days": "".join(drawn(day) for day in diary.spans(first, last))}
            for first, last in spans
        ]  # fmt: skip
        return {"patient": person.id, "as_of": as_of.isoformat(), "months": lines}
    counted = [
        "headache {}, migraine {}".format(
            *(
                counts.count(fact, rules.days[fact], span, rules.diary)
                for fact in ("headache_days", "migraine_days")
            )
        )
        for span in spans
    ]
    picture = draw_months(diary, spans, drawn, counted, width()) or "  no days are written down yet"
    return f"{bold(person.id)}\n{picture}"


def check(file: Path, json: bool) -> str:
    """What is in the diaries of a file, what is open, and how medicines were understood."""
    found = [describe(person.diary) for person in read_people(file)]
    if json:
        shapes = [one.as_json() for one in found]
        return as_json(shapes[0] if len(shapes) == 1 else shapes)
    return "\n\n".join("\n".join(wrapped(line, "", "  ") for line in one.sentences()) for one in found)


def import_(file: Path, order: DateOrder | None, json: bool) -> str:
    """A known export as our own diary file; what was assumed goes to standard error."""
    result = import_diary(file, order=order)
    if json:
        return as_json(asdict(result) | {"first": _iso(result.first), "last": _iso(result.last)})
    for line in _said(result):
        complain(line)
    text = io.StringIO()
    write_diary(result.rows, text)
    return text.getvalue()


def _said(result: Imported) -> list[str]:
    span = (
        "no days" if result.first is None or result.last is None else span_in_words(result.first, result.last)
    )
    lines = [f"{result.source}: {result.attacks} attacks, {span}; {result.free_days} days said to be free."]
    if result.unknown_days:
        lines.append(f"{result.unknown_days} days in between are not spoken of and stay unknown.")
    lines.append(f"Order of day and month: {result.date_order}.")
    if result.dropped:
        lines.append(f"Left out: {', '.join(result.dropped)}.")
    return [wrapped(line, "", "  ") for line in [*lines, *result.remarks]]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
