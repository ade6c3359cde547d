"""Adverse events for tests, as their files say them."""

from __future__ import annotations

from typing import Any

from procerus.exchange.letters.event_file import EventFile, event_from
from procerus.exchange.letters.event_report import EventReport, report
from procerus.faults import BadInput


def shape(**parts: Any) -> dict[str, Any]:
    """A drooping lid six days after 155 U, with some parts changed."""
    return {
        "procerus": "adverse-event/1",
        "patient": {"id": "4711", "initials": "A. B.", "born": "1984-05-02", "sex": "female"},
        "session": {"date": "2026-10-05", "product": "botox", "units": 155, "lots": [{"lot": "C8841"}]},
        "event": {"term": "eyelid ptosis", "onset": "2026-10-11", "seriousness": []},
        "reporter": {"name": "R. Reporter"},
    } | parts


def event(**facts: Any) -> dict[str, Any]:
    """The event of a file, with some facts changed."""
    return {"term": "eyelid ptosis", "onset": "2026-10-11"} | facts


def event_of(**parts: Any) -> EventFile:
    """Such a file, read."""
    return event_from(shape(**parts), "event.json")


def report_of(scheme: str = "yellow-card", **parts: Any) -> EventReport:
    """The report of such a file."""
    return report(event_of(**parts), scheme)


def answer(made: EventReport, fact: str) -> str | None:
    """What the report says about one fact."""
    return next(one.says for part in made.parts for one in part.fields if one.fact == fact)


def faults_of(value: object) -> str:
    """What is said of a file that cannot be used."""
    try:
        event_from(value, "event.json")
    except BadInput as complaint:
        return str(complaint)
    return ""
