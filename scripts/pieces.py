"""Pieces of Markdown that several pages of the reference are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from procerus.packs.rules import Window
from procerus.packs.sections import PackNumber, Reading

Lines = Iterator[str]


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Lines:
    """A Markdown table; a bar within a cell would end the cell."""
    heads = list(head)
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"
    yield ""


def code(text: object) -> str:
    """A name or a rule, as it is written in a file."""
    return f"`{text}`"


def codes(words: Iterable[object]) -> str:
    """Several of them."""
    return ", ".join(code(word) for word in words)


def numbers(listed_: Mapping[str, PackNumber]) -> Lines:
    """Numbers with unit, place and status."""
    rows = ((code(name), str(one.value), one.unit, one.at, one.status) for name, one in listed_.items())
    yield from table(("number", "is", "unit", "at", "status"), rows)


def windows(listed_: Mapping[str, Window], nouns: Mapping[str, str]) -> Lines:
    """Windows with their months and anchors."""
    rows = []
    for name, one in listed_.items():
        side = f"before {code(one.before)}" if one.before else f"after {code(one.after)}"
        side += f", from day {one.first_day}" if one.first_day else ""
        rows.append((code(name), nouns[name], str(one.months), one.month, side))
    yield from table(("window", "is", "months", "month", "stands"), rows)


def readings(listed_: Iterable[Reading]) -> Lines:
    """Where the source is silent, and how else it may be read."""
    for one in listed_:
        yield f"- **{one.id}**: “{one.says}” is read as *{one.we_read}*, because {one.why}."
        yield from (f"    - or `{other.name}`: {other.says}" for other in one.alternatives)
    yield ""
