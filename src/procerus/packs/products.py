"""Toxins and their products: vials, diluent volumes, hours usable, labels.

One file is one toxin; the brands in it are the products, for they share its units. Units of two toxins have
nothing to do with each other: no file can hold a ratio between them, for no key is read that could say one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from procerus.faults import BadInput, Fault
from procerus.packs.load import PACKS, fingerprint
from procerus.packs.rules import Status
from procerus.packs.sections import ID, About, PackNumber, read_numbers, read_status
from procerus.packs.shape import Shape, did_you_mean
from procerus.packs.toml_file import expect_kind, read_pack

PRODUCTS = PACKS / "products"
Place = Literal["us", "eu"]
"""Whose label: the United States', or the European Union's and the United Kingdom's."""
PLACES: tuple[Place, ...] = get_args(Place)
NUMBERS = ("hours_usable", "interval_days")
"""Every number a toxin's file may hold besides vials, dilutions and limits."""
Form = Literal["powder", "liquid"]
INDICATIONS = (
    "chronic-migraine", "blepharospasm", "strabismus", "hemifacial-spasm", "cervical-dystonia", "spasticity",
    "sialorrhoea", "axillary-hyperhidrosis", "overactive-bladder", "neurogenic-bladder", "bruxism",
    "cosmetic", "other",
)  # fmt: skip
"""What a toxin is given for, as a patient file says it."""
NEVER_APPROVED = ("bruxism", "other")
APPROVABLE = tuple(one for one in INDICATIONS if one not in NEVER_APPROVED)


@dataclass(frozen=True, slots=True)
class VialSize:
    """One size in which a product is sold."""

    units: int
    volume_ml: Fraction | None  # of a solution ready to use; None where a powder is to be dissolved
    places: tuple[Place, ...]  # where; empty where that is not known
    at: str
    status: Status


@dataclass(frozen=True, slots=True)
class Dilution:
    """A volume that a label lists for dissolving a vial of one size."""

    units: int  # of the vial
    diluent_ml: Fraction
    at: str
    status: Status

    @property
    def per_ml(self) -> Fraction:
        """Units in one millilitre."""
        return self.units / self.diluent_ml


@dataclass(frozen=True, slots=True)
class Window:
    """How far back doses are counted: so many days, or so many calendar months."""

    length: int
    unit: Literal["days", "calendar months"]


@dataclass(frozen=True, slots=True)
class Label:
    """What one place's label says of the largest dose: over all uses, and for single uses."""

    place: Place
    title: str
    ceiling: PackNumber
    window: Window
    window_at: str
    window_status: Status
    most: Mapping[str, PackNumber]  # by indication, in one session


@dataclass(frozen=True, slots=True)
class Toxin:
    """One botulinum toxin, with what all its brands share."""

    about: About
    id: str
    name: str
    units_are: str  # how the makers call its units
    approved_for: tuple[str, ...]  # indications of any label; another use is off-label everywhere
    atc: str
    hcpcs: str  # the US billing code of one billing unit; empty where none is known
    billing_units: int | None  # how many units one billing unit is; None where no code is known
    single_dose: bool
    diluent: str  # empty where every brand is a solution ready to use
    storage: tuple[str, ...]
    numbers: Mapping[str, PackNumber]
    dilutions: tuple[Dilution, ...]
    labels: Mapping[Place, Label]
    notes: tuple[str, ...]
    fingerprint: str

    def diluent_ml(self, vial: int, per_ml: Fraction) -> Fraction:
        """How much diluent makes a vial of this size this strong."""
        return vial / per_ml


@dataclass(frozen=True, slots=True)
class Product:
    """A brand, as it stands on the vial."""

    id: str
    title: str
    toxin: Toxin
    vials: tuple[VialSize, ...]
    status: Status

    @property
    def form(self) -> Form:
        """A powder to be dissolved, or a solution ready to use."""
        return "powder" if self.vials[0].volume_ml is None else "liquid"

    def listed(self, vial: int, per_ml: Fraction) -> bool:
        """Whether the label lists a vial of this size at this strength; a solution has one of its own."""
        return per_ml in self.strengths((vial,))

    def strengths(self, sizes: Collection[int]) -> tuple[Fraction, ...]:
        """Units in a millilitre that the label lists for vials of these sizes, weakest first."""
        mixed = {one.per_ml for one in self.toxin.dilutions if one.units in sizes}
        ready = {one.units / one.volume_ml for one in self.vials if one.units in sizes and one.volume_ml}
        return tuple(sorted(ready if self.form == "liquid" else mixed))

    def sizes(self, place: Place | None = None) -> tuple[int, ...]:
        """The vials sold in a place, largest first; all of them where no place is given."""
        sold = {one.units for one in self.vials if place is None or not one.places or place in one.places}
        return tuple(sorted(sold, reverse=True))


@lru_cache
def products() -> Mapping[str, Product]:
    """Every built-in product by id."""
    return read_products((PRODUCTS,))


def read_products(folders: tuple[Path, ...]) -> dict[str, Product]:
    """Every product of these folders by id. Raises BadInput with every fault."""
    found: dict[str, Product] = {}
    for path in sorted(path for folder in folders for path in folder.glob("*.toml")):
        for product in read_toxin(path):
            if product.id in found:
                why, mend = "is a product of another file too", "Give it a name of its own."
                raise BadInput([Fault(str(path), why, mend, product.id)])
            found[product.id] = product
    return found


def find_product(name: str) -> Product:
    """The built-in product with this id. Raises BadInput where there is none."""
    if name not in products():
        mend = did_you_mean(name, products()) or "See `procerus product list`."
        raise BadInput([Fault("product", "is not a product that is known here", mend, name)])
    return products()[name]


def read_toxin(path: Path) -> tuple[Product, ...]:
    """The products of one toxin's file. Raises BadInput with every fault."""
    faults: list[Fault] = []
    text, table = read_pack(path)
    expect_kind(path, table, "toxin")
    shape = Shape(table, (), text, faults)
    toxin = _toxin(shape, path.stem, fingerprint(text.text))
    brands = tuple(_brand(name, row, toxin) for name, row in shape.named("brands", needed=True).items())
    _check_diluent(shape, toxin, brands)
    shape.finish()
    if faults:
        raise BadInput(faults)
    return brands


def _toxin(shape: Shape, file: str, mark: str) -> Toxin:
    pack, row = shape.sub("pack"), shape.sub("toxin")
    pack.word("kind", ("toxin",))
    about, notes = About.read(pack), pack.words("notes", needed=False)
    if about.id and about.id != file:
        pack.fault("id", "is not the file's name", f'Write "{file}".', about.id)
    pack.finish()
    read: dict[str, Any] = {
        "name": row.text("name"),
        "units_are": row.text("units_are"),
        "approved_for": row.words("approved_for", APPROVABLE),
        "atc": row.text("atc"),
        "hcpcs": row.text("hcpcs", False),
        "billing_units": row.whole("billing_units", "hcpcs" in row.table),
        "single_dose": bool(row.take("single_dose", bool, "true or false", True)),
        "diluent": row.text("diluent", False),
        "storage": row.words("storage"),
    }
    if read["billing_units"] == 0 or ("billing_units" in row.table and not read["hcpcs"]):
        row.fault("billing_units", "is no number of units for a billing code", "Write both, or neither.")
    row.finish()
    dilutions = tuple(one for one in map(_dilution, shape.rows("dilutions")) if one is not None)
    labels = {label.place: label for label in _labels(shape.sub("labels", False))}
    return Toxin(about, about.id, **read, numbers=_numbers(shape), dilutions=dilutions,
                 labels=labels, notes=notes, fingerprint=mark)  # fmt: skip


def _numbers(shape: Shape) -> dict[str, PackNumber]:
    numbers = read_numbers(shape)
    for name in numbers:
        if name not in NUMBERS:
            shape.fault_at(("numbers", name), "is not a number of a toxin", did_you_mean(name, NUMBERS))
    return numbers


def _check_diluent(shape: Shape, toxin: Toxin, brands: tuple[Product, ...]) -> None:
    """A powder is dissolved in something, and a solution is not."""
    forms = {one.form for one in brands if one.vials}
    if "powder" in forms and not toxin.diluent:
        why = "has no diluent for its powders"
        shape.fault("toxin", why, "Add diluent, or the volume_ml of vials that are solutions.")
    if forms == {"liquid"} and (toxin.diluent or toxin.dilutions):
        shape.fault("toxin", "is sold as a solution only", "Take diluent and [[dilutions]] out.")


def _dilution(row: Shape) -> Dilution | None:
    units, diluent = row.whole("vial"), row.amount("diluent_ml")
    at, status = row.text("at"), read_status(row)
    row.finish()
    if not units or not diluent:
        row.fault("", "is no dilution", "Both vial and diluent_ml are more than nought.")
        return None
    return Dilution(units, diluent, at, status)


def _labels(shape: Shape) -> list[Label]:
    rows = {place: shape.sub(place) for place in PLACES if place in shape.table}
    shape.finish()
    return [_label(place, row) for place, row in rows.items()]


def _label(place: Place, row: Shape) -> Label:
    title = row.text("title")
    ceiling, window = _number(row.sub("ceiling")), row.sub("window")
    length = window.whole("is") or 0  # where it is missing, that is a fault and the pack is not used
    if window.table.get("is") == 0:
        window.fault("is", "is no length of time", "Write at least 1.")
    unit: Literal["days", "calendar months"] = window.word("unit", ("days", "calendar months")) or "days"
    at, status = window.text("at"), read_status(window)
    window.finish()
    most = {name: _number(one) for name, one in row.named("most").items()}
    for name in most:
        if name not in APPROVABLE:
            row.fault_at(("most", name), "is no use that a label has", did_you_mean(name, APPROVABLE))
    row.finish()
    return Label(place, title, ceiling, Window(length, unit), at, status, most)


def _number(row: Shape) -> PackNumber:
    number = PackNumber(row.whole("is") or 0, row.text("unit"), row.text("at"), read_status(row))
    if row.table.get("is") == 0:
        row.fault("is", "is no limit", "Write at least 1, or take it out.")
    row.finish()
    return number


def _brand(name: str, row: Shape, toxin: Toxin) -> Product:
    if not ID.fullmatch(name):
        row.fault("", "is not a product id", "Ids are brand names in lower case with hyphens.", name)
    title, status = row.text("title"), read_status(row)
    sizes = tuple(one for one in map(_size, row.rows("vials")) if one is not None)
    if not sizes:
        row.fault("", "has no vials", "Add vials = [{ units = 100, ... }].")
    if len({one.volume_ml is None for one in sizes}) > 1:
        row.fault("vials", "are partly powder and partly solution", "Make two brands of them.")
    row.finish()
    return Product(name, title, toxin, sizes, status)


def _size(row: Shape) -> VialSize | None:
    units, places = row.whole("units"), row.words("places", PLACES, needed=False)
    volume = row.amount("volume_ml", False)
    at, status = row.text("at"), read_status(row)
    row.finish()
    sold: tuple[Place, ...] = tuple(place for place in PLACES if place in places)
    if units == 0 or volume == 0:
        row.fault("", "is an empty vial", "Its units, and its volume_ml if it has one, are more than nought.")
    return VialSize(units, volume or None, sold, at, status) if units else None
