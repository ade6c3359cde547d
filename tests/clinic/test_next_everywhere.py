"""When the next session may be: a known dose counts wherever it is said, and every page says the same."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from random import Random
from typing import Any

import pytest
import time_machine
from django.db.models import F

from clinics import a_clinic, a_patient, author, example, page, signed_in, staff
from procerus.clinic.appointments.models import Appointment
from procerus.clinic.decisions.models import Decision
from procerus.clinic.diaries.models import Source
from procerus.clinic.people.models import Patient
from procerus.clinic.record.assembled import document, person
from procerus.clinic.record.from_file import enter_file
from procerus.clinic.record.writing import Author, enter
from procerus.faults import BadInput
from procerus.pathway.patient_file import patient_from

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NOBODY = Author(None, "", None)
OTHERS = "whether there were others was never asked"


@pytest.fixture
def today() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def dose(patient: Patient, on: str, **said: Any) -> None:
    known = {"date": on, "product": "botox", "indication": "chronic-migraine", "units": 155} | said
    enter(patient, "toxin", {key: one for key, one in known.items() if one}, NOBODY, on)


def asked(patient: Patient, *lists: str) -> None:
    for name in lists:
        enter(patient, "asked", {"list": name}, NOBODY)
    Patient.objects.filter(pk=patient.pk).update(revision=F("revision") + 1)  # as every write does


def comes(patient: Patient) -> None:
    Appointment.objects.create(patient=patient, clinic=a_clinic(), at=NOON, purpose="injection")


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def next_on_the_page(patient: Patient, **said: str) -> str:
    html = signed_in(staff()).get(page("sheet", patient), said).content.decode()
    return text_of(html[html.index('<section class="panel next"') :].split("</section>")[0])


def rows_of_today() -> dict[str, tuple[str, ...]]:
    """What the list of the day says of each patient: in one word, and the rest."""
    html = signed_in(staff()).get(page("today")).content.decode()
    found = {}
    for row in html.split("<tr data-row")[1:]:
        who = re.search(r"/patients/([0-9a-f-]{36})/", row)
        due = re.search(
            r'<td class="due">.*?</span><span[^>]*>(.*?)</span><span[^>]*>(.*?)</span></td>', row, re.S
        )
        assert who is not None and due is not None, row
        found[who[1]] = tuple(map(text_of, due.groups()))
    return found


def test_a_dose_that_is_recorded_counts_although_nobody_said_that_it_is_the_only_one() -> None:
    patient = a_patient()
    dose(patient, "2026-10-05")
    said = next_on_the_page(patient)
    assert "from 28 Dec 2026" in said and OTHERS in said
    asked(patient, "toxin")
    said = next_on_the_page(patient)
    assert "from 28 Dec 2026" in said and OTHERS not in said


def inject_page(patient: Patient) -> str:
    answer = signed_in(staff("nurse")).get(page("inject", patient))
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def test_what_is_recorded_stops_a_session_though_nobody_called_the_lists_complete() -> None:
    patient = a_patient()
    dose(patient, "2026-10-05")
    enter(patient, "condition", {"name": "myasthenia gravis"}, NOBODY)
    enter(patient, "medicine", {"drug": "gentamicin", "route": "systemic"}, NOBODY)
    words = inject_page(patient)
    assert "was last given on 5 Oct 2026, 49 days before" in words
    assert "By what is recorded, the first day is 28 Dec 2026." in words
    assert "\u2018myasthenia" in words or "'myasthenia gravis'" in words
    assert "gentamicin (systemic)" in words
    assert "Was botulinum toxin ever given beside what is recorded" in words
    assert "Which other illnesses are there?" in words and "Which other medicines are taken?" in words


def test_an_old_recorded_dose_is_no_stop_and_does_not_answer_for_the_others() -> None:
    patient = a_patient()
    dose(patient, "2025-10-05")
    words = inject_page(patient)
    assert "was last given on" not in words
    assert "Was botulinum toxin ever given beside what is recorded" in words


def test_what_is_known_of_an_incomplete_list_goes_with_the_patient_file_and_comes_back_as_incomplete() -> (
    None
):
    patient, other = a_patient(), a_patient(given="Ben")
    dose(patient, "2026-10-05")
    file = document(patient)
    assert "toxin" not in file and file["so_far"]["toxin"][0]["date"] == "2026-10-05"
    enter_file(other, file, author(staff()), Source.IMPORT)
    assert document(other)["so_far"] == file["so_far"]
    read = person(other)
    assert read.toxin is None and len(read.doses) == 1


def test_a_list_cannot_be_complete_and_incomplete_at_once() -> None:
    file = {"procerus": "patient/1", "id": "a", "diary": [], "toxin": [], "so_far": {"toxin": [{}]}}
    with pytest.raises(BadInput, match="stands beside a complete list"):
        patient_from(file, "a.json")


def a_history(seed: int) -> Patient:
    """Some doses, stops and questions that were asked, as they may come in any order and state."""
    chance, patient = Random(seed), a_patient(given=f"P{seed}")
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        on = TODAY - timedelta(days=chance.randrange(400))
        day = chance.choice((on.isoformat(), on.isoformat(), f"{on:%Y-%m}", ""))
        product = chance.choice(("botox", "dysport", "", "some-toxin"))
        dose(patient, day, product=product, indication=chance.choice(("chronic-migraine", "cosmetic", "")))
    if chance.random() < 0.5:
        asked(patient, "toxin")
    if chance.random() < 0.3:
        on = TODAY - timedelta(days=chance.randrange(300))
        enter(patient, "stop", {"date": on.isoformat(), "reason": "improved"}, NOBODY, on.isoformat())
    comes(patient)
    return patient


def agree(patients: list[Patient]) -> set[str]:
    """The list of the day and each page say the same; which words there were."""
    rows, seen = rows_of_today(), set()
    for patient in patients:
        short, says = rows[str(patient.pk)]
        on_the_page = next_on_the_page(patient)
        said, _, still_open = says.partition("; ")
        assert f"Next injection {said}" in on_the_page, (patient, says, on_the_page)
        assert (OTHERS in on_the_page) == bool(still_open)
        assert ("Course stopped" in on_the_page) == (short == "stopped")
        seen.add(short.split()[-1])
    return seen


def test_the_list_of_the_day_and_the_page_say_the_same_whatever_the_history() -> None:
    seen = agree([a_history(seed) for seed in range(40)])
    assert {"stopped", "known", "yet", "wk", "late"} <= seen


@pytest.mark.parametrize("file", [("ada", "ben", "cleo", "dan", "eve", "fay")])
def test_the_list_of_the_day_and_the_page_say_the_same_of_the_made_up_people(file: tuple[str, ...]) -> None:
    patients = [example(name) for name in file]
    for patient in patients:
        comes(patient)
    agree(patients)


def test_an_injection_elsewhere_of_unknown_use_or_product_is_told_as_far_as_it_is_known() -> None:
    for said in ({"product": "", "indication": ""}, {"product": "dysport"}, {"indication": "cosmetic"}):
        patient = a_patient()
        dose(patient, "2026-10-05", **said)
        comes(patient)
        agree([patient])
        assert "from 28 Dec 2026" in next_on_the_page(patient)


def decided(patient: Patient, at: datetime, **said: Any) -> None:
    known = {
        "clinic": a_clinic(), "patient": patient, "policy": "nice-ta260", "question": "continue", "at": at,
        "as_of": at.date(), "answer": "yes", "holds": True, "same_under_all_readings": True, "departs": False,
        "snapshot": "{}", "revision": 1, "by": staff("prescriber"), "by_name": "A. Prescriber",
        "role": "prescriber",
    }  # fmt: skip
    Decision.objects.create(**known | said)


def test_after_a_stop_the_page_says_so_first_and_then_when_to_look_again() -> None:
    patient = a_patient()
    dose(patient, "2026-06-01")
    enter(patient, "stop", {"date": "2026-09-15", "reason": "improved"}, NOBODY, "2026-09-15")
    decided(patient, NOON, choice="stop", review_on=date(2027, 3, 1))
    said = next_on_the_page(patient)
    assert said.startswith(
        "Next Course stopped 15 Sep 2026 Review 1 Mar 2027 Next injection a stop is recorded"
    )


def test_another_day_is_told_by_what_had_happened_then() -> None:
    patient = a_patient()
    asked(patient, "toxin")
    dose(patient, "2026-02-02")
    dose(patient, "2026-10-05")
    comes(patient)
    decided(patient, datetime(2026, 2, 2, 9, tzinfo=UTC), choice="start")
    decided(patient, datetime(2026, 10, 5, 9, tzinfo=UTC), choice="continue")
    then, now = next_on_the_page(patient, on="2026-03-02"), next_on_the_page(patient)
    assert then.startswith("Next, as of 2 Mar 2026") and "from 27 Apr 2026 in 8 weeks" in then
    assert "start , 2 Feb 2026" in then and "5 Oct" not in then and "Appointment 23" not in then
    assert "from 28 Dec 2026" in now and "continue , 5 Oct 2026" in now and "Appointment 23 Nov" in now
