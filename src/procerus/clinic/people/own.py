"""A patient's own month in plain words: what was written down, and nothing that follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procerus.clinic.appointments.models import Appointment, State
from procerus.clinic.people.merging import everything_of
from procerus.clinic.people.models import Account, Patient, Role
from procerus.clinic.record.models import Entry
from procerus.clinic.records.reading import asked_and_answered
from procerus.criteria.bounds import Answer, Between
from procerus.diary.counts import MonthCounts
from procerus.diary.diary import each_day
from procerus.diary.draw import letter
from procerus.diary.windows import months_before
from procerus.packs.load import load_headache
from procerus.pathway.patient import Patient as Person

MEDICINES = {
    "triptan": gettext_lazy("triptans"),
    "ergot": gettext_lazy("ergots"),
    "opioid": gettext_lazy("opioids"),
    "combination": gettext_lazy("combination painkillers"),
    "non_opioid": gettext_lazy("simple painkillers"),
}
"""Kinds of medicine of which the headache pack knows from how many days a month on they are too many."""
LOOKS = {"M": "migraine", "h": "headache", ".": "none", "?": "open"}


@dataclass(frozen=True, slots=True)
class OwnDay:
    """One day of the picture: how it looks, and the same in words."""

    day: date
    looks: str
    says: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A kind of medicine that was taken: at least on so many days, and when to talk about it."""

    name: str
    least: int
    talk_from: int


@dataclass(frozen=True, slots=True)
class OwnMonth:
    """The last thirty days before today."""

    first: date
    last: date
    days: tuple[OwnDay, ...]
    headache: Between
    migraine: Between
    taken: tuple[Taken, ...]
    two_answers: int
    """How many of the open days have two answers that differ: these were answered, and still are open."""

    @property
    def open(self) -> list[date]:
        """The days of which nobody has said yet whether there was a headache."""
        return [one.day for one in self.days if one.looks == LOOKS["?"]]


def own_month(person: Person, today: date) -> OwnMonth:
    """The thirty days before today as they were written down."""
    rules = load_headache().rules
    month = months_before("30-day", 1, today)[0]
    counts = MonthCounts(person.diary.until(today), rules.bits, ())

    def count(fact: str) -> Between:
        return counts.count(fact, rules.days[fact], month, rules.diary)

    days = []
    for day in each_day(*month):
        headache, migraine = (
            counts.answer_on(rules.days[fact], day, rules.diary)
            for fact in ("headache_days", "migraine_days")
        )
        looks = LOOKS[letter(headache, migraine if headache is Answer.YES else Answer.NO)]
        days.append(OwnDay(day, looks, _said(looks)))
    taken = tuple(
        Taken(str(name), least, rules.numbers[f"{kind}_limit"])
        for kind, name in MEDICINES.items()
        if (least := count(f"{kind}_days").low)
    )
    differ = person.diary.in_dispute
    two_answers = sum(one.day in differ and one.looks == LOOKS["?"] for one in days)
    return OwnMonth(*month, tuple(days), count("headache_days"), count("migraine_days"), taken, two_answers)


def _said(looks: str) -> str:
    words: Mapping[str, str] = {
        "migraine": _("headache with signs of migraine"),
        "headache": _("headache"),
        "none": _("no headache"),
        "open": _("open"),
    }
    return words[looks]


def next_appointments(patient: Patient) -> Sequence[Appointment]:
    """What is booked from now on, soonest first."""
    asked = Appointment.objects.filter(
        patient__in=everything_of([patient.pk]), state=State.BOOKED, at__gt=_begun_today()
    )
    return list(asked.select_related("clinic").order_by("at")[:3])


def _begun_today() -> datetime:
    return timezone.now() - timedelta(hours=2)  # somebody on the way still finds the address


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the patient's own name, and what the clinic answered."""

    question: Entry
    answers: tuple[Entry, ...]


def questions_of(patient: Patient) -> list[Asked]:
    """What was asked in the patient's own name, newest first. An answer names the question it `answers`."""
    threads = asked_and_answered([patient.pk]).get(patient.pk, [])
    own = [Asked(*thread) for thread in threads if thread[0].role in (Role.PATIENT, Role.CARER)]
    return own[::-1]


def own_pages_of(account: Account) -> list[Patient]:
    """Whose own page an account opens: the patient's who they are, then of those they care for."""
    asked = Q(account=account) | Q(carers__carer=account, carers__ended=None)
    found = Patient.objects.filter(asked).select_related("into").distinct()
    kept = {(one.into or one).pk: one.into or one for one in found}
    return sorted(kept.values(), key=lambda one: (one.account_id != account.pk, str(one)))
