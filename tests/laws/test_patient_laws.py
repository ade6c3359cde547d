"""Whatever a patient file holds: a Patient or a named fault, and nothing the published schema refuses."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from people import EXAMPLES, NAMES
from procerus.faults import BadInput
from procerus.pathway.patient import Patient
from procerus.pathway.patient_file import patient_from, read_patient
from procerus.pathway.patient_schema import schema

SCHEMA = Draft202012Validator(schema())
DAYS = [
    {"date": "2026-03-29", "headache": "yes", "hours": 4, "worst": "mild", "medicines": "paracetamol x2"},
    {"patient": None, "date": "2026-03-30", "headache": "no", "entered": "2026-03-30T21:00", "note": ""},
]
COUNTS = [{"from": "2025-01-01", "to": "2025-01-30", "headache_days": [20, 22], "migraine_days": 9}]
PEOPLE = [
    json.loads((EXAMPLES / f"{name}.json").read_bytes())
    | {"diary": DAYS, "counts": COUNTS, "medicines": [{"drug": "gentamicin", "route": "eye", "from": "2026"}]}
    for name in NAMES
]
WORDS = [
    "",
    " ",
    "yes",
    "no",
    "unknown",
    "2024",
    "2024-02-30",
    "2024-02-29",
    "botox",
    "ongoing",
    "[",
    "\ud800",
    "x" * 201,
]
NUMBERS = [-1, 0, 0.5, 0.3, 1.0, 7, 32, 1201, 10**30, 10**400, 1e300, -0.0]
SCALARS = (
    st.sampled_from([None, True, False, *WORDS, *NUMBERS]) | st.text(max_size=8) | st.integers() | st.floats()
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container in a value, with each of its keys or positions."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [(value, key) for key, _ in inside]
    for container, key in list(found):
        found += places(container[key])
    return found


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A patient with one to three values changed, taken out, put in or taken from somewhere else."""
    patient = copy.deepcopy(draw(st.sampled_from(PEOPLE)))
    for _ in range(draw(st.integers(1, 3))):
        container, key = draw(st.sampled_from(places(patient)))
        match draw(st.sampled_from(["change", "drop", "move", "add"])):
            case "change":
                container[key] = draw(VALUES)
            case "drop":
                container.pop(key)
            case "move":
                other, place = draw(st.sampled_from(places(PEOPLE[0])))
                container[key] = copy.deepcopy(other[place])
            case "add" if isinstance(container, dict):
                container[draw(st.sampled_from(["from", "to", "date", "reason", "x", "stops"]))] = draw(
                    VALUES
                )
        if not patient:
            break
    return patient


def accepted(patient: Any) -> bool:
    try:
        assert isinstance(patient_from(patient, "x.json"), Patient)
    except BadInput as bad:
        assert bad.faults and all(str(fault).startswith("x.json") for fault in bad.faults)
        str(bad).encode()
        return False
    return True


@given(mutated())
def test_whatever_the_reader_accepts_the_schema_accepts(patient: Any):
    if accepted(patient):
        SCHEMA.validate(patient)


def test_the_unchanged_people_are_accepted():
    assert all(accepted(patient) for patient in PEOPLE)


@given(VALUES)
def test_anything_at_all_is_a_patient_or_a_named_fault(value: Any):
    accepted(value)


@given(data=st.data())
def test_a_file_of_any_bytes_is_a_patient_or_a_named_fault(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
):
    whole = bytearray((EXAMPLES / "ada.json").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole)))
        cut = data.draw(st.integers(0, 20))
        whole[at : at + cut] = data.draw(
            st.binary(max_size=6) | st.sampled_from([b"NaN", b"1e999", b"null", b"[[", b'"'])
        )
    folder: Path = tmp_path_factory.getbasetemp()
    path = folder / "mutated.json"
    path.write_bytes(whole)
    (folder / "ada.csv").write_bytes(b"date,headache\n2026-03-29,yes\n")
    try:
        assert isinstance(read_patient(path), Patient)
    except BadInput as bad:
        assert bad.faults
        str(bad).encode()
