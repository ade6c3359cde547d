#!/usr/bin/env python3
"""Renew the golden plans: sessions as `procerus plan` prints them, in text and in JSON.

Every sentence and number of a plan is kept byte for byte in tests/plans; tests/unit/test_golden_plans.py
holds the program to it. Renew them only on purpose, and read the difference line by line:

    .venv/bin/python scripts/golden_plans.py
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from procerus.cli.plan_words import in_brief, plan_text
from procerus.cli.planning import PlanOptions, planned
from procerus.cli.screen import as_json

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "plans"
ON = "2026-03-30"
NOTHING: Mapping[str, Any] = {
    "on": ON, "allergy": "no", "infection_at_site": "no", "swallowing_or_breathing_trouble": "no",
    "pregnant": "no", "breast_feeding": "no", "toxin_elsewhere": "no", "inr": None,
}  # fmt: skip
CLEAR: Mapping[str, Any] = {
    "born": "1984-05-02", "toxin": [], "today": NOTHING, "medicines": [], "conditions": [],
}  # fmt: skip


@dataclass(frozen=True)
class Planning:
    """One session that is kept."""

    name: str
    protocol: str = "preempt"
    options: Mapping[str, Any] = field(default_factory=dict)
    person: Mapping[str, Any] | None = None
    whole: bool = False  # whether every site is kept, or only what is told about the session

    def file(self, ending: str) -> Path:
        """Where its bytes are kept."""
        return FOLDER / f"{self.name}.{ending}"


def dose(day: str | None, product: str | None, units: float | None) -> dict[str, Any]:
    return {"date": day, "product": product, "indication": "other", "units": units}


def taking(drug: str, route: str | None = None) -> dict[str, Any]:
    return {"drug": drug, "route": route, "from": "2026-03-01", "to": None}


FOLLOWED = (
    "temporalis:left=2", "occipitalis:right=1", "occipitalis:left=1", "trapezius:right=3", "trapezius:left=1",
)  # fmt: skip
PLANNINGS: Sequence[Planning] = (
    Planning("preempt"),
    Planning("preempt-195", options={"extra": FOLLOWED}, whole=True),
    Planning(
        "left-out",
        options={"omit": ("frontalis:left=brow drooped", "procerus-1-midline=wish")},
        whole=True,
    ),
    Planning("another-dilution", options={"dilution": "3", "dilution_reason": "a study", "syringe": "0.5"}),
    Planning("two-vials-of-100", options={"vials": "100"}),
    Planning("us-label-195", options={"extra": FOLLOWED, "label": "us"}, person=CLEAR),
    Planning("eu-label", options={"label": "eu"}, person=CLEAR),
    Planning("nothing-asked", person={}),
    Planning("nothing-known-of-a-dose", person={**CLEAR, "toxin": [dose(None, None, None)]}),
    Planning(
        "doses-everywhere",
        options={"label": "eu"},
        person={
            **CLEAR,
            "born": "2010-01-05",
            "toxin": [
                dose("2026-01-05", "botox", 155), dose("2026-01-05", "vistabel", 20.5),
                dose("2026-01", "botox", 50), dose("2025-12-31", "botox", 195),
                dose("2026-02-01", "dysport", 500), dose(None, "xeomin", None),
                dose("2026-03-01", "nabota", 20), dose("2026-05", "botox", 155), dose("2019", "botox", 155),
            ],
            "today": {**NOTHING, "toxin_elsewhere": "yes"},
        },
    ),
    Planning("over-the-ceiling", person={**CLEAR, "toxin": [dose("2026-01-04", "botox", 300)]}),
    Planning("too-soon", person={**CLEAR, "toxin": [dose("2026-01-06", "botox", 155)]}),
    Planning("too-soon-some-day-of-march", person={**CLEAR, "toxin": [dose("2026-02", "botox", 155)]}),
    Planning(
        "too-soon-and-perhaps-later",
        person={**CLEAR, "toxin": [dose("2026-02-27", "botox", 100), dose("2026-03", "botox", 55)]},
    ),
    Planning(
        "perhaps-over-the-ceiling",
        person={**CLEAR, "toxin": [dose("2026-01-02", "botox", 245), dose("2025-12", "botox", 20)]},
    ),
    Planning("toxin-elsewhere", person={**CLEAR, "today": {**NOTHING, "toxin_elsewhere": "yes"}}),
    Planning(
        "every-check-yes",
        person={**CLEAR, "today": {name: "yes" if said == "no" else said for name, said in NOTHING.items()}},
    ),
    Planning("checks-of-another-day", person={**CLEAR, "today": {**NOTHING, "on": "2026-03-29"}}),
    Planning("checks-of-no-day", person={**CLEAR, "today": {**NOTHING, "on": None}}),
    Planning("infection-at-one-muscle", options={"infection": ("trapezius:left",)}, person=CLEAR),
    Planning(
        "infection-left-out",
        options={
            "infection": ("procerus", "corrugator:left"),
            "omit": ("procerus=infected", "corrugator:left=infected"),
        },
        person=CLEAR,
    ),
    Planning(
        "illnesses-and-medicines",
        person={
            **CLEAR,
            "conditions": ["myasthenia gravis", "asthma", "no ALS", "dysphagia"],
            "medicines": [
                taking("gentamicin", "injection"), taking("tobramycin", "eye"), taking("amikacin"),
                taking("warfarin", "oral"), taking("apixaban", "oral"), taking("oxybutynin", "oral"),
                taking("gentamycin"), taking("metformin"),
            ],
            "today": {**NOTHING, "inr": 3.5},
        },
    ),
    Planning(
        "warfarin-in-range",
        person={**CLEAR, "medicines": [taking("warfarin", "oral")], "today": {**NOTHING, "inr": 2.5}},
    ),
    Planning(
        "warfarin-without-inr",
        person={**CLEAR, "medicines": [taking("warfarin", "oral"), {"drug": None}]},
    ),
    Planning(
        "arm", "upper-limb-spasticity",
        {"dose": ("biceps-brachii:left=100/4", "flexor-carpi-radialis:left=12.5/1"), "dilution": "5"},
        whole=True,
    ),
)  # fmt: skip


def printed(one: Planning) -> dict[str, str]:
    """What `procerus plan` prints for it today, by the ending of its file."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        options = PlanOptions("botox", packs=(_clinic(home, one.protocol),), **_of_person(home, one))
        made = planned(one.protocol, options)
    if one.whole:
        return {"txt": plan_text(made) + "\n", "json": as_json(made.to_json()) + "\n"}
    shape = {key: value for key, value in made.to_json().items() if key not in ("sites", "syringes")}
    return {"txt": in_brief(made) + "\n", "json": as_json(shape) + "\n"}


def _of_person(home: Path, one: Planning) -> dict[str, Any]:
    if one.person is None:
        return dict(one.options)
    file = home / "person.json"
    file.write_text(json.dumps({"procerus": "patient/1", "id": "made-up", "diary": [], **one.person}))
    return {**one.options, "patient": file, "on": ON}


def _clinic(home: Path, protocol: str) -> Path:
    """A folder in which a clinic has signed the protocol as it is today."""
    from procerus.packs.protocols import find_protocol

    found = find_protocol(protocol)
    packs = home / "packs"
    packs.mkdir()
    (packs / "signatures.toml").write_text(
        f'[[signed]]\nprotocol = "{found.id}"\nfingerprint = "{found.fingerprint}"\n'
        'by = "the head of the clinic"\non = 2026-11-20\n'
    )
    return packs


def renew() -> None:
    """Write every file, and take out those that nothing prints any more."""
    FOLDER.mkdir(exist_ok=True)
    texts = {one.file(ending): text for one in PLANNINGS for ending, text in printed(one).items()}
    for file in FOLDER.iterdir():
        if file not in texts:
            file.unlink()
    for file, text in texts.items():
        file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    renew()
