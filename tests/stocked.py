"""Vials in stock and recorded sessions, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from clinics import a_clinic, staff
from procerus.clinic.injections.models import Session
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.stock.models import Owner, Vial
from procerus.clinic.stock.receiving import Delivery, receive

RECEIVED_ON = date(2026, 1, 5)


def vials(
    clinic: Clinic | None = None,
    product: str = "botox",
    units: int = 200,
    lot: str = "C8841",
    expiry: str = "2028-03",
    number: int = 1,
    owner: str = Owner.CLINIC,
    patient: Patient | None = None,
) -> list[Vial]:
    """Vials that were received."""
    delivery = Delivery(product, units, lot, expiry, number, owner, patient)
    return receive(clinic or a_clinic(), delivery, None, RECEIVED_ON)


def a_session(
    patient: Patient,
    day: date = date(2026, 11, 26),
    clinic: Clinic | None = None,
    product: str = "botox",
    **said: Any,
) -> Session:
    """A recorded session; the same one where the patient had one that day already."""
    where = clinic or a_clinic()
    old = Session.objects.filter(patient=patient, day=day).first()
    return old or Session.objects.create(
        clinic=where, patient=patient, day=day, at=datetime.combine(day, time(9), UTC), protocol="preempt",
        product=product, by=staff("nurse", where), **({"written": {}, "follows": {}} | said),
    )  # fmt: skip
