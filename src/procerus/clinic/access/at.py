"""Where a request stands: who asks, at which clinic, about whom; and what of patients it read or wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from procerus.clinic.access.permissions import may, permissions
from procerus.clinic.people.merging import home_clinic
from procerus.clinic.people.models import Account, Clinic, Patient, Registration
from procerus.clinic.record.writing import Author
from procerus.clinic.trail.chain import Happened
from procerus.clinic.trail.models import Kind

SALT = "about-this-patient"
MANAGES_ACCOUNTS = "clinic.manage"
LISTED = {"listed": True}
"""Of a patient who was read of on a page that is not theirs: in a list, or beside a look-alike."""


@dataclass(slots=True)
class At:
    """What a view is given in place of a bare request.

    A view that writes calls `wrote` once for each patient it wrote about; a view of several patients calls
    `shows` with those whose data it shows. A page about one patient is recorded as read without being told.
    """

    request: HttpRequest
    account: Account
    role: str
    permission: str
    what: str
    maybe_clinic: Clinic | None = None
    maybe_patient: Patient | None = None
    maybe_registration: Registration | None = None
    glass: str = ""
    zone_at_home: ZoneInfo | None = None
    read: dict[UUID, str] = field(default_factory=dict)
    written: dict[UUID | None, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)
    refused: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    beforehand: Any = None
    """What the page made before its transaction began, where it asks for that."""
    moment: datetime | None = None
    """When it happens; None, as for every request, is this moment. The demonstration has a past."""

    @property
    def clinic(self) -> Clinic:
        """The clinic of the page."""
        assert self.maybe_clinic is not None, "only a page of a clinic has one"
        return self.maybe_clinic

    @property
    def patient(self) -> Patient:
        """The patient of the page."""
        assert self.maybe_patient is not None, "only a page about a patient has one"
        return self.maybe_patient

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the page's clinic; on a patient's own page that of the clinic they come to."""
        if self.maybe_clinic is not None:
            return ZoneInfo(self.maybe_clinic.timezone)
        if self.zone_at_home is None:
            home = None if self.maybe_patient is None else home_clinic(self.maybe_patient)
            self.zone_at_home = ZoneInfo(settings.TIME_ZONE if home is None else home.timezone)
        return self.zone_at_home

    @property
    def now(self) -> datetime:
        """This moment by the clinic's clock."""
        return timezone.localtime(self.moment or timezone.now(), self.zone)

    @property
    def today(self) -> date:
        """The day it is at the clinic."""
        return self.now.date()

    @property
    def author(self) -> Author:
        """Who writes into a record here."""
        return Author(self.account, self.role, self.maybe_clinic)

    def can(self, permission: str) -> bool:
        """Whether whoever asks has another permission too, so that a page offers it."""
        return may(self.role, permission) and (not self.glass or permissions()[permission].in_emergency)

    def shows(self, patients: Iterable[Patient | UUID], what: str = "") -> None:
        """The answer holds data of these patients: each is one read."""
        for one in patients:
            self.read[one if isinstance(one, UUID) else one.into_id or one.pk] = what or self.what

    def wrote(self, what: str, patient: Patient | None = None, **about: Any) -> None:
        """Something was written about a patient: of the page, unless another is named; about none, if none.

        One request writes about a patient once. `about` may hold identifiers and reasons given, never a
        word of a record.
        """
        whom = patient or self.maybe_patient
        key = None if whom is None else whom.pk
        if key in self.written:
            raise AssertionError(f"{self.what} wrote twice about one patient: {self.written[key][0]}, {what}")
        self.written[key] = (what, about)

    def denied(self, what: str, **about: Any) -> None:
        """Something was tried on this page and refused: the trail has it, though nothing else is written."""
        self.refused.append((what, about))

    def happened(self) -> list[Happened]:
        """The events of this request: one for each patient, a write where something was written.

        What was tried and refused comes before them, each an event of its own.
        """
        glass = {"glass": self.glass} if self.glass else {}
        whose = None if self.maybe_patient is None else self.maybe_patient.pk
        made = [self._event(Kind.DENIED, what, whose, dict(about) | glass) for what, about in self.refused]
        made += [
            self._event(self._kind(key), what, key, dict(about) | glass)
            for key, (what, about) in self.written.items()
        ]
        read = (one for one in self.read.items() if one[0] not in self.written)
        return made + [
            self._event(Kind.READ, what, key, glass if key == whose else glass | LISTED) for key, what in read
        ]

    def _kind(self, patient: UUID | None) -> Kind:
        """About nobody, on an own page or by whoever manages accounts: that is about accounts."""
        of_accounts = patient is None and self.permission in ("", MANAGES_ACCOUNTS)
        return Kind.ACCOUNT if of_accounts else Kind.WRITE

    def _event(self, kind: Kind, what: str, patient: UUID | None, about: Mapping[str, Any]) -> Happened:
        clinic = None if self.maybe_clinic is None else self.maybe_clinic.pk
        return Happened(kind, what, self.account.pk, self.role, clinic, patient, about)

    def render(
        self, template: str, context: Mapping[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        """A page, from a template, with this as `at`. Moments on it are by the clock of the clinic."""
        with timezone.override(self.zone):
            return render(self.request, template, {"at": self, **(context or {})}, status=status)

    def url(self, name: str, **kwargs: Any) -> str:
        """The address of another page: about this patient, or of this clinic, or of neither."""
        own: dict[str, Any] = {} if self.maybe_clinic is None else {"clinic": self.maybe_clinic.slug}
        about = own if self.maybe_patient is None else own | {"patient": self.maybe_patient.pk}
        for given in (about, own):
            with suppress(NoReverseMatch):
                return reverse(name, kwargs=given | kwargs)
        return reverse(name, kwargs=kwargs)

    @property
    def signed_patient(self) -> str:
        """What every form about this patient carries, so that it cannot be sent about another."""
        return signing.dumps(str(self.patient.pk), salt=SALT)
