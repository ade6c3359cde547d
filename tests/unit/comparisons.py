"""Comparisons for tests: three people under the built-in wordings, and under small policies written here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import people
from procerus.packs.load import Policy, find_policy, load_policy
from procerus.pathway.comparison import Comparison, compare
from procerus.pathway.patient import Patient

DAY = date(2026, 11, 1)
NAMES = ("nice-ta260", "nice-ta260-2012", "botox-for-migraines")

TEXT = """
[pack]
id        = "{id}"
kind      = "policy"
headache  = "ichd-3"
title     = "A rule about {asks}"
authority = "a test"
place     = "nowhere"
version   = "1"
source    = "tests"
standing  = "{standing}"
status    = "read"
read_on   = 2026-11-22

[numbers]
old_enough = {{ is = {age}, unit = "years", at = "1", status = "read" }}

[criteria.{criterion}]
asks     = "{asks}, at {{old_enough}} or older?"
yes_when = "age >= old_enough"
at       = "1"

[questions.{question}]
asks     = "May treatment be started?"
yes_when = "{criterion}"

[[cases]]
name  = "old enough"
given = {{ age = {age} }}
{question} = "yes"

[[cases]]
name  = "too young"
given = {{ age = 3 }}
{question} = "no"

[[cases]]
name  = "nobody asked"
given = {{ }}
{question} = "unknown"
"""


def aged(
    folder: Path,
    id: str,
    age: int,
    *,
    asks: str = "Is the person of age",
    criterion: str = "of_age",
    question: str = "start",
    standing: str = "current",
) -> Policy:
    """A policy with one criterion: an age in years that the person must have."""
    path = folder / f"{id}.toml"
    text = TEXT.format(id=id, age=age, asks=asks, criterion=criterion, question=question, standing=standing)
    path.write_text(text, encoding="utf-8")
    return load_policy(path)


def built_in(patient: Patient, question: str = "start", day: date = DAY) -> Comparison:
    """A person under three wordings that are built in."""
    return compare([find_policy(name) for name in NAMES], question, patient, day)


def four(folder: Path, patient: Patient | None = None) -> Comparison:
    """Ada, who is 42, under a rule that is met, one that is not, one with another name, and a silent one."""
    policies = [
        aged(folder, "adults", 18),
        aged(folder, "elders", 65, standing="superseded"),
        aged(folder, "others", 21, criterion="grown", asks="Is the person grown"),
        aged(folder, "silent-one", 18, question="restart"),
    ]
    return compare(policies, "start", patient or people.ada(), DAY)
