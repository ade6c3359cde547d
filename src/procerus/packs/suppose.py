"""What if a number of a policy were another? The same rules with other numbers: never the policy itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from procerus.faults import BadInput, Fault
from procerus.packs.compile import AlternativeRules, patched
from procerus.packs.load import Policy, fingerprint, load_headache
from procerus.packs.rules import Rules
from procerus.packs.sections import LONGEST_WAIT, Alternative, Patch
from procerus.packs.shape import did_you_mean


def suppose(policy: Policy, numbers: Mapping[str, int]) -> Policy:
    """The policy with other numbers, under its default reading and every alternative.

    It keeps its id and says in `supposed` what was changed; its fingerprint is another. An alternative
    reading that sets one of these numbers itself keeps its own. Raises BadInput for a number it has not,
    and for one that a criterion waits for longer than a policy may.
    """
    known, about = policy.pack.sections.numbers, policy.pack.about
    faults = [
        Fault(about.id, "is no number of this policy", did_you_mean(name, known), name)
        for name in numbers
        if name not in known
    ]
    faults += [
        Fault(f"{about.id}, {name}", f"waits for more than {LONGEST_WAIT} days", "Set fewer.", str(value))
        for name, value in numbers.items()
        if name in _waits(policy) and value > LONGEST_WAIT
    ]
    if faults:
        raise BadInput(faults)
    patch = Patch(numbers=numbers)
    rules = _with(policy, policy.rules, Alternative("what if", "", patch, ()), faults)
    others = []
    for one in policy.alternatives:
        both = replace(one.alternative.patch, numbers={**numbers, **one.alternative.patch.numbers})
        read_so = _with(policy, rules, replace(one.alternative, patch=both), faults)
        others.append(AlternativeRules(one.reading, one.alternative, read_so))
    if faults:
        raise BadInput(faults)
    changes = ",".join(f"{name}={value}" for name, value in sorted(numbers.items()))
    return replace(
        policy,
        pack=replace(policy.pack, sections=policy.pack.sections.under(patch)),
        rules=rules,
        alternatives=tuple(others),
        fingerprint=fingerprint(policy.fingerprint, changes),
        supposed=dict(numbers),
    )


def _waits(policy: Policy) -> set[str]:
    """The numbers of days that criteria wait for."""
    criteria = policy.pack.sections.criteria.values()
    return {one.not_before[1] for one in criteria if one.not_before is not None}


def _with(policy: Policy, rules: Rules, other: Alternative, faults: list[Fault]) -> Rules:
    pack = policy.pack
    return patched(rules, pack.sections, load_headache().definitions, other, pack.text, faults)
