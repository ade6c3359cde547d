"""How sure an answer is: which readings of the guidance it hangs on, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from procerus.criteria.bounds import Answer, Between
from procerus.criteria.language import Compare, Name, Node, Number, names_in, walk
from procerus.criteria.reference import Fact, answer
from procerus.headache.reason import Reason
from procerus.packs.load import Policy
from procerus.pathway.spoken import phrase

MET = {
    Answer.YES: "Criteria met",
    Answer.NO: "Criteria not met",
    Answer.UNKNOWN: "Cannot be told yet",
}
MOST_TOGETHER = 4  # criteria that are tried together for another answer
_LIMIT = {">=": "at least {}", ">": "more than {}", "<": "less than {}", "<=": "at most {}"}


@dataclass(frozen=True, slots=True)
class ReadingAnswer:
    """The answer under one alternative reading, everything else as by default."""

    reading: str
    alternative: str
    says: str
    answer: Answer

    def to_json(self) -> dict[str, object]:
        """The contract's shape (docs/reference/json.md)."""
        return {
            "reading": self.reading,
            "alternative": self.alternative,
            "says": self.says,
            "answer": str(self.answer),
        }


def hangs_on(said: Answer, readings: Sequence[ReadingAnswer]) -> str:
    """One sentence: on which readings the answer hangs, each alternative alone."""
    if not readings:
        return "There is no other reading to compare with."
    other = [one for one in readings if one.answer is not said]
    if not other:
        one = "the one other reading" if len(readings) == 1 else f"all {len(readings)} other readings"
        return f"The answer is the same under {one} of the guidance."
    ids = dict.fromkeys(one.reading for one in other)
    named = " and ".join(f"“{name}”" for name in ids)
    parts = [f"{MET[said].lower()} by default", *(_elsewhere(one) for one in other)]
    are = "are" if len(ids) > 1 else "is"
    return f"The answer hangs on how {named} {are} read: {'; '.join(parts)}."


def _elsewhere(one: ReadingAnswer) -> str:
    return f"{MET[one.answer].lower()} where it is read as “{one.says}”"


@dataclass(frozen=True, slots=True)
class Change:
    """The fewest criteria that would have to be answered otherwise for another answer."""

    answer: Answer  # what the question would then say
    ways: tuple[tuple[str, ...], ...]  # each a set of criteria, any of which is enough

    def to_json(self) -> dict[str, object]:
        """The contract's shape (docs/reference/json.md)."""
        return {"answer": str(self.answer), "ways": [list(way) for way in self.ways]}


def changes(tree: Node, reasons: Sequence[Reason], facts: Mapping[str, Fact]) -> tuple[Change, ...]:
    """For each other settled answer, the smallest sets of criteria whose answers would bring it about.

    Only the policy's own criteria are looked at, as if each could be answered by itself; whatever else
    the question asks stays as it is among the facts.
    """
    own = {one.criterion for one in reasons}
    names = [name for name in names_in(tree) if name in own]
    now = answer(tree, facts)
    found = []
    for target in (Answer.YES, Answer.NO):
        ways = () if target is now else tuple(_fewest(tree, names, facts, target))
        if ways:
            found.append(Change(target, ways))
    return tuple(found)


def _fewest(
    tree: Node, names: Sequence[str], said: Mapping[str, Fact], target: Answer
) -> Iterator[tuple[str, ...]]:
    for together in range(1, min(MOST_TOGETHER, len(names)) + 1):
        ways = [way for way in combinations(names, together) if _brings_about(tree, said, way, target)]
        if ways:
            yield from ways
            return


def _brings_about(tree: Node, said: Mapping[str, Fact], way: tuple[str, ...], target: Answer) -> bool:
    """Whether some settled answers of these criteria, each other than now, give the target."""
    tries: list[dict[str, Fact]] = [dict(said)]
    for name in way:
        others = [one for one in (Answer.YES, Answer.NO) if one is not said[name]]
        tries = [{**before, name: other} for before in tries for other in others]
    return any(answer(tree, one) is target for one in tries)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of a criterion and how far what was found lies from it, in the fact's own unit."""

    criterion: str
    fact: str
    found: Between
    limit: str  # such as "at least 15"
    reached: Answer
    apart: int  # the nearer end of what was found; 0 is exactly at the limit

    def __str__(self) -> str:
        said = {Answer.YES: f", which is {self.limit}", Answer.NO: f", not {self.limit}"}
        return f"{self.fact}: {self.found}{said.get(self.reached, f'; the limit is {self.limit}')}"


def limits(policy: Policy, reason: Reason) -> Iterator[Limit]:
    """Every limit of a criterion that compares one fact with one number, where the fact was looked at."""
    rules, nouns = policy.rules, policy.pack.sections.nouns
    for node in walk(rules.criteria[reason.criterion].ungated):
        if not isinstance(node, Compare) or not isinstance(node.left, Name):
            continue
        found, value = reason.found.get(node.left.name), _number(node.right, rules.numbers)
        if not isinstance(found, Between) or value is None:
            continue
        reached = answer(Compare(node.sign, Name("found"), Number(value)), {"found": found})
        ends = [abs(end - value) for end in (found.low, found.high) if end is not None]
        fact = phrase(node.left.name, rules, nouns)
        said = _LIMIT[node.sign].format(value)
        yield Limit(reason.criterion, fact, found, said, reached, min(ends, default=0))


def _number(node: Node, numbers: Mapping[str, int]) -> int | None:
    if isinstance(node, Number):
        return node.value
    return numbers.get(node.name) if isinstance(node, Name) else None
