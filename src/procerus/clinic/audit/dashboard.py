"""Which function counts which measure, and all of them for a period."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from procerus.clinic.audit import given, running, starts
from procerus.clinic.audit.counted import Counted
from procerus.clinic.audit.definitions import Measure, measures
from procerus.clinic.audit.gathered import Gathered

Count = Callable[[Measure, Gathered], Counted]
COUNTS: Mapping[str, Count] = {
    "diary": starts.by_diary,
    "preventives": starts.by_criteria,
    "overuse": starts.by_criteria,
    "review": running.reviewed,
    "stopped": running.stopped,
    "late_12": given.later_than_the_product,
    "late_14": given.later_than_weeks,
    "overdue": given.overdue,
    "lots": given.lots,
    "events": given.events,
    "waste": given.waste,
    "scores": running.scores,
}


def counted(name: str, gathered: Gathered) -> Counted:
    """One measure of a period."""
    return COUNTS[name](measures()[name], gathered)


def dashboard(gathered: Gathered) -> list[Counted]:
    """Every measure of a period, in the order of the page."""
    return [counted(name, gathered) for name in measures()]
