"""Doses and counts beside a medicine's name: `50 mg`, `30/500`, `x2`, `two tablets`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from procerus.packs.spelling import Token, key

MOST_TAKEN = 20  # a bare number above this, before a name, is a dose and not a count
LONGEST_NUMBER = 8  # digits and marks; a longer number is no dose of anything
_MICROGRAMS = {"mg": 1000, "g": 1_000_000, "mcg": 1, "ug": 1, "μg": 1}
_X = "x"

Kind = Literal["name", "join", "then", "count", "dose", "filler", "unknown"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing a part of a cell says: a name, a join, a count, a dose, a filler or an unknown word."""

    kind: Kind
    name: str = ""  # the dictionary's spelling of the name
    count: int | None = None
    micrograms: int | None = None
    text: str = ""
    start: int = 0
    end: int = 0

    def of(self, part: str, start: int, end: int) -> Piece:
        """The same piece, with the text it was read from."""
        return replace(self, text=part[start:end], start=start, end=end)


class Quantities:
    """Reads numbers by what stands next to them."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        """`words` is the table of the same name in medicines.toml."""
        self._forms = frozenset(key(form) for form in words["forms"])
        self._units = frozenset(key(unit) for unit in words["units"])
        self._times = frozenset(words["times"])
        self._counts: dict[str, int] = {key(word): count for word, count in words["counts"].items()}
        self.words = frozenset({*self._forms, *self._units, *self._times, *self._counts, *_MICROGRAMS})

    def at(self, words: Sequence[Token], at: int, before: Sequence[Piece]) -> tuple[Piece, int] | None:
        """The dose or count that begins at a word, and how many words it takes; None where none does."""
        word, after = words[at].word, _word(words, at + 1)
        if word in self._counts:
            return Piece("count", count=self._counts[word]), 2 if after in self._times else 1
        if ":" in word and word[0].isdigit():
            return Piece("filler"), 1  # a time of day
        if word == _X and _is_number(after) and not self._is_unit(_word(words, at + 2)):
            return _counted(after), 2
        if not _is_number(word):
            return None
        return self._number(words, at, _already_named(before))

    def measures(self, words: Sequence[Token], at: int, number: str) -> bool:
        """Whether the word after a number makes it a dose or a count, as in `1 g` and `2x`."""
        after, beyond = _word(words, at), _word(words, at + 1)
        counted = after in self._times and not _is_number(beyond)  # in 'Tylenol 3 x2' the count is 2
        return _is_number(number) and (counted or self._is_unit(after))

    def _number(self, words: Sequence[Token], at: int, named: bool) -> tuple[Piece, int]:
        number, after = words[at].word, _word(words, at + 1)
        if after in _MICROGRAMS:
            return Piece("dose", micrograms=_thousandths(number) * _MICROGRAMS[after] // 1000), 2
        if after in self._units:
            return Piece("dose"), 2
        if after == "/" and _is_number(_word(words, at + 2)):
            return Piece("dose"), 4 if self._is_unit(_word(words, at + 3)) else 3
        if after in self._times:
            return _counted(number), 2
        if after in self._forms or not named:
            return _counted(number), 1
        return _bare(number), 1

    def _is_unit(self, word: str) -> bool:
        return word in _MICROGRAMS or word in self._units


def _already_named(before: Sequence[Piece]) -> bool:
    """Whether a name stands before, since the last join: '2 Maxalt and 1 Advil' has two counts."""
    for piece in reversed(before):
        if piece.kind in ("name", "join", "then"):
            return piece.kind == "name"
    return False


def _word(words: Sequence[Token], at: int) -> str:
    return words[at].word if at < len(words) else ""


def _is_number(word: str) -> bool:
    return bool(word) and len(word) <= LONGEST_NUMBER and word[0] in "0123456789" and ":" not in word


def _counted(number: str) -> Piece:
    """A count; half a tablet is no whole count, and 400 is a dose."""
    thousandths = _thousandths(number)
    whole, rest = divmod(thousandths, 1000)
    if rest:
        return Piece("count")
    return _bare(number) if whole > MOST_TAKEN else Piece("count", count=whole)


def _bare(number: str) -> Piece:
    """A number after a name is milligrams, as people write 'ASS 100'; nought is nought of anything."""
    thousandths = _thousandths(number)
    return Piece("dose", micrograms=thousandths) if thousandths else Piece("count", count=0)


def _thousandths(number: str) -> int:
    """A number in thousandths: `1,000` and `1.000` are a thousand, `2,5` is two and a half."""
    whole, *rest = number.replace(",", ".").split(".")
    if rest and len(rest[-1]) == 3 and whole != "0":
        return int(whole + "".join(rest)) * 1000
    return int(whole) * 1000 + (int(rest[-1][:3].ljust(3, "0")) if rest else 0)
