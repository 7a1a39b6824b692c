"""`python -m benchmarks events`: how many events a second, as the page grows."""

import asyncio
from contextlib import ExitStack
from statistics import median

import click
from rich.console import Console
from rich.table import Table

from benchmarks import systems
from benchmarks.load import Load, measure
from benchmarks.systems import NotHere, System

ROWS = (0, 100, 1000)
console = Console(width=140)


@click.group()
def main() -> None:
    """Measures this implementation beside the reference on this machine, in one run."""


@main.command()
@click.option("--sessions", default=20, show_default=True, help="Browsers that click at once.")
@click.option("--seconds", default=3.0, show_default=True, help="How long each one is measured.")
@click.option("--rounds", default=3, show_default=True, help="How often; the median counts.")
@click.option("--cells", default=4, show_default=True, help="Cells in each row of the table.")
def events(sessions: int, seconds: float, rounds: int, cells: int) -> None:
    """Clicks answered per second on pages with a table of 0, 100 and 1,000 rows."""
    with ExitStack() as stack:
        running = [stack.enter_context(systems.ours())]
        try:
            running.append(stack.enter_context(systems.reference()))
        except NotHere as missing:
            console.print(f"The reference is left out: {missing}")
        results = _alternate(running, sessions, seconds, rounds, cells)
    console.print(f"{sessions} sessions, {cells} cells in a row, {systems.versions()}")
    console.print(_events_table(running, results))
    _print_ratios(running, results)


Key = tuple[str, int]
Measured = tuple[Load, float]


def _alternate(
    running: list[System], sessions: int, seconds: float, rounds: int, cells: int
) -> dict[Key, list[Measured]]:
    """Every system with every page in turn, so that a busy moment of the machine hits all."""
    results: dict[Key, list[Measured]] = {}
    for _ in range(rounds):
        for rows in ROWS:
            for system in running:
                before = system.cpu_seconds()
                load = asyncio.run(measure(system.url("ws", rows, cells), sessions, seconds))
                cpu = system.cpu_seconds() - before
                results.setdefault((system.name, rows), []).append((load, cpu / seconds))
    return results


def _rate(measured: list[Measured]) -> float:
    return median(load.events_per_second for load, _ in measured)


def _events_table(running: list[System], results: dict[Key, list[Measured]]) -> Table:
    table = Table(title="Events per second: median (lowest - highest)")
    table.add_column("system", no_wrap=True)
    for rows in ROWS:
        table.add_column(f"{rows:,} rows", justify="right")
    table.add_column("server cores", justify="right")
    table.add_column("client cores", justify="right")
    for system in running:
        mine = [results[system.name, rows] for rows in ROWS]
        server = [f"{median(cpu for _, cpu in each):.1f}" for each in mine]
        client = [f"{median(load.client_cpu for load, _ in each):.1f}" for each in mine]
        table.add_row(system.name, *map(_spread, mine), " / ".join(server), " / ".join(client))
    return table


def _spread(measured: list[Measured]) -> str:
    rates = [load.events_per_second for load, _ in measured]
    return f"{median(rates):,.0f} ({min(rates):,.0f} - {max(rates):,.0f})"


def _print_ratios(running: list[System], results: dict[Key, list[Measured]]) -> None:
    ours = running[0].name
    small, large = ROWS[0], ROWS[-1]
    kept = _rate(results[ours, large]) / _rate(results[ours, small])
    console.print(f"ours at {large:,} rows / ours at {small} rows: {kept:.2f}")
    for other in running[1:]:
        for rows in ROWS:
            ratio = _rate(results[ours, rows]) / _rate(results[other.name, rows])
            console.print(f"ours / {other.name} at {rows:,} rows: {ratio:.1f}")


if __name__ == "__main__":
    main()
