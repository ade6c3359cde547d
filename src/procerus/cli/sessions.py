"""`procerus session`: from a plan to a form, from a form to a record, and what is asked of records later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from procerus.cli.packs import folders
from procerus.cli.people import read_person
from procerus.cli.planning import attested
from procerus.cli.reading import refuse_writing_over
from procerus.cli.screen import as_json, put
from procerus.exchange.letters.session_sheet import Sheet, sheet_of
from procerus.exchange.sessions.due import answered_in, standings
from procerus.exchange.sessions.filed import VERSION, Filed, read_filed, written_in
from procerus.exchange.sessions.folder import chain_faults, file_record, live, readable_in, records_in
from procerus.exchange.sessions.session_file import form_of, read_plan, session_from
from procerus.faults import BadInput, Fault
from procerus.injection.alike import alike
from procerus.injection.recall import Given, Recall, recalled
from procerus.injection.rejudged import faults_now, filed_too_soon
from procerus.injection.session import Record, recorded
from procerus.packs.anatomy import Language
from procerus.pathway.patient import Patient
from procerus.pathway.patient_file import strict_json

Faults = list[Fault]


def form(plan: Path, packs: Sequence[Path] | None) -> str:
    """The form of a plan, to be filled in by hand. Raises BadInput."""
    return as_json(form_of(read_plan(plan), folders(packs)).to_json())


@dataclass(frozen=True, slots=True)
class Checked:
    """A session that is sound, and the file it was written in."""

    record: Record
    written: dict[str, Any]
    person: Patient | None


def checked(file: Path, patient: Path | None, packs: Sequence[Path] | None) -> Checked:
    """The sound session of a file. BadInput lists everything that is wrong, as `FILE, place`."""
    written = written_in(file)
    session = session_from(written, file.name)
    person = None if patient is None else read_person(patient)
    try:
        record = recorded(session, folders(packs))
    except BadInput as bad:
        raise BadInput(_in_file(bad.faults, file)) from None
    return Checked(record, written, person)


def _against(one: Checked, alive: Sequence[Filed]) -> Iterable[Fault]:
    """What speaks against recording it, now that other records and the person's file are known."""
    replaces = one.record.session.replaces
    earlier = [
        filed.dose
        for filed in alive
        if alike(filed.patient, one.record.session.patient)
        and (replaces is None or filed.name != replaces.record)
    ]
    if one.person is None:
        return filed_too_soon(one.record, earlier)
    return faults_now(one.record, one.person.id, attested(one.person), earlier)


def _in_file(faults: Iterable[Fault], file: Path) -> Faults:
    return [replace(one, where=f"{file.name}, {one.where}") for one in faults]


def check(file: Path, patient: Path | None, packs: Sequence[Path] | None) -> str:
    """What would be recorded, in a few lines. Raises BadInput."""
    one = checked(file, patient, packs)
    found = list(_against(one, ()))
    if found:
        raise BadInput(_in_file(found, file))
    return f"{_summary(one.record)}\nNothing was written: procerus session record {file.name} --to DIR"


def file_it(file: Path, folder: Path, patient: Path | None, packs: Sequence[Path] | None) -> str:
    """Record a session, and say where. Raises BadInput, and then nothing is recorded."""
    if folder.exists() and not folder.is_dir():
        mend = "Name the folder of records: --to DIR."
        raise BadInput([Fault(f"--to {folder}", "is a file, not a folder", mend)])
    one = checked(file, patient, packs)
    try:
        place = file_record(one.record, one.written, folder, lambda alive: _against(one, alive))
    except BadInput as bad:
        raise BadInput(_in_file(bad.faults, file)) from None
    return f"{_summary(one.record)}\nRecorded as {place}\n{_dose_line(one.record.dose_line())}"


def _summary(record: Record) -> str:
    derived = record.to_json()
    lines = [
        f"{record.session.patient}, {derived['day']}: {derived['total_units']} U in {derived['sites']} sites,"
        f" {derived['discarded_units']} U discarded; {len(record.differences)} otherwise than planned"
    ]
    lines += [one.in_words for one in record.set_aside]
    return "\n".join(lines)


def _dose_line(dose: Any) -> str:
    return f"For the patient file's toxin list: {dose_json(dose)}"


def dose_json(dose: Any) -> str:
    """A dose as one line of JSON, as a patient file's `toxin` list has it."""
    import json

    return json.dumps(dose, ensure_ascii=False)


def dose(path: Path) -> str:
    """The doses of a record, or of every live record of a folder, one line of JSON each."""
    if path.is_dir():
        found = sorted(live(records_in(path)), key=lambda one: (one.patient, one.day))
        return (
            "\n".join(f"{one.patient}: {dose_json(one.derived['toxin'])}" for one in found) or "No records."
        )
    one = read_filed(path)
    return dose_json(one.derived["toxin"])


def sheet(file: Path, packs: Sequence[Path] | None, language: Language) -> Sheet:
    """The sheet of a record, or of a session that could be recorded. Raises BadInput."""
    value = strict_json(file)
    if isinstance(value, dict) and value.get("procerus") == VERSION:
        return _of_record(read_filed(file), language)
    record = checked(file, None, packs).record
    return sheet_of(record.session, record.to_json(), None, language)


def _of_record(one: Filed, language: Language) -> Sheet:
    """The sheet of a record. What a record holds was sound when it was filed; a forged one may not be."""
    session = one.session
    try:
        return sheet_of(session, one.derived, one.name, language)
    except (AssertionError, AttributeError, KeyError, TypeError, ValueError):
        why = "has the name of a record, and is not one that this program has filed"
        raise BadInput([Fault(one.name, why, "Compare it with the backup.")]) from None


def shown_json(file: Path, packs: Sequence[Path] | None) -> str:
    """A record, or what a sound session would come to, as JSON. Raises BadInput."""
    value = strict_json(file)
    if isinstance(value, dict) and value.get("procerus") == VERSION:
        one = read_filed(file)
        shape = {"record": one.name, "hash": one.hash, "recorded": one.derived, "session": one.written}
        return as_json(shape)
    one_checked = checked(file, None, packs)
    recorded_json = one_checked.record.to_json()
    return as_json({"record": None, "hash": None, "recorded": recorded_json, "session": one_checked.written})


def put_recall(lot: str, folder: Path, json: bool, out: Path | None) -> None:
    """Write who was given a lot. Records that were replaced are not read.

    What can be read is written before BadInput names what cannot: a lot is recalled today.
    """
    every, faults = readable_in(folder)
    found = recalled(lot, [Given(one.day, one.patient, one.lots) for one in live(every)])
    put(as_json(_recall_json(found)) if json else _recall_text(found), out)
    if faults:
        raise BadInput(faults)


def _recall_json(found: Recall) -> dict[str, Any]:
    parts = {"got": found.got, "look_at_too": found.look_at_too, "not_written_down": found.not_written_down}
    rows = {
        name: [{"date": one.date.isoformat(), "patient": one.patient, "lots": list(one.lots)} for one in part]
        for name, part in parts.items()
    }
    return {"lot": found.lot, **rows}


def _recall_text(found: Recall) -> str:
    lines = [f"Lot {found.lot}: {len(found.got)} {'session' if len(found.got) == 1 else 'sessions'}"]
    lines += [f"  {one.date.isoformat()}  {one.patient}" for one in found.got]
    if found.look_at_too:
        lines.append("Lots that look like it; compare with the vial or the box:")
        lines += [
            f"  {one.date.isoformat()}  {one.patient}  lot {', '.join(map(str, one.lots))}"
            for one in found.look_at_too
        ]
    return "\n".join(lines)


def put_due(folder: Path, as_of: date, json: bool, out: Path | None) -> None:
    """Write who has a question open, and who is due, on a day.

    What can be read is written before BadInput names what cannot.
    """
    every, faults = readable_in(folder)
    answered, unusable = answered_in(folder, every)
    found = standings(live(every), as_of, answered)
    if json:
        put(as_json([one.to_json() for one in found]), out)
    else:
        from procerus.cli.session_words import due_text

        put(due_text(found), out)
    if faults or unusable:
        raise BadInput((*faults, *unusable))


def verify(folder: Path, anchor: str | None) -> str:
    """Whether the records are as they were filed. Raises BadInput with everything that shows otherwise."""
    found = records_in(folder)
    faults = list(chain_faults(found, anchor))
    if faults:
        raise BadInput(faults)
    if not found:
        return "No records."
    followed = {one.after for one in found}
    tip = next(one for one in found if one.hash not in followed)
    many = "1 record" if len(found) == 1 else f"{len(found)} records"
    return (
        f"{many}, each as it was filed, none taken away from between.\nNote this elsewhere: {tip.hash}\n"
        "Later, --anchor with it shows that the end was not cut off either."
    )


def put_sheet(one: Sheet, pdf: bool, out: Path | None) -> None:
    """Write a sheet as text or PDF. Raises BadInput where it cannot be written."""
    if not pdf:
        from procerus.cli.session_words import sheet_text

        put(sheet_text(one), out)
        return
    from procerus.exchange.letters.session_sheet import as_pdf

    if out is None:
        raise BadInput([Fault("--format pdf", "cannot be shown on a terminal", "Name a file: --out x.pdf.")])
    refuse_writing_over(out)
    printed = as_pdf(one)
    try:
        out.write_bytes(printed)
    except OSError as error:
        raise BadInput([Fault(str(out), f"cannot be written: {error.strerror}")]) from None
