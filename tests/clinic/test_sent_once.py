"""A form is saved once, and only by whoever entered it; what was entered outlives the log-in."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from clinics import a_patient, page, signed_in, staff
from databases import a_database_of_its_own
from procerus.clinic.access.models import Sent
from procerus.clinic.people.models import Invitation, Patient
from procerus.clinic.record.models import Entry
from procerus.clinic.trail.models import Event, Kind
from served import environment

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
CLINIC = Path(__file__).parents[2] / "src" / "procerus" / "clinic"
ASK_ONLY = {"people", "account_logout", "set_language"}
"""Where forms lead that write nothing of ours. Browsers see that no other page takes one without a mark."""


def hidden(html: str, action: str = "") -> dict[str, str]:
    """The hidden fields of the form that is sent to an address; to the page's own, if none is named."""
    for attributes, inside in FORM.findall(html):
        sent_to = re.search(r'action="([^"]*)"', attributes)
        if (sent_to[1] if sent_to else "") == action:
            found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inside)
            return {name: unescape(value) for name, value in found}
    raise AssertionError(f"no form for {action or 'the page itself'}")


def a_note(client: Client, patient: Patient) -> tuple[str, dict[str, str]]:
    """The address of a note's form, and the form filled in."""
    url = page("records_add", patient, section="notes")
    return url, hidden(client.get(url).content.decode()) | {"text": "Prefers mornings."}


def notes() -> int:
    return Entry.objects.filter(kind="note").count()


@pytest.mark.django_db
def test_a_note_that_is_sent_twice_is_written_once_and_leads_to_the_same_page() -> None:
    client, patient = signed_in(staff()), a_patient()
    url, form = a_note(client, patient)
    first = client.post(url, form)
    events = Event.objects.filter(kind=Kind.WRITE).count()
    second = client.post(url, form | {"csrfmiddlewaretoken": "another one"})
    assert (notes(), Event.objects.filter(kind=Kind.WRITE).count()) == (1, events)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert "This was already saved." in client.get(second["Location"]).content.decode()


@pytest.mark.django_db
def test_the_same_words_from_a_new_form_are_a_second_note() -> None:
    client, patient = signed_in(staff()), a_patient()
    for _ in range(2):
        client.post(*a_note(client, patient))
    assert notes() == 2


@pytest.mark.django_db
def test_what_was_changed_after_it_was_saved_is_not_taken_for_the_same() -> None:
    client, patient = signed_in(staff()), a_patient()
    url, form = a_note(client, patient)
    client.post(url, form)
    client.post(url, form | {"text": "Prefers mornings, and the left chair."})
    assert notes() == 2, "the added words were lost"


@pytest.mark.django_db
def test_a_form_that_is_shown_again_was_not_sent() -> None:
    client, patient = signed_in(staff()), a_patient()
    url, form = a_note(client, patient)
    assert client.post(url, form | {"text": ""}).status_code == 422
    assert not Sent.objects.exists()
    assert client.post(url, form).status_code == 302
    assert notes() == 1


@pytest.mark.django_db
def test_an_invitation_that_is_sent_again_makes_no_second_code() -> None:
    client, patient = signed_in(staff("coordinator")), a_patient()
    url = page("invite", patient, role="carer")
    form = hidden(client.get(url).content.decode())
    assert client.post(url, form).status_code == 200, "the slip is the answer itself"
    again = client.post(url, form)
    assert (again.status_code, again["Location"]) == (302, url)
    assert Invitation.objects.count() == 1


AT_ONCE = """
import threading
import django
django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0, interactive=False)
from django.test import Client
from clinics import page, signed_in, staff
from procerus.clinic.access.marks import FIELD, new_mark
from procerus.clinic.stock.models import Vial

nurse = staff("coordinator")
cookies, url = signed_in(nurse).cookies, page("stock-receive")
form = {"vial": "botox:100", "lot": "TWICE1", "expiry": "2030-01", "number": "3", "owner": "clinic"}
for times in range(5):
    gate, led_to, sent = threading.Barrier(3), [], form | {FIELD: new_mark(nurse)}
    def click():
        client = Client()
        client.cookies = cookies
        gate.wait()
        led_to.append(client.post(url, sent)["Location"])
        connection.close()
    threads = [threading.Thread(target=click) for _ in range(3)]
    [one.start() for one in threads], [one.join() for one in threads]
    assert len(led_to) == 3 and len(set(led_to)) == 1, led_to
print(Vial.objects.count())
"""


def test_of_clicks_at_the_same_moment_one_saves(tmp_path: Path) -> None:
    with a_database_of_its_own() as database:
        settled = environment() | {
            "PROCERUS_DATA": str(tmp_path), "PROCERUS_DATABASE": database,
            "DJANGO_SETTINGS_MODULE": "procerus.clinic.settings",
        }  # fmt: skip
        ran = subprocess.run(
            [sys.executable, "-c", AT_ONCE], env=settled, capture_output=True, text=True, timeout=120
        )
    assert ran.stdout.strip() == "15", ran.stderr[-2000:]


def test_every_form_has_a_mark_but_those_that_never_write() -> None:
    asking, without = set(), []
    for path in sorted(CLINIC.rglob("templates/**/*.html")):
        for attributes, inside in FORM.findall(path.read_text(encoding="utf-8")):
            if 'method="post"' not in attributes:
                continue
            if "{% csrf_token repeatable=True %}" in inside:
                asking |= {re.search(r"""action="{% \w+ '(\w+)'""", attributes)[1]}  # type: ignore[index]  # each has one
            elif "{% csrf_token %}" not in inside:
                without.append(f"{path.name}: {attributes}")
    assert without == []
    assert asking == ASK_ONLY


# What is entered when a log-in ends

WORDS = 'Says "worse"\nsince <March>.'


def written(client: Client, patient: Patient) -> tuple[str, dict[str, str]]:
    url, form = a_note(client, patient)
    return url, form | {"text": WORDS}


def kept(answer: Any) -> dict[str, str]:
    """What a page of something unsaved holds, as a browser would send it."""
    assert answer.status_code == 403
    assert "Not saved yet" in answer.content.decode()
    return hidden(answer.content.decode(), answer.request["PATH_INFO"])


@pytest.mark.django_db
def test_what_was_entered_when_the_log_in_ended_is_saved_after_the_next() -> None:
    nurse, patient = staff(), a_patient()
    client = signed_in(nurse)
    url, form = written(client, patient)
    with time_machine.travel(timezone.now() + timedelta(minutes=46)):
        answer = client.post(url, form)
        assert f"{nurse.name} was logged out before this was saved." in answer.content.decode()
        assert notes() == 0
        client.force_login(nurse)
        assert client.post(url, kept(answer)).status_code == 302
    assert Entry.objects.get(kind="note").data["text"] == WORDS


@pytest.mark.django_db
def test_what_somebody_entered_is_not_saved_in_the_name_of_the_next_at_the_computer() -> None:
    nurse, other, patient = staff(), staff("doctor"), a_patient()
    client = signed_in(nurse)
    url, form = written(client, patient)
    client.post("/account/logout/")
    form = kept(client.post(url, form))
    client.force_login(other)
    answer = client.post(url, form)
    assert f"{nurse.name} entered this, and {other.name} is logged in." in unescape(answer.content.decode())
    assert notes() == 0
    client.force_login(nurse)
    client.post(url, kept(answer))
    assert Entry.objects.get(kind="note").by == nurse


@pytest.mark.django_db
def test_a_form_that_was_opened_before_a_new_log_in_can_still_be_saved() -> None:
    nurse, patient = staff(), a_patient()
    client = Client(enforce_csrf_checks=True)
    client.force_login(nurse)
    url, form = written(client, patient)
    client.cookies.pop("csrf")
    client.get("/account/")
    answer = client.post(url, form)
    assert notes() == 0
    assert "You logged in again after this was opened." in answer.content.decode()
    assert client.post(url, kept(answer)).status_code == 302
    assert notes() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("mark", ["", "nonsense", "0" * 32 + ".x:forged"])
def test_without_a_mark_of_ours_nothing_that_was_sent_comes_back(mark: str) -> None:
    url = page("records_add", a_patient(), section="notes")
    sent = {"once": mark, "text": WORDS}
    assert Client().post(url, sent)["Location"].startswith("/account/login/")
    strict = Client(enforce_csrf_checks=True).post(url, sent)
    assert (strict.status_code, "worse" in strict.content.decode()) == (403, False)


# What is no text

UNREADABLE = [b"5 \xb5g", b"Prefers\x00mornings", b"soft\x02hyphen", b"line\x0bbreak", b"next\xc2\x85line"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", UNREADABLE)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=B"])
def test_what_cannot_be_read_is_refused_and_shown_and_not_stored(text: bytes, kind: str) -> None:
    client, patient = signed_in(staff()), a_patient()
    url, form = a_note(client, patient)
    fields = {name: said.encode() for name, said in form.items() if name != "text"} | {"text": text}
    if "boundary" in kind:
        part = b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        body = b"".join(part % (name.encode(), said) for name, said in fields.items()) + b"--B--\r\n"
    else:
        body = urlencode(fields).encode()
    answer = client.post(url, body, content_type=kind)
    assert answer.status_code == 400
    assert "\N{REPLACEMENT CHARACTER}" in answer.content.decode()
    assert notes() == 0


@pytest.mark.django_db
def test_lines_tabs_and_every_script_can_be_kept() -> None:
    client, patient = signed_in(staff()), a_patient()
    url, form = a_note(client, patient)
    text = "5 \N{MICRO SIGN}g\r\n\tM\u00fcller \u738b \U0001f600"
    assert client.post(url, form | {"text": text}).status_code == 302
    assert notes() == 1


@pytest.mark.django_db
def test_an_address_with_a_nul_in_its_question_is_refused() -> None:
    assert signed_in(staff()).get(page("today"), {"day": "2026\x00"}).status_code == 400


@pytest.mark.django_db
def test_sentences_typed_for_one_patient_and_sent_about_another_can_be_copied() -> None:
    client, patient, other = signed_in(staff()), a_patient(), a_patient()
    _, form = a_note(client, other)
    answer = client.post(
        page("records_add", patient, section="notes"), form | {"password": "a secret of two"}
    )
    assert (answer.status_code, notes()) == (409, 0)
    html = answer.content.decode()
    assert "readonly>Prefers mornings.</textarea>" in html and "a secret of two" not in html
