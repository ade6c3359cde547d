"""Two people at the same moment, on a database of their own: exactly one of them is quick enough."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).parents[2] / "src"
TOGETHER = """
import sys, threading
import django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
call_command("migrate", verbosity=0, interactive=False)
from procerus.clinic.people.inviting import Newcomer, NotInvited, accept, invite
from procerus.clinic.people.merging import merge
from procerus.clinic.people.models import Account, Clinic, Merge, Patient, Registration
from procerus.clinic.people.registering import register
from procerus.faults import BadInput

north = Clinic.objects.create(slug="north", name="North")
nurse = Account.objects.create_user("nurse@clinic.example", "Nurse")

def together(*doings):
    gate, outcomes = threading.Barrier(len(doings)), []
    def run(doing):
        gate.wait()
        try:
            with transaction.atomic():
                doing()
            outcomes.append("done")
        except (NotInvited, BadInput) as refused:
            outcomes.append(type(refused).__name__)
        finally:
            connection.close()
    threads = [threading.Thread(target=run, args=[doing]) for doing in doings]
    [one.start() for one in threads], [one.join() for one in threads]
    return sorted(outcomes)

def new(number, given="Ada"):
    said = {"given": given, "family": "Example", "born": "1984-05-02", "number": number}
    return lambda: register(north, said)

for times in range(10):
    assert together(*[new(f"N{times}")] * 3) == ["BadInput", "BadInput", "done"], "numbers"
    patient = Registration.objects.get(number=f"N{times}").patient
    code = invite(patient, "patient", None, nurse)[1]
    def take(email):
        return lambda: accept(Newcomer(code, "1984-05-02", None, email, "Ada", "x" * 20), [])
    taken = together(take(f"a{times}@x.example"), take(f"b{times}@x.example"))
    assert taken == ["NotInvited", "done"], taken
    other = new(f"O{times}")()
    def joins(kept, gone):
        return lambda: merge(kept, gone, north, "same", nurse, "doctor")
    assert together(joins(patient, other), joins(other, patient)) == ["BadInput", "done"], "merges"
assert Account.objects.filter(email__endswith="@x.example").count() == 10
assert Merge.objects.count() == 10
assert Patient.objects.filter(into=None).count() == 10
print("exactly one")
"""


def test_of_two_at_once_one_gets_the_number_one_the_account_and_one_the_merge(tmp_path: Path) -> None:
    settled = {
        "PROCERUS_DATA": str(tmp_path),
        "PROCERUS_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "procerus.clinic.settings",
        "PYTHONPATH": str(SRC),
    }
    ran = subprocess.run(
        [sys.executable, "-c", TOGETHER],
        env=os.environ | settled,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.stdout.strip() == "exactly one", ran.stderr[-2000:]
