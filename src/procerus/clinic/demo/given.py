"""Sessions of the demonstration: planned, judged, drawn from vials in stock and recorded as any other is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from procerus.clinic.access.at import At
from procerus.clinic.injections.choices import NONE_APPLY
from procerus.clinic.injections.filled import Filled, Place
from procerus.clinic.injections.looked import Looked, looked_at
from procerus.clinic.injections.models import Session
from procerus.clinic.injections.recording import NOTHING, record
from procerus.clinic.injections.stated import SIGNED
from procerus.clinic.people.models import Role
from procerus.clinic.stock.vials import InStock
from procerus.injection.overrides import keyed


@dataclass(frozen=True, slots=True)
class Given:
    """Which sizes of vials were taken, who injected, and what was otherwise than the protocol has it."""

    sizes: Sequence[int] = (200,)
    by: str = Role.DOCTOR
    extra: Mapping[Place, str] = field(default_factory=dict)
    omit: Mapping[str, str] = field(default_factory=dict)


AS_USUAL = Given()


def inject(at: At, how: Given = AS_USUAL) -> Session:
    """Record a session of the day. BadInput where a clinician could not have recorded it either."""
    begun = Filled(
        birth_year=at.patient.born[:4], protocol=at.clinic.protocol, product=at.clinic.product,
        extra=how.extra, omit=how.omit, none_apply=NONE_APPLY, consent=SIGNED,
        authority="prescriber" if at.role == Role.DOCTOR else "PGD",
        authority_text="" if at.role == Role.DOCTOR else "PGD 12, botulinum toxin",
        began=f"{at.now:%H:%M}", needle="30 G, 13 mm", revision=str(at.patient.revision),
    )  # fmt: skip
    vials = _vials(looked_at(at, begun).stock, how.sizes)
    picked = replace(begun, vials=tuple(vials), opened=dict.fromkeys(vials, f"{at.now:%H:%M}"))
    one = looked_at(at, picked)
    read = replace(picked, ticks=_cautions(one), seen=one.seal)
    made = record(at, replace(one, filled=read), NOTHING)
    at.wrote("injections.record", session=str(made.pk), replaces="")
    return made


def _vials(stock: Sequence[InStock], sizes: Sequence[int]) -> list[str]:
    """The first in turn of each size."""
    left, found = list(stock), []
    for size in sizes:
        one = next((one for one in left if one.vial.units == size), None)
        if one is not None:
            left.remove(one)
            found.append(str(one.vial.pk))
    return found


def _cautions(one: Looked) -> tuple[str, ...]:
    found = {} if one.prepared is None else keyed(one.prepared.judgement.findings)
    return tuple(
        key for key, finding in found.items() if finding.severity == "caution" and not finding.leaves_open
    )
