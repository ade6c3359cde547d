"""Letters: about one patient only, on every sheet, and kept as they were."""

from __future__ import annotations

import io

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from clinics import a_patient, about, author, example, page, signed_in, staff
from procerus.clinic.letters.forms import LetterForm
from procerus.clinic.letters.kinds import DESCRIBED
from procerus.clinic.letters.models import Letter
from procerus.clinic.people.models import Patient
from procerus.clinic.record.models import Entry
from procerus.clinic.record.writing import enter
from procerus.clinic.trail.models import Event
from procerus.packs.load import find_policy

pytestmark = pytest.mark.django_db
WRITABLE = [
    kind for kind in DESCRIBED if kind not in ("injection", "prior-authorisation", "renewal", "appeal")
]
NAME = "EXAMPLE, Ada"


def write(patient: Patient, kind: str, **said: str) -> Letter:
    form = {"language": "en", "to": "", "words": ""} | said | about(patient)
    answer = signed_in(staff("doctor")).post(page("letter_write", patient, kind=kind), form)
    assert answer.status_code == 302, answer.content.decode()
    return Letter.objects.latest("at")


def sheets(letter: Letter) -> list[str]:
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(bytes(letter.pdf))).pages]


@pytest.mark.parametrize("kind", ["gp", "decision", "consent", "leaflet"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_name_birth_date_and_number_stand_on_every_sheet(kind: str, language: str) -> None:
    patient = example("ada")
    number = patient.registrations.get().number
    born = "2 May 1984" if language == "en" else "2. Mai 1984"
    printed = sheets(write(patient, kind, language=language, words="Word. " * 650 if kind == "gp" else ""))
    assert len(printed) > (1 if kind == "gp" else 0)
    for sheet in printed:
        assert NAME in sheet
        assert born in sheet
        assert f"#{number}" in sheet


def test_a_letter_names_nobody_else() -> None:
    others = [a_patient(given=f"Canary{number}", family="Elsewhere") for number in range(3)]
    for one in others:
        enter(one, "note", {"text": "canary"}, author(staff("nurse")))
    printed = "".join(sheets(write(example("ada"), "gp")))
    assert "Canary" not in printed
    assert "Elsewhere" not in printed


@time_machine.travel("2026-11-02T12:00:00Z", tick=False)
def test_the_letter_to_the_gp_gives_counts_between_bounds_and_never_a_lone_number_for_a_gappy_diary() -> None:
    printed = " ".join("".join(sheets(write(example("ben"), "gp"))).split())
    assert "Two numbers are bounds" in printed


def test_a_patient_of_whom_nothing_is_known_gets_letters_that_say_so() -> None:
    patient = a_patient(born="")
    printed = " ".join(" ".join(sheets(write(patient, "gp"))).split())
    assert "birth date not known" in printed
    assert "No decision is recorded." in printed
    assert "Nobody has said yet which preventives were tried." in printed


def test_the_letter_to_the_patient_gives_no_verdict_of_a_policy() -> None:
    letter = write(example("eve"), "decision")
    printed = " ".join(" ".join(sheets(letter)).split()).lower()
    for word in ("criteria", "met", "eligible", "nice-ta260", "improvement rule"):
        assert f" {word} " not in printed
    assert "call emergency services" in printed


def test_what_a_writer_types_is_printed_as_it_is_and_never_as_markup() -> None:
    printed = " ".join(sheets(write(example("ada"), "gp", to='#import "x"', words="*bold* <b>$x$</b> @here")))
    assert "*bold* <b>$x$</b> @here" in printed
    assert '#import "x"' in printed


def test_a_letter_never_changes_afterwards() -> None:
    letter = write(example("ada"), "leaflet")
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(language="de")
    with pytest.raises(DatabaseError), transaction.atomic():
        letter.delete()


def test_looking_at_a_letter_first_keeps_nothing_and_is_a_read() -> None:
    patient, doctor = example("ada"), staff("doctor")
    answer = signed_in(doctor).post(
        page("letter_write", patient, kind="gp"), {"language": "en", "look": "1"} | about(patient)
    )
    assert answer["Content-Type"] == "application/pdf"
    assert not Letter.objects.exists()
    assert [one.kind for one in Event.objects.filter(patient=patient.pk)] == ["read"]


def test_writing_is_one_event_that_names_the_letter() -> None:
    patient = example("ada")
    letter = write(patient, "leaflet")
    event = Event.objects.get(patient=patient.pk)
    assert (event.kind, event.what) == ("write", "letter.written")
    assert event.about == {"letter": str(letter.pk), "kind": "leaflet"}


def test_a_record_of_a_session_is_refused_in_a_sentence_where_there_was_none() -> None:
    patient = a_patient()
    form = {"language": "en"} | about(patient)
    answer = signed_in(staff("doctor")).post(page("letter_write", patient, kind="injection"), form)
    assert answer.status_code == 422
    assert "No session is recorded here yet" in answer.content.decode()


def test_nothing_can_be_renewed_where_nothing_was_given() -> None:
    patient, client = a_patient(), signed_in(staff("doctor"))
    said = "No treatment is recorded that could be renewed."
    form = {"language": "en"} | about(patient)
    listed = client.get(page("letters", patient)).content.decode()
    assert said in listed and page("letter_write", patient, kind="renewal") not in listed
    answer = client.post(page("letter_write", patient, kind="renewal"), form)
    assert answer.status_code == 422 and said in answer.content.decode()
    enter(patient, "toxin", {"date": "2026-02", "product": "botox"}, author(staff("nurse")))
    listed = client.get(page("letters", patient)).content.decode()
    assert said not in listed and page("letter_write", patient, kind="renewal") in listed


def test_a_letter_is_set_before_the_transaction_in_which_it_is_kept() -> None:
    """Nobody else can write during it. What it rests on is read before the patient is held for writing."""
    patient = example("ada")
    client, form = signed_in(staff("doctor")), {"language": "en", "to": "", "words": ""} | about(patient)
    with CaptureQueriesContext(connection) as asked:
        assert client.post(page("letter_write", patient, kind="gp"), form).status_code == 302
    said = [one["sql"] for one in asked]
    begun = next(number for number, one in enumerate(said) if one.startswith(("BEGIN", "SAVEPOINT")))
    read = [number for number, one in enumerate(said) if 'FROM "diaries_statement"' in one]
    assert read and max(read) < begun


@pytest.mark.parametrize("kind", ["prior-authorisation", "shared-decision", "appeal"])
def test_dossiers_are_those_of_the_command_line(kind: str) -> None:
    patient = example("ada")
    letter = write(patient, kind)
    assert letter.content["title"]
    assert "%PDF" in bytes(letter.pdf[:8]).decode()


def test_an_auditor_reads_no_letters() -> None:
    patient = example("ada")
    letter = write(patient, "gp")
    answer = signed_in(staff("auditor")).get(page("letter_pdf", patient, letter=letter.pk))
    assert answer.status_code == 403


def test_a_letter_of_somebody_else_is_not_found_under_this_patient() -> None:
    letter = write(example("ada"), "gp")
    answer = signed_in(staff("nurse")).get(page("letter_pdf", a_patient(given="Ben"), letter=letter.pk))
    assert answer.status_code == 404


def test_every_kind_can_be_asked_for() -> None:
    patient = example("ada")
    client = signed_in(staff("doctor"))
    for kind in DESCRIBED:
        assert client.get(page("letter_write", patient, kind=kind)).status_code == 200
    assert client.get(page("letter_write", patient, kind="invoice")).status_code == 404
    assert Entry.objects.filter(patient=patient, kind="letter").count() == 0


def test_an_appeal_offers_the_criteria_of_the_policy_in_words_and_no_others() -> None:
    policy = find_policy("nice-ta260")
    offered = dict(LetterForm(DESCRIBED["appeal"], policy).fields["refused"].choices)
    own = set(policy.pack.own.criteria)
    assert offered and set(offered) <= own
    assert not any("{" in asks for asks in offered.values())
