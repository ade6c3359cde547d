"""A clinic's list as a file, and what the verb `vials` tells about it."""

from __future__ import annotations

import json
import warnings
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest

with warnings.catch_warnings():  # typer below 0.26 touches names that click 8.5 is about to retire
    warnings.simplefilter("ignore", DeprecationWarning)
    from procerus.cli.vials import prices_of, sizes_of, stock_of, vials_chosen
from procerus.faults import BadInput
from procerus.injection.clinic_list import LARGEST_FILE, read_list
from procerus.injection.sharing import Sharing

SHARED = Sharing(label_allows=True, clinic_allows=True, hours=24)
LIST = """patient,units,time
ada,155,2026-11-26T09:00+00:00
ben,165,2026-11-26T09:30Z
dan,12.5,2026-11-26 12:30:00+02:00
"""


@pytest.fixture
def written(tmp_path: Path):
    """A list file with this text or these bytes."""

    def write(text: str | bytes) -> Path:
        path = tmp_path / "list.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def told(written, monkeypatch: pytest.MonkeyPatch):
    """What the verb prints about a list."""
    monkeypatch.setenv("NO_COLOR", "1")

    def tell(text: str, stock=None, prices=None, sharing=None, json=False, sizes=(200, 100, 50)) -> str:
        return vials_chosen(written(text), "botox", sizes, stock, prices, sharing, json)

    return tell


def test_a_list_is_read_in_its_order_with_exact_doses_and_times(written) -> None:
    ada, ben, dan = read_list(written(LIST), "botox")
    assert (ada.person, ada.units, ada.product) == ("ada", 155, "botox")
    assert dan.units == Fraction(25, 2)
    assert ben.time == datetime.fromisoformat("2026-11-26T09:30+00:00")
    assert dan.time == datetime.fromisoformat("2026-11-26T10:30+00:00")


def test_a_list_without_times_and_with_other_separators_is_read_too(written) -> None:
    for text in (
        "patient,units\nada,155\n",
        "Units;Patient\r\n155;ada\r\n",
        "patient,units,time\nada,155,\n\n",
    ):
        (ada,) = read_list(written(text), "botox")
        assert (ada.person, ada.units, ada.time) == ("ada", 155, None)


UNITS, ROW = "is not a number of units", "list.csv, row"
WRONG = [
    ("", ["list.csv: the file is empty. A list has a header row with patient and units."]),
    (" \n", ["list.csv: the file is empty. A list has a header row with patient and units."]),
    (
        "patient,dose\nada,155\n",
        [
            (
                f"{ROW} 1: 'dose' is not a column of a clinic list. The columns are patient, units and,"
                " where vials are shared, time."
            ),
            f"{ROW} 1, column units: the header row has no such column. Name one column units.",
        ],
    ),
    (
        "units\n155\n",
        [f"{ROW} 1, column patient: the header row has no such column. Name one column patient."],
    ),
    (
        "patient,units,units\nada,1,1\n",
        [f"{ROW} 1, column units: the header row names it 2 times. Keep one of them."],
    ),
    (
        "patient,units\nada,155,1\n",
        [f"{ROW} 2: it has more cells than the header has columns. Take the surplus out."],
    ),
    (
        "patient,units\n,155\n",
        [
            (
                f"{ROW} 2, column patient: '' is empty, so nobody can tell whose dose this is. Write who"
                " it is for."
            )
        ],
    ),
    ("patient,units\nada,\n", [f"{ROW} 2, column units: '' {UNITS}. Write a number such as 155 or 12.5."]),
    ("patient,units\nada\n", [f"{ROW} 2, column units: '' {UNITS}. Write a number such as 155 or 12.5."]),
    (
        "patient,units\nada,-5\nben,1\n,1e2\n",
        [
            f"{ROW} 2, column units: '-5' {UNITS}. Write a number such as 155 or 12.5.",
            (
                f"{ROW} 4, column patient: '' is empty, so nobody can tell whose dose this is. Write who"
                " it is for."
            ),
            f"{ROW} 4, column units: '1e2' {UNITS}. Write a number such as 155 or 12.5.",
        ],
    ),
    (
        "patient,units,time\nada,1,09:30\n",
        [
            (
                f"{ROW} 2, column time: '09:30' is not a date with a time. Write it with its time zone,"
                " such as 2026-11-26T09:30+00:00."
            )
        ],
    ),
    (
        "patient,units,time\nada,1,2026-11-26T09:30\n",
        [
            (
                f"{ROW} 2, column time: '2026-11-26T09:30' has no time zone. Write it with its time zone,"
                " such as 2026-11-26T09:30+00:00."
            )
        ],
    ),
    (
        "patient,units,time\nada,1,2026-11-31T09:30Z\n",
        [
            (
                f"{ROW} 2, column time: '2026-11-31T09:30Z' is not a moment of the calendar and the clock."
                " Write it with its time zone, such as 2026-11-26T09:30+00:00."
            )
        ],
    ),
    (
        'patient,units\n"ada\nlee",155\nb\u202een,1\n',
        [
            (
                f"{ROW} {row}, column patient: '{name}' holds a character that cannot be seen"
                f" (U+{code}). Type it again."
            )
            for row, name, code in ((2, "ada lee", "000A"), (3, "b en", "202E"))
        ],
    ),
    ("patient,units\n", ["the list: names nobody. Name at least one person."]),
    ("patient,units\nada,1\nada,1\n", ["the list: 'ada' is named twice. A person has one dose on a list."]),
    (
        b"patient,units\n\xff,155\n",
        [
            (
                "list.csv, line 2: 'bytes ff' are not UTF-8 text. Save the table as 'CSV UTF-8' and"
                " give that file."
            )
        ],
    ),
    (
        b"x" * (LARGEST_FILE + 1),
        ["list.csv: the file is too long to be a clinic list. Name the list's own file."],
    ),
]


@pytest.mark.parametrize(("text", "said"), WRONG, ids=[str(number) for number in range(len(WRONG))])
def test_a_fault_of_a_list_is_told_with_its_row_and_column(written, text, said: list[str]) -> None:
    with pytest.raises(BadInput) as refused:
        read_list(written(text), "botox")
    assert str(refused.value).splitlines() == said


def test_the_longest_file_that_is_still_read_has_a_million_bytes(written) -> None:
    list_of_one = b"patient,units\nada,155\n"
    (ada,) = read_list(written(list_of_one + b"\n" * (LARGEST_FILE - len(list_of_one))), "botox")
    assert (ada.person, ada.units) == ("ada", 155)


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        read_list(tmp_path / "none.csv", "botox")
    assert str(refused.value) == (
        f"{tmp_path / 'none.csv'}: the file cannot be read: No such file or directory."
        " Check the name and the folder."
    )


@pytest.mark.parametrize(
    ("read", "words", "expected"),
    [
        (sizes_of, "200, 100", (200, 100)),
        (stock_of, "200=5, 100 = 0", {200: 5, 100: 0}),
        (stock_of, None, None),
        (prices_of, "200=612.50,100=320", {200: Fraction("612.5"), 100: 320}),
        (prices_of, None, None),
    ],
)
def test_sizes_stock_and_prices_are_read_from_the_command_line(read, words, expected) -> None:
    assert read(words) == expected


@pytest.mark.parametrize(
    ("read", "words", "said"),
    [
        (sizes_of, "200,", "--sizes: '' is not a whole number. Write it such as 200,100."),
        (sizes_of, "big", "--sizes: 'big' is not a whole number. Write it such as 200,100."),
        (stock_of, "200", "--stock: '200' says nothing of a size. Write it such as 200=5,100=3."),
        (stock_of, "x=5", "--stock: 'x' is not a whole number. Write it such as 200=5,100=3."),
        (stock_of, "200=-5", "--stock: '-5' is not a whole number. Write it such as 200=5,100=3."),
        (stock_of, "200=5,200=6", "--stock: '200' is named twice. Write it such as 200=5,100=3."),
        (prices_of, "200=$5", "--price: '$5' is not a price. Write it such as 200=612.50,100=320."),
        (prices_of, "200=5.123", "--price: '5.123' is not a price. Write it such as 200=612.50,100=320."),
    ],
)
def test_words_that_name_no_sizes_are_refused_in_one_sentence(read, words: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(words)
    assert str(refused.value) == said


def test_a_list_is_told_as_who_gets_what_what_to_order_and_what_is_saved(told) -> None:
    said = told(LIST, stock="200=1,100=4,50=3", prices="200=600,100=310.50,50=160.05")
    assert (
        said
        == """\
Vials of botox for 3 people
332.5 U in all, vials of their own.

patient  dose    vials
ada      155 U   2 × 100 U
ben      165 U   1 × 200 U
dan      12.5 U  1 × 50 U

Order      1 × 200 U, 2 × 100 U, 1 × 50 U
Discarded  117.5 U
Cost       1381.05

Everybody with the fewest vials of their own: 2 × 200 U, 1 × 50 U.
The stock does not hold those.
Against that, this choice discards as much and costs 21.00 more."""
    )


def test_a_shared_list_says_which_units_come_from_which_vial(told) -> None:
    said = told(LIST, prices="200=600,100=310.50,50=160.05", sharing=SHARED)
    assert "332.5 U in all, vials shared within their usable hours." in said
    assert "ben      165 U   45 U of vial 1 (200 U), 100 U of vial 2 (100 U), 20 U of vial 3 (50 U)" in said
    assert "Order      1 × 200 U, 1 × 100 U, 1 × 50 U" in said
    assert said.endswith("Against that, this choice discards 100 U less and costs 289.50 less.")


def test_a_list_with_nothing_to_give_opens_nothing(told) -> None:
    assert (
        told("patient,units\nada,0\n")
        == """\
Vials of botox for 1 person
0 U in all, vials of their own.

patient  dose  vials
ada      0 U   none

Order      nothing
Discarded  0 U

Everybody with the fewest vials of their own: none.
Against that, this choice discards as much."""
    )


def test_a_choice_that_has_to_discard_more_says_so(told) -> None:
    one = "patient,units\nada,105\n"
    said = told(one, stock="200=1,150=0", prices="200=100,150=100", sizes=(200, 150))
    assert said.endswith("The stock does not hold those.\nAgainst that, this choice discards 50 U more and"
                         " costs as much.")  # fmt: skip


def test_the_json_of_a_list_says_the_same_for_programs(told) -> None:
    shape = json.loads(told(LIST, stock="200=5,100=4,50=3", prices="200=600,100=310.50,50=160", json=True))
    assert (shape["product"], shape["shared"]) == ("botox", False)
    assert shape["people"][2] == {
        "patient": "dan", "units": "12.5", "time": "2026-11-26T12:30:00+02:00",
        "vials": [{"vial": 3, "units": "12.5"}],
    }  # fmt: skip
    assert shape["vials"][0] == {
        "vial": 1, "units": 200, "opened": "2026-11-26T09:00:00+00:00", "discarded_units": 45,
    }  # fmt: skip
    order = {
        "vials": [{"units": 200, "count": 2}, {"units": 50, "count": 1}], "units": "332.5",
        "opened_units": 450, "discarded_units": "117.5", "cost": "1360.00",
    }  # fmt: skip
    assert shape["order"] == order
    assert shape["each_alone"] == order | {"in_stock": True}


def test_the_json_says_null_where_nothing_is_known(told) -> None:
    shape = json.loads(told("patient,units\nada,155\n", json=True))
    assert shape["people"][0]["time"] is None and shape["vials"][0]["opened"] is None
    assert shape["order"]["cost"] is None and shape["each_alone"]["in_stock"] is None
