"""Policies on the terminal: the list, one in words, its lint, its worked cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from procerus.cli.screen import as_json, bold, dim, wrapped
from procerus.criteria.prose import in_words
from procerus.packs.check import rules_of, run_case
from procerus.packs.load import Policy
from procerus.pathway.spoken import asks, needs, validity, waits


def shown(policy: Policy, format: str) -> str:
    """One policy as text, JSON or an HTML page."""
    if format == "html":
        from procerus.exchange.pages.policy import policy_page

        return policy_page(policy)
    return as_json(policy_page_json(policy)) if format == "json" else page_text(policy)


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
                "asks": asks(policy, name),
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


def list_text(policies: list[Policy]) -> str:
    """One policy a paragraph."""
    lines = []
    for policy in policies:
        pack = policy.pack
        said = f"{bold(pack.about.id)}  {pack.about.authority}, {pack.place}; {pack.standing}"
        lines.append(wrapped(said, "", "  "))
        lines.append(wrapped(pack.about.title, "  "))
        lines.append(dim(wrapped(f"answers {', '.join(pack.questions)}; {pack.about.version}", "  ")))
    return "\n".join(lines)


def page_text(policy: Policy) -> str:
    """A policy in words: what it asks, how its silences are read."""
    return "\n".join(_page(policy))


def _page(policy: Policy) -> Iterator[str]:
    pack, rules = policy.pack, policy.rules
    yield bold(wrapped(pack.about.title))
    standing = f"{pack.about.version}; {pack.standing}; {validity(pack)}"
    yield wrapped(f"{pack.about.authority}, {pack.place}. {standing}.")
    yield wrapped(f"Source: {pack.about.source} ({pack.about.status})")
    yield from (wrapped(f"- {note}", "  ", "    ") for note in pack.notes)
    for name, question in rules.questions.items():
        yield ""
        yield bold(f"{name}: {question.asks}")
        yield wrapped(f"yes when {in_words(question.tree, _names(policy))}", "  ", "    ")
        if question.warning:
            yield wrapped(f"Bear in mind: {question.warning}", "  ", "    ")
    yield ""
    yield bold("Criteria")
    for name in pack.own.criteria:
        one = rules.criteria[name]
        unverified = "" if one.status == "read" else ", unverified"
        asked = f"{name.replace('_', ' ')}: {asks(policy, name)}"
        yield wrapped(f"{asked}  [{one.at}{unverified}]", "  ", "    ")
        yield dim(wrapped("; ".join(filter(None, [needs(policy, name), waits(one)])), "    "))
    yield from _numbers(policy)
    yield from _silences(policy)


def _names(policy: Policy) -> dict[str, str]:
    return {name: f"“{name.replace('_', ' ')}”" for name in policy.rules.criteria}


def _numbers(policy: Policy) -> Iterator[str]:
    yield ""
    yield bold("Numbers")
    for name, one in policy.pack.own.numbers.items():
        said = f"{name.replace('_', ' ')}: {one.value} {one.unit}  [{one.at}; {one.status}]"
        yield wrapped(said, "  ", "    ")


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
