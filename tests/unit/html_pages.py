"""A page as its readers take it apart: elements in order, and the words between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}


@dataclass
class Element:
    """One element with its attributes, those around it, and all words inside it."""

    tag: str
    attributes: dict[str, str]
    around: tuple[Element, ...]
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words, blanks made single."""
        return " ".join("".join(self.words).split())

    def within(self, other: Element) -> bool:
        """Whether it stands somewhere inside the other."""
        return any(one is other for one in self.around)


class Page(HTMLParser):
    """A page read strictly: an end tag that does not fit its start is an error."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.html = html
        self.feed(html)
        self.close()
        assert not self.open, f"<{self.open[-1].tag}> is never closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, tuple(self.open)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.words.append(data)

    def all(self, *tags: str) -> list[Element]:
        """Every element of these kinds, in the order of the page."""
        return [one for one in self.elements if one.tag in tags]

    def inside(self, other: Element, *tags: str) -> list[Element]:
        """Every element of these kinds inside another."""
        return [one for one in self.all(*tags) if one.within(other)]

    def by_id(self, name: str) -> Element:
        """The one element with this id."""
        [element] = [one for one in self.elements if one.attributes.get("id") == name]
        return element

    @property
    def text(self) -> str:
        """All that a reader sees or hears."""
        [body] = self.all("body")
        return body.text
