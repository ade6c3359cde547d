"""`procerus explain`: the claims for clinicians, and the leaflet for patients."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import run
from procerus.packs.claims import EMERGENCY, claims
from procerus.packs.load import PACKS

BUILT_IN = (PACKS / "claims.toml").read_text(encoding="utf-8")
NURSE = 'reviewed_for_patients = { on = 2026-12-01, by = "made-up headache nurse" }'


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: object) -> str:
        assert run(["explain", *map(str, arguments)]) == 0
        return capsys.readouterr().out

    return call


@pytest.fixture
def complained(capsys: pytest.CaptureFixture[str]):
    def call(*arguments: object) -> str:
        assert run(["explain", *map(str, arguments)]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        return err

    return call


def reviewed(folder: Path, *names: str, review: str = NURSE) -> Path:
    """A clinic's own file, where the texts of these claims have been reviewed."""
    text = BUILT_IN.replace('id        = "claims"', 'id        = "ours"')
    for name in names:
        before, here, after = text.partition(f'id      = "{name}"\n')
        assert here, name
        text = f"{before}{here}{review}\n{after}"
    path = folder / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return path


def flat(text: str) -> str:
    return " ".join(text.split())


# For clinicians --------------------------------------------------------------------------------------


def test_every_claim_is_told_with_what_is_held_today_its_source_strength_and_status(printed):
    text = flat(printed())
    for claim in claims().claims:
        assert f"{claim.id}: {claim.verdict.replace('-', ' ')} The article: {flat(claim.says)}" in text
        for one in claim.today:
            grounds = f"[{one.strength.replace('-', ' ')}; {one.status}] {one.source}"
            assert f"- {one.says} {grounds} {one.url}".rstrip() in text


def test_what_the_article_says_comes_before_what_is_held_today(printed):
    lines = printed("overuse").splitlines()
    assert lines[:3] == [
        "overuse: not supported",
        "  The article: Overuse of painkillers speaks against the treatment.",
        "  Today:",
    ]


def test_one_claim_alone_also_shows_the_text_that_waits_for_a_review(printed):
    text = printed("serotonin")
    assert "For patients, not reviewed yet:" in text
    assert "points:" not in text
    assert "For patients" not in printed()


def test_one_claim_alone_says_when_and_by_whom_its_text_was_reviewed(printed, tmp_path: Path):
    text = printed("nerves", "--claims", reviewed(tmp_path, "nerves"))
    assert "For patients, reviewed on 1 Dec 2026 (made-up headache nurse):" in text


def test_the_articles_rules_and_its_claims_point_to_one_another(printed, capsys):
    assert "procerus policy show botox-for-migraines" in printed()
    assert run(["policy", "show", "botox-for-migraines"]) == 0
    assert "procerus explain" in flat(capsys.readouterr().out)


def test_claims_as_json_carry_every_statement_with_its_grounds(printed):
    found = {one["id"]: one for one in json.loads(printed("--format", "json"))}
    assert list(found) == [one.id for one in claims().claims]
    points = found["points"]
    assert (points["verdict"], points["status"]) == ("imprecise", "unverified")
    assert [one["strength"] for one in points["today"]] == ["secondary-report", "guidance", "guidance"]
    assert points["today"][1]["url"].startswith("https://") and points["today"][2]["url"] is None
    assert points["patients"]["reviewed_for_patients"] is None
    assert json.loads(printed("points", "--format", "json")) == points


def test_a_claim_that_is_not_there_is_answered_with_the_nearest_one(complained):
    assert complained("serotonine") == (
        "claim: 'serotonine' is not a claim that is known here. Did you mean 'serotonin'?\n"
    )
    assert complained("xyzzy").endswith("See `procerus explain`.\n")


# For patients ----------------------------------------------------------------------------------------


def test_without_a_reviewed_text_the_leaflet_says_so_and_holds_only_the_emergency_sentence(printed):
    nothing = "Nobody has reviewed a statement for patients yet, so this leaflet has none."
    assert flat(printed("--leaflet")) == f"{nothing} {EMERGENCY}"
    assert printed("--leaflet").startswith(f"{nothing}\n")
    found = json.loads(printed("--leaflet", "--format", "json"))
    assert (found["statements"], found["note"], found["emergency"]) == ([], nothing, EMERGENCY)


def test_a_leaflet_holds_the_reviewed_texts_and_no_other(printed, tmp_path: Path):
    file = reviewed(tmp_path, "stop", "points")
    text = flat(printed("--leaflet", "--claims", file))
    shown = {one.id for one in claims().claims if one.patients.says in text}
    assert shown == {"points", "stop"}
    assert EMERGENCY in text
    assert text.index(EMERGENCY) < text.index("How is it given?") < text.index("How long does it go on?")


def test_a_leaflet_says_once_who_reviewed_it_and_when(printed, tmp_path: Path):
    text = printed("--leaflet", "--claims", reviewed(tmp_path, "stop", "points"))
    assert text.count("Reviewed on 1 Dec 2026 (made-up headache nurse).") == 1


def test_a_leaflet_of_every_text_gives_no_verdict_and_nothing_for_clinicians(printed, tmp_path: Path):
    file = reviewed(tmp_path, *(one.id for one in claims().claims))
    text = flat(printed("--leaflet", "--claims", file))
    for claim in claims().claims:
        assert claim.patients.says in text
        assert claim.says not in text and f"{claim.id}:" not in text
        assert claim.verdict.replace("-", " ") not in text
        assert not [one.says for one in claim.today if one.says in text]
    assert "article" not in text


def test_a_leaflet_as_json_carries_the_sentence_the_texts_and_their_reviews(printed, tmp_path: Path):
    file = reviewed(tmp_path, "risks")
    found = json.loads(printed("--leaflet", "--claims", file, "--format", "json"))
    assert set(found) == {"title", "emergency", "statements", "note", "fingerprint"}
    assert (found["emergency"], found["note"]) == (EMERGENCY, None)
    assert found["fingerprint"] != claims().fingerprint
    assert found["statements"] == [
        {
            "id": "risks",
            "asks": "What are the risks?",
            "says": claims().claim("risks").patients.says,
            "reviewed_for_patients": {"on": "2026-12-01", "by": "made-up headache nurse"},
        }
    ]


def test_a_file_with_a_fault_gives_no_leaflet_at_all(complained, tmp_path: Path):
    bad = reviewed(tmp_path, "stop", review='reviewed_for_patients = { on = "2026-12-01", by = "nurse" }')
    err = complained("--leaflet", "--claims", bad)
    assert "claims.12.reviewed_for_patients.on: '2026-12-01' is not a date such as 2026-11-22." in err


def test_a_leaflet_of_one_claim_alone_is_refused(complained):
    assert complained("stop", "--leaflet") == (
        "--leaflet: 'stop' is one claim, and a leaflet holds every statement that was reviewed."
        " Leave the claim out.\n"
    )


def test_a_file_of_claims_that_is_not_there_is_named(complained, tmp_path: Path):
    assert complained("--claims", tmp_path / "none.toml").endswith(
        "cannot be read: No such file or directory.\n"
    )


def test_a_leaflet_is_never_written_over_the_file_it_was_made_from(complained, tmp_path: Path):
    file = reviewed(tmp_path, "stop")
    before = file.read_bytes()
    assert "is a file that was read" in complained("--leaflet", "--claims", file, "--out", file)
    assert file.read_bytes() == before
