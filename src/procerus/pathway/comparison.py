"""One question under several policies for one patient: who says what, and which criteria split them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from procerus.criteria.bounds import Answer
from procerus.diary.counts import MonthCounts
from procerus.headache.reason import Reason, filled_in
from procerus.packs.load import Policy
from procerus.pathway.asking import Asked, Case, attested_before
from procerus.pathway.baseline import chosen_for
from procerus.pathway.decision import Decision, decide
from procerus.pathway.patient import Patient
from procerus.pathway.sensitivity import Limit, limits

SILENT = "silent"
NOW = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "not known"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One policy's decision, or None where its source is silent on the question."""

    policy: Policy
    decision: Decision | None

    @property
    def id(self) -> str:
        """The policy's id."""
        return self.policy.pack.about.id

    @property
    def answer(self) -> str:
        """yes, no, unknown or silent."""
        return SILENT if self.decision is None else str(self.decision.answer)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The criteria it asks; none where it is silent."""
        return () if self.decision is None else self.decision.reasons

    def holds(self, day: date) -> bool:
        """Whether nothing that is known speaks against this wording on the day."""
        return self.policy.may_hold(day)

    def in_the_way(self) -> tuple[Reason, ...]:
        """The criteria that keep it from being met: a smallest set that would have to be otherwise."""
        if self.decision is None or self.decision.answer is Answer.YES:
            return ()
        ways = [one.ways[0] for one in self.decision.changes if one.answer is Answer.YES]
        named = set(ways[0]) if ways else set()
        return tuple(one for one in self.reasons if one.criterion in named)

    def nearest(self) -> Limit | None:
        """Of an answer yes, the limit that lies nearest to what was found, of the criteria it rests on."""
        if self.decision is None or self.decision.answer is not Answer.YES:
            return None
        rests_on = {name for one in self.decision.changes for way in one.ways for name in way}
        bearing = [one for one in self.reasons if one.criterion in rests_on]
        found = [limit for reason in bearing for limit in self._behind(reason)]
        return min(found, key=lambda one: one.apart, default=None)

    def _behind(self, reason: Reason) -> Iterator[Limit]:
        """The limits behind a criterion's answer: reached where it is yes, not reached where it is no."""
        yield from (one for one in limits(self.policy, reason) if one.reached is reason.answer)

    def change(self) -> str:
        """What would change the answer, in a sentence."""
        if self.decision is None:
            return ""
        if self.decision.settled_by is not None:
            return self.decision.settled_by.text
        if self.decision.answer is Answer.YES:
            near = self.nearest()
            return "" if near is None else f"The nearest limit: {near}."
        said = [self._short(reason) for reason in self.in_the_way()]
        return f"It would take another answer to: {'; '.join(said)}." if said else ""

    def _short(self, reason: Reason) -> str:
        """A criterion that is in the way, with its limit where it has one."""
        behind = [f": {limit}" for limit in self._behind(reason)][:1]
        return f"{reason.criterion.replace('_', ' ')} (now {NOW[reason.answer]}{''.join(behind)})"

    def to_json(self, day: date) -> dict[str, object]:
        """The contract's shape (docs/reference/json.md)."""
        pack, decision = self.policy.pack, self.decision
        shape: dict[str, object] = {
            "policy": self.id,
            "title": pack.about.title,
            "authority": pack.about.authority,
            "place": pack.place,
            "standing": pack.standing,
            "may_hold_on_the_day": self.holds(day),
            "answer": self.answer,
            "change": self.change(),
        }
        if decision is None:
            return shape
        return shape | {
            "in_the_way": [one.criterion for one in self.in_the_way()],
            "same_under_all_readings": decision.same_under_all_readings,
            "hangs_on": decision.hangs_on,
            "criteria": {one.criterion: str(one.answer) for one in self.reasons},
            "warnings": list(decision.warnings),
            "fingerprint": decision.fingerprint,
        }


@dataclass(frozen=True, slots=True)
class Split:
    """One criterion on which policies differ: who says what, and who does not ask."""

    criterion: str
    said: Mapping[Answer, tuple[str, ...]]
    asks: Mapping[str, str]  # policy -> what it asks
    not_asked: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The contract's shape (docs/reference/json.md)."""
        said = {str(answer): list(self.said.get(answer, ())) for answer in Answer}
        return {"criterion": self.criterion, **said, "not_asked": list(self.not_asked)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A question under several policies."""

    patient: str
    question: str
    as_of: date
    policies: tuple[Compared, ...]

    @property
    def asked(self) -> tuple[Compared, ...]:
        """Those whose source answers the question."""
        return tuple(one for one in self.policies if one.decision is not None)

    def splits(self) -> tuple[Split, ...]:
        """The criteria that split the policies, the most disputed first."""
        names = dict.fromkeys(
            reason.criterion
            for one in self.asked
            for reason in (one.decision.reasons if one.decision else ())
        )
        found = [split for name in names if (split := self._split(name)) is not None]
        return tuple(sorted(found, key=lambda one: -len(one.asks)))

    def _split(self, name: str) -> Split | None:
        """A criterion counts as a split where policies answer it differently, or where it is in the way of
        one policy and another does not ask it."""
        said: dict[Answer, list[str]] = {}
        asks, not_asked, in_the_way = {}, [], False
        for one in self.asked:
            reason = next((each for each in one.reasons if each.criterion == name), None)
            if reason is None:
                not_asked.append(one.id)
                continue
            said.setdefault(reason.answer, []).append(one.id)
            asks[one.id] = filled_in(reason.asks, one.policy.rules.numbers)
            in_the_way |= any(other.criterion == name for other in one.in_the_way())
        if len(said) < 2 and not (in_the_way and not_asked):
            return None
        ordered = {answer: tuple(said[answer]) for answer in Answer if answer in said}
        return Split(name, ordered, asks, tuple(not_asked))

    def to_json(self) -> dict[str, object]:
        """The contract's shape (docs/reference/json.md)."""
        return {
            "patient": self.patient,
            "question": self.question,
            "as_of": self.as_of.isoformat(),
            "policies": [one.to_json(self.as_of) for one in self.policies],
            "splits": [one.to_json() for one in self.splits()],
        }


def compare(
    policies: Iterable[Policy],
    question: str,
    patient: Patient,
    as_of: date,
    baseline: date | None = None,
    baseline_ends: date | None = None,
) -> Comparison:
    """Ask one question of a patient under every policy; all share the counts of the diary.

    `baseline` is the first day of a baseline for all of them, `baseline_ends` the last day of one that was
    chosen for this course, from which each reaches back as far as it compares. Raises BadInput where
    something about the patient cannot be true on that day.
    """
    counts: dict[bool, MonthCounts] = {}
    compared = []
    for policy in policies:
        if question not in policy.rules.questions:
            compared.append(Compared(policy, None))
            continue
        accepted = policy.pack.counts_accepted
        if accepted not in counts:
            told = attested_before(patient, policy, as_of)
            counts[accepted] = MonthCounts(patient.diary.until(as_of), policy.rules.bits, told)
        first = baseline if baseline_ends is None else chosen_for(policy, patient, as_of, baseline_ends)
        decision = decide(policy, question, patient, as_of, first, counts[accepted])
        compared.append(Compared(policy, decision))
    return Comparison(patient.id, question, as_of, tuple(compared))


def answers(
    policies: Iterable[Policy],
    question: str,
    patient: Patient,
    as_of: date,
    baseline: date | None = None,
    counts: MonthCounts | None = None,
) -> dict[str, str]:
    """Only what each policy answers by its default reading: yes, no, unknown or silent.

    As `compare`, without reasons, readings and what would change it, and so in a fifth of the time. `counts`
    are those of another question on the same day, and are used where nothing was attested.
    """
    counts = None if patient.counts else counts
    shared: dict[bool, Case] = {}
    found = {}
    for policy in policies:
        if question not in policy.rules.questions:
            found[policy.pack.about.id] = SILENT
            continue
        accepted = policy.pack.counts_accepted
        if accepted not in shared:
            shared[accepted] = Case.of(patient, policy, as_of, baseline, counts)
        asked = Asked.of(policy.rules, question)
        found[policy.pack.about.id] = str(asked.answer(asked.facts(shared[accepted])))
    return found
