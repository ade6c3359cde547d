"""`procerus plan`: what may be typed, what is refused, and the map and the page it writes."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from commands import program, run
from procerus.injection.prepared import Terms, prepare
from procerus.injection.spoken import rests_on
from toxin import preempt

EXAMPLES = Path(__file__).parents[2] / "examples"
ADA = str(EXAMPLES / "ada.json")
PLAN = ["plan", "preempt", "--product", "botox"]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["--extra", "temporalis=2"],
         "'temporalis=2' is not MUSCLE:SIDE=NUMBER. Write temporalis:left=2."),
        (["--extra", "temporalis:left=1.5"],
         "'temporalis:left=1.5' is not a whole number of sites, nought or more. Write temporalis:left=2."),
        (["--extra", "temporalis:left=-1"],
         "'temporalis:left=-1' is not a whole number of sites, nought or more. Write temporalis:left=2."),
        (["--extra", "procerus:left=1", "--extra", "procerus:left=1"],
         "'procerus:left=1' is given twice. Give it once."),
        (["--dose", "trapezius:left=20"],
         "'trapezius:left=20' is not UNITS/SITES. Write units and sites, such as biceps-brachii:left=100/4."),
        (["--dose", "a:left=20/2", "--dose", "a:left=20/2"],
         "'a:left=20/2' is given twice. Give it once."),
        (["--omit", "procerus"],
         "'procerus' has no reason. Write frontalis-1-left=\"ptosis last time\"."),
        (["--omit", "procerus= "],
         "'procerus= ' has no reason. Write frontalis-1-left=\"ptosis last time\"."),
        (["--omit", "procerus=sc\u202ear"],
         "'procerus=sc ar' holds a character that cannot be seen (U+202E). Type it again, on one line."),
        (["--omit", "procerus=a", "--omit", " procerus =b"],
         "' procerus =b' is given twice. Give it once."),
        (["--dilution", "0"],
         "'0' is not a number above nought. Give units in 0.1 mL, such as 5."),
        (["--dilution", "-5"],
         "'-5' is not a number above nought. Give units in 0.1 mL, such as 5."),
        (["--dilution", "five"],
         "'five' is not a number above nought. Give units in 0.1 mL, such as 5."),
        (["--syringe", "0.0"],
         "'0.0' is not a number above nought. Give millilitres, such as 1."),
        (["--vials", "200,"],
         "'200,' is not a list of vial sizes. Write --vials 200,100."),
        (["--vials", "0"],
         "'0' is not a list of vial sizes. Write --vials 200,100."),
        (["--on", "2026-11-01"],
         "says something of a person, and there is none. Add --patient."),
        (["--infection", "procerus"],
         "says something of a person, and there is none. Add --patient."),
        (["--on", "2026-13-01", "--patient", ADA],
         "'2026-13-01' is not a date. Write it as 2026-11-22."),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_one_sentence(
    typed: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
):
    assert run([*PLAN, *typed]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"{typed[0]}: {sentence}\n")


def test_a_comma_may_stand_for_the_decimal_point(capsys: pytest.CaptureFixture[str]):
    assert run([*PLAN, "--dilution", "2,5", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["units_per_0.1_ml"] == 2.5


def test_the_day_of_the_session_is_that_of_the_days_checks_where_none_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert run([*PLAN, "--patient", ADA, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["on"], told["patient"], told["allowed"]) == ("2026-11-01", "made-up-ada", "yes")
    nobody = tmp_path / "nobody.json"
    nobody.write_text('{"procerus": "patient/1", "id": "made-up", "diary": []}')
    assert run([*PLAN, "--patient", str(nobody)]) == 2
    assert "--on: is missing. Say on which day the session is" in capsys.readouterr().err


def test_the_head_map_has_every_site_of_the_plan_as_an_element_of_its_id(tmp_path: Path):
    drawn, told = tmp_path / "map.svg", tmp_path / "plan.json"
    extra = ["--extra", "trapezius:left=2", "--omit", "procerus=wish"]
    assert run([*PLAN, *extra, "--svg", str(drawn), "--format", "json", "--out", str(told)]) == 0
    ids = {one.get("id") for one in ET.parse(drawn).iter(f"{SVG}g")}
    shape = json.loads(told.read_text())
    assert {site["id"] for site in shape["sites"] + shape["omitted"]} <= ids
    assert len(shape["sites"]) == 32


def test_a_protocol_without_a_site_on_the_head_has_no_map(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    from procerus.packs.protocols import find_protocol

    arm = find_protocol("upper-limb-spasticity")
    (tmp_path / "signatures.toml").write_text(
        f'[[signed]]\nprotocol = "{arm.id}"\nfingerprint = "{arm.fingerprint}"\nby = "x"\non = 2026-11-20\n'
    )
    typed = [
        "plan",
        arm.id,
        "--product",
        "botox",
        "--dose",
        "biceps-brachii:left=100/4",
        "--packs",
        str(tmp_path),
    ]
    assert run([*typed, "--dilution", "5", "--svg", str(tmp_path / "map.svg")]) == 2
    said = "--svg: has nothing to show: upper-limb-spasticity has no site on the head. Leave --svg out.\n"
    assert capsys.readouterr().err == said
    assert not (tmp_path / "map.svg").exists()


def test_a_map_that_cannot_be_written_leaves_no_plan_either(capsys: pytest.CaptureFixture[str]):
    assert run([*PLAN, "--svg", "/no/such/folder/map.svg"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "/no/such/folder/map.svg: cannot be written" in told.err


def test_a_plan_is_never_written_over_the_patients_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    person = tmp_path / "person.json"
    person.write_text('{"procerus": "patient/1", "id": "made-up", "diary": []}')
    before = person.read_bytes()
    for option in ("--out", "--svg"):
        assert run([*PLAN, "--patient", str(person), "--on", "2026-11-01", option, str(person)]) == 2
        assert "is a file that was read" in capsys.readouterr().err
    assert person.read_bytes() == before


def test_a_plan_and_its_map_never_go_to_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "folder").mkdir()
    both = ["--out", str(tmp_path / "x"), "--svg", str(tmp_path / "folder" / ".." / "x")]
    assert run([*PLAN, *both]) == 2
    assert "is the file that --out names too. Name two files" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_a_plan_is_also_a_page(capsys: pytest.CaptureFixture[str]):
    assert run([*PLAN, "--format", "html"]) == 0
    page = capsys.readouterr().out
    assert page.lower().startswith("<!doctype html>")
    assert "trapezius-3-left" in page


def test_planning_loads_no_solver():
    code = "import sys; from procerus.cli.app import run; run(sys.argv[1:]); print('highspy' in sys.modules)"
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code, *PLAN], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "False"
    assert program(*PLAN).returncode == 0


def test_a_plan_whose_numbers_were_all_read_says_nothing_of_it():
    from dataclasses import replace

    one = prepare(preempt(), Terms())
    muscles = tuple(replace(site, muscle=replace(site.muscle, status="read")) for site in one.plan.sites)
    protocol = replace(one.plan.protocol, numbers={}, per_ml=None)
    product = replace(one.plan.product, toxin=replace(one.plan.product.toxin, labels={}))
    sure = replace(one, plan=replace(one.plan, sites=muscles, protocol=protocol, product=product))
    assert rests_on(sure) == ""
    assert "strength of the solution" in rests_on(one)
