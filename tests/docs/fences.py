"""The fenced blocks of a Markdown page, and how each kind is run or read.

A block marked `console` holds commands (`$ ...`, continued with a backslash) and what they print, compared
line by line; a line of only `...` stands for any lines. The commands of one page follow one another in
one copy of examples/. The blocks marked `python` of a page are one program. `toml` and `json` are read.
A block marked `text` is left alone.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
_FENCE = re.compile(r"^( *)(`{3,}|~{3,})\s*([\w-]*).*?\n(.*?)^\1\2[`~]*\s*$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Fence:
    """One fenced block; `line` is that of its first line of content, counted from 1."""

    page: Path
    language: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


@dataclass(frozen=True)
class Command:
    """One command of a console block and the lines it is said to print."""

    fence: Fence
    text: str
    expected: tuple[str, ...]


def pages() -> list[Path]:
    """Every page a reader is shown."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
    return sorted(found)


def fences(page: Path, language: str = "") -> list[Fence]:
    """The blocks of a page, all or those of one language."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        indent, _, named, content = match.groups()
        body = "".join(line.removeprefix(indent) for line in content.splitlines(keepends=True))
        found.append(Fence(page, named, text.count("\n", 0, match.start(4)) + 1, body))
    return [fence for fence in found if language in ("", fence.language)]


def commands(fence: Fence) -> Iterator[Command]:
    """The commands of a console block, in order."""
    blocks = re.split(r"^\$ ", fence.text, flags=re.MULTILINE)
    if blocks[0].strip():
        raise ValueError(f"{fence}: a console block starts with a command, `$ ...`, not {blocks[0]!r}")
    for block in blocks[1:]:
        lines = block.splitlines()
        last = next(number for number, line in enumerate(lines) if not line.endswith("\\"))
        yield Command(fence, "\n".join(lines[: last + 1]), tuple(lines[last + 1 :]))


def run(command: Command, folder: Path) -> tuple[str, ...]:
    """What a command prints on an uncoloured terminal of 100 columns, both streams together."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "FORCE_COLOR"},
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        ["sh", "-c", command.text],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
    )
    if done.returncode not in (0, 2) or "Traceback (most recent call last)" in done.stdout:
        raise AssertionError(f"{command.fence}: {command.text} ended with {done.returncode}\n{done.stdout}")
    return trimmed(done.stdout.splitlines())


def trimmed(lines: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Without blanks at line ends, and without empty lines at either end."""
    return tuple("\n".join(line.rstrip() for line in lines).strip("\n").splitlines())


def matches(expected: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Whether a command printed what the page says; `...` on a line of its own stands for any lines."""
    wanted = trimmed(expected)
    parts = [".*" if line.strip() == "..." else re.escape(f"{line}\n") for line in wanted]
    return re.fullmatch("".join(parts), "".join(f"{line}\n" for line in printed), re.DOTALL) is not None


def program(page: Path) -> str:
    """The python blocks of a page as one program, each line where it stands in the page."""
    lines: list[str] = []
    for fence in fences(page, "python"):
        lines += [""] * (fence.line - 1 - len(lines)) + fence.text.splitlines()
    return "\n".join(lines)


READERS = {"toml": tomllib.loads, "json": json.loads}
