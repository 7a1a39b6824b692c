"""The command `hlive-conformance`: lists scenarios, records them, and checks peers."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

import click
from rich.console import Console
from rich.table import Table

from conformance import transcript
from conformance.check import Outcome, Verdict
from conformance.check import check as check_scenario
from conformance.fuzz.cli import fuzz
from conformance.peer import Peer, PeerError, running
from conformance.scenario import (
    DIALECTS,
    Scenario,
    ScenarioError,
    core,
    load_all,
    load_errata,
)

Result = TypeVar("Result")

_STYLES = {Outcome.IDENTICAL: "green", Outcome.ERRATUM: "yellow", Outcome.FAIL: "bold red"}

_dialect_option = click.option(
    "--dialect", "dialects", type=click.Choice(DIALECTS), multiple=True, help="Only this one."
)
_ids_argument = click.argument("ids", nargs=-1)


@click.group()
def main() -> None:
    """Holds implementations of HLive against each other.

    IDS are ids of scenarios, with wildcards: 'text.*'.
    """


main.add_command(fuzz)


@main.command("list")
@_ids_argument
def list_scenarios(ids: tuple[str, ...]) -> None:
    """Shows the scenarios."""
    for scenario in _scenarios(ids):
        marks = " ".join((*scenario.dialects, *scenario.errata))
        click.echo(f"{scenario.id:32} {scenario.title} [{marks}]")


@main.command()
@click.option("--peer", "kind", default="go", show_default=True, help="Whose frames to record.")
@_dialect_option
@_ids_argument
def record(kind: str, dialects: tuple[str, ...], ids: tuple[str, ...]) -> None:
    """Records what the reference says."""

    def keep(peer: Peer, scenario: Scenario) -> None:
        try:
            transcript.save(transcript.play(peer, scenario))
        except (PeerError, transcript.Refused) as error:
            raise click.ClickException(f"{scenario.id} ({peer.dialect}): {error}") from error

    count = sum(1 for _ in _each(kind, dialects, _scenarios(ids), keep))
    click.echo(f"{count} transcripts recorded")


@main.command()
@click.option("--peer", "kind", required=True, help="python, go, or the command of another peer.")
@click.option("--core", "only_core", is_flag=True, help="The core track, and IDS besides.")
@_dialect_option
@_ids_argument
def check(kind: str, only_core: bool, dialects: tuple[str, ...], ids: tuple[str, ...]) -> None:
    """Gives one verdict for each scenario and dialect; ends with 1 when one failed."""
    errata = load_errata()
    console = Console(highlight=False, soft_wrap=True)

    wanted = core() if only_core else ()

    def judge(peer: Peer, scenario: Scenario) -> Verdict:
        verdict = check_scenario(peer, scenario, errata)
        _print_verdict(console, verdict)
        return verdict

    verdicts = list(_each(kind, dialects, _scenarios((*wanted, *ids)), judge))
    console.print(_summary(verdicts))
    sys.exit(any(verdict.outcome is Outcome.FAIL for verdict in verdicts))


def _scenarios(ids: tuple[str, ...]) -> list[Scenario]:
    try:
        return load_all(ids)
    except ScenarioError as error:
        raise click.ClickException(str(error)) from error


def _each(
    kind: str,
    dialects: tuple[str, ...],
    scenarios: list[Scenario],
    work: Callable[[Peer, Scenario], Result],
) -> Iterable[Result]:
    """Does the work for every scenario in every dialect, one peer for each dialect."""
    for dialect in dialects or DIALECTS:
        try:
            with running(kind, dialect) as peer:
                for scenario in scenarios:
                    if dialect in scenario.dialects:
                        yield work(peer, scenario)
        except PeerError as error:
            raise click.ClickException(str(error)) from error


def _print_verdict(console: Console, verdict: Verdict) -> None:
    style = _STYLES[verdict.outcome]
    detail = "" if verdict.outcome is Outcome.FAIL else verdict.detail
    console.print(
        f"{verdict.dialect} {verdict.scenario:32} [{style}]{verdict.outcome.value}[/] {detail}"
    )
    if verdict.outcome is Outcome.FAIL:
        console.print(verdict.detail, markup=False)


def _summary(verdicts: list[Verdict]) -> Table:
    counts = Counter((verdict.dialect, verdict.outcome) for verdict in verdicts)
    table = Table("dialect", *(outcome.value for outcome in Outcome))
    for dialect in sorted({verdict.dialect for verdict in verdicts}):
        table.add_row(dialect, *(str(counts[dialect, outcome]) for outcome in Outcome))
    return table
