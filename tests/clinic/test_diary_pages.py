"""The diary's pages: days and who said them, files taken in and undone, notes beside a day."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clinics import a_patient, about, example, page, signed_in, staff
from procerus.clinic.diaries.models import Source, Statement
from procerus.clinic.diaries.writing import state
from procerus.clinic.people.models import Patient
from procerus.clinic.record.models import Entry, Kind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_first_of_november() -> Any:
    with time_machine.travel("2026-11-01T12:00:00Z"):
        yield


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def days(patient: Patient, client: Client | None = None, /, **asked: str) -> str:
    answer = (client or signed_in(staff("nurse"))).get(page("diary_days", patient), asked)
    assert answer.status_code == 200
    return text_of(answer.content.decode())


# Months and days --------------------------------------------------------------------------------


def test_the_months_of_a_year_are_shown_and_other_years_with_days_are_offered() -> None:
    patient = a_patient()
    state(
        patient, [(date(year, 3, 5), {"headache": "yes"}) for year in (2023, 2025, 2026)], Source.PHONE, None
    )
    client = signed_in(staff("nurse"))
    newest = text_of(client.get(page("diary", patient)).content.decode())
    assert (
        "Diary 2026" in newest and "Mar 2026" in newest and "Oct 2026" in newest and "Nov 2026" not in newest
    )
    older = client.get(page("diary", patient), {"year": "2025"}).content.decode()
    assert 'href="?year=2023"' in older and 'href="?year=2026"' in older and "2024" not in text_of(older)


def test_the_months_before_the_first_written_day_are_not_drawn() -> None:
    patient = a_patient()
    state(patient, [(date(2026, 8, 20), {"headache": "no"})], Source.PHONE, None)
    words = text_of(signed_in(staff("nurse")).get(page("diary", patient)).content.decode())
    assert "Jul 2026" not in words and "Aug 2026" in words and "30 of 31" not in words


def test_a_diary_without_a_day_shows_no_month() -> None:
    words = text_of(signed_in(staff("nurse")).get(page("diary", a_patient())).content.decode())
    assert "No day of this year is written down." in words and "No file was taken in." in words


def test_a_gap_is_a_row_that_says_not_answered() -> None:
    patient = a_patient()
    state(patient, [(date(2026, 10, 1), {"headache": "no"})], Source.PHONE, None)
    words = days(patient, **{"from": "2026-10-01", "to": "2026-10-02"})
    assert "Thu 1 Oct 2026 no headache" in words and "Fri 2 Oct 2026 not answered not answered" in words


def test_of_a_counted_fact_those_days_stand_that_count_and_those_that_are_open() -> None:
    patient = example("ben")
    words = days(patient, **{"from": "2026-10-02", "to": "2026-10-31", "fact": "headache"})
    assert "12 count, 7 are open, 11 do not count" in words
    assert "no headache" not in words.split("Written down")[1] and "All 30 days" in words
    everything = days(patient, **{"from": "2026-10-02", "to": "2026-10-31", "fact": "headache", "all": "1"})
    assert everything.split("Written down")[1].count("no headache") == 11


@pytest.mark.parametrize("fact", ["triptan", "migraine", "non-opioid", "acute", "triptan_days"])
def test_a_fact_may_be_named_shortly(fact: str) -> None:
    assert "do not count" in days(example("ada"), fact=fact)


def test_a_fact_that_nobody_counts_shows_every_day() -> None:
    words = days(example("ada"), fact="happiness")
    assert "do not count" not in words and "no headache" in words


def test_only_unanswered_days_stand_where_those_are_asked_for() -> None:
    words = days(example("ben"), **{"from": "2026-10-02", "to": "2026-10-31", "fact": "unanswered"})
    assert "7 of 30 days are not answered" in words and "sumatriptan" not in words


def test_each_answer_says_when_it_was_written_down() -> None:
    patient = a_patient()
    written = {1: "2026-10-01T21:00", 2: "2026-10-05T08:00", 3: "2026-10-20T08:00", 4: ""}
    said = [(date(2026, 10, day), {"headache": "yes", "entered": at}) for day, at in written.items()]
    state(patient, said, Source.PHONE, None)
    words = days(patient, **{"from": "2026-10-01", "to": "2026-10-04"})
    for expected in (
        "same day on the phone",
        "3 days later on the phone",
        "recalled, 17 days later on the phone",
        "time not known on the phone",
    ):
        assert expected in words


def test_two_answers_of_one_day_are_both_shown_and_the_day_counts_as_open() -> None:
    patient, nurse = a_patient(), staff("nurse")
    state(patient, [(date(2026, 10, 1), {"headache": "yes", "hours": "4"})], Source.PHONE, None)
    state(patient, [(date(2026, 10, 1), {"headache": "no"})], Source.PAPER, nurse)
    words = days(patient, signed_in(nurse), **{"from": "2026-10-01", "to": "2026-10-01", "fact": "headache"})
    assert "0 count, 1 are open" in words and "2 answers of one day" in words
    assert "headache yes, hours 4" in words and "headache no" in words and f"on paper, {nurse.name}" in words
    assert "1 Oct 2026: the answers disagree about headache (no or yes)" in words


def test_an_answer_that_was_amended_stays_to_be_read_and_counts_no_more() -> None:
    patient = a_patient()
    (old,) = state(patient, [(date(2026, 10, 1), {"headache": "no"})], Source.PHONE, None)
    Statement.objects.create(
        patient=patient, day=old.day, said={"headache": "yes"}, source=Source.PHONE, amends=old
    )
    words = days(patient, **{"from": "2026-10-01", "to": "2026-10-01", "fact": "headache"})
    assert "1 count, 0 are open" in words and "1 earlier answer" in words and "headache no (amended)" in words


def test_a_note_of_the_clinic_stands_beside_the_day_and_the_patients_words_stay() -> None:
    patient, nurse = a_patient(), staff("nurse")
    state(patient, [(date(2026, 10, 1), {"headache": "yes", "note": "wind"})], Source.PHONE, None)
    client = signed_in(nurse)
    answer = client.post(
        page("diary_note", patient, day="2026-10-01"), {"text": "Had a fall.", **about(patient)}
    )
    assert answer.status_code == 302
    words = days(patient, client, **{"from": "2026-10-01", "to": "2026-10-01"})
    assert f"{nurse.name}, 1 Nov 2026: Had a fall." in words and "“wind”" in words
    assert Statement.objects.get(patient=patient).said == {"headache": "yes", "note": "wind"}
    assert Entry.objects.get(patient=patient, kind=Kind.NOTE).on == "2026-10-01"


def test_an_empty_note_is_not_kept_and_a_coordinator_writes_none() -> None:
    patient = a_patient()
    address = page("diary_note", patient, day="2026-10-01")
    assert signed_in(staff("nurse")).post(address, {"text": " ", **about(patient)}).status_code == 422
    assert signed_in(staff("coordinator")).get(address).status_code == 403
    assert signed_in(staff("nurse")).get(page("diary_note", patient, day="soon")).status_code == 404
    assert not Entry.objects.exists()


def test_a_page_of_days_takes_few_queries_however_many_days() -> None:
    patient, client = example("eve"), signed_in(staff("nurse"))
    counted = []
    client.get(page("diary_days", patient))
    for asked in ({"from": "2026-05-01", "to": "2026-05-02"}, {"from": "2026-01-01", "to": "2026-08-16"}):
        with CaptureQueriesContext(connection) as seen:
            client.get(page("diary_days", patient), asked)
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 23


def test_more_than_a_year_of_days_is_shown_in_parts() -> None:
    words = days(a_patient(), **{"from": "2000-01-01", "to": "2026-10-31"})
    assert words.count("not answered not answered") == 400 and "27 Sep 2025 – 31 Oct 2026" in words
