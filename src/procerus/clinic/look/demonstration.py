"""What leaves a demonstration says that everybody in it is made up: sheets of paper, and names of files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from django.conf import settings

from procerus.exchange.letters.compose import WATERMARK
from procerus.pathway.side_by_side import MADE_UP

Page = TypeVar("Page", bound=Any)
OF_A_DEMONSTRATION = "demonstration-"


def marked(page: Page) -> Page:
    """A page that will be printed, with the watermark in a demonstration. It has a field `watermark`."""
    marked_page: Page = replace(page, watermark=WATERMARK) if settings.DEMO else page
    return marked_page


def called(number: str) -> str:
    """How a report calls a person by number; in a demonstration it begins as every made-up person's does."""
    return f"{MADE_UP[0]}{number}" if settings.DEMO else number


def file_name(name: str) -> str:
    """The name under which a file is saved."""
    return f"{OF_A_DEMONSTRATION}{name}" if settings.DEMO else name
