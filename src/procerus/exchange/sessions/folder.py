"""The folder of records. A record is there whole or not at all, and once there it never changes.

One writer at a time holds the folder's lock. The record is written beside its place, made durable, and only
then given its name; a name that is taken is never taken again. What a crash leaves behind has no record's
name, and the next writer sweeps it away.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from procerus.diary.dates import in_words
from procerus.exchange.sessions.filed import Filed, bytes_of, hash_of, is_filed, name_of, read_filed
from procerus.faults import BadInput, Fault
from procerus.injection.alike import alike
from procerus.injection.session import Record

LOCK, PART = ".lock", ".part"
Check = Callable[[Sequence[Filed]], Iterable[Fault]]


def file_record(record: Record, written: Mapping[str, Any], folder: Path, check: Check) -> Path:
    """Put a record into the folder, and return where it is. BadInput where it may not: nothing is written.

    `check` is asked, while nobody else can write, what speaks against the record beside the live ones there.
    """
    with _alone(folder):
        _sweep(folder)
        every = records_in(folder)
        alive = live(every)
        faults = [*_faults_beside(record, every, alive), *check(alive)]
        if faults:
            raise BadInput(faults)
        content = bytes_of(record, written, _last(every))
        place = folder / name_of(record.day, record.session.patient, content)
        _write(content, place)
    return place


def records_in(folder: Path) -> tuple[Filed, ...]:
    """Every record of a folder, by name. BadInput names each one that is not as it was filed."""
    found, faults = readable_in(folder)
    if faults:
        raise BadInput(faults)
    return found


def readable_in(folder: Path) -> tuple[tuple[Filed, ...], tuple[Fault, ...]]:
    """The records of a folder that can be read, by name, and what is wrong with the others.

    For questions that cannot wait for a backup. BadInput where the folder itself cannot be read.
    """
    try:
        names = sorted(path for path in folder.iterdir() if is_filed(path))
    except OSError as error:
        raise BadInput([Fault(str(folder), f"cannot be read: {error.strerror}")]) from None
    found: list[Filed] = []
    faults: list[Fault] = []
    for path in names:
        try:
            found.append(read_filed(path))
        except BadInput as bad:
            faults += bad.faults
    return tuple(found), tuple(faults)


def live(records: Sequence[Filed]) -> tuple[Filed, ...]:
    """The records that no other one replaces."""
    gone = {one.replaces for one in records}
    return tuple(one for one in records if one.name not in gone)


def chain_faults(records: Sequence[Filed], anchor: str | None = None) -> Iterator[Fault]:
    """What shows that a record was taken away, slipped in or exchanged.

    `anchor` is the hash of the last record as somebody noted it elsewhere: only that shows that the end of
    the chain was cut off.
    """
    known = {one.hash for one in records}
    after: dict[str | None, Filed] = {}
    for one in records:
        if one.after is not None and one.after not in known:
            yield Fault(one.name, "follows a record that is no longer here", "Put it back from the backup.")
        if one.after in after:
            why = f"follows the same record as {after[one.after].name}: one of them was slipped in"
            yield Fault(one.name, why, "Compare with the backup.")
        after[one.after] = one
    if anchor is not None and not any(one.startswith(anchor) for one in known):
        why = "is the hash of no record here: the end of the chain was cut off or changed"
        yield Fault("anchor", why, "Compare with the backup.", anchor)


def _last(records: Sequence[Filed]) -> str | None:
    """The hash of the record that none follows. Where the chain is broken, of the last by name."""
    followed = {one.after for one in records}
    return next((one.hash for one in reversed(records) if one.hash not in followed), None)


def _faults_beside(record: Record, every: Sequence[Filed], alive: Sequence[Filed]) -> Iterator[Fault]:
    session = record.session
    replaced = None if session.replaces is None else session.replaces.record
    if replaced is not None:
        yield from _replaced_faults(record, replaced, every, alive)
    for one in alive:
        if one.name == replaced:
            continue
        if one.day == record.day and alike(one.patient, session.patient):
            why = f"is recorded already for {in_words(one.day)}, as {one.name}"
            mend = "A correction names the record it replaces."
            yield Fault("patient", why, mend, session.patient)
        for vial in session.vials:
            if any(alike(vial.serial or "", serial) for serial in one.serials):
                yield Fault("vials", f"was used for another session, {one.name}", "", vial.serial)


def _replaced_faults(
    record: Record, replaced: str, every: Sequence[Filed], alive: Sequence[Filed]
) -> Iterator[Fault]:
    old = next((one for one in every if one.name == replaced), None)
    if old is None:
        yield Fault("replaces.record", "is not in this folder", "Write the record's file name.", replaced)
    elif old not in alive:
        yield Fault("replaces.record", "was replaced before", "Correct the newer record.", replaced)
    elif old.day != record.day or not alike(old.patient, record.session.patient):
        why = f"is of {old.patient}, {in_words(old.day)}"
        yield Fault("replaces.record", why, "A correction keeps person and day.", replaced)
    elif old.written.get("plan_seal") != record.session.plan_seal and not _by_packs_of_today(record):
        why = "had another plan, and that of the correction is of older packs"
        yield Fault("replaces.record", why, "Keep the plan of the record, or plan again.", replaced)


def _by_packs_of_today(record: Record) -> bool:
    return record.session.plan.fingerprint == record.packs


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock. It ends with the process, however that ends."""
    try:
        import fcntl
    except ImportError:
        why = "cannot be locked on this system, so two people could record one session"
        raise BadInput([Fault(str(folder), why, "Record on Linux or macOS.")]) from None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise _unwritable(folder, error) from None
    try:
        _open_to_whoever_may_write(folder, lock)
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _open_to_whoever_may_write(folder: Path, lock: int) -> None:
    """Let everybody who may write into the folder take its lock; whose lock it is not leaves it as it is."""
    with suppress(OSError):
        os.fchmod(lock, folder.stat().st_mode & 0o666)


def _write(content: bytes, place: Path) -> None:
    """The record under its name, or nothing. When this returns, it outlives a power cut."""
    part = place.with_name(f".{hash_of(content)}{PART}")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(part, place)
        _settle_or_undo(place)
    except OSError as error:
        raise _unwritable(place, error) from None
    finally:
        with suppress(OSError):
            part.unlink()


def _sweep(folder: Path) -> None:
    """Take away what a crash left half written; it never had a record's name."""
    for path in folder.glob(f".*{PART}"):
        with suppress(OSError):
            path.unlink()


def _settle_or_undo(place: Path) -> None:
    """Make the new name outlive a power cut. Where that fails the name goes again: nobody was told of it."""
    handle = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        place.unlink()
        raise
    finally:
        os.close(handle)


def _unwritable(place: Path, error: OSError) -> BadInput:
    why = f"cannot be written: {error.strerror}. Nothing was recorded"
    return BadInput([Fault(str(place), why)])
