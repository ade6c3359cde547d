"""Random numbers that belong to a person and a purpose, whatever else is simulated.

People are drawn in blocks of 64, each block and each purpose from its own stream of one seed
(PCG64 under a SeedSequence). So person 7 is the same person among ten as among a million, day 12 is the
same in a short diary as in a long one, and a new purpose never disturbs an old one.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

BLOCK = 64
"""People drawn together. Changing it changes every made-up person."""

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Codes = NDArray[np.uint8]


class Purpose(IntEnum):
    """What a stream is for. Numbers are never used again for something else."""

    DAILY_PERSON = 1
    PERSON_RATE = 2
    MONTH = 3
    WORST_WEEKDAY = 4
    HEADACHE = 5
    CHANGE = 6
    MIGRAINE_PERSON = 10
    MIGRAINE_DAY = 11
    UNILATERAL = 12
    PULSATING = 13
    AGGRAVATED = 14
    NAUSEA = 15
    PHOTOPHOBIA = 16
    PHONOPHOBIA = 17
    BELIEVED_MIGRAINE = 18
    WORST = 19
    FOUR_HOURS = 20
    HOURS = 21
    AURA_PERSON = 22
    AURA = 23
    HABIT = 30
    TREATING_PERSON = 31
    TREATING_DAY = 32
    SECOND_MEDICINE = 33
    RELIEVED = 34
    MISSING = 40
    LONG_GAP_PERSON = 41
    LONG_GAP_BEGINS = 42
    LONG_GAP_ENDS = 43
    DROPOUT = 44
    BRIEF = 50
    WRITES_NONE = 51
    ENTRY_KIND = 52
    ENTRY_DELAY = 53
    ENTRY_MINUTE = 54


class Streams:
    """The random numbers of one block of people."""

    def __init__(self, seed: int, block: int) -> None:
        self._seed, self._block = seed, block

    def normal(self, purpose: Purpose, rows: int = 1) -> Floats:
        """Standard normal numbers, one row a day (or month) and one column a person."""
        return self._generator(purpose).standard_normal((rows, BLOCK), dtype=np.float32)

    def uniform(self, purpose: Purpose, rows: int = 1) -> Floats:
        """Numbers from 0 to below 1, one row a day (or month) and one column a person."""
        return self._generator(purpose).random((rows, BLOCK), dtype=np.float32)

    def _generator(self, purpose: Purpose) -> np.random.Generator:
        sequence = np.random.SeedSequence(self._seed, spawn_key=(self._block, int(purpose)))
        return np.random.Generator(np.random.PCG64(sequence))
