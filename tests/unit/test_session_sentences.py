"""Every sentence with which a session is refused, as the person who wrote it down reads it."""

from __future__ import annotations

from typing import Any

import pytest

from sessions import (
    AMINOGLYCOSIDE,
    LEFT_FRONTALIS,
    Json,
    ada_session,
    added,
    alone,
    dose,
    dystonia,
    filled,
    form_of_plan,
    otherwise,
    plan_of,
    refusals,
    six_weeks_after,
    somebody,
)
from sessions import SUNDAY as DAY

FRIDAY = DAY.replace(month=10, day=30)
STANDS = (
    "overrides: the stop 'interval' stands. onabotulinumtoxinA was last given on 20 Sep 2026, 42 days before;"
    " 84 days are the least between two sessions. The first day is 13 Dec 2026."
    " Do not inject; or set it aside with a reason and a second person."
)


def ada(**said: Any) -> Json:
    """Ada's sound session with something else said."""
    return ada_session() | said


def line(number: int, **said: Any) -> Json:
    """Ada's session with something else said of one site."""
    session = ada_session()
    session["given"][number] |= said
    return session


def second(how: str = "together", on: str | None = "2026-11-01", **said: Any) -> Json:
    """A stop set aside, with something else said of the second person."""
    session = six_weeks_after()
    session["overrides"][0]["second"] |= {"how": how, "on": on} | said
    return session


def override(**said: Any) -> Json:
    """A stop set aside, with something else said of that."""
    session = six_weeks_after()
    session["overrides"][0] |= said
    return session


def twice(session: Json, key: str) -> Json:
    """The same with everything under this key said twice."""
    return session | {key: session[key] * 2}


@pytest.mark.parametrize(
    ("session", "sentences"),
    [
        (form_of_plan(plan_of()), [
            "birth_year: is missing. Ask the person, and write the year: the right person then lies there.",
            "by.name: is missing. Write the name.",
            "by.role: is missing. Write the role, such as nurse or neurologist.",
            "authority: is missing. Say what allowed it: prescriber, prescription, PSD or PGD.",
            "complications: were not asked for."
            " Write what happened at once; [] says that it was asked and there was nothing.",
            "at: is missing. Write when, with the time zone: 2026-11-01T09:30+00:00.",
            "consent: is not there. Nobody is injected without it: say given, on and how.",
            "vials[0].product: is missing. Write the product as it stands on the vial, such as botox.",
            "vials[0].lot: is missing. Write the lot as it stands on the vial.",
            "vials[0].expiry: is missing. Write it as it stands on the vial, such as 2028-03.",
            "vials[0].opened: is missing."
            " Write when it was dissolved or opened, with the time zone: 2026-11-01T09:10+00:00.",
            "vials[0].discarded: is missing. Write the units that were thrown away; 0 where none were.",
        ]),
        (ada(by=None, authority=None), [
            "by: is missing. Say who injected: name and role.",
            "authority: is missing. Say what allowed it: prescriber, prescription, PSD or PGD.",
        ]),
        (ada(authority={"kind": None, "text": "7"}),
         ["authority: is missing. Say what allowed it: prescriber, prescription, PSD or PGD."]),
        (ada(authority={"kind": "PSD"}), ["authority.text: is missing. Say which PSD."]),
        (ada(supervisor={}), [
            "supervisor.name: is missing. Write the name.",
            "supervisor.role: is missing. Write the role, such as nurse or neurologist.",
        ]),
        (ada(replaces={}), [
            "replaces.record: is missing. Name the record that this one corrects.",
            "replaces.why: is missing. Say why it is corrected.",
        ]),
        (ada(consent={"given": "no"}),
         ["consent: is not there. Nobody is injected without it: say given, on and how."]),
        (ada(consent={"given": "yes"}), [
            "consent.how: is missing. Say how, such as signed form or spoken.",
            "consent.on: is missing. Say on which day.",
        ]),
        (ada(at=None, consent={"given": "yes", "on": "2026-11-02", "how": "spoken"}), [
            "at: is missing. Write when, with the time zone: 2026-11-01T09:30+00:00.",
            "consent.on: '2 Nov 2026' is after the session. Check the date.",
        ]),
        (ada(patient="made-up-ben"),
         ["patient: 'made-up-ben' is not the plan's, 'made-up-ada'. Whose is it?"]),
        (ada(plan=ada()["plan"] | {"earliest_date": "2026-11-02"}), [
            "plan: was changed after the form was made."
            " Make the session's form again from the plan as it was printed.",
        ]),
    ],
)  # fmt: skip
def test_what_nobody_said_of_people_and_day_is_asked_for_in_a_sentence(session: Json, sentences: list[str]):
    assert refusals(session) == sentences


def test_a_session_on_another_day_than_its_plan_is_refused_in_a_sentence():
    session = ada(at="2026-11-02T00:10+00:00")
    session["vials"][0]["opened"] = "2026-11-02T00:05+00:00"
    assert refusals(session) == [
        "at: '2 Nov 2026' is not the day of the plan, 1 Nov 2026."
        " What was asked holds for that day only: plan again.",
    ]


@pytest.mark.parametrize(
    ("session", "sentence"),
    [
        (ada(given=[]), "given: names no site. A session in which nothing was given is not a session."),
        (line(0, site=None), "given[0]: does not say its site. Every line says site, units and vial."),
        (line(1, units=None),
         "given[1]: 'corrugator-1-left' does not say its units. Every line says site, units and vial."),
        (added(ada_session(), "corrugator-1-right", why=None),
         "given[31].site: 'corrugator-1-right' stands here twice. Write one line for one site."),
        (added(ada_session(), "procerus-1-left"),
         "given[31].site: 'procerus-1-left' is the left of procerus, which lies on the midline."
         " Write midline."),
        (added(ada_session(), "frontalis-1-midline"),
         "given[31].site: 'frontalis-1-midline' lies on the midline, and frontalis is right or left."
         " Write right or left."),
        (added(ada_session(), "frontalis-9-left"),
         "given[31].site: 'frontalis-9-left' is not one of the sites that preempt has in frontalis."
         " Did you mean 'frontalis-2-left'?"),
        (added(ada_session(), "masseter-1-left"),
         "given[31].site: 'masseter-1-left' is not a site of preempt. Did you mean 'temporalis-1-left'?"),
        (otherwise(ada_session(), LEFT_FRONTALIS, 2.5),
         "given[5].units: '2.5 U' is not whole, and the sites of frontalis are given in whole units."
         " Check the units."),
        (otherwise(dystonia(), "scalene-1-left", 12.3),
         "given[4].units: '12.3 U' is finer than a quarter of a unit. No syringe gives that."),
        (otherwise(filled(plan_of(protocol="glabellar-lines", product="botox-cosmetic")),
                   "procerus-1-midline", 5),
         "given[4].units: '5 U' is more than the 4 U this protocol has for one site. Check the units."),
        (otherwise(ada_session(), LEFT_FRONTALIS, 50),
         "given: '200 U' is more than the 195 U of all the sites that preempt has."
         " No plan by it has more. Check the units."),
        (added(added(filled(plan_of(somebody(toxin=(dose("2026-08-08", 240),)))),
                     "temporalis-extra-1-left"), "temporalis-extra-1-right"),
         "given: '165 U' is more than the 155 U planned, and on this day there was room for 160 U."
         " Plan again for this dose."),
    ],
)  # fmt: skip
def test_a_site_or_dose_that_cannot_be_is_refused_in_a_sentence(session: Json, sentence: str):
    assert refusals(session)[0] == sentence


def test_extra_sites_of_both_sides_count_together_and_a_muscle_without_them_has_room_for_none():
    session = ada_session()
    for site in ("temporalis-extra-1-left", "temporalis-extra-1-right", "temporalis-extra-2-left"):
        added(session, site)
    assert refusals(session) == [
        "given: '3' is more than the 2 extra sites this protocol allows in temporalis."
        " Both sides count together.",
    ]
    assert refusals(added(ada_session(), "frontalis-extra-1-left")) == [
        "given[31].site: 'frontalis-extra-1-left' is not one of the sites that preempt has in frontalis."
        " Did you mean 'frontalis-1-left'?",
        "given: '1' is more than the 0 extra sites this protocol allows in frontalis."
        " Both sides count together.",
    ]


def test_every_difference_that_nobody_explained_says_what_was_planned_and_what_was_given():
    session = added(ada_session(), "temporalis-extra-1-left", why=None)
    session = otherwise(otherwise(session, LEFT_FRONTALIS, why=None), "frontalis-1-right", 3, why=None)
    said = "differences: nobody says why."
    assert refusals(session) == [
        f"{said} frontalis 1, patient's right: planned 5 U, given 3 U."
        ' Mend it, or say why: {"site": "frontalis-1-right", "why": "..."}.',
        f"{said} frontalis 1, patient's left: omitted, 5 U planned."
        ' Mend it, or say why: {"site": "frontalis-1-left", "why": "..."}.',
        f"{said} temporalis extra 1, patient's left: added, 5 U."
        ' Mend it, or say why: {"site": "temporalis-extra-1-left", "why": "..."}.',
    ]


@pytest.mark.parametrize(
    ("session", "sentence"),
    [
        (ada(differences=[{"site": LEFT_FRONTALIS, "why": "none"}]),
         "differences[0]: 'frontalis-1-left' was given as it was planned."
         " Take it out, or mend what was given."),
        (ada(differences=[{"why": "none"}]),
         "differences[0]: '' was given as it was planned. Take it out, or mend what was given."),
        (twice(otherwise(ada_session(), LEFT_FRONTALIS), "differences"),
         "differences[1]: 'frontalis-1-left' stands here twice. Say it once."),
    ],
)  # fmt: skip
def test_a_reason_too_many_is_refused_in_a_sentence(session: Json, sentence: str):
    assert refusals(session) == [sentence]


def test_a_reason_for_a_misspelt_site_names_the_one_that_differs():
    session = otherwise(ada_session(), LEFT_FRONTALIS)
    session["differences"].append({"site": "frontalis-1-lft", "why": "lid drooped"})
    assert refusals(session) == [
        "differences[1]: 'frontalis-1-lft' was given as it was planned. Did you mean 'frontalis-1-left'?"
    ]


@pytest.mark.parametrize(
    ("session", "sentences"),
    [
        (six_weeks_after() | {"overrides": []}, [STANDS]),
        (override(code="intervall"),
         ["overrides[0]: 'intervall' is no stop of this plan. Did you mean 'interval'?", STANDS]),
        (ada(overrides=override()["overrides"]), [
            "overrides[0]: 'interval' is no stop of this plan."
            " Take it out; only a stop of this plan can be set aside.",
        ]),
        (ada(overrides=override(code=None)["overrides"]), [
            "overrides[0]: '' is no stop of this plan."
            " Take it out; only a stop of this plan can be set aside.",
        ]),
        (twice(six_weeks_after(), "overrides"),
         ["overrides[1]: 'interval' is set aside twice. Say it once."]),
        (override(reason=None, by=None, second=None), [
            "overrides[0].reason: 'interval' is missing. Say why the stop was set aside.",
            "overrides[0].by: 'interval' is missing. Say who set it aside.",
            "overrides[0].second: 'interval' is missing."
            " Say who else agreed, and how: together, remote or countersigned.",
        ]),
        (second(by=None), [
            "overrides[0].second: 'interval' is missing."
            " Say who else agreed, and how: together, remote or countersigned.",
        ]),
        (second(by="N. Example"), [
            "overrides[0].second.by: 'N. Example' is the person who injects, and a second person is somebody"
            " else. Name another person.",
        ]),
        (override(by="B Second"), [
            "overrides[0].second.by: 'Dr B. Second' is the person who set it aside, and a second person is"
            " somebody else. Name another person.",
        ]),
        (second(on=None), [
            "overrides[0].second.on: 'Dr B. Second' is missing."
            " Say on which day the second person agreed.",
        ]),
        (second(by="N. Example", on=None), [
            "overrides[0].second.by: 'N. Example' is the person who injects, and a second person is somebody"
            " else. Name another person.",
            "overrides[0].second.on: 'N. Example' is missing. Say on which day the second person agreed.",
        ]),
        (six_weeks_after() | {"by": None}, ["by: is missing. Say who injected: name and role."]),
        (six_weeks_after() | {"by": {"role": "nurse"}}, ["by.name: is missing. Write the name."]),
        (second("remote", "2026-10-31"), [
            "overrides[0].second.on: '31 Oct 2026' is not the day of the session, 1 Nov 2026."
            " The second person agrees on the day, before the injection.",
        ]),
        (second("countersigned"), [
            "overrides[0].second.how: 'countersigned' is only for a prescriber who works alone and injects."
            " Ask a second person, together or remote.",
        ]),
        (alone(six_weeks_after(FRIDAY), FRIDAY.replace(day=29)), [
            "overrides[0].second.on: '29 Oct 2026' is before the session on 30 Oct 2026. Check the date.",
        ]),
        (alone(six_weeks_after(FRIDAY), DAY.replace(day=3)), [
            "overrides[0].second.on: '3 Nov 2026' is after the next working day, 2 Nov 2026."
            " Record the session without it; a countersignature that came late is a correction.",
        ]),
    ],
)  # fmt: skip
def test_an_override_that_does_not_hold_is_refused_in_a_sentence(session: Json, sentences: list[str]):
    assert refusals(session) == sentences


GENTAMICIN = (
    "gentamicin (systemic): An aminoglycoside can strengthen the effect of the toxin."
    " Caution; a reason to wait or to ask a specialist."
)


@pytest.mark.parametrize(
    ("ticks", "sentences"),
    [
        ([], [
            f"ticks: nobody ticked the caution 'aminoglycoside'. {GENTAMICIN}"
            ' Read it, then add "aminoglycoside".',
        ]),
        (["aminoglycoside"] * 2 + ["aminoglycosde"], [
            "ticks[1]: 'aminoglycoside' stands here twice. Tick it once.",
            "ticks[2]: 'aminoglycosde' is no caution of this plan. Did you mean 'aminoglycoside'?",
        ]),
    ],
)  # fmt: skip
def test_a_caution_that_was_not_ticked_once_is_named_with_its_words(ticks: list[str], sentences: list[str]):
    assert refusals(filled(plan_of(somebody(medicines=(AMINOGLYCOSIDE,))), ticks=ticks)) == sentences


def test_a_tick_where_nothing_is_to_be_ticked_is_refused_in_a_sentence():
    assert refusals(ada(ticks=["aminoglycoside"])) == [
        "ticks[0]: 'aminoglycoside' is no caution of this plan. Take it out; only cautions are ticked."
    ]


def test_what_was_not_asked_is_asked_and_never_set_aside():
    assert refusals(filled(plan_of(somebody(medicines=None)))) == [
        "finding not-asked: is open. Not asked: Which other medicines are taken?"
        " An aminoglycoside or warfarin may be among them."
        " Find out, and plan again; what is open cannot be set aside.",
    ]
