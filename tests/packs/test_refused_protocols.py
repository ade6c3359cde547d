"""Protocols that are refused, and in which words."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from packs.edited import line_of, written
from packs.session_packs import changed, faults_in_protocol, protocol, text_of
from procerus.faults import BadInput
from procerus.packs import protocols
from procerus.packs.load import load_policy
from procerus.packs.products import read_toxin
from procerus.packs.protocols import load_protocol

PRE, CD, OWN = "preempt", "cervical-dystonia", "our-bruxism"
INTERVAL = 'interval_days = { is = 84, unit = "days", at = "12 weeks: EHF 2018; labels", status = "read" }\n'


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        # the pack and what it is for
        (PRE, 'kind      = "protocol"', 'kind      = "protokoll"', "'protokoll' is not one of protocol"),
        (PRE, '"preempt"', '"preempted"', "'preempted' is not the file's name. Write \"preempt\""),
        (PRE, '"chronic-migraine"', '"chronic-migrane"', "Did you mean 'chronic-migraine'?"),
        (PRE, 'indication = "chronic-migraine"\n', "", "has no 'indication'"),
        (PRE, 'use        = "approved"\n', "", "has no 'use'"),
        (
            PRE,
            '"onabotulinumtoxina"',
            '"onabotulinumtoxin"',
            "'onabotulinumtoxin' is no toxin known here. Did you",
        ),
        (PRE, '["botox"]', '["botox", "dysport"]', "'dysport' is no brand of onabotulinumtoxina"),
        (PRE, '["botox"]', "[]", "brands: is empty"),
        (PRE, "needle     =", "nedle      =", "'nedle' has no meaning here. Did you mean 'needle'?"),
        # approved and off-label
        (
            PRE,
            'use        = "approved"',
            'use        = "off-label"',
            "'off-label' is written for chronic-migraine with onabotulinumtoxinA, a use that a label has.",
        ),
        (
            OWN,
            'use        = "off-label"',
            'use        = "approved"',
            "'approved' is written for bruxism with onabotulinumtoxinA, a use that no label has. Write",
        ),
        (
            OWN,
            '"bruxism"               # or "other"',
            '"cosmetic"',
            "cosmetic with onabotulinumtoxinA, a use that a",
        ),
        (
            OWN,
            "[muscles.masseter]\n",
            "[muscles.masseter]\nrange = { per_site = false, least = 15, most = 30,"
            " fewest_sites = 1, most_sites = 3 }\n",
            "muscles.masseter: proposes a dose for a use that no label has.",
        ),
        (
            OWN,
            "[muscles.masseter]\n",
            "[muscles.masseter]\nunits_each = 5\n"
            "fixed = { sites = 2, units = 10 }\n"
            'view = "right"\npoints = [[0.5, 0.6]]\n',
            "muscles.masseter: proposes a dose for a use that no label has",
        ),
        # numbers
        (
            PRE,
            "most_per_site =",
            "most_a_site =",
            "numbers.most_a_site: is not a number of a protocol. Did you mean",
        ),
        (PRE, INTERVAL, "", "preempt.toml: has no interval. Add interval_days to [numbers]"),
        (PRE, "is = 18", "is = -18", "is below nought"),
        # muscles
        (
            PRE,
            "[muscles.procerus]",
            "[muscles.procerrus]",
            "'procerrus' is no muscle that has a name here. Did you",
        ),
        (
            PRE,
            "[muscles.procerus]",
            "[muscles.Procerus]",
            "'Procerus' is not a muscle's id. Ids are in lower case",
        ),
        (PRE, 'sides      = "midline"', 'sides      = "middle"', "'middle' is not one of both, midline"),
        (
            PRE,
            "units_each = 5\n",
            "units_each = 5\nrange = { per_site = true, least = 1, most = 5, fewest_sites = 1 }\n",
            "muscles.corrugator.range: stands beside units_each. A muscle has one of the two",
        ),
        (PRE, "fixed      = { sites = 2, units = 10 }\n", "", "muscles.corrugator: has no 'fixed'"),
        (PRE, 'view       = "front"\n', "", "muscles.corrugator: has points and no view. Add view = "),
        (
            PRE,
            'view       = "right"',
            'view       = "left"',
            "is the left. Write down the right; the left is its",
        ),
        (PRE, 'view       = "right"', 'view       = "side"', "'side' is not one of front, right, left, back"),
        (PRE, "[[0.432, 0.388]]", "[[0.44]]", "points: 'a list' entry 1 is not [x, y], both from 0 to 1"),
        (PRE, "[[0.432, 0.388]]", "[[0.44, 1.01]]", "entry 1 is not [x, y], both from 0 to 1"),
        (PRE, "[[0.432, 0.388]]", "[[0.44, true]]", "entry 1 is not [x, y], both from 0 to 1"),
        (PRE, "[[0.432, 0.388]]", '[["0.44", 0.40]]', "entry 1 is not [x, y], both from 0 to 1"),
        (PRE, "[[0.432, 0.388]]", "[0.44]", "points: '0.44' entry 1 is not [x, y], both from 0 to 1"),
        (
            PRE,
            ", [0.854, 0.783], [0.678, 0.691]]",
            "]",
            "has 2 extra points for 4 sites. All of them may be on one side",
        ),
        (PRE, "extra      = { sites = 4,", "extra      = {", "each_side and sites do not fit"),
        (PRE, "[sums]\n", "[total]\n", "has no 'sums'"),
        (PRE, "fixed = { sites = 31, units = 155 }\n", "", "sums: has no 'fixed'"),
        (PRE, "sites = 31, ", "", "sums.fixed: has no 'sites'"),
        # ranges
        (
            CD,
            "least = 25, most = 75,",
            "least = 75, most = 25,",
            "scalene.range: goes from more to less. Write the",
        ),
        (
            CD,
            "fewest_sites = 1, most_sites = 8",
            "fewest_sites = 8, most_sites = 1",
            "goes from more to less",
        ),
        (
            CD,
            "least = 25, most = 100,",
            "least = 0, most = 100,",
            "is no dose. Write more than 0 units, and 1 to 99",
        ),
        (CD, "fewest_sites = 2", "fewest_sites = 0", "is no dose"),
        (CD, "most_sites = 8", "most_sites = 100", "is no dose. Write more than 0 units, and 1 to 99 sites"),
        (CD, "per_site = false, ", "", "range: has no 'per_site'. Add per_site = true or false"),
        (CD, "least = 25, ", "", "range: has no 'least'"),
        (CD, "most = 100, ", "", "range: has no 'most'"),
        (CD, "fewest_sites = 2", "few_sites = 2", "range: has no 'fewest_sites'"),
        (CD, "units_most = 100", "units_most = -1", "units_most: '-1' is not a number from 0 to"),
    ],
)
def test_a_protocol_with_a_slip_is_refused_in_a_sentence(
    name: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    assert [one for one in faults_in_protocol(tmp_path, name, (old, new)) if said in one]


@pytest.mark.parametrize(
    ("read", "kind", "said"),
    [
        (load_protocol, "policy", "is a policy, not a protocol. It is for `procerus policy`."),
        (load_protocol, "toxin", "is a toxin, not a protocol. It is for `procerus product`."),
        (load_policy, "protocol", "is a protocol, not a policy. It is for `procerus protocol`."),
        (read_toxin, "protocol", "is a protocol, not a toxin. It is for `procerus protocol`."),
    ],
)
def test_a_pack_of_another_kind_is_one_sentence(
    read: Callable[[Path], object], kind: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(BadInput) as complaint:
        read(written(tmp_path, "one", f'[pack]\nkind = "{kind}"\nid = 3'))
    assert str(complaint.value) == f"one.toml: {said}"


def test_every_fault_of_a_protocol_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    changes = ("sites = 31, units = 155", "sites = 31, units = 150"), ("is = 84", "is = -84")
    faults = faults_in_protocol(tmp_path, PRE, *changes)
    text = changed(PRE, *changes)
    assert faults == [
        f"preempt.toml, line {line_of(text, 'interval_days')}, numbers.interval_days.is:"
        " '-84' is below nought. Write 0 or more.",
        f"preempt.toml, line {line_of(text, 'fixed = {')}, sums.fixed:"
        " units are 150, but the parts come to 155. Find out which is wrong.",
    ]


def test_an_off_label_protocol_is_only_a_clinic_s_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert protocol(tmp_path, OWN).use == "off-label"
    built_in = tmp_path / "protocols"
    built_in.mkdir()
    shutil.copy(written(tmp_path, OWN, text_of(OWN)), built_in)
    monkeypatch.setattr(protocols, "PROTOCOLS", built_in)
    with pytest.raises(BadInput) as complaint:
        load_protocol(built_in / f"{OWN}.toml")
    assert "protocol.use: is off-label. Only a clinic's own folder may hold such a file." in str(
        complaint.value
    )


def test_a_use_that_only_another_toxin_has_on_its_label_is_off_label_too(tmp_path: Path) -> None:
    changes = [
        ('"onabotulinumtoxina"', '"incobotulinumtoxina"'), ('["botox"]', '["xeomin"]'),
    ]  # fmt: skip
    faults = faults_in_protocol(tmp_path, PRE, *changes)
    assert any("chronic-migraine with incobotulinumtoxinA, a use that no label has" in one for one in faults)


def test_a_protocol_for_another_toxin_s_approved_use_is_read(tmp_path: Path) -> None:
    changes = [
        ('"onabotulinumtoxina"', '"daxibotulinumtoxina"'), ('["botox-cosmetic", "vistabel"]', '["daxxify"]'),
    ]  # fmt: skip
    assert protocol(tmp_path, "glabellar-lines", *changes).toxin == "daxibotulinumtoxina"


def test_limits_of_a_clinic_s_own_are_no_doses(tmp_path: Path) -> None:
    limit = 'most_per_session = { is = 60, unit = "units", at = "our own document", status = "unverified" }'
    one = protocol(tmp_path, OWN, ("[numbers]\n", f"[numbers]\n{limit}\n"))
    assert one.number("most_per_session") == 60
