"""Which app an export comes from, told by what stands in the file and never by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from procerus.exchange.importers.apple_health import read_apple_health
from procerus.exchange.importers.health_xml import HEAD, looks_like_health
from procerus.exchange.importers.health_zip import health_in_zip
from procerus.exchange.importers.imported import DateOrder, Imported
from procerus.exchange.importers.migraine_buddy import RECOGNISED_BY, read_migraine_buddy
from procerus.exchange.importers.table import LARGEST_TABLE, separator_of, text_of
from procerus.faults import BadInput, Fault

KNOWN_FORMATS = ("Migraine Buddy (CSV)", "Apple Health (export.xml, or the zip file around it)")
_ABORTS = {"triptan", "ergot"}  # ICHD-3 1.3 C 3: relieved by a triptan or ergot derivative
_OWN_FORMAT = ("date", "headache")


def import_diary(
    path: Path, *, order: DateOrder | None = None, aborts: Callable[[str], bool] | None = None
) -> Imported:
    """Read an export of any known app as diary days.

    `order` says how day and month stand in its dates, where the file itself does not decide. `aborts`
    says whether a medicine is a triptan or an ergot; without it the medicine dictionary does.
    Raises BadInput with every fault found.
    """
    name = path.name
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            if looks_like_health(head):
                file.seek(0)
                return read_apple_health(file, name)
            if head.startswith(b"PK\x03\x04"):
                return _from_zip(path, name)
            raw = head + file.read(LARGEST_TABLE - HEAD + 1)
    except OSError as error:
        raise BadInput([Fault(name, f"the file cannot be read ({error.strerror or error})")]) from None
    if len(raw) > LARGEST_TABLE:
        raise BadInput([Fault(name, "the file is over 64 MiB, and no list of attacks is that long")])
    return _from_table(raw, name, order, aborts)


def is_export(path: Path) -> bool:
    """Whether a file looks like an export that can be imported, for advice where it was taken for a diary."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return False
    if looks_like_health(head) or head.startswith(b"PK\x03\x04"):
        return True
    text = head.decode("utf-8-sig", errors="replace")
    return separator_of(text, RECOGNISED_BY) is not None


def _from_zip(path: Path, name: str) -> Imported:
    with health_in_zip(path, name) as file:
        if file is None:
            raise _unknown(name)
        return read_apple_health(file, name)


def _from_table(
    raw: bytes, name: str, order: DateOrder | None, aborts: Callable[[str], bool] | None
) -> Imported:
    if b"\0" in raw[:HEAD] and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise _unknown(name)
    text = text_of(raw, name)
    separator = separator_of(text, RECOGNISED_BY)
    if separator is not None:
        return read_migraine_buddy(text, separator, name, order, aborts or triptan_or_ergot())
    if separator_of(text, _OWN_FORMAT) is not None:
        why = "this is a diary file already, so there is nothing to import"
        raise BadInput([Fault(name, why, f"See what is in it with: procerus diary check {name}")])
    raise _unknown(name)


def _unknown(name: str) -> BadInput:
    known = " and ".join(KNOWN_FORMATS)
    return BadInput([Fault(name, "this is no export that can be imported", f"Known are: {known}.")])


def triptan_or_ergot() -> Callable[[str], bool]:
    """Whether the medicine dictionary understands a medicine as a triptan or an ergot."""
    from procerus.diary.medicines import load_medicines

    dictionary = load_medicines()
    return cache(lambda name: any(one.classes & _ABORTS for one in dictionary.understand(name) or ()))
