"""One question as it is asked on a page: which policy, which question, which day, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.decisions.confounders import (
    Beginning,
    Confounder,
    beginnings_of,
    confounders,
    entered,
)
from procerus.clinic.decisions.policies import every_policy, first_question, own_policy
from procerus.clinic.decisions.signature import canonical, digest_of
from procerus.clinic.people.models import Patient
from procerus.clinic.record.assembled import document, person
from procerus.clinic.record.models import Kind
from procerus.clinic.record.reading import live
from procerus.clinic.summaries.baseline import chosen_baselines
from procerus.criteria.bounds import Answer
from procerus.faults import BadInput, Fault
from procerus.packs.load import Policy
from procerus.pathway import patient as heart
from procerus.pathway.asking import Asked, Case
from procerus.pathway.baseline import ThinBaseline, chosen_for, thin_baseline
from procerus.pathway.decision import Decision, decide
from procerus.pathway.looked_at import LookedAt, windows_looked_at

EARLIEST_DAY = date(1950, 1, 1)
FURTHEST_AHEAD = timedelta(days=2 * 365)


@dataclass(frozen=True)
class Inquiry:
    """A question of a policy about a patient on a day. `decision` is None where the policy is silent."""

    patient: Patient
    policy: Policy
    question: str
    as_of: date
    facts: Mapping[str, Any]
    person: heart.Patient
    chosen_last: date | None
    """The last day of the baseline that a clinician chose, whichever course it was for."""
    entries: tuple[Beginning, ...]
    """Nerve blocks and withdrawals, as entered."""

    @cached_property
    def baseline(self) -> date | None:
        """The first day of the chosen baseline, where the choice is of this course."""
        if self.chosen_last is None:
            return None
        return chosen_for(self.policy, self.person, self.as_of, self.chosen_last)

    @cached_property
    def decision(self) -> Decision | None:
        """What the criteria come to. Raises BadInput where something cannot be true on that day."""
        if self.question not in self.policy.rules.questions:
            return None
        return decide(self.policy, self.question, self.person, self.as_of, self.baseline)

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against this wording on the day. Otherwise no verdict is shown."""
        return self.policy.may_hold(self.as_of)

    @property
    def answer(self) -> str:
        """The answer that a choice is held against: unknown where no verdict is given."""
        return str(self.decision.answer) if self.decision and self.holds else str(Answer.UNKNOWN)

    @property
    def same(self) -> bool:
        """Whether the answer is the same under all readings."""
        return self.decision is not None and self.decision.same_under_all_readings

    @cached_property
    def windows(self) -> tuple[LookedAt, ...]:
        """The windows in which the question counts days."""
        return windows_looked_at(self.policy, self.question, self.person, self.as_of, self.baseline)

    @cached_property
    def beside(self) -> tuple[Confounder, ...]:
        """What began inside them and may have changed the days counted."""
        beginnings = (*beginnings_of(self.person), *self.entries)
        return confounders(beginnings, self.windows, self.as_of)

    @cached_property
    def thin(self) -> ThinBaseline | None:
        """The baseline, where it has too few answered days and nobody chose another."""
        asked = Asked.of(self.policy.rules, self.question)
        return thin_baseline(asked, Case.of(self.person, self.policy, self.as_of, self.baseline))

    @property
    def seen(self) -> str:
        """A mark of what a page shows: another one, where record, packs or program changed meanwhile."""
        said = None if self.decision is None else self.decision.to_json()
        beside = [one.to_json() for one in self.beside] if self.decision else []
        return f"{self.patient.revision}.{digest_of(canonical([said, beside, self.holds]))[:24]}"


def inquiry(at: At, said: Mapping[str, str]) -> Inquiry:
    """The question that an address or a form names, or the one that comes first. Raises BadInput."""
    policies = every_policy()
    name = said.get("policy") or own_policy(at.patient, at.clinic)
    if name not in policies:
        raise BadInput([Fault("policy", _("is not a policy that is known here"), _("Choose one."), name)])
    as_of = _day(said.get("as_of", ""), at.today)
    facts = document(at.patient)
    one = person(at.patient, facts)
    question = said.get("question") or first_question(policies[name], one, as_of)
    return Inquiry(
        at.patient, policies[name], question, as_of, facts, one,
        chosen_baselines([at.patient]).get(at.patient.pk), _entries(at),
    )  # fmt: skip


def _entries(at: At) -> tuple[Beginning, ...]:
    rows = live(at.patient.pk, Kind.NERVE_BLOCK, Kind.WITHDRAWAL).values_list("kind", "data", "on")
    return tuple(
        entered("nerve-block" if kind == Kind.NERVE_BLOCK else "withdrawal", data, on)
        for kind, data, on in rows
    )


def _day(said: str, today: date) -> date:
    if not said:
        return today
    mend = _("Write it as YYYY-MM-DD.")
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise BadInput([Fault("as_of", _("is not a date"), mend, said)]) from None
    if not EARLIEST_DAY <= day <= today + FURTHEST_AHEAD:
        why = _("is too far away to be the day of a question")
        raise BadInput([Fault("as_of", why, _("Check the year."), said)])
    return day
