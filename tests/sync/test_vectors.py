"""The stories that both languages play: here Python does; in test_keep_vectors.py a browser does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from procerus.sync.days import rows, two_answers
from procerus.sync.shelf import verdict
from procerus.sync.statement import read
from sync.simulated import NEWEST
from sync.vectors import FILE, RARE, STORIES, story


@pytest.fixture(scope="module")
def stories() -> list[dict[str, Any]]:
    return list(json.loads(FILE.read_text("utf-8")))


def test_the_stories_are_those_that_the_simulation_tells_now(stories: list[dict[str, Any]]) -> None:
    """If this fails on purpose, run `python -m sync.vectors` (see there) and read the difference."""
    changed = [
        one["seed"] for one in stories if json.loads(json.dumps(story(one["seed"], one["length"]))) != one
    ]
    assert changed == []


def test_the_stories_hold_what_has_to_be_agreed_on(stories: list[dict[str, Any]]) -> None:
    steps = [step for one in stories for step in one["steps"]]
    assert len(stories) == STORIES + RARE
    assert {step[0] for step in steps} == {"is", "say", "pushed", "pulled"}
    assert sum(1 for step in steps if step[0] == "pushed" and step[3]) >= RARE
    assert {found for one in stories for *_, found in one["verdicts"]} >= {
        "new",
        "same",
        "gap",
        "other-place",
    }
    assert sum(1 for one in stories for columns in one["two_answers"].values() if columns) > 100
    assert any(one["rows_now"] for one in stories), "a statement of a later schema is not shown"


def test_python_plays_every_story_as_it_is_written(stories: list[dict[str, Any]]) -> None:
    for one in stories:
        log = [read(wire) for wire in one["statements"]]
        assert [each.digest()[:16] for each in log] == one["digests"]
        shown = rows((log[place] for place in one["order"]), NEWEST)
        assert json.dumps(shown) == json.dumps(one["rows"]), (
            f"story {one['seed']}: other days, or in another order"
        )
        assert {day: two_answers(of) for day, of in shown.items()} == one["two_answers"]
        for place, held, last, found in one["verdicts"]:
            assert verdict(log[place], held, tuple(last)) == found
