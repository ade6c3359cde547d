"""Every key of a session file and of the plan inside it, in tables that reader and documentation share.

Contract: docs/reference/session-file.md. A key that is missing or null is something nobody wrote yet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procerus.injection.findings import Finding
from procerus.injection.session_form import (
    AUTHORITIES,
    HOWS,
    Authority,
    Consent,
    Difference,
    GivenSite,
    Override,
    Replaced,
    Second,
    SessionVial,
    Signed,
)
from procerus.injection.site import Code
from procerus.packs.checks import IDS, SEVERITIES
from procerus.packs.products import PLACES
from procerus.packs.shape import hidden_in
from procerus.pathway.patient_kinds import (
    Amount,
    AnyDate,
    Constant,
    FullDate,
    Id,
    Json,
    Key,
    Many,
    Place,
    Record,
    Refused,
    Text,
    Truth,
    Whole,
    Word,
)

VERSION = "session/1"
MOST_UNITS = 25_000  # type B toxin is given in thousands; a product's own limits are its pack's
MOST_ML = 100
MOST_INR = 100
SEAL = re.compile(r"[0-9a-f]{64}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?")


@dataclass(frozen=True, slots=True)
class Exact:
    """A number, exactly as it was typed: 2.5 is 5/2. Nought is allowed where `least` says so."""

    most: int
    nought: bool = False

    def read(self, value: object, place: Place) -> Fraction:
        """The amount."""
        if self.nought and value == 0 and not isinstance(value, bool):
            return Fraction(0)
        amount: Decimal = Amount(0, self.most).read(value, place)
        return Fraction(amount)

    def schema(self) -> Json:
        """As JSON Schema says it."""
        above = {"minimum": 0} if self.nought else {"exclusiveMinimum": 0}
        return {"type": "number", **above, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Seen:
    """Text of which every character can be seen: what is hidden may make two names or lots look like one.

    With `lines` it may be broken into lines, which are then read as one.
    """

    longest: int = 200
    lines: bool = False

    def read(self, value: object, place: Place) -> str:
        """The text."""
        text = Text(self.longest).read(value, place)
        hidden = hidden_in("".join(str(value).split()) if self.lines else str(value))
        if hidden:
            why = f"holds a character that cannot be seen (U+{ord(hidden[0]):04X})"
            raise Refused(why, "Type it again." if self.lines else "Type it again, on one line.", value)
        return text

    def schema(self) -> Json:
        """As JSON Schema says it."""
        return Text(self.longest).schema()


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment that says its time zone, so that it is one moment everywhere."""

    def read(self, value: object, place: Place) -> datetime:
        """The moment, with the offset that was written."""
        mend = "Write it as 2026-11-01T09:30+00:00."
        if not isinstance(value, str) or not (found := _INSTANT.fullmatch(value)):
            raise Refused("is not a date with a time", mend, value)
        if found[2] is None:
            raise Refused("has no time zone", f"Add it, such as {value}+00:00.", value)
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise Refused("is not in the calendar or on the clock", mend, value) from None

    def schema(self) -> Json:
        """As JSON Schema says it."""
        return {"type": "string", "pattern": f"^(?:{_INSTANT.pattern})$"}


@dataclass(frozen=True, slots=True)
class SiteCode:
    """The id of a site, such as temporalis-2-left."""

    def read(self, value: object, place: Place) -> Code:
        """The site."""
        code = Code.of(value) if isinstance(value, str) and len(value) <= 80 else None
        if code is None:
            raise Refused("is not a site", "Sites are written temporalis-2-left.", value)
        return code

    def schema(self) -> Json:
        """As JSON Schema says it."""
        return {"type": "string", "maxLength": 80}


@dataclass(frozen=True, slots=True)
class YesNo:
    """True or false."""

    def read(self, value: object, place: Place) -> bool:
        """The truth."""
        if not isinstance(value, bool):
            raise Refused("is not true or false", "", value)
        return value

    def schema(self) -> Json:
        """As JSON Schema says it."""
        return {"type": "boolean"}


SIGNED = Record(Signed, {"name": Key(Seen(), "The name."), "role": Key(Seen(), "nurse, neurologist, ...")})
SECOND = Record(
    Second,
    {
        "by": Key(Seen(), "The second person's name: never the injector."),
        "how": Key(Word(HOWS), "There, at a distance, or countersigned by the next working day."),
        "on": Key(FullDate(), "The day they agreed; null while a countersignature is awaited."),
    },
)
VIAL = Record(
    SessionVial,
    {
        "product": Key(Id("botox"), "The product, as it stands on the vial."),
        "lot": Key(Seen(60), "The lot, as it stands on the vial."),
        "expiry": Key(AnyDate(), "The last day or month of use, as it stands on the vial."),
        "units": Key(Exact(MOST_UNITS), "The size of the vial."),
        "diluent_ml": Key(Exact(MOST_ML), "How much diluent went in; null for a solution."),
        "opened": Key(Instant(), "When it was dissolved or opened."),
        "discarded": Key(Exact(MOST_UNITS, nought=True), "The units thrown away."),
        "serial": Key(Seen(60), "The vial's own number, where it has one."),
    },
)
GIVEN = Record(
    GivenSite,
    {
        "site": Key(Seen(80), "The site."),
        "units": Key(Exact(MOST_UNITS), "The units it got."),
        "vial": Key(Whole(99), "From which vial, counted from 1."),
    },
)
DIFFERENCE = Record(
    Difference,
    {"site": Key(Seen(80), "A site given otherwise than planned."), "why": Key(Seen(), "Why.")},
)
OVERRIDE = Record(
    Override,
    {
        "code": Key(Seen(80), "The stop, by the code of its finding."),
        "reason": Key(Seen(400, lines=True), "Why it was set aside."),
        "by": Key(Seen(), "Who set it aside."),
        "second": Key(SECOND, "The second person."),
    },
)
AUTHORITY = Record(
    Authority,
    {
        "kind": Key(Word(AUTHORITIES), "What allowed the injection."),
        "text": Key(Seen(), "Its number or words; not needed of a prescriber."),
    },
)
CONSENT = Record(
    Consent,
    {
        "given": Key(Truth(), "Whether the person consented."),
        "on": Key(FullDate(), "On which day."),
        "how": Key(Seen(), "Signed form, spoken, ..."),
    },
)
REPLACED = Record(
    Replaced,
    {
        "record": Key(Seen(120), "The file name of the record corrected."),
        "why": Key(Seen(400, lines=True), "Why."),
    },
)
FINDING = Record(
    Finding,
    {
        "code": Key(Text(80), "Its code.", needed=True),
        "severity": Key(Word(SEVERITIES), "How grave.", needed=True),
        "text": Key(Text(1000), "What it says.", needed=True),
        "source": Key(Text(1000), "Who says so.", needed=True),
        "leaves_open": Key(YesNo(), "Whether a stop may stand.", needed=True),
        "sites": Key(Many(Text(80)), "The sites it concerns.", needed=True),
    },
)
SITE = Record(
    dict,
    {
        "id": Key(SiteCode(), "The site.", needed=True),
        "units": Key(Exact(MOST_UNITS), "Its dose.", needed=True),
    },
)
OMITTED = Record(
    dict,
    {"id": Key(SiteCode(), "The site.", needed=True), "why": Key(Text(1000), "Why.", needed=True)},
)
SIZE = Record(
    dict,
    {
        "units": Key(Whole(MOST_UNITS), "The size.", needed=True),
        "count": Key(Whole(99), "How many.", needed=True),
    },
)
SYRINGE = Record(dict, {"volume_ml": Key(Exact(MOST_ML), "How full.", needed=True)})
CHECKS = Record(
    dict,
    {name: Key(Word(("yes", "no", "unknown")), "What was answered.") for name in IDS}
    | {"inr": Key(Exact(MOST_INR), "As it was measured.")},
)
PLAN = Record(
    dict,
    {
        "protocol": Key(Text(120), "The protocol.", needed=True),
        "product": Key(Id("botox"), "The product.", needed=True),
        "fingerprint": Key(Text(80), "Of the packs.", needed=True),
        "patient": Key(Text(), "The person: a plan for nobody cannot be recorded.", needed=True),
        "on": Key(FullDate(), "The day: findings hold for one day.", needed=True),
        "label": Key(Word(PLACES), "The label followed."),
        "sites": Key(Many(SITE), "The sites.", needed=True),
        "omitted": Key(Many(OMITTED), "The sites left out.", needed=True),
        "total_units": Key(Exact(MOST_UNITS), "The dose.", needed=True),
        "units_per_0.1_ml": Key(Exact(MOST_UNITS), "The strength.", needed=True),
        "vials": Key(Many(SIZE), "The vials.", needed=True),
        "syringes": Key(Many(SYRINGE), "The syringes.", needed=True),
        "dilution_reason": Key(Text(1000), "Why no dilution of the label."),
        "checks": Key(CHECKS, "What was asked on the day."),
        "findings": Key(Many(FINDING), "The findings.", needed=True),
        "allowed": Key(Word(("yes", "no", "unknown")), "What they come to.", needed=True),
        "largest_dose": Key(Exact(MOST_UNITS, nought=True), "What fits on the day."),
    },
)
"""What is read of a plan. Its other keys are kept, and compared with what the packs come to."""


@dataclass(frozen=True, slots=True)
class Whatever:
    """An object that another table reads."""

    def read(self, value: object, place: Place) -> dict[str, Any]:
        """The object itself."""
        if not isinstance(value, dict):
            raise Refused("is not an object", "Put it in { }.", value)
        return value

    def schema(self) -> Json:
        """As JSON Schema says it."""
        return {"type": "object"}


@dataclass(frozen=True, slots=True)
class Seal:
    """The 64 figures that the form was made with."""

    def read(self, value: object, place: Place) -> str:
        """The seal."""
        if isinstance(value, str) and SEAL.fullmatch(value):
            return value
        raise Refused("is not a seal", "Make the session's form again.", value)

    def schema(self) -> Json:
        """As JSON Schema says it."""
        return {"type": "string", "pattern": f"^(?:{SEAL.pattern})$"}


SESSION = Record(
    dict,
    {
        "procerus": Key(Constant(VERSION), f'Write "{VERSION}".', needed=True),
        "plan": Key(Whatever(), "The plan as it was printed.", needed=True),
        "plan_seal": Key(Seal(), "Shows that nobody edited the plan.", needed=True),
        "patient": Key(Seen(), "The person's id.", needed=True),
        "birth_year": Key(Whole(2199), "The year of birth, asked again by the injector."),
        "at": Key(Instant(), "When the injection began."),
        "by": Key(SIGNED, "Who injected."),
        "supervisor": Key(SIGNED, "Who supervised, if anybody did."),
        "authority": Key(AUTHORITY, "What allowed the injection."),
        "consent": Key(CONSENT, "The person's consent."),
        "vials": Key(Many(VIAL), "The vials, read off their labels."),
        "given": Key(Many(GIVEN), "What each site got."),
        "differences": Key(Many(DIFFERENCE), "Each site given otherwise than planned, and why."),
        "ticks": Key(Many(Seen(80)), "The cautions that were read, by code."),
        "overrides": Key(Many(OVERRIDE), "The stops that were set aside."),
        "complications": Key(Many(Seen(400, lines=True)), "What happened at once; [] means asked, none."),
        "needle": Key(Seen(), "The needle."),
        "note": Key(Seen(2000, lines=True), "Anything else."),
        "replaces": Key(REPLACED, "The record that this one corrects."),
    },
)


def schema() -> Json:
    """The JSON Schema of a session file. The reader is the stricter of the two."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Procerus session file, {VERSION}",
        **SESSION.schema(),
    }
