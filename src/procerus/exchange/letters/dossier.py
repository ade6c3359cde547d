"""The dossier: one kind of letter for one patient under one policy, as a tree that is never changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from procerus import __version__
from procerus.criteria.bounds import Answer
from procerus.diary.dates import in_words
from procerus.exchange.letters.completeness import Completeness, completeness
from procerus.exchange.letters.facts import Facts, Refusal, gather
from procerus.exchange.letters.kinds import Kind
from procerus.faults import BadInput, Fault
from procerus.packs.load import Policy
from procerus.packs.shape import did_you_mean
from procerus.pathway.asking import Asked
from procerus.pathway.patient import Patient
from procerus.pathway.recorded import course_of


@dataclass(frozen=True, slots=True)
class Dossier:
    """The facts, and whether they are complete; a letter cannot be made of the one without the other."""

    kind: Kind
    facts: Facts
    completeness: Completeness
    refusal: Refusal | None
    version: str  # of the program
    filled: Mapping[str, str] = field(default_factory=dict)  # blanks that need no hand any more

    def to_json(self) -> dict[str, object]:
        """The shape of docs/reference/json.md."""
        about = self.facts.policy.pack.about
        return {
            "procerus": "dossier/1",
            "kind": self.kind.name,
            "complete": str(self.completeness.complete),
            "says": self.completeness.line,
            "items": [item.to_json() for item in self.completeness.items],
            "policy": {
                "id": about.id,
                "title": about.title,
                "version": about.version,
                "source": about.source,
            },
            "question": self.facts.question,
            "as_of": self.facts.as_of.isoformat(),
            "refusal": None if self.refusal is None else self.refusal.to_json(),
            **self.facts.to_json(),
            "options": list((self.kind.options or {}).get(self.facts.question, ())),
            "blanks": [one for one in self.kind.blanks if one not in self.filled],
            "filled": dict(self.filled),
            "version": self.version,
        }


def dossier(
    kind: Kind,
    policy: Policy,
    patient: Patient,
    as_of: date,
    baseline: date | None = None,
    refused: Sequence[str] = (),
    refused_on: date | None = None,
    question: str | None = None,
    filled: Mapping[str, str] | None = None,
) -> Dossier:
    """Make a dossier from the facts of one patient on one day.

    `refused` are the criteria on which a refusal rests and `refused_on` its day; only an appeal has them.
    `question` is the one to ask, where the kind may ask several; `filled` holds what stands in blanks.
    Raises BadInput where the policy does not answer the question or has no such criterion, or where the
    kind has no such question or blank.
    """
    faults = list(_strange(kind, question, filled or {}))
    question = question or _question(kind, policy, patient, as_of, refused)
    faults += _faults(kind, policy, question, as_of, refused, refused_on)
    if faults:
        raise BadInput(faults)
    refusal = Refusal(tuple(dict.fromkeys(refused)), refused_on) if kind.refusal else None
    facts = gather(policy, question, patient, as_of, baseline)
    return Dossier(kind, facts, completeness(facts, refusal), refusal, __version__, dict(filled or {}))


def _strange(kind: Kind, question: str | None, filled: Mapping[str, str]) -> Iterator[Fault]:
    """A question that such a letter does not ask, and words for a blank that it does not have."""
    if question is not None and question not in kind.questions:
        mend = f"It may be {', '.join(kind.questions)}."
        yield Fault("question", f"is not asked by a {kind.title.lower()}", mend, question)
    for name in filled:
        if name not in kind.blanks:
            yield Fault("filled", f"is no blank of a {kind.title.lower()}", "", name)


def _question(kind: Kind, policy: Policy, patient: Patient, as_of: date, refused: Sequence[str]) -> str:
    """The kind's own question; of two, the one the refusal is about, else the one the treatment suggests.

    Whether to begin again is a question of its own, and nobody asks it without saying so.
    """
    possible = [one for one in kind.questions if one in policy.rules.questions and one != "restart"]
    about = [
        one for one in possible if refused and all(name in criteria_asked(policy, one) for name in refused)
    ]
    if len(kind.questions) == 1 or not possible:
        return kind.questions[0]
    if len(about) == 1:
        return about[0]
    running = course_of(patient, as_of).running is Answer.YES
    return "continue" if running and "continue" in possible else possible[0]


def criteria_asked(policy: Policy, question: str) -> list[str]:
    """The policy's own criteria that a question rests on, in the pack's order; none where it is silent."""
    if question not in policy.rules.questions:
        return []
    used = Asked.of(policy.rules, question).criteria
    return [name for name in policy.pack.own.criteria if name in used]


def _faults(
    kind: Kind,
    policy: Policy,
    question: str,
    as_of: date,
    refused: Sequence[str],
    refused_on: date | None,
) -> Iterator[Fault]:
    if not kind.refusal and (refused or refused_on):
        yield Fault("--denied", f"has no place in {kind.title.lower()}", "Only an appeal answers a refusal.")
        return
    known = criteria_asked(policy, question)
    every = [name for one in kind.questions for name in criteria_asked(policy, one)]
    for name in refused:
        if name not in every:
            mend = did_you_mean(name, every) or f"It may be {', '.join(every)}."
            yield Fault("--denied", f"is not a criterion of {policy.pack.about.id}", mend, name)
        elif name not in known:
            mend = "Write one appeal for each question."
            yield Fault("--denied", f"is not asked where the question is {question}", mend, name)
    if refused_on is not None and refused_on > as_of:
        mend = f"The letter is made as of {in_words(as_of)}. Check both, or give --as-of."
        yield Fault("--denied-on", "is later than the letter", mend, refused_on.isoformat())
