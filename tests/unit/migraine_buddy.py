"""Made-up Migraine Buddy exports for tests, and files damaged on purpose."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import strategies as st

from procerus.exchange.importers.imported import DateOrder, Imported
from procerus.exchange.importers.recognise import import_diary
from procerus.faults import BadInput

EXAMPLE = Path(__file__).parents[2] / "examples" / "exports" / "migraine-buddy.csv"
PREAMBLE = '"Date","Time Period","Description","Notes"\n\n'
OLDER = (
    "#", "Started", "Lasted", "Pain Level", "Affected Activities", "Potential Triggers", "Symptoms",
    "Most Bothersome Symptom", "Premonitory Symptoms", "Pain Positions", "Helpful Medication",
    "Somewhat Helpful Medication", "Unhelpful Medication", "Unsure Medication",
    "Helpful Non Drug Relief Methods", "Somewhat Helpful Non Drug Relief Methods",
    "Unhelpful Non Drug Relief Methods", "Unsure Non Drug Relief Methods", "Notes",
)  # fmt: skip
NEWER = (
    *OLDER[:3], "Start UTC Offset (min)", "End UTC Offset (min)", "Geohash", "Attack Types",
    "Attack Location", *OLDER[3:],
)  # fmt: skip


def triptan(name: str) -> bool:
    return "triptan" in name.lower()


def attack(started: str, lasted: str = "02h 00m", **said: str) -> dict[str, str]:
    """One attack; the other columns by their name with underscores."""
    return {"Started": started, "Lasted": lasted} | {k.replace("_", " "): v for k, v in said.items()}


def export(
    *attacks: dict[str, str], columns: tuple[str, ...] = NEWER, above: str = PREAMBLE, separator: str = ","
) -> str:
    """The text of an export with these attacks, numbered as the app does."""
    file = io.StringIO()
    rows = csv.DictWriter(file, columns, restval="", quoting=csv.QUOTE_ALL, delimiter=separator)
    rows.writeheader()
    rows.writerows({"#": str(number)} | one for number, one in enumerate(attacks, start=1))
    return above.replace('","', f'"{separator}"') + file.getvalue()


def read(text: str | bytes, order: DateOrder | None = None) -> Imported:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.dat"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return import_diary(path, order=order, aborts=triptan)


def days(*attacks: dict[str, str], columns: tuple[str, ...] = NEWER) -> dict[str, dict[str, str]]:
    return {row["date"]: row for row in read(export(*attacks, columns=columns)).rows}


def only_day(*attacks: dict[str, str]) -> dict[str, str]:
    (row,) = days(*attacks).values()
    return row


def complaints(text: str | bytes, order: DateOrder | None = None) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read(text, order)
    return [str(fault) for fault in caught.value.faults]


@st.composite
def mutated(draw: st.DrawFn, original: bytes) -> bytes:
    """The file with up to four bytes replaced, taken out, put in, or everything after one cut off."""
    raw = bytearray(original)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(raw) - 1)))
        match draw(st.sampled_from(["replace", "delete", "insert", "digit", "cut"])):
            case "replace":
                raw[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case "delete":
                del raw[at : at + draw(st.integers(1, 30))]
            case "insert":
                raw[at:at] = draw(
                    st.binary(min_size=1, max_size=4) | st.sampled_from([b'"', b",", b"\n", b"\0"])
                )
            case "digit":
                raw[at : at + 1] = draw(st.sampled_from([b"0", b"1", b"3", b"9"]))
            case "cut":
                del raw[at:]
    return bytes(raw)
