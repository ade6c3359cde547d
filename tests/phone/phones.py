"""The diary's folder as a clinic would serve it, at an address of its own, without a clinic behind it.

The journal is one in memory (journal.js beside this file) until a test asks for another.
"""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from procerus.clinic.phones.version import spare
from procerus.exchange.phone_packs import packs_module

HERE = Path(__file__).parent
PHONE = HERE.parents[1] / "src" / "procerus" / "phone"
IN_MEMORY = HERE / "journal.js"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("application/manifest+json", ".webmanifest")


@cache
def content(path: str, keeps: bool = False) -> bytes | None:
    """What stands at an address, or None."""
    name = path.partition("?")[0].removeprefix("/phone/") or "index.html"
    if name == "packs.js":
        return spare(name, packs_module().encode())
    if name == "keep/journal.js" and not keeps:
        return IN_MEMORY.read_bytes()
    if name == "empty.html":
        return b"<!doctype html><html lang=en><title>empty</title>"
    file = PHONE / name
    if name == "sw.js":
        return None  # the tests of the keeping have one
    return spare(name, file.read_bytes()) if file.is_file() and PHONE in file.parents else None


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    keeps = False

    def do_GET(self) -> None:
        found = content(self.path, self.keeps)
        self.send_response(404 if found is None else 200)
        kind = mimetypes.guess_type(self.path.partition("?")[0])[0] or "text/html"
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if "image" not in kind else kind)
        self.send_header("Content-Security-Policy", CSP)
        self.send_header("Content-Length", str(len(found or b"")))
        self.end_headers()
        self.wfile.write(found or b"")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is told of each request."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A page that was left does not wait for its files."""


@contextmanager
def serving(keeps: bool = False) -> Iterator[str]:
    """The address under which the folder is served, if wanted with the journal that keeps on the disk."""
    with _Server(("127.0.0.1", 0), type("Answers", (_Answers,), {"keeps": keeps})) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
