"""The question in a summary: each criterion with what was found, in which days, and what would settle it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procerus.clinic.summaries.known_packs import every_policy
from procerus.clinic.summaries.seen import Seen, pair, span_of
from procerus.criteria.bounds import Between
from procerus.criteria.reference import Fact
from procerus.exchange.letters.wording import found
from procerus.headache.reason import Reason
from procerus.pathway.asking import BASELINE
from procerus.pathway.comparison import SILENT, answers
from procerus.pathway.decision import Decision
from procerus.pathway.spoken import found_of, phrase


def criteria(seen: Seen, decision: Decision) -> list[dict[str, Any]]:
    """Every criterion, in the order of the policy."""
    return [_criterion(seen, one) for one in decision.reasons]


def _criterion(seen: Seen, reason: Reason) -> dict[str, Any]:
    rules, nouns = seen.policy.rules, _nouns(seen)
    return reason.to_json() | {
        "found_in_words": found(reason, rules, nouns),
        "looked_at": [] if reason.remark == "too early to assess" else list(_looked_at(seen, reason)),
    }


def _looked_at(seen: Seen, reason: Reason) -> Iterator[dict[str, Any]]:
    """What was found, each with the days it was counted in where it was counted in days."""
    rules, nouns = seen.policy.rules, _nouns(seen)
    for name, fact in reason.found.items():
        said = {"says": phrase(name, rules, nouns), "found": found_of(name, fact, rules)}
        yield said | _days_behind(seen, name, fact)


def _days_behind(seen: Seen, name: str, fact: Fact) -> dict[str, Any]:
    parts = name.split(".")
    if len(parts) != 3 or not isinstance(fact, Between):
        return {}
    spans = seen.case.windows(seen.policy.rules).months(parts[0])
    if not spans:
        return {}
    if parts[2] != "total" and len(spans) > 1:  # the least or the most of several months: each by itself
        return {"fact": parts[1], "months": [seen.counted(parts[1], [one]) for one in spans]}
    return {"fact": parts[1], "counted": pair(fact), **span_of(spans)}


def _nouns(seen: Seen) -> dict[str, str]:
    nouns = dict(seen.policy.pack.sections.nouns)
    return nouns if seen.case.baseline is None else nouns | {BASELINE: "the baseline that was chosen"}


def others(seen: Seen, decision: Decision) -> dict[str, Any]:
    """What every other policy answers to the same question, and how many differ from this one."""
    case = seen.case
    said = answers(every_policy(), seen.question, case.patient, case.as_of, case.baseline, case.counts)
    listed = [
        {"policy": one.pack.about.id, "title": one.pack.about.title, "answer": said[one.pack.about.id]}
        for one in every_policy()
        if one.pack.about.id != decision.policy
    ]
    own = str(decision.answer)
    asked = [one for one in listed if one["answer"] != SILENT]
    return {"policies": listed, "asked": len(asked), "differ": sum(one["answer"] != own for one in asked)}
