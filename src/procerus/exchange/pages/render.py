"""Filling in a page: the template, the one stylesheet inside it, and everything from outside escaped."""

from __future__ import annotations

from pathlib import Path

from procerus.faults import BadInput, Fault

FOLDER = Path(__file__).parent
TOKENS = FOLDER / "styles" / "tokens.css"  # the colours of every page: light, dark, print, forced
STYLE = (TOKENS, FOLDER / "page.css")


def rendered(template: str, **said: object) -> str:
    """A page of this folder with its style inside, in characters that survive any encoding of a file.

    Raises BadInput where jinja2 is not installed.
    """
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ModuleNotFoundError:
        mend = "Run `pip install procerus[documents]`."
        raise BadInput([Fault("HTML page", "cannot be made: jinja2 is not installed", mend)]) from None
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["first_capital"] = first_capital
    style = Markup("".join(path.read_text(encoding="utf-8") for path in STYLE))
    page = environment.get_template(template).render(style=style, **said)
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")


def first_capital(text: str) -> str:
    """The text with a capital first; whatever else is a capital, as in an abbreviation, stays one."""
    return text[:1].upper() + text[1:]
