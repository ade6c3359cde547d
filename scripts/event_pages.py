"""Medicines, illnesses and adverse events in the reference."""

from __future__ import annotations

from pieces import Lines, code, numbers, table

from procerus.packs.adverse_events import Rate, Term, adverse_events
from procerus.packs.safety import safety


def medicines_beside() -> Lines:
    """Every concern about other medicines."""
    rows = (
        (code(one.id), one.severity, ", ".join(one.routes) or "every", one.says, one.source, one.status)
        for one in safety().concerns.values()
    )
    yield from table(("medicine", "severity", "by these routes", "says", "at", "status"), rows)
    yield from numbers(safety().numbers)


def illnesses() -> Lines:
    """Every illness that matters."""
    rows = (
        (code(one.id), one.severity, one.says, one.source, one.status) for one in safety().conditions.values()
    )
    yield from table(("illness", "severity", "says", "at", "status"), rows)


def event_terms() -> Lines:
    """Every event with its rates and the days on which it usually begins."""
    rows = (
        (
            code(one.id), one.name, one.german, "yes" if one.in_label_list else "no",
            "yes" if one.warning else "no",
            "yes" if one.warning or one.urgent else "no",
            usual_days(one),
            "; ".join(rate(each) for each in one.rates) or "none known",
        )
        for one in adverse_events().terms.values()
    )  # fmt: skip
    head = (
        "event", "called", "in German", "in the label's list", "sign of spread", "urgent words", "usual days",
        "percent",
    )  # fmt: skip
    yield from table(head, rows)
    rows = ((one.says, rate(one.rate)) for one in adverse_events().overall)
    yield from table(("all events together", "percent"), rows)


def usual_days(one: Term) -> str:
    """On which days it usually begins."""
    if one.onset is None:
        return "not known"
    first, last = one.onset.first, one.onset.last
    return f"{first} to {last} ({one.onset.status})" if first < last else f"{first} ({one.onset.status})"


def rate(one: Rate) -> str:
    """A rate in few words."""
    beside = "" if one.placebo is None else f", placebo {one.placebo}"
    of = f" ({one.of})" if one.of else ""
    return f"{code(one.source.id)} {one.treated}{beside}{of}, {one.status}"


def event_sources() -> Lines:
    """Who was counted."""
    rows = (
        (code(one.id), one.says, str(one.treated), str(one.placebo or "none"), one.at, one.status)
        for one in adverse_events().sources.values()
    )
    yield from table(("source", "is", "under toxin", "under placebo", "at", "status"), rows)


def event_prompts() -> Lines:
    """When somebody asks."""
    rows = (
        (code(one.id), f"day {one.day.value}", one.asks, one.day.at, one.day.status)
        for one in adverse_events().prompts
    )
    yield from table(("prompt", "due", "asks", "at", "status"), rows)
