"""On which line of a TOML file everything stands, for telling a person where a fault is.

`tomllib` says what a file holds, not where. This reads the same text once more and notes the line of
every table, key and entry of a list. The text must be TOML that `tomllib` has read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""Where something stands in a pack, such as ("cases", 3, "given"); entries of a list count from 0."""

DEEPEST_KEY = 16  # parts with dots between; a pack's have at most seven

_TOKEN = re.compile(
    r"""
      \"\"\" (?: \\. | [^\\] )*? \"\"\" (?!\")  |  ''' .*? ''' (?!')   # text of several lines
    | " (?: \\. | [^"\\] )* "  |  ' [^']* '                            # text of one line
    | \# [^\n]*  |  \n  |  [\[\]{},=.]  |  [^\s\[\]{},=."'\#]+
    """,
    re.DOTALL | re.VERBOSE,
)


def lines_of(text: str) -> Mapping[Path, int]:
    """The line (from 1) of every path of a TOML text."""
    reading = _Reading()
    for token in _TOKEN.findall(text):
        reading.take(token)
        reading.line += token.count("\n")
    return reading.lines


@dataclass
class _Reading:
    """What has been read so far. Nothing is called from within itself, so no depth is too deep."""

    lines: dict[Path, int] = field(default_factory=dict)
    line: int = 1
    table: Path = ()  # of the last header
    entries: dict[Path, int] = field(default_factory=dict)  # of each [[list of tables]]
    key: list[str] = field(default_factory=list)
    header: int = 0  # brackets that opened a header not yet closed
    value: Path | None = None  # of the value being read; None where a key is being read
    open: list[Path] = field(default_factory=list)  # inline tables and lists around it

    def take(self, token: str) -> None:
        if token.startswith("#"):
            return
        if token == "\n":
            if not self.open:
                self.key, self.value = [], None
        elif self.header:
            self.take_header(token)
        elif self.value is not None:
            self.take_value(token)
        else:
            self.take_key(token)

    def take_header(self, token: str) -> None:
        if token == "[":
            self.header = 2
        elif token == "]":
            self.close_header()
        elif token != ".":
            self.add(token)

    def close_header(self) -> None:
        path: Path = ()
        for part in self.key[:-1]:
            path = (*path, part)
            if path in self.entries:
                path = (*path, self.entries[path] - 1)
        path = (*path, self.key[-1])
        if self.header == 2:
            self.entries[path] = self.entries.get(path, 0) + 1
            path = (*path, self.entries[path] - 1)
        self.note(path)
        self.lines[path] = self.line
        self.table, self.header, self.value = path, 0, path  # what follows on this line is no key

    def take_key(self, token: str) -> None:
        if token == "[":
            self.header = 1
        elif token == "=":
            self.value = (*(self.open[-1] if self.open else self.table), *self.key)
            self.note(self.value)
            self.key = []
        elif token == "}":
            self.value = self.open.pop()
        elif token not in (".", ","):
            self.add(token)

    def take_value(self, token: str) -> None:
        assert self.value is not None
        if token in ("]", "}"):
            self.value = self.open.pop() if self.open else self.value
            return
        if token == ",":
            last = self.value[-1]
            self.value = (*self.value[:-1], last + 1) if isinstance(last, int) else None
            return
        self.note(self.value)
        if token == "[":
            self.open.append(self.value)
            self.value = (*self.value, 0)
        elif token == "{":
            self.open.append(self.value)
            self.value = None

    def add(self, token: str) -> None:
        """One more part of a key; what stands deeper than anything in a pack is counted to what is around."""
        if len(self.key) < DEEPEST_KEY:
            self.key.append(_plain(token))

    def note(self, path: Path) -> None:
        """A path and the tables it implies stand here, unless they were met before."""
        while path and path not in self.lines:
            self.lines[path] = self.line
            path = path[:-1]


def _plain(key: str) -> str:
    """A key without its quotes."""
    return next(iter(tomllib.loads(f"{key} = 0"))) if key.startswith(('"', "'")) else key
