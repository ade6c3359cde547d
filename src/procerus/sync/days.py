"""From statements to the rows of the diary file: what stands of each day, and where two answers do.

An answer stands until somebody who had seen it says that column anew. Two that stand side by side differ in
rows of their own, which the diary reads as it reads any two rows of a day: the fact is unknown, and the
bounds are wider (`procerus.diary.agreement`). An answer taken back by somebody leaves one said meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from procerus.sync.statement import FIELDS, SCHEMA, Statement

Row = dict[str, str]
Copies = Sequence[Statement]
"""One statement, and its repetitions under other names."""
NOT_CLINICAL = frozenset({"note"})


def rows(statements: Iterable[Statement], schema: int = SCHEMA) -> dict[str, list[Row]]:
    """For each day its rows as the diary file has them, without `date`; days oldest first."""
    days: dict[str, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for one in statements:
        if one.schema <= schema:
            days[one.day][one.origin].append(one)
    found = ((day, rows_of(list(days[day].values()))) for day in sorted(days))
    return {day: shown for day, shown in found if shown}


def rows_of(day: Sequence[Copies]) -> list[Row]:
    """The rows of one day: one, and another for each further answer that stands beside it."""
    standing: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    latest = ""
    for one, name, answer in live(day):
        order = (one.clock, one.origin)
        standing[name][answer] = min(order, standing[name].get(answer, order))
        if name not in NOT_CLINICAL:
            latest = max(latest, one.at[:16])
    made: list[Row] = []
    for name in FIELDS:
        for place, answer in enumerate(sorted(standing[name], key=standing[name].__getitem__)):
            if place == len(made):
                made.append({})
            made[place][name] = answer
    if made and latest:
        made[0]["entered"] = latest
    return made


def live(day: Sequence[Copies]) -> Iterator[tuple[Statement, str, str]]:
    """The answers of one day that nobody who had seen them has said anew, and that are not empty."""
    for copies in day:
        for name, answer in copies[0].said.items():
            anew = (others for others in day if others is not copies and name in others[0].said)
            if answer and not any(_knew(others, copies) for others in anew):
                yield copies[0], name, answer


def _knew(others: Copies, copies: Copies) -> bool:
    return any(other.knew(one) for other in others for one in copies)


def two_answers(day: Sequence[Row]) -> list[str]:
    """The columns in which two answers stand, which the person is asked about at the next opening."""
    return [name for one in day[1:2] for name in one if name not in NOT_CLINICAL]


def silent(statements: Sequence[Statement]) -> dict[str, list[int]]:
    """For each device the places of which nothing has come although something after them has."""
    places: dict[str, set[int]] = defaultdict(set)
    for one in statements:
        places[one.device].add(one.seq)
        for device, seq in one.seen.items():
            places[device].add(seq)
    held = {(one.device, one.seq) for one in statements}
    return _missing(places, held)


def _missing(places: Mapping[str, set[int]], held: set[tuple[str, int]]) -> dict[str, list[int]]:
    found = {
        device: [seq for seq in range(1, max(seqs) + 1) if (device, seq) not in held]
        for device, seqs in sorted(places.items())
    }
    return {device: seqs for device, seqs in found.items() if seqs}
