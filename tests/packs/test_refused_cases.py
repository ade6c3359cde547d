"""Worked cases that cannot be read: each is refused with its place and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from packs.edited import faults_of, line_of, written
from procerus.criteria.bounds import Answer, Between
from procerus.packs.cases import Case, given_fact
from procerus.packs.check import rules_of, run_case
from procerus.packs.load import load_policy
from procerus.packs.records import Tried
from unit.small_policy import TEXT, small

UNDER = 'under = { reading = "EHF days", alternative = "three months" }'
TRIED = 'tried = [{ drug = "propranolol", outcome = "ineffective", days = [40, 60] }]'
CYCLES = "cycles = [84, 91]"


def record(words: str) -> tuple[str, str]:
    """A case's one record with these words in place of its own."""
    return TRIED, f'tried = [{{ drug = "propranolol", {words} }}]'


# What a case may say


def case_called(name: str, folder: Path) -> Case:
    [case] = [one for one in small(folder).pack.cases if one.name == name]
    return case


def test_a_record_of_a_case_leaves_unknown_whatever_it_does_not_say(tmp_path: Path) -> None:
    case = case_called("Eighteen today, three months", tmp_path)
    assert case.tried == (Tried("propranolol", None, None, Between(40, 60), "ineffective"),)
    assert case.cycles is None and case.under == ("EHF days", "three months")


def test_a_case_without_records_has_not_asked_and_one_with_an_empty_list_found_none(tmp_path: Path) -> None:
    assert case_called("Too young", tmp_path).tried is None
    assert case_called("Asked, and nothing tried", tmp_path).tried == ()
    assert case_called("No cycle", tmp_path).cycles == ()
    assert case_called("One or two", tmp_path).cycles == (Between.exactly(84), Between(50, 60))


def test_a_case_about_another_reading_is_answered_under_that_reading(tmp_path: Path) -> None:
    policy = small(tmp_path)
    case = case_called("Eighteen today, three months", tmp_path)
    under = rules_of(case, policy.rules, policy.alternatives)
    assert run_case(case, under)["frequent"] is Answer.YES
    assert run_case(case, policy.rules)["frequent"] is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("written_so", "fact"),
    [
        (17, Between.exactly(17)),
        ([13, 18], Between(13, 18)),
        ([17, 17], Between.exactly(17)),
        ("unknown", Answer.UNKNOWN),
        ([18, 13], None),
        ([13], None),
        ([13, 18, 20], None),
        (["13", 18], None),
        ([True, 18], None),
        (True, None),
        (1.5, None),
        ("many", None),
        (None, None),
    ],
)
def test_a_fact_is_a_whole_number_a_pair_from_low_to_high_or_an_answer(
    written_so: object, fact: Between | Answer | None
) -> None:
    assert given_fact(written_so) == fact


# What is refused

A_LENGTH = "is not a number or a pair of numbers."
REFUSED: list[tuple[str, tuple[str, str], str, str]] = [
    ("days in words", record('days = "two months"'), "cases.7.tried.1.days", f"'two months' {A_LENGTH}"),
    ("days from many to few", record("days = [60, 40]"), "cases.7.tried.1.days", f"'a list' {A_LENGTH}"),
    ("days below nought", record("days = -1"), "cases.7.tried.1.days", f"'-1' {A_LENGTH}"),
    ("a pair from below nought", record("days = [-1, 5]"), "cases.7.tried.1.days", f"'a list' {A_LENGTH}"),
    ("days that are an answer", record('days = "unknown"'), "cases.7.tried.1.days", f"'unknown' {A_LENGTH}"),
    ("a class nobody knows", record('class = "betablocker"'), "cases.7.tried.1.class",
     "Did you mean 'beta-blocker'?"),
    ("a route nobody knows", record('route = "by mouth"'), "cases.7.tried.1.route",
     "'by mouth' is not one of oral, systemic"),
    ("an outcome nobody knows", record('outcome = "inefective"'), "cases.7.tried.1.outcome",
     "Did you mean 'ineffective'?"),
    ("a key without a meaning", record("weeks = 8"), "cases.7.tried.1.weeks", "'weeks' has no meaning here."),
    ("a record without a drug", (TRIED, "tried = [{ days = 60 }]"), "cases.7.tried.1", "has no 'drug'."),
    ("a word for a list of records", (TRIED, 'tried = "propranolol"'), "cases.7.tried",
     "'propranolol' is not a list of tables."),
    ("a word for a record", (TRIED, 'tried = ["propranolol"]'), "cases.7.tried", "entry 1 is not a table"),
    ("a length for a list of cycles", (CYCLES, "cycles = 84"), "cases.4.cycles",
     "'84' is not a list of days."),
    ("a cycle in words", (CYCLES, 'cycles = [84, "long"]'), "cases.4.cycles",
     "is not a list of days. Write [84, 91], or a pair for days not known."),
    ("a cycle that is an answer", (CYCLES, 'cycles = ["unknown"]'), "cases.4.cycles",
     "is not a list of days."),
    ("a cycle below nought", (CYCLES, "cycles = [84, -1]"), "cases.4.cycles", "is not a list of days."),
    ("a cycle from many to few", (CYCLES, "cycles = [[91, 84]]"), "cases.4.cycles", "is not a list of days."),
    ("a reading that is not there", ('under = { reading = "EHF days"', 'under = { reading = "EHF day"'),
     "cases.7.under.reading", "Did you mean 'EHF days'?"),
    ("an alternative that is not there", ('alternative = "three months" }', 'alternative = "3 months" }'),
     "cases.7.under.alternative", "Did you mean 'three months'?"),
    ("no alternative", (UNDER, 'under = { reading = "EHF days" }'), "cases.7.under", "has no 'alternative'."),
    ("no reading", (UNDER, 'under = { alternative = "three months" }'), "cases.7.under", "has no 'reading'."),
    ("a word for a reading", (UNDER, 'under = "three months"'), "cases.7.under",
     "'three months' is not a table."),
    ("a key beside the reading", (UNDER, UNDER.replace(" }", ', why = "so" }')), "cases.7.under.why",
     "'why' has no meaning here."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "path", "says"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED]
)
def test_a_worked_case_is_refused_with_its_place_and_the_remedy_for(
    change: tuple[str, str], path: str, says: str, tmp_path: Path
) -> None:
    old, new = change
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    said = [str(fault) for fault in faults_of(written(tmp_path, "small", text))]
    where = f"small.toml, line {line_of(text, new)}, {path}: "
    assert any(one.startswith(where) and says in one for one in said), "\n".join(said)


def test_a_case_that_gives_neither_facts_nor_records_is_refused(tmp_path: Path) -> None:
    text = TEXT.replace("given = { age = 17 }\n", "")
    [fault] = faults_of(written(tmp_path, "small", text))
    assert str(fault).startswith(
        f"small.toml, line {line_of(text, 'Too young') - 1}, cases.2: has no 'given'."
    )


def test_one_slip_in_a_record_is_one_fault(tmp_path: Path) -> None:
    text = TEXT.replace("days = [40, 60]", 'days = "long"')
    assert len(faults_of(written(tmp_path, "small", text))) == 1


def test_a_case_of_another_reading_may_give_a_day_that_only_this_reading_waits_for(tmp_path: Path) -> None:
    """The default waits 84 days and this alternative 168: each case gives the day of its own reading."""
    waits = TEXT.replace(
        'asks     = "Is the person an adult?"\nyes_when = "age >= old_enough"\nat       = "1"',
        'asks     = "Is the person an adult?"\nyes_when = "age >= old_enough"\nat       = "1"\n'
        'not_before = { after = "first_injection", days = "weeks" }',
    ).replace(
        'criteria = { frequent = "three.headache_days.least >= often" }',
        'numbers = { weeks = 168 }\ncriteria = { frequent = "three.headache_days.least >= often" }',
    ).replace(
        "given = { age = 18, three.", 'given = { first_injection.day_168 = "yes", age = 18, three.'
    )  # fmt: skip
    assert load_policy(written(tmp_path, "small", waits)).pack.cases[6].given["first_injection.day_168"]
    wrong = waits.replace("first_injection.day_168", "first_injection.day_56")
    [fault] = faults_of(written(tmp_path, "small", wrong))
    assert "no fact is called 'first_injection.day_56'" in str(fault)


def test_two_cases_without_a_name_lack_a_name_and_are_not_called_namesakes(tmp_path: Path) -> None:
    text = TEXT.replace('name  = "Too young"\n', "").replace('name  = "Frequent"\n', "")
    said = [str(fault) for fault in faults_of(written(tmp_path, "small", text))]
    assert len(said) == 2 and all("has no 'name'" in one for one in said)
