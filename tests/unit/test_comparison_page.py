"""The page of a comparison: whole, sound, safe, and saying what the terminal and the JSON say."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import people
from commands import run
from packs import edited
from procerus.exchange.pages.comparison import comparison_page
from procerus.packs.load import find_policy
from procerus.pathway.comparison import Comparison, compare
from unit.comparisons import DAY, aged, built_in, four
from unit.html_pages import Element, Page

LARGEST_PAGE = 150_000  # bytes
ANSWERS = {"yes": "met", "no": "not met", "unknown": "cannot be told yet", "silent": "silent"}
CRITERIA = {"yes": "yes", "no": "no", "unknown": "unknown"}
COMPARED = {
    "ada": lambda: built_in(people.ada()),
    "ben": lambda: built_in(people.ben()),
    "eve, who goes on": lambda: built_in(people.eve(), "continue"),
    "dan, silent": lambda: built_in(people.dan(), "continue"),
}


@pytest.fixture(scope="module", params=COMPARED)
def one(request: pytest.FixtureRequest) -> Comparison:
    return COMPARED[request.param]()


@pytest.fixture(scope="module")
def page(one: Comparison) -> Page:
    return Page(comparison_page(one))


@pytest.fixture
def small(tmp_path: Path) -> Page:
    """Ada under four small policies: met, not met, met by another name, silent."""
    return Page(comparison_page(four(tmp_path)))


def rows(page: Page, table: str) -> dict[str, list[Element]]:
    """The cells of a table by the policy that heads their row."""
    whole = page.by_id(table).around[-1]
    found = [page.inside(row, "th", "td") for row in page.inside(whole, "tr")]
    return {page.inside(cells[0], "a")[0].text: cells[1:] for cells in found[1:]}


def shapes(page: Page, cell: Element) -> list[str]:
    return [use.attributes["href"] for use in page.inside(cell, "use")]


def plain(text: str) -> str:
    return " ".join(text.split())


# Sound -----------------------------------------------------------------------------------------------


def test_a_page_has_one_first_heading_which_says_who_and_skips_no_level(page: Page, one: Comparison) -> None:
    headings = page.all("h1", "h2", "h3", "h4", "h5", "h6")
    levels = [int(each.tag[1]) for each in headings]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert headings[0].text == one.patient
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_scrolls_in_a_region_with_a_name_that_the_keyboard_reaches(page: Page) -> None:
    assert page.all("table")
    for table in page.all("table"):
        region = table.around[-1]
        assert (region.attributes["role"], region.attributes["tabindex"]) == ("region", "0")
        assert page.by_id(region.attributes["aria-labelledby"]).text


def test_every_id_is_given_once_and_every_link_within_the_page_leads_somewhere(page: Page) -> None:
    ids = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
    links = [each.attributes["href"] for each in page.all("a", "use")]
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)


def test_a_page_loads_nothing_and_runs_nothing(page: Page) -> None:
    assert page.all("script", "link", "img", "iframe", "object", "embed", "base", "form") == []
    assert [each for each in page.elements if any(name.startswith("on") for name in each.attributes)] == []
    [style] = page.all("style")
    assert re.findall(r"url\(|@import|expression\(", style.text) == []


@pytest.mark.parametrize("question", ["start", "continue"])
def test_a_page_of_all_policies_is_small_and_plain_in_every_encoding(question: str) -> None:
    every = [find_policy(name) for name in edited.POLICIES]
    found = comparison_page(compare(every, question, people.ben(), DAY))
    assert len(found.encode()) < LARGEST_PAGE
    assert found.isascii()


def test_markup_in_a_name_or_a_pack_is_shown_as_written_and_never_run(tmp_path: Path) -> None:
    evil = "<script>alert()</script><img src=x onerror=alert()> & 'so' </style>"
    policies = [aged(tmp_path, "first", 18, asks=evil), aged(tmp_path, "second", 65)]
    patient = replace(people.ada(), id=evil)
    found = Page(comparison_page(compare(policies, "start", patient, DAY)))
    assert found.all("script", "img") == []
    [title], [heading] = found.all("title"), found.all("h1")
    assert heading.text == plain(evil)
    assert plain(evil) in title.text
    assert found.text.count("<script>alert()</script>") == 4  # heading, title of the pack, and asked twice


def test_markup_in_the_words_of_a_reading_is_shown_as_written(tmp_path: Path) -> None:
    evil = "<img src=x onerror=alert()>"
    words = "compared with the 84 days"
    hostile = edited.policy(tmp_path, "nice-ta260", (words, f"{evil} {words}"))
    found = Page(comparison_page(compare([hostile], "continue", people.eve(), DAY)))
    assert found.all("img") == []
    assert evil in found.by_id("policy-nice-ta260").text


# Complete --------------------------------------------------------------------------------------------


def test_every_policy_stands_in_the_table_with_the_answer_the_json_gives(page: Page, one: Comparison) -> None:
    table = rows(page, "answers-table")
    shape = json.loads(json.dumps(one.to_json()))
    assert sorted(table) == sorted(each["policy"] for each in shape["policies"])
    for each in shape["policies"]:
        answer, change = table[each["policy"]]
        said = page.inside(answer, "span")[0].text
        assert said == ANSWERS[each["answer"]]
        assert shapes(page, answer) == [f"#shape-{said.replace(' ', '-')}"]
        assert change.text == plain(each["change"])
        same = each.get("same_under_all_readings")
        assert ("same under all readings" in answer.text) == (same is True)
        assert ("depends on how" in answer.text) == (same is False)


def test_the_matrix_says_of_every_criterion_that_splits_what_the_json_says(
    page: Page, one: Comparison
) -> None:
    splits = one.splits()
    if not splits:
        assert "splits-table" not in [each.attributes.get("id") for each in page.elements]
        return
    table = rows(page, "splits-table")
    assert sorted(table) == sorted(each.id for each in one.asked)
    for each in one.asked:
        criteria = each.to_json(DAY)["criteria"]
        assert isinstance(criteria, dict)
        for split, cell in zip(splits, table[each.id], strict=True):
            said = criteria.get(split.criterion)
            assert page.inside(cell, "span")[0].text == (CRITERIA[said] if said else "not asked")
            in_the_way = split.criterion in {reason.criterion for reason in each.in_the_way()}
            assert cell.text.endswith("in the way") == in_the_way


def test_every_reason_and_reading_of_every_policy_stands_below(page: Page, one: Comparison) -> None:
    for each in one.policies:
        below = page.by_id(f"policy-{each.id}")
        assert below.tag == "details"
        assert each.policy.fingerprint in below.text
        for reason in each.reasons:
            assert plain(reason.asks) in below.text
            assert plain(reason.needs) in below.text
            assert f"{reason.criterion.replace('_', ' ')}{reason.at}{reason.status}" in below.text
        if each.decision is None:
            assert "The source does not answer this question" in below.text
            continue
        assert plain(each.decision.hangs_on) in below.text
        for read in each.decision.readings:
            assert plain(f"{read.reading}: {read.says}") in below.text
        for warning in each.decision.warnings:
            assert plain(warning) in below.text


def test_who_which_question_and_which_day_stand_at_the_top(page: Page, one: Comparison) -> None:
    [head] = page.all("header")
    assert one.patient in head.text
    assert f" {one.question}" in head.text
    assert one.as_of.strftime("%Y") in head.text
    assert page.text.rstrip().endswith("together.")
    assert "The clinician decides." in page.text


# What it says ----------------------------------------------------------------------------------------


def test_a_silent_policy_is_a_dash_and_the_word_and_has_no_row_among_the_criteria(small: Page) -> None:
    answer, change = rows(small, "answers-table")["silent-one"]
    assert (answer.text, shapes(small, answer), change.text) == ("silent", ["#shape-silent"], "")
    assert "silent-one" not in rows(small, "splits-table")
    assert "It answers restart." in small.by_id("policy-silent-one").text


def test_a_criterion_that_a_policy_does_not_ask_is_a_dash_and_never_a_no(small: Page) -> None:
    [cell] = rows(small, "splits-table")["others"]
    assert (cell.text, shapes(small, cell)) == ("not asked", ["#shape-silent"])


def test_what_is_unknown_is_hollow_and_the_word_and_never_red(tmp_path: Path) -> None:
    nobody_knows = replace(people.ada(), born=None)
    found = Page(comparison_page(four(tmp_path, nobody_knows)))
    answer, _ = rows(found, "answers-table")["elders"]
    assert shapes(found, answer) == ["#shape-cannot-be-told-yet"]
    [shape] = [each for each in found.all("symbol") if each.attributes["id"] == "shape-cannot-be-told-yet"]
    [circle] = found.inside(shape, "circle")
    assert circle.attributes["fill"] == "none"
    cell = rows(found, "splits-table")["elders"][0]
    assert (cell.text, shapes(found, cell)) == ("unknown in the way", ["#shape-cannot-be-told-yet"])
    [style] = found.all("style")
    assert "var(--harm)" not in style.text


def test_the_criterion_that_keeps_a_policy_from_being_met_is_said_to_be_in_the_way(small: Page) -> None:
    table = rows(small, "splits-table")
    assert {name: cells[0].text for name, cells in table.items()} == {
        "adults": "yes",
        "elders": "no in the way",
        "others": "not asked",
    }


def test_what_policies_ask_under_one_name_is_said_in_the_words_of_each(small: Page) -> None:
    [asked] = [each for each in small.all("dl") if each.attributes["class"] == "facts asked"]
    assert asked.text == (
        "of age Is the person of age, at 18 or older? adults Is the person of age, at 65 or older? elders"
    )


def test_a_wording_that_is_superseded_says_so_beside_its_answer(small: Page) -> None:
    table = rows(small, "answers-table")
    assert table["elders"][0].text.endswith("superseded")
    assert not table["adults"][0].text.endswith("current")


def test_the_count_of_answers_is_one_sentence_above_the_table(small: Page) -> None:
    [said] = [each.text for each in small.all("p") if each.attributes.get("class") == "summary"]
    assert said == "Met under 2 of 4 policies, not met under 1, silent under 1."


def test_a_policy_whose_answer_depends_on_a_reading_says_on_which() -> None:
    found = Page(comparison_page(built_in(people.ben())))
    answer, _ = rows(found, "answers-table")["nice-ta260"]
    assert answer.text == (
        "cannot be told yet depends on how “more than three months” is read: or met"
    )  # fmt: skip


def test_a_criterion_that_may_not_be_judged_yet_says_only_that() -> None:
    patient = people.eve()
    day = next(one.date.day for one in patient.toxin or () if one.date is not None)
    assert day is not None
    found = Page(comparison_page(built_in(patient, "continue", day.replace(day=day.day + 1))))
    below = found.by_id("policy-nice-ta260")
    [early] = [each for each in found.inside(below, "li") if "fallen by less than 30" in each.text]
    assert early.text.startswith("no")
    assert "Too early to assess." in early.text
    assert found.inside(early, "b") == []


@pytest.mark.parametrize("name", ["made-up-ada", "synthetic-000001"])
def test_a_person_who_does_not_exist_is_marked_as_made_up(tmp_path: Path, name: str) -> None:
    found = Page(comparison_page(four(tmp_path, replace(people.ada(), id=name))))
    [mark] = [each for each in found.all("p") if each.attributes.get("class") == "made-up"]
    assert mark.text == "Made-up person"


@pytest.mark.parametrize("name", ["ada", "not-made-up-ada", "synthetica"])
def test_a_person_who_may_exist_is_never_called_made_up(tmp_path: Path, name: str) -> None:
    found = Page(comparison_page(four(tmp_path, replace(people.ada(), id=name))))
    assert "Made-up" not in found.text


# The command -----------------------------------------------------------------------------------------


def test_the_command_writes_the_page_to_a_file_and_not_over_the_patient(tmp_path: Path) -> None:
    patient, out = str(people.EXAMPLES / "ada.json"), tmp_path / "page.html"
    asked = ["compare", patient, "--policy", "nice-ta260", "--as-of", "2026-11-01", "--format", "html"]
    assert run([*asked, "--out", str(out)]) == 0
    assert Page(out.read_text(encoding="utf-8")).all("h1")[0].text == "made-up-ada"
    assert run([*asked, "--out", patient]) == 2
