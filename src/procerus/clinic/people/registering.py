"""Register a patient at a clinic, and correct what is written of who they are: by an event, never unseen."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from procerus.clinic.people.models import Clinic, Identity, Patient, Registration
from procerus.clinic.record.writing import Author
from procerus.faults import BadInput, Fault

OF_THE_PATIENT = ("given", "family", "born", "sex", "policy")
OF_THE_REGISTRATION = ("number",)


def register(clinic: Clinic, said: Mapping[str, str]) -> Patient:
    """A new patient under a number that nobody has at the clinic. Raises BadInput."""
    patient = Patient(**{name: said.get(name, "") for name in OF_THE_PATIENT})
    with _number_is_free(clinic, said["number"]), transaction.atomic():
        patient.save()
        Registration.objects.create(patient=patient, clinic=clinic, number=said["number"])
    return patient


def register_here_too(patient: Patient, clinic: Clinic, number: str) -> Registration:
    """A patient of another clinic is one of this clinic as well. Raises BadInput."""
    with _number_is_free(clinic, number), transaction.atomic():
        return Registration.objects.create(patient=patient, clinic=clinic, number=number)


def correct(
    patient: Patient, registration: Registration, said: Mapping[str, str], reason: str, author: Author
) -> list[Identity]:
    """What differs, as an event each with the old value and the new. Raises BadInput."""
    if not reason.strip():
        raise BadInput([Fault("reason", _("is missing"), _("Say why it is corrected."))])
    assert author.account is not None and author.clinic is not None
    if registration.patient_id == patient.pk:
        registration.patient = patient  # its key follows from the name as it is now
    made = []
    for name in (*OF_THE_PATIENT, *OF_THE_REGISTRATION):
        where = patient if name in OF_THE_PATIENT else registration
        old, new = getattr(where, name), said.get(name, getattr(where, name))
        if old != new:
            setattr(where, name, new)
            made.append(
                Identity(
                    patient=patient, clinic=author.clinic, what=name, old=old, new=new, reason=reason.strip(),
                    by=author.account, role=author.role,
                )
            )  # fmt: skip
    if not made:
        raise BadInput([Fault("entry", _("is as it was"), _("Change what is wrong, or go back."))])
    with _number_is_free(registration.clinic, registration.number), transaction.atomic():
        patient.save(update_fields=OF_THE_PATIENT)
        registration.save(update_fields=["number", "key"])
        for other in patient.registrations.exclude(pk=registration.pk):
            other.save(update_fields=["key"])  # the name that it is found by
    return Identity.objects.bulk_create(made)


def holder_of(clinic: Clinic, number: str) -> Registration | None:
    """Who has a number at the clinic; capitals make no other number."""
    return Registration.objects.filter(clinic=clinic, number__iexact=number).select_related("patient").first()


class _number_is_free:  # reads as a condition where it is used
    """Refuses a number that was given to somebody else, perhaps a moment ago."""

    def __init__(self, clinic: Clinic, number: str) -> None:
        self.clinic, self.number = clinic, number

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        if kind is None or not issubclass(kind, IntegrityError):
            return
        holder = holder_of(self.clinic, self.number)
        whose = "" if holder is None else f": {holder.patient}"
        why = _("is another patient's number at this clinic") + whose
        mend = _("Look whether it is the same person; a number is given once.")
        raise BadInput([Fault("number", why, mend, self.number)]) from None
