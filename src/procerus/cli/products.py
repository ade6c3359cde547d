"""Products on the terminal: the list, and one with everything its pack says of it."""

from __future__ import annotations

from collections.abc import Iterator

from procerus.cli.screen import as_json, bold, dim, wrapped
from procerus.injection.units import as_number, in_figures
from procerus.packs.products import Dilution, Label, Product, VialSize, find_product, products

NO_RATIO = "Units of one toxin say nothing about another: nothing here turns one into the other."


def listed(json: bool) -> str:
    """`product list`."""
    every = list(products().values())
    if json:
        return as_json([product_json(one) for one in every])
    return "\n".join([*(line for one in every for line in _entry(one)), wrapped(NO_RATIO)])


def shown(name: str, json: bool) -> str:
    """`product show`. Raises BadInput where no product has this id."""
    product = find_product(name)
    return as_json(_page_json(product)) if json else "\n".join(_page(product))


def product_json(product: Product) -> dict[str, object]:
    """One entry of `product list`."""
    return {
        "id": product.id,
        "title": product.title,
        "toxin": product.toxin.id,
        "form": product.form,
        "vials": list(product.sizes()),
        "status": product.status,
        "approved_for": list(product.toxin.approved_for),
    }


def _page_json(product: Product) -> dict[str, object]:
    toxin = product.toxin
    return {
        **product_json(product),
        "vials": [_vial_json(one) for one in product.vials],
        "units_are": toxin.units_are,
        "atc": toxin.atc,
        "hcpcs": toxin.hcpcs,
        "billing_units": toxin.billing_units,
        "single_dose": toxin.single_dose,
        "diluent": toxin.diluent if product.form == "powder" else "",
        "storage": list(toxin.storage),
        "notes": list(toxin.notes),
        "numbers": {
            name: {"is": one.value, "unit": one.unit, "at": one.at, "status": one.status}
            for name, one in toxin.numbers.items()
        },
        "dilutions": [_dilution_json(one) for one in _dilutions(product)],
        "labels": {place: _label_json(one) for place, one in toxin.labels.items()},
        "fingerprint": toxin.fingerprint,
    }


def _vial_json(one: VialSize) -> dict[str, object]:
    volume = None if one.volume_ml is None else as_number(one.volume_ml)
    places = list(one.places)
    return {"units": one.units, "volume_ml": volume, "places": places, "at": one.at, "status": one.status}


def _dilution_json(one: Dilution) -> dict[str, object]:
    volume = as_number(one.diluent_ml)
    return {"vial": one.units, "diluent_ml": volume, "at": one.at, "status": one.status}


def _label_json(one: Label) -> dict[str, object]:
    numbers = {"ceiling": one.ceiling, **one.most}
    said = {
        name: {"is": number.value, "unit": number.unit, "at": number.at, "status": number.status}
        for name, number in numbers.items()
    }
    window = {"is": one.window.length, "unit": one.window.unit, "at": one.window_at}
    return {
        "title": one.title,
        "ceiling": said.pop("ceiling"),
        "window": {**window, "status": one.window_status},
        "most": said,
    }


def _entry(product: Product) -> Iterator[str]:
    sizes = ", ".join(str(one) for one in product.sizes())
    yield wrapped(f"{bold(product.id)}  {product.toxin.name}, {product.form}; vials of {sizes} U", "", "  ")
    yield dim(
        wrapped(f"approved for {', '.join(product.toxin.approved_for)}; {product.status}", "  ", "    ")
    )


def _page(product: Product) -> Iterator[str]:
    toxin = product.toxin
    yield bold(wrapped(f"{product.title}: {toxin.name}"))
    yield wrapped(f"{toxin.about.authority}; {toxin.about.version}; {toxin.about.status}.")
    yield wrapped(f"Source: {toxin.about.source}")
    yield wrapped(f"Its units are {toxin.units_are}. {NO_RATIO}")
    yield from (wrapped(f"- {note}", "  ", "    ") for note in toxin.notes)
    yield wrapped(f"Approved for {', '.join(toxin.approved_for)}, on one label or another.", "", "  ")
    yield wrapped(f"Vials, for {'one person' if toxin.single_dose else 'more than one person'} each:")
    for vial in product.vials:
        yield wrapped(f"{_vial(vial)}  [{vial.at}; {vial.status}]", "  ", "    ")
    yield from _handling(product)
    for label in toxin.labels.values():
        yield from _label(label)
    yield wrapped(f"ATC {toxin.atc}{_billing(product)}.")


def _vial(one: VialSize) -> str:
    ready = "" if one.volume_ml is None else f" in {in_figures(one.volume_ml)} mL, ready to use"
    places = ", ".join(place.upper() for place in one.places) or "where it is sold is not collected"
    return f"{one.units} U{ready}: {places}"


def _handling(product: Product) -> Iterator[str]:
    toxin, dilutions = product.toxin, _dilutions(product)
    if product.form == "powder":
        yield wrapped(f"Dissolved in {toxin.diluent}:")
    for one in dilutions:
        tenth = f"{in_figures(one.per_ml / 10)} U in 0.1 mL"
        said = f"{one.units} U in {in_figures(one.diluent_ml)} mL: {tenth}  [{one.at}; {one.status}]"
        yield wrapped(said, "  ", "    ")
    for size in product.sizes() if product.form == "powder" else ():
        if not product.strengths((size,)):
            yield wrapped(f"{size} U: in how much is not collected", "  ")
    for name, number in toxin.numbers.items():
        said = f"{name.replace('_', ' ')}: {number.value} {number.unit}  [{number.at}; {number.status}]"
        yield wrapped(said, "", "  ")
    yield wrapped(f"Storage: {'; '.join(toxin.storage)}.", "", "  ")


def _dilutions(product: Product) -> list[Dilution]:
    """Those of the vials it is sold in; a solution has none."""
    if product.form == "liquid":
        return []
    return [one for one in product.toxin.dilutions if one.units in product.sizes()]


def _label(label: Label) -> Iterator[str]:
    ceiling, window = label.ceiling, label.window
    said = f"at most {ceiling.value} {ceiling.unit} in {window.length} {window.unit}, all uses together"
    yield wrapped(f"{label.title}: {said}  [{ceiling.at}; {ceiling.status}]", "", "  ")
    for name, one in label.most.items():
        yield wrapped(
            f"{name}: at most {one.value} {one.unit} a session  [{one.at}; {one.status}]", "  ", "    "
        )


def _billing(product: Product) -> str:
    toxin = product.toxin
    return f"; HCPCS {toxin.hcpcs}, a billing unit is {toxin.billing_units} U" if toxin.hcpcs else ""
