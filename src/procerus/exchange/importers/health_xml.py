"""The records of an Apple Health export, read as a stream: memory stays the same however long the file is.

What the parser refuses, and why: entities (they can grow without end or name other files), a piece of
over 1 MiB without an element in it (the expat library needs quadratic time for such), elements nested
deeply. The internal document type that iOS writes is blanked out before parsing: nothing in it is
needed, and iOS 16 wrote one that no parser accepts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from procerus.exchange.importers.imported import refuse
from procerus.faults import BadInput, Fault

HEAD = 2**16  # bytes that are enough to recognise the file; the document type of iOS takes about 10,000
_PIECE = 2**16
_LONGEST_TOKEN = 2**20
_DEEPEST = 64  # an export has six levels
_MOST_RECORDS = 100_000  # ten symptoms a day for 27 years
_ROOT = re.compile(rb"<HealthData[\s>/]")
_UNCLOSED = {expat.errors.codes[text] for text in (expat.errors.XML_ERROR_NO_ELEMENTS,
             expat.errors.XML_ERROR_UNCLOSED_TOKEN, expat.errors.XML_ERROR_PARTIAL_CHAR,
             expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION)}  # fmt: skip
_EXPORT_AGAIN = "Export it again from the Health app."


@dataclass(frozen=True, slots=True)
class Record:
    """One record as written, with the line on which it stands and the identity an app gave it."""

    line: int
    type: str
    value: str
    start: str
    end: str
    created: str
    external_id: str


def looks_like_health(head: bytes) -> bool:
    """Whether the first bytes of a file are those of an Apple Health export."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" and _ROOT.search(head) is not None


def read_records(file: IO[bytes], types: Iterable[str], name: str) -> list[Record]:
    """Every record of these types, in the order of the file. Raises BadInput naming the line."""
    reader = _Reader(frozenset(types), name)
    piece = without_document_type(_full_piece(file), name)
    try:
        while piece:
            reader.feed(piece)
            piece = file.read(_PIECE)
        reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise reader.refusal(error, piece) from None
    return reader.records


def _full_piece(file: IO[bytes]) -> bytes:
    head = b""
    while len(head) < HEAD and (more := file.read(HEAD - len(head))):
        head += more
    return head


def without_document_type(head: bytes, name: str) -> bytes:
    """The head with its internal document type blanked out; line numbers stay. Refuses entities."""
    root = _ROOT.search(head)
    begins = head.find(b"<!DOCTYPE", 0, root.start() if root else None)
    if root is None or begins < 0:
        return head
    ends = head.rfind(b">", begins, root.start()) + 1
    subset = head[begins:ends]
    if b"<!ENTITY" in subset or b"[" not in subset:
        line = head.count(b"\n", 0, begins) + 1
        why = "its document type declares entities or names another file, which no Health export does"
        raise BadInput([Fault(f"{name}, line {line}", why, _EXPORT_AGAIN)])
    return head[:begins] + re.sub(rb"[^\r\n]", b" ", subset) + head[ends:]


@dataclass(slots=True)
class _Reader:
    """Feeds the parser and keeps the wanted records; `quiet` counts bytes since the last element."""

    types: frozenset[str]
    name: str
    records: list[Record] = field(default_factory=list)
    depth: int = 0
    quiet: int = 0
    fed: int = 0
    open_record: dict[str, str] | None = None
    opened_on: int = 0
    external_id: str = ""
    parser: expat.XMLParserType = field(init=False)

    def __post_init__(self) -> None:
        self.parser = expat.ParserCreate("UTF-8")  # whatever it declares: the Health app writes UTF-8
        self.parser.buffer_text = False
        self.parser.StartElementHandler = self.starts
        self.parser.EndElementHandler = self.ends
        self.parser.StartDoctypeDeclHandler = self.document_type
        self.parser.EntityDeclHandler = self.document_type

    def feed(self, piece: bytes) -> None:
        self.quiet += len(piece)
        self.parser.Parse(piece, False)
        self.fed += len(piece)
        if self.quiet > _LONGEST_TOKEN:
            raise self.bad("more than 1 MiB stands here without an element")

    def starts(self, name: str, attributes: dict[str, str]) -> None:
        self.quiet = 0
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.bad(f"elements are nested more than {_DEEPEST} deep")
        if name == "Record" and attributes.get("type") in self.types:
            self.open_record, self.external_id = attributes, ""
            self.opened_on = self.parser.CurrentLineNumber
        elif self.open_record is not None and attributes.get("key") == "HKExternalUUID":
            self.external_id = attributes.get("value", "")

    def ends(self, name: str) -> None:
        self.quiet = 0
        self.depth -= 1
        if self.open_record is not None and name == "Record":
            self.keep(self.open_record)
            self.open_record = None

    def keep(self, said: dict[str, str]) -> None:
        if len(self.records) >= _MOST_RECORDS:
            raise self.bad(f"there are more than {_MOST_RECORDS} symptom records, too many for one person")
        self.records.append(
            Record(
                line=self.opened_on,
                type=said["type"],
                value=said.get("value", ""),
                start=said.get("startDate", ""),
                end=said.get("endDate", ""),
                created=said.get("creationDate", ""),
                external_id=self.external_id,
            )
        )

    def document_type(self, *_: object) -> None:
        raise self.bad("it has a document type or an entity where no Health export has one")

    def bad(self, why: str, mend: str = _EXPORT_AGAIN) -> BadInput:
        return refuse([Fault(f"{self.name}, line {self.parser.CurrentLineNumber}", why, mend)])

    def refusal(self, error: expat.ExpatError, piece: bytes) -> BadInput:
        where = f"{self.name}, line {error.lineno}"
        at = self.parser.ErrorByteIndex - self.fed
        if error.code in _UNCLOSED:
            return refuse([Fault(where, "the file ends too early, in the middle of the data", _EXPORT_AGAIN)])
        if 0 <= at < len(piece) and piece[at] < 0x20 and piece[at] not in b"\t\n\r":
            why = f"a character with code {piece[at]} stands here, which XML does not allow"
            mend = "Some app wrote it into Health. Remove it with a text editor, or export again."
            return refuse([Fault(where, why, mend)])
        return refuse([Fault(where, f"the XML is damaged ({expat.ErrorString(error.code)})", _EXPORT_AGAIN)])
