"""Why a criterion was answered as it was: what was asked, what was found, what is needed, what is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from procerus.criteria.bounds import Answer
from procerus.criteria.language import names_in
from procerus.criteria.prose import in_words
from procerus.criteria.reference import Fact, unsettled
from procerus.diary.facts import WindowFacts
from procerus.packs.facts import FACTS
from procerus.packs.rules import Criterion, Rules

TOO_EARLY = "too early to assess"


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion and its answer, with everything needed to argue about it."""

    criterion: str
    asks: str  # numbers filled in
    answer: Answer
    found: Mapping[str, Fact]  # the facts looked at
    needs: str  # the rule in words
    at: str  # where in the source
    status: str  # read, or unverified where it rests on anything that is
    unsettled: tuple[str, ...]  # facts that leave it open
    days: tuple[date, ...]  # the diary days behind them
    remark: str = ""

    def to_json(self) -> dict[str, object]:
        """The contract's shape (docs/reference/json.md)."""
        shape: dict[str, object] = {
            "criterion": self.criterion,
            "asks": self.asks,
            "answer": str(self.answer),
            "found": {name: fact_to_json(fact) for name, fact in self.found.items()},
            "needs": self.needs,
            "at": self.at,
            "status": self.status,
            "unsettled": list(self.unsettled),
            "days": [day.isoformat() for day in self.days],
        }
        return shape | ({"remark": self.remark} if self.remark else {})


def fact_to_json(fact: Fact) -> object:
    """An answer as its word, a number as its two ends."""
    return str(fact) if isinstance(fact, Answer) else [fact.low, fact.high]


def reason_for(
    criterion: Criterion, facts: Mapping[str, Fact], windows: WindowFacts, nouns: Mapping[str, str]
) -> Reason:
    """The reason of one criterion, from the facts that answered it."""
    rules = windows.rules
    names = [name for name in names_in(criterion.tree) if name not in rules.numbers]
    every = names
    open_ = unsettled(criterion.tree, facts)
    gate = criterion.not_before
    early = gate is not None and facts[gate.fact] is Answer.NO
    if early and gate is not None:  # nothing else has been looked at yet
        names = [gate.fact]
    spoken = {**nouns, **{name: noun for name in every if (noun := noun_of(name, rules, nouns))}}
    return Reason(
        criterion=criterion.name,
        asks=filled_in(criterion.asks, rules.numbers),
        answer=_truth(facts[criterion.name]),
        found={name: facts[name] for name in names if not name.endswith((".months", ".days"))},
        needs=filled_in(criterion.in_words, rules.numbers)
        or in_words(criterion.ungated, spoken, rules.numbers),
        at=criterion.at,
        status=criterion.status,
        unsettled=open_,
        days=_days(open_, facts, windows),
        remark=TOO_EARLY if early else "",
    )


def filled_in(text: str, numbers: Mapping[str, int]) -> str:
    """A text with the pack's numbers in place of their names in braces."""
    for name, value in numbers.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def noun_of(name: str, rules: Rules, nouns: Mapping[str, str]) -> str | None:
    """How a fact is called in a sentence; None where the language's own wording serves."""
    if name in FACTS:
        return FACTS[name].noun
    if name in rules.tallies:
        return nouns.get(name)
    if name in rules.criteria:
        return "the criterion “" + name.replace("_", " ") + "” is met"
    window, _, rest = name.partition(".")
    if rest.startswith("day_"):
        return f"{rest.removeprefix('day_')} days have passed since the {window.replace('_', ' ')}"
    if window in rules.windows and rules.windows[window].months == 1 and rest.count(".") == 1:
        fact = rest.partition(".")[0]
        return f"{nouns.get(fact, fact)} in {nouns.get(window, window)}"
    return None


def _truth(fact: Fact) -> Answer:
    assert isinstance(fact, Answer)
    return fact


def _days(open_: tuple[str, ...], facts: Mapping[str, Fact], windows: WindowFacts) -> tuple[date, ...]:
    """The open diary days behind the open facts, looked up through criteria that are open themselves."""
    days: set[date] = set()
    for name in open_:
        criterion = windows.rules.criteria.get(name)
        if criterion is not None:
            days.update(_days(unsettled(criterion.tree, facts), facts, windows))
        elif name.count(".") == 2:
            days.update(windows.open_days(name))
    return tuple(sorted(days))
