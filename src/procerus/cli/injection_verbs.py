"""The verbs about injections at the top: `plan` and `vials`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from procerus.cli.options import (
    Format,
    FormatOption,
    LabelPlace,
    Out,
    Packs,
    PageFormat,
    PageFormatOption,
)
from procerus.cli.screen import put

Many = list[str] | None
Protocol = Annotated[str, typer.Argument(help="A protocol's id, such as preempt, or a pack file.")]
Product = Annotated[str, typer.Option(metavar="ID", help="The product's id, such as botox.")]
Extra = Annotated[
    Many, typer.Option(metavar="MUSCLE:SIDE=N", help="Extra sites where the pain is. Repeatable.")
]
Omit = Annotated[
    Many, typer.Option(metavar="SITE=REASON", help="Leave out a site, muscle or muscle:side. Repeatable.")
]
Dose = Annotated[
    Many,
    typer.Option(metavar="MUSCLE:SIDE=U/N", help="U units over N sites, within a range."),
]
Sizes = Annotated[str | None, typer.Option(metavar="SIZES", help="Vial sizes at hand, such as 200,100.")]
Dilution = Annotated[
    str | None, typer.Option(metavar="U", help="Units in 0.1 mL; the protocol's where none is given.")
]
DilutionReason = Annotated[str, typer.Option(metavar="WHY", help="For a dilution no label lists.")]
Syringe = Annotated[str | None, typer.Option(metavar="ML", help="What a syringe holds; 1 mL.")]
Label = Annotated[LabelPlace | None, typer.Option(help="Whose label the clinic follows.")]
PatientFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The patient's file: doses, checks, medicines.")
]
On = Annotated[
    str | None, typer.Option(metavar="DATE", help="The day of the session; that of today's checks.")
]
Infection = Annotated[
    Many, typer.Option(metavar="SITE", help="A site, muscle or muscle:side that an infection touches.")
]
Svg = Annotated[Path | None, typer.Option(metavar="FILE", help="Write the head map to a file.")]
ClinicList = Annotated[Path, typer.Argument(metavar="LIST", help="A list (CSV): patient, units, time.")]
Stock = Annotated[str | None, typer.Option(metavar="SIZE=N,...", help="How many there are of each size.")]
Price = Annotated[str | None, typer.Option(metavar="SIZE=P,...", help="What a vial of each size costs.")]
Share = Annotated[
    bool, typer.Option("--share", help="The clinic's policy allows sharing; the label must too.")
]


def plan(protocol: Protocol, product: Product, extra: Extra = None, omit: Omit = None, dose: Dose = None,
         vials: Sizes = None, dilution: Dilution = None, dilution_reason: DilutionReason = "",
         syringe: Syringe = None, label: Label = None, patient: PatientFile = None, on: On = None,
         infection: Infection = None, svg: Svg = None, packs: Packs = None,
         format: PageFormatOption = PageFormat.text, out: Out = None) -> None:  # fmt: skip
    """Plan a session: sites, doses, dilution, vials, syringes, and what speaks against it."""
    from procerus.cli.planning import PlanOptions, planned, put_plan

    options = PlanOptions(
        product, extra or (), omit or (), dose or (), vials, dilution, dilution_reason, syringe,
        None if label is None else label.place, patient, on, infection or (), packs,
    )  # fmt: skip
    put_plan(planned(protocol, options), format.value, out, svg)


def vials(file: ClinicList, product: Product, sizes: Sizes = None, stock: Stock = None, price: Price = None,
          share: Share = False, label: Label = None, format: FormatOption = Format.text,
          out: Out = None) -> None:  # fmt: skip
    """Choose the vials for a whole clinic list: cheapest, least discarded, fewest."""
    from procerus.cli.vials import list_chosen

    place = None if label is None else label.place
    put(list_chosen(file, product, sizes, stock, price, share, place, format is Format.json), out)
