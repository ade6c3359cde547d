"""Injection protocols on the terminal: the list, one in words, its lint, a local one to begin from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from procerus.cli.new_policy import check_file, check_id, write_new
from procerus.cli.packs import folders
from procerus.cli.screen import as_json, bold, dim, wrapped
from procerus.faults import BadInput, Fault
from procerus.injection.units import as_number, in_figures
from procerus.packs.anatomy import anatomy
from procerus.packs.products import products
from procerus.packs.protocols import (
    MOST_SITES,
    Muscle,
    Protocol,
    Range,
    find_protocol,
    protocol_files,
    totals,
)
from procerus.packs.signatures import check_signatures, lines_to_sign, needs_signature, signed
from procerus.packs.template import local_protocol

Packs = Sequence[Path] | None


def listed(packs: Packs, json: bool) -> str:
    """`protocol list`. Raises BadInput with the faults of all that are not sound."""
    homes = folders(packs)
    every = _protocols(None, homes)
    if json:
        return as_json([protocol_json(one, homes) for one in every])
    return "\n".join(line for one in every for line in _entry(one, homes))


def shown(name: str, packs: Packs, json: bool) -> str:
    """`protocol show`: one protocol in words, or as JSON."""
    homes = folders(packs)
    protocol = find_protocol(name, homes)
    return as_json(_page_json(protocol, homes)) if json else "\n".join(_page(protocol, homes))


def checked(names: Sequence[str] | None, packs: Packs, json: bool) -> str:
    """`protocol check`. Raises BadInput with every fault of the protocols, and of all signatures."""
    homes = folders(packs)
    every = _protocols(names, homes)
    check_signatures(homes)
    if json:
        return as_json([{"id": one.id, "fingerprint": one.fingerprint, "sound": True} for one in every])
    return "\n".join(wrapped(f"{one.id} is sound: {_in_short(one)}.", "", "  ") for one in every)


def created(name: str, out: Path | None, json: bool) -> str:
    """`protocol new`: write an off-label protocol without a dose. Nothing that exists is written over."""
    text, file = local_protocol(name), out or Path(f"{name}.toml")
    check_file("protocol", name, file)
    check_id("protocol", name, protocol_files(folders(None)))
    write_new(file, text)
    if json:
        return as_json({"id": name, "file": str(file)})
    return wrapped(
        f"{file} is written: an off-label protocol without a dose, and nobody's yet. Make it say what your"
        f" clinic decided, then run procerus protocol check {file}."
    )


def protocol_json(protocol: Protocol, homes: Sequence[Path]) -> dict[str, object]:
    """One entry of `protocol list`."""
    signature, sums = signed(protocol, homes), totals(protocol)
    return {
        "id": protocol.id,
        "title": protocol.about.title,
        "indication": protocol.indication,
        "use": protocol.use,
        "toxin": protocol.toxin,
        "products": list(protocol.brands),
        "status": protocol.about.status,
        "sites": [sums[name][0] for name in ("fixed", "most")],
        "units": [as_number(sums[name][1]) for name in ("fixed", "most")],
        "needs_signature": needs_signature(protocol),
        "signed": signature and {"by": signature.by, "on": signature.on.isoformat()},
        "fingerprint": protocol.fingerprint,
    }


def _page_json(protocol: Protocol, homes: Sequence[Path]) -> dict[str, object]:
    numbers = dict(protocol.numbers)
    if protocol.per_ml is not None:
        numbers = {"per_ml": protocol.per_ml, **numbers}
    return {
        **protocol_json(protocol, homes),
        "authority": protocol.about.authority,
        "version": protocol.about.version,
        "source": protocol.about.source,
        "notes": list(protocol.notes),
        "needle": protocol.needle,
        "position": protocol.position,
        "numbers": {
            name: {"is": one.value, "unit": one.unit, "at": one.at, "status": one.status}
            for name, one in numbers.items()
        },
        "muscles": [_muscle_json(one) for one in protocol.muscles],
    }


def _muscle_json(muscle: Muscle) -> dict[str, object]:
    return {
        "id": muscle.id,
        "sides": list(muscle.sides),
        "units_each": None if muscle.units_each is None else as_number(muscle.units_each),
        "sites_each_side": len(muscle.points) if muscle.units_each is not None else None,
        "range": muscle.range and _range_json(muscle.range),
        "units_most": None if muscle.units_most is None else as_number(muscle.units_most),
        "extra_most": muscle.extra_most,
        "says": muscle.says,
        "depth": muscle.depth,
        "caution": muscle.caution,
        "at": muscle.at,
        "status": muscle.status,
    }


def _range_json(one: Range) -> dict[str, object]:
    fewest, most = one.sites
    return {
        "per_site": one.per_site,
        "units": [as_number(units) for units in one.units],
        "sites": [fewest, None if most == MOST_SITES else most],
    }


def _protocols(names: Sequence[str] | None, homes: Sequence[Path]) -> list[Protocol]:
    """The protocols named, or all. Raises BadInput with the faults of all that are not sound."""
    found, faults = list[Protocol](), list[Fault]()
    for name in names or protocol_files(homes):
        try:
            found.append(find_protocol(name, homes))
        except BadInput as error:
            faults.extend(error.faults)
    if faults:
        raise BadInput(faults)
    return found


def _entry(protocol: Protocol, homes: Sequence[Path]) -> Iterator[str]:
    said = f"{bold(protocol.id)}  {_in_short(protocol)}; {_standing(protocol, homes)}"
    yield wrapped(said, "", "  ")
    yield wrapped(protocol.about.title, "  ")
    yield dim(wrapped(f"for {protocol.indication} ({protocol.use}) with {_toxin(protocol)}", "  ", "    "))


def _toxin(protocol: Protocol) -> str:
    name = products()[protocol.brands[0]].toxin.name
    return f"{name}: {', '.join(protocol.brands)}"


def _in_short(protocol: Protocol) -> str:
    """How many sites and units."""
    sites, units = totals(protocol)["fixed"]
    if not sites:
        free = all(one.range is None for one in protocol.muscles)
        chosen = "no dose of its own" if free else "doses chosen within ranges"
        return f"{_counted(len(protocol.muscles), 'muscle')}, {chosen}"
    most_sites, most = totals(protocol)["most"]
    extra = f", up to {most_sites} and {in_figures(most)} U" if most_sites > sites else ""
    return f"{_counted(sites, 'site')}, {in_figures(units)} U{extra}"


def _standing(protocol: Protocol, homes: Sequence[Path]) -> str:
    signature = signed(protocol, homes)
    status = protocol.about.status
    if signature is not None:
        return f"{status}, signed {signature.in_words}"
    return f"{status}, not signed" if needs_signature(protocol) else status


def _page(protocol: Protocol, homes: Sequence[Path]) -> Iterator[str]:
    about = protocol.about
    yield bold(wrapped(about.title))
    yield wrapped(f"{about.authority}; {about.version}.")
    yield wrapped(f"Source: {about.source} ({about.status})")
    yield wrapped(f"For {protocol.indication} ({protocol.use}), with {_toxin(protocol)}.")
    yield from (wrapped(f"- {note}", "  ", "    ") for note in protocol.notes)
    yield wrapped(f"Needle: {protocol.needle}.")
    if protocol.position:
        yield wrapped(f"Position: {protocol.position}.")
    yield from ("", bold("Muscles, in the order of injection"))
    for number, muscle in enumerate(protocol.muscles, 1):
        yield from _muscle(number, muscle)
    yield wrapped(f"In all: {_in_short(protocol)}.", "  ", "    ")
    yield from _numbers(protocol)
    yield from _signature(protocol, homes)


def _muscle(number: int, muscle: Muscle) -> Iterator[str]:
    name = anatomy().muscles[muscle.id]
    yield wrapped(f"{number}. {name}: {_dose(muscle)}  [{muscle.at}; {muscle.status}]", "  ", "     ")
    for said in filter(None, (muscle.says, muscle.depth)):
        yield dim(wrapped(said, "     "))
    if muscle.caution:
        yield wrapped(f"Caution: {muscle.caution}", "     ")


def _dose(muscle: Muscle) -> str:
    """The dose of a muscle in words."""
    sides = "midline" if muscle.midline else "each side"
    if muscle.units_each is not None:
        said = f"{sides} {_counted(len(muscle.points), 'site')} of {in_figures(muscle.units_each)} U"
    elif muscle.range is not None:
        said = f"{sides} {_range(muscle.range)}"
    else:
        said = f"{sides}, no dose of its own"
    if muscle.extra_most:
        said += f"; up to {_counted(muscle.extra_most, 'extra site')}, both sides together"
    if muscle.units_most is not None:
        said += f"; at most {in_figures(muscle.units_most)} U, both sides together"
    return said


def _range(one: Range) -> str:
    (low, high), (fewest, most) = one.units, one.sites
    units = in_figures(low) if low == high else f"{in_figures(low)} to {in_figures(high)}"
    if most == MOST_SITES:
        sites = f"at least {_counted(fewest, 'site')}"
    else:
        sites = _counted(fewest, "site") if fewest == most else f"{fewest} to {most} sites"
    return f"{units} U {'a site ' * one.per_site}in {sites}"


def _numbers(protocol: Protocol) -> Iterator[str]:
    yield from ("", bold("Numbers"))
    if protocol.per_ml is None:
        yield wrapped("per ml: the clinician chooses the strength", "  ")
    for name, one in {"per_ml": protocol.per_ml, **protocol.numbers}.items():
        if one is not None:
            said = f"{name.replace('_', ' ')}: {one.value} {one.unit}  [{one.at}; {one.status}]"
            yield wrapped(said, "  ", "    ")


def _signature(protocol: Protocol, homes: Sequence[Path]) -> Iterator[str]:
    signature = signed(protocol, homes)
    yield from ("", bold("Signature"))
    if signature is not None:
        yield wrapped(f"Signed {signature.in_words}.", "  ")
    elif not needs_signature(protocol):
        yield wrapped("None is needed: the pack was read in its source.", "  ")
    else:
        said = "Not signed: it plans nothing. Once its numbers are checked, write into signatures.toml:"
        yield wrapped(said, "  ")
        yield from (f"    {line}" for line in lines_to_sign(protocol))


def _counted(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
