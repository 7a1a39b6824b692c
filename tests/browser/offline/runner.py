"""Has tests run inside the browser: the tests, pytest and the app are all in one service worker.

So such a test is the very function that runs beside Sanic, with the sessions of its app at hand.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Empty

import pytest
from selenium.webdriver import Chrome

from hlive_wasm.build.write import write
from tests.browser.offline.bridge import Bridge
from tests.wasm.worker.visitor import StaticServer

_START = 120.0
"""Seconds for Python, pytest and all tests to be loaded on a slow machine."""

_TEST = 60.0
"""Seconds that a test may take."""


class Runner:
    """The worker with the tests."""

    def __init__(self, browser: Chrome, url: str, bridge: Bridge) -> None:
        self._browser = browser
        self._url = url
        self._bridge = bridge

    def wake(self) -> None:
        """Has the browser start the worker, if it doesn't run."""
        self._bridge.heard.clear()
        self._browser.get(self._url)
        if not self._bridge.heard.wait(_START):
            told = self._browser.get_log("browser")  # type: ignore[no-untyped-call]
            pytest.fail(f"no tests have been started in the browser: {told}", pytrace=False)
        self._browser.get("about:blank")

    def run(self, test: str) -> None:
        """Runs a test by its id; fails or skips as it does."""
        if not self._bridge.waiting:
            self.wake()
        self._bridge.orders.put(test)
        try:
            report = self._bridge.reports.get(timeout=_TEST)
        except Empty:
            pytest.fail(f"no end of the test in {_TEST:g} s", pytrace=False)
        if report["outcome"] == "skipped":
            pytest.skip(report["text"])
        if report["outcome"] == "failed":
            pytest.fail(report["text"], pytrace=False)


@contextmanager
def running_tests(browser: Chrome, build: Mapping[str, bytes], folder: Path) -> Iterator[Runner]:
    """Installs the build with the tests, and then turns its server off."""
    bridge = Bridge(browser, folder / "chosen")
    bridge.start()
    server = StaticServer(folder / "site")
    write(build, server.folder)
    server.start()
    runner = Runner(browser, f"http://127.0.0.1:{server.port}/tests/{bridge.port}", bridge)
    try:
        runner.wake()
        server.stop()
        yield runner
    finally:
        server.stop()
        bridge.stop()
