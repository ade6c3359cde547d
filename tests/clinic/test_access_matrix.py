"""Every address, every role, every kind of object: nobody sees or changes what is not theirs.

The matrix is made from the addresses and from permissions.toml; a new page is in it by itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from clinics import about
from procerus.clinic.access.permissions import FILE
from procerus.clinic.trail.chain import faults_of_the_chain
from procerus.clinic.trail.models import Event, Kind
from worlds import (
    CANARY,
    ROLES,
    STAFF,
    Address,
    World,
    a_world,
    addresses,
    close_the_deactivated,
    every_route,
    nobody,
    of_the_other_clinic,
    state,
)

pytestmark = pytest.mark.django_db
MAY = {name: frozenset(one["roles"]) for name, one in tomllib.loads(FILE.read_text()).items()}
LOGGED_OUT = ("anonymous", "deactivated")
AT_HOME_THERE = ("nurse of another clinic", "other patient")  # what is foreign to the others is their own
UNEXPECTED = 500
BY_DAY = ("nurse", "patient", "anonymous")  # the others on CI


@pytest.fixture
def world() -> World:
    call_command("createcachetable", verbosity=0)
    return a_world()


def allowed(role: str, declared: Any) -> bool:
    """Whether somebody may open a page about what is their own; told anew, not by the code that is tested."""
    if role in LOGGED_OUT:
        return False
    if declared.who == "account":
        return True
    if declared.who == "patient":
        return role in ("patient", "carer")
    return role in STAFF and role in MAY[declared.permission]


def own(world: World, one: Address) -> str:
    """The page of the first clinic, about its patient; other places are filled with what is not there."""
    values = {name: nobody(kind) for name, kind in one.places.items()}
    return one.filled(**(values | {"clinic": world.north.slug, "patient": world.ada.pk}))


def foreign(world: World, one: Address) -> Iterator[str]:
    """The same page about what is not theirs: another clinic, its patient, its rows, and nobody at all."""
    places = one.places
    rows = {name: nobody(kind) for name, kind in places.items() if name not in ("clinic", "patient")}
    if "patient" in places:
        for who in (world.stranger.pk, nobody("uuid")):
            yield one.filled(**rows, clinic=world.north.slug, patient=who)
    if "clinic" in places:
        yield one.filled(**rows, clinic=world.south.slug, patient=world.stranger.pk)
        yield one.filled(**rows, clinic="nowhere", patient=world.ada.pk)


def with_foreign_rows(world: World, one: Address) -> Iterator[str]:
    """Their own page with the number of a row of the other clinic in it."""
    here = {"clinic": world.north.slug, "patient": world.ada.pk}
    others = {name: kind for name, kind in one.places.items() if name not in here}
    for name, kind in others.items():
        for key in of_the_other_clinic(world, name, kind):
            rest = {other: nobody(of) for other, of in others.items()}
            yield one.filled(**(here | rest | {name: key}))


class Asked:
    """One request, what came back, and what it left in the trail."""

    def __init__(self, client: Client, method: str, address: str, form: dict[str, str] | None = None) -> None:
        before = Event.objects.count()
        client.raise_request_exception = False
        self.cell = f"{method} {address}"
        self.answer = client.get(address) if method == "GET" else client.post(address, form or {})
        self.status = self.answer.status_code
        self.events = list(Event.objects.order_by("seq")[before:])
        body = b"".join(self.answer) if self.answer.streaming else self.answer.content
        self.leaks = CANARY in body.decode("utf-8", "replace") or CANARY in str(self.answer.headers)

    @property
    def is_refused(self) -> bool:
        """Whether nothing was shown, and the trail says who tried."""
        return self.status in (403, 404) and [one.kind for one in self.events] == [Kind.DENIED]

    @property
    def asks_to_log_in(self) -> bool:
        return self.status == 302 and self.answer["Location"].startswith("/account/login/")


def pages() -> list[Address]:
    """What somebody opens who is logged in; a phone names itself by a token (tests/clinic/test_phones.py)."""
    return [one for one in addresses() if one.declared.who not in ("everybody", "phone")]


def test_the_matrix_has_pages_of_every_kind() -> None:
    kinds = {one.declared.who for one in addresses()}
    assert kinds >= {"everybody", "account", "clinic", "patient of a clinic"}
    assert len(pages()) > 20


def test_no_log_in_opens_what_is_a_phones(world: World) -> None:
    phones = [one for one in addresses() if one.declared.who == "phone"]
    browsers = [world.browser(role) for role in ROLES]
    asked = [
        Asked(client, method, one.filled())
        for one in phones
        for client in browsers
        for method in ("GET", "POST")
    ]
    assert len(phones) == 5
    assert [one.cell for one in asked if one.status not in (401, 405) or one.leaks or one.events] == []


@pytest.mark.parametrize(
    "role", [one if one in BY_DAY else pytest.param(one, marks=pytest.mark.ci) for one in ROLES]
)
def test_nobody_sees_or_changes_what_is_not_theirs(world: World, role: str) -> None:
    client = world.browser(role)
    close_the_deactivated(world)
    before, wrong = state(), []
    for one in pages():
        closed = [] if role in AT_HOME_THERE else list(foreign(world, one))
        if not allowed(role, one.declared):
            closed.append(own(world, one))
        for address in closed:
            for method in ("GET", "POST"):
                asked = Asked(client, method, address, about(world.ada))
                right = asked.asks_to_log_in if role in LOGGED_OUT else asked.is_refused
                if asked.leaks or not right or not all(event.account for event in asked.events):
                    wrong.append(f"{asked.cell}: {asked.status}, {len(asked.events)} events, {asked.leaks=}")
    assert wrong == []
    assert changed(before) == []
    assert not list(faults_of_the_chain())


def changed(before: dict[str, str]) -> list[str]:
    return [table for table, rows in state().items() if rows != before[table]]


@pytest.mark.parametrize("role", [*STAFF, "patient", "carer"])
def test_the_number_of_another_clinics_row_opens_nothing(world: World, role: str) -> None:
    client = world.browser(role)
    before, wrong = state(), []
    for one in pages():
        if not allowed(role, one.declared):
            continue
        for address in with_foreign_rows(world, one):
            for method in ("GET", "POST"):
                asked = Asked(client, method, address, about(world.ada))
                if asked.leaks or asked.status >= UNEXPECTED:
                    wrong.append(f"{asked.cell}: {asked.status}, {asked.leaks=}")
    assert wrong == []
    assert changed(before) == []


@pytest.mark.parametrize("role", [*STAFF, "patient", "carer"])
def test_looking_changes_nothing_shows_nobody_else_and_is_one_event_for_the_patient(
    world: World, role: str
) -> None:
    client = world.browser(role)
    before, wrong = state(), []
    for one in pages():
        if not allowed(role, one.declared):
            continue
        asked = Asked(client, "GET", own(world, one))
        reads = [event for event in asked.events if event.patient == world.ada.pk]
        about_one = "patient" in one.declared.who
        expected = 1 if about_one and 200 <= asked.status < 300 else None
        if asked.leaks or asked.status >= UNEXPECTED:
            wrong.append(f"{asked.cell}: {asked.status}, {asked.leaks=}")
        elif expected is not None and len(reads) != expected:
            wrong.append(f"{asked.cell}: {len(reads)} events for the patient")
        elif len(reads) > 1 or any(event.kind != Kind.READ for event in asked.events):
            wrong.append(f"{asked.cell}: {[(event.kind, event.what) for event in asked.events]}")
    assert wrong == []
    assert changed(before) == []


def test_a_form_that_this_site_did_not_make_is_refused_everywhere(world: World) -> None:
    wrong = []
    for role in ("doctor", "administrator", "patient", "anonymous"):
        client = Client(enforce_csrf_checks=True)
        if role != "anonymous":
            client.force_login(world.people[role])
        before = state()
        for route, view in every_route():
            one = Address(route, "", None)  # type: ignore[arg-type]  # of no page is asked who may open it
            for method in ("post", "put", "patch", "delete"):
                answer = getattr(client, method)(own(world, one), about(world.ada))
                if answer.status_code != 403 and not getattr(view, "csrf_exempt", False):
                    wrong.append(f"{role}: {method} {route}: {answer.status_code}")
        assert changed(before) == []
    assert wrong == []


def test_no_page_of_ours_takes_forms_of_other_sites() -> None:
    """A phone names itself by a header, which no other site can send; to be joined it needs a code."""
    exempt = {route for route, view in every_route() if getattr(view, "csrf_exempt", False)}
    assert exempt == {one.route for one in addresses() if one.declared.who == "phone"} | {
        "/api/v1/diary/join"
    }


def test_what_is_about_a_patient_is_never_open_to_everybody() -> None:
    open_to_all = [one.route for one in addresses() if one.declared.who == "everybody"]
    assert [route for route in open_to_all if "patient" in route or "clinic" in route] == []
