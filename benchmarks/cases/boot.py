"""How long an app without a server takes to start, and to come back when its worker was killed.

Chromium keeps three builds of one app: ours with a snapshot of Python's memory, ours without, and
Pyodide as it is published. The service worker is stopped before each figure.
"""

import asyncio
import atexit
import gzip
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from selenium.common.exceptions import WebDriverException
from urllib3.exceptions import HTTPError

from benchmarks.load import Failed
from benchmarks.suite import Case, Effort, Figures, Metric
from benchmarks.systems import NotHere
from hlive_wasm.build.archive import integrity
from hlive_wasm.build.errors import BuildError
from hlive_wasm.build.loading import load_app
from hlive_wasm.build.plan import Wishes, plan
from hlive_wasm.build.runtime import STDLIB, find_runtime
from hlive_wasm.build.sizes import is_late
from hlive_wasm.build.write import write
from hlive_wasm.checking import chromium
from hlive_wasm.serving import server

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver

APP = "examples.click:app"
PATIENCE = 180
WARM_UP = 2
"""Starts that don't count: a browser keeps compiled code once it has seen it often enough."""
KILLS = 5
"""How often a round kills the worker of an open page."""

Files = Mapping[str, bytes]

_SNAPSHOT = "await python.makeSnapshot();"
_HTTP_CACHE = "#trustsHttpCache = true;"
_NO_HTTP_CACHE = "#trustsHttpCache = false;"

_IS_PYTHONS = """
return window.hlive !== undefined && window.hlive.sessID > ""
    && document.querySelector('meta[name="hlive-prerendered"]') === null;
"""
_IS_INSTALLED = """
const done = arguments[arguments.length - 1];
navigator.serviceWorker.ready.then(() => done());
"""
_HAS_SNAPSHOT = """
const done = arguments[arguments.length - 1];
caches.match(new URL("hlive-snapshot", location.href)).then((found) => done(found !== undefined));
"""
_FIRST_BYTE = "return performance.getEntriesByType('navigation')[0].responseStart;"
_CLICK = """
const done = arguments[arguments.length - 1];
new MutationObserver((_, observer) => { observer.disconnect(); done(); }).observe(
    document.querySelector("output"), { characterData: true, childList: true, subtree: true });
document.querySelector("button").click();
"""


@dataclass(frozen=True)
class Start:
    """A way to start; `make` gives the files of a build, which keeps a snapshot or doesn't."""

    name: str
    make: Callable[[], Files]
    keeps_snapshot: bool = False


def ours() -> Files:
    """What a build gives."""
    return _built(development=False)


def without_snapshot() -> Files:
    """A build whose service worker makes no snapshot of Python's memory."""
    return _with_script(ours(), "hlive-sw.js", _SNAPSHOT, "")


def stock() -> Files:
    """All Python as sources, the library as it is published, and nothing that makes ours fast."""
    files = _with_script(_built(development=True), "hlive-sw.js", _SNAPSHOT, "")
    files = _with_script(files, "hlive-files.js", _HTTP_CACHE, _NO_HTTP_CACHE)
    library = next(path for path in files if "/python_stdlib-" in path)
    return _with(files, library, find_runtime().read(STDLIB))


@cache
def _built(development: bool) -> Files:
    """A build; raises NotHere where it can't be made."""
    try:
        wishes = Wishes("Click", development=development)
        return plan(load_app(APP), find_runtime(), wishes, lambda _: None).files
    except BuildError as error:
        raise NotHere(str(error)) from error


def _with_script(files: Files, path: str, old: str, new: str) -> Files:
    text = files[path].decode()
    if old not in text:
        raise Failed(f"{path} has no {old!r} any more")
    return _with(files, path, text.replace(old, new).encode())


def _with(files: Files, path: str, content: bytes) -> Files:
    """The files with another content at a path, also where its hash is written."""
    before, after = integrity(files[path]).encode(), integrity(content).encode()
    changed = {
        each: text.replace(before, after) if each.endswith(".js") else text
        for each, text in files.items()
    }
    return {**changed, path: content}


class Stage:
    """One browser for the whole run, and the builds that it has been at."""

    def __init__(self) -> None:
        self._held = ExitStack()
        try:
            self.browser: WebDriver = self._held.enter_context(chromium())
        except BuildError as error:
            raise NotHere(str(error)) from error
        self.browser.set_script_timeout(PATIENCE)
        self._addresses: dict[str, str] = {}

    def close(self) -> None:
        """Ends the browser and the servers."""
        self._held.close()

    def start(self, way: Start) -> float:
        """Milliseconds from the start of a navigation to Python's first byte."""
        address = self._address(way)
        self._leave()
        taken = self._visit(address)
        if self.browser.execute_async_script(_HAS_SNAPSHOT) != way.keeps_snapshot:
            raise Failed(
                "the snapshot is of no use" if way.keeps_snapshot else "a snapshot is there"
            )
        return taken

    def recover(self) -> float:
        """Milliseconds from the worker's death until the page that is open answers a click."""
        started = time.perf_counter()
        self._stop_workers()
        self.browser.execute_async_script(_CLICK)
        return (time.perf_counter() - started) * 1000

    def _address(self, way: Start) -> str:
        """Where a build is, which is installed at the first time."""
        if way.name not in self._addresses:
            self._addresses[way.name] = address = self._serve(way.make())
            self.browser.get(address)
            self.browser.execute_async_script(_IS_INSTALLED)
            for _ in range(WARM_UP):
                self._leave()
                self._visit(address)
        return self._addresses[way.name]

    def _serve(self, files: Files) -> str:
        folder = self._held.enter_context(tempfile.TemporaryDirectory())
        write(files, Path(folder) / "dist")
        serving = server(Path(folder) / "dist")
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        self._held.callback(serving.server_close)
        self._held.callback(serving.shutdown)
        return f"http://127.0.0.1:{serving.server_address[1]}/"

    def _leave(self) -> None:
        """Stops the worker of the page that was open, which isn't there to start it again."""
        self.browser.get("about:blank")
        self._stop_workers()

    def _stop_workers(self) -> None:
        self.browser.execute_cdp_cmd("ServiceWorker.enable", {})
        self.browser.execute_cdp_cmd("ServiceWorker.stopAllWorkers", {})

    def _visit(self, address: str) -> float:
        self.browser.get(address)
        deadline = time.monotonic() + PATIENCE
        while not self.browser.execute_script(_IS_PYTHONS):
            if time.monotonic() > deadline:
                raise Failed("Python doesn't take the page over")
            time.sleep(0.01)
        return float(self.browser.execute_script(_FIRST_BYTE))


@cache
def _stage() -> Stage:
    stage = Stage()
    atexit.register(stage.close)
    return stage


def megabytes(files: Files) -> float:
    """What a visitor fetches until the app works offline, with gzip -9."""
    sizes = [len(gzip.compress(text, 9)) for path, text in files.items() if not is_late(path)]
    return sum(sizes) / 1_000_000


async def measure(way: Start, size: str, effort: Effort) -> Figures:
    """A start, recoveries, and the size; raises Failed where the browser doesn't answer."""
    try:
        return await asyncio.to_thread(_measure, way)
    except (WebDriverException, HTTPError) as error:
        raise Failed(f"the browser doesn't answer: {error}") from error


def _measure(way: Start) -> Figures:
    stage = _stage()
    return {
        "first byte": stage.start(way),
        "recovery": median(stage.recover() for _ in range(KILLS)),
        "megabytes": _megabytes(way),
    }


@cache
def _megabytes(way: Start) -> float:
    return megabytes(way.make())


SNAPSHOT, PLAIN, STOCK = (
    Start("with a snapshot", ours, keeps_snapshot=True),
    Start("without one", without_snapshot),
    Start("stock Pyodide", stock),
)

CASE = Case(
    name="boot",
    title="An app without a server: from navigation, its worker stopped, to Python's first byte",
    sizes=("",),
    metrics=(
        Metric("first byte", "first byte, ms"),
        Metric("recovery", "killed to answer, ms"),
        Metric("megabytes", "MB, gzip", 2),
    ),
    subjects=(SNAPSHOT, PLAIN, STOCK, Start("shinylive", dict), Start("stlite", dict)),
    measure=measure,
    without={
        "shinylive": "its files are on GitHub, not in a package registry",
        "stlite": "numpy, pandas and others for its Pyodide are on a CDN, not in a registry",
    },
    note="Chromium. The smallest app; stock has all Python as sources and the whole library.",
    started=False,
    less_is_better=True,
)
