"""Numbers and days as forms take them: in plain figures, and only where such a day can be meant.

Python reads `1_000` and figures of every script as numbers; a person who typed them meant something else.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from procerus.clinic.look.dates import in_full

FILE = Path(__file__).with_name("plausible.toml")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_FIGURES = re.compile(r"-?[0-9]{1,18}(?:([.,])([0-9]{1,18}))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_THOUSAND = 3  # figures after a point that may be meant to part thousands


def plain_whole(text: str) -> int | None:
    """A whole number from 0 on in plain figures; None where it is none."""
    return int(text) if _WHOLE.fullmatch(text) and text[0] != "-" else None


class WholeField(forms.IntegerField):
    """A whole number in plain figures."""

    def to_python(self, value: Any) -> int | None:
        """The number. Raises ValidationError."""
        if isinstance(value, str) and value.strip() and not _WHOLE.fullmatch(value.strip()):
            raise forms.ValidationError(_("Write a whole number in figures, such as 12."), code="invalid")
        return super().to_python(value)


class FigureField(forms.DecimalField):
    """A number with decimals, after the sign of the language; with a point where that cannot be thousands."""

    def to_python(self, value: Any) -> Any:
        """The number. Raises ValidationError."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        found, comma = _FIGURES.fullmatch(value.strip()), get_format("DECIMAL_SEPARATOR") == ","
        sign, decimals = found.groups(default="") if found else ("", "")
        if not found or (sign == "," and not comma) or (sign == "." and comma and len(decimals) == _THOUSAND):
            such = "1,5" if comma else "1.5"
            says = _("Write a number in figures, such as 12 or %(such)s.") % {"such": such}
            raise forms.ValidationError(says, code="invalid")
        return super().to_python(Decimal(value.strip().replace(",", ".")))


class DayField(forms.DateField):
    """A day of the calendar, where one of this kind may lie: `plausible.toml` says why."""

    def __init__(self, kind: str, **said: Any) -> None:
        said.setdefault("widget", forms.DateInput({"type": "date"}, "%Y-%m-%d"))
        super().__init__(**said)
        self.kind = kind

    def to_python(self, value: Any) -> date | None:
        """The day. Raises ValidationError."""
        if isinstance(value, str) and value.strip() and not _DAY.fullmatch(value.strip()):
            raise forms.ValidationError(_("Write the day as 2026-11-26."), code="invalid")
        return super().to_python(value)

    def validate(self, value: Any) -> None:
        """Not a day that nobody means. Raises ValidationError."""
        super().validate(value)
        if value is not None and (wrong := implausible(self.kind, value)):
            raise forms.ValidationError(wrong, code="implausible")


def implausible(kind: str, day: date) -> str:
    """What is asked about a day that lies too far away; empty where it does not."""
    said, today = _plausible()["days"][kind], timezone.localdate()
    first, last = today - timedelta(days=said["back"]), today + timedelta(days=said["ahead"])
    if first <= day <= last:
        return ""
    return _("Is the year right? Here a day from %(first)s to %(last)s is expected.") % {
        "first": in_full(first), "last": in_full(last),
    }  # fmt: skip


def at_night(kind: str, at: time) -> str:
    """What is asked about a time at which nobody is there; empty where somebody may be."""
    first, last = (time.fromisoformat(_plausible()["times"][kind][name]) for name in ("first", "last"))
    if first <= at <= last:
        return ""
    return _("Is it really at %(time)s? A time from %(first)s to %(last)s is expected.") % {
        "time": f"{at:%H:%M}", "first": f"{first:%H:%M}", "last": f"{last:%H:%M}",
    }  # fmt: skip


@cache
def _plausible() -> Any:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
