"""The printed record of a toxin session: one sheet, to be signed and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from procerus.diary.dates import in_words
from procerus.exchange.letters.pdf import typeset
from procerus.injection.overrides import keyed
from procerus.injection.session_form import Session, SessionVial
from procerus.injection.site import Code
from procerus.injection.unit_account import drawn_from
from procerus.injection.units import in_figures
from procerus.packs.anatomy import Language
from procerus.packs.products import products

TEMPLATE = Path(__file__).with_name("session_sheet.typ")
INFORMED, MADE_UP = "For information.", "made-up-"


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site: its number in injection order, its words, its units, and how it differs from the plan."""

    number: int
    words: str
    units: str
    vial: int
    mark: str  # empty, "added" or "other units"


@dataclass(frozen=True, slots=True)
class VialRow:
    """One vial and where its units went."""

    number: int
    product: str
    lot: str
    expiry: str
    units: str
    strength: str
    opened: str
    given: str
    discarded: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding, and who dealt with it how."""

    severity: str
    text: str
    done: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a session's sheet says."""

    title: str
    running: str
    state: str  # empty where it is recorded; else what it lacks of being so
    about: Mapping[str, str]
    dose: str
    sites: tuple[SiteRow, ...]
    left_out: tuple[str, ...]  # sites of the protocol that the plan left out, and why
    differences: tuple[str, ...]
    vials: tuple[VialRow, ...]
    account: str
    billing: tuple[str, ...]
    findings: tuple[FindingRow, ...]
    complications: tuple[str, ...]
    next_day: str
    note: str
    corrects: str
    foot: tuple[str, ...]
    watermark: str | None
    language: Language
    date: tuple[int, int, int]

    def to_json(self) -> dict[str, Any]:
        """Everything the print template sets, as plain values."""
        return asdict(self)


def sheet_of(
    session: Session, derived: Mapping[str, Any], name: str | None, language: Language = "en"
) -> Sheet:
    """The sheet of a sound session. `derived` is what follows from it, `name` its record's if it has one.

    Only the list of sites is in the language asked for.
    """
    at, plan = session.at, session.plan
    assert at is not None  # a session without a time is never sound
    return Sheet(
        title="Botulinum toxin: record of a session",
        running=f"{session.patient}, born {session.birth_year} · {in_words(at.date())}",
        state="" if name else "Not recorded yet: this is what would be recorded.",
        about=dict(_about(session, at)),
        dose=_dose(session, derived),
        sites=tuple(_sites(session, derived, language)),
        left_out=tuple(f"{code.in_words(language)}: {why}" for code, why in plan.omitted),
        differences=tuple(_difference(one, language) for one in derived["differences"]),
        vials=tuple(_vial(session, number, one) for number, one in enumerate(session.vials, 1)),
        account=_account(session, derived),
        billing=tuple(_billing(one) for one in derived["billing"]) if plan.label != "eu" else (),
        findings=tuple(_findings(session, derived)),
        complications=session.complications or (),
        next_day=in_words(date.fromisoformat(derived["next_day"])),
        note=session.note or "",
        corrects=_corrects(session),
        foot=tuple(_foot(session, name)),
        watermark="Made-up person" if session.patient.startswith(MADE_UP) else None,
        language=language,
        date=(at.year, at.month, at.day),
    )  # fmt: skip


def as_pdf(sheet: Sheet) -> bytes:
    """The sheet as a tagged PDF, the same bytes for the same session. Raises BadInput without typesetter."""
    return typeset(TEMPLATE, sheet.to_json(), sheet.date, "pdf")[0]


def as_pictures(sheet: Sheet) -> list[bytes]:
    """The sheet as PNG pictures, to look at."""
    return typeset(TEMPLATE, sheet.to_json(), sheet.date, "png")


def _about(session: Session, at: datetime) -> Iterator[tuple[str, str]]:
    plan, by, authority, consent = session.plan, session.by, session.authority, session.consent
    assert by and authority and consent and consent.on  # a sound session has them
    yield "Patient", f"{session.patient}, born {session.birth_year}"
    yield "When", f"{in_words(at.date())}, {at:%H:%M} ({_zone(at)})"
    yield "Injected by", f"{by.name}, {by.role}"
    if session.supervisor is not None:
        yield "Supervised by", f"{session.supervisor.name}, {session.supervisor.role}"
    yield "Authority", f"{authority.kind}{f': {authority.text}' if authority.text else ''}"
    yield "Consent", f"yes, {in_words(consent.on)}, {consent.how}"
    yield "Protocol", plan.protocol
    yield "Product", f"{_title(plan.product)} ({plan.text.get('toxin')})"
    if session.needle:
        yield "Needle", session.needle


def _title(product: str) -> str:
    """The name on the box; of a product that is no longer known here, its id."""
    return products()[product].title if product in products() else product


def _zone(at: datetime) -> str:
    return f"UTC{at.isoformat()[-6:]}" if at.utcoffset() else "UTC"


def _dose(session: Session, derived: Mapping[str, Any]) -> str:
    strength = in_figures(session.plan.per_tenth)
    total = f"{derived['total_units']} U of {_title(session.plan.product)} in {derived['sites']} sites"
    return f"{total}, {strength} U in 0.1 mL; planned {in_figures(session.plan.total)} U"


def _sites(session: Session, derived: Mapping[str, Any], language: Language) -> Iterator[SiteRow]:
    marks = {one["site"]: one["change"] for one in derived["differences"]}
    for number, one in enumerate(session.given, 1):
        code = Code.of(one.site or "")
        assert code is not None and one.units is not None and one.vial is not None
        units = f"{in_figures(one.units)} U"
        yield SiteRow(number, code.in_words(language), units, one.vial, marks.get(one.site, ""))


def _difference(one: Mapping[str, Any], language: Language) -> str:
    code = Code.of(one["site"])
    words = one["site"] if code is None else code.in_words(language)
    given, planned = one["given"], one["planned"]
    what = {
        "added": f"added, {given} U",
        "omitted": f"omitted, {planned} U planned",
        "other units": f"planned {planned} U, given {given} U",
    }
    return f"{words}: {what[one['change']]}. Why: {one['why']}"


def _vial(session: Session, number: int, one: SessionVial) -> VialRow:
    assert one.expiry and one.opened and one.units is not None and one.discarded is not None
    day = one.expiry.day
    return VialRow(
        number, _title(one.product or ""), one.lot or "",
        in_words(day) if day else f"{one.expiry.latest:%m/%Y}", f"{in_figures(one.units)} U",
        f"{in_figures(one.diluent_ml)} mL" if one.diluent_ml else "none",
        f"{in_words(one.opened.date())}, {one.opened:%H:%M}",
        f"{in_figures(drawn_from(number, session.given))} U", f"{in_figures(one.discarded)} U",
    )  # fmt: skip


def _account(session: Session, derived: Mapping[str, Any]) -> str:
    held = sum((one.units or Fraction(0) for one in session.vials), Fraction(0))
    gone = f"{derived['total_units']} U given + {derived['discarded_units']} U discarded"
    return f"{gone} = {in_figures(held)} U opened"


def _billing(one: Mapping[str, Any]) -> str:
    amount = f"{one['units']} U"
    if one.get("billing_units", one["units"]) != one["units"]:
        amount = f"{one['billing_units']} billing units ({amount})"
    return " ".join(part for part in (one["code"], one["modifier"], amount) if part)


def _findings(session: Session, derived: Mapping[str, Any]) -> Iterator[FindingRow]:
    aside = {one["code"]: one["says"] for one in derived["set_aside"]}
    by = session.by.name if session.by else ""
    for key, one in keyed(session.plan.findings).items():
        done = aside.get(key) or (f"Seen by {by}." if one.severity == "caution" else INFORMED)
        yield FindingRow(one.severity, one.text, done)


def _corrects(session: Session) -> str:
    if session.replaces is None:
        return ""
    return f"Corrects {session.replaces.record}: {session.replaces.why}"


def _foot(session: Session, name: str | None) -> Iterator[str]:
    if name:
        yield f"Record {name}."
    yield f"Plan {session.plan_seal[:16]}, packs {session.plan.fingerprint}."
    unverified = session.plan.text.get("unverified")
    if unverified:
        yield f"Nobody here has read in its source: {'; '.join(map(str, unverified))}."
    yield "Units of one toxin say nothing of another's. The clinician decides."
