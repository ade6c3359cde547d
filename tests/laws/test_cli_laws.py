"""Whatever the files hold: exit code 0 and a result, or 2 and sentences, and never an exception."""

from __future__ import annotations

import contextlib
import copy
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import run
from people import EXAMPLES, NAMES

PATIENTS = [json.loads((EXAMPLES / f"{name}.json").read_bytes()) for name in NAMES]
SCHEMA_KEYS = [
    "stops",
    "counts",
    "toxin",
    "from",
    "to",
    "date",
    "reason",
    "headache_days",
    "outcome",
    "drug",
    "x",
]
DIARIES = {name: (EXAMPLES / f"{name}.csv").read_text(encoding="utf-8").splitlines()[:60] for name in NAMES}
VALUES = st.sampled_from(
    ["", "yes", "no", "unknown", "2024", "2026-03", "2026-02-30", "2199-12-31", "1900-01-01", "too_short",
     "ineffective", "chronic-migraine", "Zzyzzol", "sumatriptan", "none", "Ana\u0308din\u200b", "\u202e",
     "\ud800", "x" * 300, None, True, -1, 0, 1, 15, 31, 10**9, 10**30, 0.5, [], {}, [3, 2], [20, 22]]
).map(copy.deepcopy)  # fmt: skip
CELLS = st.sampled_from(
    ["", "yes", "no", "perhaps", "24", "24.5", "-1", "severe", "11", "none; ibuprofen", "2026-08-01", "Zoe",
     "1900-01-01", "2199-12-31", "31/12/2026", "2026-10-10T25:00", "2026-10-10T10:00Z", '"', "=1+1", "\u00a0",
     "\x00", "x2", ";"]
)  # fmt: skip


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container in a value, with each of its keys or positions."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [(value, key) for key, _ in inside]
    for container, key in list(found):
        found += places(container[key])
    return found


@st.composite
def mutated_patients(draw: st.DrawFn) -> dict[str, Any]:
    """One of the six people with up to three values changed, taken out, put in or taken from another."""
    patient = copy.deepcopy(draw(st.sampled_from(PATIENTS)))
    for _ in range(draw(st.integers(0, 3))):
        container, key = draw(st.sampled_from(places(patient)))
        match draw(st.sampled_from(["change", "drop", "move", "add"])):
            case "change":
                container[key] = draw(VALUES)
            case "drop":
                container.pop(key)
            case "move":
                other, place = draw(st.sampled_from(places(draw(st.sampled_from(PATIENTS)))))
                container[key] = copy.deepcopy(other[place])
            case "add" if isinstance(container, dict):
                container[draw(st.sampled_from(SCHEMA_KEYS))] = draw(VALUES)
        if not places(patient):
            break
    return patient


@st.composite
def mutated_diaries(draw: st.DrawFn) -> bytes:
    """One of the six diaries with cells and lines changed, and now and then a few bytes."""
    lines = list(draw(st.sampled_from(sorted(DIARIES.items())))[1])
    for _ in range(draw(st.integers(0, 4))):
        row = draw(st.integers(0, len(lines) - 1))
        cells = lines[row].split(",")
        match draw(st.sampled_from(["cell", "drop", "twice", "swap"])):
            case "cell":
                cells[draw(st.integers(0, len(cells) - 1))] = draw(CELLS)
                lines[row] = ",".join(cells)
            case "drop" if len(lines) > 1:
                lines.pop(row)
            case "twice":
                lines.append(lines[row])
            case "swap":
                lines[row] = ",".join(reversed(cells))
    ending = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    whole = bytearray(ending.join(lines).encode("utf-8", "surrogatepass"))
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        at = draw(st.integers(0, len(whole)))
        whole[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=4))
    return bytes(whole)


def exits(command: list[str]) -> int:
    """Its exit code, seeing to it that results and complaints are where they belong and can be written."""
    written = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(one, encoding="utf-8", write_through=True) for one in written)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(command)
    result, complaints = (one.getvalue().decode() for one in written)
    assert code in (0, 2)
    assert bool(result) is (code == 0)
    assert code == 0 or complaints.strip()
    if code == 0 and "json" in command:
        json.loads(result)
    return code


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mutated")


formats = st.sampled_from(["text", "json"])
policies = st.sampled_from(["nice-ta260", "nice-ta260-2012", "botox-for-migraines"])
questions = st.sampled_from(["start", "continue"])
days = st.sampled_from([None, "2026-08-17", "2026-11-01", "1900-01-01", "2199-12-31"])


@given(mutated_patients(), st.none() | mutated_diaries(), policies, questions, days, formats)
def test_a_decision_about_any_patient_file_is_made_or_refused_in_sentences(
    folder: Path, patient: Any, diary: bytes | None, policy: str, question: str, day: str | None, shape: str
):
    for name in NAMES:
        (folder / f"{name}.csv").write_bytes(
            (EXAMPLES / f"{name}.csv").read_bytes() if diary is None else diary
        )
    (folder / "x.json").write_text(json.dumps(patient))
    as_of = [] if day is None else ["--as-of", day]
    exits(["decide", policy, question, str(folder / "x.json"), "--format", shape, *as_of])
    exits(["classify", str(folder / "x.json"), "--format", shape, *as_of])


@given(mutated_diaries(), formats, days)
def test_any_diary_file_is_classified_drawn_and_described_or_refused_in_sentences(
    folder: Path, diary: bytes, shape: str, day: str | None
):
    path = folder / "x.csv"
    path.write_bytes(diary)
    as_of = [] if day is None else ["--as-of", day]
    read = exits(["diary", "check", str(path), "--format", shape])
    for verb in (["classify"], ["diary", "show"]):
        assert exits([*verb, str(path), "--format", shape, *as_of]) in (read, 2)


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_any_words_after_decide_are_refused_in_a_sentence(policy: str, question: str, day: str):
    if not policy.startswith("-") and not question.startswith("-"):
        assert exits(["decide", policy, question, str(EXAMPLES / "ada.json"), f"--as-of={day}"]) == 2
