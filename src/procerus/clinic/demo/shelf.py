"""The stock of the demonstration: what was delivered when, what expires, whose it is, and what was lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from procerus.clinic.access.at import At
from procerus.clinic.demo.practice import Practice, Step
from procerus.clinic.people.models import Role
from procerus.clinic.stock.models import Cause, Owner
from procerus.clinic.stock.receiving import Delivery, receive
from procerus.clinic.stock.taking_out import take_out

PRODUCT = "botox"
EXPIRING_IN = timedelta(days=3)
OWN_VIAL_OF = "Eve"


def delivered(practice: Practice) -> Iterator[Step]:
    """The deliveries, oldest first."""
    today = practice.today
    for days_ago, units, lot, expiry, number, owner in (
        (330, 200, "C8417C3", _month(today, 150), 12, Owner.CLINIC),
        (330, 50, "C8390C1", _month(today, 60), 2, Owner.CLINIC),
        (240, 100, "C8562C2", (today + EXPIRING_IN).isoformat(), 6, Owner.CLINIC),
        (200, 200, "C8603C4", _month(today, 420), 14, Owner.CLINIC),
        (60, 100, "C8655C3", _month(today, 540), 2, Owner.CLINIC),
        (20, 100, "C8671S1", _month(today, 300), 1, Owner.SAMPLE),
    ):
        arrived = Delivery(PRODUCT, units, lot, expiry, number, owner)
        yield Step(today - timedelta(days=days_ago), _received(practice, arrived, days_ago))
    yield Step(today - timedelta(days=6), lambda: _own_vial(practice))
    yield Step(today - timedelta(days=40), lambda: _broken(practice))


def _received(practice: Practice, arrived: Delivery, days_ago: int) -> Callable[[], None]:
    day = practice.today - timedelta(days=days_ago)
    return lambda: practice.does(Role.COORDINATOR, lambda at: _receive(at, arrived), day)


def _receive(at: At, arrived: Delivery) -> None:
    vials = receive(at.clinic, arrived, at.account, at.today)
    at.wrote("stock.receive", arrived.patient, vials=[str(one.pk) for one in vials])


def _own_vial(practice: Practice) -> None:
    """One vial of a named patient, from a specialty pharmacy."""
    patient = practice.people[OWN_VIAL_OF].patient
    arrived = Delivery(
        PRODUCT, 200, "C8688C3", _month(practice.today, 500), 1, Owner.PATIENT, patient, ("10003417",)
    )
    practice.does(Role.COORDINATOR, lambda at: _receive(at, arrived), practice.today - timedelta(days=6))


def _broken(practice: Practice) -> None:
    def out(at: At) -> None:
        vial = at.clinic.vials.filter(quarters__gt=0, units=200).order_by("lot", "pk")[:1]
        gone = take_out(list(vial), Cause.DISCARDED, "Fell while it was diluted.", at.account, at.today)
        at.wrote("stock.out", vials=[str(one.pk) for one in gone], cause=str(Cause.DISCARDED))

    practice.does(Role.NURSE, out, practice.today - timedelta(days=40))


def _month(today: date, days: int) -> str:
    """The month that is so many days ahead, as it is printed on a vial."""
    return f"{today + timedelta(days=days):%Y-%m}"
