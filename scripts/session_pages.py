"""The pages of products and protocols in the reference."""

from __future__ import annotations

from pieces import Lines, code, codes, numbers, table

from procerus.injection.units import in_figures
from procerus.packs.anatomy import anatomy
from procerus.packs.products import Toxin, VialSize, products
from procerus.packs.protocols import MOST_SITES, Muscle, Protocol, find_protocol, protocol_files, totals


def every_product() -> Lines:
    """A line for each brand."""
    rows = [
        (code(one.id), one.toxin.name, one.form, "; ".join(map(vial, one.vials)), one.status)
        for one in products().values()
    ]
    yield from table(("product", "toxin", "form", "vials", "status"), rows)


def vial(one: VialSize) -> str:
    """A vial with the place where it is sold."""
    places = ", ".join(place.upper() for place in one.places) or "place not collected"
    volume = "" if one.volume_ml is None else f" in {in_figures(one.volume_ml)} mL"
    return f"{one.units} U{volume} ({places}; {one.status})"


def every_toxin() -> Lines:
    """What the brands of a toxin share."""
    for one in toxins():
        yield from (f"### {one.name}", "")
        yield from (f"{one.units_are[0].upper()}{one.units_are[1:]}. ATC {one.atc}{billed(one)}.", "")
        yield from (f"Approved for {', '.join(one.approved_for)}. Storage: {'; '.join(one.storage)}.", "")
        yield from (f"- {note}" for note in one.notes)
        yield ""
        yield from numbers(one.numbers) if one.numbers else ()
        yield from dilutions(one) if one.dilutions else ()
        yield from limits(one) if one.labels else ()


def toxins() -> list[Toxin]:
    """Every toxin once."""
    return list({one.toxin.id: one.toxin for one in products().values()}.values())


def billed(one: Toxin) -> str:
    """How it is billed in the United States."""
    return f"; HCPCS {one.hcpcs}, a billing unit is {one.billing_units} U" if one.hcpcs else ""


def dilutions(toxin: Toxin) -> Lines:
    """The dilutions that its labels list."""
    rows = (
        (
            f"{one.units} U",
            f"{in_figures(one.diluent_ml)} mL",
            f"{in_figures(one.per_ml / 10)} U",
            one.at,
            one.status,
        )
        for one in toxin.dilutions
    )
    yield from table(("vial", "diluent", "in 0.1 mL", "at", "status"), rows)


def limits(toxin: Toxin) -> Lines:
    """The largest doses of its labels."""
    rows = []
    for label in toxin.labels.values():
        window = f"all uses, in {label.window.length} {label.window.unit}"
        rows.append((label.title, window, f"{label.ceiling.value} U", label.ceiling.at, label.ceiling.status))
        rows.extend(
            (label.title, f"{name}, in one session", f"{one.value} U", one.at, one.status)
            for name, one in label.most.items()
        )
    yield from table(("label", "for", "at most", "at", "status"), rows)


def every_protocol() -> Lines:
    """A line for each protocol."""
    rows = []
    for name in protocol_files():
        one = find_protocol(name)
        rows.append((
            f"[{name}](#{name})", one.indication, codes(one.brands), in_short(one), one.about.status,
        ))  # fmt: skip
    yield from table(("protocol", "for", "products", "sites and units", "status"), rows)


def in_short(one: Protocol) -> str:
    """How many sites and units."""
    (sites, units), (most_sites, most) = totals(one)["fixed"], totals(one)["most"]
    if not sites:
        return "chosen within ranges"
    extra = f"; with extra sites up to {most_sites} and {in_figures(most)} U" if most_sites > sites else ""
    return f"{sites} sites, {in_figures(units)} U{extra}"


def protocols_in_full() -> Lines:
    """Each protocol with its notes, numbers and muscles."""
    for name in protocol_files():
        one = find_protocol(name)
        yield from (
            f"## {name}",
            "",
            f"{one.about.title}. Source: {one.about.source} ({one.about.status}).",
            "",
        )
        yield from (f"- {note}" for note in one.notes)
        yield ""
        strength = {} if one.per_ml is None else {"per_ml": one.per_ml}
        yield from numbers({**strength, **one.numbers})
        rows = (
            (anatomy().muscles[muscle.id], dose(muscle), "; ".join(filter(None, (muscle.says, muscle.depth))),
             muscle.caution, muscle.at, muscle.status)
            for muscle in one.muscles
        )  # fmt: skip
        yield from table(("muscle", "dose", "where", "caution", "at", "status"), rows)


def dose(muscle: Muscle) -> str:
    """The dose of one side, and what limits both."""
    side = "midline" if muscle.midline else "each side"
    said = f"{side} {chosen(muscle)}"
    if muscle.units_each is not None:
        said = f"{side} {len(muscle.points)} x {in_figures(muscle.units_each)} U"
    if muscle.extra_most:
        said += f"; up to {muscle.extra_most} extra"
    if muscle.units_most is not None:
        said += f"; both sides at most {in_figures(muscle.units_most)} U"
    return said


def chosen(muscle: Muscle) -> str:
    """The range within which a dose is chosen."""
    if muscle.range is None:
        return "no dose of its own"
    (low, high), (fewest, most) = muscle.range.units, muscle.range.sites
    units = in_figures(low) if low == high else f"{in_figures(low)} to {in_figures(high)}"
    sites = f"{fewest}" if fewest == most else f"{fewest} to {most}"
    sites = f"at least {fewest}" if most == MOST_SITES else sites
    return f"{units} U {'a site ' * muscle.range.per_site}in {sites} sites"
