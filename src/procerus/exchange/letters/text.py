"""The letter on a terminal: the list of completeness first, then the parts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from procerus.exchange.letters.completeness import Item
from procerus.exchange.letters.page import Blanks, Criterion, Gap, Page, Part, Picture, Said, Table, Ticks

WEEK = 7
MARK = {"there": "[x]", "missing": "[ ]", "open": "[?]"}
LEGEND = "M migraine  h other headache  . none  ? unanswered  | injection that day"
RULE = "_" * 40


def as_text(page: Page, width: int = 80) -> str:
    """The whole page, no line wider than `width` unless a single word is."""
    lines = [*wrapped(page.line, width), ""]
    lines += [line for item in page.items for line in _item(item, width)]
    lines += ["", page.title.upper(), page.subtitle]
    if page.watermark:
        lines.append(f"*** {page.watermark} ***")
    lines.append("")
    for name, says in page.about.items():
        lines += wrapped(f"{name}: {says or RULE}", width, "", "  ")
    lines += ["", *wrapped(page.opening, width)]
    for section in page.sections:
        lines += ["", section.title, "-" * min(len(section.title), width)]
        lines += [line for part in section.parts for line in _part(part, width)]
    return "\n".join([*lines, "", *(line for one in page.foot for line in wrapped(one, width))])


def _item(item: Item, width: int) -> list[str]:
    state = "" if item.state == "there" else f"{item.state.upper()}: "
    says = f"{'' if item.what.endswith('?') else ':'} {item.says}" if item.says else ""
    stop = "" if f"{item.what}{says}".endswith((".", "?")) else "."
    do = f"{stop} {item.do}" if item.do else ""
    return wrapped(f"{MARK[item.state]} {state}{item.what}{says}{do}", width, "", " " * 4)


def _part(part: Part, width: int) -> Iterator[str]:
    match part:
        case Said():
            yield from wrapped(part.text, width)
        case Gap():
            yield from wrapped(f"{MARK[part.state]} {part.state.upper()}: {part.text}", width, "", " " * 4)
        case Table():
            yield from _table(part, width)
        case Picture():
            yield from _picture(part, width)
        case Criterion():
            yield from _criterion(part, width)
        case Ticks():
            if part.rows:
                yield from wrapped(part.says, width)
            for row in part.rows:
                yield from wrapped(f"( ) {row}", width, "  ", " " * 6)
        case Blanks():
            for row in part.rows:
                yield from _blank(row, part.filled.get(row, ()), width)


def _blank(row: str, says: Sequence[str], width: int) -> Iterator[str]:
    """A line for a hand, or what stands in it, each paragraph by itself."""
    yield from wrapped(f"{row}:", width)
    said = [line for one in says for line in wrapped(one, width, "  ", "  ")]
    yield from said or [f"  {RULE}"]


def _table(table: Table, width: int) -> Iterator[str]:
    """Columns where they fit, else one line a cell under the first."""
    rows = [tuple("MISSING" if cell is None else cell for cell in row) for row in table.rows]
    widths = [max(len(row[column]) for row in (table.heads, *rows)) for column in range(len(table.heads))]
    if sum(widths) + 2 * len(widths) <= width:
        for row in (table.heads, *rows):
            cells = [f"{cell:<{room}}" for cell, room in zip(row, widths, strict=True)]
            yield ("  " + "  ".join(cells)).rstrip()
        return
    for row in rows:
        yield from wrapped(row[0], width, "  ", "    ")
        for head, cell in list(zip(table.heads, row, strict=True))[1:]:
            yield from wrapped(f"{head}: {cell}", width, "      ", "        ")


def _picture(picture: Picture, width: int) -> Iterator[str]:
    for row in picture.rows:
        marked = [f"|{one}" if at in row.injected else one for at, one in enumerate(row.letters)]
        weeks = ["".join(marked[start : start + WEEK]) for start in range(0, len(marked), WEEK)]
        yield from wrapped(f"{row.label}  {' '.join(weeks)}", width, "  ", "    ")
        counts = [f"{head.lower()} {cell}" for head, cell in zip(picture.heads, row.cells, strict=True)]
        yield from wrapped("; ".join(counts), width, "    ", "    ")
    if picture.legend:
        yield from wrapped(LEGEND, width, "  ", "  ")


def _criterion(one: Criterion, width: int) -> Iterator[str]:
    refused = "REFUSED. " if one.refused else ""
    yield from wrapped(f"- {refused}{one.asks} {one.answer.upper()} [{one.at}]", width, "", "  ")
    yield from wrapped(f"found: {one.found}", width, "    ", "      ")
    yield from wrapped(f"yes if: {one.needs}", width, "    ", "      ")
    if one.open_days:
        yield from wrapped(f"open days: {one.open_days}", width, "    ", "      ")
    if one.status != "read":
        yield from wrapped(f"wording {one.status}", width, "    ", "      ")


def wrapped(text: str, width: int, indent: str = "", hanging: str | None = None) -> list[str]:
    """Text broken at a width, without any sign that a terminal would obey."""
    plain = "".join(one if one.isprintable() else " " for one in text)  # no escape reaches a terminal
    return textwrap.wrap(
        plain, width, initial_indent=indent, subsequent_indent=indent if hanging is None else hanging,
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip
