"""The letters there are, and how each is composed from the facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from procerus.clinic.decisions.models import Decision
from procerus.clinic.injections.models import Session
from procerus.clinic.injections.reading import live
from procerus.clinic.letters import said_of
from procerus.clinic.letters.frame import About, Content, letter
from procerus.clinic.letters.models import LetterKind
from procerus.clinic.letters.parts import Part, facts, heading, listed, said, signed, ticks, warned
from procerus.clinic.look.emergency import emergency
from procerus.clinic.look.templatetags.look import day as in_words
from procerus.clinic.people.models import Patient
from procerus.clinic.record.models import Kind as RecordKind
from procerus.clinic.record.reading import data_of
from procerus.exchange.letters.facts import Facts
from procerus.packs.adverse_events import adverse_events
from procerus.packs.products import products
from procerus.pathway.recorded import INDICATION


@dataclass(frozen=True, slots=True)
class Known:
    """What a letter may be written from. What is None is not recorded."""

    facts: Facts
    decision: Decision | None
    session: Session | None
    appointment: datetime | None


def lacking(kind: str, patient: Patient) -> str:
    """In words what a kind of letter is about and the record does not have; empty where there is one."""
    if kind == LetterKind.INJECTION and not live(patient.pk).exists():
        return _("No session is recorded here yet.")
    if kind == LetterKind.RENEWAL and not (
        live(patient.pk).exists() or any(map(_against_migraine, data_of(patient.pk, RecordKind.TOXIN)))
    ):
        return _("No treatment is recorded that could be renewed.")
    return ""


def _against_migraine(dose: Mapping[str, Any]) -> bool:
    """One of which nobody knows what it was for may have been."""
    return dose.get("indication") in (None, "", INDICATION)


@dataclass(frozen=True, slots=True)
class Described:
    """What a kind of letter is for, as the list of letters says it."""

    kind: str
    label: str | Promise
    hint: str | Promise
    own_words: bool = True
    dossier: bool = False
    """Whether it is a dossier of exchange/letters, which is in the policy's language."""


DESCRIBED: Mapping[str, Described] = {
    one.kind: one
    for one in (
        Described(LetterKind.GP, lazy("Letter to the GP"), lazy("Where things stand, in figures.")),
        Described(
            LetterKind.DECISION, lazy("Letter on the decision"),
            lazy("To the patient: what was decided, and why."),
        ),
        Described(
            LetterKind.PRIOR_AUTHORISATION, lazy("Request for prior authorisation"),
            lazy("For a payer: every criterion with the datum that answers it."), False, True,
        ),
        Described(
            LetterKind.RENEWAL, lazy("Request for renewal"),
            lazy("For a payer: what came of the treatment so far."), False, True,
        ),
        Described(
            LetterKind.APPEAL, lazy("Appeal against a refusal"),
            lazy("For a payer: begins with the criteria that were refused."), False, True,
        ),
        Described(
            LetterKind.SHARED_DECISION, lazy("Record of a shared decision"),
            lazy("For the clinic, to be filled in together."), False, True,
        ),
        Described(
            LetterKind.CONSENT, lazy("Consent form"), lazy("To be read and signed before a session."), False
        ),
        Described(
            LetterKind.INJECTION, lazy("Record of the last session"), lazy("To be signed and kept."), False
        ),
        Described(
            LetterKind.LEAFLET, lazy("Leaflet after a session"), lazy("To take home: what to watch for.")
        ),
    )
}  # fmt: skip


def gp(about: About, known: Known, language: str) -> Content:
    """To the family doctor: the counts, what was tried, what is decided, what comes next."""
    parts = [
        *said_of.decided(known.decision),
        *said_of.headache_days(known.facts),
        *said_of.medicine_days(known.facts),
        *said_of.preventives(known.facts),
        *said_of.sessions(known.facts),
        *_next(known),
        signed([_("Name and role"), _("Signature"), _("Date")]),
    ]
    return letter(_("Botulinum toxin for chronic migraine: where things stand"), language, about, parts)


def decision(about: About, known: Known, language: str) -> Content:
    """To the patient: what was decided and why, and what the decision rests on. Never a verdict."""
    parts = [
        *said_of.decided(known.decision),
        *said_of.headache_days(known.facts),
        *_next(known),
        said(_("The figures come from your diary. If one of them is not what you remember, tell us.")),
        warned(emergency()),
        signed([_("Name and role"), _("Signature"), _("Date")]),
    ]
    return letter(_("What was decided about your treatment"), language, about, parts)


def consent(about: About, known: Known, language: str) -> Content:
    """What has to be said before a session, to be read together and signed."""
    events = adverse_events()
    named = events.terms.values()
    usual = [_name(one.name, one.german, language) for one in named if one.in_label_list]
    signs = [_name(one.name, one.german, language) for one in named if one.warning]
    parts = [
        said(_("Botulinum toxin is injected into muscles of the head, the neck and the shoulders, in many"
               " small doses. Some weeks lie between two sessions. Whether it helps shows in the diary.")),
        heading(_("What may happen")),
        listed(usual),
        said(_("Rarely the toxin spreads beyond the place of injection:")),
        listed(signs),
        warned(emergency()),
        heading(_("To be spoken about")),
        ticks(
            _("Please mark what was spoken about."),
            [
                _("what is done, and where"), _("what may happen, and what to do then"),
                _("what else could be done, and doing nothing"),
                _("allergies, pregnancy, breast-feeding, illnesses of nerves or muscles, other medicines"),
                _("toxin from somebody else, for anything, in the last months"),
                _("I may take my consent back at any time."),
            ],
        ),
        said(_("These sentences are a frame for the clinic's own words. Nobody has reviewed them for patients"
               " yet.")),
        signed([_("Patient"), _("Clinician"), _("Date")]),
    ]  # fmt: skip
    return letter(_("Consent to a session of botulinum toxin"), language, about, parts)


def leaflet(about: About, known: Known, language: str) -> Content:
    """To take home: what was given, what to watch for, whom to call, when to come again."""
    events = adverse_events()
    usual = [_name(one.name, one.german, language) for one in events.terms.values() if one.in_label_list]
    parts = [
        *_given(known),
        heading(_("What may come in the next days and weeks")),
        listed(usual),
        said(_("Write it into your diary and tell us. We ask you again about it.")),
        warned(emergency()),
        heading(_("Your diary")),
        said(_("One answer a day is enough: headache, or no headache. A day without an answer stays open; it"
               " is never counted as a day without headache.")),
        *_next(known),
    ]  # fmt: skip
    return letter(_("After your session"), language, about, parts)


def _given(known: Known) -> Iterator[Part]:
    yield heading(_("What you were given"))
    session = known.session
    if session is None:
        yield said(_("No session is recorded here yet."))
        return
    product = products().get(session.product)
    follows = session.follows
    yield facts(
        [
            (_("Day"), in_words(session.day)),
            (_("Product"), product.title if product else session.product),
            (_("Dose"), f"{follows['total_units']} U"),
            (_("Sites"), str(follows["sites"])),
            (_("Lots"), ", ".join(sorted({one["lot"] for one in follows["vials"]}))),
            (_("Not again before"), in_words(follows["next_day"])),
        ]
    )


def _next(known: Known) -> Iterator[Part]:
    if known.appointment is not None:
        yield heading(_("Next appointment"))
        yield said(f"{in_words(known.appointment.date())}, {known.appointment:%H:%M}")


def _name(english: str, german: str, language: str) -> str:
    return german if language.startswith("de") else english


COMPOSED = {
    LetterKind.GP: gp,
    LetterKind.DECISION: decision,
    LetterKind.CONSENT: consent,
    LetterKind.LEAFLET: leaflet,
}
