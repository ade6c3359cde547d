"""The page of a session: the table and the head map say the same, findings come first, and nothing is run."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest

from procerus.exchange.pages.plan import plan_page
from procerus.exchange.pages.render import FOLDER
from procerus.injection.plan import Choices, ChosenDose, plan
from procerus.injection.prepared import Prepared, Terms, prepare
from procerus.packs.products import find_product
from procerus.packs.protocols import Protocol, find_protocol
from procerus.packs.signatures import Signature
from toxin import dose, person, preempt
from unit.html_pages import Element, Page

LARGEST_PAGE = 150_000  # bytes
DAY = date(2026, 11, 30)
CHOICES = Choices(
    extra={("temporalis", "right"): 2, ("trapezius", "left"): 1},
    omit={"frontalis-1-left": "the lid drooped <last> time"},
)
INFECTED = Terms(infected=("occipitalis-2-right",))


def eve(terms: Terms = INFECTED, name: str = "made-up-eve") -> Prepared:
    """A session of a made-up person with an infection at one site, and checks of an earlier day."""
    return prepare(preempt(CHOICES), terms, name, person(dose("2026-08-17"), on=date(2026, 8, 17)), DAY)


@pytest.fixture(scope="module")
def one() -> Prepared:
    return eve()


@pytest.fixture(scope="module")
def page(one: Prepared) -> Page:
    return Page(plan_page(one))


def signed(protocol: Protocol) -> Signature:
    """A clinic's signature under a protocol that is not verified yet."""
    return Signature(protocol.id, protocol.fingerprint, "the head of the clinic", DAY)


def rows(page: Page) -> list[list[str]]:
    """The cells of every site's row."""
    [table] = page.all("table")
    found = [[cell.text for cell in page.inside(row, "td", "th")] for row in page.inside(table, "tr")]
    return [cells for cells in found if len(cells) == 5 and cells[0].isdigit()]


def marks(page: Page) -> dict[str, Element]:
    """Every mark of the head map by the id of its site."""
    return {one.attributes["id"]: one for one in page.all("g") if one.attributes.get("class") == "mark"}


def test_every_site_stands_in_the_table_in_injection_order_with_side_dose_and_volume(
    page: Page, one: Prepared
) -> None:
    sides = {"right": "patient's right", "left": "patient's left", "midline": "midline"}
    found = rows(page)
    assert [int(cells[0]) for cells in found] == list(range(1, 34))
    for cells, site in zip(found, one.plan.sites, strict=True):
        name = f"{site.code.muscle.replace('cervical-paraspinal', 'cervical paraspinal muscles')}"
        extra = f"+ {name} extra" if site.code.extra else name
        assert cells[1:] == [f"{extra} {site.code.number}", sides[site.code.side], "5 U", "0.1 mL"]


def test_the_number_side_and_dose_in_the_table_are_those_of_the_mark_on_the_map(
    page: Page, one: Prepared
) -> None:
    drawn = marks(page)
    for cells, site in zip(rows(page), one.plan.sites, strict=True):
        mark = drawn[str(site.code)]
        [title] = page.inside(mark, "title")
        [number] = page.inside(mark, "text")
        assert number.text == cells[0]
        assert title.text.startswith(f"{cells[0]}. {site.code.muscle[:8]}")
        assert f", {cells[3]}, {cells[2]}" in title.text


def test_a_site_that_is_left_out_is_named_with_its_reason_and_is_no_row(page: Page) -> None:
    [listed] = [each.text for each in page.all("li") if "Left out" in each.text]
    assert listed == "Left out: frontalis 1, patient's left: the lid drooped <last> time"
    assert "left out" in page.inside(marks(page)["frontalis-1-left"], "title")[0].text
    names = [(cells[1], cells[2]) for cells in rows(page)]
    assert ("frontalis 1", "patient's left") not in names and ("frontalis 1", "patient's right") in names


def test_the_site_that_a_stop_touches_carries_a_warning_and_no_other_does(page: Page) -> None:
    warned = [site for site, mark in marks(page).items() if "warning" in page.inside(mark, "title")[0].text]
    assert warned == ["occipitalis-2-right"]


def test_findings_come_first_the_gravest_on_top_each_with_its_source(page: Page, one: Prepared) -> None:
    section = page.all("section")[0]
    assert section.attributes["aria-labelledby"] == "findings"
    found = page.inside(section, "li")
    assert [each.attributes["class"] for each in found] == ["stop", "open", "information"]
    for each, finding in zip(found, one.judgement.findings, strict=True):
        assert finding.text in each.text and finding.source in each.text
    assert "A finding stops it" in section.text


def test_what_is_open_is_said_and_the_page_does_not_call_it_allowed() -> None:
    found = Page(plan_page(eve(Terms())))
    assert "Cannot be told yet: something that may stop it is open." in found.text
    assert "Nothing that was found stops it" not in found.text


def test_without_a_person_the_page_says_that_only_the_plan_was_looked_at() -> None:
    found = Page(plan_page(prepare(preempt(), Terms())))
    assert "No person was given: only protocol and product were looked at." in found.text
    assert "Earliest day" not in found.text and "stops it" not in found.text
    assert found.all("h1")[0].text == "PREEMPT injection paradigm for chronic migraine"


def test_dose_vials_and_what_is_left_over_stand_at_the_top() -> None:
    who = Page(plan_page(prepare(preempt(), Terms()))).all("header")[0]
    assert "155 U in 31 sites; 3.1 mL" in who.text
    assert "1 vial of 200 U; 45 U left over" in who.text


def test_the_dilution_is_shown_line_by_line_and_each_syringe_names_its_sites(
    page: Page, one: Prepared
) -> None:
    lines = [each.text for each in page.all("li") if each.around[-1].attributes.get("class") == "lines"]
    assert lines == [" ".join(line.split()) for line in one.to_json()["dilution"]]
    assert "1 mL, 50 U: sites 1 to 10" in page.text and "0.3 mL, 15 U: sites 31 to 33" in page.text
    assert "J0585 × 165 (165 U); J0585-JW × 35 (35 U)" in page.text


def test_the_european_label_brings_no_american_claim() -> None:
    assert "J0585" not in plan_page(prepare(preempt(), Terms(label="eu")))


def test_a_protocol_with_no_site_on_the_head_has_a_page_without_a_head_map() -> None:
    protocol, product = find_protocol("upper-limb-spasticity"), find_product("botox")
    chosen = Choices(doses={("biceps-brachii", "right"): ChosenDose(Fraction(100), 4)})
    found = Page(plan_page(prepare(plan(protocol, product, chosen, signed(protocol)), Terms())))
    assert "Head map" not in found.text and not marks(found)
    assert [cells[3] for cells in rows(found)] == ["25 U"] * 4


def test_only_the_views_with_a_site_are_shown() -> None:
    protocol, product = find_protocol("glabellar-lines"), find_product("botox-cosmetic")
    found = Page(plan_page(prepare(plan(protocol, product, None, signed(protocol)), Terms())))
    drawn = [each for each in found.all("svg") if each.attributes.get("role") == "group"]
    assert [each.attributes["aria-labelledby"] for each in drawn] == ["head-front-title"]


def test_a_made_up_person_is_marked_as_one(page: Page) -> None:
    assert "Made-up person" in page.all("header")[0].text
    assert "Made-up person" not in plan_page(eve(name="Example, A."))


def test_headings_skip_no_level_and_every_id_is_there_once(page: Page) -> None:
    levels = [int(each.tag[1]) for each in page.all("h1", "h2", "h3", "h4")]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    links = [each.attributes["href"] for each in page.all("a", "use")]
    assert {link[1:] for link in links} <= set(ids)


def test_the_page_is_small_and_loads_and_runs_nothing(page: Page) -> None:
    assert len(page.html.encode()) < LARGEST_PAGE and page.html.isascii()
    assert page.all("script", "link", "img", "iframe", "object", "embed", "form") == []
    assert not [each for each in page.elements if any(name.startswith("on") for name in each.attributes)]
    assert not re.findall(r"@import|url\((?!#)|javascript:", page.html)


def test_its_own_style_uses_the_tokens_and_the_type_sizes_of_every_page() -> None:
    style = (FOLDER / "plan.css").read_text(encoding="utf-8")
    tokens = set(re.findall(r"--(\w+):", (FOLDER / "styles/tokens.css").read_text(encoding="utf-8")))
    assert style.isascii() and set(re.findall(r"var\(--(\w+)\)", style)) <= tokens
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|animation|transition|outline", style) == []
    sizes = re.findall(r"font-size: ([\w.]+)", style[: style.index("@media print")])
    assert set(sizes) <= {".875rem", "1rem", "1.25rem", "1.75rem"}


def test_markup_in_a_name_is_shown_as_written_and_never_run() -> None:
    evil = "<script>alert()</script><b>"
    found = Page(plan_page(replace(eve(), patient=evil)))
    assert found.all("script") == []
    assert found.all("h1")[0].text == evil
