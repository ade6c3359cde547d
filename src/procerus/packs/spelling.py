"""Words as people write them: cut into tokens, made plain, and matched to near spellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

SHORTEST_MISSPELT = 6  # letters; a shorter word is near too many others ('relax' is not Relpax)
LONGEST_MISSPELT = 40
TWO_SLIPS_FROM = 11  # letters; a word this long may have two slips, a shorter one a single slip
_TOKEN = re.compile(
    r"[0-9]{1,2}:[0-9]{2}|[0-9]+(?:[.,][0-9]+)*|(?<=[0-9])[xX](?=[^\W\d_]{3})|(?:[^\W\d_]|[\u0300-\u036f])+|\S"
)
_IS_ONE_WORD = re.compile(r"[A-Za-z]+").fullmatch  # most names are; nothing needs cutting then
_IGNORED = frozenset(".,()[]{}-–—‐‑'’`´\"“”„®™©:!_·•~")
_TIMES = frozenset("*×")
_UNSEEN = frozenset("\u034f\u115f\u1160\u3164\uffa0") | {chr(code) for code in range(0xFE00, 0xFE10)}
"""Signs without a shape of their own that are not of the category of the invisible: fillers and selectors."""
_SOUNDS = (("ph", "f"), ("th", "t"), ("y", "i"), ("ck", "k"))


class Token(NamedTuple):
    """One word, number or sign: made plain, and where it stands in what was written."""

    word: str
    start: int
    end: int


def plain(word: str) -> str:
    """Lower case, without accents: `Migräne` is `migrane`."""
    folded = word.casefold()
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFD", folded)
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")


def visible(text: str) -> str:
    """A text as a reader sees it: without invisible signs, and with wide or joined letters as plain ones.

    A soft hyphen or a zero-width space comes along when a text is copied from a PDF or a web page.
    """
    if text.isascii():
        return text
    seen = (
        sign if sign in _IGNORED else unicodedata.normalize("NFKC", sign) for sign in text if _is_seen(sign)
    )
    return unicodedata.normalize("NFC", "".join(seen))


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) != "Cf" and sign not in _UNSEEN


def tokens(text: str) -> list[Token]:
    """The words, numbers and signs of a text, in order. Brackets, hyphens and full stops are left out."""
    return [
        Token("x" if found[0] in _TIMES else plain(found[0]), found.start(), found.end())
        for found in _TOKEN.finditer(text)
        if found[0] not in _IGNORED
    ]


def key(name: str) -> str:
    """How a name is looked up: its plain words with one space between them."""
    if _IS_ONE_WORD(name):
        return name.lower()
    return " ".join(token.word for token in tokens(visible(name)))


def spellings(name: str) -> Iterator[str]:
    """The keys of a name: as it stands, and with German umlauts written as two letters."""
    yield key(name)
    if name.isascii():
        return
    lower = visible(name).casefold()
    if any(umlaut in lower for umlaut in "äöü"):
        yield key(lower.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"))


def slips(one: str, other: str, most: int) -> int:
    """Letters missing, extra, wrong or swapped with a neighbour; `most` + 1 where there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            least = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
        before, above = above, row
    return above[-1]


def slips_allowed(name: str) -> int:
    """How many slips may stand between a word and this name before it is not that name any more."""
    if len(name) < SHORTEST_MISSPELT:
        return 0
    return 2 if len(name) >= TWO_SLIPS_FROM else 1


def misspelt(word: str, name: str) -> bool:
    """Whether a plain word may be a slip of a plain name that it is not. The first letter must be right."""
    if word == name or not (word.isalpha() and name.isalpha()) or len(word) > LONGEST_MISSPELT:
        return False
    written, meant, most = _sound(word), _sound(name), slips_allowed(name)
    return most > 0 and written[0] == meant[0] and slips(written, meant, most) <= most


@dataclass(frozen=True, slots=True)
class _Known:
    word: str
    sound: str
    letters: int  # one bit for each letter that occurs; a cheap first sieve
    meaning: str


class Speller:
    """Finds the one known word that a misspelt word can be, or none.

    A word near two words of different meaning is near neither: nothing is guessed.
    """

    def __init__(self, meanings: Mapping[str, str]) -> None:
        """`meanings` maps each known word to what it stands for; words of one meaning are not rivals."""
        self._known = [
            _Known(word, _sound(word), _letters(_sound(word)), meaning)
            for word, meaning in meanings.items()
            if len(word) >= SHORTEST_MISSPELT and word.isalpha()
        ]

    def near(self, word: str) -> str | None:
        """The known word meant, where exactly one meaning is near. The first letter must be right."""
        if not SHORTEST_MISSPELT <= len(word) <= LONGEST_MISSPELT or not word.isalpha():
            return None
        found = sorted(self._nearby(word))
        if len({meaning for _, _, meaning in found}) != 1:
            return None
        meant = found[0][1]
        return meant if _sound(meant)[0] == _sound(word)[0] else None

    def _nearby(self, word: str) -> Iterator[tuple[int, str, str]]:
        sound = _sound(word)
        letters = _letters(sound)
        for known in self._known:
            most = slips_allowed(known.word)
            if (letters ^ known.letters).bit_count() > 2 * most:
                continue
            found = slips(sound, known.sound, most)
            if found <= most:
                yield found, known.word, known.meaning


def _sound(word: str) -> str:
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return word


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits
