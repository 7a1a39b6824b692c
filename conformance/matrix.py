"""The matrix: every known server with every client of its dialect in every browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial

from conformance import wrong
from conformance.codec.examples import Example
from conformance.lanes import in_lanes
from conformance.run import CANNOT_START, Results, run_client, run_codec, run_pair, run_server
from conformance.scenario import Scenario
from conformance.targets.clients import KNOWN, BrowserClient, find_client
from conformance.targets.original import Unavailable
from conformance.targets.servers import SERVERS
from conformance.verdict import Result
from conformance.web.browsers import BROWSERS

PEERS = (("go", "0.2"), ("go", "0.1"), ("python", "0.2"), ("python", "0.1"))

WRONG_PAIRS = (
    *(("go", "original"), ("go", "ours"), ("go01", "original-0.1")),
    *(("python", "original"), ("python01", "original-0.1")),
)
"""Pairs in which the reference has a part: whatever goes wrong is its doing."""

Cell = Callable[[], Results]


def lane_count() -> int:
    """How many cells run at a time: browsers wait for servers and sockets most of the time."""
    return min(2 * (os.cpu_count() or 1), 8)


def run_matrix(
    scenarios: Sequence[Scenario],
    examples: Sequence[Example],
    keep: Callable[[Result], None],
    tell: Callable[[str], None],
) -> None:
    """Everything that can be had here: `keep` gets each result as soon as it is there, and `tell`
    hears of each cell that has ended, and of what can't be had.

    An exception in our thread, such as KeyboardInterrupt, ends all at once. Raises LaneError.
    """
    clients = list(_available(tell))
    tasks = [partial(_run, cell) for cell in _cells(clients, scenarios, examples)]
    with closing(in_lanes(tasks, lane_count())) as found:
        for each in found:
            if isinstance(each, Result):
                keep(each)
            else:
                tell(each)


def _run(cell: Cell) -> Iterator[Result | str]:
    """The results of a cell, and what is to be told of it."""
    count, seconds, name = 0, 0.0, ""
    try:
        for result in cell():
            yield result
            count, seconds = count + 1, seconds + result.seconds
            name = f"{result.place.track} {result.place.title}"
    except CANNOT_START as error:
        yield f"left out: {error}"
    if name:
        yield f"{name}: {count} cases in {seconds:.0f} s"


def _available(tell: Callable[[str], None]) -> Iterator[BrowserClient]:
    for name in KNOWN:
        try:
            yield find_client(name)
        except Unavailable as error:
            tell(f"left out: {name} {error}")


def _cells(
    clients: Sequence[BrowserClient], scenarios: Sequence[Scenario], examples: Sequence[Example]
) -> Iterator[Cell]:
    """The cells, those that take long before the others, so that all lanes end together."""
    for server in reversed(SERVERS):
        for client in clients:
            for browser in BROWSERS if SERVERS[server].dialect == client.dialect else ():
                yield partial(_pair, server, client, browser, scenarios)
    for client in clients:
        for browser in BROWSERS:
            yield partial(run_client, client, browser, scenarios)
    for kind, dialect in PEERS:
        yield partial(run_server, kind, dialect, scenarios)
    yield partial(run_codec, (), examples)


def _pair(
    server: str, client: BrowserClient, browser: str, scenarios: Sequence[Scenario]
) -> Results:
    """As `run_pair` does; other processes know a server by its name."""
    return run_pair(SERVERS[server], client, browser, scenarios)


def record_wrong(scenarios: Sequence[Scenario], tell: Callable[[str], None]) -> int:
    """Records what goes wrong in Chromium with the reference's clients, or with its frames.

    Gives in how many scenarios; raises as runs do when something can't be had.
    """
    named = [scenario for scenario in scenarios if scenario.errata]
    wrong.forget()
    cells = [run_client(find_client(name), "chromium", named) for name in KNOWN]
    cells += [_pair(server, find_client(name), "chromium", named) for server, name in WRONG_PAIRS]
    results: list[Result] = []
    for cell in cells:
        results += cell
        tell(results[-1].place.title)
    return wrong.record(results, named)
