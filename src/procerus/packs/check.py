"""What a pack must satisfy before it may decide anything (its lint), beyond being readable.

Every number is used and has a source, every criterion is used by a question, no number hides in
prose or in a rule, no fact stands twice in one comparison, and every worked case comes out as written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from procerus.criteria.bounds import Answer, Between
from procerus.criteria.language import Compare, Name, Node, Number, names_in, walk
from procerus.criteria.reference import Fact, answer, answer_each, unsettled
from procerus.faults import Fault
from procerus.packs.cases import Case
from procerus.packs.compile import AlternativeRules, Definitions, closure
from procerus.packs.headache import HeadachePack
from procerus.packs.lines import Path
from procerus.packs.policy import PolicyPack
from procerus.packs.records import count_cycles, count_tried
from procerus.packs.rules import Rules, Window
from procerus.packs.sections import Sections
from procerus.packs.shape import PackText, did_you_mean

PLAIN_LITERALS = frozenset({0, 1, 100})
"""Nought, one and the hundred of percent may stand in a rule; any other number has a name and a source."""
_PLACE = re.compile(r"\{(\w+)\}")


def check_headache(pack: HeadachePack, rules: Rules, others: Sequence[AlternativeRules]) -> Iterator[Fault]:
    """The faults of a headache pack that can be read."""
    yield from _texts(pack.text, rules, pack.sections)
    yield from _rules(pack.text, rules, pack.sections, others)
    yield from _numbers(pack.text, pack.sections, [rules, *(other.rules for other in others)])
    used = set(_words_of_day_rules(pack.sections))
    for table, names in (("bits", pack.sections.bits), ("signs", pack.sections.signs)):
        yield from _unused(pack.text, table, names, used, "rule")


def check_definitions(text: PackText, definitions: Definitions) -> Iterator[Fault]:
    """A definition that answers without being told anything would count days that nobody wrote about."""
    for fact, named in definitions.items():
        for name, rule in named.items():
            if answer(rule, {}) is not Answer.UNKNOWN:
                where = text.where(("days", fact, "definitions", name, "when"))
                why = "gives an answer for a day that nobody wrote about"
                yield Fault(where, why, "Every way to yes or no must rest on something the day says.")


def check_policy(pack: PolicyPack, rules: Rules, others: Sequence[AlternativeRules]) -> Iterator[Fault]:
    """The faults of a policy pack that can be read."""
    readings = [rules, *(other.rules for other in others)]
    yield from _texts(pack.text, rules, pack.own)
    yield from _rules(pack.text, rules, pack.own, others)
    yield from _numbers(pack.text, pack.own, readings)
    yield from _without_question(pack, readings)
    yield from _bare_facts(pack, rules)
    for case in pack.cases:
        yield from _case(case, rules_of(case, rules, others))
    for question in rules.questions:
        shown = {case.expected.get(question) for case in pack.cases if case.under is None}
        for missing in [said for said in Answer if said not in shown]:
            mend = f'Add one with {question} = "{missing}".'
            where = pack.text.where(("questions", question))
            yield Fault(where, f"no worked case of '{question}' answers {missing}", mend)


def rules_of(case: Case, rules: Rules, others: Iterable[AlternativeRules]) -> Rules:
    """The rules a worked case is about: the default reading, or the alternative that it names."""
    named = {(one.reading.id, one.alternative.name): one.rules for one in others}
    return rules if case.under is None else named[case.under]


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
    for name, how in rules.tallies.items():
        if how.of == "cycles":
            facts[name] = count_cycles(case.cycles, how)
        else:
            facts[name] = count_tried(case.tried, how)
    facts.update(case.given)
    return answer_each({name: one.tree for name, one in rules.criteria.items()}, facts)


def window_lengths(name: str, window: Window) -> dict[str, Fact]:
    """`WINDOW.months` and, where months have one length, `WINDOW.days`."""
    lengths: dict[str, Fact] = {f"{name}.months": Between.exactly(window.months)}
    if window.month != "calendar":
        lengths[f"{name}.days"] = Between.exactly(window.months * int(window.month.removesuffix("-day")))
    return lengths


def _case(case: Case, rules: Rules) -> Iterator[Fault]:
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
    met: set[str] = set()
    waiting = list(reversed(unsettled(tree, facts)))
    while waiting:
        name = waiting.pop()
        below = unsettled(rules.criteria[name].tree, facts) if name in rules.criteria else ()
        if not below:
            found[name] = None
        elif name not in met:
            waiting.extend(reversed(below))
        met.add(name)
    return tuple(found)


def _fault(case: Case, key: str, why: str) -> Fault:
    return Fault(case.row.file.where((*case.row.path, key)), why, "Mend the case or the rules.")


def _texts(text: PackText, rules: Rules, own: Sections) -> Iterator[Fault]:
    """No number hides in what is asked, where it could say something else than the rule."""
    prose: dict[Path, str] = {("questions", name, "asks"): one.asks for name, one in rules.questions.items()}
    for name, one in own.criteria.items():
        prose["criteria", name, "asks"] = one.asks
        prose["criteria", name, "in_words"] = one.in_words
    for path, said in prose.items():
        for name in _PLACE.findall(said):
            if name not in rules.numbers:
                hint = did_you_mean(name, rules.numbers)
                yield Fault(text.where(path), f"no number is called '{name}'", hint)
        if re.search(r"\d", _PLACE.sub("", said)):
            mend = "Write its name in braces, such as {adult_age}."
            yield Fault(text.where(path), "a number stands in the text", mend)


def _rules(
    text: PackText, rules: Rules, own: Sections, others: Iterable[AlternativeRules]
) -> Iterator[Fault]:
    """No number hides in a rule, and no fact stands twice in a comparison, under any reading of this file."""
    trees: list[tuple[Path, Node]] = [
        *((("questions", name, "yes_when"), one.tree) for name, one in rules.questions.items()),
        *((("criteria", name, "yes_when"), rules.criteria[name].tree) for name in own.criteria),
        *(
            ((*other.alternative.path, "criteria", name), other.rules.criteria[name].tree)
            for other in others
            for name in other.alternative.patch.criteria
        ),
    ]
    for path, tree in trees:
        for node in walk(tree):
            if isinstance(node, Number) and node.value not in PLAIN_LITERALS:
                mend = "Give it a name in [numbers]."
                yield Fault(text.where(path), f"the number {node.value} stands in the rule", mend)
            if isinstance(node, Compare):
                for name in _twice(node, rules):
                    why = f"'{name}' stands twice in one comparison"
                    yield Fault(text.where(path), why, "Bring it to one side.")


def _twice(comparison: Compare, rules: Rules) -> Iterator[str]:
    """Facts that stand twice in a comparison, which makes its bounds wider than the truth."""
    names = [node.name for node in walk(comparison) if isinstance(node, Name)]
    for name in dict.fromkeys(names):
        if names.count(name) > 1 and name not in rules.numbers:
            yield name


def _numbers(text: PackText, own: Sections, readings: Iterable[Rules]) -> Iterator[Fault]:
    """Every number and tally of this file is used under some reading."""
    used: set[str] = set()
    for rules in readings:
        trees = [one.tree for one in rules.criteria.values()]
        trees += [one.tree for one in rules.questions.values()]
        used.update(name for tree in trees for name in names_in(tree))
    used.update(one.not_before[1] for one in own.criteria.values() if one.not_before is not None)
    used.update(number for name, one in own.tallies.items() if name in used for number in one.numbers)
    yield from _unused(text, "numbers", own.numbers, used, "rule")
    yield from _unused(text, "tallies", own.tallies, used, "rule")


def _without_question(pack: PolicyPack, readings: Iterable[Rules]) -> Iterator[Fault]:
    """Criteria and windows of this file that no question rests on."""
    criteria: set[str] = set()
    windows: set[str] = set()
    for rules in readings:
        for question in rules.questions.values():
            below = closure(rules, question.tree)
            criteria.update(below)
            for tree in (question.tree, *(rules.criteria[name].tree for name in below)):
                windows.update(name.split(".")[0] for name in names_in(tree))
    yield from _unused(pack.text, "criteria", pack.own.criteria, criteria, "question")
    yield from _unused(pack.text, "windows", pack.own.windows, windows, "question")


def _bare_facts(pack: PolicyPack, rules: Rules) -> Iterator[Fault]:
    """A question joins criteria of its own file: only these are answered with a reason."""
    for question in rules.questions.values():
        for name in names_in(question.tree):
            if name not in pack.own.criteria:
                mend = "Ask it in a criterion of this file, and use that."
                where = pack.text.where(("questions", question.name, "yes_when"))
                yield Fault(where, f"'{name}' is no criterion of this file", mend)


def _unused(
    text: PackText, table: str, own: Iterable[str], used: Collection[str], by: str
) -> Iterator[Fault]:
    for name in own:
        if name not in used:
            yield Fault(text.where((table, name)), f"no {by} uses '{name}'", "Use it, or take it out.")


def _words_of_day_rules(sections: Sections) -> Iterator[str]:
    """The words of every day rule, to see that no bit or sign stands unused."""
    definitions = (one for named in sections.definitions.values() for one in named.values())
    for rule in (*sections.signs.values(), *definitions):
        yield from re.findall(r"\w+", rule.when)
