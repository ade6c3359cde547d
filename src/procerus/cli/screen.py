"""The terminal: its width, its emphasis, and where results and complaints go."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

from procerus.cli.reading import refuse_writing_over
from procerus.faults import BadInput, Fault

NARROWEST, WIDEST = 40, 100
BAR, LINES = 24, 4


def width() -> int:
    """How many columns to write in; wide lines are hard to read, so never more than a hundred."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))


def bold(text: str) -> str:
    """Emphasis, only on a terminal that has it and a reader who wants it (NO_COLOR)."""
    return _styled(text, "1")


def dim(text: str) -> str:
    """What may be passed over at first reading."""
    return _styled(text, "2")


def _styled(text: str, code: str) -> str:
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb" or not sys.stdout.isatty()
    return text if plain else f"\033[{code}m{text}\033[0m"


def wrapped(text: str, indent: str = "", hanging: str | None = None) -> str:
    """Text broken at the terminal's width, later lines under the first."""
    return textwrap.fill(
        text, width(), initial_indent=indent, subsequent_indent=indent if hanging is None else hanging,
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip


def as_json(shape: object) -> str:
    """JSON as every command prints it."""
    return json.dumps(shape, indent=2, ensure_ascii=False)


def put(text: str, out: Path | None) -> None:
    """Write a result to standard output, or to the file asked for, never over what was read or recorded."""
    text = text if text.endswith("\n") else text + "\n"
    where = "standard output" if out is None else str(out)
    try:
        if out is None:
            sys.stdout.write(text)
            sys.stdout.flush()
        else:
            refuse_writing_over(out)
            out.write_text(text, encoding="utf-8")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise BadInput([Fault(where, f"cannot be written: {error.strerror}")]) from None


def steps_of(what: str) -> Callable[[int, int], None]:
    """Says on standard error how far something long has come: as a bar on a terminal, else now and then."""
    alive = sys.stderr.isatty()

    def told(done: int, of: int) -> None:
        said = f"{what}: {done} of {of} steps"
        if alive:
            full = BAR * done // of
            end = "" if done < of else "\r\033[K"
            sys.stderr.write(f"\r{said} [{'#' * full}{'.' * (BAR - full)}]{end}")
        elif done * LINES // of > (done - 1) * LINES // of:
            sys.stderr.write(f"{said}\n")
        sys.stderr.flush()

    return told


def complain(text: str) -> None:
    """Write to standard error, where progress and complaints go."""
    sys.stdout.flush()  # so that both streams on one terminal keep their order
    sys.stderr.write(text + "\n")
