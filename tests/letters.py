"""Dossiers for tests, and everything a letter says as one list of texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import Any

from people import ada
from procerus.diary.diary import Diary
from procerus.exchange.letters.compose import compose
from procerus.exchange.letters.dossier import Dossier, dossier
from procerus.exchange.letters.kinds import KINDS
from procerus.exchange.letters.page import Page
from procerus.packs.load import find_policy
from procerus.pathway.patient import Patient

NOVEMBER = date(2026, 11, 1)
POLICY = "nice-ta260"


@lru_cache  # the same letter is asked for by many tests, and can never change
def letter_of(
    person: Patient,
    kind: str = "prior-authorisation",
    as_of: date = NOVEMBER,
    policy: str = POLICY,
    **more: Any,
) -> Dossier:
    """A dossier under NICE TA260."""
    return dossier(KINDS[kind], find_policy(policy), person, as_of, **more)


def page_of(person: Patient, kind: str = "prior-authorisation", as_of: date = NOVEMBER, **more: Any) -> Page:
    """The page of such a dossier."""
    return compose(letter_of(person, kind, as_of, **more))


def nobody() -> Patient:
    """A person of whom nothing is recorded."""
    return Patient("nobody", Diary.of([]))


def changed(person: Patient | None = None, **facts: object) -> Patient:
    """Ada, or another person, with some facts changed."""
    return replace(person or ada(), **facts)


def items(made: Dossier, state: str) -> list[str]:
    """What is in one state."""
    return [item.what for item in made.completeness.items if item.state == state]


def texts(value: object) -> Iterator[str]:
    """Every text within plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in texts(one))
    elif isinstance(value, (list, tuple)):
        yield from (text for one in value for text in texts(one))


def said(page: Page) -> str:
    """Everything a page says, each text on a line."""
    return "\n".join(texts(page.to_json()))


def printed(pdf: bytes) -> str:
    """The words of a PDF, with single spaces."""
    from pypdf import PdfReader

    words = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages)
    return " ".join(words.replace("\u200b", "").split())
