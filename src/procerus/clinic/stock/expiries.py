"""An expiry as people copy it from a label, and as it is kept."""

from __future__ import annotations

import re

from procerus.clinic.people.models import Clinic
from procerus.clinic.stock.lots import plain
from procerus.clinic.stock.models import Vial
from procerus.faults import BadInput
from procerus.injection.opened import expiry_day

_MONTH_FIRST = re.compile(r"([0-9]{1,2}) ?[-/.] ?([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4}) ?[-/.] ?([0-9]{1,2})")
_DOTS = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


def as_kept(text: str) -> str:
    """`11/2027` is 2027-11 and `30.11.2027` is 2027-11-30; what can be read in two ways stays as it is."""
    said = " ".join(text.split())
    if found := _MONTH_FIRST.fullmatch(said):
        return f"{found[2]}-{int(found[1]):02}"
    if found := _YEAR_FIRST.fullmatch(said):
        return f"{found[1]}-{int(found[2]):02}"
    if found := _DOTS.fullmatch(said):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    return said


def other_expiries(clinic: Clinic, product: str, lot: str, expiry: str) -> list[str]:
    """With which other expiry the same lot was received: a lot has one, so one of them was misread."""
    try:
        day = expiry_day(expiry)
    except BadInput:
        return []
    known = Vial.objects.filter(clinic=clinic, product=product).values_list("lot", "expiry").distinct()
    return sorted({one for other, one in known if plain(other) == plain(lot) and expiry_day(one) != day})
