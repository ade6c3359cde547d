"""Where two policies part: in words, in numbers, and over people whose answer changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from procerus.criteria.bounds import Answer
from procerus.packs.load import Policy
from procerus.packs.sections import PackNumber
from procerus.pathway.comparison import compare
from procerus.pathway.patient import Patient
from procerus.pathway.spoken import asks, needs


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that the two say differently; None where one of them does not say it."""

    name: str
    one: str | None
    other: str | None

    def to_json(self) -> dict[str, object]:
        """The contract's shape (docs/reference/json.md)."""
        return {"name": self.name, "a": self.one, "b": self.other}


@dataclass(frozen=True, slots=True)
class Changed:
    """A person whose answer differs between the two."""

    question: str
    person: str  # who, and what is otherwise about them
    one: Answer
    other: Answer

    def to_json(self) -> dict[str, object]:
        """The contract's shape (docs/reference/json.md)."""
        return {
            "question": self.question,
            "person": self.person,
            "a": str(self.one),
            "b": str(self.other),
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything in which two policies part."""

    one: Policy
    other: Policy
    questions: tuple[Part, ...]
    criteria: tuple[Part, ...]
    numbers: tuple[Part, ...]
    readings: tuple[Part, ...]
    asked: Mapping[str, int]  # question that both answer -> people asked
    changed: tuple[Changed, ...]

    def to_json(self) -> dict[str, object]:
        """The contract's shape (docs/reference/json.md)."""
        return {
            "a": self.one.pack.about.id,
            "b": self.other.pack.about.id,
            "questions": [part.to_json() for part in self.questions],
            "criteria": [part.to_json() for part in self.criteria],
            "numbers": [part.to_json() for part in self.numbers],
            "readings": [part.to_json() for part in self.readings],
            "asked": dict(self.asked),
            "changed": [one.to_json() for one in self.changed],
        }


def difference(one: Policy, other: Policy, people: Iterable[tuple[str, Patient, date]]) -> Difference:
    """Set two policies against each other; people are named and asked on a day each."""
    asked = dict.fromkeys((name for name in one.rules.questions if name in other.rules.questions), 0)
    changed: list[Changed] = []
    for name, person, as_of in people:
        for question in asked:
            asked[question] += 1
            changed.extend(_changed(one, other, question, name, person, as_of))
    return Difference(
        one,
        other,
        tuple(_parts(one, other, lambda policy: _questions(policy))),
        tuple(_parts(one, other, lambda policy: _criteria(policy))),
        tuple(_parts(one, other, lambda policy: _numbers(policy))),
        tuple(_parts(one, other, lambda policy: _readings(policy))),
        asked,
        tuple(sorted(changed, key=lambda each: list(asked).index(each.question))),
    )


def _changed(
    one: Policy, other: Policy, question: str, name: str, person: Patient, as_of: date
) -> Iterator[Changed]:
    answers = [each.decision.answer for each in compare((one, other), question, person, as_of).policies
               if each.decision is not None]  # fmt: skip
    if answers[0] is not answers[1]:
        yield Changed(question, name, *answers)


def _parts(one: Policy, other: Policy, said: Callable[[Policy], dict[str, str]]) -> Iterator[Part]:
    """What is said differently under one name, in the order of the first, then of the second."""
    here, there = said(one), said(other)
    for name in dict.fromkeys((*here, *there)):
        if here.get(name) != there.get(name):
            yield Part(name, here.get(name), there.get(name))


def _questions(policy: Policy) -> dict[str, str]:
    return {name: one.yes_when.replace("_", " ") for name, one in policy.rules.questions.items()}


def _criteria(policy: Policy) -> dict[str, str]:
    return {
        name: f"{asks(policy, name)} Yes when {needs(policy, name)}." for name in policy.pack.own.criteria
    }


def _numbers(policy: Policy) -> dict[str, str]:
    return {name: _number(one) for name, one in policy.pack.own.numbers.items()}


def _number(one: PackNumber) -> str:
    return f"{one.value} {one.unit}"


def _readings(policy: Policy) -> dict[str, str]:
    """Every reading of the source, not those of the headache pack, which all share."""
    return {one.id: one.we_read for one in policy.pack.own.readings}
