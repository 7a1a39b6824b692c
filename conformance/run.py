"""Running cases: every target in its place, restarted when it breaks, never breaking the run."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import TypeVar

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.remote.webdriver import WebDriver
from urllib3.exceptions import HTTPError

from conformance.codec import ours
from conformance.codec.examples import Example
from conformance.online import online
from conformance.peer import Peer, PeerError, running
from conformance.peers.python.player import CLIENT
from conformance.program import PATIENCE, ProgramError, started
from conformance.scenario import Scenario, load_errata
from conformance.targets.clients import KNOWN, BrowserClient, find_client
from conformance.targets.original import Unavailable
from conformance.targets.servers import Server
from conformance.tracks import client as client_track
from conformance.tracks import codec as codec_track
from conformance.tracks import pair as pair_track
from conformance.tracks import server as server_track
from conformance.tracks.pair import Pages
from conformance.verdict import Finding, Place, Result, Verdict
from conformance.web.browsers import NoBrowser, browsing
from conformance.web.inside import Inside
from conformance.web.relay import RelayError, relaying
from conformance.web.scripted import ScriptedServer
from conformance.wrong import known

BREAKDOWNS = 3
"""After so many breakdowns in a row a target isn't started again."""

BROKEN = (PeerError, ProgramError, WebDriverException, HTTPError, OSError)
"""What ends a target in the middle of a case."""

CANNOT_START = (PeerError, ProgramError, NoBrowser, RelayError, Unavailable)

T = TypeVar("T")
C = TypeVar("C", Scenario, Example)

Open = Callable[[], AbstractContextManager[T]]

Results = Generator[Result, None, None]
"""Results as they come; closing it ends what is being tried, and all that was started for it."""

_Visited = tuple[pair_track.Site, WebDriver, Pages]


def each(
    place: Place, cases: Sequence[C], open: Open[T], judge: Callable[[T, C], Finding]
) -> Results:
    """One result for each case. A target that breaks is opened again for the next case."""
    breakdowns, waiting = 0, list(cases)
    while waiting and breakdowns < BREAKDOWNS:
        with ExitStack() as stack:
            try:
                target = stack.enter_context(open())
            except CANNOT_START as error:
                if breakdowns == 0:
                    raise
                breakdowns = BREAKDOWNS
                why = str(error)
                break
            while waiting:
                case, begun = waiting.pop(0), time.monotonic()
                try:
                    finding = judge(target, case)
                    breakdowns = 0
                except BROKEN as error:
                    breakdowns += 1
                    why = str(error).strip() or type(error).__name__
                    finding = Finding(Verdict.FAIL, why)
                yield Result(case.id, place, finding, time.monotonic() - begun)
                if breakdowns:
                    break
    for case in waiting:
        yield Result(case.id, place, Finding(Verdict.FAIL, f"not tried any more: {why}"))


def run_codec(command: Sequence[str], examples: Sequence[Example]) -> Results:
    """The examples, asked of a program, or of `hlive_proto` without a command."""

    @contextmanager
    def open() -> Iterator[codec_track.Ask]:
        with started(command) as program:
            program.read()  # its greeting
            yield program.ask

    name = " ".join(command) or "hlive_proto"
    opened: Open[codec_track.Ask] = open if command else lambda: nullcontext(ours.answer)
    yield from each(Place("codec", server=name), examples, opened, codec_track.judge)


def run_server(
    kind: str, dialect: str, scenarios: Sequence[Scenario], patience: float = PATIENCE
) -> Results:
    """The scenarios, frame by frame, with a peer."""
    errata = load_errata()

    def judge(peer: Peer, scenario: Scenario) -> Finding:
        return server_track.judge(peer, scenario, errata)

    place = Place("server", dialect, server=PEER_NAMES.get((kind, dialect), kind))
    cases = _playable(scenarios, dialect)
    yield from each(place, cases, lambda: running(kind, dialect, patience), judge)


def run_online(url: str, dialect: str, scenarios: Sequence[Scenario]) -> Results:
    """The scenarios, frame by frame, with a running server that hosts their pages."""
    errata = load_errata()

    def judge(peer: Peer, scenario: Scenario) -> Finding:
        return server_track.judge(peer, scenario, errata)

    place = Place("server", dialect, server=url)
    yield from each(place, _playable(scenarios, dialect), lambda: online(url, dialect), judge)


PEER_NAMES = {
    ("go", "0.1"): "HLive for Go v0.1.0",
    ("go", "0.2"): "HLive for Go v0.3.0",
    ("python", "0.1"): "hlive for Python, 0.1",
    ("python", "0.2"): "hlive for Python",
}
"""The known peers as reports name them."""


def run_client(client: BrowserClient, browser: str, scenarios: Sequence[Scenario]) -> Results:
    """The recordings, played to a client in a browser."""
    wrong = known("client", client.dialect)

    @contextmanager
    def open() -> Iterator[tuple[ScriptedServer, WebDriver]]:
        with browsing(browser) as driver, ScriptedServer(client.source) as server:
            yield server, driver

    def judge(stage: tuple[ScriptedServer, WebDriver], scenario: Scenario) -> Finding:
        return client_track.judge(*stage, client, scenario, wrong)

    place = Place("client", client.dialect, client=client.name, browser=browser)
    yield from each(place, _playable(scenarios, client.dialect), open, judge)


def run_pair(
    server: Server, client: BrowserClient | None, browser: str, scenarios: Sequence[Scenario]
) -> Results:
    """The pages of a server with a client (its own without one) in a browser."""
    wrong = known("pair", server.dialect)
    source = None if client is None else client.source

    @contextmanager
    def open() -> Iterator[_Visited]:
        with browsing(browser) as driver, server.start(source or "") as hosted:
            pages = Pages(server.dialect, hosted.head)
            if server.exchanges:
                with relaying(hosted.url, known_scripts(), source) as relay:
                    yield relay, driver, pages
            else:
                inside = Inside(hosted.url, driver)
                inside.install()
                yield inside, driver, pages

    def judge(visited: _Visited, scenario: Scenario) -> Finding:
        site, driver, pages = visited
        return pair_track.judge(site, driver, scenario, pages, wrong)

    name = "its own" if client is None else client.name
    place = Place("pair", server.dialect, server.name, name, browser)
    yield from each(place, _playable(scenarios, server.dialect), open, judge)


def known_scripts() -> list[str]:
    """The scripts that pages of known servers carry, as far as they can be had here."""
    found = [CLIENT]
    for name in KNOWN:
        try:
            found.append(find_client(name).source)
        except Unavailable:
            continue
    return found


def _playable(scenarios: Sequence[Scenario], dialect: str) -> list[Scenario]:
    return [scenario for scenario in scenarios if dialect in scenario.dialects]


def counted(results: Sequence[Result]) -> Mapping[Verdict, int]:
    """How many results have each verdict."""
    counts = dict.fromkeys(Verdict, 0)
    for result in results:
        counts[result.finding.verdict] += 1
    return counts
