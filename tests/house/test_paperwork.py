"""The written part of the house: decisions, change log, commands that are named and commands that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from house.sources import ROOT, place, tracked

DECISIONS = sorted(path for path in (ROOT / "docs/decisions").glob("*.md") if path.name[0].isdigit())
LONGEST_DECISION = 300  # words
MARKDOWN = [path for path in tracked() if path.suffix == ".md"]


def read(path: str | Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def recipes() -> set[str]:
    return set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))


def test_there_are_recorded_decisions_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    assert len(DECISIONS) >= 10


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_carries_its_number_a_date_and_its_three_parts(path: Path) -> None:
    text = read(path)
    assert re.match(rf"# {int(path.name[:4])}\. \S.*\n\nDate: \d{{4}}-\d\d-\d\d\n", text)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_read_in_two_minutes(path: Path) -> None:
    assert len(read(path).split()) < LONGEST_DECISION


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_the_index_of_decisions_lists_each_one(path: Path) -> None:
    assert f"]({path.name})" in read("docs/decisions/index.md")


def test_every_make_command_that_is_written_down_exists() -> None:
    named = {
        (place(path), command)
        for path in MARKDOWN
        for command in re.findall(r"(?:`|^\s*\$ |^)make ([a-z]+)\b", read(path), re.MULTILINE)
    }
    assert {command for _, command in named} >= {"run", "test"}
    assert {(at, command) for at, command in named if command not in recipes()} == set()


def test_every_recipe_is_explained_by_make_help() -> None:
    explained = set(re.findall(r"^([a-z]+):.*## \S", read("Makefile"), re.MULTILINE))
    assert recipes() - explained == set()


def test_ci_runs_the_test_command_of_the_readme_and_nothing_else() -> None:
    lines = [line for line in read(".ci/run").splitlines() if line and not line.startswith("#")]
    assert lines[0] == "set -euo pipefail"
    assert lines[-1] == "exec make test"
    assert not [line for line in lines[1:-1] if not line.startswith(("cd ", "export CI="))]
    assert "make test" in read("README.md")


def test_the_change_log_puts_clinical_changes_first() -> None:
    newest = read("CHANGELOG.md").split("\n## ")[1]
    assert re.findall(r"^### (.*)$", newest, re.MULTILINE) == ["Clinical changes", "Everything else"]


def test_the_newest_release_in_the_change_log_is_the_version_of_the_package() -> None:
    version = re.search(r'^version = "(.+)"$', read("pyproject.toml"), re.MULTILINE)
    assert version and re.match(rf"{re.escape(version[1])}\b", read("CHANGELOG.md").split("\n## ")[1])
    assert f'__version__ = "{version[1]}"' in read("src/procerus/__init__.py")


WORDS = [
    "day",
    "gap",
    "month",
    "window",
    "cycle",
    "site",
    "vial",
    "product",
    "protocol",
    "policy",
    "fact",
    "criterion",
    "question",
    "reading",
    "answer",
    "reason",
    "decision",
    "pack",
]


@pytest.mark.parametrize("word", WORDS)
def test_the_glossary_explains_the_words_of_the_house(word: str) -> None:
    assert re.search(rf"^\*\*{word}\*\*", read("GLOSSARY.md"), re.MULTILINE)
