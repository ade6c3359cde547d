"""A decision: one question of one policy for one patient, with reasons, readings, and how sure it is.

The clinician decides. A decision here says whether criteria are met, not met, or cannot be told yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from procerus.criteria.bounds import Answer
from procerus.criteria.language import names_in
from procerus.criteria.reference import Fact
from procerus.diary.counts import MonthCounts
from procerus.diary.dates import in_words, span_in_words
from procerus.diary.findings import About
from procerus.faults import BadInput, Fault
from procerus.headache.reason import Reason, reason_for
from procerus.packs.conventions import convention
from procerus.packs.load import Policy
from procerus.pathway.asking import BASELINE, Asked, Case
from procerus.pathway.patient import Patient
from procerus.pathway.settle import Settlement, settle


@dataclass(frozen=True, slots=True)
class ReadingAnswer:
    """The answer under one alternative reading, everything else as by default."""

    reading: str
    alternative: str
    says: str
    answer: Answer

    def to_json(self) -> dict[str, object]:
        """The contract's shape (design 4.3)."""
        return {
            "reading": self.reading,
            "alternative": self.alternative,
            "says": self.says,
            "answer": str(self.answer),
        }


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
    warnings: tuple[str, ...]

    @property
    def same_under_all_readings(self) -> bool:
        """Whether every alternative, each alone, gives the same answer."""
        return all(one.answer is self.answer for one in self.readings)

    def to_json(self) -> dict[str, object]:
        """The contract's shape (design 4.3)."""
        return {
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
    asked = Asked.of(policy.rules, question)
    case = Case.of(patient, policy, as_of, baseline, counts)
    facts = asked.facts(case)
    return Decision(
        policy=policy.pack.about.id,
        title=policy.pack.about.title,
        fingerprint=policy.fingerprint,
        patient=patient.id,
        question=question,
        asks=policy.rules.questions[question].asks,
        as_of=as_of,
        answer=asked.answer(facts),
        reasons=tuple(_reasons(policy, asked, case, facts)),
        settled_by=settle(asked, case, facts),
        readings=tuple(_readings(policy, question, asked, case, facts)),
        warnings=tuple(_warnings(policy, asked, case)),
    )


def _silent(policy: Policy, question: str) -> Fault:
    mend = f"It answers {' and '.join(policy.rules.questions)}."
    return Fault(policy.pack.about.id, "is a question on which the source is silent", mend, question)


def _reasons(policy: Policy, asked: Asked, case: Case, facts: Mapping[str, Fact]) -> Iterator[Reason]:
    """A reason for every criterion of the policy that the question rests on, in the pack's order."""
    windows = case.windows(asked.rules)
    for name in policy.pack.own.criteria:
        if name in asked.criteria:
            reason = reason_for(policy.rules.criteria[name], facts, windows, policy.pack.sections.nouns)
            through = _through(policy, name, facts)
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


def _readings(
    policy: Policy, question: str, asked: Asked, case: Case, facts: Mapping[str, Fact]
) -> Iterator[ReadingAnswer]:
    """The answer under each alternative that could matter to this question, each alone."""
    for one in policy.alternatives:
        other = Asked.of(one.rules, question)
        if other.meaning != asked.meaning:
            said = other.answer(other.facts_beside(case, asked, facts))
            yield ReadingAnswer(one.reading.id, one.alternative.name, one.alternative.says, said)


def _warnings(policy: Policy, asked: Asked, case: Case) -> Iterator[str]:
    yield from _standing(policy, case.as_of)
    unverified = dict.fromkeys(_unverified(policy, asked))
    if unverified:
        yield f"Rests on wording or numbers not yet verified in the source: {'; '.join(unverified)}."
    yield from _attested(asked, case)
    yield from _baseline(asked, case)
    yield from _findings(case)
    untimed = sum(day.answered and day.entered is None for day in case.counts.diary.days.values())
    if untimed:
        days, they = ("day", "it was") if untimed == 1 else ("days", "they were")
        yield f"Timing unknown for {untimed} diary {days}: nobody knows when {they} written down."


def _unverified(policy: Policy, asked: Asked) -> Iterator[str]:
    """Where criteria stand that are unverified themselves, not only through others they use."""
    for name, tree in asked.criteria.items():
        criterion = policy.rules.criteria[name]
        below = [policy.rules.criteria[used] for used in names_in(tree) if used in asked.criteria]
        if criterion.status == "unverified" and all(one.status == "read" for one in below):
            yield criterion.at


def _findings(case: Case) -> Iterator[str]:
    """What the diary says twice and differently, and medicines nobody recognises."""
    told = [one.text for one in case.counts.diary.findings if one.about in _TOLD]
    yield from told[:MOST_FINDINGS]
    if len(told) > MOST_FINDINGS:
        yield f"{len(told) - MOST_FINDINGS} more such findings: see `procerus diary check`."


def _standing(policy: Policy, as_of: date) -> Iterator[str]:
    pack = policy.pack
    if pack.standing not in ("current", "local"):
        yield f"{pack.about.id} is {_STANDING[pack.standing]}."
    if pack.valid_from is not None and as_of < pack.valid_from:
        yield f"This wording is valid only from {in_words(pack.valid_from)}."
    if pack.valid_until is not None and as_of > pack.valid_until:
        yield f"This wording was valid until {in_words(pack.valid_until)}."


MOST_FINDINGS = 5
_TOLD = (About.ROWS_DISAGREE, About.ROW_CONTRADICTS_ITSELF, About.MEDICINE_NOT_RECOGNISED)
_STANDING = {
    "superseded": "a wording that has been superseded",
    "retired": "retired by its authority",
    "article": "an article, not a guidance",
}


def _attested(asked: Asked, case: Case) -> Iterator[str]:
    """Says where counts come from somebody else's diary."""
    windows = case.windows(asked.rules)
    used = {
        told.span
        for name in asked.needed
        if name.count(".") == 2
        for month in windows.months(name.split(".")[0]) or ()
        for told in case.counts.told(name.split(".")[1], month)
    }
    for first, last in sorted(used):
        yield f"Attested, not from a diary here: the counts of {span_in_words(first, last)}."


def _baseline(asked: Asked, case: Case) -> Iterator[str]:
    """Offers an earlier baseline where the rule's own has too few answered days (design 5)."""
    if not any(name.startswith(f"{BASELINE}.") for name in asked.needed):
        return
    if case.baseline is not None:
        yield f"The baseline was chosen: it begins on {in_words(case.baseline)}."
        return
    fewest = asked.rules.windows[BASELINE].fewest_answered
    months = case.windows(asked.rules).months(BASELINE)
    if months is None or _answered(case, months[0][0], months[-1][1]) >= fewest:
        return
    length = (months[-1][1] - months[0][0]).days + 1
    yield f"The baseline has only {_answered(case, months[0][0], months[-1][1])} of {length} days answered."
    for back in range(1, convention("baseline_look_back_days") - length + 1):
        first = months[0][0] - timedelta(days=back)
        answered = _answered(case, first, first + timedelta(days=length - 1))
        if answered >= fewest:
            yield (
                f"The {length} days from {in_words(first)} have {answered}:"
                f" to compare with them, ask again with --baseline {first.isoformat()}."
            )
            return


def _answered(case: Case, first: date, last: date) -> int:
    return sum(day.answered for day in case.counts.diary.spans(first, last))


def headline(decision: Decision) -> str:
    """Three words, and nothing a clinician would have to decide for themselves."""
    if not decision.same_under_all_readings:
        return "Depends on how the guidance is read"
    return MET[decision.answer]


MET = {
    Answer.YES: "Criteria met",
    Answer.NO: "Criteria not met",
    Answer.UNKNOWN: "Cannot be told yet",
}
