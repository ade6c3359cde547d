"""What was recorded is there for good: no result of any command is written over it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import run
from people import EXAMPLES
from procerus.exchange.sessions.folder import file_record, records_in
from sessions import ada_session, filled, plan_of, record_of

ADA = str(EXAMPLES / "ada.json")
PLAN = ["plan", "preempt", "--product", "botox"]
DOSSIER = ["dossier", "prior-authorisation", "nice-ta260", ADA, "--format", "pdf"]
NEVER = "is the place of a recorded session, and a record is never written over. Name another file."


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The records of Ada and Ben in one folder."""
    for shape in (ada_session(), filled(plan_of(patient="made-up-ben"))):
        file_record(record_of(shape), shape, tmp_path / "rec", lambda alive: ())
    ada, ben = records_in(tmp_path / "rec")
    return ada.path, ben.path


@pytest.mark.parametrize(
    "verb",
    [
        ["session", "show", "ADA", "--out"],
        ["session", "show", "ADA", "--format", "json", "--out"],
        ["session", "show", "ADA", "--format", "pdf", "--out"],
        ["session", "dose", "ADA", "--out"],
        ["event", "new", "ADA", "--out"],
        [*PLAN, "--out"],
        [*PLAN, "--svg"],
        [*DOSSIER, "--out"],
        ["classify", str(EXAMPLES / "ada.csv"), "--out"],
    ],
)
def test_no_result_is_written_over_a_record(
    verb: list[str], two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    ada, ben = two
    before = ben.read_bytes()
    assert run([str(ada) if one == "ADA" else one for one in verb] + [str(ben)]) == 2
    assert f"{ben.name}: {NEVER}" in capsys.readouterr().err
    assert ben.read_bytes() == before


def test_a_report_of_an_event_is_not_written_over_a_record_either(
    two: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "event.json"
    assert run(["event", "new", str(two[0]), "--out", str(form)]) == 0
    said = json.loads(form.read_text())
    form.write_text(json.dumps(said | {"event": said["event"] | {"term": "eyelid ptosis"}}))
    verb = ["event", "report", "medwatch", str(form), "--format", "pdf", "--out", str(two[1])]
    assert run(verb) == 2
    assert NEVER in capsys.readouterr().err


def test_a_record_is_known_by_what_it_says_and_a_damaged_one_by_its_name(
    two: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copied = tmp_path / "copy.txt"
    copied.write_bytes(two[0].read_bytes())
    link = tmp_path / "link"
    link.symlink_to(two[0])
    two[1].write_text("damaged")
    for out in (copied, link, two[1]):
        before = out.read_bytes()
        assert run([*PLAN, "--out", str(out)]) == 2
        assert NEVER in capsys.readouterr().err
        assert out.read_bytes() == before


def test_an_earlier_result_may_be_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, svg = tmp_path / "plan.json", tmp_path / "map.svg"
    for form in ("json", "text", "json"):
        assert run([*PLAN, "--format", form, "--out", str(out), "--svg", str(svg)]) == 0
    assert json.loads(out.read_text())["protocol"] == "preempt"


def test_where_the_plan_may_not_go_its_map_is_not_drawn_either(
    two: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*PLAN, "--svg", str(tmp_path / "map.svg"), "--out", str(two[1])]) == 2
    assert not (tmp_path / "map.svg").exists()
