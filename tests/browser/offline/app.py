"""The app that browsers install: it has no page of its own but the one that starts the tests."""

import os
import sys
import time
from asyncio import sleep
from collections.abc import Callable
from contextlib import redirect_stderr
from io import StringIO
from typing import Any

import pytest

import hlive as l
from tests.browser.offline import outside, worker_fixtures
from tests.browser.offline.orders import Orders
from tests.conftest import ROOT

app = l.App()
app.static("/static", ROOT / "examples" / "static")

_OPTIONS = (
    "--import-mode=importlib -s -p no:terminal -p no:cacheprovider -p no:faulthandler"
    " -p no:doctest -p no:unittest -p no:junitxml -p no:debugging"
).split()
"""Without plugins that want what no browser has, or much of Python's library for nothing."""


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
    from pyodide.ffi import run_sync

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
