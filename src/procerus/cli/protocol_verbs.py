"""`procerus protocol`: list, show, check and new; `procerus product`: list and show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from procerus.cli.options import Format, FormatOption, Out, Packs
from procerus.cli.screen import put

protocol_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Read and check injection protocols."
)
product_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Read about toxins.")
ProtocolId = Annotated[str, typer.Argument(help="A protocol's id, or a pack file.")]
ProtocolIds = Annotated[
    list[str] | None, typer.Argument(help="Protocol ids or pack files; all where none is given.")
]


@protocol_app.command("list")
def protocol_list(packs: Packs = None, format: FormatOption = Format.text, out: Out = None) -> None:
    """List the injection protocols: for what, how many sites and units, verified or signed."""
    from procerus.cli.protocols import listed

    put(listed(packs, format is Format.json), out)


@protocol_app.command("show")
def protocol_show(protocol: ProtocolId, packs: Packs = None,
                  format: FormatOption = Format.text, out: Out = None) -> None:  # fmt: skip
    """Say a protocol in words: muscles in order, sites, doses, cautions, and where each is from."""
    from procerus.cli.protocols import shown

    put(shown(protocol, packs, format is Format.json), out)


@protocol_app.command("check")
def protocol_check(protocols: ProtocolIds = None, packs: Packs = None,
                   format: FormatOption = Format.text, out: Out = None) -> None:  # fmt: skip
    """Check that protocols and signatures are sound; every fault says where and how to mend it."""
    from procerus.cli.protocols import checked

    put(checked(protocols, packs, format is Format.json), out)


@protocol_app.command("new")
def protocol_new(
    name: Annotated[str, typer.Argument(help="Its id, such as our-bruxism; the file is NAME.toml.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write NAME.toml, if not here.")
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Write an off-label protocol of your own to begin from: sound, and without a dose."""
    from procerus.cli.protocols import created

    put(created(name, out, format is Format.json), None)


@product_app.command("list")
def product_list(format: FormatOption = Format.text, out: Out = None) -> None:
    """List the products: toxin, form, vials, uses."""
    from procerus.cli.products import listed

    put(listed(format is Format.json), out)


@product_app.command("show")
def product_show(
    product: Annotated[str, typer.Argument(help="A product's id, such as botox.")],
    format: FormatOption = Format.text,
    out: Out = None,
) -> None:
    """Say what is known of a product: vials, dilutions, storage, limits, and where each is from."""
    from procerus.cli.products import shown

    put(shown(product, format is Format.json), out)
