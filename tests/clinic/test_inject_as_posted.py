"""Whatever a screen says, the record says the same: sites, units, omissions, reasons, vials."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procerus.clinic.injections.models import Session
from procerus.clinic.stock.models import Vial
from procerus.injection.findings import SEVERITIES
from procerus.injection.site import spots
from procerus.packs.protocols import find_protocol
from sessions_at import filled, ready, recorded, sentences, the_session

pytestmark = pytest.mark.django_db

FIXED = sorted(str(code) for code in spots(find_protocol("preempt")) if not code.extra)
EXTRA = [(muscle.id, muscle.extra_most) for muscle in find_protocol("preempt").muscles if muscle.extra_most]
EXAMPLES = 12


@st.composite
def screens(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, Fraction]]:
    """What is said of sites beside the protocol, and what is then given at each."""
    said: dict[str, str] = {}
    units = dict.fromkeys(FIXED, Fraction(5))
    for muscle, most in EXTRA:
        right = draw(st.integers(0, most))
        for side, count in (("right", right), ("left", draw(st.integers(0, most - right)))):
            if count:
                said[f"extra.{muscle}:{side}"] = str(count)
                units |= {f"{muscle}-extra-{at}-{side}": Fraction(5) for at in range(1, count + 1)}
    odd = draw(st.lists(st.sampled_from(sorted(units)), max_size=4, unique=True))
    for site in odd:
        if draw(st.booleans()):
            said[f"omit.{site}"] = "sore"
            del units[site]
        else:
            other = draw(st.integers(0, 4))
            said |= {f"given.{site}": str(other), f"why.{site}": "as it came"}
            units[site] = Fraction(other)
    return said, {site: dose for site, dose in units.items() if dose}


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(screens())
def test_what_is_posted_is_what_is_recorded(screen: tuple[dict[str, str], dict[str, Fraction]]) -> None:
    said, expected = screen
    with transaction.atomic():
        client, patient, _ = ready()
        form = filled(client, patient, **said, ticks=_ticks(said))
        answer = recorded(client, patient, form)
        assert answer.status_code == 302, sentences(answer)
        session = the_session(patient)
        written = session.written
        assert {one["site"]: Fraction(str(one["units"])) for one in written["given"]} == expected
        assert session.follows["total_units"] == sum(expected.values())
        otherwise = {name.removeprefix("given.") for name in said if name.startswith("given.")}
        assert {one["site"] for one in written["differences"]} == otherwise
        left_out = {name.removeprefix("omit.") for name in said if name.startswith("omit.")}
        assert {one["id"] for one in written["plan"]["omitted"]} == left_out
        used = [Vial.objects.get(pk=one).lot for one in session.vials]
        assert used == [one["lot"] for one in written["vials"]] == ["C8841"]
        taken = sum(-one.quarters for one in session.movements.all())
        assert taken == 200 * 4, "given and discarded are all that the vial held"
        transaction.set_rollback(True)
    assert not Session.objects.exists()


def _ticks(said: dict[str, str]) -> list[str]:
    """The cautions that this screen brings up: more extra sites on one side than usual."""
    planned = {
        (muscle, side): int(said.get(f"extra.{muscle}:{side}", 0))
        - sum(name.startswith(f"omit.{muscle}-extra-") and name.endswith(side) for name in said)
        for muscle, _ in EXTRA
        for side in ("right", "left")
    }
    each = {muscle.id: muscle.extra_each_side for muscle in find_protocol("preempt").muscles}
    found = sum(count > each[muscle] for (muscle, _), count in planned.items())
    assert "caution" in SEVERITIES
    return ["extra-on-one-side" if at == 0 else f"extra-on-one-side-{at + 1}" for at in range(found)]
