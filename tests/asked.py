"""People made for one question: the parts of a story that a test is about, and plain answers for the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from people import LAST_DAY, diary
from procerus.criteria.bounds import Answer
from procerus.criteria.language import parse
from procerus.diary.diary import Diary
from procerus.diary.partial_date import PartialDate
from procerus.headache.reason import Reason
from procerus.injection.attested import Injection
from procerus.packs.compile import patient_names
from procerus.packs.load import Policy, find_policy
from procerus.pathway.decision import Decision, decide
from procerus.pathway.patient import History, Outcome, Patient, PreventiveTrial

AS_OF = LAST_DAY + timedelta(days=1)
FIRST, SECOND = date(2026, 1, 5), date(2026, 3, 30)  # two sessions of toxin, twelve weeks apart
NEXT = SECOND + timedelta(days=84)
NICE, NICE_2012, ARTICLE = "nice-ta260", "nice-ta260-2012", "botox-for-migraines"
DRUGS = ("propranolol", "amitriptyline", "topiramate", "candesartan")


def ask(policy: str, question: str, patient: Patient, on: date = AS_OF, **chosen: Any) -> Decision:
    """A built-in policy's question, asked of a patient."""
    return decide(find_policy(policy), question, patient, on, **chosen)


def starting_when(policy: str, rule: str) -> Policy:
    """A built-in policy whose question `start` is met by another rule."""
    found = find_policy(policy)
    start = replace(
        found.rules.questions["start"], tree=parse(rule, patient_names(found.pack.sections)), yes_when=rule
    )
    return replace(found, rules=replace(found.rules, questions={**found.rules.questions, "start": start}))


def reason(decision: Decision, criterion: str) -> Reason:
    """The one reason of this criterion."""
    (one,) = [one for one in decision.reasons if one.criterion == criterion]
    return one


def tried(*outcomes: Outcome | None) -> tuple[PreventiveTrial, ...]:
    """Preventives, each another drug, with these outcomes."""
    long_ago, later = PartialDate.on(date(2024, 1, 8)), PartialDate.on(date(2024, 6, 30))
    return tuple(
        PreventiveTrial(drug=drug, started=long_ago, ended=later, outcome=outcome)
        for drug, outcome in zip(DRUGS, outcomes, strict=False)
    )


def chronic(letters: str = "." * 13 + "h" * 8 + "M" * 9, **changes: Any) -> Patient:
    """Somebody for whom every start criterion of NICE TA260 is met, unless the test changes it."""
    patient = Patient(
        id="ada",
        diary=diary(letters),
        born=PartialDate.on(date(1984, 5, 2)),
        history=History(months_of_this_pattern=14, overuse_plan=Answer.YES),
        preventives=tried("ineffective", "ineffective", "ineffective"),
        toxin=(),
    )
    return replace(patient, **changes)


def injected(*days: date | str) -> tuple[Injection, ...]:
    """Sessions against chronic migraine on these days; a text is a date known only in part."""
    known = [PartialDate.of(day) if isinstance(day, str) else PartialDate.on(day) for day in days]
    return tuple(Injection(day, "botox", "chronic-migraine") for day in known)


def stretch(headaches: int, days: int) -> str:
    """So many days with headache, then days without."""
    return "h" * headaches + "." * (days - headaches)


def kept(before: int, after: str, on: date = NEXT) -> Diary:
    """A diary of 28 days before the first session, the first cycle, and the days from the second."""
    first_cycle = stretch(60, 84)
    return diary(stretch(before, 28) + first_cycle + after, last=on - timedelta(days=1))


def treated(before: int, after: str, **changes: Any) -> Patient:
    """Somebody with two sessions, asked on the day the third is due."""
    patient = chronic(diary=kept(before, after), toxin=injected(FIRST, SECOND))
    return replace(patient, **changes)
