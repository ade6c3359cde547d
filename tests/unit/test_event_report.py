"""The report of an adverse event: the facts, what is missing, and what is known of such events."""

from __future__ import annotations

from typing import Any

import pytest

from events import answer, event, report_of
from procerus.exchange.letters.event_facts import FACTS, facts_of, medicines_before
from procerus.exchange.letters.event_file import event_from
from procerus.exchange.letters.event_forms import SCHEMES, form_of
from procerus.exchange.letters.event_report import as_plain, report
from procerus.faults import BadInput
from procerus.packs.claims import EMERGENCY

BARE = {"procerus": "adverse-event/1", "event": {"term": "toothache"}}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_nothing_is_made_up_where_nothing_is_recorded(scheme: str) -> None:
    made = report(event_from(BARE, "bare.json"), scheme)
    said = {one.fact: one.says for part in made.parts for one in part.fields if one.says is not None}
    assert said == {"reaction": "toothache"}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_fact_asked_for_is_there_or_on_the_list_of_what_is_not_recorded(scheme: str) -> None:
    made = report_of(scheme)
    fields = [one for part in made.parts for one in part.fields if one.fact]
    assert [one.label for one in fields if one.says is None] == list(made.not_recorded)
    assert {one.fact for one in fields} - {"medicines"} <= set(FACTS)


def test_the_facts_a_form_may_ask_for_are_those_that_are_answered() -> None:
    assert tuple(facts_of(event_from(BARE, "bare.json"))) == FACTS


def test_what_is_always_left_to_the_hand_is_not_called_missing() -> None:
    assert "Manufacturer" not in report_of("medwatch").not_recorded
    assert "Date and signature" not in report_of().not_recorded


# What a report needs at the least --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "lacks"),
    [
        ({}, []),
        ({"patient": {}}, ["a patient"]),
        ({"patient": {"weight_kg": 60}}, ["a patient"]),
        ({"patient": {"sex": "female"}}, []),
        ({"patient": {"born": "1984"}}, []),
        ({"patient": {"initials": "A. B."}}, []),
        ({"session": {"date": "2026-10-05"}}, ["a medicine"]),
        ({"reporter": {"role": "nurse"}}, ["a reporter"]),
        ({"patient": {}, "session": {}, "reporter": {}}, ["a patient", "a medicine", "a reporter"]),
    ],
)
def test_a_report_needs_a_patient_a_medicine_a_reaction_and_a_reporter(
    parts: dict[str, Any], lacks: list[str]
) -> None:
    made = report_of(**parts)
    assert [one.what for one in made.minimum if not one.there] == lacks
    assert ("Cannot be sent as it is" in made.line) is bool(lacks)
    assert all(one in made.line for one in lacks)


# Single facts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "onset", "age"),
    [
        ("1984-05-02", "2026-05-01", "41 years"),
        ("1984-05-02", "2026-05-02", "42 years"),
        ("1984-05-02", "2026-05", "41 to 42 years"),
        ("1984", "2026-10-11", "41 to 42 years"),
        ("1984-05-02", None, None),
        (None, "2026-10-11", None),
    ],
)
def test_the_age_is_that_on_the_day_it_began(born: str | None, onset: str | None, age: str | None) -> None:
    made = report_of(patient={"born": born}, session={}, event=event(onset=onset))
    assert answer(made, "age") == age


def test_a_product_of_the_packs_is_named_with_its_substance_and_its_own_units() -> None:
    made = report_of()
    assert (answer(made, "brand"), answer(made, "substance")) == ("Botox", "onabotulinumtoxinA")
    assert answer(made, "dose") == "155 U (Allergan units)"
    other = report_of(session={"product": "Newtox", "units": 12.5})
    assert (answer(other, "brand"), answer(other, "substance")) == ("Newtox", None)
    assert answer(other, "dose") == "12.5 U"


def test_each_lot_stands_with_its_expiry_or_with_the_want_of_it() -> None:
    lots = [{"lot": "C8841", "expires": "2028-03"}, {"lot": "D17"}]
    made = report_of("medwatch", session={"lots": lots})
    assert (answer(made, "lots"), answer(made, "expiry")) == (
        "C8841; D17",
        "C8841: Mar 2028; D17: not recorded",
    )
    assert answer(report_of("medwatch", session={"lots": lots[1:]}), "expiry") is None
    assert answer(report_of(session={"lots": []}), "lots") is None
    assert answer(report_of(session={}), "lots") is None


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"onset": "2026-10-05"}, "5 Oct 2026, the day of the injection"),
        ({"onset": "2026-10-11"}, "11 Oct 2026, day 6 after the injection"),
        ({"onset": "2026-10"}, "Oct 2026, day 0 to 26 after the injection"),
        ({"onset": "2026-09-01", "onset_before_session": "yes"}, "1 Sep 2026, before the injection"),
        ({"onset": None}, None),
    ],
)
def test_the_onset_is_told_with_its_day_after_the_injection(facts: dict[str, Any], says: str | None) -> None:
    assert answer(report_of(event=event(**facts)), "onset") == says


def test_the_onset_of_an_event_without_a_known_session_has_no_day() -> None:
    assert answer(report_of(session={}), "onset") == "11 Oct 2026"


@pytest.mark.parametrize(
    ("seriousness", "serious", "why"),
    [
        (None, None, None),
        ([], "no", "none of the six criteria"),
        (["hospitalisation"], "yes", "a stay in hospital, begun or prolonged"),
        (["life-threatening", "disability"], "yes", "life-threatening; lasting or significant disability"),
    ],
)
def test_seriousness_is_left_open_where_nobody_asked(
    seriousness: list[str] | None, serious: str | None, why: str | None
) -> None:
    made = report_of(event=event(seriousness=seriousness))
    assert (answer(made, "serious"), answer(made, "criteria")) == (serious, why)


def test_own_words_are_kept_beside_the_name_of_the_event_and_never_replaced_by_a_guess() -> None:
    assert answer(report_of(event=event(term="droopy lid")), "reaction") == (
        "eyelid ptosis (recorded as “droopy lid”)"
    )
    assert answer(report_of(event=event(term="lid half shut")), "reaction") == "lid half shut"
    assert answer(report_of(event=event(term="eyelid ptosis")), "reaction") == "eyelid ptosis"


def test_an_empty_list_says_that_somebody_asked() -> None:
    assert answer(report_of(history=[]), "history") == "asked: none"
    assert answer(report_of(history=["asthma", "hay fever"]), "history") == "asthma; hay fever"
    assert answer(report_of(), "history") is None


# Other medicines -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("onset", "ended", "listed"),
    [
        ("2026-10-11", "2026-07-11", True),
        ("2026-10-11", "2026-07-10", False),
        ("2026-10-11", "2026-07", True),
        ("2026-10-11", None, True),
        ("2026-05-31", "2026-02-28", False),
        ("2026-05-31", "2026-03-01", True),
        ("2026-01-15", "2025-10-15", True),
        ("2026-01-15", "2025-10-14", False),
        ("2026-10", "2026-07-01", True),
        ("2026-10", "2026-06-30", False),
        (None, "2001-01-01", True),
    ],
)
def test_a_medicine_is_listed_where_it_may_have_been_taken_in_the_three_months_before(
    onset: str | None, ended: str | None, listed: bool
) -> None:
    facts = event(onset=onset)
    made = report_of(session={}, event=facts, medicines=[{"drug": "aspirin", "to": ended}]).made
    assert [one.drug for one in medicines_before(made, 3) or ()] == (["aspirin"] if listed else [])


def medicines_of(**parts: Any) -> tuple[str | None, list[str | None], int]:
    """What the part about medicines says, whom it lists, and how many it leaves out."""
    (part,) = [one for one in report_of(**parts).parts if one.title.startswith("Other medicines")]
    says = part.fields[0].says if part.fields else ""
    return says, [row["Medicine"] for row in part.medicines or ()], part.left_out


def test_medicines_nobody_asked_about_are_not_none() -> None:
    old = {"drug": "doxycycline", "to": "2026-01"}
    assert medicines_of() == (None, [], 0)
    assert medicines_of(medicines=[]) == ("asked: none", [], 0)
    assert medicines_of(medicines=[old]) == ("none in these months", [], 1)
    assert medicines_of(medicines=[old, {"drug": "candesartan"}]) == ("", ["candesartan"], 1)
    assert "Other medicines" in report_of().not_recorded


# What is known ---------------------------------------------------------------------------------------


def test_a_sign_of_spread_brings_the_urgent_words_and_another_event_does_not() -> None:
    assert report_of(event=event(term="difficulty swallowing")).urgent == EMERGENCY
    assert report_of(event=event(note="her speech is slurred")).urgent == EMERGENCY
    assert report_of().urgent is None


def test_own_words_are_asked_about_and_a_name_is_not() -> None:
    own = report_of(event=event(term="neck pain, can hardly swallow")).known
    assert own[0] == "These are somebody's own words. Did they mean neck pain, or difficulty swallowing?"
    assert report_of(event=event(term="toothache")).known[0].startswith("Not in the label's list")
    assert report_of().known[0].startswith("4 percent of 687")


def test_an_unusual_day_is_pointed_out_and_an_unknown_one_is_not() -> None:
    late = "look for another cause as well"
    assert late in report_of(event=event(onset="2026-11-30")).known[-1]
    for parts in ({}, {"event": event(onset="2026-10")}, {"event": event(onset="2027-10"), "session": {}}):
        assert not any(late in one for one in report_of(**parts).known)


def test_programs_get_the_same_facts_under_stable_names() -> None:
    plain = as_plain(report_of("medwatch"))
    assert (plain["procerus"], plain["scheme"], plain["status"]) == (
        "event-report/1",
        "medwatch",
        "unverified",
    )
    assert (plain["patient"], plain["made_up"], plain["urgent"]) == ("4711", False, None)
    assert set(plain["minimum"].values()) == {"yes"}
    assert plain["event"] == {
        "words": "eyelid ptosis", "term": "eyelid-ptosis", "suggested": [], "near": [], "serious": "no",
        "onset_day": [6, 6],
    }  # fmt: skip
    assert plain["expected"]["in_label_list"] == "yes"
    first, *_, hull = plain["expected"]["rates"]
    assert (first["label"], first["treated"], first["placebo"]) == (True, "4", "<1")
    assert (hull["source"], hull["label"], hull["placebo"], hull["of"]) == ("hull", False, None, None)
    sex = next(one for one in plain["parts"][0]["fields"] if one["fact"] == "sex")
    assert sex == {"label": "Sex", "fact": "sex", "says": "female"}
    hand = next(one for one in plain["parts"][0]["fields"] if one["fact"] is None)
    assert hand["says"] is None


def test_programs_are_told_what_own_words_may_mean() -> None:
    plain = as_plain(report_of(event=event(term="stiff neck, hardly swallows", onset=None)))
    assert plain["event"]["term"] is None
    assert plain["event"]["suggested"] == ["musculoskeletal-stiffness"]
    assert plain["event"]["near"] == ["difficulty swallowing"]
    assert plain["event"]["onset_day"] is None
    assert plain["expected"] == {"in_label_list": "no", "rates": []}
    assert plain["parts"][3]["medicines"] is None


def test_medicines_are_rows_for_programs() -> None:
    (row,) = as_plain(report_of(medicines=[{"drug": "aspirin", "from": "2026"}]))["parts"][3]["medicines"]
    assert row == {
        "Medicine": "aspirin", "Dose": None, "Route": None, "From": "2026", "To": None, "For": None
    }  # fmt: skip


def test_a_report_is_dated_by_its_latest_fact() -> None:
    assert str(report_of().date) == "2026-10-11"
    assert str(report_of(event=event(reported="2026-10-20")).date) == "2026-10-20"
    assert str(report_of(event=event(onset=None)).date) == "2026-10-05"
    assert str(report_of(event={"term": "a"}, session={}).date) == "1970-01-01"


def test_an_unknown_scheme_is_told_which_there_are() -> None:
    with pytest.raises(BadInput, match="Did you mean 'yellow-card'"):
        form_of("yellowcard")
