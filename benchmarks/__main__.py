"""`python -m benchmarks all`: measures this implementation beside others, in one run."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console

from benchmarks.cases import CASES, boot
from benchmarks.goals import BOOT_GOALS, goals_table
from benchmarks.report import write_page
from benchmarks.simulate import write_scale_page
from benchmarks.suite import Case, Effort, Results
from benchmarks.suite import run as run_cases
from benchmarks.systems import ROOT
from benchmarks.tables import case_table

PERFORMANCE = ROOT / "docs" / "performance.md"
SCALE = ROOT / "docs" / "scale.md"
console = Console(width=160, highlight=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Measures this implementation, the reference and others side by side, on this machine."""


def _effort_options(command: click.decorators.FC) -> click.decorators.FC:
    for option in (
        click.option("--docs", is_flag=True, help="Also write tables and plots into the docs."),
        click.option("--json", "file", type=click.Path(path_type=Path), help="Keep results there."),
        click.option("--share", default=1.0, show_default=True, help="Of the usual sessions."),
        click.option("--seconds", default=1.0, show_default=True, help="For each figure."),
        click.option("--rounds", default=3, show_default=True, help="The median counts."),
    ):
        command = option(command)
    return command


@main.command("list")
def list_cases() -> None:
    """Says what there is to measure."""
    for case in CASES.values():
        console.print(f"{case.name:12} {case.title}")


@main.command()
@click.argument("cases", nargs=-1, required=True, type=click.Choice(list(CASES)))
@_effort_options
def run(
    cases: tuple[str, ...],
    rounds: int,
    seconds: float,
    share: float,
    file: Path | None,
    docs: bool,
) -> None:
    """Measures some cases."""
    _run([CASES[name] for name in cases], Effort(rounds, seconds, share), file, docs)


@main.command("all")
@_effort_options
def run_all(rounds: int, seconds: float, share: float, file: Path | None, docs: bool) -> None:
    """Measures everything; takes less than 15 minutes."""
    _run(CASES.values(), Effort(rounds, seconds, share), file, docs)


@main.command("boot")
@click.option("--rounds", default=10, show_default=True, help="The median counts.")
def run_boot(rounds: int) -> None:
    """Measures how apps without a server start; takes some minutes, so it isn't in `all`."""
    results = _measured([boot.CASE], Effort(rounds))
    console.print(case_table(boot.CASE, results).rich())
    console.print(goals_table(results, BOOT_GOALS).rich())


@main.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--docs", is_flag=True, help="Also write tables and plots into the docs.")
def show(file: Path, docs: bool) -> None:
    """Prints results that were kept with --json."""
    _show(CASES.values(), Results.read(file), docs)


@main.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--docs", is_flag=True, help="Write the outcome into the docs instead.")
def simulate(file: Path, docs: bool) -> None:
    """Works out, from results kept with --json, what many sessions take."""
    for table in write_scale_page(SCALE if docs else None, Results.read(file)):
        console.print(table.rich())


def _run(cases: Iterable[Case], effort: Effort, file: Path | None, docs: bool) -> None:
    chosen = list(cases)
    started = time.monotonic()
    results = _measured(chosen, effort)
    if file is not None:
        results.write(file)
    _show(chosen, results, docs)
    console.print(f"{(time.monotonic() - started) / 60:.1f} minutes")


def _measured(cases: Iterable[Case], effort: Effort) -> Results:
    return run_cases(cases, effort, lambda line: console.print(line, style="dim"))


def _show(cases: Iterable[Case], results: Results, docs: bool) -> None:
    measured = {result.case for result in results}
    for case in cases:
        if case.name in measured:
            console.print(case_table(case, results).rich())
    console.print(goals_table(results).rich())
    if docs:
        write_page(PERFORMANCE, results)


if __name__ == "__main__":
    main()
