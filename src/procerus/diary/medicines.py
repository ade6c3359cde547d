"""The medicine dictionary: what a diary's medicines cell says, in generic names and overuse classes.

How a cell is read, in order:

- Semicolons, line breaks and commas part it; a comma between two digits belongs to the number.
- In each part the longest name wins, so 'Anadin Extra' is never read as 'Anadin'.
- A part is recognised only if everything else in it is a dose, a count, a form or a known filler.
  'sumatriptan zzz' is not recognised: 'zzz' might say that it was not taken.
- Substances joined by '+', '/', 'and' or nothing at all are one product if the dictionary has a product
  of exactly these substances; otherwise each is an intake of its own, as it always is after 'then'.
- A misspelt word counts only where exactly one meaning is near it.

Nothing is dropped in silence: what was not understood comes back as an intake without a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from procerus.diary.day import Intake
from procerus.diary.medicine_pack import JOIN, Pack, check_medicines, listed, pack_fingerprint, read_pack
from procerus.diary.preventives import Preventive, preventive_of
from procerus.diary.quantities import Kind, Piece, Quantities
from procerus.packs.spelling import Speller, Token, key, spellings, tokens

__all__ = ["Dictionary", "Medicine", "Preventive", "check_medicines", "load_medicines"]

_SEPARATORS = re.compile(r"[;\r\n\u2028\u2029]+|,(?![0-9])|(?<![0-9]),")
_LONGEST_PART = 500  # characters; nobody names one medicine at greater length
_NOT_NAMED = "not named)"  # ends the name of a row that stands for a kind and not for one medicine
_REMEMBERED = 4096  # parts whose reading is kept; a diary repeats itself


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine of the dictionary: its generic name and how a day on which it was taken counts."""

    name: str
    classes: frozenset[str]
    acute: bool
    migraine_specific: bool

    def describes(self, other: Medicine) -> bool:
        """Whether this is only a word for the kind of medicine that the other one is."""
        if not self.name.endswith(_NOT_NAMED) or other.name.endswith(_NOT_NAMED):
            return False
        painkiller = "unspecified" in self.classes and other.acute and not other.migraine_specific
        return painkiller or (self.classes <= other.classes and self.acute == other.acute)


@dataclass(frozen=True, slots=True)
class _Segment:
    """One named medicine within a part, with the dose and count that stand beside it."""

    medicine: Medicine
    text: str
    times: int | None


MOST_REMEMBERED = 4096  # texts of preventives


class Dictionary:
    """All names the pack knows. Made once by `load_medicines`, never changed."""

    def __init__(self, pack: Pack) -> None:
        words = pack.words["words"]
        self._medicines = {row["name"]: _medicine_of(row) for row in pack.acute}
        self._names = _names(pack.acute, "name", self._medicines)
        self._preventives = _preventives(pack)
        for name, preventive in self._preventives.items():
            self._names.setdefault(name, Medicine(preventive.drug, frozenset(), False, False))
        self._products = self._made_of()
        self._quantities = Quantities(words)
        self._plain = _plain_words(words)
        self._none = _keys(words["none"])
        self._longest = _longest([*self._names, *self._plain])
        self._low_dose: dict[str, Any] = pack.words["low_dose"]
        self._read_preventives: dict[str, Preventive | None] = {}  # every policy asks of the same few

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the pack's files, in hexadecimal."""
        return pack_fingerprint()

    @property
    def names(self) -> Mapping[str, Medicine]:
        """Every name that is understood, in plain spelling, and what it stands for."""
        return self._names

    def understand(self, text: str) -> tuple[Intake, ...] | None:
        """What a medicines cell says: None if it says nothing, () if none were taken, else the intakes."""
        parts = [part.strip() for part in _SEPARATORS.split(text)]
        parts = [part for part in parts if part]
        if not parts:
            return None
        if all(key(part) in self._none for part in parts):
            return ()
        return tuple(intake for part in parts for intake in _read_part(self, part))

    def explain(self, intake: Intake) -> str:
        """What was understood, in words, for the person who wrote it."""
        if intake.name is not None:
            return f"'{intake.text}' read as {intake.name}{_class_in_words(intake)}"
        why = _why_not(self._pieces(intake.text))
        return f"'{intake.text}' not recognised: {why}; it may be of any class"

    def preventive(self, text: str) -> Preventive | None:
        """The one preventive that a text names, with or without a dose; None where that is not clear."""
        if text not in self._read_preventives:
            if len(self._read_preventives) >= MOST_REMEMBERED:
                self._read_preventives.clear()
            self._read_preventives[text] = self._preventive(text)
        return self._read_preventives[text]

    def _preventive(self, text: str) -> Preventive | None:
        pieces = self._pieces(text)
        if not _understood(pieces):
            return None
        named = {self._preventives.get(piece.name) for piece in pieces if piece.kind == "name"}
        return named.pop() if len(named) == 1 else None

    def read_part(self, part: str) -> tuple[Intake, ...]:
        """The intakes of one part of a cell, between two separators. Always at least one."""
        pieces = self._pieces(part)
        if not _understood(pieces):
            return (Intake(part, None),)
        segments = [self._segment(part, one) for one in _segments(pieces)]
        kinds = {piece.kind for piece in pieces}
        product = None if "then" in kinds else self._product(segments, joined="join" in kinds)
        if product is not None:
            return (_intake(product, part, _one_of(segment.times for segment in segments)),)
        return tuple(_intake(one.medicine, one.text, one.times) for one in segments)

    def _product(self, segments: list[_Segment], joined: bool) -> Medicine | None:
        """The one product that all segments speak of: the same medicine again, or its substances."""
        named = {segment.medicine for segment in segments}
        if not joined:  # 'Thomapyrin Schmerztabletten', 'sumatriptan (triptan)'
            named = {one for one in named if not any(one.describes(other) for other in named)}
        if len(named) == 1:  # 'sumatriptan (Imigran)'
            return named.pop()
        for medicine in named:  # 'Panadol Extra (paracetamol + caffeine)'
            if self._products.get(frozenset(named - {medicine})) == medicine:
                return medicine
        return self._products.get(frozenset(named))

    def _segment(self, part: str, pieces: list[Piece]) -> _Segment:
        named = next(piece for piece in pieces if piece.kind == "name")
        medicine = self._names[named.name]
        times = _one_of(piece.count for piece in pieces)
        doses = [piece.micrograms for piece in pieces if piece.micrograms is not None]
        if len(doses) == 1 and self._is_low_dose(medicine, doses[0] * (times or 1)):
            medicine = self._medicines[self._low_dose["reads_as"]]
        return _Segment(medicine, part[pieces[0].start : pieces[-1].end].strip(), times)

    def _is_low_dose(self, medicine: Medicine, micrograms: int) -> bool:
        rule = self._low_dose
        if medicine.name != rule["name"]:
            return False
        least, most = int(rule["from_mg"]) * 1000, int(rule["to_mg"]) * 1000
        return least <= micrograms <= most

    def _pieces(self, part: str) -> list[Piece]:
        if len(part) > _LONGEST_PART:
            return [Piece("unknown", text=part)]
        words = [self._corrected(token) for token in tokens(part)]
        pieces: list[Piece] = []
        at = 0
        while at < len(words):
            piece, used = (
                self._name_at(words, at)
                or self._word(words, at, least=2)  # '1a Pharma' is no count of one
                or self._quantities.at(words, at, pieces)
                or self._word(words, at, least=1)
                or (Piece("unknown"), 1)
            )
            pieces.append(piece.of(part, words[at].start, words[at + used - 1].end))
            at += used
        return pieces

    def _name_at(self, words: list[Token], at: int) -> tuple[Piece, int] | None:
        for used, phrase in _phrases(words, at, self._longest):
            if phrase in self._names:
                shorter, _, last = phrase.rpartition(" ")
                if shorter in self._names and self._quantities.measures(words, at + used, last):
                    return Piece("name", name=shorter), used - 1  # 'Tylenol 1 g' is not 'Tylenol 1'
                return Piece("name", name=phrase), used
        return None

    def _word(self, words: list[Token], at: int, least: int) -> tuple[Piece, int] | None:
        """The filler or join of at least so many words that begins here."""
        for used, phrase in _phrases(words, at, self._longest):
            if used >= least and phrase in self._plain:
                return Piece(self._plain[phrase]), used
        return None

    def _corrected(self, token: Token) -> Token:
        if not token.word.isalpha() or token.word in self._vocabulary:
            return token
        meant = _near(self, token.word)
        return token if meant is None else Token(meant, token.start, token.end)

    def near(self, word: str) -> str | None:
        """The known word that a misspelt one can only be, if there is exactly one."""
        return self._speller.near(word)

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self._vocabulary)

    @cached_property
    def _vocabulary(self) -> dict[str, str]:
        """Every word that stands in some name or filler, and what it means by itself."""
        phrases = [*self._names, *self._plain, *self._quantities.words]
        known = {word: word for phrase in phrases for word in phrase.split(" ")}
        alone = {name: medicine.name for name, medicine in self._names.items() if name in known}
        return known | alone

    def _made_of(self) -> dict[frozenset[Medicine], Medicine]:
        products = {}
        for name, medicine in self._medicines.items():
            parts = name.split(JOIN)
            if len(parts) > 1:
                products[frozenset(self._names[key(part)] for part in parts)] = medicine
        return products


@lru_cache(maxsize=1)
def load_medicines() -> Dictionary:
    """The dictionary that ships with the program, read once."""
    return Dictionary(read_pack())


@lru_cache(maxsize=_REMEMBERED)
def _read_part(dictionary: Dictionary, part: str) -> tuple[Intake, ...]:
    return dictionary.read_part(part)


@lru_cache(maxsize=_REMEMBERED)
def _near(dictionary: Dictionary, word: str) -> str | None:
    return dictionary.near(word)


def _medicine_of(row: Mapping[str, str]) -> Medicine:
    classes = frozenset(listed(row["classes"]))
    return Medicine(row["name"], classes, row["acute"] == "yes", row["migraine_specific"] == "yes")


def _names(
    rows: tuple[dict[str, str], ...], column: str, meant: Mapping[str, Medicine]
) -> dict[str, Medicine]:
    """Names to medicines. A product such as 'paracetamol + codeine' is found by its substances instead."""
    return {
        spelling: meant[row[column]]
        for row in rows
        for name in [row[column], *listed(row["brands"])]
        if JOIN not in name
        for spelling in spellings(name)
    }


def _preventives(pack: Pack) -> dict[str, Preventive]:
    return {
        spelling: preventive_of(row)
        for row in pack.preventives
        for name in [row["drug"], *listed(row["brands"])]
        for spelling in spellings(name)
    }


def _keys(phrases: list[str]) -> frozenset[str]:
    return frozenset(spelling for phrase in phrases for spelling in spellings(phrase))


def _plain_words(words: Mapping[str, list[str]]) -> dict[str, Kind]:
    """The words that name no medicine: those that change nothing, those that join and those that part."""
    kinds: dict[str, Kind] = {
        "fillers": "filler",
        "forms": "filler",
        "times": "filler",
        "joins": "join",
        "apart": "then",
    }
    return {phrase: kind for table, kind in kinds.items() for phrase in _keys(words[table])}


def _longest(phrases: list[str]) -> dict[str, int]:
    """For each first word, how many words the longest phrase with it has."""
    longest: dict[str, int] = {}
    for phrase in phrases:
        first, *rest = phrase.split(" ")
        longest[first] = max(longest.get(first, 0), 1 + len(rest))
    return longest


def _phrases(words: list[Token], at: int, longest: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    """The phrases that begin at a word, the longest first, with the number of words in each."""
    most = min(longest.get(words[at].word, 0), len(words) - at)
    for used in range(most, 0, -1):
        yield used, " ".join(token.word for token in words[at : at + used])


def _understood(pieces: list[Piece]) -> bool:
    """Whether a part names a medicine and says nothing else that is not known. Nought taken is not taken."""
    kinds = {piece.kind for piece in pieces}
    return "name" in kinds and "unknown" not in kinds and all(piece.count != 0 for piece in pieces)


def _segments(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces in runs of one named medicine each; a join or the next name ends a run."""
    runs: list[list[Piece]] = [[]]
    for piece in pieces:
        named = any(one.kind == "name" for one in runs[-1])
        if named and piece.kind in ("name", "join", "then"):
            runs.append([])
        if piece.kind not in ("join", "then"):
            runs[-1].append(piece)
    return _with_a_name([run for run in runs if run])


def _with_a_name(runs: list[list[Piece]]) -> list[list[Piece]]:
    """Runs without a name belong to the one before them ('sumatriptan / 2 tablets')."""
    joined: list[list[Piece]] = []
    for run in runs:
        if joined and not any(piece.kind == "name" for piece in run):
            joined[-1].extend(run)
        else:
            joined.append(run)
    return joined


def _one_of(counts: Iterator[int | None] | list[int | None]) -> int | None:
    """The one number that was written; None where none or several different ones were."""
    written = {count for count in counts if count is not None}
    return written.pop() if len(written) == 1 else None


def _intake(medicine: Medicine, text: str, times: int | None) -> Intake:
    return Intake(
        text=text,
        name=medicine.name,
        classes=medicine.classes,
        acute=medicine.acute,
        migraine_specific=medicine.migraine_specific,
        times=times,
    )


def _class_in_words(intake: Intake) -> str:
    if "unspecified" in intake.classes:
        return "; its class cannot be told"
    if not intake.classes:
        return " (counted in no overuse class)"
    classes = " and ".join(sorted(intake.classes, reverse=True))
    counted = " (gepant, counted in no overuse class by default)"
    return counted if intake.classes == {"gepant"} else f" ({classes})"


def _why_not(pieces: list[Piece]) -> str:
    strange = [piece.text for piece in pieces if piece.kind == "unknown"]
    if strange:
        return f"'{strange[0]}' is not in the dictionary"
    if any(piece.kind == "name" for piece in pieces):
        return "it says that none was taken"
    return "it names no medicine"
