"""A shared decision with the clinician's own words in it."""

from __future__ import annotations

from datetime import date

import pytest

from letters import NOVEMBER, POLICY, letter_of, page_of, printed
from people import ada, eve, fay
from procerus.exchange.letters.compose import compose
from procerus.exchange.letters.dossier import Dossier, dossier
from procerus.exchange.letters.kinds import DATE, DECISION, KINDS, LOOK_AGAIN, NAME_AND_ROLE, REASON
from procerus.exchange.letters.pdf import as_pdf
from procerus.exchange.letters.text import RULE, as_text
from procerus.faults import BadInput
from procerus.packs.load import find_policy

WORDS = {
    DECISION: "Stop botulinum toxin",
    REASON: "The patient moves away.\n#panic() *and* wants to.",
    LOOK_AGAIN: "8 Feb 2027",
    NAME_AND_ROLE: "N. Example, nurse",
    DATE: "1 Nov 2026",
}


def filled(kind: str = "shared-decision") -> Dossier:
    """Such a record about Ada, or another letter, with all of it filled in."""
    return dossier(KINDS[kind], find_policy(POLICY), ada(), NOVEMBER, filled=WORDS)


def test_what_is_filled_in_stands_in_place_of_its_line_and_the_others_stay_for_a_hand() -> None:
    empty = as_text(page_of(ada(), "shared-decision"))
    full = as_text(compose(filled()))
    assert (empty.count(RULE), full.count(RULE)) == (8, 3)
    assert "The clinician's decision:\n  Stop botulinum toxin\n" in full
    assert "  The patient moves away.\n  #panic() *and* wants to.\n" in full


def test_print_says_it_as_it_was_written() -> None:
    words = printed(as_pdf(compose(filled())))
    for said in WORDS.values():
        assert " ".join(said.split()) in words
    assert "What matters to the patient" in words


def test_what_is_filled_in_is_no_blank_any_more() -> None:
    shape = filled().to_json()
    assert shape["filled"] == WORDS
    assert shape["blanks"] == ["What matters to the patient", "What the patient wishes", "Signature"]


def test_a_letter_without_such_a_line_refuses_words_for_it() -> None:
    with pytest.raises(BadInput, match="'When to look again' is no blank of a request for prior"):
        filled("prior-authorisation")


def test_the_question_can_be_named_and_beginning_again_is_asked_only_then() -> None:
    AUTUMN = date(2026, 11, 1)
    assert letter_of(eve(), "shared-decision", date(2026, 8, 17)).facts.question == "continue"
    assert letter_of(eve(), "shared-decision", date(2026, 8, 17), question="start").facts.question == "start"
    assert letter_of(fay(), "shared-decision", AUTUMN, "ehf-2018").facts.question == "start"
    again = letter_of(fay(), "shared-decision", AUTUMN, "ehf-2018", question="restart")
    assert again.to_json()["options"] == list((KINDS["shared-decision"].options or {})["restart"])


def test_a_question_that_the_letter_does_not_ask_is_refused() -> None:
    with pytest.raises(BadInput, match="'continue' is not asked by a request for prior authorisation"):
        letter_of(ada(), as_of=NOVEMBER, question="continue")
