"""Reading a patient file: JSON to a Patient, or every fault in it."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from procerus.diary.agreement import shortened
from procerus.diary.diary import Diary
from procerus.diary.read import read_days, read_diary
from procerus.faults import BadInput, Fault
from procerus.injection.attested import RegularMedicine
from procerus.pathway.patient import AttestedCount, Patient, PreventiveTrial, SoFar
from procerus.pathway.patient_keys import PATIENT, VERSION
from procerus.pathway.patient_kinds import Place

MOST_NAMED = 5  # other people named in a fault


def read_patient(path: Path) -> Patient:
    """The patient in a JSON file (UTF-8), with the diary beside it. BadInput names every fault."""
    return patient_from(strict_json(path), path.name, path.parent)


def patient_from(value: object, where: str, base: Path | None = None) -> Patient:
    """The patient in an object of the shape that JSON gives.

    `where` names it in faults. `base` is the folder in which a diary given by name is looked for;
    without one, the diary must be a list of days. BadInput names every fault.
    """
    top = Place(where, [])
    read: dict[str, Any] = top.take(PATIENT, _of_this_version(value, top)) or {}
    for name in ("preventives", "medicines"):
        _ends_before_it_starts(read.get(name) or (), top.at(name))
    _check_counts(read.get("counts") or (), top.at("counts"))
    _check_so_far(read, top)
    entry = value.get("diary") if isinstance(value, dict) else None
    diary = _diary(entry, read.get("id"), top.at("diary"), base)
    if top.faults or diary is None:
        raise BadInput(top.faults)
    return Patient(**{name: one for name, one in read.items() if name != "procerus"} | {"diary": diary})


def _of_this_version(value: object, top: Place) -> object:
    """The object itself; of another version, only that is said, because its keys may mean other things."""
    said = value.get("procerus") if isinstance(value, dict) else None
    if isinstance(said, str) and said != VERSION:
        top.at("procerus").fault("is another format", f"This program reads '{VERSION}'.", said)
        raise BadInput(top.faults)
    return value


def strict_json(path: Path) -> object:
    """What a JSON file holds: no key twice, no number that is none. Raises BadInput."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise _bad(path.name, f"cannot be opened ({problem.strerror or problem})") from None
    except UnicodeDecodeError as problem:
        raise _bad(f"{path.name}, byte {problem.start + 1}", "is not UTF-8", "Save it as UTF-8.") from None
    return _parsed(text, path.name)


class _Twice(dict[str, object]):
    """An object in which a key stands more than once; `keys_twice` names such keys."""

    keys_twice: tuple[str, ...] = ()


def _parsed(text: str, file: str) -> object:
    """JSON, more strictly than the standard library: no key twice, no NaN, no number without an end."""
    odd: list[object] = []

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(items)
        if len(found) == len(items):
            return found
        times = Counter(name for name, _ in items)
        twice = _Twice(found)
        twice.keys_twice = tuple(name for name in found if times[name] > 1)
        odd.append(twice)
        return twice

    def number(text: str) -> float:
        value = float(text)
        if not math.isfinite(value):
            odd.append(value)
        return value

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_float=number, parse_constant=number)
    except json.JSONDecodeError as problem:
        at = f"{file}, line {problem.lineno}, column {problem.colno}"
        raise _bad(at, f"is not JSON ({problem.msg})", "Look for a missing comma or quote.") from None
    except RecursionError:
        raise _bad(file, "has lists within lists too deep to be a file of facts") from None
    except ValueError:  # Python refuses to read a whole number of more than some thousand digits
        raise _bad(file, "holds a number with too many digits", "Check the numbers.") from None
    if odd:
        raise BadInput(_oddities(value, Place(file, [])))
    return value


def _oddities(value: object, top: Place) -> list[Fault]:
    """Where keys stand twice and numbers have no end; without recursion, for the file may be deep."""
    waiting = [(value, top)]
    while waiting:
        value, place = waiting.pop()
        if isinstance(value, _Twice):
            for name in value.keys_twice:
                place.fault("stands here more than once", "Keep the right one.", name)
        if isinstance(value, float) and not math.isfinite(value):
            place.fault("is not a number", "Write null where it is not known.", value)
        waiting += reversed(list(_inside(value, place)))
    return top.faults


def _inside(value: object, place: Place) -> Iterator[tuple[object, Place]]:
    if isinstance(value, dict):
        yield from ((one, place.at(name)) for name, one in value.items())
    elif isinstance(value, list):
        yield from ((one, place.item(number)) for number, one in enumerate(value))


def _diary(entry: object, patient: str | None, place: Place, base: Path | None) -> Diary | None:
    try:
        if isinstance(entry, list):
            return _own((read_days(entry, str(place)),), patient, place)
        path = _beside(entry, place, base) if isinstance(entry, str) else None
        return None if path is None else _own(read_diary(path), patient, place)
    except BadInput as bad:
        place.faults.extend(bad.faults)
        return None


def _beside(name: str, place: Place, base: Path | None) -> Path | None:
    """The diary's path. It never leads out of the patient file's folder, whoever wrote the file."""
    if base is None:
        place.fault("names a file, but there is no folder to look in", "Give the days as a list.", name)
        return None
    windows = PureWindowsPath(name)
    parts = {*PurePosixPath(name).parts, *windows.parts}
    absolute = name.startswith("/") or bool(windows.anchor)
    if not name.strip() or not name.isprintable() or absolute or ".." in parts:
        place.fault("does not stay in this folder", "Write the name of a file beside this one.", name)
        return None
    path = base / name
    if not path.resolve().is_relative_to(base.resolve()):
        place.fault("leads out of this folder", "Put the diary itself beside this file.", name)
        return None
    return path


def _own(diaries: tuple[Diary, ...], patient: str | None, place: Place) -> Diary | None:
    """This patient's diary. A diary that names somebody else is refused, even if it is the only one."""
    if patient is None:  # its own fault is already recorded
        return None
    own = [diary for diary in diaries if diary.patient in (patient, "")]
    if own:  # rows without a name stand alone: the diary's reader refuses them beside named ones
        return replace(own[0], patient=patient)
    named = ", ".join(f"'{shortened(diary.patient)}'" for diary in diaries[:MOST_NAMED])
    more = " and others" if len(diaries) > MOST_NAMED else ""
    mend = f"It is of {named}{more}. Make the id and the column 'patient' the same."
    place.fault(f"is not the diary of '{patient}'", mend)
    return None


def _ends_before_it_starts(
    records: tuple[PreventiveTrial | RegularMedicine | None, ...], place: Place
) -> None:
    for number, one in enumerate(records):
        if one is None or one.started is None or one.ended is None:
            continue
        if one.started.earliest > one.ended.latest:
            at = place.item(number).at("to")
            at.fault(f"ends before it starts on {one.started.earliest}", "Check both.", one.ended.latest)


def _check_so_far(read: dict[str, Any], top: Place) -> None:
    """A list is complete or it is not; and what is known of one is as sound as a whole one."""
    begun = read.get("so_far") or SoFar()
    for name in (each.name for each in fields(SoFar)):
        if getattr(begun, name) and read.get(name) is not None:
            mend = f"Keep it in '{name}' where that is complete, else only here."
            top.at("so_far").at(name).fault(f"stands beside a complete list of '{name}'", mend)
    for name in ("preventives", "medicines"):
        _ends_before_it_starts(getattr(begun, name), top.at("so_far").at(name))


def _check_counts(counts: tuple[AttestedCount | None, ...], place: Place) -> None:
    for number, count in enumerate(counts):
        if count is not None:
            _check_count(count, place.item(number))
    _check_overlaps(counts, place)


def _check_overlaps(counts: tuple[AttestedCount | None, ...], place: Place) -> None:
    """Name each window that shares days with one before it, compared with the one that reaches furthest."""
    windows = sorted(
        (count.first, count.last, number)
        for number, count in enumerate(counts)
        if count is not None and count.first is not None and count.last is not None
    )
    reach: tuple[date, int] | None = None
    for first, last, number in windows:
        if reach is not None and first <= reach[0]:
            earlier, later = sorted((reach[1], number))
            why = f"shares days with {place.item(earlier).path}"
            place.item(later).fault(why, "Keep one of them, or correct the dates.")
        reach = (last, number) if reach is None else max(reach, (last, number))


def _check_count(count: AttestedCount, place: Place) -> None:
    days = count.days
    if days is not None and days < 1:
        place.at("to").fault(f"ends before it starts on {count.first}", "Check both.", count.last)
        return
    for name, found in (("headache_days", count.headache_days), ("migraine_days", count.migraine_days)):
        most = None if found is None else max(found.low or 0, found.high or 0)
        if days is not None and most is not None and most > days:
            place.at(name).fault(f"is more than the {days} days counted", "Check days and dates.", most)
    headache, migraine = count.headache_days, count.migraine_days
    if headache is not None and migraine is not None and (migraine.low or 0) > (headache.high or 0):
        why = "is more than the headache days, and every migraine day is a headache day"
        place.at("migraine_days").fault(why, "Check both.", migraine.low)


def _bad(where: str, why: str, mend: str = "") -> BadInput:
    return BadInput([Fault(where, why, mend)])
