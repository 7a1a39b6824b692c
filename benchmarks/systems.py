"""The systems that are measured, each a process of its own on a free port."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GO_PEER = ROOT / "conformance" / "peers" / "go" / "go02"
START_TIMEOUT = 60.0


class NotHere(Exception):
    """A system can't be had on this machine; the message says why."""


@dataclass(frozen=True, slots=True)
class System:
    """A running server: where its measured page is, and how much processor time it has used."""

    name: str
    port: int
    process: subprocess.Popen[bytes]

    def url(self, scheme: str, rows: int, cells: int = 4) -> str:
        """The page, or (ws) its socket, with a table of this size beside the counter."""
        socket_query = "&hlive=1" if scheme == "ws" else ""
        return f"{scheme}://127.0.0.1:{self.port}/bench?rows={rows}&cells={cells}{socket_query}"

    def cpu_seconds(self) -> float:
        """User and system time of the process and its children so far."""
        import psutil

        process = psutil.Process(self.process.pid)
        family = [process, *process.children(recursive=True)]
        return sum(sum(member.cpu_times()[:2]) for member in family)


@contextmanager
def ours() -> Iterator[System]:
    """This implementation, one process."""
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.server", str(port)]
    with _running(System("hlive for Python", port, _start(command))) as system:
        yield system


@contextmanager
def reference() -> Iterator[System]:
    """The Go peer on the reference v0.3.0, built first; raises NotHere without Go or the module."""
    if shutil.which("go") is None:
        raise NotHere("Go isn't installed")
    program = ROOT / "build" / "go-peer"
    program.parent.mkdir(exist_ok=True)
    built = subprocess.run(
        ["go", "build", "-o", str(program), "."], cwd=GO_PEER, capture_output=True, text=True
    )
    if built.returncode:
        raise NotHere(f"the Go peer can't be built: {built.stderr.strip().splitlines()[-1]}")
    port = _free_port()
    command = [str(program), "serve", "--addr", f"127.0.0.1:{port}"]
    with _running(System("HLive Go v0.3.0", port, _start(command))) as system:
        yield system


@contextmanager
def _running(system: System) -> Iterator[System]:
    try:
        _wait_for(system)
        yield system
    finally:
        system.process.terminate()
        system.process.wait(timeout=20)


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, env=environment)


def _wait_for(system: System) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while True:
        try:
            with urllib.request.urlopen(system.url("http", 0), timeout=5):
                return
        except OSError:
            if system.process.poll() is not None or time.monotonic() > deadline:
                raise NotHere(f"{system.name} did not start") from None
            time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def versions() -> str:
    """What was measured, as one line of JSON for the record."""
    go = subprocess.run(["go", "version"], capture_output=True, text=True).stdout.strip()
    return json.dumps({"python": sys.version.split()[0], "go": go, "cores": os.cpu_count()})
