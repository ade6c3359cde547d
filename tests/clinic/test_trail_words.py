"""Events of the trail in plain words."""

from __future__ import annotations

import re
from pathlib import Path

import procerus.clinic
from procerus.clinic.trail.subjects import SUBJECTS, subject

CLINIC = Path(procerus.clinic.__file__).parent


def codes() -> set[str]:
    """Every code that a declaration of a page or a note of a write gives to the trail."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in CLINIC.rglob("*.py"))
    declared = re.findall(r'@(?:about_patient|for_clinic)\(\s*"[^"]+",\s*"([a-z_.]+)"', text)
    own = re.findall(r'@for_(?:account|patient)\(\s*"([a-z_.]+)"', text)
    wrote = re.findall(r'\.wrote\(\s*"([a-z_.]+)"', text)
    return {*declared, *own, *wrote}


def test_every_event_has_plain_words_for_an_auditor() -> None:
    assert len(codes()) > 100
    assert sorted(codes() - SUBJECTS.keys()) == []


def test_an_event_of_another_version_is_shown_by_its_code() -> None:
    assert subject("of.another.time") == "of.another.time"
