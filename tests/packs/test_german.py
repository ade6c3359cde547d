"""The German of packs and program: whole, of one word each, and never a guess."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from procerus.criteria.language import names_in
from procerus.faults import BadInput
from procerus.headache.reason import filled_in
from procerus.packs.adverse_events import adverse_events
from procerus.packs.checks import checks
from procerus.packs.facts import FACTS
from procerus.packs.german import PACKS, built_in, german, read_words
from procerus.packs.load import Policy, find_policy, load_headache, policy_files
from procerus.packs.products import products
from procerus.packs.protocols import find_protocol, protocol_files
from procerus.packs.safety import safety
from procerus.packs.sections import Sections
from procerus.packs.translated import Translation
from procerus.pathway.spoken import asks, needs, phrase

TESTS = Path(__file__).parents[1]
POLICIES = sorted(policy_files())


def without_german(texts: Iterator[str]) -> list[str]:
    return sorted({text for text in texts if text and german().said(text) is None})


def of_sections(own: Sections, numbers: dict[str, int]) -> Iterator[str]:
    yield from own.nouns.values()
    for one in own.criteria.values():
        yield from (filled_in(text, numbers) for text in (one.asks, one.in_words, one.at))
    for reading in own.readings:
        yield reading.id
        yield from (one.says for one in reading.alternatives)


def of_policy(policy: Policy) -> Iterator[str]:
    pack, rules, nouns = policy.pack, policy.rules, policy.pack.sections.nouns
    yield from (pack.about.title, pack.place)
    yield from of_sections(pack.own, dict(rules.numbers))
    for question in rules.questions.values():
        yield from (question.asks, question.warning)
    for name in pack.own.criteria:
        yield from (asks(policy, name), needs(policy, name), name.replace("_", " "))
        for fact in names_in(rules.criteria[name].tree):
            if fact not in rules.numbers and not fact.endswith((".months", ".days")):
                yield phrase(fact, rules, nouns)


@pytest.mark.parametrize("name", POLICIES)
def test_whatever_a_policy_asks_and_needs_is_said_in_german(name: str) -> None:
    assert without_german(of_policy(find_policy(name))) == []


def test_the_classification_is_said_in_german() -> None:
    headache = load_headache()
    numbers = {name: one.value for name, one in headache.pack.sections.numbers.items()}
    assert without_german(of_sections(headache.pack.sections, numbers)) == []


def test_recorded_facts_and_what_to_record_are_said_in_german() -> None:
    assert without_german(text for one in FACTS.values() for text in (one.noun, one.to_record)) == []


def of_a_session() -> Iterator[str]:
    for check in checks().values():
        yield from (check.asks, check.says, check.at)
    for name in protocol_files():
        protocol = find_protocol(name)
        yield protocol.about.title
        for muscle in protocol.muscles:
            yield from (muscle.says, muscle.depth, muscle.caution, muscle.at)
    for product in products().values():
        for label in product.toxin.labels.values():
            yield from (label.title, label.ceiling.at, label.window_at)
    for prompt in adverse_events().prompts:
        yield prompt.asks


def test_whatever_a_session_asks_and_finds_is_said_in_german() -> None:
    assert without_german(of_a_session()) == []


def test_illnesses_and_medicines_that_matter_are_said_in_german() -> None:
    ill = ("myasthenia gravis", "COPD", "dysphagia", "haemophilia", "pregnant")
    taken = ("gentamicin", "warfarin", "apixaban", "heparin", "baclofen", "aspirin", "atropine")
    illnesses = [found for one in ill for found in safety().condition(one).found]
    medicines = [found for one in taken for found in safety().medicine(one).found]
    assert len(illnesses) >= 5 and len(medicines) >= 7
    assert without_german(text for one in (*illnesses, *medicines) for text in (one.says, one.source)) == []


def in_golden() -> Iterator[str]:
    """Every sentence of the decisions that are kept byte for byte."""
    for path in sorted((TESTS / "golden").rglob("*.json")):
        yield from _sentences(json.loads(path.read_text(encoding="utf-8")))


def _sentences(said: Any) -> Iterator[str]:
    if isinstance(said, list):
        for one in said:
            yield from _sentences(one)
    elif isinstance(said, dict):
        for key, one in said.items():
            if key in ("asks", "needs", "at", "remark", "text", "hangs_on", "says", "reading", "change"):
                yield from [one] if isinstance(one, str) else _sentences(one)
            elif key == "warnings":
                yield from one
            else:
                yield from _sentences(one)


def test_every_sentence_of_the_decisions_about_made_up_people_is_said_in_german() -> None:
    sentences = set(in_golden())
    assert len(sentences) > 150
    assert without_german(iter(sentences)) == []


def in_plans() -> Iterator[str]:
    for path in sorted((TESTS / "plans").rglob("*.json")):
        said = json.loads(path.read_text(encoding="utf-8"))
        for plan in said if isinstance(said, list) else [said]:
            for finding in plan.get("findings", ()):
                yield from (finding["text"], finding["source"])


def test_every_finding_of_the_plans_that_are_kept_is_said_in_german() -> None:
    assert set(in_plans())
    assert without_german(in_plans()) == []


def test_one_english_text_has_one_german() -> None:
    met: dict[str, tuple[str, str]] = {}
    for path in built_in():
        for english, said in read_words(path):
            assert met.setdefault(english, (said, path.name))[0] == said, (
                english,
                met[english][1],
                path.name,
            )


def strings(said: Any) -> Iterator[str]:
    if isinstance(said, dict):
        said = list(said.values())
    for one in said if isinstance(said, list) else ():
        yield from [one] if isinstance(one, str) else strings(one)


@pytest.mark.parametrize(
    "path", [one for one in built_in() if one.name != "sentences.toml"], ids=lambda one: one.stem
)
def test_german_of_a_pack_is_german_of_what_the_pack_says_today(path: Path) -> None:
    pack = tomllib.loads((path.parent.parent / path.name).read_text(encoding="utf-8"))
    assert {english for english, _ in read_words(path)} <= set(strings(pack))


def test_our_own_german_is_marked_as_not_verified() -> None:
    for path in built_in():
        assert tomllib.loads(path.read_text(encoding="utf-8"))["status"] == "unverified", path


WORDS = Translation([
    ("headache days", "Kopfschmerztage"),
    ("the latest month", "der letzte Monat"),
    ("{text}: {text2}", "{text}: {text2}"),
    ("{low} to {high}", "{low} bis {high}"),
    ("answer the open day {day}", "beantworten Sie den offenen Tag {day}"),
    ("counted: {name}", "gezählt: {name}"),
    ("Wait. Ask.", "Warten Sie. Fragen Sie."),
])  # fmt: skip


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("headache days: 14 to 16", "Kopfschmerztage: 14 bis 16"),
        ("Headache days", "Kopfschmerztage"),
        ("Answer the open day 3 Mar 2026.", "Beantworten Sie den offenen Tag 3. März 2026."),
        ("25 Aug, 27–28 Aug, 6 Sep 2026", "25. Aug., 27.–28. Aug., 6. Sept. 2026"),
        ("3 Dec 2025 – 1 May 2026", "3. Dez. 2025 – 1. Mai 2026"),
        ("3.1", "3,1"),
        ("5,000", "5.000"),
        ("Ask. Wait.", "Fragen Sie. Warten Sie."),
        ("counted: a drug of its own", "gezählt: a drug of its own"),
    ],
)
def test_a_sentence_is_known_by_its_english(english: str, said: str) -> None:
    assert WORDS.said(english) == said


@pytest.mark.parametrize(
    "english", ["headache nights", "headache nights: 14 to 16", "headache days: many", "Ask. Go."]
)
def test_nothing_is_said_by_halves(english: str) -> None:
    assert WORDS.said(english) is None


def test_a_number_that_the_german_loses_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('status = "unverified"\nwords = [{ en = "{n} days", de = "Tage" }]\n', encoding="utf-8")
    with pytest.raises(BadInput, match="other slots"):
        read_words(path)


def test_german_changes_no_fingerprint() -> None:
    assert not any("german" in str(path) for path in policy_files().values())
    assert all(PACKS in path.parents for path in built_in())
