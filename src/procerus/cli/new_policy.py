"""`procerus policy new` and `procerus protocol new`: a file to begin from, sound as it stands."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from procerus.cli.packs import folders
from procerus.cli.screen import as_json, wrapped
from procerus.faults import BadInput, Fault
from procerus.packs.load import policy_files
from procerus.packs.template import Begun, local_policy


def created(name: str, out: Path | None, json: bool) -> str:
    """Write NAME.toml, here or where `out` says. Nothing that exists is written over.

    Raises BadInput for a bad id, one that a known policy has, or a file that cannot be written.
    """
    text, file = local_policy(name), out or Path(f"{name}.toml")
    check_file("policy", name, file)
    check_id("policy", name, policy_files(folders(None)))
    write_new(file, text)
    return as_json({"id": name, "file": str(file)}) if json else _next(file)


def write_new(file: Path, text: str) -> None:
    """Write a file that was not there before. Raises BadInput where it was, or cannot be written."""
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(text)
    except FileExistsError:
        mend = "Choose another id, or take that file away."
        raise BadInput([Fault(str(file), "exists already", mend)]) from None
    except OSError as error:
        raise BadInput([Fault(str(file), f"cannot be written: {error.strerror}")]) from None


def check_file(kind: Begun, name: str, file: Path) -> None:
    """Raise BadInput where a pack's id is not its file's name."""
    if file.name != f"{name}.toml":
        home = file if file.is_dir() else file.parent
        mend = f"Write --out {home / f'{name}.toml'}."
        raise BadInput([Fault("--out", f"is not called {name}.toml, as its {kind} is", mend, str(file))])


def check_id(kind: Begun, name: str, known: Container[str]) -> None:
    """Raise BadInput where a pack of this kind has the id already."""
    if name in known:
        mend = f"Choose another, such as our-{name}."
        raise BadInput([Fault(f"{kind} new", f"is the id of a {kind} that is known here", mend, name)])


def _next(file: Path) -> str:
    return wrapped(
        f"{file} is written: a sound policy, and nobody's yet. Make it say what your document says, then run"
        f" procerus policy check {file}."
    )
