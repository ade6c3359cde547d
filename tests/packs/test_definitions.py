"""A day that nobody wrote about is never counted, whatever a definition says."""

from __future__ import annotations

from pathlib import Path

import pytest

from packs.edited import changed, faults_of, written
from procerus.criteria.bounds import Answer
from procerus.criteria.reference import answer
from procerus.packs.load import load_headache

DEFINITIONS = [(fact, name) for fact, named in load_headache().definitions.items() for name in named]


@pytest.mark.parametrize(("fact", "name"), DEFINITIONS)
def test_every_definition_leaves_an_unanswered_day_open(fact: str, name: str) -> None:
    assert answer(load_headache().definitions[fact][name], {}) is Answer.UNKNOWN


@pytest.mark.parametrize("when", ["count(headache) >= 0", "headache or count(headache) < 2"])
def test_a_definition_that_counts_days_nobody_wrote_about_is_refused(tmp_path: Path, when: str) -> None:
    text = changed(
        "ichd-3", ('when   = "headache"\nat     = "1.3 A"', f'when   = "{when}"\nat     = "1.3 A"')
    )
    [fault] = faults_of(written(tmp_path, "ichd-3", text))
    assert "gives an answer for a day that nobody wrote about" in fault.why
    assert "days.headache_days.definitions.any.when" in fault.where
