"""`procerus policy diff`: two policies in words, in numbers, and over example people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from procerus.cli.packs import folders
from procerus.cli.people import asked_on, read_people
from procerus.cli.screen import bold, dim, wrapped
from procerus.faults import BadInput, Fault
from procerus.packs.load import find_policy
from procerus.pathway.difference import Difference, Part, difference
from procerus.pathway.neighbours import neighbours
from procerus.pathway.patient import Patient
from procerus.simulation.examples import folder as examples

_SAID = {"yes": "met", "no": "not met", "unknown": "cannot be told yet"}


def differing(a: str, b: str, people: Sequence[Path] | None, packs: Sequence[Path] | None) -> Difference:
    """Two policies, asked of the example people and their neighbours, or of the people of files."""
    homes = folders(packs)
    one, other = find_policy(a, homes), find_policy(b, homes)
    if one.fingerprint == other.fingerprint:
        raise BadInput([Fault("policy diff", "is given one policy twice", "Name two.", a)])
    named = _people(people) if people else _examples()
    return difference(one, other, named)


def _people(files: Sequence[Path]) -> Iterator[tuple[str, Patient, date]]:
    for file in files:
        inside = sorted(file.glob("*.json")) if file.is_dir() else [file]
        if not inside:
            raise BadInput([Fault(str(file), "holds no patient file", "Patient files end in .json.")])
        for path in inside:
            for person in read_people(path):
                yield person.id, person, asked_on(person, None)


def _examples() -> Iterator[tuple[str, Patient, date]]:
    """The made-up people, and each of them with one thing otherwise."""
    for name, person, as_of in _people(sorted(examples().glob("*.json"))):
        for otherwise, neighbour in neighbours(person, as_of):
            yield f"{name}: {otherwise}" if otherwise else name, neighbour, as_of


def difference_text(found: Difference) -> str:
    """The words, the numbers, then the people."""
    return "\n".join(_lines(found))


def _lines(found: Difference) -> Iterator[str]:
    a, b = found.one.pack, found.other.pack
    yield wrapped(f"{bold(a.about.id)}: {a.about.authority}, {a.place}; {a.about.version}", "", "  ")
    yield wrapped(f"{bold(b.about.id)}: {b.about.authority}, {b.place}; {b.about.version}", "", "  ")
    for title, parts in (
        ("Questions", found.questions),
        ("Criteria", found.criteria),
        ("Numbers", found.numbers),
        ("Readings where the source is silent", found.readings),
    ):
        if parts:
            yield ""
            yield bold(title)
            for part in parts:
                yield from _part(part, a.about.id, b.about.id)
    yield from _people_text(found)


def _part(part: Part, a: str, b: str) -> Iterator[str]:
    yield f"  {part.name.replace('_', ' ')}"
    for name, said in ((a, part.one), (b, part.other)):
        text = f"{name}: {'says nothing' if said is None else said}"
        yield dim(wrapped(text, "    ", "      ")) if said is None else wrapped(text, "    ", "      ")


def _people_text(found: Difference) -> Iterator[str]:
    a, b = found.one.pack.about.id, found.other.pack.about.id
    for question, asked in found.asked.items():
        changed = [one for one in found.changed if one.question == question]
        yield ""
        yield bold(f"{question}: {len(changed)} of {asked} people get another answer")
        for one in changed:
            said = f"{a} {_SAID[str(one.one)]}, {b} {_SAID[str(one.other)]}"
            yield wrapped(f"{one.person}: {said}", "  ", "    ")
    if not found.asked:
        yield ""
        yield wrapped("No question is answered by both.")
