"""A policy as a page: what it asks, with which numbers, how its silences are read, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from procerus.criteria.bounds import Answer
from procerus.criteria.language import And, Name, Node, Not, Or, names_in
from procerus.criteria.prose import in_words
from procerus.exchange.pages.render import rendered
from procerus.packs.cases import Case
from procerus.packs.check import case_facts, open_facts, rules_of
from procerus.packs.compile import closure
from procerus.packs.load import Policy
from procerus.packs.policy import CLASSES, QUESTIONS
from procerus.packs.rules import Tally
from procerus.packs.sections import OUTCOMES, ROUTES, PackNumber
from procerus.pathway.spoken import asks, fact_text, needs, phrase, readings_that_matter, validity, waits

SHAPES = {Answer.YES: "met", Answer.NO: "not met", Answer.UNKNOWN: "cannot be told yet"}
STANDING = {
    "current": "Current",
    "superseded": "Superseded by a later wording",
    "retired": "Retired by its authority",
    "article": "An article, not a guidance",
    "local": "A local policy",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion on the page."""

    name: str
    asks: str
    needs: str
    at: str
    status: str
    waits: str


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a question: a criterion that must be yes or no, or several parts together."""

    kind: str  # all, any, criterion, words
    wanted: str = "yes"
    text: str = ""
    criterion: Asked | None = None
    parts: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """A question the policy answers, and the criteria its own criteria rest on."""

    name: str
    asks: str
    step: Step
    rests_on: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One number, and where it is used."""

    name: str
    number: PackNumber
    used_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A worked case in words: what is known, and what then follows."""

    name: str
    under: str  # another reading than the default one, in words
    given: tuple[tuple[str, str, bool], ...]  # what, how much, and whether it leaves the answer open
    expected: tuple[tuple[str, str], ...]  # question or criterion, and its answer


def policy_page(policy: Policy) -> str:
    """The page of one policy, as HTML. Raises BadInput where jinja2 is not installed."""
    pack = policy.pack
    own = {reading.id for reading in pack.own.readings}
    return rendered(
        "policy.html",
        pack=pack,
        about=pack.about,
        standing=STANDING[pack.standing],
        validity=validity(pack),
        fingerprint=policy.fingerprint,
        questions=[question(policy, name) for name in policy.rules.questions],
        silent=[name for name in QUESTIONS if name not in policy.rules.questions],
        numbers=list(number_rows(policy)),
        other_wordings=[one.id for one in policy.wordings if one.id != pack.about.id],
        tallies=[
            (pack.sections.nouns[name], list(tally_words(one))) for name, one in policy.rules.tallies.items()
        ],
        readings=[one for one in pack.sections.readings if one.id in own],
        shared_readings=[one for one in readings_that_matter(policy) if one.id not in own],
        case_groups=list(case_groups(policy)),
    )


def question(policy: Policy, name: str) -> Answers:
    """One question with all criteria of this policy that it rests on."""
    one = policy.rules.questions[name]
    direct = set(names_in(one.tree))
    below = (inner for inner in closure(policy.rules, one.tree) if inner not in direct)
    own = tuple(asked(policy, inner) for inner in below if inner in policy.pack.own.criteria)
    return Answers(name, one.asks, step(policy, one.tree), own)


def asked(policy: Policy, name: str) -> Asked:
    """One criterion, and how well verified it is."""
    one = policy.rules.criteria[name]
    return Asked(name, asks(policy, name), needs(policy, name), one.at, verified(policy, name), waits(one))


def verified(policy: Policy, name: str) -> str:
    """`read`, `unverified`, or read but resting on something that is not."""
    worst, written = policy.rules.criteria[name].status, policy.pack.sections.criteria[name].status
    return written if written == worst else "rests on something unverified"


def step(policy: Policy, tree: Node) -> Step:
    """A question's rule as steps a reader can tick off; whatever is not and, or, not is said in words."""
    match tree:
        case And(parts) | Or(parts):
            kind = "all" if isinstance(tree, And) else "any"
            return Step(kind, parts=tuple(step(policy, part) for part in parts))
        case Name(name) if name in policy.rules.criteria:
            return Step("criterion", criterion=asked(policy, name))
        case Not(part) if isinstance(part, Name):
            return replace(step(policy, part), wanted="no")
        case Not(And(parts)):  # one of them must not be so
            return Step("any", parts=tuple(step(policy, Not(part)) for part in parts))
        case Not(Or(parts)):  # none of them may be so
            return Step("all", parts=tuple(step(policy, Not(part)) for part in parts))
    rules, nouns = policy.rules, policy.pack.sections.nouns
    spoken = {name: f"“{phrase(name, rules, nouns)}”" for name in names_in(tree)}
    return Step("words", text=in_words(tree, spoken, rules.numbers))


def number_rows(policy: Policy) -> Iterator[NumberRow]:
    """Every number of this policy, and what uses it."""
    for name, number in policy.pack.own.numbers.items():
        yield NumberRow(name, number, tuple(users(policy, name) or readers(policy, name)))


def users(policy: Policy, number: str) -> list[str]:
    """The criteria that use a number in their rule, or wait for it, and the tallies that it limits."""
    sections, found = policy.pack.sections, []
    for name, one in policy.rules.criteria.items():
        wait = sections.criteria[name].not_before
        if number in names_in(one.tree) or (wait is not None and wait[1] == number):
            found.append(name.replace("_", " "))
    found += [
        policy.pack.sections.nouns[name] for name, one in sections.tallies.items() if number in one.numbers
    ]
    return found


def readers(policy: Policy, number: str) -> list[str]:
    """The alternative readings whose own rules use a number."""
    return [
        f"only where it is read as “{other.alternative.says}”"
        for other in policy.alternatives
        if any(
            number in names_in(other.rules.criteria[name].tree) for name in other.alternative.patch.criteria
        )
    ]


def tally_words(tally: Tally) -> Iterator[tuple[str, str]]:
    """Which medicines or cycles count, one condition after the other."""
    least = f"at least {tally.min_days} days" if tally.min_days else ""
    if tally.of == "cycles":
        most = f"at most {tally.max_days} days" if tally.max_days is not None else ""
        yield "a cycle of", " and ".join(filter(None, [least, most]))
        yield "counted", "each finished cycle of the present course"
        return
    yield "outcome", either(tally.outcomes, OUTCOMES)
    yield "given by", either(tally.routes, ROUTES) or "any route"
    yield "of class", either(tally.classes, CLASSES) or "any class"
    yield "taken for", least or "any length of time"
    yield "counted", f"each {tally.distinct} once"


def either(chosen: frozenset[str], words: Sequence[str]) -> str:
    """Some words of a closed list as `this, that or another`, in the order of the list."""
    *before, last = [word.replace("_", " ") for word in words if word in chosen] or [""]
    return f"{', '.join(before)} or {last}" if before else last


def case_groups(policy: Policy) -> Iterator[tuple[str, str, list[CaseRow]]]:
    """The worked cases by the question they answer: an id, a title, the cases in their own order."""
    left = list(policy.pack.cases)
    for name, one in policy.rules.questions.items():
        mine = [case for case in left if name in case.expected]
        left = [case for case in left if name not in case.expected]
        yield name, one.asks, [case_row(policy, case) for case in mine]
    if left:
        yield "criteria", "Single criteria", [case_row(policy, case) for case in left]


def case_row(policy: Policy, case: Case) -> CaseRow:
    """A case in words. A fact that leaves its question open is said to, also where it is not given."""
    rules, nouns = rules_of(case, policy.rules, policy.alternatives), policy.pack.sections.nouns
    facts = case_facts(case, rules)
    open_ = {
        fact: None
        for name in case.expected
        if name in rules.questions
        for fact in open_facts(rules.questions[name].tree, facts, rules)
    }
    known = {name: fact_text(fact) for name, fact in case.given.items()}
    counted = case.tried is not None, case.cycles is not None
    for name in (one for one in open_ if one not in known):
        recorded = name in rules.tallies and counted[rules.tallies[name].of == "cycles"]
        known[name] = fact_text(facts[name]) if recorded else "not known"
    given = [(phrase(name, rules, nouns), much, name in open_) for name, much in known.items()]
    order = sorted(case.expected.items(), key=lambda one: one[0] not in rules.questions)
    expected = tuple((name, SHAPES[answer]) for name, answer in order)
    return CaseRow(case.name, read_under(policy, case), (*given, *records(case)), expected)


def records(case: Case) -> Iterator[tuple[str, str, bool]]:
    """The preventives and cycles of a case, as they were recorded."""
    if case.tried == ():
        yield "no preventive, and somebody asked", "none", False
    for one in case.tried or ():
        yield one.in_words(), "tried", False
    if case.cycles is not None:
        yield ", ".join(f"{one} days" for one in case.cycles) or "no cycle is finished", "cycles", False


def read_under(policy: Policy, case: Case) -> str:
    """The alternative reading a case is about, in words; empty for the default reading."""
    for one in policy.alternatives:
        if (one.reading.id, one.alternative.name) == case.under:
            return one.alternative.says
    return ""
