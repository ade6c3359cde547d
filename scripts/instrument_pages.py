"""The page of questionnaires in the reference."""

from __future__ import annotations

from pieces import Lines, code, table

from procerus.packs.instruments import Instrument, Scale, instruments

SHOWN = {
    "items": "the questions",
    "values": "the answers as numbers, without the questions",
    "scores": "whole scores only",
    "none": "its name only",
}


def every_instrument() -> Lines:
    """A line for each score."""
    rows = (
        (code(scale.id), scale.title, f"{scale.low} to {scale.high}", f"higher is {scale.higher_is}",
         one.recall.says, SHOWN[one.display])
        for one in instruments().values()
        for scale in one.scales
    )  # fmt: skip
    yield from table(("score", "is", "runs", "direction", "asks about", "may be entered and shown"), rows)


def instruments_in_full() -> Lines:
    """Each questionnaire with its licence, names of scores and meaningful changes."""
    for one in instruments().values():
        yield from (f"## {one.about.title}", "")
        yield from (f"{one.about.authority}; {one.about.source} ({one.about.status}).", "")
        yield from (f"- Licence: {one.licence.says} [{one.licence.at}; {one.licence.status}]",)
        yield from (f"- Asks about {one.recall.says} [{one.recall.at}; {one.recall.status}]",)
        yield from (
            f"- {alert.says} An answer above {alert.above} raises an alert, and so does a missing one"
            f" [{alert.at}; {alert.status}]"
            for alert in one.alerts
        )
        yield from (f"- {note}" for note in one.notes)
        yield ""
        yield from names(one)
        yield from changes(one)


def names(one: Instrument) -> Lines:
    """What scores are called."""
    rows = [
        (scale.title, said(scale, band.low, band.high), band.says, band.german, band.at, band.status)
        for scale in one.scales
        for band in scale.bands
    ]
    if rows:
        yield from table(("score", "from and to", "is called", "in German", "at", "status"), rows)


def said(scale: Scale, low: int, high: int) -> str:
    """A range, open at the end of the scale where that is only what fits."""
    if high == scale.high and high > low:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def changes(one: Instrument) -> Lines:
    """The least change that means something."""
    rows = [
        (scale.title, change.by, change.of, change.population, change.at, change.status)
        for scale in one.scales
        for change in scale.changes
    ]
    if rows:
        yield from table(("score", "meaningful change", "of a", "population", "at", "status"), rows)
