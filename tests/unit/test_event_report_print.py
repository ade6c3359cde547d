"""The report on a terminal and on paper, and what the schemes ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from events import event, report_of, shape
from letters import printed
from procerus.exchange.letters.event_forms import SCHEMES, forms, read_forms
from procerus.exchange.letters.event_print import as_pdf, as_pictures, as_text
from procerus.faults import BadInput
from procerus.packs.claims import EMERGENCY

FORMS = Path(read_forms.__code__.co_filename).with_name("event_forms.toml")
MEDICINES = [{"drug": "candesartan", "from": "2026-01"}, {"drug": "doxycycline", "to": "2026-02"}]


def words(text: str) -> str:
    return " ".join(text.split())


# On a terminal ---------------------------------------------------------------------------------------


def test_what_is_missing_comes_before_any_fact() -> None:
    lines = as_text(report_of(reporter={})).splitlines()
    assert lines[0] == "Cannot be sent as it is. Still needed: a reporter."
    assert lines[1:5] == ["[x] a patient", "[x] a medicine", "[x] a reaction", "[ ] a reporter"]
    assert lines[6].startswith("Not recorded (")
    assert lines.index("FACTS FOR A YELLOW CARD") > 6


def test_what_nobody_recorded_is_a_line_to_fill_in() -> None:
    text = as_text(report_of(medicines=MEDICINES))
    assert f"Weight: {'_' * 40}" in text
    assert "Sex: female" in text
    assert "- candesartan; dose ________; route ________; from Jan 2026; to ________; for\n" in text
    assert "1 that ended earlier is not listed." in text
    both = as_text(report_of(medicines=[MEDICINES[1], MEDICINES[1]]))
    assert "2 that ended earlier are not listed." in both


def test_the_urgent_words_stand_above_the_facts_of_a_sign_of_spread() -> None:
    text = words(as_text(report_of(event=event(term="dysphagia"))))
    assert text.index(EMERGENCY) < text.index("FACTS FOR A YELLOW CARD")
    assert EMERGENCY not in words(as_text(report_of()))


def test_a_complete_report_says_so_and_that_it_is_no_form_of_the_authority() -> None:
    made = report_of(
        patient=shape()["patient"] | {"weight_kg": 60},
        session=shape()["session"] | {"route": "intramuscular", "indication": "chronic-migraine"},
        event=event(
            ended="2026-11-01", grade="mild", seriousness=[], outcome="recovered", relatedness="related",
            action="none", note="none",
        ),
        medicines=[], history=[], allergies=[], tests="none",
        reporter={"name": "R", "role": "nurse", "address": "A", "telephone": "1", "email": "e"},
    )  # fmt: skip
    text = words(as_text(made))
    assert "Everything asked is recorded." in text
    assert "not a form of the authority" in text
    assert "What the scheme asks for is unverified" in text


def test_no_line_is_wider_than_the_terminal_and_no_sign_reaches_it() -> None:
    text = as_text(report_of(event=event(note="\u202eword " * 60)), 60)
    assert max(map(len, text.splitlines())) <= 60
    assert "\u202e" not in text


def test_a_made_up_person_is_called_one_in_print_and_on_the_terminal() -> None:
    made = report_of(patient={"id": "made-up-eve"})
    assert "*** Made-up person ***" in as_text(made)
    assert "Made-up person" in printed(as_pdf(made))
    assert "Made-up" not in as_text(report_of()) + printed(as_pdf(report_of()))


# On paper --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_same_facts_make_the_same_bytes_and_another_fact_others(scheme: str) -> None:
    first = as_pdf(report_of(scheme))
    assert first == as_pdf(report_of(scheme))
    assert first != as_pdf(report_of(scheme, patient={"id": "4712"}))


def test_the_paper_is_tagged_for_screen_readers_and_dated_by_its_facts() -> None:
    pdf = as_pdf(report_of())
    assert b"/StructTreeRoot" in pdf and b"/Lang" in pdf and b"pdfuaid" in pdf
    assert b"D:20261011" in pdf


@pytest.mark.parametrize("scheme", SCHEMES)
def test_print_says_everything_that_the_terminal_says(scheme: str) -> None:
    made = report_of(scheme, event=event(term="dysphagia"), medicines=MEDICINES, reporter={})
    on_paper = "".join(printed(as_pdf(made)).split())
    said = [made.line, made.urgent or "", *made.known, *made.form.notes, *made.not_recorded]
    said += [one.label for part in made.parts for one in part.fields]
    said += [one.says for part in made.parts for one in part.fields if one.says]
    said += [cell for part in made.parts for row in part.medicines or () for cell in row.values() if cell]
    assert [one for one in said if "".join(one.split()) not in on_paper] == []
    assert "areporter:missing" in on_paper


def test_a_line_says_whether_nobody_recorded_it_or_it_is_always_left_to_the_hand() -> None:
    text = printed(as_pdf(report_of()))
    assert text.count("not recorded") == len(report_of().not_recorded)
    assert text.count("by hand") == 2


@pytest.mark.parametrize(
    "name", ["#let x = panic()", '#read("a.typ") $a^2$ *b* @ref <lbl> // /*', "}]) #panic()"]
)
def test_what_a_person_wrote_is_printed_as_it_was_written(name: str) -> None:
    made = report_of(patient={"id": name}, event=event(term=name, note=name), medicines=[{"drug": name}])
    assert printed(as_pdf(made)).count(name) >= 4
    assert name in words(as_text(made, 400))


def test_a_report_can_be_looked_at_as_pictures() -> None:
    assert {sheet[:4] for sheet in as_pictures(report_of())} == {b"\x89PNG"}


# What the schemes ask for ----------------------------------------------------------------------------


def test_what_the_schemes_ask_for_is_marked_unverified() -> None:
    assert {form.status for form in forms().values()} == {"unverified"}
    assert tuple(forms()) == SCHEMES


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("fact", ["id", "age", "sex", "brand", "substance", "lots", "dose", "route", "given"])
def test_every_scheme_asks_for_the_patient_and_for_the_lot(scheme: str, fact: str) -> None:
    asked = {one.fact for section in forms()[scheme].sections for one in section.fields}
    assert fact in asked
    assert {"reaction", "onset", "criteria", "outcome", "reporter_name", "history"} <= asked


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('fact = "weight"', 'fact = "wieght"', "Did you mean 'weight'?"),
        ('label = "Weight"', 'label = "Sex"', "stands here twice"),
        ("medicines = { is = 3,", "medicines = {", "has no 'is'"),
        ("medicines = {", 'fields = [{ label = "More" }]\nmedicines = {', "needs either 'fields' or"),
        ("[medwatch]", "[medwach]", "Did you mean 'medwatch'?"),
        ('scheme  = "the Y', 'sheme  = "the Y', "has no 'scheme'"),
        ('title  = "The patient"', 'titel = "The patient"', "Did you mean 'title'?"),
    ],
)  # fmt: skip
def test_a_slip_in_what_the_schemes_ask_for_is_told(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = FORMS.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "event_forms.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput) as complaint:
        read_forms(path)
    assert says in str(complaint.value)
