"""What the measures need of each decision: how its criteria were answered, and how full the diary was."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from procerus import __version__
from procerus.clinic.audit.models import Extract
from procerus.clinic.decisions.models import Decision
from procerus.clinic.people.merging import PERSON
from procerus.clinic.people.models import Clinic
from procerus.diary.windows import months_before
from procerus.faults import BadInput
from procerus.packs.load import find_policy
from procerus.packs.rules import Window

AT_ONCE = 500  # snapshots held in memory
LATEST = "latest"
"""The window of the newest complete month, which every policy has from its headache pack."""
COLUMNS = (
    "pk", PERSON, "policy", "question", "choice", "departs", "reason", "as_of", "holds",
    "extract__content", "extract__made_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, as far as it is measured."""

    id: UUID
    patient: UUID
    policy: str
    question: str
    choice: str
    departs: bool
    has_reason: bool
    on: date
    answers: Mapping[str, str]
    """How each criterion was answered; nothing where the wording did not hold on the day."""
    changes: frozenset[str]
    """Criteria that compared days after treatment with days before."""
    answered: int | None
    days: int | None
    """Answered days of the month before the decision, and how many it has; None where nothing tells."""


def decided(clinic: Clinic, first: date, last: date) -> list[Decided]:
    """Every decision of a clinic about days of a period, oldest first."""
    of_the_period = Decision.objects.filter(clinic=clinic, as_of__gte=first, as_of__lte=last)
    rows = list(of_the_period.order_by("as_of", "at", "pk").values_list(*COLUMNS))
    known = {row[0]: content for *row, content, made_by in rows if made_by == __version__}
    known |= _taken([row[0] for row in rows if row[0] not in known])
    return [
        Decided(
            pk, patient, policy, question, choice, departs, bool(reason.strip()), on,
            known[pk]["answers"] if holds else {}, frozenset(known[pk]["changes"]),
            known[pk]["answered"], known[pk]["days"],
        )
        for pk, patient, policy, question, choice, departs, reason, on, holds, _content, _by in rows
    ]  # fmt: skip


def keep_extract(decision: Decision) -> None:
    """Take from a new decision what the measures need, in the transaction that records it."""
    content = extracted(json.loads(decision.snapshot), decision.policy, decision.as_of)
    Extract.objects.create(decision=decision, made_by=__version__, content=content)


def _taken(missing: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """What has to be taken from snapshots now: of decisions older than this version. It is kept."""
    known: dict[UUID, dict[str, Any]] = {}
    for start in range(0, len(missing), AT_ONCE):
        part = missing[start : start + AT_ONCE]
        snapshots = Decision.objects.filter(pk__in=part).values_list("pk", "policy", "as_of", "snapshot")
        fresh = {pk: extracted(json.loads(text), policy, on) for pk, policy, on, text in snapshots}
        Extract.objects.bulk_create(
            (Extract(decision_id=pk, made_by=__version__, content=content) for pk, content in fresh.items()),
            update_conflicts=True, unique_fields=["decision"], update_fields=["made_by", "content"],
        )  # fmt: skip
        known |= fresh
    return known


def extracted(snapshot: Mapping[str, Any], policy: str, on: date) -> dict[str, Any]:
    """What is taken from a snapshot. A snapshot that says nothing of something leaves it unknown."""
    reasons = (snapshot.get("decision") or {}).get("reasons") or ()
    answered, days = _completeness((snapshot.get("facts") or {}).get("diary"), policy, on)
    return {
        "answers": {one["criterion"]: one["answer"] for one in reasons},
        "changes": [one["criterion"] for one in reasons if _compares(one)],
        "answered": answered,
        "days": days,
    }


def _compares(reason: Mapping[str, Any]) -> bool:
    """Whether it rests on days before treatment and on others; one that still waits rests on no days."""
    windows = {name.partition(".")[0] for name in reason.get("found") or () if name.endswith(".total")}
    return len(windows) > 1


def _completeness(diary: Any, policy: str, on: date) -> tuple[int | None, int | None]:
    """Answered days of the policy's latest month before a day, and the days of that month."""
    if not isinstance(diary, list):
        return None, None
    window = _latest(policy)
    if window is None:
        return None, None
    months = months_before(window.month, window.months, on)
    first, last = months[0][0], months[-1][1]
    said = {one["date"] for one in diary if str(one.get("headache") or "").strip()}
    span = (last - first).days + 1
    return sum(1 for one in said if first.isoformat() <= one <= last.isoformat()), span


@lru_cache(maxsize=64)
def _latest(policy: str) -> Window | None:
    """The window of a policy's newest month; None for a policy of that day which is no longer here."""
    try:
        return find_policy(policy).rules.windows.get(LATEST)
    except BadInput:
        return None
