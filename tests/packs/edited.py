"""Built-in packs with a few words changed, read from a file of the same name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from procerus.faults import BadInput, Fault
from procerus.packs.load import PACKS, Headache, Policy, load_policy, policy_files, read_headache

POLICIES = sorted(policy_files())
Change = tuple[str, str]


def text_of(pack: str) -> str:
    """The text of a built-in policy or headache pack."""
    [path] = [*PACKS.glob(f"policies/{pack}.toml"), *PACKS.glob(f"headaches/{pack}.toml")]
    return path.read_text(encoding="utf-8")


def changed(pack: str, *changes: Change) -> str:
    """The pack's text with each change made once, where its words first stand."""
    text = text_of(pack)
    for old, new in changes:
        assert old in text, f"{pack} does not say {old!r}"
        text = text.replace(old, new, 1)
    return text


def written(folder: Path, pack: str, content: str | bytes) -> Path:
    """A pack's file with this content."""
    path = folder / f"{pack}.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def policy(folder: Path, pack: str, *changes: Change) -> Policy:
    """A policy read after these changes."""
    return load_policy(written(folder, pack, changed(pack, *changes)))


def headache(folder: Path, *changes: Change) -> Headache:
    """ICHD-3 read after these changes."""
    return read_headache(written(folder, "ichd-3", changed("ichd-3", *changes)))


def faults_of(path: Path) -> tuple[Fault, ...]:
    """Everything that is wrong with a pack's file."""
    with pytest.raises(BadInput) as complaint:
        (read_headache if path.stem == "ichd-3" else load_policy)(path)
    return complaint.value.faults


def line_of(text: str, words: str) -> int:
    """The line, from 1, on which these words first stand."""
    return text[: text.index(words)].count("\n") + 1


def paths_of(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of everything a table holds."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in below:
        yield (*path, key)
        yield from paths_of(part, (*path, key))
