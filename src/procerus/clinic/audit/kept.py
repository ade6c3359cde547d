"""What was counted of a clinic and a period, kept for as long as nothing was added that it could count.

Everything that is counted is only ever added to, so the numbers of rows say whether anything changed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.db.models import Count
from django.utils.translation import get_language

from procerus.clinic.audit.counted import Counted
from procerus.clinic.audit.dashboard import counted
from procerus.clinic.audit.definitions import measures
from procerus.clinic.audit.gathered import Gathered
from procerus.clinic.audit.period import Period
from procerus.clinic.decisions.models import Decision
from procerus.clinic.injections.models import Session, TakenBack
from procerus.clinic.people.models import Clinic, Identity, Merge, Patient, Registration
from procerus.clinic.record.models import Entry

MOST_KEPT = 3
"""So many periods of clinics are held in the memory of a process: one of a large clinic takes 30 MB."""
State = tuple[Any, ...]


@dataclass(slots=True)
class Kept:
    """One period of a clinic, with the measures that were counted so far."""

    state: State
    gathered: Gathered
    found: dict[str, Counted] = field(default_factory=dict)
    one_at_a_time: Lock = field(default_factory=Lock)

    def measure(self, name: str) -> Counted:
        """One measure, counted at most once."""
        with self.one_at_a_time:
            if name not in self.found:
                self.found[name] = counted(name, self.gathered)
            return self.found[name]


_kept: OrderedDict[State, Kept] = OrderedDict()


def measured(clinic: Clinic, period: Period) -> Callable[[str], Counted]:
    """What counts a measure of a period by its name."""
    state = state_of(clinic)
    asked = (clinic.pk, period, get_language())
    kept = _kept.get(asked)
    if kept is None or kept.state != state:
        kept = Kept(state, Gathered(clinic, period))
    _kept.pop(asked, None)
    _kept[asked] = kept  # the last one now: what was not asked for longest goes first
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return kept.measure


def every_measure(clinic: Clinic, period: Period) -> list[Counted]:
    """Every measure of a period, in the order of the page."""
    count = measured(clinic, period)
    return [count(name) for name in measures()]


def state_of(clinic: Clinic) -> State:
    """Changes with every session, decision, entry, registration, correction and merge that a measure sees."""
    here = Registration.objects.filter(clinic=clinic).aggregate(Count("pk"), Count("ended"))
    policies = Patient.objects.exclude(policy="").values_list("policy").annotate(Count("pk"))
    return (
        clinic.policy, clinic.timezone, *here.values(), *sorted(policies),
        Session.objects.filter(clinic=clinic).count(), TakenBack.objects.count(), Entry.objects.count(),
        Decision.objects.filter(clinic=clinic).count(), Identity.objects.count(), Merge.objects.count(),
    )  # fmt: skip
