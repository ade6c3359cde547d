"""`procerus event report`: what it writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import run
from events import shape


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
