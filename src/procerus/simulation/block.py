"""Sixty-four made-up people at once: what happened to them, and what of it their diaries say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from procerus.diary.day import SYMPTOMS
from procerus.simulation.attacks import Attacks, attacks, habits_of
from procerus.simulation.course import headache_days
from procerus.simulation.keeping import brief_days, recorded_days
from procerus.simulation.parameters import OVERUSE_CLASSES, Parameters
from procerus.simulation.scenario import Request
from procerus.simulation.streams import BLOCK, Codes, Flags, Streams

NO, YES, UNKNOWN = 0, 1, 2
BITS = ("headache", "four_hours", "moderate", *SYMPTOMS, *OVERUSE_CLASSES, "any")
"""What a day's bits are called: the diary's columns, two grades, the classes taken, any medicine."""


@dataclass(frozen=True, slots=True)
class People:
    """One block of people; arrays have one row a day and one column a person."""

    first: int  # number of the first person, from 0
    count: int  # how many of the block were asked for
    streams: Streams
    headache: Flags
    attacks: Attacks
    habits: Codes
    recorded: Flags
    brief: Flags


def people(request: Request, parameters: Parameters) -> Iterator[People]:
    """Everybody asked for, block by block, in order."""
    for number in range(-(-request.patients // BLOCK)):
        yield _people(number, request, parameters)


def _people(number: int, request: Request, parameters: Parameters) -> People:
    streams = Streams(request.seed, number)
    headache = headache_days(streams, request, parameters)
    habits = habits_of(streams, parameters)
    drawn = attacks(streams, headache, habits, parameters)
    recorded = recorded_days(streams, request, drawn.first_taken, parameters.gaps)
    brief = brief_days(streams, headache, parameters.writing)
    first = number * BLOCK
    count = min(BLOCK, request.patients - first)
    return People(first, count, streams, headache, drawn, habits, recorded, brief)


def answers(block: People, parameters: Parameters) -> Iterator[tuple[str, Codes]]:
    """Every bit as the diary answers it (0 no, 1 yes, 2 unknown), each with one row a person.

    Read as a diary file is: a headache-free day answers every bit but `aura` with no, and its
    medicines are none; without a triptan or ergot, none has relieved.
    """
    full = block.recorded & ~block.brief
    taken = classes_taken(block, parameters)
    relief = block.attacks.relieved & (taken["triptan"] | taken["ergot"])
    symptoms = block.attacks.symptoms | {"relieved": relief}
    yield "headache", _codes(block, block.headache, block.recorded)
    yield "four_hours", _codes(block, block.attacks.long, full)
    yield "moderate", _codes(block, block.attacks.worst >= 2, full)
    for column in SYMPTOMS:
        yield column, _codes(block, symptoms[column], full)
    for name, days in taken.items():
        yield name, _codes(block, days, full)
    yield "any", _codes(block, block.attacks.first_taken, full)


def classes_taken(block: People, parameters: Parameters) -> dict[str, Flags]:
    """On which days each overuse class was taken, one row a day."""
    taken = {}
    for name in OVERUSE_CLASSES:
        first = [one.first is not None and one.first.overuse_class == name for one in parameters.habits]
        second = [one.second is not None and one.second.overuse_class == name for one in parameters.habits]
        days = block.attacks.first_taken & np.array(first)[block.habits]
        taken[name] = days | (block.attacks.second_taken & np.array(second)[block.habits])
    return taken


def _codes(block: People, days: Flags, answered: Flags) -> Codes:
    codes = np.where(answered, days, np.uint8(UNKNOWN))
    return codes.T[: block.count]
