"""A decision: one question of one policy for one patient, with reasons, readings, and how sure it is.

The clinician decides. A decision here says whether criteria are met, not met, or cannot be told yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from procerus.criteria.bounds import Answer
from procerus.criteria.language import names_in
from procerus.criteria.reference import Fact
from procerus.diary.counts import MonthCounts
from procerus.diary.dates import in_words
from procerus.diary.medicines import load_medicines
from procerus.faults import BadInput, Fault
from procerus.headache.reason import Reason, reason_for
from procerus.packs.load import Policy
from procerus.packs.policy import QUESTIONS
from procerus.packs.shape import did_you_mean
from procerus.pathway.asking import BASELINE, Asked, Case
from procerus.pathway.caveats import caveats
from procerus.pathway.patient import Patient
from procerus.pathway.recorded import course_of
from procerus.pathway.sensitivity import MET, Change, ReadingAnswer, changes, hangs_on
from procerus.pathway.settle import Settlement, settle
from procerus.pathway.tallies import counted


@dataclass(frozen=True, slots=True)
class Decision:
    """The computed answer, and everything needed to check and to doubt it."""

    policy: str
    title: str
    fingerprint: str  # of the policy's, the headache's and the medicines' packs
    patient: str
    question: str
    asks: str
    as_of: date
    answer: Answer
    reasons: tuple[Reason, ...]
    settled_by: Settlement | None
    readings: tuple[ReadingAnswer, ...]
    changes: tuple[Change, ...]  # which criteria would have to be answered otherwise
    warnings: tuple[str, ...]
    what_if: Mapping[str, int]  # numbers that were set; with any, this is not the policy

    @property
    def same_under_all_readings(self) -> bool:
        """Whether every alternative, each alone, gives the same answer."""
        return all(one.answer is self.answer for one in self.readings)

    @property
    def hangs_on(self) -> str:
        """One sentence: which readings of the guidance the answer hangs on."""
        return hangs_on(self.answer, self.readings)

    def to_json(self) -> dict[str, object]:
        """The contract's shape (docs/reference/json.md)."""
        what_if = {"what_if": {"not_the_policy": True, "numbers": dict(self.what_if)}} if self.what_if else {}
        return what_if | {
            "policy": self.policy,
            "fingerprint": self.fingerprint,
            "patient": self.patient,
            "question": self.question,
            "as_of": self.as_of.isoformat(),
            "answer": str(self.answer),
            "reasons": [reason.to_json() for reason in self.reasons],
            "settled_by": None if self.settled_by is None else self.settled_by.to_json(),
            "readings": [one.to_json() for one in self.readings],
            "same_under_all_readings": self.same_under_all_readings,
            "hangs_on": self.hangs_on,
            "changes": [one.to_json() for one in self.changes],
            "warnings": list(self.warnings),
        }


def decide(
    policy: Policy,
    question: str,
    patient: Patient,
    as_of: date,
    baseline: date | None = None,
    counts: MonthCounts | None = None,
) -> Decision:
    """Ask a policy's question of a patient on a day, under its default reading and every alternative.

    `baseline` is the first day of a baseline the clinician chose in place of the policy's. `counts` are
    those of another question on the same day, where there was one. Raises BadInput where the policy's
    source does not answer the question.
    """
    if question not in policy.rules.questions:
        raise BadInput([_silent(policy, question)])
    faults = list(_impossible(patient, as_of, baseline))
    if faults:
        raise BadInput(faults)
    asked = Asked.of(policy.rules, question)
    case = Case.of(patient, policy, as_of, baseline, counts)
    facts = asked.facts(case)
    reasons = tuple(_reasons(policy, asked, case, facts))
    return Decision(
        policy=policy.pack.about.id,
        title=policy.pack.about.title,
        fingerprint=policy.fingerprint,
        patient=patient.id,
        question=question,
        asks=policy.rules.questions[question].asks,
        as_of=as_of,
        answer=asked.answer(facts),
        reasons=reasons,
        settled_by=settle(asked, case, facts),
        readings=tuple(_readings(policy, question, asked, case, facts)),
        changes=changes(asked.tree, reasons, facts),
        warnings=tuple(caveats(policy, question, asked, case)),
        what_if=policy.supposed,
    )


def _impossible(patient: Patient, as_of: date, baseline: date | None) -> Iterator[Fault]:
    """What cannot be true of anybody on this day."""
    if patient.born is not None and patient.born.earliest >= as_of:
        why = f"is not before {in_words(as_of)}, the day of the question"
        yield Fault(f"{patient.id}, born", why, "Check both.", patient.born.earliest.isoformat())
    if baseline is not None:
        first = course_of(patient, as_of).first.day
        end = as_of if first is None else min(first, as_of)
        if baseline >= end:
            why = f"is not before {in_words(end)}, when treatment began or the question is asked"
            yield Fault("--baseline", why, "Choose days before treatment.", baseline.isoformat())


def _silent(policy: Policy, question: str) -> Fault:
    answers = f"It answers {' and '.join(policy.rules.questions)}."
    meant = "" if question in QUESTIONS else did_you_mean(question.casefold(), policy.rules.questions)
    if meant.startswith("Did"):
        return Fault(policy.pack.about.id, "is no question of this policy", f"{meant} {answers}", question)
    return Fault(policy.pack.about.id, "is a question on which the source is silent", answers, question)


def _reasons(policy: Policy, asked: Asked, case: Case, facts: Mapping[str, Fact]) -> Iterator[Reason]:
    """A reason for every criterion of the policy that the question rests on, in the pack's order."""
    windows, nouns = case.windows(asked.rules), policy.pack.sections.nouns
    if case.baseline is not None:
        nouns = {**nouns, BASELINE: "the baseline that was chosen"}
    for name in policy.pack.own.criteria:
        if name in asked.criteria:
            reason = reason_for(policy.rules.criteria[name], facts, windows, nouns)
            through = _through(policy, name, facts) or _drugs(policy, name, case)
            yield replace(reason, remark=reason.remark or through)


def _through(policy: Policy, name: str, facts: Mapping[str, Fact]) -> str:
    """Which criteria of the classification an answer rests on, where it rests on several of them."""
    codes = {criterion: code for code, criterion in policy.pack.headache.codes.items()}
    said = []
    for used in names_in(policy.rules.criteria[name].tree):
        if used in policy.rules.criteria and used not in policy.pack.own.criteria:
            below = names_in(policy.rules.criteria[used].tree)
            found = [one for one in below if one in codes and facts.get(one) is Answer.YES]
            said += [f"{one.replace('_', ' ')} ({codes[one]})" for one in found]
    return f"found: {', '.join(said)}" if said else ""


def _drugs(policy: Policy, name: str, case: Case) -> str:
    """Which preventives a criterion counted, and which it might."""
    said = []
    for used in names_in(policy.rules.criteria[name].tree):
        how, trials = policy.rules.tallies.get(used), case.patient.preventives
        if how is not None and how.of == "preventives" and trials is not None:
            sure, possible = counted(trials, how, load_medicines(), case.as_of)
            said += [f"counted: {', '.join(sure)}"] if sure else []
            perhaps = [one for one in possible if one not in sure]
            said += [f"may count: {', '.join(perhaps)}"] if perhaps else []
    return "; ".join(said)


def _readings(
    policy: Policy, question: str, asked: Asked, case: Case, facts: Mapping[str, Fact]
) -> Iterator[ReadingAnswer]:
    """The answer under each alternative that could matter to this question, each alone."""
    for one in policy.alternatives:
        other = Asked.of(one.rules, question)
        if other.meaning != asked.meaning:
            said = other.answer(other.facts_beside(case, asked, facts))
            yield ReadingAnswer(one.reading.id, one.alternative.name, one.alternative.says, said)


def headline(decision: Decision) -> str:
    """Three words, and nothing a clinician would have to decide for themselves."""
    if not decision.same_under_all_readings:
        return "Depends on how the guidance is read"
    return MET[decision.answer]
