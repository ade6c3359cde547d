"""Write a letter: gather what it rests on, compose it, set it, and keep it as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils import timezone, translation

from procerus.clinic.access.at import At
from procerus.clinic.appointments.models import Appointment, State
from procerus.clinic.decisions.models import Decision
from procerus.clinic.injections.models import Session
from procerus.clinic.letters import frame, kinds
from procerus.clinic.letters.models import Letter, LetterKind
from procerus.clinic.look.demonstration import marked
from procerus.clinic.record.assembled import person
from procerus.clinic.summaries.summary import policy_of
from procerus.criteria.bounds import Answer
from procerus.exchange.letters.compose import compose
from procerus.exchange.letters.dossier import dossier
from procerus.exchange.letters.facts import gather
from procerus.exchange.letters.kinds import KINDS
from procerus.exchange.letters.pdf import as_pdf as dossier_pdf
from procerus.exchange.letters.session_sheet import as_pdf as sheet_pdf
from procerus.exchange.letters.session_sheet import sheet_of
from procerus.exchange.sessions.session_file import session_from
from procerus.faults import BadInput, Fault
from procerus.packs.anatomy import Language
from procerus.pathway.recorded import course_of

Made = tuple[dict[str, Any], bytes]


def made(
    at: At, kind: str, language: str, to: str = "", words: str = "", refused: Sequence[str] = (),
    refused_on: date | None = None,
) -> Made:  # fmt: skip
    """A letter as data and as a PDF, in a language. Raises BadInput where it cannot be written."""
    with translation.override(language):
        if kind == LetterKind.INJECTION:
            return _session_sheet(at, language)
        if kinds.DESCRIBED[kind].dossier:
            return _dossier(at, kind, refused, refused_on)
        content = kinds.COMPOSED[LetterKind(kind)](_about(at, to, words), known(at), language)
        return content, frame.as_pdf(content)


def keep(at: At, kind: str, language: str, content: dict[str, Any], pdf: bytes) -> Letter:
    """Keep a letter as it was made."""
    return Letter.objects.create(
        clinic=at.clinic, patient=at.patient, kind=kind, language=language, content=content, pdf=pdf,
        by=at.account,
    )  # fmt: skip


def known(at: At) -> kinds.Known:
    """Everything that a letter of the clinic may be written from, as it is today."""
    one, policy = person(at.patient), policy_of(at.patient, at.clinic)
    running = course_of(one, at.today).running is Answer.YES
    question = (
        "continue" if running and "continue" in policy.rules.questions else next(iter(policy.rules.questions))
    )
    coming = (
        Appointment.objects.filter(patient=at.patient, at__gt=timezone.now(), state=State.BOOKED)
        .filter(clinic=at.clinic)
        .order_by("at")
        .first()
    )
    return kinds.Known(
        gather(policy, question, one, at.today),
        Decision.objects.filter(patient=at.patient).select_related("by").order_by("-at").first(),
        last_session(at),
        None if coming is None else timezone.localtime(coming.at, at.zone),
    )


def last_session(at: At) -> Session | None:
    """The last session that no other one replaces."""
    return (
        Session.objects.filter(patient=at.patient, replaced_by=None, taken_back=None).order_by("-day").first()
    )


def _about(at: At, to: str, words: str) -> frame.About:
    number = at.maybe_registration.number if at.maybe_registration else ""
    return frame.About(at.patient, number, at.clinic, at.today, at.account.name, to.strip(), words.strip())


def _dossier(at: At, kind: str, refused: Sequence[str], refused_on: date | None) -> Made:
    """A dossier for a payer or for the clinic, in the words of the policy."""
    one = dossier(
        KINDS[kind], policy_of(at.patient, at.clinic), person(at.patient), at.today,
        refused=refused, refused_on=refused_on,
    )  # fmt: skip
    page = marked(compose(one))
    return page.to_json(), dossier_pdf(page)


def _session_sheet(at: At, language: str) -> Made:
    session = last_session(at)
    if session is None:
        raise BadInput([Fault("session", "is not recorded yet", "Record one first.")])
    written = session_from(session.written, "session")
    own: Language = "de" if language == "de" else "en"
    sheet = marked(sheet_of(written, session.follows, str(session.pk)[:8], own))
    return asdict(sheet), sheet_pdf(sheet)
