"""A paper diary typed in: beside what is known, never over it, in the name of whoever typed it."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
import time_machine

from clinics import a_patient, about, page, signed_in, staff
from papers import OCTOBER, by_phone, counted, shown, text_of, typed
from procerus.clinic.diaries.models import Source, Statement
from procerus.clinic.diaries.paper import COLUMNS
from procerus.clinic.diaries.reading import days_of
from procerus.clinic.diaries.writing import state
from procerus.clinic.people.models import Patient
from procerus.clinic.record.assembled import person
from procerus.clinic.trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_first_of_november() -> Any:
    with time_machine.travel("2026-11-01T12:00:00Z"):
        yield


def told(patient: Patient, said: dict[int, dict[str, str]], source: Source = Source.PHONE) -> None:
    """What is known already."""
    state(patient, [(date(2026, 10, day), columns) for day, columns in said.items()], source, None)


# What is kept ------------------------------------------------------------------------------------


def test_a_month_is_kept_at_once_in_the_name_of_the_nurse_with_one_event() -> None:
    patient, nurse = a_patient(), staff("nurse")
    typed(signed_in(nurse), patient, {day: {"headache": "yes" if day % 3 else "no"} for day in range(1, 32)})
    kept = Statement.objects.filter(patient=patient)
    assert {(one.source, one.by, one.role, one.batch) for one in kept} == {("paper", nurse, "nurse", None)}
    assert kept.count() == 31 and counted(patient) == (21, 21)
    events = Event.objects.filter(patient=patient.pk)
    assert [(one.what, one.about) for one in events] == [("diary.paper", {"days": 31})]


def test_a_cell_that_is_left_empty_was_not_answered_and_an_empty_day_is_not_kept() -> None:
    patient = a_patient()
    typed(signed_in(staff("nurse")), patient, {3: {"headache": "yes", "hours": ""}, 4: {"medicines": "none"}})
    assert days_of([patient.pk])[patient.pk] == [
        {"date": "2026-10-03", "headache": "yes"}, {"date": "2026-10-04", "medicines": "none"},
    ]  # fmt: skip
    assert counted(patient) == (1, 31)


def test_nobody_invents_when_the_paper_was_filled_in() -> None:
    patient = a_patient()
    typed(signed_in(staff("nurse")), patient, {3: {"headache": "yes"}})
    assert "entered" not in Statement.objects.get().said
    asked = {"from": "2026-10-03", "to": "2026-10-03"}
    words = text_of(signed_in(staff("nurse")).get(page("diary_days", patient), asked).content.decode())
    assert "time not known on paper, Nurse Example" in words
    assert "No time is made up" in text_of(shown(signed_in(staff("nurse")), patient))


def test_nought_means_that_no_medicine_was_taken() -> None:
    patient = a_patient()
    typed(signed_in(staff("nurse")), patient, {3: {"headache": "yes", "medicines": "0"}})
    assert Statement.objects.get().said == {"headache": "yes", "medicines": "none"}


def test_a_month_typed_in_again_adds_nothing_and_is_no_write() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    typed(client, patient, {3: {"headache": "yes"}})
    typed(client, patient, {3: {"headache": "yes"}})
    assert (
        Statement.objects.count() == 1 and Event.objects.filter(what="diary.paper", kind="write").count() == 1
    )
    assert "1 day says nothing new" in text_of(shown(client, patient))


def test_nothing_entered_is_said_and_nothing_is_kept() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    typed(client, patient, {3: {"headache": " "}})
    assert not Statement.objects.exists()
    assert "Nothing was entered" in text_of(shown(client, patient))


def test_a_medicine_that_is_not_in_the_dictionary_is_kept_as_written_and_named() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    typed(client, patient, {3: {"headache": "yes", "medicines": "xyzzy 5"}})
    assert Statement.objects.get().said["medicines"] == "xyzzy 5"
    assert "kept as written: xyzzy 5." in text_of(shown(client, patient))


# What is known stays -----------------------------------------------------------------------------


def an_answer(chance: random.Random) -> dict[str, str]:
    """Anything that a person may say of a day."""
    offered = {
        "hours": ["", "0.5", "4", "24"], "worst": ["", "mild", "severe"],
        "medicines": ["", "none", "sumatriptan 50 mg", "ibuprofen; paracetamol x2", "something blue"],
    }  # fmt: skip
    said = {name: chance.choice(offered.get(name, ["", "yes", "no"])) for name in COLUMNS}
    return {name: text for name, text in said.items() if text}


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_typed_in_days_known_before_keep_what_was_said_of_them(seed: int) -> None:
    chance, patient = random.Random(seed), a_patient()
    told(
        patient,
        {day: an_answer(chance) for day in range(1, 20)},
        chance.choice([Source.PHONE, Source.IMPORT]),
    )
    before = {one.pk: one for one in Statement.objects.all()}
    low, high = counted(patient)
    open_before = {day for day in range(1, 32) if not known(patient, day)}
    typed(signed_in(staff("nurse")), patient, {day: an_answer(chance) for day in range(10, 32)})
    for pk, one in before.items():
        now = Statement.objects.get(pk=pk)
        assert (now.said, now.source, now.by, now.day) == (one.said, one.source, one.by, one.day)
        assert not hasattr(now, "amended_by")
    for row in [{"date": one.day.isoformat(), **one.said} for one in before.values()]:
        assert row in days_of([patient.pk])[patient.pk], "what was known still counts"
    answered = len({day for day in open_before if known(patient, day)})
    assert counted(patient)[0] <= low + answered and counted(patient)[1] >= high - answered


def known(patient: Patient, day: int) -> bool:
    return person(patient).diary.day(date(2026, 10, day)).answered


@pytest.mark.parametrize(("first", "second"), [("yes", "no"), ("no", "yes")])
def test_a_contradiction_widens_the_bounds_and_never_narrows_them(first: str, second: str) -> None:
    patient = a_patient()
    told(patient, {day: {"headache": first} for day in range(1, 11)})
    low, high = counted(patient)
    client = signed_in(staff("nurse"))
    typed(client, patient, {day: {"headache": second} for day in range(1, 6)})
    assert counted(patient)[0] <= low and counted(patient)[1] >= high
    assert counted(patient)[1] - counted(patient)[0] == high - low + 5
    assert "5 days have two answers that differ" in text_of(shown(client, patient))


def test_what_is_known_stands_beside_the_day_and_the_row_says_where_it_is_contradicted() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    told(patient, {3: {"headache": "no"}, 4: {"headache": "yes", "hours": "4", "nausea": "no"}})
    html = shown(client, patient, **OCTOBER)
    assert "The phone: no headache" in text_of(html) and "The phone: headache, 4 h" in text_of(html)
    assert "said:" not in text_of(html), "nothing was entered yet"
    said = {
        3: {"headache": "yes"},
        4: {"headache": "yes", "hours": "4.0", "nausea": "yes"},
        5: {"hours": "x"},
    }
    words = text_of(typed(client, patient, said, 422))
    assert "The phone said: no headache." in words and "The phone said: not nausea." in words
    script = [json.loads(unescape(one)) for one in re.findall(r'data-told="([^"]+)"', html)]
    assert script[0] == [["The phone", {"headache": ["no", "no headache"]}]]
    assert script[1][0][1]["hours"] == ["240", "4 h"]


def test_what_phones_told_through_the_app_is_known_too() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    by_phone(patient, "2026-10-03", {"headache": "no"})
    assert "The phone: no headache" in text_of(shown(client, patient, **OCTOBER))
    typed(client, patient, {3: {"headache": "yes"}})
    assert counted(patient) == (0, 31)


# What is wrong is named ----------------------------------------------------------------------------


def test_a_fault_names_its_row_and_column_and_nothing_is_kept_or_lost() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    said = {2: {"headache": "yes", "hours": "4"}, 17: {"headache": "yes", "hours": "30"}}
    html = typed(client, patient, said, 422)
    assert "17 Oct 2026, Hours : “30” cannot be hours of one day" in text_of(html)
    assert 'id="hours-2026-10-17" aria-invalid="true"' in html and 'id="hours-2026-10-02"' not in html
    assert 'name="hours.2026-10-02" value="4"' in html, "what was right needs not be typed again"
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        ("headache", "perhaps", "Headache : “perhaps” is not an answer"),
        ("aura", "1", "Aura : “1” is not an answer"),
        ("worst", "terrible", "Worst : “terrible” is not a grade"),
        ("hours", "-1", "Hours : “-1” cannot be hours"),
        ("medicines", "x" * 10_001, "Medicines :"),
    ],
)
def test_every_column_says_what_is_wrong_in_it(column: str, text: str, says: str) -> None:
    words = text_of(typed(signed_in(staff("nurse")), a_patient(), {9: {column: text}}, 422))
    assert f"9 Oct 2026, {says}" in words and not Statement.objects.exists()


# Which days ----------------------------------------------------------------------------------------


def days_shown(html: str) -> list[str]:
    return re.findall(r'name="headache\.([0-9-]+)"', html)


def test_the_latest_month_with_an_open_day_is_offered_first() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    assert days_shown(shown(client, patient))[::30] == ["2026-10-01", "2026-10-31"]
    told(patient, {day: {"headache": "no"} for day in range(1, 32)})
    assert days_shown(shown(client, patient))[::29] == ["2026-09-01", "2026-09-30"]


@pytest.mark.parametrize("length", [28, 29, 30, 31])
def test_a_sheet_of_any_month_long_begins_on_any_day(length: int) -> None:
    html = shown(signed_in(staff("nurse")), a_patient(), **{"from": "2026-09-14", "days": str(length)})
    assert days_shown(html)[0] == "2026-09-14" and len(days_shown(html)) == length


def test_days_to_come_are_not_offered_and_not_taken() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    assert days_shown(shown(client, patient, **{"from": "2026-11-01"})) == ["2026-11-01"]
    assert "still to come" in text_of(shown(client, patient, **{"from": "2027-01-01"}))
    sent = {"from": "2026-11-01", "days": "30", "headache.2026-11-02": "yes"} | about(patient)
    assert client.post(page("diary_paper", patient), sent).status_code == 302
    assert not Statement.objects.exists()


@pytest.mark.parametrize("asked", [{"from": "soon"}, {"from": "2026-10-01", "days": "9999"}, {"days": "x"}])
def test_an_address_that_asks_for_nonsense_shows_a_month(asked: dict[str, str]) -> None:
    assert len(days_shown(shown(signed_in(staff("nurse")), a_patient(), **asked))) == 31
