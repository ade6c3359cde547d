"""Age in whole years, as sure as the date of birth."""

from __future__ import annotations

from datetime import date

import pytest

from people import diary
from procerus.criteria.bounds import Between
from procerus.diary.partial_date import PartialDate
from procerus.pathway.patient import Patient


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("2008-11-01", date(2026, 11, 1), Between.exactly(18)),
        ("2008-11-02", date(2026, 11, 1), Between.exactly(17)),
        ("2008-02-29", date(2026, 2, 28), Between.exactly(17)),
        ("2008-02-29", date(2026, 3, 1), Between.exactly(18)),
        ("2008", date(2026, 11, 1), Between(17, 18)),
        ("2027", date(2026, 11, 1), Between.exactly(0)),
        (None, date(2026, 11, 1), Between(0, None)),
    ],
)
def test_age_is_as_sure_as_the_date_of_birth(born: str | None, on: date, age: Between):
    person = Patient("x", diary(""), born=None if born is None else PartialDate.of(born))
    assert person.age(on) == age
