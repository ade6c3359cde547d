"""What else began while a question was counting days. It stands beside the answer and never in it.

A partial date widens: what began in `2026-03` may have begun inside a window that ends on 10 March.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from procerus.criteria.bounds import Answer
from procerus.diary.dates import Span
from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import Injection
from procerus.pathway.looked_at import LookedAt
from procerus.pathway.patient import Patient, PreventiveTrial
from procerus.pathway.recorded import INDICATION

What = Literal["preventive", "nerve-block", "withdrawal", "toxin"]
BETWEEN = "between"
"""In place of a window: after the first began and before the last ended, and in none of them."""
NOT_TAKEN = ("contraindicated", "unsuitable", "refused")
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Beginning:
    """Something that may change headache days, and the span in which it began; None where nobody said."""

    what: What
    named: str
    when: PartialDate | None
    before: date | None = None
    """The last day on which it can have begun, where only its end is known."""

    def span(self, as_of: date) -> Span | None:
        """The first and the last day on which it can have begun; None where all are after the question."""
        last = as_of - timedelta(days=1)
        first, until = (EARLIEST, self.before or last) if self.when is None else _ends(self.when)
        return None if first > last else (first, until)


@dataclass(frozen=True, slots=True)
class Confounder:
    """Something that began inside a window: surely (yes), or perhaps (unknown)."""

    beginning: Beginning
    window: str
    """What the window is called, or `between`."""
    span: Span
    inside: Answer

    def to_json(self) -> dict[str, object]:
        """As a snapshot keeps it."""
        when = self.beginning.when
        return {
            "what": self.beginning.what,
            "named": self.beginning.named,
            "began": None if when is None else [day.isoformat() for day in _ends(when)],
            "window": self.window,
            "from": self.span[0].isoformat(),
            "to": self.span[1].isoformat(),
            "inside": str(self.inside),
        }


def confounders(
    beginnings: Iterable[Beginning], windows: Sequence[LookedAt], as_of: date
) -> tuple[Confounder, ...]:
    """Each beginning with every window in which it lies or may lie, and those that lie between windows."""
    placed = [(one.noun, one.span) for one in windows if one.span is not None]
    if not placed:
        return ()
    whole = (min(span[0] for _, span in placed), max(span[1] for _, span in placed))
    found: list[Confounder] = []
    for one in beginnings:
        began = one.span(as_of)
        if began is not None:
            inside = list(_inside(one, began, placed))
            if not inside and (answer := _lies(began, whole)) is not Answer.NO:
                inside = [Confounder(one, BETWEEN, whole, answer)]
            found += inside
    return tuple(found)


def _inside(one: Beginning, began: Span, placed: Iterable[tuple[str, Span]]) -> Iterator[Confounder]:
    for noun, span in placed:
        if (answer := _lies(began, span)) is not Answer.NO:
            yield Confounder(one, noun, span, answer)


def _lies(began: Span, window: Span) -> Answer:
    """Whether a day known as a span lies in a window: yes, no, or perhaps."""
    if began[1] < window[0] or began[0] > window[1]:
        return Answer.NO
    return Answer.YES if window[0] <= began[0] and began[1] <= window[1] else Answer.UNKNOWN


def beginnings_of(person: Patient) -> Iterator[Beginning]:
    """What the patient file knows: preventives that were taken, and toxin for anything else."""
    for trial in person.so_far.preventives if person.preventives is None else person.preventives:
        if trial.outcome not in NOT_TAKEN:
            yield _trial(trial)
    for given in person.doses:
        if given.indication != INDICATION:
            yield Beginning("toxin", _toxin(given), given.date)


def _trial(trial: PreventiveTrial) -> Beginning:
    ended = None if trial.ended is None else trial.ended.latest
    return Beginning("preventive", trial.drug or "", trial.started, ended)


def _toxin(given: Injection) -> str:
    return ", ".join(filter(None, (given.product, given.indication)))


def entered(kind: What, data: Mapping[str, Any], on: str) -> Beginning:
    """An entry of the record that no patient file has: a nerve block, or the withdrawal of a medicine."""
    said = str(data.get("from") or data.get("date") or on or "")
    named = next((str(data[key]) for key in ("drug", "what", "site", "text") if data.get(key)), "")
    return Beginning(kind, named, PartialDate.of(said) if said else None)


def _ends(when: PartialDate) -> Span:
    return when.earliest, when.latest
