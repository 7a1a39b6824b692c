"""The matrix: every known server with every client of its dialect in every browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event

from conformance import wrong
from conformance.codec.examples import Example
from conformance.run import CANNOT_START, Results, run_client, run_codec, run_pair, run_server
from conformance.scenario import Scenario
from conformance.targets.clients import KNOWN, find_client
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


def run_matrix(
    scenarios: Sequence[Scenario],
    examples: Sequence[Example],
    keep: Callable[[Result], None],
    tell: Callable[[str], None],
    browsers: Sequence[str] = tuple(BROWSERS),
) -> None:
    """Everything that can be had here: `keep` gets each result as soon as it is there, and `tell`
    hears of each cell that has ended, and of what can't be had.

    Each browser has a lane of its own, since one waits for servers and sockets most of the time.
    An exception in our thread, such as KeyboardInterrupt, ends all lanes before it is passed on.
    """
    lanes = [_lane(scenarios, browser) for browser in browsers]
    lanes.append([lambda: run_codec((), examples), *(_peer(*each, scenarios) for each in PEERS)])
    over = Event()

    def go(lane: Sequence[Cell]) -> None:
        for cell in lane:
            if not over.is_set():
                _run(cell, over, keep, tell)

    with ThreadPoolExecutor(len(lanes)) as pool:
        try:
            for _ in pool.map(go, lanes):
                pass
        finally:
            over.set()


def _run(
    cell: Cell, over: Event, keep: Callable[[Result], None], tell: Callable[[str], None]
) -> None:
    count, seconds, name = 0, 0.0, ""
    try:
        with closing(cell()) as results:
            for result in results:
                keep(result)
                count, seconds = count + 1, seconds + result.seconds
                name = f"{result.place.track} {result.place.title}"
                if over.is_set():
                    return
    except CANNOT_START as error:
        tell(f"left out: {error}")
    if name:
        tell(f"{name}: {count} cases in {seconds:.0f} s")


def _lane(scenarios: Sequence[Scenario], browser: str) -> list[Cell]:
    clients: list[Cell] = [_client(name, browser, scenarios) for name in KNOWN]
    pairs = [
        _pair(server, client, browser, scenarios)
        for server in SERVERS
        for client, dialect in KNOWN.items()
        if SERVERS[server].dialect == dialect
    ]
    return clients + pairs


def record_wrong(scenarios: Sequence[Scenario], tell: Callable[[str], None]) -> int:
    """Records what goes wrong in Chromium with the reference's clients, or with its frames.

    Gives in how many scenarios; raises as runs do when something can't be had.
    """
    named = [scenario for scenario in scenarios if scenario.errata]
    wrong.forget()
    cells = [_client(name, "chromium", named) for name in KNOWN]
    cells += [_pair(server, client, "chromium", named) for server, client in WRONG_PAIRS]
    results = []
    for cell in cells:
        results += list(cell())
        tell(results[-1].place.title)
    return wrong.record(results, named)


def _peer(kind: str, dialect: str, scenarios: Sequence[Scenario]) -> Cell:
    return lambda: run_server(kind, dialect, scenarios)


def _client(name: str, browser: str, scenarios: Sequence[Scenario]) -> Cell:
    return lambda: run_client(find_client(name), browser, scenarios)


def _pair(server: str, client: str, browser: str, scenarios: Sequence[Scenario]) -> Cell:
    return lambda: run_pair(SERVERS[server], find_client(client), browser, scenarios)
