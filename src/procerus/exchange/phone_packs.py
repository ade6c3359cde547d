"""The packs as a module of JavaScript: what the diary on the phone has to know to count as the heart does.

It holds day rules as trees, the medicine dictionary and the thresholds of overuse, and nothing about anybody.
"""

from __future__ import annotations

import json
from typing import Any

from procerus.criteria.wire import to_wire
from procerus.diary.medicine_pack import listed, read_pack
from procerus.headache.classify import MEDICINE_FACTS, overuse_limits
from procerus.packs.conventions import convention
from procerus.packs.load import Headache, load_headache
from procerus.packs.rules import Bit

COUNTED = ("headache_days", "migraine_days", "crystal_clear_days", *MEDICINE_FACTS.values())
"""The facts that the phone counts for each month."""
_WORDS = ("none", "joins", "apart", "forms", "fillers", "units", "times", "counts")


def packs_module() -> str:
    """The text of `/phone/packs.js`: one constant, `packs`."""
    said = json.dumps(packs(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"/** Made from the packs; do not edit. */\nexport const packs = {said};\n"


def packs() -> dict[str, Any]:
    """What the module holds."""
    return {
        "headache": _headache(load_headache()),
        "medicines": _medicines(),
        "recalled_after_days": convention("recalled_after_days"),
    }


def _headache(headache: Headache) -> dict[str, Any]:
    about, rules = headache.pack.about, headache.rules
    return {
        "id": about.id,
        "version": about.version,
        "fingerprint": headache.fingerprint,
        "bits": {name: _bit(bit) for name, bit in rules.bits.items()},
        "days": {fact: to_wire(rules.days[fact]) for fact in COUNTED},
        "medicine_facts": dict(MEDICINE_FACTS),
        "limits": overuse_limits(headache),
    }


def _bit(bit: Bit) -> dict[str, Any]:
    said = {"column": bit.column, "at_least": bit.at_least, "medicine": bit.medicine}
    return {key: value for key, value in said.items() if value is not None}


def _medicines() -> dict[str, Any]:
    """Every name with its brands; flags are 1 acute and 2 specific for migraine."""
    pack = read_pack()
    acute = [
        ["|".join([row["name"], *listed(row["brands"])]), row["classes"], _flags(row)] for row in pack.acute
    ]
    preventives = ["|".join([row["drug"], *listed(row["brands"])]) for row in pack.preventives]
    words = {name: pack.words["words"][name] for name in _WORDS}
    low = {key: pack.words["low_dose"][key] for key in ("name", "reads_as", "from_mg", "to_mg")}
    return {"acute": acute, "preventives": preventives, "words": words, "low_dose": low}


def _flags(row: dict[str, str]) -> int:
    return (row["acute"] == "yes") + 2 * (row["migraine_specific"] == "yes")
