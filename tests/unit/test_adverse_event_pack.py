"""The file of adverse events: rates as their sources write them, names, and what keeps it from being used."""

from __future__ import annotations

from pathlib import Path

import pytest

from procerus.faults import BadInput
from procerus.packs.adverse_events import adverse_events, read_adverse_events
from procerus.packs.load import PACKS

FILE = PACKS / "safety" / "adverse-events.toml"
TEXT = FILE.read_text(encoding="utf-8")


def faults_with(folder: Path, old: str, new: str) -> str:
    assert old in TEXT
    path = folder / "adverse-events.toml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput) as complaint:
        read_adverse_events(path)
    return "\n".join(str(one) for one in complaint.value.faults)


LABEL = {
    "neck-pain": ("9", "3"),
    "headache": ("5", "3"),
    "migraine": ("4", "3"),
    "eyelid-ptosis": ("4", "<1"),
    "musculoskeletal-stiffness": ("4", "1"),
    "muscular-weakness": ("4", "<1"),
    "myalgia": ("3", "1"),
    "musculoskeletal-pain": ("3", "1"),
    "injection-site-pain": ("3", "2"),
    "bronchitis": ("3", "2"),
    "muscle-spasms": ("2", "1"),
    "facial-paresis": ("2", "0"),
    "hypertension": ("2", "1"),
}
HULL = {
    "injection-site-pain": "14.9",
    "musculoskeletal-stiffness": "14.6",
    "eyelid-ptosis": "11",
    "unable-to-frown": "5.9",
    "headache": "4.3",
    "dysphagia": "2.0",
    "fainting": "1.2",
}


def test_the_labels_table_stands_as_it_is_written_and_is_marked_unverified() -> None:
    rates = {
        name: [rate for rate in term.rates if rate.source.id == "us-label" and not rate.of]
        for name, term in adverse_events().terms.items()
    }
    assert {name: (one[0].treated, one[0].placebo) for name, one in rates.items() if one} == LABEL
    assert {rate.status for one in rates.values() for rate in one} == {"unverified"}
    assert {name for name, term in adverse_events().terms.items() if term.in_label_list} == set(LABEL)


def test_everyday_practice_in_hull_stands_beside_it_as_read_and_without_a_placebo() -> None:
    rates = {
        name: rate
        for name, term in adverse_events().terms.items()
        for rate in term.rates
        if rate.source.id == "hull"
    }
    assert {name: rate.treated for name, rate in rates.items()} == HULL
    assert {(rate.status, rate.placebo, rate.source.treated) for rate in rates.values()} == {
        ("read", None, 254)
    }


def test_a_rate_is_said_with_who_was_counted_and_how_well_it_is_known() -> None:
    label, related, hull = adverse_events().terms["eyelid-ptosis"].rates
    assert label.in_words == (
        "4 percent of 687 under toxin, less than 1 percent of 692 under placebo"
        " (US label, PREEMPT 1 and 2 pooled, 24 weeks double-blind; unverified)"
    )
    assert related.in_words.startswith("3.3 percent of 687")
    assert hull.in_words == "11 percent of 254 under toxin (Hull migraine clinic, everyday practice; read)"
    flare = adverse_events().terms["headache"].rates[1]
    assert flare.in_words.startswith("a flare of five days: 4.3 percent of 254 under toxin")


def test_the_signs_of_spread_are_marked_and_a_drooping_lid_is_not() -> None:
    marked = {name for name, term in adverse_events().terms.items() if term.warning}
    assert marked == {
        "dysphagia",
        "speech",
        "breathing",
        "generalised-weakness",
        "diplopia",
        "urinary-incontinence",
    }


def test_the_rates_of_all_events_together_are_those_of_the_pooled_trials() -> None:
    said = {one.says: (one.rate.treated, one.rate.placebo) for one in adverse_events().overall}
    assert said == {
        "any adverse event": ("62.4", "51.7"),
        "an adverse event related to treatment": ("29.4", "12.7"),
        "a serious adverse event": ("4.8", "2.3"),
        "stopped for an adverse event": ("4", "1"),
    }


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("eyelid-ptosis", "eyelid-ptosis"),
        ("speech", "speech"),
        ("Eyelid ptosis", "eyelid-ptosis"),
        ("haengendes Augenlid", "eyelid-ptosis"),
        ("Nackenschmerzen", "neck-pain"),
        ("stiff neck", "musculoskeletal-stiffness"),
        ("neck pain on the left", None),
        ("toothache", None),
        ("", None),
    ],
)
def test_only_a_whole_name_is_that_event(written: str, meant: str | None) -> None:
    term = adverse_events().term(written)
    assert (term and term.id) == meant


@pytest.mark.parametrize(
    ("written", "found", "near"),
    [
        ("drooping eyelid on the left", ["eyelid-ptosis"], ()),
        ("neck pain, bruising", ["neck-pain", "bruise"], ()),
        ("eyelid ptossis", [], ("eyelid ptosis",)),
        ("cannot frown", ["unable-to-frown"], ()),
        ("no neck pain", [], ("neck pain",)),
        ("can hardly swallow", [], ("difficulty swallowing",)),
        ("trouble swallowing and speaking", ["dysphagia"], ("difficulty speaking",)),
        ("toothache", [], ()),
    ],
)
def test_own_words_suggest_an_event_and_do_not_become_one(
    written: str, found: list[str], near: tuple[str, ...]
) -> None:
    match = adverse_events().meant(written)
    assert ([one.id for one in match.found], match.near) == (found, near)


@pytest.mark.parametrize(
    "written",
    [
        *("dysphagia", "disphagia", "can hardly swallow", "food gets stuck when swalowing", "voice odd"),
        *("speech", "breathing", "out of breath", "Kann nicht schlucken", "Sie spricht undeutlich"),
        *("no trouble breathing", "seeing double", "weak all over"),
    ],
)
def test_any_word_of_swallowing_speaking_or_breathing_warns(written: str) -> None:
    assert adverse_events().warns(written)


@pytest.mark.parametrize(
    "written",
    [
        *("thunderclap headache", "sudden worst headache", "worst headache ever", "the worst of my life"),
        *("headache, came on suddenly", "Donnerschlagkopfschmerz", "Vernichtungskopfschmerz"),
        *(
            "schlimmster Kopfschmerz meines Lebens",
            "ploetzlich starker Kopfschmerz",
            "Plötzlicher Kopfschmerz",
        ),
        *("stridor", "suffocation", "suffocated", "apnoea", "apnea", "respiratory arrest", "wheezing"),
        *("wheesing", "Atemnot", "Atemstillstand", "Atembeschwerden", "Erstickung", "erstickt", "beatmet"),
        *("food sticks in my throat", "choking", "choked on tea", "Verschlucken", "Schluckprobleme"),
        *("bleibt im Hals stecken", "slurring", "Sprachstörung", "Stimme ist weg"),
        *("anaphylaxis", "anaphilaxis", "anaphylactoid", "Anaphylaxie", "allergic reaction", "Quincke-Ödem"),
        *("botulism", "Botulismus", "death", "Tod", "no anaphylaxis"),
    ],
)
def test_words_that_may_name_what_cannot_wait_warn(written: str) -> None:
    assert adverse_events().warns(written)


def test_what_cannot_wait_is_not_called_a_sign_of_spread() -> None:
    urgent = {one.id for one in adverse_events().terms.values() if one.urgent}
    assert urgent == {"anaphylaxis", "sudden-worst-headache", "botulism", "death"}
    assert not any(adverse_events().terms[name].warning for name in urgent)


@pytest.mark.parametrize(
    "written",
    [
        *("neck pain", "eyelid ptosis", "no bruise", "stiff neck", "steifer Hals", "hives", "fainted"),
        *(
            "bronchitis",
            "brow ptosis",
            "headache",
            "Kopfschmerzen",
            "Stimmung schlecht",
            "headache flare",
            "",
        ),
    ],
)
def test_other_events_do_not_warn(written: str) -> None:
    assert not adverse_events().warns(written)


def test_prompts_come_in_order_of_their_days_whatever_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "adverse-events.toml"
    path.write_text(TEXT.replace("day  = { is = 7,", "day  = { is = 30,"), encoding="utf-8")
    assert [one.id for one in read_adverse_events(path).prompts] == ["day-21", "day-7"]
    assert [one.day.value for one in adverse_events().prompts] == [7, 21]
    assert read_adverse_events(path).fingerprint != adverse_events().fingerprint


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('treated = "9"', "treated = 9", "is not text in quotes"),
        ('treated = "9"', 'treated = "nine"', 'Write "9", "<1" or "14.9".'),
        ('treated = "9"', 'treated = "109"', "is not a percent as text"),
        ('source = "us-label"', 'source = "us-lable"', "Did you mean 'us-label'?"),
        ('treated = "4.3"', 'treated = "4.3", placebo = "1"', "do not agree on whether there was a placebo"),
        (', placebo = "3", status', ", status", "do not agree on whether there was a placebo"),
        ('id       = "headache"', 'id       = "neck-pain"', "stands here twice"),
        ('"sore neck", ', '"migraine attack", ', "has a name of 'neck-pain' already"),
        ("synonyms = [", "synonym = [", "Did you mean 'synonyms'?"),
        ('synonyms = ["sore neck"', "synonyms = 3 #", "is not a list of words"),
        ("first = 3, last = 14", "first = 15, last = 14", "is before day 15"),
        ("first = 0, last = 14, at", "first = 0, at", "has no 'last'"),
        ("day  = { is = 7,", "day  = {", "has no 'is'"),
        ("urgent   = true", 'urgent = "yes"', "is not true or false"),
        ('"botulis"', '"botulis mus"', "is not the beginning of one word"),
        ('"botulis"', '"-"', "is not the beginning of one word"),
        ("warning  = true", 'warning = "yes"', "is not true or false"),
        ('kind      = "adverse-events"', 'kind = "events"', "is not one of adverse-events"),
        ("[[prompts]]", "[[promts]]", "Did you mean 'prompts'?"),
        ('anywhere = ["before', 'elsewhere = ["before', "has no 'anywhere'"),
        ('status  = "read"', 'status  = "sure"', "is not one of read, unverified"),
    ],
)
def test_a_slip_in_the_file_is_told_with_its_place(tmp_path: Path, old: str, new: str, says: str) -> None:
    said = faults_with(tmp_path, old, new)
    assert says in said
    assert "adverse-events.toml, line " in said


def test_a_file_without_events_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "adverse-events.toml"
    path.write_text(TEXT.split("[[sources]]", maxsplit=1)[0], encoding="utf-8")
    with pytest.raises(BadInput, match="has no terms") as complaint:
        read_adverse_events(path)
    assert len(complaint.value.faults) == 3
