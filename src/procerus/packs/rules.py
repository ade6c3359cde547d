"""What a pack says, once read and checked: bits, counted days, windows, criteria, questions.

`Rules` is one complete way of asking: the headache definitions and the policy's criteria together,
under one reading of the guidance. An alternative reading is another `Rules`; all of them share counts
wherever a counted day and a month are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from procerus.criteria.language import And, Node

Status = Literal["read", "unverified"]
MonthLength = Literal["30-day", "28-day", "calendar"]
EmptyMedicines = Literal["none-when-headache-free", "unknown"]
RecalledDays = Literal["count", "gaps"]
Distinct = Literal["drug", "class"]
Records = Literal["preventives", "cycles"]
Anchor = Literal[
    "as_of", "first_injection", "second_injection", "third_injection", "latest_injection", "chosen_baseline"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bit:
    """One yes/no of a day, taken from a diary column or from the medicines understood.

    `column` is a diary column; with `at_least` it is a number or grade that must reach it
    (minutes of headache; `worst` as 1 mild, 2 moderate, 3 severe). `medicine` is an overuse class.
    """

    column: str
    at_least: int | None = None
    medicine: str | None = None
    status: Status = "read"


@dataclass(frozen=True, slots=True)
class Window:
    """Whole months next to an anchor. `first_day` counts from the anchor, for windows after it."""

    months: int
    month: MonthLength
    before: Anchor | None = None
    after: Anchor | None = None
    first_day: int = 0
    fewest_answered: int = 0  # with fewer answered days than this, an earlier window is offered


@dataclass(frozen=True, slots=True)
class DiaryReading:
    """How silence and lateness in a diary are read (docs/reference/diary-file.md)."""

    empty_medicines: EmptyMedicines = "none-when-headache-free"
    recalled_days: RecalledDays = "count"


@dataclass(frozen=True, slots=True)
class Tally:
    """How records are counted, outside the rule language, by closed keys.

    Of preventives, distinct drugs or classes count. Of the cycles of the present course, those from
    one session to the next that lasted from `min_days` to `max_days`; the last, unfinished one never.
    """

    outcomes: frozenset[str] = frozenset()
    routes: frozenset[str] = frozenset()  # empty: any route
    classes: frozenset[str] = frozenset()  # empty: any class
    min_days: int = 0
    distinct: Distinct = "drug"
    of: Records = "preventives"
    max_days: int | None = None  # of cycles only


@dataclass(frozen=True, slots=True)
class NotBefore:
    """A criterion cannot be met before `days` days have passed since `anchor`."""

    anchor: Anchor
    days: int

    @property
    def fact(self) -> str:
        """The truth fact that says whether the day has come, such as `second_injection.day_84`."""
        return f"{self.anchor}.day_{self.days}"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: what is asked, the rule that says yes, and where it stands in the source."""

    name: str
    asks: str
    yes_when: str
    tree: Node
    at: str
    status: Status
    not_before: NotBefore | None = None
    in_words: str = ""  # the rule in a sentence, where its own words would be hard to read aloud

    @property
    def ungated(self) -> Node:
        """The rule without the day it waits for."""
        return self.tree.parts[1] if self.not_before and isinstance(self.tree, And) else self.tree


@dataclass(frozen=True, slots=True)
class Question:
    """What a policy answers: `start`, `continue`, `restart`, or a question of its own."""

    name: str
    asks: str
    yes_when: str
    tree: Node
    warning: str = ""  # said with every answer


@dataclass(frozen=True, eq=False)
class Rules:
    """Everything needed to answer, under one reading. Two are the same only if they are one object."""

    bits: Mapping[str, Bit]
    days: Mapping[str, Node]  # counted fact, such as headache_days -> the day rule that counts a day
    windows: Mapping[str, Window]
    numbers: Mapping[str, int]
    tallies: Mapping[str, Tally]
    criteria: Mapping[str, Criterion]  # each after those it uses
    questions: Mapping[str, Question] = field(default_factory=dict)
    diary: DiaryReading = DiaryReading()
