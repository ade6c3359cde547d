"""The article's claims: what the built-in file says, and what keeps a file of claims from being used."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from packs.edited import line_of
from procerus.faults import BadInput, Fault
from procerus.packs.claims import EMERGENCY, Claims, Review, claims, read_claims
from procerus.packs.load import PACKS

TEXT = (PACKS / "claims.toml").read_text(encoding="utf-8")
REVIEW = 'verdict = "imprecise"\nreviewed_for_patients = { on = 2026-12-01, by = "made-up nurse" }'
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def changed(folder: Path, old: str, new: str) -> Path:
    assert old in TEXT, f"claims.toml does not say {old!r}"
    path = folder / "claims.toml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    return path


def faults_of(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(BadInput) as complaint:
        read_claims(path)
    return complaint.value.faults


# What the built-in file says ---------------------------------------------------------------------------


def test_every_point_of_the_article_stands_among_the_claims_once() -> None:
    assert {one.id: one.verdict for one in claims().claims} == {
        "headache-days": "imprecise",
        "other-medicines-first": "right-with-a-limit",
        "episodic-migraine": "right",
        "overuse": "not-supported",
        "points": "imprecise",
        "nerves": "imprecise",
        "serotonin": "out-of-date",
        "blood-pressure": "not-supported",
        "size-of-effect": "right-with-a-limit",
        "quality-of-life": "right-with-a-limit",
        "risks": "right-with-a-limit",
        "stop": "imprecise",
        "more-studies": "out-of-date",
        "other-uses": "right-with-a-limit",
    }


def said_today(name: str) -> str:
    return " ".join(one.says for one in claims().claim(name).today)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("headache-days", "at least 15 days a month for more than three months"),
        ("points", "face, scalp, neck and upper shoulders"),
        ("overuse", "appropriately managed"),
        ("stop", "fewer than 15 of them in each of 3 months in a row"),
        ("stop", "below 10 days for 3 months"),
        ("episodic-migraine", "no better than placebo"),
        ("size-of-effect", "did not reach its primary endpoint"),
        ("nerves", "not fully established"),
    ],
)
def test_where_the_article_blurs_a_point_the_words_of_the_sources_stand_beside_it(
    name: str, says: str
) -> None:
    assert says in said_today(name)


def test_a_claim_is_verified_only_where_each_of_its_statements_is() -> None:
    unverified = {one.id for one in claims().claims if one.status == "unverified"}
    assert unverified == {"overuse", "points", "serotonin", "blood-pressure", "risks", "other-uses"}
    assert "read" in {one.status for one in claims().claim("risks").today}


def test_nobody_has_reviewed_a_built_in_text_for_patients_yet() -> None:
    assert claims().reviewed() == ()


# What a patient may be told ------------------------------------------------------------------------------


@pytest.mark.parametrize("one", claims().claims, ids=lambda one: one.id)
def test_a_text_for_patients_gives_no_number_that_clinicians_are_not_given(one) -> None:
    told = set(NUMBER.findall(one.patients.says))
    assert told <= set(NUMBER.findall(" ".join([one.says, *(said.says for said in one.today)])))


def grade(text: str) -> float:
    """The school grade by Flesch and Kincaid, syllables counted as groups of vowels; 7 is age 12."""
    sentences = [one for one in re.split(r"[.?:]\s*", text) if one]
    words = re.findall(r"[a-z]+", text.lower())
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<![aeioul])e$", "", one)))) for one in words
    )
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize("one", claims().claims, ids=lambda one: one.id)
def test_a_child_of_twelve_can_read_every_text_for_patients(one) -> None:
    assert grade(one.patients.says) <= 7


def test_the_measure_of_reading_age_knows_hard_words_from_easy_ones() -> None:
    assert grade("The cat sat on the mat.") < 2
    assert grade("Serotonergic modulation of trigeminovascular transmission is epiphenomenal.") > 15


@pytest.mark.parametrize("one", claims().claims, ids=lambda one: one.id)
def test_a_text_for_patients_gives_no_verdict_on_the_article(one) -> None:
    assert not re.search(r"article|wrong|right\b|verdict|out of date|imprecise", one.patients.says)


def test_a_reviewed_text_is_shown_with_its_date_and_the_role_of_the_reviewer(tmp_path: Path) -> None:
    found: Claims = read_claims(changed(tmp_path, 'verdict = "imprecise"', REVIEW))
    [(name, text, review)] = found.reviewed()
    assert (name, review) == ("headache-days", Review(datetime.date(2026, 12, 1), "made-up nurse"))
    assert text.asks == "What is chronic migraine?"
    assert found.fingerprint != claims().fingerprint


def test_the_emergency_sentence_names_what_cannot_wait_and_that_nobody_watches() -> None:
    assert EMERGENCY == (
        "Trouble swallowing, speaking or breathing, or a sudden worst-ever headache: call emergency services."
        " Nobody watches this diary."
    )


# What keeps a file from being used -------------------------------------------------------------------------


@dataclass(frozen=True)
class Refused:
    """A file that is refused: what is changed, which line the message names, and what it says."""

    because: str
    old: str
    new: str
    at: str
    path: str
    says: str


PATIENTS = "It is headache on about half of all days or more, for more than three months."
REFUSED = [
    Refused("a key is misspelt", 'verdict = "imprecise"', 'verdikt = "imprecise"\nverdict = "imprecise"',
            "verdikt", "claims.1.verdikt", "'verdikt' has no meaning here. Did you mean 'verdict'?"),
    Refused("a table has no meaning", "[claims.patients]", "[claims.patient]\na = 1\n[claims.patients]",
            "[claims.patient]", "claims.1.patient", "Did you mean 'patients'?"),
    Refused("a key of the pack is misspelt", 'kind      =', 'knd = "claims"\nkind      =', "knd", "pack.knd",
            "'knd' has no meaning here. Did you mean 'kind'?"),
    Refused("a table beside the claims has no meaning", "[[claims]]", "[claim]\na = 1\n[[claims]]", "[claim]",
            "claim", "'claim' has no meaning here. Did you mean 'claims'?"),
    Refused("a key of a statement is misspelt", 'url      = "https://beta',
            'link = "a"\nurl      = "https://beta', "link =", "claims.1.today.1.link",
            "'link' has no meaning here."),
    Refused("a key of a text for patients is misspelt", "asks = ", 'ask = "b"\nasks = ', "ask =",
            "claims.1.patients.ask", "'ask' has no meaning here. Did you mean 'asks'?"),
    Refused("a reviewer has a name", 'verdict = "imprecise"', REVIEW.replace(" }", ', name = "n" }'),
            "{ on = 2", "claims.1.reviewed_for_patients.name", "'name' has no meaning here."),
    Refused("a statement has no source", 'source   = "ICHD-3 1.3; NICE TA260 1.1"', "", "[[claims.today]]",
            "claims.1.today.1", "has no 'source'. Add source = text in quotes."),
    Refused("a source is empty", 'source   = "ICHD-3 1.3; NICE TA260 1.1"', 'source   = " "',
            'source   = " "', "claims.1.today.1.source", "is empty. Write it."),
    Refused("an address is none", 'url      = "https://beta', 'url      = "see beta', "see beta",
            "claims.1.today.1.url", "is not an address such as https://example.org/page."),
    Refused("two claims have one id", 'id      = "points"', 'id      = "stop"',
            'id      = "stop"\nsays    = "T', "claims.12.id", "'stop' stands here twice."),
    Refused("a status is no status", 'status   = "read"', 'status   = "red"', 'status   = "red"',
            "claims.1.today.1.status", "'red' is not one of read, unverified. Did you mean 'read'?"),
    Refused("a strength is none of the list", 'strength = "guidance"', 'strength = "guidence"', "guidence",
            "claims.1.today.1.strength", "Did you mean 'guidance'?"),
    Refused("a verdict is none of the list", 'verdict = "imprecise"', 'verdict = "wrong"', '"wrong"',
            "claims.1.verdict", "'wrong' is not one of right, right-with-a-limit, imprecise"),
    Refused("a claim has no verdict", 'verdict = "imprecise"', "", "[[claims]]", "claims.1",
            "has no 'verdict'."),
    Refused("nothing is held today", 'verdict = "not-supported"', 'verdict = "not-supported"\ntoday = []\n'
            '[claims.patients]\nasks = "a"\nsays = "b"\n[[claims]]\nid = "x"\nsays = "c"\nverdict = "right"',
            '[[claims]]\nid      = "overuse"', "claims.4",
            "says nothing that is held today. Add a table [[claims.today]]."),
    Refused("it has no text for patients", "[claims.patients]\nasks = \"What is chronic migraine?\"\nsays",
            "[claims.patients]\nsays", "[claims.patients]", "claims.1.patients", "has no 'asks'."),
    Refused("a review has no date", 'verdict = "imprecise"', REVIEW.replace("on = 2026-12-01, ", ""),
            "reviewed_for_patients = { by", "claims.1.reviewed_for_patients", "has no 'on'. Add on = a date"),
    Refused("nobody says who reviewed", 'verdict = "imprecise"', REVIEW.replace(', by = "made-up nurse"', ""),
            "reviewed_for_patients = { on = 2", "claims.1.reviewed_for_patients", "has no 'by'."),
    Refused("a review is only a yes", 'verdict = "imprecise"',
            'verdict = "imprecise"\nreviewed_for_patients = true', "reviewed_for_patients = true",
            "claims.1.reviewed_for_patients", "'true' is not a table."),
    Refused("it is another kind of pack", 'kind      = "claims"', 'kind      = "policy"', "kind      =",
            "pack.kind", "'policy' is not one of claims."),
    Refused("its id is not the file's name", 'id        = "claims"', 'id        = "clams"', "clams",
            "pack.id", "'clams' is not the file's name. Write \"claims\"."),
    Refused("a text for patients says who qualifies", PATIENTS, "You are eligible.", "You are eligible.",
            "claims.1.patients.says", "'eligible' says who qualifies, and no text for patients does."),
    Refused("a text for patients begins with who qualifies", PATIENTS, "Eligible people wait.", "Eligible",
            "claims.1.patients.says", "'Eligible' says who qualifies"),
    Refused("a text for patients begins with blame", PATIENTS, "Failure is common.", "Failure",
            "claims.1.patients.says", "'Failure' blames somebody"),
    Refused("a text for patients names criteria", PATIENTS, "You meet the criteria.", "You meet the",
            "claims.1.patients.says", "'criteria' says who qualifies"),
    Refused("a text for patients allows some days", PATIENTS, "Take it on up to 9 days.", "up to 9 days",
            "claims.1.patients.says", "'up to 9 days' reads as an allowance"),
    Refused("a text for patients allows no more", PATIENTS, "Not more than two tablets.", "Not more than",
            "claims.1.patients.says", "'Not more than two tablets' reads as an allowance"),
    Refused("a text for patients says what may be taken", PATIENTS, "You can safely take it.",
            "You can safely", "claims.1.patients.says", "'You can safely take' reads as an allowance"),
    Refused("a question for patients blames somebody", "What is chronic migraine?", "What if it failed?",
            "What if it", "claims.1.patients.asks", "'failed' blames somebody"),
]  # fmt: skip


@pytest.mark.parametrize("one", REFUSED, ids=lambda one: one.because)
def test_a_file_of_claims_is_refused_with_the_place_and_the_remedy_where(
    one: Refused, tmp_path: Path
) -> None:
    path = changed(tmp_path, one.old, one.new)
    line = line_of(path.read_text(encoding="utf-8"), one.at)
    said = [str(fault) for fault in faults_of(path)]
    assert any(
        fault.startswith(f"claims.toml, line {line}, {one.path}: ") and one.says in fault for fault in said
    ), "\n".join(said)


def test_every_fault_of_a_file_of_claims_is_told_at_once(tmp_path: Path) -> None:
    text = TEXT.replace('"imprecise"', '"imprecize"', 1).replace('"cohort"', '"cohorts"', 1)
    path = tmp_path / "claims.toml"
    path.write_text(text, encoding="utf-8")
    assert [fault.value for fault in faults_of(path)] == ["imprecize", "cohorts"]


@pytest.mark.parametrize("rest", ["", "claims = []\n"])
def test_a_file_without_a_claim_is_refused(rest: str, tmp_path: Path) -> None:
    path = tmp_path / "claims.toml"
    path.write_text(rest + TEXT[TEXT.index("[pack]") : TEXT.index("[[claims]]")], encoding="utf-8")
    assert "claims.toml: has no claim. Add a table [[claims]]." in map(str, faults_of(path))


def test_a_list_of_claims_that_holds_a_number_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "claims.toml"
    path.write_text(
        "claims = [1]\n" + TEXT[TEXT.index("[pack]") : TEXT.index("[[claims]]")], encoding="utf-8"
    )
    assert "claims.toml, line 1, claims: '1' entry 1 is not a table." in map(str, faults_of(path))
