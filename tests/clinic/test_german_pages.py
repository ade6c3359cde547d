"""Pages in German: what packs and the program say stands in German too, and numbers are written as there."""

from __future__ import annotations

import re
from fractions import Fraction
from html import unescape

import pytest
from django.utils import translation

from clinics import example, page, signed_in, staff
from procerus.clinic.look.wording import millilitres, units, worded, worded_and_marked

pytestmark = pytest.mark.django_db
LEFT_IN_ENGLISH = re.compile(r'<(\w+)[^>]*\blang="en"[^>]*>(.*?)</\1>', re.DOTALL)


def in_german(name: str, patient: str) -> str:
    client = signed_in(staff("doctor"))
    client.cookies["django_language"] = "de"
    answer = client.get(page(name, example(patient)))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize("name", ["sheet", "decide", "decision_compare", "inject"])
@pytest.mark.parametrize("patient", ["ada", "cleo", "eve", "fay"])
def test_no_sentence_of_a_page_is_left_in_english(name: str, patient: str) -> None:
    left = [said for _, said in LEFT_IN_ENGLISH.findall(in_german(name, patient))]
    assert left == ["English"]  # the button that chooses the language


def test_a_criterion_and_a_finding_are_asked_in_german() -> None:
    assert "Kopfschmerzen an mindestens 15 Tagen im Monat?" in in_german("decide", "ada")
    screen = in_german("inject", "ada")
    assert "Besteht eine Schwangerschaft?" in screen and "Is there a pregnancy?" not in screen
    assert "3,1 mL" in screen and "3.1 mL" not in screen


def test_amounts_have_the_decimal_sign_and_the_unit_of_the_page() -> None:
    with translation.override("de"):
        assert (units(Fraction(25, 2)), millilitres(Fraction(31, 10))) == ("12,5 E", "3,1 mL")
    with translation.override("en"):
        assert (units(Fraction(25, 2)), millilitres(Fraction(31, 10))) == ("12.5 U", "3.1 mL")


def test_what_has_no_german_is_marked_as_english_and_nothing_of_it_is_trusted() -> None:
    with translation.override("de"):
        assert worded("headache days") == "Kopfschmerztage"
        assert worded_and_marked("<b>of no pack") == '<span lang="en">&lt;b&gt;of no pack</span>'
    with translation.override("en"):
        assert worded_and_marked("headache days") == "headache days"
