"""From what was asked for on the command line to the parts of a run."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conformance.codec.examples import Example
from conformance.run import run_client, run_codec, run_online, run_pair, run_server
from conformance.scenario import Scenario
from conformance.targets.clients import BrowserClient, find_client
from conformance.targets.servers import SERVERS, Server, running_server
from conformance.verdict import Result

KNOWN_PEERS: dict[str, tuple[str, ...]] = {
    "python": ("0.1", "0.2"),
    "go": ("0.1", "0.2"),
    "go01": ("0.1",),
    "offline": (),
}
"""The dialects that each known peer speaks as a program."""


class TargetsError(Exception):
    """What was asked for doesn't go together; the message says why."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What is to be tested: None where nothing was said."""

    peer: str | None
    url: str | None
    client: str | None
    browser: str
    dialects: tuple[str, ...]


def plan(
    tracks: Sequence[str],
    targets: Targets,
    scenarios: Sequence[Scenario],
    examples: Sequence[Example],
) -> Iterator[Iterator[Result]]:
    """The parts of a run, to be gone through one by one."""
    if targets.url is not None and targets.peer is not None:
        raise TargetsError("--peer and --url name two servers: choose one")
    peer = targets.peer or "python"
    speaks_codec = peer == "python" or peer not in KNOWN_PEERS
    if "codec" in tracks and examples and targets.url is None and speaks_codec:
        yield run_codec(() if peer == "python" else tuple(shlex.split(peer)), examples)
    if not scenarios:
        return
    if "server" in tracks and targets.url is not None:
        yield run_online(targets.url, targets.dialects[-1], scenarios)
    elif "server" in tracks:
        for dialect in _dialects(peer, targets):
            yield run_server("go" if peer == "go01" else peer, dialect, scenarios)
    if "client" in tracks and (targets.client is not None or targets.url is None):
        yield run_client(_client(targets), targets.browser, scenarios)
    if "pair" in tracks:
        for server in _servers(peer, targets):
            yield run_pair(server, _for(server, targets), targets.browser, scenarios)


def _dialects(peer: str, targets: Targets) -> list[str]:
    speaks = KNOWN_PEERS.get(peer, ("0.1", "0.2"))
    return [dialect for dialect in targets.dialects if dialect in speaks]


def _client(targets: Targets) -> BrowserClient:
    return find_client(targets.client or "ours", targets.dialects[-1])


def _servers(peer: str, targets: Targets) -> list[Server]:
    """The servers that host pages: the running one, or those of a known peer."""
    if targets.url is not None:
        return [running_server(targets.url, targets.dialects[-1])]
    names = [peer, f"{peer}01"] if peer in ("go", "python", "offline") else [peer]
    known = [SERVERS[name] for name in names if name in SERVERS]
    return [server for server in known if server.dialect in targets.dialects]


def _for(server: Server, targets: Targets) -> BrowserClient | None:
    """The client for a server; one of another dialect makes way for one that it understands."""
    if targets.client is None and targets.url is not None:
        return None
    usual = "original-0.1" if server.dialect == "0.1" else "ours"
    client = find_client(targets.client or usual, server.dialect)
    return client if client.dialect == server.dialect else find_client(usual)
