"""The four kinds of dossier: what each is called, which questions it may ask, what it leaves to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

DECISION = "The clinician's decision"
REASON = "The reason, and where it departs from the computed answer, why"
LOOK_AGAIN = "When to look again"
NAME_AND_ROLE = "Name and role"
DATE = "Date"
"""Blanks of a shared decision that may be filled in before it is printed."""
KindName = Literal["prior-authorisation", "renewal", "appeal", "shared-decision"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of dossier. The first question is asked where neither criteria nor treatment choose."""

    name: KindName
    title: str
    questions: tuple[str, ...]
    opening: str
    refusal: bool = False  # it answers a refusal
    blanks: tuple[str, ...] = (NAME_AND_ROLE, "Signature", DATE)
    options: Mapping[str, tuple[str, ...]] | None = None


_OPTIONS = {
    "start": (
        "Begin botulinum toxin and look again as the policy says",
        "Another preventive medicine",
        "No preventive for now, with a diary and a date to look again",
        "Something else",
    ),
    "continue": (
        "The next session of botulinum toxin",
        "A pause, with a diary and a date to look again",
        "Another preventive medicine",
        "Something else",
    ),
    "restart": (
        "Begin botulinum toxin again and look again as the policy says",
        "Another preventive medicine",
        "No preventive for now, with a diary and a date to look again",
        "Something else",
    ),
}
KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "prior-authorisation",
            "Request for prior authorisation",
            ("start",),
            "This letter states the facts on which botulinum toxin for chronic migraine is requested, and for"
            " each criterion of the policy the datum that answers it.",
        ),
        Kind(
            "renewal",
            "Request for renewal",
            ("continue",),
            "This letter states the facts on which the next sessions of botulinum toxin for chronic migraine"
            " are requested, and for each criterion of the policy the datum that answers it.",
        ),
        Kind(
            "appeal",
            "Appeal against a refusal",
            ("start", "continue"),
            "This letter asks for a refusal to be looked at again. It states for each criterion of the policy"
            " the datum that answers it, beginning with those on which the refusal rests.",
            refusal=True,
        ),
        Kind(
            "shared-decision",
            "Record of a shared decision",
            ("start", "continue", "restart"),
            "A record for the clinic: what the policy's criteria come to, what can be done, what the patient"
            " wishes, and what the clinician decides and why. It is not a letter to the patient.",
            blanks=(
                "What matters to the patient",
                "What the patient wishes",
                DECISION,
                REASON,
                LOOK_AGAIN,
                NAME_AND_ROLE,
                "Signature",
                DATE,
            ),
            options=_OPTIONS,
        ),
    )
}
