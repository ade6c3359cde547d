"""The list on paper: as a page, and as a PDF from the database alone."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from pypdf import PdfReader

from clinics import a_clinic, a_patient, example, number_of, page, signed_in, staff
from commands import program
from procerus.clinic.appointments.models import Appointment
from procerus.clinic.injections.models import Session
from procerus.clinic.people.models import Patient
from procerus.clinic.record.writing import Author, enter
from procerus.clinic.today.downtime import downtime_pdf, find_clinic
from procerus.clinic.today.paper import paper_of
from procerus.clinic.trail.models import Event, Kind
from procerus.faults import BadInput

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
NOBODY = Author(None, "", None)


def comes(patient: Patient, at: datetime = NOON, state: str = "booked") -> Appointment:
    return Appointment.objects.create(
        patient=patient, clinic=a_clinic(), at=at, purpose="injection", state=state
    )


def words(pdf: bytes) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_line_says_who_when_what_for_the_last_session_and_the_next_day() -> None:
    patient = example("eve")
    comes(patient)
    line = paper_of(a_clinic(), TODAY, NOON).lines[0]
    assert (line.time, line.name, line.born, line.number, line.purpose) == (
        "12:00", "Example, Eve", "21 Mar 1988", number_of(patient), "injection"
    )  # fmt: skip
    assert line.last == "25 May 2026, Botox, 165 U"
    assert line.next_day == "from 17 Aug 2026"


def test_a_session_recorded_here_says_its_units_and_sites() -> None:
    patient, nurse = a_patient(), staff()
    comes(patient)
    Session.objects.create(
        clinic=a_clinic(), patient=patient, day=date(2026, 9, 7), at=NOON, protocol="preempt",
        product="botox", written={}, follows={"total_units": 155, "sites": 31}, by=nurse,
    )  # fmt: skip
    line = paper_of(a_clinic(), TODAY, NOON).lines[0]
    assert line.last == "7 Sep 2026: Botox, 155 U in 31 sites"
    assert line.next_day == "from 30 Nov 2026; whether there were others was never asked"


def test_what_nobody_asked_is_unknown_on_paper_too() -> None:
    asked, not_asked = a_patient(), a_patient(given="Ben")
    enter(asked, "asked", {"list": "toxin"}, NOBODY)
    comes(asked)
    comes(not_asked, NOON + timedelta(minutes=20))
    found = [(one.last, one.next_day) for one in paper_of(a_clinic(), TODAY, NOON).lines]
    none = "no interval to keep"
    assert found == [
        ("none known", none), ("none known", f"{none}; whether there were others was never asked")
    ]  # fmt: skip


def test_a_known_stop_is_on_the_paper() -> None:
    patient = a_patient()
    enter(patient, "asked", {"list": "conditions"}, NOBODY)
    enter(patient, "condition", {"name": "myasthenia gravis"}, NOBODY)
    comes(patient)
    said = " ".join(paper_of(a_clinic(), TODAY, NOON).lines[0].findings)
    assert "yasthenia" in said
    assert "The questions of the day are not all asked yet" in said


def test_cancelled_appointments_are_not_on_the_paper() -> None:
    comes(a_patient(), state="cancelled")
    assert paper_of(a_clinic(), TODAY, NOON).lines == ()


@time_machine.travel(NOON, tick=False)
def test_each_patient_on_the_printed_page_is_a_read() -> None:
    ada, ben = a_patient(), a_patient(given="Ben")
    comes(ada)
    comes(ben)
    text = signed_in(staff()).get(page("today_print")).content.decode()
    assert "Example, Ada" in text
    assert "Write here, and enter it later" in text
    reads = Event.objects.filter(kind=Kind.READ, what="today.print").values_list("patient", flat=True)
    assert sorted(reads) == sorted([ada.pk, ben.pk])


def test_the_pdf_names_everybody_and_records_each_as_read() -> None:
    patient = example("eve")
    comes(patient)
    said = words(downtime_pdf(a_clinic(), None, demo=False, now=NOON))
    for part in ("12:00", "Example, Eve", "21 Mar 1988", "25 May 2026", "165 U", "from 17 Aug 2026"):
        assert part in said
    event = Event.objects.get()
    assert (event.what, event.patient, event.account) == ("today.downtime", patient.pk, None)


def test_the_pdf_is_of_the_day_at_the_clinic() -> None:
    clinic = a_clinic("east", timezone="Pacific/Auckland")
    evening = datetime(2026, 11, 22, 11, 30, tzinfo=UTC)
    assert "23 Nov 2026" in words(downtime_pdf(clinic, None, demo=False, now=evening))
    assert "1 Dec 2026" in words(downtime_pdf(clinic, date(2026, 12, 1), demo=False, now=evening))


def test_made_up_people_are_marked_on_paper() -> None:
    assert "Made-up people" in words(downtime_pdf(a_clinic(), TODAY, demo=True, now=NOON))
    assert "Made-up people" not in words(downtime_pdf(a_clinic(), TODAY, demo=False, now=NOON))


def test_of_several_clinics_one_is_named() -> None:
    with pytest.raises(BadInput, match="holds no clinic"):
        find_clinic(None)
    north = a_clinic()
    assert find_clinic(None) == north
    south = a_clinic("south")
    with pytest.raises(BadInput, match="there are several"):
        find_clinic(None)
    with pytest.raises(BadInput, match="is no clinic here"):
        find_clinic("west")
    assert find_clinic("south") == south


MAKE = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from procerus.clinic.ops import serving
serving.choose(Path(sys.argv[1]))
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from procerus.clinic.appointments.models import Appointment
from procerus.clinic.people.models import Clinic
from procerus.clinic.record.from_file import register
clinic = Clinic.objects.create(slug="north", name="North")
patient = register(clinic, "Ada", "Example", "1001", "1984-05-02")
at = datetime(2026, 11, 23, 9, 20, tzinfo=UTC)
Appointment.objects.create(patient=patient, clinic=clinic, at=at, purpose="injection")
"""


def test_the_database_file_alone_is_enough_and_remembers_that_it_was_printed(tmp_path: Path) -> None:
    folder, out = tmp_path / "data", tmp_path / "list.pdf"
    folder.mkdir()
    own = {"PROCERUS_DATABASE": "", "PROCERUS_DEMO": "0"}
    subprocess.run([sys.executable, "-c", MAKE, str(folder)], env=os.environ | own, check=True)
    done = program("downtime", "--data", folder, "--date", "2026-11-23", "--out", out, **own)
    assert (done.returncode, done.stderr) == (0, "")
    assert "destroy it once everything" in done.stdout
    assert "09:20 Example, Ada" in words(out.read_bytes())
    with closing(sqlite3.connect(folder / "clinic.sqlite3")) as file:
        assert file.execute("SELECT kind, what FROM trail_event").fetchall() == [("read", "today.downtime")]


def test_a_folder_without_a_clinic_and_a_day_that_is_none_are_said_plainly(tmp_path: Path) -> None:
    out = tmp_path / "list.pdf"
    nothing = program("downtime", "--data", tmp_path / "nothing", "--out", out, PROCERUS_DATABASE="")
    assert nothing.returncode == 2
    assert "holds no clinic" in nothing.stderr
    wrong = program("downtime", "--date", "2026-02-30", "--out", out)
    assert wrong.returncode == 2
    assert "is not a date" in wrong.stderr
    assert not out.exists()
