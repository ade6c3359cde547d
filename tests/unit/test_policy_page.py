"""The page of a policy: whole, sound, safe, and saying everything its pack says."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from commands import run
from packs.edited import POLICIES, Change, policy
from procerus.exchange.pages.policy import policy_page
from procerus.faults import BadInput
from procerus.packs.load import Policy, find_policy, load_policy
from procerus.pathway.spoken import readings_that_matter
from unit.html_pages import Page
from unit.small_policy import TEXT, small

LARGEST_PAGE = 150_000  # bytes
LOADS = {"src", "srcset", "poster", "data", "action", "background", "ping"}


@pytest.fixture(scope="module", params=POLICIES)
def built_in(request: pytest.FixtureRequest) -> Policy:
    return find_policy(request.param)


@pytest.fixture(scope="module")
def page(built_in: Policy) -> Page:
    return Page(policy_page(built_in))


def nice(folder: Path, *changes: Change) -> Page:
    return Page(policy_page(policy(folder, "nice-ta260", *changes)))


@pytest.fixture
def found(tmp_path: Path) -> Page:
    """The page of a small made-up policy."""
    return Page(policy_page(small(tmp_path)))


def known(page: Page, case: str) -> list[str]:
    """What is known in a case."""
    [row] = [one for one in page.all("tr") if one.text.startswith(case)]
    return [one.text for one in page.inside(row, "li")]


def plain(text: str) -> str:
    return " ".join(text.split())


# Sound -----------------------------------------------------------------------------------------------


def test_a_page_has_one_first_heading_and_skips_no_level(page: Page) -> None:
    levels = [int(one.tag[1]) for one in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_header_says_what_it_heads_and_every_table_has_a_caption(page: Page) -> None:
    assert page.all("table")
    assert {one.attributes.get("scope") for one in page.all("th")} == {"col", "row"}
    for table in page.all("table"):
        [caption] = page.inside(table, "caption")
        assert caption.text


def test_a_wide_table_scrolls_in_a_region_with_a_name_that_the_keyboard_reaches(page: Page) -> None:
    for table in page.all("table"):
        region = table.around[-1]
        assert region.attributes["role"] == "region"
        assert region.attributes["tabindex"] == "0"
        assert page.by_id(region.attributes["aria-labelledby"]).text


def test_every_id_is_given_once_and_every_link_within_the_page_leads_somewhere(page: Page) -> None:
    ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    links = [one.attributes["href"] for one in page.all("a", "use") if one.attributes["href"].startswith("#")]
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert "content" in {link.removeprefix("#") for link in links}


def test_a_page_says_its_language_and_its_title(page: Page, built_in: Policy) -> None:
    [html], [title] = page.all("html"), page.all("title")
    assert html.attributes["lang"] == "en-GB"
    assert built_in.pack.about.title in title.text


# Self-contained --------------------------------------------------------------------------------------


def test_a_page_loads_nothing_and_runs_nothing(page: Page) -> None:
    assert page.all("script", "link", "img", "iframe", "object", "embed", "base", "form") == []
    assert [one for one in page.elements if LOADS & one.attributes.keys()] == []
    assert [one for one in page.elements if any(name.startswith("on") for name in one.attributes)] == []
    [style] = page.all("style")
    assert re.findall(r"url\(|@import|expression\(", style.text) == []
    [policy_of_browser] = [one for one in page.all("meta") if "http-equiv" in one.attributes]
    assert "default-src 'none'" in policy_of_browser.attributes["content"]


def test_a_page_is_small_and_reads_the_same_in_every_encoding(page: Page) -> None:
    assert len(page.html.encode()) < LARGEST_PAGE
    assert page.html.isascii()


def test_markup_in_a_pack_is_shown_as_written_and_never_run(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)> & 'so' </style>"
    found = nice(
        tmp_path,
        ("Botulinum toxin type A for preventing headaches in adults with chronic migraine", evil),
        ("TA260 does not answer whether", f"{evil} TA260 does not answer whether"),
        ("A full diary month, a long history", f"{evil} A full diary month"),
        ('unit = "days a month", at = "1.1"', f'unit = "{evil}", at = "{evil}"'),
        ("compared with the 84 days", f"{evil} compared with the 84 days"),
    )
    assert found.all("script", "img") == []
    [title], [heading], [style] = found.all("title"), found.all("h1"), found.all("style")
    assert heading.text == plain(evil)
    assert plain(evil) in title.text
    assert evil not in style.text
    assert found.text.count("<script>alert(1)</script>") == 6


def test_a_source_that_is_no_web_address_is_no_link(tmp_path: Path) -> None:
    source = 'source    = "https://www.nice.org.uk/guidance/ta260/chapter/1-recommendations"'
    found = nice(tmp_path, (source, 'source = "javascript:alert(1)"'))
    assert [one for one in found.all("a") if not one.attributes["href"].startswith("#")] == []
    assert "javascript:alert(1)" in found.text


# Complete --------------------------------------------------------------------------------------------


def test_every_number_stands_on_the_page_with_its_unit_place_and_status(page: Page, built_in: Policy) -> None:
    for name, one in built_in.pack.own.numbers.items():
        row = page.by_id(f"number-{name}")
        cells = [cell.text for cell in page.inside(row, "th", "td")]
        assert cells[:5] == [name.replace("_", " "), str(one.value), one.unit, one.at, one.status]
        assert cells[5], f"nothing is said to use {name}"


def test_every_question_and_criterion_of_a_policy_is_on_its_page(page: Page, built_in: Policy) -> None:
    asked = [one.text for one in page.all("p") if one.attributes.get("class") == "asks"]
    assert len(asked) >= len(built_in.pack.own.criteria)
    assert not [one for one in asked if "{" in one]
    for name, question in built_in.rules.questions.items():
        assert page.by_id(f"question-{name}").text == f"{question.asks} {name}"
    for criterion in built_in.pack.own.criteria:
        assert criterion.replace("_", " ") in page.text


def test_every_reading_that_can_change_an_answer_stands_with_all_its_alternatives(
    page: Page, built_in: Policy
) -> None:
    for one in readings_that_matter(built_in):
        assert plain(f"The source says “{one.says}”. We read: {one.we_read}, because {one.why}.") in page.text
        for other in one.alternatives:
            assert f"or: {plain(other.says)}" in page.text


def test_a_policy_that_counts_no_migraine_days_does_not_say_what_one_is() -> None:
    shown = {one.id for one in readings_that_matter(find_policy("us-label"))}
    assert {"month", "recalled days"} <= shown and not shown & {"migraine day", "gepants"}
    assert "migraine day" in {one.id for one in readings_that_matter(find_policy("nice-ta260"))}


def test_every_worked_case_stands_once_with_the_answers_it_expects(page: Page, built_in: Policy) -> None:
    words = {"yes": "met", "no": "not met", "unknown": "cannot be told yet"}
    rows = {page.inside(row, "th")[0].text.partition(" read as: ")[0]: row for row in page.all("tr")}
    for case in built_in.pack.cases:
        answers = [one.text for one in page.inside(rows[plain(case.name)], "p")]
        expected = {f"{words[str(said)]} {name.replace('_', ' ')}" for name, said in case.expected.items()}
        assert set(answers) == expected
        if case.expected.keys() & built_in.rules.questions.keys():
            assert answers[0].split()[-1] in built_in.rules.questions, "the question stands first"
        assert len(page.inside(rows[plain(case.name)], "li")) >= len(case.given)


def test_notes_place_version_and_fingerprint_are_all_there(page: Page, built_in: Policy) -> None:
    pack = built_in.pack
    for text in (*pack.notes, pack.place, pack.about.version):
        assert plain(text) in page.text
    assert built_in.fingerprint in page.text


# What it says ----------------------------------------------------------------------------------------


def test_a_superseded_wording_says_so_and_from_when_it_was_valid() -> None:
    found = Page(policy_page(find_policy("nice-ta260-2012")))
    said = [one.text for one in found.all("div")]
    assert "Standing Superseded by a later wording" in said
    assert "Validity Valid from 27 Jun 2012, no end stated" in said
    assert "Wording read in the source" in said


def test_a_rule_for_stopping_must_be_no_and_a_rule_for_starting_yes() -> None:
    found = Page(policy_page(find_policy("nice-ta260")))
    steps = [one.text for one in found.all("li") if one.text.startswith("must be")]
    assert [one.split()[2] for one in steps] == ["yes"] * 6 + ["no"] * 2
    assert "until then the answer is no, too early to assess" in steps[-1]


def test_a_policy_whose_criteria_are_alternatives_says_that_one_of_them_is_enough(found: Page) -> None:
    [inner] = [one for one in found.all("div") if one.text.startswith("At least one of these:")]
    assert len(found.inside(inner, "li")) == 2


def test_a_criterion_that_is_asked_only_through_another_stands_below_the_question(found: Page) -> None:
    [below] = [one for one in found.all("li") if "Is the person an adult?" in one.text]
    assert below.text.startswith("asked")
    assert "These rest on:" in found.text


def test_a_count_of_criteria_within_a_question_is_said_in_words(tmp_path: Path) -> None:
    counted = TEXT.replace("(frequent or enough)", "count(frequent, enough) >= 1")
    (tmp_path / "small.toml").write_text(counted, encoding="utf-8")
    found = Page(policy_page(load_policy(tmp_path / "small.toml")))
    assert "must be yes at least 1 of: “frequent”; “enough”" in found.text


def test_what_counts_as_tried_names_outcomes_routes_classes_and_length(found: Page) -> None:
    for said in (
        "Outcome ineffective or not tolerated",
        "Given by oral",
        "Of class beta-blocker, antidepressant or toxin",
        "Taken for at least 56 days",
        "Counted each class once",
    ):
        assert said in found.text
    assert found.by_id("number-weeks").text.endswith("classes that did not help; cycles of a fair length")


def test_cycles_that_count_say_how_long_and_a_case_lists_those_it_had(found: Page) -> None:
    assert "A cycle of at least 56 days and at most 120 days" in found.text
    assert known(found, "No cycle") == ["cycles no cycle is finished"]
    assert known(found, "One or two") == [
        "1 to 2 cycles of a fair length leaves it open",
        "cycles 84 days, 50 to 60 days",
    ]


def test_a_case_under_another_reading_says_which_and_lists_what_was_tried(found: Page) -> None:
    [name] = [one.text for one in found.all("th") if one.text.startswith("Eighteen today")]
    assert name == "Eighteen today, three months read as: in each of three months"
    assert known(found, "Eighteen today") == [
        "18 age in years",
        "16 fewest headache days in any of the three latest months",
        "tried propranolol (not known, not known, 40 to 60 days, ineffective)",
    ]


def test_a_case_that_expects_single_criteria_only_has_a_table_of_its_own(found: Page) -> None:
    table = found.by_id("cases-criteria").around[-1]
    assert [one.text for one in found.inside(table, "p")] == ["met adult", "met frequent", "not met enough"]
    assert known(found, "Asked, and nothing tried")[-1] == "none no preventive, and somebody asked"


def test_a_title_that_begins_a_line_keeps_the_capitals_of_its_abbreviations(found: Page) -> None:
    assert "EHF days" in [one.text for one in found.all("h4")]
    assert "Classes that did not help" in [one.text for one in found.all("h3")]


def test_the_other_wordings_of_a_guidance_are_named() -> None:
    found = Page(policy_page(find_policy("nice-ta260")))
    assert "Other wordings nice-ta260-2012" in [one.text for one in found.all("div")]


def test_what_the_source_does_not_answer_is_said_to_be_silent() -> None:
    found = Page(policy_page(find_policy("nice-ta260")))
    assert "silent on restart: the source does not answer it, and neither do we." in found.text


def test_a_fact_that_leaves_a_case_open_is_marked_even_where_nobody_recorded_it() -> None:
    found = Page(policy_page(find_policy("nice-ta260")))
    [row] = [one for one in found.all("tr") if one.text.startswith("Overuse, and nobody asked about a plan")]
    open_ = [one.text for one in found.inside(row, "li") if one.text.endswith("leaves it open")]
    assert open_ == ["not known there is a plan for medication overuse leaves it open"]


def test_what_nobody_has_read_in_the_source_is_called_unverified(tmp_path: Path) -> None:
    age = 'at = "1.1, adults", status = "read"'
    found = nice(tmp_path, (age, age.replace("read", "unverified")))
    [number] = found.inside(found.by_id("number-adult_age"), "span")
    assert (number.text, number.attributes["class"]) == ("unverified", "status caution")
    [adult] = [one for one in found.all("li") if "Is the person an adult" in one.text]
    assert adult.text.endswith("rests on something unverified")


def test_a_number_that_only_another_reading_uses_is_not_shown_as_one_of_the_rules() -> None:
    found = Page(policy_page(find_policy("botox-for-migraines")))
    assert found.by_id("number-relief_percent").text.endswith(
        "only where it is read as “headache days have fallen by less than 30 percent”"
    )


# The command -----------------------------------------------------------------------------------------


def test_the_command_writes_the_page_and_writes_it_again_over_itself(tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    for _ in range(2):
        assert run(["policy", "show", "nice-ta260", "--format", "html", "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8").rstrip() == policy_page(find_policy("nice-ta260")).rstrip()


def test_a_page_never_overwrites_the_pack_it_was_made_from(tmp_path: Path) -> None:
    policy(tmp_path, "nice-ta260")
    pack = tmp_path / "nice-ta260.toml"
    before = pack.read_bytes()
    assert run(["policy", "show", str(pack), "--format", "html", "--out", str(pack)]) == 2
    assert pack.read_bytes() == before


def test_a_verb_without_a_page_refuses_html_and_says_what_it_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "list", "--format", "html"]) == 2
    assert "'html' is not one of 'text', 'json'" in capsys.readouterr().err


def test_without_jinja2_the_reader_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(BadInput, match=r"pip install procerus\[documents\]"):
        policy_page(find_policy("nice-ta260"))
