"""`procerus event`: the form of an adverse event, and its facts in the order a scheme asks for them."""

from __future__ import annotations

from pathlib import Path

from procerus.cli.people import read_person
from procerus.cli.reading import refuse_writing_over
from procerus.cli.screen import as_json, complain, put, width
from procerus.exchange.letters.event_file import VERSION as EVENT
from procerus.exchange.letters.event_file import read_event
from procerus.exchange.letters.event_print import as_pdf, as_text
from procerus.exchange.letters.event_report import EventReport, as_plain, report
from procerus.exchange.sessions.filed import read_filed
from procerus.faults import BadInput, Fault
from procerus.injection.alike import alike

NOT_YET_SAID = (
    "term",
    "onset",
    "ended",
    "grade",
    "seriousness",
    "outcome",
    "relatedness",
    "note",
    "reported",
)


def form(record: Path, patient: Path | None) -> str:
    """The form of an adverse event after a recorded session; what only a person can say is null.

    BadInput where the record cannot be read, or is of somebody else than the patient's file.
    """
    filed = read_filed(record)
    person = None if patient is None else read_person(patient)
    if person is not None and not alike(person.id, filed.patient):
        why = f"is of '{person.id}', and the record is of '{filed.patient}'"
        raise BadInput([Fault(str(patient), why, "Give that person's file.")])
    lots = [{"lot": lot} for lot in dict.fromkeys(filed.lots)]
    born = None if person is None or person.born is None else person.born.day
    return as_json(
        {
            "procerus": EVENT,
            "patient": {
                "id": filed.patient,
                "born": None if born is None else born.isoformat(),
                "sex": None if person is None else person.sex,
            },
            "session": {
                **filed.derived["toxin"],
                "lots": lots,
            },
            "event": dict.fromkeys(NOT_YET_SAID),
            "medicines": None,
        }
    )


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
    refuse_writing_over(out)
    made = as_pdf(one)
    try:
        out.write_bytes(made)
    except OSError as error:
        raise BadInput([Fault(str(out), f"cannot be written: {error.strerror}")]) from None
    complain(one.line)
