"""Record a clinician's decision: the row, its snapshot, its signature, and the stop where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.utils import translation

from procerus.clinic.access.at import At
from procerus.clinic.decisions.departing import departs
from procerus.clinic.decisions.inquiry import Inquiry
from procerus.clinic.decisions.models import Choice, Decision
from procerus.clinic.decisions.signature import signed
from procerus.clinic.decisions.snapshot import snapshot
from procerus.clinic.record.models import Kind
from procerus.clinic.record.writing import enter
from procerus.diary.dates import in_words
from procerus.exchange.letters.kinds import DATE, DECISION, LOOK_AGAIN, NAME_AND_ROLE, REASON
from procerus.exchange.letters.wording import STOPS


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the clinician chose and wrote."""

    choice: str
    reason: str = ""
    review_on: date | None = None
    stop_reason: str = ""
    stopped_on: date | None = None


def record(at: At, asked: Inquiry, chosen: Chosen) -> Decision:
    """The decision, written in the transaction that is open. A stop ends the course in the record too."""
    stops = chosen.choice == Choice.STOP
    made = Decision(
        id=uuid4(), clinic=at.clinic, patient=at.patient, policy=asked.policy.pack.about.id,
        question=asked.question, as_of=asked.as_of, baseline=asked.baseline, answer=asked.answer,
        holds=asked.holds,         same_under_all_readings=asked.same, choice=chosen.choice,
        departs=departs(chosen.choice, asked.question, asked.answer), reason=chosen.reason,
        stop_reason=chosen.stop_reason if stops else "", stopped_on=chosen.stopped_on if stops else None,
        review_on=chosen.review_on, snapshot=snapshot(asked, filled(at, asked, chosen)),
        revision=at.patient.revision, by=at.account, by_name=at.account.name, role=at.role,
        at=at.now,
    )  # fmt: skip
    signed(made).save(force_insert=True)
    if stops:
        assert chosen.stopped_on is not None, "the form asks for it"
        day = chosen.stopped_on.isoformat()
        enter(at.patient, Kind.STOP, {"date": day, "reason": chosen.stop_reason}, at.author, day)
    at.wrote("decision.record", decision=str(made.pk))
    return made


def filled(at: At, asked: Inquiry, chosen: Chosen) -> Mapping[str, str]:
    """What stands in the blanks of the shared decision record, in the letter's own language."""
    with translation.override("en"):
        said = [f"{Choice(chosen.choice).label}."]
    if departs(chosen.choice, asked.question, asked.answer):
        said.append("It departs from the computed answer.")
    why = [f"The course ended because: {STOPS[chosen.stop_reason]}."] if chosen.stop_reason else []
    words = {
        DECISION: " ".join(said),
        REASON: "\n".join(filter(None, [*why, chosen.reason])),
        LOOK_AGAIN: "" if chosen.review_on is None else in_words(chosen.review_on),
        NAME_AND_ROLE: f"{at.account.name}, {at.role}",
        DATE: in_words(at.today),
    }
    return {blank: words for blank, words in words.items() if words}
