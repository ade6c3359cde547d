"""`procerus protocol` and `procerus product`: what they print, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commands import run
from packs.edited import written
from packs.session_packs import text_of
from procerus.cli.packs import VARIABLE
from procerus.packs.load import policy_files
from procerus.packs.products import products
from procerus.packs.protocols import find_protocol, protocol_files
from unit.small_policy import TEXT as SMALL_POLICY

GLABELLA = find_protocol("glabellar-lines")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, with no packs of one's own elsewhere, and a wide terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A clinic's folder: a policy, an off-label protocol, and a signature under a built-in one."""
    folder = tmp_path / "our-packs"
    folder.mkdir()
    written(folder, "small", SMALL_POLICY)
    written(folder, "our-bruxism", text_of("our-bruxism"))
    written(folder, "signatures", (
        f'[[signed]]\nprotocol = "glabellar-lines"\nfingerprint = "{GLABELLA.fingerprint}"\n'
        'by = "the head of the clinic"\non = 2026-11-20\n'
    ))  # fmt: skip
    return folder


def printed(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert run([*map(str, words)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def loaded(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    return json.loads(printed(capsys, *words, "--format", "json"))


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert run([*map(str, words)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "Traceback" not in err
    return " ".join(err.split())


# The list


def test_the_list_says_for_what_how_much_and_whether_it_is_verified(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = printed(capsys, "protocol", "list")
    assert (
        "preempt  31 sites, 155 U, up to 39 and 195 U; read\n"
        "  PREEMPT injection paradigm for chronic migraine\n"
        "  for chronic-migraine (approved) with onabotulinumtoxinA: botox\n"
    ) in said
    assert "cervical-dystonia  6 muscles, doses chosen within ranges; unverified, not signed\n" in said
    assert "axillary-hyperhidrosis  1 muscle, doses chosen" in said


def test_the_list_says_who_signed_what_and_shows_the_clinics_own(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = printed(capsys, "protocol", "list", "--packs", clinic)
    signed = "glabellar-lines  5 sites, 20 U; unverified, signed by the head of the clinic on 2026-11-20\n"
    assert signed in said
    assert "our-bruxism  2 muscles, no dose of its own; unverified, not signed\n" in said
    assert "for bruxism (off-label)" in said


def test_the_list_for_programs(clinic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {row["id"]: row for row in loaded(capsys, "protocol", "list", "--packs", clinic)}
    assert rows.keys() == {*protocol_files(), "our-bruxism"}
    assert (rows["preempt"]["sites"], rows["preempt"]["units"]) == ([31, 39], [155, 195])
    assert rows["glabellar-lines"]["signed"] == {"by": "the head of the clinic", "on": "2026-11-20"}
    assert {name: row["needs_signature"] for name, row in rows.items() if not row["needs_signature"]} == {
        "preempt": False
    }
    assert rows["forehead"]["signed"] is None and rows["forehead"]["products"] == [
        "botox-cosmetic",
        "vistabel",
    ]
    assert (rows["our-bruxism"]["use"], rows["our-bruxism"]["units"]) == ("off-label", [0, 0])


# One protocol


def test_a_protocol_in_words_has_its_muscles_in_order_with_dose_caution_and_source(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = printed(capsys, "protocol", "show", "preempt")
    names = ["corrugator", "procerus", "frontalis", "temporalis", "occipitalis", "cervical", "trapezius"]
    starts = [said.index(f"  {number}. {name}") for number, name in enumerate(names, 1)]
    assert starts == sorted(starts)
    assert "2. procerus: midline 1 site of 5 U  [Blumenfeld 2010; US label 2.3; unverified]" in said
    assert "each side 4 sites of 5 U; up to 2 extra sites, both sides together" in said
    assert "Caution: Never low or far lateral; the brow may droop." in said
    assert "In all: 31 sites, 155 U, up to 39 and 195 U." in said
    assert "Position: corrugator to temporalis lying or reclined" in said
    assert "None is needed: the pack was read in its source." in said


def test_ranges_are_said_as_ranges(capsys: pytest.CaptureFixture[str]) -> None:
    dystonia = " ".join(printed(capsys, "protocol", "show", "cervical-dystonia").split())
    assert (
        "sternocleidomastoid: each side 25 to 100 U in at least 2 sites; at most 100 U, both sides together"
    ) in dystonia
    assert "scalene muscles: each side 25 to 75 U in 1 to 2 sites" in dystonia
    lids = printed(capsys, "protocol", "show", "blepharospasm")
    assert "orbicularis oculi: each side 1.25 to 5 U a site in 3 sites" in lids
    leg = printed(capsys, "protocol", "show", "lower-limb-spasticity")
    assert "soleus: each side 75 U in 3 sites" in leg and "Position" not in leg
    assert "pronator teres: each side 15 to 25 U in 1 site " in printed(
        capsys, "protocol", "show", "upper-limb-spasticity"
    )


def test_an_unsigned_protocol_shows_the_lines_to_sign_it_with(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "protocol", "show", "glabellar-lines")
    assert "Not signed: it plans nothing." in said
    assert f'    fingerprint = "{GLABELLA.fingerprint}"\n' in said


def test_a_signed_protocol_says_by_whom(clinic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "protocol", "show", "glabellar-lines", "--packs", clinic)
    assert "Signed by the head of the clinic on 2026-11-20." in said and "[[signed]]" not in said


def test_a_protocol_without_a_strength_leaves_it_to_the_clinician(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = printed(capsys, "protocol", "show", "our-bruxism", "--packs", clinic)
    assert "per ml: the clinician chooses the strength" in said
    assert "1. masseter: each side, no dose of its own" in said
    assert "per_ml" not in loaded(capsys, "protocol", "show", "our-bruxism", "--packs", clinic)["numbers"]


def test_a_protocol_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    one = loaded(capsys, "protocol", "show", "cervical-dystonia")
    assert one["numbers"]["per_ml"]["is"] == 50
    muscles = {row["id"]: row for row in one["muscles"]}
    assert muscles["sternocleidomastoid"]["range"] == {
        "per_site": False,
        "units": [25, 100],
        "sites": [2, None],
    }
    assert muscles["sternocleidomastoid"]["units_most"] == 100
    assert muscles["scalene"]["range"]["sites"] == [1, 2] and muscles["scalene"]["units_most"] is None
    [corrugator, procerus, *_] = loaded(capsys, "protocol", "show", "glabellar-lines")["muscles"]
    assert (corrugator["units_each"], corrugator["sites_each_side"], corrugator["sides"]) == (
        4, 2, ["right", "left"],
    )  # fmt: skip
    assert procerus["range"] is None and muscles["scalene"]["sites_each_side"] is None


# Checking


def test_the_check_names_every_protocol_that_is_sound(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = printed(capsys, "protocol", "check", "--packs", clinic).splitlines()
    assert len(lines) == len(protocol_files()) + 1
    assert "our-bruxism is sound: 2 muscles, no dose of its own." in lines
    [one] = loaded(capsys, "protocol", "check", "preempt")
    assert one == {"id": "preempt", "fingerprint": find_protocol("preempt").fingerprint, "sound": True}


def test_the_check_tells_the_faults_of_all_protocols_with_their_lines(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "other"):
        text = text_of("our-bruxism").replace('"our-bruxism"', f'"{name}"').replace('["botox"]', '["xeomin"]')
        written(here, name, text)
    said = refused(capsys, "protocol", "check", "one.toml", "other.toml")
    line = text_of("our-bruxism").splitlines().index('brands     = ["botox"]') + 1
    for name in ("one", "other"):
        assert (
            f"{name}.toml, line {line}, protocol.brands: 'xeomin' is no brand of onabotulinumtoxina" in said
        )


def test_the_check_looks_at_signatures_too(clinic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = clinic / "signatures.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("glabellar-lines", "glabella"), encoding="utf-8")
    said = refused(capsys, "protocol", "check", "--packs", clinic)
    assert "'glabella' signs a protocol that is not known here. Did you mean 'glabellar-lines'?" in said


def test_an_unknown_protocol_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert "'preemt' is not a protocol that is known here. Did you mean 'preempt'?" in refused(
        capsys, "protocol", "show", "preemt"
    )


# A new one


def test_a_new_protocol_is_off_label_sound_and_without_a_dose(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "off-label protocol without a dose" in printed(capsys, "protocol", "new", "our-bruxism")
    one = find_protocol(str(here / "our-bruxism.toml"))
    assert one.use == "off-label" and one.about.status == "unverified"
    assert all(muscle.units_each is None and muscle.range is None for muscle in one.muscles)
    assert loaded(capsys, "protocol", "new", "ours") == {"id": "ours", "file": "ours.toml"}


def test_nothing_that_exists_is_written_over(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "ours.toml").write_text("mine", encoding="utf-8")
    assert "ours.toml: exists already." in refused(capsys, "protocol", "new", "ours")
    assert (here / "ours.toml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Our Bruxism"], "protocol new: 'Our Bruxism' cannot be the id of a protocol. Write our-bruxism."),
        (
            ["preempt"],
            "'preempt' is the id of a protocol that is known here. Choose another, such as our-preempt.",
        ),
        (
            ["ours", "--out", "theirs.toml"],
            "is not called ours.toml, as its protocol is. Write --out ours.toml.",
        ),
        (["ours", "--out", "no/ours.toml"], "ours.toml: cannot be written: No such file or directory."),
    ],
)
def test_a_new_protocol_needs_a_name_and_a_place(
    words: list[str], said: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, "protocol", "new", *words)
    assert list(here.iterdir()) == []


# Side by side with policies


def test_protocols_and_signatures_beside_policies_disturb_no_policy(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert policy_files([clinic]).keys() == {*policy_files(), "small"}
    assert "small" in printed(capsys, "policy", "list", "--packs", clinic)
    assert "small is sound" in printed(capsys, "policy", "check", "--packs", clinic)


def test_a_policy_that_does_not_say_what_it_is_is_still_checked(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(clinic, "small", SMALL_POLICY.replace('"policy"', '"polcy"'))
    assert "'polcy' is not one of policy" in refused(capsys, "policy", "check", "--packs", clinic)
    written(clinic, "small", "[pack")
    assert "small.toml: is not TOML" in refused(capsys, "policy", "check", "--packs", clinic)
    assert "small.toml: is not TOML" in refused(capsys, "protocol", "check", "--packs", clinic)


# Products


def test_the_list_of_products_says_toxin_form_vials_and_uses(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "product", "list")
    assert "xeomin  incobotulinumtoxinA, powder; vials of 200, 100, 50 U\n" in said
    assert "relfydess  relabotulinumtoxinA, liquid; vials of 150 U\n" in said
    assert said.endswith("nothing here turns one into the other.\n")
    rows = loaded(capsys, "product", "list")
    assert [row["id"] for row in rows] == list(products())


def test_a_product_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "product", "show", "botox")
    for words in (
        "Botox: onabotulinumtoxinA\n",
        "200 U: US, EU  [emc 859 and 436; US label 3; read]",
        "200 U in 4 mL: 5 U in 0.1 mL  [US label, table of dilutions; read]",
        "at most 400 units in 3 calendar months, all uses together",
        "at most 400 units in 84 days, all uses together",
        "chronic-migraine: at most 155 units a session",
        "hours usable: 24 hours",
        "Vials, for one person each:",
        "HCPCS J0585, a billing unit is 1 U.",
    ):
        assert words in said


def test_a_solution_and_what_is_not_collected_are_called_so(capsys: pytest.CaptureFixture[str]) -> None:
    solution = printed(capsys, "product", "show", "neurobloc")
    assert "2500 U in 0.5 mL, ready to use: EU" in solution and "Dissolved" not in solution
    dysport = printed(capsys, "product", "show", "dysport")
    assert "500 U: where it is sold is not collected" in dysport and "125 U in" not in dysport
    daxxify = printed(capsys, "product", "show", "daxxify")
    assert "50 U: in how much is not collected" in daxxify and "100 U: in how much" not in daxxify
    assert "not collected" not in solution
    assert "ATC M03AX01.\n" in printed(capsys, "product", "show", "botulax")


def test_a_product_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    botox, alluzience = (loaded(capsys, "product", "show", name) for name in ("botox", "alluzience"))
    assert botox["labels"]["eu"]["window"]["is"] == 84 and botox["labels"]["us"]["ceiling"]["is"] == 400
    assert botox["labels"]["us"]["most"]["chronic-migraine"]["is"] == 155
    assert {"vial": 200, "diluent_ml": 4, "at": "US label, table of dilutions", "status": "read"} in botox[
        "dilutions"
    ]
    assert alluzience["vials"][0]["volume_ml"] == 0.625 and botox["vials"][0]["volume_ml"] is None
    assert (alluzience["form"], alluzience["diluent"], alluzience["dilutions"]) == ("liquid", "", [])


def test_no_word_of_any_product_says_how_units_of_two_toxins_compare(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in products():
        said = printed(capsys, "product", "show", name).lower()
        assert ":1" not in said and "equivalent" not in said and "times as strong" not in said
