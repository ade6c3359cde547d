"""The trail as auditors see it: what is listed and found, what leaves as a table, whether it is whole."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from clinics import a_clinic, a_patient, number_of, page, signed_in, staff
from procerus.clinic.look.spreadsheet import STARTS_A_FORMULA, csv_text
from procerus.clinic.trail.append_only import removals
from procerus.clinic.trail.chain import Happened, append, head
from procerus.clinic.trail.models import Event, Kind
from procerus.clinic.trail.reading import PAGE


def happened(what: str = "sheet", **said: Any) -> Happened:
    return Happened(**({"kind": Kind.READ, "what": what, "clinic": a_clinic().pk} | said))


def listed(answer: Any) -> list[str]:
    return [line.event.what for line in answer.context["page"].lines]


@pytest.mark.django_db
def test_the_trail_is_found_by_day_by_account_by_kind_and_by_patient_number() -> None:
    auditor, nurse, patient = signed_in(staff("auditor")), staff("nurse"), a_patient()
    night = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # in London it is the second of July
    append([happened("at_night")], night)
    append([happened("by_nurse", account=nurse.pk)])
    append([happened("about_ada", patient=patient.pk)])
    append([happened("written", kind=Kind.WRITE)])
    address = page("trail")
    assert listed(auditor.get(address)) == ["written", "about_ada", "by_nurse", "at_night"]
    for asked, found in (
        ({"first": "2026-07-02", "last": "2026-07-02"}, ["at_night"]),
        ({"first": "2026-07-01", "last": "2026-07-01"}, []),
        ({"account": nurse.pk}, ["by_nurse"]),
        ({"kind": "write"}, ["written"]),
        ({"number": f"#{number_of(patient)}"}, ["about_ada"]),
    ):
        assert listed(auditor.get(address, asked)) == found, asked


@pytest.mark.django_db
def test_a_question_that_makes_no_sense_is_shown_again() -> None:
    auditor = signed_in(staff("auditor"))
    for asked in ({"number": "99999"}, {"first": "2026-02-30"}, {"first": "2026-03-02", "last": "2026-03-01"},
                  {"account": uuid4()}, {"kind": "secret"}):  # fmt: skip
        assert auditor.get(page("trail"), asked).status_code == 422
        assert auditor.get(page("trail_export"), asked).status_code == 422
    for asked in ({"before": "x"}, {"before": "9" * 30}, {"after": "-1"}):
        assert auditor.get(page("trail"), asked).status_code in (200, 422)


@pytest.mark.django_db
def test_what_belongs_to_another_clinic_is_not_listed_and_what_no_clinic_claims_is() -> None:
    auditor, nurse, patient = signed_in(staff("auditor")), staff("nurse"), a_patient()
    south = a_clinic("south")
    append([
        happened("elsewhere", clinic=south.pk),
        happened("foreign_account", clinic=None, account=staff("nurse", south).pk),
        happened("own_log_in", clinic=None, account=nurse.pk, kind=Kind.ACCOUNT),
        happened("own_diary", clinic=None, patient=patient.pk),
        happened("other_diary", clinic=None, patient=a_patient(south).pk),
    ])  # fmt: skip
    assert listed(auditor.get(page("trail"))) == ["own_diary", "own_log_in"]


@pytest.mark.django_db
def test_every_event_is_on_exactly_one_page_and_pages_lead_there_and_back(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    auditor = signed_in(staff("auditor"))
    append([happened(f"e{number}") for number in range(2 * PAGE + 7)])
    address, found, leaves = page("trail"), [], 0
    query: dict[str, Any] = {}
    while True:
        with django_assert_max_num_queries(14):
            answer = auditor.get(address, query)
        found, leaves = found + listed(answer), leaves + 1
        older = answer.context["page"].older
        if older is None:
            break
        query = {"before": older}
    assert found == [f"e{number}" for number in reversed(range(2 * PAGE + 7))]
    assert leaves == 3
    back = auditor.get(address, {"after": answer.context["page"].newer})
    assert listed(back) == found[PAGE : 2 * PAGE]


@pytest.mark.django_db
def test_looking_at_who_looked_at_a_patient_is_one_event_about_the_patient() -> None:
    auditor, patient = signed_in(staff("auditor")), a_patient()
    append([happened(patient=patient.pk), happened(patient=patient.pk)])
    auditor.get(page("trail"))
    assert Event.objects.filter(what="trail", patient=patient.pk, kind=Kind.READ).count() == 1
    assert listed(auditor.get(page("trail"))) == ["sheet", "sheet"]
    assert listed(auditor.get(page("trail"), {"own": "on"}))[:1] == ["trail"]


@pytest.mark.django_db
def test_a_table_of_the_trail_cannot_compute_anything() -> None:
    auditor, boss = signed_in(staff("auditor")), staff("administrator")
    boss.name = "=HYPERLINK(1)"
    boss.save()
    append([happened(account=boss.pk, about={"why": "+1"})])
    answer = auditor.get(page("trail_export"))
    assert answer["Content-Disposition"].startswith('attachment; filename="trail-')
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][4] == "account"
    assert rows[1][4] == "'=HYPERLINK(1)"


@given(st.text(), st.integers())
def test_text_stays_text_in_a_spreadsheet_and_numbers_stay_numbers(text: str, number: int) -> None:
    cell = next(csv.reader(io.StringIO(csv_text([[text, number]]), newline="")))
    assert cell[1] == str(number)
    assert not cell[0].lstrip(" ").startswith(STARTS_A_FORMULA)
    assert cell[0] in (text, f"'{text}")


@pytest.mark.django_db
def test_a_whole_chain_is_called_whole_and_a_touched_event_is_named() -> None:
    boss = signed_in(staff("administrator"))
    append([happened(f"e{number}") for number in range(5)])
    seq, mark = head()
    answer = boss.get(page("trail_whole"), {"seq": seq, "hash": mark}).content.decode()
    assert "Yes: 5 events" in answer
    assert f"Event {seq} is what was noted" in answer
    assert (
        "No: the chain was touched"
        in boss.get(page("trail_whole"), {"seq": 3, "hash": mark}).content.decode()
    )
    for statement in removals(connection.vendor, "trail_event"):
        connection.cursor().execute(statement)
    Event.objects.filter(seq=3).update(what="something else")
    said = boss.get(page("trail_whole")).content.decode()
    assert "trail, event 3" in said
    assert "event 2" not in said
    assert boss.get(page("trail_whole"), {"seq": 1, "hash": "zz"}).status_code == 422
