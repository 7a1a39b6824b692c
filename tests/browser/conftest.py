"""Fixtures for tests in a real browser: Chromium, the original clients, and the hosts of apps."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

import hlive as l
from conformance.targets import original
from tests.browser.fixtures import browser, client, pytest_generate_tests
from tests.browser.offline.runner import Runner, running_tests
from tests.browser.sanic_site import running_site
from tests.browser.site import Client, Site
from tests.conftest import ROOT
from tests.wasm.worker.bundle import Unavailable, pyodide

__all__ = ["browser", "client", "pytest_generate_tests"]

_FLAGS = [
    "--headless=new",
    "--no-sandbox",  # root can't have one, and the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=BackForwardCache",  # going back loads a page anew, with what was typed
    "--window-size=1000,800",
]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """One Chromium with a fresh profile for the whole run; tests take `browser`."""
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if binary is None or driver is None:
        pytest.skip("needs Chromium: no `chromium` and `chromedriver` in PATH")
    options = ChromeOptions()
    options.binary_location = binary
    for flag in [*_FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = Chrome(options=options, service=Service(driver))
    yield browser
    browser.quit()


@pytest.fixture(scope="session")
def original_client() -> Callable[[str], Path]:
    """Gives the reference's client for a dialect; skips the test where it can't be had."""

    def find(dialect: str) -> Path:
        try:
            return original.original_client(dialect)
        except original.Unavailable as why:
            pytest.skip(str(why))

    return find


@pytest.fixture
def serve(client: Client, host: str) -> Iterator[Callable[..., Site]]:
    """Runs servers until the test ends: takes an app, and settings of ServerSettings."""
    with ExitStack() as running:

        def start(app: l.App, **settings: Any) -> Site:
            return running.enter_context(running_site(app, client, **settings))

        yield start


# With the host "offline" the whole test runs where its app does: inside the worker.


@pytest.fixture(scope="session")
def offline_runner(chromium: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """The tests inside the service worker; the server that it was loaded from is gone."""
    if int(str(chromium.capabilities["browserVersion"]).partition(".")[0]) < 137:
        pytest.skip("needs Chromium 137 or newer: in older ones Python can't wait in a worker")
    try:
        source = pyodide(ROOT / "build")
    except Unavailable as why:
        pytest.skip(str(why))
    with running_tests(chromium, source, tmp_path_factory.mktemp("offline")) as runner:
        yield runner


def _is_offline(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    return callspec is not None and callspec.params.get("host") == "offline"


def pytest_itemcollected(item: pytest.Item) -> None:
    """The fixtures of such a test are made where it runs."""
    if isinstance(item, pytest.Function) and _is_offline(item):
        item.fixturenames = ["offline_runner"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Such tests come last, so that the worker isn't stopped for having nothing to do."""
    items.sort(key=_is_offline)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if not _is_offline(pyfuncitem):
        return None
    runner = pyfuncitem.funcargs["offline_runner"]
    assert isinstance(runner, Runner)
    runner.run(pyfuncitem.nodeid)
    return True
