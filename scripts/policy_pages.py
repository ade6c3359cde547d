"""The pages of the policies in the reference."""

from __future__ import annotations

from pieces import Lines, code, codes, numbers, readings, table, windows

from procerus.criteria.prose import in_words
from procerus.headache.reason import filled_in
from procerus.packs.cases import Case
from procerus.packs.load import Policy, find_policy, policy_files
from procerus.pathway.spoken import needs


def every_policy() -> Lines:
    """A line for each policy, with the way to its page."""
    rows = []
    for name in policy_files():
        pack = find_policy(name).pack
        rows.append((
            f"[{name}](policies/{name}.md)", pack.about.authority, pack.place, pack.standing,
            pack.about.status, codes(pack.questions), str(len(pack.cases)),
        ))  # fmt: skip
    yield from table(("policy", "said by", "for", "standing", "status", "answers", "worked cases"), rows)


def one_policy(name: str) -> Lines:
    """One policy in words, with its numbers, readings and worked cases."""
    policy = find_policy(name)
    pack = policy.pack
    yield from (f"{pack.about.title}.", "")
    yield from about(policy)
    yield from ("## Questions", "", *questions(policy), "", "## Criteria", "")
    yield from criteria(policy)
    yield from ("## Numbers", "")
    yield from numbers(pack.own.numbers)
    yield from ("## Windows and tallies", "")
    yield from windows(pack.own.windows, pack.own.nouns)
    yield from tallies(policy)
    yield from (
        "## Readings",
        "",
        "Besides [those of the headache pack](../facts.md#readings-of-ichd-3):",
        "",
    )
    yield from readings(pack.own.readings)
    yield from ("## Worked cases", "")
    yield from table(("case", "given", "answers"), (case_row(case) for case in pack.cases))


def about(policy: Policy) -> Lines:
    """Who says so, where, since when."""
    pack, said = policy.pack, policy.pack.about
    since, until = pack.valid_from or "not stated", pack.valid_until or "not stated"
    yield from table(("said by", "for", "version", "standing", "valid from", "until", "status"), [
        (said.authority, pack.place, said.version, pack.standing, str(since), str(until), said.status),
    ])  # fmt: skip
    yield from (f"Source: {said.source}", "")
    yield from (f"- {note}" for note in pack.notes)
    yield ""


def questions(policy: Policy) -> Lines:
    """What it answers."""
    spoken = {name: f"“{name.replace('_', ' ')}”" for name in policy.rules.criteria}
    for name, question in policy.rules.questions.items():
        yield f"- `{name}`: {question.asks} Yes when {in_words(question.tree, spoken)}."


def criteria(policy: Policy) -> Lines:
    """Every criterion: asked, needed, written."""
    for name in policy.pack.own.criteria:
        one = policy.rules.criteria[name]
        yield f"- `{name}` [{one.at}; {one.status}]: {filled_in(one.asks, policy.rules.numbers)}"
        yield f"    - yes when {needs(policy, name)}"
        yield f"    - written `{one.yes_when}`"
        if gate := one.not_before:
            yield f"    - not before {gate.days} days from the {gate.anchor.replace('_', ' ')}"
    yield ""


def tallies(policy: Policy) -> Lines:
    """How preventives and cycles are counted."""
    rows = [
        (code(name), policy.pack.own.nouns[name], codes(sorted(one.outcomes)) or "any",
         codes(sorted(one.routes)) or "any", codes(sorted(one.classes)) or "any", str(one.min_days),
         str(one.max_days or "any"), "cycle" if one.of == "cycles" else one.distinct)
        for name, one in policy.rules.tallies.items()
    ]  # fmt: skip
    if rows:
        head = "tally", "is", "outcomes", "routes", "classes", "least days", "most days", "counts each"
        yield from table(head, rows)


def case_row(case: Case) -> tuple[str, str, str]:
    """A worked case as it stands in the pack."""
    facts = [f"`{name}` {fact}" for name, fact in case.given.items()]
    facts += [one.in_words() for one in case.tried or ()]
    facts += ["cycles of " + ", ".join(f"{one} days" for one in case.cycles)] if case.cycles else []
    facts += [f"*under {': '.join(case.under)}*"] if case.under else []
    given = ", ".join(facts)
    said = ", ".join(f"`{name}` {answer}" for name, answer in case.expected.items())
    return case.name, given, said + (f"; open: {codes(case.unsettled)}" if case.unsettled else "")
