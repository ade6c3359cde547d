"""How tests ask a policy about one of the made-up people in a clinic, and record a decision there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.test import Client

from clinics import about, page, signed_in, staff
from procerus.clinic.decisions.models import Decision
from procerus.clinic.people.models import Account, Patient

AUTUMN, AUGUST = "2026-11-01", "2026-08-17"
"""Days on which the made-up people may be asked about; both lie before the day of the tests."""
NOW = "2026-11-23T09:00:00+00:00"
LOOK_AGAIN = "2027-02-15"


def question(question: str = "start", as_of: str = AUTUMN, policy: str = "nice-ta260") -> dict[str, str]:
    """What an address says that asks NICE, or another."""
    return {"policy": policy, "question": question, "as_of": as_of}


def asked(client: Client, patient: Patient, said: Mapping[str, str]) -> str:
    """The page of a question."""
    answer = client.get(page("decide", patient), said)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def seen(html: str) -> str:
    """The mark of the state that a page shows."""
    found = re.search(r'name="seen" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def form(client: Client, patient: Patient, said: Mapping[str, str], **chosen: str) -> dict[str, str]:
    """What is sent by whoever opened the page of a question and chose this."""
    return {**about(patient), **said, "seen": seen(asked(client, patient, said)), **chosen}


def send(client: Client, patient: Patient, sent: Mapping[str, str]) -> Any:
    """Send the form."""
    return client.post(page("decision_record", patient), sent)


def decided(patient: Patient, said: Mapping[str, str], by: Account | None = None, **chosen: str) -> Decision:
    """A decision, recorded through the page."""
    client = signed_in(by or staff("doctor"))
    answer = send(client, patient, form(client, patient, said, **chosen))
    assert answer.status_code == 302, answer.content.decode()
    return Decision.objects.get(pk=answer["Location"].rstrip("/").split("/")[-1])


def words(html: str) -> str:
    """The words of a page, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def day(text: str) -> date:
    """A day as a test writes it."""
    return date.fromisoformat(text)
