"""What began while days were counted stands beside an answer: the edges of the windows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from people import ada, eve
from procerus.clinic.decisions.confounders import (
    BETWEEN,
    Beginning,
    Confounder,
    beginnings_of,
    confounders,
    entered,
)
from procerus.criteria.bounds import Answer
from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import Injection
from procerus.pathway.looked_at import LookedAt
from procerus.pathway.patient import PreventiveTrial

BASELINE = LookedAt("baseline", "the baseline", (date(2026, 2, 2), date(2026, 3, 1)))
AFTER = LookedAt("after", "the weeks after", (date(2026, 5, 25), date(2026, 8, 16)))
WINDOWS = (BASELINE, AFTER)
AS_OF = date(2026, 8, 17)
YES, PERHAPS = Answer.YES, Answer.UNKNOWN
Where = list[tuple[str, Answer]]


def placed(began: str | None, before: str | None = None) -> Where:
    """In which windows something lies that began then."""
    when = None if began is None else PartialDate.of(began)
    one = Beginning("preventive", "x", when, None if before is None else date.fromisoformat(before))
    return [(found.window, found.inside) for found in confounders([one], WINDOWS, AS_OF)]


@pytest.mark.parametrize(
    ("began", "where"),
    [
        ("2026-02-01", []),
        ("2026-02-02", [("the baseline", YES)]),
        ("2026-03-01", [("the baseline", YES)]),
        ("2026-03-02", [(BETWEEN, YES)]),
        ("2026-05-24", [(BETWEEN, YES)]),
        ("2026-05-25", [("the weeks after", YES)]),
        ("2026-08-16", [("the weeks after", YES)]),
        ("2026-08-17", []),
    ],
)
def test_the_first_and_the_last_day_of_a_window_are_inside(began: str, where: Where) -> None:
    assert placed(began) == where


@pytest.mark.parametrize(
    ("began", "where"),
    [
        ("2026-02", [("the baseline", PERHAPS)]),
        ("2026-03", [("the baseline", PERHAPS)]),
        ("2026-04", [(BETWEEN, YES)]),
        ("2026-05", [("the weeks after", PERHAPS)]),
        ("2026-07", [("the weeks after", YES)]),
        ("2026-08", [("the weeks after", PERHAPS)]),
        ("2026", [("the baseline", PERHAPS), ("the weeks after", PERHAPS)]),
        ("2025", []),
        ("2026-01", []),
    ],
)
def test_a_month_or_a_year_lies_perhaps_inside_unless_all_of_it_does(began: str, where: Where) -> None:
    assert placed(began) == where


def test_what_nobody_dated_lies_perhaps_in_every_window_until_its_known_end() -> None:
    both = [("the baseline", PERHAPS), ("the weeks after", PERHAPS)]
    assert placed(None) == both
    assert placed(None, before="2026-05-24") == both[:1]
    assert placed(None, before="2026-02-01") == []


def test_where_no_window_has_a_place_nothing_is_placed() -> None:
    lost = (LookedAt("baseline", "the baseline", None),)
    assert confounders([Beginning("preventive", "x", None)], lost, AS_OF) == ()


def test_only_preventives_that_were_taken_and_toxin_for_something_else_count() -> None:
    trials = [PreventiveTrial("candesartan", PartialDate.of("2026-06-01"), outcome="ongoing")]
    trials += [
        PreventiveTrial("topiramate", outcome=said) for said in ("contraindicated", "refused", "unsuitable")
    ]
    given = [
        Injection(PartialDate.of("2026-05-25"), "botox", "chronic-migraine"),
        Injection(PartialDate.of("2026-06-20"), "dysport", "cervical-dystonia"),
        Injection(PartialDate.of("2026-07"), "botox", None),
    ]
    person = replace(eve(), preventives=tuple(trials), toxin=tuple(given))
    assert [(one.what, one.named) for one in beginnings_of(person)] == [
        ("preventive", "candesartan"),
        ("toxin", "dysport, cervical-dystonia"),
        ("toxin", "botox"),
    ]


def test_what_was_never_asked_names_nothing() -> None:
    assert list(beginnings_of(replace(ada(), preventives=None, toxin=None))) == []


def test_a_nerve_block_is_dated_by_its_own_words_or_by_the_day_it_is_about() -> None:
    assert entered("nerve-block", {"date": "2026-06-01"}, "").when == PartialDate.of("2026-06-01")
    assert entered("nerve-block", {"what": "greater occipital"}, "2026-06").named == "greater occipital"
    assert entered(
        "withdrawal", {"from": "2026-06-05", "drug": "sumatriptan"}, "2026"
    ).when == PartialDate.of("2026-06-05")
    assert entered("withdrawal", {}, "").when is None


def test_a_snapshot_keeps_a_confounder_with_its_bounds() -> None:
    began = Beginning("withdrawal", "sumatriptan", PartialDate.of("2026-06"))
    span = (date(2026, 5, 25), date(2026, 8, 16))
    assert Confounder(began, "the weeks after", span, YES).to_json() == {
        "what": "withdrawal", "named": "sumatriptan", "began": ["2026-06-01", "2026-06-30"],
        "window": "the weeks after", "from": "2026-05-25", "to": "2026-08-16", "inside": "yes",
    }  # fmt: skip


def test_a_beginning_on_the_day_of_the_question_has_not_happened_for_it() -> None:
    assert Beginning("toxin", "x", PartialDate.on(AS_OF)).span(AS_OF) is None
    assert Beginning("toxin", "x", PartialDate.of("2026-08")).span(AS_OF) == (
        date(2026, 8, 1),
        date(2026, 8, 31),
    )
