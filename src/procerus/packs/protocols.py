"""Injection protocols: which muscles, in which order, how many sites, how much, and where on the head.

Only points of the patient's right side and of the midline are written down; the left is their mirror image.
The source's own totals are typed in beside the parts, and a pack whose parts do not add up does not load.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args

from procerus.faults import BadInput, Fault
from procerus.packs.anatomy import Side, anatomy
from procerus.packs.load import PACKS, SIGNATURES, fingerprint, packs_in
from procerus.packs.products import INDICATIONS, Toxin, products
from procerus.packs.rules import Status
from procerus.packs.sections import ID, About, PackNumber, read_numbers, read_status
from procerus.packs.shape import Shape, did_you_mean
from procerus.packs.toml_file import expect_kind, kind_of, read_pack

PROTOCOLS = PACKS / "protocols"
View = Literal["front", "right", "left", "back"]
Use = Literal["approved", "off-label"]
Point = tuple[Fraction, Fraction]
"""x and y from 0 to 1 within a view, from its upper left corner."""
MOST_SITES = 99
"""Of one muscle on one side: a site's code has two figures for its number."""
NUMBERS = ("interval_days", "adult_age", "most_per_site", "most_per_session")


@dataclass(frozen=True, slots=True)
class Range:
    """A dose that a source gives as a range, for one side of a muscle or for one site of it."""

    units: tuple[Fraction, Fraction]
    sites: tuple[int, int]  # fewest and most; MOST_SITES where the source names no most
    per_site: bool


@dataclass(frozen=True, slots=True)
class Muscle:
    """One muscle of a protocol, in one of three manners of dosing.

    `units_each` is a fixed dose for each of its points; `range` is what the clinician chooses within; where
    neither is given, the source names no dose, and neither do we.
    """

    id: str
    midline: bool
    units_each: Fraction | None
    range: Range | None
    extra_most: int  # extra sites, both sides together
    extra_each_side: int  # of these on one side, before somebody should be asked
    units_most: Fraction | None  # in one session, both sides together
    view: View | None
    points: tuple[Point, ...]
    extra_points: tuple[Point, ...]
    depth: str
    caution: str
    says: str  # where it is
    at: str
    status: Status

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides it has, as the patient has them."""
        return ("midline",) if self.midline else ("right", "left")


@dataclass(frozen=True, slots=True)
class Protocol:
    """A protocol that is sound."""

    about: About
    indication: str
    toxin: str  # its id
    brands: tuple[str, ...]
    use: Use
    per_ml: PackNumber | None  # units in one millilitre; None where the clinician chooses
    needle: str
    position: str
    numbers: Mapping[str, PackNumber]
    muscles: tuple[Muscle, ...]
    notes: tuple[str, ...]
    fingerprint: str

    @property
    def id(self) -> str:
        """The id of the pack."""
        return self.about.id

    def muscle(self, name: str) -> Muscle:
        """The muscle with this id. Raises BadInput where the protocol has none."""
        found = {one.id: one for one in self.muscles}
        if name not in found:
            mend = did_you_mean(name, found) or f"{self.id} has {', '.join(found)}."
            raise BadInput([Fault(f"protocol {self.id}", "is not a muscle of it", mend, name)])
        return found[name]

    def number(self, name: str) -> int | None:
        """The value of one of its numbers, or None where the source gives none."""
        return self.numbers[name].value if name in self.numbers else None


def protocol_files(folders: Sequence[Path] = ()) -> dict[str, Path]:
    """Every protocol by id: the built-in ones, then those of the given folders.

    A file that cannot be read may be one, so it is listed, and reading it says what is wrong.
    """
    found = {path.stem: path for path in sorted(PROTOCOLS.glob("*.toml"))}
    for path in (path for folder in folders for path in packs_in(folder)):
        if path.name == SIGNATURES or kind_of(path) not in ("protocol", None):
            continue
        if path.stem in found:
            why = "has the id of a protocol that is already here"
            raise BadInput([Fault(str(path), why, "Give the file, and its id, a name of its own.")])
        found[path.stem] = path
    return found


def find_protocol(name: str, folders: Sequence[Path] = ()) -> Protocol:
    """The protocol with this id, or in this file. Raises BadInput where there is none."""
    if name.endswith(".toml"):
        return load_protocol(Path(name))
    files = protocol_files(folders)
    if name not in files:
        mend = did_you_mean(name, files) or "See `procerus protocol list`."
        raise BadInput([Fault("protocol", "is not a protocol that is known here", mend, name)])
    return load_protocol(files[name])


def load_protocol(path: Path) -> Protocol:
    """Read a protocol from its file. Raises BadInput with every fault."""
    faults: list[Fault] = []
    text, table = read_pack(path)
    expect_kind(path, table, "protocol")
    shape = Shape(table, (), text, faults)
    pack = shape.sub("pack")
    pack.word("kind", ("protocol",))
    about, notes = About.read(pack), pack.words("notes", needed=False)
    if about.id and about.id != path.stem:
        pack.fault("id", "is not the file's name", f'Write "{path.stem}".', about.id)
    pack.finish()
    protocol = _protocol(shape, about, notes, fingerprint(text.text))
    _check(shape, protocol, path)
    shape.finish()
    if faults:
        raise BadInput(faults)
    return protocol


def _protocol(shape: Shape, about: About, notes: tuple[str, ...], mark: str) -> Protocol:
    row = shape.sub("protocol")
    numbers = read_numbers(shape)
    use: Use = row.word("use", get_args(Use)) or "off-label"  # where it is missing, that is a fault
    indication, toxin = row.word("indication", INDICATIONS) or "", row.text("toxin")
    brands, needle, position = row.words("brands"), row.text("needle"), row.text("position", False)
    row.finish()
    muscles = tuple(_muscle(name, one) for name, one in shape.named("muscles", needed=True).items())
    return Protocol(
        about, indication, toxin, brands, use, numbers.pop("per_ml", None), needle, position,
        numbers, muscles, notes, mark,
    )  # fmt: skip


def _muscle(name: str, row: Shape) -> Muscle:
    if not ID.fullmatch(name):
        row.fault("", "is not a muscle's id", "Ids are in lower case with hyphens.", name)
    elif name not in anatomy().muscles:
        row.fault("", "is no muscle that has a name here", did_you_mean(name, anatomy().muscles), name)
    midline = row.word("sides", ("both", "midline"), False) == "midline"
    extra, rest = row.sub("extra", False), row.sub("range", False)
    extra_most, each = extra.whole("sites", False) or 0, extra.whole("each_side", False)
    extra.finish()
    muscle = Muscle(
        name, midline, row.amount("units_each", False), _range(rest),
        extra_most, extra_most if each is None else each, row.amount("units_most", False),
        row.word("view", get_args(View), False), _points(row, "points"), _points(row, "extra_points"),
        row.text("depth", False), row.text("caution", False), row.text("says", False),
        row.text("at"), read_status(row),
    )  # fmt: skip
    _check_sums(row, muscle)
    row.finish()
    return muscle


def _range(row: Shape) -> Range | None:
    if not row.table:
        return None
    per_site = bool(row.take("per_site", bool, "true or false", True))
    low, high = row.amount("least"), row.amount("most")
    fewest, most = row.whole("fewest_sites"), row.whole("most_sites", False)
    row.finish()
    most = MOST_SITES if most is None else most
    if low is None or high is None or fewest is None:
        return None
    if not low or not fewest or most > MOST_SITES:
        row.fault("", "is no dose", f"Write more than 0 units, and 1 to {MOST_SITES} sites.")
    if low > high or fewest > most:
        row.fault("", "goes from more to less", "Write the smaller number first.")
    return Range((low, high), (fewest, most), per_site)


def _points(row: Shape, key: str) -> tuple[Point, ...]:
    listed = row.take(key, list, "a list of [x, y]", False) or []
    points = []
    for number, pair in enumerate(listed, 1):
        sound = isinstance(pair, list) and len(pair) == 2 and all(_is_share(one) for one in pair)
        if sound:
            points.append((Fraction(str(pair[0])), Fraction(str(pair[1]))))
        else:
            row.fault(key, f"entry {number} is not [x, y], both from 0 to 1", "", pair)
    return tuple(points)


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _check_sums(row: Shape, muscle: Muscle) -> None:
    """The muscle's own totals, typed in from the source, against its points."""
    sums = row.sub("fixed", muscle.units_each is not None)
    sites, units = sums.whole("sites", bool(sums.table)), sums.amount("units", bool(sums.table))
    sums.finish()
    if muscle.units_each is not None and sites is not None and units is not None:
        count = len(muscle.points) * len(muscle.sides)
        _same(row, "fixed", "sites", count, sites)
        _same(row, "fixed", "units", count * muscle.units_each, units)
    if muscle.units_each is not None and muscle.range is not None:
        row.fault("range", "stands beside units_each", "A muscle has one of the two.")
    if (muscle.points or muscle.extra_points) and muscle.view is None:
        row.fault("", "has points and no view", 'Add view = "front", "right" or "back".')
    if muscle.view == "left":
        row.fault("view", "is the left", "Write down the right; the left is its mirror image.")
    if not muscle.extra_each_side <= muscle.extra_most <= muscle.extra_each_side * len(muscle.sides):
        row.fault("extra", "each_side and sites do not fit", "All sites fill the sides, each within its own.")
    if muscle.extra_most and len(muscle.extra_points) < muscle.extra_most:
        why = f"has {len(muscle.extra_points)} extra points for {muscle.extra_most} sites"
        row.fault("", why, "All of them may be on one side.")


def _same(row: Shape, table: str, key: str, parts: Fraction | int, total: Fraction | int) -> None:
    if parts != total:
        row.fault(table, f"{key} are {total}, but the parts come to {parts}", "Find out which is wrong.")


def _check(shape: Shape, protocol: Protocol, path: Path) -> None:
    """The whole protocol's totals, its numbers, and that nothing off-label proposes a dose."""
    sums = shape.sub("sums", any(one.units_each is not None for one in protocol.muscles))
    for key, (sites, units) in totals(protocol).items():
        total = sums.sub(key, bool(sums.table))
        for name, parts in (("sites", Fraction(sites)), ("units", units)):
            typed = total.amount(name, bool(sums.table))
            if typed is not None:
                _same(sums, key, name, parts, typed)
        total.finish()
    sums.finish()
    for name in protocol.numbers:
        if name not in NUMBERS:
            shape.fault_at(("numbers", name), "is not a number of a protocol", did_you_mean(name, NUMBERS))
    if "interval_days" not in protocol.numbers:
        shape.fault("", "has no interval", "Add interval_days to [numbers].")
    _check_product(shape, protocol)
    if protocol.use == "off-label":
        _check_off_label(shape, protocol, path)


def totals(protocol: Protocol) -> dict[str, tuple[int, Fraction]]:
    """Sites and units of the fixed doses (`fixed`), and with all extra sites (`most`); 0 where none is."""
    fixed = [(len(one.points) * len(one.sides), one.units_each) for one in protocol.muscles if one.units_each]
    extra = [(one.extra_most, one.units_each) for one in protocol.muscles if one.units_each]
    return {
        name: (sum(sites for sites, _ in rows), sum((sites * each for sites, each in rows), Fraction(0)))
        for name, rows in (("fixed", fixed), ("most", fixed + extra))
    }


def _check_product(shape: Shape, protocol: Protocol) -> None:
    toxins = {one.toxin.id: one.toxin for one in products().values()}
    if protocol.toxin not in toxins:
        mend = did_you_mean(protocol.toxin, toxins)
        shape.fault_at(("protocol", "toxin"), "is no toxin known here", mend, protocol.toxin)
        return
    own = {one.id for one in products().values() if one.toxin.id == protocol.toxin}
    for brand in protocol.brands:
        if brand not in own:
            why = f"is no brand of {protocol.toxin}"
            shape.fault_at(("protocol", "brands"), why, did_you_mean(brand, own), brand)
    _check_use(shape, protocol, toxins[protocol.toxin])


def _check_use(shape: Shape, protocol: Protocol, toxin: Toxin) -> None:
    """What no label has is called off-label, and nothing else is."""
    approved: Use = "approved" if protocol.indication in toxin.approved_for else "off-label"
    if protocol.indication and protocol.use != approved:
        label = "a label" if approved == "approved" else "no label"
        why = f"is written for {protocol.indication} with {toxin.name}, a use that {label} has"
        shape.fault_at(("protocol", "use"), why, f'Write use = "{approved}".', protocol.use)


def _check_off_label(shape: Shape, protocol: Protocol, path: Path) -> None:
    if path.resolve().parent == PROTOCOLS.resolve():
        shape.fault_at(
            ("protocol", "use"), "is off-label", "Only a clinic's own folder may hold such a file."
        )
    for one in protocol.muscles:
        if one.units_each is not None or one.range is not None:
            why = "proposes a dose for a use that no label has"
            shape.fault_at(("muscles", one.id), why, "Take it out; the clinician gives each dose.")
