"""The matrix: every known server with every client of its dialect in every browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from conformance.codec.examples import Example
from conformance.run import CANNOT_START, run_client, run_codec, run_pair, run_server
from conformance.scenario import Scenario
from conformance.targets.clients import KNOWN, find_client
from conformance.targets.servers import SERVERS
from conformance.verdict import Result
from conformance.web.browsers import BROWSERS

PEERS = (("go", "0.2"), ("go", "0.1"), ("python", "0.2"), ("python", "0.1"))

Cell = Callable[[], Iterator[Result]]


def run_matrix(
    scenarios: Sequence[Scenario],
    examples: Sequence[Example],
    browsers: Sequence[str] = tuple(BROWSERS),
    tell: Callable[[str], None] = print,
) -> list[Result]:
    """Everything that can be had here; `tell` hears of each cell, and of what can't be had.

    Each browser has a lane of its own, since one waits for servers and sockets most of the time.
    """
    lanes = [_lane(scenarios, browser) for browser in browsers]
    lanes.append([lambda: run_codec((), examples), *(_peer(*each, scenarios) for each in PEERS)])
    with ThreadPoolExecutor(len(lanes)) as pool:
        done = pool.map(
            lambda lane: [result for cell in lane for result in _run(cell, tell)], lanes
        )
        return [result for lane in done for result in lane]


def _run(cell: Cell, tell: Callable[[str], None]) -> list[Result]:
    try:
        results = list(cell())
    except CANNOT_START as error:
        tell(f"left out: {error}")
        return []
    if results:
        place, seconds = results[0].place, sum(result.seconds for result in results)
        tell(f"{place.track} {place.title}: {len(results)} cases in {seconds:.0f} s")
    return results


def _lane(scenarios: Sequence[Scenario], browser: str) -> list[Cell]:
    clients: list[Cell] = [_client(name, browser, scenarios) for name in KNOWN]
    pairs = [
        _pair(server, client, browser, scenarios)
        for server in SERVERS
        for client, dialect in KNOWN.items()
        if SERVERS[server].dialect == dialect
    ]
    return clients + pairs


def _peer(kind: str, dialect: str, scenarios: Sequence[Scenario]) -> Cell:
    return lambda: run_server(kind, dialect, scenarios)


def _client(name: str, browser: str, scenarios: Sequence[Scenario]) -> Cell:
    return lambda: run_client(find_client(name), browser, scenarios)


def _pair(server: str, client: str, browser: str, scenarios: Sequence[Scenario]) -> Cell:
    return lambda: run_pair(SERVERS[server], find_client(client), browser, scenarios)
