"""The systems that are measured: how each is got, started, and looked at while it runs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import psutil

from benchmarks.drivers.driver import Driver
from benchmarks.drivers.hlive import HLiveDriver
from benchmarks.drivers.nicegui import NiceGUIDriver
from benchmarks.drivers.pyview import PyViewDriver
from benchmarks.drivers.reactpy import ReactPyDriver

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
GO_PEER = ROOT / "conformance" / "peers" / "go" / "go02"
START_TIMEOUT = 60.0
STOP_TIMEOUT = 3.0


class NotHere(Exception):
    """A system can't be had on this machine; the message says why."""


@dataclass(frozen=True, slots=True)
class System:
    """Something to measure: `command` gets it if need be, and says how to start it on a port.

    `query` goes into every URL of a page. `command` raises NotHere.
    """

    name: str
    command: Callable[[int], list[str]]
    driver: type[Driver]
    query: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Running:
    """A system whose server runs: where its pages are, and what it has used."""

    system: System
    port: int
    process: subprocess.Popen[bytes]

    def url(self, path: str, **query: int) -> str:
        """A page's URL."""
        text = urlencode([*query.items(), *self.system.query])
        return f"http://127.0.0.1:{self.port}{path}?{text}"

    def cpu_seconds(self) -> float:
        """User and system time of the processes so far."""
        return sum(sum(process.cpu_times()[:2]) for process in self._processes())

    def memory(self) -> int:
        """Bytes that would be free if the processes ended."""
        return sum(process.memory_full_info().uss for process in self._processes())

    def _processes(self) -> list[psutil.Process]:
        process = psutil.Process(self.process.pid)
        return [process, *process.children(recursive=True)]


@contextmanager
def running(system: System) -> Iterator[Running]:
    """Starts a system on a free port and stops it in the end; raises NotHere."""
    port = _free_port()
    command = system.command(port)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        started = Running(system, port, process)
        _wait_for(started)
        yield started
    finally:
        _stop(process)


def _wait_for(started: Running) -> None:
    """Until the first page comes."""
    url = started.url("/bench", rows=0, cells=0)
    deadline = time.monotonic() + START_TIMEOUT
    while True:
        try:
            with urllib.request.urlopen(url, timeout=START_TIMEOUT):
                return
        except OSError as error:
            if started.process.poll() is not None or time.monotonic() > deadline:
                raise NotHere(f"{started.system.name} did not start: {error}") from None
            time.sleep(0.005)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Asks it to stop, and its workers with it; what doesn't stop in time is killed."""
    if process.poll() is not None:
        return
    workers = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for worker in workers:
        with suppress(psutil.NoSuchProcess):
            worker.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _ours(workers: int, app: str = "app") -> Callable[[int], list[str]]:
    module = "benchmarks.peers.ours"
    return lambda port: [sys.executable, "-m", module, str(port), str(workers), app]


def _reference(port: int) -> list[str]:
    return [str(_go_peer()), "serve", "--addr", f"127.0.0.1:{port}"]


@cache
def _go_peer() -> Path:
    """The Go peer, built from the reference's module."""
    if shutil.which("go") is None:
        raise NotHere("Go isn't installed")
    program = BUILD / "go-peer"
    BUILD.mkdir(exist_ok=True)
    _run(["go", "build", "-o", str(program), "."], "the Go peer can't be built", GO_PEER)
    return program


def _installed(name: str, *requirements: str) -> Callable[[int], list[str]]:
    """A Python peer with packages of its own."""
    module = f"benchmarks.peers.{name}"
    return lambda port: [str(_environment(name, requirements)), "-m", module, str(port)]


@cache
def _environment(name: str, requirements: tuple[str, ...]) -> Path:
    """The Python of a virtual environment that has these packages, made the first time."""
    folder = BUILD / "bench-venvs" / name
    python, stamp = folder / "bin" / "python", folder / "installed.txt"
    wanted = "\n".join(requirements)
    if not stamp.is_file() or stamp.read_text() != wanted:
        venv.create(folder, with_pip=True, clear=True)
        _run([str(python), "-m", "pip", "install", "--quiet", *requirements], f"no {name}", ROOT)
        stamp.write_text(wanted)
    return python


def _run(command: list[str], complaint: str, folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        reason = done.stderr.strip().splitlines() or ["no message"]
        raise NotHere(f"{complaint}: {reason[-1]}")


_pyview = _installed("pyview", "pyview-web==0.9.0", "uvicorn[standard]==0.54.0")

OURS = System("hlive", _ours(1), HLiveDriver)
OURS_TWICE = System("hlive, 2 workers", _ours(2), HLiveDriver)
OURS_KEPT = System("hlive, cache=60", _ours(1, "kept"), HLiveDriver)
GO = System("HLive Go v0.3.0", _reference, HLiveDriver)
PYVIEW = System("PyView 0.9.0", _pyview, PyViewDriver)
PYVIEW_STREAMS = System("PyView, streams", _pyview, PyViewDriver, (("streams", 1),))
NICEGUI = System("NiceGUI 3.18.0", _installed("nicegui", "nicegui==3.18.0"), NiceGUIDriver)
REACTPY = System(
    "ReactPy 2.0b13",
    _installed("reactpy", "reactpy[asgi]==2.0.0b13", "uvicorn[standard]==0.54.0"),
    ReactPyDriver,
)

EVERYONE = (OURS, GO, PYVIEW, NICEGUI, REACTPY)
SYSTEMS = (OURS, OURS_TWICE, OURS_KEPT, GO, PYVIEW, PYVIEW_STREAMS, NICEGUI, REACTPY)


def machine() -> dict[str, str | int | None]:
    """What was measured on, for the record."""
    found = shutil.which("go") and subprocess.run(["go", "version"], capture_output=True, text=True)
    return {
        "python": sys.version.split()[0],
        "go": found.stdout.strip() if found else None,
        "cores": os.cpu_count(),
    }


def cold_start(system: System) -> float:
    """Seconds from starting the process to its first page; raises NotHere."""
    system.command(0)  # What has to be got or built first isn't part of a start.
    started = time.perf_counter()
    with running(system):
        return time.perf_counter() - started
