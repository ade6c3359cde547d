"""A small made-up policy for tests of a page: two ways in, a tally of each kind, another reading."""

from __future__ import annotations

from pathlib import Path

from procerus.packs.load import Policy, load_policy

TEXT = """
[pack]
id        = "small"
kind      = "policy"
headache  = "ichd-3"
title     = "A small rule"
authority = "a test"
place     = "nowhere"
version   = "1"
source    = "tests"
standing  = "local"
status    = "unverified"
read_on   = 2026-11-22

[numbers]
old_enough = { is = 18, unit = "years", at = "1", status = "read" }
often      = { is = 15, unit = "days a month", at = "2", status = "read" }
tries      = { is = 2, unit = "classes", at = "3", status = "read" }
weeks      = { is = 56, unit = "days", at = "4", status = "unverified" }
longest    = { is = 120, unit = "days", at = "5", status = "read" }

[tallies.tried]
noun     = "classes that did not help"
outcomes = ["not_tolerated", "ineffective"]
routes   = ["oral"]
classes  = ["toxin", "beta-blocker", "antidepressant"]
min_days = "weeks"
distinct = "class"

[tallies.fair_cycles]
of       = "cycles"
noun     = "cycles of a fair length"
min_days = "weeks"
max_days = "longest"

[criteria.adult]
asks     = "Is the person an adult?"
yes_when = "age >= old_enough"
at       = "1"

[criteria.frequent]
asks     = "Headache on at least {often} days?"
yes_when = "latest.headache_days.least >= often"
at       = "2"

[criteria.enough]
asks     = "Enough tried, by an adult?"
yes_when = "adult and tried >= tries"
at       = "3"

[criteria.of_age]
asks     = "Is the person of age?"
yes_when = "age >= old_enough"
at       = "1"

[criteria.two_cycles]
asks     = "More than one cycle of a fair length?"
yes_when = "fair_cycles > 1"
at       = "5"

[questions.start]
asks     = "May treatment be started?"
yes_when = "of_age and (frequent or enough)"

[questions.restart]
asks     = "May treatment be started again?"
yes_when = "two_cycles"

[[readings]]
id      = "EHF days"
says    = "frequent"
we_read = "in the latest month"
why     = "it names none"
[[readings.alternatives]]
name = "three months"
says = "in each of three months"
criteria = { frequent = "three.headache_days.least >= often" }

[[cases]]
name  = "Frequent"
given = { age = 40, latest.headache_days.least = 15 }
start = "yes"

[[cases]]
name  = "Too young"
given = { age = 17 }
start = "no"

[[cases]]
name  = "Nobody asked"
given = { latest.headache_days.least = 15 }
start = "unknown"

[[cases]]
name  = "Two long cycles"
cycles = [84, 91]
restart = "yes"

[[cases]]
name  = "No cycle"
cycles = []
restart = "no"

[[cases]]
name  = "One or two"
cycles = [84, [50, 60]]
restart = "unknown"

[[cases]]
name  = "Eighteen today, three months"
under = { reading = "EHF days", alternative = "three months" }
given = { age = 18, three.headache_days.least = 16 }
tried = [{ drug = "propranolol", outcome = "ineffective", days = [40, 60] }]
frequent = "yes"
adult = "yes"

[[cases]]
name  = "Asked, and nothing tried"
given = { age = 40 }
tried = []
enough = "no"
"""


def small(folder: Path) -> Policy:
    """The policy, read from its file."""
    path = folder / "small.toml"
    path.write_text(TEXT, encoding="utf-8")
    return load_policy(path)
