"""A clinic that is really served, and phones with the app itself joined to it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

from databases import a_database_of_its_own
from durable import Server
from pace import TRIES
from phone.switched import until
from phone.ten_years import ten_years
from procerus.sync.statement import Statement, read
from served import ROOT, filled, told_to

PIN = "482915"
JOURNAL = """async (pin) => {
  const { open } = await import("/phone/keep/journal.js");
  window.journal = await open();
  await journal.unlock({ pin });
}"""
SENT = f"""async (pin) => {{
  if (!window.journal) await ({JOURNAL})(pin);
  const {{ state }} = await journal.sync();
  return state === "ok" && !journal.onlyHere() ? {{ days: journal.days() }} : null;
}}"""


def a_code() -> str:
    """Run in the server's own process: a patient, and the code for one phone."""
    from clinics import a_patient, own_account
    from procerus.clinic.phones.joining import offer

    patient = a_patient()
    return offer(patient, own_account(patient))[1]


def codes_for_ten_years() -> list[str]:
    """Some codes of somebody whose clinic has a diary of ten years, each for another who may join a phone."""
    from django.db import transaction

    from clinics import a_patient, own_account
    from procerus.clinic.people.models import Account, Care
    from procerus.clinic.phones.joining import join, offer
    from procerus.clinic.phones.told import take

    patient = a_patient()
    account = own_account(patient)
    phone, _token = join(offer(patient, account)[1], "older", [])
    statements = ten_years()
    with transaction.atomic():
        for at in range(0, len(statements), 2_000):
            assert set(take(phone, statements[at : at + 2_000], None).values()) == {"new"}
    carers = [Account.objects.create_user(f"carer{n}@home.example", "Carer") for n in range(TRIES)]
    for one in carers:
        Care.objects.create(carer=one, patient=patient)
    return [offer(patient, one)[1] for one in carers]


def codes_for_both() -> tuple[str, list[str]]:
    """The code of somebody whose clinic knows nothing yet, and those of one with ten years."""
    return a_code(), codes_for_ten_years()


def what_was_told() -> list[Mapping[str, Any]]:
    """Run beside the server: every statement of its one patient, in order."""
    from procerus.clinic.people.models import Patient
    from procerus.clinic.phones.told import after

    return after(Patient.objects.get().pk, 0, 1_000_000)


@dataclass
class Clinic:
    """A server from a copy of the program, so that another version of the app can be put there."""

    server: Server
    code: Any
    """What filling it gave."""
    source: Path
    versions: int = 1
    down: bool = field(default=False)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.server.port}"

    def stop(self) -> None:
        """Without a word: SIGKILL."""
        if not self.down:
            self.server.kill()
            self.down = True

    def start(self) -> None:
        """Serve again, if it does not."""
        if self.down:
            self.server.start()
            self.down = False

    def renew(self) -> None:
        """Another version of the app, from now on."""
        self.stop()
        self.versions += 1
        with (self.source / "procerus/phone/keep/again.js").open("a") as file:
            file.write(f"\nglobalThis.served = {self.versions};\n")
        self.start()

    def told(self) -> list[Statement]:
        """What it has, as it was told."""
        found = filled(what_was_told, told_to(self.server.folder, self.server.database))
        return [read(one) for one in found]


@contextmanager
def clinic_that_may_be_killed(folder: Path, fill: Any = a_code) -> Iterator[Clinic]:
    """It serves until the block ends."""
    source, data = folder / "src", folder / "data"
    shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
    data.mkdir()
    with a_database_of_its_own() as database:
        code = filled(fill, told_to(data, database))
        path = os.pathsep.join([str(source), str(ROOT / "tests")])
        clinic = Clinic(Server(data, database, told={"PYTHONPATH": path}), code, source)
        clinic.server.start()
        try:
            yield clinic
        finally:
            clinic.stop()


def begin(page: Page, code: str = "") -> None:
    """The first start, by hand: a PIN, and a code if there is one."""
    page.locator("#next").click()
    page.locator("#pin-new").fill(PIN)
    page.locator("#pin-again").fill(PIN)
    page.locator("#code").fill(code)
    page.locator("#begin").click()
    if code:
        page.locator("#agree").click()
    page.locator("#sync" if code else "#ways").wait_for()


def unlock(page: Page) -> None:
    """By hand."""
    page.locator("#pin").fill(PIN)
    page.locator("#unlock").click()
    page.locator("#ways").wait_for()


def note(page: Page, day: str, words: str) -> None:
    """Say something about a day by hand; returns when the screen says that it is saved."""
    page.evaluate("(day) => { location.hash = `#/day/${day}` }", day)
    page.locator(f'#main[data-shown="day/{day}"]').wait_for()  # not yet the one before
    page.locator("#note").fill(words)
    page.locator("#state-of-day", has_text="Saved").wait_for()


def sent(page: Page) -> Any:
    """The days that the phone shows once everything is with the clinic."""

    def found() -> Any:
        try:
            return page.evaluate(SENT, PIN)
        except Error:  # a new version was just taken
            return None

    return until(found, 60)
