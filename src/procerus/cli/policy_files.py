"""`procerus policy check` and `procerus policy test`: several packs, all their faults at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from procerus.cli.packs import policies_of
from procerus.cli.policies import case_results
from procerus.cli.screen import as_json, wrapped
from procerus.packs.load import Policy


def checked(names: list[str] | None, packs: Sequence[Path] | None, json: bool) -> str:
    """That the packs are sound. Raises BadInput with the faults of all that are not."""
    policies = policies_of(names, packs)
    if json:
        return as_json(
            [{"id": one.pack.about.id, "fingerprint": one.fingerprint, "sound": True} for one in policies]
        )
    return "\n".join(wrapped(_sound(one), "", "  ") for one in policies)


def _sound(policy: Policy) -> str:
    pack = policy.pack
    return (
        f"{pack.about.id} is sound: {_counted(len(pack.own.criteria), 'criterion', 'criteria')},"
        f" {_counted(len(pack.own.numbers), 'number')}, {_counted(len(pack.cases), 'worked case')},"
        f" {_counted(len(policy.alternatives), 'alternative reading')}."
    )


def _counted(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"


def tested(names: list[str] | None, packs: Sequence[Path] | None, json: bool) -> str:
    """The worked cases of the packs. A pack with a case that fails does not load, and says which."""
    results = [result for policy in policies_of(names, packs) for result in case_results(policy)]
    if json:
        return as_json(results)
    lines = [wrapped(f"ok  {one['policy']}: {one['case']}", "", "    ") for one in results]
    return "\n".join([*lines, f"{len(results)} cases passed."])
