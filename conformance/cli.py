"""The command `hlive-conformance`: what the suite can do, from the shell."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.table import Column, Table

from conformance import transcript
from conformance.choice import Case, cases
from conformance.codec.examples import Example
from conformance.ending import ended_in_order
from conformance.fuzz.cli import fuzz
from conformance.lanes import LaneError
from conformance.matrix import record_wrong, run_matrix
from conformance.peer import PeerError, running
from conformance.plan import Targets, TargetsError, plan
from conformance.report import html, json, junit
from conformance.run import CANNOT_START, counted, run_server
from conformance.scenario import DIALECTS, Scenario, ScenarioError, core, load_all
from conformance.verdict import Result, Verdict
from conformance.web.browsers import BROWSERS

F = TypeVar("F", bound=Callable[..., object])

TRACKS = ("codec", "server", "client", "pair")

_STYLES = {
    Verdict.PASS: "green",
    Verdict.NON_STRICT: "yellow",
    Verdict.ERRATUM: "yellow",
    Verdict.UNIMPLEMENTED: "dim",
    Verdict.FAIL: "bold red",
}

_SUMMARY_WIDTH = 140
"""Columns for the longest names, where no terminal says how many there are."""

_dialect_option = click.option(
    "--dialect", "dialects", type=click.Choice(DIALECTS), multiple=True, help="Only this one."
)
_track_option = click.option(
    "--track", "tracks", type=click.Choice(TRACKS), multiple=True, help="Only this one."
)
_ids_argument = click.argument("ids", nargs=-1)


def _file(option: str, what: str) -> Callable[[F], F]:
    return click.option(
        option, type=click.Path(dir_okay=False, path_type=Path), help=f"Writes {what}."
    )


@click.group()
def main() -> None:
    """Holds implementations of HLive against each other.

    IDS are ids of cases, with wildcards: 'text.*'.
    """


main.add_command(fuzz)


@main.command("list")
@_track_option
@_ids_argument
def list_cases(tracks: tuple[str, ...], ids: tuple[str, ...]) -> None:
    """Shows the cases, one a line: id, title, tracks, and what marks it."""
    for case in _chosen(ids, tracks or TRACKS):
        marks = " ".join((*case.tracks, *case.marks))
        click.echo(f"{case.id:32} {case.title} [{marks}]")


@main.command()
@_track_option
@click.option("--peer", help="python, go, go01, or the command of a program. Default: python.")
@click.option("--url", help="A running server that hosts the scenario pages.")
@click.option("--client", help="ours, original, original-0.1, or the path of a script.")
@click.option("--browser", type=click.Choice(list(BROWSERS)), default="chromium", show_default=True)
@click.option("--matrix", is_flag=True, help="All known servers, clients and browsers.")
@_dialect_option
@_file("--json", "the results as JSON")
@_file("--junit", "them as JUnit XML")
@_file("--html", "them as one HTML file")
@_ids_argument
def run(
    tracks: tuple[str, ...],
    peer: str | None,
    url: str | None,
    client: str | None,
    browser: str,
    matrix: bool,
    dialects: tuple[str, ...],
    ids: tuple[str, ...],
    **files: Path | None,
) -> None:
    """Runs cases; ends with 1 when one failed, or isn't implemented by someone in the matrix."""
    targets = Targets(peer, url, client, browser, dialects or DIALECTS)
    results: list[Result] = []

    def tell(what: str) -> None:
        """What there is so far is kept, in case that somebody kills us."""
        click.echo(what)
        _write(results, {"json": files["json"]})

    with ended_in_order():
        try:
            if matrix:
                run_matrix(*_cases(ids), results.append, tell)
            else:
                for result in _told(_run(tracks or TRACKS, targets, ids)):
                    results.append(result)
        except LaneError as error:
            raise click.ClickException(str(error)) from error
        finally:
            results.sort(key=lambda result: (TRACKS.index(result.place.track), result.place))
            _write(results, files)
    # What the matrix knows is known to do everything.
    _finish(results, *([Verdict.UNIMPLEMENTED] if matrix else []))


@main.command()
@click.option("--peer", "kind", default="go", show_default=True, help="Whose frames to record.")
@click.option("--wrong", is_flag=True, help="Instead, what its clients do wrong in Chromium.")
@_dialect_option
@_ids_argument
def record(kind: str, wrong: bool, dialects: tuple[str, ...], ids: tuple[str, ...]) -> None:
    """Records what the reference says."""
    count = 0
    if wrong:
        try:
            count = record_wrong(load_all(), click.echo)
        except CANNOT_START as error:
            raise click.ClickException(str(error)) from error
        click.echo(f"wrong in {count} scenarios")
        return
    for dialect in dialects or DIALECTS:
        try:
            with running(kind, dialect) as peer:
                for scenario in _scenarios(ids):
                    if dialect in scenario.dialects:
                        transcript.save(transcript.play(peer, scenario))
                        count += 1
        except (PeerError, transcript.Refused) as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{count} transcripts recorded")


@main.command()
@click.option("--peer", "kind", required=True, help="python, go, or the command of another peer.")
@click.option("--core", "only_core", is_flag=True, help="Only the smallest part that is of use.")
@click.option("--strict", is_flag=True, help="Other bytes than the recorded ones are a failure.")
@_dialect_option
@_ids_argument
def check(
    kind: str, only_core: bool, strict: bool, dialects: tuple[str, ...], ids: tuple[str, ...]
) -> None:
    """Runs a peer's scenarios frame by frame: the track `server` alone."""
    scenarios = _scenarios((*ids, *core()) if only_core else ids)
    results: list[Result] = []
    for dialect in dialects or DIALECTS:
        try:
            results += _told(run_server(kind, dialect, scenarios))
        except CANNOT_START as error:
            raise click.ClickException(str(error)) from error
    _finish(results, *([Verdict.NON_STRICT] if strict else []))


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--html", "to", required=True, type=click.Path(dir_okay=False, path_type=Path))
def report(files: tuple[Path, ...], to: Path) -> None:
    """Makes one HTML report of the results in JSON files."""
    try:
        html.write([result for file in files for result in json.read(file)], to)
    except json.ReportError as error:
        raise click.ClickException(str(error)) from error


def _run(tracks: tuple[str, ...], targets: Targets, ids: tuple[str, ...]) -> Iterator[Result]:
    scenarios, examples = _cases(ids)
    try:
        for part in plan(tracks, targets, scenarios, examples):
            yield from part
    except (*CANNOT_START, TargetsError) as error:
        raise click.ClickException(str(error)) from error


def _chosen(ids: tuple[str, ...], tracks: tuple[str, ...]) -> Iterator[Case]:
    scenarios, examples = _cases(ids)
    for case in [Case.of_scenario(each) for each in scenarios]:
        if {*case.tracks} & {*tracks}:
            yield case
    if "codec" in tracks:
        yield from (Case.of_example(each) for each in examples)


def _cases(ids: tuple[str, ...]) -> tuple[list[Scenario], list[Example]]:
    try:
        return cases(ids)
    except ScenarioError as error:
        raise click.ClickException(str(error)) from error


def _scenarios(ids: tuple[str, ...]) -> list[Scenario]:
    try:
        return load_all(ids)
    except ScenarioError as error:
        raise click.ClickException(str(error)) from error


def _told(results: Iterable[Result]) -> Iterator[Result]:
    """The results, each printed when it is there."""
    console = Console(highlight=False, soft_wrap=True)
    for result in results:
        finding, place = result.finding, result.place
        failed = finding.verdict is Verdict.FAIL
        first = "" if failed else finding.detail.partition("\n")[0]
        verdict = f"[{_STYLES[finding.verdict]}]{finding.verdict.value}[/]"
        console.print(f"{place.track:6} {place.dialect:3} {result.case:32} {verdict} ", end="")
        console.print(first, markup=False)
        if failed:
            console.print(finding.detail, markup=False)
        yield result


def _write(results: Sequence[Result], files: Mapping[str, Path | None]) -> None:
    """Writes the reports that were asked for."""
    for name, write in (("json", json.write), ("junit", junit.write), ("html", html.write)):
        path = files.get(name)
        if path is not None:
            write(list(results), path)


def _finish(results: list[Result], *others: Verdict) -> None:
    """Prints the counts, and ends the command: with 1 for a failure, and for these `others`."""
    width = None if sys.stdout.isatty() else _SUMMARY_WIDTH
    Console(highlight=False, width=width).print(_summary(results))
    sys.exit(any(result.finding.verdict in (Verdict.FAIL, *others) for result in results))


def _summary(results: list[Result]) -> Table:
    table = Table("track", "dialect", Column("implementations", min_width=20), box=None)
    for verdict in Verdict:
        table.add_column(verdict.value, no_wrap=True)
    for place in dict.fromkeys(result.place for result in results):
        counts = counted([result for result in results if result.place == place])
        numbers = (str(counts[verdict]) for verdict in Verdict)
        table.add_row(place.track, place.dialect, place.title, *numbers)
    return table
