"""Small diary files written as text, and the faults found in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from procerus.criteria.bounds import Answer
from procerus.diary.day import Day
from procerus.diary.diary import Diary
from procerus.diary.read import read_diary, read_text
from procerus.faults import BadInput

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
FIRST = date(2026, 8, 3)


def diary(text: str) -> Diary:
    (one,) = read_text(text, "ada.csv")
    return one


def only_day(cells: str, columns: str = "date,headache") -> Day:
    (day,) = diary(f"{columns}\n{cells}\n").days.values()
    return day


def faults(text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_text(text, "ada.csv")
    return [str(fault) for fault in caught.value.faults]


def fault(cells: str, columns: str = "date,headache") -> str:
    (one,) = faults(f"{columns}\n{cells}\n")
    return one


def file_fault(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_diary(path)
    return str(caught.value)
