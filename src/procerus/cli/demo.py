"""`procerus demo`: a made-up person's export from a phone app becomes a decision and a plan, step by step."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from procerus.cli.asking import classified, decided
from procerus.cli.diaries import import_, show
from procerus.cli.plan_words import in_brief
from procerus.cli.planning import PlanOptions, planned
from procerus.cli.screen import bold, dim, put, wrapped
from procerus.packs.load import find_policy
from procerus.simulation.examples import folder as examples

AS_OF = "2026-11-01"
EXPORT = Path("exports", "migraine-buddy.csv")
POLICY = "nice-ta260"

BEGINNING = (
    "A made-up person's export from a headache app becomes a decision, and a plan for the clinician."
    " Nobody in it exists."
)
BOUNDS = (
    "The app lists attacks only. Every other day stays unknown, so a count is two bounds, not one number."
)

# What a clinic would have asked this made-up person; an export of an app cannot say it.
RECORD: Mapping[str, object] = {
    "procerus": "patient/1",
    "id": "made-up-person",
    "born": "1985-02-11",
    "diary": "diary.csv",
    "history": {
        "lifetime_migraine_attacks": 200, "months_of_this_pattern": 18, "other_cause_excluded": "yes",
        "diagnosed_by": "neurologist", "overuse_plan": "yes",
    },
    "preventives": [
        {"drug": "propranolol", "from": "2024-02", "to": "2024-06", "outcome": "ineffective"},
        {"drug": "amitriptyline", "from": "2024-09", "to": "2024-11", "outcome": "not_tolerated"},
        {"drug": "candesartan", "from": "2025-01", "to": "2025-06", "outcome": "ineffective"},
    ],
    "toxin": [], "medicines": [], "conditions": [],
    "today": {
        "on": "2026-11-01", "allergy": "no", "infection_at_site": "no", "pregnant": "no",
        "swallowing_or_breathing_trouble": "no", "breast_feeding": "no", "toxin_elsewhere": "no",
    },
}  # fmt: skip


def walk() -> None:
    """Print the whole way, and what to type next."""
    export = examples() / EXPORT
    with tempfile.TemporaryDirectory() as folder:
        diary, patient = Path(folder, "diary.csv"), Path(folder, "patient.json")
        put(wrapped(BEGINNING), None)
        _step(f"procerus diary import {EXPORT.as_posix()} --out diary.csv")
        put(import_(export, None, False), diary)
        _step("procerus diary show diary.csv")
        put(show(diary, "30-day", AS_OF, False), None)
        put(wrapped(BOUNDS), None)
        patient.write_text(json.dumps(RECORD, indent=1), encoding="utf-8")
        _step("procerus classify patient.json   (the diary and what the clinic asked)")
        put(classified(patient, "30-day", "ichd3", AS_OF, False), None)
        _step(f"procerus decide {POLICY} start patient.json")
        put(decided(find_policy(POLICY), "start", patient, AS_OF, None, False), None)
        _step("procerus plan preempt --product botox --patient patient.json   (without the list of sites)")
        put(in_brief(planned("preempt", PlanOptions("botox", patient=patient))), None)
    put("\n" + bold("What to type next"), None)
    put("\n".join(f"  {line}" for line in NEXT), None)


NEXT = (
    ".venv/bin/procerus diary show examples/ben.json        a diary with gaps",
    ".venv/bin/procerus decide nice-ta260 start examples/ben.json",
    ".venv/bin/procerus plan preempt --product botox        every site, in injection order",
    ".venv/bin/procerus explain                             what the article says, and what is held today",
    ".venv/bin/procerus --help                              everything else",
)


def _step(command: str) -> None:
    put("\n" + dim("$ ") + bold(command) + "\n", None)
