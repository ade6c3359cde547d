"""A file that somebody uploads: a diary file, a patient file, or the export of an app, read and not kept.

What is read travels through the preview signed, and is bound to the patient; the file itself is never stored
and never given back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from procerus.clinic.people.models import Patient
from procerus.diary.day import COLUMNS
from procerus.diary.read import read_days, read_diary
from procerus.diary.sheet import read_sheet
from procerus.exchange.importers.imported import DateOrder
from procerus.exchange.importers.recognise import import_diary, is_export
from procerus.faults import BadInput, Fault
from procerus.pathway.patient_file import patient_from, strict_json

LARGEST = 5 * 1024 * 1024
MOST_ROWS = 10_000
"""Twenty-seven years of days: a longer file is not one person's diary, or says each day many times. What was
read travels through the preview, and a page of so many days is still under 150 kB."""
LONGEST_NAME = 100
HOLDS = 60 * 60
"""So many seconds may pass between the preview and the confirmation."""
SALT = "days-of-a-diary"
OF_THE_PERSON = frozenset({"procerus", "id", "diary", "born", "sex"})
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was read: its rows have the columns of the diary file that were filled in."""

    name: str
    app: str
    digest: str
    rows: list[Row]
    named: str = ""
    """Whom the file calls its patient, where it says so."""
    born: str = ""
    sex: str = ""
    date_order: str = ""
    dropped: Sequence[str] = ()
    remarks: Sequence[str] = ()

    @property
    def days(self) -> list[tuple[date, Mapping[str, Any]]]:
        """Each day with what is said of it."""
        return [
            (date.fromisoformat(row["date"]), {key: one for key, one in row.items() if key != "date"})
            for row in self.rows
        ]

    def signed(self, patient: Patient) -> str:
        """This upload as text that nobody can change, for this patient only."""
        return signing.dumps(asdict(self), salt=f"{SALT} {patient.pk}", compress=True)


def signed_upload(text: str, patient: Patient) -> Upload:
    """An upload out of a preview. Raises BadInput where it is too old, of another patient, or changed."""
    try:
        return Upload(**signing.loads(text, salt=f"{SALT} {patient.pk}", max_age=HOLDS))
    except signing.BadSignature:
        why = "was read too long ago, or for another patient"
        raise BadInput([Fault("file", why, "Choose it again.")]) from None


def read_upload(called: str, raw: bytes, order: DateOrder | None = None) -> Upload:
    """Read a file. Raises BadInput with every fault of it."""
    name = tidy_name(called)
    digest = hashlib.sha256(raw).hexdigest()
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(raw)
        if is_export(path):
            return _export(path, digest, order)
        if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return _patient_file(path, digest)
        return _diary_file(path, digest)


def tidy_name(called: str) -> str:
    """The name of a file without a folder, without what cannot be printed, and not too long."""
    last = PureWindowsPath(PurePosixPath(called).name).name
    return "".join(one for one in last if one.isprintable())[-LONGEST_NAME:].strip(". ") or "file"


def _export(path: Path, digest: str, order: DateOrder | None) -> Upload:
    found = import_diary(path, order=order)
    _refuse_more_than(path.name, len(found.rows))
    rows = [{key: one for key, one in row.items() if one and key != "patient"} for row in found.rows]
    return Upload(
        path.name, found.source, digest, rows,
        date_order=found.date_order, dropped=list(found.dropped), remarks=list(found.remarks),
    )  # fmt: skip


def _diary_file(path: Path, digest: str) -> Upload:
    _refuse_more_than(path.name, _rows_of(path))
    diaries = read_diary(path)
    if len(diaries) > 1:
        why = f"holds the diaries of {len(diaries)} people"
        raise BadInput([Fault(path.name, why, "Upload the rows of this patient alone.")])
    with path.open("rb") as file:
        header, lines = read_sheet(file, path.name)
        columns = [cell.strip().lower() for cell in header]
        rows = [_filled_in(dict(zip(columns, cells, strict=False))) for _, cells in lines]
    return Upload(path.name, "diary file", digest, rows, diaries[0].patient)


def _patient_file(path: Path, digest: str) -> Upload:
    value = strict_json(path)
    days = value.get("diary") if isinstance(value, dict) else None
    _refuse_more_than(path.name, len(days) if isinstance(days, list) else 0)
    one = patient_from(value, path.name)
    assert isinstance(value, dict)  # the reader has seen to it
    rows = [_filled_in(row) for row in value["diary"]]
    left = [key for key in value if key not in OF_THE_PERSON]
    said = {key: str(value.get(key) or "") for key in ("born", "sex")}
    return Upload(path.name, "patient file", digest, rows, one.id, **said, dropped=left)


def _rows_of(path: Path) -> int:
    """How many rows a table has, counted before anything is understood, and no further than is needed."""
    with path.open("rb") as file:
        _header, lines = read_sheet(file, path.name)
        return sum(1 for _ in islice(lines, MOST_ROWS + 1))


def _refuse_more_than(name: str, rows: int) -> None:
    if rows > MOST_ROWS:
        why = _("has more than %(most)s rows, and no diary is that long") % {"most": f"{MOST_ROWS:,}"}
        mend = _("Is it the diary of one person, with one row a day? Otherwise divide it into several files.")
        raise BadInput([Fault(name, why, mend)])


def _filled_in(row: Mapping[str, Any]) -> Row:
    """The columns of a row that say something, other than whose it is."""
    kept = {key: row[key] for key in COLUMNS if key != "patient" and row.get(key) not in (None, "")}
    tidy = {key: one.strip() if isinstance(one, str) else one for key, one in kept.items()}
    return {key: one for key, one in tidy.items() if one != ""}


@dataclass(frozen=True, slots=True)
class Preview:
    """What an upload would add, told before anything is written."""

    upload: Upload
    new: int
    known: int
    beside: int
    """New statements of days of which something else was said already: both are kept."""
    first: date | None
    last: date | None
    yes: int
    no: int
    unknown_days: int
    to_come: int
    findings: tuple[str, ...]
    before: object = None
    """The import of the very same file, where there was one."""

    @property
    def ends(self) -> list[Row]:
        """The first rows and the last ones."""
        rows = self.upload.rows
        return rows if len(rows) <= 2 * SHOWN else [*rows[:SHOWN], {}, *rows[-SHOWN:]]


SHOWN = 3


def preview(
    upload: Upload, unsaid: Sequence[tuple[date, object]], said: frozenset[date], today: date, before: object
) -> Preview:
    """`unsaid` are the days that are new, `said` all of which something was said already."""
    diary = read_days(upload.rows, upload.name)
    first, last = diary.first, diary.last
    answered = sum(day.answered for day in diary.days.values())
    span = 0 if first is None or last is None else (last - first).days + 1
    return Preview(
        upload=upload,
        new=len(unsaid),
        known=len(upload.rows) - len(unsaid),
        beside=len({day for day, _ in unsaid if day in said}),
        first=first,
        last=last,
        yes=sum(str(day.headache) == "yes" for day in diary.days.values()),
        no=sum(str(day.headache) == "no" for day in diary.days.values()),
        unknown_days=span - answered,
        to_come=sum(day >= today for day in diary.days),
        findings=tuple(str(one) for one in diary.findings),
        before=before,
    )
