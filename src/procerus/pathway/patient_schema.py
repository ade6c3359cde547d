"""The JSON Schema of a patient file, made from the same table as the reader.

`python -m procerus.pathway.patient_schema > docs/reference/patient.schema.json` writes it anew.
"""

from __future__ import annotations

import json
import sys

from procerus.pathway.patient_keys import PATIENT
from procerus.pathway.patient_kinds import Json


def schema() -> Json:
    """The schema (draft 2020-12). The reader refuses whatever it refuses, and a little more."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:procerus:patient:1",
        "title": "Procerus patient file, version 1",
        "description": "A key that is missing or null is unknown. A list that is present is complete.",
        **PATIENT.schema(),
    }


def text() -> str:
    """The schema as the file that is published."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
