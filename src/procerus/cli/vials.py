"""`procerus vials`: which vials to open, or to order, for a clinic's list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from procerus.cli.screen import as_json, bold
from procerus.faults import BadInput, Fault
from procerus.injection.clinic_list import Choice, ListChoice, Need, read_list
from procerus.injection.sharing import Sharing
from procerus.injection.units import exactly, in_units
from procerus.injection.vials import vials_for_list
from procerus.packs.products import Place, Product, find_product
from procerus.packs.sections import PackNumber

_SIZE = re.compile(r"\d{1,6}", re.ASCII)
_PRICE = re.compile(r"\d{1,7}(\.\d{1,2})?", re.ASCII)


def vials_chosen(
    file: Path, product: str, sizes: Sequence[int], stock: str | None, prices: str | None,
    sharing: Sharing | None, json: bool,
) -> str:  # fmt: skip
    """The vials for a list file, as text or JSON. `sharing` is None where nobody asked to share.

    `stock` and `prices` are written such as `200=5,100=3`. Raises BadInput.
    """
    choice = vials_for_list(read_list(file, product), sizes, stock_of(stock), prices_of(prices), sharing)
    return as_json(shape(choice)) if json else text(choice)


def list_chosen(
    file: Path, product: str, sizes: str | None, stock: str | None, prices: str | None,
    share: bool, place: Place | None, json: bool,
) -> str:  # fmt: skip
    """The vials for a list of one product: of the sizes named, in stock, or sold. Raises BadInput."""
    found = find_product(product)
    chosen = _own_sizes(found, sizes, place)
    hours = found.toxin.numbers.get("hours_usable")
    sharing = None
    if share:
        sharing = Sharing(not found.toxin.single_dose, True, _hours(found, hours))
    return vials_chosen(file, found.id, chosen, stock, prices, sharing, json)


def _own_sizes(found: Product, sizes: str | None, place: Place | None) -> tuple[int, ...]:
    """The sizes to choose from. BadInput where one is no vial of this product."""
    named = sizes_of(sizes) if sizes is not None else found.sizes(place)
    for size in named:
        if size not in found.sizes():
            known = ", ".join(str(one) for one in found.sizes())
            mend = f"It has vials of {known} U."
            raise BadInput([Fault("vials", f"is no vial of {found.title}", mend, f"{size} U")])
    return named


def _hours(found: Product, hours: PackNumber | None) -> int:
    if hours is None:
        why = "has no time known for which an opened vial may be used"
        raise BadInput([Fault("--share", why, "Leave --share out.", found.id)])
    return hours.value


def sizes_of(words: str) -> tuple[int, ...]:
    """The sizes in words such as `200,100`. Raises BadInput."""
    return tuple(_size(word, "--sizes", "Write it such as 200,100.") for word in words.split(","))


def stock_of(words: str | None) -> dict[int, int] | None:
    """How many vials of each size, from words such as `200=5,100=3`. Raises BadInput."""
    if words is None:
        return None
    mend = "Write it such as 200=5,100=3."
    return {size: _size(count, "--stock", mend) for size, count in _pairs(words, "--stock", mend)}


def prices_of(words: str | None) -> dict[int, Fraction] | None:
    """What one vial of each size costs, from words such as `200=612.50,100=320`. Raises BadInput."""
    if words is None:
        return None
    mend = "Write it such as 200=612.50,100=320."
    prices = {}
    for size, price in _pairs(words, "--price", mend):
        if not _PRICE.fullmatch(price):
            raise BadInput([Fault("--price", "is not a price", mend, price)])
        prices[size] = Fraction(price)
    return prices


def _pairs(words: str, option: str, mend: str) -> list[tuple[int, str]]:
    pairs = []
    for word in words.split(","):
        size, equals, value = (part.strip() for part in word.partition("="))
        if not equals:
            raise BadInput([Fault(option, "says nothing of a size", mend, word)])
        pairs.append((_size(size, option, mend), value))
    sizes = [size for size, _ in pairs]
    for one in sizes:
        if sizes.count(one) > 1:
            raise BadInput([Fault(option, "is named twice", mend, str(one))])
    return pairs


def _size(word: str, option: str, mend: str) -> int:
    if not _SIZE.fullmatch(word.strip()):
        raise BadInput([Fault(option, "is not a whole number", mend, word.strip())])
    return int(word)


def shape(choice: ListChoice) -> dict[str, object]:
    """The choice as JSON. Amounts that are no whole number are written as text, exactly."""
    return {
        "product": choice.product,
        "shared": choice.shared,
        "people": [
            {
                "patient": need.person,
                "units": _exact(need.units),
                "time": _time(need.time),
                "vials": [
                    {"vial": number, "units": _exact(units)} for number, units in choice.draws_of(need.person)
                ],
            }
            for need in choice.needs
        ],
        "vials": [
            {
                "vial": number, "units": vial.units, "opened": _time(vial.opened),
                "discarded_units": _exact(vial.discarded),
            }
            for number, vial in enumerate(choice.planned, start=1)
        ],
        "order": _order(choice.order),
        "each_alone": _order(choice.each_alone) | {"in_stock": choice.alone_in_stock},
    }  # fmt: skip


def _order(choice: Choice) -> dict[str, object]:
    return {
        "vials": [{"units": one.units, "count": one.count} for one in choice.vials],
        "units": _exact(choice.units),
        "opened_units": choice.opened_units,
        "discarded_units": _exact(choice.discarded),
        "cost": None if choice.cost is None else _money(choice.cost),
    }


def _exact(number: Fraction) -> int | str:
    return int(number) if number.denominator == 1 else exactly(number)


def _money(cost: Fraction) -> str:
    cents = cost * 100
    return f"{int(cents) // 100}.{int(cents) % 100:02}"


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def text(choice: ListChoice) -> str:
    """The choice for people: who gets which vials, what to order, what is discarded and what is saved."""
    people = f"{len(choice.needs)} {'person' if len(choice.needs) == 1 else 'people'}"
    sharing = "vials shared within their usable hours" if choice.shared else "vials of their own"
    lines = [
        bold(f"Vials of {choice.product} for {people}"),
        f"{in_units(choice.order.units)} in all, {sharing}.",
        "",
        *_table([("patient", "dose", "vials"), *(_person(choice, need) for need in choice.needs)]),
        "",
        *_table(_sums(choice.order)),
        "",
        *_against(choice),
    ]
    return "\n".join(line.rstrip() for line in lines)


def _person(choice: ListChoice, need: Need) -> tuple[str, str, str]:
    drawn = choice.draws_of(need.person)
    if choice.shared:
        vials = [
            f"{in_units(units)} of vial {number} ({choice.planned[number - 1].units} U)"
            for number, units in drawn
        ]
    else:
        sizes = [choice.planned[number - 1].units for number, _ in drawn]
        vials = [f"{sizes.count(size)} × {size} U" for size in dict.fromkeys(sizes)]
    return need.person, in_units(need.units), ", ".join(vials) or "none"


def _sums(choice: Choice) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("Order", ", ".join(map(str, choice.vials)) or "nothing")]
    rows.append(("Discarded", in_units(choice.discarded)))
    if choice.cost is not None:
        rows.append(("Cost", _money(choice.cost)))
    return rows


def _against(choice: ListChoice) -> list[str]:
    """What is saved against everybody having the fewest vials of their own that hold the dose."""
    alone, order = choice.each_alone, choice.order
    lines = [f"Everybody with the fewest vials of their own: {', '.join(map(str, alone.vials)) or 'none'}."]
    if choice.alone_in_stock is False:
        lines.append("The stock does not hold those.")
    less = alone.discarded - order.discarded
    compared = [f"discards {_compared(less, in_units(abs(less)))}"]
    if alone.cost is not None and order.cost is not None:
        saved = alone.cost - order.cost
        compared.append(f"costs {_compared(saved, _money(abs(saved)))}")
    return [*lines, f"Against that, this choice {' and '.join(compared)}."]


def _compared(saved: Fraction, amount: str) -> str:
    return f"{amount} {'less' if saved > 0 else 'more'}" if saved else "as much"


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
