"""A server that is killed and started again, phones that go on writing to it, and what it kept at the end.

A phone here is a thread with one connection. It sends one statement after another, says the same again where
no answer came, and notes what was acknowledged: the least that must be there afterwards.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from procerus.sync.phone import Now, Phone, say
from procerus.sync.statement import Statement
from served import answering, told_to

PATIENTS = 8
NOW = Now("2026-11-03T21:00:00.000+01:00", "Europe/Berlin", 1_793_736_000_000, "test")


def joined_phones() -> list[str]:
    """Run in the server's own process, before it serves: patients with a phone each. Returns the tokens."""
    from clinics import a_patient, own_account
    from procerus.clinic.phones.joining import join, offer

    tokens = []
    for _ in range(PATIENTS):
        patient = a_patient()
        _offered, code = offer(patient, own_account(patient))
        tokens.append(join(code, "test", [])[1])
    return tokens


@dataclass
class Server:
    """`procerus serve` on a folder, which can be killed with everything that it started."""

    folder: Path
    database: str
    port: int = 0
    told: dict[str, str] = field(default_factory=dict)
    """What its environment says besides."""
    program: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve again, at the same port; answers when this returns."""
        if not self.port:
            with closing(socket.socket()) as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "procerus",
            "serve",
            "--port",
            str(self.port),
            "--data",
            str(self.folder),
        ]
        log = self.folder.parent / f"{self.folder.name}.log"
        with log.open("ab") as written:
            self.program = subprocess.Popen(
                command, stdout=written, stderr=written, start_new_session=True,
                env=told_to(self.folder, self.database) | {"PROCERUS_RENEW": "0"} | self.told,
            )  # fmt: skip
        answering(self.port, self.program, log)

    def kill(self) -> None:
        """Without a word to anybody: SIGKILL to the server and to all its workers."""
        if self.program is not None:
            os.killpg(self.program.pid, signal.SIGKILL)
            self.program.wait()
            self.program = None
            while _listens(self.port):  # its workers are no children of ours, and die a moment later
                time.sleep(0.01)


def _listens(port: int) -> bool:
    with closing(socket.socket()) as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Writer:
    """A phone that writes until it has said everything."""

    token: str
    number: int
    writes: int
    acknowledged: list[str] = field(default_factory=list)
    refused: list[Any] = field(default_factory=list)
    asked: int = 0
    """How many requests it took; more than there were statements where some had to be said again."""

    def phone(self) -> Phone:
        """A phone that has said nothing yet."""
        return Phone(f"00000000-0000-4000-8000-{self.number:012x}")

    def go_on(self, phone: Phone, port: int, stop: threading.Event) -> None:
        """Say one statement after another, the same again where no answer came, whatever the server does."""
        while not stop.is_set() and len(self.acknowledged) < self.writes:
            waiting = [one for name, one in phone.held.items() if name not in phone.there]
            one = waiting[0] if waiting else self._says(phone)
            self.asked += 1
            answer = self._asked(port, json.dumps({"statements": [one.wire()], "now": NOW.at}))
            if answer is None:
                time.sleep(0.05)
                continue
            self.acknowledged += answer["taken"]
            self.refused += answer["refused"]
            phone.there.update(answer["taken"])

    def _says(self, phone: Phone) -> Statement:
        name = f"{self.number:08x}-0000-4000-8000-{len(phone.held):012x}"
        return say(phone, name, "2026-11-02", {"note": name}, NOW)

    def _asked(self, port: int, body: str) -> dict[str, Any] | None:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            try:
                connection.request("POST", "/api/v1/diary/push", body, headers)
                answer = connection.getresponse()
                words = answer.read()
            except (OSError, http.client.HTTPException):
                return None
        found: dict[str, Any] | None = json.loads(words) if answer.status == 200 else None
        return found
