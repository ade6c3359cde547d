"""Turning the text of packs into trees: one `Rules` for the default reading and one for each alternative."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from procerus.criteria.language import (
    And,
    Arithmetic,
    Compare,
    Count,
    Kind,
    Level,
    Name,
    Node,
    Not,
    Number,
    Or,
    RuleError,
    names_in,
    parse,
)
from procerus.faults import Fault
from procerus.packs.facts import FACTS
from procerus.packs.policy import QuestionText
from procerus.packs.rules import Criterion, NotBefore, Question, Rules, Status
from procerus.packs.sections import CriterionText, DayRule, Patch, Sections
from procerus.packs.shape import PackText

SUMMARIES = ("least", "most", "total")
Definitions = Mapping[str, Mapping[str, Node]]
"""Counted fact -> name of a definition -> its day rule, signs written out."""


def compile_definitions(sections: Sections, text: PackText, faults: list[Fault]) -> Definitions:
    """Every definition of every counted day. Rules that cannot be read are faults, and are left out."""
    read = _Reader(text, faults)
    bits = dict.fromkeys(sections.bits, Kind.TRUTH)
    signs: dict[str, Node] = {}
    for name, sign in sections.signs.items():
        tree = read.day_rule(sign, bits, signs, ("signs", name))
        if tree is not None:
            signs[name] = tree
    return {
        fact: {
            name: tree
            for name, rule in named.items()
            if (tree := read.day_rule(rule, bits, signs, ("days", fact, "definitions", name))) is not None
        }
        for fact, named in sections.definitions.items()
    }


def compile_rules(
    sections: Sections,
    definitions: Definitions,
    questions: Mapping[str, QuestionText],
    text: PackText,
    faults: list[Fault],
) -> Rules:
    """The default reading. Rules that cannot be read are faults, and are left out."""
    names = patient_names(sections)
    read = _Reader(text, faults)
    trees = {
        name: tree
        for name, criterion in sections.criteria.items()
        if (tree := read.rule(criterion.yes_when, names, ("criteria", name, "yes_when"))) is not None
    }
    asked = {
        name: Question(name, question.asks, question.yes_when, tree)
        for name, question in questions.items()
        if (tree := read.rule(question.yes_when, names, ("questions", name, "yes_when"))) is not None
    }
    rules = Rules(
        bits=sections.bits,
        days={
            fact: definitions[fact][chosen]
            for fact, chosen in sections.chosen.items()
            if chosen in definitions[fact]
        },
        windows=sections.windows,
        numbers={name: number.value for name, number in sections.numbers.items()},
        tallies=sections.tallies,
        criteria={},
        questions=asked,
    )
    return replace(rules, criteria=_criteria(sections, trees, read))


def patched(
    rules: Rules,
    sections: Sections,
    definitions: Definitions,
    patch: Patch,
    text: PackText,
    faults: list[Fault],
) -> Rules:
    """The same rules under an alternative reading; whatever the patch does not touch is shared."""
    read = _Reader(text, faults)
    criteria = dict(rules.criteria)
    names = patient_names(sections) if patch.criteria else {}
    for name, rule in patch.criteria.items():
        tree = read.rule(rule, names, ("readings", name))
        if tree is not None and name in criteria:
            criteria[name] = replace(
                criteria[name], yes_when=rule, tree=_gated(tree, criteria[name].not_before)
            )
    days = {fact: definitions[fact][name] for fact, name in patch.definitions.items() if name}
    trees = {name: one.tree for name, one in criteria.items()}
    return replace(
        rules,
        days={**rules.days, **days},
        windows={**rules.windows, **patch.windows},
        numbers={**rules.numbers, **patch.numbers},
        criteria={name: criteria[name] for name in read.order(trees)},
        diary=patch.diary or rules.diary,
    )


def patient_names(sections: Sections) -> dict[str, Kind]:
    """Every name a patient rule may use, and whether it is a number or a truth."""
    names = {name: fact.kind for name, fact in FACTS.items()}
    for window in sections.windows:
        names[f"{window}.days"] = names[f"{window}.months"] = Kind.NUMBER
        for fact in sections.definitions:
            for summary in SUMMARIES:
                names[f"{window}.{fact}.{summary}"] = Kind.NUMBER
    names.update(dict.fromkeys((*sections.numbers, *sections.tallies), Kind.NUMBER))
    gates = (gate for name in sections.criteria if (gate := sections.gate(name)) is not None)
    names.update(dict.fromkeys((*sections.criteria, *(gate.fact for gate in gates)), Kind.TRUTH))
    return names


def closure(rules: Rules, tree: Node) -> tuple[str, ...]:
    """The criteria a tree rests on, directly and through other criteria, each after those it uses."""
    found: dict[str, None] = {}

    def visit(node: Node) -> None:
        for name in names_in(node):
            if name in rules.criteria and name not in found:
                visit(rules.criteria[name].tree)
                found[name] = None

    visit(tree)
    return tuple(found)


def names_needed(rules: Rules, trees: Iterable[Node]) -> tuple[str, ...]:
    """Every name the trees use that is not a criterion, once each."""
    return tuple(dict.fromkeys(n for tree in trees for n in names_in(tree) if n not in rules.criteria))


class _Reader:
    """Parses rules and turns what is wrong into faults that say where in the pack it stands."""

    def __init__(self, text: PackText, faults: list[Fault]) -> None:
        self.text, self.faults = text, faults

    def rule(
        self, rule: str, names: Mapping[str, Kind], path: tuple[str, ...], level: Level = Level.PATIENT
    ) -> Node | None:
        try:
            return parse(rule, names, level)
        except RuleError as error:
            where = f"{self.text.where(path)}, column {error.column} of the rule"
            self.faults.append(Fault(where, error.message, "", rule))
            return None

    def day_rule(
        self, rule: DayRule, bits: Mapping[str, Kind], signs: Mapping[str, Node], path: tuple[str, ...]
    ) -> Node | None:
        """A day rule's tree with its signs written out, so that engines see bits only."""
        tree = self.rule(rule.when, {**bits, **dict.fromkeys(signs, Kind.TRUTH)}, path, Level.DAY)
        return None if tree is None else written_out(tree, signs)

    def order(self, trees: Mapping[str, Node]) -> tuple[str, ...]:
        """Criteria each after those it uses; a circle is a fault."""
        uses = {name: [used for used in names_in(tree) if used in trees] for name, tree in trees.items()}
        try:
            return tuple(TopologicalSorter(uses).static_order())
        except CycleError as error:
            circle = " -> ".join(error.args[1])
            where = self.text.where(("criteria", error.args[1][0]))
            self.faults.append(Fault(where, f"criteria rest on one another in a circle: {circle}"))
            return ()


def written_out(tree: Node, meanings: Mapping[str, Node]) -> Node:
    """The tree with every name that has a meaning replaced by it."""
    match tree:
        case Name(name):
            return meanings.get(name, tree)
        case Number():
            return tree
        case Not(part):
            return Not(written_out(part, meanings))
        case And(parts) | Or(parts) | Count(parts):
            return type(tree)(tuple(written_out(part, meanings) for part in parts))
        case Arithmetic(sign, left, right) | Compare(sign, left, right):
            return type(tree)(sign, written_out(left, meanings), written_out(right, meanings))


def _criteria(sections: Sections, trees: Mapping[str, Node], read: _Reader) -> dict[str, Criterion]:
    criteria: dict[str, Criterion] = {}
    for name in read.order(trees):
        written, tree = sections.criteria[name], trees[name]
        status = _worst(sections, written, tree, criteria)
        gate = sections.gate(name)
        criteria[name] = Criterion(
            name,
            written.asks,
            written.yes_when,
            _gated(tree, gate),
            written.at,
            status,
            gate,
            written.in_words,
        )
    return criteria


def _gated(tree: Node, not_before: NotBefore | None) -> Node:
    """A criterion that cannot be met before its day is no until then, by the very same logic."""
    return tree if not_before is None else And((Name(not_before.fact), tree))


def _worst(sections: Sections, written: CriterionText, tree: Node, done: Mapping[str, Criterion]) -> Status:
    """A criterion is as well verified as the least verified thing it rests on."""
    rests_on: list[Status] = [written.status]
    if written.not_before is not None and written.not_before[1] in sections.numbers:
        rests_on.append(sections.numbers[written.not_before[1]].status)
    for name in names_in(tree):
        if name in sections.numbers:
            rests_on.append(sections.numbers[name].status)
        elif name in done:
            rests_on.append(done[name].status)
        elif (fact := name.split(".")[1] if "." in name else "") in sections.chosen:
            rests_on.append(sections.definitions[fact][sections.chosen[fact]].status)
    return "unverified" if "unverified" in rests_on else "read"
