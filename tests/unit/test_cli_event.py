"""`procerus event`: the form it makes of a record, the report it writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import run
from events import shape
from sessions import ada_session


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "event.json"
    path.write_text(json.dumps(shape(reporter={})), encoding="utf-8")
    return path


def asked(file: Path, scheme: str, form: str, *more: object) -> list[str]:
    return ["event", "report", scheme, str(file), "--format", form, *map(str, more)]


def test_the_command_writes_text_json_and_paper(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(asked(file, "yellow-card", "text")) == 0
    assert capsys.readouterr().out.startswith("Cannot be sent as it is.")
    assert run(asked(file, "medwatch", "json")) == 0
    assert json.loads(capsys.readouterr().out)["scheme"] == "medwatch"
    out = file.with_name("report.pdf")
    assert run(asked(file, "yellow-card", "pdf", "--out", out)) == 0
    assert out.read_bytes()[:5] == b"%PDF-"
    assert capsys.readouterr().err == "Cannot be sent as it is. Still needed: a reporter.\n"


@pytest.mark.parametrize("form", ["text", "pdf"])
def test_a_report_is_not_written_over_the_file_it_was_made_of(
    file: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = file.read_text(encoding="utf-8")
    assert run(asked(file, "medwatch", form, "--out", file)) == 2
    assert "is a file that was read" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == before


def test_paper_needs_a_file_that_can_be_written(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(asked(file, "medwatch", "pdf")) == 2
    assert "cannot be shown on a terminal" in capsys.readouterr().err
    assert run(asked(file, "medwatch", "pdf", "--out", file.parent)) == 2
    assert "cannot be written: Is a directory" in capsys.readouterr().err


def test_a_slip_in_the_file_is_told_in_one_sentence(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(json.dumps(shape(evnt={})), encoding="utf-8")
    assert run(asked(file, "medwatch", "text")) == 2
    assert "Did you mean 'event'?" in capsys.readouterr().err


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A session of the made-up Ada, recorded."""
    session, records = tmp_path / "session.json", tmp_path / "records"
    session.write_text(json.dumps(ada_session()), encoding="utf-8")
    assert run(["session", "record", str(session), "--to", str(records)]) == 0
    [path] = records.glob("*.json")
    return path


def test_the_form_of_an_event_has_the_dose_and_the_lots_and_leaves_the_rest_to_be_said(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["event", "new", str(record)]) == 0
    form = json.loads(capsys.readouterr().out)
    lots = json.loads(record.read_text())["session"]["vials"]
    assert form["session"]["lots"] == [{"lot": one["lot"]} for one in lots]
    assert (form["session"]["product"], form["session"]["units"]) == ("botox", 155)
    assert set(form["event"].values()) == {None}
    assert (form["patient"]["born"], form["patient"]["sex"], form["medicines"]) == (None, None, None)


def test_the_form_is_read_once_somebody_has_said_what_happened(record: Path, tmp_path: Path) -> None:
    form = tmp_path / "form.json"
    assert run(["event", "new", str(record), "--out", str(form)]) == 0
    assert run(asked(form, "medwatch", "text")) == 2  # nobody has said what happened
    said = json.loads(form.read_text())
    said["event"]["term"] = "neck pain"
    form.write_text(json.dumps(said))
    assert run(asked(form, "medwatch", "text")) == 0


def test_the_form_takes_born_and_sex_from_the_right_persons_file_only(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    who = json.loads(record.read_text())["session"]["patient"]
    person = tmp_path / "person.json"
    shape_of = {"procerus": "patient/1", "id": who, "diary": [], "born": "1984-05-02", "sex": "female"}
    person.write_text(json.dumps(shape_of))
    capsys.readouterr()
    assert run(["event", "new", str(record), "--patient", str(person)]) == 0
    form = json.loads(capsys.readouterr().out)
    assert (form["patient"]["born"], form["patient"]["sex"]) == ("1984-05-02", "female")
    person.write_text(json.dumps({**shape_of, "id": "somebody else"}))
    assert run(["event", "new", str(record), "--patient", str(person)]) == 2
    assert f"is of 'somebody else', and the record is of '{who}'" in capsys.readouterr().err
