"""What phones told, kept in order: taken once, acknowledged when durable, and read again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Max, QuerySet

from procerus.clinic.people.merging import everything_of, kept_of
from procerus.clinic.phones.keys import Keys
from procerus.clinic.phones.models import Parked, Phone, Told
from procerus.sync.shelf import Verdict, verdict
from procerus.sync.statement import Statement, read

LATEST = dict[str, tuple[int, str]]
"""For each device place and digest of the latest of its statements."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One statement as somebody reads it again: what was said, by whose phone, and when it came."""

    patient: UUID
    statement: Statement
    phone: UUID
    received_at: datetime
    ahead_ms: int | None


def keys() -> Keys:
    """The keys of this installation."""
    return Keys(settings.INSTALLATION.folder)


def epoch(patient: UUID) -> str:
    """The life of a patient's diary here: another after data were restored, and after an erasure.

    The installation's part of it is in no backup, so that restored data have another.
    """
    life = settings.INSTALLATION.secret("life", "id").hex()[:32]
    return f"{life}.{erased_upto(patient)}"


def erased_upto(patient: UUID) -> int:
    """The number up to which everything that was told under this registration was erased."""
    return keys().erased().get(patient, 0)


def take(phone: Phone, statements: Sequence[Statement], ahead_ms: int | None) -> dict[str, Verdict]:
    """Keep what is new, in the order in which it came. Returns what became of each.

    After one of a device that is not taken the others of it wait: they have their place after it.
    To be called in a transaction that has locked the patient; what is NEW or SAME may be acknowledged
    after it was committed.
    """
    own, life = keys(), erased_upto(phone.patient_id)
    mark = partial(own.mark, phone.patient_id)
    mine = Told.objects.filter(patient=phone.patient_id, life=life)
    held = {str(pk): digest for pk, digest in mine.filter(statement__in=[one.id for one in statements])
            .values_list("statement", "digest")}  # fmt: skip
    latest = _latest(mine, {one.device for one in statements})
    number = mine.aggregate(last=Max("number"))["last"] or life
    verdicts: dict[str, Verdict] = {}
    rows: list[Told] = []
    stopped: set[str] = set()
    for one in statements:
        if one.device in stopped:
            continue
        said = verdict(one, held.get(one.id), latest.get(one.device, (0, "")), mark)
        verdicts.setdefault(one.id, said)
        if said is Verdict.NEW:
            rows.append(_row(own, phone, one, life, number + len(rows) + 1, ahead_ms))
            held[one.id] = rows[-1].digest
            latest[one.device] = (one.seq, rows[-1].digest)
        elif said is not Verdict.SAME:
            stopped.add(one.device)
    Told.objects.bulk_create(rows)
    return verdicts


def _latest(mine: QuerySet[Told], devices: Iterable[str]) -> LATEST:
    found: LATEST = {}
    for device in devices:
        if row := mine.filter(device=device).order_by("-seq").values_list("seq", "digest").first():
            found[device] = row
    return found


def _row(own: Keys, phone: Phone, one: Statement, life: int, number: int, ahead_ms: int | None) -> Told:
    sealed = own.seal(phone.patient_id, one.canonical(), _about(number))
    return Told(
        patient_id=phone.patient_id, life=life, number=number, statement=one.id, device=one.device,
        seq=one.seq, digest=own.mark(phone.patient_id, one.digest()), sealed=sealed, phone=phone,
        ahead_ms=ahead_ms,
    )  # fmt: skip


def _about(number: int) -> bytes:
    return f"statement {number}".encode()


def park(phone: Phone, wire: object, why: str) -> bool:
    """Keep what cannot be taken, once, for somebody to look at. Whether it is the first time."""
    words = json.dumps(wire, ensure_ascii=False, sort_keys=True).encode(errors="surrogatepass")
    own = keys()
    digest = own.mark(phone.patient_id, sha256(words).hexdigest())
    if Parked.objects.filter(patient=phone.patient_id, digest=digest).exists():
        return False
    sealed = own.seal(phone.patient_id, words, digest.encode())
    Parked.objects.create(
        patient_id=phone.patient_id, life=erased_upto(phone.patient_id), phone=phone, digest=digest,
        sealed=sealed, why=why,
    )  # fmt: skip
    return True


def parked_among(rows: Iterable[Parked]) -> list[Parked]:
    """Of what could not be taken, what was not erased since."""
    gone = keys().erased()
    return [one for one in rows if one.life == gone.get(one.patient_id, 0)]


def set_apart(patients: Sequence[UUID]) -> list[str]:
    """What was parked, in the words in which it came."""
    own = keys()
    rows = Parked.objects.filter(patient__in=everything_of(patients)).order_by("at")
    return [
        words.decode(errors="replace")
        for one in parked_among(rows)
        for words in own.unseal(one.patient_id, [(bytes(one.sealed), one.digest.encode())])
    ]


def after(patient: UUID, number: int, most: int) -> list[Mapping[str, Any]]:
    """The statements of one registration after a number, as they were told.

    A phone counts from the first that was not erased.
    """
    first = number + keys().erased().get(patient, 0)
    rows = Told.objects.filter(patient=patient, number__gt=first).order_by("number")[:most]
    sealed = [(bytes(one.sealed), _about(one.number)) for one in rows]
    return [json.loads(words) for words in keys().unseal(patient, sealed)]


def _whose(patients: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """Which person each registration belongs to; of one person, every row that is found is theirs."""
    return defaultdict(lambda: patients[0]) if len(patients) == 1 else kept_of(patients)


def heard_of(patients: Sequence[UUID], kept: Mapping[UUID, UUID] | None = None) -> dict[UUID, list[Heard]]:
    """Everything that the phones of these persons told, under the registration that is kept."""
    whose = _whose(patients) if kept is None else kept
    own = keys()
    gone = own.erased()
    rows: dict[UUID, list[Told]] = defaultdict(list)
    for row in Told.objects.filter(patient__in=everything_of(patients)).order_by("patient", "number"):
        if row.number > gone.get(row.patient_id, 0):
            rows[row.patient_id].append(row)
    found: dict[UUID, list[Heard]] = defaultdict(list)
    for patient, of in rows.items():
        opened = own.unseal(patient, ((bytes(one.sealed), _about(one.number)) for one in of))
        found[whose[patient]] += [
            Heard(patient, read(json.loads(words)), one.phone_id, one.received_at, one.ahead_ms)
            for one, words in zip(of, opened, strict=True)
        ]
    return found
