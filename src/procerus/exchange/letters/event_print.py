"""A report of an adverse event on a terminal and on paper: the same words, and what is missing first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from procerus.exchange.letters.event_report import NO_FORM, EventReport, Part
from procerus.exchange.letters.pdf import typeset
from procerus.exchange.letters.text import MARK, RULE, wrapped

TEMPLATE = Path(__file__).with_name("event_report.typ")
KNOWN = "What is known of such events"
NOT_RECORDED, BY_HAND = "not recorded", "by hand"
STATES = {True: "there", False: "missing"}


def as_text(one: EventReport, width: int = 80) -> str:
    """The whole report, no line wider than `width` unless a single word is."""
    lines = [*wrapped(one.line, width)]
    lines += [f"{MARK[STATES[each.there]]} {each.what}" for each in one.minimum]
    lines += ["", *wrapped(_not_recorded(one), width)]
    if one.urgent:
        lines += ["", *wrapped(one.urgent, width)]
    lines += ["", one.form.title.upper(), *wrapped(_about(one), width)]
    if one.watermark:
        lines.append(f"*** {one.watermark} ***")
    for part in one.parts:
        lines += ["", *_headed(part.title, width), *(line for line in _part(part, width))]
    lines += ["", *_headed(KNOWN, width)]
    lines += [line for said in one.known for line in wrapped(f"- {said}", width, "", "  ")]
    return "\n".join([*lines, "", *(line for said in _foot(one) for line in wrapped(said, width))])


def as_pdf(one: EventReport) -> bytes:
    """The report as a tagged PDF, the same bytes for the same facts. Raises BadInput without typesetter."""
    return typeset(TEMPLATE, _page(one), _day(one), "pdf")[0]


def as_pictures(one: EventReport) -> list[bytes]:
    """The sheets of the report as PNG pictures, to look at."""
    return typeset(TEMPLATE, _page(one), _day(one), "png")


def _day(one: EventReport) -> tuple[int, int, int]:
    return one.date.year, one.date.month, one.date.day


def _about(one: EventReport) -> str:
    return f"For {one.form.says}. {NO_FORM}"


def _not_recorded(one: EventReport) -> str:
    labels = one.not_recorded
    return (
        f"Not recorded ({len(labels)}): {'; '.join(labels)}." if labels else "Everything asked is recorded."
    )


def _foot(one: EventReport) -> Iterator[str]:
    yield from one.form.notes
    yield f"What the scheme asks for is {one.form.status}: check it against the scheme's own page."


def _headed(title: str, width: int) -> Iterator[str]:
    yield from (title, "-" * min(len(title), width))


def _part(part: Part, width: int) -> Iterator[str]:
    for field in part.fields:
        yield from wrapped(f"{field.label}: {field.says or RULE}", width, "", "  ")
    for row in part.medicines or ():
        yield from wrapped(_medicine(row), width, "- ", "  ")
    yield from wrapped(_left_out(part), width)


def _medicine(row: Mapping[str, str | None]) -> str:
    name, *rest = row.items()
    return "; ".join([str(name[1]), *(f"{key.lower()} {said or '________'}" for key, said in rest)])


def _left_out(part: Part) -> str:
    """That something is not printed is said; nothing where nothing is left out."""
    if not part.left_out:
        return ""
    one = part.left_out == 1
    return f"{part.left_out} that ended earlier {'is' if one else 'are'} not listed."


def _page(one: EventReport) -> dict[str, Any]:
    """Everything the template sets, as plain values."""
    return {
        "title": one.form.title, "about": _about(one), "running": one.running, "watermark": one.watermark,
        "date": list(_day(one)), "line": one.line, "urgent": one.urgent,
        "minimum": [{"what": each.what, "there": each.there} for each in one.minimum],
        "not_recorded": _not_recorded(one),
        "parts": [
            {
                "title": part.title,
                "fields": [
                    {"label": field.label, "says": field.says, "why": NOT_RECORDED if field.fact else BY_HAND}
                    for field in part.fields
                ],
                "heads": list(part.medicines[0]) if part.medicines else [],
                "rows": [list(row.values()) for row in part.medicines or ()],
                "left_out": _left_out(part),
            }
            for part in one.parts
        ],
        "known_title": KNOWN, "known": list(one.known), "foot": list(_foot(one)),
    }  # fmt: skip
