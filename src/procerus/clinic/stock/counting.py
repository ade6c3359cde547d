"""Count what stands on the shelf. A difference from the ledger becomes a movement, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from procerus.clinic.people.models import Account, Clinic
from procerus.clinic.stock.models import Cause, Count, Movement, Vial
from procerus.clinic.stock.shelf import OF_ONE_KIND, kind_of
from procerus.clinic.stock.taking_out import BY_HAND
from procerus.clinic.stock.vials import QUARTERS, locked, move, reverse, untouched
from procerus.faults import BadInput, Fault


@dataclass(frozen=True, slots=True)
class Counted:
    """One kind as somebody counted it; `shown` is what the ledger had when they began."""

    vial: Vial
    shown: int
    counted: int
    reason: str = ""


def count(clinic: Clinic, lines: Sequence[Counted], by: Account | None) -> list[Count]:
    """Write down a count of some kinds. BadInput names every fault, and nothing is written.

    Fewer than the ledger has: the others are lost. More: what was lost, discarded or expired is found again.
    """
    if not lines:
        raise BadInput([Fault("form", _("says nothing"), _("Write down at least one number."))])
    with transaction.atomic():
        locked(clinic.vials.values_list("pk", flat=True))
        faults = [fault for line in lines for fault in _faults(clinic, line)]
        if faults:
            raise BadInput(faults)
        return [_written(clinic, line, by) for line in lines]


def _alike(clinic: Clinic, line: Counted) -> dict[str, object]:
    return dict(zip(OF_ONE_KIND, kind_of(line.vial), strict=True))


def _faults(clinic: Clinic, line: Counted) -> Iterator[Fault]:
    where = f"counted_{line.vial.pk}"
    here = untouched(clinic).filter(**_alike(clinic, line)).count()
    if here != line.shown:
        why = _("were %(shown)s when the page was opened, and are %(here)s now") % {
            "shown": line.shown, "here": here
        }  # fmt: skip
        yield Fault(where, why, _("Somebody moved a vial meanwhile: count again."))
    elif line.counted != here and not line.reason.strip():
        why = _("is not %(here)s, which the ledger has") % {"here": here}
        yield Fault(f"reason_{line.vial.pk}", why, _("Say what is known of the difference."))
    elif line.counted - here > len(_takeable(clinic, line)):
        why = _("are more than were ever received")
        yield Fault(where, why, _("Receive the others first."), str(line.counted))


def _takeable(clinic: Clinic, line: Counted) -> list[Movement]:
    """What took vials of this kind out by hand, latest first: such a vial may be found again."""
    alike = {f"vial__{name}": value for name, value in _alike(clinic, line).items()}
    return list(
        Movement.objects.filter(
            **alike, vial__clinic=clinic, cause__in=BY_HAND, session=None, taken_back_by=None
        )
        .select_related("vial")
        .order_by("-at", "-pk")
    )


def _written(clinic: Clinic, line: Counted, by: Account | None) -> Count:
    here = list(untouched(clinic).filter(**_alike(clinic, line)).order_by("-received_at", "pk"))
    for vial in here[: max(0, len(here) - line.counted)]:
        move(vial, Cause.LOST, -vial.units * QUARTERS, by, line.reason)
    for movement in _takeable(clinic, line)[: max(0, line.counted - len(here))]:
        reverse(movement, by, line.reason)
    return Count.objects.create(
        clinic=clinic, **_alike(clinic, line), expected=len(here), counted=line.counted,
        reason=line.reason.strip(), by=by,
    )  # fmt: skip
