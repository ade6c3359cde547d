"""A session planned again is the same bytes: every sentence and number of a plan, for many people."""

from __future__ import annotations

import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from commands import program

ROOT = Path(__file__).parents[2]


def script() -> ModuleType:
    spec = spec_from_file_location("golden_plans", ROOT / "scripts" / "golden_plans.py")
    assert spec is not None and spec.loader is not None
    module = sys.modules["golden_plans"] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GOLDEN = script()


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("PROCERUS_PACKS", raising=False)


@pytest.mark.parametrize("one", GOLDEN.PLANNINGS, ids=lambda one: one.name)
def test_a_session_planned_again_is_the_same_byte_for_byte(one: Any):
    for ending, text in GOLDEN.printed(one).items():
        kept = one.file(ending).read_text(encoding="utf-8")
        assert text == kept, "if on purpose, run scripts/golden_plans.py"


def test_nothing_else_is_kept_and_all_three_answers_are():
    kept = {one.file(ending) for one in GOLDEN.PLANNINGS for ending in ("txt", "json")}
    assert kept == set(GOLDEN.FOLDER.iterdir())
    shapes = [json.loads(one.file("json").read_text(encoding="utf-8")) for one in GOLDEN.PLANNINGS]
    assert {shape["allowed"] for shape in shapes} == {"yes", "no", "unknown"}
    assert {found["severity"] for shape in shapes for found in shape["findings"]} == {
        "stop", "caution", "information",
    }  # fmt: skip


def test_a_session_is_planned_the_same_in_another_process_time_zone_and_language():
    [one] = [one for one in GOLDEN.PLANNINGS if one.name == "preempt-195"]
    extra = [part for place in one.options["extra"] for part in ("--extra", place)]
    far = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "COLUMNS": "80"}
    for ending, form in (("txt", "text"), ("json", "json")):
        done = program("plan", "preempt", "--product", "botox", *extra, "--format", form, **far)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == one.file(ending).read_text(encoding="utf-8")
