"""The criteria language over many patients at once, with numpy: one tree for one patient or a million.

A day is one bit. A patient's days lie in words of 64, aligned to epoch days (day 0 is 1970-01-01, and
word `w` holds days `64 * w` to `64 * w + 63`), so that a month is cut out of two neighbouring words
whoever the patient is. Every bit of a day has two words, known yes and known no; a day in neither is
unknown. A truth about patients is a pair of arrays (known yes, known no), a number a pair (low, high).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import add, and_, or_
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from procerus.criteria.bounds import LARGEST, Answer, Between
from procerus.criteria.language import And, Arithmetic, Compare, Count, Name, Node, Not, Number, Or

Words = NDArray[np.uint64]
Integers = NDArray[np.int64]
Truths = tuple[NDArray[np.bool_], NDArray[np.bool_]]
Numbers = tuple[Integers, Integers]
Result = TypeVar("Result")

NO_END = 2**31
"""Stands for an end nobody can give: beyond LARGEST, and its square still fits 64 bits."""
_NOT_ASKED: Truths = (np.zeros((), np.bool_), np.zeros((), np.bool_))
_NOT_COUNTED: Numbers = (np.zeros((), np.int64), np.full((), NO_END, np.int64))
_ALL = np.uint64(2**64 - 1)
_CODES = {Answer.NO: 0, Answer.YES: 1, Answer.UNKNOWN: 2}


@dataclass(frozen=True, slots=True)
class Masks:
    """The days of many patients. The last word of a row is empty: it stands for every day not stored."""

    first_word: Integers  # (patients,), epoch day // 64 of a row's first word
    yes: Mapping[str, Words]  # bit -> (patients, words)
    no: Mapping[str, Words]

    def __post_init__(self) -> None:
        for words in (*self.yes.values(), *self.no.values()):
            if words.ndim != 2 or not words.shape[1] or words[:, -1].any():
                raise ValueError("masks need one row a patient, and an empty last word in every row")

    @classmethod
    def pack(cls, patients: Sequence[Mapping[int, Mapping[str, Answer]]], bits: Sequence[str]) -> Masks:
        """From {epoch day: {bit: answer}} a patient; a day or bit that is missing is unknown."""
        days = [(row, day, said) for row, patient in enumerate(patients) for day, said in patient.items()]
        codes = {bit: [_CODES[said.get(bit, Answer.UNKNOWN)] for _, _, said in days] for bit in bits}
        return cls.from_columns(
            np.array([row for row, _, _ in days], np.int64),
            np.array([day for _, day, _ in days], np.int64),
            {bit: np.array(column, np.uint8) for bit, column in codes.items()},
            len(patients),
        )

    @classmethod
    def from_columns(
        cls, patient: Integers, day: Integers, bits: Mapping[str, NDArray[np.uint8]], patients: int
    ) -> Masks:
        """From one row a patient and day, in any order; a bit is 0 for no, 1 for yes, 2 for unknown.

        `patient` counts from 0. Raises ValueError for another code and for a day given twice, because
        which of two rows is right is for the diary to say.
        """
        if len(patient) and not 0 <= patient.min() <= patient.max() < patients:
            raise ValueError(f"patients are numbered from 0 to {patients - 1}")
        first_word, words = _extent(patient, day >> 6, patients)
        at = (day - (first_word[patient] << 6)) + patient * (words << 6)
        _refuse_repeats(at, patient, day)
        yes, no = {}, {}
        for bit, codes in bits.items():
            if codes.max(initial=0) > 2:
                raise ValueError(f"bit '{bit}' has the code {codes.max()}; 0 is no, 1 yes and 2 unknown")
            said = np.full(patients * (words << 6), 2, np.uint8)
            said[at] = codes
            yes[bit], no[bit] = (_packed(said == code).reshape(patients, words) for code in (1, 0))
        return cls(first_word, yes, no)

    @property
    def nobody(self) -> Words:
        """The words of a bit of which nobody said anything."""
        words = next((words.shape[1] for words in self.yes.values()), 1)
        return np.zeros((len(self.first_word), words), np.uint64)

    def part(self, rows: slice) -> Masks:
        """Some of the patients, without copying a word."""
        return Masks(
            self.first_word[rows],
            {bit: words[rows] for bit, words in self.yes.items()},
            {bit: words[rows] for bit, words in self.no.items()},
        )


def _extent(patient: Integers, word: Integers, patients: int) -> tuple[Integers, int]:
    """Each patient's first word, and how many words hold the longest diary and the empty one after it."""
    first, last = np.full(patients, np.iinfo(np.int64).max), np.full(patients, np.iinfo(np.int64).min)
    np.minimum.at(first, patient, word)
    np.maximum.at(last, patient, word)
    kept = last >= first
    return np.where(kept, first, 0), int(np.max(last[kept] - first[kept], initial=-1)) + 2


def _refuse_repeats(at: Integers, patient: Integers, day: Integers) -> None:
    if bool((at[1:] > at[:-1]).all()):
        return  # in order, as most are; nothing to sort
    order = np.argsort(at)
    twice = np.flatnonzero(at[order][1:] == at[order][:-1])
    if twice.size:
        row = order[twice[0]]
        raise ValueError(f"patient {patient[row]} has epoch day {day[row]} twice; a day is one row")


def _packed(said: NDArray[np.bool_]) -> Words:
    return np.asarray(np.packbits(said, bitorder="little").view("<u8"), np.uint64)


def day_truth(tree: Node, masks: Masks) -> tuple[Words, Words]:
    """On which days a day rule is known to say yes, and on which no: two arrays (patients, words)."""
    match tree:
        case Name(name):
            return masks.yes.get(name, masks.nobody), masks.no.get(name, masks.nobody)
        case Not(part):
            yes, no = day_truth(part, masks)
            return no, yes
        case And(parts) | Or(parts):
            known = [day_truth(part, masks) for part in parts]
            needed = len(parts) if isinstance(tree, And) else 1
        case Compare(sign, Count(parts), Number(value)):
            known = [day_truth(part, masks) for part in parts]
            needed = value + (sign in (">", "<="))
        case _:
            raise TypeError(f"this is no day rule: {tree}")
    yes = _at_least(needed, [yes for yes, _ in known])
    no = _at_least(len(parts) - needed + 1, [no for _, no in known])
    return (no, yes) if isinstance(tree, Compare) and tree.sign in ("<", "<=") else (yes, no)


def _at_least(needed: int, parts: Sequence[Words]) -> Words:
    """The days on which at least so many of the parts hold."""
    if needed <= 0:
        return np.full_like(parts[0], _ALL)
    if needed > len(parts):
        return np.zeros_like(parts[0])
    if needed in (1, len(parts)):
        return reduce(and_ if needed == len(parts) else or_, parts)
    reached = [parts[0]]  # reached[j]: at least j + 1 of the parts so far
    for part in parts[1:]:
        grown = [have | (one_less & part) for one_less, have in pairwise(reached)]
        reached = [reached[0] | part, *grown, reached[-1] & part][:needed]
    return reached[-1]


@dataclass(frozen=True, slots=True)
class Months:
    """Where months lie in the words of each patient: cut once, counted for every day rule."""

    days: NDArray[np.int16]  # months first, as all of these are, so that minima are fast
    lower: NDArray[np.intp]
    upper: NDArray[np.intp]
    lower_mask: Words
    upper_mask: Words

    @classmethod
    def cut(cls, first_word: Integers, words: int, starts: Integers, lengths: Integers) -> Months:
        """Months of 0 to 64 days from epoch days `starts`; both broadcast to (patients, months).

        `words` is the length of a row of the masks. Days outside it are read from its empty last word.
        """
        if not ((lengths >= 0) & (lengths <= 64)).all():
            raise ValueError("a month has 0 to 64 days")
        start, length, first = np.broadcast_arrays(starts, lengths, first_word[:, None])
        lower = (start.T >> 6) - first.T
        bit = (start.T & 63).astype(np.uint64)
        month = _ALL >> (np.uint64(64) - length.T.astype(np.uint64))  # numpy shifts by 64 to nought
        row = np.arange(len(first_word)) * words
        at = [
            np.where((index >= 0) & (index < words), index, words - 1) + row for index in (lower, lower + 1)
        ]
        lower_mask, upper_mask = month << bit, month >> (np.uint64(64) - bit)
        return cls(length.T.astype(np.int16), at[0], at[1], lower_mask, upper_mask)

    def count(self, truth: tuple[Words, Words]) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        """Bounds of how many days of each month a day rule counts, (patients, months)."""
        yes, no = (self._held(words.ravel()) for words in truth)
        return yes.astype(np.int16).T, (self.days - no).T

    def _held(self, words: Words) -> NDArray[np.uint8]:
        lower = np.bitwise_count(words[self.lower] & self.lower_mask)
        held: NDArray[np.uint8] = lower + np.bitwise_count(words[self.upper] & self.upper_mask)
        return held


def count_months(
    truth: tuple[Words, Words], first_word: Integers, starts: Integers, lengths: Integers
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Bounds of how many days of each month `day_truth` counts; see Months."""
    return Months.cut(first_word, truth[0].shape[1], starts, lengths).count(truth)


def summarise(low: NDArray[np.int16], high: NDArray[np.int16]) -> dict[str, Numbers]:
    """The `least`, `most` and `total` of a window's month counts, a pair a patient."""
    return {name: summary(name, low, high) for name in _SUMMARIES}


def summary(name: str, low: NDArray[np.int16], high: NDArray[np.int16]) -> Numbers:
    """One of them."""
    if low.shape[1] == 1:  # one month is its own least, most and total
        return low[:, 0].astype(np.int64), high[:, 0].astype(np.int64)
    over = _SUMMARIES[name]
    return over(low, axis=1).astype(np.int64), over(high, axis=1).astype(np.int64)


_SUMMARIES: Mapping[str, Callable[..., NDArray[np.generic]]] = {
    "least": np.min,
    "most": np.max,
    "total": np.sum,
}


def answer(tree: Node, facts: Mapping[str, Numbers | Truths]) -> Truths:
    """A patient rule for every patient: who is known to meet it, and who is known not to."""
    match tree:
        case Name(name):
            return cast(Truths, facts.get(name, _NOT_ASKED))
        case Not(part):
            yes, no = answer(part, facts)
            return no, yes
        case And(parts) | Or(parts):
            known = [answer(part, facts) for part in parts]
            for_yes, for_no = (and_, or_) if isinstance(tree, And) else (or_, and_)
            return reduce(for_yes, [yes for yes, _ in known]), reduce(for_no, [no for _, no in known])
        case Compare(sign, left, right):
            return _compared(sign, number(left, facts), number(right, facts))
    raise TypeError(f"this is a number, not a truth: {tree}")


def _compared(sign: str, left: Numbers, right: Numbers) -> Truths:
    if sign in ("<=", ">"):  # a <= b is b >= a
        left, right = right, left
    yes, no = left[0] >= right[1], left[1] < right[0]
    return (no, yes) if sign in ("<", ">") else (yes, no)  # a < b is the opposite of a >= b


def number(tree: Node, facts: Mapping[str, Numbers | Truths]) -> Numbers:
    """A quantity for every patient, by interval arithmetic."""
    match tree:
        case Number(value):
            return _normal(np.asarray(value), np.asarray(value))
        case Name(name):
            low, high = facts.get(name, _NOT_COUNTED)
            return np.asarray(low, np.int64), np.asarray(high, np.int64)
        case Arithmetic(sign, left, right):
            return _calculated(sign, number(left, facts), number(right, facts))
        case Count(parts):
            known = [answer(part, facts) for part in parts]
            return _how_many([yes for yes, _ in known]), len(parts) - _how_many([no for _, no in known])
    raise TypeError(f"this is a truth, not a number: {tree}")


def _how_many(truths: Sequence[NDArray[np.bool_]]) -> Integers:
    return reduce(add, (truth.astype(np.int64) for truth in truths))


def _calculated(sign: str, left: Numbers, right: Numbers) -> Numbers:
    if sign == "+":
        return _normal(left[0] + right[0], left[1] + right[1])
    if sign == "-":
        return _normal(left[0] - right[1], left[1] - right[0])
    products = np.broadcast_arrays(*(a * b for a in left for b in right))
    return _normal(np.minimum.reduce(products), np.maximum.reduce(products))


def _normal(low: Integers, high: Integers) -> Numbers:
    """As `Between` keeps its ends: what lies beyond LARGEST has no end on that side."""
    return (
        np.where(low < -LARGEST, -NO_END, np.minimum(low, LARGEST)),
        np.where(high > LARGEST, NO_END, np.maximum(high, -LARGEST)),
    )


def numbers_of(values: Sequence[Between]) -> Numbers:
    """One number a patient, as arrays."""
    low = [-NO_END if value.low is None else value.low for value in values]
    high = [NO_END if value.high is None else value.high for value in values]
    return np.array(low, np.int64), np.array(high, np.int64)


def truths_of(values: Sequence[Answer]) -> Truths:
    """One answer a patient, as arrays."""
    return np.array([v is Answer.YES for v in values], bool), np.array([v is Answer.NO for v in values], bool)


def betweens(low: Integers, high: Integers) -> list[Between]:
    """Arrays of bounds as one `Between` a patient."""
    pairs = zip(np.atleast_1d(low).tolist(), np.atleast_1d(high).tolist(), strict=True)
    return [Between(a, b) for a, b in pairs]  # which forgets NO_END, as it does every end so large


def answers(yes: NDArray[np.bool_], no: NDArray[np.bool_]) -> list[Answer]:
    """Arrays of truths as one `Answer` a patient."""
    pairs = zip(np.atleast_1d(yes).tolist(), np.atleast_1d(no).tolist(), strict=True)
    return [Answer.YES if is_yes else Answer.NO if is_no else Answer.UNKNOWN for is_yes, is_no in pairs]


def in_chunks(
    work: Callable[[slice], Result], patients: int, size: int = 4096, threads: int = 2
) -> list[Result]:
    """What `work` finds for some patients after the other, in order, on several threads.

    A chunk's words stay in the processor's cache, and numpy lets threads run side by side.
    """
    chunks = [slice(start, min(start + size, patients)) for start in range(0, patients, size)]
    if len(chunks) == 1 or threads == 1:
        return [work(rows) for rows in chunks]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, chunks))
