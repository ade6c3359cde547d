"""What a pack must satisfy before it may decide anything (its lint), beyond being readable.

Every number is used and has a source, every criterion is used by a question, no number hides in
prose or in a rule, no fact stands twice in one comparison, and every worked case comes out as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from procerus.criteria.bounds import Answer, Between
from procerus.criteria.language import Compare, Name, Node, Number, names_in, walk
from procerus.criteria.reference import Fact, answer, answer_each, unsettled
from procerus.faults import Fault
from procerus.packs.compile import closure, patient_names
from procerus.packs.headache import HeadachePack
from procerus.packs.policy import Case, PolicyPack
from procerus.packs.rules import Rules, Window
from procerus.packs.sections import Sections
from procerus.packs.shape import PackText, did_you_mean

PLAIN_LITERALS = frozenset({0, 1, 100})
"""Nought, one and the hundred of percent may stand in a rule; any other number has a name and a source."""
_PLACE = re.compile(r"\{(\w+)\}")


def check_headache(pack: HeadachePack, rules: Rules, readings: Iterable[Rules]) -> Iterator[Fault]:
    """The faults of a headache pack that can be read."""
    yield from _rules(pack.text, rules, pack.sections)
    yield from _numbers(pack.text, pack.sections, [rules, *readings])
    used = {name for tree in _day_rules(rules, pack.sections) for name in tree}
    for name in {*pack.sections.bits, *pack.sections.signs} - used:
        table = "bits" if name in pack.sections.bits else "signs"
        yield Fault(pack.text.where((table, name)), f"no rule uses '{name}'", "Use it, or take it out.")


def check_policy(pack: PolicyPack, rules: Rules, readings: Iterable[Rules]) -> Iterator[Fault]:
    """The faults of a policy pack that can be read."""
    readings = list(readings)
    yield from _rules(pack.text, rules, pack.own)
    yield from _numbers(pack.text, pack.own, [rules, *readings])
    yield from _unused(pack, [rules, *readings])
    names = {*patient_names(pack.sections)}
    for case in pack.cases:
        yield from _case(case, names, rules)
    for question in rules.questions:
        shown = {case.expected.get(question) for case in pack.cases}
        for missing in [said for said in Answer if said not in shown]:
            where = pack.text.where(("questions", question))
            yield Fault(
                where, f"no worked case answers '{missing}'", f'Add one with {question} = "{missing}".'
            )


def run_case(case: Case, rules: Rules) -> dict[str, Answer]:
    """What the rules answer for a worked case: every question and criterion it expects something of."""
    facts = case_facts(case, rules)
    asked = {name: question.tree for name, question in rules.questions.items()}
    trees = {**asked, **{name: one.tree for name, one in rules.criteria.items()}}
    return {name: answer(trees[name], facts) for name in case.expected if name in trees}


def case_facts(case: Case, rules: Rules) -> dict[str, Fact]:
    """The facts of a worked case with the pack's numbers, the windows' lengths and every criterion."""
    facts: dict[str, Fact] = {name: Between.exactly(value) for name, value in rules.numbers.items()}
    for name, window in rules.windows.items():
        facts.update(window_lengths(name, window))
    facts.update(case.given)
    return answer_each({name: one.tree for name, one in rules.criteria.items()}, facts)


def window_lengths(name: str, window: Window) -> dict[str, Fact]:
    """`WINDOW.months` and, where months have one length, `WINDOW.days`."""
    lengths: dict[str, Fact] = {f"{name}.months": Between.exactly(window.months)}
    if window.month != "calendar":
        lengths[f"{name}.days"] = Between.exactly(window.months * int(window.month.removesuffix("-day")))
    return lengths


def _case(case: Case, names: set[str], rules: Rules) -> Iterator[Fault]:
    for fact in case.given:
        if fact not in names:
            yield _fault(case, "given", f"no fact is called '{fact}'", did_you_mean(fact, names))
    for name, said in run_case(case, rules).items():
        wanted = case.expected[name]
        if said is not wanted:
            yield _fault(case, name, f"the case '{case.name}' says {wanted}, the rules say {said}")
    if case.unsettled is None:
        return
    facts, asked = case_facts(case, rules), [name for name in case.expected if name in rules.questions]
    left = {open_ for name in asked for open_ in open_facts(rules.questions[name].tree, facts, rules)}
    if left != set(case.unsettled):
        shown = ", ".join(sorted(left)) or "nothing"
        yield _fault(case, "unsettled", f"the case '{case.name}' is left open by: {shown}")


def open_facts(tree: Node, facts: Mapping[str, Fact], rules: Rules) -> tuple[str, ...]:
    """The recorded and counted facts that leave a rule open, looked up through the criteria it uses."""
    found: dict[str, None] = {}
    for name in unsettled(tree, facts):
        if name in rules.criteria:
            below = open_facts(rules.criteria[name].tree, facts, rules)
            found.update(dict.fromkeys(below or (name,)))
        else:
            found[name] = None
    return tuple(found)


def _fault(case: Case, key: str, why: str, mend: str = "") -> Fault:
    return Fault(case.row.file.where((*case.row.path, key)), why, mend)


def _rules(text: PackText, rules: Rules, own: Sections) -> Iterator[Fault]:
    texts = {
        ("criteria", name): (f"{one.asks} {one.in_words}", rules.criteria[name].tree)
        for name, one in own.criteria.items()
        if name in rules.criteria
    }
    texts.update({("questions", name): (one.asks, one.tree) for name, one in rules.questions.items()})
    for path, (asks, tree) in texts.items():
        where = text.where((*path, "yes_when"))
        yield from _prose(text.where((*path, "asks")), asks, rules.numbers)
        for node in walk(tree):
            if isinstance(node, Number) and node.value not in PLAIN_LITERALS:
                yield Fault(
                    where, f"the number {node.value} stands in the rule", "Give it a name in [numbers]."
                )
            if isinstance(node, Compare):
                yield from _once(where, node, rules)


def _prose(where: str, asks: str, numbers: Mapping[str, int]) -> Iterator[Fault]:
    for name in _PLACE.findall(asks):
        if name not in numbers:
            yield Fault(where, f"no number is called '{name}'", did_you_mean(name, numbers))
    if re.search(r"\d", _PLACE.sub("", asks)):
        yield Fault(where, "a number stands in the text", "Write its name in braces, such as {adult_age}.")


def _once(where: str, comparison: Compare, rules: Rules) -> Iterator[Fault]:
    """A fact that stands twice in a comparison makes its bounds wider than the truth."""
    names = [node.name for node in walk(comparison) if isinstance(node, Name)]
    for name in dict.fromkeys(names):
        if names.count(name) > 1 and name not in rules.numbers:
            yield Fault(where, f"'{name}' stands twice in one comparison", "Bring it to one side.")


def _numbers(text: PackText, own: Sections, readings: Iterable[Rules]) -> Iterator[Fault]:
    used: set[str] = set()
    for rules in readings:
        trees = [one.tree for one in rules.criteria.values()]
        trees += [one.tree for one in rules.questions.values()]
        used.update(name for tree in trees for name in names_in(tree))
    for name, one in own.criteria.items():
        if one.not_before is not None:
            used.add(one.not_before[1])
            if one.not_before[1] not in own.numbers:
                where = text.where(("criteria", name, "not_before"))
                yield Fault(where, f"no number is called '{one.not_before[1]}'", "Add it to [numbers].")
    for name in {*own.numbers, *own.tallies} - used:
        table = "numbers" if name in own.numbers else "tallies"
        yield Fault(text.where((table, name)), f"no rule uses '{name}'", "Use it, or take it out.")


def _unused(pack: PolicyPack, readings: Iterable[Rules]) -> Iterator[Fault]:
    """Criteria and windows of this file that no question rests on."""
    criteria: set[str] = set()
    windows: set[str] = set()
    for rules in readings:
        for question in rules.questions.values():
            below = closure(rules, question.tree)
            criteria.update(below)
            for tree in (question.tree, *(rules.criteria[name].tree for name in below)):
                windows.update(name.split(".")[0] for name in names_in(tree))
    for table, own, used in (
        ("criteria", pack.own.criteria, criteria),
        ("windows", pack.own.windows, windows),
    ):
        for name in set(own) - used:
            yield Fault(
                pack.text.where((table, name)), f"no question uses '{name}'", "Use it, or take it out."
            )


def _day_rules(rules: Rules, sections: Sections) -> Iterator[tuple[str, ...]]:
    """The words of every day rule, to see that no bit or sign stands unused."""
    for sign in sections.signs.values():
        yield tuple(re.findall(r"\w+", sign.when))
    for named in sections.definitions.values():
        for definition in named.values():
            yield tuple(re.findall(r"\w+", definition.when))
