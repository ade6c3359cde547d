"""The chain of events: complete, in order, and closed against tampering."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from procerus.clinic.trail.append_only import removals, statements
from procerus.clinic.trail.chain import BEGINNING, Happened, append, faults_of_the_chain, head
from procerus.clinic.trail.models import Event, Head, Kind

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
REASONS = st.dictionaries(WORDS, st.one_of(WORDS, st.integers(), st.none()), max_size=3)
HAPPENED = st.builds(
    Happened, st.sampled_from(list(Kind)), st.text("abc.", min_size=1, max_size=9),
    st.one_of(st.none(), st.uuids()), st.sampled_from(["", "nurse"]), st.none(),
    st.one_of(st.none(), st.uuids()), REASONS,
)  # fmt: skip


class TheChain(TestCase):
    """Whatever happened, in whatever groups."""

    @given(st.lists(st.lists(HAPPENED, max_size=4), max_size=5))
    def test_is_whole_after_any_events_in_any_groups(self, groups: list[list[Happened]]) -> None:
        for group in groups:
            append(group)
        count = sum(map(len, groups))
        assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, count + 1))
        assert list(faults_of_the_chain()) == []
        assert head()[0] == count


@pytest.mark.django_db
def test_an_empty_trail_is_whole() -> None:
    assert list(faults_of_the_chain()) == []
    assert head() == (0, BEGINNING)


@pytest.mark.django_db
def test_what_was_rolled_back_has_left_no_event_and_no_hole() -> None:
    append([Happened(Kind.READ, "one")])
    with pytest.raises(RuntimeError), transaction.atomic():
        append([Happened(Kind.WRITE, "two")])
        raise RuntimeError
    append([Happened(Kind.READ, "three")])
    assert list(Event.objects.values_list("seq", "what")) == [(1, "one"), (2, "three")]
    assert list(faults_of_the_chain()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE trail_event SET what = 'x'", "DELETE FROM trail_event"])
def test_the_database_itself_refuses_to_change_or_remove_an_event(statement: str) -> None:
    append([Happened(Kind.READ, "one", patient=uuid4())])
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Event.objects.get().what == "one"


COLUMNS = ["at", "kind", "what", "account", "role", "clinic", "patient", "about", "before", "hash"]
OTHER = {
    "at": "2020-01-01 00:00:00+00:00", "kind": "write", "what": "other", "account": uuid4(), "role": "doctor",
    "clinic": uuid4(), "patient": uuid4(), "about": {"why": "other"}, "before": "f" * 64, "hash": "f" * 64,
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("column", COLUMNS)
def test_any_column_of_any_event_that_was_changed_shows(column: str) -> None:
    append([Happened(Kind.READ, f"n{number}", patient=uuid4()) for number in range(5)])
    with lifted():
        Event.objects.filter(seq=3).update(**{column: OTHER[column]})
    named = {fault.where for fault in faults_of_the_chain()}
    assert named & {"trail, event 3", "trail, event 4"}


@pytest.mark.django_db
@pytest.mark.parametrize("gone", [1, 3, 5])
def test_an_event_taken_out_shows_wherever_it_stood(gone: int) -> None:
    append([Happened(Kind.READ, f"n{number}") for number in range(5)])
    with lifted():
        Event.objects.filter(seq=gone).delete()
    assert list(faults_of_the_chain())


@pytest.mark.django_db
def test_two_events_that_changed_places_show() -> None:
    append([Happened(Kind.READ, f"n{number}") for number in range(5)])
    with lifted():
        for old, new in ((2, 100), (3, 2), (100, 3)):
            Event.objects.filter(seq=old).update(seq=new)
    assert list(faults_of_the_chain())


@pytest.mark.django_db
def test_an_end_that_was_cut_off_with_a_head_to_match_shows_only_against_a_noted_anchor() -> None:
    append([Happened(Kind.READ, f"n{number}") for number in range(5)])
    noted = head()
    with lifted():
        Event.objects.filter(seq=5).delete()
    last = Event.objects.get(seq=4)
    Head.objects.update(seq=4, hash=last.hash)
    assert not list(faults_of_the_chain())
    assert list(faults_of_the_chain(noted))


@pytest.mark.django_db
def test_a_long_trail_is_verified_at_tens_of_thousands_of_events_a_second() -> None:
    append([Happened(Kind.READ, "sheet", uuid4(), "nurse", uuid4(), uuid4()) for _ in range(20_000)])
    begun = time.perf_counter()
    assert not list(faults_of_the_chain())
    assert time.perf_counter() - begun < 4


class lifted:
    """The triggers are off, as for somebody who has the file."""

    def __enter__(self) -> None:
        for statement in removals(connection.vendor, "trail_event"):
            connection.cursor().execute(statement)

    def __exit__(self, *_: object) -> None:
        columns = ["seq", *COLUMNS]
        for statement in statements(connection.vendor, "trail_event", columns):
            connection.cursor().execute(statement)
