"""Made-up headache diaries, always marked as such: as rows, as files, as columns of bits.

The same seed gives the same people, whatever their number; the same diary, whatever its length (with the
same first day). Nothing here is a real person, and every row says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from procerus.diary.day import COLUMNS
from procerus.simulation.block import BITS, answers, people
from procerus.simulation.parameters import Parameters, pack_parameters
from procerus.simulation.rows import Row, rows_of
from procerus.simulation.scenario import Request, Scenario


def simulate_diaries(
    patients: int,
    days: int,
    seed: int,
    *,
    last_day: date,
    scenario: Scenario = Scenario(),  # noqa: B008  a frozen value, never changed
    parameters: Parameters | None = None,
) -> Iterator[list[dict[str, str]]]:
    """Each person's diary rows, person by person, with the columns of the diary file.

    A day that was not filled in has no row. A person who filled in nothing has an empty list.
    Raises ValueError, in one sentence, for a request that cannot be carried out.
    """
    request = Request(patients, days, seed, last_day, scenario)
    return (
        [dict(zip(COLUMNS, row, strict=True)) for row in rows] for rows in diary_rows(request, parameters)
    )


def diary_rows(request: Request, parameters: Parameters | None = None) -> Iterator[list[Row]]:
    """Each person's rows as tuples in the order of the diary's columns, person by person."""
    figures = parameters or pack_parameters()
    for block in people(request, figures):
        yield from rows_of(block, request, figures)


def simulate_columns(
    patients: int,
    days: int,
    seed: int,
    *,
    last_day: date,
    scenario: Scenario = Scenario(),  # noqa: B008  a frozen value, never changed
    parameters: Parameters | None = None,
) -> dict[str, NDArray[Any]]:
    """The same diaries as columns, one element a person and day, gaps included; for benchmarks.

    `patient_index` counts people from 0, `epoch_day` days from 1970-01-01, and every name in `BITS` is a
    uint8 column: 0 no, 1 yes, 2 unknown. Sorted by person, then day. One person-day takes 27 bytes.
    Raises ValueError, in one sentence, for a request that cannot be carried out.
    """
    request = Request(patients, days, seed, last_day, scenario)
    figures = parameters or pack_parameters()
    cells = {name: np.empty((patients, days), dtype=np.uint8) for name in BITS}
    for block in people(request, figures):
        for name, codes in answers(block, figures):
            cells[name][block.first : block.first + block.count] = codes
    first = request.first_day.toordinal() - date(1970, 1, 1).toordinal()
    columns: dict[str, NDArray[Any]] = {
        "patient_index": np.repeat(np.arange(patients, dtype=np.uint32), days),
        "epoch_day": np.tile(np.arange(first, first + days, dtype=np.int32), patients),
    }
    return columns | {name: matrix.reshape(-1) for name, matrix in cells.items()}
