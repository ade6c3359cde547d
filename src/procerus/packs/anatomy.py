"""The words for muscles and sides, in each language; screens, letters and head map take them from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from procerus.faults import BadInput, Fault
from procerus.packs.shape import Shape
from procerus.packs.toml_file import read_pack

Language = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Side = Literal["right", "left", "midline"]
"""The patient's side, never the viewer's."""
SIDES: tuple[Side, ...] = get_args(Side)


@dataclass(frozen=True, slots=True)
class Anatomy:
    """Every word of one language."""

    muscles: Mapping[str, str]
    sides: Mapping[str, str]
    extra: str


@lru_cache
def anatomy(language: Language = "en") -> Anatomy:
    """The built-in words of a language."""
    return read_anatomy(Path(__file__).with_name("anatomy.toml"))[language]


def read_anatomy(path: Path) -> dict[Language, Anatomy]:
    """The words of a file by language. Raises BadInput with every fault; two things never share a name."""
    faults: list[Fault] = []
    text, table = read_pack(path)
    shape = Shape(table, (), text, faults)
    words = {name: _words(shape, name) for name in ("muscles", "sides", "words")}
    for side in SIDES:
        if side not in words["sides"]:
            shape.fault("sides", f"has no '{side}'")
    shape.finish()
    if faults or "extra" not in words["words"]:
        raise BadInput(faults or [Fault(path.name, "has no word for an extra site")])
    return {
        one: Anatomy(
            {name: said[one] for name, said in words["muscles"].items()},
            {name: said[one] for name, said in words["sides"].items()},
            words["words"]["extra"][one],
        )
        for one in LANGUAGES
    }


def _words(shape: Shape, key: str) -> dict[str, dict[Language, str]]:
    said: dict[str, dict[Language, str]] = {}
    met: dict[tuple[Language, str], str] = {}
    for name, row in shape.named(key, needed=True).items():
        said[name] = {language: row.text(language) for language in LANGUAGES}
        for language, word in said[name].items():
            if word and met.setdefault((language, word.casefold()), name) != name:
                row.fault(language, "is the name of another thing too", "Two things share no name.", word)
        row.finish()
    return said
