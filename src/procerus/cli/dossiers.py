"""`procerus dossier`: the packet of facts for a payer, an appeal or a shared decision."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from procerus.cli.people import asked_on, day_of, read_person
from procerus.cli.reading import refuse_writing_over
from procerus.cli.screen import as_json, complain, put, width
from procerus.exchange.letters.compose import compose
from procerus.exchange.letters.dossier import Dossier, dossier
from procerus.exchange.letters.kinds import KINDS, KindName
from procerus.exchange.letters.text import as_text
from procerus.faults import BadInput, Fault
from procerus.packs.load import Policy


def made(
    kind: KindName, policy: Policy, file: Path, as_of: str | None, baseline: str | None,
    denied: Sequence[str], denied_on: str | None,
) -> Dossier:  # fmt: skip
    """The dossier that a command asks for. Raises BadInput."""
    person = read_person(file)
    day = asked_on(person, day_of(as_of))
    chosen, refused_on = day_of(baseline, "--baseline"), day_of(denied_on, "--denied-on")
    return dossier(KINDS[kind], policy, person, day, chosen, tuple(denied), refused_on)


def put_dossier(one: Dossier, form: str, out: Path | None) -> None:
    """Write a dossier as text, JSON or PDF. Raises BadInput where it cannot be written."""
    if form == "json":
        put(as_json(one.to_json()), out)
    elif form == "text":
        put(as_text(compose(one), width()), out)
    else:
        _put_pdf(one, out)


def _put_pdf(one: Dossier, out: Path | None) -> None:
    """A PDF is no text for a terminal, so it needs a file; whether it is complete is said beside it."""
    from procerus.exchange.letters.pdf import as_pdf

    if out is None:
        mend = "Name a file: --out letter.pdf."
        raise BadInput([Fault("--format pdf", "cannot be shown on a terminal", mend)])
    refuse_writing_over(out)
    letter = as_pdf(compose(one))
    try:
        out.write_bytes(letter)
    except OSError as error:
        raise BadInput([Fault(str(out), f"cannot be written: {error.strerror}")]) from None
    complain(one.completeness.line)
