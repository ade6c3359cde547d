"""Decide once more: from the frozen snapshot alone, and from what is known and in force today."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from procerus.clinic.decisions.models import Decision, Pack
from procerus.clinic.decisions.policies import every_policy
from procerus.clinic.decisions.signature import canonical
from procerus.clinic.decisions.snapshot import own_texts
from procerus.clinic.record.assembled import document
from procerus.faults import BadInput
from procerus.packs.load import Policy, load_policy, read_headache
from procerus.pathway.decision import Decision as Computed
from procerus.pathway.decision import decide
from procerus.pathway.patient_file import patient_from


@dataclass(frozen=True)
class Frozen:
    """A decision with its snapshot read."""

    decision: Decision

    @cached_property
    def snapshot(self) -> dict[str, Any]:
        """What the snapshot holds."""
        read: dict[str, Any] = json.loads(self.decision.snapshot)
        return read

    @property
    def computed(self) -> dict[str, Any]:
        """The computed decision, as it was shown."""
        shown: dict[str, Any] = self.snapshot["decision"]
        return shown

    def facts_with_own_stop(self) -> dict[str, Any]:
        """The facts, and the stop that this decision itself put into the record."""
        facts: dict[str, Any] = self.snapshot["facts"]
        if self.decision.stopped_on is None:
            return facts
        stop = {"date": self.decision.stopped_on.isoformat(), "reason": self.decision.stop_reason}
        return facts | {"stops": [*facts.get("stops", ()), stop]}

    @cached_property
    def texts(self) -> dict[str, str]:
        """The packs of the snapshot by name."""
        digests = self.snapshot["packs"]
        found = dict(Pack.objects.filter(digest__in=digests.values()).values_list("digest", "text"))
        return {name: found[digest] for name, digest in digests.items()}

    def policy(self) -> Policy:
        """The policy as it was, read from the frozen texts; only the program's own packs are today's."""
        with TemporaryDirectory() as folder:
            for name, text in self.texts.items():
                if "/" in name:
                    path = Path(folder) / f"{name}.toml"
                    path.parent.mkdir(exist_ok=True)
                    path.write_text(text, encoding="utf-8")
            (headache,) = (Path(folder) / "headaches").iterdir()
            path = Path(folder) / "policies" / f"{self.decision.policy}.toml"
            return load_policy(path, read_headache(headache))

    def from_the_snapshot(self) -> str:
        """The decision made again from the snapshot alone, as canonical JSON: the same bytes, or say why."""
        return canonical(self._asked(self.policy(), self.snapshot["facts"]).to_json())

    def repeated(self) -> str:
        """Whether it comes out as it did: `same`, `otherwise`, or `unreadable` of packs too old."""
        try:
            same = self.from_the_snapshot() == canonical(self.computed)
        except BadInput:
            return "unreadable"
        return "same" if same else "otherwise"

    def own_packs_changed(self) -> tuple[str, ...]:
        """Which packs of the program itself are others today; with any, the bytes need not be the same."""
        return tuple(name for name, text in own_texts().items() if text != self.texts[name])

    def with_packs_of_today(self) -> Computed | None:
        """The frozen facts under today's wording; None where the policy or the question is gone."""
        return self._today(self.snapshot["facts"])

    def with_record_of_today(self) -> Computed | None:
        """What is recorded today of the same day, under today's wording."""
        return self._today(document(self.decision.patient.person))

    def _today(self, facts: Mapping[str, Any]) -> Computed | None:
        policy = every_policy().get(self.decision.policy)
        if policy is None or self.decision.question not in policy.rules.questions:
            return None
        return self._asked(policy, facts)

    def _asked(self, policy: Policy, facts: Mapping[str, Any]) -> Computed:
        one = self.decision
        return decide(policy, one.question, patient_from(dict(facts), "snapshot"), one.as_of, one.baseline)


@dataclass(frozen=True, slots=True)
class Since:
    """What of the facts became otherwise after a decision was made."""

    added: tuple[date, ...]
    """Days of the diary of which nothing was known."""
    amended: tuple[date, ...]
    gone: tuple[date, ...]
    """Days of which nothing is said any more."""
    lists: tuple[str, ...]
    """Keys of the patient file that hold something else."""

    @property
    def anything(self) -> bool:
        """Whether anything did."""
        return bool(self.added or self.amended or self.gone or self.lists)


def since(then: Mapping[str, Any], now: Mapping[str, Any], as_of: date) -> Since:
    """Compare two patient files, the diary as far as the question looked."""
    before, after = _days(then, as_of), _days(now, as_of)
    both = before.keys() & after.keys()
    return Since(
        added=tuple(sorted(after.keys() - before.keys())),
        amended=tuple(sorted(day for day in both if before[day] != after[day])),
        gone=tuple(sorted(before.keys() - after.keys())),
        lists=tuple(_otherwise(then, now)),
    )


def _days(file: Mapping[str, Any], as_of: date) -> dict[date, list[str]]:
    """What is said of each day before the question, in an order that does not matter."""
    found: dict[date, list[str]] = {}
    rows: Iterable[Mapping[str, Any]] = file["diary"]
    for row in rows:
        day = date.fromisoformat(row["date"])
        if day < as_of:
            found.setdefault(day, []).append(canonical(row))
    return {day: sorted(said) for day, said in found.items()}


def _otherwise(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted({*then, *now} - {"diary", "procerus"}):
        if canonical(then.get(key)) != canonical(now.get(key)):
            yield key
