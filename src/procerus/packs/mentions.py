"""Which names of a list a text mentions: surely, or only perhaps.

A name in doubt (misspelt, denied, or a word that may mean several things) is told apart from one that stands
there, because neither "found" nor "not there" would be true of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from procerus.packs.spelling import misspelt, spellings, tokens, visible

_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
_ENDS_A_CLAUSE = re.compile(r"[,;.()\n/]|\b(?:but|aber)\b", re.IGNORECASE)
_MAY_PART_WORDS = "\u200b"
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that leave it open whether what is named is there."""

    before: tuple[str, ...]  # of what is named after them, or of the whole clause where they end it
    anywhere: tuple[str, ...]  # of everything in the same clause


@dataclass(frozen=True, slots=True)
class Called:
    """One thing with everything it is called."""

    id: str
    kin: str  # what it shares with others of the list: a vague word asks nothing where one of them is found
    names: tuple[str, ...]
    abbreviations: tuple[str, ...] = ()  # in capitals only
    vague: tuple[str, ...] = ()  # may mean this, and may mean another
    stems: tuple[str, ...] = ()  # beginnings of words; every word that begins so is vague


class Mentioned(NamedTuple):
    """Ids that surely stand in a text, and names that perhaps do."""

    found: tuple[str, ...]
    near: tuple[str, ...]


class _Hit(NamedTuple):
    id: str
    name: str
    sure: bool
    asks_unless: str = ""  # for a vague word: the kin that answers it


class Mentions:
    """Finds what a list of things is called, in what people write."""

    def __init__(self, things: Iterable[Called], doubt: Doubt) -> None:
        self._things = tuple(things)
        self._names = [(one.id, name, _keys(name)) for one in self._things for name in one.names]
        self._vague = [(one, key) for one in self._things for name in one.vague for key in _keys(name)]
        self._stems = [(one, key[0]) for one in self._things for stem in one.stems for key in _keys(stem)]
        self._before = tuple(key for word in doubt.before for key in _keys(word))
        self._anywhere = tuple(key for word in doubt.anywhere for key in _keys(word))

    def within(self, text: str) -> Mentioned:
        """What a text mentions, each once, in the order of the list."""
        hits = [hit for reading in _readings(text) for hit in self._in_reading(reading)]
        found = {hit.id for hit in hits if hit.sure}
        kin = {one.kin for one in self._things if one.id in found}
        near: dict[str, str] = {}
        for hit in hits:
            if hit.id not in found and hit.asks_unless not in kin:
                near.setdefault(hit.id, hit.name)
        return Mentioned(tuple(one.id for one in self._things if one.id in found), tuple(near.values()))

    def _in_reading(self, text: str) -> Iterator[_Hit]:
        written = _INITIALS.sub(lambda found: found[0].replace(".", ""), text)
        for clause in _ENDS_A_CLAUSE.split(written):
            yield from self._in_clause(clause, written)

    def _in_clause(self, clause: str, text: str) -> Iterator[_Hit]:
        words = tuple(token.word for token in tokens(clause))
        if not words:
            return
        for name_id, name, keys in self._names:
            for key in keys:
                for start in _places(words, key):
                    yield _Hit(name_id, name, not self._doubted(words, start))
                if _nearly(words, key):
                    yield _Hit(name_id, name, False)
        for thing, key in self._vague:
            if _nearly(words, key):
                yield _Hit(thing.id, thing.names[0], False, thing.kin)
        for thing, stem in self._stems:
            if any(word.startswith(stem) for word in words):
                yield _Hit(thing.id, thing.names[0], False, thing.kin)
        yield from self._abbreviated(clause, text, words)

    def _abbreviated(self, clause: str, text: str, words: Words) -> Iterator[_Hit]:
        """Among capitals only, and in small letters standing alone, it may be the abbreviation or not."""
        raw = [clause[token.start : token.end] for token in tokens(clause)]
        alone = len(tokens(text)) == 1
        surely = alone or not text.isupper()
        for thing in self._things:
            for name in thing.abbreviations:
                if name in raw:
                    yield _Hit(thing.id, name, surely and not self._doubted(words, raw.index(name)))
                elif alone and words == (name.lower(),):
                    yield _Hit(thing.id, name, False)

    def _doubted(self, words: Words, start: int) -> bool:
        """Whether what is named at `start` is denied, or said of somebody else."""
        ends = any(words[-len(key) :] == key for key in self._before)
        denied = any(place < start for key in self._before for place in _places(words, key))
        return ends or denied or any(_places(words, key) for key in self._anywhere)


def _readings(text: str) -> tuple[str, ...]:
    """A text as it is seen. A zero-width space may stand inside a word, and may stand between two of them."""
    spaced = text.replace(_MAY_PART_WORDS, " ")
    return tuple(dict.fromkeys((visible(text), visible(spaced))))


def _keys(name: str) -> tuple[Words, ...]:
    """The plain words of a name; two ways where it has an umlaut."""
    return tuple(tuple(key.split()) for key in dict.fromkeys(spellings(name)))


def _windows(words: Words, length: int) -> Iterator[tuple[int, Words]]:
    return ((start, words[start : start + length]) for start in range(len(words) - length + 1))


def _places(words: Words, key: Words) -> list[int]:
    return [start for start, part in _windows(words, len(key)) if part == key]


def _nearly(words: Words, key: Words) -> bool:
    """Whether the words hold this name, with a slip or without."""
    return any(_slipped(part, key) for _, part in _windows(words, len(key)))


def _slipped(part: Sequence[str], key: Words) -> bool:
    return all(word == meant or misspelt(word, meant) for word, meant in zip(part, key, strict=True))
