"""The frozen snapshot of a decision: facts, computed answer, packs, versions, and the sheet to be signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from procerus import __version__
from procerus.clinic.decisions.inquiry import Inquiry
from procerus.clinic.decisions.models import Pack
from procerus.clinic.decisions.shown import Row, rows, warnings
from procerus.clinic.decisions.signature import canonical, digest_of
from procerus.clinic.look.demonstration import marked
from procerus.exchange.letters.compose import compose
from procerus.exchange.letters.dossier import dossier
from procerus.exchange.letters.kinds import KINDS
from procerus.packs.load import PACKS, POLICIES, Policy, medicines_text

FORMAT = "decision-snapshot/1"
SHEET = KINDS["shared-decision"]


def snapshot(inquiry: Inquiry, filled: Mapping[str, str]) -> str:
    """Everything a decision rests on, as canonical JSON; the packs it names are kept beside it."""
    decision = inquiry.decision
    assert decision is not None, "a silent policy has nothing to decide on"
    chosen = inquiry.baseline is not None
    return canonical(
        {
            "procerus": FORMAT,
            "facts": inquiry.facts,
            "baseline": inquiry.baseline and inquiry.baseline.isoformat(),
            "decision": decision.to_json(),
            "title": inquiry.policy.pack.about.title,
            "holds": inquiry.holds,
            "warnings": warnings(inquiry),
            "rows": [_shown(one) for one in rows(inquiry.policy, decision.to_json(), {}, chosen)],
            "confounders": [one.to_json() for one in inquiry.beside],
            "packs": _kept(texts_of(inquiry.policy)),
            "fingerprint": inquiry.policy.fingerprint,
            "version": __version__,
            "revision": inquiry.patient.revision,
            "sheet": _sheet(inquiry, filled),
        }
    )


def texts_of(policy: Policy) -> dict[str, str]:
    """The text of every pack that a decision under a policy rests on, as it is."""
    pack, headache = policy.pack, policy.pack.headache
    texts = {
        f"policies/{pack.about.id}": pack.text.text,
        f"headaches/{headache.about.id}": headache.text.text,
        **own_texts(),
    }
    for name in pack.wordings:
        texts[f"policies/{name}"] = (POLICIES / f"{name}.toml").read_text(encoding="utf-8")
    return texts


def own_texts() -> dict[str, str]:
    """The packs of the program itself, which cannot be exchanged while it runs."""
    conventions = (PACKS / "conventions.toml").read_text(encoding="utf-8")
    return {"medicines": medicines_text(), "conventions": conventions}


def _shown(row: Row) -> dict[str, Any]:
    """A criterion as the page had it; a later program may no longer know how to say it."""
    return {name: said for name, said in asdict(row).items() if name != "days"}


def _kept(texts: Mapping[str, str]) -> dict[str, str]:
    """The digest of each text, after it was made sure that the text is kept."""
    digests = {name: digest_of(text) for name, text in texts.items()}
    rows = [Pack(digest=digests[name], text=text) for name, text in texts.items()]
    Pack.objects.bulk_create(rows, ignore_conflicts=True)
    return digests


def _sheet(inquiry: Inquiry, filled: Mapping[str, str]) -> dict[str, Any] | None:
    """The shared decision record as it will be printed; None where there is none, or no verdict to print."""
    if inquiry.question not in SHEET.questions or not inquiry.holds:
        return None
    made = dossier(
        SHEET, inquiry.policy, inquiry.person, inquiry.as_of, inquiry.baseline,
        question=inquiry.question, filled=filled,
    )  # fmt: skip
    return marked(compose(made)).to_json()
