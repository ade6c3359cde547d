"""The screen of a correction: everything that was written down, to be put right; but for the birth year."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from procerus.clinic.access.at import At
from procerus.clinic.injections.acts import at_first, copied, planned_as
from procerus.clinic.injections.filled import Aside, Filled
from procerus.clinic.injections.models import Session
from procerus.clinic.injections.stated import OTHER
from procerus.faults import BadInput


def as_written(at: At, old: Session) -> Filled:
    """What was said of a session, as the screen has it. The second person agrees anew."""
    written, plan = old.written, old.written.get("plan", {})
    try:
        fresh = planned_as(at_first(at), copied(old))
    except BadInput:
        fresh = replace(at_first(at), protocol=old.protocol, product=old.product)
    asked = {name: said for name, said in (plan.get("checks") or {}).items() if said in ("yes", "no")}
    planned = {one["id"]: one["units"] for one in plan.get("sites", ())}
    given = {one["site"]: one["units"] for one in written.get("given", ())}
    consent, authority = written.get("consent") or {}, written.get("authority") or {}
    supervisor = written.get("supervisor") or {}
    return replace(
        fresh,
        check=asked,
        inr=str((plan.get("checks") or {}).get("inr", "")),
        given={site: str(given.get(site, 0)) for site, units in planned.items() if given.get(site) != units},
        why={one["site"]: one["why"] for one in written.get("differences", ())},
        vials=tuple(old.vials),
        opened=dict(zip(old.vials, (_clock(at, one) for one in written.get("vials", ())), strict=False)),
        authority=authority.get("kind") or "",
        authority_text=authority.get("text") or "",
        consent=OTHER,
        consent_how=consent.get("how") or "",
        consent_on=consent.get("on") or "",
        supervisor=supervisor.get("name") or "",
        supervisor_role=supervisor.get("role") or "",
        ticks=tuple(written.get("ticks", ())),
        aside={one["code"]: Aside(one["reason"]) for one in written.get("overrides", ())},
        began=f"{timezone.localtime(old.at, at.zone):%H:%M}",
        complications="\n".join(written.get("complications") or ()),
        needle=written.get("needle") or "",
        note=written.get("note") or "",
    )


def _clock(at: At, vial: dict[str, Any]) -> str:
    return f"{timezone.localtime(datetime.fromisoformat(vial['opened']), at.zone):%H:%M}"
