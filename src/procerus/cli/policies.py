"""Policies on the terminal: the list, one in words, its lint, its worked cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from procerus.cli.screen import bold, dim, wrapped
from procerus.criteria.language import names_in
from procerus.criteria.prose import in_words
from procerus.headache.reason import filled_in, noun_of
from procerus.packs.check import rules_of, run_case
from procerus.packs.load import Policy


def policy_json(policy: Policy) -> dict[str, object]:
    """One entry of `policy list` (docs/reference/json.md)."""
    pack = policy.pack
    return {
        "id": pack.about.id,
        "title": pack.about.title,
        "authority": pack.about.authority,
        "place": pack.place,
        "status": pack.standing,
        "valid": [_iso(pack.valid_from), _iso(pack.valid_until)],
        "questions": list(pack.questions),
        "version": pack.about.version,
        "verified": pack.about.status,
        "fingerprint": policy.fingerprint,
    }


def policy_page_json(policy: Policy) -> dict[str, object]:
    """Everything a policy says, for a program."""
    pack, rules = policy.pack, policy.rules
    return {
        **policy_json(policy),
        "source": pack.about.source,
        "notes": list(pack.notes),
        "numbers": {
            name: {"is": one.value, "unit": one.unit, "at": one.at, "status": one.status}
            for name, one in pack.own.numbers.items()
        },
        "criteria": {
            name: {
                "asks": filled_in(rules.criteria[name].asks, rules.numbers),
                "yes_when": rules.criteria[name].yes_when,
                "needs": needs(policy, name),
                "at": rules.criteria[name].at,
                "status": rules.criteria[name].status,
            }
            for name in pack.own.criteria
        },
        "rules": {name: one.yes_when for name, one in rules.questions.items()},
        "readings": [
            {
                "id": one.id, "says": one.says, "we_read": one.we_read, "why": one.why,
                "alternatives": [{"name": other.name, "says": other.says} for other in one.alternatives],
            }
            for one in pack.sections.readings
        ],
        "cases": [one.name for one in pack.cases],
    }  # fmt: skip


def needs(policy: Policy, criterion: str) -> str:
    """A criterion's rule in words."""
    one, rules, nouns = policy.rules.criteria[criterion], policy.rules, policy.pack.sections.nouns
    if one.in_words:
        return filled_in(one.in_words, rules.numbers)
    spoken = {name: noun for name in names_in(one.tree) if (noun := noun_of(name, rules, nouns))}
    return in_words(one.ungated, {**nouns, **spoken}, rules.numbers)


def list_text(policies: list[Policy]) -> str:
    """One policy a paragraph."""
    lines = []
    for policy in policies:
        pack = policy.pack
        lines.append(f"{bold(pack.about.id)}  {pack.about.authority}, {pack.place}; {pack.standing}")
        lines.append(wrapped(pack.about.title, "  "))
        lines.append(dim(wrapped(f"answers {', '.join(pack.questions)}; {pack.about.version}", "  ")))
    return "\n".join(lines)


def page_text(policy: Policy) -> str:
    """A policy in words: what it asks, how its silences are read."""
    return "\n".join(_page(policy))


def _page(policy: Policy) -> Iterator[str]:
    pack, rules = policy.pack, policy.rules
    yield bold(wrapped(pack.about.title))
    yield wrapped(f"{pack.about.authority}, {pack.place}. {pack.about.version}; {pack.standing}.")
    yield wrapped(f"Source: {pack.about.source} ({pack.about.status})")
    yield from (wrapped(f"- {note}", "  ", "    ") for note in pack.notes)
    for name, question in rules.questions.items():
        yield ""
        yield bold(f"{name}: {question.asks}")
        yield wrapped(f"yes when {in_words(question.tree, _names(policy))}", "  ", "    ")
    yield ""
    yield bold("Criteria")
    for name in pack.own.criteria:
        one = rules.criteria[name]
        unverified = "" if one.status == "read" else ", unverified"
        asks = filled_in(one.asks, rules.numbers)
        yield wrapped(f"{name.replace('_', ' ')}: {asks}  [{one.at}{unverified}]", "  ", "    ")
        yield dim(wrapped(needs(policy, name), "    "))
    yield from _silences(policy)


def _names(policy: Policy) -> dict[str, str]:
    return {name: f"“{name.replace('_', ' ')}”" for name in policy.rules.criteria}


def _silences(policy: Policy) -> Iterator[str]:
    yield ""
    yield bold("Where the source is silent")
    for one in policy.pack.sections.readings:
        yield wrapped(f"{one.id}: “{one.says}” is read as: {one.we_read}.", "  ", "    ")
        for other in one.alternatives:
            yield dim(wrapped(f"or: {other.says}", "    ", "      "))


def case_results(policy: Policy) -> list[dict[str, object]]:
    """Every worked case with what was expected and what the rules say."""
    results = []
    for case in policy.pack.cases:
        said = run_case(case, rules_of(case, policy.rules, policy.alternatives))
        results.append({
            "policy": policy.pack.about.id,
            "case": case.name,
            "expected": {name: str(answer) for name, answer in case.expected.items()},
            "said": {name: str(answer) for name, answer in said.items()},
            "passed": said == dict(case.expected),
        })  # fmt: skip
    return results


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
