"""The wordings of one guidance: a file each, and no day on which two of them hold."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from procerus.faults import BadInput, Fault
from procerus.packs.policy import PolicyPack, Wording
from procerus.packs.toml_file import read_pack


def read_wordings(pack: PolicyPack, homes: Sequence[Path]) -> tuple[Wording, ...]:
    """This wording and the others that it names, in files of these folders, the nearest first.

    Raises BadInput where one is missing, or surely holds on a day on which this one does.
    """
    own = Wording(pack.about.id, pack.valid_from, pack.valid_until, pack.standing == "superseded")
    where = pack.text.where(("pack", "wordings"))
    faults: list[Fault] = []
    found = [own]
    for name in pack.wordings:
        path = next((one for home in homes if (one := home / f"{name}.toml").is_file()), None)
        if path is None:
            mend = f"Write {name}.toml, or take it out."
            faults.append(Fault(where, "has no file beside this one", mend, name))
            continue
        _, table = read_pack(path)
        found.append(_wording(name, table.get("pack")))
    faults.extend(_overlaps(found, pack))
    if faults:
        raise BadInput(faults)
    return tuple(found)


def in_force(wordings: Sequence[Wording], day: datetime.date) -> list[Wording]:
    """Those that may hold on a day: one that took the place of another did not hold before that began."""
    begun = max((one.first for one in wordings if one.superseded and one.first), default=None)
    return [one for one in wordings if one.may_hold(day) and (one.superseded or begun is None or day > begun)]


def _wording(name: str, about: object) -> Wording:
    """Its validity as it stands there; what is wrong with that file is said when it is read itself."""
    table = about if isinstance(about, dict) else {}
    superseded = table.get("standing") == "superseded"
    return Wording(name, _day(table.get("valid_from")), _day(table.get("valid_until")), superseded)


def _day(value: object) -> datetime.date | None:
    return value if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime) else None


def _overlaps(wordings: list[Wording], pack: PolicyPack) -> Iterator[Fault]:
    own, sure = wordings[0], wordings[0].surely()
    for other in wordings[1:]:
        theirs = other.surely()
        if sure and theirs and sure[0] <= theirs[1] and theirs[0] <= sure[1]:
            shared = max(sure[0], theirs[0])
            begun_before = own.first is None or own.first < shared
            key = "valid_until" if own.last is not None and begun_before else "valid_from"
            mend = "Two wordings cannot hold on one day: mend valid_from or valid_until of either file."
            yield Fault(pack.text.where(("pack", key)), f"holds on {shared}, as {other.id} does", mend)
