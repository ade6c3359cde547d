"""Whatever is done to the text of a pack: it is read, or refused with sentences. Nothing else happens."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from packs.edited import paths_of, text_of, written
from procerus.faults import BadInput
from procerus.packs.lines import lines_of
from procerus.packs.load import Headache, Policy, find_policy, fingerprint, load_policy, read_headache

EXAMPLES = int(os.environ.get("PROCERUS_EXAMPLES", "200"))
TOKEN = re.compile(r'"[^"\n]*"|[\w.-]+|[^\w\s]')
PACKS = ("nice-ta260", "botox-for-migraines", "ichd-3")
TEXTS = {name: text_of(name) for name in PACKS}
TOKENS = sorted({token for text in TEXTS.values() for token in TOKEN.findall(text)})
STRANGE = (
    "-1", "0", "true", "1e400", "nan", "0x" + "F" * 5000, "99999999999999999999", "2026-11-22", "07:30:00",
    '""', "[]", "{}", "[[]]", '["yes"]', '"\\u0000"', "'''\n'''", '"count(age)"', '"((((age))))"', "a.b.c",
    '"not not age"', '"age >= 0x10"', '"four"', '"yes"', "[1, 2]", "[2, 1]", "[1]", '"é ≥ 8"', "\x00", "\r",
)  # fmt: skip

Edit = Callable[[str], str]
at = st.floats(0, 1, exclude_max=True)


def line_out(where: float) -> Edit:
    def edit(text: str) -> str:
        lines = text.splitlines(keepends=True)
        return "".join(lines[: int(where * len(lines))] + lines[int(where * len(lines)) + 1 :])

    return edit


def line_again(where: float, to: float) -> Edit:
    def edit(text: str) -> str:
        lines = text.splitlines(keepends=True) or [""]
        lines.insert(int(to * len(lines)), lines[int(where * len(lines))])
        return "".join(lines)

    return edit


def table_again(where: float) -> Edit:
    def edit(text: str) -> str:
        starts = [found.start() for found in re.finditer(r"^\[", text, re.MULTILINE)] or [0]
        start = starts[int(where * len(starts))]
        end = next((one for one in starts if one > start), len(text))
        return text[:end] + text[start:end] + text[end:]

    return edit


def other_token(where: float, new: str) -> Edit:
    def edit(text: str) -> str:
        found = list(TOKEN.finditer(text))
        if not found:
            return new
        old = found[int(where * len(found))]
        return text[: old.start()] + new + text[old.end() :]

    return edit


def tokens_swapped(one: float, two: float) -> Edit:
    def edit(text: str) -> str:
        found = list(TOKEN.finditer(text))
        if len(found) < 2:
            return text
        first, last = sorted(
            (found[int(one * len(found))], found[int(two * len(found))]), key=lambda m: m.start()
        )
        if first is last:
            return text
        between = text[first.end() : last.start()]
        return text[: first.start()] + last[0] + between + first[0] + text[last.end() :]

    return edit


def cut(where: float) -> Edit:
    return lambda text: text[: int(where * len(text))]


edits = st.one_of(
    st.builds(line_out, at),
    st.builds(line_again, at, at),
    st.builds(table_again, at),
    st.builds(other_token, at, st.one_of(st.sampled_from(TOKENS), st.sampled_from(STRANGE))),
    st.builds(tokens_swapped, at, at),
    st.builds(cut, at),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packs")


def read(folder: Path, name: str, content: bytes) -> Policy | Headache | BadInput:
    path = written(folder, name, content)
    try:
        return read_headache(path) if name == "ichd-3" else load_policy(path)
    except BadInput as complaint:
        return complaint


def check(folder: Path, name: str, content: bytes) -> None:
    found = read(folder, name, content)
    if isinstance(found, BadInput):
        assert found.faults and all(str(fault).startswith(f"{name}.toml") for fault in found.faults)
        assert all(len(str(fault)) < 2500 for fault in found.faults)
    else:
        assert found.fingerprint and found.rules.criteria


@settings(max_examples=EXAMPLES)
@given(st.sampled_from(PACKS), st.lists(edits, min_size=1, max_size=3))
def test_a_pack_with_slips_of_the_pen_is_read_or_refused_in_sentences(
    folder: Path, name: str, slips: list[Edit]
) -> None:
    text = TEXTS[name]
    for slip in slips:
        text = slip(text)
    check(folder, name, text.encode())


@settings(max_examples=EXAMPLES)
@given(st.sampled_from(PACKS), at, st.binary(max_size=8), st.integers(0, 8))
@example("ichd-3", 0.0, b"\xff\xfe", 0)
def test_a_pack_with_broken_bytes_is_read_or_refused_in_sentences(
    folder: Path, name: str, where: float, new: bytes, lost: int
) -> None:
    content = TEXTS[name].encode()
    start = int(where * len(content))
    check(folder, name, content[:start] + new + content[start + lost :])


@settings(max_examples=EXAMPLES)
@given(st.sampled_from(PACKS[:2]), st.lists(edits, min_size=1, max_size=2))
def test_a_policy_has_the_fingerprint_of_another_only_if_it_has_its_text(
    folder: Path, name: str, slips: list[Edit]
) -> None:
    text = TEXTS[name]
    for slip in slips:
        text = slip(text)
    found = read(folder, name, text.encode())
    if isinstance(found, Policy):
        assert (found.fingerprint == find_policy(name).fingerprint) is (text == TEXTS[name])


@settings(max_examples=EXAMPLES)
@given(st.sampled_from(PACKS), st.lists(edits, max_size=3))
def test_everything_toml_reads_stands_on_a_line_and_nothing_else_does(name: str, slips: list[Edit]) -> None:
    text = TEXTS[name]
    for slip in slips:
        text = slip(text)
    try:
        table = tomllib.loads(text)
    except ValueError:
        return
    lines = lines_of(text)
    assert lines.keys() == set(paths_of(table))
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())


@given(st.lists(st.text(max_size=3), max_size=3), st.lists(st.text(max_size=3), max_size=3))
def test_only_the_same_texts_in_the_same_order_have_the_same_fingerprint(
    one: list[str], two: list[str]
) -> None:
    assert (fingerprint(*one) == fingerprint(*two)) is (one == two)
