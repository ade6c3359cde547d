"""The signature under a decision, by the key of the installation: any byte changed afterwards is seen."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from enum import StrEnum
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from procerus.clinic.decisions.models import Decision, Pack

FORMAT = "decision/1"


class State(StrEnum):
    """What a signature says of a decision."""

    GENUINE = "genuine"
    CHANGED = "changed"
    OTHER_KEY = "other-key"
    """Signed elsewhere, or by a key that was lost: it cannot be told here."""


def canonical(value: object) -> str:
    """JSON in the one way in which it is signed: keys in order, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def digest_of(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def signed(decision: Decision) -> Decision:
    """The decision with this installation's signature under everything it says."""
    secret = _secret_key(settings.INSTALLATION.secret("signing"))
    decision.key = _hex(secret.public_key())
    decision.signature = secret.sign(said_by(decision)).hex()
    return decision


def is_genuine(decision: Decision) -> bool:
    """Whether nothing of the decision, of its snapshot or of the packs behind it was changed."""
    return state_of(decision) is State.GENUINE


def state_of(decision: Decision) -> State:
    """What the signature says."""
    own = _secret_key(settings.INSTALLATION.secret("signing")).public_key()
    if decision.key != _hex(own):
        return State.OTHER_KEY
    try:
        own.verify(bytes.fromhex(decision.signature), said_by(decision))
    except (InvalidSignature, ValueError):
        return State.CHANGED
    return State.GENUINE if _packs_are_whole(decision) else State.CHANGED


def said_by(decision: Decision) -> bytes:
    """Everything that is signed: who decided what about whom, when, and on which snapshot."""
    one = decision
    said = {
        "procerus": FORMAT,
        "id": str(one.pk), "clinic": str(one.clinic_id), "patient": str(one.patient_id),
        "policy": one.policy, "question": one.question, "as_of": one.as_of.isoformat(),
        "baseline": one.baseline and one.baseline.isoformat(),
        "answer": one.answer, "holds": one.holds, "same_under_all_readings": one.same_under_all_readings,
        "choice": str(one.choice), "departs": one.departs, "reason": one.reason,
        "stop_reason": one.stop_reason, "stopped_on": one.stopped_on and one.stopped_on.isoformat(),
        "review_on": one.review_on and one.review_on.isoformat(),
        "revision": one.revision, "by": str(one.by_id), "by_name": one.by_name, "role": one.role,
        "at": one.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "key": one.key, "snapshot": one.snapshot,
    }  # fmt: skip
    return canonical(said).encode("ascii")


def _packs_are_whole(decision: Decision) -> bool:
    """Whether every pack that the snapshot names is here, with the text that its digest is of."""
    named = set(json.loads(decision.snapshot)["packs"].values())
    found = dict(Pack.objects.filter(digest__in=named).values_list("digest", "text"))
    return found.keys() == named and all(digest_of(text) == digest for digest, text in found.items())


@lru_cache(maxsize=4)
def _secret_key(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def _hex(key: Ed25519PublicKey) -> str:
    return key.public_bytes_raw().hex()
