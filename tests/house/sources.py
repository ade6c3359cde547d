"""The project's own files, as the tests of the house look at them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "procerus"

Function = ast.FunctionDef | ast.AsyncFunctionDef
Named = Function | ast.ClassDef


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is in the repository, or would be with the next `git add`."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return tuple(path for name in listing.split("\0") if name and (path := ROOT / name).is_file())


def modules() -> tuple[Path, ...]:
    """Every Python file of the package that somebody wrote; the first migrations are Django's."""
    return tuple(sorted(path for path in SRC.rglob("*.py") if not path.name.endswith("_initial.py")))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def named(path: Path) -> Iterator[Named]:
    """Every function and class of one Python file, wherever it stands."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Named))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where something is, for a message."""
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(ROOT)}" + (f":{line}" if line else "")
