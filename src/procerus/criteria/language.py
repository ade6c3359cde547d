"""The criteria language: eight kinds of node, and one parser that never evaluates anything as Python.

A rule is text such as ``latest.headache_days.least >= min_headache_days``. It is parsed once into a
frozen tree; the tree is the truth, and every engine must give it the same meaning. There are whole
numbers only and no division, so that a comparison is exact on every machine.

Two levels share the nodes. A *day rule* sees the declared bits of one day, joined by ``and``, ``or``,
``not`` and ``count(...) >= k``. A *patient rule* sees window facts, numbers, attested facts and truths.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum

from procerus.criteria.bounds import LARGEST

LONGEST_RULE = 2000  # characters; a rule longer than this cannot be read aloud
DEEPEST_RULE = 50  # brackets and joins inside one another; engines walk the tree by recursion


class Kind(Enum):
    """What a name stands for."""

    NUMBER = "number"
    TRUTH = "truth"


class Level(Enum):
    """What a rule may say."""

    DAY = "day rule"
    PATIENT = "patient rule"


class RuleError(ValueError):
    """A rule that cannot be read; `column` counts from 1 within the rule's own text."""

    def __init__(self, message: str, rule: str, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.rule, self.column = message, rule, column


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number written in the rule."""

    value: int


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, a number of the pack, a bit of the day, or another criterion."""

    name: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left + right`, `left - right` or `left * right`."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Compare:
    """`left >= right`, `>`, `<` or `<=`."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Count:
    """How many of these truths are yes."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class And:
    """Yes if every part is yes, no if one part is no."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Yes if one part is yes, no if every part is no."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Yes if the part is no, no if it is yes."""

    part: Node


Node = Number | Name | Arithmetic | Compare | Count | And | Or | Not

_SIGNS: Mapping[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*",
    ast.GtE: ">=", ast.Gt: ">", ast.Lt: "<", ast.LtE: "<=",
}  # fmt: skip

_DIVISION = "division is not in the language; multiply both sides instead, so that the rule stays exact"
_REFUSED: Mapping[type[ast.AST], str] = {
    ast.Div: _DIVISION,
    ast.FloorDiv: _DIVISION,
    ast.Mod: _DIVISION,
    ast.Pow: "only +, - and * are in the language",
    ast.BitAnd: "write 'and', not '&'",
    ast.BitOr: "write 'or', not '|'",
    ast.Invert: "write 'not', not '~'",
    ast.Eq: "only >=, >, < and <= compare; a fact known between bounds is never exactly anything",
    ast.NotEq: "only >=, >, < and <= compare; a fact known between bounds is never exactly anything",
    ast.IfExp: "'if' is not in the language; use 'and' and 'or'",
}


def parse(rule: str, names: Mapping[str, Kind], level: Level = Level.PATIENT) -> Node:
    """Read a rule that must answer yes, no or unknown; `names` are the names it may use.

    Raises RuleError saying where, what and how to mend it.
    """
    node, kind = _Parser(rule, names, level).read()
    if kind is not Kind.TRUTH:
        raise RuleError("this is a number; a rule must answer yes or no, so compare it with something", rule)
    return node


class _Parser:
    def __init__(self, rule: str, names: Mapping[str, Kind], level: Level) -> None:
        self.rule, self.names, self.level = rule, names, level
        self.text = rule.strip()
        self.indent = len(rule) - len(rule.lstrip())  # blanks before the rule, which ast does not count

    def fail(self, message: str, at: ast.expr | None = None) -> RuleError:
        before = 0
        if at is not None:  # ast counts columns in UTF-8 bytes
            before = len(self.text.encode()[: at.col_offset].decode())
        return RuleError(message, self.rule, self.indent + before + 1)

    def read(self) -> tuple[Node, Kind]:
        if len(self.rule) > LONGEST_RULE:
            raise self.fail(f"the rule has {len(self.rule)} characters; at most {LONGEST_RULE} are read")
        if len(self.rule.splitlines()) > 1:
            raise self.fail("a rule stands on one line")
        if "#" in self.rule:
            raise self.fail("a rule has no comments; write them on a line of the pack")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(self.text, mode="eval").body
        except SyntaxError as error:
            column = self.indent + (error.offset or 1)
            raise RuleError(f"this cannot be read: {error.msg}", self.rule, column) from None
        except (ValueError, RecursionError, MemoryError):
            raise self.fail("this cannot be read as a rule") from None
        if _depth(tree) > DEEPEST_RULE:
            raise self.fail(f"the rule is nested more than {DEEPEST_RULE} deep; split it into criteria")
        return self.node(tree)

    def node(self, tree: ast.expr) -> tuple[Node, Kind]:
        match tree:
            case ast.Constant():
                return self.number(tree), Kind.NUMBER
            case ast.Name() | ast.Attribute():
                return self.name(tree)
            case ast.BinOp():
                return self.arithmetic(tree), Kind.NUMBER
            case ast.Compare():
                return self.compare(tree), Kind.TRUTH
            case ast.Call():
                return self.count(tree), Kind.NUMBER
            case ast.BoolOp():
                kind = And if isinstance(tree.op, ast.And) else Or
                return kind(tuple(self.truth(part) for part in tree.values)), Kind.TRUTH
            case ast.UnaryOp(op=ast.Not()):
                return Not(self.truth(tree.operand)), Kind.TRUTH
            case ast.UnaryOp():
                hint = _REFUSED.get(type(tree.op), "write 0 - x for a negative number")
                raise self.fail(hint, tree)
        hint = _REFUSED.get(type(tree), f"'{ast.unparse(tree)}' is not in the language")
        raise self.fail(hint, tree)

    def truth(self, tree: ast.expr) -> Node:
        node, kind = self.node(tree)
        if kind is not Kind.TRUTH:
            raise self.fail(f"'{ast.unparse(tree)}' is a number; here a yes or no is needed", tree)
        return node

    def quantity(self, tree: ast.expr) -> Node:
        node, kind = self.node(tree)
        if kind is not Kind.NUMBER:
            raise self.fail(f"'{ast.unparse(tree)}' is a yes or no; here a number is needed", tree)
        return node

    def number(self, tree: ast.Constant) -> Number:
        if type(tree.value) is not int:
            raise self.fail(f"only whole numbers are in the language, not {tree.value!r}", tree)
        if ast.get_source_segment(self.text, tree) != str(tree.value):
            raise self.fail(f"write the number plainly: {tree.value}", tree)
        if tree.value > LARGEST:
            raise self.fail(f"{tree.value} is larger than {LARGEST}, the largest number rules may use", tree)
        return Number(tree.value)

    def name(self, tree: ast.expr) -> tuple[Node, Kind]:
        name = ast.unparse(tree)
        if name in self.names:
            return Name(name), self.names[name]
        close = get_close_matches(name, self.names)
        hint = f"did you mean '{close[0]}'?" if close else "see the list of facts in the reference"
        raise self.fail(f"no fact, number or criterion is called '{name}'; {hint}", tree)

    def arithmetic(self, tree: ast.BinOp) -> Node:
        if type(tree.op) not in _SIGNS:
            raise self.fail(_REFUSED.get(type(tree.op), "only +, - and * are in the language"), tree)
        if self.level is Level.DAY:
            raise self.fail("a day rule has no arithmetic, only bits, and, or, not and count(...)", tree)
        return Arithmetic(_SIGNS[type(tree.op)], self.quantity(tree.left), self.quantity(tree.right))

    def compare(self, tree: ast.Compare) -> Node:
        if len(tree.ops) > 1:
            raise self.fail("compare two things at a time, and join comparisons with 'and'", tree)
        sign = _SIGNS.get(type(tree.ops[0]))
        if sign is None:
            raise self.fail(_REFUSED.get(type(tree.ops[0]), "only >=, >, < and <= compare"), tree)
        node = Compare(sign, self.quantity(tree.left), self.quantity(tree.comparators[0]))
        if self.level is Level.DAY and not (isinstance(node.left, Count) and isinstance(node.right, Number)):
            raise self.fail("a day rule compares only count(...) with a whole number", tree)
        return node

    def count(self, tree: ast.Call) -> Node:
        called = ast.unparse(tree.func)
        if called != "count":
            raise self.fail(f"'{called}(...)' is not in the language; only count(...) is", tree)
        if tree.keywords or not tree.args:
            raise self.fail("count(...) takes one or more truths and nothing else", tree)
        return Count(tuple(self.truth(part) for part in tree.args))


def _depth(tree: ast.AST) -> int:
    depth, level = 0, [tree]
    while level:
        depth, level = depth + 1, [child for node in level for child in ast.iter_child_nodes(node)]
    return depth


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes directly below this one, from left to right."""
    if isinstance(node, Arithmetic | Compare):
        return (node.left, node.right)
    if isinstance(node, Count | And | Or):
        return node.parts
    return (node.part,) if isinstance(node, Not) else ()


def walk(node: Node) -> Iterator[Node]:
    """This node and all below it, each before its parts, from left to right."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Name | Number):
            waiting.extend(reversed(parts(node)))


def names_in(node: Node) -> tuple[str, ...]:
    """Every name the rule uses, once each, in the order of the text."""
    return tuple(dict.fromkeys(part.name for part in walk(node) if isinstance(part, Name)))
