"""Why a screen was refused: each reason a sentence with a subject, and the place where it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from procerus.faults import Fault

FIELDS = {
    "birth_year": ("birth_year",),
    "correction_why": ("correction_why", "replaces"),
    "findings": ("findings", "finding", "ticks", "tick", "overrides", "aside"),
    "none_apply": ("none_apply", "check"),
    "infected": ("infection",),
    "inr": ("inr",),
    "authority": ("authority",),
    "authority_text": ("authority_text",),
    "consent": ("consent",),
    "consent_how": ("consent_how",),
    "consent_on": ("consent_on",),
    "vials": ("vials", "opened"),
    "complications": ("complications",),
    "protocol": ("protocol",),
    "product": ("product",),
    "dilution": ("dilution",),
    "began": ("began", "at"),
    "supervisor": ("supervisor",),
    "sites": ("sites", "given", "differences", "extra", "omit", "dose", "units", "why"),
}
"""The places of the screen, each with the first words of the faults that are mended there."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A sentence, and the place on the screen where it is mended."""

    text: str
    field: str


def refusals(faults: Iterable[Fault]) -> list[Refusal]:
    """The faults as they are read on the screen, each once."""
    return list(dict.fromkeys(Refusal(sentence_of(fault), field_of(fault.where)) for fault in faults))


def sentence_of(fault: Fault) -> str:
    """A fault as a sentence: its subject is what was typed, else what it is about."""
    subject = fault.value or _subject(fault.where)
    said = f"{subject} {fault.why}. {fault.mend}".strip()
    return said[:1].upper() + said[1:]


def field_of(where: str) -> str:
    """The id of the place on the screen that a fault is about."""
    head = _parts(where)[0]
    return next((field for field, heads in FIELDS.items() if head in heads), "summary")


def _parts(where: str) -> list[str]:
    return where.replace("[", ".").replace(" ", ".").split(".")


def _subject(where: str) -> str:
    parts, words = _parts(where), nouns()
    return words.get(parts[-1]) or words.get(parts[0]) or where


def nouns() -> Mapping[str, str]:
    """What the parts of a screen are called in a sentence."""
    return {
        "birth_year": _("the year of birth"),
        "correction_why": _("the reason for the correction"),
        "findings": _("whether anything stops the session"),
        "tick": _("a caution"),
        "aside": _("a finding"),
        "reason": _("the reason for setting it aside"),
        "second": _("the second person"),
        "password": _("the password of the second person"),
        "none_apply": _("today's questions"),
        "check": _("one of today's questions"),
        "inr": _("the INR"),
        "authority": _("what allows the injection"),
        "authority_text": _("the number of the direction"),
        "consent": _("consent"),
        "consent_how": _("how consent was given"),
        "consent_on": _("the day of consent"),
        "vials": _("vials"),
        "complications": _("events at once after the injection"),
        "began": _("the beginning of the injection"),
        "at": _("the time of the session"),
        "plan": _("the plan"),
        "record": _("a session of this day"),
        "given": _("what was given"),
        "extra": _("the number of extra sites"),
        "dose": _("the dose"),
    }
