"""The same decision asked again is the same bytes: the golden files, here and as if far away."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from commands import program

ROOT = Path(__file__).parents[2]


def script() -> ModuleType:
    spec = spec_from_file_location("golden", ROOT / "scripts" / "golden.py")
    assert spec is not None and spec.loader is not None
    module = sys.modules["golden"] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GOLDEN = script()
ASKINGS = list(GOLDEN.askings())
# As far from one another as can be: hash seeds, the ends of the calendar's day, alphabets.
PLACES = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4294967295", "TZ": "Etc/GMT+12", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
)
ELSEWHERE = (
    "ehf-2018/ben-start-2026-11-01.json",
    "nice-ta260/eve-continue-2026-08-17.json",
    "wa-lni/cleo-start-2026-11-01.json",
)


def name_of(one: Any) -> str:
    return one.file.relative_to(GOLDEN.FOLDER).as_posix()


@pytest.mark.parametrize("one", ASKINGS, ids=name_of)
def test_a_decision_asked_again_is_the_same_byte_for_byte(one: Any):
    assert GOLDEN.printed(one).encode() == one.file.read_bytes(), "if on purpose, run scripts/golden.py"


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place["TZ"])
@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_decision_is_the_same_in_another_process_time_zone_and_language(name: str, place: dict[str, str]):
    [one] = [one for one in ASKINGS if name_of(one) == name]
    done = program(*one.arguments, **place)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.encode() == one.file.read_bytes()


def test_every_person_is_asked_every_question_of_four_policies_and_nothing_else_is_kept():
    assert len({one.policy for one in ASKINGS}) == 4 and len({one.person for one in ASKINGS}) == 6
    assert {(one.person, one.as_of) for one in ASKINGS if one.as_of != "2026-11-01"} == {
        ("eve", "2026-08-17")
    }
    assert {one.file for one in ASKINGS} == {path for path in GOLDEN.FOLDER.rglob("*") if path.is_file()}


def test_the_golden_files_hold_all_three_answers():
    texts = [one.file.read_text(encoding="utf-8") for one in ASKINGS]
    for answer in ("yes", "no", "unknown"):
        assert any(f'\n  "answer": "{answer}"' in text for text in texts)


def test_the_golden_files_stay_small_enough_to_read_through():
    assert sum(one.file.stat().st_size for one in ASKINGS) < 600_000


def test_renewing_writes_the_same_bytes_and_takes_out_what_is_no_longer_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    kept = {name_of(one): one.file.read_bytes() for one in ASKINGS if one.policy == "nice-ta260"}
    stale = tmp_path / "nice-ta260" / "gil-start-2026-11-01.json"
    stale.parent.mkdir()
    stale.write_text("{}")
    monkeypatch.setattr(GOLDEN, "FOLDER", tmp_path)
    monkeypatch.setattr(GOLDEN, "POLICIES", ("nice-ta260",))
    GOLDEN.renew()
    written = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.json")}
    assert written == kept
