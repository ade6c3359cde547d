"""Turning the text of packs into trees: one `Rules` for the default reading and one for each alternative."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter

from procerus.criteria.language import (
    And,
    Compare,
    Count,
    Kind,
    Level,
    Name,
    Node,
    Not,
    Or,
    RuleError,
    names_in,
    parse,
)
from procerus.faults import Fault
from procerus.packs.lines import Path
from procerus.packs.names import patient_names
from procerus.packs.policy import QuestionText
from procerus.packs.rules import Criterion, NotBefore, Question, Rules, Status
from procerus.packs.sections import Alternative, CriterionText, DayRule, Reading, Sections
from procerus.packs.shape import PackText

Definitions = Mapping[str, Mapping[str, Node]]
"""Counted fact -> name of a definition -> its day rule, signs written out."""


@dataclass(frozen=True, slots=True)
class AlternativeRules:
    """One alternative of one reading, ready to be asked."""

    reading: Reading
    alternative: Alternative
    rules: Rules


def compile_definitions(sections: Sections, text: PackText, faults: list[Fault]) -> Definitions:
    """Every definition of every counted day. Rules that cannot be read are faults, and are left out."""
    read = _Reader(text, faults)
    bits = dict.fromkeys(sections.bits, Kind.TRUTH)
    signs: dict[str, Node] = {}
    for name, sign in sections.signs.items():
        tree = read.day_rule(sign, bits, signs, ("signs", name, "when"))
        if tree is not None:
            signs[name] = tree
    return {
        fact: {
            name: tree
            for name, rule in named.items()
            if (tree := read.day_rule(rule, bits, signs, _definition(fact, name))) is not None
        }
        for fact, named in sections.definitions.items()
    }


def _definition(fact: str, name: str) -> Path:
    return ("days", fact, "definitions", name, "when")


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
        name: Question(name, question.asks, question.yes_when, tree, question.warning)
        for name, question in questions.items()
        if (tree := read.rule(question.yes_when, names, ("questions", name, "yes_when"))) is not None
    }
    values = {name: number.value for name, number in sections.numbers.items()}
    rules = Rules(
        bits=sections.bits,
        days={
            fact: definitions[fact][chosen]
            for fact, chosen in sections.chosen.items()
            if chosen in definitions[fact]
        },
        windows=sections.windows,
        numbers=values,
        tallies={name: one.under(values) for name, one in sections.tallies.items()},
        criteria={},
        questions=asked,
    )
    return replace(rules, criteria=_criteria(sections, trees, {}, read))


def patched(
    rules: Rules,
    sections: Sections,
    definitions: Definitions,
    other: Alternative,
    text: PackText,
    faults: list[Fault],
) -> Rules:
    """The same rules under an alternative reading; whatever its patch does not touch is shared."""
    read, patch, under = _Reader(text, faults), other.patch, sections.under(other.patch)
    trees = {name: one.ungated for name, one in rules.criteria.items()}
    names = patient_names(under) if patch.criteria else {}
    numbers = {name: number.value for name, number in under.numbers.items()}
    for name, rule in patch.criteria.items():
        tree = read.rule(rule, names, (*other.path, "criteria", name))
        if tree is not None:
            trees[name] = tree
    return replace(
        rules,
        days={**rules.days, **{fact: definitions[fact][name] for fact, name in patch.definitions.items()}},
        windows=under.windows,
        numbers=numbers,
        tallies={name: one.under(numbers) for name, one in under.tallies.items()},
        criteria=_criteria(under, trees, rules.criteria, read, other.path),
        diary=patch.diary or rules.diary,
    )


def closure(rules: Rules, tree: Node) -> tuple[str, ...]:
    """The criteria a tree rests on, directly and through other criteria, each after those it uses."""
    found: dict[str, None] = {}
    waiting = [("", iter(names_in(tree)))]  # a criterion, and what it uses that is still to be looked at
    while waiting:
        criterion, uses = waiting[-1]
        name = next((one for one in uses if one in rules.criteria and one not in found), None)
        if name is not None:
            waiting.append((name, iter(names_in(rules.criteria[name].tree))))
        else:
            found[criterion] = None
            waiting.pop()
    return tuple(found)[:-1]


def names_needed(rules: Rules, trees: Iterable[Node]) -> tuple[str, ...]:
    """Every name the trees use that is not a criterion, once each."""
    return tuple(dict.fromkeys(n for tree in trees for n in names_in(tree) if n not in rules.criteria))


class _Reader:
    """Parses rules and turns what is wrong into faults that say where in the pack it stands."""

    def __init__(self, text: PackText, faults: list[Fault]) -> None:
        self.text, self.faults = text, faults

    def rule(
        self, rule: str, names: Mapping[str, Kind], path: Path, level: Level = Level.PATIENT
    ) -> Node | None:
        try:
            return parse(rule, names, level)
        except RuleError as error:
            where = f"{self.text.where(path)}, column {error.column} of the rule"
            why, _, mend = error.message.partition("; ")
            stop = "." if mend and not mend.endswith("?") else ""
            self.faults.append(Fault(where, why, mend[:1].upper() + mend[1:] + stop, rule))
            return None

    def day_rule(
        self, rule: DayRule, bits: Mapping[str, Kind], signs: Mapping[str, Node], path: Path
    ) -> Node | None:
        """A day rule's tree with its signs written out, so that engines see bits only."""
        tree = self.rule(rule.when, {**bits, **dict.fromkeys(signs, Kind.TRUTH)}, path, Level.DAY)
        return None if tree is None else written_out(tree, signs)

    def order(self, trees: Mapping[str, Node], path: Path) -> tuple[str, ...]:
        """Criteria each after those it uses; a circle is a fault."""
        uses = {name: [used for used in names_in(tree) if used in trees] for name, tree in trees.items()}
        try:
            return tuple(TopologicalSorter(uses).static_order())
        except CycleError as error:
            circle = " -> ".join(error.args[1])
            where = self.text.where((*path, "criteria", error.args[1][0]))
            why = f"criteria rest on one another in a circle: {circle}"
            self.faults.append(Fault(where, why, "Take one of these names out of the other's rule."))
            return ()


def written_out(tree: Node, meanings: Mapping[str, Node]) -> Node:
    """The tree of a day rule with every name that has a meaning replaced by it."""
    match tree:
        case Name(name):
            return meanings.get(name, tree)
        case Not(part):
            return Not(written_out(part, meanings))
        case And(parts) | Or(parts) | Count(parts):
            return type(tree)(tuple(written_out(part, meanings) for part in parts))
        case Compare(sign, left, right):
            return Compare(sign, written_out(left, meanings), written_out(right, meanings))
    return tree


def _criteria(
    sections: Sections,
    trees: Mapping[str, Node],
    shared: Mapping[str, Criterion],
    read: _Reader,
    path: Path = (),
) -> dict[str, Criterion]:
    """Every criterion with its tree; one that is the same in `shared` is that very one."""
    criteria: dict[str, Criterion] = {}
    for name in read.order(trees, path):
        written, gate = sections.criteria[name], sections.gate(name)
        one = Criterion(
            name=name,
            asks=written.asks,
            yes_when=written.yes_when,
            tree=_gated(trees[name], gate),
            at=written.at,
            status=_worst(sections, written, trees[name], criteria),
            not_before=gate,
            in_words=written.in_words,
        )
        before = shared.get(name)
        criteria[name] = before if before is not None and before == one else one
    return criteria


def _gated(tree: Node, not_before: NotBefore | None) -> Node:
    """A criterion that cannot be met before its day is no until then, by the very same logic."""
    return tree if not_before is None else And((Name(not_before.fact), tree))


def _worst(sections: Sections, written: CriterionText, tree: Node, done: Mapping[str, Criterion]) -> Status:
    """A criterion is as well verified as the least verified thing it rests on."""
    rests_on: list[Status] = [written.status]
    waits_for = [] if written.not_before is None else [written.not_before[1]]
    for name in (*waits_for, *names_in(tree)):
        if name in sections.numbers:
            rests_on.append(sections.numbers[name].status)
        elif name in sections.tallies:
            limits = sections.tallies[name].numbers
            rests_on.extend(sections.numbers[one].status for one in limits if one in sections.numbers)
        elif name in done:
            rests_on.append(done[name].status)
        elif (fact := name.split(".")[1] if "." in name else "") in sections.chosen:
            rests_on.append(sections.definitions[fact][sections.chosen[fact]].status)
    return "unverified" if "unverified" in rests_on else "read"
