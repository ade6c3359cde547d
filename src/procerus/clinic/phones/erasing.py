"""A patient asks that what their phones told be erased; whoever answers for the clinic's records decides.

What is erased cannot be brought back: the key under which it was sealed is destroyed (`phones.keys`). What
clinicians wrote, and decisions with the facts they rested on, stay: the law on records asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from procerus.clinic.people.merging import everything_of
from procerus.clinic.people.models import Account, Patient
from procerus.clinic.phones.models import Erasure, Phone, Told
from procerus.clinic.phones.told import keys
from procerus.clinic.summaries.models import Summary
from procerus.faults import BadInput, Fault


def ask(patient: Patient, words: str, by: Account) -> Erasure | None:
    """The patient's wish, in their words; none where it was asked before and nobody has decided yet."""
    try:
        with transaction.atomic():
            return Erasure.objects.create(patient=patient, words=words.strip(), asked_by=by)
    except IntegrityError:
        return None


def erasures_of(patient: Patient) -> list[Erasure]:
    """What was asked and decided, newest first."""
    asked = Erasure.objects.filter(patient__in=everything_of([patient.pk]))
    return list(asked.select_related("asked_by", "decided_by").order_by("-asked_at"))


def decide(erasure: Erasure, granted: bool, reason: str, by: Account) -> None:
    """Erase, or say why not. Raises BadInput where no reason is given or somebody else has decided."""
    if not reason.strip():
        raise BadInput([Fault("reason", _("is missing"), _("The patient is told why."))])
    decided = Erasure.objects.filter(pk=erasure.pk, decided_at=None).update(
        granted=granted, reason=reason.strip(), decided_by=by, decided_at=timezone.now()
    )
    if not decided:
        raise BadInput([Fault("erasure", _("was decided by somebody else in the meantime"))])
    if granted:
        _erase(erasure.patient, by)


def _erase(patient: Patient, by: Account) -> None:
    """End the phones, so that none tells everything again, then destroy the keys: that comes last of all."""
    group = everything_of([patient.pk])
    Phone.objects.filter(patient__in=group, ended=None).update(ended=timezone.now(), ended_by=by)
    last = dict(Told.objects.filter(patient__in=group).values_list("patient").annotate(last=Max("number")))
    Summary.objects.filter(patient__in=group).delete()
    transaction.on_commit(partial(_destroy, last))


def _destroy(last: Mapping[UUID, int]) -> None:
    own = keys()
    for patient, upto in last.items():
        own.destroy(patient, upto)
