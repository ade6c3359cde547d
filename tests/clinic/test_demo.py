"""The demonstration: a clinic with a past, in which nobody is real and everything adds up."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from procerus.clinic.appointments.due import nexts, overdue
from procerus.clinic.appointments.reading import on_day
from procerus.clinic.appointments.standing import due_of
from procerus.clinic.authorisations.models import Authorisation, Status
from procerus.clinic.decisions.again import Frozen
from procerus.clinic.decisions.models import Choice, Decision
from procerus.clinic.decisions.signature import is_genuine
from procerus.clinic.demo.making import fill, log_ins_of
from procerus.clinic.demo.people import everybody
from procerus.clinic.injections.models import Session
from procerus.clinic.letters.models import Letter
from procerus.clinic.people.look_alikes import Who, twins_of
from procerus.clinic.people.models import Account, BrokenGlass, Clinic, Invitation, Merge, Patient
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.records.questionnaires import open_alerts
from procerus.clinic.records.reading import open_questions
from procerus.clinic.stock.ledger import ledger, unreconciled
from procerus.clinic.stock.models import Owner
from procerus.clinic.today.expiring import expiring
from procerus.clinic.trail.chain import faults_of_the_chain
from procerus.clinic.trail.models import Event
from procerus.simulation.examples import folder

TODAY = datetime.now(ZoneInfo("Europe/London")).date()
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker):
    """The clinic, filled once; nothing of it is left for other tests."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        steps: list[tuple[int, int]] = []
        log_ins = fill(TODAY, lambda done, of: steps.append((done, of)))
        yield Clinic.objects.get(slug="demo"), log_ins, steps
        transaction.set_rollback(True)


def test_every_page_says_of_the_next_session_what_the_list_of_the_day_says(demo, settings) -> None:
    clinic, log_ins, _ = demo
    settings.DEMO = True  # no second factor
    everybody_here = list(Patient.objects.filter(into=None, registrations__clinic=clinic))
    stands, client = nexts(everybody_here, clinic), Client()
    doctor = next(one for one in log_ins if one.role == "Doctor")
    client.force_login(Account.objects.get(email=doctor.address))
    assert len(everybody_here) > 14
    for patient in everybody_here:
        html = client.get(f"/at/{clinic.slug}/patients/{patient.pk}/").content.decode()
        panel = re.sub(r"<[^>]+>|\s+", " ", html[html.index('"panel next"') :].split("</section>")[0])
        for words in due_of(stands[patient.pk], TODAY).in_full.split("; "):
            assert words in " ".join(panel.split()), patient


def named(given: str) -> Patient:
    """The first patient of a name."""
    found = Patient.objects.filter(given=given, into=None).order_by("registrations__number").first()
    assert found is not None
    return found


def test_fourteen_come_today_and_three_are_overdue_without_an_appointment(demo) -> None:
    clinic, _, _ = demo
    assert len(on_day(clinic, TODAY)) == 14
    assert sorted(one.given for one in overdue(clinic, TODAY)) == ["Hal", "Jan", "Mia"]


def test_every_dose_of_a_course_came_from_a_session_and_none_is_there_twice(demo) -> None:
    doses = Entry.objects.filter(kind=Kind.TOXIN)
    assert Session.objects.count() == doses.count() >= 20
    assert set(doses.values_list("pk", flat=True)) == set(Session.objects.values_list("dose", flat=True))


def test_the_ledger_adds_up_and_agrees_with_every_session(demo) -> None:
    clinic, _, _ = demo
    lines = ledger(clinic)
    assert len(lines) >= 6 and all(one.adds_up for one in lines)
    assert unreconciled(clinic, TODAY) == []
    assert set(clinic.vials.values_list("owner", flat=True)) == set(Owner.values)
    assert expiring(clinic, TODAY)


def test_some_units_were_discarded_and_one_session_discarded_none(demo) -> None:
    modifiers = [line["modifier"] for one in Session.objects.all() for line in one.follows["billing"]]
    assert "JW" in modifiers and modifiers.count("JZ") == 1


def test_the_decisions_are_signed_and_come_out_again_from_their_snapshots(demo) -> None:
    decisions = list(Decision.objects.all())
    assert all(is_genuine(one) for one in decisions)
    assert {Frozen(one).repeated() for one in decisions} == {"same"}
    assert {Choice.START, Choice.CONTINUE, Choice.WAIT, Choice.STOP} <= {one.choice for one in decisions}
    assert any(one.departs and one.reason for one in decisions)


def test_a_decision_knows_nothing_of_what_came_after_it(demo) -> None:
    for one in Decision.objects.all():
        facts = Frozen(one).snapshot["facts"]
        assert max(day["date"] for day in facts["diary"]) < one.as_of.isoformat()
        assert all(dose["date"] < one.as_of.isoformat() for dose in facts.get("toxin", ()))
        assert one.recorded_on == one.as_of


def test_somebody_who_stopped_is_looked_at_again(demo) -> None:
    stops = Decision.objects.filter(choice=Choice.STOP)
    assert {one.patient.given for one in stops} == {"Fay", "Ned"}
    assert all(one.review_on is not None and one.review_on >= TODAY for one in stops)


def test_authorisations_stand_in_every_state_that_needs_somebody(demo) -> None:
    found = Counter(Authorisation.objects.values_list("status", flat=True))
    assert {Status.DRAFT, Status.SENT, Status.APPROVED, Status.DENIED} <= set(found)
    denied = Authorisation.objects.get(status=Status.DENIED)
    assert denied.appeal_by is not None and denied.appeal_by > TODAY
    soon = Authorisation.objects.filter(valid_to__range=(TODAY, TODAY + timedelta(days=60)))
    assert soon.count() == 1


def test_something_waits_for_everybody_who_looks_at_the_alerts(demo) -> None:
    clinic, _, _ = demo
    assert [one.patient.given for one in open_alerts(clinic)] == ["Pia"]
    assert open_questions([named("Ada").pk]) == {named("Ada").pk: 1}
    terms = {one.data["term"] for one in Entry.objects.filter(kind=Kind.ADVERSE_EVENT)}
    assert terms == {"neck pain", "eyelid ptosis"}


def test_there_is_one_of_everything_that_is_rare(demo) -> None:
    clinic, _, _ = demo
    assert Letter.objects.count() == 2
    assert Invitation.objects.filter(used_at=None).count() == 1
    assert BrokenGlass.objects.exclude(clinic=clinic).count() == 1
    assert Merge.objects.get().kept == named("Tom")
    assert Entry.objects.filter(kind=Kind.NERVE_BLOCK).count() == 1


def test_two_patients_are_easily_taken_for_each_other(demo) -> None:
    clinic, _, _ = demo
    ada = named("Ada")
    (twin,) = twins_of(Who.of(ada), [clinic], [ada.pk])
    assert twin.why == "same name; day and month of birth the other way round"


def test_nothing_in_it_names_anybody_who_could_be_real(demo) -> None:
    assert set(Patient.objects.values_list("family", flat=True)) == {"Example"}
    assert all(one.email.endswith("@demo.example") for one in Account.objects.all())
    roles = ("Nurse", "Doctor", "Coordinator", "Auditor", "Administrator", "Emergency", "Example")
    assert all(one.name.endswith(roles) for one in Account.objects.all())


def test_the_trail_is_whole_and_in_the_order_in_which_things_happened(demo) -> None:
    assert list(faults_of_the_chain()) == []
    moments = list(Event.objects.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments) and len(moments) > 100
    sessions = set(Event.objects.filter(what="injections.record").values_list("patient", flat=True))
    assert sessions == set(Session.objects.values_list("patient", flat=True))


def test_a_role_gets_in_with_what_is_printed_of_it(demo, settings, tmp_path: Path) -> None:
    _, log_ins, _ = demo
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    text = log_ins_of(tmp_path, log_ins)
    assert text == log_ins_of(tmp_path, [])
    for one in log_ins:
        (line,) = (line for line in text.splitlines() if one.address in line.split())
        assert line.startswith(f"  {one.role} ") and line.endswith(f" {one.password}")
    assert {"Nurse", "Doctor", "Coordinator", "Auditor", "Administrator"} <= {one.role for one in log_ins}
    said = {"login": log_ins[0].address, "password": log_ins[0].password}
    assert Client().post("/account/login/", said).status_code == 302


def test_how_far_it_has_come_is_said_step_by_step(demo) -> None:
    _, _, steps = demo
    of = steps[0][1]
    assert steps == [(done, of) for done in range(1, of + 1)]


def test_a_clinic_that_is_there_is_left_alone(demo) -> None:
    before = Event.objects.count()
    assert fill(TODAY) == []
    assert Event.objects.count() == before


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2028, 2, 29)])
def test_the_people_of_a_day_are_always_the_same(day: date) -> None:
    assert list(everybody(day, folder())) == list(everybody(day, folder()))


def test_the_diaries_end_on_the_day_before() -> None:
    last = [max(row["date"] for row in one.file["diary"]) for one in everybody(TODAY, folder())]
    assert max(last) == (TODAY - timedelta(days=1)).isoformat()
