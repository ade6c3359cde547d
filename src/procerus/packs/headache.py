"""Headache packs: what a headache day and a migraine day are, and ICHD-3's criteria over months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procerus.faults import Fault
from procerus.packs.names import check_waits, refuse_namesakes
from procerus.packs.rules import Bit
from procerus.packs.sections import (
    About,
    DayRule,
    Sections,
    read_criteria,
    read_numbers,
    read_readings,
    read_status,
    read_windows,
)
from procerus.packs.shape import PackText, Shape, did_you_mean

COLUMNS = (
    "headache", "minutes", "worst", "unilateral", "pulsating", "aggravated", "nausea", "vomiting",
    "photophobia", "phonophobia", "aura", "believed_migraine", "relieved", "medicines",
)  # fmt: skip
GRADED = ("minutes", "worst")
MEDICINES = (
    "triptan", "ergot", "non-opioid", "opioid", "combination", "other", "gepant",
    "any", "migraine-specific", "unrecognised", "unspecified",
)  # fmt: skip

_PARTS = ("bits", "days", "windows", "numbers", "criteria", "codes")


@dataclass(frozen=True, slots=True)
class HeadachePack:
    """A classification of headache as data."""

    about: About
    sections: Sections
    codes: Mapping[str, str]  # code of the classification, such as 8.2.2 -> criterion
    text: PackText


def read_headache_pack(table: Mapping[str, object], text: PackText, faults: list[Fault]) -> HeadachePack:
    """Read a headache pack's tables; what is wrong is added to `faults`."""
    shape = Shape(table, (), text, faults)
    pack = shape.sub("pack")
    pack.word("kind", ("headache",))
    about = About.read(pack)
    pack.finish()
    sections = _sections(shape)
    codes = _codes(shape.sub("codes"), sections)
    shape.finish()
    return HeadachePack(about, sections, codes, text)


def _codes(row: Shape, sections: Sections) -> dict[str, str]:
    codes = {code: row.text(code) for code in row.table}
    for code, name in codes.items():
        if name not in sections.criteria:
            row.fault(code, f"no criterion is called '{name}'", did_you_mean(name, sections.criteria))
    return codes


def _sections(shape: Shape) -> Sections:
    for part in _PARTS:  # half a file, such as one cut off in copying, is no classification
        shape.sub(part)
    nouns: dict[str, str] = {}
    definitions, chosen = _days(shape, nouns)
    own = Sections(
        bits=_bits(shape),
        signs={name: _day_rule(row) for name, row in shape.named("signs").items()},
        definitions=definitions,
        chosen=chosen,
        nouns=nouns,
        windows=read_windows(shape, nouns),
        numbers=read_numbers(shape),
        criteria=read_criteria(shape),
    )
    refuse_namesakes(shape, own, {})
    for name in own.signs.keys() & own.bits.keys():
        shape.sub("signs").fault(name, f"'{name}' stands in [bits] already", "Choose another name.")
    readings = read_readings(shape, Sections(), own)
    own = Sections(readings=readings).over(own)
    check_waits(shape, own)
    return own


def _bits(shape: Shape) -> dict[str, Bit]:
    bits = {}
    for name, row in shape.named("bits").items():
        column = row.word("column", COLUMNS) or ""
        graded = column in GRADED
        at_least = row.whole("at_least", graded)
        medicine = row.word("medicine", MEDICINES, column == "medicines")
        row.text("at", graded)
        status = read_status(row, graded)
        if at_least is not None and not graded:
            row.fault("at_least", f"has no meaning for {column}", f"Only {' and '.join(GRADED)} have grades.")
        row.finish()
        bits[name] = Bit(column, at_least, medicine, status)
    return bits


def _day_rule(row: Shape) -> DayRule:
    rule = DayRule(row.text("when"), row.text("at"), read_status(row), row.text("says"))
    row.finish()
    return rule


def _days(shape: Shape, nouns: dict[str, str]) -> tuple[dict[str, dict[str, DayRule]], dict[str, str]]:
    """`[days.FACT]`: a counted fact, its noun, its definitions by name, and which one is used."""
    definitions, chosen = {}, {}
    for fact, row in shape.named("days").items():
        nouns[fact] = row.text("noun")
        named = {name: _day_rule(one) for name, one in row.named("definitions", True).items()}
        definition = row.word("definition", tuple(named))
        row.finish()
        definitions[fact] = named
        if definition is not None:
            chosen[fact] = definition
    return definitions, chosen
