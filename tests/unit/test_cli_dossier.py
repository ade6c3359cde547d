"""`procerus dossier`: what it prints, what it writes, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import run
from people import EXAMPLES
from procerus.packs.load import PACKS

ADA, BEN, CLEO = (str(EXAMPLES / f"{name}.json") for name in ("ada", "ben", "cleo"))


def test_text_begins_with_whether_it_is_complete(capsys: pytest.CaptureFixture[str]):
    assert run(["dossier", "prior-authorisation", "nice-ta260", ADA]) == 0
    assert capsys.readouterr().out.startswith("Complete: ")


def test_no_line_is_wider_than_the_terminal(capsys, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "60")
    run(["dossier", "shared-decision", "nice-ta260", BEN])
    long = [line for line in capsys.readouterr().out.splitlines() if len(line) > 60]
    assert [line for line in long if " " in line.strip()] == []


def test_json_says_the_same_as_text(capsys: pytest.CaptureFixture[str]):
    run(["dossier", "appeal", "nice-ta260", CLEO, "--denied", "adult", "--denied-on", "2026-10-01",
         "--as-of", "2026-11-01", "--format", "json"])  # fmt: skip
    shape = json.loads(capsys.readouterr().out)
    assert shape["procerus"] == "dossier/1"
    assert shape["refusal"] == {"denied": ["adult"], "on": "2026-10-01"}
    assert shape["says"].startswith("Not complete: ")


def test_a_pdf_goes_to_a_file_and_its_completeness_to_the_person(capsys, tmp_path: Path):
    out = tmp_path / "letter.pdf"
    assert run(["dossier", "renewal", "nice-ta260", ADA, "--format", "pdf", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert capsys.readouterr() == ("", "Not complete: 1 item is missing.\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["renewal", "nice-ta260", ADA, "--format", "pdf"], "Name a file: --out letter.pdf."),
        (["renewal", "nice-ta26", ADA], "Did you mean 'nice-ta260'?"),
        (["appeal", "nice-ta260", CLEO, "--denied", "adlt"], "Did you mean 'adult'?"),
        (
            ["appeal", "nice-ta260", CLEO, "--denied-on", "yesterday"],
            "--denied-on: 'yesterday' is not a date",
        ),
        (["renewal", "nice-ta260", ADA, "--denied", "adult"], "Only an appeal answers a refusal."),
        (["renewals", "nice-ta260", ADA], "is not one of"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(arguments, says, capsys):
    assert run(["dossier", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert says in shown.err


def test_a_letter_can_be_made_under_a_policy_of_ones_own(capsys, tmp_path: Path):
    text = (PACKS / "policies" / "nice-ta260.toml").read_text(encoding="utf-8")
    own = tmp_path / "own-clinic.toml"
    own.write_text(text.replace('"nice-ta260"', '"own-clinic"', 1), encoding="utf-8")
    assert run(["dossier", "renewal", "own-clinic", ADA, "--packs", str(tmp_path)]) == 0
    assert "(own-clinic; " in capsys.readouterr().out


def test_a_letter_never_takes_the_place_of_the_record(capsys, tmp_path: Path):
    for name in ("ada.json", "ada.csv"):
        (tmp_path / name).write_bytes((EXAMPLES / name).read_bytes())
    record = tmp_path / "ada.json"
    before = record.read_bytes()
    for form in ("pdf", "json", "text"):
        asked = ["dossier", "renewal", "nice-ta260", str(record), "--format", form, "--out", str(record)]
        assert run(asked) == 2
    assert record.read_bytes() == before


def test_a_folder_that_is_not_there_is_said_to_be_so(capsys, tmp_path: Path):
    out = tmp_path / "nowhere" / "letter.pdf"
    assert run(["dossier", "renewal", "nice-ta260", ADA, "--format", "pdf", "--out", str(out)]) == 2
    assert "cannot be written" in capsys.readouterr().err
