"""Files that are no packs at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from packs.edited import faults_of, text_of, written

TA260, ICHD3 = "nice-ta260", "ichd-3"


@pytest.mark.parametrize("pack", [TA260, ICHD3])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"pack = [", "is not TOML: "),
        (b"a = 1\na = 2", "is not TOML: "),
        (b"x = " + b"[" * 40_000, "is nested too deeply. Nothing in a pack is."),
        ("note = 'é'".encode("latin-1"), "is not UTF-8 text. Save it as UTF-8."),
        (text_of(TA260).encode("utf-16"), "is not UTF-8 text. Save it as UTF-8."),
        (b"#" * 1_000_001, "is larger than 1000000 bytes, so it is no pack."),
        (b"", "has no 'pack'. Add pack = a table."),
        (b"k" * 61 + b" = 1", f"'{'k' * 59}…' a name has at most 60 printable characters."),
        (b'"\\u001b[2J" = 1', "' [2J' a name has at most 60 printable characters."),
    ],
    ids=[
        "half a list",
        "a key twice",
        "too deep",
        "latin-1",
        "utf-16",
        "too large",
        "empty",
        "a long key",
        "an odd key",
    ],
)
def test_a_file_that_is_no_pack_is_refused(pack: str, content: bytes, says: str, tmp_path: Path) -> None:
    faults = faults_of(written(tmp_path, pack, content))
    assert str(faults[0]).startswith(f"{pack}.toml: {says}")


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    for path, says in ((folder, "Is a directory"), (tmp_path / "none.toml", "No such file or directory")):
        [fault] = faults_of(path)
        assert str(fault) == f"{path}: cannot be read: {says}."


def test_a_headache_pack_that_was_cut_off_in_copying_is_refused(tmp_path: Path) -> None:
    text = text_of(ICHD3)
    for part in ("bits", "windows", "criteria.headache_pattern", "codes"):
        faults = faults_of(written(tmp_path, ICHD3, text[: text.index(f"\n[{part}]")]))
        assert f"ichd-3.toml: has no '{part.partition('.')[0]}'. " in "".join(map(str, faults))
