"""One adverse event: when it began, how grave it was, what is usual, and when somebody has to ask."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from procerus.criteria.bounds import Answer, Between
from procerus.diary.partial_date import PartialDate
from procerus.faults import BadInput
from procerus.injection.adverse_events import (
    AdverseEvent,
    began_when_usual,
    contradictions,
    expected,
    needs_urgent_words,
    onset_day,
    prompts_due,
)
from procerus.packs.adverse_events import read_adverse_events
from procerus.packs.load import PACKS

SESSION = date(2026, 10, 5)
LACKS, BEFORE = ("seriousness", "lacks 'death', and the outcome is fatal"), "is before the onset"


def event(term: str = "eyelid ptosis", onset: str | None = None, **more: Any) -> AdverseEvent:
    return AdverseEvent(term, None if onset is None else PartialDate.of(onset), **more)


# When it began ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("onset", "day"), [("2026-10-05", 0), ("2026-10-06", 1), ("2026-10-12", 7), ("2027-10-05", 365)]
)
def test_the_day_of_the_injection_is_day_nought(onset: str, day: int) -> None:
    assert onset_day(event(onset=onset), SESSION) == Between.exactly(day)


def test_an_onset_in_the_month_of_the_session_was_not_before_the_session() -> None:
    assert onset_day(event(onset="2026-10"), SESSION) == Between(0, 26)


def test_an_onset_nobody_gave_has_no_day() -> None:
    assert onset_day(event(), SESSION) is None


@pytest.mark.parametrize("onset", ["2026-10-04", "2026-09", "2025"])
def test_an_onset_before_the_session_is_refused_unless_somebody_says_so(onset: str) -> None:
    with pytest.raises(BadInput) as complaint:
        onset_day(event(onset=onset), SESSION)
    shown = {"2026-09": "2026-09-01 to 2026-09-30", "2025": "2025-01-01 to 2025-12-31"}.get(onset, onset)
    assert str(complaint.value) == (
        f"onset: '{shown}' is before the session of 2026-10-05. Mend one of the two dates,"
        " or say that it began before the session: onset_before_session = yes."
    )
    before = onset_day(event(onset=onset, onset_before_session=True), SESSION)
    assert before is not None and before.high is not None and before.high < 0


def test_an_event_said_to_be_older_than_the_session_ends_the_day_before_where_the_month_is_all_we_know() -> (
    None
):
    said = event(onset="2026-10", onset_before_session=True)
    assert onset_day(said, SESSION) == Between(-4, -1)


@pytest.mark.parametrize("onset", ["2026-10-05", "2026-11"])
def test_an_event_cannot_be_older_than_the_session_and_begin_after_it(onset: str) -> None:
    with pytest.raises(BadInput) as complaint:
        onset_day(event(onset=onset, onset_before_session=True), SESSION)
    shown = {"2026-11": "2026-11-01 to 2026-11-30"}.get(onset, onset)
    assert str(complaint.value) == (
        f"onset: '{shown}' is not before the session. Take out 'onset_before_session'."
    )


@pytest.mark.parametrize(
    ("term", "onset", "usual"),
    [
        ("eyelid ptosis", "2026-10-07", Answer.NO),
        ("eyelid ptosis", "2026-10-08", Answer.YES),
        ("eyelid ptosis", "2026-10-19", Answer.YES),
        ("eyelid ptosis", "2026-10-20", Answer.NO),
        ("eyelid ptosis", "2026-10", Answer.UNKNOWN),
        ("eyelid ptosis", None, Answer.UNKNOWN),
        ("fainting", "2026-10-05", Answer.YES),
        ("fainting", "2026-11", Answer.NO),
        ("bronchitis", "2026-10-08", Answer.UNKNOWN),
        ("toothache", "2026-10-08", Answer.UNKNOWN),
    ],
)
def test_a_lid_usually_droops_from_day_3_to_day_14(term: str, onset: str | None, usual: Answer) -> None:
    assert began_when_usual(event(term, onset), SESSION) is usual


@pytest.mark.parametrize("session", [date(2026, 9, 25), date(2026, 10, 20)])  # days 6 to 36, and 0 to 11
def test_a_month_that_is_partly_usual_leaves_it_open(session: date) -> None:
    assert began_when_usual(event(onset="2026-10"), session) is Answer.UNKNOWN


# How grave -------------------------------------------------------------------------------------------


def test_an_event_of_which_nobody_asked_how_serious_it_was_is_not_called_harmless() -> None:
    assert event().serious is Answer.UNKNOWN
    assert event(seriousness=()).serious is Answer.NO
    assert event(seriousness=("hospitalisation",), grade="mild").serious is Answer.YES


@pytest.mark.parametrize(
    ("facts", "against"),
    [
        ({}, []),
        ({"seriousness": (), "outcome": "recovered"}, []),
        ({"seriousness": ("death",), "outcome": "fatal"}, []),
        ({"seriousness": ("death",), "outcome": "unknown"}, []),
        ({"seriousness": ("death",)}, []),
        ({"outcome": "fatal"}, []),
        ({"seriousness": (), "outcome": "fatal"}, [LACKS]),
        ({"seriousness": ("hospitalisation",), "outcome": "fatal"}, [LACKS]),
        ({"seriousness": ("death",), "outcome": "recovered"},
         [("outcome", "is not fatal, and the seriousness says death")]),
        ({"seriousness": ("disability", "disability")}, [("seriousness", "says one criterion twice")]),
        ({"onset": "2026-10-08", "ended": PartialDate.of("2026-10-08")}, []),
        ({"onset": "2026-10-08", "ended": PartialDate.of("2026-10-07")}, [("ended", BEFORE)]),
        ({"onset": "2026-10-08", "ended": PartialDate.of("2026-10")}, []),
        ({"onset": "2026-10-08", "ended": PartialDate.of("2026-09")}, [("ended", BEFORE)]),
        ({"onset": "2026-10-08", "reported": date(2026, 10, 8)}, []),
        ({"onset": "2026-10-08", "reported": date(2026, 10, 7)}, [("reported", BEFORE)]),
        ({"onset": "2026-10", "reported": date(2026, 10, 7)}, []),
        ({"reported": date(2026, 10, 7), "ended": PartialDate.of("2026")}, []),
    ],
)  # fmt: skip
def test_what_an_event_says_against_itself_is_named(
    facts: dict[str, Any], against: list[tuple[str, str]]
) -> None:
    assert list(contradictions(event(**facts))) == against


LACKS_DEATH = ("seriousness", "lacks 'death', and the event is a death")


@pytest.mark.parametrize(
    "term", ["death", "died", "Tod", "verstorben", "sudden death", "died at home, day 3", "de\u00adath"]
)
def test_a_death_that_is_not_serious_is_named(term: str) -> None:
    assert list(contradictions(event(term, seriousness=()))) == [LACKS_DEATH]
    assert list(contradictions(event(term, seriousness=("hospitalisation",)))) == [LACKS_DEATH]
    assert list(contradictions(event(term, seriousness=("death",), outcome="fatal"))) == []
    assert list(contradictions(event(term))) == []


def test_a_death_with_an_outcome_other_than_death_is_named() -> None:
    against = ("outcome", "is not fatal, and the event is a death")
    assert list(contradictions(event("died", outcome="recovered"))) == [against]
    assert list(contradictions(event("died", outcome="unknown"))) == []
    assert list(contradictions(event("died", outcome="fatal", seriousness=()))) == [LACKS]
    assert list(contradictions(event("died", outcome="recovered", seriousness=()))) == [LACKS_DEATH, against]


@pytest.mark.parametrize(
    "term", ["fear of death", "Angst vor dem Tod", "Todesangst", "near death", "arm felt dead", "mother died"]
)
def test_words_that_only_speak_of_death_contradict_nothing(term: str) -> None:
    assert list(contradictions(event(term, seriousness=(), outcome="recovered"))) == []


# What is usual ---------------------------------------------------------------------------------------


def test_the_labels_rate_stands_beside_an_event_of_its_list_and_comes_first() -> None:
    usual = expected("neck pain")
    assert usual.in_label_list
    assert usual.sentences[0].startswith("9 percent of 687 under toxin, 3 percent of 692 under placebo")
    assert [one.source.id for one in usual.rates] == ["us-label", "preempt-any", "preempt-related"]


def test_the_label_comes_first_whatever_the_order_of_the_file(tmp_path: Path) -> None:
    text = (PACKS / "safety" / "adverse-events.toml").read_text(encoding="utf-8")
    path = tmp_path / "adverse-events.toml"
    label = '  { source = "us-label", treated = "9", placebo = "3", status = "unverified" },\n'
    head, rest = text.split(label)
    others, tail = rest.split("]\n", maxsplit=1)
    path.write_text(f"{head}{others}{label}]\n{tail}", encoding="utf-8")
    events = read_adverse_events(path)
    assert events.terms["neck-pain"].rates[-1].source.id == "us-label"
    assert expected("neck pain", events).rates[0].source.id == "us-label"


def test_not_in_the_labels_list_is_an_answer_of_its_own() -> None:
    for term in ("toothache", "neck pain on the left"):
        usual = expected(term)
        assert (usual.term, usual.in_label_list) == (None, False)
        assert usual.sentences == ("Not in the label's list of events for chronic migraine.",)
    frown = expected("unable to frown").sentences
    assert frown[0].startswith("Not in the label's list")
    assert frown[1].startswith("5.9 percent of 254")


def test_a_sign_of_spread_says_so_before_any_rate() -> None:
    first, second, third = expected("difficulty swallowing").sentences
    assert first == "In the label's boxed warning: the toxin may have spread."
    assert second.startswith("Not in the label's list")
    assert third.startswith("2.0 percent of 254")


@pytest.mark.parametrize(
    "facts",
    [{"term": "dysphagia"}, {"note": "also short of breath"}, {"action": "speech therapist seen"}],
)
def test_swallowing_speaking_or_breathing_anywhere_in_an_event_asks_for_the_urgent_words(
    facts: dict[str, Any],
) -> None:
    assert needs_urgent_words(event(**facts))
    assert not needs_urgent_words(event(note="lid droops", action="drops given"))


@pytest.mark.parametrize(
    "facts",
    [{"seriousness": ("life-threatening",)}, {"seriousness": ("disability", "death")}, {"outcome": "fatal"}],
)
def test_an_event_that_took_or_threatened_a_life_asks_for_the_urgent_words(facts: dict[str, Any]) -> None:
    assert needs_urgent_words(event("rash", **facts))


@pytest.mark.parametrize("facts", [{}, {"seriousness": ("hospitalisation",)}, {"outcome": "unknown"}])
def test_another_event_asks_for_no_urgent_words(facts: dict[str, Any]) -> None:
    assert not needs_urgent_words(event("rash", **facts))


def test_a_denial_in_one_part_of_an_event_does_not_silence_another() -> None:
    assert needs_urgent_words(event("no bruise", note="dysphagia"))


# When to ask -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "answered", "due"),
    [
        (0, (), []),
        (6, (), []),
        (7, (), ["day-7"]),
        (20, (), ["day-7"]),
        (21, (), ["day-7", "day-21"]),
        (21, ("day-7",), ["day-21"]),
        (80, ("day-7", "day-21"), []),
        (-1, (), []),
    ],
)
def test_somebody_asks_on_day_7_and_on_day_21_until_there_is_an_answer(
    day: int, answered: tuple[str, ...], due: list[str]
) -> None:
    prompts = prompts_due(SESSION, SESSION + timedelta(days=day), answered)
    assert [one.prompt.id for one in prompts] == due
    assert [one.on for one in prompts] == [SESSION + timedelta(days=one.prompt.day.value) for one in prompts]


def test_a_prompt_asks_about_swallowing_speaking_and_breathing_by_name() -> None:
    for one in prompts_due(SESSION, date(2027, 1, 1), ()):
        assert "swallowing, speaking or breathing" in one.prompt.asks
