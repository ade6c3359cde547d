"""A tree as JSON, for the phone and for other programs, and as the rule text that parses back to it.

Every node is an object with one key: `{"name": "x"}`, `{"number": 15}`, `{">=": [a, b]}` (also `>`, `<`,
`<=`), `{"+": [a, b]}` (also `-`, `*`), `{"count": [...]}`, `{"and": [...]}`, `{"or": [...]}`, `{"not": a}`.
"""

from __future__ import annotations

from keyword import iskeyword
from typing import Any

from procerus.criteria.bounds import LARGEST
from procerus.criteria.language import (
    DEEPEST_RULE,
    And,
    Arithmetic,
    Compare,
    Count,
    Kind,
    Name,
    Node,
    Not,
    Number,
    Or,
)

_COMPARISONS = (">=", ">", "<", "<=")
_SUMS = ("+", "-", "*")
_KEYS = ("name", "number", *_COMPARISONS, *_SUMS, "count", "and", "or", "not")


def to_wire(tree: Node) -> dict[str, Any]:
    """The tree as nested dicts and lists that JSON can hold."""
    match tree:
        case Number(value):
            return {"number": value}
        case Name(name):
            return {"name": name}
        case Arithmetic(sign, left, right) | Compare(sign, left, right):
            return {sign: [to_wire(left), to_wire(right)]}
        case Not(part):
            return {"not": to_wire(part)}
        case Count(parts):
            return {"count": [to_wire(part) for part in parts]}
    return {"and" if isinstance(tree, And) else "or": [to_wire(part) for part in tree.parts]}


def from_wire(said: object) -> Node:
    """The tree that `to_wire` wrote. Raises ValueError, with the path and the reason, for anything else.

    It checks the form: which names exist, and whether they are numbers or truths, is for the pack.
    """
    return _node(said, "rule", 1, None)


def _node(said: object, path: str, depth: int, wanted: Kind | None) -> Node:
    if depth > DEEPEST_RULE:
        raise ValueError(f"{path}: nested more than {DEEPEST_RULE} deep")
    if not isinstance(said, dict) or len(said) != 1:
        raise ValueError(
            f"{path}: expected an object with one key, such as {{'name': 'x'}}, not {_shown(said)}"
        )
    [(key, value)] = said.items()
    if key not in _KEYS:
        raise ValueError(f"{path}: {_shown(key)} is no kind of node; the kinds are {', '.join(_KEYS)}")
    kind = Kind.NUMBER if key in ("number", "count", *_SUMS) else Kind.TRUTH
    if wanted is not None and key != "name" and kind is not wanted:
        raise ValueError(f"{path}: '{key}' is a {kind.value}; here a {wanted.value} is needed")
    return _of_key(key, value, f"{path}.{key}", depth + 1)


def _of_key(key: str, value: object, path: str, depth: int) -> Node:
    match key:
        case "name":
            return Name(_name(value, path))
        case "number":
            return Number(_number(value, path))
        case "not":
            return Not(_node(value, path, depth, Kind.TRUTH))
        case "count":
            return Count(_nodes(value, path, depth, Kind.TRUTH, at_least=1))
        case "and":
            return And(_nodes(value, path, depth, Kind.TRUTH, at_least=2))
        case "or":
            return Or(_nodes(value, path, depth, Kind.TRUTH, at_least=2))
    sides = _nodes(value, path, depth, Kind.NUMBER, at_least=2)
    if len(sides) != 2:
        raise ValueError(f"{path}: expected two nodes, not {len(sides)}")
    return (Compare if key in _COMPARISONS else Arithmetic)(key, *sides)


def _nodes(said: object, path: str, depth: int, wanted: Kind, at_least: int) -> tuple[Node, ...]:
    if not isinstance(said, list):
        raise ValueError(f"{path}: expected a list of nodes, not {_shown(said)}")
    if len(said) < at_least:
        raise ValueError(f"{path}: expected at least {at_least} node{'s' * (at_least > 1)}, not {len(said)}")
    return tuple(_node(part, f"{path}[{at}]", depth, wanted) for at, part in enumerate(said))


def _name(said: object, path: str) -> str:
    if not isinstance(said, str):
        raise ValueError(f"{path}: expected a name, not {_shown(said)}")
    if not all(word.isidentifier() and not iskeyword(word) for word in said.split(".")):
        raise ValueError(
            f"{path}: {_shown(said)} is no name; a name is words of letters, digits and _, with dots"
        )
    return said


def _number(said: object, path: str) -> int:
    if type(said) is not int or not 0 <= said <= LARGEST:
        raise ValueError(f"{path}: expected a whole number from 0 to {LARGEST}, not {_shown(said)}")
    return said


def _shown(said: object) -> str:
    """What was found instead, at most a few words of it; never `repr` of the whole, which may be deep."""
    if isinstance(said, dict):
        return f"an object with {len(said)} key{'s' * (len(said) != 1)}"
    if isinstance(said, list):
        return f"a list of {len(said)}"
    return f"'{said[:40]}'" if isinstance(said, str) else str(said)[:40]


_OR, _AND, _NOT, _COMPARE, _ADD, _MULTIPLY, _ATOM = range(7)  # how tightly each binds, loosest first


def to_text(tree: Node) -> str:
    """The rule text that parses to this very tree, with no more brackets than that needs."""
    return _text(tree)[0]


def _text(tree: Node) -> tuple[str, int]:
    match tree:
        case Number(value):
            return str(value), _ATOM
        case Name(name):
            return name, _ATOM
        case Count(parts):
            return f"count({', '.join(to_text(part) for part in parts)})", _ATOM
        case Not(part):
            return f"not {_inside(part, _NOT)}", _NOT
        case And(parts):  # a join directly inside its like keeps its brackets, or it would be one join
            return " and ".join(_inside(part, _AND + 1) for part in parts), _AND
        case Or(parts):
            return " or ".join(_inside(part, _OR + 1) for part in parts), _OR
        case Compare(sign, left, right):
            return f"{to_text(left)} {sign} {to_text(right)}", _COMPARE  # quantities bind tighter
    binds = _MULTIPLY if tree.sign == "*" else _ADD
    return f"{_inside(tree.left, binds)} {tree.sign} {_inside(tree.right, binds + 1)}", binds


def _inside(tree: Node, binds: int) -> str:
    text, own = _text(tree)
    return text if own >= binds else f"({text})"
