"""ICHD-3 over one diary: months with bounds, the pattern of chronic migraine, medication overuse.

A diary can never settle chronic migraine alone: attacks in a lifetime (1.3 B) and other causes (1.3 D)
are asked, and where nobody asked them the answer stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from procerus.criteria.bounds import Answer, Between
from procerus.criteria.language import Compare, Name, names_in, walk
from procerus.criteria.reference import Fact, answer_each
from procerus.diary.counts import MonthCounts
from procerus.diary.dates import Span
from procerus.diary.facts import WindowFacts
from procerus.diary.windows import Anchored, days_in, months_covering
from procerus.headache.reason import Reason, reason_for
from procerus.packs.load import Headache
from procerus.packs.rules import MonthLength, Rules

MEDICINE_FACTS: Mapping[str, str] = {
    "triptan": "triptan_days",
    "ergot": "ergot_days",
    "non-opioid": "non_opioid_days",
    "opioid": "opioid_days",
    "combination": "combination_days",
    "other": "other_days",
    "unrecognised": "unrecognised_days",
    "any": "acute_days",
}
SUBTYPES = tuple(f"8.2.{number}" for number in range(1, 9))
OVERUSE_WITHOUT_FREQUENT_HEADACHE = (
    "medication overuse, but not medication-overuse headache: there are too few headache days for that"
)
CHRONIC = ("headache_pattern", "enough_attacks", "migraine_pattern", "no_other_cause")


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the diary: its days, how many were answered, and the bounds of what is counted."""

    span: Span
    recorded: int
    counted: Mapping[str, Between]
    complete: bool = True  # no for the calendar month that is still running

    def to_json(self) -> dict[str, object]:
        """The contract's shape (docs/reference/json.md)."""
        pair = {name: [bounds.low, bounds.high] for name, bounds in self.counted.items()}
        return {
            "from": self.span[0].isoformat(),
            "to": self.span[1].isoformat(),
            "days": days_in(self.span),
            "recorded": self.recorded,
            "complete": self.complete,
            "headache_days": pair["headache_days"],
            "migraine_days": pair["migraine_days"],
            "crystal_clear_days": pair["crystal_clear_days"],
            "medicine_days": {name: pair[fact] for name, fact in MEDICINE_FACTS.items()},
        }


@dataclass(frozen=True, slots=True)
class Classification:
    """What ICHD-3 makes of one diary and the history beside it."""

    patient: str
    as_of: date
    month_length: MonthLength
    migraine_day: str
    months: tuple[Month, ...]
    facts: Mapping[str, Fact]
    codes: Mapping[str, str]
    chronic_reasons: tuple[Reason, ...]
    overuse_reasons: tuple[Reason, ...]

    def answer(self, criterion: str) -> Answer:
        """The answer of one criterion of the headache pack."""
        said = self.facts[criterion]
        assert isinstance(said, Answer)
        return said

    @property
    def subtypes(self) -> dict[str, Answer]:
        """Overuse by code, always all eight: criterion B of each."""
        return {code: self.answer(self.codes[code]) for code in SUBTYPES}

    def to_json(self) -> dict[str, object]:
        """The contract's shape (docs/reference/json.md)."""
        return {
            "patient": self.patient,
            "as_of": self.as_of.isoformat(),
            "month": self.month_length,
            "migraine_day": self.migraine_day,
            "months": [month.to_json() for month in self.months],
            "chronic_migraine": {
                "pattern": str(self.answer("chronic_pattern")),
                "answer": str(self.answer("chronic_migraine")),
                "reasons": [reason.to_json() for reason in self.chronic_reasons],
            },
            "medication_overuse": {
                "headache_15": str(self.answer("frequent_headache")),
                "overuse": str(self.answer("medication_overuse")),
                "answer": str(self.answer("medication_overuse_headache")),
                "subtypes": {code: str(answer) for code, answer in self.subtypes.items()},
                "reasons": [reason.to_json() for reason in self.overuse_reasons],
            },
        }


def rules_for(headache: Headache, month: MonthLength | None, migraine_day: str | None) -> Rules:
    """The pack's rules with another month or another migraine day, where one is asked for."""
    rules = headache.rules
    if month is not None:
        windows = {name: replace(window, month=month) for name, window in rules.windows.items()}
        rules = replace(rules, windows=windows)
    if migraine_day is not None:
        migraine = headache.definitions["migraine_days"][migraine_day]
        rules = replace(rules, days={**rules.days, "migraine_days": migraine})
    return rules


def classify(
    patient: str,
    counts: MonthCounts,
    recorded: Mapping[str, Fact],
    rules: Rules,
    headache: Headache,
    as_of: date,
) -> Classification:
    """Classify one diary on the day of the question, with the facts recorded beside it."""
    windows = WindowFacts(rules, counts, {"as_of": Anchored.on(as_of)}, as_of)
    trees = {name: one.tree for name, one in rules.criteria.items()}
    needed = dict.fromkeys(name for tree in trees.values() for name in names_in(tree))
    facts = answer_each(trees, {**numbers_of(rules), **recorded, **windows.of(needed)})

    def reason(name: str) -> Reason:
        return reason_for(rules.criteria[name], facts, windows, headache.pack.sections.nouns)

    frequent = reason("frequent_headache")
    if facts["medication_overuse"] is Answer.YES and frequent.answer is Answer.NO:
        frequent = replace(frequent, remark=OVERUSE_WITHOUT_FREQUENT_HEADACHE)
    chosen = rules.days["migraine_days"]
    named = headache.definitions["migraine_days"]
    return Classification(
        patient=patient,
        as_of=as_of,
        month_length=rules.windows["latest"].month,
        migraine_day=next(name for name, tree in named.items() if tree is chosen),
        months=_months(counts, rules, as_of),
        facts=facts,
        codes=headache.pack.codes,
        chronic_reasons=tuple(reason(name) for name in CHRONIC),
        overuse_reasons=(frequent, *(reason(headache.pack.codes[code]) for code in SUBTYPES)),
    )


def overuse_limits(headache: Headache) -> dict[str, int]:
    """From which number of days a month on each counted class of medicine is overuse (8.2.1 to 8.2.8)."""
    pack, rules = headache.pack, headache.rules
    return {
        node.left.name.split(".")[1]: rules.numbers[node.right.name]
        for code in SUBTYPES
        for node in walk(rules.criteria[pack.codes[code]].tree)
        if isinstance(node, Compare) and isinstance(node.left, Name) and isinstance(node.right, Name)
        if node.left.name.startswith("latest.") and node.left.name.endswith(".least")
    }


def numbers_of(rules: Rules) -> dict[str, Fact]:
    """The numbers of the packs as facts."""
    return {name: Between.exactly(value) for name, value in rules.numbers.items()}


def _months(counts: MonthCounts, rules: Rules, as_of: date) -> tuple[Month, ...]:
    first = counts.diary.first
    if first is None:
        return ()
    length = rules.windows["latest"].month
    spans = months_covering(length, first, as_of)
    running = length == "calendar" and as_of.day > 1
    return tuple(_month(counts, rules, span, complete=not (running and span == spans[-1])) for span in spans)


def _month(counts: MonthCounts, rules: Rules, span: Span, *, complete: bool) -> Month:
    facts = ("headache_days", "migraine_days", "crystal_clear_days", *MEDICINE_FACTS.values())
    counted = {fact: counts.count(fact, rules.days[fact], span, rules.diary) for fact in facts}
    return Month(span, sum(day.answered for day in counts.diary.spans(*span)), counted, complete)
