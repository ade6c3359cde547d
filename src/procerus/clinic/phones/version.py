"""The files of the diary app, as one version: a service worker keeps all of them or none."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from mimetypes import guess_type

from procerus.exchange.phone_packs import packs_module

INDEX, WORKER, PACKS = "index.html", "sw.js", "packs.js"
SUFFIXES = (".html", ".js", ".css", ".svg", ".png", ".webmanifest")
# Comments with lines of their own, and nothing else; no text of the app goes over more than one line.
COMMENTS = re.compile(rb"^[ \t]*(?:/\*(?:(?!\*/)[\s\S])*\*/[ \t]*|//.*)\n", re.MULTILINE)
TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json"}


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent."""

    body: bytes
    packed: bytes
    kind: str
    tag: str


@cache
def app() -> dict[str, File]:
    """Every file by its path below `/phone/`. They do not change while the program runs."""
    found = {path: body for path, body in _read(files("procerus.phone"), "") if path != WORKER}
    found[PACKS] = packs_module().encode()
    found = {path: spare(path, body) for path, body in found.items()}
    version = sha256(b"".join(path.encode() + sha256(found[path]).digest() for path in sorted(found)))
    worker = (files("procerus.phone") / WORKER).read_text(encoding="utf-8")
    listed = json.dumps([[path, _integrity(found[path])] for path in sorted(found)])
    worker = worker.replace('"VERSION"', json.dumps(version.hexdigest()[:16])).replace('["FILES"]', listed)
    found[WORKER] = spare(WORKER, worker.encode())
    return {path: _file(path, body) for path, body in found.items()}


def spare(path: str, body: bytes) -> bytes:
    """A program without its comments, which are a fifth of what a phone would fetch."""
    return COMMENTS.sub(b"", body) if path.endswith(".js") else body


def _read(folder: Traversable, before: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for one in folder.iterdir():
        if one.is_dir():
            found += _read(one, f"{before}{one.name}/")
        elif one.name.endswith(SUFFIXES):
            found.append((before + one.name, one.read_bytes()))
    return found


def _integrity(body: bytes) -> str:
    return "sha256-" + b64encode(sha256(body).digest()).decode()


def _file(path: str, body: bytes) -> File:
    suffix = path[path.rindex(".") :]
    kind = TYPES.get(suffix) or guess_type(path)[0] or "application/octet-stream"
    text = "" if kind.startswith("image/png") else "; charset=utf-8"
    return File(body, gzip.compress(body, 9, mtime=0), kind + text, f'"{sha256(body).hexdigest()[:20]}"')
