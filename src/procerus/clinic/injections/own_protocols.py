"""The protocols that can be read here: those of the product, and those of this installation's own folder.

A file is read again only when it has changed: a screen is computed anew with every click.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from procerus.clinic.installation import OWN_PROTOCOLS
from procerus.clinic.look.wording import worded
from procerus.faults import BadInput
from procerus.packs.protocols import Protocol, find_protocol, load_protocol, protocol_files


def folders() -> tuple[Path, ...]:
    """Where this installation keeps protocols of its own, and its signatures."""
    own = settings.INSTALLATION.folder / OWN_PROTOCOLS
    return (own,) if own.is_dir() else ()


def protocol_called(name: str) -> Protocol:
    """The protocol with this id. BadInput where there is none, or where its file is not sound."""
    path = None if name.endswith(".toml") else protocol_files(folders()).get(name)
    if path is None:
        return find_protocol(name, folders())
    known = path.stat()
    return _read(path, known.st_mtime_ns, known.st_size)


def protocols_here() -> list[tuple[str, str]]:
    """Id and title of every protocol. One that cannot be read is not offered."""
    found = []
    for name in protocol_files(folders()):
        try:
            found.append((name, worded(protocol_called(name).about.title)))
        except BadInput:
            continue
    return found


@lru_cache(maxsize=200)
def _read(path: Path, changed: int, size: int) -> Protocol:
    return load_protocol(path)
