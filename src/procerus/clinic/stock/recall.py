"""A lot is recalled: who was given of it, and which vials of it are still here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from procerus.clinic.injections.models import Session
from procerus.clinic.people.models import Account, Clinic
from procerus.clinic.stock.lots import may_be, plain
from procerus.clinic.stock.models import Cause, Movement, Vial
from procerus.clinic.stock.vials import QUARTERS, left_in, locked, move, untouched
from procerus.faults import BadInput, Fault
from procerus.injection.units import in_figures


@dataclass(frozen=True, slots=True)
class Spelling:
    """A lot as it stands in the stock book or in a record; whether it is chosen."""

    lot: str
    surely: bool
    """The same but for blanks and capitals; the others only look like it."""
    chosen: bool


@dataclass(frozen=True, slots=True)
class Got:
    """What a session gave of the recalled lots. Units or sites that nobody wrote down are None."""

    session: Session
    lots: tuple[str, ...]
    units: Fraction | None
    sites: int | None

    @property
    def figures(self) -> str:
        """The units as they are printed; empty where they are not known."""
        return "" if self.units is None else in_figures(self.units)


@dataclass(frozen=True, slots=True)
class Recall:
    """All there is to know when a lot is recalled."""

    spellings: tuple[Spelling, ...]
    got: tuple[Got, ...]
    without_lot: tuple[Got, ...]
    here: tuple[Vial, ...]

    @property
    def chosen(self) -> list[str]:
        """The lots that are listed."""
        return [one.lot for one in self.spellings if one.chosen]

    @property
    def others(self) -> list[Spelling]:
        """Lots that look like it and are not listed."""
        return [one for one in self.spellings if not one.chosen]


def lots_of(clinic: Clinic) -> list[str]:
    """Every lot that was ever in stock, as it was written."""
    return list(clinic.vials.order_by("lot").values_list("lot", flat=True).distinct())


def recall(clinic: Clinic, lot: str, also: Iterable[str]) -> Recall:
    """What is known of a lot, and of the spellings somebody chose. BadInput for an empty lot."""
    if not plain(lot):
        raise BadInput([Fault("lot", _("is empty"), _("Give it as it stands on the vial."))])
    unlinked = _without_movements(clinic)
    written = {one for session in unlinked for one in _written_lots(session)}
    added, known = {plain(one) for one in also}, sorted({*lots_of(clinic), *written})
    spellings = tuple(
        Spelling(one, surely := plain(one) == plain(lot), surely or plain(one) in added)
        for one in known
        if may_be(lot, one)
    )
    chosen = [one.lot for one in spellings if one.chosen]
    got = [*_by_ledger(clinic, chosen), *_by_record(unlinked, chosen)]
    without = [_got(one, ()) for one in unlinked if not _written_lots(one)]
    here = untouched(clinic).filter(lot__in=chosen).select_related("patient__into")
    here = here.order_by("lot", "expiry", "pk")
    return Recall(spellings, tuple(sorted(got, key=_turn)), tuple(sorted(without, key=_turn)), tuple(here))


def mark(clinic: Clinic, lots: Sequence[str], reason: str, by: Account | None) -> list[Vial]:
    """Take what is left of the recalled lots out of the stock. BadInput where nothing is, or no reason."""
    if not reason.strip():
        mend = _("Say who recalled it, and the number of the notice.")
        raise BadInput([Fault("reason", _("is missing"), mend)])
    with transaction.atomic():
        Clinic.objects.select_for_update().get(pk=clinic.pk)  # so that nothing of it is received meanwhile
        ids = untouched(clinic).filter(lot__in=lots).values_list("pk", flat=True)
        vials = list(locked(list(ids)).values())
        left = left_in(vials)
        vials = [one for one in vials if left[one.pk] == one.units * QUARTERS]
        if not vials:
            why = _("has no vial left in stock")
            raise BadInput([Fault("lot", why, _("Load the page again."), ", ".join(lots))])
        for one in vials:
            move(one, Cause.RECALLED, -left[one.pk], by, reason)
    return vials


def _without_movements(clinic: Clinic) -> list[Session]:
    """Sessions whose vials were not taken from this stock: what is known of them stands in their record."""
    return list(
        clinic.sessions.filter(replaced_by=None, taken_back=None, movements=None)
        .select_related("patient__into")
        .order_by("day")
    )


def _by_ledger(clinic: Clinic, lots: Sequence[str]) -> list[Got]:
    moved = Movement.objects.filter(
        vial__clinic=clinic, vial__lot__in=lots, quarters__lt=0, taken_back_by=None, session__isnull=False
    )
    given: dict[UUID, list[Movement]] = defaultdict(list)
    for one in moved.select_related("vial"):
        if one.session_id is not None:
            given[one.session_id].append(one)
    sessions = Session.objects.filter(pk__in=moved.values("session_id")).select_related("patient__into")
    return [
        Got(
            session, tuple(sorted({one.vial.lot for one in given[session.pk]})),
            Fraction(-sum(one.quarters for one in given[session.pk] if one.cause == Cause.GIVEN), QUARTERS),
            _sites(session, lots),
        )
        for session in sessions
    ]  # fmt: skip


def _by_record(sessions: Sequence[Session], lots: Sequence[str]) -> list[Got]:
    wanted = {plain(one) for one in lots}
    found = [(one, [lot for lot in _written_lots(one) if plain(lot) in wanted]) for one in sessions]
    return [_got(session, tuple(sorted(set(there)))) for session, there in found if there]


def _got(session: Session, lots: tuple[str, ...]) -> Got:
    """What the record itself says was given from vials of these lots."""
    wanted = {plain(one) for one in lots}
    given = [
        Fraction(str(one["given"]))
        for one in session.follows.get("vials") or ()
        if plain(str(one.get("lot") or "")) in wanted and one.get("given") is not None
    ]
    return Got(session, lots, sum(given, Fraction(0)) if given else None, _sites(session, lots))


def _written_lots(session: Session) -> list[str]:
    vials: list[dict[str, Any]] = session.follows.get("vials") or session.written.get("vials") or []
    return [str(one["lot"]) for one in vials if str(one.get("lot") or "").strip()]


def _sites(session: Session, lots: Sequence[str]) -> int | None:
    """How many sites were given from vials of these lots, where the record says from which vial each was."""
    vials, given = session.written.get("vials"), session.written.get("given")
    if not vials or not given:
        return None
    wanted = {plain(one) for one in lots}
    numbers = {at for at, one in enumerate(vials, 1) if plain(str(one.get("lot") or "")) in wanted}
    return len({one.get("site") for one in given if one.get("vial") in numbers})


def _turn(one: Got) -> tuple[Any, ...]:
    return one.session.day, str(one.session.patient), str(one.session.pk)
