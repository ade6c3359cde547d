"""A session's sheet, and the list of who is due, in words for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from procerus.cli.screen import bold, dim, wrapped
from procerus.diary.dates import in_words
from procerus.exchange.letters.session_sheet import Sheet
from procerus.exchange.sessions.due import Standing

LABEL = 15


def sheet_text(sheet: Sheet) -> str:
    """The whole sheet, in the order in which it is printed."""
    return "\n".join([*_head(sheet), *_given(sheet), *_vials(sheet), *_rest(sheet)])


def _head(sheet: Sheet) -> Iterator[str]:
    yield bold(sheet.title)
    for line in (sheet.state, sheet.corrects):
        if line:
            yield bold(line)
    for label, says in sheet.about.items():
        yield wrapped(f"{label:<{LABEL}}{says}", "  ", " " * (LABEL + 2))


def _given(sheet: Sheet) -> Iterator[str]:
    yield ""
    yield bold("Given")
    yield f"  {sheet.dose}"
    for one in sheet.sites:
        mark = f"  {one.mark}" if one.mark else ""
        yield f"  {one.number:>3}  {one.words:<48}{one.units:>6}  vial {one.vial}{mark}"
    yield ""
    if sheet.left_out:
        yield bold("Left out of the protocol, as planned")
        for said in sheet.left_out:
            yield wrapped(said, "  ", "    ")
        yield ""
    yield bold("Otherwise than planned")
    for said in sheet.differences or ("Nothing: given as planned.",):
        yield wrapped(said, "  ", "    ")


def _vials(sheet: Sheet) -> Iterator[str]:
    yield ""
    yield bold("Vials")
    for one in sheet.vials:
        first = f"{one.number}: {one.product} {one.units}, lot {one.lot}, expiry {one.expiry}"
        first += f", diluent {one.strength}"
        yield wrapped(
            f"{first}, opened {one.opened}; {one.given} given, {one.discarded} discarded", "  ", "    "
        )
    yield f"  {sheet.account}"
    if sheet.billing:
        yield dim(f"  US claim: {'; '.join(sheet.billing)}")


def _rest(sheet: Sheet) -> Iterator[str]:
    yield ""
    yield bold("Findings, and what was done")
    if sheet.asked:
        yield wrapped(sheet.asked, "  ", "    ")
    for one in sheet.findings:
        yield wrapped(f"{one.severity}: {one.text} {one.done}", "  ", "    ")
    if not sheet.findings:
        yield "  No findings."
    yield ""
    yield bold("At once afterwards")
    for said in sheet.complications or ("Asked; no complication.",):
        yield wrapped(said, "  ", "    ")
    if sheet.note:
        yield wrapped(f"Note: {sheet.note}", "  ", "    ")
    yield ""
    yield f"Next session: not before {sheet.next_day}."
    for said in sheet.foot:
        yield dim(wrapped(said))


def due_text(found: Sequence[Standing]) -> str:
    """Who is due, who is late, and which questions are open, those longest due first."""
    if not found:
        return "No records up to that day."
    return "\n".join(line for one in found for line in _standing(one))


def _standing(one: Standing) -> Iterator[str]:
    day, last = in_words(one.last.next_day), in_words(one.last.day)
    when = f"due since {day}" if one.is_due else f"not before {day}"
    if one.as_of == one.last.next_day:
        when = "due today"
    weeks = f", {one.weeks_late} {'week' if one.weeks_late == 1 else 'weeks'} late" if one.weeks_late else ""
    yield f"{one.last.patient:<24} last {last:<13} next: {when}{weeks}"
    for question in one.questions:
        said = f"{question.prompt.id} question open since {in_words(question.on)}: {question.prompt.asks}"
        yield wrapped(said, "    ", "      ")
    if one.awaits is not None:
        yield f"    awaits countersignature by {in_words(one.awaits)}"
