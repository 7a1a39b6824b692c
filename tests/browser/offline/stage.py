"""The app inside the worker, which is another one in each test, and what runs the tests there."""

import os
import sys
import time
from asyncio import sleep
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import hlive as l
from hlive.workers import use_crew
from hlive_wasm.runtime import boot
from hlive_wasm.runtime.host import Runtime
from tests.browser.offline.outside import ROOT, ask

app = l.App()
"""Nothing: it is there until the first test has an app."""

_OPTIONS = "-p no:terminal -p no:cacheprovider -p no:faulthandler -p no:doctest -s".split()


class Stage(boot.JsRuntime):
    """What JavaScript believes to be one app."""

    running: "Stage"

    def __init__(self, runtime: Runtime) -> None:
        super().__init__(runtime)
        Stage.running = self
        _start()

    @contextmanager
    def playing(self, app: l.App, **settings: Any) -> Iterator[Runtime]:
        """Has an app answer, and nothing afterwards."""
        before = self._runtime
        chosen = replace(before.host.settings, **settings)
        runtime = Runtime(app, chosen, before.scope)
        use_crew(runtime.crew)
        self._runtime = runtime
        try:
            yield runtime
        finally:
            self._runtime = before
            runtime.host.stop()


boot.JsRuntime = Stage  # type: ignore[misc]


def _start() -> None:
    from pyodide.code import run_js  # type: ignore[import-not-found]
    from pyodide.ffi import create_proxy  # type: ignore[import-not-found]

    # Only what JavaScript has called in this way can wait for a promise.
    run_js("(main) => setTimeout(() => main.callPromising(), 0)")(create_proxy(_run_tests))


def _run_tests() -> None:
    from pyodide.ffi import run_sync

    def sleep_while_the_app_goes_on(seconds: Any) -> None:
        run_sync(sleep(seconds))

    time.sleep = sleep_while_the_app_goes_on
    sys.dont_write_bytecode = True
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.chdir(ROOT)
    import pytest

    from tests.browser.offline.orders import Orders

    files = [
        str(file.relative_to(ROOT))
        for file in sorted((ROOT / "tests" / "browser").glob("test_*.py"))
        if "Serve" in file.read_text(encoding="utf-8")
    ]
    pytest.main([*_OPTIONS, *files], plugins=[Orders(ask)])
