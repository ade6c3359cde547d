"""After a session: a stop that was set aside, countersigning, correcting, taking back."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clinics import a_clinic, about, author, page, signed_in, staff
from procerus.clinic.injections.models import Agreement, Session, TakenBack
from procerus.clinic.injections.reading import awaiting, last_session, live
from procerus.clinic.people.models import Account, Patient
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import live as live_entries
from procerus.clinic.record.writing import enter
from procerus.clinic.stock.vials import available
from procerus.clinic.trail.chain import faults_of_the_chain
from procerus.clinic.trail.models import Event
from procerus.clinic.trail.models import Kind as EventKind
from sessions_at import asked_of_everything, computed, filled, ready, recorded, sentences, the_session
from stocked import vials

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough sentence"
STOP = "aside.interval"


def with_password(role: str = "doctor") -> Account:
    """Somebody of the clinic who has a password."""
    account = staff(role)
    account.set_password(PASSWORD)
    account.save()
    return account


def six_weeks_after(role: str = "doctor") -> tuple[Client, Patient, Account]:
    """A patient who was given toxin six weeks ago, so that the interval stops the session."""
    from clinics import a_patient

    account, patient = staff(role), a_patient()
    earlier = (timezone.now().date() - timedelta(weeks=6)).isoformat()
    dose = {"date": earlier, "product": "botox", "indication": "chronic-migraine", "units": 155}
    asked_of_everything(patient, account, **dose)
    vials()
    return signed_in(account), patient, account


def aside(second: Account | None, how: str, **said: str) -> dict[str, Any]:
    """A stop set aside on the screen."""
    one = {f"{STOP}.reason": "cluster of attacks", f"{STOP}.how": how}
    if second is not None:
        one[f"{STOP}.second"] = str(second.pk)
    return one | {f"{STOP}.{key}": value for key, value in said.items()}


def test_a_stop_keeps_the_session_from_being_recorded_until_it_is_set_aside() -> None:
    client, patient, _ = six_weeks_after()
    answer = recorded(client, patient, filled(client, patient))
    assert answer.status_code == 422
    said = "A finding stops this session. onabotulinumtoxinA was last given on"
    assert sentences(answer)[0].startswith(said)


def test_a_second_person_who_types_their_own_password_sets_a_stop_aside() -> None:
    client, patient, doctor = six_weeks_after("nurse")
    second = with_password()
    said = aside(second, "together", password=PASSWORD) | {"authority": "PGD", "authority_text": "PGD 7"}
    answer = recorded(client, patient, filled(client, patient, **said))
    assert answer.status_code == 302, sentences(answer)
    (override,) = the_session(patient).written["overrides"]
    agreed = override["second"]
    assert (override["by"], agreed["how"]) == (doctor.name, "together")
    assert agreed["by"] == f"{second.name} ({second.email})", "both are called Example, so the address too"
    assert PASSWORD not in str(the_session(patient).written)
    assert not awaiting(a_clinic())


@pytest.mark.parametrize("password", ["", "something else entirely"])
def test_without_the_second_persons_own_password_nothing_is_recorded(password: str) -> None:
    client, patient, _ = six_weeks_after()
    second = with_password()
    form = filled(client, patient, **aside(second, "together", password=password))
    answer = recorded(client, patient, form)
    assert answer.status_code == 422 and not Session.objects.exists()
    assert "the password of" in sentences(answer)[0].lower() or "is missing" in sentences(answer)[0]
    assert password == "" or password not in answer.content.decode()


def test_a_password_cannot_be_guessed_for_long() -> None:
    client, patient, _ = six_weeks_after()
    second = with_password()
    form = filled(client, patient, **aside(second, "together", password="wrong"))
    for _round in range(5):
        recorded(client, patient, form)
    answer = recorded(client, patient, form | {f"{STOP}.password": PASSWORD})
    assert answer.status_code == 422 and "was wrong too often" in sentences(answer)[0]
    denied = Event.objects.filter(kind="denied", what="injections.second", patient=patient.pk)
    assert [one.about["account"] for one in denied] == [str(second.pk)] * 5


def test_a_wrong_password_of_the_second_person_is_in_the_trail_though_nothing_else_was_written() -> None:
    client, patient, doctor = six_weeks_after()
    form = filled(client, patient, **aside(with_password(), "together", password="wrong"))
    before = Event.objects.count()
    recorded(client, patient, form)
    events = [(one.kind, one.what, one.account) for one in Event.objects.order_by("seq")[before:]]
    own = doctor.pk
    assert events == [("denied", "injections.second", own), ("read", "injections.inject", own)]
    assert not list(faults_of_the_chain())


def test_nobody_is_their_own_second_person_and_a_nurse_is_nobodys() -> None:
    client, patient, doctor = six_weeks_after()
    for other in (doctor, staff("nurse"), staff("doctor", a_clinic("south"))):
        form = filled(client, patient, **aside(other, "together", password=PASSWORD))
        answer = recorded(client, patient, form)
        assert answer.status_code == 422
        assert sentences(answer)[0].startswith("The second person is missing.")


def test_a_colleague_agrees_at_a_distance_from_an_account_of_their_own() -> None:
    client, patient, _ = six_weeks_after()
    second = staff("doctor")
    form = filled(client, patient, **aside(second, "remote"))
    answer = recorded(client, patient, form)
    assert answer.status_code == 422 and "has not agreed to this yet" in sentences(answer)[0]
    theirs = signed_in(second)
    text = theirs.get(page("inject", patient)).content.decode()
    found = re.search(r'name="code" value="(.*?)"><input type="hidden" name="text" value="(.*?)"', text)
    assert found is not None
    said = {"code": found[1], "text": found[2], "reason": "seen on video"}
    assert theirs.post(page("inject_agree", patient), about(patient) | said).status_code == 302
    assert Agreement.objects.get().by == second
    computed(client, patient, form)
    assert recorded(client, patient, form).status_code == 302
    assert the_session(patient).written["overrides"][0]["second"]["how"] == "remote"


def test_an_agreement_of_another_day_or_to_another_finding_is_none() -> None:
    client, patient, _ = six_weeks_after()
    second = staff("doctor")
    Agreement.objects.create(
        clinic=a_clinic(), patient=patient, day=date(2026, 1, 1), code="interval", text="x", reason="x",
        by=second,
    )  # fmt: skip
    answer = recorded(client, patient, filled(client, patient, **aside(second, "remote")))
    assert answer.status_code == 422 and "has not agreed" in sentences(answer)[0]


def alone() -> tuple[Session, Account, Client]:
    """A session whose stop was set aside by a prescriber alone, and the second person who is named."""
    client, patient, _ = six_weeks_after()
    second = staff("doctor")
    answer = recorded(client, patient, filled(client, patient, **aside(second, "countersigned")))
    assert answer.status_code == 302, sentences(answer)
    return the_session(patient), second, client


def test_a_prescriber_alone_is_countersigned_by_somebody_else() -> None:
    session, second, injector = alone()
    (waits,) = awaiting(a_clinic())
    assert waits.session == session
    address = page("session_countersign", session.patient, session=session.pk)
    assert injector.post(address, about(session.patient)).status_code == 422
    assert awaiting(a_clinic())
    assert signed_in(second).post(address, about(session.patient)).status_code == 302
    assert not awaiting(a_clinic())
    text = signed_in(second).get(page("session", session.patient, session=session.pk)).content.decode()
    assert f"Countersigned by {second.name}" in text and "Countersign as the second" not in text
    assert signed_in(second).post(address, about(session.patient)).status_code == 422


def test_a_nurse_cannot_countersign() -> None:
    session, _, _ = alone()
    address = page("session_countersign", session.patient, session=session.pk)
    assert signed_in(staff("nurse")).post(address, about(session.patient)).status_code == 403


# Corrections ---------------------------------------------------------------------------------


def a_recorded_session() -> tuple[Client, Patient, Session]:
    """A session of 155 U from one vial, as planned."""
    client, patient, _ = ready()
    answer = recorded(client, patient, filled(client, patient))
    assert answer.status_code == 302, sentences(answer)
    return client, patient, the_session(patient)


def fields_of(text: str) -> dict[str, Any]:
    """What a browser would send of a page's form: its ticks, choices and texts."""
    from html.parser import HTMLParser

    found: dict[str, Any] = {}

    class Fields(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            said = dict(attrs)
            name, kind = said.get("name"), said.get("type")
            if tag == "input" and name and (kind not in ("checkbox", "radio") or "checked" in said):
                if kind == "checkbox":
                    found.setdefault(name, []).append(said.get("value") or "")
                else:
                    found[name] = said.get("value") or ""

    Fields().feed(text)
    return {name: one for name, one in found.items() if name != "csrfmiddlewaretoken"}


def corrected(client: Client, patient: Patient, old: Session, **said: Any) -> Any:
    """The answer to a correction, filled in from its own page, with what is put right."""
    address = page("session_correct", patient, session=old.pk)
    form = fields_of(client.get(address).content.decode()) | {"birth_year": patient.born[:4]} | said
    form |= {"protocol": old.protocol, "product": old.product}
    computed(client, patient, form, "session_correct", session=old.pk)
    return client.post(address, form | {"record": "nothing-happened"})


def test_a_correction_replaces_the_record_and_amends_the_dose() -> None:
    client, patient, old = a_recorded_session()
    said = {
        "given.trapezius-3-left": "0",
        "why.trapezius-3-left": "neck weak",
        "correction_why": "one too many",
    }
    answer = corrected(client, patient, old, **said)
    assert answer.status_code == 302, sentences(answer)
    new = the_session(patient)
    assert new.replaces == old and new.follows["total_units"] == 150
    assert [one.pk for one in live(patient.pk)] == [new.pk]
    (dose,) = live_entries(patient.pk, Kind.TOXIN)
    assert dose.data["units"] == 150 and dose.amends_id == old.dose_id and dose.reason == "one too many"
    assert live_entries(patient.pk, Kind.TODAY).count() == 1
    left = {one.cause: one.quarters for one in new.movements.all()}
    assert left == {"given": -600, "discarded": -200}
    assert sum(one.quarters for one in old.movements.all()) == 0
    text = client.get(page("session", patient, session=old.pk)).content.decode()
    assert "This record was corrected; it counts no more." in text


def test_a_correction_says_why_and_a_record_is_corrected_once() -> None:
    client, patient, old = a_recorded_session()
    answer = corrected(client, patient, old)
    assert answer.status_code == 422
    assert sentences(answer) == ["The reason for the correction is missing. Say why the record is corrected."]
    assert corrected(client, patient, old, correction_why="needle", needle="32 G").status_code == 302
    address = page("session_correct", patient, session=old.pk)
    again = client.post(address, about(patient) | {"record": "nothing-happened"})
    assert again.status_code == 422
    assert "was corrected or taken back by somebody else" in sentences(again)[0]


# Taking back ---------------------------------------------------------------------------------


def taken_back(client: Client, session: Session, **said: str) -> Any:
    """The answer to a press of "take back"."""
    address = page("session_take_back", session.patient, session=session.pk)
    return client.post(address, about(session.patient) | said)


def test_a_session_of_the_wrong_person_is_taken_back_with_a_reason_and_a_second_person() -> None:
    client, patient, session = a_recorded_session()
    second = with_password()
    sound = {"reason": "another patient lay there", "second": str(second.pk), "password": PASSWORD}
    for lacking in sound:
        assert taken_back(client, session, **(sound | {lacking: ""})).status_code == 422
    assert not TakenBack.objects.exists() and last_session(patient, a_clinic()) == session
    assert taken_back(client, session, **sound).status_code == 302
    assert last_session(patient, a_clinic()) is None
    assert not live_entries(patient.pk, Kind.TOXIN, Kind.TODAY).exists()
    assert Entry.objects.filter(patient=patient, kind=Kind.TOXIN, withdrawn=True).count() == 1
    assert len(available(a_clinic(), patient, "botox", session.day)) == 1
    event = Event.objects.filter(patient=patient.pk, kind=EventKind.WRITE).order_by("seq").last()
    assert event is not None and event.what == "injections.take_back"
    text = client.get(page("session", patient, session=session.pk)).content.decode()
    assert "another patient lay there" in text and "It counts no more." in text


def test_after_taking_back_the_right_session_of_the_day_can_be_recorded() -> None:
    client, patient, session = a_recorded_session()
    second = with_password()
    sound = {"reason": "another patient lay there", "second": str(second.pk), "password": PASSWORD}
    taken_back(client, session, **sound)
    patient.refresh_from_db()
    answer = recorded(client, patient, filled(client, patient))
    assert answer.status_code == 302, sentences(answer)
    assert the_session(patient).turn == 1


# Repeating -----------------------------------------------------------------------------------


def test_repeating_copies_sites_and_never_checks_consent_authority_lot_or_vial() -> None:
    client, patient, doctor = ready()
    extra = {"extra.temporalis:left": "2", "omit.frontalis-1-right": "brow low last time", "dilution": ""}
    assert recorded(client, patient, filled(client, patient, **extra)).status_code == 302
    event = {"term": "neck pain", "grade": "mild"}
    enter(patient, Kind.ADVERSE_EVENT, event, author(doctor), timezone.now().date().isoformat())
    old = the_session(patient)
    vials(lot="FRESH")
    fresh = {"protocol": "preempt", "product": "botox", "repeat": str(old.pk)}
    text = client.post(page("inject", patient), about(patient) | fresh).content.decode()
    form = fields_of(text)
    assert form["extra.temporalis:left"] == "2"
    assert form["omit.frontalis-1-right"] == "brow low last time"
    assert not {"vials", "none_apply", "authority", "consent", "ticks"} & set(form)
    assert not any(name.startswith(("check.", "opened.")) and value for name, value in form.items())
    assert not form["birth_year"] and not form["authority_text"]


def test_the_last_session_stands_beside_with_what_became_of_it() -> None:
    import time_machine

    doctor, noon = staff("doctor"), timezone.now().replace(hour=12)  # the clocks may change in between
    with time_machine.travel(noon - timedelta(weeks=13), tick=True):
        client, patient, _ = ready()
        form = filled(client, patient, complications="vasovagal")
        assert recorded(client, patient, form, "happened").status_code == 302
    with time_machine.travel(noon, tick=True):
        enter(patient, Kind.ADVERSE_EVENT, {"term": "neck pain", "grade": "mild"}, author(doctor),
              (noon - timedelta(weeks=12)).date().isoformat())  # fmt: skip
        text = signed_in(doctor).get(page("inject", patient)).content.decode()
    assert "vasovagal" in text and "neck pain, mild" in text and "91 days ago" in text


# The record ----------------------------------------------------------------------------------


def test_the_record_is_shown_printed_and_exported_as_it_was_written() -> None:
    client, patient, session = a_recorded_session()
    text = client.get(page("session", patient, session=session.pk)).content.decode()
    assert "Nothing: given as planned." in text and "C8841" in text and "J0585" in text
    printed = client.get(page("session_sheet", patient, session=session.pk))
    assert printed["Content-Type"] == "application/pdf" and printed.content.startswith(b"%PDF")
    assert client.get(page("session_file", patient, session=session.pk)).json() == session.written


def test_a_session_of_another_patient_or_clinic_is_nothing() -> None:
    from clinics import a_patient

    client, _, session = a_recorded_session()
    other = a_patient(given="Ben")
    for name in ("session", "session_file", "session_sheet", "session_correct", "session_take_back"):
        assert client.get(page(name, other, session=session.pk)).status_code == 404
