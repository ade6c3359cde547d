"""Dates of English sentences in German: `9–11 Aug 2026` is `9.–11. Aug. 2026`."""

from __future__ import annotations

import re

MONTHS = {
    "Jan": "Jan.", "Feb": "Feb.", "Mar": "März", "Apr": "Apr.", "May": "Mai", "Jun": "Juni", "Jul": "Juli",
    "Aug": "Aug.", "Sep": "Sept.", "Oct": "Okt.", "Nov": "Nov.", "Dec": "Dez.",
}  # fmt: skip
_MONTH = "|".join(MONTHS)
_DATES = re.compile(rf"(?:(?:\d\d?(?:–\d\d?)? )?(?:{_MONTH})(?: \d{{4}})?(?:, \d\d:\d\d)?(?: – |, )?)+")
_DAY = re.compile(rf"(\d\d?)(?:–(\d\d?))? ({_MONTH})|({_MONTH})")


def date_said(text: str) -> str | None:
    """A date, a span or a list of them; None where the text is anything else."""
    if not _DATES.fullmatch(text) or text.endswith((" ", ",")):
        return None
    return _DAY.sub(_one, text)


def _one(found: re.Match[str]) -> str:
    first, last, month, alone = found.groups()
    if alone:
        return MONTHS[alone]
    return f"{first}.–{last}. {MONTHS[month]}" if last else f"{first}. {MONTHS[month]}"
