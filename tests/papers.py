"""A paper diary of October 2026 that somebody types in, for tests."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from clinic.test_phones import Handset
from clinics import about, page
from procerus.clinic.people.models import Account, Care, Patient
from procerus.clinic.record.assembled import person
from procerus.criteria.bounds import Answer

FIRST = date(2026, 10, 1)
OCTOBER = {"from": "2026-10-01", "days": "month"}


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def cells(said: dict[int, dict[str, str]]) -> dict[str, str]:
    """What the form sends: by day of October, by column."""
    return {
        f"{name}.2026-10-{day:02}": text for day, columns in said.items() for name, text in columns.items()
    }


def typed(
    client: Client, patient: Patient, said: dict[int, dict[str, str]], status: int = 302, **asked: str
) -> str:
    """The answer to a month that staff typed in."""
    answer = client.post(page("diary_paper", patient), OCTOBER | asked | cells(said) | about(patient))
    assert answer.status_code == status, text_of(answer.content.decode())
    return answer.content.decode()


def shown(client: Client, patient: Patient, **asked: str) -> str:
    answer = client.get(page("diary_paper", patient), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def by_phone(patient: Patient, day: str, said: dict[str, str]) -> None:
    """What the app on a phone told the server."""
    phone = Handset(patient)
    phone.says(day, **said)
    phone.settles()


def counted(patient: Patient) -> tuple[int, int]:
    """Between how many days of October had a headache."""
    days = [person(patient).diary.day(FIRST + timedelta(days=number)).headache for number in range(31)]
    return days.count(Answer.YES), 31 - days.count(Answer.NO)


def a_carer(patient: Patient) -> Account:
    carer = Account.objects.create_user("carla@home.example", "Carla Example")
    Care.objects.create(carer=carer, patient=patient)
    return carer


def own(name: str, patient: Patient, **kwargs: Any) -> str:
    return reverse(name, kwargs={"patient": patient.pk} | kwargs)
