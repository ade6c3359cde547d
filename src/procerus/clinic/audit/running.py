"""Measures of courses that run: reviewed, stopped when due, better by the questionnaires."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from statistics import median
from uuid import UUID

from django.utils.translation import gettext as _

from procerus.clinic.audit.counted import Amount, Case, Counted, sorted_out
from procerus.clinic.audit.decided import Decided
from procerus.clinic.audit.definitions import Measure
from procerus.clinic.audit.gathered import Gathered, Score
from procerus.clinic.decisions.models import Choice
from procerus.clinic.people.models import Patient
from procerus.packs.load import find_policy, policy_files

YES, UNKNOWN = "yes", "unknown"
SECOND = "second_injection"


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody whose second cycle was complete in the period."""

    patient: UUID
    begun: date
    on: date


def due(gathered: Gathered) -> Iterator[Due]:
    """Everybody whose second cycle was complete in the period, by the waiting time of their policy."""
    courses = {one: course for one, course in gathered.courses.items() if one in gathered.here}
    policies = dict(Patient.objects.exclude(policy="").values_list("pk", "policy"))
    waits: dict[str, int | None] = {}
    for patient, course in courses.items():
        policy = policies.get(patient) or gathered.clinic.policy
        if policy not in waits:
            waits[policy] = waiting_days(policy)
        wait, first, second = waits[policy], course.first.day, course.second.day
        if wait is not None and first is not None and second is not None:
            on = second + timedelta(days=wait)
            if gathered.period.holds(on):
                yield Due(patient, first, on)


def waiting_days(policy: str) -> int | None:
    """How long a policy waits after the second injection before it judges; None where it says nothing."""
    if policy not in policy_files(()):
        return None
    criteria = find_policy(policy).rules.criteria.values()
    waits = [one.not_before.days for one in criteria if one.not_before and one.not_before.anchor == SECOND]
    return min(waits, default=None)


def reviewed(measure: Measure, gathered: Gathered) -> Counted:
    """Courses that were reviewed after two cycles, with a computed change."""
    judged: dict[UUID, list[Decided]] = defaultdict(list)
    for one in gathered.decisions:
        if one.question == "continue":
            judged[one.patient].append(one)
    return sorted_out(measure, (_review(measure, one, judged[one.patient]) for one in due(gathered)))


def _review(measure: Measure, one: Due, decisions: list[Decided]) -> tuple[Case, bool | None]:
    since = [decision for decision in decisions if decision.on >= one.on]
    told = [decision for decision in since if _change_was_told(measure, decision)]
    if told:
        return Case(one.patient, one.on, partial(_reviewed_on, told[0].on)), True
    if since:
        return Case(one.patient, one.on, _("reviewed, and the change could not be told")), None
    return Case(one.patient, one.on, _("no review is recorded")), False


def _reviewed_on(day: date) -> str:
    return _("reviewed on %(day)s") % {"day": day.isoformat()}


def _change_was_told(measure: Measure, decision: Decided) -> bool:
    return any(
        decision.answers[name] != UNKNOWN and name in decision.changes
        for name in measure.criteria
        if name in decision.answers
    )


def stopped(measure: Measure, gathered: Gathered) -> Counted:
    """Decisions at which a stop rule was met: treatment was stopped, or it was recorded why not."""
    return sorted_out(
        measure,
        (
            (Case(one.patient, one.on, partial(_outcome, one)), met)
            for one in gathered.decisions
            if one.question == "continue"
            for rule in [_rule(measure, one)]
            if rule is not False
            for met in [None if rule is None else one.choice == Choice.STOP or one.has_reason]
        ),
    )


def _rule(measure: Measure, one: Decided) -> bool | None:
    """Whether a stop rule was met at a decision; None where one could not be told and none was met."""
    said = {one.answers[name] for name in measure.criteria if name in one.answers}
    return True if YES in said else None if UNKNOWN in said else False


def _outcome(one: Decided) -> str:
    if one.choice == Choice.STOP:
        return _("stopped")
    return _("went on, with the reason") if one.has_reason else _("no reason is recorded")


def scores(measure: Measure, gathered: Gathered) -> Counted:
    """Scores before the first session and after two cycles, by questionnaire."""
    pairs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    cases: list[tuple[Case, bool | None]] = []
    for one in due(gathered):
        mine = dict(_pairs(one, gathered.scores.get(one.patient, [])))
        for instrument, pair in mine.items():
            pairs[instrument].append(pair)
        said = ", ".join(f"{name} {_plain(old)} → {_plain(new)}" for name, (old, new) in sorted(mine.items()))
        cases.append((Case(one.patient, one.on, said), bool(mine)))
    return sorted_out(
        measure, cases, amounts=[_change(name, those) for name, those in sorted(pairs.items())],
        heads=(_("Questionnaire"), _("People"), _("Median before"), _("Median after"), _("Median change")),
    )  # fmt: skip


def _pairs(one: Due, scores: list[Score]) -> Iterator[tuple[str, tuple[float, float]]]:
    for instrument in {score.instrument for score in scores}:
        of_it = [score for score in scores if score.instrument == instrument]
        before = [score for score in of_it if score.on <= one.begun]
        after = [score for score in of_it if score.on >= one.on]
        if before and after:
            yield instrument, (before[-1].score, after[0].score)


def _change(instrument: str, pairs: list[tuple[float, float]]) -> Amount:
    old, new = (median(pair[at] for pair in pairs) for at in (0, 1))
    change = median(after - before for before, after in pairs)
    figures = (str(len(pairs)), _plain(old), _plain(new), f"{'+' if change > 0 else ''}{_plain(change)}")
    return Amount(instrument, figures)


def _plain(number: float) -> str:
    return f"{number:g}"
