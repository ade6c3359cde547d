"""How a policy is said aloud: rules, facts and dates in words, alike on a terminal, a page or a letter."""

from __future__ import annotations

from collections.abc import Mapping

from procerus.criteria.bounds import Answer
from procerus.criteria.language import names_in
from procerus.criteria.prose import in_words
from procerus.criteria.reference import Fact
from procerus.diary import dates
from procerus.headache.reason import filled_in, noun_of
from procerus.packs.check import window_lengths
from procerus.packs.load import Policy
from procerus.packs.policy import PolicyPack
from procerus.packs.rules import Criterion, Rules
from procerus.packs.sections import Reading
from procerus.pathway.asking import Asked

_SUMMARIES = {"least": "fewest {} in any of {}", "most": "most {} in any of {}", "total": "{} in {}"}


def needs(policy: Policy, criterion: str) -> str:
    """A criterion's rule in words."""
    one, rules, nouns = policy.rules.criteria[criterion], policy.rules, policy.pack.sections.nouns
    if one.in_words:
        return filled_in(one.in_words, rules.numbers)
    spoken = {name: noun for name in names_in(one.tree) if (noun := noun_of(name, rules, nouns))}
    return in_words(one.ungated, {**nouns, **spoken}, rules.numbers)


def asks(policy: Policy, criterion: str) -> str:
    """What a criterion asks, with the numbers of the pack filled in."""
    return filled_in(policy.rules.criteria[criterion].asks, policy.rules.numbers)


def readings_that_matter(policy: Policy) -> tuple[Reading, ...]:
    """The policy's own readings, and those of the headache pack that can change one of its answers."""
    own = {one.id for one in policy.pack.own.readings}
    asked = {name: Asked.of(policy.rules, name).meaning for name in policy.rules.questions}
    matter = own | {
        one.reading.id
        for one in policy.alternatives
        if any(Asked.of(one.rules, name).meaning != said for name, said in asked.items())
    }
    return tuple(one for one in policy.pack.sections.readings if one.id in matter)


def waits(criterion: Criterion) -> str:
    """The day before which a criterion may not be judged; empty where it may be judged at once."""
    gate = criterion.not_before
    return "" if gate is None else f"not before {gate.days} days from the {gate.anchor.replace('_', ' ')}"


def validity(pack: PolicyPack) -> str:
    """From when until when a policy holds; a date that nobody states is open, and said to be."""
    since, until = pack.valid_from, pack.valid_until
    if since is None and until is None:
        return "no dates of validity are stated"
    first = "from a day that is not stated" if since is None else f"from {dates.in_words(since)}"
    return f"valid {first}" + (", no end stated" if until is None else f" until {dates.in_words(until)}")


def fact_text(fact: Fact) -> str:
    """An answer or a number, as said: `15 to 18`, `not known`, `yes`."""
    if isinstance(fact, Answer):
        return "not known" if fact is Answer.UNKNOWN else str(fact)
    return str(fact)


def found_text(name: str, fact: Fact, rules: Rules, nouns: Mapping[str, str]) -> str:
    """A fact and what was found."""
    return f"{phrase(name, rules, nouns)}: {found_of(name, fact, rules)}"


def found_of(name: str, fact: Fact, rules: Rules) -> str:
    """What was found; a total stands beside the days it was counted in, since windows differ in length."""
    window, said = name.split(".")[0], fact_text(fact)
    if not name.endswith(".total") or rules.windows[window].month == "calendar":
        return said
    return f"{said} of {window_lengths(window, rules.windows[window])[f'{window}.days']} days"


def phrase(name: str, rules: Rules, nouns: Mapping[str, str]) -> str:
    """A fact's name as a clinician says it."""
    parts = name.split(".")
    if len(parts) == 3 and rules.windows[parts[0]].months > 1:
        return _SUMMARIES[parts[2]].format(nouns.get(parts[1], parts[1]), nouns.get(parts[0], parts[0]))
    if name in rules.criteria:
        return name.replace("_", " ")
    return noun_of(name, rules, nouns) or name.replace("_", " ")
