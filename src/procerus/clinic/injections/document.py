"""The session file that a screen comes to: what was planned, and what the people in the room said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.injections.choices import given_of, moment
from procerus.clinic.injections.draws import Drawn, drawn
from procerus.clinic.injections.looked import Looked
from procerus.clinic.injections.second import Agreed
from procerus.clinic.injections.stated import SIGNED, SPOKEN, began_at, consent_day
from procerus.clinic.people.models import Role
from procerus.clinic.stock.models import Vial
from procerus.clinic.stock.vials import Use, billable
from procerus.exchange.sessions.session_file import Form, plan_in
from procerus.injection.site import Code
from procerus.injection.units import as_number


@dataclass(frozen=True, slots=True)
class Said:
    """A session file, and what it took from which vial in stock."""

    written: dict[str, Any]
    uses: tuple[Use, ...]
    billed: tuple[Fraction, Fraction]
    """Units given and discarded of vials that the clinic may bill."""


def document_of(at: At, one: Looked, complications: tuple[str, ...], agreed: Mapping[str, Agreed]) -> Said:
    """The session file of a screen on which nothing is missing."""
    assert one.prepared is not None and one.printed is not None and one.product is not None
    filled, began = one.filled, began_at(one, at.now)
    given = given_of(filled, {site.code: site.units.amount for site in one.prepared.plan.sites}, [])
    vials = one.chosen
    out = drawn(given, [vial.units for vial in vials])
    form = Form(plan_in(one.printed, "plan")).to_json()
    on = consent_day(filled, one.day)
    how = {SPOKEN: _("spoken"), SIGNED: _("signed form")}.get(filled.consent, filled.consent_how)
    written = form | {
        "birth_year": int(filled.birth_year),
        "at": None if began is None else began.isoformat(),
        "by": {"name": at.account.name, "role": str(Role(at.role).label)},
        "supervisor": {"name": filled.supervisor, "role": filled.supervisor_role or None}
        if filled.supervisor
        else None,
        "authority": {"kind": filled.authority, "text": filled.authority_text or None},
        "consent": {"given": "yes", "on": None if on is None else on.isoformat(), "how": how},
        "vials": [_vial(one, number, vial, out, at.now) for number, vial in enumerate(vials)],
        "given": [
            {"site": str(code), "units": as_number(units), "vial": out.vial.get(code)}
            for code, units in given.items()
        ],
        "differences": _differences(one, given),
        "ticks": list(filled.ticks),
        "overrides": [one.to_json() for one in agreed.values()],
        "complications": list(complications),
        "needle": filled.needle or None,
        "note": filled.note or None,
    }
    if one.replaces is not None:
        written["replaces"] = {"record": str(one.replaces.pk), "why": filled.correction_why}
    return Said(written, _uses(vials, out, given), _billed(vials, out, given))


def _vial(one: Looked, at: int, vial: Vial, out: Drawn, now: datetime) -> dict[str, Any]:
    assert one.prepared is not None and one.product is not None
    opened = moment(one.day, one.filled.opened.get(str(vial.pk), ""), now)
    powder = one.product.form == "powder"
    return {
        "product": vial.product,
        "lot": vial.lot,
        "expiry": vial.expiry,
        "units": vial.units,
        "diluent_ml": as_number(vial.units / one.prepared.plan.per_ml) if powder else None,
        "opened": None if opened is None else opened.isoformat(),
        "discarded": as_number(out.left[at]),
        "serial": vial.serial or None,
    }


def _differences(one: Looked, given: Mapping[Code, Fraction]) -> list[dict[str, str]]:
    assert one.prepared is not None
    return [
        {"site": str(site.code), "why": one.filled.why.get(str(site.code), "")}
        for site in one.prepared.plan.sites
        if given.get(site.code) != site.units.amount
    ]


def _uses(vials: list[Vial], out: Drawn, given: Mapping[Code, Fraction]) -> tuple[Use, ...]:
    return tuple(
        Use(vial.pk, out.given(number, given), out.left[number - 1]) for number, vial in enumerate(vials, 1)
    )


def _billed(vials: list[Vial], out: Drawn, given: Mapping[Code, Fraction]) -> tuple[Fraction, Fraction]:
    own = [number for number, vial in enumerate(vials, 1) if billable(vial)]
    nought = Fraction(0)
    return sum((out.given(one, given) for one in own), nought), sum(
        (out.left[one - 1] for one in own), nought
    )
