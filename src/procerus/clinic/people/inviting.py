"""One-time codes by which patients and carers get an account. A code is shown once, and kept as a hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from procerus.clinic.people.codes import hash_of, new_code, refuse_too_many
from procerus.clinic.people.merging import everything_of
from procerus.clinic.people.models import Account, Care, Clinic, Invitation, Patient, Role
from procerus.faults import BadInput, Fault

VALID_DAYS = 14


class NotInvited(Exception):
    """The code cannot be used: it is wrong, used, too old, or the birth date is another. It says no more.

    Its arguments are what a wrong try is counted against, beside where it came from.
    """


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody said who has a code: a new account, or the one that they are logged in with."""

    code: str
    born: str
    account: Account | None
    email: str = ""
    name: str = ""
    password: str = ""


def invite(patient: Patient, role: str, clinic: Clinic | None, by: Account) -> tuple[Invitation, str]:
    """A code for a patient or a carer; an older one of the same kind ends. Raises BadInput."""
    if not patient.born:
        mend = _("Correct the registration first: the code is used together with the birth date.")
        raise BadInput([Fault("born", _("is not known"), mend)])
    if role == Role.PATIENT and patient.account_id is not None:
        raise BadInput([Fault("account", _("is there already"), _("No second one is needed."))])
    if role == Role.PATIENT:
        cancel_open(patient, role, by)
    code = new_code()
    made = Invitation.objects.create(
        patient=patient, clinic=clinic, role=role, code=hash_of(code), by=by,
        until=timezone.now() + timedelta(days=VALID_DAYS),
    )  # fmt: skip
    return made, code


def open_of(patient: Patient) -> list[Invitation]:
    """Codes that could be used now, newest first."""
    found = Invitation.objects.filter(_usable(), patient__in=everything_of([patient.pk]))
    return list(found.select_related("by", "clinic").order_by("-at"))


def cancel(invitation: Invitation, by: Account) -> bool:
    """The code ends at once; no where it was used or ended before."""
    asked = Invitation.objects.filter(pk=invitation.pk, used_at=None, cancelled_at=None)
    return bool(asked.update(cancelled_at=timezone.now(), cancelled_by=by))


def cancel_open(patient: Patient, role: str, by: Account) -> None:
    """Every open code of a kind ends."""
    asked = Invitation.objects.filter(_usable(), patient__in=everything_of([patient.pk]), role=role)
    asked.update(cancelled_at=timezone.now(), cancelled_by=by)


def accept(newcomer: Newcomer, sources: Sequence[str]) -> tuple[Invitation, Account]:
    """The account that a code leads to: once, even where the code is sent twice at the same moment.

    To be called in a transaction. Raises NotInvited, TriedTooOften, and BadInput for an e-mail address that
    has an account.
    """
    refuse_too_many(sources)
    invitation = _found(newcomer)
    used = Invitation.objects.filter(_usable(), pk=invitation.pk).update(used_at=timezone.now())
    if not used:
        raise NotInvited
    if invitation.role == Role.PATIENT:
        _refuse_a_second_patient(newcomer.account)
    account = newcomer.account or _new_account(newcomer)
    Invitation.objects.filter(pk=invitation.pk).update(used_by=account)
    kept = Patient.objects.select_for_update().get(pk=invitation.patient.into_id or invitation.patient_id)
    invitation.patient = kept
    if invitation.role == Role.CARER:
        Care.objects.get_or_create(carer=account, patient=kept, ended=None)
    elif not Patient.objects.filter(pk=kept.pk, account=None).update(account=account):
        raise NotInvited
    return invitation, account


def end_care(care: Care, by: Account) -> bool:
    """The carer sees nothing from now on; no where it had ended before."""
    return bool(Care.objects.filter(pk=care.pk, ended=None).update(ended=timezone.now(), ended_by=by))


def carers_of(patient: Patient) -> list[Care]:
    """Who cares for the patient now."""
    found = Care.objects.filter(patient__in=everything_of([patient.pk]), ended=None)
    return list(found.select_related("carer").order_by("since"))


def _usable() -> Q:
    return Q(used_at=None, cancelled_at=None, until__gt=timezone.now())


def _found(newcomer: Newcomer) -> Invitation:
    usable = Invitation.objects.select_related("patient", "clinic").filter(_usable())
    found = usable.filter(code=hash_of(newcomer.code)).first()
    if found is None:
        raise NotInvited
    refuse_too_many([f"code {found.pk}"])
    born = found.patient.born
    if not born or not newcomer.born.startswith(born):
        raise NotInvited(f"code {found.pk}")
    return found


def _refuse_a_second_patient(account: Account | None) -> None:
    if account is not None and Patient.objects.filter(account=account).exists():
        mend = _("Log out, and make an account with another e-mail address.")
        raise BadInput([Fault("account", _("This account is another patient's already"), mend)])


def _new_account(newcomer: Newcomer) -> Account:
    try:
        with transaction.atomic():
            return Account.objects.create_user(newcomer.email, newcomer.name, newcomer.password)
    except IntegrityError:
        mend = _("Log in with it first, and open this page again.")
        raise BadInput([Fault("email", _("has an account already"), mend)]) from None
