"""The screen of a session, part by part, as its templates show it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.template.loader import render_to_string
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.injections import words
from procerus.clinic.injections.choices import given_of
from procerus.clinic.injections.draws import drawn
from procerus.clinic.injections.filled import Aside
from procerus.clinic.injections.head import to_work_on
from procerus.clinic.injections.looked import Looked, label_of
from procerus.clinic.injections.models import Agreement, Session
from procerus.clinic.injections.own_protocols import protocols_here
from procerus.clinic.injections.reading import events_since, last_session
from procerus.clinic.injections.refusals import refusals
from procerus.clinic.injections.rows import groups
from procerus.clinic.injections.second import agreements, seconds
from procerus.clinic.injections.stated import CONSENTS
from procerus.clinic.look.wording import millilitres, units
from procerus.clinic.stock.models import Owner, Vial
from procerus.clinic.stock.vials import billable
from procerus.faults import Fault
from procerus.injection import spoken
from procerus.injection.billing import billed
from procerus.injection.dilution import in_lines
from procerus.injection.findings import Finding
from procerus.injection.overrides import keyed
from procerus.injection.prepared import Prepared
from procerus.injection.session_form import AUTHORITIES, HOWS
from procerus.packs.checks import checks
from procerus.packs.products import products

PARTS = ("faults", "map", "summary", "findings", "vials", "sites")
"""What is computed anew; everything else of the screen is only what was typed."""
SHOWN = 16


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, and what has to be done about it."""

    key: str
    word: str
    kind: str
    text: str
    source: str
    ticked: bool
    aside: Aside | None
    agreed: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class VialCard:
    """A vial in stock, and what it would give."""

    vial: Vial
    owner: str
    picked: bool
    opened: str
    given: str
    discarded: str
    billed: bool


def context(at: At, one: Looked, faults: Sequence[Fault] = (), said: str = "") -> dict[str, Any]:
    """Everything that the parts show."""
    shown = list(faults) or list(one.faults)
    return {
        "at": at, "one": one, "filled": one.filled, "prepared": one.prepared, "said": said,
        "refusals": refusals(shown),
        "drawings": [] if one.prepared is None else to_work_on(one.prepared, bool(one.filled.mirrored)),
        "groups": groups(one), "seconds": seconds(at.clinic, at.account), "hows": HOWS,
        "may_agree": at.can("injection.countersign"), **_judged(at, one), **_with_vials(one, at),
    }  # fmt: skip


def whole(at: At, one: Looked, faults: Sequence[Fault] = (), said: str = "") -> dict[str, Any]:
    """Everything that the screen shows."""
    last = last_session(at.patient, at.clinic, one.day)
    return context(at, one, faults, said) | {
        "last": None if last is None else last_treatment(at, last),
        "checks": [(check, one.filled.check.get(check.id, "")) for check in checks().values()],
        "authorities": AUTHORITIES, "consents": CONSENTS, "protocols": protocols_here(),
        "replaces": one.replaces, "record_url": record_url(at),
        "products": sorted(products().values(), key=lambda product: product.title),
        "places": places(one),
    }  # fmt: skip


def parts(made: Mapping[str, Any], at: At, have: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The parts whose words are not those that the page has, each with a mark to know it by."""
    found = {}
    for name in PARTS:
        with timezone.override(at.zone):
            html = render_to_string(f"injections/{name}.html", dict(made), at.request)
        mark = hashlib.sha256(html.encode()).hexdigest()[:SHOWN]
        if have.get(f"have.{name}") != mark:
            found[name] = {"html": html, "mark": mark}
    return found


def _judged(at: At, one: Looked) -> dict[str, Any]:
    if one.prepared is None:
        return {"findings": [], "spoken": {}}
    return {"findings": list(_findings(at, one, one.prepared)), "spoken": _spoken(one.prepared)}


def _spoken(made: Prepared) -> dict[str, Any]:
    judged = made.judgement
    return {
        "sites": words.sites(made),
        "units": units(made.plan.total.amount),
        "volume": millilitres(made.plan.volume_ml),
        "vials": words.vials(made),
        "allowed": str(judged.allowed),
        "conclusion": words.conclusion(judged.allowed),
        "earliest": judged.earliest,
        "largest": None if judged.largest is None else units(judged.largest),
        "ceilings": [spoken.ceiling(one) for one in judged.counted],
        "dilution": list(in_lines(made.plan, made.vials)),
        "syringes": [
            f"{millilitres(one.volume_ml)}, {units(one.units)}: {len(one.sites)}" for one in made.syringes
        ],
        "unverified": spoken.rests_on(made),
    }


def _findings(at: At, one: Looked, made: Prepared) -> Iterator[Found]:
    distant = agreements(at, one.day)
    for key, finding in keyed(made.judgement.findings).items():
        stop = finding.severity == "stop" and not finding.leaves_open
        aside = one.filled.aside.get(key, Aside()) if stop else None
        agreed = tuple(distant.get((key, finding.text), ())) if stop else ()
        yield Found(
            key, words.severity(finding), _kind(finding), finding.text, finding.source,
            key in one.filled.ticks, aside, agreed,
        )  # fmt: skip


def _kind(finding: Finding) -> str:
    return "open" if finding.leaves_open else finding.severity


def _with_vials(one: Looked, at: At) -> dict[str, Any]:
    """The vials in stock, what those picked would give, and what would be billed."""
    chosen = one.chosen
    planned = (
        {} if one.prepared is None else {site.code: site.units.amount for site in one.prepared.plan.sites}
    )
    given = given_of(one.filled, planned, [])
    out = drawn(given, [vial.units for vial in chosen])
    cards = []
    for stock in one.stock:
        vial, key = stock.vial, str(stock.vial.pk)
        number = chosen.index(vial) + 1 if vial in chosen else 0
        cards.append(
            VialCard(
                vial, owners()[vial.owner], bool(number), one.filled.opened.get(key, ""),
                units(out.given(number, given)) if number else "",
                units(out.left[number - 1]) if number else "", billable(vial),
            )
        )  # fmt: skip
    return {
        "cards": cards, "short": units(out.short) if chosen and out.short else "",
        "claim": _claim(one, at, chosen, [out.given(n, given) for n in range(1, len(chosen) + 1)], out.left),
        "own": any(not billable(vial) for vial in chosen),
    }  # fmt: skip


def owners() -> Mapping[str, str]:
    """Whose a vial is, in words."""
    return {
        Owner.PATIENT: _("the patient's own"),
        Owner.CLINIC: _("the clinic's"),
        Owner.SAMPLE: _("a sample"),
    }


def _claim(
    one: Looked, at: At, chosen: list[Vial], given: Sequence[Fraction], left: Sequence[Fraction]
) -> list[str]:
    """The lines of a US claim, of the clinic's vials only; none where it follows the European label."""
    own = [number for number, vial in enumerate(chosen) if billable(vial)]
    if one.product is None or not own or label_of(at.clinic.label) == "eu":
        return []
    units = sum((given[number] for number in own), Fraction(0))
    rest = sum((left[number] for number in own), Fraction(0))
    return [str(line) for line in billed(one.product.toxin, units, rest)]


def record_url(at: At) -> str:
    """Where lists of the record are completed; the patient's page where nothing else can do it here."""
    try:
        return at.url("records")
    except NoReverseMatch:
        return at.url("sheet")


def last_treatment(at: At, last: Session) -> dict[str, Any]:
    """What the last session was, and what became of it."""
    follows = last.follows
    return {
        "session": last,
        "units": follows.get("total_units"),
        "sites": follows.get("sites"),
        "complications": last.written.get("complications") or [],
        "differences": follows.get("differences") or [],
        "events": events_since(at.patient, last),
        "days": (at.today - last.day).days,
    }


def places(one: Looked) -> list[tuple[str, str]]:
    """Muscles and sides of the plan, for saying where an infection is."""
    return [(side.place, f"{group.name}, {side.words}") for group in groups(one) for side in group.sides]


def fields(one: Looked) -> dict[str, str]:
    """What a button may have changed in fields outside the parts."""
    filled = one.filled
    return {
        "protocol": filled.protocol, "product": filled.product, "dilution": filled.dilution,
        "dilution_reason": filled.dilution_reason,
    }  # fmt: skip
