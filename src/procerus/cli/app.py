"""The verbs of `procerus`, and the one place where a bad file becomes a clear sentence and exit code 2."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import click
import typer

from procerus import __version__
from procerus.cli.clinic_verbs import administrator, backup, downtime, drill, restore, serve
from procerus.cli.event_verbs import event_app
from procerus.cli.injection_verbs import plan, vials
from procerus.cli.options import (
    AsOf,
    Baseline,
    DateOrder,
    DossierFormat,
    DossierKind,
    File,
    Format,
    FormatOption,
    MigraineDay,
    MonthChoice,
    Out,
    Packs,
    PageFormat,
    PageFormatOption,
    PolicyId,
)
from procerus.cli.policy_verbs import policy_app
from procerus.cli.protocol_verbs import product_app, protocol_app
from procerus.cli.reading import note_what_is_read
from procerus.cli.screen import complain, put
from procerus.cli.session_verbs import session_app
from procerus.faults import BadInput

DONE, BAD_INPUT = 0, 2
INTERRUPTED = 130

app = typer.Typer(
    name="procerus", no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="From headache diary to botulinum-toxin decision. A day nobody answered is neither a headache day"
    " nor a headache-free day.",
)  # fmt: skip
diary_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look at, check or import a diary.")
simulate_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Make made-up data.")
app.add_typer(diary_app, name="diary")
app.add_typer(policy_app, name="policy")
app.add_typer(protocol_app, name="protocol")
app.add_typer(product_app, name="product")
app.add_typer(simulate_app, name="simulate")
app.add_typer(session_app, name="session")
app.add_typer(event_app, name="event")
app.command("serve")(serve)
app.command("administrator")(administrator)
app.command("drill")(drill)
app.command("downtime")(downtime)
app.command("backup")(backup)
app.command("restore")(restore)


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name the terminal cannot show is no reason to stop
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command. 0 is done, 2 is bad input with one clear sentence for each fault."""
    note_what_is_read()
    try:
        left_early = app(arguments, standalone_mode=False, prog_name="procerus")
        return left_early or DONE
    except BadInput as error:
        for fault in error.faults:
            complain(str(fault))
        return BAD_INPUT
    except click.ClickException as error:
        error.show()
        return BAD_INPUT
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output, such as `head`, has gone away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _version(wanted: bool) -> None:
    if wanted:
        put(f"procerus {__version__}", None)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options before any verb."""


@app.command()
def demo() -> None:
    """Walk a made-up patient from an app's export to a decision and a plan."""
    from procerus.cli.demo import walk

    walk()


@diary_app.command("show")
def diary_show(file: File, months: MonthChoice = MonthChoice.thirty, as_of: AsOf = None,
               format: FormatOption = Format.text, out: Out = None) -> None:  # fmt: skip
    """Draw the months of a diary, one letter a day."""
    from procerus.cli.diaries import show

    put(show(file, months.value, as_of, format is Format.json), out)


@diary_app.command("check")
def diary_check(file: File, format: FormatOption = Format.text, out: Out = None) -> None:
    """Say what is in a diary, what is missing, and how its medicines were understood."""
    from procerus.cli.diaries import check

    put(check(file, format is Format.json), out)


@diary_app.command("import")
def diary_import(
    file: Annotated[
        Path, typer.Argument(help="An export of Migraine Buddy (CSV) or Apple Health (XML, zip).")
    ],
    date_order: Annotated[DateOrder | None, typer.Option(help="Where the file does not decide it.")] = None,
    format: FormatOption = Format.text,
    out: Out = None,
) -> None:
    """Turn another app's export into a diary. Days the export does not speak of stay unknown."""
    from procerus.cli.diaries import import_

    put(import_(file, _order(date_order), format is Format.json), out)


def _order(chosen: DateOrder | None) -> Literal["month-first", "day-first"] | None:
    return None if chosen is None else ("month-first" if chosen is DateOrder.month_first else "day-first")


@app.command()
def classify(
    file: File,
    months: MonthChoice = MonthChoice.thirty,
    migraine_day: MigraineDay = MigraineDay.ichd3,
    as_of: AsOf = None,
    format: FormatOption = Format.text,
    out: Out = None,
) -> None:
    """Classify a diary by ICHD-3: chronic migraine, medication overuse."""
    from procerus.cli.asking import classified

    put(classified(file, months.value, migraine_day.value, as_of, format is Format.json), out)


@app.command()
def decide(
    policy: PolicyId,
    question: Annotated[str, typer.Argument(help="start, continue, or another question it answers.")],
    patient: File,
    as_of: AsOf = None,
    baseline: Baseline = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NUMBER=N", help="What if a number were another? Not the policy."),
    ] = None,
    packs: Packs = None,
    format: FormatOption = Format.text,
    out: Out = None,
) -> None:
    """Ask a policy's question of a patient: met, not met or cannot be told yet, with reasons."""
    from procerus.cli.asking import decided
    from procerus.cli.packs import supposed

    found = supposed(policy, packs, set_)
    put(decided(found, question, patient, as_of, baseline, format is Format.json), out)


@app.command()
def compare(
    patient: File,
    question: Annotated[str, typer.Option(help="start, continue, or another that a policy names.")] = "start",
    policies: Annotated[
        list[str] | None, typer.Option("--policy", metavar="ID", help="Only this policy; may be repeated.")
    ] = None,
    as_of: AsOf = None,
    baseline: Baseline = None,
    packs: Packs = None,
    format: PageFormatOption = PageFormat.text,
    out: Out = None,
) -> None:
    """Ask one question under every policy, side by side: who says what, and which criteria split them."""
    from procerus.cli.comparing import compared, comparison_in

    one = compared(policies, packs, question, patient, as_of, baseline)
    put(comparison_in(one, format.value), out)


@simulate_app.command("diaries")
def simulate_diaries(
    patients: Annotated[int, typer.Option(help="How many people.")],
    days: Annotated[int, typer.Option(help="How many days of diary each.")],
    seed: Annotated[int, typer.Option(help="The same seed makes the same diaries.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new or empty folder.")],
    as_of: AsOf = None,
    format: FormatOption = Format.text,
) -> None:
    """Make made-up diaries that behave like real ones, always marked as synthetic."""
    from procerus.cli.simulate import simulated

    put(simulated(patients, days, seed, out, as_of, format is Format.json), None)


@app.command()
def explain(
    claim: Annotated[str | None, typer.Argument(help="A claim's id; all where none is given.")] = None,
    leaflet: Annotated[
        bool, typer.Option("--leaflet", help="What a patient may be told: reviewed statements only.")
    ] = False,
    claims: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A clinic's own file of claims (TOML).")
    ] = None,
    format: FormatOption = Format.text,
    out: Out = None,
) -> None:
    """Say what the article claims, and what is held today, with source and strength."""
    from procerus.cli.explain import explained, leaflet_for

    asked = leaflet_for if leaflet else explained
    put(asked(claims, claim, format is Format.json), out)


@app.command("dossier")
def dossier(
    kind: Annotated[DossierKind, typer.Argument(help="What it is for.")],
    policy: PolicyId,
    patient: File,
    as_of: AsOf = None,
    baseline: Baseline = None,
    denied: Annotated[
        list[str] | None,
        typer.Option(metavar="CRITERION", help="For an appeal: a criterion that was refused. Repeatable."),
    ] = None,
    denied_on: Annotated[
        str | None, typer.Option(metavar="DATE", help="For an appeal: the day of the refusal.")
    ] = None,
    packs: Packs = None,
    format: Annotated[
        DossierFormat, typer.Option("--format", help="A list and a letter, JSON, or a PDF letter.")
    ] = DossierFormat.text,
    out: Out = None,
) -> None:
    """Fill a letter from the facts, and say first what is missing: prior authorisation, renewal, appeal."""
    from procerus.cli.dossiers import made, put_dossier
    from procerus.cli.packs import supposed

    found = supposed(policy, packs, None)
    one = made(kind.value, found, patient, as_of, baseline, denied or (), denied_on)
    put_dossier(one, format.value, out)


app.command("plan")(plan)
app.command("vials")(vials)
