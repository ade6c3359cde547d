"""What a phone asks and is answered, as JSON (docs/reference/diary-sync.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import public
from procerus.clinic.access.reach import own_role
from procerus.clinic.look.fields import plain_whole
from procerus.clinic.people.codes import TriedTooOften, wrong_try
from procerus.clinic.people.merging import home_clinic, ids_of
from procerus.clinic.people.models import Account, Patient
from procerus.clinic.people.own import next_appointments
from procerus.clinic.people.seen_by import seen_by
from procerus.clinic.phones.erasing import ask
from procerus.clinic.phones.joining import NotJoined, end, join, phones_of
from procerus.clinic.phones.models import Phone
from procerus.clinic.phones.reach import for_phone, problem
from procerus.clinic.phones.told import after, epoch, park, take
from procerus.clinic.trail.chain import Happened, append
from procerus.clinic.trail.models import Kind
from procerus.faults import BadInput
from procerus.sync.shelf import Verdict
from procerus.sync.statement import Statement, read

MOST_PUSHED, MOST_PULLED = 200, 2_000
LARGEST = 1_000_000  # bytes of one request
KEPT = (Verdict.NEW, Verdict.SAME)
UNREADABLE_BODY, TOO_LARGE, TOO_OFTEN = 400, 413, 429


class Unreadable(Exception):
    """The body of a request is not what it should be. Its argument says what."""


@csrf_exempt
@public("somebody with a code has no token yet; it shows nothing before the code was right")
def joined(request: HttpRequest) -> HttpResponse:
    """Join a phone by a code. The token in the answer is shown this once."""
    sources = [f"address {get_adapter().get_client_ip(request)}"]
    try:
        said = _body(request)
        code, name = (_text(said, key) for key in ("code", "phone"))
        with transaction.atomic():
            phone, token = join(code, name, sources)
            role = own_role(phone.account, phone.patient)
            append([Happened(Kind.WRITE, "phones.joined", phone.account_id, role, None, phone.patient_id,
                             {"phone": str(phone.pk)})])  # fmt: skip
    except Unreadable as why:
        return problem("request", str(why), UNREADABLE_BODY)
    except NotJoined:
        wrong_try(*sources)
        return problem("code", _("This code cannot be used. Make another one on your page."), UNREADABLE_BODY)
    except TriedTooOften:
        return problem("too-often", _("Too many wrong codes today. Try again tomorrow."), TOO_OFTEN)
    return JsonResponse({"token": token} | _whose(phone.account, role, phone.patient))


@for_phone("phones.push", "POST")
def pushed(at: At, phone: Phone) -> HttpResponse:
    """Take statements. What is acknowledged here is durable when the answer leaves."""
    try:
        said = _body(at.request)
        wires = said.get("statements")
        if not isinstance(wires, list) or len(wires) > MOST_PUSHED:
            raise Unreadable(f"statements is not a list of at most {MOST_PUSHED}")
    except Unreadable as why:
        too_large = int(at.request.headers.get("Content-Length") or 0) > LARGEST
        return problem("request", str(why), TOO_LARGE if too_large else UNREADABLE_BODY)
    readable, refused = _read(phone, wires)
    verdicts = take(phone, readable, _ahead(at, said.get("now")))
    taken = [one for one, verdict in verdicts.items() if verdict in KEPT]
    refused += [[one, verdict.value] for one, verdict in verdicts.items() if verdict not in KEPT]
    parked = sum(_parked(phone, one) for one in readable if verdicts.get(one.id) is Verdict.OTHER_WORDS)
    new = sum(verdict is Verdict.NEW for verdict in verdicts.values())
    if new or parked or any(why == Verdict.UNREADABLE for _id, why in refused):
        at.wrote("phones.told", phone=str(phone.pk), statements=new)
    clock = int(at.now.timestamp() * 1000)
    return JsonResponse(
        {"epoch": epoch(phone.patient_id), "taken": taken, "refused": refused, "clock": clock}
    )


@gzip_page  # only here: nothing of the asker's own making stands beside anything secret
@for_phone("phones.pull", "GET")
def pulled(at: At, phone: Phone) -> HttpResponse:
    """Statements after a number, oldest first."""
    asked = at.request.GET
    number = _whole(asked.get("after", ""), 0)
    most = min(_whole(asked.get("most", ""), MOST_PULLED), MOST_PULLED)
    found = after(phone.patient_id, number, most + 1)
    said = {"epoch": epoch(phone.patient_id), "after": number, "more": len(found) > most}
    said["statements"] = found[:most]
    return HttpResponse(json.dumps(said, ensure_ascii=False), content_type="application/json")


@for_phone("phones.about", "GET")
def about(at: At, phone: Phone) -> HttpResponse:
    """Whose diary it is, what comes next, who read it, and which phones are joined."""
    coming = [
        {"at": one.at.astimezone(at.zone).isoformat(timespec="minutes"), "clinic": one.clinic.name}
        for one in next_appointments(at.patient)[:1]
    ]
    seen = [one for one in seen_by(ids_of(at.patient), at.zone, at.account).lines if not one.own]
    readers = [
        {"day": one.day.isoformat(), "name": one.who, "role": one.role, "clinic": one.clinic, "did": one.did}
        for one in seen
    ]
    phones = [_named(at, one) | {"this": one.pk == phone.pk} for one in phones_of(at.patient)]
    said = {"next_appointment": coming[0] if coming else None, "readers": readers, "phones": phones}
    return JsonResponse(_whose(at.account, at.role, at.patient) | said)


@for_phone("phones.leave", "POST")
def left(at: At, phone: Phone) -> HttpResponse:
    """The phone is joined no more. What it told stays with the clinic."""
    if end(phone, at.account):
        at.wrote("phones.left", phone=str(phone.pk))
    return JsonResponse({})


@for_phone("phones.erasure", "POST")
def asked_to_erase(at: At, phone: Phone) -> HttpResponse:
    """The patient asks that what the phones told be erased; the clinic decides."""
    try:
        words = _text(_body(at.request), "words")
    except Unreadable as why:
        return problem("request", str(why), UNREADABLE_BODY)
    asked = ask(at.patient, words, at.account)
    if asked is not None:
        at.wrote("phones.erasure.asked", erasure=str(asked.pk))
    return JsonResponse({})


def _named(at: At, phone: Phone) -> dict[str, Any]:
    return {"name": phone.name, "since": phone.since.astimezone(at.zone).date().isoformat()}


def _whose(account: Account, role: str, patient: Patient) -> dict[str, Any]:
    clinic = home_clinic(patient)
    return {
        "holder": {"name": account.name, "role": role},
        "person": {"name": f"{patient.given} {patient.family}", "born": patient.born},
        "clinic": {
            "name": "" if clinic is None else clinic.name,
            "phone": "" if clinic is None else clinic.phone,
        },
    }


def _read(phone: Phone, wires: Iterable[object]) -> tuple[list[Statement], list[list[str]]]:
    """The statements that can be read; the others are kept apart and refused."""
    readable: list[Statement] = []
    refused: list[list[str]] = []
    for wire in wires:
        try:
            readable.append(read(wire))
        except BadInput:
            park(phone, wire, Verdict.UNREADABLE)
            named = wire.get("id") if isinstance(wire, Mapping) else None
            refused.append([str(named)[:40], Verdict.UNREADABLE])
    return readable, refused


def _parked(phone: Phone, one: Statement) -> bool:
    return park(phone, one.wire(), Verdict.OTHER_WORDS)


def _ahead(at: At, now: object) -> int | None:
    """By how many milliseconds the phone's clock is ahead; None where it does not say."""
    try:
        said = datetime.fromisoformat(str(now))
        return round((said - at.now).total_seconds() * 1000)
    except (ValueError, TypeError):
        return None


def _body(request: HttpRequest) -> Mapping[str, Any]:
    if request.content_type != "application/json":
        raise Unreadable("is not JSON")
    if len(request.body) > LARGEST:
        raise Unreadable(f"is larger than {LARGEST} bytes")
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Unreadable("is not JSON") from None
    if not isinstance(said, Mapping):
        raise Unreadable("is not an object")
    return said


def _text(said: Mapping[str, Any], key: str) -> str:
    value = said.get(key, "")
    if not isinstance(value, str) or len(value) > 2_000:
        raise Unreadable(f"{key} is not a text of at most 2000 signs")
    return value.replace("\0", "")


def _whole(text: str, other: int) -> int:
    number = plain_whole(text)
    return other if number is None else number
