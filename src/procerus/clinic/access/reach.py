"""Whom somebody may reach. What exists and may not be seen is told apart from nothing only in the trail."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from procerus.clinic.access.at import At
from procerus.clinic.access.permissions import may, permissions
from procerus.clinic.people.merging import everything_of
from procerus.clinic.people.models import Account, BrokenGlass, Care, Membership, Patient, Registration, Role
from procerus.clinic.trail.chain import Happened, append
from procerus.clinic.trail.models import Kind


class Moved(Exception):
    """The registration was merged into another one: whoever may open this page finds it there."""

    def __init__(self, kept: UUID) -> None:
        super().__init__(str(kept))
        self.kept = kept


class Refused(Exception):
    """Somebody may not open a page. `seen` says whether they may know that it exists."""

    def __init__(self, why: str, seen: bool) -> None:
        super().__init__(why)
        self.why, self.seen = why, seen


def reach_clinic(
    request: HttpRequest, permission: str, what: str, slug: str, patient: UUID | None = None
) -> At:
    """A page of a clinic, for staff whose role has the permission. A refusal names the patient, if any."""
    account = _account(request)
    member = (
        Membership.objects.select_related("clinic")
        .filter(account=account, clinic__slug=slug, ended=None)
        .first()
    )
    if member is None:
        raise _denied(account, what, "is not staff of this clinic", None, patient, seen=False)
    at = At(request, account, member.role, permission, what, member.clinic)
    if not may(member.role, permission):
        raise _denied(account, what, f"{member.role} may not", at, patient, seen=True)
    return at


def reach_patient(request: HttpRequest, permission: str, what: str, slug: str, patient: UUID) -> At:
    """A page about a patient of the clinic, or one behind broken glass. Raises Refused, Moved."""
    at = reach_clinic(request, permission, what, slug, patient)
    of_the_person = everything_of([patient])
    listed = Registration.objects.select_related("patient__into").filter(
        clinic=at.clinic, patient__in=of_the_person, ended=None
    )
    found = sorted(listed, key=lambda one: one.patient_id != patient)
    if found:
        at.maybe_patient, at.maybe_registration = _kept(found[0].patient, patient), found[0]
        return at
    glass = (
        BrokenGlass.objects.select_related("patient__into")
        .filter(account=at.account, clinic=at.clinic, patient__in=of_the_person, until__gt=timezone.now())
        .order_by("-at")
        .first()
    )
    if glass is None:
        raise _denied(at.account, what, "is not a patient of this clinic", at, patient, seen=False)
    if not permissions()[permission].in_emergency:
        raise _denied(at.account, what, "is closed in an emergency", at, patient, seen=True)
    at.maybe_patient, at.glass = _kept(glass.patient, patient), str(glass.pk)
    return at


def _kept(patient: Patient, asked: UUID) -> Patient:
    """The registration that is kept of a person. Raises Moved where another one was asked for."""
    kept = patient.into or patient
    if kept.pk != asked:
        raise Moved(kept.pk)
    return kept


def reach_own(request: HttpRequest, what: str, patient: UUID | None) -> At:
    """Somebody's own page, or a patient's for the patient and their carers. Raises Refused, Moved."""
    account = _account(request)
    if patient is None:
        return At(request, account, "", "", what)
    found = Patient.objects.select_related("into").filter(pk=patient).first()
    role = "" if found is None else own_role(account, found.into or found)
    if found is not None and role:
        return At(request, account, role, "", what, maybe_patient=_kept(found, patient))
    raise _denied(account, what, "is neither the patient nor a carer", None, patient, seen=False)


def own_role(account: Account, patient: Patient) -> str:
    """What somebody is to a patient, whichever registration it was said of; empty where they are nobody."""
    of_the_person = everything_of([patient.pk])
    if patient.account_id == account.pk or of_the_person.filter(account=account).exists():
        return Role.PATIENT
    cares = Care.objects.filter(Q(ended=None), carer=account, patient__in=of_the_person).exists()
    return Role.CARER if cares else ""


def needs_second_factor(at: At) -> bool:
    """Whether staff have yet to set one up. The made-up people of a demonstration need none."""
    if settings.DEMO or not at.account.memberships.filter(ended=None).exists():
        return False
    return not is_mfa_enabled(at.account)


def _account(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user


def _denied(
    account: Account, what: str, why: str, at: At | None = None, patient: UUID | None = None, *, seen: bool
) -> Refused:
    """The refusal, which is in the trail before it is said."""
    clinic = None if at is None or at.maybe_clinic is None else at.maybe_clinic.pk
    role = "" if at is None else at.role
    append([Happened(Kind.DENIED, what, account.pk, role, clinic, patient, {"why": why})])
    return Refused(why, seen)
