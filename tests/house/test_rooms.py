"""The shape of the code: short files, short functions, nouns for names, and no clock in the domain."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from house.sources import ROOT, SRC, Function, modules, named, place, tracked, tree

LONGEST_FILE, LONGEST_FUNCTION = 400, 40
DRAWERS = {
    *("util", "utils", "helper", "helpers", "common", "misc", "base", "core", "abstract"),
    *("manager", "service", "handler", "processor", "data", "info"),
}
OUTSIDE_THE_DOMAIN = ("cli", "clinic")  # the only rooms with a clock
CLOCK = {"today", "now", "utcnow", "fromtimestamp", "utcfromtimestamp", "gmtime", "localtime"}


def test_the_house_has_rooms_to_look_at() -> None:
    assert {path.parent.name for path in modules()} >= {"criteria", "packs", "diary", "headache", "pathway"}


def test_no_python_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        place(path): lines
        for path in tracked()
        if path.suffix == ".py"
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_of_the_package_is_longer_than_forty_lines() -> None:
    long = {
        f"{place(path, node)} {node.name}": lines
        for path in modules()
        for node in named(path)
        if isinstance(node, Function)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def words(name: str) -> set[str]:
    """`PackLoader` and `pack_loader` are the words pack and loader."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_no_module_or_class_is_a_drawer() -> None:
    files = {
        place(path)
        for path in modules()
        for part in path.relative_to(SRC).with_suffix("").parts
        if words(part) & DRAWERS
    }
    classes = {
        f"{place(path, node)} {node.name}"
        for path in modules()
        for node in named(path)
        if isinstance(node, ast.ClassDef) and words(node.name) & DRAWERS
    }
    assert files | classes == set()


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        place(path)
        for path in modules()
        if path.read_text(encoding="utf-8").strip()
        if not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_every_public_function_and_class_says_what_it_means() -> None:
    silent = []
    for path in modules():
        public = [node for node in tree(path).body if isinstance(node, Function | ast.ClassDef)]
        silent += [
            f"{place(path, node)} {node.name}"
            for node in public
            if not node.name.startswith("_") and not ast.get_docstring(node)
        ]
    assert silent == []


def test_the_domain_never_asks_what_time_it_is() -> None:
    asked = [
        f"{place(path, node)} {ast.unparse(node)}"
        for path in modules()
        if path.relative_to(SRC).with_suffix("").parts[0] not in OUTSIDE_THE_DOMAIN
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK
    ]
    assert asked == []


def test_a_silenced_checker_says_why() -> None:
    mark = re.compile(
        r"#\s*(?:type: ignore|noqa|pragma: no cover)(?:\[[\w, -]+\]|: ?[A-Z]+\d+(?:, ?[A-Z]+\d+)*)?(.*)"
    )
    bare = [
        f"{place(path)}: {line.strip()}"
        for path in tracked()
        if path.suffix == ".py"
        if path != Path(__file__)
        for line in path.read_text(encoding="utf-8").splitlines()
        if (found := mark.search(line)) and len(found[1].strip(" #,;:()-")) < 10
    ]
    assert bare == []


def test_a_test_name_is_a_sentence_of_at_least_four_words() -> None:
    tests = [path for path in tracked() if path.suffix == ".py" and path.is_relative_to(ROOT / "tests")]
    short = [
        f"{place(path, node)} {node.name}"
        for path in tests
        for node in named(path)
        if isinstance(node, Function) and node.name.startswith("test_") and node.name.count("_") < 4
    ]
    assert short == []


@pytest.mark.parametrize("name", ["PackManager", "diary_utils", "BaseRule"])
def test_a_drawer_is_recognised_by_any_word_of_its_name(name: str) -> None:
    assert words(name) & DRAWERS


@pytest.mark.parametrize("name", ["Database", "baseline", "corenet", "information"])
def test_a_noun_that_only_contains_such_a_word_is_no_drawer(name: str) -> None:
    assert not words(name) & DRAWERS
