"""Every sentence with which vials are refused, for one dose or for a list, as somebody reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from procerus.faults import BadInput
from procerus.injection.clinic_list import MOST_PEOPLE, MOST_SHARING, Need
from procerus.injection.sharing import Sharing
from procerus.injection.vials import vials_for, vials_for_list

MORNING = datetime(2026, 11, 26, 9, tzinfo=UTC)
SHARED = Sharing(label_allows=True, clinic_allows=True, hours=24)


def people(*doses) -> list[Need]:
    return [Need(f"p{n}", Fraction(dose), "botox") for n, dose in enumerate(doses)]


HERE = [100]
WRONG = [
    (lambda: vials_for(-1, HERE), "the dose: '-1 U' is less than nought units. Write the dose to be given."),
    (lambda: vials_for(100_001, HERE), "the dose: '100001 U' is more than 100,000 units. Check the dose."),
    (
        lambda: vials_for(0.5, HERE),
        "the dose: '0.5' is not an exact number of units. Give a whole number or a fraction.",
    ),
    (
        lambda: vials_for(True, HERE),
        "the dose: 'True' is not an exact number of units. Give a whole number or a fraction.",
    ),
    (
        lambda: vials_for(1, []),
        (
            "the sizes: 0 sizes are given, and a product has 1 to 8. Name the sizes in which it"
            " is sold, such as 200 and 100."
        ),
    ),
    (
        lambda: vials_for(1, range(1, 10)),
        (
            "the sizes: 9 sizes are given, and a product has 1 to 8. Name the sizes in which it"
            " is sold, such as 200 and 100."
        ),
    ),
    (
        lambda: vials_for(1, [0]),
        ("the sizes: '0' is not a whole number of units from 1 to 100,000. Write sizes such as 200 and 100."),
    ),
    (
        lambda: vials_for(1, [100_001]),
        (
            "the sizes: '100001' is not a whole number of units from 1 to 100,000. Write sizes"
            " such as 200 and 100."
        ),
    ),
    (
        lambda: vials_for(1, [12.5]),
        (
            "the sizes: '12.5' is not a whole number of units from 1 to 100,000. Write sizes such"
            " as 200 and 100."
        ),
    ),
    (
        lambda: vials_for(1, [True]),
        (
            "the sizes: 'True' is not a whole number of units from 1 to 100,000. Write sizes such"
            " as 200 and 100."
        ),
    ),
    (
        lambda: vials_for(1, [100, 50, 100]),
        "the sizes: 100 U, 50 U and 100 U name one size twice. Name each size once.",
    ),
    (
        lambda: vials_for(1, [100, 50], {100: 1}),
        ("the stock: nothing is said of 50 U vials. Say how many there are, 0 where there are none."),
    ),
    (
        lambda: vials_for(1, HERE, {100: 1, 7: 2}),
        ("the stock: '7' is not a size of this product, which is sold in 100 U. Check the size."),
    ),
    (
        lambda: vials_for(1, HERE, {100: -1}),
        ("the stock of 100 U vials: '-1' is not a whole number from 0 to 1,000,000. Count the vials."),
    ),
    (
        lambda: vials_for(1, HERE, {100: 1_000_001}),
        ("the stock of 100 U vials: '1000001' is not a whole number from 0 to 1,000,000. Count the vials."),
    ),
    (
        lambda: vials_for(1, HERE, {100: 1.5}),
        ("the stock of 100 U vials: '1.5' is not a whole number from 0 to 1,000,000. Count the vials."),
    ),
    (
        lambda: vials_for(1, [200, 50], None, {200: 1}),
        "the prices: nothing is said of 50 U vials. Say what one costs.",
    ),
    (
        lambda: vials_for(1, HERE, None, {100: -1}),
        ("the price of 100 U vials: '-1' is not an exact price of nought or more. Write it such as 612.50."),
    ),
    (
        lambda: vials_for(1, HERE, None, {100: 0.1}),
        ("the price of 100 U vials: '0.1' is not an exact price of nought or more. Write it such as 612.50."),
    ),
    (
        lambda: vials_for(1, HERE, None, {100: True}),
        (
            "the price of 100 U vials: 'True' is not an exact price of nought or more. Write it"
            " such as 612.50."
        ),
    ),
    (
        lambda: vials_for(1, [100, 50], None, {100: 10**7 + 1, 50: 1}),
        (
            "the prices: one is more than 10,000,000 times their smallest common part. Give them"
            " in whole cents."
        ),
    ),
    (
        lambda: vials_for(5_000, [3, 2, 1]),
        (
            "the dose: '5000 U' can be had in more than 1,000 ways from vials of 3 U, 2 U and 1"
            " U. Check the dose and the sizes of the vials."
        ),
    ),
    (lambda: vials_for_list([], HERE), "the list: names nobody. Name at least one person."),
    (
        lambda: vials_for_list(people(*[1] * (MOST_PEOPLE + 1)), HERE),
        (
            "the list: names 501 people, and a clinic list has at most 500. Split it into the"
            " lists of single days."
        ),
    ),
    (
        lambda: vials_for_list(people(1) * 2, HERE),
        "the list: 'p0' is named twice. A person has one dose on a list.",
    ),
    (
        lambda: vials_for_list([Need(" ", Fraction(1), "botox")], HERE),
        "the list: somebody on it has no name. Say who each dose is for.",
    ),
    (
        lambda: vials_for_list(people(-1), HERE),
        "the dose of p0: '-1 U' is less than nought units. Write the dose to be given.",
    ),
    (
        lambda: vials_for_list([*people(1), Need("x", Fraction(1), "dysport")], HERE),
        (
            "the list: holds doses of botox and dysport, and units of one product say nothing of"
            " another's. Make one list for each product."
        ),
    ),
    (
        lambda: vials_for_list(people(1), HERE, sharing=SHARED),
        (
            "the list: 'p0' has no time. Vials are shared within their usable hours, so say when"
            " each session is."
        ),
    ),
    (
        lambda: vials_for_list(people(*[1] * (MOST_SHARING + 1)), HERE, sharing=SHARED),
        (
            "the list: names 151 people, and at most 150 can share vials. Split it into the lists"
            " of single days."
        ),
    ),
    (
        lambda: vials_for_list([Need("x", Fraction(1), "botox", datetime(2026, 11, 26, 9))], HERE),
        ("the session of x: '2026-11-26T09:00:00' has no time zone. Add it, such as 2026-11-26T09:00+00:00."),
    ),
    (
        lambda: vials_for_list([Need("x", Fraction(1), "botox", datetime(1, 1, 1, tzinfo=UTC))], HERE),
        (
            "the session of x: '0001-01-01T00:00:00+00:00' is not between the years 1900 and"
            " 2200. Write the year that was meant."
        ),
    ),
    (
        lambda: vials_for_list([Need("x", Fraction(1), "botox", MORNING.date())], HERE),
        ("the session of x: '2026-11-26' is not a date with a time. Write it as 2026-11-26T09:30+00:00."),
    ),
    (
        lambda: Sharing(True, True, 0),
        (
            "usable hours: '0' is not a whole number of hours from 1 to 10,000. Write how long"
            " the label lets an opened vial be used."
        ),
    ),
    (
        lambda: Sharing(True, True, 10_001),
        (
            "usable hours: '10001' is not a whole number of hours from 1 to 10,000. Write how"
            " long the label lets an opened vial be used."
        ),
    ),
    (
        lambda: Sharing(True, True, 1.5),
        (
            "usable hours: '1.5' is not a whole number of hours from 1 to 10,000. Write how long"
            " the label lets an opened vial be used."
        ),
    ),
    (
        lambda: Sharing(True, True, True),
        (
            "usable hours: 'True' is not a whole number of hours from 1 to 10,000. Write how long"
            " the label lets an opened vial be used."
        ),
    ),
]


@pytest.mark.parametrize(("asked", "said"), WRONG)
def test_a_request_that_makes_no_sense_is_refused_in_one_sentence(asked, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        asked()
    assert str(refused.value) == said
