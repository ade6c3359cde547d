"""`procerus event report`: the facts of an adverse event, in the order a national scheme asks for them."""

from __future__ import annotations

from pathlib import Path

from procerus.cli.reading import was_read
from procerus.cli.screen import as_json, complain, put, width
from procerus.exchange.letters.event_file import read_event
from procerus.exchange.letters.event_print import as_pdf, as_text
from procerus.exchange.letters.event_report import EventReport, as_plain, report
from procerus.faults import BadInput, Fault


def put_report(scheme: str, file: Path, form: str, out: Path | None) -> None:
    """Write a report as text, JSON or PDF. Raises BadInput where it cannot be made or written."""
    one = report(read_event(file), scheme)
    if form == "json":
        put(as_json(as_plain(one)), out)
    elif form == "text":
        put(as_text(one, width()), out)
    else:
        _put_pdf(one, out)


def _put_pdf(one: EventReport, out: Path | None) -> None:
    """A PDF is no text for a terminal, so it needs a file; what it lacks is said beside it."""
    if out is None:
        mend = "Name a file: --out report.pdf."
        raise BadInput([Fault("--format pdf", "cannot be shown on a terminal", mend)])
    if was_read(out):
        raise BadInput([Fault(str(out), "is a file that was read", "Name another file.")])
    made = as_pdf(one)
    try:
        out.write_bytes(made)
    except OSError as error:
        raise BadInput([Fault(str(out), f"cannot be written: {error.strerror}")]) from None
    complain(one.line)
