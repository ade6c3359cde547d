"""Plans and session files for tests: the form of a plan, and the same form soundly filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Any

from procerus.criteria.bounds import Answer
from procerus.diary.partial_date import PartialDate
from procerus.exchange.sessions.session_file import Form, session_from
from procerus.exchange.sessions.session_file import plan_in as printed_plan
from procerus.faults import BadInput
from procerus.injection.attested import Attested, Injection, RegularMedicine, Today
from procerus.injection.plan import Choices, ChosenDose, plan
from procerus.injection.prepared import Terms, prepare
from procerus.injection.session import Record, recorded
from procerus.packs.products import find_product
from procerus.packs.protocols import find_protocol
from procerus.packs.signatures import Signature, lines_to_sign, needs_signature

SUNDAY = date(2026, 11, 1)
NO = Answer.NO
LEFT_FRONTALIS = "frontalis-1-left"
Json = dict[str, Any]


def asked(on: date = SUNDAY, **answers: Answer) -> Today:
    """Today's checks, all of them answered with no, but for those given."""
    names = ("allergy", "infection_at_site", "swallowing_or_breathing_trouble", "pregnant", "breast_feeding",
             "toxin_elsewhere")  # fmt: skip
    return Today(on=on, **dict.fromkeys(names, NO) | answers)


def somebody(on: date = SUNDAY, **facts: Any) -> Attested:
    """A person of whom everything was asked and nothing speaks against a session, but for what is given."""
    born = PartialDate.of("1984-05-02")
    known: Json = {"toxin": (), "today": asked(on), "medicines": (), "conditions": (), "born": born}
    return Attested(**known | facts)


def dose(day: str, units: int = 155, product: str = "botox") -> Injection:
    """An earlier dose."""
    return Injection(PartialDate.of(day), product, "chronic-migraine", Fraction(units))  # type: ignore[arg-type]  # any exact number


AMINOGLYCOSIDE = RegularMedicine(drug="gentamicin", route="systemic", started=PartialDate.of("2026-10-30"))


def plan_of(
    person: Attested | None = None,
    on: date = SUNDAY,
    protocol: str = "preempt",
    product: str = "botox",
    terms: Terms | None = None,
    patient: str = "made-up-ada",
    **choices: Any,
) -> Json:
    """A plan as `procerus plan --format json` prints it."""
    found = find_protocol(protocol)
    signature = Signature(found.id, found.fingerprint, "the head of the clinic", SUNDAY)
    made = plan(found, find_product(product), Choices(**choices), signature)
    one = prepare(made, terms or Terms(), patient, person or somebody(on), on)
    shape: Json = json.loads(json.dumps(one.to_json()))
    return shape


def form_of_plan(shape: Mapping[str, Any]) -> Json:
    """The form that a plan makes, as JSON."""
    made: Json = json.loads(json.dumps(Form(printed_plan(shape, "plan.json")).to_json()))
    return made


@lru_cache
def _ada() -> str:
    return json.dumps(filled(plan_of()))


def ada_session() -> Json:
    """A sound session of Ada: 155 U from one vial, nothing found, given as planned."""
    shape: Json = json.loads(_ada())
    return shape


def filled(shape: Mapping[str, Any], **said: Any) -> Json:
    """The form of a plan with everything that a person has to say."""
    made, day = form_of_plan(shape), shape["on"]
    made |= {
        "birth_year": 1984,
        "at": f"{day}T09:30+00:00",
        "by": {"name": "N. Example", "role": "nurse"},
        "authority": {"kind": "PGD", "text": "PGD 7"},
        "consent": {"given": "yes", "on": day, "how": "signed form"},
        "complications": [],
    }
    for number, vial in enumerate(made["vials"], 1):
        drawn = sum(one["units"] for one in made["given"] if one["vial"] == number)
        vial |= {"product": shape["product"], "lot": f"C884{number}", "expiry": "2028-03",
                 "opened": f"{day}T09:10+00:00", "discarded": vial["units"] - drawn}  # fmt: skip
    return made | said


def record_of(shape: Mapping[str, Any], own: Path | None = None) -> Record:
    """The record of a session file's content. The clinic has signed the protocol, where that is needed.

    `own` is the file of a protocol of the clinic's own.
    """
    session = session_from(deepcopy(shape), "session.json")
    with TemporaryDirectory() as folder:
        if own is not None:
            copy(own, folder)
        found = find_protocol(session.plan.protocol, (Path(folder),))
        if needs_signature(found):
            text = "\n".join([*lines_to_sign(found)[:-1], "on = 2026-10-01"])
            Path(folder, "signatures.toml").write_text(text)
        return recorded(session, (Path(folder),))


def refusals(shape: Mapping[str, Any], own: Path | None = None) -> list[str]:
    """Why a session file's content cannot be recorded, a sentence each; none where it can."""
    try:
        record_of(shape, own)
    except BadInput as bad:
        return [str(fault) for fault in bad.faults]
    return []


def refusal(shape: Mapping[str, Any]) -> str:
    """The one sentence why it cannot be recorded."""
    (only,) = refusals(shape)
    return only


def otherwise(shape: Json, site: str, units: float | None = None, why: str | None = "as asked") -> Json:
    """The session with one site given with other units, or not at all, and the account put right."""
    row = next(one for one in shape["given"] if one["site"] == site)
    vial = shape["vials"][row["vial"] - 1]
    vial["discarded"] += row["units"] - (units or 0)
    if units is None:
        shape["given"].remove(row)
    else:
        row["units"] = units
    if why is not None:
        shape["differences"].append({"site": site, "why": why})
    return shape


def added(shape: Json, site: str, units: float = 5, why: str | None = "pain there") -> Json:
    """The session with one more site, and the account put right."""
    shape["given"].append({"site": site, "units": units, "vial": 1})
    shape["vials"][0]["discarded"] -= units
    if why is not None:
        shape["differences"].append({"site": site, "why": why})
    return shape


def dystonia(**said: Any) -> Json:
    """A sound session of two muscles whose doses the clinician chose, 62.5 U in all; off any fixed dose."""
    doses = {
        ("splenius-capitis", "right"): ChosenDose(Fraction(50), 4),
        ("scalene", "left"): ChosenDose(Fraction(25), 2),
    }
    shape = plan_of(protocol="cervical-dystonia", doses=doses, terms=Terms(sizes=(100,)))
    return filled(shape, **said)


def six_weeks_after(on: date = SUNDAY) -> Json:
    """A session six weeks after the last one, the stop set aside by two people who were there."""
    earlier = date.fromordinal(on.toordinal() - 42).isoformat()
    second = {"by": "Dr B. Second", "how": "together", "on": on.isoformat()}
    override = {"code": "interval", "reason": "cluster of attacks", "by": "N. Example", "second": second}
    return filled(plan_of(somebody(on, toxin=(dose(earlier),)), on), overrides=[override])


def alone(session: Json, on: date | None = None) -> Json:
    """The same by a prescriber who worked alone and was countersigned on a day, or not yet."""
    session["overrides"][0]["second"] |= {"how": "countersigned", "on": on and on.isoformat()}
    return session | {"authority": {"kind": "prescriber"}}
