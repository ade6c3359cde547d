"""A table in which nearly everybody looks like everybody else: previewed soon, and in nobody's way."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics import a_clinic, a_patient, page, signed_in, staff
from procerus.clinic.people.bulk import MOST_ASKED, Preview, preview
from procerus.clinic.people.crowd import MOST_COMPARED, MOST_NAMED, Crowd
from procerus.clinic.people.look_alikes import Who, why_alike
from procerus.clinic.trail.models import Event

TODAY = date(2026, 11, 23)
ROWS = 2_500
BORN = date(1950, 1, 1)


def looked_at(rows: list[tuple[str, str, str]]) -> Preview:
    text = "".join(f"{given},{family},{born},{row}\n" for row, (given, family, born) in enumerate(rows))
    return preview(f"given,family,born,number\n{text}".encode(), "list.csv", a_clinic(), TODAY)


def tables() -> dict[str, list[tuple[str, str, str]]]:
    """Tables of one name, of few birth dates, of none, and of names that differ by a letter or two."""
    days = [(BORN + timedelta(days=number)).isoformat() for number in range(ROWS)]
    letters = ["".join(some) for some in product("abdeilmnorst", repeat=4)][:ROWS]
    return {
        "one person": [("Ada", "Example", "1984-05-02")] * ROWS,
        "one name, few days": [("Ada", "Example", days[number % 7]) for number in range(ROWS)],
        "one name, all days": [("Ada", "Example", day) for day in days],
        "one name crosswise": [*(("Ada", "Bea", day) for day in days[::2]),
            *(("Bea", "Ada", day) for day in days[1::2])],
        "one family, no days": [(f"A{one}", "Example", "") for one in letters],
        "slips": [(f"A{one}", f"E{one}", days[at % 5]) for at, one in enumerate(letters)],
    }  # fmt: skip


@pytest.mark.parametrize("name", tables())
def test_the_work_of_a_table_grows_with_its_rows_however_alike_they_are(name: str) -> None:
    crowd = Crowd()
    for given, family, born in tables()[name]:
        who = Who(given, family, born)
        assert len(crowd.alike(who)) <= MOST_NAMED + 1
        crowd.add(who, "somebody")
    assert crowd.compared <= ROWS * MOST_COMPARED


@pytest.mark.django_db
def test_one_name_and_birth_date_in_many_rows_is_said_once() -> None:
    made = looked_at([("Ada", "Example", "1984-05-02")] * 2_000 + [("Ben", "Other", "1990-01-01")])
    assert made.often == [(Who("Ada", "Example", "1984-05-02"), 2_000)]
    assert [row for row, _ in made.new] == [2, 2002]
    assert (len(made.alike), made.later) == (MOST_ASKED, 1_999 - MOST_ASKED)
    assert made.alike[0][2] == (("Example, Ada in row 2", "same name and same birth date"),)
    assert made.alike[9][2] == (("Example, Ada in row 2 and 9 more", "same name and same birth date"),)


@pytest.mark.django_db
def test_where_not_all_can_be_compared_a_row_is_asked_about_and_not_taken_for_new() -> None:
    near = [(f"A{one}x", f"E{one}y", "1984-05-02") for one in map("".join, product("bdfghk", repeat=3))]
    made = looked_at([*near, ("Ave", "Eva", "1984-05-02")])
    assert made.alike[-1][1]["given"] == "Ave"
    assert "not all were compared" in made.alike[-1][2][-1][1]


def test_whoever_looks_alike_is_found_as_if_each_were_compared_with_each() -> None:
    names = ["Ada", "Adda", "Ana", "Müller", "Mueller", "Muller", "Ada Maria"]
    born = ["1984-05-02", "1984-02-05", "1984-05-03", "1994-05-02", "1970-01-01", "1984-05", "1984"]
    people = [Who(*one) for one in product(names, names, born)]
    for other in people[:: len(people) // 60]:
        crowd = Crowd()
        crowd.add(other, "other")
        missed = [who for who in people if why_alike(who, other) and not crowd.alike(who)]
        assert not missed


@pytest.mark.parametrize("other", ["Ada", "Adda"])
def test_without_a_birth_date_half_a_name_still_counts(other: str) -> None:
    for one, two in (("", "1984-05-02"), ("1984-05-02", ""), ("", "")):
        crowd = Crowd()
        crowd.add(Who("Ada", "Example", one), "other")
        assert crowd.alike(Who(other, "Example", two))
        assert crowd.alike(Who("Ada", "Exampel", two))


@pytest.mark.django_db(transaction=True)
def test_nobody_who_writes_waits_for_a_preview() -> None:
    client, _there = signed_in(staff()), a_patient()
    file = SimpleUploadedFile("list.csv", b"given,family,born,number\nAda,Example,1984-05-02,1\n")
    with CaptureQueriesContext(connection) as asked:
        assert client.post(page("table"), {"file": file}).status_code == 200
    assert_computed_before_it_begins(asked)
    assert "people.table" not in Event.objects.values_list("what", flat=True)


def assert_computed_before_it_begins(asked: Any) -> None:
    """No transaction is open while patients are read: what begins is the event's own."""
    said = [one["sql"] for one in asked.captured_queries]
    read = [at for at, sql in enumerate(said) if "people_registration" in sql or "diaries_statement" in sql]
    begun = [at for at, sql in enumerate(said) if sql.startswith("BEGIN")]
    assert read and not any(at < read[-1] for at in begun), said
