"""The wordings of one guidance: a file each, found beside one another, and none holds when another does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asked import AS_OF, ask, chronic
from packs.edited import Change, changed, faults_of, line_of, policy, written
from people import ada
from procerus.faults import BadInput
from procerus.packs.load import find_policy, load_policy
from procerus.packs.policy import Wording
from procerus.pathway.decision import decide
from unit.small_policy import TEXT

STANDING = 'standing  = "local"'


def own(folder: Path, *lines: str) -> Path:
    """The small policy, which names another wording and says these lines of itself."""
    said = "\n".join((*lines, 'wordings = ["older"]', STANDING))
    return written(folder, "small", TEXT.replace(STANDING, said))


def older(folder: Path, *lines: str) -> Path:
    """The other wording: of its file only the days on which it holds are looked at."""
    return written(folder, "older", "\n".join(("[pack]", *lines)))


def days(first: str | None, last: str | None) -> list[str]:
    named = (("valid_from", first), ("valid_until", last))
    return [f"{key} = {day}" for key, day in named if day is not None]


# On which days


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (("2020-01-01", "2020-12-31"), ("2021-01-01", "2021-12-31")),
        (("2020-01-01", "2020-12-31"), ("2018-01-01", "2019-12-31")),
        ((None, None), ("2018-01-01", "2019-12-31")),
        (("2020-01-01", None), ("2020-01-02", None)),
        (("2020-01-01", None), (None, "2019-12-31")),
        (("2020-01-01", "2020-12-31"), (None, None)),
        ((None, None), (None, None)),
    ],
    ids=str,
)
def test_two_wordings_may_follow_one_another_and_an_end_nobody_knows_overlaps_nothing(
    ours: tuple[str | None, str | None], theirs: tuple[str | None, str | None], tmp_path: Path
) -> None:
    older(tmp_path, *days(*theirs))
    read = load_policy(own(tmp_path, *days(*ours)))
    assert [one.id for one in read.wordings] == ["small", "older"]


@pytest.mark.parametrize(
    ("ours", "theirs", "key", "shared"),
    [
        (("2020-01-01", "2020-12-31"), ("2020-12-31", "2021-12-31"), "valid_until", "2020-12-31"),
        (("2020-01-01", "2020-12-31"), ("2020-06-01", "2020-06-30"), "valid_until", "2020-06-01"),
        (("2020-01-01", "2020-12-31"), ("2019-01-01", "2020-01-01"), "valid_from", "2020-01-01"),
        (("2020-01-01", "2020-12-31"), ("2020-01-01", "2020-12-31"), "valid_from", "2020-01-01"),
        (("2020-01-01", None), ("2019-01-01", "2020-01-01"), "valid_from", "2020-01-01"),
        ((None, "2020-01-01"), ("2020-01-01", "2020-12-31"), "valid_until", "2020-01-01"),
        ((None, "2020-01-01"), ("2019-01-01", "2020-12-31"), "valid_until", "2020-01-01"),
        (("2020-01-01", None), ("2020-01-01", None), "valid_from", "2020-01-01"),
    ],
    ids=str,
)
def test_two_wordings_that_hold_on_one_day_are_refused_at_the_day_that_has_to_be_mended(
    ours: tuple[str | None, str | None],
    theirs: tuple[str | None, str | None],
    key: str,
    shared: str,
    tmp_path: Path,
) -> None:
    older(tmp_path, *days(*theirs))
    path = own(tmp_path, *days(*ours))
    [fault] = faults_of(path)
    line = line_of(path.read_text(encoding="utf-8"), key)
    assert str(fault) == (
        f"small.toml, line {line}, pack.{key}: holds on {shared}, as older does."
        " Two wordings cannot hold on one day: mend valid_from or valid_until of either file."
    )


DAYS = st.none() | st.integers(1, 28).map(lambda day: date(2020, 2, day))


@given(DAYS, DAYS, st.integers(1, 28))
def test_a_day_on_which_a_wording_surely_holds_is_one_on_which_it_may(
    one: date | None, other: date | None, day: int
) -> None:
    first, last = sorted((one, other)) if one and other else (one, other)
    wording, asked = Wording("w", first, last), date(2020, 2, day)
    sure = wording.surely()
    if sure is None:
        assert (first, last) == (None, None) and wording.may_hold(asked)
    elif sure[0] <= asked <= sure[1]:
        assert wording.may_hold(asked)
    if not wording.may_hold(asked):
        assert (first is not None and asked < first) or (last is not None and asked > last)


def test_a_policy_whose_validity_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    older(tmp_path)
    path = own(tmp_path, *days("2020-01-02", "2020-01-01"))
    assert [str(fault).partition("pack.")[2] for fault in faults_of(path)] == [
        "valid_until: '2020-01-01' is before valid_from."
    ]


# In which file


def test_a_wording_without_a_file_is_refused(tmp_path: Path) -> None:
    [fault] = faults_of(own(tmp_path))
    assert str(fault).endswith(
        "pack.wordings: 'older' has no file beside this one. Write older.toml, or take it out."
    )


def test_every_wording_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    older(tmp_path, "valid_from = 2020-01-01")
    path = own(tmp_path, "valid_from = 2020-01-01")
    both = path.read_text(encoding="utf-8").replace('["older"]', '["missing", "older"]')
    assert len(faults_of(written(tmp_path, "small", both))) == 2


def test_a_wording_of_ones_own_may_name_one_that_is_built_in(tmp_path: Path) -> None:
    path = own(tmp_path, "valid_from = 2026-01-01")
    text = path.read_text(encoding="utf-8").replace('"older"', '"smc-2017"')
    wordings = load_policy(written(tmp_path, "small", text)).wordings
    assert wordings[1] == Wording("smc-2017", date(2017, 2, 13), None)


def test_a_wording_beside_it_comes_before_a_built_in_one_of_that_name(tmp_path: Path) -> None:
    written(tmp_path, "nice-ta260-2012", "[pack]\nvalid_until = 2012-06-30")
    ours = policy(tmp_path, "nice-ta260").wordings
    assert ours[1] == Wording("nice-ta260-2012", None, date(2012, 6, 30))
    assert find_policy("nice-ta260").wordings[1].last != date(2012, 6, 30)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "pack = 3",
        '[pack]\nvalid_from = "2020"\nvalid_until = 2020',
        "[pack]\nvalid_from = 2020-01-01T00:00:00\nvalid_until = 2020-12-31T00:00:00",
    ],
    ids=["empty", "no table", "no dates", "times"],
)
def test_what_is_wrong_inside_another_wording_is_told_when_that_one_is_read(
    content: str, tmp_path: Path
) -> None:
    other = written(tmp_path, "older", content)
    read = load_policy(own(tmp_path, "valid_from = 2020-01-01"))
    assert read.wordings[1] == Wording("older", None, None)
    assert faults_of(other)


def test_another_wording_that_is_no_toml_at_all_is_refused_under_its_own_name(tmp_path: Path) -> None:
    written(tmp_path, "older", "valid from 2020")
    [fault] = faults_of(own(tmp_path))
    assert str(fault).startswith("older.toml: is not TOML")


# What a decision says of it

THEN: Change = ("standing  =", "valid_from = 2015-01-01\nvalid_until = 2019-12-31\nstanding  =")


@pytest.mark.parametrize(
    ("change", "on", "warning"),
    [
        (THEN, date(2014, 12, 31), "This wording is valid from 1 Jan 2015 until 31 Dec 2019. On 31 Dec 2014"
         " another may have held: nice-ta260-2012."),
        (THEN, date(2020, 1, 1), "This wording is valid from 1 Jan 2015 until 31 Dec 2019. On 1 Jan 2020"
         " another may have held: nice-ta260-2012."),
        (THEN, date(2015, 1, 1), None),
        (THEN, date(2019, 12, 31), None),
    ],
)  # fmt: skip
def test_a_question_outside_the_days_of_a_wording_is_answered_and_names_one_that_may_have_held(
    change: Change, on: date, warning: str | None, tmp_path: Path
) -> None:
    written(tmp_path, "nice-ta260-2012", "[pack]")
    said = [one for one in decide(policy(tmp_path, "nice-ta260", change), "start", ada(), on).warnings
            if "This wording" in one]  # fmt: skip
    assert said == ([] if warning is None else [warning])


def test_where_no_wording_held_a_decision_says_so() -> None:
    early = ask("nice-ta260-2012", "start", chronic(), date(2012, 6, 26)).warnings
    assert any("This wording is valid from 27 Jun 2012." in one for one in early)
    alone = ask("smc-2017", "start", chronic(), date(2017, 2, 12)).warnings
    assert (
        "This wording is valid from 13 Feb 2017."
        " No wording of it that is known here was valid on 12 Feb 2017."
    ) in alone


# A warning of a question


def test_a_question_may_carry_a_warning_that_stands_with_each_of_its_answers(tmp_path: Path) -> None:
    asks = 'asks     = "May treatment be started?"'
    warned = TEXT.replace(asks, f'{asks}\nwarning = "Ask the pharmacy too."')
    found = load_policy(written(tmp_path, "small", warned))
    for person in (ada(), chronic("")):
        assert "Ask the pharmacy too." in decide(found, "start", person, AS_OF).warnings
    assert "Ask the pharmacy too." not in decide(found, "restart", ada(), AS_OF).warnings


def test_a_question_without_an_answer_is_refused_as_silent() -> None:
    with pytest.raises(BadInput, match="smc-2017"):
        ask("smc-2017", "continue", chronic())


def test_a_warning_that_is_empty_is_refused(tmp_path: Path) -> None:
    text = changed("hny-2025", ("warning  = ", 'warning  = "" #'))
    assert any("questions.continue.warning: is empty" in str(one) for one in faults_of(
        written(tmp_path, "hny-2025", text)
    ))  # fmt: skip


@pytest.mark.parametrize("name", ["../secret", "NICE", "x" * 300, ""])
def test_another_wording_is_named_by_an_id_and_by_nothing_else(name: str, tmp_path: Path) -> None:
    faults = faults_of(
        written(tmp_path, "nice-ta260", changed("nice-ta260", ('["nice-ta260-2012"]', f'["{name}"]')))
    )
    assert any("cannot be the id of a policy" in str(fault) for fault in faults)


@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2012, 6, 26), False),
        (date(2012, 6, 27), False),  # the wording it replaced surely held on that day
        (date(2012, 6, 28), True),
    ],
)
def test_a_wording_did_not_hold_before_the_one_it_replaced_had_begun(on: date, held: bool) -> None:
    assert find_policy("nice-ta260").may_hold(on) is held
    older = find_policy("nice-ta260-2012")
    assert older.may_hold(on) is (on >= date(2012, 6, 27))
