"""The shape of the scripts that run in browsers: short files, short functions, a word on their purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from house.sources import SRC, place

LONGEST_FILE, LONGEST_FUNCTION = 400, 40
BEGINS = re.compile(
    r"^( *)(?:(?:export |default |static |async )*(?:function\b|(?:get |set )?#?\w+\().*\)|.*=>) \{$"
)
NO_FUNCTION = re.compile(r"^ *(?:\} else|if|for|while|switch|do|try|return|await)\b")


def scripts() -> tuple[Path, ...]:
    """Every script of the package."""
    return tuple(sorted(SRC.rglob("*.js")))


def functions(lines: list[str]) -> Iterator[tuple[str, int]]:
    """Every function of several lines, and how many it has, without those of functions inside it."""
    found: list[tuple[int, int]] = []
    for first, line in enumerate(lines):
        begins = BEGINS.match(line)
        if begins and not NO_FUNCTION.match(line):
            end = begins[1] + "}"
            last = next((at for at in range(first + 1, len(lines)) if lines[at].startswith(end)), first)
            found.append((first, last))
    for first, last in found:
        inside = {at for low, high in found if first < low and high < last for at in range(low, high + 1)}
        yield lines[first].strip(), last - first + 1 - len(inside)


def test_no_script_is_longer_than_four_hundred_lines() -> None:
    long = {
        place(path): lines
        for path in scripts()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_of_a_script_is_longer_than_forty_lines() -> None:
    found = {
        f"{place(path)} {name}": length
        for path in scripts()
        for name, length in functions(path.read_text(encoding="utf-8").splitlines())
    }
    assert len(found) > 200, "the functions are seen"
    assert {name: length for name, length in found.items() if length > LONGEST_FUNCTION} == {}


def test_a_function_that_is_too_long_is_noticed() -> None:
    body = ["  one();"] * LONGEST_FUNCTION
    for first in ("export async function told(one) {", "const told = async (one) => {", "  #told(one) {"):
        closing = " " * (len(first) - len(first.lstrip())) + "}"
        inside = [" " * len(closing) + line for line in body]
        assert list(functions([first, *inside, closing])) == [(first.strip(), LONGEST_FUNCTION + 2)]


def test_every_script_says_first_what_it_is_for() -> None:
    silent = [
        place(path)
        for path in scripts()
        if not re.match(r"(?:// @ts-check\n)?/[*/]", path.read_text(encoding="utf-8"))
    ]
    assert silent == []
