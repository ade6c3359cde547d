"""Windows of the engine for many patients, where the agreement of engines does not look."""

from __future__ import annotations

import numpy as np

from procerus.criteria import blocks, reference
from procerus.criteria.bounds import Between


def test_a_window_of_one_month_has_that_month_as_its_least_its_most_and_its_total() -> None:
    low, high = np.array([[3], [0]], np.int16), np.array([[5], [30]], np.int16)
    found = {name: blocks.betweens(*ends) for name, ends in blocks.summarise(low, high).items()}
    for at, month in enumerate([Between(3, 5), Between(0, 30)]):
        assert {name: ends[at] for name, ends in found.items()} == reference.summarise([month])
        assert set(reference.summarise([month]).values()) == {month}
