"""What holds of every session: the account closes, nothing changes unseen, and no site loses its side."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procerus.exchange.letters.session_sheet import sheet_of
from procerus.exchange.sessions.session_file import plan_in, session_from
from procerus.faults import BadInput
from procerus.injection.prepared import Terms
from procerus.injection.seal import sealed
from procerus.injection.session import Record, recorded
from procerus.injection.site import Code, code_in_words, spots
from procerus.packs.anatomy import LANGUAGES, Language
from procerus.packs.protocols import find_protocol, protocol_files
from sessions import Json, filled, otherwise, plan_of, record_of, refusals

SIDES = ("left", "right")
EXTRA = st.fixed_dictionaries(
    {
        **{("temporalis", side): st.integers(0, 1) for side in SIDES},
        **{("occipitalis", side): st.integers(0, 1) for side in SIDES},
        **{("trapezius", side): st.integers(0, 2) for side in SIDES},
    }
)
FIXED = sorted(map(str, spots(find_protocol("preempt"))))
FIXED = [one for one in FIXED if "extra" not in one]
OMITTED = st.sets(st.sampled_from(FIXED), max_size=8)
SIZES = st.sampled_from([(200,), (100,), (200, 100)])
PARTS = ("given", "vials", "differences", "ticks", "overrides")


@st.composite
def sessions(draw: st.DrawFn) -> Json:
    """A sound session given as planned: any extras, any sites left out, any vials."""
    omit = dict.fromkeys(draw(OMITTED), "scar")
    return filled(plan_of(extra=draw(EXTRA), omit=omit, terms=Terms(draw(SIZES))))


@st.composite
def changed_sessions(draw: st.DrawFn) -> Json:
    """A sound session in which some sites were given otherwise, each with its reason."""
    session = draw(sessions())
    rows = [one["site"] for one in session["given"]]
    for site in draw(st.lists(st.sampled_from(rows), unique=True, max_size=4)):
        otherwise(session, site, draw(st.sampled_from([None, 1, 3, 4])))
    return session


@given(sessions())
def test_a_session_given_as_planned_needs_no_differences(session: Json):
    record = record_of(session)
    assert record.differences == ()
    assert record.total == record.plan.total


@given(changed_sessions())
def test_every_unit_of_every_vial_was_given_or_discarded(session: Json):
    record = record_of(session)
    assert all(one.given + one.discarded == one.units for one in record.vials)
    assert record.total.amount + record.discarded == sum(one.units for one in record.vials)
    assert sum(one["units"] for one in record.billing()) == sum(one["units"] for one in session["vials"])


@given(changed_sessions(), st.data())
def test_one_unit_more_or_less_anywhere_opens_the_account(session: Json, data: st.DataObject):
    vial = data.draw(st.sampled_from(session["vials"]))
    vial["discarded"] = max(0, vial["discarded"] + data.draw(st.sampled_from([-1, 1])))
    closes = all(
        one["units"]
        == one["discarded"] + sum(row["units"] for row in session["given"] if row["vial"] == number)
        for number, one in enumerate(session["vials"], 1)
    )
    assert (refusals(session) == []) == closes


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in plain values."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [*([path] if path else []), *(one for key, part in below for one in places(part, (*path, key)))]


OTHER = st.sampled_from(
    [None, True, False, 0, 1, 2, 4, 6, 45, 155, 200, -5, 2.5, "", "x", "yes", "no", "botox", "dysport", [],
     {}, "frontalis-1-left", "2026-11-01", "2026-10-31", "2026-11-01T09:10+00:00", [[]], {"a": 1}, "left"]
)  # fmt: skip


@st.composite
def slipped(draw: st.DrawFn) -> tuple[Json, Json]:
    """A sound session, and the same with one thing changed, taken out or doubled."""
    sound = draw(changed_sessions())
    session = deepcopy(sound)
    part = draw(st.sampled_from([None, "plan", *PARTS]))
    holder: Any = session if part is None or not session[part] else session[part]
    *way, last = draw(st.sampled_from(places(holder)))
    for key in way:
        holder = holder[key]
    what = draw(st.sampled_from(["change", "take out", "double"]))
    if what == "take out":
        del holder[last]
    elif what == "double" and isinstance(holder, list):
        holder.insert(last, deepcopy(holder[last]))
    else:
        holder[last] = draw(OTHER)
    return sound, session


def essence(record: Record) -> Any:
    """What was given to whom on which day, from what, and what is billed."""
    shape = record.to_json()
    for one in shape["vials"]:
        del one["lot"], one["expiry"]
    for one in shape["differences"]:
        del one["why"]
    return shape, record.session.patient, [(str(one.code), one.units, one.vial) for one in record.doses]


@given(slipped())
def test_a_slip_is_refused_or_says_the_same_of_what_was_given(pair: tuple[Json, Json]):
    sound, session = pair
    before = record_of(sound)
    try:
        record = recorded(session_from(session, "session.json"))
    except BadInput as bad:
        assert bad.faults
        return
    assert session["plan"] == sound["plan"]
    assert essence(record) == essence(before)


@given(st.data())
def test_a_forged_plan_under_a_fresh_seal_is_refused_or_gives_the_same(data: st.DataObject):
    plan = plan_of(extra={("trapezius", "left"): 1})
    forged = deepcopy(plan)
    *way, last = data.draw(st.sampled_from(places(forged)))
    holder: Any = forged
    for key in way:
        holder = holder[key]
    holder[last] = data.draw(OTHER)
    forged = sealed(forged)
    try:
        record = record_of(filled(plan) | {"plan": forged, "plan_seal": plan_in(forged, "plan.json").seal})
    except BadInput as bad:
        assert bad.faults
        return
    assert essence(record) == essence(record_of(filled(plan)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("protocol", sorted(protocol_files()))
def test_every_site_of_every_protocol_keeps_muscle_number_and_side_in_print(
    protocol: str, language: Language
):
    found = find_protocol(protocol)
    drawn = [str(code) for code in spots(found)]
    chosen = [f"{one.id}-{n}-{side}" for one in found.muscles for side in one.sides for n in (1, 9, 99)]
    for text in [*drawn, *chosen]:
        code = Code.of(text)
        assert code is not None
        assert str(code_in_words(code.in_words(language), language)) == text


@given(changed_sessions(), st.sampled_from(LANGUAGES))
def test_the_printed_sites_are_the_given_sites_in_their_order(session: Json, language: Language):
    record = record_of(session)
    sheet = sheet_of(record.session, record.to_json(), None, language)
    printed = [(str(code_in_words(one.words, language)), one.units, one.vial) for one in sheet.sites]
    assert printed == [(one["site"], f"{one['units']} U", one["vial"]) for one in session["given"]]
