"""Files that are taken into a diary: looked into, confirmed, refused, undone."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clinics import EXAMPLES, a_patient, about, number_of, page, signed_in, staff
from procerus.clinic.diaries.models import Batch, Source, Statement
from procerus.clinic.diaries.reading import days_of
from procerus.clinic.diaries.uploads import LARGEST, MOST_ROWS, tidy_name
from procerus.clinic.diaries.writing import state
from procerus.clinic.people.bulk import MOST_ROWS as PATIENTS
from procerus.clinic.people.forms import LARGEST_FILE
from procerus.clinic.people.models import Patient
from procerus.clinic.record.assembled import person
from procerus.clinic.trail.models import Event
from procerus.clinic.trail.models import Kind as EventKind

pytestmark = pytest.mark.django_db

SMALL = (
    "date,headache,hours,medicines,entered\n"
    "2026-10-01,yes,4,sumatriptan 50 mg,2026-10-01T20:00\n"
    "2026-10-03,no,,,\n"
)


@pytest.fixture(autouse=True)
def on_the_first_of_november() -> Any:
    with time_machine.travel("2026-11-01T12:00:00Z"):
        yield


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def a_patient_file(**said: str) -> str:
    return json.dumps({"procerus": "patient/1", "diary": [{"date": "2026-10-01", "headache": "yes"}], **said})


def days(patient: Patient, client: Client | None = None, /, **asked: str) -> str:
    answer = (client or signed_in(staff("nurse"))).get(page("diary_days", patient), asked)
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def a_file(text: str | bytes, name: str = "diary.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def looked_into(client: Client, patient: Patient, file: SimpleUploadedFile, status: int = 200) -> str:
    """The answer to a file that was chosen."""
    sent = {"file": file, "source": "import", "order": "", **about(patient)}
    answer = client.post(page("diary_upload", patient), sent)
    assert answer.status_code == status, text_of(answer.content.decode())
    return answer.content.decode()


def taken_in(client: Client, patient: Patient, file: SimpleUploadedFile) -> None:
    """A file looked into and confirmed."""
    preview = looked_into(client, patient, file)
    signed = re.search(r'name="taken" value="([^"]+)"', preview)
    assert signed is not None, text_of(preview)
    asked = {"whose": "on"} if 'name="whose"' in preview else {}
    sent = {"taken": signed[1], "source": "import", **asked, **about(patient)}
    answer = client.post(page("diary_take_in", patient), sent)
    assert answer.status_code == 302, text_of(answer.content.decode())


def test_a_file_is_looked_into_before_anything_is_written() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    words = text_of(looked_into(client, patient, a_file(SMALL)))
    assert "2, 1 Oct 2026 – 3 Oct 2026" in words and "yes on 1 day, no on 1 day" in words
    assert "1 day in between" in words and "the file names nobody" in words and "Add 2 days" in words
    assert not Statement.objects.exists() and not Batch.objects.exists()
    assert Event.objects.latest("seq").kind == EventKind.READ


def test_a_confirmed_file_is_one_import_and_one_event() -> None:
    patient, nurse = a_patient(), staff("nurse")
    taken_in(signed_in(nurse), patient, a_file(SMALL))
    batch = Batch.objects.get(patient=patient)
    assert (batch.days, batch.by, batch.name, batch.app) == (2, nurse, "diary.csv", "diary file")
    assert days_of([patient.pk])[patient.pk] == [
        {
            "date": "2026-10-01", "headache": "yes", "hours": "4", "medicines": "sumatriptan 50 mg",
            "entered": "2026-10-01T20:00",
        },
        {"date": "2026-10-03", "headache": "no"},
    ]  # fmt: skip
    event = Event.objects.latest("seq")
    assert (event.kind, event.what, event.about) == (
        EventKind.WRITE,
        "diary.import",
        {"batch": str(batch.pk)},
    )
    patient.refresh_from_db()
    assert patient.revision == 1


def test_the_same_file_again_adds_nothing() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    taken_in(client, patient, a_file(SMALL))
    words = text_of(looked_into(client, patient, a_file(SMALL)))
    assert "The very same file was taken in on 1 Nov 2026" in words and "Nothing in the file is new." in words
    assert "Add" not in words and Statement.objects.count() == 2


def test_a_longer_export_adds_only_its_new_days() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    taken_in(client, patient, a_file(SMALL))
    longer = SMALL + "2026-10-04,yes,2,,\n2026-10-01,no,,,\n"
    words = text_of(looked_into(client, patient, a_file(longer)))
    assert "2 days ; 2 are in the diary already, word for word" in words
    assert "1 of the new days has another answer already" in words
    taken_in(client, patient, a_file(longer))
    assert Statement.objects.count() == 4
    assert str(person(patient).diary.day(date(2026, 10, 1)).headache) == "unknown"


def test_an_undone_import_counts_no_more_its_rows_stay_and_the_file_may_come_again() -> None:
    patient, nurse = a_patient(), staff("nurse")
    client = signed_in(nurse)
    taken_in(client, patient, a_file(SMALL))
    batch = Batch.objects.get()
    address = page("diary_undo", patient, batch=batch.pk)
    assert client.post(address, about(patient)).status_code == 422
    assert client.post(address, {"reason": "another person's", **about(patient)}).status_code == 302
    assert days_of([patient.pk]) == {} and Statement.objects.count() == 2
    event = Event.objects.latest("seq")
    assert (event.what, event.about["reason"]) == ("diary.undo", "another person's")
    assert "(import undone)" in days(patient, client, **{"from": "2026-10-01", "to": "2026-10-01"})
    assert client.post(address, {"reason": "again", **about(patient)}).status_code == 422
    taken_in(client, patient, a_file(SMALL))
    assert len(days_of([patient.pk])[patient.pk]) == 2


def test_an_import_of_another_patient_is_not_undone_from_here() -> None:
    ada, ben, client = a_patient(), a_patient(given="Ben"), signed_in(staff("nurse"))
    taken_in(client, ada, a_file(SMALL))
    address = page("diary_undo", ben, batch=Batch.objects.get().pk)
    assert client.post(address, {"reason": "x", **about(ben)}).status_code == 404
    assert Batch.objects.get().undone_at is None


def test_a_preview_of_one_patient_cannot_be_confirmed_at_another_nor_much_later() -> None:
    ada, ben, client = a_patient(), a_patient(given="Ben"), signed_in(staff("nurse"))
    signed = re.search(r'name="taken" value="([^"]+)"', looked_into(client, ada, a_file(SMALL)))
    assert signed is not None
    sent = {"taken": signed[1], "source": "import"}
    answer = client.post(page("diary_take_in", ben), {**sent, **about(ben)})
    assert answer.status_code == 422 and "for another patient" in text_of(answer.content.decode())
    changed = {**sent, "taken": signed[1][:-3] + "abc"}
    assert client.post(page("diary_take_in", ada), {**changed, **about(ada)}).status_code == 422
    with time_machine.travel("2026-11-01T12:40:00Z"):
        assert client.post(page("diary_take_in", ada), {**sent, **about(ada)}).status_code == 302
    assert {one.patient for one in Statement.objects.all()} == {ada}


def test_a_preview_that_is_more_than_an_hour_old_is_read_again() -> None:
    patient, nurse = a_patient(), staff("nurse")
    signed = re.search(r'name="taken" value="([^"]+)"', looked_into(signed_in(nurse), patient, a_file(SMALL)))
    assert signed is not None
    with time_machine.travel("2026-11-01T13:30:00Z"):
        sent = {"taken": signed[1], "source": "import", **about(patient)}
        assert signed_in(nurse).post(page("diary_take_in", patient), sent).status_code == 422
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("patient,date,headache\nmade-up-ada,2026-10-01,yes\n", "Name or number: made-up-ada in the file"),
        ("patient,date,headache\nBen Example,2026-10-01,yes\n", "Name or number: Ben Example in the file"),
        (a_patient_file(id="Example, Ada", born="1984-05-03"), "Date of birth: 3 May 1984 in the file"),
        (
            a_patient_file(id="Example, Ada", born="1984-05-02", sex="male"),
            "Sex: male in the file, female here",
        ),
    ],
)
def test_a_file_that_may_be_somebody_elses_is_taken_in_only_when_somebody_says_it_is_not(
    content: str, says: str
) -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    shown = looked_into(client, patient, a_file(content))
    assert says in text_of(shown) and "checked" not in shown and 'name="whose"' in shown
    signed = re.search(r'name="taken" value="([^"]+)"', shown)
    assert signed is not None
    sent = {"taken": signed[1], "source": "import", **about(patient)}
    refused = client.post(page("diary_take_in", patient), sent)
    assert refused.status_code == 422 and says in text_of(refused.content.decode())
    assert not Statement.objects.exists()
    assert client.post(page("diary_take_in", patient), {**sent, "whose": "on"}).status_code == 302
    assert Event.objects.latest("seq").about["named"] == "differs"


@pytest.mark.parametrize("named", ["Example, Ada", "ada example", "number", "#number"])
def test_a_file_that_names_this_patient_is_not_asked_about(named: str) -> None:
    patient = a_patient()
    named = named.replace("number", number_of(patient))
    text = f'patient,date,headache\n"{named}",2026-10-01,yes\n'
    assert 'name="whose"' not in looked_into(signed_in(staff("nurse")), patient, a_file(text))
    taken_in(signed_in(staff("nurse")), patient, a_file(text))
    assert Statement.objects.count() == 1


def test_a_file_longer_than_a_life_is_refused_before_it_is_understood() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    text = "date,headache\n" + "2026-10-01,maybe\n" * (MOST_ROWS + 1)
    html = looked_into(client, patient, a_file(text), 422)
    assert "more than 10,000 rows" in text_of(html) and "maybe" not in html and len(html) < 30_000
    file = {"procerus": "patient/1", "id": "x", "diary": [{"date": "2026-10-01"}] * (MOST_ROWS + 1)}
    assert "10,000 rows" in looked_into(client, patient, a_file(json.dumps(file), "x.json"), 422)


def test_the_preview_of_the_longest_diary_is_a_small_page() -> None:
    first = date(2026, 10, 1).toordinal() - MOST_ROWS
    rows = "".join(
        f"{date.fromordinal(first + at)},{'yes' if at % 3 else 'no'},{at % 24 if at % 3 else ''}\n"
        for at in range(MOST_ROWS)
    )
    html = looked_into(signed_in(staff("nurse")), a_patient(), a_file("date,headache,hours\n" + rows))
    assert "10000, " in text_of(html) and len(html) < 150_000


def test_the_page_says_how_large_a_file_may_be() -> None:
    shown = text_of(signed_in(staff("nurse")).get(page("diary_upload", a_patient())).content.decode())
    assert f"At most {LARGEST // 1024**2} MB and {MOST_ROWS:,} days" in shown
    shown = text_of(signed_in(staff("nurse")).get(page("table")).content.decode())
    assert f"At most {LARGEST_FILE // 1024**2} MB and {PATIENTS:,} rows" in shown


def test_a_patient_file_gives_its_days_and_says_what_is_left_out() -> None:
    file = {"procerus": "patient/1", "id": "x", "toxin": [], "scores": [],
            "diary": [{"date": "2026-10-01", "headache": "yes", "hours": 3, "note": ""}]}  # fmt: skip
    patient, client = a_patient(), signed_in(staff("nurse"))
    words = text_of(looked_into(client, patient, a_file(json.dumps(file), "x.json")))
    assert "Left out toxin, scores" in words
    taken_in(client, patient, a_file(json.dumps(file), "x.json"))
    assert Statement.objects.get().said == {"headache": "yes", "hours": 3}


def test_an_export_of_an_app_is_recognised_and_days_between_attacks_stay_unknown() -> None:
    export = (EXAMPLES / "exports" / "migraine-buddy.csv").read_bytes()
    patient, client = a_patient(), signed_in(staff("nurse"))
    words = text_of(looked_into(client, patient, a_file(export, "export.csv")))
    assert "Migraine Buddy" in words and "Order of day and month" in words and "Left out" in words
    unknown = re.search(r"Stay unknown (\d+) days", words)
    assert unknown is not None and int(unknown[1]) > 0
    taken_in(client, patient, a_file(export, "export.csv"))
    assert not any(day.get("headache") == "" for day in days_of([patient.pk])[patient.pk])


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"date,headache\n2026-10-01,maybe\n", "d.csv", "d.csv, row 2, column headache"),
        (b"date,headache,pain\n2026-10-01,yes,1\n", "d.csv", "is not a column of the diary"),
        (b"%PDF-1.7 ...", "scan.csv", "this is a PDF"),
        (b"PK\x03\x04rubbish", "book.xlsx", "book.xlsx"),
        (b"\x00\xff\x00", "noise.csv", "noise.csv"),
        (b"{\"procerus\": \"patient/1\"", "cut.json", "is not JSON"),
        (b'{"procerus": "patient/1", "id": "x", "diary": "../../etc/passwd"}', "x.json", "names a file"),
        (b"patient,date,headache\na,2026-10-01,yes\nb,2026-10-01,no\n", "2.csv", "diaries of 2 people"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_what_is_wrong_and_where(
    content: bytes, name: str, says: str
) -> None:
    words = text_of(looked_into(signed_in(staff("nurse")), a_patient(), a_file(content, name), 422))
    assert says in words and not Statement.objects.exists()


def test_a_file_over_five_megabytes_is_not_read() -> None:
    large = a_file(b"date,headache\n" + b" " * LARGEST)
    words = text_of(looked_into(signed_in(staff("nurse")), a_patient(), large, 422))
    assert "over 5 MB" in words


def test_who_kept_the_diary_is_asked_and_not_assumed() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    page_ = client.get(page("diary_upload", patient)).content.decode()
    assert "checked" not in page_
    answer = client.post(page("diary_upload", patient), {"file": a_file(SMALL), **about(patient)})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "called", ["../../etc/passwd", "..\\..\\x.csv", "/", "..", "a\x00b.csv", "x" * 300, ""]
)
def test_the_name_of_a_file_leads_nowhere(called: str) -> None:
    name = tidy_name(called)
    assert name and "/" not in name and "\\" not in name and name not in (".", "..") and len(name) <= 100
    assert name.isprintable() and Path("/somewhere", name).parent == Path("/somewhere")


def test_an_auditor_neither_reads_a_diary_nor_takes_a_file_in() -> None:
    patient, client = a_patient(), signed_in(staff("auditor"))
    for name in ("diary", "diary_days", "diary_upload"):
        assert client.get(page(name, patient)).status_code == 403


def test_a_script_in_a_patients_words_stays_words() -> None:
    patient = a_patient()
    said = {"headache": "yes", "note": "<script>alert(1)</script>", "medicines": "<b>x</b>"}
    state(patient, [(date(2026, 10, 1), said)], Source.PHONE, None)
    asked = {"from": "2026-10-01", "to": "2026-10-01"}
    html = signed_in(staff("nurse")).get(page("diary_days", patient), asked).content.decode()
    assert "<script>alert" not in html and "<b>x</b>" not in html and "&lt;script&gt;" in html


def test_an_uploaded_file_is_never_given_back() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    secret = SMALL + "2026-10-05,yes,,,\n"
    html = looked_into(client, patient, a_file(secret))
    assert "2026-10-05,yes" not in html
