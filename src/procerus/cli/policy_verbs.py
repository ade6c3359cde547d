"""`procerus policy`: list, show, check, test, diff and new."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from procerus.cli.options import Format, FormatOption, Out, Packs, PageFormat, PageFormatOption, PolicyId
from procerus.cli.screen import as_json, put

policy_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Read and check policies.")
PolicyIds = Annotated[
    list[str] | None, typer.Argument(help="Policy ids or pack files; all where none is given.")
]


@policy_app.command("list")
def policy_list(packs: Packs = None, format: FormatOption = Format.text, out: Out = None) -> None:
    """List the policies."""
    from procerus.cli.packs import every_policy
    from procerus.cli.policies import list_text, policy_json

    policies = every_policy(packs)
    put(
        as_json([policy_json(one) for one in policies]) if format is Format.json else list_text(policies), out
    )


@policy_app.command("show")
def policy_show(policy: PolicyId, packs: Packs = None,
                format: PageFormatOption = PageFormat.text, out: Out = None) -> None:  # fmt: skip
    """Say a policy in words: what it asks, its numbers, and how its silences are read."""
    from procerus.cli.packs import folders
    from procerus.cli.policies import shown
    from procerus.packs.load import find_policy

    put(shown(find_policy(policy, folders(packs)), format.value), out)


@policy_app.command("check")
def policy_check(policies: PolicyIds = None, packs: Packs = None,
                 format: FormatOption = Format.text, out: Out = None) -> None:  # fmt: skip
    """Check that packs are sound; every fault says where and how to mend it."""
    from procerus.cli.policy_files import checked

    put(checked(policies, packs, format is Format.json), out)


@policy_app.command("test")
def policy_test(policies: PolicyIds = None, packs: Packs = None,
                format: FormatOption = Format.text, out: Out = None) -> None:  # fmt: skip
    """Run the worked cases of packs."""
    from procerus.cli.policy_files import tested

    put(tested(policies, packs, format is Format.json), out)


@policy_app.command("diff")
def policy_diff(
    a: PolicyId,
    b: PolicyId,
    people: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A patient file or a folder of them; else the made-up examples."),
    ] = None,
    packs: Packs = None,
    format: FormatOption = Format.text,
    out: Out = None,
) -> None:
    """Set two policies against each other: words, numbers, and whose answer changes."""
    from procerus.cli.differing import difference_text, differing

    found = differing(a, b, people, packs)
    put(as_json(found.to_json()) if format is Format.json else difference_text(found), out)


@policy_app.command("new")
def policy_new(
    name: Annotated[str, typer.Argument(help="Its id, such as my-clinic; the file is NAME.toml.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write NAME.toml, if not here.")
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Write a policy of your own to begin from: sound, commented, with worked cases."""
    from procerus.cli.new_policy import created

    put(created(name, out, format is Format.json), None)
