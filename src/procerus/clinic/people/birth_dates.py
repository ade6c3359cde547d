"""Birth dates as people write them. What can be read in two ways is read in neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from procerus.diary.cells import Complaint
from procerus.diary.partial_date import PARTIAL_DATE, PartialDate

MONTHS = (
    ("jan", "january", "januar"), ("feb", "february", "februar"), ("mar", "march", "märz", "mär", "mrz"),
    ("apr", "april"), ("may", "mai"), ("jun", "june", "juni"), ("jul", "july", "juli"), ("aug", "august"),
    ("sep", "sept", "september"), ("oct", "october", "okt", "oktober"), ("nov", "november"),
    ("dec", "december", "dez", "dezember"),
)  # fmt: skip
WHOLE = 10  # characters of a birth date of which nothing is unknown
YEARS_APART = 10
"""A year of birth is often a slip or a guess; further apart it is somebody else."""

_NUMBER_OF = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)? ([^\W\d_]+)\.?,? (\d{4})")
_AMERICAN = re.compile(r"([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_ANYWHERE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}\.? ?[^\W\d_]{3,9}\.?,? \d{4}")


def read_born(text: str, today: date) -> str:
    """A birth date as it is kept: YYYY-MM-DD, YYYY-MM, YYYY, or nothing. Raises Complaint."""
    said = " ".join(text.split())
    if not said:
        return ""
    made = said if PARTIAL_DATE.fullmatch(said) else _iso(said)
    try:
        partial = PartialDate.of(made)
    except ValueError:
        raise Complaint(_("is not in the calendar"), _mend()) from None
    if partial.earliest > today:
        raise Complaint(_("is in the future"), _("Check the year."))
    return made


def _mend() -> str:
    return _("Write it as 1984-05-02; 1984-05 or 1984 where no more is known.")


def _iso(said: str) -> str:
    if found := _DOTS.fullmatch(said):
        return _joined(found[3], found[2], found[1])
    if found := _SLASHES.fullmatch(said):
        return _either_way(int(found[1]), int(found[2]), found[3])
    if (found := _WORDS.fullmatch(said)) and (month := _NUMBER_OF.get(found[2].casefold())):
        return _joined(found[3], month, found[1])
    if (found := _AMERICAN.fullmatch(said)) and (month := _NUMBER_OF.get(found[1].casefold())):
        return _joined(found[3], month, found[2])
    raise Complaint(_("is not a birth date"), _mend())


def _either_way(first: int, second: int, year: str) -> str:
    if first <= 12 and second <= 12 and first != second:
        why = _("can be read with the day or with the month first")
        raise Complaint(why, _("Write the year first, as 1984-05-02."))
    day, month = (first, second) if second <= 12 else (second, first)
    return _joined(year, month, day)


def _joined(year: str, month: str | int, day: str | int) -> str:
    return f"{year}-{int(month):02}-{int(day):02}"


def born_in(text: str, today: date) -> tuple[str, str]:
    """The birth date within what somebody looks for, and the rest of it; no date where there is none."""
    for found in _ANYWHERE.finditer(text):
        try:
            born = read_born(found[0], today)
        except Complaint:
            continue
        return born, f"{text[: found.start()]} {text[found.end() :]}".strip()
    return "", text


def may_be(born: str) -> Iterator[str]:
    """The birth dates, as they are kept, that do not contradict a whole one: itself, its month, its year."""
    if born:
        yield born
    for length in (7, 4):
        if len(born) > length:
            yield born[:length]


@lru_cache(maxsize=10_000)
def near(born: str) -> frozenset[str]:
    """Every whole or partial birth date that one slip away from this one, or this one less exactly."""
    if len(born) < WHOLE:
        return frozenset(may_be(born))
    day = date.fromisoformat(born)
    near_days = {day.replace(day=1) + timedelta(days=count) for count in range(31)}
    written = {one.isoformat() for one in near_days if one.month == day.month}
    written |= {f"{day.year}-{month:02}-{day.day:02}" for month in range(1, 13)}
    written |= {
        f"{day.year + years}-{day.month:02}-{day.day:02}" for years in range(-YEARS_APART, YEARS_APART + 1)
    }
    if day.day <= 12:
        written.add(f"{day.year}-{day.day:02}-{day.month:02}")
    return frozenset(written) | frozenset(may_be(born))


def swapped(one: str, other: str) -> bool:
    """Whether two whole birth dates are the same with day and month the other way round."""
    return len(one) == len(other) == WHOLE and one != other and one == f"{other[:4]}-{other[8:]}-{other[5:7]}"


def agree(one: str, other: str) -> bool:
    """Whether both may be the birth date of one person: the same as far as both are known."""
    length = min(len(one), len(other))
    return one[:length] == other[:length]
