"""The account of units: what each vial held is what was given from it and what was thrown away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from procerus.diary.dates import in_words
from procerus.faults import BadInput, Fault
from procerus.injection.alike import compared
from procerus.injection.dilution import TENTH
from procerus.injection.opened import Draw, OpenedVial
from procerus.injection.printed_plan import PrintedPlan
from procerus.injection.session_form import GivenSite, Session, SessionVial
from procerus.injection.sharing import Sharing
from procerus.injection.units import in_figures
from procerus.packs.products import Product

NEEDED = {
    "product": "Write the product as it stands on the vial, such as botox.",
    "lot": "Write the lot as it stands on the vial.",
    "expiry": "Write it as it stands on the vial, such as 2028-03.",
    "units": "Write the size of the vial.",
    "opened": "Write when it was dissolved or opened, with the time zone: 2026-11-01T09:10+00:00.",
    "discarded": "Write the units that were thrown away; 0 where none were.",
}


@dataclass(frozen=True, slots=True)
class VialAccount:
    """One vial and where its units went."""

    number: int
    lot: str
    expiry: str
    opened: datetime
    units: Fraction
    given: Fraction
    discarded: Fraction


def drawn_from(number: int, given: Sequence[GivenSite]) -> Fraction:
    """The units that the sites got from a vial, counted from 1."""
    return sum((one.units for one in given if one.vial == number and one.units is not None), Fraction(0))


def vial_faults(session: Session, product: Product) -> Iterator[Fault]:
    """Whatever is missing, wrong or unaccounted for in the vials of a session."""
    if not session.vials:
        yield Fault("vials", "names no vial", "Say from which vials the units came.")
    for number, one in enumerate(session.given):
        if one.vial is None or not 1 <= one.vial <= len(session.vials):
            shown = None if one.vial is None else str(one.vial)
            mend = f"The vials are counted from 1 to {len(session.vials)}."
            yield Fault(f"given[{number}].vial", "is not a vial of this session", mend, shown)
    met: set[str] = set()
    for number, vial in enumerate(session.vials):
        where = f"vials[{number}]"
        for key, mend in NEEDED.items():
            if getattr(vial, key) is None:
                yield Fault(f"{where}.{key}", "is missing", mend)
        yield from _label_faults(where, vial, session.plan, product)
        given = drawn_from(number + 1, session.given)
        found = [*_expiry_faults(where, vial, session.day), *_account_faults(where, vial, given)]
        yield from found or _draw_faults(where, vial, session, given, product)
        serial = compared(vial.serial or "")
        if serial in met:
            yield Fault(f"{where}.serial", "stands here twice", "One vial is one line.", vial.serial)
        met |= {serial} if serial else set()


def _label_faults(where: str, vial: SessionVial, plan: PrintedPlan, product: Product) -> Iterator[Fault]:
    if vial.product is not None and vial.product != product.id:
        why = f"is not {product.id}, which was planned"
        yield Fault(f"{where}.product", why, "Units of one product say nothing of another's.", vial.product)
        return
    if vial.units is None:
        return
    if vial.units not in product.sizes():
        sizes = ", ".join(str(size) for size in product.sizes())
        shown = f"{in_figures(vial.units)} U"
        yield Fault(f"{where}.units", f"is no vial of {product.title}", f"It has {sizes} U.", shown)
        return
    if product.form == "liquid":
        if vial.diluent_ml is not None:
            why = f"is of a powder, and {product.title} is a solution"
            yield Fault(f"{where}.diluent_ml", why, "Take it out.", in_figures(vial.diluent_ml))
        return
    wanted = vial.units / (plan.per_tenth / TENTH)
    if vial.diluent_ml is None:
        yield Fault(f"{where}.diluent_ml", "is missing", "Write how much diluent went in, in mL.")
    elif vial.diluent_ml != wanted:
        why = f"makes another strength than the plan's {in_figures(plan.per_tenth)} U in 0.1 mL"
        mend = f"{in_figures(vial.units)} U in {in_figures(wanted)} mL is as planned; else plan again."
        yield Fault(f"{where}.diluent_ml", why, mend, f"{in_figures(vial.diluent_ml)} mL")


def _expiry_faults(where: str, vial: SessionVial, day: date | None) -> Iterator[Fault]:
    if vial.expiry is None:
        return
    first, last = vial.expiry.earliest, vial.expiry.latest
    if (first.year, first.month) != (last.year, last.month):
        yield Fault(f"{where}.expiry", "is a whole year", "Write the month or day, as on the vial.")
    elif day is not None and last < day:
        why = f"had expired by the day of the session, {in_words(day)}"
        yield Fault(f"{where}.expiry", why, "Check what stands on the vial.", last.isoformat())


def _draw_faults(
    where: str, vial: SessionVial, session: Session, given: Fraction, product: Product
) -> Iterator[Fault]:
    """What the vial itself refuses: a draw before it was opened, or after its usable hours."""
    at, hours = session.at, product.toxin.numbers.get("hours_usable")
    if at is None or not vial.opened or not vial.lot or not vial.expiry or not vial.units or not given:
        return
    try:
        opened = OpenedVial(
            product.id, vial.lot, int(vial.units), vial.expiry.latest, vial.diluent_ml or Fraction(0),
            vial.opened,
        )  # fmt: skip
        if hours is None:  # its label names none, so only the order of the times can be looked at
            replace(opened, draws=(Draw(session.patient, given, at),))
        else:
            opened.draw(product.id, session.patient, given, at, Sharing(False, False, hours.value))
    except BadInput as bad:
        yield from (Fault(where, one.why, one.mend, one.value) for one in bad.faults)


def _account_faults(where: str, vial: SessionVial, given: Fraction) -> Iterator[Fault]:
    if vial.units is None:
        return
    if given > vial.units:
        why = f"were drawn from a vial that holds {in_figures(vial.units)} U"
        yield Fault(where, why, "Check from which vial each site came.", f"{in_figures(given)} U")
    elif vial.discarded is not None and given + vial.discarded != vial.units:
        left = vial.units - given - vial.discarded
        parts = f"{in_figures(given)} U given and {in_figures(vial.discarded)} U discarded"
        amount = f"{in_figures(abs(left))} U {'unaccounted for' if left > 0 else 'too many'}"
        yield Fault(where, f"holds {in_figures(vial.units)} U; {parts} leave {amount}", "Count again.")


def accounts(session: Session) -> tuple[VialAccount, ...]:
    """Where the units of each vial went. The session is one without faults."""
    made = []
    for number, one in enumerate(session.vials, 1):
        assert one.lot and one.expiry and one.opened and one.units is not None and one.discarded is not None
        expiry = _day(one.expiry.latest) if one.expiry.day else f"{one.expiry.latest:%Y-%m}"
        given = drawn_from(number, session.given)
        made.append(VialAccount(number, one.lot, expiry, one.opened, one.units, given, one.discarded))
    return tuple(made)


def _day(day: date) -> str:
    return day.isoformat()
