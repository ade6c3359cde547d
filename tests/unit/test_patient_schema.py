"""The published schema is made from the code, and says what the reader says."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from people import EXAMPLES, NAMES
from procerus.pathway import patient_schema
from procerus.pathway.patient_schema import schema, text

PUBLISHED = Path(__file__).parents[2] / "docs" / "reference" / "patient.schema.json"


def test_the_published_schema_is_the_one_the_code_makes():
    assert PUBLISHED.read_text(encoding="utf-8") == text()
    assert json.loads(text()) == schema()


def test_running_the_module_writes_the_published_schema(capsys: pytest.CaptureFixture[str]):
    runpy.run_path(patient_schema.__file__, run_name="__main__")
    assert capsys.readouterr().out == PUBLISHED.read_text(encoding="utf-8")


def test_the_schema_is_a_sound_schema():
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_valid_under_the_schema(name: str):
    Draft202012Validator(schema()).validate(json.loads((EXAMPLES / f"{name}.json").read_bytes()))


def test_every_key_of_the_schema_says_what_it_means():
    silent = [
        name for name, key in schema()["properties"].items() if not key["description"].endswith((".", "?"))
    ]
    assert silent == []
