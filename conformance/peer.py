"""Peers: programs that play scenarios, by the contract of SCENARIOS.md."""

from __future__ import annotations

import base64
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from conformance.program import PATIENCE, Program, ProgramError, started

GO_PEERS = Path(__file__).parent / "peers" / "go"
GO_MODULES = {"0.1": "go01", "0.2": "go02"}
"""The folder of the Go peer for each dialect."""


class PeerError(Exception):
    """A peer can't be had, doesn't answer, or says that something went wrong."""


class Unimplemented(Exception):
    """The peer says that it doesn't do this; the message is its reason."""


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


class Peer(Protocol):
    """Whoever plays scenarios. `scripts` are the client's and the plugins', to be masked; `logs`
    says whether it can be heard what actions log.

    Each method raises PeerError for a peer that is of no use any more, and Unimplemented.
    """

    name: str
    dialect: str
    scripts: tuple[str, ...]
    strategies: tuple[str, ...]
    logs: bool

    def open(self, scenario: Mapping[str, Any], strategy: str) -> Answer:
        """Starts a scenario: the first HTML and the first frames."""

    def send(self, frame: str | bytes) -> Answer:
        """Hands over a frame from the browser; the answer has the frames that come back."""

    def tree(self) -> str:
        """What the peer believes that the browser shows, as HTML."""

    def close(self) -> Answer:
        """Ends the scenario."""


class ProgramPeer:
    """A peer that is a program on stdin and stdout."""

    def __init__(self, program: Program) -> None:
        self._program = program
        try:
            greeting = program.read()
        except ProgramError as error:
            raise PeerError(f"the peer doesn't greet: {error}") from error
        self.name: str = _text(greeting, "peer")
        self.dialect: str = _text(greeting, "dialect")
        self.scripts = _texts(greeting, "scripts")
        self.strategies = _texts(greeting, "strategies") or ("positional",)
        self.logs = True

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
        try:
            answer = self._program.ask(request)
        except ProgramError as error:
            raise PeerError(f"the peer, asked to {request['do']}: {error}") from error
        if "unimplemented" in answer:
            raise Unimplemented(_text(answer, "unimplemented"))
        if "error" in answer:
            raise PeerError(_text(answer, "error"))
        return Answer(
            refused=_text(answer, "refused"),
            html=_text(answer, "html"),
            tree=_text(answer, "tree"),
            frames=_texts(answer, "frames"),
            log=_texts(answer, "log"),
        )


def _text(answer: Mapping[str, Any], name: str) -> str:
    text = answer.get(name, "")
    if not isinstance(text, str):
        raise PeerError(f"the peer's {name!r} is no text")
    return text


def _texts(answer: Mapping[str, Any], name: str) -> tuple[str, ...]:
    texts = answer.get(name) or ()
    if not isinstance(texts, list | tuple) or not all(isinstance(each, str) for each in texts):
        raise PeerError(f"the peer's {name!r} is no list of texts")
    return tuple(texts)


@contextmanager
def running(kind: str, dialect: str, patience: float = PATIENCE) -> Iterator[ProgramPeer]:
    """A peer for a dialect: "go", "python", or the command line of another one.

    Raises PeerError when it can't be started.
    """
    with tempfile.TemporaryDirectory() as scratch:
        command = _command(kind, dialect, Path(scratch))
        try:
            with started(command, patience) as program:
                yield ProgramPeer(program)
        except ProgramError as error:
            raise PeerError(str(error)) from error


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
    program = directory / GO_MODULES[dialect]
    built = subprocess.run(
        ["go", "build", "-o", str(program), "."],
        cwd=GO_PEERS / GO_MODULES[dialect],
        capture_output=True,
        text=True,
    )
    if built.returncode != 0:
        reason = built.stderr.strip().splitlines()[-1:] or ["go build failed"]
        raise PeerError(f"the Go peer can't be built: {reason[0].strip()}")
    return program
