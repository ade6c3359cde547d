"""Nothing in the house turns units of one toxin into units of another.

What is proven, by reading the code: no name says so; no arithmetic takes two bare amounts, none is summed up
bare, and none is wrapped again as units; the type of units is asked for only by a product's own toxin. By
trying: no key of a product's file is open to a ratio, and no plan mixes toxins. What is not proven: that a
number could not be carried by hand, through a variable, from one amount to the making of another.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from house.sources import SRC, Function, modules, place, tree
from packs.edited import paths_of, written
from packs.session_packs import as_toml, signature
from procerus.faults import BadInput
from procerus.injection.plan import Choices, ChosenDose, plan
from procerus.injection.units import units_of
from procerus.packs.load import PACKS
from procerus.packs.products import PRODUCTS, products, read_toxin
from procerus.packs.protocols import Protocol, find_protocol, protocol_files

FORBIDDEN = {
    *("convert", "converts", "converted", "converting", "converter", "conversion", "conversions"),
    *("ratio", "ratios", "equivalent", "equivalents", "equivalence", "factor", "factors", "potency"),
}
INNOCENT = {
    "default_factory",  # a keyword of dataclasses
    *("second_factor", "needs_second_factor", "before_second_factor"),  # of logging in
    "NO_RATIO",  # the sentence that says there is none
    "_HIGHEST_RATIO",  # how far a file may be compressed
}
UNITS = SRC / "injection" / "units.py"
Table = dict[str, Any]
Key = tuple[str | int, ...]


# No name says so


def words_of(code: ast.AST) -> Iterator[str]:
    """Every name that code gives, takes or uses, and every string that may be a key."""
    for node in ast.walk(code):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case (
                ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name))
            ):
                yield name
            case ast.alias(name=name, asname=other):
                yield from filter(None, (name, other))
            case ast.Constant(value=str(name)) if re.fullmatch(r"[\w-]+", name):
                yield name


def speaks_of_it(name: str) -> bool:
    """Whether a word of a name does: `units_ratio`, `UnitsRatio`, `units-ratio`."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return name not in INNOCENT and any(word.lower() in FORBIDDEN for word in words)


LOG_IN = SRC / "clinic" / "login"
"""Second factors live there and no unit does: `test_no_unit_is_spoken_of_where_people_log_in`."""


def telling(code: ast.AST) -> list[str]:
    return [name for name in words_of(code) if speaks_of_it(name)]


def test_no_name_in_the_package_speaks_of_turning_one_thing_into_another() -> None:
    elsewhere = [path for path in modules() if LOG_IN not in path.parents]
    assert {place(path): found for path in elsewhere if (found := telling(tree(path)))} == {}


def test_no_unit_is_spoken_of_where_people_log_in() -> None:
    spoken = {
        word for path in LOG_IN.rglob("*.py") for name in words_of(tree(path)) for word in name.split("_")
    }
    assert spoken.isdisjoint({"units", "Units", "dose", "toxin", "vial"})


@pytest.mark.parametrize(
    "code",
    [
        "def convert(units): ...",
        "DYSPORT_RATIO = 3",
        "rows = {'equivalent': 3}",
        "product.conversion",
        "from x import factor",
        "f(ratio=3)",
        "def f(potency): ...",
    ],
)
def test_a_name_that_speaks_of_it_would_be_found(code: str) -> None:
    assert telling(ast.parse(code))


def test_no_key_of_any_pack_speaks_of_turning_one_thing_into_another() -> None:
    packs = sorted(PACKS.rglob("*.toml"))
    found = [
        (path.name, *key)
        for path in packs
        for key in paths_of(tomllib.loads(path.read_text(encoding="utf-8")))
        if isinstance(key[-1], str) and speaks_of_it(key[-1])
    ]
    assert len(packs) > 30 and found == []


# No code does so


def amounts_in(node: ast.AST) -> list[str]:
    """The bare amounts that an expression reads."""
    called = {id(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}
    return [
        ast.unparse(one)
        for one in ast.walk(node)
        if isinstance(one, ast.Attribute) and one.attr == "amount" and id(one) not in called
    ]


def is_type_of_units(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "units_of"


def types_of_units(function: ast.AST) -> set[str]:
    """The names in a function that stand for a type of units."""
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.arg) and node.annotation is not None:
            if ast.unparse(node.annotation) == "type[Units]":
                names.add(node.arg)
        elif isinstance(node, ast.Assign) and is_type_of_units(node.value):
            names |= {ast.unparse(one) for one in node.targets}
    return names


def misused(code: ast.AST) -> Iterator[str]:
    """Where bare amounts meet, are summed, or become units again."""
    made = types_of_units(code)
    for node in ast.walk(code):
        match node:
            case ast.BinOp(left=left, right=right) if amounts_in(left) and amounts_in(right):
                yield f"{ast.unparse(node)}: two bare amounts"
            case ast.Compare(left=left, comparators=others):
                if sum(bool(amounts_in(one)) for one in (left, *others)) > 1:
                    yield f"{ast.unparse(node)}: two bare amounts"
            case ast.Call(func=ast.Name(id="sum" | "max" | "min" | "sorted")) if amounts_in(node):
                yield f"{ast.unparse(node)}: bare amounts together"
            case ast.Call(func=maker, args=given) if is_type_of_units(maker) or ast.unparse(maker) in made:
                if any(map(amounts_in, given)):
                    yield f"{ast.unparse(node)}: an amount made units again"
            case ast.AugAssign(value=value) if amounts_in(value):
                yield f"{ast.unparse(node)}: bare amounts together"


def test_outside_the_room_of_units_no_two_bare_amounts_meet() -> None:
    found = {place(path): wrong for path in modules() if path != UNITS and (wrong := [*misused(tree(path))])}
    assert found == {}


@pytest.mark.parametrize(
    "code",
    [
        "a.amount + 3 * b.amount",
        "a.amount < b.amount",
        "sum(one.units.amount for one in doses)",
        "units_of('dysport')(botox.amount * 3)",
        "of = units_of('x')\nof(other.amount)",
        "def f(unit: type[Units], dose): return unit(dose.units.amount)",
        "total += dose.amount",
        "max(a.amount, b.amount)",
    ],
)
def test_code_that_does_so_would_be_found(code: str) -> None:
    assert [*misused(ast.parse(code))]


def test_two_amounts_meet_only_where_their_types_were_compared() -> None:
    """In units.py itself: each such expression stands behind `self._same(other)`."""
    meetings = [
        ast.unparse(node)
        for function in ast.walk(tree(UNITS))
        if isinstance(function, Function)
        for node in ast.walk(function)
        if isinstance(node, ast.Return) and len(set(amounts_in(node))) > 1
    ]
    assert len(meetings) == 4
    assert all("if self._same(other) else NotImplemented" in one or "self._same(other) and" in one
               for one in meetings)  # fmt: skip


def test_a_type_of_units_is_asked_for_only_by_the_toxin_of_a_product() -> None:
    asked = {
        (place(path), ast.unparse(node.args[0]))
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "units_of"
    }
    assert asked and {said for _, said in asked if not said.endswith(("toxin.id", ".toxin"))} == set()


# No file can say so


def tables_of(value: Table, path: Key = ()) -> Iterator[Key]:
    yield path
    for key in paths_of(value):
        below: Any = value
        for one in key:
            below = below[one]
        if isinstance(below, dict):
            yield key


SMUGGLED = (
    "ratio",
    "to_onabotulinumtoxina",
    "conversion",
    "equivalent",
    "factor",
    "botox_units",
    "per_botox_unit",
)


def text_with(table: Table, path: Key, key: str, value: object) -> str:
    """A toxin's file as TOML again, with one more key in one of its tables."""
    changed = deepcopy(table)
    below: Any = changed
    for one in path:
        below = below[one]
    below[key] = value
    return as_toml(changed)


@pytest.mark.parametrize("toxin", sorted(path.stem for path in PRODUCTS.glob("*.toml")))
def test_no_table_of_a_toxin_takes_a_key_that_could_hold_a_ratio(toxin: str, tmp_path: Path) -> None:
    table = tomllib.loads((PRODUCTS / f"{toxin}.toml").read_text(encoding="utf-8"))
    read_toxin(written(tmp_path, toxin, text_with(table, (), "pack", table["pack"])))  # the way back is sound
    number = {"is": 3, "unit": "units", "at": "somewhere", "status": "read"}
    for path in tables_of(table):
        for key in SMUGGLED:
            for value in (3, 0.4, number):
                with pytest.raises(BadInput, match=key):
                    read_toxin(written(tmp_path, toxin, text_with(table, path, key, value)))


# No plan does so


def lowest_doses(protocol: Protocol) -> Choices:
    """The least that a protocol's ranges allow, on the patient's right."""
    ranges = {(one.id, one.sides[0]): one.range for one in protocol.muscles if one.range is not None}
    return Choices(doses={
        place_: ChosenDose(one.units[0] * (one.sites[0] if one.per_site else 1), one.sites[0])
        for place_, one in ranges.items()
    })  # fmt: skip


@pytest.mark.parametrize("name", sorted(protocol_files()))
def test_a_plan_is_in_units_of_its_products_toxin_or_there_is_no_plan(name: str) -> None:
    protocol = find_protocol(name)
    choices, planned = lowest_doses(protocol), 0
    for product in products().values():
        if product.toxin.id != protocol.toxin:
            with pytest.raises(BadInput, match="Units of one toxin say nothing about another"):
                plan(protocol, product, choices, signature(protocol))
        elif product.id in protocol.brands:
            made, own = plan(protocol, product, choices, signature(protocol)), units_of(product.toxin.id)
            assert {type(site.units) for site in made.sites} == {own} and type(made.total) is own
            planned += 1
    assert planned == len(protocol.brands)
