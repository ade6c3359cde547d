"""A server of the diary's API in memory, and a page with the diary: the ground of test_keep_*.py.

The server does what `procerus.sync.shelf` decides, and can be told to lose requests and answers, to hear
them twice, to fail, and to serve another version of the diary.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page

from phone.switched import ready
from procerus.clinic.phones.version import spare
from procerus.faults import BadInput
from procerus.sync.shelf import Verdict, verdict
from procerus.sync.statement import Statement, read

FOLDER = Path(__file__).parents[2] / "src/procerus/phone"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types procerus-phone"
)
KINDS = {
    ".js": "text/javascript",
    ".html": "text/html",
    ".css": "text/css",
    ".webmanifest": "application/manifest+json",
}
PAGE = b"""<!doctype html><html lang="en"><title>Diary</title><script src="keep/again.js"></script>
<script type="module" src="probe.js"></script></html>"""
PROBE = b"""import { open } from "./keep/journal.js";
import { keepCurrent } from "./keep/version.js";
import * as canonical from "./sync/statement.js";
import * as phone from "./sync/phone.js";
import * as days from "./sync/days.js";
import * as keys from "./keep/keys.js";
import * as reminder from "./keep/reminder.js";
import { kind } from "./kind.js";
window.kept = { open, keepCurrent, ...canonical, ...phone, ...days, keys, reminder, kind };
window.journal = await open();
window.says = async (said, ...days) => {
  for (const day of days) await journal.say(`2026-11-${String(day).padStart(2, "0")}`, said);
};
window.version = await keepCurrent({ may: () => window.mayReload !== false && !journal.busy });
"""
TOKEN = "CANARY-TOKEN-7f3a91"
PIN = "482915"


@dataclass
class Clinic:
    """What the server keeps, and what it is told to do wrong."""

    epoch: str = "first"
    log: list[Statement] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    last: dict[str, tuple[int, str]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    unreadable: Callable[[Statement], bool] = lambda one: False
    refuses: dict[str, int] = field(default_factory=dict)
    """Status with which requests are refused, by the end of their path."""
    loses: float = 0.0
    """How often a request is lost before it is heard; its answer afterwards; or is heard twice."""
    loses_answer: float = 0.0
    hears_twice: float = 0.0
    down: bool = False
    slow: float = 0.0
    version: str = "1"
    files: dict[str, bytes] = field(default_factory=dict)
    """Files of the diary that differ from the folder."""
    fails: set[str] = field(default_factory=set)
    """Files that are answered with 500."""
    asked: list[str] = field(default_factory=list)
    bytes_out: int = 0
    chance: Random = field(default_factory=Random)
    lock: threading.Lock = field(default_factory=threading.Lock)
    address: str = ""

    def file(self, path: str) -> bytes | None:
        """A file of the diary as it is served now."""
        if path == "sw.js":
            return self.worker()
        own = {
            "index.html": PAGE,
            "probe.js": PROBE,
            "kind.js": f"export const kind = {self.version!r};".encode(),
        }
        found = self.files.get(path, own.get(path))
        if found is None and (FOLDER / path).is_file() and FOLDER in (FOLDER / path).resolve().parents:
            found = spare(path, (FOLDER / path).read_bytes())
        return found

    def worker(self) -> bytes:
        """The service worker, filled in as the clinic does it."""
        modules = [
            str(one.relative_to(FOLDER))
            for part in ("keep", "sync")
            for one in sorted((FOLDER / part).glob("*.js"))
        ]
        pairs = [
            [path, integrity(self.file(path) or b"")]
            for path in ["index.html", "probe.js", "kind.js", *modules]
        ]
        text = (FOLDER / "sw.js").read_text("utf-8")
        return (
            text.replace('"VERSION"', json.dumps(self.version))
            .replace('["FILES"]', json.dumps(pairs))
            .encode()
        )

    def push(self, wires: list[Any]) -> dict[str, Any]:
        """Take what can be taken."""
        taken, refused, stopped = [], [], set()
        for wire in wires:
            try:
                one = read(wire)
            except BadInput:
                refused.append((wire["id"], "unreadable"))
                stopped.add(wire["device"])
                continue
            if one.device in stopped:
                continue
            found = self.take(one)
            if found in (Verdict.NEW, Verdict.SAME):
                taken.append(one.id)
            else:
                stopped.add(one.device)
                refused.append((one.id, found))
        return {
            "epoch": self.epoch,
            "taken": taken,
            "refused": refused,
            "clock": "2026-11-23T12:00:00.000+00:00",
        }

    def take(self, one: Statement) -> str:
        """What becomes of one."""
        if self.unreadable(one):
            return "unreadable"
        found = verdict(one, self.digests.get(one.id), self.last.get(one.device, (0, "")))
        if found is Verdict.NEW:
            self.log.append(one)
            self.digests[one.id] = one.digest()
            self.last[one.device] = one.seq, one.digest()
        return found

    def pull(self, after: int, most: int) -> dict[str, Any]:
        """A page."""
        page = [one.wire() for one in self.log[after : after + most]]
        return {"epoch": self.epoch, "after": after, "statements": page, "more": after + most < len(self.log)}

    def answer(
        self, method: str, what: str, query: dict[str, list[str]], token: str, body: Any
    ) -> tuple[int, Any]:
        """The API of the diary."""
        self.asked.append(what)
        if what in self.refuses:
            return self.refuses[what], {"problem": "told", "text": "The test wants it so."}
        if what == "join":
            if body["code"] != "JOIN-ME":
                return 400, {"problem": "code", "text": "This code is not known."}
            self.tokens.add(TOKEN)
            person = {"name": "Ada", "born": "1984-05-02"}
            return 200, {"token": TOKEN, "holder": "self", "person": person, "clinic": {"name": "Clinic"}}
        if token not in self.tokens:
            return 401, {"problem": "ended", "text": "This connection was ended."}
        if what == "push":
            return 200, self.push(body["statements"])
        if what == "pull":
            return 200, self.pull(int(query["after"][0]), int(query["most"][0]))
        if what == "about":
            return 200, {"holder": "self", "readers": [], "phones": [], "next_appointment": None}
        if what == "leave":
            self.tokens.discard(token)
        return 200, {}


def integrity(content: bytes) -> str:
    """As a browser checks it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_who: Any) -> None:
        """A browser that was killed hangs up: that is no fault of the server."""


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    clinic: Clinic

    def log_message(self, *_said: Any) -> None:
        """Not on the terminal."""

    def do_GET(self) -> None:
        self.respond("GET")

    def do_POST(self) -> None:
        self.respond("POST")

    def respond(self, method: str) -> None:
        split = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        if self.clinic.down:
            return self.cut()
        if split.path.startswith("/api/v1/diary/"):
            return self.api(method, split.path.rpartition("/")[2], parse_qs(split.query), raw)
        path = split.path.removeprefix("/phone/") or "index.html"
        content = self.clinic.file(path)
        if path in self.clinic.fails:
            return self.send(500, "text/plain", b"broken")
        if content is None:
            return self.send(404, "text/plain", b"not here")
        return self.send(200, KINDS.get(Path(path).suffix, "text/plain"), content)

    def api(self, method: str, what: str, query: dict[str, list[str]], raw: bytes) -> None:
        clinic = self.clinic
        with clinic.lock:
            chance = clinic.chance.random
            token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
            if chance() < clinic.loses:
                return self.cut()
            body = json.loads(raw) if raw else None
            for _ in range(2 if chance() < clinic.hears_twice else 1):
                status, found = clinic.answer(method, what, query, token, body)
            lost = chance() < clinic.loses_answer
        if clinic.slow:
            time.sleep(clinic.slow)
        if lost:
            return self.cut()
        return self.send(status, "application/json", json.dumps(found).encode())

    def cut(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(2)

    def send(self, status: int, kind: str, content: bytes) -> None:
        pressed = len(content) > 1000 and "gzip" in (self.headers.get("Accept-Encoding") or "")
        content = gzip.compress(content, 5) if pressed else content
        self.clinic.bytes_out += len(content)
        with contextlib.suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Security-Policy", CSP)
            self.send_header("Cache-Control", "no-cache")
            if pressed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(content)


@contextmanager
def clinic_on_loopback(**told: Any) -> Iterator[Clinic]:
    """A clinic that is served until the block ends."""
    clinic = Clinic(**told)
    server = _Server(("127.0.0.1", 0), type("Request", (_Request,), {"clinic": clinic}))
    clinic.address = f"http://localhost:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield clinic
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def diary(browser: Browser, clinic: Clinic, *, begun: bool = True, joined: bool = False) -> Iterator[Page]:
    """A phone of its own in a browser that runs already, with a diary that was just begun."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(clinic.address + "/phone/")
    ready(page)
    if begun:
        page.evaluate("(pin) => journal.create({ pin })", PIN)
    if joined:
        page.evaluate("() => journal.meet('JOIN-ME').then(() => journal.agree())")
    try:
        yield page
    finally:
        context.close()


TROUBLE = """async (act) => {
  try {
    return await act();
  } catch (why) {
    return { code: why.code, seconds: why.seconds, text: String(why) };
  }
}"""


def trouble(page: Page, act: str) -> Any:
    """What goes wrong, or what comes of it."""
    return page.evaluate(f"() => ({TROUBLE})(async () => {act})")


def days(page: Page) -> dict[str, list[dict[str, str]]]:
    """The days without when they were entered."""
    found = page.evaluate("() => journal.days()")
    return {
        day: [{key: row[key] for key in row if key != "entered"} for row in of] for day, of in found.items()
    }
