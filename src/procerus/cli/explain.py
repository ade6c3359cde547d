"""`procerus explain`: the article's claims beside what is held today, and the leaflet for patients."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from procerus.cli.screen import as_json, bold, dim, wrapped
from procerus.diary.dates import in_words
from procerus.faults import BadInput, Fault
from procerus.packs.claims import EMERGENCY, Claim, Claims, Review, Statement, claims, read_claims

TITLE = "Botulinum toxin for chronic migraine"
NONE_REVIEWED = "Nobody has reviewed a statement for patients yet, so this leaflet has none."
ITS_RULES = "The article's own rules: procerus policy show botox-for-migraines."


def explained(file: Path | None, name: str | None, json: bool) -> str:
    """Every claim of the built-in file or of one's own, or the one asked for."""
    pack = _claims(file)
    chosen = pack.claims if name is None else (pack.claim(name),)
    if json:
        shapes = [_claim_json(one) for one in chosen]
        return as_json(shapes if name is None else shapes[0])
    if name is not None:
        return "\n".join([*_claim(chosen[0]), "", *_for_patients(chosen[0])])
    lines = [bold(wrapped(pack.about.title))]
    for one in chosen:
        lines += ["", *_claim(one)]
    return "\n".join([*lines, "", dim(wrapped(ITS_RULES))])


def leaflet_for(file: Path | None, name: str | None, json: bool) -> str:
    """The patient leaflet: reviewed statements, and always what is an emergency."""
    if name is not None:
        why = "is one claim, and a leaflet holds every statement that was reviewed"
        raise BadInput([Fault("--leaflet", why, "Leave the claim out.", name)])
    pack = _claims(file)
    return as_json(_leaflet_json(pack)) if json else "\n".join(_leaflet(pack))


def _claims(file: Path | None) -> Claims:
    return claims() if file is None else read_claims(file)


# For clinicians --------------------------------------------------------------------------------------


def _claim(one: Claim) -> Iterator[str]:
    yield bold(f"{one.id}: {one.verdict.replace('-', ' ')}")
    yield wrapped(f"The article: {one.says}", "  ", "    ")
    yield "  Today:"
    for statement in one.today:
        yield wrapped(f"- {statement.says}", "  ", "    ")
        yield dim(wrapped(_stands_on(statement), "    "))
        if statement.url:
            yield dim(wrapped(statement.url, "    "))


def _stands_on(statement: Statement) -> str:
    return f"[{statement.strength.replace('-', ' ')}; {statement.status}] {statement.source}"


def _for_patients(one: Claim) -> Iterator[str]:
    review = one.patients.review
    yield f"  For patients, {'not reviewed yet' if review is None else _reviewed(review)}:"
    yield wrapped(one.patients.asks, "    ")
    yield wrapped(one.patients.says, "    ")


def _claim_json(one: Claim) -> dict[str, object]:
    text, review = one.patients, one.patients.review
    return {
        "id": one.id,
        "says": one.says,
        "verdict": one.verdict,
        "status": one.status,
        "today": [
            {
                "says": statement.says, "source": statement.source, "url": statement.url or None,
                "strength": statement.strength, "status": statement.status,
            }
            for statement in one.today
        ],
        "patients": {
            "asks": text.asks, "says": text.says,
            "reviewed_for_patients": None if review is None else _review_json(review),
        },
    }  # fmt: skip


def _review_json(review: Review) -> dict[str, str]:
    return {"on": review.on.isoformat(), "by": review.by}


# For patients ----------------------------------------------------------------------------------------


def _leaflet(pack: Claims) -> Iterator[str]:
    shown = pack.reviewed()
    if not shown:
        yield wrapped(NONE_REVIEWED)
        yield wrapped(EMERGENCY)
        return
    yield bold(TITLE)
    yield ""
    yield bold(wrapped(EMERGENCY))
    for _, text, _ in shown:
        yield ""
        yield bold(wrapped(text.asks))
        yield wrapped(text.says)
    yield ""
    for said in dict.fromkeys(_reviewed(review) for _, _, review in shown):
        yield dim(wrapped(f"{said[0].upper()}{said[1:]}."))
    yield dim(f"Text {pack.fingerprint}.")


def _reviewed(review: Review) -> str:
    return f"reviewed on {in_words(review.on)} ({review.by})"


def _leaflet_json(pack: Claims) -> dict[str, object]:
    shown = pack.reviewed()
    return {
        "title": TITLE,
        "emergency": EMERGENCY,
        "statements": [
            {
                "id": name, "asks": text.asks, "says": text.says,
                "reviewed_for_patients": _review_json(review),
            }
            for name, text, review in shown
        ],
        "note": None if shown else NONE_REVIEWED,
        "fingerprint": pack.fingerprint,
    }  # fmt: skip
