"""Decisions, sessions and entries of a clinic whose numbers were counted by hand, for tests of the audit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from clinics import a_clinic, staff
from procerus.clinic.decisions.models import Decision
from procerus.clinic.injections.models import Session
from procerus.clinic.people.models import Account, Clinic, Patient
from procerus.clinic.record.models import Entry
from procerus.clinic.record.writing import Author, enter

LOT = {"lot": "C8841", "expiry": "2028-03", "given": 155, "discarded": 45}


def somebody(clinic: Clinic) -> Account:
    """One nurse for all that is written down at a clinic."""
    found = Account.objects.filter(memberships__clinic=clinic, memberships__role="nurse").first()
    return found or staff("nurse", clinic)


def a_decision(
    patient: Patient,
    on: date,
    question: str = "start",
    choice: str = "start",
    answers: Mapping[str, str] | None = None,
    reason: str = "",
    answered_days: int | None = 30,
    compared: tuple[str, ...] = ("stop_no_response",),
    clinic: Clinic | None = None,
    snapshot: Mapping[str, Any] | None = None,
    holds: bool = True,
) -> Decision:
    """A recorded decision at which criteria were answered so, with so many answered days in the diary."""
    where = clinic or a_clinic()
    found = {"baseline.headache_days.total": [20, 20], "after_two.headache_days.total": [42, 42]}
    made = snapshot or {
        "decision": {
            "reasons": [
                {
                    "criterion": name,
                    "answer": answer,
                    "found": found if name in compared else {"age": [40, 40]},
                }
                for name, answer in (answers or {}).items()
            ]
        },
        "facts": {} if answered_days is None else {"diary": _diary(on, answered_days)},
    }
    return Decision.objects.create(
        clinic=where, patient=patient, policy="nice-ta260", question=question, as_of=on, answer="yes",
        holds=holds, same_under_all_readings=True, choice=choice, departs=bool(reason), reason=reason,
        snapshot=json.dumps(made), key="x", signature="x", revision=1, by=somebody(where), by_name="x",
        role="nurse", at=datetime.combine(on, time(10), UTC),
    )  # fmt: skip


def _diary(on: date, answered: int) -> list[dict[str, str]]:
    return [{"date": str(on - timedelta(days=back)), "headache": "yes"} for back in range(1, answered + 1)]


def given(
    patient: Patient,
    *days: date,
    clinic: Clinic | None = None,
    vials: list[dict[str, Any]] | None = None,
    units: tuple[float, float] = (155, 45),
    product: str = "botox",
) -> list[Session]:
    """Recorded sessions, each with its vials."""
    where = clinic or a_clinic()
    follows = {
        "vials": [LOT] if vials is None else vials, "total_units": units[0], "discarded_units": units[1]
    }  # fmt: skip
    return [
        Session.objects.create(
            clinic=where, patient=patient, day=day, at=datetime.combine(day, time(9), UTC),
            protocol="preempt", product=product, written={}, follows=follows, by=somebody(where),
        )
        for day in days
    ]  # fmt: skip


def noted(patient: Patient, kind: str, data: Mapping[str, Any], clinic: Clinic | None = None) -> Entry:
    """An entry of the record."""
    where = clinic or a_clinic()
    return enter(patient, kind, data, Author(None, "nurse", where), str(data.get("date") or ""))
