"""Servers that host the scenario pages: the known ones, started here, and any running one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from select import select

from conformance.peer import PeerError, build_go
from conformance.peers.python.player import CLIENT
from conformance.scenario import DIRECTORY
from conformance.targets.hosted import Hosted, Start
from conformance.targets.offline import offline

START_SECONDS = 60.0

_HLIVE = "from hlive_server.cli import main; main()"
"""The command `hlive`, of the Python that we run in."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server of scenario pages: its name in reports, its dialect, and how it is started.

    `exchanges` says that pages go through a relay, which sees the frames and brings the client.
    A server whose pages never leave the browser can't have that: it is given the client.
    """

    name: str
    dialect: str
    start: Start
    exchanges: bool = True


def running_server(url: str, dialect: str) -> Server:
    """A server that runs already."""

    @contextmanager
    def there(client: str) -> Iterator[Hosted]:
        yield Hosted(url)

    return Server(url, dialect, there)


def _go(dialect: str) -> Start:
    @contextmanager
    def start(client: str) -> Iterator[Hosted]:
        with tempfile.TemporaryDirectory() as scratch:
            program = build_go(dialect, Path(scratch))
            command = [str(program), "serve", "--addr", "127.0.0.1:0"]
            with _listening([*command, "--scenarios", str(DIRECTORY)]) as line:
                yield Hosted(f"http://{json.loads(line)['listening']}")

    return start


def _sanic(dialect: str) -> Start:
    @contextmanager
    def start(client: str) -> Iterator[Hosted]:
        with tempfile.TemporaryDirectory() as scratch:
            placeholder = Path(scratch, "client.js")
            placeholder.write_text(CLIENT, encoding="utf-8")
            command = [sys.executable, "-c", _HLIVE, "serve"]
            command += ["conformance.peers.python.site:app", "--port", "0", "--dialect", dialect]
            with _listening([*command, "--client", str(placeholder)]) as line:
                found = re.search(r"http://[\w.:]+", line)
                if found is None:
                    raise PeerError(f"the server doesn't say where it listens: {line}")
                yield Hosted(found[0])

    return start


@contextmanager
def _listening(command: Sequence[str]) -> Iterator[str]:
    """Starts a server, and gives the first line that it writes."""
    environment: Mapping[str, str] = {**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
        ) as process,
    ):
        assert process.stdout is not None
        try:
            ready, _, _ = select([process.stdout], [], [], START_SECONDS)
            line = process.stdout.readline() if ready else ""
            if not line:
                errors.seek(0)
                words = errors.read().decode("utf-8", "replace").strip().splitlines()[-1:]
                raise PeerError(f"the server doesn't start: {' '.join(words) or 'no word'}")
            yield line
        finally:
            process.kill()


SERVERS = {
    "go": Server("HLive for Go v0.3.0", "0.2", _go("0.2")),
    "go01": Server("HLive for Go v0.1.0", "0.1", _go("0.1")),
    "python": Server("hlive for Python on Sanic", "0.2", _sanic("0.2")),
    "python01": Server("hlive for Python on Sanic, 0.1", "0.1", _sanic("0.1")),
    "offline": Server(
        "hlive for Python in the service worker", "0.2", offline("0.2"), exchanges=False
    ),
    "offline01": Server(
        "hlive for Python in the service worker, 0.1", "0.1", offline("0.1"), exchanges=False
    ),
    # A server is added here, and is in the matrix from then on.
}
"""The known servers by name."""
