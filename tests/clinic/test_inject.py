"""The screen of a session: what is posted is what is recorded, and whatever is missing is one sentence."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from clinics import a_clinic, a_patient, about, author, page, signed_in, staff
from procerus.clinic.appointments.models import Appointment, Purpose, State
from procerus.clinic.injections.models import Session
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.writing import enter
from procerus.clinic.stock.models import Movement, Owner
from procerus.clinic.trail.models import Event
from procerus.clinic.trail.models import Kind as EventKind
from procerus.injection import head_map
from procerus.injection.site import spots
from procerus.packs.protocols import find_protocol
from sessions_at import computed, filled, ready, recorded, sentences, the_session
from stocked import vials

pytestmark = pytest.mark.django_db
MOST_QUERIES = 30


def test_a_session_is_recorded_with_its_dose_its_answers_and_its_vial_in_one_event() -> None:
    client, patient, doctor = ready()
    answer = recorded(client, patient, filled(client, patient))
    assert answer.status_code == 302, answer.content.decode()
    session = the_session(patient)
    assert session.follows["total_units"] == 155
    assert session.written["by"] == {"name": doctor.name, "role": "Doctor"}
    dose = Entry.objects.get(patient=patient, kind=Kind.TOXIN)
    assert dose.data == session.follows["toxin"] and session.dose_id == dose.pk
    today = Entry.objects.get(patient=patient, kind=Kind.TODAY)
    assert today.data["pregnant"] == "no" and today.data["on"] == session.day.isoformat()
    gone = Movement.objects.filter(session=session).order_by("quarters")
    assert [one.quarters for one in gone] == [-620, -180]
    (event,) = Event.objects.filter(patient=patient.pk, kind=EventKind.WRITE)
    assert (event.what, event.account) == ("injections.record", doctor.pk)
    assert Session.objects.count() == 1


MISSING = [
    ({"birth_year": ""}, "The year of birth is missing. Ask the person in front of you, and type"),
    (
        {"birth_year": "1985"},
        "1985 is not the year in which this patient was born. Is the right person",
    ),
    ({"birth_year": "84"}, "84 is no year of four figures."),
    ({"consent": ""}, "Consent is missing. Nobody is injected without it."),
    ({"none_apply": ""}, "Today's questions were not asked."),
    (
        {"none_apply": "", "check.pregnant": "no", "check.allergy": "no"},
        "One of today's questions was not asked. Is there",
    ),
    (
        {"none_apply": "1", "check.pregnant": "yes"},
        "Today's questions are said not to apply, and one",
    ),
    ({"authority": ""}, "What allows the injection is missing."),
    ({"authority": "PGD"}, "The number of the direction is missing. Say which PGD."),
    ({"vials": []}, "Vials were not picked."),
    ({"began": "25:00"}, "25:00 is no time of day."),
    (
        {"consent": "other", "consent_how": "form", "consent_on": "2999-01-01"},
        "1 Jan 2999 is after",
    ),
    ({"given.frontalis-1-left": "2.5"}, "Frontalis 1, patient's left was given otherwise than planned"),
    ({"inr": "two"}, "Two is not a number."),
]


@pytest.mark.parametrize(("said", "sentence"), MISSING, ids=lambda one: str(one)[:40])
def test_whatever_is_missing_is_said_and_nothing_is_recorded(said: dict[str, object], sentence: str) -> None:
    client, patient, _ = ready()
    form = filled(client, patient, **said)
    answer = recorded(client, patient, form)
    assert answer.status_code == 422
    assert any(one.startswith(sentence) for one in sentences(answer)), sentences(answer)
    assert nothing_recorded()


def nothing_recorded() -> bool:
    """Neither a session nor a dose nor a movement of a vial out of the stock."""
    gone = Movement.objects.filter(quarters__lt=0)
    return not (Session.objects.exists() or gone.exists() or Entry.objects.filter(kind=Kind.TODAY).exists())


def test_a_refused_screen_keeps_everything_that_was_typed() -> None:
    client, patient, _ = ready()
    said = {"note": "left temple sore", "needle": "30 G", "authority_text": "PGD 7", "birth_year": "1990"}
    text = recorded(client, patient, filled(client, patient, **said)).content.decode()
    for typed in said.values():
        assert typed in text
    assert 'name="none_apply" value="1" checked' in text


def test_what_was_not_on_the_screen_is_not_recorded() -> None:
    client, patient, _ = ready()
    form = filled(client, patient) | {"extra.temporalis:left": "1"}
    answer = recorded(client, patient, form)
    assert answer.status_code == 422 and nothing_recorded()
    assert sentences(answer)[0].startswith("The plan is not the one that was on the screen.")


def test_a_record_that_was_changed_since_is_said_to_be_and_the_plan_shown_anew() -> None:
    client, patient, doctor = ready()
    form = filled(client, patient)
    enter(patient, Kind.MEDICINE, {"drug": "warfarin", "route": "oral"}, author(doctor))
    type(patient).objects.filter(pk=patient.pk).update(revision=7)
    answer = recorded(client, patient, form)
    assert answer.status_code == 422 and nothing_recorded()
    assert "the record was changed by somebody" in sentences(answer)[0].lower()
    assert "What is the INR? warfarin is taken." in answer.content.decode()


def test_an_expired_vial_is_not_offered_and_not_taken() -> None:
    client, patient, _ = ready()
    (old,) = vials(lot="OLD1", expiry="2026-01")
    form = filled(client, patient, vials=[str(old.pk)], **{f"opened.{old.pk}": "00:00"})
    assert "OLD1" not in computed(client, patient, form)
    answer = recorded(client, patient, form)
    assert answer.status_code == 422 and nothing_recorded()
    assert sentences(answer) == [
        "Vials are not all in stock any more, or not all for this patient. Pick others."
    ]


def test_a_vial_of_another_patient_is_not_offered_and_not_taken() -> None:
    client, patient, _ = ready()
    other = a_patient(given="Ben")
    (theirs,) = vials(lot="BEN1", owner=Owner.PATIENT, patient=other)
    form = filled(client, patient, vials=[str(theirs.pk)], **{f"opened.{theirs.pk}": "00:00"})
    answer = recorded(client, patient, form)
    assert answer.status_code == 422 and nothing_recorded()
    assert "BEN1" not in answer.content.decode()


def test_the_patients_own_vial_is_offered_first_and_not_billed() -> None:
    client, patient, _ = ready()
    (own,) = vials(lot="OWN1", owner=Owner.PATIENT, patient=patient)
    form = filled(client, patient, vials=[str(own.pk)], **{f"opened.{own.pk}": "00:00"})
    text = computed(client, patient, form)
    assert text.index("OWN1") < text.index("C8841") and "not billed" in text
    assert recorded(client, patient, form).status_code == 302
    assert the_session(patient).follows["billing"] == []


def test_a_session_of_today_is_recorded_once_and_the_second_sees_what_was_recorded() -> None:
    client, patient, doctor = ready()
    vials(lot="D1")
    form = filled(client, patient)
    assert recorded(client, patient, form).status_code == 302
    again = recorded(client, patient, form)
    assert again.status_code == 422 and Session.objects.count() == 1
    assert f"by {doctor.name}: 155 U of botox" in sentences(again)[0]


def test_every_site_of_the_protocol_is_recorded_under_its_own_code() -> None:
    client, patient, _ = ready()
    protocol = find_protocol("preempt")
    extra = {"extra.temporalis:left": "2", "extra.occipitalis:right": "2", "extra.trapezius:left": "4"}
    ticks = {"ticks": ["extra-on-one-side"]}
    form = filled(client, patient, **extra, **ticks)
    answer = recorded(client, patient, form)
    assert answer.status_code == 302, sentences(answer)
    given = {one["site"] for one in the_session(patient).written["given"]}
    fixed = {str(code) for code in spots(protocol) if not code.extra}
    assert given == fixed | {
        "temporalis-extra-1-left", "temporalis-extra-2-left", "occipitalis-extra-1-right",
        "occipitalis-extra-2-right", *(f"trapezius-extra-{n}-left" for n in range(1, 5)),
    }  # fmt: skip
    page_of_it = client.get(page("session", patient, session=the_session(patient).pk)).content.decode()
    for code in given:
        assert f'id="{code}"' in page_of_it


def test_a_caution_that_nobody_ticked_keeps_the_session_from_being_recorded() -> None:
    client, patient, _ = ready()
    form = filled(client, patient, **{"extra.trapezius:left": "4"})
    assert sentences(recorded(client, patient, form)) == [
        "A caution was not ticked as read. 4 extra sites in trapezius on one side; 2 are usual."
    ]


def test_something_that_happened_is_recorded_as_it_was_written() -> None:
    client, patient, _ = ready()
    form = filled(client, patient, complications="vasovagal, lay down\nbruise left temple")
    assert recorded(client, patient, form).status_code == 422
    assert recorded(client, patient, form, "happened").status_code == 302
    assert the_session(patient).written["complications"] == ["vasovagal, lay down", "bruise left temple"]


def test_the_appointment_of_today_is_done_and_another_days_is_not() -> None:
    client, patient, _ = ready()
    now = timezone.now()
    made = [
        Appointment.objects.create(clinic=a_clinic(), patient=patient, at=at, purpose=Purpose.INJECTION)
        for at in (now, now + timedelta(days=84))
    ]
    assert recorded(client, patient, filled(client, patient)).status_code == 302
    assert [Appointment.objects.get(pk=one.pk).state for one in made] == [State.DONE, State.BOOKED]


def test_a_coordinator_may_not_inject_and_a_nurse_may() -> None:
    _, patient, _ = ready()
    assert signed_in(staff("coordinator")).get(page("inject", patient)).status_code == 403
    assert signed_in(staff("nurse")).get(page("inject", patient)).status_code == 200


def test_computing_writes_nothing_and_is_one_read() -> None:
    client, patient, _ = ready()
    before = patient.revision
    answer = client.post(
        page("inject_plan", patient), about(patient) | {"protocol": "preempt", "product": "botox"}
    )
    made = answer.json()["parts"]
    assert set(made) == {"faults", "map", "summary", "findings", "vials", "sites"}
    again = client.post(
        page("inject_plan", patient),
        about(patient)
        | {"protocol": "preempt", "product": "botox"}
        | {f"have.{name}": one["mark"] for name, one in made.items()},
    )
    assert again.json()["parts"] == {}
    patient.refresh_from_db()
    assert patient.revision == before and nothing_recorded()
    assert [one.kind for one in Event.objects.filter(patient=patient.pk)] == [EventKind.READ] * 2


def test_a_screen_of_one_patient_is_refused_at_another() -> None:
    client, patient, _ = ready()
    answer = client.post(page("inject_plan", patient), about(a_patient(given="Ben")))
    assert answer.status_code == 409


def test_a_list_that_was_never_asked_for_is_open_and_cannot_be_set_aside() -> None:
    doctor, patient = staff("doctor"), a_patient()
    vials()
    client = signed_in(doctor)
    answer = recorded(client, patient, filled(client, patient))
    assert answer.status_code == 422
    said = "Whether anything stops the session cannot be told yet. Not asked: Which botulinum toxin"
    assert sentences(answer)[0].startswith(said)


def test_an_extra_site_too_many_is_refused_in_words_and_the_plan_stays() -> None:
    client, patient, _ = ready()
    form = filled(client, patient, **{"extra.temporalis:left": "2"})
    text = unescape(
        client.post(
            page("inject", patient), form | about(patient) | {"more": "temporalis:right"}
        ).content.decode()
    )
    assert "3 is more than the 2 extra sites this protocol allows in temporalis." in text
    assert "33 sites" in text and "34 sites" not in text


def test_an_extra_site_is_moved_to_another_muscle() -> None:
    client, patient, _ = ready()
    form = filled(client, patient, **{"extra.temporalis:left": "1"})
    move = {"move": "temporalis:left>trapezius:right"}
    text = client.post(page("inject", patient), form | about(patient) | move).content.decode()
    assert 'data-site="trapezius-extra-1-right"' in text and "temporalis-extra" not in text


def test_a_mirrored_map_shows_the_same_sites_on_the_same_sides_in_words() -> None:
    client, patient, _ = ready()
    form = filled(client, patient)
    plain, mirrored = computed(client, patient, form), computed(client, patient, form | {"mirrored": "1"})
    named = re.compile(r'data-site="([^"]+)"[^>]*aria-label="([^"]+)"')
    assert dict(named.findall(plain)) == dict(named.findall(mirrored))
    assert "mirror image" in mirrored and "mirror image" not in plain


def test_the_page_style_of_the_map_is_that_of_the_heart() -> None:
    client, patient, _ = ready()
    assert "/static/heart/head_map.css" in client.get(page("inject", patient)).content.decode()
    own = Path(str(finders.find("heart/head_map.css")))
    assert own.read_bytes() == head_map.STYLE.read_bytes()


def test_a_long_history_costs_no_more_questions_to_the_database(django_assert_max_num_queries: Any) -> None:
    client, patient, doctor = ready()
    for month in range(1, 13):
        dose = {"date": f"2024-{month:02}-05", "product": "botox", "indication": "other", "units": 20}
        enter(patient, Kind.TOXIN, dose, author(doctor))
    vials(number=20, lot="MANY")
    client.get(page("inject", patient))
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(page("inject", patient))
