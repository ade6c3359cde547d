"""Signatures: a protocol that nobody has verified plans only when the clinic has signed this very text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from packs.edited import written
from packs.session_packs import text_of
from procerus.faults import BadInput
from procerus.injection.plan import plan
from procerus.packs.products import find_product
from procerus.packs.protocols import Protocol, find_protocol
from procerus.packs.signatures import (
    Signature,
    check_signatures,
    lines_to_sign,
    needs_signature,
    read_signatures,
    require_signature,
    signed,
)

GLABELLA, PREEMPT = find_protocol("glabellar-lines"), find_protocol("preempt")


def lines(
    protocol: Protocol, mark: str = "", by: str = "the head of the clinic", on: str = "2026-11-20"
) -> str:
    return (
        f'[[signed]]\nprotocol = "{protocol.id}"\nfingerprint = "{mark or protocol.fingerprint}"\n'
        f'by = "{by}"\non = {on}\n'
    )


def clinic(folder: Path, *signatures: str) -> tuple[Path]:
    folder.mkdir(exist_ok=True)
    written(folder, "signatures", "\n".join(signatures))
    return (folder,)


def said(raised: pytest.ExceptionInfo[BadInput]) -> str:
    return str(raised.value)


def test_a_protocol_that_nobody_verified_or_signed_plans_nothing_and_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as complaint:
        require_signature(GLABELLA, (tmp_path,))
    assert said(complaint) == (
        "protocol glabellar-lines: is not verified in its source, and your clinic has not signed it."
        " Check its numbers with `procerus protocol show glabellar-lines`, which also shows what to write"
        " into signatures.toml in your folder of packs."
    )
    with pytest.raises(BadInput, match="has not signed it"):
        require_signature(GLABELLA, ())


def test_a_signed_protocol_plans(tmp_path: Path) -> None:
    homes = clinic(tmp_path, lines(GLABELLA))
    require_signature(GLABELLA, homes)
    assert signed(GLABELLA, homes) == Signature(
        "glabellar-lines", GLABELLA.fingerprint, "the head of the clinic", date(2026, 11, 20)
    )


def test_a_protocol_that_was_read_in_its_source_needs_no_signature(tmp_path: Path) -> None:
    require_signature(PREEMPT, (tmp_path,))
    assert not needs_signature(PREEMPT) and needs_signature(GLABELLA) and signed(PREEMPT, ()) is None


def test_a_protocol_whose_text_changed_since_is_unsigned_again(tmp_path: Path) -> None:
    homes = clinic(tmp_path, lines(GLABELLA, "0123456789abcdef"))
    assert signed(GLABELLA, homes) is None
    with pytest.raises(BadInput) as complaint:
        require_signature(GLABELLA, homes)
    assert said(complaint).startswith(
        "protocol glabellar-lines: was signed by the head of the clinic on 2026-11-20, and its text has"
        " changed since. Check its numbers"
    )


def test_no_plan_is_made_without_a_signature_under_this_very_text() -> None:
    own, other = (
        Signature(GLABELLA.id, GLABELLA.fingerprint, "A", date(2026, 11, 20)),
        find_protocol("forehead"),
    )
    botox = find_product("botox-cosmetic")
    assert len(plan(GLABELLA, botox, None, own).sites) == 5
    for wrong in (None, replace(own, fingerprint="0123456789abcdef"), replace(own, protocol=other.id)):
        with pytest.raises(
            BadInput, match="glabellar-lines: is not verified in its source, and is not signed"
        ):
            plan(GLABELLA, botox, None, wrong)


def test_any_change_of_a_local_protocol_makes_it_unsigned(tmp_path: Path) -> None:
    text = text_of("our-bruxism")
    written(tmp_path, "our-bruxism", text)
    homes = clinic(tmp_path, lines(find_protocol("our-bruxism", [tmp_path])))
    require_signature(find_protocol("our-bruxism", homes), homes)
    written(tmp_path, "our-bruxism", text.replace("first draft", "second draft"))
    with pytest.raises(BadInput, match="its text has changed since"):
        require_signature(find_protocol("our-bruxism", homes), homes)


def test_a_signature_under_another_protocol_says_nothing_of_this_one(tmp_path: Path) -> None:
    homes = clinic(tmp_path, lines(find_protocol("forehead")))
    assert signed(GLABELLA, homes) is None
    with pytest.raises(BadInput, match="has not signed it"):
        require_signature(GLABELLA, homes)


def test_the_latest_signature_is_told_wherever_it_stands(tmp_path: Path) -> None:
    one = clinic(tmp_path / "one", lines(GLABELLA, on="2026-11-21", by="B"), lines(GLABELLA, by="A"))
    other = clinic(tmp_path / "other", lines(GLABELLA, on="2026-11-22", by="C"))
    found = [signed(GLABELLA, homes) for homes in (one, (*one, *other), (*other, *one))]
    assert [one and one.by for one in found] == ["B", "C", "C"]


def test_the_lines_that_are_shown_are_a_signature_once_they_are_filled_in(tmp_path: Path) -> None:
    text = "\n".join(lines_to_sign(GLABELLA))
    with pytest.raises(BadInput, match="is not TOML"):
        read_signatures(written(tmp_path, "signatures", text))
    filled = text.replace("the day, such as 2026-11-20", "2026-11-23").replace("your name or role", "Dr A")
    [one] = read_signatures(written(tmp_path, "signatures", filled))
    assert one == Signature(GLABELLA.id, GLABELLA.fingerprint, "Dr A", date(2026, 11, 23))
    assert one.in_words == "by Dr A on 2026-11-23"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('by = "the head of the clinic"\n', "", "has no 'by'"),
        ('"the head of the clinic"', '" "', "signed.1.by: ' ' is empty|by: is empty"),
        ("on = 2026-11-20", "", "has no 'on'"),
        ("2026-11-20", '"2026-11-20"', "is not a date such as 2026-11-22"),
        ("2026-11-20", "2026-11-20T09:00:00", "is not a date such as 2026-11-22"),
        ("fingerprint =", "finger =", "'finger' has no meaning here"),
        (GLABELLA.fingerprint, "glabella", "'glabella' is not 16 of the figures 0 to 9 and a to f. Copy it"),
        (GLABELLA.fingerprint, GLABELLA.fingerprint + "0", "is not 16 of the figures"),
        ("protocol =", "policy =", "has no 'protocol'"),
        ("[[signed]]", "[signed]", "signed: 'a table' is not a list of tables"),
        ("[[signed]]", "[[sign]]", "'sign' has no meaning here"),
    ],
)
def test_a_signature_with_a_slip_counts_for_nothing_and_says_why(
    old: str, new: str, why: str, tmp_path: Path
) -> None:
    text = lines(GLABELLA)
    assert old in text
    homes = clinic(tmp_path, text.replace(old, new, 1))
    for asked in (signed, require_signature):
        with pytest.raises(BadInput, match=why):
            asked(GLABELLA, homes)


def test_an_empty_file_of_signatures_signs_nothing(tmp_path: Path) -> None:
    assert signed(GLABELLA, clinic(tmp_path, "# nobody yet")) is None


def test_a_signature_under_a_protocol_that_is_not_known_is_found_by_the_check(tmp_path: Path) -> None:
    homes = clinic(tmp_path, lines(GLABELLA).replace("glabellar-lines", "glabelar-lines"), lines(PREEMPT))
    with pytest.raises(BadInput) as complaint:
        check_signatures(homes)
    assert said(complaint) == (
        f"{tmp_path / 'signatures.toml'}: 'glabelar-lines' signs a protocol that is not known here."
        " Did you mean 'glabellar-lines'?"
    )
    assert [one.protocol for one in check_signatures(clinic(tmp_path, lines(PREEMPT)))] == ["preempt"]


def test_a_folder_of_packs_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is no folder of packs"):
        signed(GLABELLA, (tmp_path / "gone",))
