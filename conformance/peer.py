"""Peers: processes that play scenarios, one JSON line for a request and one for the answer."""

from __future__ import annotations

import base64
import json
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO, Any

GO_PEERS = Path(__file__).parent / "peers" / "go"
_GO_MODULES = {"0.1": "go01", "0.2": "go02"}

PATIENCE = 60.0
"""Seconds after which a peer that doesn't answer is ended."""


class PeerError(Exception):
    """A peer can't be had, doesn't answer, or says that something went wrong."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer says to one request; what it leaves out is empty.

    `refused` is the reason why an implementation won't show the page at all.
    """

    refused: str = ""
    html: str = ""
    tree: str = ""
    frames: tuple[str, ...] = ()
    log: tuple[str, ...] = ()


class Peer:
    """A running peer. `scripts` are the client's and the plugins', to be masked."""

    def __init__(self, process: subprocess.Popen[str], errors: IO[str]) -> None:
        self._process = process
        self._errors = errors
        greeting = self._read()
        self.name: str = greeting["peer"]
        self.dialect: str = greeting["dialect"]
        self.scripts: tuple[str, ...] = tuple(greeting["scripts"])
        self.strategies: tuple[str, ...] = tuple(greeting.get("strategies", ("positional",)))

    def open(self, scenario: Mapping[str, Any], strategy: str) -> Answer:
        """Starts a scenario: the first HTML and the first frames."""
        return self._ask({"do": "open", "scenario": scenario, "strategy": strategy})

    def send(self, frame: str | bytes) -> Answer:
        """Hands over a frame from the browser; the answer has the frames that come back."""
        if isinstance(frame, str):
            return self._ask({"do": "send", "text": frame})
        return self._ask({"do": "send", "base64": base64.b64encode(frame).decode()})

    def tree(self) -> str:
        """What the peer believes that the browser shows, as HTML."""
        return self._ask({"do": "tree"}).tree

    def close(self) -> Answer:
        """Ends the scenario."""
        return self._ask({"do": "close"})

    def _ask(self, request: Mapping[str, Any]) -> Answer:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError:
            raise PeerError(self._last_words()) from None
        answer = self._read()
        if "error" in answer:
            raise PeerError(answer["error"])
        return Answer(
            refused=answer.get("refused", ""),
            html=answer.get("html", ""),
            tree=answer.get("tree", ""),
            frames=tuple(answer.get("frames", ())),
            log=tuple(answer.get("log", ())),
        )

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        watchdog = Timer(PATIENCE, self._process.kill)
        watchdog.start()
        try:
            line = self._process.stdout.readline()
        finally:
            watchdog.cancel()
        if not line:
            raise PeerError(self._last_words())
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _last_words(self) -> str:
        code = self._process.wait()
        self._errors.seek(0)
        return f"the peer ended with code {code}: {self._errors.read().strip()[-2000:]}"


@contextmanager
def running(kind: str, dialect: str) -> Iterator[Peer]:
    """A peer for a dialect: "go", "python", or the command line of another one.

    Raises PeerError when it can't be started.
    """
    with tempfile.TemporaryDirectory() as scratch:
        yield from _running(_command(kind, dialect, Path(scratch)))


def _running(command: Sequence[str]) -> Iterator[Peer]:
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors,
        _started(command, errors) as process,
    ):
        try:
            yield Peer(process, errors)
        finally:
            process.kill()


def _started(command: Sequence[str], errors: IO[str]) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
        )
    except OSError as error:
        raise PeerError(f"{command[0]} can't be started: {error}") from error


def _command(kind: str, dialect: str, scratch: Path) -> Sequence[str]:
    if kind == "go":
        return [str(build_go(dialect, scratch))]
    if kind == "python":
        return [sys.executable, "-m", "conformance.peers.python", "--dialect", dialect]
    return [*shlex.split(kind), "--dialect", dialect]


def build_go(dialect: str, directory: Path) -> Path:
    """Builds the Go peer of a dialect into a directory; the path of the program.

    Raises PeerError, in one line, when Go or the reference's module can't be had.
    """
    if shutil.which("go") is None:
        raise PeerError("the Go peer can't be built: Go isn't installed")
    program = directory / _GO_MODULES[dialect]
    built = subprocess.run(
        ["go", "build", "-o", str(program), "."],
        cwd=GO_PEERS / _GO_MODULES[dialect],
        capture_output=True,
        text=True,
    )
    if built.returncode != 0:
        reason = built.stderr.strip().splitlines()[-1:] or ["go build failed"]
        raise PeerError(f"the Go peer can't be built: {reason[0].strip()}")
    return program
