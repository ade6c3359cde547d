"""`procerus session`: what each verb prints, writes and refuses."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commands import run
from people import EXAMPLES
from procerus.exchange.sessions.filed import hash_of
from procerus.exchange.sessions.folder import records_in
from procerus.injection.prepared import Terms
from procerus.packs.protocols import find_protocol
from procerus.packs.signatures import lines_to_sign
from sessions import (
    LEFT_FRONTALIS,
    Json,
    ada_session,
    added,
    alone,
    dystonia,
    filled,
    otherwise,
    plan_of,
    six_weeks_after,
    somebody,
)

ADA = EXAMPLES / "ada.json"


def write(path: Path, shape: object) -> Path:
    path.write_text(json.dumps(shape))
    return path


def ada_file(**said: Any) -> Json:
    """Ada's patient file, without her diary, with something else said."""
    shape: Json = json.loads(ADA.read_text()) | {"diary": []}
    today = shape["today"] | said.pop("today", {})
    return shape | {"today": today} | said


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return write(tmp_path / "session.json", ada_session())


@pytest.fixture
def folder(tmp_path: Path, session: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder with Ada's record."""
    run(["session", "record", str(session), "--to", str(tmp_path / "records")])
    capsys.readouterr()
    return tmp_path / "records"


def the_record(folder: Path) -> Path:
    (one,) = records_in(folder)
    return one.path


def out(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What a command prints when all is well."""
    assert run(["session", *map(str, arguments)]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def err(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What a command complains of."""
    assert run(["session", *map(str, arguments)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def test_a_plan_becomes_a_form_and_the_form_a_record(capsys, tmp_path: Path):
    plan = tmp_path / "plan.json"
    assert run(["plan", "preempt", "--product", "botox", "--patient", str(ADA), "--on", "2026-11-01",
                "--format", "json", "--out", str(plan)]) == 0  # fmt: skip
    out(capsys, "new", plan, "--out", tmp_path / "form.json")
    form = json.loads((tmp_path / "form.json").read_text())
    assert form["patient"] == "made-up-ada"
    assert "form.json, consent: is not there" in err(capsys, "check", tmp_path / "form.json")
    told = {key: one for key, one in ada_session().items() if key not in ("plan", "plan_seal")}
    session = write(tmp_path / "session.json", form | told)
    said = out(capsys, "record", session, "--to", tmp_path / "records", "--patient", ADA)
    assert "made-up-ada, 2026-11-01: 155 U in 31 sites, 45 U discarded; 0 otherwise than planned" in said
    assert f"Recorded as {the_record(tmp_path / 'records')}" in said
    assert (
        '{"date": "2026-11-01", "product": "botox", "indication": "chronic-migraine", "units": 155}' in said
    )


def test_check_writes_nothing_and_says_what_would_be_recorded(capsys, session: Path):
    before = sorted(session.parent.rglob("*"))
    said = out(capsys, "check", session)
    assert "155 U in 31 sites" in said and "Nothing was written" in said
    assert sorted(session.parent.rglob("*")) == before
    write(session, alone(six_weeks_after()))
    assert "awaits countersignature by 2 Nov 2026" in out(capsys, "check", session)


def test_a_refused_session_leaves_no_record(capsys, tmp_path: Path, session: Path):
    write(session, otherwise(ada_session(), LEFT_FRONTALIS, why=None))
    assert "session.json, differences: nobody says why" in err(
        capsys, "record", session, "--to", tmp_path / "records"
    )
    assert not (tmp_path / "records").exists()


def test_a_session_is_not_recorded_into_a_file(capsys, session: Path):
    said = err(capsys, "record", session, "--to", session)
    assert said == f"--to {session}: is a file, not a folder. Name the folder of records: --to DIR.\n"


def test_a_session_is_recorded_once(capsys, session: Path, folder: Path):
    assert "session.json, patient: 'made-up-ada' is recorded already" in err(
        capsys, "record", session, "--to", folder
    )


def test_a_dose_given_elsewhere_since_the_plan_blocks_the_record(capsys, session: Path, tmp_path: Path):
    since = {"date": "2026-10-20", "product": "dysport", "indication": "cosmetic", "units": 50}
    later = write(tmp_path / "ada.json", ada_file(toxin=[since]))
    said = err(capsys, "check", session, "--patient", later)
    assert "finding other-toxin: is new since the plan was printed" in said
    assert said == err(capsys, "record", session, "--to", tmp_path / "records", "--patient", later)


def test_an_earlier_record_in_the_folder_blocks_one_too_soon(capsys, folder: Path, tmp_path: Path):
    soon = date(2026, 12, 1)
    again = write(tmp_path / "again.json", filled(plan_of(somebody(soon), soon)))
    assert "was recorded in this folder for 1 Nov 2026" in err(capsys, "record", again, "--to", folder)
    patient = write(tmp_path / "ada.json", ada_file(today={"on": "2026-12-01"}))
    said = err(capsys, "record", again, "--to", folder, "--patient", patient)
    assert "finding interval: is new since the plan was printed" in said


def test_the_interval_counts_for_a_person_typed_in_another_way(capsys, folder: Path, tmp_path: Path):
    soon = date(2026, 12, 1)
    again = write(tmp_path / "again.json", filled(plan_of(somebody(soon), soon, patient="Made-Up-ADA")))
    assert "was recorded in this folder for 1 Nov 2026" in err(capsys, "record", again, "--to", folder)
    patient = write(tmp_path / "ada.json", ada_file(today={"on": "2026-12-01"}))
    said = err(capsys, "record", again, "--to", folder, "--patient", patient)
    assert "finding interval: is new since the plan was printed" in said


def test_a_correction_replaces_its_record_and_both_are_kept(capsys, folder: Path, tmp_path: Path):
    name = the_record(folder).name
    shape = ada_session() | {"replaces": {"record": name, "why": "lot mistyped"}}
    shape["vials"][0]["lot"] = "C8847"
    out(capsys, "record", write(tmp_path / "again.json", shape), "--to", folder)
    assert len(records_in(folder)) == 2
    assert "Lot C8847: 1 session" in out(capsys, "recall", "C8847", folder)
    assert "Lot C8841: 0 sessions" in out(capsys, "recall", "C8841", folder)


@pytest.mark.parametrize("what", ["session", "record"])
def test_a_session_and_its_record_are_shown_alike(capsys, session: Path, folder: Path, what: str):
    said = out(capsys, "show", session if what == "session" else the_record(folder))
    assert ("Not recorded yet" in said) == (what == "session")
    assert "frontalis 1, patient's left" in said
    assert "155 U given + 45 U discarded = 200 U opened" in said
    assert "Nothing: given as planned." in said and "Asked; no complication." in said


def test_whatever_was_written_is_shown(capsys, session: Path):
    shape = added(otherwise(six_weeks_after(), LEFT_FRONTALIS), "trapezius-extra-1-left")
    shape |= {"complications": ["bled at the brow"], "note": "calm", "replaces": {"record": "x", "why": "y"}}
    said = " ".join(out(capsys, "show", write(session, shape)).split())
    for text in ("stop: onabotulinumtoxinA was last given", "Set aside by N. Example: cluster of attacks",
                 "bled at the brow", "Note: calm", "Corrects x: y", "vial 1 added"):  # fmt: skip
        assert text in said


def test_no_line_is_wider_than_the_terminal(capsys, session: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "90")
    assert [line for line in out(capsys, "show", session).splitlines() if len(line) > 90] == []


def test_json_has_the_session_and_what_follows_from_it(capsys, session: Path, folder: Path):
    loose: dict[str, Any] = json.loads(out(capsys, "show", session, "--format", "json"))
    filed: dict[str, Any] = json.loads(out(capsys, "show", the_record(folder), "--format", "json"))
    assert (loose["record"], filed["record"]) == (None, the_record(folder).name)
    assert loose["session"] == filed["session"] == ada_session()
    assert loose["recorded"]["next_day"] == filed["recorded"]["next_day"] == "2027-01-24"


def test_a_pdf_goes_to_a_file_and_never_over_one_that_was_read(capsys, session: Path, tmp_path: Path):
    assert "cannot be shown on a terminal" in err(capsys, "show", session, "--format", "pdf")
    out(capsys, "show", session, "--format", "pdf", "--out", tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert "is a file that was read" in err(capsys, "show", session, "--format", "pdf", "--out", session)
    assert "cannot be written" in err(
        capsys, "show", session, "--format", "pdf", "--out", tmp_path / "no" / "x.pdf"
    )


def test_the_sites_are_named_in_german_on_request(capsys, session: Path):
    assert "M. frontalis 1, links (Patient)" in out(capsys, "show", session, "--language", "de")


def test_where_the_eu_label_is_followed_no_us_claim_is_shown(capsys, session: Path):
    assert "US claim: J0585 155 U; J0585 JW 45 U" in out(capsys, "show", session)
    write(session, filled(plan_of(terms=Terms(label="eu"))))
    assert "US claim" not in out(capsys, "show", session)


def test_the_dose_is_one_line_of_json(capsys, folder: Path):
    line = out(capsys, "dose", the_record(folder))
    assert json.loads(line) == {
        "date": "2026-11-01", "product": "botox", "indication": "chronic-migraine", "units": 155,
    }  # fmt: skip
    assert out(capsys, "dose", folder) == f"made-up-ada: {line}"


def test_a_recall_lists_lots_that_look_alike_apart(capsys, folder: Path):
    assert "Lot c8841: 1 session\n  2026-11-01  made-up-ada\n" in out(capsys, "recall", "c8841", folder)
    said = out(capsys, "recall", "C8814", folder)
    assert "Lot C8814: 0 sessions\nLots that look like it" in said and "lot C8841" in said
    shape = json.loads(out(capsys, "recall", "C8814", folder, "--format", "json"))
    assert shape["got"] == [] and shape["look_at_too"][0]["patient"] == "made-up-ada"
    assert "is empty" in err(capsys, "recall", " ", folder)


def test_who_is_due_is_listed_with_open_questions_and_weeks_late(capsys, folder: Path):
    assert "due since 24 Jan 2027, 2 weeks late" in out(capsys, "due", folder, "--as-of", "2027-02-10")
    assert "due since 24 Jan 2027, 1 week late" in out(capsys, "due", folder, "--as-of", "2027-01-31")
    assert "next: due today\n" in out(capsys, "due", folder, "--as-of", "2027-01-24")
    said = out(capsys, "due", folder, "--as-of", "2026-11-10")
    assert "next: not before 24 Jan 2027" in said and "day-7 question open since 8 Nov 2026" in said
    assert out(capsys, "due", folder, "--as-of", "2026-10-01") == "No records up to that day.\n"
    shape = json.loads(out(capsys, "due", folder, "--as-of", "2027-02-10", "--format", "json"))
    assert shape[0]["weeks_late"] == 2
    assert "is not a date" in err(capsys, "due", folder, "--as-of", "soon")


def test_a_countersignature_that_is_awaited_stands_in_the_list(capsys, tmp_path: Path):
    session = write(tmp_path / "session.json", alone(six_weeks_after()))
    out(capsys, "record", session, "--to", tmp_path / "records")
    said = out(capsys, "due", tmp_path / "records", "--as-of", "2026-11-02")
    assert "awaits countersignature by 2 Nov 2026" in said


def test_a_sound_folder_is_verified_and_its_last_hash_told(capsys, folder: Path, tmp_path: Path):
    (one,) = records_in(folder)
    said = out(capsys, "verify", folder)
    assert said.startswith("1 record, each as it was filed") and one.hash in said
    assert out(capsys, "verify", folder, "--anchor", one.hash) == said
    write(tmp_path / "ben.json", ada_session() | {"patient": "x"})
    (tmp_path / "empty").mkdir()
    assert out(capsys, "verify", tmp_path / "empty") == "No records.\n"
    assert out(capsys, "dose", tmp_path / "empty") == "No records.\n"


def test_a_record_that_was_changed_is_refused_by_every_verb(capsys, folder: Path):
    path = the_record(folder)
    path.write_bytes(path.read_bytes().replace(b"C8841", b"C8847"))
    for verb in (["verify", folder], ["record", write(folder / "new.json", ada_session()), "--to", folder],
                 ["show", path], ["show", path, "--format", "json"], ["dose", path]):  # fmt: skip
        assert "is not as it was filed" in err(capsys, *verb)
    path.unlink()
    assert "the end of the chain was cut off" in err(capsys, "verify", folder, "--anchor", "0" * 64)


@pytest.mark.parametrize("verb", [["recall", "C8841"], ["due", "--as-of", "2027-02-10"]])
@pytest.mark.parametrize("form", ["text", "json"])
def test_one_damaged_record_does_not_hide_the_others_and_is_not_overlooked(
    capsys, folder: Path, tmp_path: Path, verb: list[str], form: str
):
    damaged = the_record(folder)
    session = write(tmp_path / "ben.json", filled(plan_of(patient="made-up-ben")))
    out(capsys, "record", session, "--to", folder)
    damaged.write_text("damaged")
    assert run(["session", *verb, str(folder), "--format", form]) == 2
    said = capsys.readouterr()
    assert "made-up-ben" in said.out and "made-up-ada" not in said.out
    assert f"{damaged.name}: is not as it was filed" in said.err


def test_a_damaged_list_of_answers_does_not_hide_who_is_due(capsys, folder: Path):
    (folder / "answered.csv").write_text("what is this")
    assert run(["session", "due", str(folder), "--as-of", "2027-02-10"]) == 2
    said = capsys.readouterr()
    assert "due since 24 Jan 2027" in said.out
    assert "answered.csv, row 1: is not its header" in said.err


def test_two_records_say_that_they_are_two(capsys, folder: Path, tmp_path: Path):
    session = write(tmp_path / "ben.json", filled(plan_of(patient="made-up-ben")))
    out(capsys, "record", session, "--to", folder)
    assert out(capsys, "verify", folder).startswith("2 records, each as it was filed")


def test_a_clinics_own_folder_of_packs_signs_its_protocols(capsys, tmp_path: Path):
    session = write(tmp_path / "session.json", dystonia())
    assert "your clinic has not signed it" in err(capsys, "check", session)
    lines = [*lines_to_sign(find_protocol("cervical-dystonia"))[:-1], "on = 2026-10-01"]
    packs = tmp_path / "packs"
    packs.mkdir()
    (packs / "signatures.toml").write_text("\n".join(lines))
    assert "75 U in 6 sites" in out(capsys, "check", session, "--packs", packs)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "null", '{"procerus": "session/1"}', '{"procerus": "record/1"}', "\x00"]
)
def test_a_file_that_is_no_session_is_refused_in_a_sentence(capsys, tmp_path: Path, text: str):
    path = tmp_path / "session.json"
    path.write_text(text)
    for verb in (["check", path], ["show", path], ["show", path, "--format", "json"], ["new", path],
                 ["dose", path], ["record", path, "--to", tmp_path / "records"]):  # fmt: skip
        said = err(capsys, *verb)
        assert "Traceback" not in said and "session.json" in said
    assert not (tmp_path / "records").exists()


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [("session", "at", None), ("session", "given", [{"site": "x"}]), ("recorded", "billing", 5),
     ("recorded", "differences", None), ("recorded", "next_day", None), ("session", "vials", [{}])],
)  # fmt: skip
def test_a_forged_record_is_refused_in_a_sentence(capsys, folder: Path, part: str, key: str, value: object):
    shape = json.loads(the_record(folder).read_text())
    shape[part][key] = value
    content = json.dumps(shape).encode()
    forged = folder / f"2026-11-01-made-up-ada-{hash_of(content)[:16]}.json"
    forged.write_bytes(content)
    said = err(capsys, "show", forged)
    assert "Compare it with the backup" in said or "has no 'next_day'" in said
