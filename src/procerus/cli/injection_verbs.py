"""The verbs about injections at the top: `plan`, `vials` and `event`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from procerus.cli.options import (
    DossierFormat,
    Format,
    FormatOption,
    LabelPlace,
    Out,
    Packs,
    PageFormat,
    PageFormatOption,
    Scheme,
)
from procerus.cli.screen import put

event_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Report an adverse event.")


def plan(
    protocol: Annotated[str, typer.Argument(help="A protocol's id, such as preempt, or a pack file.")],
    product: Annotated[str, typer.Option(metavar="ID", help="The product's id, such as botox.")],
    extra: Annotated[
        list[str] | None,
        typer.Option(metavar="MUSCLE:SIDE=N", help="Extra sites where the pain is. Repeatable."),
    ] = None,
    omit: Annotated[
        list[str] | None,
        typer.Option(metavar="SITE=REASON", help="Leave out a site, muscle or muscle:side. Repeatable."),
    ] = None,
    dose: Annotated[
        list[str] | None,
        typer.Option(metavar="MUSCLE:SIDE=U/N", help="U units over N sites, where the protocol has a range."),
    ] = None,
    vials: Annotated[
        str | None, typer.Option(metavar="SIZES", help="Vial sizes at hand, such as 200,100.")
    ] = None,
    dilution: Annotated[
        str | None, typer.Option(metavar="U", help="Units in 0.1 mL; the protocol's where none is given.")
    ] = None,
    dilution_reason: Annotated[str, typer.Option(metavar="WHY", help="For a dilution no label lists.")] = "",
    syringe: Annotated[str | None, typer.Option(metavar="ML", help="What a syringe holds; 1 mL.")] = None,
    label: Annotated[LabelPlace | None, typer.Option(help="Whose label the clinic follows.")] = None,
    patient: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The patient's file: doses, checks, medicines.")
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day of the session.")] = None,
    infection: Annotated[
        list[str] | None,
        typer.Option(metavar="SITE", help="A site, muscle or muscle:side that an infection touches."),
    ] = None,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the head map to a file.")] = None,
    packs: Packs = None,
    format: PageFormatOption = PageFormat.text,
    out: Out = None,
) -> None:
    """Plan a session: sites, doses, dilution, vials, syringes, and what speaks against it."""
    from procerus.cli.planning import PlanOptions, planned, put_plan

    options = PlanOptions(
        product, extra or (), omit or (), dose or (), vials, dilution, dilution_reason, syringe,
        None if label is None else label.value, patient, on, infection or (), packs,
    )  # fmt: skip
    put_plan(planned(protocol, options), format.value, out, svg)


def vials(
    file: Annotated[
        Path, typer.Argument(metavar="LIST", help="A clinic's list (CSV): patient, units, time.")
    ],
    product: Annotated[str, typer.Option(metavar="ID", help="The product's id, such as botox.")],
    sizes: Annotated[
        str | None, typer.Option(metavar="SIZES", help="Vial sizes to choose from; all that are sold.")
    ] = None,
    stock: Annotated[
        str | None, typer.Option(metavar="SIZE=N,...", help="How many there are of each size.")
    ] = None,
    price: Annotated[
        str | None, typer.Option(metavar="SIZE=P,...", help="What a vial of each size costs.")
    ] = None,
    share: Annotated[
        bool, typer.Option("--share", help="The clinic's policy allows sharing; the label must too.")
    ] = False,
    label: Annotated[LabelPlace | None, typer.Option(help="Whose label the clinic follows.")] = None,
    format: FormatOption = Format.text,
    out: Out = None,
) -> None:
    """Choose the vials for a whole clinic list: cheapest, least discarded, fewest."""
    from procerus.cli.vials import list_chosen

    place = None if label is None else label.value
    put(list_chosen(file, product, sizes, stock, price, share, place, format is Format.json), out)


@event_app.command("report")
def event_report(
    scheme: Annotated[Scheme, typer.Argument(help="The national scheme whose questions are followed.")],
    event: Annotated[Path, typer.Argument(metavar="EVENT", help="The adverse event (JSON).")],
    format: Annotated[
        DossierFormat, typer.Option("--format", help="A list, JSON, or a PDF to print and send.")
    ] = DossierFormat.text,
    out: Out = None,
) -> None:
    """Fill the facts of an adverse event into the questions of a national scheme; what is missing comes first."""
    from procerus.cli.events import put_report

    put_report(scheme.value, event, format.value, out)
