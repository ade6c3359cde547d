"""Laws of the diary: whatever is written in it, a file means one diary or is refused with reasons."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procerus.criteria.bounds import Answer
from procerus.diary.day import COLUMNS, SYMPTOMS, Day
from procerus.diary.diary import Diary
from procerus.diary.read import read_stream, read_text
from procerus.diary.write import write_diary
from procerus.faults import BadInput

FIRST = date(2026, 2, 26)
EXAMPLES = 200  # in the quick suite; `make nightly` runs the marked test with more
FACTS = ("headache", "minutes", "worst", *SYMPTOMS, "medicines", "entered")

answers = st.sampled_from(["yes", "no", ""])
medicines = st.sampled_from(
    ["", "none", "sumatriptan 50 mg", "Imigran; paracetamol x2", "blue pill", "ibuprofen 400",
     "sumatriptan + naproxen", "2 x naproxen, sumatriptan and zzz", "Anadin Extra", "none; ibuprofen"]
)  # fmt: skip
clocks = st.sampled_from([None, UTC, timezone(timedelta(hours=-10)), timezone(timedelta(hours=13))])
moments = st.datetimes(datetime(2026, 2, 20), datetime(2026, 3, 20), timezones=clocks).map(datetime.isoformat)
notes = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=12)


@st.composite
def rows(draw: st.DrawFn, days: int = 4) -> dict[str, str]:
    """Any one row of a diary that the contract allows, also one that contradicts itself."""
    return {
        "date": (FIRST + timedelta(days=draw(st.integers(0, days - 1)))).isoformat(),
        "headache": draw(answers),
        "hours": draw(st.sampled_from(["", "0", "4", "1.33", "24", "0.01"])),
        "worst": draw(st.sampled_from(["", "0", "mild", "5", "10"])),
        **{name: draw(answers) for name in SYMPTOMS},
        "medicines": draw(medicines),
        "entered": draw(st.just("") | moments),
        "note": draw(notes),
    }


def text_of(some: Sequence[dict[str, str]]) -> str:
    file = io.StringIO()
    write_diary(some, file)
    return file.getvalue()


def diary_of(some: Sequence[dict[str, str]]) -> Diary:
    (one,) = read_text(text_of(some), "any.csv")
    return one


def known(day: Day) -> dict[str, object]:
    empty = Day(day.date)
    return {name: getattr(day, name) for name in FACTS if getattr(day, name) != getattr(empty, name)}


@given(st.lists(rows(), max_size=6).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_the_rows_does_not_matter(
    orders: tuple[list[dict[str, str]], list[dict[str, str]]],
) -> None:
    written, shuffled = orders
    assert diary_of(written) == diary_of(shuffled)


@given(st.lists(rows(), min_size=1, max_size=5), st.data())
def test_a_row_that_comes_twice_counts_once(written: list[dict[str, str]], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(written), min_size=1))
    assert diary_of(written + again) == diary_of(written)


@given(st.lists(rows(), max_size=6))
def test_what_is_written_is_read_back_as_the_same_diary(written: list[dict[str, str]]) -> None:
    before = diary_of(written)
    file = io.StringIO()
    write_diary(before, file)
    assert read_text(file.getvalue(), "copy.csv") == (before,)


@given(st.lists(rows(), min_size=1, max_size=3), st.lists(rows(), min_size=1, max_size=3))
def test_several_diaries_in_one_file_are_read_back_each(
    one: list[dict[str, str]], other: list[dict[str, str]]
) -> None:
    both = tuple(Diary(name, diary_of(some).days) for name, some in (("ben, b.", one), ("ada", other)))
    file = io.StringIO()
    write_diary(both, file)
    assert read_text(file.getvalue(), "clinic.csv") == both


@given(
    st.lists(rows(days=30), max_size=8, unique_by=lambda row: row["date"]),
    st.integers(0, 8),
    st.integers(0, 8),
)
def test_two_exports_of_one_diary_laid_together_are_one_diary(
    written: list[dict[str, str]], end: int, start: int
) -> None:
    earlier, later = written[:end], written[min(start, end) :]
    assert diary_of(earlier + later) == diary_of(written)


@given(st.lists(rows(days=1), min_size=2, max_size=4))
def test_no_fact_is_known_that_one_row_alone_speaks_against(written: list[dict[str, str]]) -> None:
    (merged,) = diary_of(written).days.values()
    alone = [next(iter(diary_of([row]).days.values())) for row in written]
    for name, value in known(merged).items():
        if name in ("medicines", "entered"):
            continue  # compared by their words and clocks, tested one by one
        against = [day for day in alone if name in known(day) and getattr(day, name) != value]
        spoken = [day for day, row in zip(alone, written, strict=True) if row.get(name)]
        assert not [day for day in against if day in spoken], name


@given(rows(days=1), st.sampled_from(["headache", *SYMPTOMS]))
def test_two_rows_with_opposite_answers_leave_that_fact_unknown(row: dict[str, str], column: str) -> None:
    (day,) = diary_of([row | {column: "yes"}, row | {column: "no"}]).days.values()
    assert getattr(day, column) is Answer.UNKNOWN


def _mutated(data: st.DataObject) -> bytes:
    content = bytearray(text_of(data.draw(st.lists(rows(), min_size=1, max_size=3))).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        piece = data.draw(
            st.binary(max_size=3) | st.sampled_from([b'"', b",", b";", b"\n", b"\r", b"\xff\xfe", b"-"])
        )
        content[at : at + data.draw(st.integers(0, 6))] = piece
    return bytes(content)


def _one_diary_or_reasons(content: bytes) -> None:
    try:
        diaries = read_stream(io.BytesIO(content), "any.csv")
    except BadInput as bad:
        assert bad.faults
        for fault in bad.faults:
            assert fault.where.startswith("any.csv"), fault
            assert fault.why
            if ", column " in fault.where and fault.value is not None:
                assert ", row " in fault.where, fault
    else:
        file = io.StringIO()
        write_diary(diaries, file)
        if any(one.days for one in diaries):
            assert read_text(file.getvalue(), "copy.csv") == diaries


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_any_damaged_file_is_one_diary_or_is_refused_with_reasons(data: st.DataObject) -> None:
    _one_diary_or_reasons(_mutated(data))


@settings(max_examples=EXAMPLES)
@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_one_diary_or_are_refused_with_reasons(content: bytes) -> None:
    _one_diary_or_reasons(content)


@pytest.mark.nightly
@settings(max_examples=100_000, deadline=None)
@given(st.data())
def test_a_hundred_thousand_damaged_files_are_diaries_or_refused(data: st.DataObject) -> None:
    _one_diary_or_reasons(_mutated(data))


@given(rows(days=1), st.sampled_from(COLUMNS[2:-2]), st.text("0123456789abcxyz,.-/", min_size=1, max_size=8))
def test_a_fault_of_a_cell_names_its_file_row_column_and_value(
    row: dict[str, str], column: str, cell: str
) -> None:
    written = [{"date": "2026-01-01", "headache": "no"}, row | {column: cell}]
    try:
        diary_of(written)
    except BadInput as bad:
        (fault,) = bad.faults
        assert fault.where == f"any.csv, row 3, column {column}"
        assert fault.value == cell
        assert fault.why and fault.mend
