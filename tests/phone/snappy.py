"""Unpack what LevelDB pressed with Snappy, so that a search of a browser's profile sees every word in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

MAGIC = bytes.fromhex("57fb808b247547db")
FOOTER = 48  # bytes
SNAPPY = 1


def tables(path: Path) -> Iterator[bytes]:
    """The blocks of a table of LevelDB, unpacked."""
    content = path.read_bytes()
    if len(content) < FOOTER or content[-8:] != MAGIC:
        return
    footer = content[-FOOTER:]
    _, at = _number(footer, 0)
    _, at = _number(footer, at)
    start, at = _number(footer, at)
    size, at = _number(footer, at)
    for handle in _values(_block(content, start, size)):
        start, at = _number(handle, 0)
        size, _ = _number(handle, at)
        yield _block(content, start, size)


def _block(content: bytes, start: int, size: int) -> bytes:
    raw = content[start : start + size]
    return unpacked(raw) if content[start + size] == SNAPPY else raw


def _values(block: bytes) -> Iterator[bytes]:
    """What the entries of a block hold."""
    restarts = int.from_bytes(block[-4:], "little")
    at, end = 0, len(block) - 4 - 4 * restarts
    while at < end:
        _, at = _number(block, at)
        key, at = _number(block, at)
        size, at = _number(block, at)
        yield block[at + key : at + key + size]
        at += key + size


def unpacked(raw: bytes) -> bytes:
    """One pressed piece."""
    _, at = _number(raw, 0)
    out = bytearray()
    while at < len(raw):
        tag, kind = raw[at] >> 2, raw[at] & 3
        at += 1
        if kind == 0:
            if tag >= 60:
                extra = tag - 59
                tag = int.from_bytes(raw[at : at + extra], "little")
                at += extra
            out += raw[at : at + tag + 1]
            at += tag + 1
            continue
        if kind == 1:
            length, back, at = 4 + (tag & 7), (tag >> 3) << 8 | raw[at], at + 1
        else:
            wide = 2 if kind == 2 else 4
            length, back, at = tag + 1, int.from_bytes(raw[at : at + wide], "little"), at + wide
        for _ in range(length):
            out.append(out[-back])
    return bytes(out)


def _number(raw: bytes, at: int) -> tuple[int, int]:
    found = shift = 0
    while True:
        byte = raw[at]
        found |= (byte & 127) << shift
        at += 1
        shift += 7
        if byte < 128:
            return found, at
