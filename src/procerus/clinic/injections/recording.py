"""Record what a screen comes to: the session, the dose, today's answers, the vials; all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.appointments.models import Appointment, Purpose, State
from procerus.clinic.injections.document import Said, document_of
from procerus.clinic.injections.looked import Looked
from procerus.clinic.injections.models import Session, TakenBack
from procerus.clinic.injections.own_protocols import folders
from procerus.clinic.injections.reading import live
from procerus.clinic.injections.second import agreed_of
from procerus.clinic.injections.stated import not_stated
from procerus.clinic.look.wording import figures
from procerus.clinic.people.merging import about
from procerus.clinic.record.assembled import called
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import newest
from procerus.clinic.record.writing import amend, enter
from procerus.clinic.stock.vials import take_back, use
from procerus.exchange.sessions.session_file import session_from
from procerus.faults import BadInput, Fault
from procerus.injection.billing import claim
from procerus.injection.findings import Finding
from procerus.injection.overrides import keyed
from procerus.injection.rejudged import faults_now
from procerus.injection.session import Record, recorded

NOTHING, SOMETHING = "nothing-happened", "happened"


def record(at: At, one: Looked, outcome: str) -> Session:
    """Record a session, inside the request's transaction. BadInput says everything that keeps it from it."""
    faults = [*_already(at, one), *_changed(at, one)]
    if faults:
        raise BadInput(faults)
    said = _said(at, one, outcome)
    made = recorded(session_from(said.written, "session"), folders())
    late = list(faults_now(made, called(at.patient), one.attested, ()))
    if late:
        raise BadInput(late)
    with transaction.atomic():
        if one.replaces is not None:
            take_back(one.replaces, at.account, one.filled.correction_why)
        session = _written(at, one, said, made)
        use(session, said.uses, at.account)
    _appointment_done(session)
    return session


def live_session(one: Looked, at: At) -> Session | None:
    """The record of this person and day that counts: not replaced, not taken back."""
    return live(at.patient.pk).filter(day=one.day).first()


def _already(at: At, one: Looked) -> Iterator[Fault]:
    there = live_session(one, at)
    if one.replaces is None and there is not None:
        yield already(there, at)
    elif one.replaces is not None and (there is None or there.pk != one.replaces.pk):
        why = _("was corrected or taken back by somebody else in the meantime")
        yield Fault("record", why, _("Look at the newer record first."))


def already(there: Session, at: At) -> Fault:
    """That a session of this day is recorded, and what."""
    clock = timezone.localtime(there.recorded_at, at.zone)
    units = figures(Fraction(str(there.follows.get("total_units", 0))))
    why = _("was recorded already at %(clock)s by %(name)s: %(units)s U of %(product)s") % {
        "clock": f"{clock:%H:%M}", "name": there.by.name, "units": units, "product": there.product
    }  # fmt: skip
    mend = _("Nothing more was recorded. Correct that record if it is not right.")
    return Fault("record", why, mend)


def _changed(at: At, one: Looked) -> Iterator[Fault]:
    """What is recorded is what was on the screen: the plan may not have become another one since."""
    if one.prepared is None or one.seal == one.filled.seen:
        return
    if one.filled.revision and one.filled.revision != str(at.patient.revision):
        why = _("is another one now: the record was changed by somebody since this screen was opened")
    else:
        why = _("is not the one that was on the screen")
    yield Fault("plan", why, _("It is shown anew: look at it, and record again."))


def _said(at: At, one: Looked, outcome: str) -> Said:
    """The session file; BadInput where anything was not stated."""
    if one.prepared is None:
        raise BadInput(one.faults)
    stops = stops_of(one)
    faults = list(not_stated(at.patient, one, one.prepared, at.now))
    agreed = agreed_of(at, stops, one.filled.aside, one.day, faults)
    complications = _complications(one, outcome, faults)
    if faults:
        raise BadInput(faults)
    return document_of(at, one, complications, agreed)


def stops_of(one: Looked) -> dict[str, Finding]:
    """The stops that can be set aside, by key."""
    found = () if one.prepared is None else one.prepared.judgement.findings
    return {
        key: finding
        for key, finding in keyed(found).items()
        if finding.severity == "stop" and not finding.leaves_open
    }


def _complications(one: Looked, outcome: str, faults: list[Fault]) -> tuple[str, ...]:
    lines = tuple(line.strip() for line in one.filled.complications.splitlines() if line.strip())
    if outcome == SOMETHING and not lines:
        faults.append(Fault("complications", _("are not described"), _("Write what happened, a line each.")))
    if outcome != SOMETHING and lines:
        mend = _("Record with what happened, or take the text out.")
        faults.append(Fault("complications", _("are described, and would be recorded as none"), mend))
    return lines


def _written(at: At, one: Looked, said: Said, made: Record) -> Session:
    follows = made.to_json() | {"billing": claim(made.plan.product.toxin, *said.billed)}
    whose = at.patient if one.replaces is None else one.replaces.patient
    session = Session(
        clinic=at.clinic, patient=whose, day=made.day, at=made.session.at or at.now,
        protocol=made.plan.protocol.id, product=made.plan.product.id, written=said.written, follows=follows,
        vials=[str(use.vial_id) for use in said.uses], replaces=one.replaces, by=at.account,
        turn=0 if one.replaces else TakenBack.objects.filter(
            session__patient=at.patient, session__day=made.day
        ).count(),
    )  # fmt: skip
    session.dose, session.asked = _entries(at, one, made)
    try:
        with transaction.atomic():
            session.save(force_insert=True)
    except IntegrityError:
        there = live_session(one, at)
        raise BadInput([already(there, at)] if there else [Fault("record", _("was quicker"))]) from None
    return session


def _entries(at: At, one: Looked, made: Record) -> tuple[Entry, Entry]:
    """The dose and today's answers in the record: new, or as they should have been."""
    old, day, why = one.replaces, made.day.isoformat(), one.filled.correction_why
    whose, today = at.patient if old is None else old.patient, _today(one)
    dose_before = None if old is None or old.dose is None else newest(old.dose)
    asked_before = None if old is None or old.asked is None else newest(old.asked)
    if dose_before is None:
        dose = enter(whose, Kind.TOXIN, made.dose_line(), at.author, day)
    else:
        dose = amend(dose_before, made.dose_line(), why, at.author, day)
    if asked_before is None:
        return dose, enter(whose, Kind.TODAY, today, at.author, day)
    return dose, amend(asked_before, today, why, at.author, day)


def _today(one: Looked) -> dict[str, Any]:
    assert one.prepared is not None and one.prepared.checks is not None
    return {"on": one.day.isoformat(), **one.prepared.checks}


def _appointment_done(session: Session) -> None:
    """The patient's appointment of the day has happened."""
    waiting = Appointment.objects.filter(
        about(session.patient.person), clinic=session.clinic, purpose=Purpose.INJECTION,
        state__in=(State.BOOKED, State.ARRIVED),
    )  # fmt: skip
    zone = ZoneInfo(session.clinic.timezone)
    of_the_day = [one.pk for one in waiting if timezone.localtime(one.at, zone).date() == session.day]
    Appointment.objects.filter(pk__in=of_the_day).update(state=State.DONE)
