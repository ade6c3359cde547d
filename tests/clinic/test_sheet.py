"""The patient on one page: what is drawn, what is written, and that every number leads to its days."""

from __future__ import annotations

import gzip
import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import brotli  # type: ignore[import-untyped]  # it has no stubs
import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import translation

from clinics import a_clinic, a_patient, author, example, page, signed_in, staff
from long_diaries import ten_years
from procerus.clinic.diaries.models import Source
from procerus.clinic.diaries.writing import state
from procerus.clinic.look.month import drawing, marks, told
from procerus.clinic.people.models import Patient
from procerus.clinic.record.models import Kind
from procerus.clinic.record.writing import enter
from procerus.clinic.summaries.summary import summary_of

pytestmark = pytest.mark.django_db

STORIES = {
    "ada": "2026-11-01", "ben": "2026-11-01", "cleo": "2026-11-01", "dan": "2026-11-01",
    "eve": "2026-08-17", "fay": "2026-09-21",
}  # fmt: skip
MOST_OVER_THE_WIRE = 150_000
MOST_QUERIES = 16


def shown(patient: Patient, on: str, client: Client | None = None) -> str:
    """The page of a patient on a day, as a nurse sees it."""
    answer = (client or signed_in(staff("nurse"))).get(page("sheet", patient), {"on": on})
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(html: str) -> str:
    """The words of a page, spaces tidied."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def links(html: str) -> list[tuple[str, str]]:
    """Every link with its text."""
    found = re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return [(unescape(href), text_of(inside)) for href, inside in found]


def in_words(pair: list[int]) -> str:
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]} to {pair[1]}"


@pytest.mark.parametrize("name", STORIES)
def test_every_number_on_the_page_is_the_summarys_and_leads_to_its_days(name: str) -> None:
    patient, client = example(name), signed_in(staff("nurse"))
    html, found = shown(patient, STORIES[name], client), summary_of(
        patient, a_clinic(), date.fromisoformat(STORIES[name])
    )  # fmt: skip
    leads = links(html)
    expected = []
    for one in found["months"]:
        if one["recorded"]:
            expected += [(one, "headache_days", f"{in_words(one['headache_days'])} headache")]
            expected += [(one, "migraine_days", f"{in_words(one['migraine_days'])} migraine")]
    compared = found["against_baseline"]
    for fact in compared["facts"]:
        expected.append((compared["latest"], fact["fact"], in_words(fact["latest"])))
        if compared["baseline"]:
            expected.append((compared["baseline"], fact["fact"], in_words(fact["baseline"])))
    expected += [
        (one, one["fact"], in_words(one["counted"])) for one in found["medicines"] if one["counted"][0]
    ]
    assert len(expected) > 12
    for part, fact, words in expected:
        wanted = {"from": [part["from"]], "to": [part["to"]], "fact": [fact]}
        assert (wanted, words) in [(parse_qs(urlsplit(href).query), text) for href, text in leads]


@pytest.mark.parametrize("name", ["ben", "eve"])
def test_behind_a_number_stand_as_many_days_as_it_says(name: str) -> None:
    patient, client = example(name), signed_in(staff("nurse"))
    with time_machine.travel(f"{STORIES[name]}T12:00:00Z"):
        client = signed_in(staff("nurse"))
        html = client.get(page("sheet", patient)).content.decode()
        checked = 0
        for href, words in links(html):
            said = re.fullmatch(r"(\d+)(?: to (\d+))?( headache| migraine| of \d+ days)?", words)
            if said is None or "fact=" not in href or "unanswered" in href:
                continue
            behind = text_of(client.get(href).content.decode())
            counts = re.search(r": (\d+) count, (\d+) are open", behind)
            assert counts is not None, behind
            low, high = int(said[1]), int(said[2] or said[1])
            assert (int(counts[1]), int(counts[1]) + int(counts[2])) == (low, high), (href, words)
            checked += 1
    assert checked > 15


def a_month(
    picture: str, taken: str = "", injected: tuple[int, ...] = (), first: str = "2026-10-03"
) -> dict[str, Any]:
    """A month of a summary that looks like this."""
    last = date.fromisoformat(first) + timedelta(days=len(picture) - 1)
    return {
        "from": first, "to": last.isoformat(), "picture": picture, "injected": list(injected),
        "taken": taken or "." * len(picture),
    }  # fmt: skip


def cells(svg: str, name: str) -> int:
    """How many cells are drawn with a class: each begins with a move."""
    return sum(path.count("M") for path in re.findall(rf'class="{name}" d="([^"]+)"', svg))


def test_a_gap_is_drawn_as_a_ring_and_never_as_a_day_without_headache() -> None:
    svg = drawing(a_month("MMh..???..", "yy.?.???y."))
    assert (cells(svg, "mark-m"), cells(svg, "mark-h")) == (2, 1)
    assert (cells(svg, "mark-n"), cells(svg, "mark-u")) == (4, 3)


@pytest.mark.parametrize("picture", ["?" * 30, "." * 31, "MhM.?" * 6])
def test_every_day_has_exactly_one_mark_of_its_own(picture: str) -> None:
    days = [one.day for one in marks(a_month(picture)) if one.kind in "mhnu"]
    assert len(days) == len(set(days)) == len(picture)


def test_an_unanswered_day_says_nothing_of_medicines() -> None:
    kinds = [one.kind for one in marks(a_month("?h", "??"))]
    assert kinds == ["u", "h", "q"]


def test_an_open_day_with_two_answers_has_a_mark_of_its_own_and_is_told() -> None:
    one = a_month(".?h?") | {"differ": [3]}
    assert [(mark.kind, mark.day.day) for mark in marks(one) if mark.kind in "ud"] == [("u", 4), ("d", 6)]
    assert "Not answered: 4 Oct. Two answers that differ: 6 Oct." in told(one)


def test_days_with_two_answers_are_counted_apart_from_days_that_nobody_answered() -> None:
    patient = a_patient()
    with time_machine.travel("2026-10-31T12:00:00Z"):
        for said in ({"headache": "no"}, {"headache": "yes"}):
            state(
                patient,
                [(date(2026, 10, 20), said), (date(2026, 10, 21), {"headache": "no"})],
                Source.PHONE,
                None,
            )
        state(patient, [(date(2026, 10, 22), {"headache": "yes", "worst": "mild"})], Source.PHONE, None)
        state(patient, [(date(2026, 10, 22), {"headache": "yes", "worst": "severe"})], Source.PHONE, None)
    html = shown(patient, "2026-11-01")
    assert "2 of 30 answered, 1 day with two answers" in text_of(html)
    assert "Two answers that differ: 20 Oct." in text_of(html)


def test_days_of_one_weekday_stand_under_each_other() -> None:
    svg = drawing(a_month("M......M......M"))
    columns = {int(x) for x in re.findall(r"M(\d+) \d+h14", svg)}
    rows = {int(y) for y in re.findall(r"M\d+ (\d+)h14", svg)}
    assert len(columns) == 1 and len(rows) == 3


def test_the_picture_is_told_in_words_with_the_same_days() -> None:
    words = told(a_month("MMM.h??", "y......", (3,)))
    assert "Migraine: 3 to 5 Oct." in words and "Not answered: 8 to 9 Oct." in words
    assert "Injection: 6 Oct." in words and "Acute medicine taken: 3 Oct." in words


def test_the_tag_draws_a_month_and_says_it_to_who_does_not_see_it() -> None:
    made = Template("{% month one %}").render(Context({"one": a_month("M?")}))
    assert 'aria-hidden="true"' in made and '<span class="unseen">Migraine: 3 Oct.' in made


def test_a_patient_of_whom_nothing_is_known_has_empty_drawings_and_no_invented_number() -> None:
    html = shown(a_patient(), "2026-11-01")
    words = text_of(html)
    months = html[html.index('class="strip"') : html.index("answer-panel")]
    assert cells(months, "mark-u") == 180 and cells(months, "mark-n") == cells(months, "mark-m") == 0
    assert words.count("nothing written down") == 6
    assert "0 to 28" in words and "%" not in words and "fewer" not in words
    assert "The cycles cannot be told" in words and "cannot be told yet" in words
    assert "no interval to keep whether there were others was never asked" in words


def test_percent_stands_only_beside_days() -> None:
    words = text_of(shown(example("eve"), STORIES["eve"]))
    assert "9 fewer \u221237.5 %" in words
    assert len(re.findall(r"%", words)) == len(re.findall(r"(?:fewer|more|same) [\u2212+\d]+[^%]*%", words))


def test_open_days_make_the_answer_open_and_the_page_says_what_would_settle_it() -> None:
    words = text_of(shown(example("ben"), STORIES["ben"]))
    assert "Missing: Answer 3 of the 7 open days" in words
    assert "Headache on at least 15 days a month? cannot be told yet" in words


def test_the_page_never_says_treat_failed_or_eligible() -> None:
    for name, on in STORIES.items():
        words = text_of(shown(example(name), on)).lower()
        assert not re.search(r"\b(treat|failed|eligible|qualif\w+)\b", words), name


def test_a_record_that_contradicts_itself_does_not_break_the_page() -> None:
    patient, nurse = example("ada"), staff("nurse")
    for first in ("2026-01-01", "2026-01-10"):
        count = {"from": first, "to": "2026-01-30", "headache_days": [15, 20], "source": "letter"}
        enter(patient, Kind.COUNT, count, author(nurse))
    words = text_of(shown(patient, "2026-11-01", signed_in(nurse)))
    assert "Something in the record cannot be used" in words and "shares days" in words
    assert re.search(r"[1-9]\d headache", words)


def test_the_page_takes_few_queries_whatever_is_in_the_diary() -> None:
    client, short, long = signed_in(staff("nurse")), a_patient(), ten_years()
    for patient in (short, long):
        client.get(page("sheet", patient))
        with CaptureQueriesContext(connection) as asked:
            client.get(page("sheet", patient))
        said = [one["sql"] for one in asked if not re.match(r"(RELEASE )?SAVEPOINT|BEGIN|COMMIT", one["sql"])]
        assert len(said) <= MOST_QUERIES, said


def test_the_first_page_is_under_150_kb_over_the_wire_even_after_ten_years() -> None:
    html = shown(ten_years(), "2026-11-01")
    files = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', html)
    assert any(name.endswith("sheet.css") for name in files)
    whole = [html.encode()]
    for name in files:
        path = Path(str(finders.find(name)))
        whole.append(path.read_bytes())
    assert sum(len(gzip.compress(one)) for one in whole) < MOST_OVER_THE_WIRE
    assert sum(len(brotli.compress(one)) for one in whole) < MOST_OVER_THE_WIRE


def test_of_forty_cycles_the_last_four_are_drawn_week_by_week_and_the_break_is_shown() -> None:
    html = shown(ten_years(), "2026-11-01")
    line = html[html.index('class="line"') :]
    line = line[: line.index("</svg>")]
    assert re.findall(r">(\d+) · ", unescape(line)) == ["37", "38", "39", "40"]
    assert "\u2026" in unescape(line)


@pytest.mark.parametrize("name", ["ada", "eve"])
def test_the_page_stands_in_german_without_an_english_label(name: str) -> None:
    client = signed_in(staff("nurse"))
    client.cookies["django_language"] = "de"
    html = shown(example(name), STORIES[name], client)
    own = re.sub(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', "", html, flags=re.DOTALL)
    words = text_of(own)
    assert "Kopfschmerz" in words
    for english in ("Overview", "Latest", "Appointment", "headache", "answered", "Scores", "injection"):
        assert english not in words, english


def test_an_auditor_does_not_open_the_page() -> None:
    answer = signed_in(staff("auditor")).get(page("sheet", example("ada")))
    assert answer.status_code == 403


@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "2199-12-31", "9999-12-31", "2026"])
@pytest.mark.parametrize("name", ["sheet", "diary_days", "today"])
def test_a_day_at_the_end_of_the_calendar_is_answered_or_passed_over(name: str, day: str) -> None:
    eve = None if name == "today" else example("eve")
    said = {"on": day, "from": day, "to": day, "day": day}
    assert signed_in(staff("nurse")).get(page(name, eve), said).status_code in (200, 422)


@pytest.mark.parametrize("said", ["yesterday", "zzz", "2026-02-31", "2026"])
@pytest.mark.parametrize("name", ["sheet", "diary_days", "today", "today_print"])
def test_a_day_that_is_no_day_is_said_to_be_none_wherever_one_is_asked_for(name: str, said: str) -> None:
    whose = a_patient() if name in ("sheet", "diary_days") else None
    answer = signed_in(staff("nurse")).get(page(name, whose), {"on": said, "from": said, "day": said})
    words = text_of(answer.content.decode())
    assert answer.status_code == 422
    assert f"\u201c{said}\u201d is not a day. Shown is " in words and "As asked on" not in words


@override_settings(DEMO=True)
def test_looking_at_another_day_keeps_no_summary() -> None:
    from procerus.clinic.summaries.models import Summary

    patient = example("ada")
    assert "As asked on 1 Nov 2026" in text_of(shown(patient, "2026-11-01"))
    assert not Summary.objects.exists()


def test_a_fall_is_said_as_fewer_a_rise_as_more_and_never_as_a_bare_percent() -> None:
    from procerus.clinic.sheet import words

    with translation.override("en"):
        assert words.fall([90, 90]) == "9 fewer"
        assert words.fall([-20, 90]) == "2 more to 9 fewer"
        assert words.fall([-30, -15]) == "1.5 to 3 more"
        assert words.fall([0, 0]) == "the same"
        assert words.percent([-150, 450]) == "+15 to \u221245\u00a0%"
        assert words.when(0) == "today" and words.when(-15) == "2 weeks ago" and words.when(3) == "in 3 days"
        assert words.policy_name("nice-ta260") == "NICE TA260"
    with translation.override("de"):
        assert words.fall([-30, -15]) == "1,5 bis 3 mehr"
        assert words.percent([450, 450]) == "\u221245\u00a0%"
