"""`procerus classify` and `procerus decide`."""

from __future__ import annotations

from pathlib import Path

from procerus.cli.people import asked_on, day_of, read_people, read_person
from procerus.cli.screen import as_json
from procerus.cli.words import classification_text, decision_text
from procerus.packs.load import Policy, load_headache
from procerus.packs.rules import MonthLength
from procerus.pathway.classification import classify
from procerus.pathway.decision import decide


def classified(file: Path, months: MonthLength, migraine_day: str, as_of: str | None, json: bool) -> str:
    """Every person of a file, classified."""
    day = day_of(as_of)
    results = [classify(one, asked_on(one, day), months, migraine_day) for one in read_people(file)]
    if json:
        shapes = [one.to_json() for one in results]
        return as_json(shapes[0] if len(shapes) == 1 else shapes)
    headache = load_headache()
    return "\n\n".join(classification_text(one, headache) for one in results)


def decided(
    found: Policy, question: str, file: Path, as_of: str | None, baseline: str | None, json: bool
) -> str:
    """One question of one policy for one person."""
    person = read_person(file)
    day = asked_on(person, day_of(as_of))
    decision = decide(found, question, person, day, day_of(baseline, "--baseline"))
    return as_json(decision.to_json()) if json else decision_text(decision, found)
