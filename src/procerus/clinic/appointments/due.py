"""When each patient's next session may be, kept for every state of a record; and whose is overdue.

The list of a large clinic cannot be computed from every record each time it is looked at. What is kept
follows from the record alone and not from the day, so it may be thrown away at any time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from procerus import __version__
from procerus.clinic.appointments.clock import bounds_of
from procerus.clinic.appointments.models import Appointment, NextSession, Purpose, State
from procerus.clinic.injections.reading import live as live_sessions
from procerus.clinic.people.merging import PERSON, persons_at
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.record.models import Kind
from procerus.clinic.record.reading import live
from procerus.clinic.trail.models import Event
from procerus.clinic.trail.models import Kind as Happening
from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import Injection
from procerus.injection.intervals import next_session
from procerus.pathway.recorded import INDICATION

AT_ONCE = 5000  # patients whose records are held in memory together
DAYS_A_WEEK = 7
Rows = Mapping[UUID, Sequence[Any]]
WRITE = Happening.WRITE
_counted: dict[UUID, tuple[tuple[date, int | None], int]] = {}


def nexts(patients: Iterable[Patient]) -> dict[UUID, NextSession]:
    """How these patients' next sessions stand, in a constant number of queries."""
    chosen = {one.pk: one for one in patients}
    kept = {one.patient_id: one for one in NextSession.objects.filter(patient__in=list(chosen))}
    stale = [one for key, one in chosen.items() if not _holds(kept.get(key), one)]
    return kept | {one.patient_id: one for one in _renewed(stale)}


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
    due = NextSession.objects.filter(stopped=False, first_day__lt=today)
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
    stale = persons_at(clinic).filter(
        ~Q(next_session__revision=F("revision"), next_session__made_from=__version__) | Q(next_session=None)
    )
    _renewed(list(stale))


def _holds(kept: NextSession | None, patient: Patient) -> bool:
    return kept is not None and (kept.revision, kept.made_from) == (patient.revision, __version__)


def _renewed(stale: Sequence[Patient]) -> list[NextSession]:
    """Kept in one order, so that two who renew the same rows wait for each other and not in a circle."""
    made: list[NextSession] = []
    stale = sorted(stale, key=lambda one: one.pk)
    for start in range(0, len(stale), AT_ONCE):
        some = stale[start : start + AT_ONCE]
        doses, stops = _doses([one.pk for one in some])
        made += [_computed(one, doses.get(one.pk, ()), stops.get(one.pk, ())) for one in some]
    if made:
        NextSession.objects.bulk_create(
            made, update_conflicts=True, unique_fields=["patient"],
            update_fields=["revision", "made_from", "last", "product", "first_day", "had_any", "stopped"],
        )  # fmt: skip
    return made


def _doses(patients: Sequence[UUID]) -> tuple[Rows, Rows]:
    """Every dose and every stop: those of the record, and sessions that are not in it yet."""
    doses: dict[UUID, list[Injection]] = defaultdict(list)
    stops: dict[UUID, list[date]] = defaultdict(list)
    there: set[tuple[UUID, str, str]] = set()
    entries = live(patients, Kind.TOXIN, Kind.STOP).order_by()
    for patient, kind, said in entries.values_list(PERSON, "kind", "data"):
        if kind == Kind.STOP:
            stops[patient].append(PartialDate.of(said["date"]).latest)
            continue
        on = PartialDate.of(said["date"]) if said.get("date") else None
        doses[patient].append(Injection(on, said.get("product"), said.get("indication")))
        there.add((patient, said.get("date") or "", said.get("product") or ""))
    sessions = live_sessions(patients).order_by()
    for patient, day, product in sessions.values_list(PERSON, "day", "product"):
        if (patient, day.isoformat(), product) not in there:
            doses[patient].append(Injection(PartialDate.on(day), product))
    return doses, stops


def _computed(patient: Patient, doses: Sequence[Injection], stops: Sequence[date]) -> NextSession:
    found = next_session(doses, INDICATION)
    made = NextSession(patient=patient, revision=patient.revision, made_from=__version__, had_any=bool(doses))
    if found is not None:
        made.last, made.product = _as_said(found.last), found.product or ""
        made.first_day = found.first_day
        made.stopped = any(one >= found.last.earliest for one in stops)
    else:
        made.stopped = bool(stops)
    return made


def _as_said(day: PartialDate) -> str:
    if day.day is not None:
        return day.day.isoformat()
    same_month = (day.earliest.year, day.earliest.month) == (day.latest.year, day.latest.month)
    return f"{day.earliest:%Y-%m}" if same_month else f"{day.earliest:%Y}"
