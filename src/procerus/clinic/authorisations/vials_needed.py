"""What the vials for one visit come to, shown beside the form: a hint, and never filled in."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from procerus.clinic.look.wording import figures, worded
from procerus.clinic.people.models import Clinic
from procerus.faults import BadInput
from procerus.injection.plan import plan
from procerus.injection.prepared import Terms, prepare
from procerus.packs.products import PLACES, find_product
from procerus.packs.protocols import find_protocol


@dataclass(frozen=True, slots=True)
class Needed:
    """The vials for one visit by the clinic's protocol: what is opened, given and left over."""

    protocol: str
    product: str
    vials: tuple[tuple[int, int], ...]
    """Size in units, and how many of it."""
    given: str
    opened: int
    left_over: str


def needed(clinic: Clinic, product: str = "") -> Needed | None:
    """For the clinic's product or another; None where the protocol cannot be planned with it."""
    label = next((one for one in PLACES if one == clinic.label), None)
    try:
        protocol, chosen = find_protocol(clinic.protocol), find_product(product or clinic.product)
        made = prepare(plan(protocol, chosen), Terms(label=label))
    except BadInput:
        return None
    opened = made.choice.opened_units
    return Needed(
        worded(protocol.about.title), chosen.title, tuple(made.vials.items()), figures(made.choice.units),
        opened, figures(Fraction(opened) - made.choice.units),
    )  # fmt: skip
