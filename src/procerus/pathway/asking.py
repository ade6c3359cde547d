"""Asking one question of one patient under one reading: the facts it needs, and the answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache

from procerus.criteria.bounds import Answer, Between
from procerus.criteria.language import Node, names_in
from procerus.criteria.reference import Fact, answer, answer_each
from procerus.diary.counts import MonthCounts
from procerus.diary.cycles import Course
from procerus.diary.facts import WindowFacts
from procerus.diary.windows import Anchored, Anchors
from procerus.packs.compile import closure, names_needed
from procerus.packs.load import Policy
from procerus.packs.rules import Rules, Tally
from procerus.pathway.patient import AttestedCount, Patient
from procerus.pathway.recorded import anchors_of, course_of, recorded_facts, tallied

BASELINE = "baseline"


def attested_before(patient: Patient, policy: Policy, as_of: date) -> list[AttestedCount]:
    """The attested counts that the policy accepts, of days before the question."""
    told = (patient.counts or ()) if policy.pack.counts_accepted else ()
    return [one for one in told if one.last is not None and one.last < as_of]


@dataclass(frozen=True, slots=True)
class Case:
    """One patient on the day of a question. Counts and records are shared by every reading."""

    patient: Patient
    as_of: date
    course: Course
    anchors: Anchors
    counts: MonthCounts
    recorded: Mapping[str, Fact]
    baseline: date | None = None  # the first day of a baseline the clinician chose
    tallies: dict[Tally, Between] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        patient: Patient,
        policy: Policy,
        as_of: date,
        baseline: date | None = None,
        counts: MonthCounts | None = None,
    ) -> Case:
        """The patient as the policy's question on this day sees them.

        `counts` may be those of another question on the same day, so that no month is counted twice.
        """
        course = course_of(patient, as_of)
        anchors = anchors_of(course, as_of)
        if baseline is not None:
            anchors["chosen_baseline"] = Anchored.on(baseline)
        if counts is None:
            told = attested_before(patient, policy, as_of)
            counts = MonthCounts(patient.diary.until(as_of), policy.rules.bits, told)
        recorded = recorded_facts(patient, course, as_of)
        return cls(patient, as_of, course, anchors, counts, recorded, baseline)

    def windows(self, rules: Rules) -> WindowFacts:
        """The windows under one reading, with the chosen baseline in place of the rule's."""
        if self.baseline is not None and BASELINE in rules.windows:
            chosen = replace(rules.windows[BASELINE], before=None, after="chosen_baseline", first_day=0)
            rules = replace(rules, windows={**rules.windows, BASELINE: chosen})
        return WindowFacts(rules, self.counts, self.anchors, self.as_of)

    def tally(self, rules: Rules, names: Sequence[str]) -> dict[str, Fact]:
        """The tallies among these names; readings that count alike share them."""
        return {name: self.tallied(rules.tallies[name]) for name in names if name in rules.tallies}

    def tallied(self, how: Tally) -> Between:
        """The records counted as one tally counts them."""
        if how not in self.tallies:
            self.tallies[how] = tallied(self.patient, self.course, how, self.as_of)
        return self.tallies[how]


@dataclass(frozen=True, eq=False)
class Asked:
    """One question's rules under one reading, with the criteria it rests on. Each exists once."""

    rules: Rules
    tree: Node
    criteria: Mapping[str, Node]  # each after those it uses
    uses: Mapping[str, tuple[str, ...]]  # criterion -> the names in its rule
    needed: tuple[str, ...]  # names that are facts, tallies or numbers

    @classmethod
    @lru_cache(maxsize=1024)
    def of(cls, rules: Rules, question: str) -> Asked:
        """Gather what a question rests on."""
        tree = rules.questions[question].tree
        below = closure(rules, tree)
        criteria = {name: rules.criteria[name].tree for name in below}
        uses = {name: names_in(one) for name, one in criteria.items()}
        return cls(rules, tree, criteria, uses, names_needed(rules, (tree, *criteria.values())))

    @cached_property
    def meaning(self) -> tuple[object, ...]:
        """What decides the answer; two readings that agree in it need not be told apart."""
        windows = {name.split(".")[0] for name in self.needed} & set(self.rules.windows)
        counted = {name.split(".")[1] for name in self.needed if name.count(".") == 2}
        return (
            self.tree,
            tuple(self.criteria.items()),
            tuple((name, self.rules.windows[name]) for name in sorted(windows)),
            tuple((name, self.rules.days[name]) for name in sorted(counted)),
            tuple((name, self.rules.numbers.get(name)) for name in self.needed),
            tuple((name, self.rules.tallies[name]) for name in self.needed if name in self.rules.tallies),
            self.rules.diary if counted else None,
        )

    def facts(self, case: Case) -> dict[str, Fact]:
        """Every fact the question rests on, and the answers of its criteria."""
        return answer_each(self.criteria, self._given(case))

    def facts_beside(self, case: Case, asked: Asked, facts: Mapping[str, Fact]) -> dict[str, Fact]:
        """The same where another reading has been asked: a criterion whose rule and facts are the same
        keeps its answer, and only the others are asked again."""
        read_alike = case.counts.effective(self.rules.diary) == case.counts.effective(asked.rules.diary)
        counted_alike = _counted_alike(self, asked) if read_alike else frozenset()
        known = self._given(case, counted_alike) | {name: facts[name] for name in counted_alike}
        for name, tree in self.criteria.items():
            kept = tree is asked.criteria.get(name) and all(
                known[used] == facts[used] for used in self.uses[name]
            )
            known[name] = facts[name] if kept else answer(tree, known)
        return known

    @cached_property
    def _numbers(self) -> dict[str, Fact]:
        numbers = self.rules.numbers
        return {name: Between.exactly(numbers[name]) for name in self.needed if name in numbers}

    def _given(self, case: Case, known: Collection[str] = ()) -> dict[str, Fact]:
        recorded = {name: case.recorded[name] for name in self.needed if name in case.recorded}
        windows = case.windows(self.rules).of(name for name in self.needed if name not in known)
        return {**self._numbers, **recorded, **case.tally(self.rules, self.needed), **windows}

    def answer(self, facts: Mapping[str, Fact]) -> Answer:
        """The answer of the question from its facts."""
        return answer(self.tree, facts)


@lru_cache(maxsize=4096)
def _counted_alike(one: Asked, other: Asked) -> frozenset[str]:
    """The counted facts that two readings take from the same window by the same definition."""
    ours, theirs = one.rules, other.rules
    return frozenset(
        name
        for name in one.needed
        if name in other.needed and name.count(".") == 2
        for window, fact, _ in [name.split(".")]
        if ours.windows[window] == theirs.windows[window] and ours.days[fact] is theirs.days[fact]
    )
