"""The app that browsers install: a page of it starts the tests, which bring apps of their own."""

import os
import sys
import time
from asyncio import sleep
from collections.abc import Callable
from contextlib import redirect_stderr
from io import StringIO
from typing import Any

import hlive as l
from tests.browser.offline import outside, stage
from tests.conftest import ROOT

__all__ = ["stage"]

app = l.App()
app.static("/static", ROOT / "examples" / "static")

_OPTIONS = (
    "--import-mode=importlib -s -p no:terminal -p no:cacheprovider -p no:faulthandler"
    " -p no:doctest -p no:unittest -p no:junitxml -p no:debugging"
).split()
"""Without plugins that want what no browser has, or much of Python's library for nothing."""


@app.route("/")
def home() -> l.Page:
    """Loads what tests need, as a build asks for it to see what that is; workers do without."""
    from tests.browser.offline import orders, worker_fixtures

    return l.Page(title=f"{orders.__name__} {worker_fixtures.__name__}")


@app.route("/tests/{port}")
def run_tests(port: int) -> l.Page:
    """Has the tests begin, unless they have; the bridge is at the port."""
    if not outside.bridge:
        outside.bridge = f"http://127.0.0.1:{port}"
        _call_from_javascript(_run_tests)
    return l.Page(title="Tests")


def _call_from_javascript(function: Callable[[], None]) -> None:
    """Only what JavaScript has called in this way can wait for a promise."""
    from pyodide.code import run_js  # type: ignore[import-not-found]
    from pyodide.ffi import create_proxy  # type: ignore[import-not-found]

    run_js("(main) => setTimeout(() => main.callPromising(), 0)")(create_proxy(function))


def _run_tests() -> None:
    import pytest
    from pyodide.ffi import run_sync

    from tests.browser.offline import worker_fixtures
    from tests.browser.offline.orders import Orders

    def sleep_while_the_app_goes_on(seconds: Any) -> None:
        run_sync(sleep(seconds))

    time.sleep = sleep_while_the_app_goes_on
    sys.dont_write_bytecode = True
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    options = [*_OPTIONS, f"--rootdir={ROOT}", str(ROOT / "tests" / "browser")]
    with redirect_stderr(StringIO()) as said:
        pytest.main(options, plugins=[worker_fixtures, Orders(outside.ask)])
    outside.ask("/done", {"outcome": "failed", "text": f"pytest has ended: {said.getvalue()}"})
    outside.bridge = ""
