"""When each patient's next session may be, kept for every state of a record; and whose is overdue.

The list of a large clinic cannot be computed from every record each time it is looked at. What is kept
follows from the record alone and not from the day, so it may be thrown away at any time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from procerus import __version__
from procerus.clinic.appointments.clock import bounds_of
from procerus.clinic.appointments.models import Appointment, NextSession, Purpose, State
from procerus.clinic.injections.own_protocols import protocol_called
from procerus.clinic.injections.reading import live as live_sessions
from procerus.clinic.people.merging import PERSON, persons_at
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.record.models import Kind
from procerus.clinic.record.reading import live
from procerus.clinic.trail.models import Event
from procerus.clinic.trail.models import Kind as Happening
from procerus.diary.partial_date import PartialDate
from procerus.faults import BadInput
from procerus.injection.attested import Injection
from procerus.injection.intervals import INTERVAL, Usual, next_session
from procerus.packs.products import find_product
from procerus.pathway.recorded import INDICATION

AT_ONCE = 5000  # patients whose records are held in memory together
DAYS_A_WEEK = 7
WRITE = Happening.WRITE
_counted: dict[UUID, tuple[tuple[date, int | None], int]] = {}


def nexts(patients: Iterable[Patient], clinic: Clinic) -> dict[UUID, NextSession]:
    """How these patients' next sessions at a clinic stand, in a constant number of queries."""
    chosen, made_from = {one.pk: one for one in patients}, _made_from(clinic)
    kept = {one.patient_id: one for one in NextSession.objects.filter(patient__in=list(chosen))}
    stale = [one for key, one in chosen.items() if not _holds(kept.get(key), one, made_from)]
    return kept | {one.patient_id: one for one in _renewed(stale, clinic)}


def next_on(patient: Patient, clinic: Clinic, day: date) -> NextSession:
    """How the next session stood on another day, by the doses and stops up to it. It is not kept."""
    found = _recorded([patient.pk])
    doses = [one for one in found.doses[patient.pk] if one.date is None or one.date.earliest <= day]
    stops = [one for one in found.stops[patient.pk] if one <= day]
    return _computed(patient, replace(found, doses={patient.pk: doses}, stops={patient.pk: stops}), clinic)


def overdue(clinic: Clinic, today: date) -> QuerySet[Patient]:
    """Whose interval is over, who was not stopped, and who has no session booked: the latest first.

    An appointment of today counts, whatever time it is, unless it was missed.
    """
    _renew(clinic)
    begins, _ = bounds_of(today, ZoneInfo(clinic.timezone))
    booked = Appointment.objects.filter(
        clinic=clinic, purpose=Purpose.INJECTION, at__gte=begins,
        state__in=(State.BOOKED, State.ARRIVED, State.DONE),
    )  # fmt: skip
    due = NextSession.objects.filter(stopped=False, first_day__lt=today).exclude(last="")
    found = persons_at(clinic).filter(pk__in=due.values("patient"))
    for whose in ("patient", "patient__into"):  # two, for each finds its few rows by an index
        found = found.exclude(Exists(booked.filter(**{whose: OuterRef("pk")})))
    return found.select_related("next_session").order_by("next_session__first_day", "family", "given", "pk")


def number_overdue(clinic: Clinic, today: date) -> int:
    """How many are overdue: counted again once anything was written, about anybody, or the day is another.

    Every write is an event of the trail, so the last one says whether the count still holds.
    """
    written = Event.objects.filter(kind=WRITE).order_by("-seq").values_list("seq", flat=True).first()
    state = (today, written)
    kept = _counted.get(clinic.pk)
    if kept is None or kept[0] != state:
        kept = _counted[clinic.pk] = (state, overdue(clinic, today).count())
    return kept[1]


def untold(clinic: Clinic) -> int:
    """How many patients had a session of which nobody knows the day, so that nothing can be said of them."""
    _renew(clinic)
    said = Q(next_session__had_any=True, next_session__first_day=None)
    return persons_at(clinic).filter(said, next_session__stopped=False).count()


def weeks_late(first_day: date, today: date) -> int:
    """Whole weeks since the first day of the next session."""
    return max(0, (today - first_day).days) // DAYS_A_WEEK


def _renew(clinic: Clinic) -> None:
    holds = Q(next_session__revision=F("revision"), next_session__made_from=_made_from(clinic))
    _renewed(list(persons_at(clinic).filter(~holds | Q(next_session=None))), clinic)


def _made_from(clinic: Clinic) -> str:
    """What it depends on beside the record: of a patient of two clinics, it is computed for one at a time."""
    usual = usual_of(clinic)
    return f"{__version__} {usual.toxin} {usual.interval}"


def usual_of(clinic: Clinic) -> Usual:
    """The interval of the clinic's protocol and the toxin of its product, as far as they can be read."""
    interval, toxin = None, None
    with suppress(BadInput):
        interval = protocol_called(clinic.protocol).numbers[INTERVAL].value
    with suppress(BadInput):
        toxin = find_product(clinic.product).toxin.id
    return Usual(interval, toxin)


def _holds(kept: NextSession | None, patient: Patient, made_from: str) -> bool:
    return kept is not None and (kept.revision, kept.made_from) == (patient.revision, made_from)


def _renewed(stale: Sequence[Patient], clinic: Clinic) -> list[NextSession]:
    """Kept in one order, so that two who renew the same rows wait for each other and not in a circle."""
    made: list[NextSession] = []
    stale = sorted(stale, key=lambda one: one.pk)
    for start in range(0, len(stale), AT_ONCE):
        some = stale[start : start + AT_ONCE]
        found = _recorded([one.pk for one in some])
        made += [_computed(one, found, clinic) for one in some]
    if made:
        NextSession.objects.bulk_create(
            made, update_conflicts=True, unique_fields=["patient"],
            update_fields=[
                "revision", "made_from", "last", "product", "first_day", "had_any", "asked", "stopped",
            ],
        )  # fmt: skip
    return made


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What decides of several patients, and of whom it was said that the list of doses is complete."""

    doses: Mapping[UUID, Sequence[Injection]]
    stops: Mapping[UUID, Sequence[date]]
    asked: Set[UUID]


def _recorded(patients: Sequence[UUID]) -> _Recorded:
    """Every dose and every stop: those of the record, and sessions that are not in it yet."""
    doses: dict[UUID, list[Injection]] = defaultdict(list)
    stops: dict[UUID, list[date]] = defaultdict(list)
    asked: set[UUID] = set()
    there: set[tuple[UUID, str, str]] = set()
    entries = live(patients, Kind.TOXIN, Kind.STOP, Kind.ASKED).order_by()
    for patient, kind, said in entries.values_list(PERSON, "kind", "data"):
        if kind == Kind.STOP:
            stops[patient].append(PartialDate.of(said["date"]).latest)
            continue
        if kind == Kind.ASKED:
            asked.update({patient} if said.get("list") == "toxin" else ())
            continue
        on = PartialDate.of(said["date"]) if said.get("date") else None
        doses[patient].append(Injection(on, said.get("product"), said.get("indication")))
        there.add((patient, said.get("date") or "", said.get("product") or ""))
    sessions = live_sessions(patients).order_by()
    for patient, day, product in sessions.values_list(PERSON, "day", "product"):
        if (patient, day.isoformat(), product) not in there:
            doses[patient].append(Injection(PartialDate.on(day), product))
    return _Recorded(doses, stops, asked)


def _computed(patient: Patient, known: _Recorded, clinic: Clinic) -> NextSession:
    doses, stops = known.doses.get(patient.pk, ()), known.stops.get(patient.pk, ())
    found = next_session(doses, INDICATION, usual_of(clinic))
    made = NextSession(
        patient=patient, revision=patient.revision, made_from=_made_from(clinic),
        had_any=found is not None, asked=patient.pk in known.asked, stopped=bool(stops),
    )  # fmt: skip
    if found is not None:
        made.first_day, made.product = found.first_day, found.product or ""
    if found is not None and found.last is not None:
        began = found.last.earliest
        made.last, made.stopped = _as_said(found.last), any(one >= began for one in stops)
    return made


def _as_said(day: PartialDate) -> str:
    if day.day is not None:
        return day.day.isoformat()
    same_month = (day.earliest.year, day.earliest.month) == (day.latest.year, day.latest.month)
    return f"{day.earliest:%Y-%m}" if same_month else f"{day.earliest:%Y}"
