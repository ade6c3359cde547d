"""The file of an adverse event: what may stand in it, and what is said where it cannot be used."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from events import event, event_of, faults_of, shape
from procerus.criteria.bounds import Answer, Between
from procerus.exchange.letters.event_file import Person, Reporter, Session, event_from, read_event
from procerus.faults import BadInput


def test_a_file_needs_no_more_than_what_happened() -> None:
    made = event_from({"procerus": "adverse-event/1", "event": {"term": "neck pain"}}, "e.json")
    assert (made.patient, made.session, made.reporter) == (Person(), Session(), Reporter())
    assert (made.medicines, made.history, made.allergies, made.day) == (None, None, None, None)
    assert made.event.serious is Answer.UNKNOWN
    assert made.event.onset_before_session is False


def test_every_key_is_read_into_its_own_place() -> None:
    medicine = {"drug": "ibuprofen", "dose": "400 mg", "route": "oral", "from": "2026", "to": "2026-09"}
    said = event_of(
        patient={"id": "4711", "weight_kg": 61.5},
        session={"date": "2026-10-05", "route": "intramuscular", "indication": "chronic-migraine"},
        event=event(
            ended="2026-11", grade="mild", seriousness=["hospitalisation"], outcome="recovering",
            relatedness="possible", action="none", note="both lids", reported="2026-10-12",
        ),
        medicines=[medicine | {"for": "pain"}], history=["asthma"], allergies=[], tests="none done",
    )  # fmt: skip
    assert str(said.patient.weight_kg) == "61.5"
    assert (said.session.date, said.session.route, said.session.lots) == (
        date(2026, 10, 5),
        "intramuscular",
        None,
    )
    one = said.event
    assert (one.grade, one.seriousness, one.outcome) == ("mild", ("hospitalisation",), "recovering")
    assert (one.relatedness, one.action, one.note, one.reported) == (
        "possible",
        "none",
        "both lids",
        date(2026, 10, 12),
    )
    (other,) = said.medicines or ()
    assert (other.drug, other.dose, other.route, other.purpose) == ("ibuprofen", "400 mg", "oral", "pain")
    assert other.started and other.started.latest == date(2026, 12, 31)
    assert other.ended and other.ended.earliest == date(2026, 9, 1)
    assert (said.history, said.allergies, said.tests) == (("asthma",), (), "none done")


def test_the_day_of_onset_counts_from_the_session() -> None:
    assert event_of().day == Between.exactly(6)
    assert event_of(session={}).day is None
    assert event_of(event=event(onset=None)).day is None


def test_an_onset_before_the_session_is_read_where_somebody_says_it_is_meant() -> None:
    said = event(onset="2026-10-01", onset_before_session="yes")
    assert event_of(event=said).day == Between.exactly(-4)


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"procerus": "adverse-event/2"}, "event.json, procerus: 'adverse-event/2' is not 'adverse-event/1'"),
        ({"event": None}, "event.json: has no 'event'"),
        ({"event": {}}, "event.json, event: has no 'term'"),
        ({"evnt": {}}, "Did you mean 'event'?"),
        ({"event": event(seriousness=["hospital"])}, "Did you mean 'hospitalisation'?"),
        ({"event": event(seriousness="no")}, "an empty list means 'asked, none'"),
        ({"event": event(outcome="better")}, "It may be recovered, recovering"),
        ({"event": event(grade="bad")}, "event.json, event.grade: 'bad'"),
        ({"event": event(onset_before_session=True)}, "event.onset_before_session: 'true' is not a word"),
        ({"event": event(onset="2026-10-01")}, "event.onset: '2026-10-01' is before the session of 2026"),
        ({"event": event(onset_before_session="yes")}, "event.onset: '2026-10-11' is not before the session"),
        ({"event": event(outcome="fatal", seriousness=[])}, "event.seriousness: lacks 'death'"),
        ({"event": event(term="died", seriousness=[])}, "event.seriousness: lacks 'death', and the event is"),
        ({"event": event(ended="2026-10-10")}, "event.ended: is before the onset"),
        ({"session": {"lots": [{"lot": ""}]}}, "session.lots[0].lot: is empty"),
        ({"session": {"units": 155.3}}, "session.units: '155.3' is not a whole number, a half or a quarter"),
        ({"session": {"indication": "migraine"}}, "Did you mean 'chronic-migraine'?"),
        ({"patient": {"weight_kg": 0}}, "patient.weight_kg: '0' is not above 0"),
        (
            {"medicines": [{"drug": "a", "from": "2026-03", "to": "2026-02"}]},
            "medicines[0].to: is before its first",
        ),
        ({"medicines": [{"dose": "5 mg"}]}, "medicines[0]: has no 'drug'"),
    ],
)
def test_a_slip_in_a_file_is_told_with_its_place_and_a_way_to_mend_it(
    parts: dict[str, Any], says: str
) -> None:
    assert says in faults_of(shape(**parts))


def test_a_medicine_begun_and_ended_in_one_month_is_no_slip() -> None:
    assert event_of(medicines=[{"drug": "a", "from": "2026-03-05", "to": "2026-03"}])
    assert event_of(medicines=[{"drug": "a", "to": "2026-03"}, {"drug": "b", "from": "2026-03"}])


@pytest.mark.parametrize(
    ("born", "onset", "faulty"),
    [
        ("2026-10-11", "2026-10-11", True),
        ("2026-10-12", "2026-10-11", True),
        ("2027", "2026-10-11", True),
        ("2026-11", "2026-10", True),
        ("2026-10-10", "2026-10-11", False),
        ("2026-10-11", "2026-10", False),  # it may have begun later in the month
        ("2026-10", "2026-10-11", False),
    ],
)
def test_an_event_cannot_begin_before_or_on_the_day_of_birth(born: str, onset: str, faulty: bool) -> None:
    said = faults_of(shape(patient={"born": born}, session={}, event=event(onset=onset)))
    assert said == (
        "event.json, event.onset: is not after the person's date of birth. Mend one of the two dates."
        if faulty
        else ""
    )


def test_nobody_is_injected_before_or_on_the_day_of_birth() -> None:
    for born in ("2026-10-05", "2026-10-06"):
        said = faults_of(shape(patient={"born": born}, event=event(onset=None)))
        assert "event.json, session.date: is not after the person's date of birth" in said
    assert not faults_of(shape(patient={"born": "2026-10-04"}, event=event(onset=None)))


@pytest.mark.parametrize("value", [[], "x", None, 3])
def test_what_is_no_object_is_no_event(value: object) -> None:
    assert "is not an object" in faults_of(value)


def test_several_slips_are_told_at_once() -> None:
    said = faults_of(shape(event=event(grade="bad", outcome="odd"), history="none"))
    assert len(said.splitlines()) == 3


def test_a_file_on_disk_is_read_strictly(tmp_path: Path) -> None:
    path = tmp_path / "event.json"
    path.write_text(json.dumps(shape()), encoding="utf-8")
    assert read_event(path) == event_of()
    path.write_text('{"procerus": "adverse-event/1", "event": {"term": "a", "term": "b"}}', encoding="utf-8")
    with pytest.raises(BadInput, match="stands here more than once"):
        read_event(path)
    with pytest.raises(BadInput, match="cannot be opened"):
        read_event(tmp_path / "nothing.json")
