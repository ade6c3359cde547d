"""The claims of the article, what is held today, and what of it a patient may be told."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from procerus.faults import BadInput, Fault
from procerus.packs.load import PACKS, fingerprint
from procerus.packs.rules import Status
from procerus.packs.sections import About, read_status
from procerus.packs.shape import Shape, did_you_mean, each_once
from procerus.packs.toml_file import read_pack

Verdict = Literal["right", "right-with-a-limit", "imprecise", "out-of-date", "not-supported"]
Strength = Literal[
    "guidance", "meta-analysis", "randomised-trials", "cohort", "laboratory", "expert-opinion",
    "secondary-report", "nothing-found",
]  # fmt: skip

VERDICTS: dict[Verdict, str] = {
    "right": "held today as the article says it",
    "right-with-a-limit": "true under a condition, or to a degree, that the article leaves out",
    "imprecise": "points the right way; its numbers or words are not those of the sources",
    "out-of-date": "was held once; later work has changed it",
    "not-supported": "no source bears it out, or sources say otherwise",
}
STRENGTHS: dict[Strength, str] = {
    "guidance": "the wording of a guideline, a classification, a label or a payer: what is asked, not how"
    " well it is proved",
    "meta-analysis": "randomised trials, pooled",
    "randomised-trials": "one or more randomised trials",
    "cohort": "people followed without being randomised",
    "laboratory": "tissue, cells or animals",
    "expert-opinion": "a consensus, or what follows from the rest without a study of its own",
    "secondary-report": "known here only from somebody else's summary, whatever stands behind it",
    "nothing-found": "looked for, and nothing was found; that proves no absence",
}
EMERGENCY = (
    "Trouble swallowing, speaking or breathing, or a sudden worst-ever headache: call emergency services."
    " Nobody watches this diary."
)
"""What every page for patients carries, whatever else stands on it."""

_WHO_QUALIFIES = re.compile(r"\b(?:eligib|qualif|entitle|criteri)\w*", re.IGNORECASE)
_ALLOWANCE = re.compile(
    r"\b(?:up to|at most|(?:no|not) more than|fewer than|less than|only)"
    r" \w+ (?:days?|times|tablets?|doses?)\b"
    r"|\byou (?:may|can) (?:safely )?take\b",
    re.IGNORECASE,
)
_BLAME = re.compile(r"\b(?:failed|failure|non-?complian\w*|non-?adheren\w*|you missed)\b", re.IGNORECASE)
_NEVER_FOR_PATIENTS = (
    (_WHO_QUALIFIES, "says who qualifies", "Leave it out: the clinician decides."),
    (_ALLOWANCE, "reads as an allowance", "Say from how many days on to talk to the clinic."),
    (_BLAME, "blames somebody", "Say that a medicine did not work."),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing held today, for clinicians, with what stands behind it."""

    says: str
    source: str
    url: str  # empty where the source has none, or none was kept
    strength: Strength
    status: Status


@dataclass(frozen=True, slots=True)
class Review:
    """That somebody reviewed a text for patients: on which day, and who by role, never by name."""

    on: datetime.date
    by: str


@dataclass(frozen=True, slots=True)
class ForPatients:
    """A question a patient asks, and its answer in plain English."""

    asks: str
    says: str
    review: Review | None  # None where nobody has reviewed it; then no patient is shown it


@dataclass(frozen=True, slots=True)
class Claim:
    """What the article says in one point, and what is held of it today."""

    id: str
    says: str
    verdict: Verdict
    today: tuple[Statement, ...]
    patients: ForPatients

    @property
    def status(self) -> Status:
        """As well verified as the least verified of its statements."""
        return "read" if all(one.status == "read" for one in self.today) else "unverified"


@dataclass(frozen=True, slots=True)
class Claims:
    """A file of claims that is sound."""

    about: About
    claims: tuple[Claim, ...]
    fingerprint: str

    def claim(self, name: str) -> Claim:
        """The claim with this id. Raises BadInput where there is none."""
        found = {one.id: one for one in self.claims}
        if name not in found:
            mend = did_you_mean(name, found) or "See `procerus explain`."
            raise BadInput([Fault("claim", "is not a claim that is known here", mend, name)])
        return found[name]

    def reviewed(self) -> tuple[tuple[str, ForPatients, Review], ...]:
        """What a patient may be shown, in the file's order: the claim's id, the text, its review."""
        texts = ((one.id, one.patients) for one in self.claims)
        return tuple((name, text, text.review) for name, text in texts if text.review is not None)


@lru_cache
def claims() -> Claims:
    """The built-in claims."""
    return read_claims(PACKS / "claims.toml")


def read_claims(path: Path) -> Claims:
    """Read a file of claims. Raises BadInput with every fault."""
    faults: list[Fault] = []
    text, table = read_pack(path)
    shape = Shape(table, (), text, faults)
    about = _about(shape.sub("pack"), path.stem)
    rows = shape.rows("claims")
    if not rows:
        shape.fault("", "has no claim", "Add a table [[claims]].")
    each_once(rows, "id")
    found = tuple(_claim(row) for row in rows)
    shape.finish()
    if faults:
        raise BadInput(faults)
    return Claims(about, found, fingerprint(text.text))


def _about(pack: Shape, name: str) -> About:
    pack.word("kind", ("claims",))
    about = About.read(pack)
    if about.id and about.id != name:
        pack.fault("id", "is not the file's name", f'Write "{name}".', about.id)
    pack.finish()
    return about


def _claim(row: Shape) -> Claim:
    name, says = row.text("id"), row.text("says")
    verdict: Verdict = row.word("verdict", tuple(VERDICTS)) or "not-supported"  # if missing, it is a fault
    today = tuple(_statement(one) for one in row.rows("today"))
    if row.table.get("today") in (None, []):
        row.fault("", "says nothing that is held today", "Add a table [[claims.today]].")
    review = _review(row.sub("reviewed_for_patients")) if "reviewed_for_patients" in row.table else None
    patients = _for_patients(row.sub("patients"), review)
    row.finish()
    return Claim(name, says, verdict, today, patients)


def _statement(row: Shape) -> Statement:
    says, source, url = row.text("says"), row.text("source"), row.text("url", False)
    if url and not re.match(r"https?://\S+$", url):
        row.fault("url", "is not an address such as https://example.org/page", "", url)
    strength: Strength = row.word("strength", tuple(STRENGTHS)) or "nothing-found"  # likewise a fault
    statement = Statement(says, source, url, strength, read_status(row))
    row.finish()
    return statement


def _review(row: Shape) -> Review | None:
    on, by = row.day("on"), row.text("by")
    row.finish()
    return None if on is None else Review(on, by)


def _for_patients(row: Shape, review: Review | None) -> ForPatients:
    texts = {key: row.text(key) for key in ("asks", "says")}
    row.finish()
    for key, text in texts.items():
        for never, why, mend in _NEVER_FOR_PATIENTS:
            if found := never.search(text):
                row.fault(key, f"{why}, and no text for patients does", mend, found[0])
    return ForPatients(texts["asks"], texts["says"], review)
