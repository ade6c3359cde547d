#!/usr/bin/env python3
"""Renew the parts of docs/reference that are made from the code and the packs.

A page holds prose and, between `<!-- made: NAME -->` and `<!-- end -->`, a part that this script writes.
`.venv/bin/python scripts/reference.py` renews every page; a test sees that none is out of date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import typer.main
from click import Command, Context, Group

sys.path.insert(0, str(Path(__file__).parent))  # where a test reads this file from elsewhere

import clinic_pages
import event_pages
from instrument_pages import every_instrument, instruments_in_full
from pieces import Lines, code, codes, numbers, readings, table, windows
from policy_pages import every_policy, one_policy
from session_pages import every_product, every_protocol, every_toxin, protocols_in_full

from procerus.cli.app import app
from procerus.criteria.bounds import LARGEST
from procerus.criteria.language import DEEPEST_RULE, LONGEST_RULE
from procerus.diary.medicine_pack import listed, read_pack
from procerus.exchange.letters import event_file
from procerus.headache.reason import filled_in
from procerus.packs import claims as article
from procerus.packs.conventions import conventions
from procerus.packs.facts import FACTS
from procerus.packs.headache import COLUMNS as BIT_COLUMNS
from procerus.packs.headache import MEDICINES
from procerus.packs.load import load_headache, policy_files
from procerus.packs.policy import CLASSES, QUESTIONS, STANDING
from procerus.packs.rules import Bit
from procerus.packs.sections import ANCHORS, NEVER_TRIED, OUTCOMES, ROUTES
from procerus.packs.toml_file import LARGEST_PACK
from procerus.pathway.patient_schema import schema

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"
PART = re.compile(r"(<!-- made: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
MEDICINE_BITS = {
    "any": "any medicine against an attack was taken",
    "migraine-specific": "a medicine made against migraine was taken, such as a triptan",
    "unrecognised": "a medicine was written down that the dictionary does not know",
    "unspecified": "a medicine was taken whose class its name does not tell, such as “painkiller”",
}
Shape = Mapping[str, Any]


def renewed(page: str) -> str:
    """A page with every made part written anew."""
    return PART.sub(lambda found: found[1] + "\n" + made(found[2]) + "\n\n" + found[3], page)


def made(name: str) -> str:
    """One made part."""
    return "\n".join(PARTS[name]()).strip("\n")


def main() -> None:
    """Renew every page, and begin one for a policy that has none."""
    for name in policy_files():
        page = FOLDER / "policies" / f"{name}.md"
        if not page.exists():
            page.write_text(f"# {name}\n\n<!-- made: policy-{name} -->\n<!-- end -->\n", encoding="utf-8")
    for page in sorted(FOLDER.rglob("*.md")):
        page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")


# What parts are made of ------------------------------------------------------------------------------


def words(listed_: Iterable[str]) -> Callable[[], Lines]:
    """A part that is a list of words."""
    return lambda: iter([codes(listed_)])


# Commands and conventions ----------------------------------------------------------------------------


def cli() -> Lines:
    """Every verb, with its own help."""
    for name, verb in verbs(typer.main.get_command(app), "procerus"):
        help_ = verb.get_help(Context(verb, info_name=name, terminal_width=100))
        yield from (f"## {name}", "", "```text", help_.rstrip(), "```", "")


def verbs(verb: Command, name: str) -> Iterator[tuple[str, Command]]:
    """A command and those below it, with their full names."""
    yield name, verb
    if isinstance(verb, Group):
        for below, one in sorted(verb.commands.items()):
            yield from verbs(one, f"{name} {below}")


def limits() -> Lines:
    """What the readers refuse because it cannot be meant."""
    limits_ = {
        "the largest number in a rule; beyond it a bound has no end": LARGEST,
        "characters in a rule": LONGEST_RULE,
        "brackets and joins inside one another in a rule": DEEPEST_RULE,
        "bytes in a pack file": LARGEST_PACK,
    }
    yield from table(("limit", "at most"), ((name, f"{limit:,}") for name, limit in limits_.items()))


# Facts -----------------------------------------------------------------------------------------------


def recorded() -> Lines:
    """The facts that are recorded about a person."""
    rows = ((code(name), one.kind.value, one.noun, one.to_record) for name, one in FACTS.items())
    yield from table(("fact", "kind", "means", "where it is missing"), rows)


def headache_windows() -> Lines:
    """The windows every policy has."""
    sections = load_headache().pack.sections
    yield from windows(sections.windows, sections.nouns)


def counted_days() -> Lines:
    """Counted facts and every definition of each; the one that is used in bold."""
    sections, rows = load_headache().pack.sections, []
    for fact, named in sections.definitions.items():
        for name, rule in named.items():
            shown = f"**{name}**" if sections.chosen[fact] == name else name
            rows.append((code(fact), shown, rule.says, code(rule.when), rule.at, rule.status))
    yield from table(("fact", "definition", "means", "a day counts when", "at", "status"), rows)


def bits() -> Lines:
    """What one day says."""
    listed_ = load_headache().pack.sections.bits.items()
    rows = ((code(name), code(one.column), bit_rule(one), one.status) for name, one in listed_)
    yield from table(("bit", "from", "yes when", "status"), rows)


def bit_rule(bit: Bit) -> str:
    """When a bit is yes."""
    if bit.medicine is not None:
        return MEDICINE_BITS.get(bit.medicine, f"a medicine of class {code(bit.medicine)} was taken")
    return "the answer is yes" if bit.at_least is None else f"at least {bit.at_least}"


def signs() -> Lines:
    """Rules about one day that definitions share."""
    listed_ = load_headache().pack.sections.signs.items()
    rows = ((code(name), one.says, code(one.when), one.at, one.status) for name, one in listed_)
    yield from table(("sign", "means", "yes when", "at", "status"), rows)


def headache_criteria() -> Lines:
    """The criteria of the headache pack, as written."""
    rules = load_headache().rules
    rows = (
        (code(name), filled_in(one.asks, rules.numbers), code(one.yes_when), one.at, one.status)
        for name, one in rules.criteria.items()
    )
    yield from table(("criterion", "asks", "yes when", "at", "status"), rows)


def claims() -> Lines:
    """Every claim of the article, what is held today, and the text for patients."""
    for one in article.claims().claims:
        yield from (f"### {one.id}", "", f"The article: {one.says} `{one.verdict}`", "")
        rows = ((said.says, f"{said.source} {said.url}", said.strength, said.status) for said in one.today)
        yield from table(("held today", "source", "strength", "status"), rows)
        reviewed = "reviewed" if one.patients.review else "not reviewed yet"
        yield from (f"For patients, {reviewed}: *{one.patients.asks}* {one.patients.says}", "")


def medicines() -> Lines:
    """The dictionary by class, in the pack's own order; a medicine of two classes stands in both."""
    pack = read_pack()
    grouped: dict[str, list[Shape]] = {name: [] for name in (*pack.words["classes"], "")}
    for row in pack.acute:
        for name in listed(row["classes"]) or [""]:
            grouped[name].append(row)
    counts = ((name or "in no overuse class", str(len(rows))) for name, rows in grouped.items())
    yield from table(("class", "medicines"), counts)
    for name, rows in grouped.items():
        yield from (f"### {name or 'In no overuse class'}", "")
        cells = ((row["name"], ", ".join(listed(row["brands"])), row["status"]) for row in rows)
        yield from table(("medicine", "also called", "status"), cells)


def low_dose() -> Lines:
    """The one medicine whose dose decides whether it counts."""
    low = read_pack().words["low_dose"]
    name, dose = str(low["name"]).capitalize(), f"{low['from_mg']} to {low['to_mg']} mg"
    yield f"- {name} of {dose} in all protects the heart: `{low['reads_as']}`, not counted ({low['status']})."


def preventives() -> Lines:
    """Preventives, as tallies see them."""
    head = ("drug", "class", "route", "also called", "target dose", "days of an adequate trial", "status")
    keys = ("drug", "class", "route", "brands", "target_dose", "adequate_days", "status")
    yield from table(head, ([row[key].replace("|", ", ") for key in keys] for row in read_pack().preventives))


def patient_keys() -> Lines:
    """The keys of a patient file, from the schema that is made from its reader."""
    top = schema()
    yield from key_table(top)
    for name, one in top["properties"].items():
        inner = one.get("items", one)
        if "properties" in inner:
            yield from (f"## {name}", "", one["description"], "")
            yield from key_table(inner)


def event_keys() -> Lines:
    """The keys of the file of an adverse event, from the table its reader is made of."""
    top = event_file.FILE.schema()
    yield from key_table(top)
    for name, one in top["properties"].items():
        inner = one.get("items", one)
        if "properties" in inner:
            yield from (f"### {name}", "")
            yield from key_table(inner)
            lots = inner["properties"].get("lots", {}).get("items")
            if lots:
                yield from ("Each of the lots:", "")
                yield from key_table(lots)


def example_patient() -> Lines:
    """One of the examples, as it stands."""
    yield from ("```json", (ROOT / "examples" / "eve.json").read_text(encoding="utf-8").rstrip(), "```")


def key_table(shape: Shape) -> Lines:
    """The keys of one object."""
    rows = ((code(name), value(one), one["description"]) for name, one in shape["properties"].items())
    yield from table(("key", "holds", "means"), rows)


def value(shape: Shape) -> str:
    """What a key may hold, in a few words."""
    if "const" in shape:
        return code(f'"{shape["const"]}"')
    if "enum" in shape:
        return codes(one for one in shape["enum"] if one is not None)
    if "anyOf" in shape:
        return ", or ".join(value(one) for one in shape["anyOf"] if one.get("type") != "null")
    kind = shape["type"] if isinstance(shape["type"], str) else shape["type"][0]
    if kind == "array":
        return "`[fewest, most]`" if "maxItems" in shape else "a list"
    if kind == "string":
        return date_or_text(shape.get("pattern", ""))
    return "an object" if kind == "object" else number(shape, kind)


def number(shape: Shape, kind: str) -> str:
    """Between which ends a number lies."""
    above = shape.get("exclusiveMinimum")
    low = shape["minimum"] if above is None else f"more than {above}"
    return f"{'whole ' * (kind == 'integer')}number, {low} to {shape['maximum']}" + (
        ", in quarters" if "multipleOf" in shape else ""
    )


def date_or_text(pattern: str) -> str:
    """A text, or which dates it may be."""
    for text, said in (("2024", "a date"), ("2024-03-05", "a full date")):
        if "19|20|21" in pattern and re.match(pattern, text):
            return said
    return "text"


PARTS: Mapping[str, Callable[[], Lines]] = {
    "commands": cli, "conventions": lambda: numbers(conventions()), "limits": limits,
    "recorded-facts": recorded, "windows": headache_windows, "counted-days": counted_days, "bits": bits,
    "signs": signs, "headache-criteria": headache_criteria, "policies": every_policy, "medicines": medicines,
    "headache-numbers": lambda: numbers(load_headache().pack.sections.numbers),
    "headache-readings": lambda: readings(load_headache().pack.sections.readings),
    "low-dose": low_dose, "preventives": preventives, "patient-keys": patient_keys,
    "example-patient": example_patient, "bit-columns": words(BIT_COLUMNS), "bit-medicines": words(MEDICINES),
    "anchors": words(ANCHORS), "questions": words(QUESTIONS), "standing": words(STANDING),
    "preventive-classes": words(CLASSES), "routes": words(ROUTES),
    "outcomes": words(outcome for outcome in OUTCOMES if outcome not in NEVER_TRIED),
    "never-tried": words(NEVER_TRIED),
    "claims": claims,
    "event-terms": event_pages.event_terms, "event-sources": event_pages.event_sources,
    "event-prompts": event_pages.event_prompts, "event-file": event_keys,
    "safety-medicines": event_pages.medicines_beside, "safety-illnesses": event_pages.illnesses,
    "instruments": every_instrument, "instruments-in-full": instruments_in_full,
    "clinic-permissions": clinic_pages.permissions_by_role, "clinic-limits": clinic_pages.clinic_limits,
    "clinic-addresses": clinic_pages.clinic_addresses, "library-addresses": clinic_pages.library_addresses,
    "products": every_product, "toxins": every_toxin,
    "protocols": every_protocol, "protocols-in-full": protocols_in_full,
    "verdicts": lambda: table(("word", "means"), ((code(a), b) for a, b in article.VERDICTS.items())),
    "strengths": lambda: table(("word", "means"), ((code(a), b) for a, b in article.STRENGTHS.items())),
    **{f"policy-{name}": partial(one_policy, name) for name in policy_files()},
}  # fmt: skip


if __name__ == "__main__":
    main()
