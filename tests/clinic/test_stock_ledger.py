"""Whatever happens to vials, every quarter of a unit is accounted for, and nothing is ever changed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.db.utils import load_backend

from clinics import a_clinic, a_patient
from procerus.clinic.injections.models import Session
from procerus.clinic.installation import _sqlite
from procerus.clinic.stock.counting import Counted, count
from procerus.clinic.stock.ledger import ledger
from procerus.clinic.stock.models import Cause, Movement, Vial
from procerus.clinic.stock.recall import mark
from procerus.clinic.stock.receiving import Delivery, receive
from procerus.clinic.stock.taking_out import put_back, take_out
from procerus.clinic.stock.vials import Use, left_in, move, take_back, untouched, use
from procerus.faults import BadInput
from stocked import RECEIVED_ON, a_session, vials

FULL = Fraction(200)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_received_is_given_discarded_expired_lost_recalled_and_left_after_anything(seed: int) -> None:
    """What the ledger says is compared with a book kept by hand beside it: where each vial is."""
    pick, clinic = random.Random(seed), a_clinic()
    patients = [a_patient() for _ in range(3)]
    book: dict[Any, tuple[str, Fraction]] = {}
    day = RECEIVED_ON

    def sound() -> None:
        expected: dict[str, Fraction] = {}
        for where, given in book.values():
            expected[where] = expected.get(where, Fraction(0)) + given
            if where == Cause.GIVEN:
                expected[Cause.DISCARDED] = expected.get(Cause.DISCARDED, Fraction(0)) + FULL - given
        for line in ledger(clinic):
            assert line.adds_up and line.received == FULL * len(book)
            assert line.left == expected.get("left", 0)
            for cause, units in line.out.items():
                assert units == expected.get(cause, 0), cause

    def arrive() -> None:
        for one in receive(clinic, Delivery("botox", 200, "L", "2026-06", pick.randint(1, 3), "clinic"), None,
                           RECEIVED_ON):  # fmt: skip
            book[one.pk] = ("left", FULL)

    def inject() -> None:
        one = pick.choice(list(Vial.objects.all()))
        given = Fraction(pick.randint(1, 800), 4)
        session = a_session(pick.choice(patients), day)
        session.movements.filter(quarters__lt=0, taken_back_by=None).exists() or use(
            session, [Use(one.pk, given, FULL - given)], None
        )
        if one.movements.filter(session=session, cause=Cause.GIVEN, taken_back_by=None).exists():
            book[one.pk] = (Cause.GIVEN, given) if book[one.pk][0] == "left" else book[one.pk]

    def correct() -> None:
        session = pick.choice(list(Session.objects.all()))
        for one in session.movements.filter(cause=Cause.GIVEN, taken_back_by=None):
            book[one.vial_id] = ("left", FULL)
        take_back(session, None, "wrong")

    def lose() -> None:
        one, cause = (
            pick.choice(list(Vial.objects.all())),
            pick.choice([Cause.LOST, Cause.EXPIRED, Cause.DISCARDED]),
        )
        take_out([one], cause, "gone", None, day)
        book[one.pk] = (cause, FULL)

    def find() -> None:
        movement = pick.choice(list(Movement.objects.all()))
        put_back(clinic, movement.pk, "found", None)
        book[movement.vial_id] = ("left", FULL)

    def number() -> None:
        here = list(untouched(clinic))
        fewer = pick.randint(0, len(here))
        before = {one.pk for one in here}
        count(clinic, [Counted(here[0], len(here), fewer, "counted")], None)
        after = set(untouched(clinic).values_list("pk", flat=True))
        for pk in before - after:
            book[pk] = (Cause.LOST, FULL)

    def recalled() -> None:
        for one in mark(clinic, ["L"], "notice", None):
            book[one.pk] = (Cause.RECALLED, FULL)

    arrive()
    acts: list[Callable[[], None]] = [arrive, inject, inject, inject, correct, lose, find, number]
    for step in range(40):
        day += timedelta(days=7)
        with suppress(BadInput, IndexError):
            pick.choice(acts if step < 35 else [*acts, recalled])()
        sound()


@pytest.mark.django_db
def test_the_database_refuses_to_change_or_remove_a_vial_a_movement_or_a_count() -> None:
    [one] = vials()
    [made] = count(a_clinic(), [Counted(one, 1, 1)], None)
    for change in (
        lambda: Vial.objects.filter(pk=one.pk).update(owner="sample"),
        lambda: Vial.objects.filter(pk=one.pk).update(lot="X"),
        lambda: Movement.objects.update(quarters=4),
        lambda: Movement.objects.all().delete(),
        lambda: type(made).objects.update(counted=9),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert left_in([one]) == {one.pk: 800}


@pytest.mark.django_db
def test_the_database_refuses_units_that_a_vial_never_held() -> None:
    [one] = vials()
    taken = move(one, Cause.LOST, -800, None, "x")
    for wrong in (
        lambda: move(one, Cause.LOST, -1, None, "once more"),
        lambda: move(one, Cause.RECEIVED, 800, None),
        lambda: move(one, Cause.GIVEN, 4, None),
        lambda: Movement.objects.create(vial=one, cause=Cause.TAKEN_BACK, quarters=801, takes_back=taken),
        lambda: Movement.objects.create(vial=one, cause=Cause.TAKEN_BACK, quarters=800),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
    Movement.objects.create(vial=one, cause=Cause.TAKEN_BACK, quarters=800, takes_back=taken)
    with pytest.raises(IntegrityError), transaction.atomic():
        Movement.objects.create(vial=one, cause=Cause.TAKEN_BACK, quarters=800, takes_back=taken)


@pytest.mark.django_db
def test_of_eight_sessions_that_take_the_same_vial_at_once_one_gets_it(tmp_path: Path) -> None:
    with on_a_file(tmp_path / "race.sqlite3", make=True):
        [one] = vials()
        sessions = [a_session(a_patient(), date(2026, 11, 26)) for _ in range(8)]
    together = Barrier(8)

    def take(session: Session) -> bool:
        with on_a_file(tmp_path / "race.sqlite3"):
            together.wait()
            try:
                use(session, [Use(one.pk, Fraction(155), Fraction(45))], None)
            except BadInput as bad:
                assert "was used already" in str(bad)
                return False
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, sessions)) == [False] * 7 + [True]
    with on_a_file(tmp_path / "race.sqlite3"):
        assert left_in([one]) == {one.pk: 0}
        assert Movement.objects.filter(vial=one, cause=Cause.GIVEN).count() == 1


@contextmanager
def on_a_file(file: Path, make: bool = False) -> Iterator[None]:
    """This thread's own connection to an SQLite file, set as in an installation, in place of the tests'."""
    before = connections["default"]
    said = _sqlite(file.parent) | {"NAME": str(file)}
    own = connections["default"] = load_backend(said["ENGINE"]).DatabaseWrapper(
        connections.settings["default"] | said, "default"
    )
    try:
        if make:
            call_command("migrate", verbosity=0)
        yield
    finally:
        own.close()
        connections["default"] = before
