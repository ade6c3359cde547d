"""Made-up days as rows of the diary file (docs/reference/diary-file.md), each marked as synthetic."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from procerus.diary.day import SYMPTOMS
from procerus.simulation.attacks import hours
from procerus.simulation.block import UNKNOWN, YES, People, answers
from procerus.simulation.keeping import EVENING_FROM, NO_TIME, entry_delays, entry_minutes, writes_none
from procerus.simulation.parameters import Habit, Parameters
from procerus.simulation.scenario import Request
from procerus.simulation.streams import Codes

Row = tuple[str, ...]
MARK = "synthetic"
"""Every row's note; every person's name begins with it too, so that no line can pass for a real one."""

_ANSWERS = np.array(["no", "yes", ""], dtype=object)
_GRADES = np.array(["", "mild", "moderate", "severe"], dtype=object)
_HOURS = np.array([str(hour) for hour in range(25)] + [""], dtype=object)
_NOT_WRITTEN = 25
_MINUTES = tuple(f"T{minute // 60:02}:{minute % 60:02}" for minute in range(EVENING_FROM, 24 * 60))

Texts = NDArray[np.object_]


def name_of(number: int) -> str:
    """The name of a made-up person; `number` counts from 0."""
    return f"{MARK}-{number + 1:06}"


def rows_of(block: People, request: Request, parameters: Parameters) -> Iterator[list[Row]]:
    """Each person's rows, oldest first; a gap has no row."""
    cells = _cells(block, request, parameters)
    medicines = _medicine_codes(block)
    silent = ~writes_none(block.streams, parameters.writing)
    delays = entry_delays(block.streams, request.days, parameters.writing).T
    minutes = entry_minutes(block.streams, request.days).T
    dates = _dates(request)
    for person in range(block.count):
        filled = np.flatnonzero(block.recorded[:, person])
        words = _words(parameters.habits[block.habits[person]], bool(silent[person]))
        yield list(
            zip(
                [name_of(block.first + person)] * len(filled),
                dates[filled],
                *(cell[person, filled] for cell in cells),
                words[medicines[person, filled]],
                _entered(filled, delays[person], minutes[person], dates),
                [MARK] * len(filled),
                strict=True,
            )
        )


def _cells(block: People, request: Request, parameters: Parameters) -> list[Texts]:
    """The columns from `headache` to `relieved`, one row a person."""
    codes = dict(answers(block, parameters))
    free = ~block.headache.T[: block.count]
    for column in SYMPTOMS:
        if column != "aura":  # people who have no headache are asked about aura only
            codes[column] = np.where(free, UNKNOWN, codes[column])
    untreated = (codes["triptan"] != YES) & (codes["ergot"] != YES)
    codes["relieved"] = np.where(untreated, UNKNOWN, codes["relieved"])
    spent = hours(block.streams, block.headache, block.attacks.long, parameters)
    unsaid = block.brief | ~block.headache
    worst = np.where(unsaid, 0, block.attacks.worst)
    return [
        _ANSWERS[codes["headache"]],
        _HOURS[np.where(unsaid, _NOT_WRITTEN, spent)].T,
        _GRADES[worst].T,
        *(_ANSWERS[codes[column]] for column in SYMPTOMS),
    ]


_UNANSWERED, _NONE, _FIRST, _BOTH, _FREE = range(5)


def _medicine_codes(block: People) -> Codes:
    codes = _NONE + block.attacks.first_taken.astype(np.uint8) + block.attacks.second_taken
    codes[~block.headache] = _FREE
    codes[block.brief] = _UNANSWERED
    return codes.T


@cache
def _words(habit: Habit, silent: bool) -> Texts:
    first = habit.first.text if habit.first else "none"
    both = f"{first}; {habit.second.text}" if habit.second else first
    return np.array(["", "none", first, both, "" if silent else "none"], dtype=object)


def _dates(request: Request) -> Texts:
    days = (request.first_day + timedelta(days=day) for day in range(request.days))
    return np.array([day.isoformat() for day in days], dtype=object)


def _entered(
    filled: NDArray[np.intp], delays: NDArray[np.int16], minutes: NDArray[np.int16], dates: Texts
) -> list[str]:
    late, minute = delays[filled], minutes[filled]
    days = dates[filled + np.maximum(late, 0)]
    told = zip(days, late.tolist(), minute.tolist(), strict=True)
    return ["" if wait == NO_TIME else day + _MINUTES[at] for day, wait, at in told]
