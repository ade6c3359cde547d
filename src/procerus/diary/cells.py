"""What one cell of the diary file says, read exactly: a value, nothing, or a complaint with its mend.

Nothing is guessed. What cannot be read in one way only is a complaint, never a missing value.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from procerus.criteria.bounds import Answer

LONGEST_CELL = 10_000  # characters
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
GRADES = {"mild": 1, "moderate": 2, "severe": 3}
ANSWERS = {"": Answer.UNKNOWN, "yes": Answer.YES, "no": Answer.NO}

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_UNPADDED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_OTHER_ORDER = re.compile(r"\d{1,4}[./ -]\d{1,2}[./ -]\d{1,4}", re.ASCII)
_WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{1,2}:\d{2}.*", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?)?",
    re.ASCII,
)
_HOURS = re.compile(r"\d{1,4}([.,]\d{1,2})?", re.ASCII)
_FINER = re.compile(r"(\d{1,4})\.(\d{1,2})(\d*)", re.ASCII)
_WHOLE = re.compile(r"\d{1,4}", re.ASCII)

_MEANT_YES = frozenset(
    {"y", "ye", "yep", "true", "t", "1", "x", "ja", "j", "oui", "si", "sì", "sí", "sim", "wahr", "vrai", "✓"}
)
_MEANT_NO = frozenset({"n", "nope", "false", "f", "0", "nein", "nee", "non", "não", "falsch", "faux"})
_MEANT_NOTHING = frozenset({"?", "-", "–", "na", "n/a", "nan", "null", "none", "unknown", "unanswered"})


class Complaint(ValueError):
    """Why a cell cannot be read, and what to do about it."""

    def __init__(self, why: str, mend: str) -> None:
        super().__init__(why)
        self.why, self.mend = why, mend


def date_of(text: str) -> date:
    """The patient's local calendar day, written YYYY-MM-DD. Raises Complaint."""
    if not _DATE.fullmatch(text):
        raise _not_a_date(text)
    return _checked(_calendar(text))


def _calendar(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Complaint("is not in the calendar", "Write the day that was meant, as YYYY-MM-DD.") from None


def _checked(day: date) -> date:
    if EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        return day
    raise Complaint(
        f"is not between the years {EARLIEST_YEAR} and {LATEST_YEAR}", "Write the year that was meant."
    )


def _not_a_date(text: str) -> Complaint:
    example = "Write it as YYYY-MM-DD, such as 2026-11-26."
    if not text:
        return Complaint("is empty, so nobody can tell which day this row is about", example)
    if unpadded := _UNPADDED.fullmatch(text):
        year, month, day = unpadded.groups()
        return Complaint("is not written in full", f"Write {year}-{month:0>2}-{day:0>2}.")
    if timed := _WITH_TIME.fullmatch(text):
        return Complaint("has a time of day, and a diary day has none", f"Write {timed[1]}.")
    if _OTHER_ORDER.fullmatch(text):
        return Complaint(
            "is not written year first, and the order of day and month is never guessed", example
        )
    if _WHOLE.match(text) and text.isdigit():
        return Complaint("is a bare number, perhaps a spreadsheet's count of days", example)
    return Complaint("is not a date", example)


def answer_of(text: str) -> Answer:
    """Yes, no, or unknown where nothing is written. Raises Complaint."""
    word = text.casefold()
    if word in ANSWERS:
        return ANSWERS[word]
    allowed = "Write yes or no, or leave it empty where it was not answered."
    if word in _MEANT_YES:
        raise Complaint("is not yes or no", f"Perhaps yes is meant. {allowed}")
    if word in _MEANT_NO:
        raise Complaint("is not yes or no", f"Perhaps no is meant. {allowed}")
    if word in _MEANT_NOTHING:
        raise Complaint("is not yes or no", "Leave it empty where it was not answered.")
    raise Complaint("is not yes or no", allowed)


def minutes_of(text: str) -> int | None:
    """Hours of headache on that day as whole minutes; None where nothing is written. Raises Complaint.

    Hours have at most two decimals, after a point or a comma, because a hundredth of an hour is finer
    than a minute. They become whole minutes exactly and half up: 1.33 h is 79.8 and so 80 minutes.
    More decimals are read only where they say a whole minute. A comma with one or two digits behind
    it can only be a decimal comma, as no day has a thousand hours.
    """
    if not text:
        return None
    if not _HOURS.fullmatch(text):
        return _finer(text)
    minutes = Decimal(text.replace(",", ".")) * 60
    if minutes > 1440:
        raise Complaint(
            "is more than the 24 hours of a day", "Write how many hours it hurt on that day alone."
        )
    return int(minutes.to_integral_value(ROUND_HALF_UP))


def _finer(text: str) -> int:
    if text.startswith("-") and _HOURS.fullmatch(text[1:]):
        raise Complaint("is less than nought hours", "Write a number from 0 to 24.")
    finer = _FINER.fullmatch(text)
    if finer is None:
        raise Complaint("is not a number of hours", "Write a number from 0 to 24, such as 4 or 1.5.")
    minutes = Decimal(text) * 60
    if len(text) <= 20 and minutes == minutes.to_integral_value() and minutes <= 1440:
        return int(minutes)
    raise Complaint("is finer than a hundredth of an hour", "Write at most two decimals, such as 1.33.")


def grade_of(text: str) -> int | None:
    """How bad it was: 0 none, 1 mild, 2 moderate, 3 severe; None where nothing is written. Raises Complaint.

    A number from 0 to 10 is a grade too: 1-3 mild, 4-6 moderate, 7-10 severe.
    """
    if not text:
        return None
    word = text.casefold()
    if word in GRADES:
        return GRADES[word]
    if not _WHOLE.fullmatch(text) or int(text) > 10:
        allowed = "Write mild, moderate or severe, or a whole number from 0 to 10."
        raise Complaint("is not a grade of headache", allowed)
    return min((int(text) + 2) // 3, 3)


def moment_of(text: str) -> datetime | None:
    """When it was written down, on the writer's own clock; None where nothing is written. Raises Complaint.

    An offset is kept and never applied: the date of the entry is the date the writer saw.
    A date alone is read as the start of that day.
    """
    if not text:
        return None
    example = "Write it as 2026-11-26T21:30, or leave it empty."
    if not _MOMENT.fullmatch(text):
        raise Complaint("is not a date with a time", example)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Complaint("is not a moment of the calendar and the clock", example) from None
    _checked(moment.date())
    return moment
