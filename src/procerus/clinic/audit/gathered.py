"""Everything that the measures of a period count, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F
from django.db.models.fields.json import KT, KeyTextTransform
from django.utils import timezone

from procerus.clinic.audit.decided import Decided, decided
from procerus.clinic.audit.period import Period
from procerus.clinic.people.merging import PERSON, about_those_at, persons_at
from procerus.clinic.people.models import Clinic
from procerus.clinic.record.models import Entry, Kind
from procerus.criteria.bounds import Answer
from procerus.diary.cycles import Course, latest_course
from procerus.diary.partial_date import PARTIAL_DATE, PartialDate
from procerus.packs.conventions import convention
from procerus.packs.products import products
from procerus.packs.protocols import find_protocol, protocol_files
from procerus.pathway.recorded import INDICATION

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Given:
    """One session of the period, as its record says."""

    patient: UUID
    day: date
    product: str
    given: float | None
    discarded: float | None
    vials: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Event:
    """One adverse event."""

    patient: UUID
    on: date
    term: str
    grade: str


@dataclass(frozen=True, slots=True)
class Score:
    """One score of a questionnaire; its day is known."""

    instrument: str
    on: date
    score: float


@dataclass(frozen=True, slots=True)
class Interval:
    """From a session to the next of the same course, which lies in the period."""

    patient: UUID
    on: date
    days: int
    product: str


class Gathered:
    """A clinic's sessions, decisions and entries, as far as a period and what led to it need them."""

    def __init__(self, clinic: Clinic, period: Period) -> None:
        self.clinic, self.period = clinic, period
        self.here = set(persons_at(clinic).values_list("pk", flat=True))

    @cached_property
    def sessions(self) -> list[Given]:
        """The sessions of the period, oldest first, as they were corrected."""
        rows = (
            self.clinic.sessions.filter(
                replaced_by=None, taken_back=None, day__gte=self.period.first, day__lte=self.period.last
            )
            .annotate(
                given=F("follows__total_units"), discarded=F("follows__discarded_units"),
                given_from=F("follows__vials"),
            )
            .order_by("day", "patient_id")
            .values_list(PERSON, "day", "product", "given", "discarded", "given_from")
        )  # fmt: skip
        return [
            Given(patient, day, product, given, discarded, vials or ())
            for patient, day, product, given, discarded, vials in rows.iterator(chunk_size=5000)
        ]

    @cached_property
    def days(self) -> dict[UUID, dict[date, str]]:
        """Of everybody, the days of sessions for chronic migraine until the period ends, with product."""
        found: dict[UUID, dict[date, str]] = defaultdict(dict)
        others = [one for one in protocol_files() if find_protocol(one).indication != INDICATION]
        rows = self.clinic.sessions.filter(replaced_by=None, taken_back=None, day__lte=self.period.last)
        rows = rows.exclude(protocol__in=others).order_by("day")
        for patient, day, product in rows.values_list(PERSON, "day", "product").iterator(5000):
            found[patient][day] = product
        return found

    @cached_property
    def intervals(self) -> list[Interval]:
        """Every interval that ended with a session in the period, the longest first."""
        return sorted(self._intervals(), key=lambda one: (-one.days, one.on))

    def _intervals(self) -> Iterator[Interval]:
        longest = convention("course_ends_after_weeks") * DAYS_A_WEEK
        for patient, days in self.days.items():
            if patient not in self.here:
                continue
            ordered, stops = sorted(days), self.stops.get(patient, ())
            for before, day in pairwise(ordered):
                between = (day - before).days
                stopped = any(before <= stop < day for stop in stops)
                if self.period.holds(day) and between <= longest and not stopped:
                    yield Interval(patient, day, between, days[day])

    @cached_property
    def courses(self) -> dict[UUID, Course]:
        """Of everybody who had a session, the latest course on the last day of the period.

        Sessions elsewhere count where somebody wrote them down. A day is day 0 of its cycle, so the day
        after the period's last is asked about, as a question on that day would be.
        """
        after = self.period.last + timedelta(days=1)
        found = {}
        for patient, dates in self._injections().items():
            exact = dict.fromkeys(one for one in dates if one.day is not None)
            open_ = [one for one in dates if one.day is None]
            found[patient] = latest_course([*exact, *open_], self.stops.get(patient, ()), after)
        return found

    def _injections(self) -> dict[UUID, list[PartialDate]]:
        found: dict[UUID, list[PartialDate]] = defaultdict(list)
        for patient, days in self.days.items():
            found[patient] += [PartialDate.on(day) for day in days]
        for patient, on, indication in self._entries(Kind.TOXIN, "on", KT("data__indication")):
            if indication in (None, INDICATION) and PARTIAL_DATE.fullmatch(on):
                found[patient].append(PartialDate.of(on))
        last = self.period.last
        return {
            patient: kept
            for patient, dates in found.items()
            if (kept := [one for one in dates if one.earliest <= last])
        }

    @cached_property
    def stops(self) -> dict[UUID, list[date]]:
        """When courses were ended."""
        found: dict[UUID, list[date]] = defaultdict(list)
        for patient, on in self._entries(Kind.STOP, KT("data__date")):
            if on is not None and PARTIAL_DATE.fullmatch(on) and (day := PartialDate.of(on).day):
                found[patient].append(day)
        return found

    @cached_property
    def events(self) -> list[Event]:
        """The adverse events of the period: by onset, or by when they were written down."""
        zone = ZoneInfo(self.clinic.timezone)
        found = []
        for patient, onset, at, term, grade in self._entries(
            Kind.ADVERSE_EVENT, KT("data__onset"), "at", KT("data__term"), KT("data__grade")
        ):
            told = PartialDate.of(onset).day if onset and PARTIAL_DATE.fullmatch(onset) else None
            on = told or timezone.localtime(at, zone).date()
            if self.period.holds(on):
                found.append(Event(patient, on, term or "", grade or ""))
        return sorted(found, key=lambda one: (one.on, str(one.patient)))

    @cached_property
    def scores(self) -> dict[UUID, list[Score]]:
        """Of everybody, the scores of which day and value are known, oldest first."""
        found: dict[UUID, list[Score]] = defaultdict(list)
        for patient, on, instrument, score in self._entries(
            Kind.SCORE, KT("data__date"), KT("data__instrument"), "data__score"
        ):
            told = PartialDate.of(on).day if on and PARTIAL_DATE.fullmatch(on) else None
            if told is not None and instrument and score is not None and told <= self.period.last:
                found[patient].append(Score(instrument, told, score))
        return {patient: sorted(those, key=lambda one: one.on) for patient, those in found.items()}

    @cached_property
    def decisions(self) -> list[Decided]:
        """The decisions of the period."""
        return decided(self.clinic, self.period.first, self.period.last)

    @cached_property
    def starts(self) -> list[Decided]:
        """Of everybody with whom treatment was started in the period, the last decision to start."""
        last = {
            one.patient: one for one in self.decisions if (one.question, one.choice) == ("start", "start")
        }
        return list(last.values())

    def _entries(self, kind: str, *columns: str | KeyTextTransform) -> Iterable[Any]:
        """Words are asked for as `KT`: else SQLite's would be read as JSON, and the date 2024 be a number."""
        rows = Entry.objects.filter(kind=kind, amended_by=None, withdrawn=False)
        rows = rows.filter(about_those_at(self.clinic))
        named = {f"c{at}": F(one) if isinstance(one, str) else one for at, one in enumerate(columns)}
        return rows.order_by("at", "pk").annotate(**named).values_list(PERSON, *named).iterator(5000)


@lru_cache
def interval_days(product: str) -> int | None:
    """The shortest interval between two sessions by the product's pack; None where no pack knows it."""
    known = products().get(product)
    number = known.toxin.numbers.get("interval_days") if known else None
    return None if number is None else number.value


def running(course: Course) -> bool:
    """Whether a course surely runs."""
    return course.running is Answer.YES
