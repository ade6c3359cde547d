"""On which line of a pack something stands, however the person who wrote it likes to write TOML."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from packs.edited import paths_of
from procerus.packs.lines import lines_of
from procerus.packs.load import PACKS
from procerus.packs.shape import PackText

WRITTEN = '''\
# [not.a.table]
top = 1 # = [
"a b".c."d.e" = "[ # , ] } ="
'q' = 'literal \\'
text = """one
[no.table]
key = "2" \\"""
""""
raw = \'\'\'
b = 3\'\'\'
[numbers] # the numbers
list = [
  1, [2,
   3], { q = 4, r.s = [] }, # comment ]
  1.5,
]
inline = { a = 1, b = { c = [ {d = 1}, {d = 2} ], e = {} } }
after = 2026-11-22
[[cases]]
name = "first"
[[cases.given]]
x = 1
[[cases.given]]
x = 2
[cases.given."y.z"]
w = 1
[[ cases ]]
name = "second"
[[cases.given]]
x = 3
[deep.er.est]
k = 1
[deep]
k = 2'''

LINES = {
    ("top",): 2,
    ("a b", "c", "d.e"): 3,
    ("q",): 4,
    ("text",): 5,
    ("raw",): 9,
    ("numbers",): 11,
    ("numbers", "list"): 12,
    ("numbers", "list", 1, 0): 13,
    ("numbers", "list", 1, 1): 14,
    ("numbers", "list", 2, "r", "s"): 14,
    ("numbers", "list", 3): 15,
    ("numbers", "inline", "b", "c", 1, "d"): 17,
    ("numbers", "after"): 18,
    ("cases", 0, "name"): 20,
    ("cases", 0, "given", 1): 23,
    ("cases", 0, "given", 1, "x"): 24,
    ("cases", 0, "given", 1, "y.z", "w"): 26,
    ("cases", 1): 27,
    ("cases", 1, "given", 0, "x"): 30,
    ("deep", "er", "est"): 31,
    ("deep",): 33,
    ("deep", "k"): 34,
}


@pytest.mark.parametrize(("path", "line"), LINES.items(), ids=str)
def test_a_key_is_found_on_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert PackText("pack.toml", WRITTEN).line_of(path) == line


@pytest.mark.parametrize("path", sorted(PACKS.glob("*/*.toml")), ids=lambda path: path.stem)
def test_everything_a_built_in_pack_says_stands_on_a_line_and_nothing_else_does(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert lines_of(text).keys() == set(paths_of(tomllib.loads(text)))


def test_lines_are_counted_for_what_toml_reads_and_for_nothing_more() -> None:
    assert lines_of(WRITTEN).keys() == set(paths_of(tomllib.loads(WRITTEN)))


def test_a_missing_key_is_told_on_the_line_of_its_table() -> None:
    text = PackText("pack.toml", WRITTEN)
    assert text.where(("numbers", "missing", "is")) == "pack.toml, line 11, numbers.missing.is"
    assert text.where(("cases", 1, "asks")) == "pack.toml, line 27, cases.2.asks"


def test_a_missing_table_has_no_line() -> None:
    text = PackText("pack.toml", WRITTEN)
    assert text.where(("pack", "id")) == "pack.toml, pack.id"
    assert text.where(()) == "pack.toml"


def test_a_key_deeper_than_any_pack_has_is_told_on_its_line_in_no_time() -> None:
    text = PackText("pack.toml", f"a = 1\n{'b.' * 200_000}c = 1\n[{'d.' * 100_000}e]\nf = 1")
    assert [text.line_of(path) for path in (("b", "b"), ("b",) * 30, ("d", "d"))] == [2, 2, 3]
