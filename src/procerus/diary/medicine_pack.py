"""The medicine pack as it stands in its files, and what may be wrong with it."""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from procerus.packs.spelling import key, spellings

FILES = ("medicines.toml", "acute.csv", "preventives.csv")
ACUTE = ("name", "brands", "atc", "classes", "acute", "migraine_specific", "status", "source")
PREVENTIVE = (
    "drug", "brands", "atc", "class", "route", "target_dose", "adequate_days", "status", "source",
)  # fmt: skip
JOIN = " + "  # joins the substances in the name of a product
_ATC = re.compile(r"[A-Z]\d{2}[A-Z]{2}\d{2}")
_STATUSES = frozenset({"read", "unverified"})


@dataclass(frozen=True, slots=True)
class Pack:
    """The three files, read but not judged. Rows are as in the CSV, keyed by its header."""

    words: dict[str, Any]
    acute: tuple[dict[str, str], ...]
    preventives: tuple[dict[str, str], ...]


def read_pack() -> Pack:
    """The pack that ships with the program."""
    folder = resources.files("procerus.packs") / "medicines"
    text = {name: (folder / name).read_text(encoding="utf-8-sig") for name in FILES}
    return Pack(
        tomllib.loads(text["medicines.toml"]), _rows(text["acute.csv"]), _rows(text["preventives.csv"])
    )


def pack_fingerprint() -> str:
    """SHA-256 of the pack's files, in hexadecimal: it changes when any byte of the dictionary does."""
    folder = resources.files("procerus.packs") / "medicines"
    digest = hashlib.sha256()
    for name in FILES:
        content = (folder / name).read_bytes()
        digest.update(f"{name}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def listed(cell: str) -> list[str]:
    """The entries of a cell that holds several, separated by `|`."""
    return [one.strip() for one in cell.split("|") if one.strip()]


def check_pack(pack: Pack) -> list[str]:
    """Every fault of a pack, each in one sentence; an empty list where there is none."""
    misshapen = [
        *_shape_faults("acute.csv", pack.acute, ACUTE),
        *_shape_faults("preventives.csv", pack.preventives, PREVENTIVE),
    ]
    return misshapen or [
        *_acute_faults(pack),
        *_preventive_faults(pack),
        *_name_faults("acute.csv", "name", pack.acute),
        *_name_faults("preventives.csv", "drug", pack.preventives),
        *_parts_faults(pack),
    ]


def check_medicines() -> list[str]:
    """Every fault of the pack that ships with the program."""
    return check_pack(read_pack())


def _rows(text: str) -> tuple[dict[str, str], ...]:
    return tuple(csv.DictReader(text.splitlines()))


def _shape_faults(file: str, rows: tuple[dict[str, str], ...], columns: tuple[str, ...]) -> Iterator[str]:
    for number, row in enumerate(rows, 2):  # the header is row 1
        if tuple(row) != columns or None in row.values():
            yield f"{file}, row {number}: it must have the columns {', '.join(columns)}, each once."


def _acute_faults(pack: Pack) -> Iterator[str]:
    known = set(pack.words["classes"])
    for row in pack.acute:
        where = f"acute.csv, {row['name']}"
        for one in sorted(set(listed(row["classes"])) - known):
            yield f"{where}: the class '{one}' is not one of {', '.join(sorted(known))}."
        for column in ("acute", "migraine_specific"):
            if row[column] not in ("yes", "no"):
                yield f"{where}: {column} must be yes or no, not '{row[column]}'."
        if row["acute"] == "no" and row["classes"]:
            yield f"{where}: a medicine that does not treat the attack has no overuse class."
        yield from _row_faults(where, row)


def _preventive_faults(pack: Pack) -> Iterator[str]:
    lengths = {str(trial["days"]) for trial in pack.words["adequate_trial"].values()}
    for row in pack.preventives:
        where = f"preventives.csv, {row['drug']}"
        if row["class"] not in pack.words["preventive_classes"]:
            yield f"{where}: the class '{row['class']}' is not one of the preventive classes."
        if row["route"] not in pack.words["routes"]:
            yield f"{where}: the route '{row['route']}' is not one of the routes."
        if row["adequate_days"] not in lengths:
            yield f"{where}: {row['adequate_days']} days is not a trial length that medicines.toml states."
        yield from _row_faults(where, row)


def _row_faults(where: str, row: dict[str, str]) -> Iterator[str]:
    if row["atc"] and not _ATC.fullmatch(row["atc"]):
        yield f"{where}: the ATC code '{row['atc']}' is not a letter, two digits, two letters, two digits."
    if row["status"] not in _STATUSES:
        yield f"{where}: the status must be read or unverified, not '{row['status']}'."
    if not row["source"].strip():
        yield f"{where}: the source is missing."


def _name_faults(file: str, column: str, rows: Iterable[dict[str, str]]) -> Iterator[str]:
    owner: dict[str, str] = {}
    for row in rows:
        for name in [row[column], *listed(row["brands"])]:
            if not key(name):
                yield f"{file}, {row[column]}: the name '{name}' has no letter in it."
            for spelling in sorted(set(spellings(name))):
                if spelling in owner:
                    yield f"{file}: '{name}' is listed twice, at {owner[spelling]} and at {row[column]}."
                owner[spelling] = row[column]


def _parts_faults(pack: Pack) -> Iterator[str]:
    names = {key(name) for row in pack.acute for name in [row["name"], *listed(row["brands"])]}
    owner: dict[frozenset[str], str] = {}
    for row in pack.acute:
        parts = frozenset(row["name"].split(JOIN))
        if len(parts) == 1:
            continue
        for part in sorted(parts):
            if key(part) not in names:
                yield f"acute.csv, {row['name']}: '{part}' is in no row of its own."
        if parts in owner:
            yield f"acute.csv: {row['name']} and {owner[parts]} are made of the same substances."
        owner[parts] = row["name"]
