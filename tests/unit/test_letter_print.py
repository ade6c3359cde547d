"""The letter in print: the same bytes for the same facts, whatever anybody is called."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from letters import NOVEMBER, changed, nobody, page_of, printed, said, texts
from people import ada, ben, cleo, eve
from procerus.diary.partial_date import PartialDate
from procerus.exchange.letters.kinds import KINDS
from procerus.exchange.letters.page import Page
from procerus.exchange.letters.pdf import as_pdf, as_pictures
from procerus.exchange.letters.text import as_text
from procerus.faults import BadInput
from procerus.pathway.patient import PreventiveTrial

HOSTILE = [
    "#let x = panic()",
    '#read("letter.typ") $a^2$ *b* _c_ @ref <lbl> \\ // /*',
    "<script>alert(1)</script>",
    "{0} {missing} %s",
    "}]) #panic()",
]


def letter(name: str) -> Page:
    """A page about a person of this name, who took a preventive of this name."""
    trial = PreventiveTrial(drug=name, outcome="contraindicated")
    return page_of(changed(id=name, preventives=(trial,)))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_same_facts_make_the_same_bytes(kind: str):
    assert as_pdf(page_of(ben(), kind)) == as_pdf(page_of(ben(), kind))


def test_another_day_or_another_fact_makes_another_letter():
    first = as_pdf(page_of(ada()))
    assert as_pdf(page_of(ada(), as_of=date(2026, 10, 31))) != first
    assert as_pdf(page_of(changed(born=PartialDate.of("1984-05-03")))) != first


def test_a_letter_is_tagged_for_screen_readers_and_dated_by_its_facts():
    pdf = as_pdf(page_of(ada()))
    assert b"/StructTreeRoot" in pdf and b"/Lang" in pdf
    assert b"pdfuaid" in pdf
    assert b"D:20261101" in pdf


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_person_wrote_is_printed_as_it_was_written(name: str):
    assert name in printed(as_pdf(letter(name)))
    assert name in as_text(letter(name), 400)


def test_a_name_that_goes_on_and_on_is_printed_whole():
    name = "W" * 190
    assert name in printed(as_pdf(letter(name))).replace(" ", "")


def test_letters_of_other_scripts_are_printed_and_what_no_font_has_is_named():
    text = printed(as_pdf(letter("Łucja Ωmega Иван 😀 漢")))
    assert "Łucja Ωmega Иван [U+1F600 GRINNING FACE] [U+6F22 CJK UNIFIED IDEOGRAPH-6F22]" in text


def test_a_sign_that_turns_the_text_around_it_cannot():
    assert "[U+202E RIGHT-TO-LEFT OVERRIDE]gnp" in printed(as_pdf(letter("a\u202egnp.exe")))
    assert "\u202e" not in as_text(letter("a\u202egnp.exe"))


def test_names_written_from_right_to_left_make_a_letter():
    assert as_pdf(letter("שלום عربى"))[:5] == b"%PDF-"


def test_no_letter_can_be_set_without_its_line_of_completeness():
    for without in (replace(page_of(ada()), line=""), replace(page_of(ada()), items=())):
        with pytest.raises(Exception, match="without its completeness line"):
            as_pdf(without)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_print_says_everything_that_the_terminal_says(kind: str):
    page = page_of(cleo(), kind)
    plain, words = page.to_json(), printed(as_pdf(page)).replace(" ", "")
    shown = [one for one in texts([plain["sections"], plain["foot"], plain["line"]]) if len(one) > 12]
    ours = {"criterion", "M", "h"}
    lost = [
        one for one in shown if one not in ours and "".join(one.split()) not in words and not _picture(one)
    ]
    assert lost == []


def _picture(text: str) -> bool:
    return set(text) <= set("Mh.?y")


def test_missing_is_said_in_words_not_by_colour_alone():
    words = printed(as_pdf(page_of(nobody())))
    assert "Missing: who made the diagnosis" in words
    assert "Open: Chronic migraine" in words


def test_every_sheet_names_the_patient_the_policy_and_its_number():
    from io import BytesIO

    from pypdf import PdfReader

    sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(as_pdf(page_of(eve(), "renewal")))).pages]
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, start=1):
        assert "made-up-eve, born 21 Mar 1988 · nice-ta260" in sheet
        assert f"page {number} of {len(sheets)}" in sheet
        assert "Made-up person" in sheet


def test_a_letter_about_a_person_who_is_not_made_up_has_no_watermark():
    assert "Made-up" not in printed(as_pdf(page_of(changed(id="4711"))))


def test_letters_made_at_the_same_time_hold_only_their_own_person():
    people = {f"canary-{number}-x": changed(id=f"canary-{number}-x") for number in range(12)}
    with ThreadPoolExecutor(4) as several:
        letters = list(several.map(lambda one: printed(as_pdf(page_of(one))), people.values()))
    for own, text in zip(people, letters, strict=True):
        assert [name for name in people if name in text] == [own]


def test_a_letter_can_be_looked_at_as_pictures():
    sheets = as_pictures(page_of(ada()))
    assert len(sheets) > 1
    assert {sheet[:4] for sheet in sheets} == {b"\x89PNG"}


def test_without_the_typesetter_the_reader_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(BadInput, match=r"pip install procerus\[documents\]"):
        as_pdf(page_of(ada()))
    assert "Criteria met" in said(page_of(ada(), as_of=NOVEMBER))
