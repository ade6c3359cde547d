"""When a choice departs from what the criteria came to. This table is the whole of it; read it aloud.

To start, to continue and to restart go along with the criteria where the policy was asked that very question
and its criteria are met. To stop departs where the criteria for going on are met. To wait never departs, and
to do something else answers another question than the policy's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procerus.clinic.decisions.models import Choice

YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True, slots=True)
class Departs:
    """At which answers to which question a choice departs, and whether it does at any other question."""

    question: str
    answers: frozenset[str]
    at_any_other_question: bool


NEVER = Departs("", frozenset(), False)
NOT_MET = frozenset({NO, UNKNOWN})
DEPARTS: Mapping[str, Departs] = {
    Choice.START: Departs("start", NOT_MET, True),
    Choice.CONTINUE: Departs("continue", NOT_MET, True),
    Choice.RESTART: Departs("restart", NOT_MET, True),
    Choice.STOP: Departs("continue", frozenset({YES}), False),
    Choice.WAIT: NEVER,
    Choice.OTHER: NEVER,
}


def departs(choice: str, question: str, answer: str) -> bool:
    """Whether a choice is another than the answer to the question would give."""
    rule = DEPARTS[choice]
    return answer in rule.answers if question == rule.question else rule.at_any_other_question


def needs_reason(choice: str, question: str, answer: str, same_under_all_readings: bool) -> bool:
    """Whether a reason has to be written: the choice departs, or nothing was settled, or it has no name."""
    unsettled = answer == UNKNOWN or not same_under_all_readings
    return choice == Choice.OTHER or unsettled or departs(choice, question, answer)


def needs_review(choice: str) -> bool:
    """Whether a day to look again has to be given: nothing else brings the patient back."""
    return choice in (Choice.STOP, Choice.WAIT)
