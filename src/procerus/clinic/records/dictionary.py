"""What the dictionaries make of a word somebody typed, and what they offer while it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from procerus.clinic.look.wording import worded
from procerus.clinic.record.models import Kind
from procerus.diary.medicine_pack import read_pack
from procerus.diary.medicines import load_medicines
from procerus.packs.adverse_events import adverse_events
from procerus.packs.products import products
from procerus.packs.safety import safety
from procerus.packs.spelling import key


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What was understood of an entry, in a sentence, and whether it was."""

    says: str
    known: bool


def read_as(kind: str, data: Mapping[str, Any]) -> ReadAs | None:
    """What the dictionaries make of an entry; None where there is nothing to say."""
    text = str(data.get("drug") or data.get("name") or data.get("term") or data.get("product") or "")
    readers = {
        Kind.PREVENTIVE: _preventive, Kind.MEDICINE: _medicine, Kind.CONDITION: _illness,
        Kind.WITHDRAWAL: _withdrawn, Kind.TOXIN: _product, Kind.ADVERSE_EVENT: _event,
    }  # fmt: skip
    reader = readers.get(Kind(kind))
    return reader(text) if reader is not None and text else None


def _preventive(text: str) -> ReadAs:
    found = load_medicines().preventive(text)
    if found is None:
        return ReadAs(_("not recognised; it will count as unknown"), False)
    return ReadAs(_read(text, found.drug, found.drug_class), True)


def _read(text: str, name: str, drug_class: str) -> str:
    group = _class(drug_class)
    if key(text) == key(name):
        return _("recognised: class %(group)s") % {"group": group}
    return _("read as %(name)s, class %(group)s") % {"name": name, "group": group}


def _class(name: str) -> str:
    """A class of preventives as it is said."""
    words = {
        "beta-blocker": _("beta-blockers"),
        "antidepressant": _("antidepressants"),
        "antiepileptic": _("antiepileptics"),
        "arb-ace": _("ARBs and ACE inhibitors"),
        "calcium-channel-blocker": _("calcium-channel blockers"),
        "5-ht2": _("5-HT2 antagonists"),
        "cgrp-antibody": _("CGRP antibodies"),
        "gepant": _("gepants"),
        "toxin": _("botulinum toxin"),
        "other": _("others"),
    }
    return words.get(name, name)


def _medicine(text: str) -> ReadAs | None:
    match = safety().medicine(text)
    if match.found:
        return ReadAs(" ".join(worded(one.says) for one in match.found), True)
    if match.near:
        return ReadAs(
            _("may mean %(names)s; please write it again") % {"names": ", ".join(match.near)}, False
        )
    return _withdrawn(text)


def _withdrawn(text: str) -> ReadAs:
    """A medicine against attacks; others are in no dictionary, which is nothing to worry about."""
    intakes = load_medicines().understand(text) or ()
    if intakes and all(one.name for one in intakes):
        names = ", ".join(str(one.name) for one in intakes)
        return ReadAs(_("read as %(name)s") % {"name": names}, True)
    return ReadAs(_("not in the dictionary; kept as written"), False)


def _illness(text: str) -> ReadAs | None:
    match = safety().condition(text)
    if match.found:
        return ReadAs(" ".join(worded(one.says) for one in match.found), True)
    if match.near:
        return ReadAs(
            _("may mean %(names)s; please write it again") % {"names": ", ".join(match.near)}, False
        )
    return None


def _product(text: str) -> ReadAs | None:
    if text in products():
        return ReadAs(products()[text].toxin.name, True)
    return ReadAs(_("not a product that is known here"), False)


def _event(text: str) -> ReadAs | None:
    events = adverse_events()
    if events.term(text) is not None:
        return None
    match = events.meant(text)
    names = [*(one.name for one in match.found), *match.near]
    if names:
        return ReadAs(
            _("the patient's own words; they may mean %(names)s") % {"names": ", ".join(names)}, False
        )
    return ReadAs(_("own words, of no list"), False)


def suggestions(name: str) -> Sequence[str]:
    """What is offered while somebody types into a field of this list."""
    if name == "preventives":
        return [row["drug"] for row in read_pack().preventives]
    if name == "medicines":
        listed = {row["name"] for row in read_pack().acute}
        return sorted(listed | {one for each in safety().concerns.values() for one in each.names})
    if name == "illnesses":
        return sorted({one for each in safety().conditions.values() for one in each.names})
    if name == "products":
        return list(products())
    return [one.name for one in adverse_events().terms.values()]
