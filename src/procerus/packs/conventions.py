"""The program's own conventions: numbers no guidance gives, kept in one pack file."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from procerus.faults import BadInput, Fault
from procerus.packs.sections import PackNumber, read_numbers
from procerus.packs.shape import PackText, Shape


@lru_cache
def conventions() -> dict[str, PackNumber]:
    """Every convention by name."""
    return read_conventions(Path(__file__).with_name("conventions.toml"))


def read_conventions(path: Path) -> dict[str, PackNumber]:
    """Every convention of a file by name. Raises BadInput with every fault."""
    text = PackText(path.name, path.read_text(encoding="utf-8"))
    faults: list[Fault] = []
    shape = Shape(tomllib.loads(text.text), (), text, faults)
    numbers = read_numbers(shape)
    shape.finish()
    if faults:
        raise BadInput(faults)
    return numbers


def convention(name: str) -> int:
    """The value of one convention."""
    return conventions()[name].value
