"""Questionnaires filled in answer by answer, the scores they give, and the answers that cannot wait.

The answers and the scores are written in one transaction: what counts in the patient file is the score, and
what it was made of stands beside it. An alert stays open, whatever is corrected, until somebody records what
was done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from procerus.clinic.look.wording import in_german
from procerus.clinic.people.merging import about, about_those_at
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.record import writing
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import live
from procerus.clinic.record.writing import Author
from procerus.clinic.records.shapes import check
from procerus.faults import BadInput, Fault
from procerus.packs.instruments import Instrument, find_instrument, instruments, scales

OFFERED = ("items", "values")
"""How far a licence has to go for answers to be entered one by one."""


def offered() -> list[Instrument]:
    """The questionnaires whose answers may be entered here."""
    return [one for one in instruments().values() if one.display in OFFERED]


def refuse_score(data: Mapping[str, Any]) -> None:
    """Raises BadInput where a score lacks something, or is none of its questionnaire."""
    faults = [
        Fault(key, _("is missing"), _("Write it."))
        for key in ("instrument", "date", "score")
        if data.get(key) is None
    ]
    known = scales().get(str(data.get("instrument")))
    if known is not None and data.get("score") is not None:
        refusal = known[1].refusal(Decimal(str(data["score"])))
        faults += [] if refusal is None else [refusal]
    if faults:
        raise BadInput(faults)


@dataclass(frozen=True, slots=True)
class Filled:
    """A questionnaire as it was filled in: the answers by question, those left open being None."""

    instrument: Instrument
    date: str
    answers: Mapping[str, int | None]
    with_staff: bool

    def scores(self) -> dict[str, tuple[Decimal, Decimal]]:
        """The least and the greatest of each score, to two places."""
        return {
            scale.id: (_places(low), _places(high))
            for scale in self.instrument.scales
            for low, high in (scale.score(self.answers),)
        }

    def alarm(self) -> str:
        """Whether an answer cannot wait: yes; unknown, where it was left open; or nothing."""
        said = {self._alarm(one.item, one.above) for one in self.instrument.alerts}
        return "yes" if "yes" in said else "unknown" if "unknown" in said else ""

    def _alarm(self, item: str, above: int) -> str:
        given = self.answers.get(item)
        return "unknown" if given is None else "yes" if given > above else ""


def enter(patient: Patient, filled: Filled, author: Author, today: date) -> Entry:
    """The answers, and each score that they leave no doubt of. Raises BadInput."""
    _check(filled, today)
    scores = [
        writing.enter(patient, Kind.SCORE, _score(filled, name, low), author, filled.date)
        for name, (low, high) in filled.scores().items()
        if low == high
    ]
    data = _data(filled, [str(one.pk) for one in scores], None)
    return writing.enter(patient, Kind.QUESTIONNAIRE, data, author, filled.date)


def amend(old: Entry, filled: Filled, reason: str, author: Author, today: date) -> Entry:
    """The answers as they should have been, and the scores that follow. Raises BadInput.

    An alert that was raised stays raised, and another is raised where the new answers ask for one.
    """
    _check(filled, today)
    before = {one.data["instrument"]: one for one in _scores_of(old)}
    kept = []
    for name, (low, high) in filled.scores().items():
        if low == high and name in before:
            kept.append(
                writing.amend(before.pop(name), _score(filled, name, low), reason, author, filled.date)
            )
        elif low == high:
            kept.append(
                writing.enter(old.patient, Kind.SCORE, _score(filled, name, low), author, filled.date)
            )
    for gone in before.values():
        writing.withdraw(gone, reason, author)
    data = _data(filled, [str(one.pk) for one in kept], old.data.get("alert"))
    return writing.amend(old, data, reason, author, filled.date)


def withdraw(old: Entry, reason: str, author: Author) -> Entry:
    """The answers and the scores made of them should not have been entered."""
    for one in _scores_of(old):
        writing.withdraw(one, reason, author)
    return writing.withdraw(old, reason, author)


def _scores_of(entry: Entry) -> list[Entry]:
    return list(live(entry.patient_id, Kind.SCORE).filter(pk__in=entry.data.get("scores", ())))


def _check(filled: Filled, today: date) -> None:
    faults = []
    if filled.instrument.with_staff and not filled.with_staff:
        why = _("is not said")
        faults.append(Fault("with_staff", why, _("It is asked only while you are with the patient.")))
    if not filled.date:
        faults.append(Fault("date", _("is missing"), _("Write the day it was filled in.")))
    if all(one is None for one in filled.answers.values()):
        faults.append(Fault("entry", _("has no answer"), _("Enter at least one.")))
    try:
        check(Kind.SCORE, {"instrument": filled.instrument.scales[0].id, "date": filled.date}, today)
    except BadInput as bad:
        faults += bad.faults if filled.date else ()
    if faults:
        raise BadInput(faults)


def _score(filled: Filled, name: str, score: Decimal) -> dict[str, Any]:
    plain = int(score) if score == score.to_integral_value() else float(score)
    return {"date": filled.date, "instrument": name, "score": plain}


def _data(filled: Filled, scores: Sequence[str], alert: Mapping[str, Any] | None) -> dict[str, Any]:
    alarm, raised = filled.alarm(), dict(alert or {})
    if alarm and raised.get("answer") != "yes":
        raised = {"id": raised.get("id") or str(uuid4()), "answer": alarm}
    return {
        "instrument": filled.instrument.id,
        "pack": filled.instrument.fingerprint,
        "date": filled.date,
        "items": dict(filled.answers),
        "scales": {name: [float(low), float(high)] for name, (low, high) in filled.scores().items()},
        "scores": list(scores),
        **({"with_staff": True} if filled.with_staff else {}),
        **({"alert": raised} if raised else {}),
    }


def _places(score: Any) -> Decimal:
    return round(Decimal(score.numerator) / Decimal(score.denominator), 2)


# Alerts ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An answer that cannot wait, and of which nobody has recorded yet what was done."""

    id: str
    entry: Entry
    answer: str  # yes, or unknown where the question was left open

    @property
    def patient(self) -> Patient:
        """Whose answer it is."""
        return self.entry.patient.person

    @property
    def instrument(self) -> Instrument:
        """The questionnaire."""
        return find_instrument(self.entry.data["instrument"])

    @property
    def says(self) -> str:
        """What it is about, in a sentence."""
        asks = " ".join(one.german if in_german() else one.says for one in self.instrument.alerts)
        if self.answer == "yes":
            return _("%(asks)s The answer was above nought: a clinician looks today.") % {"asks": asks}
        return _("%(asks)s It was left open, which is no “no”: ask today.") % {"asks": asks}


def open_alerts(clinic: Clinic) -> list[OpenAlert]:
    """Every open alert of a clinic's patients, the oldest first."""
    return list(_open(Entry.objects.filter(about_those_at(clinic)).select_related("patient__into")))


def open_alerts_of(patient: UUID) -> list[OpenAlert]:
    """The open alerts of one patient, the oldest first."""
    return list(_open(Entry.objects.filter(about(patient)).select_related("patient__into")))


def _open(entries: Any) -> Iterator[OpenAlert]:
    """Corrected and withdrawn answers too: an alert ends by what was done, never by a correction."""
    raised: dict[str, Entry] = {}
    answers = entries.filter(kind=Kind.QUESTIONNAIRE, data__has_key="alert").order_by("at")
    for one in answers:
        raised[one.data["alert"]["id"]] = one  # the newest of its corrections
    if not raised:
        return
    patients = {one.patient.person.pk for one in raised.values()}
    notes = live(list(patients), Kind.NOTE).filter(data__has_key="alert").values_list("data", flat=True)
    settled = {data["alert"] for data in notes}
    for name, entry in raised.items():
        if name not in settled:
            yield OpenAlert(name, entry, entry.data["alert"]["answer"])


def settle(alert: OpenAlert, text: str, author: Author, today: date) -> Entry:
    """What was done about an alert, which ends it. Raises BadInput where nothing is said."""
    check(Kind.NOTE, {"text": text}, today)
    data = {"text": text.strip(), "alert": alert.id}
    return writing.enter(alert.entry.patient, Kind.NOTE, data, author, today.isoformat())
