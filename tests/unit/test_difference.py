"""Where two policies part: the words, the numbers, and the people whose answer changes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from asked import ARTICLE, AS_OF, NICE, NICE_2012, chronic, tried
from commands import run
from packs.edited import changed
from people import EXAMPLES, person
from procerus.criteria.bounds import Answer
from procerus.packs.load import Policy, find_policy, load_policy
from procerus.pathway.decision import decide
from procerus.pathway.difference import Changed, Part, difference
from procerus.pathway.neighbours import neighbours
from procerus.pathway.patient import Patient

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
TWO = (
    ('"nice-ta260"', '"two-tried"'),
    ("min_preventives       = { is = 3", "min_preventives       = { is = 2"),
    ("preventives_exhausted = 2,", "preventives_exhausted = 1,"),  # a case at the old limit
)


@pytest.fixture
def two_tried(tmp_path: Path) -> Path:
    """A copy of NICE TA260 that asks for two preventives in place of three."""
    path = tmp_path / "packs" / "two-tried.toml"
    path.parent.mkdir()
    path.write_text(changed(NICE, *TWO), encoding="utf-8")
    return path


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def call(*arguments: object) -> str:
        assert run(["policy", "diff", *map(str, arguments)]) == 0
        return capsys.readouterr().out

    return call


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def call(*arguments: object) -> str:
        assert run(["policy", "diff", *map(str, arguments)]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        return captured.err

    return call


def made_up() -> list[tuple[str, Patient, date]]:
    """Two example people and their neighbours, asked on the day of the stories."""
    return [
        (f"{name}: {otherwise}", one, AS_OF)
        for name in ("ada", "dan")
        for otherwise, one in neighbours(person(name), AS_OF)
    ]


def answered(policy: Policy, question: str, patient: Patient, on: date) -> Answer:
    return decide(policy, question, patient, on).answer


# Words and numbers --------------------------------------------------------------------------------------


def test_a_copy_with_one_number_changed_differs_in_that_number_and_in_what_asks_for_it(two_tried: Path):
    found = difference(find_policy(NICE), load_policy(two_tried), [])
    assert found.numbers == (Part("min_preventives", "3 medicines", "2 medicines"),)
    assert [one.name for one in found.criteria] == ["preventives_tried"]
    assert (found.questions, found.readings, found.changed) == ((), (), ())
    [asks] = found.criteria
    assert asks.one is not None and asks.other is not None
    assert asks.one.replace("3", "2") == asks.other


def test_a_question_that_only_one_answers_is_a_difference_and_nobody_is_asked_it():
    found = difference(find_policy("ehf-2018"), find_policy(NICE), [("ada", person("ada"), AS_OF)])
    [restart] = [one for one in found.questions if one.name == "restart"]
    assert restart.other is None
    assert restart.one is not None and restart.one.startswith("course over and chronic migraine diagnosed")
    assert found.asked == {"start": 1, "continue": 1}


def test_what_only_the_second_says_comes_after_what_the_first_says():
    found = difference(find_policy("us-label"), find_policy(NICE), [])
    assert [(one.name, one.one is None) for one in found.questions] == [("start", False), ("continue", True)]
    firsts = [one.one is None for one in found.criteria]
    assert firsts == sorted(firsts) and True in firsts


def test_which_is_first_and_which_is_second_can_be_turned_round():
    ada = [("ada", person("ada"), AS_OF), ("dan", person("dan"), AS_OF)]
    there = difference(find_policy(NICE), find_policy(NICE_2012), ada)
    back = difference(find_policy(NICE_2012), find_policy(NICE), ada)
    for one, other in (
        (there.questions, back.questions),
        (there.criteria, back.criteria),
        (there.numbers, back.numbers),
        (there.readings, back.readings),
    ):
        assert {Part(part.name, part.other, part.one) for part in one} == set(other)
    assert [Changed(one.question, one.person, one.other, one.one) for one in there.changed] == list(
        back.changed
    )


def test_readings_that_both_have_from_the_classification_are_not_listed_for_either():
    found = difference(find_policy(NICE), find_policy(ARTICLE), [])
    assert found.readings
    assert not {"migraine day", "month", "recalled days"} & {one.name for one in found.readings}


# People -------------------------------------------------------------------------------------------------


def test_exactly_the_people_whose_answer_changes_are_named(two_tried: Path):
    one, other = find_policy(NICE), load_policy(two_tried)
    people = made_up()
    found = difference(one, other, people)
    assert found.asked == {"start": len(people), "continue": len(people)}
    assert found.changed == tuple(
        Changed(question, name, before, after)
        for question in ("start", "continue")
        for name, patient, on in people
        for before, after in [(answered(one, question, patient, on), answered(other, question, patient, on))]
        if before is not after
    )
    assert Changed("start", "ada: one preventive fewer", NO, YES) in found.changed
    assert {each.question for each in found.changed} == {"start"}  # no number of preventives is asked again


def test_somebody_short_by_either_number_is_asked_and_not_named(two_tried: Path):
    people = [
        ("two", chronic(preventives=tried(*["ineffective"] * 2)), AS_OF),
        ("none", chronic(preventives=()), AS_OF),
    ]
    found = difference(find_policy(NICE), load_policy(two_tried), people)
    assert found.changed == (Changed("start", "two", NO, YES),)
    assert found.asked["start"] == 2


def test_a_difference_can_be_written_down_and_read_again(two_tried: Path):
    people = [("two", chronic(preventives=tried("ineffective", "ineffective")), AS_OF)]
    shape = difference(find_policy(NICE), load_policy(two_tried), people).to_json()
    assert json.loads(json.dumps(shape)) == shape
    assert (shape["a"], shape["b"]) == (NICE, "two-tried")
    assert shape["numbers"] == [{"name": "min_preventives", "a": "3 medicines", "b": "2 medicines"}]
    assert shape["changed"] == [{"question": "start", "person": "two", "a": "no", "b": "yes"}]


# The command --------------------------------------------------------------------------------------------


def flat(text: str) -> str:
    return " ".join(text.split())


def test_without_people_the_made_up_ones_and_their_neighbours_are_asked(shown, two_tried: Path):
    text = flat(shown(NICE, two_tried))
    assert "Numbers min preventives nice-ta260: 3 medicines two-tried: 2 medicines" in text
    assert "made-up-ada: one preventive fewer: nice-ta260 not met, two-tried met" in text
    assert "Questions" not in text and "Readings where" not in text
    assert "continue: 0 of" in text


def test_the_people_of_a_folder_and_of_a_file_are_asked_once_each(shown, tmp_path: Path, two_tried: Path):
    folder = tmp_path / "people"
    folder.mkdir()
    for name in ("ada.json", "ada.csv", "dan.json", "dan.csv"):
        shutil.copy(EXAMPLES / name, folder)
    found = json.loads(
        shown(NICE, two_tried, "--people", folder, "--people", EXAMPLES / "ben.json", "--format", "json")
    )
    assert found["asked"] == {"start": 3, "continue": 3}


def test_somebody_given_whose_answer_changes_is_named_by_their_id(shown, tmp_path: Path, two_tried: Path):
    record = json.loads((EXAMPLES / "ada.json").read_text(encoding="utf-8"))
    record["preventives"].pop()
    shutil.copy(EXAMPLES / "ada.csv", tmp_path)
    (tmp_path / "ada.json").write_text(json.dumps(record), encoding="utf-8")
    found = json.loads(shown(two_tried, NICE, "--people", tmp_path / "ada.json", "--format", "json"))
    assert found["changed"] == [{"question": "start", "person": "made-up-ada", "a": "yes", "b": "no"}]


def test_what_one_of_them_does_not_say_is_said_to_be_nothing(shown):
    text = flat(shown("us-label", NICE, "--people", EXAMPLES / "dan.json"))
    assert "continue us-label: says nothing nice-ta260: treated and not" in text


def test_policies_without_a_question_in_common_are_compared_in_words_only(shown):
    text = flat(shown("ihs-2025", "us-label", "--people", EXAMPLES / "dan.json"))
    assert text.endswith("No question is answered by both.")
    assert "the answer of" not in text


def test_a_folder_without_patient_files_is_refused(refused, tmp_path: Path, two_tried: Path):
    empty = tmp_path / "empty"
    empty.mkdir()
    said = refused(NICE, two_tried, "--people", empty)
    assert "empty" in said and "holds no patient file" in said and "Patient files end in .json." in said


def test_a_folder_that_is_not_there_is_refused(refused, tmp_path: Path, two_tried: Path):
    assert "nowhere" in refused(NICE, two_tried, "--people", tmp_path / "nowhere")


def test_one_policy_under_both_names_is_refused(refused):
    assert "is given one policy twice" in refused(NICE, NICE)


def test_an_unknown_policy_is_refused(refused):
    assert "is not a policy that is known here" in refused(NICE, "nice-ta261")


def test_the_json_of_a_difference_has_these_keys_and_no_others():
    shape = difference(find_policy(NICE), find_policy(NICE_2012), ()).to_json()
    assert list(shape) == ["a", "b", "questions", "criteria", "numbers", "readings", "asked", "changed"]
    assert (shape["a"], shape["b"], shape["asked"]) == (NICE, NICE_2012, {"start": 0, "continue": 0})
    assert [set(one) for one in shape["criteria"]] == [{"name", "a", "b"}]
