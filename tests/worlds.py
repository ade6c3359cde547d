"""Every address of the site, and two clinics: one whose people ask, one whose every word is a canary.

Nothing here names a page or a table, so a new one is in the matrix of access by itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from clinics import a_clinic, a_patient, example, signed_in, staff
from procerus.clinic.access.pages import Declared
from procerus.clinic.people.models import Account, Care, Clinic, Membership, Patient
from procerus.clinic.phones.models import Phone
from procerus.clinic.phones.told import park, take
from procerus.sync.phone import Now, say
from procerus.sync.phone import Phone as Handset

CANARY = "yellowbird"
"""A word of the other clinic. Whoever reads it elsewhere has seen what they may not."""
NOT_CLINICAL = {"trail_event", "trail_head", "summaries_summary", "appointments_nextsession"}
"""The trail itself, and what is only kept to be quick: a look may renew it."""
STAFF = ("nurse", "doctor", "coordinator", "auditor", "administrator")
NO_STAFF = (
    "anonymous", "patient", "other patient", "carer", "nurse of another clinic", "ended role", "deactivated",
)  # fmt: skip
ROLES = (*STAFF, *NO_STAFF)
_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """A page of ours: its route with places to fill, and who may open it."""

    route: str
    name: str
    declared: Declared

    def __str__(self) -> str:
        return self.name or self.route

    @property
    def places(self) -> dict[str, str]:
        """What has to be filled in, with its converter."""
        return {name: kind or "str" for kind, name in _PLACE.findall(self.route)}

    def filled(self, **values: object) -> str:
        """The address with its places filled."""
        return _PLACE.sub(lambda place: str(values[place[2]]), self.route)


def addresses() -> list[Address]:
    """Every page that is ours. Those of libraries are not about patients."""
    found = [
        Address(route, name, declared)
        for route, name, view in _views(get_resolver().url_patterns, "/")
        if isinstance(declared := getattr(view, "declared", None), Declared)
    ]
    assert len({one.route for one in found}) == len(found)
    return found


def every_route() -> Iterator[tuple[str, Any]]:
    """Every address with its view, those of libraries too."""
    return ((route, view) for route, _, view in _views(get_resolver().url_patterns, "/"))


def _views(patterns: list[Any], before: str) -> Iterator[tuple[str, str, Any]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _views(one.url_patterns, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield before + str(one.pattern), one.name or "", one.callback


@dataclass
class World:
    """A clinic with staff in every role and a patient, and the other clinic."""

    north: Clinic
    ada: Patient
    south: Clinic
    stranger: Patient
    people: dict[str, Account] = field(default_factory=dict)
    things: dict[type[models.Model], models.Model] = field(default_factory=dict)
    """A row of the other clinic in every table."""

    def browser(self, role: str) -> Client:
        """Somebody in a role with a browser."""
        return Client() if role == "anonymous" else signed_in(self.people[role])


def a_world() -> World:
    """Both clinics, filled."""
    north, south = a_clinic("north"), a_clinic("south")
    south.name = f"South {CANARY}"
    south.save()
    world = World(north, example("ada", north), south, a_patient(south, CANARY, CANARY))
    for role in STAFF:
        world.people[role] = staff(role, north)
    world.people["nurse of another clinic"] = staff("nurse", south)
    ended = world.people["ended role"] = staff("doctor", north)
    Membership.objects.filter(account=ended).update(ended=datetime(2026, 1, 1, tzinfo=UTC))
    world.people["deactivated"] = staff("doctor", north)
    for role, patient in (("patient", world.ada), ("other patient", world.stranger)):
        account = world.people[role] = Account.objects.create_user(f"{role[:5]}@home.example", role)
        Patient.objects.filter(pk=patient.pk).update(account=account)
    carer = world.people["carer"] = Account.objects.create_user("carer@home.example", "Carer")
    Care.objects.create(carer=carer, patient=world.ada)
    _tell(world)
    _fill(world)
    return world


def _tell(world: World) -> None:
    """The phone of the other clinic's patient tells something, and something that nobody can read."""
    phone = Phone.objects.create(
        patient=world.stranger, account=world.people["other patient"], name=CANARY, token=CANARY
    )
    now = Now("2026-05-01T20:00:00.000+00:00", "UTC", 0, "1")
    take(phone, [say(Handset(str(uuid4())), str(uuid4()), "2026-05-01", {"note": CANARY}, now)], 0)
    park(phone, {"id": CANARY}, "unreadable")


def close_the_deactivated(world: World) -> None:
    """Only after everybody logged in, as it is in life."""
    Account.objects.filter(pk=world.people["deactivated"].pk).update(is_active=False)


def ours() -> list[type[models.Model]]:
    """Every table of the clinic."""
    return [one for one in apps.get_models() if one.__module__.startswith("procerus.clinic.")]


def _fill(world: World) -> None:
    """A row of the other clinic in each table, whatever its columns, with the canary in every text."""
    nurse = world.people["nurse of another clinic"]
    world.things |= {Clinic: world.south, Patient: world.stranger, Account: nurse}
    waiting = [one for one in ours() if one not in world.things and one._meta.db_table not in NOT_CLINICAL]
    while waiting:
        ready = [one for one in waiting if all(needed in world.things for needed in _needs(one))]
        assert ready, f"nobody knows how to fill {[one.__name__ for one in waiting]}"
        for model in ready:
            waiting.remove(model)
            world.things[model] = _there(world, model) or _made(world, model)


def _needs(model: type[models.Model]) -> list[Any]:
    keys = (one for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey))
    return [one.related_model for one in keys if not one.null and one.related_model is not model]


def _there(world: World, model: type[models.Model]) -> models.Model | None:
    """The row that is there already, such as the registration of the other clinic's patient."""
    names = {one.name for one in model._meta.concrete_fields}
    where: dict[str, Any] = {
        key: value for key, value in (("clinic", world.south), ("patient", world.stranger)) if key in names
    }
    return model._default_manager.filter(**where).first() if where else None


def _made(world: World, model: type[models.Model]) -> models.Model:
    """A row that names the clinic and the patient where it can; where the table forbids that, without."""
    said = _columns(world, model)
    needed = {one.name for one in model._meta.concrete_fields if not one.null}
    for columns in (said, {name: value for name, value in said.items() if name in needed}):
        try:
            with transaction.atomic():
                made = model(**columns)
                made.save(force_insert=True)
                return made
        except IntegrityError as refused:
            why = refused
    raise AssertionError(f"nobody knows how to fill {model.__name__}: {why}")


def _columns(world: World, model: type[models.Model]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for one in model._meta.concrete_fields:
        if isinstance(one, models.ForeignKey):
            wanted = not one.null or one.related_model in (Clinic, Patient)
            value: Any = world.things.get(one.related_model) if wanted else None  # type: ignore[arg-type]  # a table of models
        else:
            value = None if one.primary_key else _value(one)
        if value is not None:
            said[one.name] = value
    return said


def _value(one: Any) -> Any:
    if one.choices:
        return one.choices[0][0]
    kinds: list[tuple[type[Any], Any]] = [
        (models.EmailField, f"{uuid4().hex}@{CANARY}.example"), (models.UUIDField, uuid4()),
        (models.JSONField, {"text": CANARY}), (models.DateTimeField, datetime(2030, 1, 1, tzinfo=UTC)),
        (models.DateField, date(2026, 5, 1)), (models.TimeField, time(9)), (models.BooleanField, False),
        (models.BinaryField, CANARY.encode()), (models.IntegerField, 1), (models.DecimalField, 1),
    ]  # fmt: skip
    if isinstance(one, models.CharField) and not isinstance(one, models.EmailField):
        return CANARY[: one.max_length]
    if isinstance(one, models.TextField):
        return CANARY
    if one.null or one.has_default():
        return None
    return next((value for kind, value in kinds if isinstance(one, kind)), None)


def of_the_other_clinic(world: World, place: str, kind: str) -> list[Any]:
    """Keys of the other clinic's rows that a place of this name could mean."""
    of_kind = [
        row.pk
        for row in world.things.values()
        if isinstance(row.pk, {"uuid": UUID, "int": int}.get(kind, str))
    ]
    meant = [
        row.pk
        for model, row in world.things.items()
        if place.replace("_", "") in model.__name__.lower()
        or model.__name__.lower() in place.replace("_", "")
    ]
    return [one for one in meant if one in of_kind] or of_kind or [nobody(kind)]


def nobody(kind: str) -> Any:
    """A key that no row has."""
    return {"uuid": uuid4(), "int": 999_999_999}.get(kind, "nothing-of-this-name")


def state() -> dict[str, str]:
    """A hash of each clinical table."""
    hashes = {}
    with connection.cursor() as cursor:
        for model in ours():
            table = model._meta.db_table
            if table in NOT_CLINICAL:
                continue
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            hashes[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return hashes
