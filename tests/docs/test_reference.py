"""The reference says what the code says."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import warnings
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from docs.fences import BIN, ROOT, fences
from procerus.diary.day import COLUMNS
from procerus.faults import BadInput
from procerus.packs.load import load_policy

REFERENCE = ROOT / "docs" / "reference"
PAGES = sorted(REFERENCE.rglob("*.md"))
READERS_OF_PACKS = sorted((ROOT / "src" / "procerus" / "packs").glob("*.py"))
READ_BY = {"text", "whole", "truth", "day", "word", "words", "sub", "named", "rows", "take"}
EXAMPLE = fences(REFERENCE / "packs.md", "toml")[0].text


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = spec_from_file_location("reference", ROOT / "scripts" / "reference.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    with warnings.catch_warnings():  # typer asks click for a name that is going away
        warnings.simplefilter("ignore", DeprecationWarning)
        spec.loader.exec_module(module)
    return module


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_made_part_of_the_reference_is_out_of_date(path: Path, script: ModuleType) -> None:
    text = path.read_text(encoding="utf-8")
    assert script.renewed(text) == text, "run .venv/bin/python scripts/reference.py"


def test_every_part_that_can_be_made_stands_on_a_page(script: ModuleType) -> None:
    shown = {name for path in PAGES for _, name, _ in script.PART.findall(path.read_text(encoding="utf-8"))}
    assert shown == set(script.PARTS)


def test_a_page_with_an_old_number_in_a_made_part_is_found_out(script: ModuleType) -> None:
    old = page("conventions.md").replace("| 7 | days |", "| 8 | days |")
    assert old != page("conventions.md")
    assert script.renewed(old) == page("conventions.md")


def test_the_page_of_the_diary_file_names_every_column_and_no_other() -> None:
    assert tuple(re.findall(r"^\| `(\w+)` \|", page("diary-file.md"), re.MULTILINE)) == COLUMNS


def keys_read(module: Path) -> Iterator[str]:
    """Every key that a reader of packs asks a table for by name."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        first = node.args[0]
        if node.func.attr in READ_BY and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def test_the_page_of_packs_names_every_key_that_a_pack_may_have() -> None:
    keys = {key for module in READERS_OF_PACKS for key in keys_read(module)}
    assert len(keys) > 40
    assert [
        key for key in sorted(keys) if not re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`", page("packs.md"))
    ] == []


def test_the_policy_on_the_page_of_packs_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "example-clinic.toml"
    path.write_text(EXAMPLE, encoding="utf-8")
    assert set(load_policy(path).rules.questions) == {"start"}


@pytest.mark.parametrize("key", ["id", "place", "is", "outcomes", "asks", "at", "we_read", "name"])
def test_a_key_that_the_page_calls_needed_is_missed_where_it_is_left_out(key: str, tmp_path: Path) -> None:
    """The rows of `needed` are prose; a few of them are tried."""
    assert re.search(rf"^\| `{key}` \| yes \|", page("packs.md"), re.MULTILINE)
    path = tmp_path / "example-clinic.toml"
    without = re.sub(rf"^{key} +=.*\n|(?<=\{{ ){key} = [^,]+, ", "", EXAMPLE, count=1, flags=re.MULTILINE)
    assert without != EXAMPLE
    path.write_text(without, encoding="utf-8")
    with pytest.raises(BadInput, match=f"'{key}'"):
        load_policy(path)


def keys_in(value: object) -> Iterator[str]:
    """Every key of a JSON value that is a name of ours, not a fact, a class or a code."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if re.fullmatch(r"[a-z][a-z0-9_]*", key):
                yield key
            if key not in ("found", "criteria", "numbers", "expected", "said", "rules"):
                yield from keys_in(inner)
            elif key in ("criteria", "numbers"):
                yield from (one for named in inner.values() for one in keys_in(named))
    elif isinstance(value, list):
        for inner in value:
            yield from keys_in(inner)


@pytest.mark.parametrize(
    "command",
    [
        "decide nice-ta260 start EXAMPLES/ben.json --as-of 2026-11-01",
        "decide nice-ta260 continue EXAMPLES/eve.json --as-of 2026-06-01",
        "classify EXAMPLES/cleo.json",
        "diary show EXAMPLES/ada.json",
        "diary check EXAMPLES/ada.json",
        "diary import EXAMPLES/exports/apple-health.xml",
        "dossier renewal nice-ta260 EXAMPLES/eve.json",
        "dossier appeal nice-ta260 EXAMPLES/cleo.json --denied adult --denied-on 2026-10-01",
        "policy list",
        "policy show botox-for-migraines",
        "policy check",
        "policy test",
        "protocol list",
        "protocol show cervical-dystonia",
        "protocol check",
        "product list",
        "product show botox",
        "explain",
        "explain stop",
        "explain --leaflet",
        "simulate diaries --patients 1 --days 30 --seed 1 --as-of 2026-11-01 --out FOLDER/made-up",
    ],
)
def test_the_page_of_json_names_every_key_that_is_printed(command: str, tmp_path: Path) -> None:
    words = command.replace("EXAMPLES", str(ROOT / "examples")).replace("FOLDER", str(tmp_path)).split()
    printed = json.loads(subprocess.check_output([BIN / "procerus", *words, "--format", "json"]))
    silent = sorted(key for key in {*keys_in(printed)} - set(COLUMNS) if f"`{key}`" not in page("json.md"))
    assert silent == []
