"""The names a pack's rules may use, and that each of them stands for one thing."""

from __future__ import annotations

from collections.abc import Mapping

from procerus.criteria.language import Kind
from procerus.packs.facts import FACTS
from procerus.packs.sections import ANCHORS, LONGEST_WAIT, Sections
from procerus.packs.shape import Shape, did_you_mean

SUMMARIES = ("least", "most", "total")
_NAMED = ("windows", "numbers", "tallies", "criteria")


def patient_names(sections: Sections) -> dict[str, Kind]:
    """Every name a patient rule may use, and whether it is a number or a truth."""
    names = {name: fact.kind for name, fact in FACTS.items()}
    for window in sections.windows:
        names[f"{window}.days"] = names[f"{window}.months"] = Kind.NUMBER
        for fact in sections.definitions:
            for summary in SUMMARIES:
                names[f"{window}.{fact}.{summary}"] = Kind.NUMBER
    names.update(dict.fromkeys((*sections.numbers, *sections.tallies), Kind.NUMBER))
    gates = (gate for name in sections.criteria if (gate := sections.gate(name)) is not None)
    names.update(dict.fromkeys((*sections.criteria, *(gate.fact for gate in gates)), Kind.TRUTH))
    return names


def refuse_namesakes(shape: Shape, own: Sections, below: Mapping[str, str]) -> None:
    """Report every name of this file that stands for something else already; `below` says where."""
    met = {
        **dict.fromkeys(ANCHORS, "names a day treatment hangs on"),
        **dict.fromkeys(FACTS, "is a recorded fact"),
        **below,
    }
    for kind in _NAMED:
        for name in getattr(own, kind):
            if name in met:
                shape.sub(kind).fault(name, f"'{name}' {met[name]} already", "Choose another name.")
            met[name] = f"stands in [{kind}]"


def check_waits(shape: Shape, own: Sections) -> None:
    """Report every `not_before` whose days are no number of this file, or more than can be waited."""
    for name, one in own.criteria.items():
        if one.not_before is None:
            continue
        days, row = one.not_before[1], shape.sub("criteria").sub(name).sub("not_before")
        if days not in own.numbers:
            row.fault("days", f"no number is called '{days}'", did_you_mean(days, own.numbers))
            continue
        others = [other.patch.numbers for reading in own.readings for other in reading.alternatives]
        if max(own.numbers[days].value, *(numbers.get(days, 0) for numbers in others), 0) > LONGEST_WAIT:
            row.fault("days", f"waits for more than {LONGEST_WAIT} days", "", days)


def check_tallies(shape: Shape, own: Sections) -> None:
    """Report every limit of a tally that is no number of this file."""
    for name, one in own.tallies.items():
        row = shape.sub("tallies").sub(name)
        for key in ("min_days", "max_days"):
            number = getattr(one, key)
            if number and number not in own.numbers:
                row.fault(key, f"no number is called '{number}'", did_you_mean(number, own.numbers))


def names_of(sections: Sections, file: str) -> dict[str, str]:
    """Every name these sections give, with where it stands, for the pack laid over them."""
    return {name: f"stands in {file}" for kind in _NAMED for name in getattr(sections, kind)}
