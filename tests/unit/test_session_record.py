"""What follows from a recorded session, key by key, and how each part of it is said in words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

from procerus.injection.differences import Changed
from procerus.injection.prepared import Terms
from procerus.injection.session import Record
from procerus.injection.site import Code
from sessions import (
    LEFT_FRONTALIS,
    SUNDAY,
    ada_session,
    added,
    alone,
    dystonia,
    filled,
    otherwise,
    plan_of,
    record_of,
    refusals,
    six_weeks_after,
)


def otherwise_given() -> Record:
    """A session with one site left out, one given less, and one added."""
    session = otherwise(ada_session(), LEFT_FRONTALIS, why=" lid drooped ")
    return record_of(added(otherwise(session, "frontalis-1-right", 3), "temporalis-extra-1-left"))


def test_everything_that_follows_from_a_session_stands_in_its_json() -> None:
    assert otherwise_given().to_json() == {
        "day": "2026-11-01",
        "sites": 31,
        "total_units": 153,
        "discarded_units": 47,
        "differences": [
            {"site": "frontalis-1-right", "change": "other units", "planned": 5, "given": 3,
             "why": "as asked"},
            {"site": "frontalis-1-left", "change": "omitted", "planned": 5, "given": None,
             "why": "lid drooped"},
            {"site": "temporalis-extra-1-left", "change": "added", "planned": None, "given": 5,
             "why": "pain there"},
        ],
        "vials": [{"vial": 1, "lot": "C8841", "expiry": "2028-03", "units": 200, "given": 153,
                   "discarded": 47}],
        "billing": [
            {"code": "J0585", "modifier": None, "units": 153, "billing_units": 153},
            {"code": "J0585", "modifier": "JW", "units": 47, "billing_units": 47},
        ],
        "set_aside": [],
        "awaits_countersignature_by": None,
        "next_day": "2027-01-24",
        "toxin": {"date": "2026-11-01", "product": "botox", "indication": "chronic-migraine", "units": 153},
    }  # fmt: skip


def test_a_difference_is_said_in_words_with_planned_and_given_units() -> None:
    assert [one.in_words for one in otherwise_given().differences] == [
        "frontalis 1, patient's right: planned 5 U, given 3 U",
        "frontalis 1, patient's left: omitted, 5 U planned",
        "temporalis extra 1, patient's left: added, 5 U",
    ]
    site = Code("frontalis", 1, "left")
    assert Changed(site, "added", None, None).in_words == "frontalis 1, patient's left: added, 0 U"
    assert (
        Changed(site, "omitted", None, None).in_words == "frontalis 1, patient's left: omitted, 0 U planned"
    )
    assert (
        Changed(site, "other units", None, None).in_words
        == "frontalis 1, patient's left: planned 0 U, given 0 U"
    )


def test_every_dose_keeps_its_site_units_and_vial() -> None:
    record = record_of(filled(plan_of(terms=Terms(sizes=(100,)))))
    assert [(str(one.code), one.units.amount, one.vial) for one in record.doses][19:22] == [
        ("occipitalis-2-left", 5, 1),
        ("occipitalis-3-left", 5, 2),
        ("cervical-paraspinal-1-right", 5, 2),
    ]
    assert record.total.amount == 155 and record.discarded == 45


def test_a_stop_that_was_set_aside_is_told_by_its_code_with_who_and_why() -> None:
    record = record_of(six_weeks_after())
    (one,) = record.set_aside
    assert (one.key, one.finding.code, one.awaits, one.late) == ("interval", "interval", None, False)
    assert record.awaits is None
    assert record.to_json()["set_aside"] == [
        {
            "code": "interval",
            "says": "Set aside by N. Example: cluster of attacks; there with Dr B. Second, 1 Nov 2026.",
        }
    ]


def test_a_countersignature_that_is_awaited_is_told_with_its_last_day() -> None:
    record = record_of(alone(six_weeks_after()))
    (one,) = record.set_aside
    assert (one.key, one.finding.code, one.awaits, one.late) == (
        "interval", "interval", date(2026, 11, 2), False,
    )  # fmt: skip
    assert record.to_json()["awaits_countersignature_by"] == "2026-11-02"
    assert record.to_json()["set_aside"][0]["says"] == (
        "Set aside by N. Example: cluster of attacks; awaits countersignature by 2 Nov 2026, of Dr B. Second."
    )


def test_the_three_ways_of_a_second_person_are_said_each_in_its_own_words() -> None:
    remote = six_weeks_after()
    remote["overrides"][0]["second"]["how"] = "remote"
    late = alone(six_weeks_after(), SUNDAY.replace(day=3)) | {"replaces": {"record": "x.json", "why": "late"}}
    ends = {
        "; at a distance with Dr B. Second, 1 Nov 2026.": remote,
        "; countersigned by Dr B. Second, 2 Nov 2026.": alone(six_weeks_after(), SUNDAY.replace(day=2)),
        "; countersigned by Dr B. Second, 3 Nov 2026, after the next working day.": late,
    }
    for end, session in ends.items():
        (one,) = record_of(session).set_aside
        assert one.in_words == f"Set aside by N. Example: cluster of attacks{end}"


def test_the_account_of_a_vial_keeps_what_stands_on_it_and_when_it_was_opened() -> None:
    (vial,) = otherwise_given().vials
    assert (vial.number, vial.lot, vial.units, vial.given, vial.discarded) == (1, "C8841", 200, 153, 47)
    assert vial.opened == datetime(2026, 11, 1, 9, 10, tzinfo=UTC)


def test_an_expiry_printed_to_the_day_is_kept_to_the_day() -> None:
    session = ada_session()
    session["vials"][0]["expiry"] = "2028-03-15"
    assert record_of(session).vials[0].expiry == "2028-03-15"
    assert record_of(ada_session()).vials[0].expiry == "2028-03"


def test_a_muscle_whose_number_of_sites_no_protocol_limits_has_any_number_of_sites() -> None:
    session = otherwise(dystonia(), "scalene-2-left", why="vein")
    assert refusals(added(session, "scalene-2-right", 12.5)) == []
    assert refusals(added(dystonia(), "scalene-3-right", 12.5))[0].startswith(
        "given[6].site: 'scalene-3-right' is not one of the sites that cervical-dystonia has in scalene."
    )
    assert Fraction(25, 2) in {one.units.amount for one in record_of(dystonia()).doses}
