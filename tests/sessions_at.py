"""A screen of a session, filled in, for tests: what a nurse or a doctor would have clicked and typed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

from django.test import Client

from clinics import a_patient, about, author, page, signed_in, staff
from procerus.clinic.injections.models import Session
from procerus.clinic.people.models import Account, Patient
from procerus.clinic.record.models import Kind
from procerus.clinic.record.writing import enter
from stocked import vials

SEEN = re.compile(r'name="seen" value="([0-9a-f]*)"')
LISTS = ("preventives", "toxin", "medicines", "conditions")


def asked_of_everything(patient: Patient, doctor: Account, **toxin: Any) -> None:
    """A record in which every list was asked for: no illness, no medicine, and the doses that are given."""
    for name in LISTS:
        enter(patient, Kind.ASKED, {"list": name}, author(doctor))
    if toxin:
        enter(patient, Kind.TOXIN, toxin, author(doctor), toxin["date"])


def ready(role: str = "doctor", **said: str) -> tuple[Client, Patient, Account]:
    """Somebody logged in, a patient of whom everything was asked, and a vial of 200 U in stock."""
    account, patient = staff(role), a_patient(**said)
    asked_of_everything(patient, account)
    vials()
    return signed_in(account), patient, account


def computed(
    client: Client, patient: Patient, form: dict[str, Any], name: str = "inject", **kwargs: Any
) -> str:
    """The page after a press of "compute"; the seal of the plan on it goes into the form."""
    answer = client.post(page(name, patient, **kwargs), form | about(patient) | {"compute": "1"})
    assert answer.status_code == 200, answer.content.decode()
    text = answer.content.decode()
    found = SEEN.search(text)
    form["seen"] = found[1] if found else ""
    return text


def filled(client: Client, patient: Patient, **said: Any) -> dict[str, Any]:
    """A sound screen with nothing out of the ordinary, its plan computed; `said` changes what is said."""
    from procerus.clinic.stock.models import Vial

    vial = str(Vial.objects.order_by("received_at").first().pk)  # type: ignore[union-attr]  # there is one
    form = {
        "birth_year": patient.born[:4], "protocol": "preempt", "product": "botox", "none_apply": "1",
        "vials": [vial], f"opened.{vial}": "00:00", "authority": "prescriber", "consent": "spoken",
        "revision": str(patient.revision),
    } | said  # fmt: skip
    computed(client, patient, form)
    return form


def recorded(
    client: Client, patient: Patient, form: dict[str, Any], outcome: str = "nothing-happened"
) -> Any:
    """The answer to a press of "record"."""
    return client.post(page("inject", patient), form | about(patient) | {"record": outcome})


def the_session(patient: Patient) -> Session:
    """The newest record of a patient."""
    found = Session.objects.filter(patient=patient).order_by("recorded_at").last()
    assert found is not None
    return found


def weeks_ago(weeks: int, today: date) -> str:
    """A day so many weeks before another."""
    return (today - timedelta(weeks=weeks)).isoformat()


def sentences(answer: Any) -> list[str]:
    """What a refused page says, sentence by sentence."""
    listed = re.search(r'<div class="faults".*?</div>', answer.content.decode(), re.DOTALL)
    found = [] if listed is None else re.findall(r"<li>(.*?)</li>", listed[0], re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", one)).strip() for one in found]
