"""What the command about adverse events writes, and what it refuses."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

from events import shape
from procerus.faults import BadInput

with warnings.catch_warnings():  # typer below 0.26 touches names that click 8.5 is about to retire
    warnings.simplefilter("ignore", DeprecationWarning)
    from procerus.cli.events import put_report


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "event.json"
    path.write_text(json.dumps(shape(reporter={})), encoding="utf-8")
    return path


def test_the_command_writes_text_json_and_paper(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put_report("yellow-card", file, "text", None)
    assert capsys.readouterr().out.startswith("Cannot be sent as it is.")
    put_report("medwatch", file, "json", None)
    assert json.loads(capsys.readouterr().out)["procerus"] == "event-report/1"
    out = file.with_name("report.pdf")
    put_report("yellow-card", file, "pdf", out)
    assert out.read_bytes()[:5] == b"%PDF-"
    assert capsys.readouterr().err == "Cannot be sent as it is. Still needed: a reporter.\n"


def test_paper_needs_a_file_that_can_be_written_and_was_not_read(file: Path) -> None:
    with pytest.raises(BadInput, match="cannot be shown on a terminal"):
        put_report("yellow-card", file, "pdf", None)
    with pytest.raises(BadInput, match="cannot be written: Is a directory"):
        put_report("yellow-card", file, "pdf", file.parent)


def test_a_report_is_not_written_over_the_file_it_was_made_of(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file.read_text(encoding="utf-8")
    monkeypatch.setattr("procerus.cli.events.was_read", lambda path: path == file)
    with pytest.raises(BadInput, match="is a file that was read"):
        put_report("yellow-card", file, "pdf", file)
    assert file.read_text(encoding="utf-8") == before
